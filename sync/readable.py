"""Readable copies at a place: files for people, made from the records and never read in.

They lie in two folders beside the depot, under names a person reads: what one teaches from by
book, what was done together by day.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import local
from db.models.exchange import Exchange, Segment
from db.models.local import Local
from db.store import Store
from sync.copy_putting import Copy, Putting
from sync.errors import PlaceError, PlaceGoneError
from sync.visit import RoundProgress, Stage, Visit

LESSONS = "共享教案"
"""Beside ``lianke1``: a folder for each book, with its plans and materials."""

RECORDS = "共享资料"
"""Beside it: the ledger, and a folder for each activity."""

_CHOSEN = "readable "  # then the place's address
_UP_TO_DATE = "readable_at "  # then the place's address: as of which moment of the store
_NOW = (
    f"SELECT (SELECT count(*) FROM {Segment.__tablename__}),"
    f" (SELECT max(n) FROM {Exchange.__tablename__})"
)

Copies = Callable[[Store], Iterable[Copy]]
"""Tells what everybody in the alliance may read; how it looks is known above."""


def can_have(place: str) -> bool:
    """Tell whether readable copies are possible at a place: only in a folder people open."""
    return "://" not in place


def is_chosen(session: Session, place: str) -> bool:
    """Tell whether readable copies are wanted at a place."""
    return local.read(session, _CHOSEN + place) == "1"


def chosen(session: Session) -> frozenset[str]:
    """Return the places where readable copies are wanted."""
    names = session.scalars(
        select(Local.name).where(Local.name.startswith(_CHOSEN), Local.value == "1")
    )
    return frozenset(name.removeprefix(_CHOSEN) for name in names)


def choose(session: Session, place: str, *, wanted: bool) -> None:
    """Choose whether readable copies are wanted at a place; those that lie there stay."""
    local.write(session, _CHOSEN + place, "1" if wanted else "")
    local.write(session, _UP_TO_DATE + place, "")


def put(visit: Visit, copies: Copies, *, unasked: bool = False) -> Iterator[RoundProgress]:
    """Put the readable copies that a place lacks, where they are wanted.

    The records went before. What finds no room is named; a place that fails is told as ever.
    Where nobody asked, nothing is looked at unless something came or went since they were put,
    and they wait while somebody writes: no copy shows half a sentence.

    Args:
        visit: The exchange.
        copies: What everybody may read.
        unasked: Whether nobody asked for the exchange.

    Raises:
        PlaceGoneError: The place is gone.
    """
    place = visit.depot.carrier.address
    with visit.store.read() as session:
        wanted = is_chosen(session, place)
    if not wanted or visit.failure is not None or not can_have(place):
        return
    moment = _moment(visit)
    if unasked and (visit.leave or moment == _put_at(visit)):
        return
    yield RoundProgress(0, 0, "", Stage.READABLE)
    try:
        yield from _put_all(visit, copies)
    except PlaceGoneError:
        raise
    except PlaceError as error:
        visit.failure = error
        return
    if not visit.left_behind and moment != _put_at(visit):
        with visit.store.write() as session:
            local.write(session, _UP_TO_DATE + place, moment)


def _moment(visit: Visit) -> str:
    """Return something else whenever work was sealed here, or anything came or went."""
    with visit.store.glance() as look:
        return " ".join(str(fact) for fact in look.execute(_NOW).fetchone())


def _put_at(visit: Visit) -> str | None:
    with visit.store.glance() as look:
        return local.glance(look, _UP_TO_DATE + visit.depot.carrier.address)


def _put_all(visit: Visit, copies: Copies) -> Iterator[RoundProgress]:
    folders: dict[str, Putting] = {}
    try:
        for number, copy in enumerate(copies(visit.store)):
            yield RoundProgress(number, 0, copy.name, Stage.READABLE)
            if copy.top not in folders:
                folders[copy.top] = Putting(visit, copy.top)
            if not folders[copy.top].put(copy):
                break
    finally:
        for folder in folders.values():
            with suppress(PlaceError):  # what the list lacks is known again by its bytes
                folder.finish()
