"""The catalogue of lessons: which textbook has which lesson, and how many plans there are of it."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import choices
from db.models.local import Document
from db.models.plans import Lesson, LessonPlan
from db.projection import names_of
from db.queries.search import holding
from db.record import DELETED


@dataclass(frozen=True, slots=True)
class LessonRow:
    """One lesson of the catalogue.

    Attributes:
        subject, grade, volume: Codes.
        periods: How many lessons of the timetable it takes.
        plans: How many plans there are of it.
        version: For a form's ``seen``.
        disputed: What there are two versions of.
    """

    id: str
    edition: str
    subject: str
    grade: str
    volume: str
    unit_no: int | None
    unit: str
    lesson_no: int | None
    title: str
    periods: int | None
    plans: int
    version: bytes = b""
    disputed: tuple[str, ...] = ()


def list_lessons(
    session: Session,
    *,
    edition: str = "",
    subject: str = "",
    grade: str = "",
    volume: str = "",
    words: str = "",
    in_bin: bool = False,
) -> list[LessonRow]:
    """Return the catalogue in the order of its tree: edition, subject, grade, volume, unit, lesson.

    Args:
        session: A reading session.
        edition: Only this textbook edition; empty means all.
        subject: A code, and so are the next two.
        grade: Only lessons of it.
        volume: Only lessons of it.
        words: Characters or pinyin initials.
        in_bin: Whether to return what lies in the bin instead.
    """
    plans = (
        select(func.count())
        .select_from(LessonPlan)
        .where(LessonPlan.lesson == Lesson.id, LessonPlan.deletion < DELETED)
        .scalar_subquery()
    )
    query = (
        select(Lesson, plans, Document.version)
        .join(Document, Document.id == Lesson.id)
        .where(Lesson.deletion == DELETED if in_bin else Lesson.deletion < DELETED)
    )
    branch = {"edition": edition, "subject": subject, "grade": grade, "volume": volume}
    for name, value in branch.items():
        if value:
            query = query.where(Lesson.__table__.c[name] == value)
    if words.strip():
        query = query.where(Lesson.id.in_(holding(words, Lesson.KIND)))
    rows = [_row(lesson, count, version) for lesson, count, version in session.execute(query)]
    return sorted(rows, key=_place)


def _row(lesson: Lesson, plans: int, version: bytes) -> LessonRow:
    return LessonRow(
        lesson.id,
        lesson.edition or "",
        lesson.subject or "",
        lesson.grade or "",
        lesson.volume or "",
        lesson.unit_no,
        lesson.unit or "",
        lesson.lesson_no,
        lesson.title or "",
        lesson.periods,
        plans,
        version,
        names_of(lesson.disputed),
    )


_SUBJECTS = {code: at for at, code in enumerate(choices.SUBJECT)}
_VOLUMES = {code: at for at, code in enumerate(choices.VOLUME)}
_LAST = 1_000_000


def _place(row: LessonRow) -> tuple[object, ...]:
    """Return where a lesson stands in the tree; what has no number stands behind."""
    return (
        row.edition,
        _SUBJECTS.get(row.subject, _LAST),
        row.grade,
        _VOLUMES.get(row.volume, _LAST),
        _LAST if row.unit_no is None else row.unit_no,
        row.unit,
        _LAST if row.lesson_no is None else row.lesson_no,
        row.title,
        row.id,
    )
