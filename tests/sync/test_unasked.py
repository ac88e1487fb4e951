"""An exchange that nobody asked for: what it leaves alone, and where it does not begin."""

import time
from pathlib import Path

import pytest

from db import journal, sittings
from db.journal import Sitting
from db.models.local import Document as Stored
from db.progress import finish
from db.sittings import RECENT_S
from sync.errors import SecondRoundError
from sync.lock import only_round
from sync.result import RoundResult
from sync.unasked import exchange_unasked
from tests.sync.laptops import Laptop, tree


def unasked(laptop: Laptop, place: Path) -> RoundResult | None:
    return finish(exchange_unasked(laptop.store, str(place)))


def ten_minutes_pass() -> None:
    """Let all that was written be written more than ten minutes ago."""
    sittings.note(sittings.recent(), time.monotonic() - RECENT_S)


def sit_down(laptop: Laptop) -> Sitting:
    with laptop.store.read() as session:
        return journal.begin(session, laptop.me.person)


def edit(laptop: Laptop, sitting: Sitting, id: str, title: str) -> None:
    with journal.writing(laptop.store, sitting) as writer:
        writer.edit(id, {"title": title})


def waiting(laptop: Laptop) -> int:
    with laptop.store.read() as session:
        return journal.waiting(session)


def test_what_was_written_a_while_ago_goes_by_itself(a: Laptop, b: Laptop, stick: Path) -> None:
    a.exchange(stick)
    id = a.write("activity", title="送课")
    ten_minutes_pass()

    result = unasked(a, stick)
    b.exchange(stick)

    assert result is not None
    assert id in result.went
    assert b.title(id) == "送课"


def test_an_open_form_is_left_alone_and_still_counts_as_waiting(a: Laptop, stick: Path) -> None:
    a.exchange(stick)
    id = a.write("activity", title="送课")

    result = unasked(a, stick)

    assert result is not None
    assert id not in result.went
    assert waiting(a) == 1


def test_a_person_who_asks_takes_the_open_form_along(a: Laptop, b: Laptop, stick: Path) -> None:
    a.exchange(stick)
    id = a.write("activity", title="送课")
    unasked(a, stick)

    a.exchange(stick)
    b.exchange(stick)

    assert b.title(id) == "送课"
    assert waiting(a) == 0


def test_a_record_with_an_open_form_waits_with_all_that_was_written_to_it(
    a: Laptop, b: Laptop, stick: Path
) -> None:
    id = a.write("activity", title="送课")
    a.exchange(stick)
    early, late = sit_down(a), sit_down(a)
    edit(a, early, id, "甲")
    ten_minutes_pass()
    edit(a, late, id, "乙")

    unasked(a, stick)
    b.exchange(stick)
    before = b.title(id)
    ten_minutes_pass()
    unasked(a, stick)
    b.exchange(stick)

    assert (before, b.title(id)) == ("送课", "乙")
    assert b.count(Stored) == a.count(Stored)


def test_what_others_brought_comes_by_itself(a: Laptop, b: Laptop, stick: Path) -> None:
    b.exchange(stick)
    id = b.write("activity", title="送课")
    b.exchange(stick)

    result = unasked(a, stick)

    assert result is not None
    assert id in result.came


def test_nothing_begins_by_itself_where_the_alliance_never_was(a: Laptop, tmp_path: Path) -> None:
    place = tmp_path / "another share"
    place.mkdir()
    a.write("activity", title="送课")
    ten_minutes_pass()

    assert unasked(a, place) is None
    assert tree(place) == {}
    assert waiting(a) > 0


def test_a_silent_place_costs_no_seal(a: Laptop, stick: Path) -> None:
    a.exchange(stick)
    a.write("activity", title="送课")
    ten_minutes_pass()

    assert unasked(a, stick / "not mounted") is None
    assert waiting(a) == 1


def test_two_exchanges_never_run_at_once(a: Laptop, stick: Path) -> None:
    a.exchange(stick)

    with only_round(a.store.folder), pytest.raises(SecondRoundError):
        unasked(a, stick)
