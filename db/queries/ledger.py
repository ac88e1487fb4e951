"""活动台账: the facts of a term's ledger, for paper, sheets and the screen.

They are read in three statements: the term, the schools, the activities.
"""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.errors import UnknownRecordError, UnknownTermError
from db.models.calendar import Term
from db.models.exchange import Identity
from db.models.schools import Alliance
from db.queries.ledger_activities import conditions, read_rows
from db.queries.ledger_row import LedgerRow, day
from db.queries.ledger_schools import SchoolAge, age_of, read_schools
from db.record import DELETED


@dataclass(frozen=True, slots=True)
class SchoolTotal:
    """What one school did in the ledger's time."""

    name: str
    hosted: int
    joined: int
    hours: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger: its title facts, its rows in order, and how old the data is.

    Attributes:
        alliance: Full name of the alliance.
        school: Full name of the school it is for; empty for the whole alliance.
        term: Code of the term; `term_name` what people call it.
        term_starts_on: First day of the term; its week is week 1.
        starts_on: First day the ledger covers; `ends_on` the last one.
        made_on: The day it is printed.
        ages: One for each school of the alliance.
    """

    alliance: str
    school: str
    term: str
    term_name: str
    term_starts_on: datetime.date | None
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    made_on: datetime.date
    rows: tuple[LedgerRow, ...] = ()
    ages: tuple[SchoolAge, ...] = ()

    def week(self, on: datetime.date | None) -> int | None:
        """Return the week of the term a day lies in; None outside it."""
        if on is None or self.term_starts_on is None:
            return None
        monday = self.term_starts_on - datetime.timedelta(days=self.term_starts_on.weekday())
        week = (on - monday).days // 7 + 1
        return week if week > 0 else None

    @property
    def held(self) -> int:
        """Return how many activities were held."""
        return sum(row.status == "held" for row in self.rows)

    @property
    def hours(self) -> float:
        """Return the hours of all activities that were held."""
        return sum(row.hours or 0 for row in self.rows if row.status == "held")

    @property
    def by_type(self) -> Mapping[str, int]:
        """Return how many activities there are of each type, most first."""
        return dict(Counter(row.type for row in self.rows).most_common())

    @property
    def by_school(self) -> tuple[SchoolTotal, ...]:
        """Return what each school hosted and joined; planned and cancelled ones do not count."""
        held = [row for row in self.rows if row.status == "held"]
        names = dict.fromkeys([age.name for age in self.ages])
        names.update(dict.fromkeys(name for row in held for name in row.schools))
        return tuple(
            SchoolTotal(
                name,
                sum(row.host == name for row in held),
                sum(row.host != name and name in row.schools for row in held),
                sum(row.hours or 0 for row in held if name in row.schools),
            )
            for name in names
        )


def ledger(
    session: Session,
    *,
    term: str,
    school: str | None = None,
    types: Sequence[str] = (),
    made_on: datetime.date | None = None,
) -> Ledger:
    """Return the ledger of a term, earliest day first; what is in the bin is left out.

    Args:
        session: A reading session.
        term: Code of the term.
        school: Id of a school: only what it hosts or takes part in. None is the whole alliance,
            without what only one school may see.
        types: Codes of the types that go in; () all.
        made_on: The day it is printed; None is today.

    Raises:
        UnknownTermError: No term has this code, or it has no days.
        UnknownRecordError: There is no such school.
    """
    today = made_on or datetime.datetime.now().astimezone().date()
    found, alliance, own = _head(session, term)
    starts_on, ends_on = day(found.starts_on), day(found.ends_on)
    if starts_on is None or ends_on is None:
        raise UnknownTermError(term)
    schools = read_schools(session)
    if school is not None and school not in schools:
        raise UnknownRecordError(school)
    rows = read_rows(session, schools, conditions(starts_on, ends_on, school, types))
    last = max((row.held_on for row in rows if row.held_on), default=starts_on)
    return Ledger(
        alliance=alliance,
        school=schools[school].full if school else "",
        term=term,
        term_name=found.name or "",
        term_starts_on=starts_on,
        starts_on=starts_on,
        ends_on=max(min(today, ends_on), last),
        made_on=today,
        rows=tuple(rows),
        ages=tuple(age_of(at, own, today) for at in schools.values() if at.member),
    )


def _head(session: Session, code: str) -> tuple[Term, str, str]:
    """Return the term, the alliance's name and the id of this laptop's school."""
    alliance = select(Alliance.name).where(Alliance.deletion < DELETED).limit(1).scalar_subquery()
    founded = select(Identity.alliance_name).limit(1).scalar_subquery()
    own = select(Identity.school).limit(1).scalar_subquery()
    query = select(Term, func.coalesce(alliance, founded, ""), func.coalesce(own, "")).where(
        Term.code == code, Term.deletion < DELETED
    )
    row = session.execute(query.limit(1)).first()
    if row is None:
        there = select(Term.code).where(Term.deletion < DELETED).order_by(Term.code.desc())
        raise UnknownTermError(code, [one for one in session.scalars(there) if one])
    return row[0], row[1], row[2]
