"""Which fields stand where, and how days are counted into weeks: without a window."""

import datetime

import pytest

from db.choices import ACTIVITY_TYPE
from db.kinds import model_of
from db.queries.terms import TermRow
from db.record import field_named
from desktop.pages.activities.form_plan import OTHERS, PEOPLE, TILES, basics, fit, folded
from desktop.pages.activities.weeks import groups, offset_of

AUTUMN = TermRow("t1", "2025-2026-1", datetime.date(2025, 9, 1), datetime.date(2026, 1, 23))
SPRING = TermRow("t0", "2024-2025-2", datetime.date(2025, 2, 24), datetime.date(2025, 7, 4))
TERMS = [AUTUMN, SPRING]
DAYS: list[tuple[str | None, int]] = [
    (None, 1), ("2025-10-17", 2), ("2025-10-15", 3), ("2025-10-10", 1), ("2025-08-20", 4),
    ("2025-03-03", 2),
]  # fmt: skip


@pytest.mark.parametrize("type", [*ACTIVITY_TYPE, "of_a_newer_version"])
def test_every_field_of_a_form_is_a_field_and_stands_once(type: str) -> None:
    names = [name for line in [*basics(type), *folded(type)] for name, _span in line]

    assert len(names) == len(set(names))
    assert all(name == PEOPLE or field_named(model_of("activity"), name) for name in names)


@pytest.mark.parametrize("columns", [1, 2])
def test_no_field_is_lost_where_there_is_less_room(columns: int) -> None:
    lines = basics("outreach_lesson")

    narrow = fit(lines, columns)

    assert [n for line in narrow for n, _ in line] == [n for line in lines for n, _ in line]
    assert all(sum(span for _, span in line) <= columns for line in narrow)


def test_every_type_has_a_tile_or_stands_behind_one() -> None:
    assert sorted([*TILES, *OTHERS]) == sorted(ACTIVITY_TYPE)


def test_days_stand_under_their_weeks() -> None:
    found = groups(DAYS, TERMS, AUTUMN)

    assert [(band.words, count) for band, count in found] == [
        ("No date yet", 1), ("Week 7", 5), ("Week 6", 1), ("2025-08, between terms", 4),
        ("Week 2", 2),
    ]  # fmt: skip


def test_a_week_of_another_term_says_its_year() -> None:
    found = groups(DAYS, TERMS, AUTUMN)

    assert found[1][0].note == "10-13 to 10-19"
    assert found[4][0].note == "2025-03-03 to 03-09"


def test_the_place_of_a_day_is_counted_without_loading() -> None:
    assert offset_of(DAYS, datetime.date(2025, 10, 10)) == 6
