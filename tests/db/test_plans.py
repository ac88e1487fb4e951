"""Beginning, deriving, freezing and discussing a plan on one laptop."""

from dataclasses import replace

import pytest

from db.commands import plans, records
from db.commands.material_links import link
from db.errors import NotSharedError, TextTooLongError, UnknownRecordError
from db.journal import Sitting
from db.queries.library_detail import material_detail, materials_of
from db.queries.plans import PlanFilter, PlanRow, count_plans, list_plans
from db.record import DELETED
from tests.db.explained import steps_of
from tests.db.laptops import OTHER_HOME, Laptop
from tests.db.plans import (
    TODAY,
    agreed,
    comment,
    content,
    decide,
    derive,
    do,
    freeze,
    new_plan,
    sheet,
    step_ids,
    titles,
)


def listed(laptop: Laptop, wanted: PlanFilter | None = None) -> list[PlanRow]:
    with laptop.store.read() as session:
        found = list_plans(session, wanted or PlanFilter())
        assert count_plans(session, wanted or PlanFilter()) == len(found)
    return found


def test_a_new_plan_is_mine_and_from_today(a: Laptop) -> None:
    school = a.record("school", name="红石小学")
    a.sitting = Sitting(
        a.sitting.member, a.record("person", name="李志强", school=school, subjects="maths")
    )

    plan = new_plan(a)

    shown = a.shown(plan).values
    assert (shown["author_name"], shown["school_name"], shown["subject"]) == (
        "李志强", "红石小学", "maths",
    )  # fmt: skip
    assert (shown["prepared_on"], shown["stage"]) == (TODAY.isoformat(), "draft")


def test_a_plan_for_a_lesson_takes_what_the_catalogue_says(a: Laptop) -> None:
    lesson = a.record(
        "lesson", edition="人教版", subject="maths", grade="3", volume="1", unit="多位数乘一位数",
        title="口算乘法", periods=2,
    )  # fmt: skip

    plan = do(a, lambda w: plans.add_plan(w, {"lesson": lesson}, today=TODAY))

    shown = a.shown(plan).values
    assert [shown[n] for n in ("title", "grade", "unit", "period_count", "lesson_name")] == [
        "口算乘法", "3", "多位数乘一位数", 2, "口算乘法",
    ]  # fmt: skip


def test_a_derived_plan_says_the_same_and_knows_where_from(a: Laptop) -> None:
    parent = new_plan(a, reflection="时间不够。", taught_on="2025-10-10", class_name="三1班")
    version = freeze(a, parent)

    child = derive(a, parent, version)

    mine, theirs = sheet(a, child), sheet(a, parent)
    values = mine.record.values
    assert [values[n] for n in ("parent", "base", "parent_name", "stage", "derivation")] == [
        parent, version, "口算乘法", "personal", "derived",
    ]  # fmt: skip
    assert [s.values["source"] for s in mine.steps] == [s.id for s in theirs.steps]
    assert [s.values["teacher"] for s in mine.steps] == [s.values["teacher"] for s in theirs.steps]
    assert values["objectives"] == theirs.record.values["objectives"]
    assert [values[n] for n in ("reflection", "taught_on", "class_name")] == [None] * 3


def test_deriving_leaves_the_parent_untouched(a: Laptop) -> None:
    parent = new_plan(a)
    before = content(a, parent), a.shown(parent).version

    child = derive(a, parent)
    a.edit(step_ids(a, child)[0], teacher="出示玉米粒。")

    assert (content(a, parent), a.shown(parent).version) == before


def test_a_plan_derived_as_it_stands_has_the_version_that_says_the_same_as_base(
    a: Laptop,
) -> None:
    parent = new_plan(a)
    version = freeze(a, parent)

    same = derive(a, parent)
    a.edit(parent, objectives="会口算。")
    other = derive(a, parent)

    assert (a.value(same, "base"), a.value(other, "base")) == (version, None)


