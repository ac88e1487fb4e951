"""Reads in what the first click will need, module by module, once the first page is shown.

It happens on the thread of the window, between its events: two threads that read in parts of one
library at once can lock each other out.  So no other thread may start before `done`.
"""

import importlib
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

MODULES = (
    "sqlalchemy",
    "sqlalchemy.orm",
    "sqlalchemy.dialects.sqlite",
    "db.models.schools",
    "db.models.activities",
    "db.models.people",
    "db.models.calendar",
    "db.models.local",
    "db.models.exchange",
    "db.engines",
    "db.documents",
    "db.journal",
    "db.queries.activities",
    "db.queries.people",
    "desktop.pages.activities.page",
)
LATER = (  # what watches for sticks, and the pages of plans and materials
    "sync.keys",
    "sync.identity",
    "sync.taking",
    "sync.visit",
    "sync.fetching",
    "sync.round",
    "db.queries.readable",
    "desktop.exchange_work",
    "desktop.exchanges",
    "desktop.stick_offer",
    "db.queries.plan_sheet",
    "desktop.pages.plans.editor",
    "desktop.pages.plans.stand_ins",
    "desktop.pages.plans.page",
    "desktop.pages.library.page",
)


class ReadAhead(QObject):
    """Reads in one module at a time; a click in between is heard at once."""

    done = Signal()

    def __init__(self, parent: QObject | None = None, modules: Sequence[str] = MODULES) -> None:
        super().__init__(parent)
        self._left = list(modules)
        self._clock = QTimer(self, interval=0)
        self._clock.timeout.connect(self._read_one)

    def start(self) -> None:
        """Begin, or go on."""
        self._clock.start()

    def stop(self) -> None:
        """Read no more."""
        self._clock.stop()

    def _read_one(self) -> None:
        if self._left:
            importlib.import_module(self._left.pop(0))
        else:
            self.stop()
            self.done.emit()
