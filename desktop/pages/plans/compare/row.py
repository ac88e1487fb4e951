"""One line of the comparison, painted; its buttons are made when it comes near the window."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop import glyphs, theme
from desktop.labels import listed
from desktop.pages.plans.compare.choice import OPEN, Choice, Verbs
from desktop.pages.plans.compare.lines import Line, Place, changed_words
from desktop.pages.plans.compare.sides import Side
from desktop.widgets.buttons import button
from desktop.widgets.differing import flow
from desktop.widgets.lists import text
from desktop.words import _

BAR, AIR = 6, 10
HEAD_WIDE, CHOICE_WIDE = 142, 152
STACKED_UNDER = 700  # pixels at usual letters; below it one side stands over the other


@dataclass(frozen=True, slots=True)
class Columns:
    """Where things lie at a width.

    Attributes:
        texts: Left edge and width of each of the two texts.
        choice: Left edge of the buttons; the right end of the row where there are none.
    """

    stacked: bool
    head: tuple[int, int]
    texts: tuple[tuple[int, int], tuple[int, int]]
    choice: int


def columns_at(width: int, *, deciding: bool) -> Columns:
    """Return where the head, the two texts and the buttons lie in a row of a width."""
    worn = theme.now()
    stacked = width / worn.scale < STACKED_UNDER
    left, gap, right = worn.px(BAR + 14), worn.px(16), width - worn.px(16)
    if stacked:
        wide = max(right - left, 60)
        return Columns(True, (left, wide), ((left, wide), (left, wide)), left)
    head = worn.size(HEAD_WIDE)
    choice = right - worn.size(CHOICE_WIDE) if deciding else right + gap
    first = left + head + gap
    wide = (choice - gap - first - gap) // 2
    texts = ((first, wide), (first + wide + gap, wide))
    return Columns(False, (left, head), texts, choice)


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of the line as it is laid out: where its parts lie."""

    place: Place
    top: int
    bottom: int
    texts: tuple[tuple[QTextLayout, int], tuple[QTextLayout, int]]  # and their tops
    choice: QRect


