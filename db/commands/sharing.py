"""Sharing wider: a new record with today's values, for more people than the old one.

A record's circle is fixed when it is born, and what was crossed out stays in its history for ever.
So nobody is ever let into an old record: what stands there today is written once more.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.circles import is_wider, named_home
from db.commands import records
from db.errors import NotWiderError, UnknownRecordError
from db.journal import Writer
from db.kinds import PARTS, model_of
from db.local import Member
from db.models.exchange import Certificate
from db.queries.people import same_persons
from db.queries.records import RecordRow, parts_of, show
from db.record import DELETED, Value

_LEFT_BEHIND = ("plan_version", "plan_comment")  # they speak of what stood before


def home_for(session: Session, member: Member, persons: Iterable[str]) -> str:
    """Return the home of a record for some persons and whoever this laptop was given to.

    Of a person who was recorded twice, whichever record a laptop's certificate names is meant.

    Args:
        session: A session.
        member: Who this laptop is: it must be able to read what it writes.
        persons: Ids of persons.

    Raises:
        ValueError: They are too many.
    """
    laptops = select(Certificate.person).where(Certificate.purpose == "laptop")
    with_laptop = set(session.scalars(laptops))
    found = {member.person}
    for person in persons:
        same = same_persons(session, person)
        found |= (same & with_laptop) or {person}
    return named_home(found)


def share_wider(writer: Writer, id: str, circle: str) -> str:
    """Make a new record, with parts, that more people read; the old one stays where it is.

    Only what stands today goes with it: no history, nothing from the bin.

    Args:
        writer: The transaction.
        id: The record, of circle ``named`` or ``school``.
        circle: ``school`` or ``alliance``.

    Returns:
        The new record's id.

    Raises:
        UnknownRecordError: It is not here, or lies in the bin.
        NotWiderError: The circle is not wider than the record's, or it is a part.
        NotAllowedError: This laptop may not write in that circle.
    """
    writer.flush()
    source = show(writer.session, id)
    if source.deletion == DELETED:
        raise UnknownRecordError(id)
    if model_of(source.kind).PARENT or not is_wider(circle, source.circle):
        raise NotWiderError(source.kind, circle)
    made = records.add(writer, source.kind, _values(source, {}), circle=circle)
    moved = {id: made}
    for model in PARTS.get(source.kind, ()):
        if model.KIND in _LEFT_BEHIND:
            continue
        for part in parts_of(writer.session, model.KIND, id):
            moved[part.id] = records.add(writer, model.KIND, _values(part, moved))
    return made


def _values(row: RecordRow, moved: Mapping[str, str]) -> dict[str, Value]:
    """Return what a record says; what it names among the records made anew, by the new name."""
    found = {name: value for name, value in row.values.items() if value not in (None, "")}
    return {n: moved.get(v, v) if isinstance(v, str) else v for n, v in found.items()}
