"""The sheets of what is asked for now: made anew a moment after each change, the last one kept."""

import shutil
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.context import Desk
from desktop.jobs import Job
from desktop.pages.reports.making import Ask, Made, making

PAUSE_MS = 300  # after a choice: several at once make one file
SLOW_MS = 1000


class Latest(QObject):
    """Has the file made that is asked for, and knows whether it is there yet."""

    made = Signal(object)  # Made
    termless = Signal()  # there is no term to make one of
    failed = Signal(object)
    slow = Signal()  # it takes so long that one should say so

    def __init__(self, desk: Desk, ask: Callable[[], Ask], parent: QObject) -> None:
        """Take what tells at any time what is asked for."""
        super().__init__(parent)
        self._desk, self._ask = desk, ask
        self._folder = Path(tempfile.mkdtemp(prefix="lianke-sheets-"))
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._number, self._fresh, self._ended = 0, False, False
        self._job: Job | None = None
        self._next: Callable[[], object] | None = None
        self.shown: Made | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.make)
        self._clock = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._clock.timeout.connect(self.slow)

    def fresh(self) -> bool:
        """Return whether the file is of what is asked for now."""
        return self._fresh

    def outdate(self, *, now: bool = True) -> None:
        """Hear that something changed, and make it anew in a moment, unless nobody looks."""
        self._fresh = False
        if now:
            self._pause.start()

    def make(self) -> None:
        """Make what is asked for now; work on an earlier wish is given up."""
        self._pause.stop()
        self._fresh = False
        if self._job:
            self._job.stop()
        self._job, ask = None, self._ask()
        if not ask.term:
            self._next = None
            self.termless.emit()
            return
        self._number += 1
        self._clock.start()
        work = making(self._desk.store, ask, self._path(), self._desk.today())
        self._job = self._desk.jobs.start(work, succeeded=self._take, failed=self._give_up)

    def when_fresh(self, do: Callable[[], object]) -> None:
        """Do something with the sheets, once they are those that are asked for."""
        if self._fresh:
            do()
            return
        self._next = do
        if self._job is None or self._pause.isActive():
            self.make()

    def end(self) -> None:
        """Give up what is being made, and take the files away; whoever shows one let it go."""
        self._ended = True
        self._pause.stop()
        self._clock.stop()
        if self._job:
            self._job.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self) -> Path:
        return self._folder / f"{self._number}.pdf"

    def _take(self, made: Made) -> None:
        if self._ended:
            return
        if made.path != self._path():  # something else was asked for meanwhile
            made.path.unlink(missing_ok=True)
            return
        before, self.shown = self.shown, made
        self._job = None
        self._fresh = not self._pause.isActive()
        self._clock.stop()
        self.made.emit(made)
        if before:
            before.path.unlink(missing_ok=True)
        if self._fresh and self._next:
            do, self._next = self._next, None
            do()

    def _give_up(self, error: Exception) -> None:
        self._job, self._next = None, None
        self._clock.stop()
        if self._ended:
            return
        self.failed.emit(error)
