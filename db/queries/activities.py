"""The list of activities by weeks, and the form of one."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from db.blobs import Blobs
from db.models.activities import Activity, Attachment, Participant
from db.models.local import Document, Outgoing
from db.models.people import Person
from db.models.schools import School
from db.projection import names_of
from db.queries.attachments import AttachmentRow, list_attachments
from db.queries.conflicts import Conflict, conflicts
from db.queries.library_detail import count_materials_of
from db.queries.records import RecordRow, parts_of, show
from db.queries.search import holding
from db.queries.terms import TermRow
from db.record import ASKED, DELETED

Scope = Literal["mine", "school", "alliance"]

WANTED = ("title", "held_on", "host_school_name", "own_count", "summary")
"""Fields whose absence the list points at; none of them is compulsory."""


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """What the list shows; empty means all.

    Attributes:
        term: Only days of this term; None means all terms.
        scope: Recorded by or with me; my school takes part; the whole alliance.
        person, school: Who ``mine`` and ``school`` mean.
        types, schools, subjects, directions: Codes and ids, any of which must match.
        words: What a person typed: characters or pinyin initials.
        deleted: Whether to show the bin instead.
        questions: Only those that want a decision.
        first, last: Only days from and up to these.
    """

    term: TermRow | None = None
    scope: Scope = "alliance"
    person: str = ""
    school: str = ""
    types: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    words: str = ""
    deleted: bool = False
    questions: bool = False
    first: datetime.date | None = None
    last: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One line of the list.

    Attributes:
        schools: Names of host and partners, host first.
        attachments: How many there are.
        unsent: Whether something of it waits to leave this laptop.
        arrived_from: Name of the school of who changed it last elsewhere; empty when it was here.
        missing: The first of WANTED that is empty, or empty.
        versions: How many fields there are two versions of.
        asked: Whether somebody deleted it while another worked on it.
    """

    id: str
    title: str
    type: str
    status: str
    held_on: datetime.date | None
    direction: str
    subject: str
    grade: str
    host: str
    partners: str
    attachments: int
    unsent: bool
    arrived: bool
    arrived_from: str
    missing: str
    versions: int
    asked: bool


@dataclass(frozen=True, slots=True)
class ActivityForm:
    """All that the form of one activity shows, read in one moment.

    Attributes:
        materials: How many shared materials belong to it.
    """

    record: RecordRow
    participants: Sequence[RecordRow]
    agenda: Sequence[RecordRow]
    actions: Sequence[RecordRow]
    attachments: Sequence[AttachmentRow]
    conflicts: Sequence[Conflict] = field(default=())
    plans: Sequence[RecordRow] = field(default=())
    materials: int = 0


def count_activities(session: Session, wanted: ActivityFilter) -> int:
    """Return how many activities a filter shows."""
    query = select(func.count()).select_from(Activity).where(*_conditions(wanted))
    return session.scalar(query) or 0


def days_of_activities(session: Session, wanted: ActivityFilter) -> list[tuple[str | None, int]]:
    """Return each day and how many activities it has, newest first, None last."""
    query = (
        select(Activity.held_on, func.count())
        .where(*_conditions(wanted))
        .group_by(Activity.held_on)
        .order_by(Activity.held_on.desc())
    )
    return [(day, n) for day, n in session.execute(query)]


def list_activities(
    session: Session, wanted: ActivityFilter, *, offset: int = 0, limit: int = 100
) -> list[ActivityRow]:
    """Return a window of the list, newest day first, those without a day last.

    Args:
        session: A reading session.
        wanted: What to show.
        offset: How many rows to pass over.
        limit: How many rows at most.
    """
    ids = (
        select(Activity.id)
        .where(*_conditions(wanted))
        .order_by(Activity.held_on.desc(), Activity.id)
        .offset(offset)
        .limit(limit)
    )
    found = session.execute(_ROWS, {"ids": session.scalars(ids).all()})
    return [_row(one) for one in found]


def activity_form(session: Session, blobs: Blobs, id: str) -> ActivityForm:
    """Return what the form of an activity shows.

    Raises:
        UnknownRecordError: There is no such activity.
    """
    record = show(session, id)
    return ActivityForm(
        record,
        parts_of(session, "participant", id),
        parts_of(session, "agenda_item", id),
        parts_of(session, "action_item", id),
        list_attachments(session, blobs, id),
        conflicts(session, id) if record.disputed else (),
        parts_of(session, "activity_plan", id),
        count_materials_of(session, id),
    )


