"""Sharing wider: a new record with today's values, never an old one opened."""

import datetime
from collections.abc import Callable

import pytest
from loro import VersionVector

from db.circles import NAMED, is_wider, named_home, persons_of
from db.commands import records
from db.commands.activities import copy_activity
from db.commands.sharing import home_for, share_wider
from db.errors import NotAllowedError, NotWiderError, UnknownRecordError
from db.models.exchange import Certificate
from db.queries.records import parts_of
from tests.db.laptops import Laptop


@pytest.fixture
def private(a: Laptop) -> str:
    """Return an activity for the person of laptop a and one more, with a part and a past."""
    made: list[str] = []
    home = named_home((a.person, "person-b"))
    values = {"title": "听课", "outcome": "小明打瞌睡。导入太长。"}
    a.write(
        lambda writer: made.append(records.add(writer, "activity", values, circle=NAMED, home=home))
    )
    a.edit(made[0], outcome="导入太长。")
    a.record("action_item", activity=made[0], content="再听一次")
    gone = a.record("action_item", activity=made[0], content="算了")
    a.delete(gone)
    return made[0]


def shared(one: Laptop, id: str, circle: str) -> str:
    """Share a record wider; return the new one's id."""
    made: list[str] = []
    one.write(lambda writer: made.append(share_wider(writer, id, circle)))
    return made[0]


@pytest.mark.parametrize("circle", ["school", "alliance"])
def test_it_has_todays_values_and_parts(a: Laptop, private: str, circle: str) -> None:
    made = shared(a, private, circle)

    row = a.shown(made)
    assert (row.circle, row.home, row.values["outcome"]) == (circle, a.school, "导入太长。")
    with a.store.read() as session:
        parts = parts_of(session, "action_item", made)
    assert [part.values["content"] for part in parts] == ["再听一次"]
    assert {part.circle for part in parts} == {circle}


def test_what_was_crossed_out_does_not_go_with_it(a: Laptop, private: str) -> None:
    made = shared(a, private, "alliance")

    whole = "".join(str(change) for change in a.document(made).changes_since(VersionVector()))
    assert "导入太长" in whole
    assert "小明" not in whole
    assert "小明" in str(list(a.document(private).changes_since(VersionVector())))


def test_the_old_one_stays_where_it_is(a: Laptop, private: str) -> None:
    before = a.shown(private)

    made = shared(a, private, "alliance")

    assert made != private
    assert a.shown(private) == before


@pytest.mark.parametrize("circle", ["school", "named", "nonsense"])
def test_it_is_only_shared_with_more_people(a: Laptop, private: str, circle: str) -> None:
    within = shared(a, private, "school")

    with pytest.raises(NotWiderError):
        shared(a, within, circle)


def test_a_part_is_not_shared_without_its_whole(a: Laptop, private: str) -> None:
    with a.store.read() as session:
        part = parts_of(session, "action_item", private)[0].id

    with pytest.raises(NotWiderError):
        shared(a, part, "alliance")


def test_what_lies_in_the_bin_is_not_shared(a: Laptop, private: str) -> None:
    a.delete(private)

    with pytest.raises(UnknownRecordError):
        shared(a, private, "alliance")


def test_a_copy_is_for_the_same_people(a: Laptop, private: str) -> None:
    made: list[str] = []
    today = datetime.date(2025, 10, 17)
    a.write(lambda writer: made.append(copy_activity(writer, private, today=today)))

    assert (a.shown(made[0]).circle, a.shown(made[0]).home) == (NAMED, a.shown(private).home)


def test_nobody_else_writes_for_them(laptop: Callable[..., Laptop]) -> None:
    third = laptop("c")

    with pytest.raises(NotAllowedError):
        third.write(
            lambda writer: records.add(
                writer, "activity", {"title": "x"}, circle=NAMED, home=named_home(["person-b"])
            )
        )


def test_a_person_recorded_twice_is_meant_by_the_one_with_a_laptop(a: Laptop) -> None:
    one, other = a.record("person", name="王校长"), a.record("person", name="王志国")
    first, second = sorted((one, other))
    a.record("same_as", record_kind="person", one=first, other=second)
    with a.store.write() as session:
        session.add(
            Certificate(
                id="c", body=b"", signature=b"", issuer="", purpose="laptop", laptop="l",
                sign_public=b"", exchange_public=b"", school="", role="teacher", person=second,
                person_name="", made_at=0, valid=True, standing="good",
            )
        )  # fmt: skip

    with a.store.read() as session:
        home = home_for(session, a.sitting.member, [first])

    assert persons_of(home) == tuple(sorted((a.person, second)))


def test_circles_widen_from_persons_to_school_to_alliance() -> None:
    order = ("named", "school", "alliance")

    for at, one in enumerate(order):
        assert [is_wider(one, other) for other in order] == [place < at for place in range(3)]
    assert not is_wider("alliance", "unknown")


def test_a_plan_goes_with_its_steps_and_not_with_what_was_said_of_it(a: Laptop) -> None:
    made: list[str] = []
    home = named_home((a.person,))
    values = {"title": "口算乘法"}
    a.write(lambda w: made.append(records.add(w, "lesson_plan", values, circle=NAMED, home=home)))
    first = a.record("plan_step", plan=made[0], title="导入")
    a.record("plan_step", plan=made[0], title="新授", source=first)
    a.record("plan_comment", plan=made[0], step=first, body="太长")
    a.record("plan_version", plan=made[0], digest="00", number=1, content="{}")

    wide = shared(a, made[0], "alliance")

    with a.store.read() as session:
        steps = parts_of(session, "plan_step", wide)
        said = parts_of(session, "plan_comment", wide) + parts_of(session, "plan_version", wide)
    assert [step.values["title"] for step in steps] == ["导入", "新授"]
    assert steps[1].values["source"] == steps[0].id  # not the narrower record's
    assert said == []
