"""Histories of chance end well; and when a rule is broken, the simulator says so.

`dev.py bench --simulate` runs as many as one likes.
"""

import random
from collections.abc import Iterator

import pytest

from tests.simulate.ending import _BY_COURIER
from tests.simulate.histories import History, Step, make, run, smallest
from tests.simulate.mutants import (
    BROKEN,
    Break,
    last_writer_wins,
)
from tests.simulate.pool import Pools

pytestmark = pytest.mark.xdist_group("histories")  # the laptops they begin with are made once

HISTORIES = 240
"""So many are run with all tests, in portions, so that one that fails is soon found."""
PORTION = 20
TELLING: dict[str, tuple[int, ...]] = {
    "last_writer_wins": (5, 7, 9, 6),
    "seen_is_the_newest": (10, 15, 9, 6),
    "goes_on_after_others": (16, 17, 44, 38),
    "greatest_number_is_held": (42, 33),
    "cut_is_ignored": (33,),
    "rights_are_not_asked": (2, 5, 33, 57),
    "persons_are_not_asked": (209, 1640, 1968),
    "long_files_are_not_offered": (62, 105, 116),
}
"""Histories that show that this rule is broken; ids are random, so not each does each time."""


@pytest.fixture(scope="module")
def pools(tmp_path_factory: pytest.TempPathFactory) -> Pools:
    """Return the laptops that histories begin with."""
    return Pools(tmp_path_factory.mktemp("pools"))


@pytest.mark.parametrize("first", range(0, HISTORIES, PORTION))
def test_histories_of_chance_end_well(pools: Pools, first: int) -> None:
    failures = [run(pools, make(seed)) for seed in range(first, first + PORTION)]

    assert not any(failures), "\n".join(str(failure) for failure in failures if failure)


def _stick_loses_half() -> Iterator[History]:
    """Make histories in which a stick loses files of a log whose tip may stay."""
    writes = (Step("edit", 0, 0, 0), Step("exchange", 0, 0, _AT_STICK))
    for seed in _ENDS_AT_STICK:
        lost = Step("spoil", 0, 0, 7 * seed + 4)
        yield History(seed, False, True, (0, 2), (), (*writes, *writes, *writes, lost))


def _ends_at_stick(seed: int) -> bool:
    dice = random.Random(seed)
    return dice.random() > _BY_COURIER and dice.randrange(3) == 0


def _dies_while_taking() -> Iterator[History]:
    """Make histories in which a laptop dies after its first, second … transaction of a visit."""
    writes = (Step("edit", 0, 0, 0), Step("exchange", 0, 0, _AT_STICK))
    for how in _DIES_AT_STICK:
        dies = Step("exchange", 1, 5, how)
        yield History(how, False, True, (0, 2), (), (*writes, dies))


def _dies_at_stick(how: int) -> bool:
    dice = random.Random(how)
    return how % 2 == 1 and dice.choice((0, 0, 1, 2)) == 0 and dice.expovariate(1 / 12) < 24


_AT_STICK = next(n for n in range(99) if random.Random(n).choice((0, 0, 1, 2)) == 0)
_DIES_AT_STICK = [how for how in range(99) if _dies_at_stick(how)][:12]
_ENDS_AT_STICK = [seed for seed in range(400) if _ends_at_stick(seed)][:24]


MADE = {"tip_is_trusted": _stick_loses_half, "kept_is_taken": _dies_while_taking}
"""Histories made for rules that chance seldom meets."""


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.__name__)
def test_a_broken_rule_is_noticed(
    pools: Pools, monkeypatch: pytest.MonkeyPatch, broken: Break
) -> None:
    broken(monkeypatch)
    name = broken.__name__
    telling = MADE[name]() if name in MADE else map(make, 3 * TELLING[name])

    assert any(run(pools, history) is not None for history in telling)


def test_a_failing_history_is_cut_down(pools: Pools, monkeypatch: pytest.MonkeyPatch) -> None:
    last_writer_wins(monkeypatch)
    failure = run(pools, make(TELLING["last_writer_wins"][0]))
    assert failure is not None

    small = smallest(pools, failure, tries=6)
    if len(small.history.steps) == len(failure.history.steps):  # ids are random: larger parts stay
        small = smallest(pools, failure, tries=40)

    assert len(small.history.steps) < len(failure.history.steps)
    assert run(pools, small.history) is not None
    assert f"seed {failure.history.seed}" in str(small)


def test_the_same_seed_makes_the_same_history() -> None:
    assert make(7) == make(7)
    assert make(7) != make(8)
