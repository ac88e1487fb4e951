"""Waiting for what a page finds by a job."""

from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer, SignalInstance

LONGEST_MS = 10_000


def answered(pending: Callable[[], bool], told: SignalInstance) -> None:
    """Let the window live until no answer is awaited any more."""
    loop, longest = QEventLoop(), QDeadlineTimer(LONGEST_MS)
    told.connect(loop.quit)
    QTimer.singleShot(LONGEST_MS, loop, loop.quit)
    while pending() and not longest.hasExpired():
        loop.exec()
    assert not pending()
