"""The list of lesson plans."""

import datetime
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, and_, func, literal_column, or_, select, union
from sqlalchemy.orm import Session

from db import search
from db.models.local import Document
from db.models.plans import LessonPlan, PlanComment, PlanStep, PlanVersion
from db.projection import names_of
from db.queries.people import same_persons
from db.queries.search import holding
from db.record import DELETED

Whose = Literal["mine", "school", "all"]


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What the list shows; empty means all.

    Attributes:
        words: What a person typed: characters or pinyin initials, of plans and their steps.
        whose: Written by me; by my school; by anybody.
        person, school: Who ``mine`` and ``school`` mean.
        stages, subjects, grades: Codes, any of which must match.
        title: The whole title.
        lesson, group: Ids.
        first_day, last_day: Only those taught from and up to these.
        in_bin: Whether to show the bin instead.
    """

    words: str = ""
    whose: Whose = "all"
    person: str = ""
    school: str = ""
    stages: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    title: str = ""
    lesson: str = ""
    group: str = ""
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None
    in_bin: bool = False


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One line of the list.

    Attributes:
        grade: Codes, separated by spaces.
        parent: The plan it derives from, or empty.
        changed_at: Seconds by the clock of the laptop that changed it last.
        versions: How many frozen versions it has.
        open_comments: How many comments nobody decided; answers are not to be decided.
        disputed: Of how many fields of it and its steps there are two versions.
        arrived: Whether the last change came from another laptop.
        deletion: ``db.record.LIVE``, ``ASKED`` or ``DELETED``.
    """

    id: str
    title: str
    stage: str
    layout: str
    subject: str
    grade: str
    volume: str
    unit: str
    period_no: int | None
    author_name: str
    school_name: str
    group_name: str
    taught_on: datetime.date | None
    parent: str
    changed_at: int
    versions: int
    open_comments: int
    disputed: int
    arrived: bool
    deletion: int
    author: str = ""
    lesson: str = ""


def count_plans(session: Session, wanted: PlanFilter) -> int:
    """Return how many plans a filter shows."""
    query = select(func.count()).select_from(LessonPlan)
    if wanted.whose == "mine":
        query = query.join(Document, Document.id == LessonPlan.id)
    return session.scalar(query.where(*conditions(session, wanted))) or 0


_KIND = Document.kind == literal_column(f"'{LessonPlan.KIND}'")
"""Said in so many words: only then SQLite takes the index of plans by their last change."""


def list_plans(
    session: Session, wanted: PlanFilter, *, limit: int = 200, after: PlanRow | None = None
) -> list[PlanRow]:
    """Return a window of the list, the most recently changed first.

    Args:
        session: A reading session.
        wanted: What to show.
        limit: How many rows at most.
        after: The last row of the window before; None begins at the top.
    """
    first = select(LessonPlan.id).join(Document, Document.id == LessonPlan.id)
    first = first.where(_KIND, *conditions(session, wanted))
    if after is not None:
        same = and_(Document.changed_at == after.changed_at, LessonPlan.id > after.id)
        first = first.where(or_(Document.changed_at < after.changed_at, same))
    ids = first.order_by(Document.changed_at.desc(), LessonPlan.id).limit(limit).subquery()
    query = plan_columns().join(ids, ids.c.id == LessonPlan.id)
    rows = session.execute(query.order_by(Document.changed_at.desc(), LessonPlan.id))
    return [plan_row(found) for found in rows]


@cache
def plan_columns() -> Select[*tuple[Any, ...]]:
    """Return the query for lines of the list, to be narrowed and put in order."""
    return select(
        *(LessonPlan.__table__.c[name] for name in _COLUMNS),
        Document.changed_at,
        Document.arrived,
        _many(PlanVersion, PlanVersion.deletion < DELETED),
        _many(
            PlanComment,
            PlanComment.deletion < DELETED,
            PlanComment.decision.is_(None),
            PlanComment.answers.is_(None),
        ),
        select(func.sum(func.json_array_length(PlanStep.disputed)))
        .where(PlanStep.plan == LessonPlan.id, PlanStep.deletion < DELETED)
        .where(PlanStep.disputed.is_not(None))
        .scalar_subquery(),
    ).join(Document, Document.id == LessonPlan.id)


