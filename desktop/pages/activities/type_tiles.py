"""记一次活动: the first step, a tile for each common type; the others stand behind one."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget
from typing_extensions import override

from desktop import theme
from desktop.labels import choice_label
from desktop.pages.activities.form_plan import ICONS, OTHERS, TILES
from desktop.widgets.basic import A, column, label, row
from desktop.widgets.buttons import button, chip
from desktop.widgets.filters import chips
from desktop.widgets.picks import Pick
from desktop.widgets.scroll import scroll
from desktop.words import _


class TypeTiles(QFrame):
    """Tiles of types; a click goes on to the form, which is filled in as far as can be known."""

    chosen = Signal(str)
    copied = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self.setProperty("area", True)
        page = QWidget()
        outer = column(self, 0)
        outer.addWidget(scroll(page))
        layout = column(page, 14, (20, 16, 20, 16))
        head = row(gap=8)
        head.addWidget(label(_("What was it?"), "heading"))
        head.addStretch(1)
        back = button(_("Not now"), "quiet", "x", small=True)
        back.clicked.connect(self.left)
        head.addWidget(back)
        layout.addLayout(head)
        self._tiles: dict[str, Pick] = {}
        for type in (*TILES, "other"):
            self._tiles[type] = self._make(type)
        self._holder = QWidget()
        self._grid = QGridLayout(self._holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.now().px(10))
        layout.addWidget(self._holder)
        self._others = QWidget()
        inner = column(self._others, 8)
        inner.addWidget(label(_("Other types"), "small", "ink3"))
        inner.addWidget(chips([self._make_chip(type) for type in OTHERS], 8))
        self._others.hide()
        layout.addWidget(self._others)
        self._copy = button("", "quiet", "copy")
        self._copy.clicked.connect(self.copied)
        layout.addWidget(self._copy, 0, A.AlignLeft)
        layout.addStretch(1)
        self._columns = 0

    def _make(self, type: str) -> Pick:
        other = type == "other"
        words = _("Other types…") if other else choice_label("activity", "type", type)
        tile = Pick("dots-three" if other else ICONS[type], words, tall=60)
        tile.setCheckable(False)
        tile.setAccessibleName(words)
        tile.clicked.connect(self.show_others if other else partial(self.chosen.emit, type))
        return tile

    def _make_chip(self, type: str) -> QWidget:
        one = chip(choice_label("activity", "type", type), checkable=False)
        one.clicked.connect(partial(self.chosen.emit, type))
        return one

    def tile(self, type: str) -> Pick:
        """Return the tile of a type."""
        return self._tiles[type]

    def show_others(self) -> None:
        """Show the types that have no tile."""
        self._others.show()

    def begin(self, last: str) -> None:
        """Start anew; `last` is the topic of the activity recorded last, or nothing."""
        self._others.hide()
        self._copy.setVisible(bool(last))
        self._copy.setText(_("Copy the last one"))
        self._copy.setToolTip(last)
        self._tiles[TILES[0]].setFocus()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        em = self.width() / theme.now().scale
        columns = 3 if em > 560 else 2 if em > 340 else 1
        if columns == self._columns:
            return
        self._columns = columns
        for at, tile in enumerate(self._tiles.values()):
            self._grid.addWidget(tile, at // columns, at % columns)
        for number in range(3):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
