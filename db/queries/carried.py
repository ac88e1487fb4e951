"""Records as people name them in an exchange: parts are counted with what they belong to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.kinds import KINDS, PARTS
from db.models.local import Document
from db.models.people import Person
from db.record import DELETED, Record

_MANY = 500  # ids in one statement; SQLite takes 32,766
# links have no name of their own
_LINKS = {"membership": ("school", "school"), "same_as": ("one", "person")}


@dataclass(frozen=True, slots=True)
class Carried:
    """One thing that came or went, with its parts.

    Attributes:
        id, kind, label: The record; the label is empty while it is not here itself.
        person: Name of who changed it last, or empty.
        count: How many records, itself and its parts.
        deleted: Whether it is in the bin.
    """

    id: str
    kind: str
    label: str
    person: str
    count: int
    deleted: bool


def carried(session: Session, ids: Sequence[str]) -> list[Carried]:
    """Return the things that records belong to, in the order they are first met.

    Args:
        session: A reading session.
        ids: Of records, parts among them; those of kinds unknown here are left out.
    """
    whole = belongings(session, ids)
    counts: dict[tuple[str, str], int] = {}
    for id in ids:
        if id in whole:
            counts[whole[id]] = counts.get(whole[id], 0) + 1
    facts = _facts(session, list(counts))
    people = _names(session, {by for _, by, _ in facts.values()})
    found = []
    for (kind, id), count in counts.items():
        label, by, deleted = facts.get(id, ("", "", False))
        found.append(Carried(id, kind, label, people.get(by, ""), count, deleted))
    return found


def belongings(session: Session, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return for each record kind and id of what it is shown with: itself, or its whole."""
    kinds: dict[str, str] = {}
    for some in _batches(ids):
        rows = select(Document.id, Document.kind).where(Document.id.in_(some))
        kinds |= dict(session.execute(rows).all())
    found: dict[str, tuple[str, str]] = {}
    for kind, model in KINDS.items():
        own = [id for id in ids if kinds.get(id) == kind]
        field, wholes = _shown_with(model)
        if not wholes:
            found |= {id: (kind, id) for id in own}
            continue
        parent = model.__table__.c[field]
        for some in _batches(own):
            above: dict[str, str | None] = dict(
                session.execute(select(model.id, parent).where(model.id.in_(some))).all()
            )
            whole = _kinds_of(session, above.values(), wholes)
            found |= {id: (whole[of], of) if of else (kind, id) for id, of in above.items()}
    return found


def _shown_with(model: type[Record]) -> tuple[str, tuple[str, ...]]:
    """Return the field that names what a kind is shown with, and the kinds that may be."""
    if found := tuple(kind for kind, parts in PARTS.items() if model in parts):
        return model.PARENT, found
    field, whole = _LINKS.get(model.KIND, ("", ""))
    return field, (whole,) if whole else ()


def _kinds_of(
    session: Session, ids: Iterable[str | None], wholes: tuple[str, ...]
) -> dict[str, str]:
    """Return the kind of what parts belong to; the first that may be, of one that is not here."""
    wanted = {id for id in ids if id}
    known = dict.fromkeys(wanted, wholes[0])
    if len(wholes) > 1:
        rows = select(Document.id, Document.kind).where(Document.id.in_(wanted))
        known |= {id: kind for id, kind in session.execute(rows) if kind in wholes}
    return known


def _facts(session: Session, things: Sequence[tuple[str, str]]) -> dict[str, tuple[str, str, bool]]:
    """Return for each id its label, who changed it last, and whether it is in the bin."""
    found: dict[str, tuple[str, str, bool]] = {}
    for kind in dict.fromkeys(kind for kind, _ in things):
        model = KINDS[kind]
        label: Any = getattr(model, model.LABEL)
        for some in _batches([id for of, id in things if of == kind]):
            rows = (
                select(model.id, label, Document.changed_by, model.deletion)
                .join(Document, Document.id == model.id)
                .where(model.id.in_(some))
            )
            for id, words, by, deletion in session.execute(rows):
                found[id] = (str(words or ""), by, deletion == DELETED)
    return found


def _names(session: Session, ids: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in _batches(sorted(ids)):
        rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(some)))
        found |= {id: name or "" for id, name in rows}
    return found


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _MANY):
        yield ids[start : start + _MANY]
