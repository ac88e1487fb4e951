"""A document made into a row for queries; the only writer of the tables of records.

What a document says is the truth; everything here can be computed again from it.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, TypeGuard

from loro import Frontiers, VersionVector
from sqlalchemy.orm import Session

from db import heads as heads_module
from db.documents import Document
from db.heads import DELETED_AT, Heads
from db.kinds import KINDS, PARTS
from db.models.base import Base
from db.record import (
    ASKED,
    DELETED,
    DETAIL,
    LIVE,
    LONGEST,
    Field,
    Record,
    Value,
    fields_of,
    has_details,
    takes_words,
    usable,
)
from db.texts import disputed_texts

NUMBER = 2
"""Counts up when rows must be made again from their documents after an update."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What follows from a document beside its values.

    Attributes:
        heads: Cache for the next time; None while one edit session wrote it all.
        disputed: Fields and texts of which there are two versions.
        disputed_texts: The texts among them.
        deletion: LIVE, ASKED or DELETED by the document alone.
        deletion_id: The deletion that stands.
    """

    heads: bytes | None
    disputed: tuple[str, ...]
    disputed_texts: tuple[str, ...]
    deletion: int
    deletion_id: str | None


UNDISPUTED = Standing(None, (), (), LIVE, None)


def standing(
    document: Document,
    kind: str,
    *,
    cached: bytes | None = None,
    cached_at: bytes | None = None,
    texts: tuple[str, ...] | None = None,
) -> Standing:
    """Work out conflicts and deletion; what is frozen asks nothing, for nobody may change it.

    Args:
        document: The record's document.
        kind: Its kind; texts of unknown kinds are not looked at.
        cached: Packed heads of an earlier version, if there are any.
        cached_at: That version.
        texts: The disputed texts when they cannot have changed; None to compare them anew.
    """
    if len(document.spans()) == 1 and DELETED_AT not in document.values():
        return UNDISPUTED
    found = _heads(document, cached, cached_at)
    frozen = kind in KINDS and KINDS[kind].FROZEN
    if frozen:
        texts = ()
    elif texts is None:
        texts = disputed_texts(document, text_names(kind))
    deletion_id = heads_module.deletion_of(found)
    deletion = LIVE
    if deletion_id is not None:
        deletion = DELETED if heads_module.is_deleted(document, found) else ASKED
    return Standing(
        heads_module.pack(found),
        () if frozen else (*heads_module.disputed(found), *texts),
        texts,
        deletion,
        deletion_id,
    )


def _heads(document: Document, cached: bytes | None, cached_at: bytes | None) -> Heads:
    if cached is None or cached_at is None:
        return heads_module.heads_of(document)
    since = document.doc.frontiers_to_vv(Frontiers.decode(cached_at))
    return heads_module.advance(heads_module.unpack(cached), document, since or VersionVector())


@cache
def text_names(kind: str) -> tuple[str, ...]:
    """Return the texts of a kind; of an unknown one none."""
    model = KINDS.get(kind)
    fields = fields_of(model).values() if model else ()
    return tuple(f.name for f in fields if f.type == "text")


def read(model: type[Record], document: Document) -> dict[str, Value]:
    """Return what a document has in its map and in its kind's texts, unchecked, by name."""
    names = text_names(model.KIND)
    values = document.values()
    found = {name: values[name] for name in sorted(values) if name not in names}
    return found | document.texts(names)


Row = dict[str, Any]
"""A row by column; what is empty is left out."""

Cells = tuple[tuple[str, ...], tuple[Any, ...]]
"""A row that is ready to be written: the columns that are not empty, and what stands in them."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a kind's values become columns.

    Attributes:
        fields: The declared fields.
        longest: Of those that take any words or text, how many letters.
        details: Whether the kind has type-specific keys.
    """

    fields: Mapping[str, Field]
    longest: Mapping[str, int]
    details: bool


@cache
def _plan(model: type[Record]) -> _Plan:
    fields = fields_of(model)
    longest = {name: LONGEST for name, field in fields.items() if takes_words(field)}
    texts = dict.fromkeys(text_names(model.KIND), sys.maxsize)
    return _Plan(fields, {**longest, **texts}, has_details(model))


