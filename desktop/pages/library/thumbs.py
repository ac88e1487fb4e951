"""Small pictures for tiles: found or made by jobs, a few at a time, kept in memory while needed."""

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from db.progress import Progress, Work
from db.queries.library import MaterialRow
from db.queries.materials import material_of
from db.store import Store
from db.thumbnails import Thumbnails, make, may_have_one
from desktop.context import Desk

AT_ONCE = 6  # a job of more would let a form wait that saves
KEPT = 400
_WAITING = 60
_LONGEST_BYTES = 64 * 1024 * 1024

Found = dict[str, QImage]


class Thumbs(QObject):
    """The pictures of what is looked at; `changed` tells that more of them are there."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._cache = Thumbnails(desk.store.folder)
        self._pixmaps: OrderedDict[str, QPixmap] = OrderedDict()
        self._wanted: OrderedDict[str, MaterialRow] = OrderedDict()
        self._busy = False
        self._soon = QTimer(self, singleShot=True, interval=20)
        self._soon.timeout.connect(self._start)

    def pixmap(self, row: MaterialRow) -> QPixmap | None:
        """Return the picture of a material, or None while there is none; then it is asked for."""
        found = self._pixmaps.get(row.sha256)
        if found is not None:
            self._pixmaps.move_to_end(row.sha256)
            return None if found.isNull() else found
        if row.sha256 and may_have_one(row.file_name):
            self._wanted[row.sha256] = row
            self._wanted.move_to_end(row.sha256)
            while len(self._wanted) > _WAITING:  # scrolled by long ago
                self._wanted.popitem(last=False)
            if not self._busy and not self._soon.isActive():
                self._soon.start()
        return None

    def _start(self) -> None:
        if self._busy or not self._wanted:
            return
        rows = [self._wanted.popitem()[1] for _ in range(min(AT_ONCE, len(self._wanted)))]
        self._busy = True
        work = find_or_make(self._desk.store, self._cache, rows)
        self._desk.jobs.start(work, succeeded=self._take, failed=self._leave, stopped=self._stopped)

    def _take(self, found: Found) -> None:
        self._busy = False
        for sha256, image in found.items():
            self._pixmaps[sha256] = QPixmap.fromImage(image)
            if len(self._pixmaps) > KEPT:
                self._pixmaps.popitem(last=False)
        self.changed.emit()
        if self._wanted:
            self._soon.start()

    def _leave(self, _error: Exception) -> None:
        self._stopped()

    def _stopped(self) -> None:
        self._busy = False


def find_or_make(store: Store, cache: Thumbnails, rows: Sequence[MaterialRow]) -> Work[Found]:
    """Return the pictures of some materials; an empty one where there can be none."""
    found: Found = {}
    for done, row in enumerate(rows):
        yield Progress(done, len(rows), row.title)
        data = cache.find(row.sha256)
        if data is None:
            data = _made(store, row)
            if data is None:  # not here: it may come
                continue
            cache.keep(row.sha256, data)
        found[row.sha256] = QImage.fromData(data) if data else QImage()
    return found


def _made(store: Store, row: MaterialRow) -> bytes | None:
    with store.read() as session:
        file = material_of(session, store.blobs, row.attachment)
    if file is None or not file.is_here(store.blobs):
        return None
    whole = file.whole_path(store.blobs)
    if whole is not None:
        return make(row.file_name, whole)
    if file.size_bytes > _LONGEST_BYTES:
        return b""
    data = store.blobs.open(list(file.pieces))
    return None if data is None else make(row.file_name, data)
