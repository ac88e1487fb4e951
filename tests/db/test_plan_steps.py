"""Steps of a plan: added, split, moved, deleted and brought back."""

import pytest

from db.commands import plan_steps
from db.errors import UnknownRecordError
from db.positions import spread
from tests.db.laptops import Laptop
from tests.db.plans import add_step, do, move, new_plan, sheet, step_ids, titles


def test_a_step_is_added_at_the_end_or_behind_another(a: Laptop) -> None:
    plan = new_plan(a)
    first = step_ids(a, plan)[0]

    add_step(a, plan, title="小结")
    add_step(a, plan, after=first, title="复习")

    assert titles(a, plan) == ["创设情境", "复习", "探究算法", "巩固练习", "小结"]


def test_a_step_is_split_where_its_text_is_cut(a: Laptop) -> None:
    plan = new_plan(a)
    step = step_ids(a, plan)[1]

    second = do(a, lambda w: plan_steps.split_step(w, step, "teacher", len("摆小棒。")))

    one, two = sheet(a, plan).steps[1:3]
    assert (one.id, two.id) == (step, second)
    assert (one.values["teacher"], two.values["teacher"]) == ("摆小棒。", "说一说怎样算。")
    assert (one.values["minutes"], two.values["minutes"]) == (20, None)
    assert one.values["phase"] == two.values["phase"] == "new"


@pytest.mark.parametrize(
    ("which", "behind", "then"),
    [(2, None, [2, 0, 1]), (0, 1, [1, 0, 2]), (0, 2, [1, 2, 0]), (1, 0, [0, 1, 2])],
)
def test_a_step_is_moved_behind_another_or_to_the_top(
    a: Laptop, which: int, behind: int | None, then: list[int]
) -> None:
    plan = new_plan(a)
    steps = step_ids(a, plan)

    move(a, steps[which], "" if behind is None else steps[behind])

    assert step_ids(a, plan) == [steps[n] for n in then]


def test_a_step_never_goes_behind_one_of_another_plan(a: Laptop) -> None:
    plan, other = new_plan(a), new_plan(a)
    steps, others = step_ids(a, plan), step_ids(a, other)

    with pytest.raises(UnknownRecordError):
        move(a, steps[0], others[0])
    with pytest.raises(UnknownRecordError):
        add_step(a, plan, after=others[0])
    with pytest.raises(UnknownRecordError):
        move(a, plan)


def test_a_deleted_step_comes_back_where_it_was(a: Laptop) -> None:
    plan = new_plan(a)
    steps = step_ids(a, plan)
    a.delete(steps[1])
    gone = step_ids(a, plan)

    a.restore(steps[1])

    assert (gone, step_ids(a, plan)) == ([steps[0], steps[2]], steps)


def test_two_hundred_steps_keep_their_order_however_they_are_moved(a: Laptop) -> None:
    plan = new_plan(a, {"title": "0"})
    for n in range(1, 200):
        add_step(a, plan, title=str(n))
    steps = step_ids(a, plan)

    for step in steps[100:120]:
        move(a, step)

    assert titles(a, plan) == [str(n) for n in (*range(119, 99, -1), *range(100), *range(120, 200))]
    positions = [str(a.value(step, "position")) for step in steps]
    assert max(map(len, positions)) < 200


@pytest.mark.parametrize("count", [0, 1, 30, 200, 5000])
def test_positions_for_many_at_once_are_in_order_with_room_between(count: int) -> None:
    positions = spread(count)

    assert positions == sorted(set(positions))
    assert len(positions) == count
