"""What lies over the tiles while files are held over them: where they go, and what will happen."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from db.material_guess import guess
from desktop import theme
from desktop.labels import choice_label, listed
from desktop.sizes import size_words
from desktop.tokens import RADIUS
from desktop.widgets.basic import A, Icon, column, label
from desktop.words import _, ngettext

_LOOKED_AT = 60  # files; of more only their number is told


class DropZone(QWidget):
    """Says where files go before they are let go."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = column(self, 6, (24, 24, 24, 24))
        layout.addStretch(1)
        layout.addWidget(Icon("download-simple", "accent", 48), 0, A.AlignHCenter)
        self._where, self._what = label("", "title", wrap=True), label("", "body", "ink2")
        self._note = label("", "small", "ink2", wrap=True)
        for one in (self._where, self._what, self._note):
            one.setAlignment(A.AlignHCenter)
            layout.addWidget(one)
        layout.addStretch(1)
        self.hide()

    def offer(self, paths: Sequence[Path], place: str) -> None:
        """Show that files are held over the page.

        Args:
            paths: The files and folders.
            place: Where they will belong, in words; nothing when their names will tell.
        """
        words = _("Let go, and look through them first")
        if place:
            words = _("Let go: they go to “{place}”").format(place=place)
        self._where.setText(words)
        self._what.setText(told(paths))
        self._note.setText(_("The same file is not kept twice; your own files are not touched."))
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn, painter = theme.now(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), worn.q("canvas"))
        pen = QPen(worn.q("accent"), 2, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(worn.q("accent_soft"))
        edge = QRectF(self.rect()).adjusted(17, 17, -17, -17)
        painter.drawRoundedRect(edge, RADIUS["card"], RADIUS["card"])


def told(paths: Sequence[Path]) -> str:
    """Return how many files are held, how large they are and of which types, as far as is seen."""
    if len(paths) > _LOOKED_AT or any(path.is_dir() for path in paths):
        words = ngettext("{count} file or folder", "{count} files or folders", len(paths))
        return words.format(count=len(paths))
    size = 0
    for path in paths:
        with suppress(OSError):
            size += path.stat().st_size
    kinds = Counter(guess(path.name).type for path in paths)
    types = [f"{choice_label('material', 'type', type)} {count}" for type, count in kinds.items()]
    count = ngettext("{count} file", "{count} files", len(paths)).format(count=len(paths))
    words = _("{files}, {size}: {types}")
    return words.format(files=count, size=size_words(size), types=listed(types))


def paths_of(data: QMimeData) -> list[Path]:
    """Return the files and folders that are being dropped."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