def recent_titles(session: Session, words: str, limit: int = 8) -> list[str]:
    """Return titles used before that begin with these words, for completion."""
    query = (
        select(Activity.title)
        .where(Activity.title.startswith(words, autoescape=True), Activity.deletion < DELETED)
        .group_by(Activity.title)
        .order_by(func.max(Activity.held_on).desc())
        .limit(limit)
    )
    return [title for title in session.scalars(query) if title]


def _conditions(wanted: ActivityFilter) -> list[ColumnElement[bool]]:
    out: list[ColumnElement[bool]] = [
        Activity.deletion == DELETED if wanted.deleted else Activity.deletion < DELETED
    ]
    if wanted.term is not None:
        days = wanted.term.starts_on.isoformat(), wanted.term.ends_on.isoformat()
        out.append(or_(Activity.held_on.between(*days), Activity.held_on.is_(None)))
    if wanted.first is not None:
        out.append(Activity.held_on >= wanted.first.isoformat())
    if wanted.last is not None:
        out.append(Activity.held_on <= wanted.last.isoformat())
    if wanted.scope == "mine":
        took_part = select(Participant.activity).where(
            Participant.person == wanted.person, Participant.deletion < DELETED
        )
        out.append(or_(Activity.recorder == wanted.person, Activity.id.in_(took_part)))
    elif wanted.scope == "school":
        out.append(_with_school(wanted.school))
    if wanted.schools:
        out.append(or_(*map(_with_school, wanted.schools)))
    for column, codes in (
        (Activity.type, wanted.types),
        (Activity.subject, wanted.subjects),
        (Activity.direction, wanted.directions),
    ):
        if codes:
            out.append(column.in_(codes))
    if wanted.words.strip():
        out.append(Activity.id.in_(holding(wanted.words, "activity")))
    if wanted.questions:
        out.append(or_(Activity.disputed.is_not(None), Activity.deletion == ASKED))
    return out


def _with_school(school: str) -> ColumnElement[bool]:
    return or_(Activity.host_school == school, Activity.partner_schools.contains(school))


def _origin() -> Any:
    """Return the name of the school whose laptop changed an activity last."""
    return (
        select(School.short_name)
        .join(Person, Person.school == School.id)
        .where(Person.id == Document.changed_by)
        .limit(1)
        .scalar_subquery()
    )


_SHOWN = (
    Activity.id,
    Activity.title,
    Activity.type,
    Activity.status,
    Activity.held_on,
    Activity.direction,
    Activity.subject,
    Activity.grade,
    Activity.host_school_name,
    Activity.partner_school_names,
    Activity.own_count,
    Activity.summary.is_not(None).label("summary"),
    Activity.disputed,
    Activity.deletion,
)


_ROWS: Select[*tuple[Any, ...]] = (  # made once: making it took longer than finding what it asks
    select(
        *_SHOWN,
        Document.arrived,
        select(func.count())
        .select_from(Attachment)
        .where(Attachment.record == Activity.id, Attachment.deletion < DELETED)
        .scalar_subquery(),
        select(func.count())
        .select_from(Outgoing)
        .where(Outgoing.n == Document.n)
        .scalar_subquery(),
        _origin(),
    )
    .join(Document, Document.id == Activity.id)
    .where(Activity.id.in_(bindparam("ids", expanding=True)))
    .order_by(Activity.held_on.desc(), Activity.id)
)


def _row(found: Row[Any]) -> ActivityRow:
    arrived, attachments, unsent, origin = found[len(_SHOWN) :]
    return ActivityRow(
        found.id,
        found.title or "",
        found.type or "",
        found.status or "",
        datetime.date.fromisoformat(found.held_on) if found.held_on else None,
        found.direction or "",
        found.subject or "",
        found.grade or "",
        found.host_school_name or "",
        found.partner_school_names or "",
        attachments,
        bool(unsent),
        arrived,
        (origin or "") if arrived else "",
        next(
            (name for name in WANTED if not getattr(found, name) and getattr(found, name) != 0), ""
        ),
        len(names_of(found.disputed)),
        found.deletion == ASKED,
    )
