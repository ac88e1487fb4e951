"""电脑: all laptops of the alliance at the left; the chosen one, and what to do when it is lost."""

import time
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop import glyphs, theme
from desktop.context import Desk
from desktop.laptop_facts import Laptops, OneLaptop, looking_at, reading_laptops
from desktop.pages.exchange import laptop_words as words
from desktop.pages.exchange.laptop_panel import LaptopPanel
from desktop.tables import LazyListModel
from desktop.widgets.basic import A, column
from desktop.widgets.lists import Delegate, Rows, pill, rect_of, text
from desktop.widgets.scroll import scroll
from desktop.words import _
from sync.members import Member

_NARROW = 760
_LIST = 400


@dataclass(frozen=True, slots=True)
class LaptopLine:
    """One line of the list."""

    member: Member
    heard: str
    old: bool


class _LaptopDelegate(Delegate):
    """Whose it is and when it was heard of; under it school and role; a mark where one is due."""

    height = 60

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: LaptopLine) -> None:
        worn, rect = theme.now(), rect_of(option)
        side, one = worn.size(22), row.member
        glyph = "envelope" if one.invited else "laptop"
        tone = worn.c.ink3 if one.invited or one.state != "good" else worn.c.accent
        ratio = painter.device().devicePixelRatioF()
        left = rect.left() + worn.px(16)
        drawn = glyphs.pixmap(glyph, str(tone), side, ratio)
        painter.drawPixmap(left, rect.center().y() - side // 2, drawn)
        inner = rect.adjusted(worn.px(28) + side, worn.px(8), -worn.px(16), -worn.px(8))
        upper = inner.adjusted(0, 0, 0, -inner.height() // 2)
        lower = inner.adjusted(0, inner.height() // 2, 0, 0)
        right = A.AlignRight | A.AlignVCenter
        wide = text(painter, upper, row.heard, "small", "warn" if row.old else "ink3", right)
        text(
            painter, upper.adjusted(0, 0, -wide - worn.px(12), 0), words.laptop_name(one), "strong"
        )
        wide = text(painter, lower, words.laptop_note(one), "small", "ink2")
        mark, tone_of = words.mark_words(one)
        if mark:
            ink, ground = ("ink2", "sunken") if tone_of == "plain" else (tone_of, f"{tone_of}_soft")
            pill(painter, lower.left() + wide + worn.px(8), lower.center().y(), mark, ink, ground)


class LaptopsView(QWidget):
    """A list, and beside it (under it in a narrow window) what is known of the chosen one."""

    failed = Signal(object)
    toasted = Signal(str, str, object)
    came_back = Signal()  # this computer has new keys: whoever holds the old ones begins anew

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines: list[LaptopLine] = []
        self._chosen = ""
        self._model = LazyListModel[LaptopLine](_spoken, self)
        self.rows = Rows(_LaptopDelegate)
        self.rows.setModel(self._model)
        self.rows.setProperty("area", True)
        self.rows.opened.connect(self._show)
        self.panel = LaptopPanel(desk)
        self.panel.failed.connect(self.failed)
        self.panel.toasted.connect(self.toasted)
        self.panel.changed.connect(self.reload)
        self.panel.came_back.connect(self.came_back)
        page = QWidget()
        inner = column(page, 0, (20, 16, 20, 16))
        inner.addWidget(self.panel)
        inner.addStretch(1)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(0)
        self._both.addWidget(self.rows)
        self._both.addWidget(scroll(page), 1)
        self._arrange()

    def reload(self) -> None:
        """Read all of them anew, in the background; the chosen one stays chosen."""
        self.rows.setAccessibleName(_("Computers of the alliance"))
        work = reading_laptops(self._desk.store)
        self._desk.jobs.start(work, succeeded=self._fill, failed=self.failed.emit)

    def lines(self) -> list[LaptopLine]:
        """Return what the list shows."""
        return list(self._lines)

    def choose(self, laptop: str) -> None:
        """Show one of them."""
        for number, line in enumerate(self._lines):
            if line.member.laptop == laptop:
                self.rows.choose(number)
                self._show(line)

    def _fill(self, laptops: Laptops) -> None:
        now = time.time()
        self._lines = [LaptopLine(one, *words.heard_words(one, now)) for one in laptops.members]
        lines = self._lines
        self._model.set_source(len(lines), lambda at, many: lines[at : at + many])
        self.panel.show_own(laptops)
        if lines:
            held = [line.member.laptop for line in lines]
            at = held.index(self._chosen) if self._chosen in held else 0
            self.rows.choose(at)
            self._show(lines[at])

    def _show(self, line: LaptopLine) -> None:
        self._chosen = line.member.laptop
        twins = [one.member for one in self._lines if one.member.laptop in line.member.shared_with]
        self.panel.show_member(line.member, twins)
        work = looking_at(self._desk.store, line.member.laptop)
        self._desk.jobs.start(work, succeeded=self._show_one, failed=self.failed.emit)

    def _show_one(self, one: OneLaptop) -> None:
        if one.laptop == self._chosen:
            self.panel.show_ways(one)

    def _arrange(self) -> None:
        worn = theme.now()
        self._narrow = self.width() < worn.size(_NARROW)
        if self._narrow:
            self._both.setDirection(QBoxLayout.Direction.TopToBottom)
            self.rows.setMaximumSize(16_777_215, worn.size(200))
            self.rows.setMinimumWidth(0)
        else:
            self._both.setDirection(QBoxLayout.Direction.LeftToRight)
            self.rows.setMaximumSize(worn.size(_LIST), 16_777_215)
            self.rows.setMinimumWidth(worn.size(_LIST))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (self.width() < theme.now().size(_NARROW)) != self._narrow:
            self._arrange()


def _spoken(line: LaptopLine) -> str:
    one = line.member
    said = (words.laptop_name(one), words.laptop_note(one), line.heard, words.mark_words(one)[0])
    return " ".join(part for part in said if part)
