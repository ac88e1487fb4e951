"""Files of several pieces: attached, wished for, carried; whoever has one has the right bytes."""

import datetime
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from db.commands.attachments import attach_file
from db.journal import Sitting
from db.models.activities import Attachment
from db.progress import finish
from db.queries.materials import list_materials
from db.store import Store
from sync import material_rules, wishes
from sync.material_rules import Rules
from tests.simulate.ledger import Kept
from tests.simulate.small import PIECE

if TYPE_CHECKING:
    from tests.simulate.world import Seat, World

_TODAY = datetime.date(2025, 11, 13)


@dataclass
class Film:
    """An attachment.

    Attributes:
        id: Of its record.
        of: The record it is attached to: who reads that reads this.
        sha256: Of the file.
        may_be_lost: Whether its record was only on a disk that was lost, or is of a laptop that
            counts no more.
    """

    id: str
    of: Kept
    sha256: str
    may_be_lost: bool = False


def take_all(store: Store) -> None:
    """Let long files come by themselves, as a person may choose."""
    with store.write() as session:
        material_rules.write(session, Rules(take_long=True))


def attach(store: Store, sitting: Sitting, kept: Kept, number: int) -> Film:
    """Attach a file of one to four pieces, the same for the same number."""
    seed = hashlib.sha256(str(number).encode()).digest()
    data = (seed * (PIECE * 4 // len(seed)))[: PIECE // 2 + number % 4 * PIECE]
    path = store.folder.parent / "film.mp4"
    path.write_bytes(data)
    id = finish(attach_file(store, sitting, kept.id, path, today=_TODAY))
    path.unlink()
    return Film(id, kept, hashlib.sha256(data).hexdigest())


def wish(store: Store, film: Film) -> bool:
    """Wish for a file; tell whether its record is here, without which nobody can."""
    with store.write() as session:
        is_here = session.get(Attachment, film.id) is not None
        if is_here:
            wishes.add(session, film.id)
    return is_here


def holders(seats: list["Seat"], film: Film) -> list["Seat"]:
    """Return the laptops that have a file whole; each is looked at.

    Raises:
        AssertionError: One has other bytes, or says otherwise what they are.
    """
    found = []
    for seat in seats:
        store = seat.laptop.store
        with store.read() as session:
            said = session.scalar(select(Attachment.sha256).where(Attachment.id == film.id))
            of = [m for m in list_materials(session, store.blobs) if film.id in m.attachments]
        assert said in (None, film.sha256), f"the record of film {film.id} says {said}"
        for material in of:
            if not material.is_here(store.blobs):
                continue
            path = material.whole_path(store.blobs)
            data = path.read_bytes() if path else store.blobs.open(material.pieces)
            assert data is not None, f"film {film.id} does not open"
            assert hashlib.sha256(data).hexdigest() == film.sha256, f"bytes of film {film.id}"
            found.append(seat)
    return found


def check(world: "World", must: list["Seat"], film: Film, *, all_came: bool) -> None:
    """Check what must hold of an attachment on the laptops that must read it.

    Args:
        world: The world.
        must: These laptops.
        film: The attachment.
        all_came: Whether all have met at a place until nobody had news, and no disk was lost.

    Raises:
        AssertionError: It does not hold.
    """
    here = [seat for seat in must if film.id in _attachments(seat)]
    if must and not (film.may_be_lost and not here):
        assert len(here) == len(must), f"attachment {film.id} is on {len(here)} of {len(must)}"
    have = holders(world.readers(), film)
    if all_came and here and have:
        for seat in here:
            wants = seat.takes_all or film.id in seat.wishes
            assert not wants or seat in have, f"film {film.id} did not come to all who want it"


def _attachments(seat: "Seat") -> set[str]:
    with seat.laptop.store.read() as session:
        return set(session.scalars(select(Attachment.id)))
