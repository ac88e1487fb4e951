"""`lianke records`: whom an activity is for, and sharing it wider."""

from pathlib import Path

import pytest

from tests.cli.programs import Laptop, invited

Pair = tuple[Laptop, Laptop, Path]


def test_an_activity_for_a_few_reaches_their_computers_only(pair: Pair, tmp_path: Path) -> None:
    a, b, stick = pair
    third = Laptop(tmp_path / "c")
    invited(a, third, "县三小", "赵老师")
    for one in (a, third, b, a):
        one.sync(stick)

    id = a("records", "add", "activity", "title=听课", "for=王丽娟", "--json").json["id"]
    part = a.add("action_item", activity=id, content="再听一次")
    for one in (a, third, b):
        one.sync(stick)

    assert b.show(id)["circle"] == "named"
    assert len(b.show(id)["for"]) == 2
    assert b.show(part)["content"] == "再听一次"
    assert third("records", "show", id).status == 1
    assert third("records", "history", id).status == 1
    assert third("records", "list", "activity", "--json").json == []


def test_sharing_wider_makes_a_new_record_for_everybody(pair: Pair) -> None:
    a, b, stick = pair
    id = a("records", "add", "activity", "title=听课", "circle=named", "--json").json["id"]
    assert len(a.show(id)["for"]) == 1

    shared = a("records", "share", id, "--circle", "alliance", "--json").json["id"]
    for one in (a, b):
        one.sync(stick)

    assert (b.show(shared)["title"], b.show(shared)["circle"]) == ("听课", "alliance")
    assert a.show(id)["circle"] == "named"
    assert b("records", "show", id).status == 1
    assert a("records", "share", shared, "--circle", "school").sentence


@pytest.mark.parametrize(
    "fields",
    [
        ("circle=everybody",),
        ("circle=school", "for=张晓梅"),
        ("circle=alliance", "for=张晓梅"),
    ],
)
def test_a_circle_that_makes_no_sense_is_said_to_be_none(
    lianke: Laptop, fields: tuple[str, ...]
) -> None:
    failed = lianke("records", "add", "activity", "title=听课", *fields)

    assert failed.status == 2
    assert "circle=" in failed.sentence


def test_nobody_unknown_is_named(lianke: Laptop) -> None:
    assert lianke("records", "add", "activity", "title=听课", "for=没有这人").status == 1
