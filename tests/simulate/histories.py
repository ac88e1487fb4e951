"""Histories: made of a seed, run, and cut down to what still fails."""

import random
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from typing_extensions import override

from db.circles import NAMED
from tests.simulate import ending
from tests.simulate.forging import WAYS
from tests.simulate.ledger import FIELDS, TEXT, Kept
from tests.simulate.places import Fault
from tests.simulate.pool import Pools, quick
from tests.simulate.sharing import share
from tests.simulate.world import Form, Seat, World

WHERE = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
_DAY_S = 86_400
_WEIGHTS = {
    "create": 6,
    "edit": 14,
    "apart": 8,
    "behind": 5,
    "form": 5,
    "save": 8,
    "settle": 4,
    "delete": 3,
    "restore": 2,
    "exchange": 30,
    "spoil": 5,
    "copy": 2,
    "clone": 1,
    "old_copy": 2,
    "clock": 2,
    "upgrade": 1,
    "revoke": 1,
    "forge": 3,
    "join": 3,
    "attach": 4,
    "wish": 2,
    "share": 3,
}
_FAULTS = ("", "", "", "gone", "full", "kill", "stop", "cut", "stale", "shuffled")
_SPOILT = ("keep", "keep", "roll_back", "wipe", "lose_half", "damage", "damage")
_CIRCLES = ("alliance", "alliance", "alliance", "school", NAMED)
_WIDER = ("alliance", "alliance", "school")
_MOST_SEATS = 14
_LENGTHS = ((4, 12), (4, 12), (12, 30))


@dataclass(frozen=True)
class Step:
    """One thing that happens; the numbers choose who and what, as far as there is any."""

    verb: str
    who: int
    what: int
    how: int

    @override
    def __str__(self) -> str:
        return f"{self.verb} {self.who % 1000} {self.what % 1000} {self.how % 1000}"


@dataclass(frozen=True)
class History:
    """What is to happen.

    Attributes:
        seed: It was made of.
        many: Whether it is of the large alliance.
        met: Whether they have met before.
        members: Numbers of the laptops that take part.
        old: Those of them that have an older program at first.
        steps: In order.
    """

    seed: int
    many: bool
    met: bool
    members: tuple[int, ...]
    old: tuple[int, ...]
    steps: tuple[Step, ...]

    def without(self, start: int, end: int) -> "History":
        """Return the same with some steps left out."""
        return replace(self, steps=self.steps[:start] + self.steps[end:])


@dataclass(frozen=True)
class Failure:
    """A history that went wrong, and how."""

    history: History
    words: str
    where: str

    @override
    def __str__(self) -> str:
        steps = "\n".join(f"  {step}" for step in self.history.steps)
        return (
            f"seed {self.history.seed}: {self.words}\nlaptops {self.history.members}, "
            f"older {self.history.old}, steps:\n{steps}\n{self.where}"
        )


def make(seed: int) -> History:
    """Make a history of a seed: mostly of two to four laptops, seldom of up to twelve."""
    dice = random.Random(seed)
    many, met = dice.random() < 0.02, dice.random() < 0.75
    count = dice.randint(6, 12) if many else dice.choice((2, 2, 2, 3, 3, 3, 4))
    there = (10 if met else 12) if many else (4 if met else 6)
    members = (0, *sorted(dice.sample(range(1, there), min(count, there) - 1)))
    old = tuple(number for number in members if dice.random() < 0.15)
    length = dice.randint(30, 60) if many else dice.randint(*dice.choice(_LENGTHS))
    verbs = dice.choices(list(_WEIGHTS), list(_WEIGHTS.values()), k=length)
    steps = tuple(Step(verb, *(dice.randrange(10**6) for _ in range(3))) for verb in verbs)
    return History(seed, many, met, members, old, steps)


def run(pools: Pools, history: History) -> Failure | None:
    """Let a history happen, then let all settle down; tell what went wrong."""
    pool = pools.many if history.many else pools.few
    folder = Path(tempfile.mkdtemp(prefix="lianke-history-", dir=WHERE))
    try:
        with quick():
            world = World(folder, pool, list(history.members), met=history.met)
            try:
                _play(world, history)
            finally:
                world.close()
    except Exception as error:  # noqa: BLE001 - the boundary: whatever comes out here is a finding
        words = f"{type(error).__name__}: {error}"
        return Failure(history, words, "".join(traceback.format_exception(error)[-6:]))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return None


def _play(world: World, history: History) -> None:
    for seat in world.seats:
        seat.is_old = int(seat.member.name) in history.old
    dice = random.Random(history.seed)
    if not history.met:
        world.create(world.seats[0], "alliance", dice)
    for step in history.steps:
        _do(world, step)
    ending.settle_down(world, dice)
    ending.check(world)


def _do(world: World, step: Step) -> None:
    seat = world.seats[step.who % len(world.seats)]
    dice = random.Random(step.how)
    if step.verb in _TO_WORLD:
        _TO_WORLD[step.verb](world, seat, step, dice)
    elif step.verb == "save":
        if world.forms:
            form = world.forms[step.what % len(world.forms)]
            if step.who % 3 == 0:
                _by_turns(world, form, dice)
            world.save(form, _name(step), dice)
    else:
        _edit(world, seat, step, dice)


def _by_turns(world: World, form: Form, dice: random.Random) -> None:
    """Let the form save, then a second one at the same laptop, and then look again."""
    world.save(form, FIELDS[0], dice)
    second = world.open(form.seat, form.kept)
    world.save(second, FIELDS[1], dice)
    world.look_again(form)


