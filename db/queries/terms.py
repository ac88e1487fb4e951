"""Terms, their weeks and their holidays."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.activities import Activity
from db.models.calendar import Holiday, Term
from db.record import DELETED

Date = datetime.date


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term.

    Attributes:
        id: The record's id.
        code: ``2025-2026-1``.
        starts_on, ends_on: First and last day.
    """

    id: str
    code: str
    starts_on: Date
    ends_on: Date

    def week_of(self, day: Date) -> int:
        """Return the number of a day's week, from 1; weeks begin on Monday."""
        return (_monday(day) - _monday(self.starts_on)).days // 7 + 1

    def week(self, number: int) -> tuple[Date, Date]:
        """Return Monday and Sunday of a week."""
        monday = _monday(self.starts_on) + datetime.timedelta(weeks=number - 1)
        return monday, monday + datetime.timedelta(days=6)

    @property
    def weeks(self) -> int:
        """Return how many weeks the term has."""
        return self.week_of(self.ends_on)

    def holds(self, day: Date) -> bool:
        """Tell whether a day lies in the term."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """Days without lessons."""

    name: str
    starts_on: Date
    ends_on: Date


def list_terms(session: Session) -> list[TermRow]:
    """Return the terms that have both days, newest first."""
    rows = session.scalars(select(Term).where(Term.deletion < DELETED)).all()
    terms = [
        TermRow(t.id, t.code, Date.fromisoformat(t.starts_on), Date.fromisoformat(t.ends_on))
        for t in rows
        if t.code and t.starts_on and t.ends_on
    ]
    return sorted(terms, key=lambda t: (t.starts_on, t.code), reverse=True)


def list_holidays(session: Session) -> list[HolidayRow]:
    """Return the holidays, earliest first."""
    rows = session.scalars(select(Holiday).where(Holiday.deletion < DELETED)).all()
    return sorted(
        (
            HolidayRow(h.name or "", Date.fromisoformat(h.starts_on), Date.fromisoformat(h.ends_on))
            for h in rows
            if h.starts_on and h.ends_on
        ),
        key=lambda h: h.starts_on,
    )


def term_of(terms: Sequence[TermRow], day: Date) -> TermRow | None:
    """Return the term a day lies in; between two terms the one that ended last."""
    begun = [t for t in terms if t.starts_on <= day]
    return begun[0] if begun else None


def newest_term(session: Session) -> TermRow | None:
    """Return the term of the newest activity, else the newest begun, else the first there is."""
    terms = list_terms(session)
    newest = session.scalar(
        select(Activity.held_on)
        .where(Activity.deletion < DELETED, Activity.held_on.is_not(None))
        .order_by(Activity.held_on.desc())
        .limit(1)
    )
    day = Date.fromisoformat(newest) if newest else datetime.datetime.now().astimezone().date()
    return term_of(terms, day) or (terms[-1] if terms else None)


def _monday(day: Date) -> Date:
    return day - datetime.timedelta(days=day.weekday())
