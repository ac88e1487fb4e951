"""The plans an activity is about: what was prepared together, or taught side by side (同课异构)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import MalformedContentError, UnknownRecordError
from db.models.activities import Activity
from db.models.local import Document
from db.models.people import Person
from db.models.plans import ActivityPlan, LessonPlan
from db.plan_content import PlanContent, StepContent
from db.queries.plan_sheet import content_of, content_of_version
from db.record import DELETED
from db.step_matching import match


@dataclass(frozen=True, slots=True)
class ActivityPlanRow:
    """One plan of an activity.

    Attributes:
        id: The link's record; ``version`` is for a form's ``seen``.
        plan_name: What it is called now, or was when it was chosen.
        plan_version: The frozen version that was taught; empty for the plan as it stands.
        observation: What was seen of the pupils.
        usable: What of it one's own school can use.
        content: What it says; None where it is not here or was altered.
        school_name: Of who taught it.
    """

    id: str
    version: bytes
    plan: str
    plan_name: str
    plan_version: str
    person: str
    person_name: str
    school_name: str
    observation: str
    usable: str
    content: PlanContent | None


@dataclass(frozen=True, slots=True)
class PlanActivityRow:
    """One activity that is about a plan."""

    id: str
    title: str
    type: str
    held_on: str


def plans_of_activity(session: Session, activity: str) -> tuple[ActivityPlanRow, ...]:
    """Return the plans of an activity, in their order."""
    query = (
        select(ActivityPlan, Document.version, LessonPlan.title, LessonPlan.school_name,
               LessonPlan.author_name, Person.name)
        .join(Document, Document.id == ActivityPlan.id)
        .outerjoin(LessonPlan, LessonPlan.id == ActivityPlan.plan)
        .outerjoin(Person, Person.id == ActivityPlan.person)
        .where(ActivityPlan.activity == activity, ActivityPlan.deletion < DELETED)
    )  # fmt: skip
    found = sorted(session.execute(query), key=lambda r: (r[0].position or "~", r[0].id))
    return tuple(
        ActivityPlanRow(
            link.id,
            version,
            link.plan or "",
            title or link.plan_name or "",
            link.plan_version or "",
            link.person or "",
            name or link.person_name or author or "",
            school or "",
            link.observation or "",
            link.usable or "",
            _content(session, link.plan, link.plan_version),
        )
        for link, version, title, school, author, name in found
    )


def activities_of_plan(session: Session, plan: str) -> tuple[PlanActivityRow, ...]:
    """Return the activities that are about a plan, newest day first."""
    query = (
        select(Activity.id, Activity.title, Activity.type, Activity.held_on)
        .join(ActivityPlan, ActivityPlan.activity == Activity.id)
        .where(ActivityPlan.plan == plan, ActivityPlan.deletion < DELETED)
        .where(Activity.deletion < DELETED)
        .order_by(Activity.held_on.desc(), Activity.id)
    )
    return tuple(
        PlanActivityRow(id, title or "", type or "", held_on or "")
        for id, title, type, held_on in session.execute(query)
    )


def side_by_side(
    left: PlanContent, right: PlanContent
) -> tuple[tuple[StepContent | None, StepContent | None], ...]:
    """Return the steps of two plans in rows: those alike, then those of one phase, in their order.

    Two who prepared one lesson apart say nothing in the same words; their phases still meet.
    """
    found = match(left.steps, right.steps)
    _meet(left, right, found)
    left_of = {b: a for a, b in found.items()}
    rows: list[tuple[StepContent | None, StepContent | None]] = []
    shown: set[int] = set()
    for n, step in enumerate(right.steps):
        at = left_of.get(n)
        if at is not None:
            earlier = [k for k in range(at) if k not in found and k not in shown]
            rows += [(left.steps[k], None) for k in earlier]
            shown |= {at, *earlier}
        rows.append((left.steps[at] if at is not None else None, step))
    rows += [(s, None) for k, s in enumerate(left.steps) if k not in found and k not in shown]
    return tuple(rows)


def _meet(left: PlanContent, right: PlanContent, found: dict[int, int]) -> None:
    """Let steps of one phase that nothing else joins meet, first with first."""
    taken = set(found.values())
    waiting: dict[object, list[int]] = {}
    for n in reversed(range(len(right.steps))):
        if n not in taken:
            waiting.setdefault(right.steps[n].values.get("phase"), []).append(n)
    for at, step in enumerate(left.steps):
        phase = step.values.get("phase")
        if at not in found and phase and waiting.get(phase):
            found[at] = waiting[phase].pop()


def _content(session: Session, plan: str | None, version: str | None) -> PlanContent | None:
    try:
        if version:
            return content_of_version(session, version)
        return content_of(session, plan) if plan else None
    except (UnknownRecordError, MalformedContentError):
        return None
