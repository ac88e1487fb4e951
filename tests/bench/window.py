"""The window: how much later than an empty one it can be used, and how its list scrolls."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench import rows
from tests.bench.laptops import founded, record_all
from tests.bench.measure import Figure

_EMPTY = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""

_OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop import app as program
app = program.application()
opened = program.Program(app, Path(sys.argv[1]))
opened.open()
QTimer.singleShot(0, lambda: QTimer.singleShot(0, app.quit))
app.exec()
opened.shut_down()
"""


def starting(folder: Path) -> Iterator[Figure]:
    """Start both in turns, as processes of their own, and compare them pair by pair."""
    store = founded(folder / "data")
    record_all(store, rows.activities(500))
    store.close()
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(folder)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that is installed is compiled
    differences, empty = [], []
    for turn in range(6):
        plain = _run(_EMPTY, env)
        ours = _run(_OURS, env, str(folder / "data"))
        if turn:  # the first pair fills the caches
            differences.append(ours - plain)
            empty.append(plain)
    note = f"beside {statistics.median(empty):.2f} s of an empty one"
    yield Figure(
        "window usable, after an empty one", statistics.median(differences), "s", 0.6, note
    )


def _run(code: str, env: dict[str, str], *arguments: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *arguments], env=env, check=True, timeout=60)
    return time.perf_counter() - start


def scroll_through(data: Path, *, steps: int) -> tuple[int, float]:
    """Leap through the whole list of a data folder's window.

    Returns:
        How many rows the list asked the store for, and the longest leap in seconds.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    import datetime
    import tempfile

    from db.local import member
    from db.queries import activities
    from db.store import Store
    from desktop import app as program
    from desktop import theme
    from desktop.context import Desk
    from desktop.jobs import Jobs
    from desktop.pages.activities.activity_list import ActivityList
    from desktop.settings import Settings, SettingsFile
    from desktop.window import Window

    app = program.application()
    theme.apply(app, theme.Theme())
    store = Store(data)
    with store.read() as session:
        me = member(session)
    assert me is not None
    with tempfile.TemporaryDirectory() as settings:
        file = SettingsFile(Path(settings) / "lianke.ini")
        desk = Desk(store, Jobs(), file, Settings(), me, "", lambda: datetime.date(2025, 10, 17))
        window = Window(desk)
        window.show()
        window.go("activities")
        app.processEvents()
        found = window.findChildren(ActivityList)[0]
        found.show_filter(activities.ActivityFilter())
        app.processEvents()
        bar = found.view.verticalScrollBar()
        asked, longest = 0, 0.0
        before = activities.list_activities

        def counting(*args: object, **kwargs: object) -> object:
            nonlocal asked
            found = before(*args, **kwargs)  # type: ignore[arg-type]
            asked += len(found)
            return found

        activities.list_activities = counting  # type: ignore[assignment]
        for step in range(steps):
            start = time.perf_counter()
            bar.setValue(bar.maximum() * step // steps)
            app.processEvents()
            longest = max(longest, time.perf_counter() - start)
        activities.list_activities = before
        desk.jobs.shut_down()
        window.deleteLater()
        app.processEvents()
        store.close()
    return asked, longest
