"""All lines of a comparison under one another; only those near the window have buttons."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop import theme
from desktop.pages.plans.compare.choice import OPEN, Verbs, verbs
from desktop.pages.plans.compare.lines import Line
from desktop.pages.plans.compare.row import LineRow
from desktop.pages.plans.compare.sides import Side
from desktop.widgets.scroll import Scroll


class LineTable(QWidget):
    """The lines, laid out by hand: their heights are known, and a layout would ask each often."""

    adopt_wanted = Signal(str)
    keep_wanted = Signal(str)
    again_wanted = Signal(str)
    resized = Signal(int)  # the width, which a scroll bar may have narrowed

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[LineRow] = []
        self._only_differing = False
        self.area = Scroll(self)
        self.area.setProperty("area", True)
        self.area.verticalScrollBar().valueChanged.connect(self._build_near)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._build_near)

    def show_lines(
        self, lines: Sequence[Line], left: Side, right: Side, words: Verbs | None = None
    ) -> None:
        """Show these instead of what was shown; the buttons read as taking over, or as said."""
        said = words or verbs(mine=right.mine)
        self.clear()
        self.rows = [self._make(line, left, right, said) for line in lines]
        self.arrange()

    def clear(self) -> None:
        """Show nothing."""
        for old in self.rows:
            old.hide()
            old.deleteLater()
        self.rows = []
        self.arrange()

    def _make(self, line: Line, left: Side, right: Side, words: Verbs) -> LineRow:
        made = LineRow(line, left, right, words, self)
        made.adopt_wanted.connect(self.adopt_wanted)
        made.keep_wanted.connect(self.keep_wanted)
        made.again_wanted.connect(self.again_wanted)
        made.unfolded.connect(self.arrange)
        return made

    def set_only_differing(self, only: bool) -> None:
        """Show only the lines that differ, or all."""
        self._only_differing = only
        self.arrange()

    def arrange(self) -> None:
        """Put every line where it belongs at the width there is."""
        y, width = 0, self.width()
        if width < 1:
            return
        for one in self.rows:
            shown = bool(one.line.places) or not self._only_differing
            if shown:
                tall = one.height_at(width)
                one.setGeometry(QRect(0, y, width, tall))
                one.place_parts()
                y += tall
            one.setVisible(shown)
        if self.minimumHeight() != y:
            self.setFixedHeight(y)
        self._soon.start()

    def _build_near(self) -> None:
        """Make the buttons of the lines on the window and one window around it."""
        seen = self.area.viewport().height()
        top = self.area.verticalScrollBar().value() - seen
        for one in self.rows:
            if not one.isHidden() and one.y() < top + 3 * seen and one.y() + one.height() > top:
                one.build()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit(event.size().width())
            self.arrange()

    # places

    def set_decisions(self, decisions: Mapping[str, str]) -> None:
        """Show what was decided."""
        for one in self.rows:
            one.set_decisions(decisions)

    def places(self) -> list[str]:
        """Return every place in reading order."""
        return [place.key for one in self.rows for place in one.line.places]

    def show_place(self, key: str) -> None:
        """Bring a place into view, with the focus on the first thing to do about it."""
        for one in self.rows:
            mine = any(place.key == key for place in one.line.places)
            one.here = key if mine else ""
            one.update()
            if mine:
                one.build()
                rect = one.spot_rect(key).translated(one.pos())
                air = theme.now().px(24)
                self.area.ensureVisible(rect.left(), rect.bottom(), 0, air)
                self.area.ensureVisible(rect.left(), rect.top(), 0, air)
                if (choice := one.choices.get(key)) is not None:
                    choice.setFocus()

    def here(self) -> str:
        """Return the place one stands at, by the mark or by the focus."""
        for one in self.rows:
            for key, choice in one.choices.items():
                if choice.isAncestorOf(self.window().focusWidget() or self):
                    return key
        return next((one.here for one in self.rows if one.here), "")


def first_open(keys: Sequence[str], decisions: Mapping[str, str]) -> str:
    """Return the first place nothing was decided about, or nothing."""
    return next((key for key in keys if decisions.get(key, OPEN) == OPEN), "")
