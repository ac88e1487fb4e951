"""Preparation groups and who is in them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.people import Person
from db.models.plans import LessonPlan, PrepGroup, PrepMember
from db.models.schools import School
from db.projection import names_of
from db.record import DELETED, LIVE


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a group.

    Attributes:
        id: Of the membership; the person may not be here yet.
        disputed: Fields of the membership of which there are two versions.
        deletion: Of the membership: ``db.record.LIVE`` or ``ASKED``.
    """

    id: str
    person: str
    name: str
    school_name: str
    disputed: tuple[str, ...] = ()
    deletion: int = LIVE


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One preparation group; grades are codes separated by spaces.

    Attributes:
        plans: How many lesson plans it prepares.
    """

    id: str
    name: str
    subject: str
    grade: str
    term: str
    leader: str
    leader_name: str
    members: tuple[MemberRow, ...]
    plans: int


def list_groups(session: Session, *, deleted: bool = False) -> list[GroupRow]:
    """Return the preparation groups by subject, grade and name.

    Args:
        session: A reading session.
        deleted: Whether to return those in the bin instead.
    """
    standing = PrepGroup.deletion == DELETED if deleted else PrepGroup.deletion < DELETED
    members = _members(session)
    plans: dict[str, int] = {}
    for group in session.scalars(
        select(LessonPlan.group).where(LessonPlan.deletion < DELETED, LessonPlan.group.is_not(None))
    ):
        plans[group or ""] = plans.get(group or "", 0) + 1
    names = {id: name for id, name in session.execute(select(Person.id, Person.name)) if name}
    rows = [
        GroupRow(
            one.id,
            one.name or "",
            one.subject or "",
            one.grade or "",
            one.term or "",
            one.leader or "",
            names.get(one.leader or "") or one.leader_name or "",
            tuple(members.get(one.id, ())),
            plans.get(one.id, 0),
        )
        for one in session.scalars(select(PrepGroup).where(standing))
    ]
    return sorted(rows, key=lambda row: (row.subject or "~", row.grade, row.name, row.id))


def members_of(session: Session, group: str) -> list[MemberRow]:
    """Return the members of one group, in their order."""
    return _members(session, group).get(group, [])


def _members(session: Session, group: str = "") -> dict[str, list[MemberRow]]:
    query = (
        select(PrepMember, Person.name, School.short_name, School.name)
        .outerjoin(Person, Person.id == PrepMember.person)
        .outerjoin(School, School.id == PrepMember.school)
        .where(PrepMember.deletion < DELETED)
    )
    if group:
        query = query.where(PrepMember.group == group)
    found: dict[str, list[tuple[str, MemberRow]]] = {}
    for one, name, short, school in session.execute(query):
        row = MemberRow(
            one.id,
            one.person or "",
            name or one.person_name or "",
            short or school or one.school_name or "",
            names_of(one.disputed),
            one.deletion,
        )
        found.setdefault(one.group or "", []).append((one.position or "~", row))
    return {
        id: [row for _place, row in sorted(rows, key=lambda pair: (pair[0], pair[1].id))]
        for id, rows in found.items()
    }
