"""What a teacher teaches this week: the plans of its days, and the lesson that comes next."""

import datetime
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.plans import LessonPlan
from db.queries.lessons import LessonRow, list_lessons
from db.queries.people import same_persons
from db.queries.plans import PlanFilter, PlanRow, list_plans
from db.record import DELETED

_MOST = 200


@dataclass(frozen=True, slots=True)
class NextLesson:
    """The lesson that comes next by the catalogue.

    Attributes:
        period_no: Which of its periods.
        plans: Those there are of it, what was agreed on first.
    """

    lesson: LessonRow
    period_no: int
    plans: tuple[PlanRow, ...]


def plans_of_week(
    session: Session, person: str, first: datetime.date, last: datetime.date
) -> tuple[PlanRow, ...]:
    """Return a teacher's plans that are taught on these days, by day."""
    wanted = PlanFilter(whose="mine", person=person, first_day=first, last_day=last)
    rows = list_plans(session, wanted, limit=_MOST)
    return tuple(sorted(rows, key=lambda row: (str(row.taught_on), row.title, row.id)))


def next_lessons(session: Session, person: str, first: datetime.date) -> tuple[NextLesson, ...]:
    """Return what comes next after what a teacher taught last, one for each of his subjects.

    Args:
        session: A reading session.
        person: The teacher.
        first: The first day of the week; what was taught from then on does not count.
    """
    same = sorted(same_persons(session, person))
    query = (
        select(LessonPlan.lesson, LessonPlan.period_no)
        .where(LessonPlan.author.in_(same), LessonPlan.deletion < DELETED)
        .where(LessonPlan.lesson.is_not(None), LessonPlan.taught_on < first.isoformat())
        .order_by(LessonPlan.taught_on.desc(), LessonPlan.period_no.desc(), LessonPlan.id)
    )
    catalogue = list_lessons(session)
    places = {lesson.id: at for at, lesson in enumerate(catalogue)}
    found: list[NextLesson] = []
    seen: set[tuple[str, ...]] = set()
    for lesson, period in session.execute(query):
        at = places.get(lesson or "")
        if at is None:
            continue
        row = catalogue[at]
        if _branch(row) not in seen:
            seen.add(_branch(row))
            come = _after(catalogue, at, period or row.periods or 1)
            found += [_with_plans(session, *come)] if come else []
    return tuple(found)


def _branch(row: LessonRow) -> tuple[str, ...]:
    return row.edition, row.subject, row.grade


def _after(catalogue: list[LessonRow], at: int, period: int) -> tuple[LessonRow, int] | None:
    """Return the next period of a lesson, or the first of the next lesson of its volume."""
    row = catalogue[at]
    if period < (row.periods or 1):
        return row, period + 1
    below = catalogue[at + 1 : at + 2]
    same = [one for one in below if (_branch(one), one.volume) == (_branch(row), row.volume)]
    return (same[0], 1) if same else None


def _with_plans(session: Session, lesson: LessonRow, period: int) -> NextLesson:
    rows = list_plans(session, PlanFilter(lesson=lesson.id), limit=_MOST)
    order = {"agreed": 0, "draft": 1}
    return NextLesson(lesson, period, tuple(sorted(rows, key=lambda r: order.get(r.stage, 2))))
