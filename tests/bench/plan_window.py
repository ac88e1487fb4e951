"""The editor of plans: how long a plan takes to open, and a key on it, also beside an exchange."""

import datetime
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from db.commands import plan_steps, plans
from db.journal import writing
from db.record import Value
from db.store import Store
from sync.round import exchange
from tests.bench import rows
from tests.bench.laptops import pair, record_all, sit
from tests.bench.measure import Figure

_DAY = datetime.date(2025, 10, 17)
_STEPS, _MANY = 30, 200
_OPENINGS, _KEYS = 12, 200
_RECORDS = 10_000
_TEXT = "指导摆 3 个 20，追问“为什么可以先算 2×3”，板书上下对齐，再让后两组的孩子说一遍算理。"


def plan_window(folder: Path) -> Iterator[Figure]:
    """Open plans and type on them in a window of their own."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.setswitchinterval(0.001)  # as the program with a window has it
    one, other = pair(folder)
    stick = folder / "stick"
    stick.mkdir()
    small = [add_plan(one, _STEPS), add_plan(one, _STEPS)]
    large = add_plan(one, _MANY)
    for store in (one, other, one):
        _finish(exchange(store, stick))
    record_all(other, rows.activities(_RECORDS))
    _finish(exchange(other, stick))
    with _Window(one) as window:
        first = window.open(small[0])
        again = [window.open(small[turn % 2]) for turn in range(1, _OPENINGS)]
        note = f"the first {first:.0f} ms, with its editor; the longest after it {max(again):.0f}"
        yield Figure("a plan of 30 steps opened", statistics.median(again), "ms", 150, note)
        yield _figure("a key on a plan of 30 steps", window.type(_KEYS))
        window.open(large)
        yield _figure("a key on a plan of 200 steps", window.type(_KEYS))
        leaps = window.scroll(60)
        note = f"median {statistics.median(leaps):.0f} ms"
        yield Figure("longest leap in a plan of 200 steps", max(leaps), "ms", 50, note)
        window.open(small[1])
        beside = window.type_beside(exchange(one, stick))
        yield _figure("a key while 10,000 records come in", beside)
    one.close()
    other.close()


def _figure(name: str, keys: list[float]) -> Figure:
    late = sorted(keys)
    worst = late[len(late) * 95 // 100]
    note = f"of {len(late)} keys 95 % within {worst:.0f} ms, the longest {late[-1]:.0f}"
    return Figure(name, statistics.median(late), "ms", 16, note)


def add_plan(store: Store, count: int) -> str:
    """Write a plan of so many steps and return its id."""
    with writing(store, sit(store)) as writer:
        plan = plans.add_plan(writer, {"title": f"口算乘法 {count}"}, today=_DAY)
        for number in range(count):
            values: dict[str, Value] = {"phase": "new", "minutes": 1.0}
            values |= dict.fromkeys(("teacher", "student", "intent", "second"), f"{number} {_TEXT}")
            plan_steps.add_step(writer, plan, values=values)
    return plan


def _finish(work: object) -> None:
    from db.progress import finish

    finish(work)  # type: ignore[arg-type]  # an exchange is a piece of work


class _Window:
    """The page of plans under its head, and somebody who types."""

    def __init__(self, store: Store) -> None:
        from PySide6.QtWidgets import QVBoxLayout, QWidget

        from db.local import member
        from desktop import app as program
        from desktop import theme
        from desktop.collector import Collector
        from desktop.context import Desk
        from desktop.jobs import Jobs
        from desktop.pages.plans.page import PlansPage
        from desktop.settings import Settings, SettingsFile

        self._app = program.application()
        self._collector = Collector()  # as the program has it
        theme.load_fonts()
        theme.apply(self._app, theme.Theme())
        with store.read() as session:
            me = member(session)
        assert me is not None
        self._folder = tempfile.TemporaryDirectory()
        file = SettingsFile(Path(self._folder.name) / "lianke.ini")
        self.desk = Desk(store, Jobs(), file, Settings(), me, "", lambda: _DAY)
        self._whole = QWidget()
        self.page: PlansPage = PlansPage(self.desk)
        layout = QVBoxLayout(self._whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page.header())
        layout.addWidget(self.page, 1)
        self._whole.resize(1204, 770)
        self._whole.show()
        self._settle()

    def __enter__(self) -> "_Window":
        return self

    def __exit__(self, *_why: object) -> None:
        self.page.end()
        self._whole.close()
        self._collector.stop()
        self.desk.jobs.shut_down()
        self._whole.deleteLater()
        self._settle()
        self._folder.cleanup()

    def _settle(self) -> None:
        self._app.processEvents()

    def open(self, plan: str) -> float:
        """Open a plan and return how many milliseconds it took until it was painted."""
        self.page.show_list()
        self._settle()
        began = time.perf_counter()
        self.page.open(plan)
        self._settle()
        return (time.perf_counter() - began) * 1000

    def _key(self) -> float:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        assert self.page.editor is not None
        began = time.perf_counter()
        QTest.keyClick(self.page.editor.form.table.edit, Qt.Key.Key_A)
        self._settle()
        return (time.perf_counter() - began) * 1000

    def _begin(self) -> None:
        editor = self.page.editor
        assert editor is not None
        steps = editor.keeper.draft.steps
        editor.form.table.write_in(steps[len(steps) // 2].id, "teacher")
        self._settle()

    def type(self, count: int) -> list[float]:
        """Type into a step in the middle, and return how long each key took until painted."""
        self._begin()
        return [self._key() for _number in range(count)]

    def type_beside(self, work: object) -> list[float]:
        """Type ten keys a second until a piece of work is done."""
        self._begin()
        keys: list[float] = []
        self.desk.jobs.start(work)  # type: ignore[arg-type]  # an exchange is a piece of work
        while self.desk.jobs.busy():
            keys.append(self._key())
            until = time.perf_counter() + 0.1
            while time.perf_counter() < until and self.desk.jobs.busy():
                self._settle()
        return keys

    def scroll(self, steps: int) -> list[float]:
        """Leap through the open plan and return how long each leap took until painted."""
        editor = self.page.editor
        assert editor is not None
        bar, times = editor.form.area.verticalScrollBar(), []
        for step in range(steps):
            began = time.perf_counter()
            bar.setValue(bar.maximum() * step // steps)
            self._settle()
            times.append((time.perf_counter() - began) * 1000)
        return times