def test_an_older_version_is_derived_as_it_was(a: Laptop) -> None:
    parent = new_plan(a)
    version = freeze(a, parent)
    a.delete(step_ids(a, parent)[1])
    a.edit(parent, objectives="别的")

    child = derive(a, parent, version)

    assert titles(a, child) == ["创设情境", "探究算法", "巩固练习"]
    assert a.value(child, "objectives") == "会口算整十数乘一位数。"


def test_a_version_of_another_plan_is_not_derived_from(a: Laptop) -> None:
    plan, other = new_plan(a), new_plan(a)
    version = freeze(a, other)

    with pytest.raises(UnknownRecordError):
        derive(a, plan, version)


def test_last_years_plan_is_copied_as_a_draft(a: Laptop) -> None:
    last = new_plan(a, reflection="时间不够。", prepared_on="2024-10-14")

    copy = do(a, lambda w: plans.copy_plan(w, last, today=TODAY))

    shown = a.shown(copy).values
    assert [shown[n] for n in ("stage", "derivation", "prepared_on", "reflection")] == [
        "draft", "copied", TODAY.isoformat(), None,
    ]  # fmt: skip
    assert titles(a, copy) == titles(a, last)


def test_a_plan_for_the_school_alone_derives_no_plan_for_everybody(a: Laptop) -> None:
    said = {"title": "口算乘法"}
    plan = do(a, lambda w: plans.add_plan(w, said, today=TODAY, circle="school"))

    with pytest.raises(NotSharedError):
        do(a, lambda w: plans.derive(w, plan, today=TODAY, circle="alliance"))

    assert a.shown(derive(a, plan)).circle == "school"


def test_freezing_keeps_what_the_plan_said_then(a: Laptop) -> None:
    plan = new_plan(a)
    version = freeze(a, plan, "第一稿")
    before = content(a, plan)
    a.edit(step_ids(a, plan)[0], teacher="改了。")

    assert agreed(a, version) == before
    assert a.value(plan, "stage") == "agreed"
    (row,) = sheet(a, plan).versions
    assert (row.number, row.note, row.altered) == (1, "第一稿", False)


def test_freezing_the_same_again_is_the_same_version(a: Laptop) -> None:
    plan = new_plan(a)

    first, again = freeze(a, plan), freeze(a, plan)

    assert first == again
    assert [v.number for v in sheet(a, plan).versions] == [1]


def test_freezing_again_takes_a_version_out_of_the_bin(a: Laptop) -> None:
    plan = new_plan(a)
    version = freeze(a, plan)
    a.delete(version)

    freeze(a, plan)

    assert [v.id for v in sheet(a, plan).versions] == [version]


def test_what_changed_since_is_a_new_version(a: Laptop) -> None:
    plan = new_plan(a)
    first = freeze(a, plan)
    a.edit(plan, objectives="会口算。")

    second = freeze(a, plan)

    assert [(v.id, v.number) for v in sheet(a, plan).versions] == [(first, 1), (second, 2)]


def test_a_comment_stands_by_its_step_with_who_said_it(a: Laptop) -> None:
    a.sitting = Sitting(a.sitting.member, a.record("person", name="李志强"))
    plan = new_plan(a)
    step = step_ids(a, plan)[1]

    comment(a, plan, "小棒换成玉米粒", step)

    (found,) = sheet(a, plan).comments
    assert (found.step, found.step_title, found.person_name, found.body) == (
        step, "探究算法", "李志强", "小棒换成玉米粒",
    )  # fmt: skip


def test_a_decision_has_its_reason_and_can_be_opened_again(a: Laptop) -> None:
    plan = new_plan(a)
    said = comment(a, plan, "小棒换成玉米粒")

    decide(a, said, "declined", "三小没有玉米")
    (declined,) = sheet(a, plan).comments
    decide(a, said, "")
    (opened,) = sheet(a, plan).comments

    assert (declined.decision, declined.reason) == ("declined", "三小没有玉米")
    assert (opened.decision, opened.reason, opened.decided_by_name) == ("", "", "")


