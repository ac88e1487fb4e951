"""What every replicated kind has, which fields it declares, and how each merges.

A kind is a model class; a field is a column made by :func:`field`. From this one declaration
follow the wire name, the merge, the projection, the search index, the history, the command line
and the check. Tables of records carry no constraint: arrival order is free.
"""

import datetime
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, ClassVar, Literal

from sqlalchemy import Boolean, Float, Index, Integer, String, text
from sqlalchemy.orm import Mapped, MappedColumn, declared_attr, mapped_column
from typing_extensions import override

from db.deletion import ASKED as ASKED
from db.deletion import ASKING as ASKING
from db.deletion import DELETED as DELETED
from db.deletion import LIVE as LIVE
from db.errors import TextTooLongError, UnknownFieldError, UnusableValueError
from db.models.base import Base
from db.values import MARK as MARK
from db.values import Value as Value

FieldType = Literal[
    "string", "integer", "number", "date", "time", "boolean", "ref", "refs", "choice", "codes",
    "text", "position",
]  # fmt: skip

DETAIL = "d."

_SQL = {"integer": Integer, "number": Float, "boolean": Boolean}
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
LONGEST = 10_000  # characters of a value that is not a text
LONGEST_TEXT = 200_000  # characters of a text that a person writes; what arrives may be longer
_INTEGERS = 2**53  # what every reader of a number keeps exactly


@dataclass(frozen=True, slots=True)
class Field:
    """One declared field of a kind.

    Attributes:
        name: The wire name, for ever.
        type: How it is written and merged; ``text`` merges letter by letter, all else whole.
        choices: The codes it takes, or empty.
        search: Whether the index holds it.
        initials: Whether the index also holds its pinyin initials.
        to: The kind that a reference names; empty where it may be one of several.
        made: Whether the program writes it, as long as it gets.
    """

    name: str
    type: FieldType
    choices: tuple[str, ...] = ()
    search: bool = False
    initials: bool = False
    to: str = ""
    made: bool = False


def field(
    type: FieldType,
    *,
    choices: tuple[str, ...] = (),
    search: bool = False,
    initials: bool = False,
    index: bool = False,
    to: str = "",
    made: bool = False,
) -> MappedColumn[Any]:
    """Declare a field of a replicated kind; always nullable, never constrained."""
    info = {
        "type": type, "choices": choices, "search": search, "initials": initials, "to": to,
        "made": made,
    }  # fmt: skip
    return mapped_column(_SQL.get(type, String), nullable=True, index=index, info=info)


def asking_index(table: str) -> Index:
    """Return the index of the records of a table that ask for a decision."""
    return Index(f"ix_{table}_asking", "id", sqlite_where=text(ASKING))


class Record(Base):
    """What every replicated kind has beside its fields: all of it computed, none of it truth.

    Attributes:
        id: The record's id, see ``db.changes.record_id``.
        deletion: LIVE, ASKED or DELETED.
        disputed: JSON list of the fields of which there are two versions; None when there is none.
    """

    __abstract__ = True

    KIND: ClassVar[str]
    PARENT: ClassVar[str] = ""  # the field that names the record this one is a part of
    KEY: ClassVar[tuple[str, ...]] = ()  # the fields that make its natural key
    HOME: ClassVar[Literal["author", "none", "school"]] = "author"
    LABEL: ClassVar[str] = "title"  # the field that names it to a person
    FROZEN: ClassVar[bool] = False  # written once and never changed

    @declared_attr.directive
    @override
    def __table_args__(cls) -> tuple[Index, ...]:  # noqa: N805 - SQLAlchemy gives it the class
        """Find the few records that ask for a decision without reading the others."""
        return (asking_index(cls.__tablename__),)

    id: Mapped[str] = mapped_column(String, primary_key=True)
    deletion: Mapped[int] = mapped_column(Integer, default=LIVE)
    disputed: Mapped[str | None] = mapped_column(String)


@cache
def fields_of(model: type[Record]) -> Mapping[str, Field]:
    """Return the declared fields of a kind, in the order of its columns."""
    return {
        column.name: Field(column.name, **column.info)
        for column in model.__table__.columns
        if column.info
    }


def has_details(model: type[Record]) -> bool:
    """Tell whether a kind takes type-specific keys ``d.<name>``."""
    return "details" in model.__table__.columns


def field_named(model: type[Record], name: str) -> Field:
    """Return a declared field, or a string field for a type-specific key.

    Raises:
        UnknownFieldError: The kind has no such field.
    """
    found = fields_of(model).get(name)
    if found is not None:
        return found
    if name.startswith(DETAIL) and has_details(model) and re.fullmatch(r"d\.[a-z_]{1,40}", name):
        return Field(name, "string")
    raise UnknownFieldError(model.KIND, name)


def usable(field: Field, value: object) -> bool:
    """Tell whether a value from a document fits its field; what does not reads as empty."""
    if value is None:
        return True
    if isinstance(value, str):
        fits = _FORMS.get(field.type)
        if fits is None:
            return field.type not in _NO_WORDS and len(value) <= LONGEST
        return bool(fits(value))
    if isinstance(value, bool):
        return field.type == "boolean"
    if isinstance(value, int):
        return abs(value) < _INTEGERS and _counts(field)
    return isinstance(value, float) and math.isfinite(value) and _measures(field)


def takes_words(field: Field) -> bool:
    """Tell whether any words up to LONGEST fit a field."""
    return field.type not in _NO_WORDS and field.type not in _FORMS


_NO_WORDS = ("integer", "number", "boolean")


def _counts(field: Field) -> bool:
    return field.type == "integer" or _measures(field)


def _measures(field: Field) -> bool:
    return field.type == "number" or field.name.startswith(DETAIL)


@lru_cache(maxsize=4096)
def _is_date(value: str) -> bool:
    try:
        return len(value) == 10 and datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


_FORMS: Mapping[FieldType, Callable[[str], object]] = {
    "date": _is_date,
    "time": _TIME.fullmatch,
    "text": lambda _value: True,
}


def parse(kind: str, field: Field, words: str) -> Value:
    """Return the value a person or a table means by these words; empty clears.

    Raises:
        UnusableValueError: The words do not fit the field.
    """
    words = words.strip() if field.type != "text" else words
    if not words:
        return "" if field.type == "text" else None
    value: Value = words
    try:
        if field.type == "integer":
            value = int(words)
        elif field.type == "number":
            value = float(words)
    except ValueError:
        raise UnusableValueError(kind, field.name, field.type, words) from None
    if field.type == "boolean":
        value = {"true": True, "yes": True, "1": True, "是": True}.get(words.lower(), False)
    return check(kind, field, value)


def check(kind: str, field: Field, value: Value) -> Value:
    """Return a value that a person gave, if it may be written.

    Raises:
        UnusableValueError: It does not fit, or is not among the field's codes.
        TextTooLongError: It is a text longer than any that a person writes.
    """
    if _too_long(field, value):
        raise TextTooLongError(kind, field.name, len(str(value)), LONGEST_TEXT)
    known = True
    if field.choices and isinstance(value, str) and value:
        codes = value.split() if field.type == "codes" else (value,)
        known = all(code in field.choices for code in codes)
    odd = isinstance(value, str) and value.startswith(MARK)
    if odd or not known or not usable(field, value):
        raise UnusableValueError(kind, field.name, field.type, value, field.choices)
    return value


def _too_long(field: Field, value: Value) -> bool:
    bounded = field.type == "text" and not field.made
    return bounded and isinstance(value, str) and len(value) > LONGEST_TEXT
