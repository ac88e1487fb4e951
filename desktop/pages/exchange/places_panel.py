"""The left of the exchange: where one can exchange, and whose news is how old."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop import theme
from desktop.pages.exchange.place_lines import PlaceLine
from desktop.status import OLD_DAYS, ago
from desktop.widgets.basic import Elided, Icon, clear, column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.scroll import scroll
from desktop.words import _

WIDE = 252


class PlaceItem(QAbstractButton):
    """One place: its name, and under it what is known; the chosen one has the bar and the tint."""

    def __init__(self, line: PlaceLine) -> None:
        super().__init__()
        self.line = line
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setProperty("ring", "inside")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{line.name} {line.note}")
        self.setToolTip(line.folder if not line.result else f"{line.folder}\n{line.result}")
        layout = row(self, 10, (17, 9, 12, 9))
        layout.addWidget(Icon(line.icon, "ink2", 22))
        words = column(gap=0)
        words.addWidget(Elided(line.name, "strong"))
        note = row(gap=4)
        if line.glyph:
            note.addWidget(Icon(line.glyph, line.tone, 14))
        note.addWidget(Elided(line.note, "small", line.tone), 1)
        words.addLayout(note)
        layout.addLayout(words, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn, painter = theme.now(), QPainter(self)
        if self.isChecked():
            painter.fillRect(self.rect(), worn.q("accent_soft"))
            painter.fillRect(0, 0, 3, self.height(), worn.q("accent"))
        elif self.underMouse():
            painter.fillRect(self.rect(), worn.q("hover"))


class PlacesPanel(QFrame):
    """Sticks, places of before, one more; under them the age of each school's news."""

    chosen = Signal(str)  # the folder
    place_wanted = Signal()  # a new one

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "left")
        self.setProperty("area", True)
        self._lines: list[PlaceLine] | None = None
        self._items: list[PlaceItem] = []
        page = QWidget()
        layout = column(page, 0, (0, 8, 0, 12))
        self._places_title = self._make_title(layout)
        self._places = column(gap=0)
        layout.addLayout(self._places)
        self._more = button("", "quiet", "plus", small=True)
        self._more.clicked.connect(self.place_wanted)
        holder = row(margins=(11, 4, 12, 8))
        holder.addWidget(self._more)
        holder.addStretch(1)
        layout.addLayout(holder)
        self._ages_title = self._make_title(layout)
        self._ages = column(gap=0)
        layout.addLayout(self._ages)
        layout.addStretch(1)
        outer = column(self, 0)
        outer.addWidget(scroll(page))
        self.retranslate()

    def _make_title(self, layout: QVBoxLayout) -> QLabel:
        worn, title = theme.now(), label("", "small", "ink3")
        title.setContentsMargins(worn.px(17), worn.px(10), 0, worn.px(4))
        layout.addWidget(title)
        return title

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        self._places_title.setText(_("Places to exchange with"))
        self._ages_title.setText(_("How fresh each school's news is"))
        self._more.setText(_("Add a place"))
        self.setAccessibleName(_("Places to exchange with"))
        self._lines = None

    def show_places(self, lines: Sequence[PlaceLine], chosen: str) -> None:
        """Show the places, one of them chosen; what did not change is left alone."""
        if self._lines != list(lines):
            self._lines = list(lines)
            held = next((one.line.folder for one in self._items if one.hasFocus()), None)
            clear(self._places)
            self._items = [PlaceItem(line) for line in lines]
            for item in self._items:
                item.clicked.connect(self._choose)
                self._places.addWidget(item)
                if item.line.folder == held:
                    item.setFocus()
        for item in self._items:
            item.setChecked(item.line.folder == chosen)

    def items(self) -> list[PlaceItem]:
        """Return what can be chosen."""
        return list(self._items)

    def show_ages(self, schools: Sequence[tuple[str, int | None]]) -> None:
        """Show how many days old each school's news is; None where nothing came yet."""
        clear(self._ages)
        self._ages_title.setVisible(bool(schools))
        for name, days in schools:
            glyph, tone, said = "clock", "ink3", ""
            if days is None:
                glyph, said = "circle-dashed", _("nothing yet")
            elif days >= OLD_DAYS:
                glyph, tone, said = "warning", "warn", ago(days)
            else:
                said = ago(days)
                if days <= 0:
                    glyph, tone = "check", "accent"
            one = QWidget()
            line = row(one, 8, (17, 5, 12, 5))
            line.addWidget(Icon(glyph, tone, 16))
            line.addWidget(Elided(name), 1)
            line.addWidget(label(said, "small", tone))
            self._ages.addWidget(one)

    def _choose(self) -> None:
        item = self.sender()
        if isinstance(item, PlaceItem):
            self.chosen.emit(item.line.folder)
