"""Both versions of what two people wrote without knowing of each other."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import projection
from db.documents import Document
from db.errors import UnknownRecordError
from db.heads import heads_of
from db.models.local import Document as Stored
from db.models.people import Person
from db.queries.questions import ASKING_FIRST, questions_of
from db.queries.questions import OpenQuestion as OpenQuestion
from db.queries.records import show
from db.record import Value
from db.texts import text_conflicts


@dataclass(frozen=True, slots=True)
class Conflict:
    """One other value of a field, or one whole version of a text.

    Attributes:
        field: Wire name.
        shown: The value shown everywhere; of a text the merged one.
        other: The value beside it; of a text one whole version.
        person: Id of who wrote the other.
        person_name: His name, or empty while he is not here.
        device: The laptop it was written on.
        at: Seconds by that laptop's clock.
    """

    field: str
    shown: Value
    other: Value
    person: str
    person_name: str
    device: str
    at: int


def conflicts(session: Session, id: str) -> list[Conflict]:
    """Return every other version of a record's fields and texts.

    Raises:
        UnknownRecordError: There is no such record.
    """
    stored = session.scalar(select(Stored).where(Stored.id == id))
    if stored is None:
        raise UnknownRecordError(id)
    record = show(session, id)
    document = Document.load(stored.body)
    found: list[Conflict] = []
    heads = heads_of(document) if record.disputed else {}
    for name in record.disputed:
        shown = record.values.get(name)
        if name in projection.names_of(stored.disputed_texts):
            for pair in text_conflicts(document, name):
                for words, peer in ((pair.one, pair.one_peer), (pair.other, pair.other_peer)):
                    found.append(_told(session, document, name, shown, words, (peer, None)))
        else:
            others = {(type(v), v): op for op, v in sorted(heads[name].items()) if v != shown}
            for (_, value), op in others.items():
                found.append(_told(session, document, name, shown, value, op))
    return list({(c.field, c.other, c.person): c for c in found}.values())


def _told(
    session: Session,
    document: Document,
    field: str,
    shown: Value,
    other: Value,
    op: tuple[int, int | None],
) -> Conflict:
    peer, counter = op
    if counter is None:
        counter = document.spans()[peer][1] - 1
    person, device, at = document.author_of((peer, counter))
    name = session.scalar(select(Person.name).where(Person.id == person)) or ""
    return Conflict(field, shown, other, person, name, device, at)


def open_questions(session: Session, limit: int = 200) -> list[OpenQuestion]:
    """Return the records that want a decision, the most recently changed first."""
    return questions_of(session.connection().exec_driver_sql(ASKING_FIRST, (limit,)))
