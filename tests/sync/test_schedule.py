"""When the program exchanges by itself, with clocks of our own."""

import pytest

from sync.schedule import ANSWERED_S, FIRST_S, MOST_SILENT_S, SILENT_S, Schedule

SHARE, OTHER = "webdav://nas/lianke", "/mnt/share"


class Clocks:
    """A monotonic clock and one on the wall."""

    def __init__(self) -> None:
        self.monotonic, self.wall = 5.0, 1_230_768_000.0

    def go_on(self, seconds: float) -> None:
        self.monotonic += seconds
        self.wall += seconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def schedule(clocks: Clocks) -> Schedule:
    made = Schedule(lambda: clocks.monotonic, lambda: clocks.wall, lambda: 0.0)
    made.watch([SHARE])
    return made


def wait_s(schedule: Schedule, clocks: Clocks) -> float:
    """Return after how many seconds a place is due."""
    for waited in range(0, 10_000, 5):
        if schedule.due():
            return waited
        clocks.go_on(5)
    return float("inf")


def test_the_first_look_comes_a_minute_after_the_start(schedule: Schedule, clocks: Clocks) -> None:
    assert wait_s(schedule, clocks) == FIRST_S


def test_a_place_that_answered_is_met_again_in_ten_minutes(
    schedule: Schedule, clocks: Clocks
) -> None:
    schedule.answered(SHARE)

    assert wait_s(schedule, clocks) == ANSWERED_S
    assert schedule.answering() == [SHARE]


def test_a_silent_place_is_left_alone_longer_each_time_up_to_an_hour(
    schedule: Schedule, clocks: Clocks
) -> None:
    waits = []
    for _ in range(8):
        schedule.silent(SHARE)
        waits.append(wait_s(schedule, clocks))

    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert (waits[0], waits[-1]) == (SILENT_S, MOST_SILENT_S)
    assert schedule.answering() == []


def test_an_answer_ends_the_long_waits(schedule: Schedule, clocks: Clocks) -> None:
    for _ in range(8):
        schedule.silent(SHARE)
    schedule.answered(SHARE)
    schedule.silent(SHARE)

    assert wait_s(schedule, clocks) == SILENT_S


def test_a_busy_server_is_left_alone_as_long_as_it_wants(
    schedule: Schedule, clocks: Clocks
) -> None:
    schedule.busy(SHARE, 1500.0)

    assert wait_s(schedule, clocks) == 1500


def test_even_after_a_sleep_a_busy_server_is_left_alone(schedule: Schedule, clocks: Clocks) -> None:
    schedule.busy(SHARE, 1500.0)
    clocks.wall += 3600

    assert wait_s(schedule, clocks) == 1500


def test_waking_up_brings_the_next_look_near(schedule: Schedule, clocks: Clocks) -> None:
    for _ in range(8):
        schedule.silent(SHARE)
    schedule.due()
    clocks.wall += 8 * 3600  # the monotonic clock of many systems stands still meanwhile

    assert wait_s(schedule, clocks) == FIRST_S


@pytest.mark.parametrize("jump_s", [-10 * 365 * 86_400, -3600, 30])
def test_a_clock_that_is_set_changes_nothing(
    schedule: Schedule, clocks: Clocks, jump_s: float
) -> None:
    schedule.answered(SHARE)
    schedule.due()
    clocks.wall += jump_s

    assert wait_s(schedule, clocks) == ANSWERED_S


def test_laptops_that_start_together_do_not_come_together(clocks: Clocks) -> None:
    chances = iter([0.0, 1.0])
    schedule = Schedule(lambda: clocks.monotonic, lambda: clocks.wall, lambda: next(chances))
    schedule.watch([SHARE, OTHER])
    clocks.go_on(FIRST_S)

    assert schedule.due() == SHARE
    schedule.watch([OTHER])
    assert schedule.due() is None


def test_who_waited_longest_comes_first(schedule: Schedule, clocks: Clocks) -> None:
    clocks.go_on(10)
    schedule.watch([OTHER, SHARE])
    clocks.go_on(2 * FIRST_S)

    assert schedule.due() == SHARE


def test_a_place_that_was_forgotten_is_not_met(schedule: Schedule, clocks: Clocks) -> None:
    schedule.watch([])
    schedule.answered(SHARE)
    clocks.go_on(2 * ANSWERED_S)

    assert schedule.due() is None
