"""The printed page itself, drawn from its PDF, with amber marks laid over what is missing."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QAbstractScrollArea, QFrame
from typing_extensions import override

from desktop import theme
from desktop.tokens import LIGHT
from desktop.widgets.basic import A
from desktop.words import _

PaperMark = tuple[int, float, float, float, float, str]  # page, x, y, width, height (mm), words
MM_PER_POINT = 25.4 / 72
ZOOM_MIN, ZOOM_MAX, ZOOM_STEP = 0.25, 4.0, 1.25
PIXELS_PER_MM = 96 / 25.4
AIR = 8  # of desk around the paper
WHOLE, WIDTH = "whole", "width"


class PaperView(QAbstractScrollArea):
    """One page of a PDF: whole, as wide as the view, or at a zoom.

    Page Up and Page Down turn pages, Ctrl with plus, minus, 0 and the wheel zoom.
    """

    page_changed = Signal(int)
    zoom_changed = Signal()
    mark_clicked = Signal(int)  # its number in the list given

    def __init__(self) -> None:
        super().__init__()
        self._document = QPdfDocument(self)
        self._page, self._marks = 0, list[PaperMark]()
        self._fit, self._zoom = WHOLE, 1.0
        self._image: tuple[tuple[int, int, int], QImage] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", "inside")
        self.viewport().setMouseTracking(True)
        self._name()

    def load(self, path: Path) -> bool:
        """Show a PDF; the page stays if the new file has it.  False if it cannot be read."""
        page = self._page
        self._document.close()
        failed = self._document.load(str(path)) != QPdfDocument.Error.None_
        self._image = None
        self.set_page(min(page, max(self.page_count() - 1, 0)))
        self._arrange()
        return not failed

    def close_document(self) -> None:
        """Let go of the file, so that it can be replaced; Windows locks it otherwise."""
        self._document.close()
        self._image = None
        self.viewport().update()

    def page_count(self) -> int:
        """Return how many pages there are."""
        return self._document.pageCount()

    def page(self) -> int:
        """Return the page shown, from 0."""
        return self._page

    def set_page(self, page: int) -> None:
        """Show a page, from 0."""
        page = max(0, min(page, self.page_count() - 1))
        if page != self._page:
            self._page = page
            self.verticalScrollBar().setValue(0)
            self.page_changed.emit(page)
        self._name()
        self._arrange()

    def set_marks(self, marks: Sequence[PaperMark]) -> None:
        """Lay amber marks over the page: page, x, y, width, height in millimetres, words."""
        self._marks = list(marks)
        self.viewport().update()

    def fit(self, how: str) -> None:
        """Show the page "whole" or as wide as the view ("width")."""
        self._fit = how
        self._changed()

    def zoom(self) -> float:
        """Return how large the paper is shown; 1.0 is its real size on a usual screen."""
        return self._paper().width() / max(self._size_mm().width() * PIXELS_PER_MM, 1.0)

    def zoom_by(self, factor: float) -> None:
        """Show the page larger or smaller."""
        self._zoom = max(ZOOM_MIN, min(self.zoom() * factor, ZOOM_MAX))
        self._fit = ""
        self._changed()

    def _changed(self) -> None:
        self._arrange()
        self.zoom_changed.emit()

    def _name(self) -> None:
        words = _("Page {page} of {pages}").format(page=self._page + 1, pages=self.page_count())
        self.setAccessibleName(words)

    def _size_mm(self) -> QSizeF:
        return self._document.pagePointSize(self._page) * MM_PER_POINT

    def _paper(self) -> QRectF:
        """Return where the paper lies in the viewport."""
        size, room, air = self._size_mm(), self.viewport().size(), theme.now().px(AIR)
        if size.isEmpty():
            return QRectF()
        wide = (room.width() - 2 * air) / size.width()
        scale = self._zoom * PIXELS_PER_MM
        if self._fit == WIDTH:
            scale = wide
        elif self._fit == WHOLE:
            scale = min(wide, (room.height() - 2 * air) / size.height())
        paper = size * max(scale, 0.1)
        x = max(float(air), (room.width() - paper.width()) / 2)
        y = max(float(air), (room.height() - paper.height()) / 2)
        moved = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return QRectF(QPointF(round(x), round(y)) - moved, QSizeF(paper.toSize()))

    def _arrange(self) -> None:
        paper, room, air = self._paper(), self.viewport().size(), theme.now().px(AIR)
        bars = (
            (self.horizontalScrollBar(), paper.width(), room.width()),
            (self.verticalScrollBar(), paper.height(), room.height()),
        )
        for bar, length, space in bars:
            bar.setRange(0, max(0, round(length) + 2 * air - space))
            bar.setPageStep(space)
            bar.setSingleStep(theme.now().size(40))
        self.viewport().update()

    def _picture(self, size: QSize) -> QImage:
        """Return the page as pixels, drawn once for each page and size."""
        key = (self._page, size.width(), size.height())
        if self._image is None or self._image[0] != key:
            self._image = (key, self._document.render(self._page, size))
        return self._image[1]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paper = self._paper()
        if paper.isEmpty():
            return
        worn, painter = theme.now(), QPainter(self.viewport())
        ratio = self.devicePixelRatioF()
        picture = self._picture((paper.size() * ratio).toSize())
        painter.fillRect(paper, Qt.GlobalColor.white)  # paper stays white at night too
        painter.drawImage(paper, picture)
        painter.setPen(QPen(worn.q("line"), 1))
        painter.drawRect(paper.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in self._marks:
            if mark[0] == self._page:
                self._paint_mark(painter, self._box(mark, paper), mark[5])

    def _paint_mark(self, painter: QPainter, box: QRectF, words: str) -> None:
        painter.fillRect(box, QColor(LIGHT.warn_soft))  # the paper is white at night too
        painter.setPen(QPen(QColor(LIGHT.warn), 1))
        painter.drawRect(box)
        painter.setFont(theme.now().shared_font("small"))
        number = next((part for part in words.split() if part.isdigit()), "")
        for shown in (words, number):  # in a narrow column the number says enough
            if painter.fontMetrics().horizontalAdvance(shown) <= box.width() - 2:
                painter.drawText(box, A.AlignCenter, shown)
                break

    def _box(self, mark: PaperMark, paper: QRectF) -> QRectF:
        _page, x, y, width, height, _words = mark
        scale = paper.width() / self._size_mm().width()
        at = paper.topLeft() + QPointF(x, y) * scale
        return QRectF(at, QSizeF(width, height) * scale).adjusted(1, 1, -1, -1)

    def _mark_at(self, at: QPointF) -> int:
        paper = self._paper()
        for number, mark in enumerate(self._marks):
            if mark[0] == self._page and self._box(mark, paper).contains(at):
                return number
        return -1

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._mark_at(event.position())
        hand, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(hand if number >= 0 else arrow)
        self.viewport().setToolTip(self._marks[number][5] if number >= 0 else "")

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # or the release would go elsewhere

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._mark_at(event.position())
        if number >= 0:
            self.mark_clicked.emit(number)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        key = event.key()
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.set_page(self._page + (1 if key == Qt.Key.Key_PageDown else -1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.set_page(0 if key == Qt.Key.Key_Home else self.page_count() - 1)
        elif control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(ZOOM_STEP)
        elif control and key == Qt.Key.Key_Minus:
            self.zoom_by(1 / ZOOM_STEP)
        elif control and key == Qt.Key.Key_0:
            self.fit(WHOLE)
        else:
            super().keyPressEvent(event)
