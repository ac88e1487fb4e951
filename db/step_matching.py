"""Which steps of two plans belong together: by where they were taken from, then by likeness."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from db.plan_content import StepContent

Steps = Sequence[StepContent]
_ALIKE = 0.45  # share of pairs of characters that two steps must have in common
_SAME_TITLE = 0.6
_MARKS = 4093  # pairs told apart
_READ = 400  # characters of a step that tell how alike it is
_WORDS = ("title", "teacher", "student", "intent", "track_a", "track_b", "track_c")


def match(left: Steps, right: Steps, between: Steps = ()) -> dict[int, int]:
    """Return for each left step the right one that belongs to it, by their places.

    Args:
        left: Steps of one plan, in order.
        right: Steps of the other.
        between: Steps of plans between the two, such as what both derive from.
    """
    root = _roots([*left, *right, *between])
    found: dict[int, int] = {}
    for of_left, of_right in (
        (_id, _id),
        (_id, _source),
        (_source, _id),
        (lambda step: root[step.id], lambda step: root[step.id]),
    ):
        _pair_by(left, right, found, of_left, of_right)
    _pair_alike(left, right, found)
    return found


def moved(pairs: Mapping[int, int]) -> set[int]:
    """Return the left places of the fewest steps that must have been moved."""
    order = sorted(pairs)
    kept = _longest_rising([pairs[at] for at in order])
    return {at for n, at in enumerate(order) if n not in kept}


def _pair_by(
    left: Steps,
    right: Steps,
    found: dict[int, int],
    of_left: Callable[[StepContent], str],
    of_right: Callable[[StepContent], str],
) -> None:
    """Pair the steps that have something in common, in order."""
    taken = set(found.values())
    waiting: dict[str, list[int]] = {}
    for n in range(len(right) - 1, -1, -1):
        if n not in taken:
            waiting.setdefault(of_right(right[n]), []).append(n)
    for at, step in enumerate(left):
        key = of_left(step)
        if at not in found and key and waiting.get(key):
            found[at] = waiting[key].pop()


def _pair_alike(left: Steps, right: Steps, found: dict[int, int]) -> None:
    """Pair what is not paired yet, the most alike first."""
    taken = set(found.values())
    rest = [n for n in range(len(right)) if n not in taken]
    likeness = _Likeness()
    scored = [
        (-score, abs(a - b), a, b)
        for a in range(len(left))
        if a not in found
        for b in rest
        if (score := likeness(left[a], right[b]))
    ]
    for _, _, a, b in sorted(scored):
        if a not in found and b not in taken:
            found[a] = b
            taken.add(b)


class _Likeness:
    """How alike steps are, each read once: by which pairs of characters they have."""

    def __init__(self) -> None:
        self._marks: dict[int, int] = {}

    def __call__(self, one: StepContent, other: StepContent) -> float:
        """Return a number up to 1; 0 for what is not alike enough."""
        a, b = self._of(one), self._of(other)
        score = 2 * (a & b).bit_count() / max(1, a.bit_count() + b.bit_count())
        title = one.values.get("title")
        if title and title == other.values.get("title"):
            score = max(score, _SAME_TITLE)
        return score if score >= _ALIKE else 0.0

    def _of(self, step: StepContent) -> int:
        """Return the pairs as bits of one number, the same on every laptop."""
        found = self._marks.get(id(step))
        if found is None:
            words = " ".join(str(step.values.get(name) or "") for name in _WORDS)[:_READ]
            codes = list(map(ord, words))
            found = 0
            for at in {(a * 31 + b) % _MARKS for a, b in pairwise(codes)}:
                found |= 1 << at
            self._marks[id(step)] = found
        return found


def _id(step: StepContent) -> str:
    return step.id


def _source(step: StepContent) -> str:
    return str(step.values.get("source") or "")


def _roots(steps: Iterable[StepContent]) -> dict[str, str]:
    """Return for each step the same id as for all that were taken from one another."""
    above: dict[str, str] = {}

    def root(id: str) -> str:
        while above.setdefault(id, id) != id:
            above[id] = id = above[above[id]]
        return id

    for step in steps:
        own = root(step.id)
        if source := _source(step):
            above[own] = root(source)
    return {step: root(step) for step in list(above)}


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the places of a longest rising run of numbers, not necessarily side by side."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(ends, number)
        before.append(places[at - 1] if at else -1)
        ends[at : at + 1] = [number]
        places[at : at + 1] = [place]
    found: set[int] = set()
    place = places[-1] if places else -1
    while place >= 0:
        found.add(place)
        place = before[place]
    return found
