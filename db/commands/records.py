"""Writes that every kind knows: add, change, settle, delete, restore.

Each takes a Writer, so that several make one transaction; the caller owns it.
"""

import secrets
from collections.abc import Mapping

from sqlalchemy import or_, select

from db.errors import FrozenRecordError, MissingFieldError, UnknownRecordError
from db.heads import DELETED_AT
from db.journal import Writer
from db.kinds import PARTS, model_of
from db.models.local import Document as Stored
from db.models.people import SameAs
from db.positions import between
from db.record import DELETED, Record, Value, field_named, fields_of

_NAMED_BY_OTHERS = ("participant", "membership", "same_as", "attachment", "action_item")


def add(
    writer: Writer,
    kind: str,
    values: Mapping[str, Value],
    *,
    circle: str = "alliance",
    home: str | None = None,
) -> str:
    """Make a record; a part takes the circle and home of what it belongs to.

    Args:
        writer: The transaction.
        kind: Wire name.
        values: Fields by wire name; names beside references are filled in.
        circle: Who may read it, for ever; of a part it is its parent's.
        home: Of circle ``named`` for whom it is; None takes what the kind says.

    Returns:
        The record's id.

    Raises:
        MissingFieldError: What names it to a person, or its parent, is missing.
        UnknownRecordError: Its parent is not here.
        UnknownKindError, UnknownFieldError, UnusableValueError, NotAllowedError: as they say.
    """
    model = model_of(kind)
    filled: Mapping[str, Value] = _with_names(writer, model, values)
    if model.PARENT:
        circle, home = _place_of(writer, model, filled)
        filled = _with_position(writer, model, filled)
    elif model.LABEL not in filled and kind not in _NAMED_BY_OTHERS:
        raise MissingFieldError(kind, model.LABEL)
    return writer.create(kind, filled, circle=circle, home=home)


def change(
    writer: Writer, id: str, values: Mapping[str, Value], seen: bytes | None = None
) -> bytes:
    """Write the fields a person changed; return the version his form now shows.

    Args:
        writer: The transaction.
        id: The record.
        values: Changed fields only; None clears.
        seen: The version his form showed; None means the newest.

    Raises:
        UnknownRecordError, UnknownFieldError, UnusableValueError, NotAllowedError,
        UnknownVersionError, FrozenRecordError: as they say.
    """
    model = _changeable(writer, id)
    return writer.edit(id, _with_names(writer, model, values), seen)


def settle(writer: Writer, id: str, values: Mapping[str, Value]) -> bytes:
    """Decide between versions of fields or texts, also for the value already shown."""
    model = _changeable(writer, id)
    return writer.settle(id, _with_names(writer, model, values))


def delete(writer: Writer, id: str) -> str:
    """Put a record into the bin, with its parts and all that are shown as the same one.

    Returns:
        The deletion's id: whatever it took comes back together.
    """
    deletion = secrets.token_hex(8)
    for one in _same(writer, id):
        stored = _stored(writer, one)
        for part in _parts(writer, stored.kind, one):
            writer.settle_fields(part, {DELETED_AT: deletion})
        writer.settle_fields(one, {DELETED_AT: deletion})
    return deletion


def restore(writer: Writer, id: str) -> None:
    """Take a record out of the bin, with everything the same deletion took; also answers "keep"."""
    stored = _stored(writer, id)
    taken = [id]
    if stored.deletion_id is not None:
        rows = select(Stored.id).where(Stored.deletion_id == stored.deletion_id)
        taken += [r for r in writer.session.scalars(rows) if r != id]
    for one in taken:
        writer.settle_fields(one, {DELETED_AT: None})


def _changeable(writer: Writer, id: str) -> type[Record]:
    model = model_of(_stored(writer, id).kind)
    if model.FROZEN:
        raise FrozenRecordError(model.KIND)
    return model


def _stored(writer: Writer, id: str) -> Stored:
    writer.flush()
    found = writer.stored(id)
    if found is None:
        raise UnknownRecordError(id)
    return found


def _same(writer: Writer, id: str) -> list[str]:
    """Return the ids of the records that are shown as one with this one."""
    found, to_do = {id}, [id]
    while to_do:
        one = to_do.pop()
        links = select(SameAs).where(
            or_(SameAs.one == one, SameAs.other == one), SameAs.deletion < DELETED
        )
        for link in writer.session.scalars(links):
            for end in (link.one, link.other):
                if end and end not in found:
                    found.add(end)
                    to_do.append(end)
    return sorted(found)


def _parts(writer: Writer, kind: str, id: str) -> list[str]:
    found: list[str] = []
    for model in PARTS.get(kind, ()):
        parent = model.__table__.c[model.PARENT]
        found += writer.session.scalars(
            select(model.id).where(parent == id, model.deletion < DELETED)
        )
    return found


def _place_of(writer: Writer, model: type[Record], values: Mapping[str, Value]) -> tuple[str, str]:
    parent = values.get(model.PARENT)
    if not isinstance(parent, str):
        raise MissingFieldError(model.KIND, model.PARENT)
    stored = _stored(writer, parent)
    return stored.circle, stored.home


def _with_position(
    writer: Writer, model: type[Record], values: Mapping[str, Value]
) -> Mapping[str, Value]:
    """Put a new part behind the last one."""
    if values.get("position") or "position" not in fields_of(model):
        return values
    columns = model.__table__.c
    last = writer.session.scalar(
        select(columns.position)
        .where(columns[model.PARENT] == values[model.PARENT])
        .order_by(columns.position.desc())
        .limit(1)
    )
    return {**values, "position": between(last, None)}


def _with_names(
    writer: Writer, model: type[Record], values: Mapping[str, Value]
) -> dict[str, Value]:
    """Keep the words a reference was chosen by, for laptops where its other end is not yet."""
    out = dict(values)
    declared = fields_of(model)
    for name, value in values.items():
        field = field_named(model, name)
        beside = f"{name}_name" if field.type == "ref" else f"{name.removesuffix('s')}_names"
        if field.type not in ("ref", "refs") or beside not in declared or beside in values:
            continue
        kind = field.to or ("school" if "school" in name or name.startswith("party") else "person")
        ids = str(value or "").split()
        found = [label for i in ids if (label := writer.label(kind, i))]
        if found or not ids:
            out[beside] = "、".join(found) or None
    return out
