"""The window: how much later than an empty one it can be used, and how its list scrolls."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench import rows
from tests.bench.laptops import record_all
from tests.bench.measure import Figure

_EMPTY = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
def tell():
    print("usable", flush=True)
    app.quit()
QTimer.singleShot(0, tell)
app.exec()
"""

_OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from desktop import app as program

class Painted(QObject):
    # Tells of the first activity of the first page when it is drawn as it will stay, and again
    # when it is drawn pressed; then lets it go, and tells of the form that this opens.
    def eventFilter(self, line, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self.go_on)
        return False
    def go_on(self):
        from PySide6.QtTest import QTest
        if line.height() < line.sizeHint().height():
            return
        if not line.isDown():
            QTest.mousePress(line, Qt.MouseButton.LeftButton)
            return
        line.removeEventFilter(self)
        print("usable", flush=True)
        QTest.mouseRelease(line, Qt.MouseButton.LeftButton)
        QTimer.singleShot(0, self.look)
    def look(self):
        shown = running.window.page().shown_record()
        assert shown and shown[0] == "activity" and running.window.page().isVisible(), shown
        print("answered", flush=True)
        app.quit()

app = program.application()
running = program.Program(app, Path(sys.argv[1]))
running.open()
from desktop.pages.home.lines import Line
line = running.window.findChild(Line)
painted = Painted()
line.installEventFilter(painted)
QTimer.singleShot(60_000, lambda: app.exit(1))
status = app.exec()
running.shut_down()
sys.exit(status)
"""
_TURNS = 7


def starting(folder: Path) -> Iterator[Figure]:
    """Start both in turns, as processes of their own, and compare them pair by pair.

    Usable is: the first page is drawn with its activities, and one of them is drawn as pressed.
    """
    _fill(folder / "data")
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that is installed is compiled
    empty, ours, answered = [], [], []
    for turn in range(_TURNS + 1):
        env["XDG_CONFIG_HOME"] = str(folder / f"settings-{turn}")  # or it opens where it was left
        plain = _run(_EMPTY, env)
        told = _run(_OURS, env, str(folder / "data"))
        if turn:  # the first pair fills the caches
            empty.append(plain["usable"])
            ours.append(told["usable"])
            answered.append(told["answered"])
    later = [mine - plain for mine, plain in zip(ours, empty, strict=True)]
    times = statistics.median(ours) / statistics.median(empty)
    note = (
        f"beside {statistics.median(empty):.2f} s of an empty one (× {times:.1f});"
        f" at best {min(ours) - min(empty):.2f} s;"
        f" a form clicked at once is open at {statistics.median(answered):.2f} s"
    )
    yield Figure("window usable, after an empty one", statistics.median(later), "s", 0.6, note)


def _fill(data: Path) -> None:
    """Make a laptop of the sample alliance with 500 more activities of its school."""
    from db.local import member
    from db.store import Store
    from desktop.demo.load import load_sample

    store = Store(data)
    load_sample(store)
    with store.read() as session:
        me = member(session)
    assert me is not None
    record_all(store, [row | {"host_school": me.school} for row in rows.activities(500)])
    store.close()


def _run(code: str, env: dict[str, str], *arguments: str) -> dict[str, float]:
    """Run a program and return when it told what, in seconds after its start."""
    told: dict[str, float] = {}
    start = time.perf_counter()
    command = [sys.executable, "-c", code, *arguments]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        for line in program.stdout:
            told[line.strip()] = time.perf_counter() - start
    assert program.returncode == 0, f"it ended with {program.returncode}"
    return told


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
