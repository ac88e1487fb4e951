"""The schools a ledger names, and how old what is here of each of them is."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from db.models.exchange import Segment
from db.models.schools import Membership, School
from db.record import DELETED


@dataclass(frozen=True, slots=True)
class SchoolAge:
    """How old the data of one school is.

    Attributes:
        name: Short name of the school.
        seen_on: Day of its newest change here; None when nothing of it ever came.
        missing: Batches that are known to exist and have not come yet.
    """

    name: str
    seen_on: datetime.date | None
    missing: int = 0


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """A school as the ledger needs it."""

    id: str
    full: str
    short: str
    member: bool
    changed_at: int
    missing: int


def read_schools(session: Session) -> dict[str, SchoolFacts]:
    """Return all schools by id, members first as they joined, with how fresh their work is."""
    newer = func.sum(Segment.state == "newer")  # is here, but a newer program must read it
    logs = (
        select(
            Segment.school,
            func.max(Segment.changed_at).label("changed_at"),
            (func.max(Segment.seq) - func.count(Segment.seq.distinct()) + newer).label("missing"),
        )
        .group_by(Segment.school, Segment.replica)
        .subquery()
    )
    fresh = (
        select(
            logs.c.school,
            func.max(logs.c.changed_at).label("changed_at"),
            func.sum(logs.c.missing).label("missing"),
        )
        .group_by(logs.c.school)
        .subquery()
    )
    query = (
        select(School, Membership.id, Membership.left_on, fresh.c.changed_at, fresh.c.missing)
        .outerjoin(Membership, and_(Membership.school == School.id, Membership.deletion < DELETED))
        .outerjoin(fresh, fresh.c.school == School.id)
        .where(School.deletion < DELETED)
        .order_by(Membership.role, Membership.joined_on, School.name, School.id)
    )
    return {
        at.id: SchoolFacts(
            at.id,
            at.name or at.short_name or "",
            at.short_name or at.name or "",
            membership is not None and left_on is None,
            changed or 0,
            missing or 0,
        )
        for at, membership, left_on, changed, missing in session.execute(query)
    }


def age_of(school: SchoolFacts, own: str, today: datetime.date) -> SchoolAge:
    """Return how old what is here of a school is; this laptop's own school is always fresh."""
    if school.id == own:
        return SchoolAge(school.short, today)
    if not school.changed_at:
        return SchoolAge(school.short, None, school.missing)
    moment = datetime.datetime.fromtimestamp(school.changed_at, datetime.UTC).astimezone()
    return SchoolAge(school.short, min(moment.date(), today), school.missing)


def named(ids: Sequence[str], names: str, schools: Mapping[str, SchoolFacts]) -> tuple[str, ...]:
    """Return schools by name; those that are not here keep the names they were chosen by."""
    kept = [name for name in names.split("、") if name]
    if not ids:
        return tuple(kept)
    by_place = kept if len(kept) == len(ids) else [""] * len(ids)
    found = [schools[id].short if id in schools else by_place[n] for n, id in enumerate(ids)]
    return tuple(name for name in found if name)
