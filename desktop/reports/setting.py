"""Setting type: words into lines, by the rules of Chinese print; in points, drawing nothing.

No line begins with ，。）》” or ends with （《“.  Two marks that meet share one square, and one at
the end of a line takes half.  Numbers with what they count (17 条), 20×3=60, short 《titles》 and
（brackets） stay whole.  A last line of one or two signs is fed from above.  Both edges are even
only where the gaps stay small.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from desktop.reports.faces import HEI, HEI_MEDIUM, SONG, SONG_BOLD, advance


@dataclass(frozen=True, slots=True)
class Type:
    """A face, its size and its leading in points, and how far its letters stand apart."""

    face: str
    size: float
    leading: float
    track: float = 0


MM = 72 / 25.4  # points in a millimetre
TYPE = {
    "title": Type(SONG_BOLD, 22, 28, 5),  # 二号: the name of a portrait form
    "title-latin": Type(SONG_BOLD, 21, 28, 0.3),
    "title-wide": Type(SONG_BOLD, 18, 26, 1.5),  # 小二: the name of a landscape ledger
    "sub": Type(HEI, 10.5, 16),  # the line under the name
    "label": Type(HEI_MEDIUM, 9.5, 14),  # what the form asks
    "body": Type(SONG, 10.5, 16.5),  # 五号: what was written
    "note": Type(SONG, 10, 15.5),  # long tables
    "dense": Type(SONG, 9, 13),  # 小五: ledgers
    "head": Type(HEI_MEDIUM, 8.5, 12),  # heads of ledger columns
    "foot": Type(HEI, 7.5, 11),
}

CLOSE = "，。、；：？！）》」』”’】〉〕"
OPEN = "（《「『“‘【〈〔"
NO_START = CLOSE + "…—～·,.;:?!)]}%℃°′″"
NO_END = OPEN + "([{"
_LATIN = r"!-~\xa0-¶¸-ɏ‐-–′″×÷±≤≥≈"
_COUNTED = "个条次节项册人名页年月日周天时分秒元校课批份级班版张组位本台"
_ITEM = r"(?<![^、 ])[一-鿿]{2,4}(?![^、,])"  # a name in a list
_BASIC = rf"{_ITEM}|第?[0-9][0-9.,:/–\-]*%? ?[{_COUNTED}]|[{_LATIN}]+(?:’[{_LATIN}]+)*|——|……|."
_UNITS = re.compile(rf"《[^《》]{{1,9}}》|（[^（）]{{1,6}}）|{_BASIC}", re.S)
_PARTS = re.compile(_BASIC, re.S)
_LATIN_PARTS = re.compile(r"[^-/,;.@_]+[-/,;.@_]*|[-/,;.@_]+")
_SHORTER = (0.96, 0.92, 0.88, 0.84, 0.8)
_LOOSEST = 0.2  # of an em between two signs: rather ragged than torn
# Noto SC draws these marks in a Chinese square; among Latin letters they move left and take less.
_AMONG_LATIN = {"’": (0.02, 0.26), "‘": (0.74, 0.26), "“": (0.54, 0.44), "”": (0.02, 0.44)}


class Piece(NamedTuple):
    """Signs drawn one after another, and where they begin on their line."""

    words: str
    x: float


@dataclass(frozen=True, slots=True)
class Line:
    """A set line, its pieces placed from the left edge of the column."""

    pieces: tuple[Piece, ...]
    width: float


class _Unit(NamedTuple):
    words: str
    width: float
    opens: bool  # begins with a mark whose left half is empty
    closes: bool  # ends with a mark whose right half is empty
    shift: float = 0


def clean(words: str) -> str:
    """Return words with the signs left out that no page can show."""
    if words.isascii() and words.isprintable():
        return words
    words = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\t", " "))
    return "".join(
        sign
        for sign in words
        if sign == "\n"
        or not (unicodedata.category(sign)[0] == "C" or 0xFE00 <= ord(sign) <= 0xFE0F)
    )


@lru_cache(maxsize=20_000)
def width(words: str, type: Type) -> float:
    """Return how wide words are in points, set plainly."""
    return sum(advance(sign, type.face) for sign in words) * type.size + type.track * len(words)


@lru_cache(maxsize=8_000)
def set_lines(words: str, kind: str, room: float, align: str = "left") -> tuple[Line, ...]:
    """Return the lines of a text in a column.

    Args:
        words: May hold line ends; each begins a paragraph.
        kind: A key of TYPE.
        room: Width of the column in points.
        align: "left", "center", "right", or "justify": even on both sides where it can be.
    """
    type = TYPE[kind]
    lines: list[Line] = []
    for paragraph in clean(words).split("\n"):
        broken = _break(paragraph, type, room)
        for i, units in enumerate(broken):
            even = align == "justify" and i + 1 < len(broken)
            lines.append(_place(units, type, room, "even" if even else align))
    return tuple(lines)


def set_line(words: str, kind: str) -> Line:
    """Return words as one line however long it gets."""
    type = TYPE[kind]
    units = _units(" ".join(clean(words).split("\n")), type, float("inf"))
    return _place(units, type, 0, "left")


def height(words: str, kind: str, room: float) -> float:
    """Return how high a text stands in a column, in points."""
    return len(set_lines(words, kind, room)) * TYPE[kind].leading


def cut(lines: tuple[Line, ...], most: int) -> tuple[Line, ...]:
    """Return at most so many lines; the last one says with … that more was written."""
    if len(lines) <= most:
        return lines
    *rest, end = lines[:most]
    *kept, gone = end.pieces
    return (*rest, Line((*kept, Piece("…", gone.x)), end.width))


def _break(paragraph: str, type: Type, room: float) -> list[list[_Unit]]:
    units = _units(paragraph, type, room)
    lines = best = _fill(units, type, room)
    for share in _SHORTER:
        if len(best) == 1 or _natural(best[-1], type) > 2.4 * type.size:
            break
        tried = _fill(units, type, room * share)
        torn = any(line[0].words[0] in NO_START for line in tried[1:])
        best = tried if len(tried) == len(lines) and not torn else best
    return best


def _units(paragraph: str, type: Type, room: float) -> list[_Unit]:
    found: list[_Unit] = []
    words = _UNITS.findall(paragraph)
    for i, word in enumerate(words):
        mark = _AMONG_LATIN.get(word)
        if mark and _is_latin_mark(word, words[i - 1 : i], words[i + 1 : i + 2]):
            found.append(_Unit(word, mark[1] * type.size, False, False, mark[0] * type.size))
            continue
        for part in _parts(word, type, room):
            found.append(_unit(part, type))
    return found


def _is_latin_mark(mark: str, before: list[str], after: list[str]) -> bool:
    inner, outer = (after, before) if mark in "“‘" else (before, after)
    return bool(inner) and inner[0].isascii() and (not outer or outer[0].isascii())


def _parts(word: str, type: Type, room: float) -> list[str]:
    """Return a unit in pieces when its column is too narrow for the whole."""
    wide = width(word, type)
    if len(word) == 1 or wide <= room * 0.8:
        return [word]
    if word[0] in OPEN:
        return [part for inner in _PARTS.findall(word) for part in _parts(inner, type, room)]
    if wide <= room:
        return [word]
    parts = _LATIN_PARTS.findall(word)
    return [p for part in parts for p in ([part] if width(part, type) <= room else part)]


@lru_cache(maxsize=20_000)
def _unit(word: str, type: Type) -> _Unit:
    wide = width(word, type)
    if "’" in word:
        wide -= word.count("’") * (advance("’", type.face) - _AMONG_LATIN["’"][1]) * type.size
    return _Unit(
        word,
        wide,
        word[0] in OPEN and advance(word[0], type.face) > 0.8,
        word[-1] in CLOSE and advance(word[-1], type.face) > 0.8,
    )


def _meet(before: _Unit | None, unit: _Unit, half: float) -> float:
    """Return what two neighbours save: two marks that meet share one square."""
    if before is None:
        return half if unit.opens else 0
    saved = half if before.closes and (unit.words[0] in CLOSE or unit.words[0] in OPEN) else 0
    return saved + (half if unit.opens and before.words[-1] in OPEN else 0)


def _natural(units: list[_Unit], type: Type) -> float:
    half, total, before = type.size / 2, 0.0, None
    for unit in units:
        total += unit.width - _meet(before, unit, half)
        before = unit
    return total - (half if before and before.closes else 0)


def _fill(units: list[_Unit], type: Type, room: float) -> list[list[_Unit]]:
    """Fill lines from the front."""
    half = type.size / 2
    lines: list[list[_Unit]] = []
    line: list[_Unit] = []
    total = 0.0  # of the line, its last mark counted whole
    for unit in units:
        if unit.words == " " and not line:
            continue
        grown = total + unit.width - _meet(line[-1] if line else None, unit, half)
        if not line or grown - (half if unit.closes else 0) <= room + 0.01:
            line.append(unit)
            total = grown
            continue
        line = _carry(lines, line, unit)
        total = _natural(line, type) + (half if line and line[-1].closes else 0)
    return [*lines, line]


def _carry(lines: list[list[_Unit]], line: list[_Unit], unit: _Unit) -> list[_Unit]:
    """End a line that is full; return what the next one begins with."""
    carried = [unit]
    while len(line) > 1 and (carried[0].words[0] in NO_START or line[-1].words[-1] in NO_END):
        carried.insert(0, line.pop())
    while len(line) > 1 and line[-1].words == " ":
        line.pop()
    lines.append(line)
    while carried and carried[0].words == " ":
        del carried[0]
    return carried


def _place(units: list[_Unit], type: Type, room: float, align: str) -> Line:
    half, at = type.size / 2, 0.0
    total = _natural(units, type) - (type.track if units else 0)
    loose = 0.0
    if align == "even":
        gaps = sum(unit.words != " " for unit in units) - 1
        gap = (room - total) / gaps if gaps > 0 else 0
        loose = gap if gap <= type.size * _LOOSEST else 0
    elif align in ("center", "right"):
        at = (room - total) / (2 if align == "center" else 1)
    pieces: list[Piece] = []
    before: _Unit | None = None
    for unit in units:
        saved = _meet(before, unit, half)
        closed = half if before and before.closes and saved else 0
        at -= closed
        shift = saved - closed + unit.shift  # an opening mark moves left over its own empty half
        _put(pieces, unit, at - shift, type)
        at += unit.width - (saved - closed) + (loose if unit.words != " " else 0)
        before = unit
    return Line(tuple(pieces), total)


def _put(pieces: list[Piece], unit: _Unit, x: float, type: Type) -> None:
    if type.track:
        for sign in unit.words:
            pieces.append(Piece(sign, x))
            x += width(sign, type)
        return
    if "’" not in unit.words or unit.shift:
        pieces.append(Piece(unit.words, x))
        return
    left, room = (part * type.size for part in _AMONG_LATIN["’"])
    for n, part in enumerate(unit.words.split("’")):
        if n:
            pieces.append(Piece("’", x - left))
            x += room
        if part:
            pieces.append(Piece(part, x))
            x += width(part, type)
