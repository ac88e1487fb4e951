"""Rows of lists painted straight from the tokens: no widget, no sheet, no style option a row."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from desktop import glyphs, theme
from desktop.tokens import RADIUS
from desktop.widgets.basic import A

Index = QModelIndex | QPersistentModelIndex


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
) -> int:
    """Paint words into a rectangle and return how wide they are."""
    worn = theme.now()
    painter.setFont(worn.shared_font(kind))
    painter.setPen(worn.q(role))
    metrics = painter.fontMetrics()
    if elide:
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(rect.width(), 0))
    painter.drawText(rect, align, words)
    return metrics.horizontalAdvance(words)


def pill(
    painter: QPainter, x: int, middle: int, words: str, ink: str, ground: str, kind: str = "small"
) -> int:
    """Paint a tag whose middle is at a height, in two roles, and return its right edge."""
    worn = theme.now()
    font = worn.font(kind)
    font.setWeight(QFont.Weight.Medium)
    painter.setFont(font)
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
    """The base of painted rows: a height that grows with the letters, and the row's ground."""

    height = 44

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme.now().size(self.height))

    def ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Paint what says that a row is chosen (tint and bar), hovered, or has the focus."""
        worn, rect, state = theme.now(), rect_of(option), state_of(option)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, worn.q("accent_soft"))
            bar = QRect(rect.left(), rect.top(), 3, rect.height())
            painter.fillRect(bar, worn.q("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, worn.q("hover"))

    def band(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        words: str,
        note: str = "",
        right: str = "",
    ) -> None:
        """Paint the head of a group: its name, what it spans, and how many at the right."""
        worn, rect = theme.now(), rect_of(option)
        painter.fillRect(rect, worn.q("sunken"))
        inner = rect.adjusted(worn.px(16), 0, -worn.px(16), 0)
        wide = text(painter, inner, words, "small", "ink2")
        text(painter, inner.adjusted(wide + worn.px(8), 0, 0, 0), note, "small", "ink3")
        text(painter, inner, right, "small", "ink3", A.AlignRight | A.AlignVCenter)

    def underline(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Paint the hairline under a row."""
        worn, rect = theme.now(), rect_of(option)
        line = QRect(rect.left() + worn.px(16), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, worn.q("line"))


def list_view(delegate: type[Delegate] = Delegate, name: str = "") -> QListView:
    """Return a list whose rows a delegate paints; only what is visible is asked for.

    Args:
        delegate: The class of the delegate; it is made a child of the list.
        name: What a screen reader says of the list.
    """
    out = QListView()
    out.setItemDelegate(delegate(out))
    out.setAccessibleName(name)
    out.setMouseTracking(True)
    out.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    out.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    out.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    return out
