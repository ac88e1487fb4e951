"""Dates as teachers say them: with the weekday and the week of the term.  No Qt in here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.words import _, pgettext

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Span:
    """A term or a holiday: its name and its first and last day."""

    name: str
    starts_on: date
    ends_on: date

    def holds(self, day: date) -> bool:
        """Return whether a day lies in it."""
        return self.starts_on <= day <= self.ends_on


def today() -> date:
    """Return the day on the wall calendar."""
    return date.today()  # noqa: DTZ011 - people agree on local days


def monday(day: date) -> date:
    """Return the first day of a day's week."""
    return day - timedelta(days=day.weekday())


def week_of(day: date, terms: Sequence[Span]) -> int | None:
    """Return the number of a day's week in its term, or None outside every term.

    Week 1 is the week the term starts in, whatever its weekday; weekends of the first and the
    last week belong to them.
    """
    for term in terms:
        if monday(term.starts_on) <= day < monday(term.ends_on) + WEEK:
            return (monday(day) - monday(term.starts_on)).days // 7 + 1
    return None


def term_name(code: str) -> str:
    """Return a term's code as people call it: 2025–2026 学年上学期."""
    first, _dash, rest = code.partition("-")
    second, _dash, number = rest.partition("-")
    if number == "1":
        return _("{first}–{second}, autumn term").format(first=first, second=second)
    if number == "2":
        return _("{first}–{second}, spring term").format(first=first, second=second)
    return code


def weekday(day: date) -> str:
    """Return the short name of a day's weekday."""
    return short_weekdays()[day.weekday()]


def short_weekdays() -> tuple[str, ...]:
    """Return Monday to Sunday in short."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def weekday_letters() -> tuple[str, ...]:
    """Return Monday to Sunday as short as they get, for the head of a calendar."""
    return (
        pgettext("Monday", "Mo"),
        pgettext("Tuesday", "Tu"),
        pgettext("Wednesday", "We"),
        pgettext("Thursday", "Th"),
        pgettext("Friday", "Fr"),
        pgettext("Saturday", "Sa"),
        pgettext("Sunday", "Su"),
    )


def read(day: date, terms: Sequence[Span] = ()) -> str:
    """Return a date as a form shows it: 2025-10-17（周五，第7周）."""
    week = week_of(day, terms)
    if week is None:
        return _("{date} ({weekday})").format(date=day, weekday=weekday(day))
    return _("{date} ({weekday}, week {week})").format(date=day, weekday=weekday(day), week=week)


def read_span(starts_on: date, ends_on: date, terms: Sequence[Span] = ()) -> str:
    """Return a run of days as a form shows it; one day as itself."""
    if starts_on == ends_on:
        return read(starts_on, terms)
    week = week_of(starts_on, terms)
    if week is None or monday(ends_on) != monday(starts_on):
        return _("{start} to {end}").format(start=starts_on, end=short(ends_on, starts_on))
    return _("{start} to {end} (week {week})").format(
        start=starts_on, end=short(ends_on, starts_on), week=week
    )


def short(day: date, beside: date) -> str:
    """Return a date without its year when that is the year of another one beside it."""
    return f"{day:%m-%d}" if day.year == beside.year else day.isoformat()


def parse(text: str, near: date) -> date | None:
    """Return the date a person typed, in any usual way, or None.

    2025-10-17, 2025.10.17, 2025年10月17日, 20251017, 10-17, 10月17日, 10.17, 1017: without a year
    it is the one that brings the date nearest to the day given.
    """
    text = re.sub(r"（.*|\(.*", "", text).strip()
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    elif re.fullmatch(r"\d{4}", text):
        text = f"{text[:2]}-{text[2:]}"
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    if len(numbers) == 3:
        return _date(*numbers)
    if len(numbers) != 2:
        return None
    found = [_date(near.year + step, *numbers) for step in (-1, 0, 1)]
    real = [day for day in found if day]
    return min(real, key=lambda day: abs(day - near), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_weeks(day: date) -> list[date]:
    """Return the Mondays of the weeks a month's calendar shows: as many as it needs."""
    first = monday(day.replace(day=1))
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return [first + WEEK * number for number in range(6) if first + WEEK * number < following]


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last one that month has."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    for last in (day.day, 30, 29, 28):
        if last <= day.day and (found := _date(year, month + 1, last)):
            return found
    raise AssertionError("every month has 28 days")
