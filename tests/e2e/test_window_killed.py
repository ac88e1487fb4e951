"""The window is killed while somebody types: at most the last second is lost."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from db.check import check
from db.queries.records import show
from db.store import Store
from tests.desktop.office import open_office
from tests.desktop.plan_room import plan_with_steps

_TYPIST = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop import app as program
from desktop.pages.activities.boxes import TextBox

app = program.application()
running = program.Program(app, Path(sys.argv[1]))
running.open()
window = running.window
words = []

def begin():
    window.open_record("activity", sys.argv[2])
    QTimer.singleShot(100, type_one)

def type_one():
    box = window.page("activities").form.basics.box("summary").box
    assert isinstance(box, TextBox)
    box.appendPlainText(f"{len(words):03}")
    words.append(1)
    print(len(words), flush=True)
    # without a breath: nobody waits for the program to save
    QTimer.singleShot(120, type_one)

QTimer.singleShot(300, begin)
app.exec()
"""


_PLANNER = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop import app as program

app = program.application()
running = program.Program(app, Path(sys.argv[1]))
running.open()
window = running.window
words = []

def begin():
    window.open_record("plan_step", sys.argv[2])
    QTimer.singleShot(100, type_one)

def type_one():
    table = window.page("plans").editor.form.table
    if not words:
        table.write_in(sys.argv[2], "teacher")
    table.edit.insertPlainText(f"{len(words):03} ")
    words.append(1)
    print(len(words), flush=True)
    QTimer.singleShot(120, type_one)

QTimer.singleShot(300, begin)
app.exec()
"""


@pytest.mark.parametrize("after", [5, 30])
def test_a_window_killed_while_typing_loses_at_most_the_last_second(
    tmp_path: Path, after: int
) -> None:
    office = open_office(tmp_path)
    id = office.record(title="口算")
    office.close()

    _kill_typist(tmp_path, _TYPIST, id, "summary", after)


def test_a_window_killed_while_a_step_is_written_loses_at_most_the_last_second(
    tmp_path: Path,
) -> None:
    office = open_office(tmp_path)
    _plan, steps = plan_with_steps(office)
    office.write(steps[1], {"teacher": None})
    office.close()

    _kill_typist(tmp_path, _PLANNER, steps[1], "teacher", 20)


def _kill_typist(folder: Path, code: str, id: str, field: str, after: int) -> None:
    """Let a program type into a field, kill it, and demand what is older than a second."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(folder)}
    typist = subprocess.Popen(
        [sys.executable, "-c", code, str(folder / "data"), id],
        env=env,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert typist.stdout is not None
    typed: list[float] = []
    for _line in typist.stdout:
        typed.append(time.monotonic())
        if len(typed) == after:
            break

    typist.send_signal(signal.SIGKILL)
    killed = time.monotonic()
    typist.wait()
    typist.stdout.close()

    store = Store(folder / "data")
    with store.read() as session:
        kept = str(show(session, id).values[field] or "").split()
    problems = check(store)
    store.close()
    due = [f"{n:03}" for n, at in enumerate(typed) if killed - at > 1.5]
    assert kept[: len(due)] == due
    assert problems == []
