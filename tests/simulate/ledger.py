"""What was saved, by whom, knowing what: kept by hand, and held against what laptops show.

A write is known by the operation that it became, so a value can be told from the same value
written twice. Nothing here asks the program who knew what: what a person sees is noted when seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from loro import VersionVector

from db.documents import Document
from db.heads import DELETED_AT
from db.models.local import Document as Stored
from db.operations import is_cell
from db.queries.conflicts import conflicts
from db.queries.records import show
from db.record import ASKED, DELETED, LIVE, Value
from tests.sync.laptops import Laptop

FIELDS = ("place", "organiser", "class_name")
TEXT = "summary"
Op = tuple[int, int]
LETTER = -1
"""In place of a peer: a letter of the text, which is put in once and never taken out."""


@dataclass(frozen=True)
class Write:
    """One write of one field, or one letter put into the text.

    Attributes:
        op: What it became.
        name, value: The field, and what was written.
        knew: All writes of the record that its author saw.
        by: Who saved it: number of a laptop.
    """

    op: Op
    name: str
    value: Value
    knew: frozenset[Op]
    by: int


@dataclass
class Kept:
    """One record.

    Attributes:
        id, circle: Of the record.
        readers: Laptops' ids that must come to hold it.
        others: Laptops' ids that may hold it besides.
        writes: All that was ever saved of it.
        may_be_lost: Writes that were only on a disk that was lost, or of a laptop that counts
            no more.
    """

    id: str
    circle: str
    readers: frozenset[str]
    others: frozenset[str]
    writes: dict[Op, Write] = field(default_factory=dict)
    may_be_lost: set[Op] = field(default_factory=set)


def body(laptop: Laptop, id: str) -> bytes | None:
    """Return a record's document as it is kept, or None where it is not here."""
    with laptop.store.glance() as raw:
        found = raw.execute(_BODY, (id,)).fetchone()
    return None if found is None else found[0]


_BODY = f"SELECT body FROM {Stored.__tablename__} WHERE id = ?"  # asked for thousands of times


@lru_cache(maxsize=512)  # asked for before and after each save, on each laptop
def written(found: bytes | None) -> Mapping[Op, tuple[str, Value]]:
    """Return all writes in a document's history: of which field, with what value."""
    ops: dict[Op, tuple[str, Value]] = {}
    if found is None:
        return ops
    for change in Document.load(found).changes_since(VersionVector()):
        for op in change["ops"]:
            content = op["content"]
            if is_cell(op["container"]):
                ops[change["peer"], op["counter"]] = content["key"], content.get("value")
            else:
                letters = content.get("text", "")
                ops |= {(LETTER, ord(letter)): (TEXT, letter) for letter in letters}
    return ops


def check_record(laptop: Laptop, kept: Kept, ops: Iterable[Op], *, has_parts: bool) -> None:
    """Hold what a laptop shows of a record against what its history says by hand.

    Args:
        laptop: The laptop.
        kept: What was saved.
        ops: Which of these writes it holds.
        has_parts: Whether something belongs to the record that is not in the bin.

    Raises:
        AssertionError: It shows something else.
    """
    known = [kept.writes[op] for op in ops]
    with laptop.store.read() as session:
        row = show(session, kept.id)
        told = conflicts(session, kept.id) if row.disputed else []
    for name in FIELDS:
        values = {write.value for write in _standing(known, name)}
        shown = row.values[name]
        assert shown in (values or {None}), f"{name} shows {shown}, not one of {values}"
        others = {one.other for one in told if one.field == name}
        assert others == values - {shown}, f"conflict of {name}: {others} for {values}"
        assert (name in row.disputed) == (len(values) > 1), f"{name} disputed"
    letters = {str(write.value) for write in known if write.name == TEXT}
    assert set(str(row.values[TEXT] or "")) == letters, "letters of the text"
    deletion = _deletion(known)
    if deletion == DELETED and has_parts:
        deletion = ASKED  # nothing goes into the bin with a part that nobody put there
    assert row.deletion == deletion, f"deletion is {row.deletion}, not {deletion}"


def _standing(known: list[Write], name: str) -> list[Write]:
    mine = [write for write in known if write.name == name]
    return [write for write in mine if not any(write.op in other.knew for other in mine)]


def _deletion(known: list[Write]) -> int:
    covered: set[Op] = set()
    standing = [write for write in _standing(known, DELETED_AT) if write.value is not None]
    for write in standing:
        covered |= write.knew | {write.op}
    if not standing:
        return LIVE
    return DELETED if covered >= {write.op for write in known} else ASKED
