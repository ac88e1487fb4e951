"""Plans as they stand on a shelf: by subject, grade, volume, unit and lesson, or by day taught.

The order of ten thousand is read at once, with what groups them; their lines as they are looked at.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import choices
from db.models.local import Document
from db.models.plans import Lesson, LessonPlan
from db.queries.plans import PlanFilter, PlanRow, conditions, plan_columns, plan_row

_LAST = 1_000_000


@dataclass(frozen=True, slots=True)
class PlanPlace:
    """Where one plan stands.

    Attributes:
        grade: Codes, separated by spaces.
        taught_on: The day, or None.
    """

    id: str
    subject: str
    grade: str
    volume: str
    unit: str
    taught_on: datetime.date | None


def plan_places(session: Session, wanted: PlanFilter) -> list[PlanPlace]:
    """Return where the plans of a filter stand, in the order of the catalogue."""
    plan = LessonPlan.__table__.c
    query = (
        select(
            *(plan[n] for n in ("id", "subject", "grade", "volume", "unit", "period_no", "title")),
            plan.taught_on,
            Lesson.unit_no,
            Lesson.lesson_no,
        )
        .outerjoin(Lesson, Lesson.id == LessonPlan.lesson)
        .where(*conditions(session, wanted))
    )
    if wanted.whose == "mine":
        query = query.join(Document, Document.id == LessonPlan.id)
    subjects = {code: at for at, code in enumerate(choices.SUBJECT)}
    grades = {code: at for at, code in enumerate(choices.GRADE)}
    volumes = {code: at for at, code in enumerate(choices.VOLUME)}
    found = sorted(
        session.execute(query).all(),
        key=lambda row: (
            subjects.get(row.subject, _LAST),
            grades.get((row.grade or "").split(" ")[0], _LAST),
            volumes.get(row.volume, _LAST),
            _LAST if row.unit_no is None else row.unit_no,
            row.unit or "~",
            _LAST if row.lesson_no is None else row.lesson_no,
            row.title or "",
            row.period_no or 0,
            row.id,
        ),
    )
    return [
        PlanPlace(
            row.id,
            row.subject or "",
            row.grade or "",
            row.volume or "",
            row.unit or "",
            datetime.date.fromisoformat(row.taught_on) if row.taught_on else None,
        )
        for row in found
    ]


def plans_of(session: Session, ids: Sequence[str]) -> list[PlanRow]:
    """Return the lines of some plans, in the order asked for; those that are gone are left out."""
    found = session.execute(plan_columns().where(LessonPlan.id.in_(ids)))
    rows = {row.id: row for row in map(plan_row, found)}
    return [rows[id] for id in ids if id in rows]
