"""Two lesson plans side by side: step by step, place by place, word by word; no store in here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from db.plan_content import PLAN_FIELDS, STEP_FIELDS, PlanContent, StepContent
from db.record import Value
from db.step_matching import match, moved
from db.word_differences import Piece as Piece
from db.word_differences import Pieces, pieces_of, whole

Side = Literal["left", "right", "both", ""]

OWN = frozenset(
    {
        "stage", "parent", "parent_name", "base", "derivation", "author", "author_name", "school",
        "school_name", "lead_preparer", "lead_preparer_name", "group", "group_name", "lesson",
        "lesson_name", "class_name", "pupil_count", "prepared_on", "taught_on", "reflection",
        "adaptation_note",
    }
)  # fmt: skip
"""Fields of a plan in which two plans differ because they are two: never a difference."""

COMPARED = tuple(name for name in PLAN_FIELDS if name not in OWN)
"""The fields of a plan that are compared, in their order."""

STEP_COMPARED = tuple(name for name in STEP_FIELDS if name != "source")
"""The fields of a step that are compared, in their order."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which two plans differ.

    Attributes:
        step: Id of the right plan's step; empty for a field of the plan.
        part: The field's wire name.
        left, right: What stands there, as text: codes as they are.
        left_pieces, right_pieces: The same in pieces.
        changed: Who changed it since both were one; empty when that is not known.
    """

    step: str
    part: str
    left: str
    right: str
    left_pieces: Pieces
    right_pieces: Pieces
    changed: Side


@dataclass(frozen=True, slots=True)
class StepPair:
    """Two steps that belong together, or one that the other plan has not.

    Attributes:
        differences: In the order of the columns; none where one side is missing.
        moved: Whether it stands at another place among the others.
        changed: Who added, deleted or moved it; empty when nobody did, or that is not known.
    """

    left: StepContent | None
    right: StepContent | None
    differences: tuple[Difference, ...]
    moved: bool
    changed: Side = ""

    @property
    def count(self) -> int:
        """Return at how many places the two differ; a step that one has not is one."""
        if self.left is None or self.right is None:
            return 1
        return len(self.differences) + self.moved


@dataclass(frozen=True, slots=True)
class Comparison:
    """All places at which two plans differ.

    Attributes:
        fields: In the order of the form.
        steps: All steps of both, in the order of the right plan; what only the left one has
            stands behind what it stands behind there.
    """

    fields: tuple[Difference, ...]
    steps: tuple[StepPair, ...]

    @property
    def count(self) -> int:
        """Return how many there are."""
        return len(self.fields) + sum(pair.count for pair in self.steps)


def compare(left: PlanContent, right: PlanContent, base: PlanContent | None = None) -> Comparison:
    """Compare two plans.

    Args:
        left: Such as what was agreed on.
        right: Such as mine, derived from it.
        base: What both began with, where that is known.
    """
    past = base.fields if base else None
    fields = _differences("", COMPARED, left.fields, right.fields, past)
    return Comparison(fields, _Steps(left, right, base).pairs())


def as_text(value: Value) -> str:
    """Return a value as a comparison shows it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def _differences(
    step: str,
    names: Iterable[str],
    left: Mapping[str, Value],
    right: Mapping[str, Value],
    past: Mapping[str, Value] | None,
) -> tuple[Difference, ...]:
    out = []
    for name in names:
        one, other = as_text(left.get(name)), as_text(right.get(name))
        if one == other:
            continue
        by: Side = _by(one, other, as_text(past.get(name))) if past is not None else ""
        pieces = pieces_of(one, other) if one and other else (whole(one), whole(other))
        out.append(Difference(step, name, one, other, *pieces, by))
    return tuple(out)


def _by(left: str, right: str, past: str) -> Side:
    if left == past:
        return "right"
    return "left" if right == past else "both"


class _Steps:
    """The steps of two plans, and of what both began with."""

    def __init__(self, left: PlanContent, right: PlanContent, base: PlanContent | None) -> None:
        self.left, self.right = left.steps, right.steps
        self.base = base.steps if base else None
        self.right_of = match(self.left, self.right, self.base or ())
        self.moved = moved(self.right_of)
        self.from_left = self._from_base(self.left)
        self.from_right = self._from_base(self.right)
        self.moved_left, self.moved_right = moved(self.from_left), moved(self.from_right)

    def _from_base(self, steps: tuple[StepContent, ...]) -> dict[int, int]:
        """Return for each of one plan's steps the one it began as."""
        return match(steps, self.base) if self.base is not None else {}

    def pairs(self) -> tuple[StepPair, ...]:
        """Return all steps of both in the order in which they are shown."""
        left_of = {b: a for a, b in self.right_of.items()}
        behind: dict[int | None, list[int]] = {}
        last: int | None = None
        for at in range(len(self.left)):
            if at in self.right_of:
                last = self.right_of[at]
            else:
                behind.setdefault(last, []).append(at)
        out = [self._only_left(at) for at in behind.get(None, ())]
        for n in range(len(self.right)):
            met = left_of.get(n)
            out.append(self._only_right(n) if met is None else self._both(met, n))
            out += [self._only_left(at) for at in behind.get(n, ())]
        return tuple(out)

    def _both(self, at: int, n: int) -> StepPair:
        one, other = self.left[at], self.right[n]
        began = self.from_left.get(at, self.from_right.get(n))
        past = self.base[began].values if self.base is not None and began is not None else None
        differences = _differences(other.id, STEP_COMPARED, one.values, other.values, past)
        changed = self._mover(at, n) if at in self.moved else ""
        return StepPair(one, other, differences, at in self.moved, changed)

    def _only_left(self, at: int) -> StepPair:
        changed = self._alone(self.from_left.get(at), self.left[at], ("left", "right"))
        return StepPair(self.left[at], None, (), False, changed)

    def _only_right(self, n: int) -> StepPair:
        changed = self._alone(self.from_right.get(n), self.right[n], ("right", "left"))
        return StepPair(None, self.right[n], (), False, changed)

    def _alone(self, began: int | None, step: StepContent, who: tuple[Side, Side]) -> Side:
        """Return who added a step, or deleted the other's; both, where one changed it meanwhile."""
        if self.base is None:
            return ""
        has, lacks = who
        if began is None:
            return has
        past = self.base[began].values
        same = all(as_text(past.get(n)) == as_text(step.values.get(n)) for n in STEP_COMPARED)
        return lacks if same else "both"

    def _mover(self, at: int, n: int) -> Side:
        """Return who moved a step since both were one."""
        found: dict[tuple[bool, bool], Side] = {
            (True, True): "both", (True, False): "left", (False, True): "right",
        }  # fmt: skip
        return found.get((at in self.moved_left, n in self.moved_right), "")
