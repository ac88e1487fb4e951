"""Lesson plans: opening one of thirty steps, comparing two, finding one among 100,000 records."""

import difflib
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from db.commands import plans
from db.journal import Writer, writing
from db.plan_compare import STEP_COMPARED, compare
from db.plan_content import PlanContent
from db.positions import spread
from db.queries.plan_sheet import content_of, plan_sheet
from db.queries.plans import PlanFilter, list_plans
from db.record import Value
from db.search import TABLE, query
from db.store import FILE, Store
from desktop.dates import today
from tests.bench.laptops import founded, sit
from tests.bench.measure import Figure, median_of, timed

_STEPS = 30
_PLANS, _STEPS_EACH = 5_000, 19  # 100,000 records
_SIGNS = (
    "先用小棒摆三个二十再让学生说为什么算乘农村班具少第二例题改玉米粒效果比投影好课后提出理得慢的要"
    "不多给一分钟分角色读复式可以组静表演追问两秒就自己答了排没来及想矿泉水瓶做蒸发实验箱板书上下对齐"
)
_RARE = ("测绘", "珠算", "纺织", "渔网", "石磨", "皮影", "竹编", "风筝", "陶土", "口琴")


def planning(folder: Path) -> Iterator[Figure]:
    """Open and compare plans, and look for one."""
    store = founded(folder / "store")
    dice = random.Random(1)
    parent = _plan(store, _long_steps(dice))
    with writing(store, sit(store)) as writer:
        version = plans.freeze(writer, parent, today=today())
        for _ in range(8):
            plans.comment(writer, parent, _words(dice, 40), today=today(), about=version)
    with writing(store, sit(store)) as writer:
        mine = plans.derive(writer, parent, today=today(), version=version)
    yield from _opening(store, parent)
    yield from _comparing(store, parent, mine, dice)
    yield from _finding(store, dice)
    store.close()


def _opening(store: Store, plan: str) -> Iterator[Figure]:
    """Read all of a plan, against the same rows by plain SQL."""

    def ours() -> None:
        with store.read() as session:
            assert len(plan_sheet(session, plan).steps) == _STEPS

    with closing(sqlite3.connect(store.folder / FILE)) as raw:

        def plain() -> None:
            for table in ("plan_step", "plan_version", "plan_comment"):
                raw.execute(
                    f"SELECT * FROM {table} JOIN document USING (id) WHERE plan = ?", (plan,)
                ).fetchall()
            raw.execute("SELECT * FROM lesson_plan WHERE id = ?", (plan,)).fetchall()

        ours()
        took, best, limit = median_of(40, ours), _processor_s(60, ours), _processor_s(60, plain)
    note = f"{best * 1000:.1f} ms against {limit * 1000:.1f}, of the processor"
    yield Figure("a plan of 30 steps, against plain SQL", best / limit, "×", 20, note)
    yield Figure("a plan of 30 steps", took * 1000, "ms", 20)


def _comparing(store: Store, parent: str, mine: str, dice: random.Random) -> Iterator[Figure]:
    """Compare a derived plan with its parent, a few words changed in every second cell."""
    with store.read() as session:
        left, right = content_of(session, parent), content_of(session, mine)
    steps = []
    for at, step in enumerate(right.steps):
        values: dict[str, Value] = dict(step.values)
        for name in ("teacher", "student", "intent", "second"):
            words = str(values[name])
            cut = dice.randrange(len(words))
            if dice.random() < 0.5:
                values[name] = words[:cut] + _words(dice, 6) + words[cut + 4 :]
        steps.append(type(step)(step.id, values | ({"minutes": at} if at % 3 == 0 else {})))
    changed = PlanContent(right.fields, tuple(steps))
    took = median_of(20, lambda: compare(left, changed, left))
    best = _processor_s(20, lambda: compare(left, changed, left))
    limit = _processor_s(20, lambda: _by_difflib(left, changed))
    note = f"{best * 1000:.1f} ms against {limit * 1000:.1f}, of the processor"
    yield Figure("comparing two of 30 steps, against difflib", best / limit, "×", 2, note)
    yield Figure("comparing two of 30 steps", took * 1000, "ms", 100)


def _processor_s(times: int, work: Callable[[], object]) -> float:
    """Return the least seconds of the processor: what other programs take is not in them."""
    taken = []
    for _ in range(times):
        began = time.thread_time()
        work()
        taken.append(time.thread_time() - began)
    return min(taken)


def _by_difflib(left: PlanContent, right: PlanContent) -> None:
    """Compare cell by cell as anybody would who has difflib, steps already paired."""
    for one, other in zip(left.steps, right.steps, strict=True):
        for name in STEP_COMPARED:
            a, b = str(one.values.get(name) or ""), str(other.values.get(name) or "")
            if a != b:
                difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()


def _finding(store: Store, dice: random.Random) -> Iterator[Figure]:
    """Look for words that stand in one plan's steps, among 100,000 plans and steps."""
    with writing(store, sit(store)) as writer:
        for number in range(_PLANS):
            rare = _RARE[number // 497] if number % 497 == 0 and number // 497 < 10 else ""
            steps: list[dict[str, Value]] = [
                {"title": f"第{n}步", "teacher": _words(dice, 60)} for n in range(_STEPS_EACH)
            ]
            steps[7]["teacher"] = f"{steps[7]['teacher']}{rare}"
            _create(writer, {"title": f"{_words(dice, 4)} {number}"}, steps)
    taken: list[float] = []
    for word in _RARE * 5:
        with timed(taken), store.read() as session:
            assert list_plans(session, PlanFilter(words=word), limit=50), word
    plain: list[float] = []
    with closing(sqlite3.connect(store.folder / FILE)) as raw:
        for word in _RARE * 5:
            with timed(plain):
                raw.execute(
                    f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH ?", (query(word),)
                ).fetchall()
    took, limit = statistics.median(taken), statistics.median(plain)
    note = f"the index alone takes {limit * 1000:.2f} ms"
    yield Figure("a word in 100,000 plans and steps", took * 1000, "ms", 5, note)
    first: list[float] = []
    for _ in range(20):
        with timed(first), store.read() as session:
            list_plans(session, PlanFilter(), limit=200)
    yield Figure("the first 200 of 5,000 plans", statistics.median(first) * 1000, "ms", 50)


def _plan(store: Store, steps: list[dict[str, Value]]) -> str:
    with writing(store, sit(store)) as writer:
        return _create(writer, {"title": "口算乘法", "objectives": "会口算。"}, steps)


def _create(writer: Writer, fields: dict[str, Value], steps: list[dict[str, Value]]) -> str:
    id = writer.create("lesson_plan", fields)
    for step, position in zip(steps, spread(len(steps)), strict=True):
        writer.create("plan_step", {**step, "plan": id, "position": position})
    return id


def _long_steps(dice: random.Random) -> list[dict[str, Value]]:
    sizes = {"teacher": 200, "student": 120, "intent": 60, "second": 60}
    return [
        {"phase": "new", "title": f"第{n}步", "minutes": 5.0,
         **{name: _words(dice, size) for name, size in sizes.items()}}
        for n in range(_STEPS)
    ]  # fmt: skip


def _words(dice: random.Random, count: int) -> str:
    return "".join(dice.choices(_SIGNS, k=count)) + "。"