def _edit(world: World, seat: Seat, step: Step, dice: random.Random) -> None:
    here = [kept for kept in world.kept if world.may_write(seat, kept)]
    if not here:
        return
    kept = here[step.what % len(here)]
    if step.verb == "settle":
        world.settle(seat, kept, FIELDS[step.how % len(FIELDS)])
    elif step.verb == "attach":
        if not (seat.is_old and kept.circle == NAMED):
            world.attach(seat, kept, step.how % 9)
    elif step.verb == "share":
        share(world, seat, kept, _WIDER[step.how % len(_WIDER)])
    elif step.verb in ("delete", "restore"):
        world.bin(seat, kept, back=step.verb == "restore")
    elif step.verb in ("apart", "behind"):
        other = world.seats[(step.who + 1 + step.how % 7) % len(world.seats)]
        if other is not seat and world.may_write(other, kept):
            _two(world, (seat, other), kept, step, dice)
    else:
        form = world.open(seat, kept)
        if step.verb == "edit":
            world.save(form, _name(step), dice)
            world.forms.remove(form)


def _two(
    world: World, seats: tuple[Seat, Seat], kept: Kept, step: Step, dice: random.Random
) -> None:
    """Let two laptops write to one field, knowing nothing of each other.

    Where one of them has the form open meanwhile, what the other wrote comes in behind it.
    """
    one, other = seats
    form, second = world.open(one, kept), world.open(other, kept)
    name = _name(step)
    world.save(second, name, dice)
    if step.verb == "behind":
        place = world.places[step.how % len(world.places)]
        world.exchange(other, place, Fault())
        world.exchange(one, place, Fault())
    if form in world.forms:
        world.save(form, name, dice)
    world.forms = [one for one in world.forms if one not in (form, second)]


def _name(step: Step) -> str:
    return (*FIELDS, TEXT)[step.how % 4]


def _create(world: World, seat: Seat, step: Step, dice: random.Random) -> None:
    circle = _CIRCLES[step.what % len(_CIRCLES)]
    if world.may_write(seat) and not (circle == NAMED and seat.is_old):
        world.create(seat, circle, dice)


def _exchange(world: World, seat: Seat, step: Step, dice: random.Random) -> None:
    place = world.places[dice.choice((0, 0, 1, 2))]
    kind = _FAULTS[step.what % len(_FAULTS)]
    after = dice.expovariate(1 / 12)
    if kind == "kill" and step.how % 2:
        kind, after = "die", after / 4  # a laptop keeps something less often than it calls
    world.exchange(seat, place, Fault(kind, int(after), step.how))


def _spoil(world: World, _seat: Seat, step: Step, dice: random.Random) -> None:
    world.places[step.what % len(world.places)].spoil(_SPOILT[step.how % len(_SPOILT)], dice)


def _join(world: World, _seat: Seat, _step: Step, _dice: random.Random) -> None:
    if len(world.seats) < _MOST_SEATS:
        world.join()


def _wish(world: World, seat: Seat, step: Step, _dice: random.Random) -> None:
    if world.films:
        world.wish(seat, world.films[step.what % len(world.films)])


def _copy(world: World, seat: Seat, _step: Step, _dice: random.Random) -> None:
    world.keep_copy(seat)


def _clone(world: World, _seat: Seat, step: Step, _dice: random.Random) -> None:
    if world.copies and len(world.seats) < _MOST_SEATS:
        world.clone(world.copies[step.what % len(world.copies)])


def _old_copy(world: World, _seat: Seat, step: Step, _dice: random.Random) -> None:
    if world.copies:
        world.restore_copy(world.copies[step.what % len(world.copies)])


def _clock(_world: World, seat: Seat, _step: Step, dice: random.Random) -> None:
    seat.clock_s = dice.choice((-6000, -400, -1, 0, 1, 30, 4000)) * _DAY_S


def _upgrade(_world: World, seat: Seat, _step: Step, _dice: random.Random) -> None:
    seat.is_old = False


def _revoke(world: World, seat: Seat, step: Step, _dice: random.Random) -> None:
    target = world.seats[step.what % len(world.seats)]
    if seat.member.role == "coordinator" and target.member.role != "coordinator":
        world.revoke(seat, target)


def _forge(world: World, seat: Seat, step: Step, dice: random.Random) -> None:
    world.forge(seat, world.places[step.what % 3], WAYS[step.how % len(WAYS)], dice)


_TO_WORLD: dict[str, Callable[[World, Seat, Step, random.Random], None]] = {
    "create": _create,
    "exchange": _exchange,
    "join": _join,
    "wish": _wish,
    "spoil": _spoil,
    "copy": _copy,
    "clone": _clone,
    "old_copy": _old_copy,
    "clock": _clock,
    "upgrade": _upgrade,
    "revoke": _revoke,
    "forge": _forge,
}


def smallest(pools: Pools, failure: Failure, tries: int = 60) -> Failure:
    """Leave out steps as long as it still fails, the larger parts first."""
    size = max(1, len(failure.history.steps) // 2)
    while tries > 0:
        found = next(_failing(pools, failure, size, tries), None)
        tries -= len(failure.history.steps) // size + 1
        if found is not None:
            failure = found
        elif size == 1:
            break
        else:
            size = max(1, size // 2)
    return failure


def _failing(pools: Pools, failure: Failure, size: int, tries: int) -> Iterator[Failure]:
    steps = len(failure.history.steps)
    for start in list(range(0, steps, size))[:tries]:
        found = run(pools, failure.history.without(start, start + size))
        if found is not None:
            yield found
