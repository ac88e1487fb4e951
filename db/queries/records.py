"""Any record by its id or kind: what the command line, the history and the conflicts begin with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from db import projection
from db.errors import UnknownRecordError
from db.kinds import model_of
from db.models.local import Document
from db.record import DELETED, DETAIL, Record, Value, field_named, fields_of, has_details


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record as it stands.

    Attributes:
        id, kind, circle, home: What it is.
        version: Encoded frontiers, for a form's ``seen``.
        values: Every declared field and text, and type-specific keys; None where empty.
        disputed: Fields and texts of which there are two versions.
        deletion: ``db.record.LIVE``, ``ASKED`` or ``DELETED``.
        created_at, created_by: Seconds by its laptop's clock, and person's id.
        changed_at, changed_by, changed_on: The same of the last change, and its laptop.
        arrived: Whether that came from another laptop.
    """

    id: str
    kind: str
    circle: str
    home: str
    version: bytes
    values: Mapping[str, Value]
    disputed: tuple[str, ...]
    deletion: int
    created_at: int
    created_by: str
    changed_at: int
    changed_by: str
    changed_on: str
    arrived: bool


def show(session: Session, id: str) -> RecordRow:
    """Return one record, deleted or not.

    Raises:
        UnknownRecordError: There is none.
    """
    document = session.scalar(select(Document).where(Document.id == id))
    if document is None:
        raise UnknownRecordError(id)
    model = model_of(document.kind)
    row = session.get(model, id, populate_existing=True)
    if row is None:
        raise UnknownRecordError(id)
    return _row(document, row)


def list_records(
    session: Session, kind: str, where: Mapping[str, Value] | None = None, *, deleted: bool = False
) -> list[RecordRow]:
    """Return the records of a kind, by creation, then id.

    Args:
        session: A reading session.
        kind: Wire name.
        where: Fields and the values they must have; None matches empty.
        deleted: Whether to return those in the bin instead.

    Raises:
        UnknownKindError, UnknownFieldError: There is no such kind or field.
    """
    model = model_of(kind)
    standing = model.deletion == DELETED if deleted else model.deletion < DELETED
    query = (
        select(Document, model)
        .join(model, model.id == Document.id)
        .where(standing, *_conditions(model, where or {}))
        .order_by(Document.created_at, Document.id)
    )
    return [_row(document, row) for document, row in session.execute(query)]


def parts_of(session: Session, kind: str, parent: str) -> list[RecordRow]:
    """Return the standing parts of a record, by position, then id."""
    model = model_of(kind)
    rows = list_records(session, kind, {model.PARENT: parent})
    return sorted(rows, key=lambda r: (str(r.values.get("position") or "~"), r.id))


def label_of(session: Session, kind: str, id: str) -> str | None:
    """Return what names a record to a person, or None while it is not here."""
    model = model_of(kind)
    found: str | None = session.scalar(select(getattr(model, model.LABEL)).where(model.id == id))
    return found


def _conditions(model: type[Record], where: Mapping[str, Value]) -> Sequence[ColumnElement[bool]]:
    out: list[ColumnElement[bool]] = []
    for name, value in where.items():
        field_named(model, name)
        if name.startswith(DETAIL):
            out.append(func.json_extract(model.__table__.c.details, f'$."{name}"') == value)
        else:
            column = model.__table__.c[name]
            out.append(column.is_(None) if value is None else column == value)
    return out


def _row(document: Document, row: Record) -> RecordRow:
    model = type(row)
    values: dict[str, Value] = {name: getattr(row, name) for name in fields_of(model)}
    if has_details(model):
        values |= projection.details_of(row.__dict__.get("details"))
    return RecordRow(
        document.id,
        document.kind,
        document.circle,
        document.home,
        document.version,
        values,
        projection.names_of(row.disputed),
        row.deletion,
        document.created_at,
        document.created_by,
        document.changed_at,
        document.changed_by,
        document.changed_on,
        document.arrived,
    )
