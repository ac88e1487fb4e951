"""A record's history stands in the order in which it came to be, the same everywhere."""

from collections.abc import Callable

import pytest

from db import journal
from tests.db.laptops import Laptop, exchange

Clock = Callable[[int], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    def set_to(now: int) -> None:
        monkeypatch.setattr(journal, "now", lambda: now)

    return set_to


def _written(laptop: Laptop, id: str, field: str) -> list[object]:
    return [entry.new for entry in laptop.history(id) if entry.field == field]


@pytest.mark.parametrize("_turn", range(4))  # peers are by chance, and must decide nothing
def test_what_two_wrote_apart_stands_by_their_clocks(
    a: Laptop, b: Laptop, clock: Clock, _turn: int
) -> None:
    clock(1_800_000_000)
    id = a.record(place="礼堂")
    exchange(a, b)
    for hour, laptop in enumerate((a, b, a, a, b), 1):
        clock(1_800_000_000 + hour * 3600)
        laptop.sit_down()
        laptop.edit(id, place=f"第 {hour} 次")
    exchange(a, b)

    expected = ["礼堂", *(f"第 {hour} 次" for hour in range(1, 6))]
    assert _written(a, id, "place") == expected
    assert _written(b, id, "place") == expected


def test_whoever_knew_what_was_written_comes_after_it_whatever_his_clock_says(
    a: Laptop, b: Laptop, clock: Clock
) -> None:
    clock(1_800_000_000)
    id = a.record(place="礼堂")
    exchange(a, b)
    clock(1_262_304_000)  # a battery that is empty
    b.edit(id, place="操场")
    exchange(a, b)
    clock(1_800_003_600)
    a.sit_down()
    a.edit(id, place="教室")

    assert _written(a, id, "place") == ["礼堂", "操场", "教室"]
