"""What the foot of the window says: what is unsent, the last exchange, whose data is old."""

from __future__ import annotations

import datetime
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.queries.foot import SchoolAge, foot, who
from desktop import dates
from desktop.labels import choice_label, listed
from desktop.words import _, ngettext

if TYPE_CHECKING:  # it takes long to read in, and the foot shows before
    from sqlalchemy.orm import Session

OLD_DAYS = 14  # from here on a school's data is called old
MANY_UNSENT = 20  # above it nearly every row waits: lists show the sign without its word
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Status:
    """The facts of the foot, in words; empty where there is nothing to say.

    Attributes:
        unsent: How many records wait for an exchange.
        last: The last exchange.
        stale: Whose work is old here.
        schools: The other schools with how fresh their work is.
    """

    unsent: int
    last: str
    stale: str
    schools: Sequence[SchoolAge]


def status(look: sqlite3.Connection, own_school: str, now: float | None = None) -> Status:
    """Return what the foot says at a moment (seconds; None is now)."""
    moment = time.time() if now is None else now
    found = foot(look, own_school)
    last = _last(found.place, found.met_at, moment) if found.place else ""
    return Status(found.unsent, last, _stale(found.schools, moment), found.schools)


def days_old(school: SchoolAge, now: float) -> int | None:
    """Return how many days old a school's work is here, or None while nothing has come."""
    return int((now - school.changed_at) // DAY_S) if school.changed_at else None


def many_unsent(session: Session) -> bool:
    """Return whether so much waits that a word on every row would hide what matters."""
    from db.journal import waiting  # noqa: PLC0415 - after the first page

    return waiting(session) > MANY_UNSENT


def unsent_words(count: int) -> str:
    """Return what is said of records that wait for an exchange; nothing of none."""
    return _("Unsent {count}").format(count=count) if count else ""


def ago(days: int) -> str:
    """Return how long ago a day was."""
    if days <= 0:
        return _("today")
    return ngettext("yesterday", "{count} days ago", days).format(count=days)


def _last(place: str, met_at: int, moment: float) -> str:
    met = datetime.datetime.fromtimestamp(met_at).astimezone().date()
    today = datetime.datetime.fromtimestamp(moment).astimezone().date()
    day = f"{dates.short(met, today)} {dates.weekday(met)}"
    return _("Last exchange {day}·{place}").format(day=day, place=place)


def _stale(schools: Sequence[SchoolAge], moment: float) -> str:
    """Name the school whose work is the oldest here, when it is old."""
    old = [(days, one.name) for one in schools if (days := days_old(one, moment)) is not None]
    days, name = max(old, default=(0, ""))
    if days < OLD_DAYS:
        return ""
    return _("The data of {school} is {days} days old").format(school=name, days=days)


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who is recording, as the foot of the board shows it."""

    name: str
    note: str


def recorder(look: sqlite3.Connection, person: str) -> Recorder:
    """Return a person's name, and school and post under it.

    Raises:
        UnknownRecordError: There is no such person here.
    """
    found = who(look, person)
    posts = [choice_label("person", "posts", code) for code in found.posts.split()]
    note = "·".join(part for part in (found.school, listed(posts[:1])) if part)
    return Recorder(found.name, note)
