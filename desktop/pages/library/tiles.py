"""The grid of materials: tiles painted straight from the tokens, and only those that are seen."""

from collections import OrderedDict
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from db.file_names import ending
from db.queries.library import MaterialRow
from desktop import glyphs, theme
from desktop.labels import choice_label
from desktop.pages.library import words
from desktop.pages.library.thumbs import Thumbs
from desktop.tables import ROW_ROLE
from desktop.tokens import RADIUS
from desktop.widgets.basic import A
from desktop.widgets.lists import Delegate, Index, Rows, pill, rect_of, sign, state_of, text
from desktop.words import _

NARROWEST = 172  # of a tile at usual letters
_PICTURE = 100
_PHOTOS = frozenset({".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".heic", ".svg"})
_AROUND = 6
_CARD = 10
_KEPT_BYTES = 32 * 1024 * 1024  # of painted tiles: some ten screens
_CHOSEN, _OVER = QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_MouseOver


def paint_picture(
    painter: QPainter, box: QRectF, row: MaterialRow, picture: QPixmap | None
) -> None:
    """Paint a small honest picture; what is not here is an outline, never a broken image."""
    worn = theme.now()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if not row.here:
        _paint_lack(painter, box)
    else:
        clip = QPainterPath()
        clip.addRoundedRect(box, 4, 4)
        painter.setClipPath(clip)
        painter.fillRect(box, worn.q("sunken"))
        if picture is not None:
            _paint_pixmap(painter, box, picture, photo=ending(row.file_name) in _PHOTOS)
        elif row.type in ("video", "micro_video"):
            _paint_film(painter, box)
        else:
            _paint_sheet(painter, box, row)
        painter.setClipping(False)
        painter.setPen(QPen(worn.q("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.restore()


def _paint_lack(painter: QPainter, box: QRectF) -> None:
    worn = theme.now()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(worn.q("edge"), 1, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    _paint_glyph(painter, box.center(), "circle-dashed", worn.c.ink3, 26)


def _paint_glyph(painter: QPainter, at: QPointF, name: str, colour: str, size: int) -> None:
    side = theme.now().size(size)
    pixmap = glyphs.pixmap(name, colour, side, painter.device().devicePixelRatioF())
    painter.drawPixmap(round(at.x() - side / 2), round(at.y() - side / 2), pixmap)


def _paint_pixmap(painter: QPainter, box: QRectF, picture: QPixmap, *, photo: bool) -> None:
    """Paint a picture from its top: of a page that is where its title is.

    A photo fills the box; a slide is shown whole, for its words begin at its very edge.
    """
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    wide, tall = picture.width(), picture.height()
    if tall > wide:  # a page stands in the middle, its lower part cut off
        target = QRectF(box.center().x() - box.width() * 0.26, box.top() + box.height() * 0.08,
                        box.width() * 0.52, box.height() * 0.92)  # fmt: skip
    elif photo:
        target = box
    else:
        shown = QSizeF(wide, tall).scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(QPointF(), shown)
        target.moveCenter(box.center())
    ratio = max(target.width() / wide, target.height() / tall)
    source = QRectF(
        (wide - target.width() / ratio) / 2, 0, target.width() / ratio, target.height() / ratio
    )
    if tall <= wide:
        source.moveTop((tall - source.height()) / 2)
    painter.drawPixmap(target, picture, source)
    if tall > wide or not photo:
        painter.setPen(QPen(theme.now().q("edge"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)  # the tile's own would cover the page
        painter.drawRect(target)


def _paint_film(painter: QPainter, box: QRectF) -> None:
    worn = theme.now()
    painter.fillRect(box, worn.q("nav_on"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(worn.q("nav_ink"))
    at, side = box.center(), worn.size(11)
    painter.drawPolygon(
        QPolygonF(
            [
                at + QPointF(-side * 0.7, -side),
                at + QPointF(side, 0),
                at + QPointF(-side * 0.7, side),
            ]
        )
    )


def _paint_sheet(painter: QPainter, box: QRectF, row: MaterialRow) -> None:
    """Paint what kind of thing it is where no picture of it can be had."""
    worn = theme.now()
    middle = box.center() - QPointF(0, worn.size(10))
    _paint_glyph(painter, middle, words.glyph(row), worn.c.ink3, 34)
    kind = words.kind_words(row.file_name, row.media_type)
    below = QRect(
        round(box.left()), round(middle.y() + worn.size(20)), round(box.width()), worn.size(20)
    )
    text(painter, below, kind, "small", "ink3", A.AlignCenter)


def tall() -> int:
    """Return how tall a tile is."""
    worn = theme.now()
    letters = worn.size(_PICTURE) + worn.size(22) + worn.size(21) + worn.size(20)
    return letters + worn.px(2 * (_AROUND + _CARD) + 8)


Worn = tuple[theme.Theme, QSize, float, int]
"""What a tile looks like beside its row: theme, size, device ratio, picture."""


_Key = tuple[str, bool, bool]
"""The material, and whether it is chosen, and hovered."""


class TileDelegate(QStyledItemDelegate):
    """A picture, the title, what it is, then one line: where it is, and what it needs.

    A tile is painted once and kept as long as it looks the same: scrolling only copies.
    """

    def __init__(self, thumbs: Thumbs, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbs = thumbs
        self._kept: OrderedDict[_Key, tuple[MaterialRow, Worn, QPixmap]] = OrderedDict()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        grid = view.gridSize() if isinstance(view, QListView) else QSize()
        return grid if grid.isValid() else QSize(theme.now().size(NARROWEST), tall())

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, MaterialRow):
            state, rect = state_of(option), rect_of(option)
            on, over = bool(state & _CHOSEN), bool(state & _OVER)
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(rect.topLeft(), self._tile(row, rect.size(), ratio, on, over))

    def _tile(self, row: MaterialRow, size: QSize, ratio: float, on: bool, over: bool) -> QPixmap:
        """Return a tile as it was painted, or paint it."""
        picture = self._thumbs.pixmap(row) if row.here else None
        worn = (theme.now(), size, ratio, picture.cacheKey() if picture else 0)
        key = (row.id, on, over)
        kept = self._kept.get(key)
        if kept is not None and kept[1] == worn and (kept[0] is row or kept[0] == row):
            self._kept.move_to_end(key)
            return kept[2]
        out = QPixmap(size * ratio)
        out.setDevicePixelRatio(ratio)
        out.fill(theme.now().q("canvas"))
        painter = QPainter(out)
        self._paint_tile(painter, QRect(QPoint(0, 0), size), row, picture, on=on, over=over)
        painter.end()
        self._kept[key] = (row, worn, out)
        most = _KEPT_BYTES // max(1, out.width() * out.height() * 4)
        while len(self._kept) > most:
            self._kept.popitem(last=False)
        return out

    def _paint_tile(
        self,
        painter: QPainter,
        rect: QRect,
        row: MaterialRow,
        picture: QPixmap | None,
        *,
        on: bool,
        over: bool,
    ) -> None:
        worn = theme.now()
        gap = worn.px(_AROUND)
        card = rect.adjusted(gap, gap, -gap, -gap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(worn.q("accent" if on else "line"), 2 if on else 1))
        painter.setBrush(worn.q("accent_soft" if on else "hover" if over else "surface"))
        edge = QRectF(card).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(edge, RADIUS["control"], RADIUS["control"])
        inner = card.adjusted(worn.px(_CARD), worn.px(_CARD), -worn.px(_CARD), -worn.px(_CARD))
        box = QRectF(inner.left(), inner.top(), inner.width(), worn.size(_PICTURE))
        paint_picture(painter, box, row, picture)
        self._paint_words(painter, inner, row, on=on)

    def _paint_words(self, painter: QPainter, inner: QRect, row: MaterialRow, *, on: bool) -> None:
        worn = theme.now()
        left, wide = inner.left(), inner.width()
        y = inner.top() + worn.size(_PICTURE) + worn.px(6)
        title = row.title or _untitled()
        text(painter, QRect(left, y, wide, worn.size(22)), title, "strong",
             "ink" if row.here else "ink2", middle=True)  # fmt: skip
        y += worn.size(22)
        kind = choice_label("material", "type", row.type)
        edge = left
        if kind:
            ground = "surface" if on else "sunken"
            edge = pill(painter, left, y + worn.size(10), kind, "ink2", ground) + worn.px(6)
        text(painter, QRect(edge, y, inner.right() - edge, worn.size(20)), words.file_words(row),
             "small", "ink3")  # fmt: skip
        y += worn.size(21)
        glyph, role, told = words.where(row)
        side = worn.size(14)
        ratio = painter.device().devicePixelRatioF()
        pixmap = glyphs.pixmap(glyph, str(getattr(worn.c, role)), side, ratio)
        painter.drawPixmap(left, y + (worn.size(20) - side) // 2, pixmap)
        start = left + side + worn.px(4)
        used = text(painter, QRect(start, y, inner.right() - start, worn.size(20)), told, "small",
                    role)  # fmt: skip
        rest = QRect(start + used + worn.px(6), y, 0, worn.size(20))
        rest.setRight(inner.right())
        need = words.need(row)
        if rest.width() >= painter.fontMetrics().horizontalAdvance(need):
            text(painter, rest, need, "small", "ink2", A.AlignRight | A.AlignVCenter)


def _untitled() -> str:
    return _("No title yet")


class Tiles(Rows):
    """The grid; Enter and a double click tell by `wanted` that a person wants the file itself."""

    wanted = Signal(object)  # the row

    def __init__(self, thumbs: Thumbs) -> None:
        super().__init__(partial(TileDelegate, thumbs))
        self.setFlow(QListView.Flow.LeftToRight)  # icon mode would lay out ten thousand one by one
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setProperty("desk", "true")
        self.setProperty("area", "true")
        thumbs.changed.connect(self.viewport().update)

    def columns(self) -> int:
        """Return how many tiles stand side by side."""
        return max(1, self.viewport().width() // theme.now().size(NARROWEST))

    def fit(self) -> None:
        """Share the width among as many tiles as fit."""
        wide = (self.viewport().width() - 1) // self.columns()
        grid = QSize(max(wide, 1), tall())
        if grid != self.gridSize():
            self.setGridSize(grid)

    def top_line(self) -> int:
        """Return the first line that is seen; 0 where none is."""
        corner = QPoint(self.gridSize().width() // 2, self.gridSize().height() // 2)
        return max(self.indexAt(corner).row(), 0)

    @override
    def _enter(self) -> None:
        if (row := self.row()) is not None:
            self.wanted.emit(row)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()
        super().resizeEvent(event)


class LineDelegate(Delegate):
    """The same in two lines, for the list."""

    height = 58

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Any) -> None:
        worn, rect = theme.now(), rect_of(option)
        box = rect.adjusted(worn.px(16), worn.px(8), -worn.px(16), -worn.px(8))
        half = box.height() // 2
        side = worn.size(26)
        glyph = words.glyph(row) if row.here else "circle-dashed"
        middle = QPointF(box.left() + side / 2, box.center().y())
        _paint_glyph(painter, middle, glyph, worn.c.ink3, 24)
        left = box.left() + side + worn.px(12)
        mark, role, told = words.where(row)
        end = sign(painter, box.right(), box.top() + half // 2, mark, told, role)
        title = QRect(left, box.top(), end - left - worn.px(10), half)
        text(painter, title, row.title or _untitled(), "strong", "ink" if row.here else "ink2")
        kind = choice_label("material", "type", row.type)
        y = box.top() + half + half // 2 + 1
        edge = pill(painter, left, y, kind, "ink2", "sunken") + worn.px(8) if kind else left
        told = "·".join(filter(None, (words.file_words(row), words.place_words(row))))
        need = QRect(edge, box.top() + half, box.right() - edge, half)
        wide = text(painter, need, words.need(row), "small", "ink2", A.AlignRight | A.AlignVCenter)
        text(painter, need.adjusted(0, 0, -wide - worn.px(10), 0), told, "small", "ink3")
