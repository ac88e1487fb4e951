"""Adopting what another plan has, place by place."""

from collections.abc import Callable

import pytest

from db.commands.adopting import keep_one
from db.commands.plans import adopt, keep_mine
from db.errors import UnknownRecordError
from db.plan_compare import Comparison, Difference, StepPair, compare
from db.plan_content import PlanContent
from db.queries.adopted_twice import adopted_twice
from tests.db.laptops import Laptop, exchange
from tests.db.plans import (
    add_step,
    agreed,
    comment,
    content,
    derive,
    do,
    freeze,
    move,
    new_plan,
    sheet,
    step_ids,
    titles,
)


class Two:
    """A plan that was agreed on twice, and one derived from its first version."""

    def __init__(self, laptop: Laptop, change: Callable[[Laptop, str], object]) -> None:
        self.laptop = laptop
        self.parent = new_plan(laptop)
        self.base = freeze(laptop, self.parent)
        self.child = derive(laptop, self.parent, self.base)
        change(laptop, self.parent)
        self.version = freeze(laptop, self.parent)

    def compared(self) -> Comparison:
        """Compare the newest version with the derived plan."""
        return compare(
            agreed(self.laptop, self.version),
            content(self.laptop, self.child),
            agreed(self.laptop, self.base),
        )

    def adopt(self, what: Difference | StepPair, laptop: Laptop | None = None) -> str:
        """Adopt one place, on another laptop if one is given."""
        source = agreed(self.laptop, self.version)
        return do(laptop or self.laptop, lambda w: adopt(w, self.child, what, source))

    def adopt_all(self) -> None:
        """Adopt each place by itself."""
        for what in places(self.compared()):
            self.adopt(what)


def places(found: Comparison) -> list[Difference | StepPair]:
    """Return the places that can be adopted."""
    return [*found.fields, *(pair for pair in found.steps if pair.count)]


def edit(laptop: Laptop, plan: str) -> None:
    laptop.edit(plan, objectives="会口算，会说算理。")
    laptop.edit(step_ids(laptop, plan)[1], teacher="摆小棒。画一画。说一说怎样算。", minutes=18)


def add(laptop: Laptop, plan: str) -> None:
    add_step(laptop, plan, after=step_ids(laptop, plan)[0], title="复习", teacher="口答。")


def add_on_top(laptop: Laptop, plan: str) -> None:
    move(laptop, add_step(laptop, plan, title="课前", teacher="唱歌。"))


def delete(laptop: Laptop, plan: str) -> None:
    laptop.delete(step_ids(laptop, plan)[1])


def reorder(laptop: Laptop, plan: str) -> None:
    move(laptop, step_ids(laptop, plan)[2])


def clear(laptop: Laptop, plan: str) -> None:
    laptop.edit(step_ids(laptop, plan)[0], teacher="", minutes=None)
    laptop.edit(plan, objectives="")


@pytest.mark.parametrize("change", [edit, add, add_on_top, delete, reorder, clear])
def test_what_was_adopted_differs_no_more(
    a: Laptop, change: Callable[[Laptop, str], object]
) -> None:
    two = Two(a, change)
    before = two.compared().count

    two.adopt_all()

    assert before > 0
    assert two.compared().count == 0
    assert titles(a, two.child) == titles(a, two.parent)


def test_one_place_is_adopted_and_the_others_stay_mine(a: Laptop) -> None:
    two = Two(a, edit)
    pair = two.compared().steps[1]
    minutes = next(d for d in pair.differences if d.part == "minutes")

    two.adopt(minutes)

    step = sheet(a, two.child).steps[1]
    assert (step.values["minutes"], step.values["teacher"]) == (18, "摆小棒。说一说怎样算。")
    assert a.value(two.child, "objectives") == "会口算整十数乘一位数。"


@pytest.mark.parametrize("change", [edit, add, add_on_top, delete, reorder])
def test_adopting_one_change_twice_is_adopting_it_once(
    a: Laptop, change: Callable[[Laptop, str], object]
) -> None:
    two = Two(a, change)
    whats = places(two.compared())
    for what in whats:
        two.adopt(what)
    once = content(a, two.child)

    for what in whats:
        two.adopt(what)

    assert content(a, two.child) == once