class LineRow(QWidget):
    """A step or a field: who changed it, both texts with their differences, what is done."""

    adopt_wanted = Signal(str)
    keep_wanted = Signal(str)
    again_wanted = Signal(str)
    unfolded = Signal()

    def __init__(self, line: Line, left: Side, right: Side, words: Verbs, parent: QWidget) -> None:
        super().__init__(parent)
        self.line, self._left, self._right, self._words = line, left, right, words
        self._deciding = right.writable
        self._spots: list[Spot] = []
        self._same: list[tuple[str, QTextLayout, int]] = []
        self._open, self._built, self._width = False, False, 0
        self._fold = None if line.places or not line.same else self._make_fold()
        self.choices: dict[str, Choice] = {}
        self._decisions: Mapping[str, str] = {}
        self.here = ""  # the place that one stands at
        self.setAccessibleName(self.said())

    def _make_fold(self) -> QWidget:
        fold = button(_("Unfold"), "quiet", small=True)
        fold.setParent(self)
        fold.setAccessibleName(f"{fold.text()}·{self._title()}")
        fold.clicked.connect(self._turn)
        fold.show()
        self._turner = fold
        return fold

    def said(self) -> str:
        """Return what a screen reader says of the line."""
        if not self.line.places:
            return listed([self._title(), _("The same in both")])
        words = changed_words(self.line.changed, self._left, self._right)[0]
        names = [place.name for place in self.line.places]
        return listed([self._title(), words, *names])

    def _title(self) -> str:
        return f"{self.line.number} {self.line.name}".strip()

    def is_open(self) -> bool:
        """Return whether what both say alike is unfolded."""
        return self._open

    def _turn(self) -> None:
        self._open = not self._open
        self._turner.setText(_("Fold") if self._open else _("Unfold"))
        self._width = 0
        self.unfolded.emit()

    # laying out

    def height_at(self, width: int) -> int:
        """Lay the texts out at a width and return how tall the line is."""
        if width != self._width:
            self._width = width
            self._lay_out(width)
        return self._tall

    def _lay_out(self, width: int) -> None:
        worn, where = theme.now(), columns_at(width, deciding=self._deciding)
        self._where, self._spots, self._same = where, [], []
        head = worn.size(22) + (worn.size(20) if self._note() else 0)
        if where.stacked:
            head = worn.size(22)
        y = worn.px(AIR)
        if where.stacked and self.line.places:
            y += head + worn.px(4)
        for place in self.line.places:
            y = self._lay_place(place, y)
        if self._open:
            y = self._lay_same(worn.size(30) + worn.px(AIR))
        least = worn.px(AIR) * 2 + head
        if not self.line.places and not self._open:
            least = worn.size(26) + worn.px(AIR) + 4
        self._tall = max(y, least)

    def _lay_place(self, place: Place, y: int) -> int:
        worn, where = theme.now(), self._where
        top, name = y, worn.size(20)
        if not self.line.number and not where.stacked:
            name = 0  # the field's name stands at the left already
        laid, bottom = [], y
        for at, (words, tone) in enumerate(((place.left, "far"), (place.right, "accent"))):
            wide = where.texts[at][1]
            layout, tall = flow(words.text or self._nothing(place, at), words.marks, tone, wide)
            start = (bottom if where.stacked else top) + name
            laid.append((layout, start))
            bottom = max(bottom, start + round(tall)) + (worn.px(4) if where.stacked else 0)
        choice = QRect()
        if self._deciding and where.stacked:
            choice = QRect(where.choice, bottom, where.texts[0][1], worn.size(30))
            bottom = choice.bottom() + worn.px(4)
        elif self._deciding:
            tall = 2 * worn.size(28) + worn.px(6)
            choice = QRect(where.choice, top, worn.size(CHOICE_WIDE), tall)
            bottom = max(bottom, choice.bottom())
        bottom += worn.px(AIR)
        self._spots.append(Spot(place, top, bottom, (laid[0], laid[1]), choice))
        return bottom

    def _nothing(self, place: Place, at: int) -> str:
        del place, at
        return _("(nothing)")

    def _lay_same(self, y: int) -> int:
        worn, where = theme.now(), self._where
        first = where.texts[0][0]
        wide = where.texts[1][0] + where.texts[1][1] - first
        for name, words in self.line.same:
            layout, tall = flow(words, (), "ink", wide)
            self._same.append((name, layout, y))
            y += worn.size(20) + round(tall) + worn.px(8)
        return y

    def place_parts(self) -> None:
        """Put the buttons where they belong, after the line got its width."""
        worn = theme.now()
        if self._fold is not None:
            size = self._fold.sizeHint()
            x = self.width() - worn.px(16) - size.width()
            self._fold.setGeometry(QRect(QPoint(x, worn.px(AIR) // 2), size))
        for spot in self._spots:
            if (choice := self.choices.get(spot.place.key)) is not None:
                choice.setGeometry(spot.choice)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_parts()

    # deciding

    def build(self) -> None:
        """Make the buttons, once the line comes near the window."""
        if self._built or not self._deciding:
            return
        self._built = True
        for spot in self._spots:
            choice = Choice(spot.place, self._words, stacked=self._where.stacked)
            choice.setParent(self)
            choice.adopt_wanted.connect(self.adopt_wanted)
            choice.keep_wanted.connect(self.keep_wanted)
            choice.again_wanted.connect(self.again_wanted)
            self.choices[spot.place.key] = choice
            choice.set_decision(self._decisions.get(spot.place.key, OPEN))
            choice.setGeometry(spot.choice)
            choice.show()

    def set_decisions(self, decisions: Mapping[str, str]) -> None:
        """Show what was decided about the places."""
        for key, choice in self.choices.items():
            if decisions.get(key, OPEN) != self._decisions.get(key, OPEN):
                choice.set_decision(decisions.get(key, OPEN))
        self._decisions = dict(decisions)
        self.update()

    def spot_rect(self, key: str) -> QRect:
        """Return where a place lies in the line."""
        for spot in self._spots:
            if spot.place.key == key:
                return QRect(0, spot.top, self.width(), spot.bottom - spot.top)
        return self.rect()

    # painting

    def _note(self) -> str:
        said = changed_words(self.line.changed, self._left, self._right)[0]
        if not said and self.line.moved:
            return _("Moved")
        return said

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn, painter = theme.now(), QPainter(self)
        painter.fillRect(self.rect(), worn.q("surface"))
        if self.line.phase is not None:
            bar = QRect(0, 0, worn.px(BAR), self.height())
            painter.fillRect(bar, QColor(worn.c.phase[self.line.phase]))
        self._paint_head(painter)
        if not self.line.places:
            self._paint_same(painter)
        for spot in self._spots:
            self._paint_spot(painter, spot)
        line = QRect(0, self.height() - 1, self.width(), 1)
        painter.fillRect(line, worn.q("line"))

    def _paint_head(self, painter: QPainter) -> None:
        worn = theme.now()
        (x, wide), top, tall = self._where.head, worn.px(AIR) - 1, worn.size(22)
        if self.line.number:
            number = QRect(x, top, wide, tall)
            x += text(painter, number, self.line.number, "small", "ink3") + worn.px(6)
        end = self._where.head[0] + wide
        minutes = painter.fontMetrics().horizontalAdvance(self.line.minutes)
        room = QRect(x, top, end - x - (minutes + worn.px(6) if minutes else 0), tall)
        x += min(text(painter, room, self.line.name, "strong"), room.width()) + worn.px(6)
        text(painter, QRect(x, top, max(end - x, 0) + 4, tall), self.line.minutes, "small", "ink3")
        note, tone = self._note(), changed_words(self.line.changed, self._left, self._right)[1]
        if not note or not self.line.places:
            return
        if self._where.stacked:
            x += minutes + worn.px(10)
            text(painter, QRect(x, top, end - x, tall), note, "small", tone or "ink3")
        else:
            place = QRect(self._where.head[0], top + tall, wide, worn.size(20) * 2)
            align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            painter.setFont(worn.shared_font("small"))
            painter.setPen(worn.q(tone or "ink3"))
            painter.drawText(place, align | Qt.TextFlag.TextWordWrap, note)

    def _paint_same(self, painter: QPainter) -> None:
        worn, x = theme.now(), self._where.texts[0][0]
        tall, side = worn.size(22), worn.size(15)
        top = worn.px(AIR) - 1
        if self._where.stacked:
            x += worn.size(170)
        sign = glyphs.pixmap("equals", worn.c.ink3, side, self.devicePixelRatioF())
        painter.drawPixmap(x, top + (tall - side) // 2, sign)
        room = QRect(x + side + worn.px(6), top, self.width() - x - side, tall)
        text(painter, room, _("The same in both"), "small", "ink3")
        for name, layout, y in self._same:
            left = self._where.texts[0][0]
            text(painter, QRect(left, y, 400, worn.size(20)), name, "small", "ink3")
            painter.setPen(worn.q("ink2"))
            layout.draw(painter, QPointF(left, y + worn.size(20)))

    def _paint_spot(self, painter: QPainter, spot: Spot) -> None:
        worn = theme.now()
        sides = zip(
            (self._left, self._right), (spot.place.left, spot.place.right), spot.texts,
            self._where.texts, strict=True,
        )  # fmt: skip
        for side, words, (layout, top), (x, wide) in sides:
            name = spot.place.name if self.line.number else ""
            if self._where.stacked:
                name = "·".join(part for part in (name, side.name) if part)
            place = QRect(x, top - worn.size(20), wide, worn.size(20))
            text(painter, place, name, "small", "ink3")
            painter.setPen(worn.q("ink" if words.text else "ink3"))
            layout.draw(painter, QPointF(x, top))
        if self.here == spot.place.key:
            mark = QRect(worn.px(BAR), spot.top - 2, 3, spot.bottom - spot.top - worn.px(6))
            painter.fillRect(mark, worn.q("focus"))

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.height_at(max(self.width(), 200)))
