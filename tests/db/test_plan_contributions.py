"""Who gave what to a plan."""

from db.journal import Sitting
from db.queries.plan_contributions import Contribution, contributions
from tests.db.laptops import Laptop, exchange
from tests.db.plans import comment, decide, derive, freeze, new_plan, step_ids


def given(laptop: Laptop, plan: str) -> dict[str, Contribution]:
    with laptop.store.read() as session:
        return {row.person_name or row.person: row for row in contributions(session, plan)}


def person(laptop: Laptop, name: str) -> str:
    return laptop.record("person", name=name)


def sit_down(laptop: Laptop, person: str) -> None:
    laptop.sitting = Sitting(laptop.sitting.member, person)


def test_members_who_gave_nothing_are_there_with_nothing(a: Laptop) -> None:
    sun, li, wang = (person(a, name) for name in ("孙敏", "李志强", "王丽娟"))
    group = a.record("prep_group", name="三年级数学", leader=sun)
    for one in (li, wang):
        a.record("prep_member", group=group, person=one)
    sit_down(a, sun)
    plan = new_plan(a, group=group)
    sit_down(a, li)
    decide(a, comment(a, plan, "换成玉米粒"), "adopted")
    decide(a, comment(a, plan, "太快了"), "declined", "刚好")
    comment(a, plan, "再想想")

    found = given(a, plan)

    assert list(found) == ["李志强", "孙敏", "王丽娟"]
    li_gave, wang_gave = found["李志强"], found["王丽娟"]
    assert (li_gave.comments, li_gave.adopted, li_gave.declined) == (3, 1, 1)
    assert (wang_gave.comments, wang_gave.characters, wang_gave.member) == (0, 0, True)
    assert found["孙敏"].characters > 0


def test_letters_count_for_who_typed_them(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a, {"teacher": "摆小棒。"}, objectives="")
    exchange(a, b)
    b.edit(step_ids(b, plan)[0], teacher="摆小棒。说一说怎样算。")
    exchange(a, b)

    found = given(a, plan)

    assert (found[a.person].characters, found[b.person].characters) == (4, 7)


def test_what_was_taken_from_another_plan_is_nobodys(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    version = freeze(a, plan)
    exchange(a, b)
    child = derive(b, plan, version)
    b.edit(step_ids(b, child)[0], teacher="出示三叠贴纸。想一想。")

    assert given(b, child)[b.person].characters == 4


def test_who_was_recorded_twice_is_one(a: Laptop) -> None:
    one, other = sorted(person(a, "李志强") for _ in range(2))
    plan = new_plan(a)
    for id in (one, other):
        sit_down(a, id)
        comment(a, plan, "好")
    a.record("same_as", record_kind="person", one=one, other=other)

    assert given(a, plan)["李志强"].comments == 2
