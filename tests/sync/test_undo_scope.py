"""Which segments an undo takes: by causes; a day or a segment only says where to begin."""

import datetime

import pytest

from sync.errors import UnknownSegmentError
from sync.undo_scope import SealedRow, since_day, since_segment

DAY = 86_400
START = int(datetime.datetime(2025, 10, 1, 12).astimezone().timestamp())


def sent(*rows: tuple[str, str, int, int]) -> list[SealedRow]:
    """Return segments: id, previous, day of its stamp (-1: none to believe), day it came here."""
    return [
        SealedRow(id, previous, "", 1, START + at * DAY if at >= 0 else 0, START + came * DAY)
        for id, previous, at, came in rows
    ]


ROWS = sent(
    ("old1", "", 0, 0),
    ("old2", "old1", 1, 1),
    ("bad1", "old2", 5, 6),
    ("bad2", "bad1", 6, 6),
)


def october(day: int) -> datetime.date:
    return datetime.date(2025, 10, day)


def test_with_a_segment_goes_what_follows_it() -> None:
    assert since_segment(ROWS, "bad1") == ["bad1", "bad2"]


def test_what_lies_before_it_stays_though_it_came_later() -> None:
    rows = sent(("bad1", "old2", 5, 5), ("old1", "", 0, 6), ("old2", "old1", 1, 6))

    assert since_segment(rows, "bad1") == ["bad1"]


def test_what_follows_it_goes_though_it_came_earlier() -> None:
    rows = sent(("bad2", "bad1", 6, 4), ("bad1", "old2", 5, 5))

    assert set(since_segment(rows, "bad1")) == {"bad1", "bad2"}


def test_another_log_of_the_same_laptop_goes_when_it_came_after() -> None:
    rows = [*sent(("kept", "", 2, 2)), *ROWS, *sent(("thief", "", 5, 8))]

    assert since_segment(rows, "bad1") == ["bad1", "bad2", "thief"]


@pytest.mark.parametrize("words", ["", "x", "bad", "old"])
def test_what_names_no_one_segment_is_not_guessed(words: str) -> None:
    with pytest.raises(UnknownSegmentError):
        since_segment(ROWS, words)


def test_a_day_begins_with_the_stamps() -> None:
    assert since_day(ROWS, october(6)) == ["bad1", "bad2"]
    assert since_day(ROWS, october(2)) == ["old2", "bad1", "bad2"]
    assert since_day(ROWS, october(20)) == []


def test_a_clock_that_was_set_back_hides_nothing() -> None:
    rows = [*ROWS[:2], *sent(("bad1", "old2", 0, 6), ("bad2", "bad1", -1, 6))]

    assert since_day(rows, october(6)) == ["bad1", "bad2"]


def test_what_follows_a_chosen_one_is_chosen_whatever_its_stamp() -> None:
    rows = sent(("a", "", 5, 0), ("b", "a", 1, 0))

    assert since_day(rows, october(6)) == ["a", "b"]
