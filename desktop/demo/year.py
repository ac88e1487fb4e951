"""The school year 2025-2026 of the sample: its terms, weeks, holidays and days of lessons."""

from dataclasses import dataclass
from datetime import date, timedelta

from desktop.demo.records import Holiday, SchoolYear, Term

YEAR = SchoolYear(key="2025-2026", code="2025-2026", starts_on="2025-09-01", ends_on="2026-08-31")


def _term(number: int, name: str, starts_on: str, ends_on: str) -> Term:
    code = f"{YEAR.code}-{number}"
    return Term(
        key=code, code=code, name=name, school_year=YEAR.key, starts_on=starts_on, ends_on=ends_on
    )


TERMS = (
    _term(1, "2025—2026学年上学期", "2025-09-01", "2026-01-23"),
    _term(2, "2025—2026学年下学期", "2026-03-02", "2026-07-03"),
)
HOLIDAYS = tuple(
    Holiday(key=f"holiday-{starts_on}", name=name, starts_on=starts_on, ends_on=ends_on)
    for name, starts_on, ends_on in (
        ("国庆节、中秋节", "2025-10-01", "2025-10-08"),
        ("元旦", "2026-01-01", "2026-01-03"),
        ("清明节", "2026-04-04", "2026-04-06"),
        ("劳动节", "2026-05-01", "2026-05-05"),
        ("端午节", "2026-06-19", "2026-06-21"),
    )
)


@dataclass(frozen=True, slots=True)
class Week:
    """A week of a term.

    Attributes:
        term: 1 or 2.
        number: From 1, the week of the term's first day.
    """

    term: int
    number: int

    def days(self) -> list[date]:
        """Return the days of lessons of this week, Monday to Friday without holidays."""
        term = TERMS[self.term - 1]
        first, last = date.fromisoformat(term.starts_on), date.fromisoformat(term.ends_on)
        monday = first - timedelta(days=first.weekday()) + timedelta(weeks=self.number - 1)
        week = [monday + timedelta(days=day) for day in range(5)]
        return [day for day in week if first <= day <= last and not is_holiday(day)]


def is_holiday(day: date) -> bool:
    """Tell whether there are no lessons on a day because of a holiday."""
    return any(h.starts_on <= day.isoformat() <= h.ends_on for h in HOLIDAYS)


def week_of(day: date) -> Week | None:
    """Return the week of a day, or None outside the terms."""
    for number, term in enumerate(TERMS, start=1):
        if term.starts_on <= day.isoformat() <= term.ends_on:
            first = date.fromisoformat(term.starts_on)
            return Week(number, (day - first).days // 7 + 1)
    return None


def working_day(day: date, *, back: bool = False) -> date:
    """Return the nearest day of lessons from a day on, or before it."""
    step = timedelta(days=-1 if back else 1)
    while day.weekday() > 4 or is_holiday(day):
        day += step
    return day
