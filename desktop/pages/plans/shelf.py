"""The list of plans as a job reads it: by unit, or by week of term; no Qt here."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from db.progress import Progress, Work
from db.queries.plan_shelf import PlanPlace, plan_places
from db.queries.plans import PlanFilter
from db.queries.terms import TermRow
from db.store import Store
from desktop import dates
from desktop.labels import choice_label, value_label, volume_words
from desktop.tables import Band
from desktop.words import _

Group = tuple[Band, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list asks.

    Attributes:
        weekly: Whether by week, not by unit.
    """

    wanted: PlanFilter
    weekly: bool
    terms: Sequence[TermRow]
    today: datetime.date


@dataclass(frozen=True, slots=True)
class Shelf:
    """What was found: the headings with how many plans follow each, and all ids in their order."""

    groups: Sequence[Group]
    ids: Sequence[str]


def shelving(store: Store, asked: Asked) -> Work[Shelf]:
    """Find the plans that a filter lets through, and put them in order."""
    yield Progress(0, 1)
    with store.read() as session:
        places = plan_places(session, asked.wanted)
    if asked.weekly:
        return Shelf(*by_week(places, asked.terms, asked.today))
    return Shelf(*by_unit(places))


def by_unit(places: Sequence[PlanPlace]) -> tuple[list[Group], list[str]]:
    """Return the headings by subject, grade, volume and unit, and the ids in their order."""
    found: list[tuple[tuple[str, ...], int]] = []
    for place in places:
        key = (place.subject, place.grade, place.volume, place.unit)
        if found and found[-1][0] == key:
            found[-1] = (key, found[-1][1] + 1)
        else:
            found.append((key, 1))
    return [(_unit_band(key, count), count) for key, count in found], [one.id for one in places]


def _unit_band(key: tuple[str, ...], count: int) -> Band:
    subject, grade, volume, unit = key
    about = (
        choice_label("lesson_plan", "subject", subject),
        volume_words(
            value_label("lesson_plan", "grade", grade),
            choice_label("lesson_plan", "volume", volume),
        ),
    )
    words = "·".join(part for part in about if part)
    return Band(words or _("Not placed yet"), unit, str(count))


def by_week(
    places: Sequence[PlanPlace], terms: Sequence[TermRow], today: datetime.date
) -> tuple[list[Group], list[str]]:
    """Return the headings by week and the ids in their order.

    This week comes first, then those to come, then the weeks before, last what has no date.
    """
    weeks: dict[datetime.date | None, list[PlanPlace]] = {}
    for place in places:
        weeks.setdefault(dates.monday(place.taught_on) if place.taught_on else None, []).append(
            place
        )
    now = dates.monday(today)
    order = sorted(weeks, key=lambda week: _nearness(week, now))
    groups, ids = [], []
    for week in order:
        inside = sorted(weeks[week], key=lambda one: one.taught_on or datetime.date.max)
        groups.append((_week_band(week, terms, now, len(inside)), len(inside)))
        ids += [one.id for one in inside]
    return groups, ids


def _nearness(week: datetime.date | None, now: datetime.date) -> tuple[int, int]:
    if week is None:
        return 3, 0
    if week == now:
        return 0, 0
    return (1, week.toordinal()) if week > now else (2, -week.toordinal())


def _week_band(
    week: datetime.date | None, terms: Sequence[TermRow], now: datetime.date, count: int
) -> Band:
    if week is None:
        return Band(_("No date yet"), "", str(count))
    term = next((t for t in terms if dates.monday(t.starts_on) <= week <= t.ends_on), None)
    note = _("{start} to {end}").format(
        start=f"{week:%m-%d}", end=f"{week + datetime.timedelta(days=6):%m-%d}"
    )
    words = _("Week {week}").format(week=term.week_of(week)) if term else f"{week:%Y-%m}"
    if week == now:
        words = _("This week")
    return Band(words, note, str(count))
