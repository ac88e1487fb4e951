"""Collects garbage on the thread of the window only.

Python collects on whatever thread happens to allocate.  A cycle of Qt objects (a page that was
replaced, its timers and models) collected on the thread of a job is destroyed there, and Qt
crashes later, anywhere.  So nobody collects but a timer of the window's thread.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000


class Collector(QObject):
    """Takes over from Python's own collector until it is stopped."""

    def __init__(self, parent: QObject | None = None, every_ms: int = EVERY_MS) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # what the program is made of never becomes garbage: a collection skips it
        self._clock = QTimer(self, interval=every_ms)
        self._clock.timeout.connect(self._collect)
        self._clock.start()

    def stop(self) -> None:
        """Give it back to Python."""
        self._clock.stop()
        gc.unfreeze()
        gc.enable()

    def _collect(self) -> None:
        """Collect the oldest generation that is due, as Python would have."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
