"""Terms, their weeks and their holidays."""

import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.activities import Activity
from db.models.calendar import Holiday, Term
from db.queries.term_rows import HolidayRow as HolidayRow
from db.queries.term_rows import TermRow as TermRow
from db.queries.term_rows import newest_first, term_row
from db.queries.term_rows import term_of as term_of
from db.record import DELETED

Date = datetime.date


def list_terms(session: Session) -> list[TermRow]:
    """Return the terms that have both days, newest first."""
    rows = session.scalars(select(Term).where(Term.deletion < DELETED))
    return newest_first([term_row(t.id, t.code, t.starts_on, t.ends_on) for t in rows])


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
