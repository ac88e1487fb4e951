"""Records that hold what a person typed: characters, or pinyin initials."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, Select, column, select, text
from sqlalchemy.orm import Session

from db import search
from db.kinds import KINDS
from db.models.local import Document, SearchText
from db.record import DELETED

_PAIR = 2
_SHOWN = ("activity", "person", "school", "agreement")


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found."""

    id: str
    kind: str
    label: str
    note: str


def holding(words: str, kind: str) -> Select[str]:
    """Return the query for the ids of a kind's records that hold every word typed.

    A word of two characters is told by its pair alone; of a longer one the pairs must stand
    together, which the text itself confirms; one character is looked for in the texts.
    """
    conditions: list[ColumnElement[bool]] = []
    pairs = search.query(words)
    if pairs:
        hits = text(f"SELECT rowid FROM {search.TABLE} WHERE {search.TABLE} MATCH :pairs")
        conditions.append(
            SearchText.n.in_(hits.bindparams(pairs=pairs).columns(column("rowid", Integer)))
        )
    for word in search.spoken(words):
        if len(word) != _PAIR or not pairs:
            conditions.append(SearchText.text.contains(word, autoescape=True))
    return (
        select(Document.id)
        .join(SearchText, SearchText.n == Document.n)
        .where(Document.kind == kind, *conditions)
    )


def search_everything(session: Session, words: str, limit: int = 30) -> Sequence[Hit]:
    """Return the first records that hold what a person typed, newest changed first."""
    found: list[Hit] = []
    if not words.strip():
        return found
    for kind in _SHOWN:
        model = KINDS[kind]
        notes = {"activity": "held_on", "person": "school_name", "school": "township"}
        note = model.__table__.c[notes.get(kind, model.LABEL)]
        label = model.__table__.c[model.LABEL]
        rows = session.execute(
            select(model.id, label, note)
            .where(model.id.in_(holding(words, kind)), model.deletion < DELETED)
            .order_by(note.desc())
            .limit(limit - len(found))
        )
        found += [Hit(id, kind, name or "", beside or "") for id, name, beside in rows]
        if len(found) >= limit:
            break
    return found
