"""Where two texts differ, in pieces a person can read: sentence by sentence, then word by word."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from db.texts import sentences

_LETTER = r"[0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]"  # with those of pinyin, not × or ÷
_WORD = re.compile(
    rf"{_LETTER}+(?:[.'’-]{_LETTER}+)*"
    r"|\s+|.[\u0300-\u036f\u200d\ufe0e\ufe0f]*",  # else each character, with what sits on it
    re.DOTALL,
)
_MOST = 4_000_000  # pairs to look at; beyond, what lies between the common ends counts as different
_ALIKE = 0.4  # share that two passages must have in common to be told apart word by word
_LONE = 2  # characters alike between two differences that only tear a sentence apart


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text, and whether the other text has it not."""

    text: str
    differs: bool


Pieces = tuple[Piece, ...]
_Run = tuple[bool, str, str]


def pieces_of(left: str, right: str) -> tuple[Pieces, Pieces]:
    """Return both texts in pieces; joined again they are the texts."""
    runs: list[_Run] = []
    for same, one, other in _runs(sentences(left), sentences(right)):
        if same or not one or not other:
            runs.append((same, one, other))
        else:
            runs += _by_words(one, other)
    runs = _joined(runs)
    return _side([(r[0], r[1]) for r in runs]), _side([(r[0], r[2]) for r in runs])


def whole(text: str) -> Pieces:
    """Return a text as one piece that differs; nothing as none."""
    return (Piece(text, differs=True),) if text else ()


def _by_words(left: str, right: str) -> list[_Run]:
    one, other = _WORD.findall(left), _WORD.findall(right)
    runs = _runs(one, other)
    alike = sum(len(text) for same, text, _ in runs if same)
    if alike < _ALIKE * min(len(left), len(right)):
        return [(False, left, right)]
    return _readable(_joined(runs))


def _runs(left: Sequence[str], right: Sequence[str]) -> list[_Run]:
    """Return what two rows have in common and what not, in order."""
    start, end = _ends(left, right)
    one, other = left[start : len(left) - end], right[start : len(right) - end]
    head, tail = "".join(left[:start]), "".join(left[len(left) - end :])
    out: list[_Run] = [(True, head, head)] if head else []
    a = b = 0
    for at, to in (*common(one, other), (len(one), len(other))):
        if at > a or to > b:
            out.append((False, "".join(one[a:at]), "".join(other[b:to])))
        if at < len(one):
            out.append((True, one[at], one[at]))
        a, b = at + 1, to + 1
    return [*out, (True, tail, tail)] if tail else out


def _ends(left: Sequence[str], right: Sequence[str]) -> tuple[int, int]:
    """Return how many items two rows begin and end with alike."""
    most = min(len(left), len(right))
    start = _alike(most, lambda n: left[:n] == right[:n])
    end = _alike(most - start, lambda n: left[len(left) - n :] == right[len(right) - n :])
    return start, end


def _alike(most: int, same: Callable[[int], bool]) -> int:
    """Return the largest number up to a bound that still holds."""
    low = 0
    while low < most:
        middle = (low + most + 1) // 2
        low, most = (middle, most) if same(middle) else (low, middle - 1)
    return low


def common(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of the most items that two rows have in common, in order.

    A row of the usual table is one integer here (Hyyrö's bit-parallel method): half the time of
    difflib where much was changed. Rows too long for that have nothing in common.
    """
    if not left or not right or len(left) * len(right) > _MOST:
        return []
    places: dict[str, int] = {}
    for n, item in enumerate(left):
        places[item] = places.get(item, 0) | 1 << n
    every = (1 << len(left)) - 1
    rows, row = [], every
    for item in right:
        hits = row & places.get(item, 0)
        row = (row + hits | row - hits) & every
        rows.append(row)
    return _walked_back(rows, len(left))


def _walked_back(rows: Sequence[int], at: int) -> list[tuple[int, int]]:
    """Return which items met, from the rows of the table and the length of the left one."""
    found = []
    to = len(rows)
    while to and at:
        if rows[to - 1] >> (at - 1) & 1:
            at -= 1
            continue
        to -= 1
        if not to or rows[to - 1] >> (at - 1) & 1:
            at -= 1
            found.append((at, to))
    return found[::-1]


def _readable(runs: list[_Run]) -> list[_Run]:
    """Let a character or two alike between two differences belong to them."""
    inner = range(1, len(runs) - 1)
    return _joined(
        [
            (same and not (n in inner and len(one.strip()) <= _LONE), one, other)
            for n, (same, one, other) in enumerate(runs)
        ]
    )


def _joined(runs: list[_Run]) -> list[_Run]:
    out: list[_Run] = []
    for same, one, other in runs:
        if out and out[-1][0] == same:
            out[-1] = (same, out[-1][1] + one, out[-1][2] + other)
        else:
            out.append((same, one, other))
    return out


def _side(runs: list[tuple[bool, str]]) -> Pieces:
    """Return one text's pieces; where it has nothing beside a difference, what is alike joins."""
    out: list[Piece] = []
    for same, text in runs:
        if not text:
            continue
        if out and out[-1].differs is not same:
            out[-1] = Piece(out[-1].text + text, not same)
        else:
            out.append(Piece(text, not same))
    return tuple(out)
