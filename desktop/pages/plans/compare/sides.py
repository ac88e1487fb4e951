"""The two that are compared: whose they are, what they are called, what they say; no Qt here."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from db import permissions
from db.errors import MalformedContentError, UnknownRecordError
from db.local import Member
from db.plan_content import PlanContent
from db.queries.plan_sheet import content_of, content_of_version
from db.queries.records import RecordRow, show
from db.record import DELETED, Value
from db.store import Store
from desktop import dates
from desktop.words import _


@dataclass(frozen=True, slots=True)
class PlanRef:
    """A plan as it stands, or one of its frozen versions.

    Attributes:
        plan: The plan's id.
        version: The version's id; empty for the plan in work.
    """

    plan: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two.

    Attributes:
        name: What it is called over its column.
        note: By whom and of which day.
        person: Who answers for it, for the circle before the name.
        agreed: Whether it is what was agreed on.
        mine: Whether it is the plan of who is recording.
        writable: Whether something can be taken over into it here.
        parent, base: The plan it derives from, and the version of that taken over last.
    """

    ref: PlanRef
    title: str
    name: str
    note: str
    person: str
    agreed: bool
    mine: bool
    writable: bool
    parent: str
    base: str
    content: PlanContent


def read_side(
    store: Store, ref: PlanRef, member: Member, person: str, today: datetime.date
) -> Side:
    """Return one side as it stands.

    Raises:
        UnknownRecordError: The plan, or the version, is not here.
    """
    with store.read() as session:
        plan = show(session, ref.plan)
        if ref.version:
            version = show(session, ref.version).values
            content = content_of_version(session, ref.version)
        else:
            version, content = {}, content_of(session, ref.plan)
    if ref.version:
        return _frozen(ref, plan, version, content, today)
    values = plan.values
    mine = values.get("author") == person and values.get("stage") == "personal"
    day = _day(values.get("prepared_on"), today)
    author = str(values.get("author_name") or "")
    note = "·".join(one for one in ("" if mine else author, day) if one)
    return Side(
        ref, str(values.get("title") or ""), plan_name(plan, mine=mine), note, author,
        values.get("stage") == "agreed", mine, _writable(plan, member),
        str(values.get("parent") or ""), str(values.get("base") or ""),
        content,
    )  # fmt: skip


def _frozen(
    ref: PlanRef,
    plan: RecordRow,
    version: Mapping[str, Value],
    content: PlanContent,
    today: datetime.date,
) -> Side:
    who = str(version.get("frozen_by_name") or "")
    note = "·".join(one for one in (who, _day(version.get("frozen_on"), today)) if one)
    name = version_name(version.get("number"))
    return Side(
        ref, str(plan.values.get("title") or ""), name, note, who, agreed=True, mine=False,
        writable=False, parent="", base="", content=content,
    )  # fmt: skip


def base_of(store: Store, left: Side, right: Side) -> PlanContent | None:
    """Return what both began from, where that is known: the version one took over from the other.

    It tells who changed a place; without it a place is only said to differ.
    """
    for child, other in ((right, left), (left, right)):
        if child.base and child.parent == other.ref.plan:
            try:
                with store.read() as session:
                    return content_of_version(session, child.base)
            except (UnknownRecordError, MalformedContentError):
                return None  # it may arrive tomorrow
    return None


def version_name(number: object) -> str:
    """Return what a frozen version is called."""
    if isinstance(number, int):
        return _("Agreed plan, version {number}").format(number=number)
    return _("Agreed plan")


def plan_name(plan: RecordRow, *, mine: bool) -> str:
    """Return what a plan in work is called, by its stage and whose it is."""
    values = plan.values
    if mine:
        return _("My plan")
    name = str(values.get("author_name") or "")
    match values.get("stage"):
        case "agreed":
            return _("Agreed plan, in work")
        case "draft":
            return _("First draft")
        case _ if name:
            return _("Plan of {name}").format(name=name)
    return str(values.get("title") or _("A plan"))


def _writable(plan: RecordRow, member: Member) -> bool:
    if plan.deletion == DELETED:
        return False
    return permissions.may_write(
        member.role, member.school, "lesson_plan", plan.circle, plan.home, person=member.person
    )


def _day(value: object, today: datetime.date) -> str:
    if not isinstance(value, str) or not value:
        return ""
    try:
        return dates.short(datetime.date.fromisoformat(value), today)
    except ValueError:
        return ""
