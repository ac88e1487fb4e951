"""The exchanges of one window: which one runs, how the last one ended, what is plugged in.

It outlives the pages that show it: they are built anew when letters or language change.
"""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal

from db.indexing import catching_up
from db.progress import Progress
from desktop.context import Desk
from desktop.exchange_work import STOPPED, Outcome, exchanging, stopped
from desktop.jobs import Job
from desktop.sticks import Sticks
from desktop.unasked import Unasked
from sync.result import RoundResult
from sync.visit import RoundProgress


class Exchanges(QObject):
    """Runs one exchange at a time; all signals come on the thread of the window."""

    began = Signal()
    progressed = Signal(object)  # RoundProgress
    ended = Signal(object)  # Outcome

    def __init__(self, desk: Desk, sticks: Sticks | None = None) -> None:
        """Stay with a desk; `Exchanges.of` finds it there again.

        Args:
            desk: Of the window.
            sticks: What is plugged in; None watches this computer.
        """
        super().__init__(desk.news)
        self._desk = desk
        self.sticks = sticks or Sticks(self)
        self.sticks.start()
        self.unasked = Unasked(desk, self)
        self.unasked.ended.connect(self._unasked_ended)
        self._waits = False  # for an exchange that nobody asked for to make way
        self._job: Job | None = None
        self._ends = Event()  # told to whatever waits for a place
        self._place = ("", "")
        self._progress: RoundProgress | None = None
        self._last: Outcome | None = None

    @classmethod
    def of(cls, desk: Desk) -> "Exchanges":
        """Return the one of a desk, made at the first call."""
        found = desk.news.findChild(cls)
        return found if isinstance(found, cls) else cls(desk)

    def running(self) -> bool:
        """Return whether an exchange runs."""
        return self._job is not None or self._waits

    def stopping(self) -> bool:
        """Return whether the exchange that runs was asked to end."""
        return self._job is not None and self._job.stopping()

    def place(self) -> tuple[str, str]:
        """Return the address where the exchange runs, or ran last, and what people call it."""
        return self._place

    def progress(self) -> RoundProgress | None:
        """Return how far the exchange has come, when it said so yet."""
        return self._progress

    def last(self) -> Outcome | None:
        """Return how the last exchange since the start ended."""
        return self._last

    def forget_last(self) -> None:
        """Show the last outcome no more."""
        self._last = None

    def start(self, place: str | Path, name: str) -> None:
        """Exchange with a place, unless an exchange runs; what is on the screen travels too.

        Args:
            place: A folder, or the URL of a server.
            name: What people call it.
        """
        if self.running():
            return
        self._desk.flush()
        address = str(place)
        self._place, self._progress, self._last = (address, name), None, None
        settings = replace(self._desk.settings, last_place=address)
        self._desk.change_settings(settings)
        self._waits = self.unasked.running()
        if self._waits:
            self.unasked.stop()
        else:
            self._go()
        self.began.emit()

    def _go(self) -> None:
        self._ends = Event()
        self._job = self._desk.jobs.start(
            exchanging(self._desk.store, *self._place, self._ends.is_set),
            succeeded=self._end,
            progressed=self._tell,
            failed=self._fail,
            stopped=self._stopped,
        )

    def stop(self) -> None:
        """Stop, also in the middle of a file; nothing is lost."""
        if self._job is not None:
            self._job.stop()
            self._ends.set()  # last: the work must find its driver stopping
        elif self._waits:
            self._waits = False
            self._end(Outcome(*self._place, STOPPED))

    def _unasked_ended(self, result: RoundResult | None) -> None:
        if self._waits:
            self._waits = False
            self._go()
        if result is not None:
            self._spread(arrived=bool(result.received))

    def _tell(self, progress: Progress) -> None:
        if self._job is not None and isinstance(progress, RoundProgress):
            self._progress = progress
            self.progressed.emit(progress)

    def _fail(self, error: Exception) -> None:
        address, name = self._place
        self._end(Outcome(address, name, "failed", error=error))
        self._desk.jobs.failed.emit(error)

    def _stopped(self) -> None:
        self._end(stopped(self._desk.store, *self._place))

    def _end(self, outcome: Outcome) -> None:
        self._job, self._progress, self._last = None, None, outcome
        self.ended.emit(outcome)
        self._spread(arrived=bool(outcome.received))

    def _spread(self, *, arrived: bool) -> None:
        news = self._desk.news
        if arrived:
            news.arrived.emit()
            with suppress(RuntimeError):  # the program ends: the index follows at the next start
                self._desk.jobs.start(catching_up(self._desk.store))
        else:
            news.changed.emit()  # what was unsent may have gone
