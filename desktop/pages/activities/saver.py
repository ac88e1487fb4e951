"""Saves what a form says on a thread of its own, so that a slow disk never stops a typist."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal


class Saver(QObject):
    """Runs one save at a time; `succeeded` or `failed` comes on the thread of the window."""

    succeeded = Signal(object)
    failed = Signal(object)
    _done = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lianke-save")
        self._now: Future[Any] | None = None
        self._done.connect(self._hear)

    def busy(self) -> bool:
        """Return whether a save is on its way."""
        return self._now is not None

    def start(self, save: Callable[[], Any]) -> None:
        """Begin a save; only when none is on its way."""
        self._now = self._pool.submit(save)
        self._now.add_done_callback(self._done.emit)

    def wait(self) -> None:
        """Wait for the save on its way and tell how it went, at once."""
        if self._now is not None:
            self._hear(self._now)

    def close(self) -> None:
        """Let the thread go."""
        self._pool.shutdown(wait=True)

    def _hear(self, done: Future[Any]) -> None:
        if done is not self._now:
            return  # it was waited for, and told then
        error = done.exception()
        self._now = None
        if error is not None:
            self.failed.emit(error)
        else:
            self.succeeded.emit(done.result())
