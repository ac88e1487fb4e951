"""One exchange with one place: what is mine goes out, what is theirs comes in.

It may be cut off anywhere and is simply done again: what a place has is told from its listing,
what this laptop has from its store, and nothing is applied by halves.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from db import sittings
from db.progress import Work
from db.store import Store
from sync import (
    fetching,
    inventories,
    laptop,
    looking,
    pieces,
    places,
    publishing,
    readable,
    reporting,
    snapshot_making,
    snapshots,
    tidying,
)
from sync.carriers.carrier import Carrier, Stopping
from sync.carriers.opening import open_place
from sync.depot import Depot
from sync.errors import PlaceError, PlaceSignInError, StoppedError
from sync.lock import only_round
from sync.passwords import Passwords
from sync.readable import Copies
from sync.result import RoundResult
from sync.visit import RoundProgress, Stage, Visit


def exchange(
    store: Store,
    place: str | Path,
    *,
    name: str = "",
    unasked: bool = False,
    copies: Copies | None = None,
    stopping: Stopping | None = None,
) -> Work[RoundResult]:
    """Exchange with a place: a stick, a share, a server.

    Args:
        store: The store; everything saved in it leaves, open sittings too when a person asked.
        place: An existing folder, or the URL of a server, without a password: that one is kept.
        name: What people call the place; empty keeps the name it has.
        unasked: Whether nobody asked for it: then sittings that wrote just now are left alone.
        copies: What everybody may read, for a place where readable copies are wanted.
        stopping: Tells that whoever drives the work will close it: then no file is waited for.

    Yields:
        Where the work may be stopped; what was done until then stays.

    Returns:
        What was done, in records.

    Raises:
        NotFoundedError: This laptop belongs to no alliance yet.
        SecondRoundError: Another exchange runs on this data folder.
        PlaceError: The place cannot be read or written; what could be done was done, and stands in
            ``error.result``.
    """
    with only_round(store.folder):
        who = laptop.here(store)
        passwords = Passwords(store.folder)
        try:
            with closing(open_place(str(place), who.replica, passwords)) as carrier:
                work = exchange_by(
                    store, carrier, name, unasked=unasked, copies=copies, stopping=stopping
                )
                return (yield from work)
        except PlaceSignInError as error:
            passwords.explain(error)
            raise


def exchange_by(
    store: Store,
    carrier: Carrier,
    name: str = "",
    *,
    unasked: bool = False,
    copies: Copies | None = None,
    stopping: Stopping | None = None,
) -> Work[RoundResult]:
    """Exchange with whatever a carrier reaches, as :func:`exchange` does; the lock is held."""
    who = laptop.here(store)
    leave = sittings.recent() if unasked else frozenset()
    visit = Visit(store, Depot(carrier, who.alliance), who, leave)
    if stopping is not None:
        visit.depot.carrier.heed(stopping)
    try:
        yield from _until_stopped(visit, copies, unasked=unasked)
    except PlaceError as error:
        visit.failure = error
    except (GeneratorExit, KeyboardInterrupt, StoppedError):
        with store.write() as session:
            places.note(session, carrier.address, name, visit.result(), "stopped")
        raise
    finally:
        store.ahead.rest()
    result = visit.result()
    outcome = "done" if visit.failure is None else visit.failure.code
    held = reporting.held_now(visit) if visit.failure is None else None
    with store.write() as session:
        places.note(session, carrier.address, name, result, outcome)
        if held is not None:
            reporting.note_place(session, carrier.address, held)
    if visit.failure is not None:
        visit.failure.result = result
        raise visit.failure
    return result


def _until_stopped(
    visit: Visit, copies: Copies | None, *, unasked: bool
) -> Iterator[RoundProgress]:
    try:
        yield from _phases(visit)
        if copies is not None:
            yield from readable.put(visit, copies, unasked=unasked)
    except StoppedError:
        yield RoundProgress(0, 0)  # whoever stopped it closes the work here
        raise


def _phases(visit: Visit) -> Iterator[RoundProgress]:
    yield RoundProgress(0, 0, "", Stage.SEALING)
    for records in reporting.sealing(visit.store, visit.leave):
        visit.sealed += records
        yield RoundProgress(visit.sealed, 0, "", Stage.SEALING)
    yield RoundProgress(0, 0, "", Stage.LOOKING)
    visit.begin()
    yield from looking.look(visit)
    yield from fetching.take_membership(visit)
    yield from publishing.put_membership(visit)
    yield from publishing.put_segments(visit)
    yield from snapshots.take(visit)
    yield from fetching.take_segments(visit)
    yield from reporting.report(visit)
    yield from publishing.put_membership(visit)
    yield from publishing.put_segments(visit)
    publishing.announce(visit)
    yield from pieces.exchange_pieces(visit)
    inventories.settle(visit)
    yield from tidying.tidy(visit)
    yield from snapshot_making.make(visit)
