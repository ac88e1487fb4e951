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


@pytest.mark.parametrize("after", [5, 30])
def test_a_window_killed_while_typing_loses_at_most_the_last_second(
    tmp_path: Path, after: int
) -> None:
    office = open_office(tmp_path)
    id = office.record(title="口算")
    office.close()
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    typist = subprocess.Popen(
        [sys.executable, "-c", _TYPIST, str(tmp_path / "data"), id],
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

    store = Store(tmp_path / "data")
    with store.read() as session:
        kept = str(show(session, id).values["summary"] or "").split()
    problems = check(store)
    store.close()
    due = [f"{n:03}" for n, at in enumerate(typed) if killed - at > 1.5]
    assert kept[: len(due)] == due
    assert problems == []
