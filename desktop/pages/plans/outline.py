"""The outline of a plan: its parts with a tick where something stands, and their comments."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyleOptionViewItem
from typing_extensions import override

from desktop import glyphs, theme
from desktop.tables import NOWHERE, ROW_ROLE, Index, Role
from desktop.widgets.basic import A, column, label
from desktop.widgets.lists import Delegate, rect_of, state_of, text
from desktop.words import _, ngettext

NARROW, WIDE = 158, 206  # pixels at usual letters


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One part: its key, its words, whether anything stands in it, how many comments are open."""

    key: str
    words: str
    written: bool
    comments: int = 0

    def said(self) -> str:
        """Return what a screen reader says of it."""
        state = _("written") if self.written else _("still empty")
        if not self.comments:
            return f"{self.words} {state}"
        count = ngettext("{count} comment", "{count} comments", self.comments)
        return f"{self.words} {state} {count.format(count=self.comments)}"


class OutlineModel(QAbstractListModel):
    """The parts, as rows."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[OutlineRow] = ()

    def set_rows(self, rows: Sequence[OutlineRow]) -> None:
        """Show other rows; the same parts keep the selection."""
        if [row.key for row in rows] == [row.key for row in self.rows]:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        return row.said() if role in (Role.DisplayRole, Role.AccessibleTextRole) else None


class OutlineDelegate(Delegate):
    """A tick or a dashed circle, the part, the number of its comments."""

    height = 36

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        worn = theme.now()
        return QSize(0, worn.size(22) + worn.px(14))

    @override
    def underline(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Leave the hairline out: this is an outline, not a list."""

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: OutlineRow) -> None:
        worn, rect = theme.now(), rect_of(option)
        on = bool(state_of(option) & QStyle.StateFlag.State_Selected)
        glyph, role = ("check", "accent") if row.written else ("circle-dashed", "ink3")
        side, ratio = worn.size(15), painter.device().devicePixelRatioF()
        at = rect.left() + worn.px(14)
        ink = glyphs.pixmap(glyph, str(getattr(worn.c, role)), side, ratio)
        painter.drawPixmap(at, rect.center().y() - side // 2, ink)
        right = worn.size(18) + worn.px(18) if row.comments else worn.px(6)
        inner = rect.adjusted(worn.px(14) + side + worn.px(8), 0, -right, 0)
        tone = "accent" if on else "ink" if row.written else "ink3"
        text(painter, inner, row.words, "strong" if on else "body", tone)
        if row.comments:
            self._count(painter, option, row.comments)

    def _count(self, painter: QPainter, option: QStyleOptionViewItem, count: int) -> None:
        worn, rect = theme.now(), rect_of(option)
        side = worn.size(18)
        dot = QRectF(rect.right() - side - worn.px(12), rect.center().y() - side / 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(worn.q("pen"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(dot)
        painter.setFont(worn.shared_font("caption"))
        painter.drawText(dot, A.AlignCenter, str(count))


class Outline(QFrame):
    """The list, and under it how many parts are written and how many words."""

    wanted = Signal(str)  # a part's key

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "left")
        self.setProperty("area", True)
        self.setFixedWidth(theme.now().size(NARROW))
        layout = column(self, 4, (0, 10, 0, 10))
        self.model, self.view = OutlineModel(), QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(OutlineDelegate(self.view))
        self.view.setProperty("ring", "inside")
        self.view.setMouseTracking(True)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.clicked.connect(self._tell)
        self.view.activated.connect(self._tell)
        layout.addWidget(self.view, 1)
        self._done, self._words = label("", "small", "ink3"), label("", "small", "ink3")
        for one in (self._done, self._words):
            one.setContentsMargins(theme.now().px(14), 0, 0, 0)
            layout.addWidget(one)

    def show_rows(self, rows: Sequence[OutlineRow], words: int) -> None:
        """Show the parts, and how many words the plan has."""
        self.model.set_rows(rows)
        done = sum(row.written for row in rows)
        counted = _("{done} / {count} parts written")
        self._done.setText(counted.format(done=done, count=len(rows)))
        many = ngettext("{count} word", "{count} words", words)
        self._words.setText(many.format(count=words))

    def fit(self, names: Sequence[str]) -> None:
        """Be as wide as the longest name wants, within bounds."""
        worn = theme.now()
        metrics = QFontMetrics(worn.shared_font("strong"))
        longest = max((metrics.horizontalAdvance(name) for name in names), default=0)
        wide = longest + worn.px(40) + worn.size(15 + 18)
        self.setFixedWidth(min(max(wide, worn.size(NARROW)), worn.size(WIDE)))

    def set_current(self, key: str) -> None:
        """Mark the part that one is in."""
        for at, row in enumerate(self.model.rows):
            if row.key == key:
                self.view.setCurrentIndex(self.model.index(at))

    def retranslate(self) -> None:
        """Say again what the list is."""
        self.view.setAccessibleName(_("Parts of the plan"))

    def _tell(self) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            self.wanted.emit(self.model.rows[index.row()].key)