def row(model: type[Record], id: str, values: Mapping[str, Value], state: Standing) -> Row:
    """Return the row of a record; its columns stand in the order of the values."""
    plan = _plan(model)
    fields, longest = plan.fields, plan.longest
    out: Row = {"id": id, "deletion": state.deletion}
    if state.disputed:
        out["disputed"] = names(state.disputed)
    details: dict[str, Value] = {}
    for name, value in values.items():
        if type(value) is str and len(value) <= longest.get(name, -1):
            out[name] = value
        elif value is None:
            continue
        elif (field := fields.get(name)) is not None:
            if usable(field, value):
                out[name] = value
        elif name.startswith(DETAIL) and usable(Field(name, "string"), value):
            details[name] = value
    if details and plan.details:
        out["details"] = json.dumps(details, ensure_ascii=False, sort_keys=True)
    return out


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is to be looked at in values of the same names: records of a kind mostly fill the same.

    Attributes:
        columns: Of the row.
        words: Places of values that are any words up to LONGEST.
        others: Places of all others, with their fields.
    """

    columns: tuple[str, ...]
    words: tuple[int, ...]
    others: tuple[tuple[int, Field], ...]


@lru_cache(maxsize=1024)
def _shape(model: type[Record], names: tuple[str, ...]) -> _Shape | None:
    """Return what to look at; None where a name is none of a declared field."""
    plan = _plan(model)
    if not plan.fields.keys() >= set(names):
        return None
    words = tuple(at for at, name in enumerate(names) if plan.longest.get(name) == LONGEST)
    others = tuple((at, plan.fields[n]) for at, n in enumerate(names) if at not in words)
    return _Shape(("id", "deletion", *names), words, others)


def cells(model: type[Record], id: str, values: Mapping[str, Value], state: Standing) -> Cells:
    """Return the row of a record, ready to be written: what ``row`` says, sooner."""
    shape = _shape(model, tuple(values)) if state is UNDISPUTED else None
    if shape is not None:
        found = tuple(values.values())
        words = [found[at] for at in shape.words]
        if _are_words(words) and all(usable(field, found[at]) for at, field in shape.others):
            return shape.columns, (id, state.deletion, *found)
    return cells_of(row(model, id, values, state))


def _are_words(values: list[Value]) -> TypeGuard[list[str]]:
    return {*map(type, values)} <= {str} and max(map(len, values), default=0) <= LONGEST  # type: ignore[arg-type]


def cells_of(row: Row) -> Cells:
    """Return a row ready to be written."""
    return tuple(row), tuple(row.values())


def put(session: Session, model: type[Base], rows: Iterable[Cells], *, fresh: bool = False) -> None:
    """Write rows; a column that a row leaves out is empty.

    Only what is there is bound: sqlite3 takes half a microsecond over each None, and most columns
    of most records are empty.

    Args:
        session: A writing session.
        model: Whose table.
        rows: Of different keys; one whose key the table has replaces what stands there. Those
            that name the same columns in the same order share a statement.
        fresh: The keys are new; one that stands there already is an error, not lost.
    """
    verb = "INSERT" if fresh else "INSERT OR REPLACE"
    alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for columns, cells in rows:
        alike.setdefault(columns, []).append(cells)
    connection = session.connection()
    for columns, some in alike.items():
        connection.exec_driver_sql(_into(model.__tablename__, verb, columns), some)


@lru_cache(maxsize=1024)
def _into(table: str, verb: str, columns: tuple[str, ...]) -> str:
    named = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    return f'{verb} INTO "{table}" ({named}) VALUES ({marks})'


def keep_parents(session: Session, parents: Iterable[str]) -> None:
    """Show what was deleted while a part of it lives on, with a question.

    Args:
        session: A writing session.
        parents: Ids of records that have parts and changed, or of which a part changed.
    """
    ids = sorted(set(parents))
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        marks = ", ".join("?" * len(some))
        for keep in _KEEP:
            session.connection().exec_driver_sql(keep.format(marks=marks), tuple(some))


def _keep_sql(kind: str) -> str:
    """Return the statement for records of one kind; each table is named as its kind."""
    living = " OR ".join(
        f"EXISTS (SELECT 1 FROM {m.__tablename__} part JOIN document d ON d.id = part.id"
        f' WHERE part."{m.PARENT}" = {kind}.id AND part.deletion < {DELETED}'
        f" AND d.circle = own.circle AND d.home = own.home)"
        for m in PARTS[kind]
    )
    return (
        f"UPDATE {kind} SET deletion = (SELECT CASE WHEN own.deletion = {DELETED} AND ({living})"
        f" THEN {ASKED} ELSE own.deletion END FROM document own WHERE own.id = {kind}.id)"
        " WHERE id IN ({marks})"
    )


_KEEP = tuple(map(_keep_sql, PARTS))


def names(of: tuple[str, ...]) -> str | None:
    """Return field names as the store keeps them; none is None."""
    return json.dumps(of) if of else None


def names_of(kept: str | None) -> tuple[str, ...]:
    """Return the field names of what ``names`` made."""
    return tuple(json.loads(kept)) if kept else ()


def heads_disputed(packed: bytes | None, texts: str | None) -> set[str]:
    """Return the fields and texts that were in dispute by what a document row keeps."""
    found = set(names_of(texts))
    return found | set(heads_module.disputed(heads_module.unpack(packed))) if packed else found


def details_of(kept: str | None) -> dict[str, Value]:
    """Return the type-specific keys of what a row keeps."""
    return dict(json.loads(kept)) if kept else {}
