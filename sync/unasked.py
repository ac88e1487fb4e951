"""An exchange that nobody asked for: with a place that answers and has this alliance's work."""

from contextlib import closing

from db.progress import Progress, Work
from db.store import Store
from sync import laptop
from sync.carriers.carrier import Stopping
from sync.carriers.opening import open_place
from sync.depot import Depot
from sync.errors import PlaceBusyError, PlaceError
from sync.passwords import Passwords
from sync.readable import Copies
from sync.result import RoundResult
from sync.round import exchange

_PROBE_S = 10.0


def exchange_unasked(
    store: Store,
    place: str,
    stopping: Stopping | None = None,
    copies: Copies | None = None,
) -> Work[RoundResult | None]:
    """Look whether a place answers, and exchange with it; open sittings are left alone.

    Args:
        store: The store.
        place: A folder, or the URL of a server.
        stopping: Tells that whoever drives the work will close it.
        copies: What everybody may read, for a place where readable copies are wanted.

    Returns:
        What was done; None when it does not answer, or has nothing of this alliance: what lies
        behind an address may be another one today, and only a person begins at a new place.

    Raises:
        NotFoundedError: This laptop belongs to no alliance yet.
        SecondRoundError: Another exchange runs on this data folder.
        PlaceError: It answered, and failed later; or it wants to hear nothing for a while.
    """
    yield Progress(0, 0)
    if not _answers(store, place):
        return None
    yield Progress(0, 0)
    return (yield from exchange(store, place, unasked=True, stopping=stopping, copies=copies))


def _answers(store: Store, place: str) -> bool:
    with store.read() as session:
        who = laptop.me(session)
    passwords = Passwords(store.folder)
    try:
        with closing(open_place(place, who.replica, passwords, timeout_s=_PROBE_S)) as carrier:
            return bool(Depot(carrier, who.alliance).entries(""))
    except PlaceBusyError:
        raise
    except PlaceError:
        return False
