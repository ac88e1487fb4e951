"""Two plans side by side: which steps belong together, where they differ, and who changed it."""

from collections.abc import Mapping

import pytest

from db.plan_compare import Comparison, compare
from db.plan_content import PlanContent, StepContent
from db.record import Value


def step(id: str, title: str = "", source: str = "", **values: Value) -> StepContent:
    """Return a step; its words are its own."""
    said = {"title": title or id, "teacher": f"{id}：{title or id}。", "source": source, **values}
    return StepContent(id, {name: value for name, value in said.items() if value != ""})


def plan(*steps: StepContent, **fields: Value) -> PlanContent:
    return PlanContent(fields, steps)


def with_values(one: StepContent, **values: Value) -> StepContent:
    return StepContent(one.id, {**one.values, **values})


def derived(*steps: StepContent) -> tuple[StepContent, ...]:
    """Return the steps as another plan derived them."""
    return tuple(StepContent(f"my-{s.id}", {**s.values, "source": s.id}) for s in steps)


def seen(found: Comparison) -> list[tuple[str, str, tuple[str, ...], bool]]:
    """Return of each row the two steps, the parts in which they differ, and whether it moved."""
    return [
        (
            pair.left.id if pair.left else "",
            pair.right.id if pair.right else "",
            tuple(d.part for d in pair.differences),
            pair.moved,
        )
        for pair in found.steps
    ]


A, B, C, D = (step(name, title) for name, title in zip("abcd", "导新练结", strict=True))


def test_a_plan_and_what_was_just_derived_from_it_do_not_differ() -> None:
    found = compare(plan(A, B, C, title="口算乘法"), plan(*derived(A, B, C), title="口算乘法"))

    assert found.count == 0
    assert [pair[:2] for pair in seen(found)] == [("a", "my-a"), ("b", "my-b"), ("c", "my-c")]


def test_what_belongs_to_whoever_teaches_is_no_difference() -> None:
    mine: Mapping[str, Value] = {"author_name": "李志强", "stage": "personal", "reflection": "好"}

    assert compare(plan(author_name="孙敏", stage="agreed"), PlanContent(mine, ())).count == 0


def test_each_changed_place_is_a_difference_of_its_own() -> None:
    a, b = derived(A, B)
    mine = plan(with_values(a, minutes=6, teacher="出示玉米。"), b, objectives="会口算。")

    found = compare(plan(A, B, objectives="会口算，会说算理。"), mine)

    assert seen(found)[0] == ("a", "my-a", ("minutes", "teacher"), False)
    (field,) = found.fields
    assert (field.part, field.left, field.right) == ("objectives", "会口算，会说算理。", "会口算。")
    assert found.count == 3


def test_a_number_is_the_same_however_it_was_written() -> None:
    assert compare(plan(step("a", minutes=5)), plan(step("a", minutes=5.0))).count == 0


def test_what_only_one_has_stands_behind_what_it_stands_behind_there() -> None:
    a, _, c, d = derived(A, B, C, D)
    new = step("new", "读一读")

    found = compare(plan(A, B, C, D), plan(a, new, c, d))

    assert [pair[:2] for pair in seen(found)] == [
        ("a", "my-a"), ("b", ""), ("", "new"), ("c", "my-c"), ("d", "my-d"),
    ]  # fmt: skip
    assert found.count == 2


def test_one_moved_step_is_one_move() -> None:
    a, b, c, d = derived(A, B, C, D)

    found = compare(plan(A, B, C, D), plan(d, a, b, c))

    assert [pair for pair in seen(found) if pair[3]] == [("d", "my-d", (), True)]
    assert found.count == 1


def test_two_derived_from_one_plan_belong_together_by_what_they_come_from() -> None:
    one, other = derived(A, B), [StepContent(f"your-{s.id}", {"source": s.id}) for s in (B, A)]

    found = compare(plan(*one), plan(*other))

    assert {pair[:2] for pair in seen(found)} == {("my-a", "your-a"), ("my-b", "your-b")}


def test_a_step_of_another_origin_is_recognised_by_its_words() -> None:
    one = step("x", "探究", teacher="摆小棒，说一说怎样算二十乘三。")
    other = step("y", "新授", teacher="摆小棒，想一想怎样算二十乘三。")

    assert seen(compare(plan(A, one), plan(other)))[-1][:2] == ("x", "y")


def test_steps_that_say_different_things_do_not_belong_together() -> None:
    one, other = step("x", "导入", teacher="看图。"), step("y", "作业", teacher="第五题。")

    assert [pair[:2] for pair in seen(compare(plan(one), plan(other)))] == [("x", ""), ("", "y")]


def test_every_step_of_both_stands_in_exactly_one_row() -> None:
    one = plan(*(step(f"s{n}", f"第{n % 5}步") for n in range(40)))
    other = plan(*(step(f"t{n}", f"第{n % 7}步", f"s{n * 3 % 40}") for n in range(35)))

    rows = seen(compare(one, other))

    assert sorted(row[0] for row in rows if row[0]) == sorted(s.id for s in one.steps)
    assert [row[1] for row in rows if row[1]] == [s.id for s in other.steps]


@pytest.mark.parametrize(
    ("left", "right", "who"),
    [("新的。", "旧的。", "left"), ("旧的。", "新的。", "right"), ("甲。", "乙。", "both")],
)
def test_who_changed_a_place_is_told_by_what_both_began_with(
    left: str, right: str, who: str
) -> None:
    base = with_values(A, teacher="旧的。")
    (mine,) = derived(base)

    found = compare(
        plan(with_values(A, teacher=left), standard=left),
        plan(with_values(mine, teacher=right), standard=right),
        plan(base, standard="旧的。"),
    )

    assert [d.changed for d in (*found.fields, *found.steps[0].differences)] == [who, who]


def test_who_added_or_deleted_a_step_is_told_too() -> None:
    a, b, _ = derived(A, B, C)
    base = plan(A, B, C)
    left = plan(A, C, step("late", "小结"))
    right = plan(a, b, step("mine", "读一读"))

    found = {
        (pair.left or pair.right or A).id: pair.changed
        for pair in compare(left, right, base).steps
        if pair.left is None or pair.right is None
    }

    assert found == {"c": "right", "late": "left", "my-b": "left", "mine": "right"}


def test_a_step_deleted_there_and_changed_here_was_changed_by_both() -> None:
    (a,) = derived(A)

    (row,) = compare(plan(), plan(with_values(a, teacher="改了。")), plan(A)).steps

    assert row.changed == "both"


def test_who_moved_a_step_is_told() -> None:
    a, b, c = derived(A, B, C)

    found = compare(plan(A, B, C), plan(c, a, b), plan(A, B, C))

    assert [pair.changed for pair in found.steps if pair.moved] == ["right"]


def test_without_what_both_began_with_nobody_is_named() -> None:
    a, b = derived(A, B)

    found = compare(plan(A, C), plan(with_values(b, teacher="x"), a))

    assert {pair.changed for pair in found.steps} == {""}
