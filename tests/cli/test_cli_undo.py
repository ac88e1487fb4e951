"""`lianke undo`: what one computer changed is shown, then put back."""

from pathlib import Path

import pytest

from tests.cli.programs import Laptop

Pair = tuple[Laptop, Laptop, Path]
SECRET = "乱写"


@pytest.fixture
def spoilt(pair: Pair) -> tuple[Laptop, Laptop, Path, str]:
    """Return two laptops of which the second has rewritten what the first recorded."""
    a, b, stick = pair
    id = a.add("activity", title="送教下乡", place="红石小学")
    for one in (a, b):
        one.sync(stick)
    b("records", "set", id, f"place={SECRET}", "outcome=假的。")
    b.add("activity", title="没有的事")
    for one in (b, a):
        one.sync(stick)
    return a, b, stick, id


def last_of(a: Laptop) -> str:
    """Return the id of the last segment that came from the other laptop."""
    return str(a("undo", "王丽娟", "--json").json[-1]["segment"])


def test_what_a_laptop_sent_is_listed_to_choose_from(
    spoilt: tuple[Laptop, Laptop, Path, str],
) -> None:
    a, *_ = spoilt

    listed = a("undo", "王丽娟", "--json").json

    assert [row["records"] for row in listed][-1] == 2
    assert listed[-1]["segment"][:8] in a("undo", "王丽娟").out


def test_a_preview_changes_nothing(spoilt: tuple[Laptop, Laptop, Path, str]) -> None:
    a, _b, _stick, id = spoilt

    for words in ((), ("--preview",)):
        shown = a("undo", "王丽娟", "--since", last_of(a)[:10], *words, "--json").json
        assert (shown["done"], shown["records"], shown["left"]) == (False, 2, [])
        assert {
            "record": id,
            "kind": "activity",
            "label": "送教下乡",
            "action": "field",
            "field": "place",
            "now": SECRET,
            "before": "红石小学",
        } in shown["rows"]
    assert a.show(id)["place"] == SECRET


def test_an_undo_reaches_everybody_and_can_be_undone(
    spoilt: tuple[Laptop, Laptop, Path, str],
) -> None:
    a, b, stick, id = spoilt

    done = a("undo", "王丽娟", "--since", last_of(a), "--yes", "--json").json
    for one in (a, b):
        one.sync(stick)

    assert done["done"]
    for one in (a, b):
        assert (one.show(id)["place"], one.show(id)["outcome"]) == ("红石小学", None)
        assert [row["title"] for row in one("records", "list", "activity", "--json").json] == [
            "送教下乡"
        ]
    own = a("undo", "张晓梅", "--json").json[-1]["segment"]
    a("undo", "张晓梅", "--since", own, "--yes")
    assert a.show(id)["place"] == SECRET
    assert len(a("records", "list", "activity", "--json").json) == 2


def test_an_undo_not_sent_yet_can_be_undone_too(
    spoilt: tuple[Laptop, Laptop, Path, str],
) -> None:
    a, _b, stick, id = spoilt
    a.add("activity", title="另一次")
    a.sync(stick)
    own = a("undo", "张晓梅", "--json").json[-1]["segment"]
    a("undo", "王丽娟", "--since", last_of(a), "--yes")

    a("undo", "张晓梅", "--since", own, "--yes")

    assert a.show(id)["place"] == SECRET


def test_a_day_chooses_too(spoilt: tuple[Laptop, Laptop, Path, str]) -> None:
    a, *_ = spoilt

    assert a("undo", "王丽娟", "--since", "2001-01-01", "--json").json["records"] == 2
    assert a("undo", "王丽娟", "--since", "2199-01-01", "--json").json["records"] == 0


@pytest.mark.parametrize(("language", "words"), [("en", "Place"), ("zh_CN", "地点")])
def test_people_read_what_would_be_done(
    spoilt: tuple[Laptop, Laptop, Path, str], language: str, words: str
) -> None:
    a, *_ = spoilt
    since = last_of(a)
    a.language = language

    said = a("undo", "王丽娟", "--since", since).out

    assert words in said
    assert SECRET in said
    assert "红石小学" in said


@pytest.mark.parametrize(
    "words",
    [("王丽娟", "--since", "nothing"), ("没有这人",), ("王丽娟", "--since", "")],
)
def test_what_is_not_known_fails_with_a_sentence(pair: Pair, words: tuple[str, ...]) -> None:
    a, *_ = pair

    failed = a("undo", *words)

    assert failed.status == 1
    assert failed.sentence
