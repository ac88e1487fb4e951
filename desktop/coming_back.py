"""Coming back with the recovery code, when no coordinator's computer is left; no Qt in here."""

from contextlib import closing
from dataclasses import dataclass

from db.progress import Progress, Work
from db.queries.people import alliance_name
from db.queries.records import label_of
from db.store import Store
from desktop.founding import take_seat
from sync import identity, recovering
from sync.carriers.opening import open_place
from sync.identity import Joined
from sync.laptop import new_replica_id
from sync.passwords import Passwords

_SHORT = 8


@dataclass(frozen=True, slots=True)
class Recovered:
    """What came of it once the first exchange has ended.

    Attributes:
        alliance: What the alliance is called; empty while that has not come.
        person: Who works here.
        unread: Schools that keep something to themselves which cannot be read here.
    """

    alliance: str
    person: str
    unread: tuple[str, ...]


def recover_alliance(store: Store, place: str, code: str, person_name: str) -> Work[Joined]:
    """Make this laptop a coordinator's; who that is records from now on.

    Args:
        store: Of a data folder that belongs to no alliance.
        place: A stick, folder or share on which the alliance exchanges.
        code: As typed.
        person_name: Who works here; empty for the founder.

    Raises:
        RecoveryCodeError: Mistyped.
        RecoveryPlaceError: Nothing of the code's alliance is there.
        UnknownPersonError: Nobody of that name ever had a laptop.
        PlaceError: The place cannot be read.
    """
    yield Progress(0, 0)
    with closing(open_place(place, new_replica_id(), Passwords(store.folder))) as carrier:
        joined = recovering.recover(store, carrier, code, person_name=person_name)
    take_seat(store, joined.person)
    return joined


def end_recovery(store: Store) -> Work[Recovered]:
    """Remember what the alliance is called, now that it may have come, and tell what cannot be."""
    yield Progress(0, 0)
    with store.write() as session:
        recovering.remember_name(session)
        unread = recovering.unread_schools(session)
        schools = tuple(label_of(session, "school", id) or id[:_SHORT] for id in unread)
        person = identity.me(session).person_name
        return Recovered(alliance_name(session), person, schools)
