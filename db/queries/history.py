"""Who changed what in a record, one sitting at a time; and how it was then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from loro import ID, VersionVector
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.documents import Document, Op, signature
from db.errors import MalformedChangeError, UnknownRecordError
from db.heads import SETTLED
from db.kinds import model_of
from db.models.local import Document as Stored
from db.models.people import Person
from db.operations import is_cell, text_name
from db.projection import read
from db.record import Value


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One field as one sitting left it.

    Attributes:
        at: Seconds by the laptop's clock, of the last change of the sitting to this field.
        person, person_name: Who; the name is empty while he is not here.
        device: The laptop.
        field: Wire name; ``deleted_at`` tells of a deletion or a restoring.
        old, new: The value before, as its writer knew it, and after.
        version: The record's version right after, for ``as_it_was``.
        sitting: The same number for all that one sitting changed.
    """

    at: int
    person: str
    person_name: str
    device: str
    field: str
    old: Value
    new: Value
    version: bytes
    sitting: int


@dataclass(slots=True)
class _Written:
    field: str
    old: Value
    new: Value
    first: Op
    last: Op
    at: int
    author: tuple[str, str]


def history(session: Session, id: str) -> list[HistoryEntry]:
    """Return what was changed, oldest first; a text once for each sitting.

    Raises:
        UnknownRecordError: There is no such record.
    """
    body = session.scalar(select(Stored.body).where(Stored.id == id))
    if body is None:
        raise UnknownRecordError(id)
    names = {id: name or "" for id, name in session.execute(select(Person.id, Person.name))}
    return entries_of(body, names)


def entries_of(body: bytes, names: Mapping[str, str]) -> list[HistoryEntry]:
    """Return what was changed in one document, oldest first.

    Args:
        body: The document.
        names: What persons are called, by id.
    """
    document = Document.load(body)
    out = []
    for written in _writings(document):
        person, device = written.author
        version = document.doc.vv_to_frontiers(document.known_to(written.last)).encode()
        out.append(
            HistoryEntry(
                written.at,
                person,
                names.get(person, ""),
                device,
                written.field,
                written.old,
                written.new,
                version,
                written.last[0],
            )
        )
    return out


def as_it_was(session: Session, id: str, version: bytes) -> dict[str, Value]:
    """Return a record's values at a version.

    Raises:
        UnknownRecordError: There is no such record or version.
    """
    stored = session.scalar(select(Stored).where(Stored.id == id))
    if stored is None:
        raise UnknownRecordError(id)
    try:
        past = Document.load(stored.body).fork(version, 0)
    except MalformedChangeError:
        raise UnknownRecordError(id) from None
    return read(model_of(stored.kind), past)


def _writings(document: Document) -> list[_Written]:
    """Return one entry for each field and sitting, in the order of the last write."""
    found: dict[tuple[int, str], _Written] = {}
    earlier: dict[str, list[tuple[Op, Value]]] = {}
    for change, op in _operations(document):
        at: Op = (change["peer"], op["counter"])
        key = op["content"].get("key", "") if is_cell(op["container"]) else ""
        field = key or text_name(op["container"])
        if not field or key.startswith(SETTLED):
            continue
        entry = found.pop((at[0], field), None)
        if entry is None:
            old = _known(document, earlier.get(field, []), at) if key else None
            author = signature(change["msg"])
            entry = _Written(field, old, None, at, at, change["timestamp"], author)
        if key:
            entry.new = op["content"].get("value")
            earlier.setdefault(field, []).append((at, entry.new))
        entry.last, entry.at = (at[0], at[1] + _length(op) - 1), change["timestamp"]
        found[at[0], field] = entry
    return [_with_text(document, e) for e in found.values()]


def _operations(document: Document) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for change in document.changes_since(VersionVector()):
        for op in change["ops"]:
            yield change, op


def _known(document: Document, writes: list[tuple[Op, Value]], at: Op) -> Value:
    """Return the value a writer saw before he wrote."""
    seen = document.known_to(at)
    for op, value in reversed(writes):
        if seen.includes_id(ID(*op)):
            return value
    return None


def _with_text(document: Document, entry: _Written) -> _Written:
    """Fill in a text before and after a sitting."""
    if entry.field in document.values() or entry.new is not None or entry.old is not None:
        return entry
    after = document.at(document.known_to(entry.last)).texts([entry.field])
    peer, counter = entry.first
    past = document.known_to(entry.first)
    past.set_end(ID(peer, counter))
    before = document.at(past).texts([entry.field])
    entry.old, entry.new = before.get(entry.field) or None, after.get(entry.field) or None
    return entry


def _length(op: dict[str, Any]) -> int:
    content = op["content"]
    if "text" in content:
        return len(content["text"])
    return abs(int(content.get("len", 1))) if "len" in content else 1
