"""Makes the editor while the list is read: the first plan then opens as quickly as the others."""

from collections.abc import Callable, Iterator
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer

from db.errors import UnknownRecordError
from db.progress import Progress, Work
from db.queries.library_detail import materials_of
from db.queries.plan_sheet import plan_sheet
from db.queries.records import list_records
from db.store import Store
from desktop.context import Desk


def asked_once(store: Store, plan: str) -> Work[None]:
    """Ask what opening a plan asks: SQLAlchemy works the questions out the first time only."""
    yield Progress(0, 1)
    with store.read() as session, suppress(UnknownRecordError):
        plan_sheet(session, plan)
        materials_of(session, store.blobs, plan)
        list_records(session, "prep_group")


class Readying(QObject):
    """Goes through the making of something large between the events of the window."""

    def __init__(self, desk: Desk, make: Callable[[], Iterator[None]], parent: QObject) -> None:
        """Take what makes it; it yields where the window may answer in between."""
        super().__init__(parent)
        self._desk, self._make, self._plan = desk, make, ""
        self._making: Iterator[None] | None = None
        self._done = False
        self._clock = QTimer(self, interval=0)
        self._clock.timeout.connect(self._go_on)

    def begin_soon(self, plan: str) -> None:
        """Begin as soon as the list is drawn, once; a plan serves as example.

        A click meanwhile waits for one piece, which it needs anyhow: no moment is left idle first.
        """
        if not self._done and plan:
            self._plan = plan
            self._clock.start()

    def wait(self) -> None:
        """Have it made now, or what is left of it."""
        while not self._done:
            self._step()

    def stop(self) -> None:
        """Make nothing more, and let go of what is half made."""
        self._clock.stop()
        self._making = None

    def _go_on(self) -> None:
        if self._making is None:
            self._desk.jobs.start(asked_once(self._desk.store, self._plan))
        self._step()

    def _step(self) -> None:
        if self._making is None:
            self._making = self._make()
        if next(self._making, self) is self:
            self._done = True
            self._clock.stop()