_COLUMNS = (
    "id", "title", "stage", "layout", "subject", "grade", "volume", "unit", "period_no",
    "author_name", "school_name", "group_name", "taught_on", "parent", "disputed", "deletion",
    "author", "lesson",
)  # fmt: skip


def _many(model: type[PlanVersion | PlanComment], *conditions: ColumnElement[bool]) -> Any:
    """Return how many parts of a plan meet some conditions."""
    return (
        select(func.count())
        .select_from(model)
        .where(model.plan == LessonPlan.id, *conditions)
        .scalar_subquery()
    )


def list_to_follow(session: Session, wanted: PlanFilter, *, limit: int) -> list[PlanRow]:
    """Return plans that one's own may begin with: what was agreed on first, then the newest."""
    agreed = list_plans(session, replace(wanted, stages=("agreed",)), limit=limit)
    newest = list_plans(session, wanted, limit=limit)
    return [*agreed, *(one for one in newest if one.stage != "agreed")][:limit]


def conditions(session: Session, wanted: PlanFilter) -> list[ColumnElement[bool]]:
    """Return what a plan must be for a filter to show it; of mine, its document is joined."""
    standing = LessonPlan.deletion == DELETED if wanted.in_bin else LessonPlan.deletion < DELETED
    out: list[ColumnElement[bool]] = [standing]
    if wanted.whose == "mine":
        same = sorted(same_persons(session, wanted.person))
        nobody = and_(LessonPlan.author.is_(None), Document.created_by.in_(same))
        out.append(or_(LessonPlan.author.in_(same), nobody))
    elif wanted.whose == "school":
        out.append(LessonPlan.school == wanted.school)
    for column, value in (
        (LessonPlan.title, wanted.title),
        (LessonPlan.lesson, wanted.lesson),
        (LessonPlan.group, wanted.group),
    ):
        if value:
            out.append(column == value)
    if wanted.stages:
        out.append(LessonPlan.stage.in_(wanted.stages))
    if wanted.subjects:
        out.append(LessonPlan.subject.in_(wanted.subjects))
    if wanted.grades:
        grades = " " + LessonPlan.grade + " "
        out.append(or_(*(grades.contains(f" {code} ", autoescape=True) for code in wanted.grades)))
    if wanted.first_day is not None:
        out.append(LessonPlan.taught_on >= wanted.first_day.isoformat())
    if wanted.last_day is not None:
        out.append(LessonPlan.taught_on <= wanted.last_day.isoformat())
    return out + [_holding(word) for word in search.spoken(wanted.words)]


def _holding(word: str) -> ColumnElement[bool]:
    """Return the condition that a plan or one of its steps holds a word."""
    steps = select(PlanStep.plan).where(
        PlanStep.id.in_(holding(word, PlanStep.KIND)), PlanStep.deletion < DELETED
    )
    return LessonPlan.id.in_(union(holding(word, LessonPlan.KIND), steps))


def plan_row(found: Row[Any]) -> PlanRow:
    """Return a line of the list from a row of :func:`plan_columns`."""
    versions, open_comments, disputed = tuple(found)[-3:]
    return PlanRow(
        found.id,
        found.title or "",
        found.stage or "",
        found.layout or "",
        found.subject or "",
        found.grade or "",
        found.volume or "",
        found.unit or "",
        found.period_no,
        found.author_name or "",
        found.school_name or "",
        found.group_name or "",
        datetime.date.fromisoformat(found.taught_on) if found.taught_on else None,
        found.parent or "",
        found.changed_at,
        versions,
        open_comments,
        len(names_of(found.disputed)) + (disputed or 0),
        found.arrived,
        found.deletion,
        found.author or "",
        found.lesson or "",
    )
