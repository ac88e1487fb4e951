"""Terms and holidays as rows, and reckoning with their weeks; nothing is read here."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

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


def term_row(
    id: str, code: str | None, starts_on: str | None, ends_on: str | None
) -> TermRow | None:
    """Return a term as a row; None while it lacks its code or a day."""
    if not (code and starts_on and ends_on):
        return None
    return TermRow(id, code, Date.fromisoformat(starts_on), Date.fromisoformat(ends_on))


def newest_first(terms: Sequence[TermRow | None]) -> list[TermRow]:
    """Return the terms that are whole, newest first."""
    whole = [term for term in terms if term is not None]
    return sorted(whole, key=lambda t: (t.starts_on, t.code), reverse=True)


def term_of(terms: Sequence[TermRow], day: Date) -> TermRow | None:
    """Return the term a day lies in; between two terms the one that ended last."""
    begun = [t for t in terms if t.starts_on <= day]
    return begun[0] if begun else None


def _monday(day: Date) -> Date:
    return day - datetime.timedelta(days=day.weekday())
