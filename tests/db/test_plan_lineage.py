"""Where a plan comes from, what came of it, and what changed there since."""

import pytest

from db.commands.plans import keep_mine
from db.errors import UnknownRecordError
from db.queries.plan_lineage import LineageNode, PlanNews, adapted, lineage, news_for
from tests.db.laptops import Laptop, exchange
from tests.db.plans import content, derive, do, freeze, move, new_plan, sheet, step_ids


def family(laptop: Laptop, plan: str, person: str = "") -> tuple[LineageNode, ...]:
    with laptop.store.read() as session:
        return lineage(session, plan, person=person)


def news(laptop: Laptop, plan: str) -> PlanNews | None:
    with laptop.store.read() as session:
        return news_for(session, plan)


def shape(nodes: tuple[LineageNode, ...]) -> list[tuple[str, str]]:
    return [(node.id, node.parent) for node in nodes]


def again(laptop: Laptop, plan: str, words: str = "会口算。") -> str:
    """Change a plan and agree on it again."""
    laptop.edit(plan, objectives=words)
    return freeze(laptop, plan)


def test_a_family_has_its_versions_and_what_was_taken_from_each(a: Laptop) -> None:
    plan = new_plan(a)
    one = freeze(a, plan)
    mine = derive(a, plan, one)
    two = again(a, plan)
    theirs = derive(a, plan, two)
    grandchild = derive(a, mine)

    found = family(a, grandchild)

    assert shape(found) == [
        (plan, ""), (one, plan), (two, one), (theirs, two), (mine, one), (grandchild, mine),
    ]  # fmt: skip
    assert [node.number for node in found if node.kind == "version"] == [1, 2]
    assert [node.id for node in found if node.mine] == [grandchild]


def test_my_plans_are_marked_for_a_person(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    exchange(a, b)
    mine = derive(b, plan)

    assert [node.id for node in family(b, plan, b.person) if node.mine] == [mine]


def test_a_parent_that_never_came_still_heads_the_family(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    a.seal()
    children = {derive(a, plan), derive(a, plan)}
    b.take(a.seal())

    head, *rest = family(b, min(children))

    assert (head.id, head.title, head.here) == (plan, "口算乘法", False)
    assert {(node.id, node.parent) for node in rest} == {(child, plan) for child in children}


def test_a_deleted_parent_keeps_its_place_as_long_as_something_comes_from_it(a: Laptop) -> None:
    plan = new_plan(a)
    child = derive(a, plan)
    gone = derive(a, plan)
    a.delete(plan)
    a.delete(gone)

    head, only = family(a, child)

    assert (head.id, head.here, only.id) == (plan, False, child)


def test_plans_that_claim_to_come_from_each_other_end(a: Laptop) -> None:
    one = new_plan(a)
    other = derive(a, one)
    a.edit(one, parent=other)

    assert {node.id for node in family(a, one)} == {one, other}


def test_no_plan_has_no_family(a: Laptop) -> None:
    with pytest.raises(UnknownRecordError):
        family(a, a.record())


def test_a_newer_version_is_news_with_its_places(a: Laptop) -> None:
    plan = new_plan(a)
    one = freeze(a, plan)
    child = derive(a, plan, one)
    before = news(a, child)
    a.edit(step_ids(a, plan)[0], teacher="投影。", minutes=6)
    two = again(a, plan)

    found = news(a, child)

    assert before is None
    assert found is not None
    assert (found.version.id, found.differences) == (two, 3)
    assert found.base is not None
    assert found.base.id == one


def test_what_i_changed_myself_is_no_news(a: Laptop) -> None:
    plan = new_plan(a)
    child = derive(a, plan, freeze(a, plan))
    a.edit(step_ids(a, child)[0], teacher="出示玉米粒。")
    a.delete(step_ids(a, child)[2])
    again(a, plan)

    found = news(a, child)

    assert found is not None
    assert found.differences == 1


def test_a_step_that_the_parent_moved_added_or_lost_is_news(a: Laptop) -> None:
    plan = new_plan(a)
    child = derive(a, plan, freeze(a, plan))
    _, second, third = step_ids(a, plan)
    move(a, third)
    a.delete(second)
    freeze(a, plan)

    found = news(a, child)

    assert found is not None
    assert found.differences == 2


def test_what_i_say_already_is_no_news(a: Laptop) -> None:
    plan = new_plan(a)
    child = derive(a, plan, freeze(a, plan))
    a.edit(child, objectives="会口算。")
    again(a, plan)

    assert news(a, child) is None


def test_news_that_were_looked_at_are_none(a: Laptop) -> None:
    plan = new_plan(a)
    child = derive(a, plan, freeze(a, plan))
    two = again(a, plan)

    do(a, lambda w: keep_mine(w, child, two))

    assert news(a, child) is None


def test_news_come_only_where_it_is_known_what_was_taken(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    exchange(a, b)
    one = freeze(a, plan)
    a.seal()
    child = derive(a, plan, one)
    two = again(a, plan)
    b.take(a.seal())

    assert [row.id for row in sheet(b, plan).versions] == [two]
    assert news(b, child) is None


def test_a_plan_of_ones_own_has_no_news_and_nothing_adapted(a: Laptop) -> None:
    plan = new_plan(a)

    assert news(a, plan) is None
    with a.store.read() as session:
        assert adapted(session, plan) is None


def test_how_far_a_plan_was_adapted_is_counted_against_what_was_taken(a: Laptop) -> None:
    plan = new_plan(a)
    child = derive(a, plan, freeze(a, plan))
    a.edit(step_ids(a, child)[0], teacher="出示玉米粒。")
    a.delete(step_ids(a, child)[2])
    again(a, plan)

    with a.store.read() as session:
        found = adapted(session, child)

    assert found is not None
    assert found.count == 2
    assert content(a, child).fields["derivation"] == "derived"


def test_how_far_a_plan_was_adapted_is_unknown_without_what_was_taken(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    a.seal()
    child = derive(a, plan)
    b.take(a.seal())

    with b.store.read() as session:
        assert adapted(session, child) is None
