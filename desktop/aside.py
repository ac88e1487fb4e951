"""One piece of work on a thread of its own: a server that does not answer keeps nothing waiting.

For what touches no records: trying a place, asking a keyring.  What writes records is a job
(`desktop.jobs`): they run one after another, and none may wait behind a server.
"""

import queue
import threading
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from db.progress import Progress, Work

_TICK_MS = 40
_GOES_ON, _DONE, _FAILED = range(3)


class _Run:
    """One piece of work; it holds no widget, which only the window's thread may destroy."""

    def __init__(self, work: Work[Any]) -> None:
        self.told: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
        self.stop = threading.Event()
        self._work = work

    def drive(self) -> None:
        """Run the work to its end. Called on a thread of its own."""
        try:
            while not self.stop.is_set():
                self.told.put((_GOES_ON, next(self._work)))
            self._work.close()
        except StopIteration as end:
            self.told.put((_DONE, end.value))
        except Exception as error:  # noqa: BLE001 - the boundary: nothing may vanish in a thread
            self.told.put((_FAILED, error))


class Aside(QObject):
    """Runs one piece of work at a time; a new one puts the old one away, unheard.

    All signals come on the thread of the window.  The thread is not waited for at the end.
    """

    progressed = Signal(Progress)
    succeeded = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: _Run | None = None
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._read)

    def start(self, work: Work[Any]) -> None:
        """Begin a piece of work."""
        self.stop()
        self._run = _Run(work)
        threading.Thread(target=self._run.drive, daemon=True, name="lianke-aside").start()
        self._clock.start()

    def stop(self) -> None:
        """Hear no more of the work that runs; it ends at its next safe place."""
        if self._run is not None:
            self._run.stop.set()
        self._run = None
        self._clock.stop()

    def running(self) -> bool:
        """Return whether work runs that is still heard."""
        return self._run is not None

    def _read(self) -> None:
        run = self._run
        while run is not None and run is self._run and not run.told.empty():
            kind, value = run.told.get()
            if kind == _GOES_ON:
                self.progressed.emit(value)
                continue
            self.stop()
            (self.succeeded if kind == _DONE else self.failed).emit(value)
