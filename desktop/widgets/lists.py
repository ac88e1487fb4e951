"""Rows of lists painted straight from the tokens: no widget, no sheet, no style option a row."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from desktop import glyphs, theme
from desktop.tables import ROW_ROLE, Band, LazyListModel
from desktop.tokens import RADIUS
from desktop.widgets.basic import A

Index = QModelIndex | QPersistentModelIndex
BATCH = 1000  # lines laid out at once; the rest follows while the window stays alive


def rect_of(option: QStyleOptionViewItem) -> QRect:
    """Return where a row lies."""
    return option.rect  # type: ignore[attr-defined, no-any-return]  # missing in the stubs of 6.9


def state_of(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    """Return whether a row is chosen, hovered, enabled …: flags of QStyle.StateFlag."""
    return option.state  # type: ignore[attr-defined, no-any-return]  # missing in the stubs of 6.9


def text(
    painter: QPainter,
    rect: QRect,
    words: str,
    kind: str = "body",
    role: str = "ink",
    align: Qt.AlignmentFlag = A.AlignLeft | A.AlignVCenter,
    *,
    elide: bool = True,
    middle: bool = False,
) -> int:
    """Paint words into a rectangle and return how wide they are.

    What has no room is left out at the end, or in the `middle` where the end tells it apart.
    """
    worn = theme.now()
    painter.setFont(worn.shared_font(kind))
    painter.setPen(worn.q(role))
    metrics = painter.fontMetrics()
    if elide:
        mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        words = metrics.elidedText(words, mode, max(rect.width(), 0))
    painter.drawText(rect, align, words)
    return metrics.horizontalAdvance(words)


@lru_cache(maxsize=16)
def _medium(worn: theme.Theme, kind: str) -> QFont:
    font = worn.font(kind)
    font.setWeight(QFont.Weight.Medium)
    return font


def pill(
    painter: QPainter, x: int, middle: int, words: str, ink: str, ground: str, kind: str = "small"
) -> int:
    """Paint a tag whose middle is at a height, in two roles, and return its right edge."""
    worn = theme.now()
    painter.setFont(_medium(worn, kind))
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(words) + worn.px(12), metrics.height()
    box = QRectF(x, middle - height / 2, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(worn.q(ground))
    painter.drawRoundedRect(box, RADIUS["tag"], RADIUS["tag"])
    painter.setPen(worn.q(ink))
    painter.drawText(box, A.AlignCenter, words)
    return round(box.right())


def sign(
    painter: QPainter, right: int, middle: int, glyph: str, words: str, role: str = "ink3"
) -> int:
    """Paint a glyph and small words that end at a right edge; return their left edge."""
    worn = theme.now()
    painter.setFont(worn.shared_font("small"))
    metrics = painter.fontMetrics()
    width, height, side = metrics.horizontalAdvance(words), metrics.height(), worn.size(15)
    box = QRect(right - width, middle - height // 2, width + 2, height)
    text(painter, box, words, "small", role, elide=False)
    left = right - width - side - (worn.px(3) if words else 0)
    colour, ratio = str(getattr(worn.c, role)), painter.device().devicePixelRatioF()
    painter.drawPixmap(left, middle - side // 2, glyphs.pixmap(glyph, colour, side, ratio))
    return left


class Delegate(QStyledItemDelegate):
    """The base of painted rows: bands, the ground of a row, the hairline under it.

    A subclass says how tall a row is at usual letters (`height`, `height_for` if that needs more)
    and paints it in `paint_row`.
    """

    height = 44
    band_height = 32
    _sizes: tuple[theme.Theme, QSize, QSize] | None = None  # worn out once for thousands of rows

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        sizes, worn = self._sizes, theme.now()
        if sizes is None or sizes[0] is not worn:
            band = QSize(0, worn.size(self.band_height - 8) + worn.px(8))
            sizes = self._sizes = (worn, QSize(0, self.row_height()), band)
        model = index.model()
        if isinstance(model, LazyListModel) and model.band_at(index.row()) is not None:
            return sizes[2]
        return sizes[1]

    def row_height(self) -> int:
        """Return how tall a row is: its letters grow faster than the air around them."""
        worn = theme.now()
        return worn.size(self.height - 16) + worn.px(16)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = index.data(ROW_ROLE)
        painter.save()
        if isinstance(item, Band):
            self.band(painter, option, item)
        elif item is not None:
            self.ground(painter, option)
            self.underline(painter, option)
            self.paint_row(painter, option, item)
        painter.restore()

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Any) -> None:
        """Paint what a row says; its ground and hairline are there already."""
        text(painter, rect_of(option).adjusted(16, 0, -16, 0), str(row))

    def ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Paint what says that a row is chosen (tint and bar) or hovered."""
        worn, rect, state = theme.now(), rect_of(option), state_of(option)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, worn.q("accent_soft"))
            bar = QRect(rect.left(), rect.top(), 3, rect.height())
            painter.fillRect(bar, worn.q("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, worn.q("hover"))

    def band(self, painter: QPainter, option: QStyleOptionViewItem, band: Band) -> None:
        """Paint the head of a group: its name, what it spans, and how many at the right."""
        worn, rect = theme.now(), rect_of(option)
        painter.fillRect(rect, worn.q("sunken"))
        inner = rect.adjusted(worn.px(16), 0, -worn.px(16), 0)
        wide = text(painter, inner, band.words, "small", "ink2")
        note = inner.adjusted(wide + worn.px(8), 0, 0, 0)
        text(painter, note, band.note, "small", "ink3")
        text(painter, inner, band.right, "small", "ink3", A.AlignRight | A.AlignVCenter)

    def underline(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Paint the hairline under a row."""
        worn, rect = theme.now(), rect_of(option)
        line = QRect(rect.left() + worn.px(16), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, worn.q("line"))


class Rows(QListView):
    """A list whose rows a delegate paints; only what is visible is asked for.

    `opened` tells that a person wants a row: by click, Enter, or the arrow keys after a moment.
    """

    opened = Signal(object)  # the row
    PAUSE_MS = 120  # while an arrow key is held, rows rush by unopened

    def __init__(
        self, delegate: Callable[[QWidget], QStyledItemDelegate] = Delegate, name: str = ""
    ) -> None:
        """Take what makes the delegate, and what a screen reader says of the list."""
        super().__init__()
        self.setItemDelegate(delegate(self))
        self.setAccessibleName(name)
        self.setProperty("ring", "inside")
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._open)
        self._told: object = None
        self.clicked.connect(self._open)
        self.activated.connect(self._enter)

    def choose(self, line: int) -> None:
        """Choose a line and bring it into view, without telling anybody."""
        if line >= BATCH:
            self.setLayoutMode(self.LayoutMode.SinglePass)
        index = self.model().index(line, 0)
        self._told = index.data(ROW_ROLE)
        self.setCurrentIndex(index)
        self._pause.stop()
        self.scrollTo(index)

    def row(self) -> Any:
        """Return the row chosen, or None."""
        index = self.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def _open(self) -> None:
        self._pause.stop()
        row = self.row()
        if row is not None and row is not self._told:
            self._told = row
            self.opened.emit(row)

    def _enter(self) -> None:
        """Do what Enter does: what a click does, unless a list knows more."""
        self._open()

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self._pause.start(self.PAUSE_MS)

    @override
    def reset(self) -> None:
        many = self.model() is not None and self.model().rowCount() > BATCH
        self.setLayoutMode(self.LayoutMode.Batched if many else self.LayoutMode.SinglePass)
        self.setBatchSize(BATCH)
        self._told = None
        super().reset()


def list_view(delegate: type[Delegate] = Delegate, name: str = "") -> Rows:
    """Return a list whose rows a delegate paints."""
    return Rows(delegate, name)
