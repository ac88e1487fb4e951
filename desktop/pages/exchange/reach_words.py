"""Who has what, in words, sorted by what matters.  No Qt in here."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from desktop import dates
from desktop.labels import listed
from desktop.pages.exchange.words import day_words
from desktop.reach_facts import FileLine
from desktop.status import DAY_S, OLD_DAYS, ago
from desktop.words import _, ngettext
from sync.materials import Kind
from sync.receipts import Holder, Reach

_WEEK = 7


@dataclass(frozen=True, slots=True)
class ReachLine:
    """One other laptop.

    Attributes:
        name: Whose it is.
        said: What it has.
        heard: How long ago it was heard of.
        glyph, tone: How it stands.
        old: Whether it was not heard of for long.
    """

    name: str
    said: str
    heard: str
    glyph: str
    tone: str
    old: bool


def reach_lines(reaches: Sequence[Reach], now: float, today: datetime.date) -> list[ReachLine]:
    """Return the other laptops: first those that lack something and were not heard of for long."""
    ordered = sorted(reaches, key=lambda one: _rank(one, now))
    return [_line(one, now, today) for one in ordered]


def _rank(one: Reach, now: float) -> tuple[int, int, int, str, str]:
    days = _days(one, now)
    silent = days is None or days >= OLD_DAYS
    group = 2 if one.complete else 0 if silent else 1
    return group, -(10_000 if days is None else days), -one.lacking, *_names(one.holder)


def _names(holder: Holder) -> tuple[str, str]:
    return holder.school_name, holder.person_name


def _days(one: Reach, now: float) -> int | None:
    return None if one.heard_at is None else max(0, int((now - one.heard_at) // DAY_S))


def _line(one: Reach, now: float, today: datetime.date) -> ReachLine:
    days = _days(one, now)
    old = days is None or days >= OLD_DAYS
    if days is None:
        return ReachLine(
            holder_words(one.holder), _("Not known what it has"), _("no word yet"),
            "circle-dashed", "ink3", old=True,
        )  # fmt: skip
    heard = _silent(days) if old else ago(days)
    if one.complete:
        glyph, tone = ("check-circle", "accent") if not old else ("check-circle", "ink3")
        return ReachLine(
            holder_words(one.holder), _("Has everything you wrote"), heard, glyph, tone, old
        )
    lacks = ngettext("Still lacks {count} record", "Still lacks {count} records", one.lacking)
    said = lacks.format(count=one.lacking)
    if one.until and (day := _day(one.until, today)):
        said = "·".join((_("Has everything up to {day}").format(day=day), said))
    glyph, tone = ("warning", "warn") if old else ("clock", "ink3")
    return ReachLine(holder_words(one.holder), said, heard, glyph, tone, old)


def _silent(days: int) -> str:
    return ngettext("no word for {count} day", "no word for {count} days", days).format(count=days)


def _day(at: int, today: datetime.date) -> str:
    """Return a day: in the last week its weekday is enough; nothing for one that cannot be."""
    day = datetime.datetime.fromtimestamp(at).astimezone().date()
    if day > today:
        return ""
    if 0 <= (today - day).days < _WEEK:
        return dates.weekday(day)
    return day_words(at, today)


def holder_words(holder: Holder) -> str:
    """Return whose laptop it is."""
    if not holder.school_name:
        return _("{person}'s computer").format(person=holder.person_name)
    return _("{school} ({person}'s computer)").format(
        school=holder.school_name, person=holder.person_name
    )


def reach_summary(reaches: Sequence[Reach]) -> str:
    """Return how many of how many have everything."""
    if not reaches:
        return ""
    whole = sum(one.complete for one in reaches)
    return _("{whole} of {count} computers have all of it").format(whole=whole, count=len(reaches))


def where_words(line: FileLine) -> str:
    """Return where a file is, as far as is known here."""
    laptops = [one.name for one in line.at if one.kind is Kind.LAPTOP and one.name]
    places = [one.name for one in line.at if one.kind is Kind.PLACE]
    here = next((one for one in line.at if one.kind is Kind.HERE), None)
    parts = []
    if here is not None and here.of:
        parts.append(
            _("{share} % of it is here").format(share=min(99, round(100 * here.here / here.of)))
        )
    if laptops:
        parts.append(_("with {people}").format(people=listed(laptops[:3])))
    if places:
        parts.append(_("at {places}").format(places=listed(places[:3])))
    if not laptops and not places:
        parts.append(_("nobody said yet that he has it"))
    return "·".join(parts)
