"""Undoing what one laptop changed: what stood before comes back, what others did stays."""

import random
from collections import defaultdict
from collections.abc import Callable

import pytest

from db.changes import DECODER, record_id
from db.commands.undoing import undo
from db.documents import span_of
from db.journal import Sitting
from db.progress import finish
from db.queries.undo import Scope, UndoPlan, plan_undo
from db.record import DELETED, LIVE, Value
from tests.db.laptops import ALLIANCE, Laptop, exchange


@pytest.fixture
def thief(laptop: Callable[..., Laptop]) -> Laptop:
    """Return the laptop whose changes are undone."""
    return laptop("t")


@pytest.fixture
def b(laptop: Callable[..., Laptop]) -> Laptop:
    """Return the laptop of the one who undoes."""
    return laptop("b")


@pytest.fixture
def c(laptop: Callable[..., Laptop]) -> Laptop:
    """Return a third laptop."""
    return laptop("c")


def sealed(one: Laptop) -> Scope:
    """Seal what waits on a laptop; return which operations that are."""
    scope: dict[str, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for arrival in one.seal():
        change = DECODER.decode(arrival.raw)
        record = record_id(ALLIANCE, change.kind, change.circle, change.home, change.key)
        span = span_of(change.update)
        assert span is not None
        scope[record][span[0]].append(span[1:])
    return scope


def undone(one: Laptop, of: Laptop, scope: Scope) -> UndoPlan:
    """Undo on a laptop what another one changed."""
    with one.store.read() as session:
        planned = plan_undo(session, one.sitting.member, of.id, scope)
    done = finish(undo(one.store, Sitting(one.sitting.member, one.person), of.id, scope))
    assert done.rows == planned.rows
    return done


def shared(*laptops: Laptop, **values: Value) -> str:
    """Make an activity that all laptops have."""
    id = laptops[0].record("activity", **values)
    exchange(*laptops)
    for one in laptops:
        one.sit_down()
    return id


def test_a_field_goes_back_to_what_stood_before(b: Laptop, thief: Laptop) -> None:
    id = shared(b, thief, place="红石小学", period="第三节")
    thief.edit(id, place="乱写", period=None)
    thief.edit(id, place="又乱写")
    scope = sealed(thief)
    exchange(b, thief)

    done = undone(b, thief, scope)

    assert b.value(id, "place") == "红石小学"
    assert b.value(id, "period") == "第三节"
    assert {(row.action, row.field, row.now, row.before) for row in done.rows} == {
        ("field", "place", "又乱写", "红石小学"),
        ("field", "period", None, "第三节"),
    }
    assert (done.records, done.left) == (1, ())


def test_what_others_changed_since_stays(b: Laptop, c: Laptop, thief: Laptop) -> None:
    id = shared(b, c, thief, place="红石小学", period="第三节")
    thief.edit(id, place="乱写", period="乱写")
    scope = sealed(thief)
    exchange(b, c, thief)
    c.edit(id, place="李家小学")
    exchange(b, c, thief)

    done = undone(b, thief, scope)

    assert (b.value(id, "place"), b.value(id, "period")) == ("李家小学", "第三节")
    assert [row.field for row in done.rows] == ["period"]


def test_a_value_of_another_that_was_overwritten_comes_back(
    b: Laptop, c: Laptop, thief: Laptop
) -> None:
    id = shared(b, c, thief, place="红石小学")
    thief.edit(id, place="乱写")
    first = sealed(thief)
    exchange(b, c, thief)
    c.edit(id, place="李家小学")
    exchange(b, c, thief)
    thief.edit(id, place="又乱写")
    second = sealed(thief)
    exchange(b, c, thief)
    scope = {id: {peer: [*first[id].get(peer, []), *spans] for peer, spans in second[id].items()}}

    undone(b, thief, scope)

    assert b.value(id, "place") == "李家小学"


def test_what_the_laptop_wrote_before_stays(b: Laptop, thief: Laptop) -> None:
    id = shared(thief, b, place="红石小学")
    thief.edit(id, place="三年级教室")
    sealed(thief)
    thief.edit(id, place="乱写")
    scope = sealed(thief)
    exchange(b, thief)

    undone(b, thief, scope)

    assert b.value(id, "place") == "三年级教室"


def test_two_versions_are_settled_for_the_other_one(b: Laptop, c: Laptop, thief: Laptop) -> None:
    id = shared(b, c, thief, place="红石小学")
    thief.edit(id, place="乱写")
    scope = sealed(thief)
    c.edit(id, place="李家小学")
    exchange(b, c, thief)
    assert b.conflicts(id)

    undone(b, thief, scope)

    assert b.conflicts(id) == []
    assert b.value(id, "place") == "李家小学"


def test_a_text_loses_what_the_laptop_typed_and_nothing_else(
    b: Laptop, c: Laptop, thief: Laptop
) -> None:
    id = shared(b, c, thief, outcome="课堂安静。学生认真。")
    thief.edit(id, outcome="全是假的。")
    scope = sealed(thief)
    c.edit(id, outcome="课堂安静。学生认真。下次再来。")  # not knowing of the other
    exchange(b, c, thief)

    done = undone(b, thief, scope)

    assert b.value(id, "outcome") == "课堂安静。学生认真。下次再来。"
    assert b.conflicts(id) == []
    assert [(row.action, row.before) for row in done.rows] == [
        ("text", "课堂安静。学生认真。下次再来。")
    ]


def test_a_text_that_others_typed_in_since_is_left_and_named(
    b: Laptop, c: Laptop, thief: Laptop
) -> None:
    id = shared(b, c, thief, outcome="课堂安静。")
    thief.edit(id, outcome="课堂安静。假的。")
    scope = sealed(thief)
    exchange(b, c, thief)
    c.edit(id, outcome="课堂安静。假的。我补一句。")
    exchange(b, c, thief)

    done = undone(b, thief, scope)

    assert b.value(id, "outcome") == "课堂安静。假的。我补一句。"
    assert done.rows == ()
    assert [(row.record, row.field, row.reason) for row in done.left] == [
        (id, "outcome", "others_typed")
    ]


def test_what_it_deleted_is_back_with_its_parts(b: Laptop, thief: Laptop) -> None:
    id = b.record()
    part = b.record("action_item", activity=id, content="送教具")
    exchange(b, thief)
    thief.sit_down()
    thief.delete(id)
    scope = sealed(thief)
    exchange(b, thief)
    assert b.shown(id).deletion == DELETED

    done = undone(b, thief, scope)

    assert (b.shown(id).deletion, b.shown(part).deletion) == (LIVE, LIVE)
    assert {row.action for row in done.rows} == {"restore"}


def test_what_it_made_goes_into_the_bin_together(b: Laptop, thief: Laptop) -> None:
    id = thief.record()
    part = thief.record("action_item", activity=id, content="假的")
    other = thief.record()
    scope = sealed(thief)
    exchange(b, thief)

    undone(b, thief, scope)

    assert {b.shown(one).deletion for one in (id, part, other)} == {DELETED}
    b.restore(other)  # one deletion took all of it
    assert {b.shown(one).deletion for one in (id, part, other)} == {LIVE}


def test_what_it_made_and_others_worked_on_is_left_and_named(
    b: Laptop, c: Laptop, thief: Laptop
) -> None:
    edited, with_part = thief.record(), thief.record()
    scope = sealed(thief)
    exchange(b, c, thief)
    c.edit(edited, place="李家小学")
    c.record("action_item", activity=with_part, content="带教具")
    exchange(b, c, thief)

    done = undone(b, thief, scope)

    assert {b.shown(one).deletion for one in (edited, with_part)} == {LIVE}
    assert {(row.record, row.reason) for row in done.left} == {
        (edited, "others_wrote"),
        (with_part, "others_wrote"),
    }


def test_what_may_not_be_written_here_is_left_and_named(
    laptop: Callable[..., Laptop], thief: Laptop
) -> None:
    observer = laptop("o", role="observer")
    id = shared(thief, observer, place="红石小学")
    thief.edit(id, place="乱写")
    scope = sealed(thief)
    exchange(thief, observer)

    done = undone(observer, thief, scope)

    assert [(row.record, row.reason) for row in done.left] == [(id, "not_allowed")]
    assert observer.value(id, "place") == "乱写"


def test_an_undo_is_undone_by_the_same_means(b: Laptop, c: Laptop, thief: Laptop) -> None:
    id = shared(b, c, thief, place="红石小学", outcome="课堂安静。")
    thief.edit(id, place="三年级教室", outcome="课堂热闹。")
    deleted = shared(b, c, thief)
    thief.delete(deleted)
    made = thief.record()
    scope = sealed(thief)
    exchange(b, c, thief)
    undone(b, thief, scope)
    undoing = sealed(b)
    exchange(b, c, thief)

    undone(c, b, undoing)

    assert (c.value(id, "place"), c.value(id, "outcome")) == ("三年级教室", "课堂热闹。")
    assert (c.shown(deleted).deletion, c.shown(made).deletion) == (DELETED, LIVE)


def test_all_of_it_is_one_sitting_and_nothing_is_written_twice(b: Laptop, thief: Laptop) -> None:
    ids = [shared(b, thief, place="红石小学") for _ in range(3)]
    for id in ids:
        thief.edit(id, place="乱写")
    scope = sealed(thief)
    exchange(b, thief)

    undone(b, thief, scope)
    again = undone(b, thief, scope)

    assert len({b.history(id)[-1].sitting for id in ids}) == 1
    assert again.rows == ()


def test_others_operations_are_never_taken_for_the_laptops(b: Laptop, thief: Laptop) -> None:
    id = shared(b, thief, place="红石小学")
    b.edit(id, place="李家小学")
    scope = sealed(b)
    exchange(b, thief)

    done = undone(b, thief, scope)  # spans of b, said to be the thief's

    assert done.rows == ()
    assert b.value(id, "place") == "李家小学"


@pytest.mark.parametrize("seed", range(12))
def test_laptops_converge_while_late_changes_still_arrive(
    b: Laptop, c: Laptop, thief: Laptop, seed: int
) -> None:
    dice = random.Random(seed)
    ids = [shared(b, c, thief, place="红石小学", outcome="课堂安静。") for _ in range(3)]
    scopes: list[Scope] = []
    for step in range(6):
        for one in (thief, c):
            id = dice.choice(ids)
            if dice.random() < 0.2:
                one.delete(id)
            elif dice.random() < 0.5:
                one.edit(id, place=f"{one.name}{step}")
            else:
                one.edit(id, outcome=f"{one.name}{step}写的。")
        scopes.append(sealed(thief))
        c.seal()
        late = [a for a in b.air.all if dice.random() < 0.7]
        dice.shuffle(late)
        b.take(late)
        if step in (2, 4):
            undone(b, thief, _together(scopes))
        b.seal()
    exchange(b, c, thief, order=dice)
    undone(b, thief, _together(scopes))
    exchange(b, c, thief, order=dice)

    assert b.digest() == c.digest() == thief.digest()
    for id in ids:
        heads = {str(one.other) for one in b.conflicts(id) if one.field == "place"}
        assert not any(value.startswith("t") for value in heads)
        assert not str(b.value(id, "place")).startswith("t")


def _together(scopes: list[Scope]) -> Scope:
    found: dict[str, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for scope in scopes:
        for id, spans in scope.items():
            for peer, some in spans.items():
                found[id][peer] += some
    return found
