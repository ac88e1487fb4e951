"""Writes of preparing a lesson together: record the meeting that a plan was spoken of at."""

import datetime

from db.commands import plans, records
from db.commands.activities import record_activity
from db.errors import UnknownRecordError
from db.journal import Writer
from db.queries.plan_activities import PREPARATION
from db.queries.plan_sheet import plan_sheet
from db.queries.prep_groups import members_of
from db.queries.records import show
from db.record import Value


def record_preparation(writer: Writer, plan: str, title: str, *, today: datetime.date) -> str:
    """Record a joint preparation of a plan: its group and all who spoke, linked to the plan.

    Args:
        writer: The transaction.
        plan: The plan.
        title: What the activity is called.
        today: The date to take.

    Returns:
        The activity's id.
    """
    writer.flush()
    sheet = plan_sheet(writer.session, plan)
    said = sheet.record.values
    values: dict[str, Value] = {"type": PREPARATION, "title": title}
    values |= {name: said[name] for name in ("subject", "grade") if said.get(name)}
    circle = sheet.record.circle
    activity = record_activity(
        writer, values, today=today, circle=circle,
        home=sheet.record.home if circle == "named" else None,
    )  # fmt: skip
    lead = str(said.get("lead_preparer") or said.get("author") or "")
    people = {lead: "lead_preparer"} if lead else {}
    group = str(said.get("group") or "")
    members = [m.person for m in members_of(writer.session, group)] if group else []
    for person in (*members, *(one.person for one in sheet.comments)):
        if person:
            people.setdefault(person, "participant")
    for person, role in people.items():
        added: dict[str, Value] = {"activity": activity, "person": person, "role": role}
        if school := _school(writer, person):
            added["school"] = school
        records.add(writer, "participant", added)
    newest = sheet.versions[-1].id if sheet.versions else ""
    plans.link_activity(writer, activity, plan, newest)
    return activity


def _school(writer: Writer, person: str) -> str:
    try:
        return str(show(writer.session, person).values.get("school") or "")
    except UnknownRecordError:
        return ""