def test_a_comment_about_an_older_version_is_late(a: Laptop) -> None:
    plan = new_plan(a)
    first = freeze(a, plan)
    known = comment(a, plan, "换成玉米粒", about=first)
    decide(a, known, "adopted")
    a.edit(plan, objectives="会口算。")
    freeze(a, plan)

    late = comment(a, plan, "时间不够", about=first)

    assert {c.id: c.late for c in sheet(a, plan).comments} == {known: False, late: True}


def test_an_answer_is_neither_open_nor_late(a: Laptop) -> None:
    plan = new_plan(a)
    first = freeze(a, plan)
    said = comment(a, plan, "换成玉米粒", about=first)
    do(a, lambda w: plans.comment(w, plan, "好", today=TODAY, about=first, answers=said))
    a.edit(plan, objectives="会口算。")
    freeze(a, plan)

    assert [one.late for one in sheet(a, plan).comments] == [True, False]
    (row,) = listed(a)
    assert row.open_comments == 1


def test_what_is_typed_is_found_in_plans_and_their_steps(a: Laptop) -> None:
    plan = new_plan(a)
    new_plan(a, {"title": "读一读"}, title="秋天的雨", objectives="会读。")

    for words in ("口算", "kscf", "小棒", "口算 小棒", "创设情境", "贴"):
        assert [row.id for row in listed(a, PlanFilter(words=words))] == [plan]
    assert listed(a, PlanFilter(words="秋天 小棒")) == []


def test_the_list_is_filtered_by_what_a_plan_is(a: Laptop) -> None:
    plan = new_plan(a, subject="maths", grade="1 3", taught_on="2025-10-15", lesson="l", group="g")
    new_plan(a, subject="chinese", grade="2")

    for wanted in (
        PlanFilter(subjects=("maths",)), PlanFilter(grades=("3",)), PlanFilter(lesson="l"),
        PlanFilter(group="g"), PlanFilter(first_day=TODAY),
        PlanFilter(last_day=TODAY.replace(day=17)),
    ):  # fmt: skip
        assert [row.id for row in listed(a, wanted)] == [plan]
    assert len(listed(a, PlanFilter(stages=("draft",)))) == 2
    assert len(listed(a, PlanFilter(subjects=("maths", "chinese"), grades=("2", "3")))) == 2
    assert len(listed(a, PlanFilter(whose="mine", person=a.person))) == 2
    assert listed(a, PlanFilter(whose="mine", person="somebody")) == []


def test_the_list_goes_on_behind_its_last_row(a: Laptop) -> None:
    made = {new_plan(a, {"title": "一"}, title=f"第{n}课") for n in range(5)}

    found, last = [], None
    with a.store.read() as session:
        while rows := list_plans(session, PlanFilter(), limit=2, after=last):
            found += [row.id for row in rows]
            last = rows[-1]

    assert (len(found), set(found)) == (5, made)


def test_a_row_counts_versions_and_open_comments(a: Laptop) -> None:
    plan = new_plan(a)
    freeze(a, plan)
    decide(a, comment(a, plan, "好"), "adopted")
    comment(a, plan, "再想想")

    (row,) = listed(a)

    assert (row.versions, row.open_comments, row.disputed) == (1, 1, 0)


def test_the_bin_holds_what_was_deleted_with_its_steps(a: Laptop) -> None:
    plan = new_plan(a)
    steps = step_ids(a, plan)
    a.delete(plan)

    (row,) = listed(a, PlanFilter(in_bin=True))

    assert (row.id, row.deletion, listed(a)) == (plan, DELETED, [])
    a.restore(plan)
    assert step_ids(a, plan) == steps


def test_ten_megabytes_are_refused_and_nothing_is_lost(a: Laptop) -> None:
    plan = new_plan(a)
    step = step_ids(a, plan)[0]

    with pytest.raises(TextTooLongError):
        a.edit(step, teacher="字" * 10_000_000)
    a.edit(step, teacher="字" * 200_000)

    assert len(str(a.value(step, "teacher"))) == 200_000


def test_what_is_no_plan_has_no_sheet(a: Laptop) -> None:
    with pytest.raises(UnknownRecordError):
        sheet(a, a.record())
    with pytest.raises(UnknownRecordError):
        agreed(a, "nothing")


