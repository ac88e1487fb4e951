"""Two texts compared sign by sign, and a text whose differing places are underlined on a tint."""

import difflib
import re
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop import theme

LEADING = 1.1  # of Noto's own line
SWALLOWED = 2  # this many equal signs between two changes count as changed, or it is confetti
Mark = tuple[int, int]  # start and length


def pieces(words: str) -> list[str]:
    """Split words for comparing: a Han sign is one, a number or a Latin word is one."""
    return re.findall(r"[0-9A-Za-z×÷=+\-.%′]+|.", words, re.DOTALL)


def differences(one: str, other: str) -> tuple[list[Mark], list[Mark]]:
    """Return where two texts differ: (start, length) in each."""
    a, b = pieces(one), pieces(other)
    places: list[list[int]] = []
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    for operation, a1, a2, b1, b2 in matcher.get_opcodes():
        if operation == "equal":
            continue
        if places and a1 - places[-1][1] <= SWALLOWED:
            places[-1][1], places[-1][3] = a2, b2
        else:
            places.append([a1, a2, b1, b2])
    ones = [_mark(a, place[0], place[1]) for place in places if place[1] > place[0]]
    others = [_mark(b, place[2], place[3]) for place in places if place[3] > place[2]]
    return ones, others


def _mark(parts: Sequence[str], first: int, end: int) -> Mark:
    start = sum(map(len, parts[:first]))
    return start, sum(map(len, parts[first:end]))


def _utf16(words: str) -> int:
    """Return the length as Qt counts it: rare signs of names take two units."""
    return len(words.encode("utf-16-le")) // 2


def flow(
    words: str, marks: Sequence[Mark], tone: str, width: float, kind: str = "body"
) -> tuple[QTextLayout, float]:
    """Return a text laid out at a width with its marks in the colours of now, and its height."""
    font = theme.now().shared_font(kind)
    layout = QTextLayout(words.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats([_format(words, start, length, tone) for start, length in marks])
    layout.beginLayout()
    y, step = 0.0, QFontMetricsF(font).height() * LEADING
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 40))
        line.setPosition(QPointF(0, y))
        y += step
    layout.endLayout()
    return layout, y


def _format(words: str, start: int, length: int, tone: str) -> QTextLayout.FormatRange:
    worn, looks = theme.now(), QTextCharFormat()
    looks.setBackground(worn.q(f"{tone}_soft"))
    looks.setForeground(worn.q(tone))
    looks.setFontUnderline(True)
    out = QTextLayout.FormatRange()
    out.start = _utf16(words[:start])  # type: ignore[attr-defined]
    out.length = _utf16(words[start : start + length])  # type: ignore[attr-defined]
    out.format = looks  # type: ignore[attr-defined]
    return out


class Differing(QWidget):
    """A text whose marked places are underlined on a tint; colours are asked for at painting."""

    def __init__(
        self, words: str, marks: Sequence[Mark] = (), tone: str = "far", ink: str = "ink"
    ) -> None:
        super().__init__()
        self._tone, self._ink = tone, ink
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_text(words, marks)

    def set_text(self, words: str, marks: Sequence[Mark] = ()) -> None:
        """Show other words, other marks."""
        self._words, self._marks = words, list(marks)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return round(self._set(width)[1]) + 2

    @override
    def sizeHint(self) -> QSize:
        width = max(self.width(), 200)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.heightForWidth(self.width()) if self.width() > 60 else 20)

    def _set(self, width: float) -> tuple[QTextLayout, float]:
        return flow(self._words, self._marks, self._tone, width)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.now().q(self._ink))
        self._set(self.width())[0].draw(painter, QPointF(0, 0))
