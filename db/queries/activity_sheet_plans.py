"""The plans that an activity is about, with what was said of them, as its sheet prints them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import MalformedContentError, UnknownRecordError
from db.models.people import Person
from db.models.plans import ActivityPlan, PlanVersion
from db.plan_content import PlanContent
from db.queries.plan_contributions import Contribution, contributions
from db.queries.plan_sheet import CommentRow, content_of, content_of_version, plan_sheet
from db.record import DELETED


@dataclass(frozen=True, slots=True)
class ActivityPlanLine:
    """One plan of an activity.

    Attributes:
        name: What it is called; the name it was chosen by while the plan is not here.
        version: Number of the frozen version that was discussed or taught; None for the plan.
        person: Who taught it.
        observation, usable: What was seen of the pupils, and what the own school can use.
        content: What it says; None while it is not here.
        comments: What was said of it, each with what became of it.
        voices: Who gave what to it.
    """

    name: str = ""
    version: int | None = None
    person: str = ""
    observation: str = ""
    usable: str = ""
    content: PlanContent | None = None
    comments: tuple[CommentRow, ...] = ()
    voices: tuple[Contribution, ...] = ()


def activity_plans(session: Session, activity: str) -> tuple[ActivityPlanLine, ...]:
    """Return the plans of an activity in their order; one whose plan is gone keeps its name."""
    query = (
        select(ActivityPlan, Person.name, PlanVersion.number)
        .outerjoin(Person, Person.id == ActivityPlan.person)
        .outerjoin(PlanVersion, PlanVersion.id == ActivityPlan.plan_version)
        .where(ActivityPlan.activity == activity, ActivityPlan.deletion < DELETED)
        .order_by(ActivityPlan.position, ActivityPlan.id)
    )
    return tuple(
        _line(session, link, person or "", number)
        for link, person, number in session.execute(query)
    )


def _line(
    session: Session, link: ActivityPlan, person: str, number: int | None
) -> ActivityPlanLine:
    plan = link.plan or ""
    content = _content(session, plan, link.plan_version or "")
    comments: tuple[CommentRow, ...] = ()
    voices: tuple[Contribution, ...] = ()
    if content is not None:
        comments = plan_sheet(session, plan).comments
        voices = contributions(session, plan)
    return ActivityPlanLine(
        str(content.fields.get("title") or "") if content else link.plan_name or "",
        number,
        person or link.person_name or _author(content),
        link.observation or "",
        link.usable or "",
        content,
        comments,
        voices,
    )


def _content(session: Session, plan: str, version: str) -> PlanContent | None:
    if version:
        try:
            return content_of_version(session, version)
        except (UnknownRecordError, MalformedContentError):
            pass  # the version has not come yet: the plan as it stands says more than nothing
    try:
        return content_of(session, plan)
    except UnknownRecordError:
        return None


def _author(content: PlanContent | None) -> str:
    return str(content.fields.get("author_name") or "") if content else ""
