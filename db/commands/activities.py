"""Writes a user would name: record an activity, copy the last one, take the same people again."""

import datetime
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.circles import NAMED
from db.commands import records
from db.journal import Writer
from db.local import Member
from db.models.activities import Activity, Participant
from db.models.local import Document
from db.models.people import Person
from db.models.schools import School
from db.queries.records import parts_of, show
from db.record import DELETED, Value

_COPIED = (
    "title", "type", "starts_at", "ends_at", "period", "place", "host_school", "host_school_name",
    "partner_schools", "partner_school_names", "direction", "subject", "grade", "class_name",
    "organiser", "hours", "lesson_count", "dimensions",
)  # fmt: skip
_COPIED_PEOPLE = ("person", "person_name", "school", "school_name", "role")


def prefill(
    session: Session, member: Member, person: str, today: datetime.date
) -> dict[str, Value]:
    """Return what the form of a new activity shows before anybody types.

    Today, my school, me as recorder; partner as the last time I recorded; subject and grade mine
    where I have one.

    Args:
        session: A session.
        member: Who this laptop is.
        person: Id of who is recording.
        today: The date to take.
    """
    out: dict[str, Value] = {"held_on": today.isoformat(), "status": "held", "recorder": person}
    me = session.get(Person, person)
    school = session.get(School, (me and me.school) or member.school)
    if me is not None:
        out["recorder_name"] = me.name
        for name in ("subjects", "grades"):
            codes = (getattr(me, name) or "").split()
            if len(codes) == 1 and codes != ["all"]:
                out[name.removesuffix("s")] = codes[0]
    if school is not None:
        out |= {"host_school": school.id, "host_school_name": school.name}
    last = session.scalars(
        select(Activity)
        .join(Document, Document.id == Activity.id)
        .where(Activity.recorder == person, Activity.deletion < DELETED)
        .where(Activity.partner_schools.is_not(None))
        .order_by(Document.n.desc())
        .limit(1)
    ).first()
    if last is not None:
        out |= {
            "partner_schools": last.partner_schools,
            "partner_school_names": last.partner_school_names,
        }
    return {name: value for name, value in out.items() if value is not None}


def record_activity(
    writer: Writer,
    values: Mapping[str, Value],
    *,
    today: datetime.date,
    circle: str = "alliance",
    home: str | None = None,
) -> str:
    """Record an activity; fields left out take what the form would prefill.

    Args:
        writer: The transaction.
        values: What is known; a title is enough.
        today: The date to take when none is given.
        circle: ``alliance``, ``school`` or ``named``.
        home: Of circle ``named`` for whom it is, see ``db.commands.sharing.home_for``.

    Returns:
        The activity's id.
    """
    shown = prefill(writer.session, writer.member, writer.sitting.person, today)
    if "host_school" in values or "host_school_name" in values:
        shown.pop("host_school_name", None)
        shown.pop("host_school", None)
    if "partner_schools" in values:
        shown.pop("partner_school_names", None)
    held_on = values.get("held_on")
    if isinstance(held_on, str) and held_on > today.isoformat():
        shown["status"] = "planned"
    said = {"type": "other", **shown, **values}
    return records.add(writer, "activity", said, circle=circle, home=home)


def copy_activity(writer: Writer, id: str, *, today: datetime.date) -> str:
    """Record the same activity again today: its frame and its people, not what happened.

    Returns:
        The new activity's id.
    """
    source = show(writer.session, id)
    values = {name: source.values[name] for name in _COPIED if source.values.get(name) is not None}
    home = source.home if source.circle == NAMED else None
    copy = record_activity(writer, values, today=today, circle=source.circle, home=home)
    take_people(writer, copy, id)
    return copy


def take_people(writer: Writer, id: str, source: str) -> int:
    """Give an activity the people of another one; those it has already stay as they are.

    Returns:
        How many were added.
    """
    writer.flush()
    here = {p.values.get("person") or p.id for p in parts_of(writer.session, "participant", id)}
    added = 0
    for part in parts_of(writer.session, "participant", source):
        if part.values.get("person") in here:
            continue
        values = {name: part.values.get(name) for name in _COPIED_PEOPLE}
        records.add(
            writer,
            "participant",
            {"activity": id, **{n: v for n, v in values.items() if v is not None}},
        )
        added += 1
    return added


def last_with_people(session: Session, person: str, type: str | None, besides: str) -> str | None:
    """Return the newest activity of a type recorded by a person that has participants."""
    query = (
        select(Activity.id)
        .where(Activity.deletion < DELETED, Activity.id != besides)
        .where(
            select(Participant.id)
            .where(Participant.activity == Activity.id, Participant.deletion < DELETED)
            .exists()
        )
        .order_by(
            (Activity.recorder == person).desc(),
            (Activity.type == type).desc(),
            Activity.held_on.desc(),
        )
        .limit(1)
    )
    found: str | None = session.scalar(query)
    return found
