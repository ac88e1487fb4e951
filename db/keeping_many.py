"""Taking many files in: short ones are read and sealed on other threads, and forced together.

Waiting for the disk after each of 300 photos takes longer than all the rest. So a few are written
before the first is forced, and the next are read and sealed meanwhile; nobody is told of a file
before it is safe.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from db import pictures
from db.blobs import PIECE_BYTES, Laid
from db.errors import AttachmentError
from db.keeping import Keeping, Kept, keep_file
from db.progress import Progress, Work
from db.store import Store

_THREADS = 2
_FORCING = 4  # the disk forces several files as fast as one
_AHEAD = 6  # files that are read and sealed while records are written
_TOGETHER = 32
_TOGETHER_BYTES = 6 * PIECE_BYTES  # they stay in memory until they are safe

Safe = Callable[[Sequence[tuple[Path, Kept]]], None]
"""Is told of a few files whose bytes are safe, in the order in which they were given."""


def keep_files(
    store: Store, paths: Sequence[Path], safe: Safe, *, circle: str = "alliance", home: str = ""
) -> Work[None]:
    """Keep photos and files of any size; each stays, even if a later one fails.

    Args:
        store: The store; no session may be open in this thread.
        paths: The files.
        safe: Writes the records of files that are safe.
        circle: Of the records that will name them.
        home: Of those records.

    Raises:
        AttachmentError: One cannot be read, changes meanwhile, or finds no room; those before it
            are kept, and none behind it.
    """
    keeping = Keeping(store, circle, home)
    ahead: deque[tuple[Path, Future[tuple[Kept, Laid | None]]]] = deque()
    with ThreadPoolExecutor(_THREADS) as aside, ThreadPoolExecutor(_FORCING) as forcing:
        batch = _Batch(keeping, forcing, safe)
        try:
            for number, path in enumerate(paths):
                yield Progress(number, len(paths), path.name)
                if _is_long(path):
                    _take(ahead, batch, leave=0)
                    batch.settle()
                    kept = yield from keep_file(store, path, circle=circle, home=home)
                    safe([(path, kept)])
                else:
                    ahead.append((path, aside.submit(keeping.new_short, path)))
                    _take(ahead, batch, leave=_AHEAD)
            _take(ahead, batch, leave=0)
        finally:
            for _, future in ahead:
                future.add_done_callback(_drop)
                future.cancel()
            batch.settle()


def _is_long(path: Path) -> bool:
    try:
        return pictures.is_long(path)
    except AttachmentError:
        return False  # in its turn it is said why


def _take(
    ahead: "deque[tuple[Path, Future[tuple[Kept, Laid | None]]]]", batch: "_Batch", *, leave: int
) -> None:
    while len(ahead) > leave:
        path, future = ahead.popleft()
        batch.add(path, *future.result())


def _drop(future: Future[tuple[Kept, Laid | None]]) -> None:
    """Remove what was read ahead and is not wanted any more."""
    if not future.cancelled() and future.exception() is None:
        _, laid = future.result()
        if laid is not None:
            laid.drop()


class _Batch:
    """A few files that are written and not safe yet, while those before them become safe."""

    def __init__(self, keeping: Keeping, forcing: ThreadPoolExecutor, safe: Safe) -> None:
        self._keeping, self._forcing, self._safe = keeping, forcing, safe
        self._files: list[tuple[Path, Kept, Laid | None]] = []
        self._on_their_way: list[tuple[Path, Future[Kept]]] = []

    def add(self, path: Path, kept: Kept, laid: Laid | None) -> None:
        """Add one; when they are enough, the disk begins to make all of them safe."""
        if any(one.sha256 == kept.sha256 for _, one, _ in self._files):
            self.settle()  # then the second is named by the words of the first
        self._files.append((path, kept, laid))
        size_bytes = sum(kept.size_bytes for _, kept, _ in self._files)
        if len(self._files) >= _TOGETHER or size_bytes >= _TOGETHER_BYTES:
            self._begin()

    def settle(self) -> None:
        """Make all safe, and tell of those before the first that fails."""
        self._begin()
        self._end()

    def _begin(self) -> None:
        """Let the disk begin with these, once those before them are told of."""
        files, self._files = self._files, []
        try:
            self._end()
        except BaseException:  # none behind one that fails is kept
            for _, _, laid in files:
                if laid is not None:
                    laid.drop()
            raise
        known = self._keeping.known(kept.sha256 for _, kept, _ in files)
        self._on_their_way = [
            (path, self._forcing.submit(self._settle, path, kept, laid, kept.sha256 in known))
            for path, kept, laid in files
        ]

    def _end(self) -> None:
        """Wait until those on their way are safe, and tell of them."""
        forced, self._on_their_way = self._on_their_way, []
        done: list[tuple[Path, Kept]] = []
        try:
            for path, future in forced:
                done.append((path, future.result()))
        finally:
            if done:
                self._safe(done)

    def _settle(self, path: Path, kept: Kept, laid: Laid | None, known: bool) -> Kept:
        if known:  # a record may use other words for it
            if laid is not None:
                laid.drop()
            kept, laid = self._keeping.short(path)
        if laid is not None:
            laid.settle()
        return kept
