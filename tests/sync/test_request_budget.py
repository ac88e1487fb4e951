"""The allowance of requests: never more in any half hour, over restarts and odd clocks."""

import json
from pathlib import Path

from sync.carriers.budget import FILE, RequestBudget
from sync.carriers.opening import open_place
from sync.passwords import Passwords

MINUTE = 60.0


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def budget(folder: Path, clock: Clock, most: int | None = 100) -> RequestBudget:
    return RequestBudget(folder, "zhang@server", most, clock)


def spend(one: RequestBudget, most: int = 1000) -> int:
    """Take one request after the other; return how many were allowed."""
    for taken in range(most):
        if one.take(1) > 0:
            return taken
    return most


def test_never_more_than_allowed_in_any_half_hour(tmp_path: Path) -> None:
    clock = Clock()
    stamps: list[float] = []
    one = budget(tmp_path, clock)
    for _ in range(3 * 3600):
        if one.take(1) == 0:
            stamps.append(clock.now)
        clock.now += 1

    assert len(stamps) > 400  # 95 in each of six half hours, but for the rounding
    for at, stamp in enumerate(stamps):
        assert sum(1 for other in stamps[at:] if other < stamp + 30 * MINUTE) <= 100


def test_the_wait_that_is_named_is_enough(tmp_path: Path) -> None:
    clock = Clock()
    one = budget(tmp_path, clock)
    spend(one)

    clock.now += one.take(1)

    assert one.take(1) == 0


def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    clock = Clock()
    first = budget(tmp_path, clock)
    taken = sum(first.take(1) == 0 for _ in range(43))
    del first  # killed: nothing is given back

    assert taken + spend(budget(tmp_path, clock)) <= 95


def test_what_was_not_used_is_given_back(tmp_path: Path) -> None:
    clock = Clock()
    for _ in range(90):
        one = budget(tmp_path, clock)
        assert one.take(1) == 0
        one.close()


def test_a_clock_that_jumps_back_costs_a_wait_and_no_more(tmp_path: Path) -> None:
    clock = Clock()
    spend(budget(tmp_path, clock))
    clock.now -= 10 * 365 * 24 * 3600.0
    one = budget(tmp_path, clock)

    wait_s = one.take(1)

    assert 0 < wait_s <= 31 * MINUTE
    clock.now += 31 * MINUTE
    assert one.take(1) == 0


def test_a_server_that_said_no_is_left_alone_until_then(tmp_path: Path) -> None:
    clock = Clock()
    budget(tmp_path, clock, None).refused(120)

    assert budget(tmp_path, clock, None).take(1) == 120
    clock.now += 121
    assert budget(tmp_path, clock, None).take(1) == 0


def test_a_server_cannot_shut_us_out_for_ever(tmp_path: Path) -> None:
    clock = Clock()

    assert budget(tmp_path, clock).refused(10**9) <= 30 * MINUTE


def test_a_damaged_file_is_no_hindrance(tmp_path: Path) -> None:
    clock = Clock()
    for text in ("", "[", "[]", '{"x": 1}', '{"x": {"minutes": 3}}'):
        (tmp_path / FILE).write_text(text)
        assert budget(tmp_path, clock).take(1) == 0


def test_no_account_is_named_in_the_file(tmp_path: Path) -> None:
    spend(budget(tmp_path, Clock()), 5)

    assert "zhang" not in (tmp_path / FILE).read_text()
    assert len(json.loads((tmp_path / FILE).read_text())) == 1


def test_jianguoyun_is_known_by_its_name(tmp_path: Path) -> None:
    carrier = open_place(
        "webdavs://zhang@dav.jianguoyun.com/dav/lianke", "me", Passwords(tmp_path), "secret"
    )

    assert (carrier.limits.requests, carrier.limits.entries) == (600, 750)
