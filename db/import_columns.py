"""The names that schools give the columns of their lists, and the field each means."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from db.errors import UnknownKindError
from db.kinds import KINDS
from db.record import fields_of

YEARS = "years_teaching"
LEADS = "leads"
"""Columns that are no field of their own: 教龄, and who taught or spoke."""

_FILE = Path(__file__).parent.parent / "resources" / "tables" / "columns.txt"

KINDS_TO_IMPORT = ("person", "activity", "lesson")


def fields_to_import(kind: str) -> tuple[str, ...]:
    """Return the fields a column may be taken for, in the order of forms.

    Raises:
        UnknownKindError: Records of this kind are not imported from tables.
    """
    if kind not in KINDS_TO_IMPORT:
        raise UnknownKindError(kind)
    return tuple(_names()[kind])


def field_meant(kind: str, column: str) -> str | None:
    """Return the field that a column's name means, or None: also of one such as 学校/单位."""
    known = _meanings(kind)
    whole = known.get(_plain(column))
    parts = {known.get(_plain(part)) for part in re.split(r"[/／、或]", column)}
    return whole or (parts.pop() if len(parts) == 1 else None)


def propose(kind: str, columns: Sequence[str]) -> dict[str, str]:
    """Return the field for each column that is known; each field once, the first column has it."""
    out: dict[str, str] = {}
    for column in columns:
        field = field_meant(kind, column)
        if field is not None and field not in out.values():
            out[column] = field
    return out


@cache
def _names() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    out: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, field, names = line.split("\t")
            out.setdefault(kind, {})[field] = tuple(names.split("|"))
    return out


@cache
def _meanings(kind: str) -> Mapping[str, str]:
    out: dict[str, str] = {}
    if kind not in KINDS_TO_IMPORT:
        return out
    for field, names in _names()[kind].items():
        for name in (*names, field, field.removesuffix("_name").removesuffix("_names")):
            out.setdefault(_plain(name), field)
    for name, declared in fields_of(KINDS[kind]).items():  # wire names are always right
        if declared.type not in ("ref", "refs", "position"):
            out[_plain(name)] = name
    return out


def _plain(name: str) -> str:
    """Return a column's name without what differs from list to list."""
    plain = unicodedata.normalize("NFKC", name).lower().replace("_", " ")
    plain = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", plain)
    letters = re.sub(r"[\s*:/、,.。·\-|]+", " ", plain).strip()
    return letters if letters.isascii() else letters.replace(" ", "")
