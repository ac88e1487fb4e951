"""Two plans of one lesson, taught side by side; and what a teacher teaches this week."""

import datetime

from db.commands import plans, records
from db.plan_content import PlanContent, StepContent
from db.queries.activity_plans import activities_of_plan, plans_of_activity, side_by_side
from db.queries.week_plans import next_lessons, plans_of_week
from db.record import Value
from tests.db.laptops import Laptop
from tests.db.plans import agreed, do, freeze, new_plan, step_ids

MONDAY = datetime.date(2025, 10, 13)
SUNDAY = datetime.date(2025, 10, 19)


def link(laptop: Laptop, activity: str, plan: str, version: str = "") -> str:
    return do(laptop, lambda w: plans.link_activity(w, activity, plan, version))


def test_two_plans_of_one_activity_stand_side_by_side(a: Laptop) -> None:
    activity = a.record(title="同课异构", type="parallel_lesson", held_on="2025-10-15")
    one, other = new_plan(a), new_plan(a, author="li", author_name="李志强")
    version = freeze(a, one)
    a.edit(step_ids(a, one)[0], teacher="后来改的。")
    first, second = link(a, activity, one, version), link(a, activity, other)
    a.edit(second, observation="学生都在动手。", usable="玉米粒")

    with a.store.read() as session:
        left, right = plans_of_activity(session, activity)
        (about,) = activities_of_plan(session, other)

    assert (left.id, right.id) == (first, second)
    assert left.content == agreed(a, version)
    assert (right.person_name, right.observation, right.usable) == (
        "李志强", "学生都在动手。", "玉米粒",
    )  # fmt: skip
    assert (about.id, about.title, about.held_on) == (activity, "同课异构", "2025-10-15")


def test_a_plan_that_is_not_here_keeps_its_name_in_the_activity(a: Laptop) -> None:
    activity = a.record(title="同课异构")
    a.record("activity_plan", activity=activity, plan="nowhere", plan_name="口算乘法")

    with a.store.read() as session:
        (row,) = plans_of_activity(session, activity)

    assert (row.plan_name, row.content) == ("口算乘法", None)


def step(id: str, phase: str, words: str) -> StepContent:
    return StepContent(id, {"phase": phase, "teacher": words})


def test_plans_written_apart_meet_by_their_phases() -> None:
    left = PlanContent(
        {},
        (step("a", "lead_in", "看图。"), step("b", "new", "摆小棒。"), step("c", "new", "画图。")),
    )
    right = PlanContent(
        {},
        (
            step("x", "lead_in", "讲故事。"),
            step("y", "new", "玉米粒。"),
            step("z", "summary", "说。"),
        ),
    )

    rows = side_by_side(left, right)

    assert [(one and one.id, other and other.id) for one, other in rows] == [
        ("a", "x"), ("b", "y"), (None, "z"), ("c", None),
    ]  # fmt: skip


def test_this_weeks_plans_come_by_day(a: Laptop) -> None:
    friday = new_plan(a, taught_on="2025-10-17")
    tuesday = new_plan(a, taught_on="2025-10-14")
    new_plan(a, taught_on="2025-10-20")
    new_plan(a, taught_on="2025-10-15", author="somebody")

    with a.store.read() as session:
        found = plans_of_week(session, a.person, MONDAY, SUNDAY)

    assert [row.id for row in found] == [tuesday, friday]


def lesson(laptop: Laptop, values: dict[str, Value]) -> str:
    return do(laptop, lambda writer: records.add(writer, "lesson", values))


def test_the_next_lesson_is_the_next_period_then_the_next_in_the_book(a: Laptop) -> None:
    book: dict[str, Value] = {
        "edition": "人教版",
        "subject": "maths",
        "grade": "3",
        "volume": "1",
        "unit_no": 6,
    }
    first = lesson(a, {**book, "lesson_no": 1, "title": "口算乘法", "periods": 2})
    second = lesson(a, {**book, "lesson_no": 2, "title": "笔算乘法", "periods": 4})
    last = new_plan(a, lesson=first, period_no=1, taught_on="2025-10-10")
    draft = new_plan(a, lesson=second)
    common = new_plan(a, lesson=second, author="sun")
    freeze(a, common)

    def coming() -> list[tuple[str, int, list[str]]]:
        with a.store.read() as session:
            found = next_lessons(session, a.person, MONDAY)
        return [(one.lesson.id, one.period_no, [p.id for p in one.plans]) for one in found]

    assert coming() == [(first, 2, [last])]
    a.edit(last, period_no=2)
    assert coming() == [(second, 1, [common, draft])]
    a.edit(last, lesson=second, period_no=4)
    assert coming() == []
