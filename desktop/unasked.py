"""Exchanges by itself with shares and servers that answer; never with what somebody plugged in."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, QTimer, Signal

from db.progress import Progress, Work
from db.store import Store
from desktop.context import Desk
from desktop.jobs import Job, Jobs
from desktop.readable_copies import readable_copies
from desktop.sticks import can_be_pulled_out
from sync import places
from sync.carriers.carrier import Stopping
from sync.errors import PlaceBusyError, SyncError
from sync.result import RoundResult
from sync.round import exchange
from sync.schedule import Schedule
from sync.unasked import exchange_unasked

TICK_MS = 15_000
ON = "on"


class Unasked(QObject):
    """Runs at most one exchange at a time, on a thread of its own: what hangs keeps nobody waiting.

    `ended` tells of each one, on the thread of the window, once nothing of it runs any more.
    """

    ended = Signal(object)  # RoundResult, or None when nothing was exchanged

    def __init__(
        self,
        desk: Desk,
        parent: QObject,
        schedule: Schedule | None = None,
        is_plugged: Callable[[Path], bool] = can_be_pulled_out,
    ) -> None:
        super().__init__(parent)
        self._desk, self._is_plugged = desk, is_plugged
        self.schedule = schedule or Schedule()
        self._jobs = Jobs(self)
        self._job: Job | None = None
        self._place = ""
        self._ends = Event()  # told to whatever waits for a place
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look for places that answer."""
        self._clock.start()
        self.look()

    def running(self) -> bool:
        """Return whether an exchange runs."""
        return self._job is not None

    def place(self) -> str:
        """Return where the exchange runs, or ran last."""
        return self._place

    def name(self) -> str:
        """Return what people call that place."""
        with self._desk.store.read() as session:
            rows = places.known(session)
        return next((row.name for row in rows if row.address == self._place), self._place)

    def look(self) -> None:
        """Begin an exchange where one is due, unless it is switched off or another one runs."""
        off = self._desk.settings.unasked != ON
        if off or self._job is not None or self._desk.jobs.busy():  # a person's work comes first
            return
        with self._desk.store.read() as session:
            met = [row.address for row in places.known(session) if row.outcome]
        self.schedule.watch(met)
        place = self.schedule.due()
        if place is not None:
            self._ends = Event()
            work = _unasked(self._desk.store, place, self._is_plugged, self._ends.is_set)
            self._begin(place, work)

    def say_goodbye(self) -> bool:
        """Bring what waits to a place that answered the last time; return whether this began.

        The program closes, so that no form is open any more: everything goes.
        """
        self._clock.stop()
        answering = self.schedule.answering()
        if self._job is not None or self._desk.settings.unasked != ON or not answering:
            return False
        with self._desk.store.glance() as look:
            if look.execute("SELECT 1 FROM outgoing LIMIT 1").fetchone() is None:
                return False
        self._begin(answering[0], exchange(self._desk.store, answering[0]))
        return True

    def stop(self) -> None:
        """End, also in the middle of a file; `ended` follows."""
        if self._job is not None:
            self._job.stop()
            self._ends.set()  # last: the work must find its driver stopping

    def shut_down(self, within_s: float) -> bool:
        """Look no more; return whether the thread ended in time, which one that hangs does not."""
        self._clock.stop()
        return self._jobs.shut_down(within_s)

    def _begin(self, place: str, work: Work[RoundResult | None]) -> None:
        self._place = place
        self._job = self._jobs.start(
            work, succeeded=self._succeed, failed=self._fail, stopped=self._end
        )

    def _succeed(self, result: RoundResult | None) -> None:
        if result is None:
            self.schedule.silent(self._place)
        else:
            self.schedule.answered(self._place)
        self._end(result)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, PlaceBusyError):
            self.schedule.busy(self._place, error.wait_s)
        else:
            self.schedule.silent(self._place)
        self._end(getattr(error, "result", None))
        if not isinstance(error, SyncError):  # a place that fails is told in the list of places
            self._desk.jobs.failed.emit(error)

    def _end(self, result: RoundResult | None = None) -> None:
        self._job = None
        self.ended.emit(result)


def _unasked(
    store: Store, place: str, is_plugged: Callable[[Path], bool], stopping: Stopping
) -> Work[RoundResult | None]:
    """Exchange with a place, unless somebody plugged it in: that one is offered, and waits."""
    yield Progress(0, 0)
    if "://" not in place and is_plugged(Path(place)):  # may hang, so it is asked here
        return None
    return (yield from exchange_unasked(store, place, stopping, readable_copies))
