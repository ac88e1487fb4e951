"""The history of a plan and its steps as a whole."""

import pytest

from db.commands import records
from db.errors import UnknownRecordError
from db.queries.history import as_it_was
from db.queries.plan_history import PlanSitting, plan_history
from tests.db.laptops import Laptop, exchange
from tests.db.plans import move, new_plan, step_ids


def told(laptop: Laptop, plan: str) -> tuple[PlanSitting, ...]:
    with laptop.store.read() as session:
        return plan_history(session, plan)


def test_one_sitting_is_one_row_whatever_it_touched(a: Laptop, b: Laptop) -> None:
    plan = new_plan(a)
    exchange(a, b)
    first, second, third = step_ids(b, plan)
    b.edit(plan, objectives="会口算。")
    b.edit(second, minutes=18, teacher="画图。")
    move(b, third)
    b.delete(first)
    exchange(a, b)

    by_b, by_a = told(a, plan)

    assert (by_b.person, by_a.person) == (b.person, a.person)
    assert {(c.record, c.did, c.field) for c in by_b.changes} == {
        (plan, "changed", "objectives"), (second, "changed", "minutes"),
        (second, "changed", "teacher"), (third, "moved", "position"), (first, "deleted", ""),
    }  # fmt: skip
    assert {c.did for c in by_a.changes} == {"added"}
    change = next(c for c in by_b.changes if c.field == "teacher")
    assert (change.title, change.old, change.new) == (
        "探究算法",
        "摆小棒。说一说怎样算。",
        "画图。",
    )


def test_a_part_is_taken_back_by_writing_what_stood_there(a: Laptop) -> None:
    plan = new_plan(a)
    a.sit_down()
    a.edit(step_ids(a, plan)[1], teacher="画图。")
    change = told(a, plan)[0].changes[0]

    a.write(lambda w: records.change(w, change.record, {change.field: change.old}))

    assert a.value(change.record, "teacher") == "摆小棒。说一说怎样算。"
    with a.store.read() as session:
        assert as_it_was(session, change.record, change.version)["teacher"] == "画图。"


def test_the_history_of_a_deleted_step_is_there_with_its_return(a: Laptop) -> None:
    plan = new_plan(a)
    step = step_ids(a, plan)[1]
    a.sit_down()
    a.delete(step)
    a.sit_down()
    a.restore(step)

    did = [[(c.record, c.did) for c in sitting.changes] for sitting in told(a, plan)]

    assert sorted(did[:2]) == sorted([[(step, "restored")], [(step, "deleted")]])


def test_what_is_no_plan_has_no_such_history(a: Laptop) -> None:
    with pytest.raises(UnknownRecordError):
        told(a, a.record())
