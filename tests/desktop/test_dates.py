"""Dates as teachers say them."""

from datetime import date

import pytest

from desktop import dates
from desktop.dates import Span

AUTUMN = Span("autumn", date(2025, 9, 1), date(2026, 1, 23))
SPRING = Span("spring", date(2026, 3, 4), date(2026, 7, 3))  # begins on a Wednesday
TERMS = (AUTUMN, SPRING)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2025, 9, 1), 1),
        (date(2025, 9, 7), 1),
        (date(2025, 9, 8), 2),
        (date(2025, 10, 17), 7),
        (date(2026, 1, 25), 21),  # the Sunday after the last Friday
        (date(2026, 1, 26), None),
        (date(2026, 3, 2), 1),  # the Monday of the week the term begins in
        (date(2026, 3, 9), 2),
        (date(2025, 8, 31), None),
    ],
)
def test_weeks_are_counted_from_the_monday_of_the_first(day: date, week: int | None) -> None:
    assert dates.week_of(day, TERMS) == week


def test_a_date_is_read_with_weekday_and_week() -> None:
    assert dates.read(date(2025, 10, 17), TERMS) == "2025-10-17 (Fri, week 7)"


def test_a_date_in_the_holidays_has_no_week() -> None:
    assert dates.read(date(2026, 2, 1), TERMS) == "2026-02-01 (Sun)"


def test_a_whole_week_is_read_as_one() -> None:
    text = dates.read_span(date(2025, 10, 13), date(2025, 10, 19), TERMS)

    assert text == "2025-10-13 to 10-19 (week 7)"


def test_a_run_over_two_weeks_names_none() -> None:
    assert dates.read_span(date(2025, 12, 30), date(2026, 1, 6)) == "2025-12-30 to 2026-01-06"


@pytest.mark.parametrize(
    "typed",
    ["2025-10-17", "2025.10.17", "2025年10月17日", "20251017", "10-17", "10月17日", "10.17", "1017",
     "2025-10-17 (Fri, week 7)", "2025-10-17（周五，第7周）", " 10/17 "],
)  # fmt: skip
def test_dates_are_taken_as_people_type_them(typed: str) -> None:
    assert dates.parse(typed, date(2025, 11, 3)) == date(2025, 10, 17)


def test_a_date_without_year_is_the_nearest_one() -> None:
    assert dates.parse("1-6", date(2025, 12, 30)) == date(2026, 1, 6)
    assert dates.parse("12-30", date(2026, 1, 6)) == date(2025, 12, 30)


@pytest.mark.parametrize("typed", ["", "soon", "2025-13-01", "2025-02-30", "7", "1 2 3 4"])
def test_what_is_no_date_is_none(typed: str) -> None:
    assert dates.parse(typed, date(2025, 11, 3)) is None


@pytest.mark.parametrize(
    ("day", "weeks"), [(date(2026, 2, 14), 5), (date(2027, 2, 1), 4), (date(2026, 8, 1), 6)]
)
def test_a_month_shows_as_many_weeks_as_it_needs(day: date, weeks: int) -> None:
    found = dates.month_weeks(day)

    assert len(found) == weeks
    assert found[0] <= day.replace(day=1)


def test_months_are_added_to_the_last_day() -> None:
    assert dates.add_months(date(2025, 10, 31), 4) == date(2026, 2, 28)
    assert dates.add_months(date(2026, 1, 15), -1) == date(2025, 12, 15)
