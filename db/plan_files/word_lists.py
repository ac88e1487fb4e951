"""The numbers that Word writes before the items of a list, which are not part of their text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FIGURES = "〇一二三四五六七八九"
_LEVELS = 9
_HIGHEST = 9_999


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    words: str


class Lists:
    """The lists of one document, counted as its paragraphs are read in their order."""

    def __init__(self, numbering: Any) -> None:
        self._levels: dict[str, tuple[str, Mapping[int, _Level]]] = {}
        self._counts: dict[str, list[int]] = {}
        if numbering is not None:
            self._learn(numbering)

    def number_of(self, paragraph: Any) -> str:
        """Return what stands before a paragraph; empty where it is in no list."""
        about = paragraph.find(f"{_W}pPr/{_W}numPr")
        if about is None:
            return ""
        named, at = _said(about, "numId"), _whole(_said(about, "ilvl"), 0)
        abstract, levels = self._levels.get(named, ("", {}))
        level = levels.get(at)
        if level is None or at >= _LEVELS:
            return ""
        counts = self._counts.setdefault(abstract, [0] * _LEVELS)
        counts[at] = min(max(counts[at] + 1, level.start), _HIGHEST)
        counts[at + 1 :] = [0] * (_LEVELS - at - 1)
        if level.format in ("bullet", "none"):
            return "• " if level.format == "bullet" else ""
        words = level.words
        for deep, count in enumerate(counts):
            of = levels.get(deep)
            words = words.replace(f"%{deep + 1}", _written(count or 1, of.format if of else ""))
        return words if words.endswith(("、", ".", "．", "）", ")")) else f"{words} "

    def _learn(self, numbering: Any) -> None:
        abstracts = {}
        for one in numbering.findall(f"{_W}abstractNum"):
            levels = {
                _whole(level.get(f"{_W}ilvl") or "", 0): _Level(
                    _whole(_said(level, "start"), 1),
                    _said(level, "numFmt") or "decimal",
                    _said(level, "lvlText"),
                )
                for level in one.findall(f"{_W}lvl")
            }
            abstracts[one.get(f"{_W}abstractNumId") or ""] = levels
        for one in numbering.findall(f"{_W}num"):
            abstract = _said(one, "abstractNumId")
            self._levels[one.get(f"{_W}numId") or ""] = (abstract, abstracts.get(abstract, {}))


def _said(element: Any, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return "" if found is None else found.get(f"{_W}val") or ""


def _whole(words: str, otherwise: int) -> int:
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 6 else otherwise


def _written(count: int, format: str) -> str:
    ways: Mapping[str, Callable[[int], str]] = {
        "chineseCounting": _chinese,
        "chineseCountingThousand": _chinese,
        "japaneseCounting": _chinese,
        "ideographDigital": _chinese,
        "lowerLetter": lambda n: chr(96 + n) if n <= 26 else str(n),
        "upperLetter": lambda n: chr(64 + n) if n <= 26 else str(n),
        "decimalEnclosedCircle": lambda n: chr(0x245F + n) if n <= 20 else str(n),
        "decimalEnclosedCircleChinese": lambda n: chr(0x245F + n) if n <= 20 else str(n),
    }
    return ways.get(format, str)(count)


def _chinese(count: int) -> str:
    if count >= 100:
        return str(count)
    tens, ones = divmod(count, 10)
    words = "" if tens == 0 else "十" if tens == 1 else f"{_FIGURES[tens]}十"
    return words + (_FIGURES[ones] if ones or not tens else "")
