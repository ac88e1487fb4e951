"""The activities a plan was prepared or taught at, and those it could be linked to."""

import datetime
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.activities import Activity
from db.models.plans import ActivityPlan, LessonPlan
from db.record import DELETED

PREPARATION = "joint_preparation"


@dataclass(frozen=True, slots=True)
class LinkedActivity:
    """An activity that is about a plan.

    Attributes:
        link: Id of the link; empty where there is none yet.
    """

    id: str
    title: str
    type: str
    held_on: datetime.date | None
    link: str


def activities_of(session: Session, plan: str) -> list[LinkedActivity]:
    """Return the activities a plan is linked to, newest first."""
    query = (
        select(Activity, ActivityPlan.id)
        .join(ActivityPlan, ActivityPlan.activity == Activity.id)
        .where(ActivityPlan.plan == plan, ActivityPlan.deletion < DELETED)
        .where(Activity.deletion < DELETED)
        .order_by(Activity.held_on.desc(), Activity.id)
    )
    return [_row(activity, link) for activity, link in session.execute(query)]


def joinable(session: Session, plan: str, limit: int = 12) -> list[LinkedActivity]:
    """Return joint preparations that a plan is not linked to yet.

    Those of its subject come first, then the newest.
    """
    subject = session.scalar(select(LessonPlan.subject).where(LessonPlan.id == plan))
    linked = select(ActivityPlan.activity).where(
        ActivityPlan.plan == plan, ActivityPlan.deletion < DELETED
    )
    query = (
        select(Activity)
        .where(Activity.type == PREPARATION, Activity.deletion < DELETED)
        .where(Activity.id.not_in(linked))
        .order_by((Activity.subject == subject).desc(), Activity.held_on.desc(), Activity.id)
        .limit(limit)
    )
    return [_row(activity, "") for activity in session.scalars(query)]


def _row(activity: Activity, link: str) -> LinkedActivity:
    day = activity.held_on
    return LinkedActivity(
        activity.id,
        activity.title or "",
        activity.type or "",
        datetime.date.fromisoformat(day) if day else None,
        link,
    )