def test_an_activity_is_linked_with_a_plan_once(a: Laptop) -> None:
    activity, plan = a.record(title="同课异构"), new_plan(a)

    first, again = (do(a, lambda w: plans.link_activity(w, activity, plan)) for _ in range(2))

    assert first == again
    assert (a.value(first, "plan_name"), a.value(first, "person")) == ("口算乘法", a.person)


def test_an_activity_of_everybody_names_no_plan_of_one_school(a: Laptop) -> None:
    activity = a.record(title="同课异构")
    said = {"title": "口算乘法"}
    plan = do(a, lambda w: plans.add_plan(w, said, today=TODAY, circle="school"))

    with pytest.raises(NotSharedError):
        do(a, lambda w: plans.link_activity(w, activity, plan))


def test_thousands_would_not_be_sorted_each_time(a: Laptop) -> None:
    with a.store.read() as session:
        steps = steps_of(session, lambda: list_plans(session, PlanFilter(), limit=20))

    assert any("ix_document_plans_changed" in step for step in steps), steps


def material(a: Laptop, title: str, circle: str = "alliance") -> str:
    return do(a, lambda w: records.add(w, "material", {"title": title}, circle=circle))


def materials_named(a: Laptop, plan: str) -> list[str]:
    with a.store.read() as session:
        return [one.title for _link, one in materials_of(session, a.store.blobs, plan)]


def test_a_derived_plan_has_the_materials_of_its_origin(a: Laptop) -> None:
    plan = new_plan(a)
    for id in [material(a, title) for title in ("课件", "练习单", "挂图")]:
        do(a, lambda w, id=id: link(w, id, plan))  # type: ignore[misc]
    old = material(a, "旧课件")
    a.delete(do(a, lambda w: link(w, old, plan)))

    mine = derive(a, plan)

    assert materials_named(a, mine) == materials_named(a, plan) == ["课件", "练习单", "挂图"]


def test_taking_a_material_off_mine_leaves_the_other_plan_as_it_was(a: Laptop) -> None:
    plan = new_plan(a)
    slides = material(a, "课件")
    do(a, lambda w: link(w, slides, plan))
    mine = derive(a, plan)
    with a.store.read() as session:
        ((id, _one),) = materials_of(session, a.store.blobs, mine)

    a.delete(id)

    assert (materials_named(a, mine), materials_named(a, plan)) == ([], ["课件"])


def test_a_link_that_everybody_reads_names_no_plan_of_one_school(a: Laptop) -> None:
    said = {"title": "只给本校"}
    plan = do(a, lambda w: plans.add_plan(w, said, today=TODAY, circle="school"))
    open_one, ours = material(a, "课件"), material(a, "本校课件", "school")

    ids = [do(a, lambda w, id=id: link(w, id, plan)) for id in (open_one, ours)]  # type: ignore[misc]

    assert [a.value(id, "record_name") for id in ids] == [None, "只给本校"]
    with a.store.read() as session:  # who reads the plan sees its title all the same
        links = material_detail(session, a.store.blobs, open_one).links
    assert [one.name for one in links] == ["只给本校"]


def test_a_material_in_the_bin_is_not_given_to_a_derived_plan(a: Laptop) -> None:
    plan = new_plan(a)
    old = material(a, "旧课件")
    do(a, lambda w: link(w, old, plan))
    a.delete(old)

    mine = derive(a, plan)
    a.restore(old)

    assert (materials_named(a, mine), materials_named(a, plan)) == ([], ["旧课件"])


def test_a_material_that_who_derives_may_not_speak_of_is_left_out(a: Laptop) -> None:
    plan = new_plan(a)
    for id in (material(a, "本校课件", "school"), material(a, "课件")):
        do(a, lambda w, id=id: link(w, id, plan))  # type: ignore[misc]
    a.sitting = Sitting(replace(a.sitting.member, school=OTHER_HOME), a.person)

    mine = derive(a, plan)

    assert materials_named(a, mine) == ["课件"]
