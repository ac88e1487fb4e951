"""Full-text index over what each kind says is searchable; pairs of characters, pinyin initials.

FTS5 keeps only which pairs occur in which record (contentless, detail=none): small and quick also
for words of two characters. What it finds is confirmed against the words themselves, which also
serve to take an entry out again.
"""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from sqlalchemy.orm import Session

from db.record import Record, Value, fields_of

TABLE = "search_pairs"
CREATE = f"CREATE VIRTUAL TABLE {TABLE} USING fts5(pairs, content='', detail=none, columnsize=0)"

_WORD = re.compile(r"[0-9a-z]+|[^\W\d_a-z]+")
_AROUND = 2  # characters that tell whether one stands alone
_LONGEST = 20_000  # characters of one record that are indexed


def words_of(model: type[Record], values: Mapping[str, Value]) -> str:
    """Return what the index holds of a record: its searchable fields and their initials."""
    parts, initials = [], []
    for name, spoken_short in _searched(model):
        value = values.get(name)
        if not isinstance(value, str) or not value:
            continue
        parts.append(value)
        if spoken_short:
            initials.append(pinyin_initials(value))
    return "\n".join((*parts, *initials)).lower()[:_LONGEST]


@cache
def _searched(model: type[Record]) -> Sequence[tuple[str, bool]]:
    return [(f.name, f.initials) for f in fields_of(model).values() if f.search]


def pairs(text: str) -> str:
    """Return the pairs of neighbouring characters of a text, as tokens for the index.

    A word of one character is a token of its own, with a mark behind it.
    """
    out: list[str] = []
    for word in _WORD.findall(text.lower()):
        if len(word) == 1:
            out.append(word + "1")
        else:
            out += map(str.__add__, word, word[1:])
    return " ".join(dict.fromkeys(out))


def pinyin_initials(text: str) -> str:
    """Return the first letters of a text's characters: 张晓梅 gives zxm."""
    return "".join(map(_initial, text))


@cache
def _initial(char: str) -> str:
    if char.isascii():
        return char.lower() if char.isalnum() else " "
    sounds = _readings().get(ord(char))
    if not sounds:
        return " "
    return _PLAIN.get(sounds[0], sounds[0])


_PLAIN = dict(zip("āáǎàēéěèōóǒòńňǹḿ", "aaaaeeeeoooonnnm", strict=True))


@cache
def _readings() -> Mapping[int, str]:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # 150 ms that single characters spare
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - only when first indexing

    found: Mapping[int, str] = PINYIN_DICT
    return found


def add(session: Session, entries: Sequence[tuple[int, str]]) -> None:
    """Put the words of records that are not in the index into it.

    Args:
        session: A writing session; the caller owns the transaction.
        entries: Number of the document, and its words.
    """
    if not entries:
        return
    connection = session.connection()
    connection.exec_driver_sql("INSERT INTO search_text (n, text) VALUES (?, ?)", list(entries))
    connection.exec_driver_sql(
        f"INSERT INTO {TABLE} (rowid, pairs) VALUES (?, ?)",
        [(n, pairs(text)) for n, text in entries],
    )


def replace(session: Session, entries: Iterable[tuple[int, str]]) -> None:
    """Bring records' entries to their words as they are now, whatever the index held of them.

    Only the pairs that came or went are written: an autosave changes a few of thousands.
    """
    connection = session.connection()
    for n, text in entries:
        row = connection.exec_driver_sql("SELECT text FROM search_text WHERE n = ?", (n,)).first()
        if row is None:
            add(session, [(n, text)])
            continue
        if row[0] == text:
            continue
        gone, came = _moved(row[0], text)
        # always both, for the index counts its rows
        connection.exec_driver_sql(
            f"INSERT INTO {TABLE} ({TABLE}, rowid, pairs) VALUES ('delete', ?, ?)", (n, gone)
        )
        connection.exec_driver_sql(f"INSERT INTO {TABLE} (rowid, pairs) VALUES (?, ?)", (n, came))
        connection.exec_driver_sql("UPDATE search_text SET text = ? WHERE n = ?", (text, n))


def _moved(old: str, new: str) -> tuple[str, str]:
    """Return the pairs that only the old text has, and those that only the new one has.

    What both begin and end with is only looked into for pairs of the part between.
    """
    start = max(0, _shared(old, new) - _AROUND)
    end = min(_shared(old[::-1], new[::-1]), len(old) - start, len(new) - start)
    end = max(0, end - _AROUND)
    was = pairs(old[start : len(old) - end]).split()
    now = pairs(new[start : len(new) - end]).split()
    moved = set(was) ^ set(now)
    if any(token[1] == "1" for token in (*was, *now)):  # a lone character, or one cut off here
        was, now = pairs(old).split(), pairs(new).split()
        moved = set(was) ^ set(now)
    else:
        both = f"{old[: start + 1]}\n{old[len(old) - end - 1 :]}" if old else ""
        moved = {token for token in moved if token not in both}
    return " ".join(t for t in was if t in moved), " ".join(t for t in now if t in moved)


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def query(words: str) -> str:
    """Return the index's expression for what a person typed; empty when it says nothing.

    Every pair must occur. A single character cannot be told by pairs: see ``confirms``.
    """
    found = []
    for word in _WORD.findall(words.lower()):
        if len(word) >= 2:
            found += [f'"{word[i : i + 2]}"' for i in range(len(word) - 1)]
    return " AND ".join(dict.fromkeys(found))


def spoken(words: str) -> list[str]:
    """Return the words a person typed, each of which must occur in what is found."""
    return words.lower().split()
