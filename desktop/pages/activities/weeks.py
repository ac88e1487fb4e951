"""The list's headings: days counted into weeks of terms, months outside; no Qt here."""

import datetime
from collections.abc import Sequence

from db.queries.terms import TermRow
from desktop import dates
from desktop.dates import Span, term_name
from desktop.tables import Band
from desktop.words import _, ngettext

Days = Sequence[tuple[str | None, int]]
Group = tuple[Band, int]


def spans(terms: Sequence[TermRow]) -> list[Span]:
    """Return terms as fields and pickers know them."""
    return [Span(term_name(term.code), term.starts_on, term.ends_on) for term in terms]


def groups(days: Days, terms: Sequence[TermRow], current: TermRow | None) -> list[Group]:
    """Return each heading and how many rows stand under it, in the order of the days.

    Args:
        days: Days as ISO words (None for those without one) and how many activities each has.
        terms: Newest first.
        current: The term whose weeks need no year.
    """
    found: list[tuple[object, Band, int]] = []
    for day, count in days:
        key, band = _heading(datetime.date.fromisoformat(day) if day else None, terms, current)
        if found and found[-1][0] == key:
            found[-1] = (key, band, found[-1][2] + count)
        else:
            found.append((key, band, count))
    return [(Band(band.words, band.note, _count(count)), count) for _key, band, count in found]


def offset_of(days: Days, day: datetime.date | None) -> int:
    """Return how many rows stand before the first of a day."""
    wanted = day.isoformat() if day else None
    before = 0
    for one, count in days:
        if one == wanted:
            return before
        before += count
    return before


def _count(count: int) -> str:
    return ngettext("{count}", "{count}", count).format(count=count)


def _heading(
    day: datetime.date | None, terms: Sequence[TermRow], current: TermRow | None
) -> tuple[object, Band]:
    if day is None:
        return None, Band(_("No date yet"))
    term = next((t for t in terms if _reaches(t, day)), None)
    if term is None:
        words = _("{year}-{month:02}, between terms").format(year=day.year, month=day.month)
        return (day.year, day.month), Band(words)
    week = term.week_of(day)
    monday, sunday = term.week(week)
    start = f"{monday:%m-%d}" if current and term.code == current.code else monday.isoformat()
    note = _("{start} to {end}").format(start=start, end=f"{sunday:%m-%d}")
    return (term.code, week), Band(_("Week {week}").format(week=week), note)


def _reaches(term: TermRow, day: datetime.date) -> bool:
    """Tell whether a day lies in one of a term's weeks, their weekends included."""
    return dates.monday(term.starts_on) <= day < dates.monday(term.ends_on) + dates.WEEK
