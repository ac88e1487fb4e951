"""How long the window is held up while an exchange of 10,000 records runs beside it."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from db import journal
from db.commands import records
from db.progress import Work, finish
from db.store import Store
from sync.round import exchange
from tests.bench import rows
from tests.bench.laptops import pair, record_all, sit
from tests.bench.measure import Figure

_COUNT = 10_000
_BEAT_MS, _SAVE_MS = 5, 100


def responding(folder: Path) -> Iterator[Figure]:
    """Let a heart beat on the window's thread while the thread of jobs publishes and accepts."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.setswitchinterval(0.001)  # as the program with a window has it
    one, other = pair(folder)
    stick = folder / "stick"
    stick.mkdir()
    for store in (one, other, one):
        finish(exchange(store, stick))
    quiet = _watch(other, None).gaps
    record_all(one, rows.activities(_COUNT))
    for name, store in (("publishing", one), ("accepting", other)):
        seen = _watch(store, exchange(store, stick))
        late = sorted(seen.gaps)
        note = f"p99 {late[len(late) * 99 // 100]:.0f} ms; at rest {max(quiet):.0f} ms"
        yield Figure(f"longest wait of the window while {name}", late[-1], "ms", 50, note)
        saves = sorted(seen.saves)
        note = f"the longest of {len(saves)}; median {saves[len(saves) // 2]:.0f} ms"
        yield Figure(f"longest save of the window while {name}", saves[-1], "ms", 50, note)
    one.close()
    other.close()


class _Watch:
    """A heart that beats on the window's thread, and somebody who types.

    Attributes:
        gaps: Milliseconds by which each beat came late, apart from saving.
        saves: Milliseconds that each save took.
    """

    def __init__(self, store: Store) -> None:
        self._store, self._sitting = store, sit(store)
        self.gaps: list[float] = []
        self.saves: list[float] = []
        with journal.writing(store, self._sitting) as writer:
            self._id = records.add(writer, "activity", {"title": "0"})
        self._last = time.perf_counter()

    def beat(self) -> None:
        """Note by how much this beat is late."""
        now = time.perf_counter()
        self.gaps.append(max(0.0, (now - self._last) * 1000 - _BEAT_MS))
        self._last = now

    def save(self) -> None:
        """Save a field, as a form does."""
        began = time.perf_counter()
        with journal.writing(self._store, self._sitting) as writer:
            records.change(writer, self._id, {"title": str(len(self.saves))})
        self._last = time.perf_counter()
        self.saves.append((self._last - began) * 1000)


def _watch(store: Store, work: Work[object] | None) -> _Watch:
    """Watch the window's thread while work runs in the other one; half a second without any."""
    from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

    from desktop.jobs import Jobs

    app = QCoreApplication.instance() or QCoreApplication([])
    loop, jobs, watch = QEventLoop(), Jobs(), _Watch(store)
    clocks = [QTimer(interval=_BEAT_MS), QTimer(interval=_SAVE_MS)]
    for clock, do in zip(clocks, (watch.beat, watch.save), strict=True):
        clock.timeout.connect(do)
        clock.start()
    if work is None:
        QTimer.singleShot(500, loop.quit)
    else:
        jobs.busy_changed.connect(lambda busy: None if busy else loop.quit())
        jobs.start(work)
    loop.exec()
    for clock in clocks:
        clock.stop()
    jobs.shut_down()
    del app
    return watch
