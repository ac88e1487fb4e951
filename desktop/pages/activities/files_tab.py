"""资料: the photos and files of an activity, and the shared materials that belong to it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMenu, QWidget
from typing_extensions import override

from db.blobs import Blobs
from db.progress import Progress, Work
from db.queries.attachments import AttachmentRow
from desktop import glyphs, theme
from desktop.context import Desk
from desktop.pages.file_opening import FileOpening
from desktop.pages.library.picker import MaterialPicker
from desktop.pages.part_questions import PartQuestions
from desktop.tokens import RADIUS
from desktop.widgets.basic import A, column, frame, label, row, rule
from desktop.widgets.buttons import button
from desktop.widgets.filters import chips
from desktop.widgets.lists import text
from desktop.words import _, ngettext

THUMB = QSize(168, 112)
KIB = 1024


def size_words(size_bytes: int) -> str:
    """Return a size as people say it."""
    if size_bytes >= KIB * KIB:
        return f"{size_bytes / KIB / KIB:.1f} MB"
    return f"{max(1, round(size_bytes / KIB))} kB"


def thumbnails(blobs: Blobs, rows: Sequence[AttachmentRow]) -> Work[dict[str, QImage]]:
    """Return small pictures of the photos that are here, by attachment."""
    found: dict[str, QImage] = {}
    for done, one in enumerate(rows):
        yield Progress(done, len(rows), one.caption)
        if one.here and one.media_type.startswith("image/"):
            picture = QImage.fromData(blobs.open(list(one.pieces)) or b"")
            if not picture.isNull():
                found[one.id] = picture.scaled(
                    THUMB * 2,
                    Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                    Qt.TransformationMode.SmoothTransformation,
                )
    return found


class FileTile(QAbstractButton):
    """One photo or file: its picture, its name, its size, or that it has not come yet."""

    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, row: AttachmentRow) -> None:
        super().__init__()
        self.row = row
        self._picture: QImage | None = None
        worn = theme.now()
        self._thumb = QSize(worn.size(THUMB.width()), worn.size(THUMB.height()))
        self.setFixedSize(self._thumb.width(), self._thumb.height() + worn.size(46))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{row.caption} {self.note()}")
        self.setToolTip(row.caption)
        self.clicked.connect(self._open)

    def note(self) -> str:
        """Return what stands under the name."""
        if not self.row.here:
            return _("Not here yet")
        return size_words(self.row.size_bytes)

    def set_picture(self, picture: QImage) -> None:
        """Show the photo itself."""
        self._picture = picture
        self.update()

    def _open(self) -> None:
        if self.row.here:
            self.opened.emit(self.row.id)

    def _remove(self) -> None:
        self.removed.emit(self.row.id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._remove()
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Open"), self._open)
        menu.addAction(_("Take away"), self._remove)
        menu.popup(event.globalPos())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn, painter = theme.now(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0.5, 0.5, self._thumb.width() - 1, self._thumb.height() - 1)
        dashed = Qt.PenStyle.SolidLine if self.row.here else Qt.PenStyle.DashLine
        edge = "accent" if self.underMouse() else "line" if self.row.here else "edge"
        painter.setPen(QPen(worn.q(edge), 1, dashed))
        painter.setBrush(worn.q("sunken" if self.row.here else "surface"))
        painter.drawRoundedRect(box, RADIUS["control"], RADIUS["control"])
        if self._picture is not None:
            self._paint_picture(painter, self._picture)
        else:
            self._paint_sign(painter)
        left, top = (
            QRect(2, self._thumb.height() + 2, self.width() - 4, worn.size(22)),
            worn.size(20),
        )
        text(painter, left, self.row.caption, "strong")
        text(painter, left.translated(0, top), self.note(), "small", "ink3")

    def _paint_picture(self, painter: QPainter, picture: QImage) -> None:
        frame_of = QRect(1, 1, self._thumb.width() - 2, self._thumb.height() - 2)
        ratio = max(frame_of.width() / picture.width(), frame_of.height() / picture.height())
        wide, tall = frame_of.width() / ratio, frame_of.height() / ratio
        source = QRectF((picture.width() - wide) / 2, (picture.height() - tall) / 2, wide, tall)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(frame_of), picture, source)

    def _paint_sign(self, painter: QPainter) -> None:
        worn = theme.now()
        name = "file-text" if self.row.here else "circle-dashed"
        if self.row.here and self.row.media_type.startswith("image/"):
            name = "image"
        side = worn.size(32)
        ratio = self.devicePixelRatioF()
        sign = glyphs.pixmap(name, worn.c.ink3, side, ratio)
        painter.drawPixmap(
            (self._thumb.width() - side) // 2, (self._thumb.height() - side) // 2, sign
        )


class FilesTab(QWidget):
    """The tiles, a place to drop, a button to choose."""

    chosen = Signal(object)  # list of paths
    removed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.rows: Sequence[AttachmentRow] = ()
        layout = self._layout = column(self, 12, (20, 14, 20, 14))
        self.questions = PartQuestions()
        layout.addWidget(self.questions)
        head = row(gap=8)
        self._add = button("", "", "plus", small=False)
        self._add.clicked.connect(self.ask)
        self._hint = label("", "small", "ink3", wrap=True)
        head.addWidget(self._add)
        head.addWidget(self._hint, 1)
        layout.addLayout(head)
        self._drop = frame("drop")
        inner = column(self._drop, 4, (16, 24, 16, 24))
        self._drop_words = label("", "strong", "accent")
        inner.addWidget(self._drop_words, 0, A.AlignHCenter)
        self._drop.hide()
        layout.addWidget(self._drop)
        self._tiles = chips([], 12)
        layout.addWidget(self._tiles)
        self.opening = FileOpening(desk)
        layout.addWidget(self.opening)
        self.picker = MaterialPicker(desk)
        layout.addWidget(rule())
        layout.addWidget(self.picker)
        layout.addStretch(1)
        self.folder = ""
        self._retranslate()

    def set_rows(self, rows: Sequence[AttachmentRow]) -> bool:
        """Show these; return whether they are others than before."""
        if [(one.id, one.here, one.caption) for one in rows] == [
            (one.id, one.here, one.caption) for one in self.rows
        ]:
            return False
        self.rows = rows
        self.opening.put_away()
        self._tiles.clear()
        for one in rows:
            tile = FileTile(one)
            tile.opened.connect(self._open)
            tile.removed.connect(self.removed)
            self._tiles.add(tile)
        return True

    def lay_on_top(self, widget: QWidget) -> None:
        """Put a widget over the tiles, under the questions."""
        self._layout.insertWidget(1, widget)

    def named(self, id: str) -> str:
        """Return what a file is called; nothing for one that is not here."""
        names = (one.caption or one.file_name for one in self.rows if one.id == id)
        return next(names, "")

    def _open(self, id: str) -> None:
        for one in self.rows:
            if one.id == id:
                self.opening.open(one)

    def tiles(self) -> list[FileTile]:
        """Return the tiles shown."""
        return self._tiles.findChildren(FileTile)

    def set_pictures(self, pictures: dict[str, QImage]) -> None:
        """Show the photos themselves."""
        for tile in self.tiles():
            if tile.row.id in pictures:
                tile.set_picture(pictures[tile.row.id])

    def ask(self) -> None:
        """Ask for files in the system's own dialog."""
        dialog = QFileDialog(self, _("Add photos or files"), self.folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._take)
        dialog.open()

    def _take(self, names: list[str]) -> None:
        self.chosen.emit([Path(name) for name in names])

    def _retranslate(self) -> None:
        self._add.setText(_("Add photos or files"))
        self._hint.setText(_("Or drop them here. Photos lose the place where they were taken."))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        if urls:
            words = ngettext("Add {count} file here", "Add {count} files here", len(urls))
            self._drop_words.setText(words.format(count=len(urls)))
            self._drop.show()
            event.acceptProposedAction()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop.hide()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._drop.hide()
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.chosen.emit(paths)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
