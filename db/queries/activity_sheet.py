"""One activity with all its parts, as its record sheet prints it."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.documents import Document
from db.models.activities import ActionItem, Activity, AgendaItem, Attachment, Participant
from db.models.calendar import Term
from db.models.local import Document as Stored
from db.models.people import Person
from db.projection import names_of
from db.queries.activity_sheet_plans import ActivityPlanLine, activity_plans
from db.queries.ledger_activities import told
from db.queries.ledger_row import LedgerRow, day
from db.queries.ledger_schools import SchoolFacts, read_schools
from db.queries.ledger_versions import whole_versions, with_versions
from db.queries.records import RecordRow, show
from db.queries.terms import list_terms, term_of
from db.record import DELETED, DETAIL


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One item of the agenda."""

    starts_at: str = ""
    ends_at: str = ""
    content: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class ParticipantLine:
    """One who took part.

    Attributes:
        role: A code; so is attendance. Posts and subjects hold several codes.
        reason: Why he was not there.
    """

    name: str
    school: str = ""
    role: str = ""
    attendance: str = ""
    reason: str = ""
    posts: str = ""
    subjects: str = ""


@dataclass(frozen=True, slots=True)
class ActionLine:
    """What was decided: who does it, by when."""

    content: str = ""
    owner: str = ""
    due_on: datetime.date | None = None
    done_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """A photo or file that belongs to the activity."""

    caption: str = ""
    file_name: str = ""
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class ActivitySheet:
    """An activity, its parts in order, and the facts for the head of its sheet.

    Attributes:
        school: Full name of the school whose head the sheet carries.
        term_name: What people call the term; empty when the day lies in none.
        week: Week of the term.
        circle: Who sees it: ``alliance``, ``school`` or ``named``.
        made_on: The day it is printed.
        type: A code; so are status, direction and subject. Grade and dimensions hold several.
        host: Name of the host school; `partners` those of the others.
        details: Type-specific values by their wire names, without the ``d.``.
        plans: The lesson plans it is about.
        others: Values of another version, by field; the fields are those of this class.
    """

    id: str
    school: str
    made_on: datetime.date
    term_name: str = ""
    week: int | None = None
    circle: str = "alliance"
    title: str = ""
    type: str = ""
    status: str = "held"
    held_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    starts_at: str = ""
    ends_at: str = ""
    period: str = ""
    place: str = ""
    host: str = ""
    partners: tuple[str, ...] = ()
    direction: str = ""
    subject: str = ""
    grade: str = ""
    class_name: str = ""
    lesson: str = ""
    organiser: str = ""
    recorder: str = ""
    own_count: int | None = None
    guest_count: int | None = None
    pupil_count: int | None = None
    hours: float | None = None
    lesson_count: int | None = None
    dimensions: str = ""
    follow_up_on: datetime.date | None = None
    follow_up_person: str = ""
    follow_up_done: bool = False
    summary: str = ""
    outcome: str = ""
    discussion: str = ""
    decisions: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    agenda: tuple[AgendaLine, ...] = ()
    participants: tuple[ParticipantLine, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    attachments: tuple[AttachmentLine, ...] = ()
    plans: tuple[ActivityPlanLine, ...] = ()
    others: Mapping[str, tuple[object, ...]] = field(default_factory=dict)

    def with_role(self, *roles: str) -> tuple[str, ...]:
        """Return the names of those who took part in one of these roles."""
        return tuple(p.name for p in self.participants if p.role in roles)

    @property
    def present(self) -> int:
        """Return how many of those listed came."""
        return sum(p.attendance in ("", "present", "late") for p in self.participants)

    @property
    def away(self) -> tuple[ParticipantLine, ...]:
        """Return those listed who did not come."""
        return tuple(p for p in self.participants if p.attendance in ("excused", "absent"))


def activity_sheet(
    session: Session, id: str, *, made_on: datetime.date | None = None
) -> ActivitySheet:
    """Return an activity with all its parts.

    Args:
        session: A reading session.
        id: Its record id.
        made_on: The day it is printed; None is today.

    Raises:
        UnknownRecordError: There is no such record.
    """
    record = show(session, id)
    activity = session.get_one(Activity, id)
    stored = session.scalars(select(Stored).where(Stored.id == id)).one()
    schools = read_schools(session)
    row = told(activity, schools, frozenset())
    texts: dict[str, Any] = {
        "discussion": activity.discussion or "",
        "decisions": activity.decisions or "",
    }
    others: dict[str, tuple[object, ...]] = {}
    if activity.disputed:
        document, disputed = Document.load(stored.body), names_of(stored.disputed_texts)
        row = with_versions(row, activity, document, disputed, schools)
        others = dict(row.others)
        for name in texts.keys() & set(disputed):
            texts[name], *rest = whole_versions(document, name) or [texts[name]]
            others[name] = tuple(rest)
    shared: dict[str, Any] = {name: getattr(row, name) for name in _SHARED}
    people = _people(session, [activity.recorder, activity.follow_up_person])
    term_name, week = _term(session, row.held_on)
    return ActivitySheet(
        **shared,
        **texts,
        school=_headed(record, activity, schools),
        made_on=made_on or datetime.datetime.now().astimezone().date(),
        term_name=term_name,
        week=week,
        circle=record.circle,
        recorder=people.get(activity.recorder or "", activity.recorder_name or ""),
        follow_up_person=people.get(
            activity.follow_up_person or "", activity.follow_up_person_name or ""
        ),
        details={
            name.removeprefix(DETAIL): str(value)
            for name, value in record.values.items()
            if name.startswith(DETAIL) and value is not None
        },
        agenda=_agenda(session, id),
        participants=_participants(session, id, schools),
        actions=_actions(session, id),
        attachments=_attachments(session, id),
        plans=activity_plans(session, id),
        others=others,
    )


_SHARED = tuple(
    {f.name for f in fields(LedgerRow)}
    & {f.name for f in fields(ActivitySheet)} - {"others", "recorder"}
)


def _headed(record: RecordRow, activity: Activity, schools: Mapping[str, SchoolFacts]) -> str:
    """Return the school whose head the sheet carries: the record's home, else the host."""
    for id in (record.home, activity.host_school):
        if id and id in schools:
            return schools[id].full
    return activity.host_school_name or ""


def _term(session: Session, held_on: datetime.date | None) -> tuple[str, int | None]:
    """Return the name of the term a day lies in, and the week."""
    found = term_of(list_terms(session), held_on) if held_on else None
    if found is None or held_on is None or not found.holds(held_on):
        return "", None
    name = session.scalar(select(Term.name).where(Term.id == found.id))
    return name or found.code, found.week_of(held_on)


def _people(session: Session, ids: Iterable[str | None]) -> dict[str, str]:
    query = select(Person.id, Person.name).where(Person.id.in_([id for id in ids if id]))
    return {id: name for id, name in session.execute(query) if name}


def _agenda(session: Session, id: str) -> tuple[AgendaLine, ...]:
    query = (
        select(AgendaItem, Person.name)
        .outerjoin(Person, Person.id == AgendaItem.person)
        .where(AgendaItem.activity == id, AgendaItem.deletion < DELETED)
        .order_by(AgendaItem.position, AgendaItem.id)
    )
    return tuple(
        AgendaLine(
            item.starts_at or "",
            item.ends_at or "",
            item.content or "",
            name or item.person_name or "",
        )
        for item, name in session.execute(query)
    )


def _participants(
    session: Session, id: str, schools: Mapping[str, SchoolFacts]
) -> tuple[ParticipantLine, ...]:
    query = (
        select(Participant, Person)
        .outerjoin(Person, Person.id == Participant.person)
        .where(Participant.activity == id, Participant.deletion < DELETED)
        .order_by(Participant.position, Participant.id)
    )
    found = []
    for part, person in session.execute(query):
        school = part.school or (person.school if person else None) or ""
        kept = part.school_name or (person.school_name if person else None) or ""
        found.append(
            ParticipantLine(
                name=(person.name if person else None) or part.person_name or "",
                school=schools[school].short if school in schools else kept,
                role=part.role or "",
                attendance=part.attendance or "",
                reason=part.reason or "",
                posts=(person.posts if person else None) or "",
                subjects=(person.subjects if person else None) or "",
            )
        )
    return tuple(found)


def _actions(session: Session, id: str) -> tuple[ActionLine, ...]:
    query = (
        select(ActionItem, Person.name)
        .outerjoin(Person, Person.id == ActionItem.owner)
        .where(ActionItem.activity == id, ActionItem.deletion < DELETED)
        .order_by(ActionItem.position, ActionItem.id)
    )
    return tuple(
        ActionLine(
            item.content or "", name or item.owner_name or "", day(item.due_on), day(item.done_on)
        )
        for item, name in session.execute(query)
    )


def _attachments(session: Session, id: str) -> tuple[AttachmentLine, ...]:
    query = (
        select(Attachment)
        .where(Attachment.record == id, Attachment.deletion < DELETED)
        .order_by(Attachment.position, Attachment.id)
    )
    return tuple(
        AttachmentLine(file.caption or "", file.file_name or "", file.size_bytes or 0)
        for file in session.scalars(query)
    )
