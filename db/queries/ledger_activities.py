"""The activities of a ledger, read in one statement.

Whatever a record names may be absent here: then the words it was named by stand for it.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.circles import NAMED
from db.documents import Document
from db.models.activities import Activity, Attachment, Participant
from db.models.local import Document as Stored
from db.models.people import Person, SameAs
from db.projection import names_of
from db.queries.ledger_row import LedgerRow, day
from db.queries.ledger_schools import SchoolFacts, named
from db.queries.ledger_versions import with_versions
from db.record import DELETED

_LEADS = ("teacher", "speaker", "lead_preparer", "mentor", "contestant", "chair", "leader")
_LEADING = ("chair", "leader")  # told only where nobody teaches or speaks
_BETWEEN, _WITHIN = "\x1e", "\x1f"  # people that one statement brings as one text


def conditions(
    starts_on: datetime.date, ends_on: datetime.date, school: str | None, types: Sequence[str]
) -> list[ColumnElement[bool]]:
    """Return which activities go in: see `db.queries.ledger.ledger`."""
    found: list[ColumnElement[bool]] = [
        Activity.deletion < DELETED,
        Activity.held_on.between(starts_on.isoformat(), ends_on.isoformat()),
        ~_is_repeated(),
    ]
    if school is None:
        found.append(Stored.circle == "alliance")
    else:
        found.append(Stored.circle != NAMED)  # a ledger is handed in; what few may read is not
        found.append(or_(Activity.host_school == school, Activity.partner_schools.contains(school)))
    if types:
        found.append(Activity.type.in_(types))
    return found


def _is_repeated() -> ColumnElement[bool]:
    """Tell whether the same activity also stands under a smaller id."""
    same = aliased(Activity)
    return (
        select(SameAs.id)
        .where(SameAs.deletion < DELETED, SameAs.other == Activity.id, SameAs.one < Activity.id)
        .where(select(same.id).where(same.id == SameAs.one, same.deletion < DELETED).exists())
        .exists()
    )


def read_rows(
    session: Session, schools: Mapping[str, SchoolFacts], wanted: Sequence[ColumnElement[bool]]
) -> list[LedgerRow]:
    """Return the rows of the activities that fulfil some conditions, earliest first."""
    recorder, lead = aliased(Person), aliased(Person)
    files = (
        select(func.count())
        .where(Attachment.record == Activity.id, Attachment.deletion < DELETED)
        .scalar_subquery()
    )
    place = func.coalesce(Participant.position, "~")
    name = func.coalesce(lead.name, Participant.person_name, "")
    one = Participant.role + _WITHIN + place + _WITHIN + name
    leads = (
        select(func.group_concat(one, _BETWEEN))
        .select_from(Participant)
        .outerjoin(lead, lead.id == Participant.person)
        .where(Participant.activity == Activity.id, Participant.deletion < DELETED)
        .where(Participant.role.in_(_LEADS))
        .scalar_subquery()
    )
    query = (
        select(
            Activity,
            func.coalesce(recorder.name, Activity.recorder_name, ""),
            files,
            leads,
            case((Activity.disputed.is_not(None), Stored.body)),
            Stored.disputed_texts,
        )
        .join(Stored, Stored.id == Activity.id)
        .outerjoin(recorder, recorder.id == Activity.recorder)
        .where(*wanted)
        .order_by(Activity.held_on, Activity.starts_at.nulls_last(), Activity.title, Activity.id)
    )
    members = frozenset(at.id for at in schools.values() if at.member)
    return [_row(found, schools, members) for found in session.execute(query)]


def _row(found: Any, schools: Mapping[str, SchoolFacts], members: frozenset[str]) -> LedgerRow:
    activity, recorder, files, leads, body, texts = found
    row = replace(
        told(activity, schools, members),
        recorder=recorder,
        leads=_leads(leads or ""),
        evidence=files,
    )
    if body is None:
        return row
    return with_versions(row, activity, Document.load(body), names_of(texts), schools)


def _leads(found: str) -> tuple[str, ...]:
    """Return the names of those who teach or speak; without any, of those who chair."""
    people = [person.split(_WITHIN, 2) for person in found.split(_BETWEEN)]
    known = [person for person in people if len(person) == 3 and person[0] in _LEADS]
    known.sort(key=lambda person: (_LEADS.index(person[0]), person[1]))
    told = [person for person in known if person[0] not in _LEADING] or known
    return tuple(dict.fromkeys(name for _role, _place, name in told if name))


def told(
    activity: Activity, schools: Mapping[str, SchoolFacts], members: frozenset[str]
) -> LedgerRow:
    """Return what the activity's own row tells."""
    host = activity.host_school or ""
    partners = (activity.partner_schools or "").split()
    return LedgerRow(
        id=activity.id,
        title=activity.title or "",
        type=activity.type or "",
        status=activity.status or "held",
        held_on=day(activity.held_on),
        ends_on=day(activity.ends_on),
        starts_at=activity.starts_at or "",
        ends_at=activity.ends_at or "",
        period=activity.period or "",
        place=activity.place or "",
        host=schools[host].short if host in schools else activity.host_school_name or "",
        partners=named(partners, activity.partner_school_names or "", schools),
        everybody=len(members) > 2 and members <= {host, *partners},
        direction=activity.direction or "",
        subject=activity.subject or "",
        grade=activity.grade or "",
        class_name=activity.class_name or "",
        lesson=activity.lesson or "",
        organiser=activity.organiser or "",
        own_count=activity.own_count,
        guest_count=activity.guest_count,
        pupil_count=activity.pupil_count,
        hours=activity.hours,
        lesson_count=activity.lesson_count,
        dimensions=activity.dimensions or "",
        summary=activity.summary or "",
        outcome=activity.outcome or "",
        follow_up_on=day(activity.follow_up_on),
        follow_up_done=bool(activity.follow_up_done),
    )
