"""The first plan that is opened after the program was started, as a person meets it."""

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from db.store import Store
from tests.bench.measure import Figure

_OURS = """
import sys, time
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from desktop import app as program

PAUSE_MS = int(sys.argv[2])  # how long the person reads the list before choosing
PLAN = sys.argv[3]

class Person:
    # Goes to the plans, reads the list, clicks a plan and waits until it is drawn.
    def begin(self):
        if running._ahead._clock.isActive():
            QTimer.singleShot(5, self.begin)
            return
        running.window.go("plans")
        self.wait()
    def wait(self):
        shown = running.window.page("plans").list
        if not shown.count() or not shown.view.isVisible():
            QTimer.singleShot(5, self.wait)
            return
        app.processEvents()
        QTimer.singleShot(PAUSE_MS, self.click)
    def click(self):
        shown = running.window.page("plans").list
        index = shown.model.index(shown.model.line_of(list(shown._ids).index(PLAN)))
        shown.view.scrollTo(index)
        app.processEvents()
        began = time.perf_counter()
        at = shown.view.visualRect(index).center()
        QTest.mouseClick(shown.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        app.processEvents()
        took = (time.perf_counter() - began) * 1000
        editor = running.window.page("plans").editor
        assert editor and editor.id == PLAN and len(editor.form.table.rows.rows) == 30
        assert editor.form.table.isVisible()
        print(took, flush=True)
        app.quit()

app = program.application()
running = program.Program(app, Path(sys.argv[1]))
running.open()
running.window.resize(1280, 800)  # its usual size, for which the offscreen screen is too small
person = Person()
QTimer.singleShot(0, person.begin)
QTimer.singleShot(60_000, lambda: app.exit(1))
status = app.exec()
running.shut_down()
sys.exit(status)
"""
_TURNS = 5


def first_plan(data: Path, plan: str, pause_ms: int) -> Figure:
    """Start the program anew each time and open a plan of 30 steps from the list."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that is installed is compiled
    times = []
    for turn in range(_TURNS + 1):
        env["XDG_CONFIG_HOME"] = str(data.parent / f"settings-{pause_ms}-{turn}")
        command = [sys.executable, "-c", _OURS, str(data), str(pause_ms), plan]
        ran = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
        times.append(float(ran.stdout.split()[-1]))
    late = sorted(times[1:])  # the first start fills the caches
    when = "clicked as soon as it is listed" if not pause_ms else f"after {pause_ms} ms of the list"
    note = f"{late[0]:.0f} to {late[-1]:.0f} ms of {len(late)} starts"
    return Figure(f"the first plan opened, {when}", statistics.median(late), "ms", 150, note)


def opening_first(folder: Path) -> Iterator[Figure]:
    """Make a laptop of the sample alliance with one more plan, of 30 steps, and open that."""
    from desktop.demo.load import load_sample
    from tests.bench.plan_window import add_plan

    data = folder / "data"
    store = Store(data)
    load_sample(store)
    plan = add_plan(store, 30)
    store.close()
    for pause_ms in (0, 1000):
        yield first_plan(data, plan, pause_ms)
