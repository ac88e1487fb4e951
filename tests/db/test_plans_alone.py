"""Plans whose surroundings are gone, or not here, or larger than anybody writes."""

import pytest

import db.record
from db.commands import plans
from db.errors import TextTooLongError
from db.journal import Sitting
from db.queries.activity_plans import plans_of_activity
from db.queries.history import as_it_was, history
from db.queries.lessons import list_lessons
from db.queries.plan_changes import changes_in
from db.queries.plan_contributions import contributions
from db.queries.plan_history import plan_history
from db.queries.plan_lineage import adapted, lineage, news_for
from db.queries.plan_sheet import content_of
from db.queries.plans import PlanFilter, list_plans
from tests.db.laptops import Laptop, exchange
from tests.db.plans import (
    TODAY,
    add_step,
    comment,
    decide,
    derive,
    do,
    freeze,
    new_plan,
    sheet,
    step_ids,
    titles,
)


def test_a_plan_whose_every_parent_was_deleted_is_read_as_before(a: Laptop) -> None:
    school = a.record("school", name="红石小学")
    person = a.record("person", name="李志强", school=school)
    lesson = a.record("lesson", edition="人教版", subject="maths", title="口算乘法")
    group = a.record("prep_group", name="三年级数学", leader=person)
    member = a.record("prep_member", group=group, person=person)
    activity = a.record(title="同课异构")
    a.sitting = Sitting(a.sitting.member, person)
    parent = new_plan(a, lesson=lesson, group=group)
    version = freeze(a, parent)
    child = derive(a, parent, version)
    said = comment(a, child, "换成玉米粒", step_ids(a, child)[0])
    decide(a, said, "adopted")
    link = do(a, lambda w: plans.link_activity(w, activity, child))
    before = sheet(a, child)

    for id in (link, member, group, lesson, activity, person, school, version, parent):
        a.delete(id)

    after = sheet(a, child)
    assert (after.steps, after.comments) == (before.steps, before.comments)
    assert after.record.values == before.record.values
    with a.store.read() as session:
        assert [row.id for row in list_plans(session, PlanFilter())] == [child]
        assert [row.school_name for row in list_plans(session, PlanFilter())] == ["红石小学"]
        assert list_lessons(session) == []
        assert plans_of_activity(session, activity) == ()
        assert [node.id for node in lineage(session, child)][-1] == child
        assert news_for(session, child) is None
        assert adapted(session, child) is not None
        assert [row.person_name for row in contributions(session, child)] == ["李志强"]
        assert plan_history(session, child)
        assert history(session, step_ids(a, child)[0])
        assert changes_in(session, parent, [child]).plans == 1


def test_what_arrives_longer_than_anybody_writes_is_here_and_can_be_worked_with(
    a: Laptop, b: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = new_plan(a)
    exchange(a, b)
    step = step_ids(a, plan)[0]
    with monkeypatch.context() as patched:
        patched.setattr(db.record, "LONGEST_TEXT", 10**9)
        b.edit(step, teacher="字" * 300_000)

    exchange(a, b)

    assert len(str(a.value(step, "teacher"))) == 300_000
    a.edit(step, minutes=7)
    version = freeze(a, plan)
    assert [row.altered for row in sheet(a, plan).versions] == [False]
    with pytest.raises(TextTooLongError):
        derive(a, plan, version)


def test_a_plan_of_two_hundred_steps_is_frozen_derived_and_read(a: Laptop) -> None:
    plan = do(a, lambda w: plans.add_plan(w, {"title": "复习"}, today=TODAY))
    for n in range(200):
        add_step(a, plan, title=f"第{n}步", teacher="摆小棒。" * 20)

    child = derive(a, plan, freeze(a, plan))

    assert titles(a, child) == [f"第{n}步" for n in range(200)]
    with a.store.read() as session:
        found = adapted(session, child)
        assert found is not None
        assert found.count == 0
        assert len(content_of(session, child).steps) == 200


def test_a_form_that_was_open_over_a_new_version_reverts_nothing(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    exchange(a, b)
    step = step_ids(a, plan)[0]
    seen = a.shown(step).version
    b.edit(step, teacher="出示玉米粒。")
    exchange(a, b)

    a.edit(step, seen, minutes=6)
    exchange(a, b)

    for laptop in (a, b):
        assert laptop.value(step, "teacher") == "出示玉米粒。"
        assert laptop.value(step, "minutes") == 6
    with a.store.read() as session:
        assert as_it_was(session, step, seen)["teacher"] == "出示三叠贴纸。"
