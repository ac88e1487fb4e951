"""What laptops make of one lesson plan when they knew nothing of each other."""

import json
from collections.abc import Callable

import pytest

from db.errors import MalformedContentError, UnsettledError
from db.plan_content import digest_of
from db.queries.conflicts import open_questions
from db.record import ASKED, LIVE
from tests.db.laptops import Laptop, exchange
from tests.db.plans import (
    add_step,
    agreed,
    comment,
    content,
    decide,
    derive,
    freeze,
    move,
    new_plan,
    sheet,
    step_ids,
    titles,
)


def same_everywhere(*laptops: Laptop) -> None:
    assert len({laptop.digest() for laptop in laptops}) == 1


def test_two_who_retype_one_sentence_of_a_step_both_keep_theirs(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    exchange(a, b)
    step = step_ids(a, plan)[1]
    a.edit(step, teacher="摆玉米粒。说一说怎样算。")
    b.edit(step, teacher="画图。说一说怎样算。")

    exchange(a, b)

    for laptop in (a, b):
        assert sheet(laptop, plan).steps[1].disputed == ("teacher",)
        assert {c.other for c in laptop.conflicts(step)} == {
            "摆玉米粒。说一说怎样算。", "画图。说一说怎样算。",
        }  # fmt: skip
    same_everywhere(a, b)


def disputed(a: Laptop, b: Laptop) -> tuple[str, str]:
    """Let two people retype one sentence; return the plan and its step."""
    plan = new_plan(a)
    exchange(a, b)
    step = step_ids(a, plan)[1]
    a.edit(step, teacher="摆玉米粒。说一说怎样算。")
    b.edit(step, teacher="画图。说一说怎样算。")
    exchange(a, b)
    return plan, step


def test_what_stands_in_two_versions_is_not_agreed_on(a: Laptop, b: Laptop) -> None:
    plan, step = disputed(a, b)

    with pytest.raises(UnsettledError) as told:
        freeze(a, plan)
    assert told.value.count == 1
    assert sheet(a, plan).record.values["stage"] == "draft"

    a.settle(step, teacher="画图。说一说怎样算。")
    assert agreed(a, freeze(a, plan)) == content(a, plan)


def test_who_derives_has_what_each_of_two_wrote_and_not_a_mixture(a: Laptop, b: Laptop) -> None:
    plan, _ = disputed(a, b)

    mine = derive(b, plan)

    said = content(b, mine).steps[1].values["teacher"]
    assert sorted(str(said).splitlines()) == ["摆玉米粒。说一说怎样算。", "画图。说一说怎样算。"]


def test_two_who_write_in_different_cells_of_a_step_never_meet(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    exchange(a, b)
    step = step_ids(a, plan)[1]
    a.edit(step, teacher="摆玉米粒。")
    b.edit(step, student="同桌互说。", minutes=18)

    exchange(a, b)

    for laptop in (a, b):
        row = sheet(laptop, plan).steps[1]
        assert row.disputed == ()
        assert [row.values[n] for n in ("teacher", "student", "minutes")] == [
            "摆玉米粒。", "同桌互说。", 18,
        ]  # fmt: skip


def test_a_step_is_moved_here_and_edited_there(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    exchange(a, b)
    step = step_ids(a, plan)[2]
    move(a, step)
    b.edit(step, student="完成书上第2题。")

    exchange(a, b)

    for laptop in (a, b):
        first = sheet(laptop, plan).steps[0]
        assert (first.id, first.values["student"], first.disputed) == (step, "完成书上第2题。", ())


def test_a_step_that_both_move_stands_at_one_place_everywhere(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    exchange(a, b)
    before = first, _, last = step_ids(a, plan)
    move(a, last)
    move(b, last, after=first)

    exchange(a, b)

    assert step_ids(a, plan) == step_ids(b, plan)
    assert sorted(step_ids(a, plan)) == sorted(before)
    assert not any(step.disputed for step in sheet(a, plan).steps)


def test_steps_both_add_at_one_place_are_all_there_in_one_order(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    exchange(a, b)
    first = step_ids(a, plan)[0]
    add_step(a, plan, after=first, title="甲")
    add_step(b, plan, after=first, title="乙")

    exchange(a, b)

    assert titles(a, plan) == titles(b, plan)
    assert set(titles(a, plan)[1:3]) == {"甲", "乙"}


def test_a_step_deleted_here_and_edited_there_stays_with_a_question(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    exchange(a, b)
    step = step_ids(a, plan)[1]
    a.delete(step)
    b.edit(step, teacher="摆玉米粒。")

    exchange(a, b)

    for laptop in (a, b):
        row = sheet(laptop, plan).steps[1]
        assert (row.id, row.deletion, row.values["teacher"]) == (step, ASKED, "摆玉米粒。")


def test_a_plan_frozen_while_somebody_edits_keeps_both(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    exchange(a, b)
    seen = b.shown(plan).version
    version = freeze(a, plan)
    exchange(a, b)

    b.edit(plan, seen, objectives="会口算，会说算理。")
    exchange(a, b)

    for laptop in (a, b):
        assert agreed(laptop, version).fields["objectives"] == "会口算整十数乘一位数。"
        assert laptop.value(plan, "objectives") == "会口算，会说算理。"
        assert (laptop.value(plan, "stage"), laptop.shown(plan).disputed) == ("agreed", ())


def test_the_same_content_frozen_on_three_laptops_is_one_version(
    laptop: Callable[..., Laptop],
) -> None:
    a, b, c = (laptop(name) for name in "abc")
    plan = new_plan(a)
    exchange(a, b, c)
    versions = {freeze(one, plan, f"由{one.name}定稿") for one in (a, b, c)}

    exchange(a, b, c)

    (version,) = versions
    for one in (a, b, c):
        (row,) = sheet(one, plan).versions
        assert (row.id, row.number, row.altered) == (version, 1, False)
        assert agreed(one, version).fields["title"] == "口算乘法"
        with one.store.read() as session:
            assert [q.id for q in open_questions(session) if q.id == version] == []
    same_everywhere(a, b, c)
    assert freeze(b, plan) == version


def test_different_content_with_one_number_is_two_versions_in_one_order(
    a: Laptop, b: Laptop
) -> None:
    plan = new_plan(a)
    exchange(a, b)
    a.edit(plan, objectives="会口算。")
    b.edit(plan, key_points="算理。")
    made = {freeze(a, plan), freeze(b, plan)}

    exchange(a, b)

    rows = sheet(a, plan).versions
    assert rows == sheet(b, plan).versions
    assert {(row.id, row.number) for row in rows} == {(id, 1) for id in made}
    freeze(a, plan)
    assert [row.number for row in sheet(a, plan).versions] == [1, 1, 2]


def test_a_derived_plan_stays_as_it_is_while_its_parent_gets_a_new_version(
    a: Laptop, b: Laptop
) -> None:
    plan = new_plan(a)
    first = freeze(a, plan)
    exchange(a, b)
    child = derive(b, plan, first)
    before = content(b, child)
    a.edit(step_ids(a, plan)[0], teacher="投影出示。")
    freeze(a, plan)

    exchange(a, b)

    for laptop in (a, b):
        assert content(laptop, child) == before
        assert laptop.value(child, "base") == first


def test_two_who_derive_from_one_plan_have_a_plan_each(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    exchange(a, b)
    mine, theirs = derive(a, plan), derive(b, plan)

    exchange(a, b)

    for laptop in (a, b):
        assert titles(laptop, mine) == titles(laptop, theirs) == titles(laptop, plan)
        assert not {*step_ids(laptop, mine)} & {*step_ids(laptop, theirs)}


def test_a_comment_that_comes_after_the_new_version_is_late(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    first = freeze(a, plan)
    exchange(a, b)
    decide(a, comment(a, plan, "换成玉米粒", about=first), "adopted")
    a.edit(plan, objectives="会口算。")
    freeze(a, plan)
    late = comment(b, plan, "时间不够", about=first)

    exchange(a, b)

    for laptop in (a, b):
        assert {c.id for c in sheet(laptop, plan).comments if c.late} == {late}


def test_two_who_decide_a_comment_differently_see_both(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    said = comment(a, plan, "换成玉米粒")
    exchange(a, b)
    decide(a, said, "adopted")
    decide(b, said, "declined", "没有玉米")

    exchange(a, b)

    assert "decision" in a.shown(said).disputed
    assert a.shown(said).disputed == b.shown(said).disputed


def alter(laptop: Laptop, version: str, said: str) -> None:
    """Change a frozen version as only a tampered program would."""
    laptop.write(lambda writer: writer.edit(version, {"content": said}))


def test_a_version_that_a_tampered_program_altered_is_shown_as_altered(
    a: Laptop, b: Laptop
) -> None:
    plan = new_plan(a)
    version = freeze(a, plan)
    exchange(a, b)
    alter(b, version, str(b.value(version, "content")).replace("小棒", "手机"))

    exchange(a, b)

    for laptop in (a, b):
        assert [row.altered for row in sheet(laptop, plan).versions] == [True]
        with pytest.raises(MalformedContentError):
            agreed(laptop, version)


def test_a_digest_that_was_altered_with_the_content_is_told_by_the_key(a: Laptop) -> None:
    plan = new_plan(a)
    version = freeze(a, plan)
    forged = json.dumps({"plan": {"title": "别的"}, "steps": []}, ensure_ascii=False)

    alter(a, version, forged)
    a.write(lambda writer: writer.edit(version, {"digest": digest_of(forged)}))

    assert [row.altered for row in sheet(a, plan).versions] == [True]


def test_a_child_whose_parent_never_arrives_is_whole(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    version = freeze(a, plan)
    a.seal()
    child = derive(a, plan, version)
    news = a.seal()

    b.take(news)

    assert titles(b, child) == ["创设情境", "探究算法", "巩固练习"]
    shown = b.shown(child).values
    assert (shown["parent"], shown["parent_name"], shown["base"]) == (plan, "口算乘法", version)


def test_steps_that_come_before_their_plan_are_there_when_it_comes(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    first, *rest = a.seal()

    b.take(rest[::-1])
    b.take([first])

    assert titles(b, plan) == titles(a, plan)


def test_a_plan_deleted_here_is_kept_by_a_step_added_there(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    exchange(a, b)
    a.delete(plan)
    step = add_step(b, plan, title="小结")

    exchange(a, b)

    for laptop in (a, b):
        assert laptop.shown(plan).deletion == ASKED
        assert step_ids(laptop, plan) == [step]
    b.restore(plan)
    exchange(a, b)
    assert a.shown(plan).deletion == LIVE
    assert titles(a, plan) == ["创设情境", "探究算法", "巩固练习", "小结"]
