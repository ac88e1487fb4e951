"""What the schools changed most in a plan they took over: the agenda of the next meeting."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import MalformedContentError, UnknownRecordError
from db.models.plans import LessonPlan
from db.plan_compare import Comparison, StepPair, compare
from db.plan_content import PlanContent
from db.queries.plan_sheet import content_of, content_of_version
from db.record import DELETED

LEFT_OUT, CHANGED, ADDED = "left_out", "changed", "added"


@dataclass(frozen=True, slots=True)
class Change:
    """What one person did to one step.

    Attributes:
        what: ``changed``, ``left_out``, or ``added`` after it.
        parts: The fields changed, by wire name.
    """

    person_name: str
    school_name: str
    what: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepChanges:
    """A step, and who changed it.

    Attributes:
        step: Its id in the plan; empty for what was added before the first.
    """

    step: str
    phase: str
    title: str
    number: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """All steps of a plan in their order, each with what became of it.

    Attributes:
        plans: How many personal plans were looked at.
    """

    steps: tuple[StepChanges, ...]
    plans: int


def children_of(session: Session, plan: str) -> list[str]:
    """Return the standing plans that were derived from a plan."""
    query = select(LessonPlan.id).where(
        LessonPlan.parent == plan,
        LessonPlan.deletion < DELETED,
        LessonPlan.derivation == "derived",
    )
    return sorted(session.scalars(query))


def changes_in(session: Session, plan: str, children: Sequence[str]) -> PlanChanges:
    """Return who changed which step, each compared with the version he took over.

    Raises:
        UnknownRecordError: There is no such plan.
    """
    now = content_of(session, plan)
    found: dict[str, list[Change]] = {step.id: [] for step in now.steps}
    looked_at = 0
    for id in children:
        child = session.get(LessonPlan, id)
        base = _base(session, child, now) if child is not None else None
        if child is None or base is None:
            continue
        looked_at += 1
        name, school = child.author_name or "", child.school_name or ""
        for step, what, parts in _changed(compare(base, content_of(session, id))):
            found.setdefault(step, []).append(Change(name, school, what, parts))
    steps = [
        StepChanges(
            step.id,
            str(step.values.get("phase") or ""),
            str(step.values.get("title") or ""),
            number,
            tuple(found.get(step.id, ())),
        )
        for number, step in enumerate(now.steps, 1)
    ]
    return PlanChanges(tuple(steps), looked_at)


def _base(session: Session, child: LessonPlan, now: PlanContent) -> PlanContent | None:
    """Return what the child began from; the plan as it stands where that was never agreed on."""
    if not child.base:
        return now
    try:
        return content_of_version(session, child.base)
    except (UnknownRecordError, MalformedContentError):
        return None


def _changed(found: Comparison) -> list[tuple[str, str, tuple[str, ...]]]:
    out: list[tuple[str, str, tuple[str, ...]]] = []
    before = ""
    for pair in found.steps:
        step, what, parts = _one(pair, before)
        before = step
        if what:
            out.append((step, what, parts))
    return out


def _one(pair: StepPair, before: str) -> tuple[str, str, tuple[str, ...]]:
    if pair.left is None:
        return before, ADDED, ()
    if pair.right is None:
        return pair.left.id, LEFT_OUT, ()
    parts = tuple(one.part for one in pair.differences)
    return pair.left.id, CHANGED if parts else "", parts