def test_a_step_that_was_adopted_and_deleted_comes_back_as_it_is_there(a: Laptop) -> None:
    two = Two(a, add)

    def only_there() -> StepPair:
        return next(pair for pair in two.compared().steps if pair.right is None)

    first = two.adopt(only_there())
    a.edit(first, teacher="改了。")
    a.delete(first)

    again = two.adopt(only_there())

    assert again == first
    assert two.compared().count == 0


def test_what_is_no_longer_in_my_plan_cannot_be_adopted_into(a: Laptop) -> None:
    two = Two(a, edit)
    pair = two.compared().steps[1]
    a.delete(step_ids(a, two.child)[1])

    for what in (pair, pair.differences[0]):
        with pytest.raises(UnknownRecordError):
            two.adopt(what)


def test_adopting_goes_into_my_plan_only(a: Laptop) -> None:
    two = Two(a, edit)
    before = content(a, two.parent)

    two.adopt_all()

    assert content(a, two.parent) == before


def take_back(laptop: Laptop, plan: str, what: Difference | StepPair, old: PlanContent) -> None:
    do(laptop, lambda writer: adopt(writer, plan, what, old))


def test_a_part_of_an_older_version_of_the_same_plan_is_taken_back(a: Laptop) -> None:
    plan = new_plan(a)
    old = freeze(a, plan)
    delete(a, plan)
    edit_one = step_ids(a, plan)[0]
    a.edit(edit_one, teacher="改了。")
    found = compare(agreed(a, old), content(a, plan))

    for what in places(found):
        take_back(a, plan, what, agreed(a, old))

    assert content(a, plan).steps == agreed(a, old).steps


def test_keeping_mine_makes_the_version_my_base(a: Laptop) -> None:
    two = Two(a, edit)

    do(a, lambda w: keep_mine(w, two.child, two.version))

    assert a.value(two.child, "base") == two.version


def test_the_same_adopted_on_two_laptops_asks_at_most_and_loses_nothing(
    a: Laptop, b: Laptop
) -> None:
    two = Two(a, edit)
    exchange(a, b)
    pair = two.compared().steps[1]
    step = two.adopt(pair)
    two.adopt(pair, b)

    exchange(a, b)

    for laptop in (a, b):
        assert laptop.value(step, "minutes") == 18
        assert {c.other for c in laptop.conflicts(step)} == {"摆小棒。画一画。说一说怎样算。"}
    assert a.digest() == b.digest()


@pytest.mark.parametrize("who_keeps_one", ["a", "both at once"])
def test_a_step_adopted_on_two_laptops_is_told_and_one_is_kept(
    a: Laptop, b: Laptop, who_keeps_one: str
) -> None:
    two = Two(a, add)
    exchange(a, b)
    pair = next(pair for pair in two.compared().steps if pair.right is None)
    made = two.adopt(pair), two.adopt(pair, b)
    exchange(a, b)
    assert titles(a, two.child).count("复习") == titles(b, two.child).count("复习") == 2
    assert adopted_twice(sheet(a, two.child)) == adopted_twice(sheet(b, two.child)) == (max(made),)

    for laptop in (a,) if who_keeps_one == "a" else (a, b):
        do(laptop, lambda w: keep_one(w, two.child))
    exchange(a, b)

    for laptop in (a, b):
        assert titles(laptop, two.child).count("复习") == 1
        assert min(made) in step_ids(laptop, two.child)
        assert adopted_twice(sheet(laptop, two.child)) == ()
    assert a.digest() == b.digest()


def test_what_was_changed_or_spoken_of_since_is_nobodys_copy(a: Laptop, b: Laptop) -> None:
    two = Two(a, add)
    exchange(a, b)
    pair = next(pair for pair in two.compared().steps if pair.right is None)
    made = two.adopt(pair), two.adopt(pair, b)
    exchange(a, b)
    speak = comment(a, two.child, "留着。", step=max(made))
    assert adopted_twice(sheet(a, two.child)) == ()

    a.delete(speak)
    a.edit(min(made), minutes=7)

    assert adopted_twice(sheet(a, two.child)) == ()
