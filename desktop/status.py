"""What the foot of the window says: what is unsent, the last exchange, whose data is old."""

import datetime
import time
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db import journal
from db.queries.people import SchoolRow, list_schools
from db.queries.records import show
from desktop import dates
from desktop.labels import choice_label, listed
from desktop.words import _, ngettext
from sync import ages, places

OLD_DAYS = 14  # from here on a school's data is called old
MANY_UNSENT = 20  # above it nearly every row waits: lists show the sign without its word
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Status:
    """The facts of the foot, in words; empty where there is nothing to say."""

    unsent: int
    last: str
    stale: str


def status(session: Session, own_school: str, now: float | None = None) -> Status:
    """Return what the foot says at a moment (seconds; None is now)."""
    moment = time.time() if now is None else now
    waiting = journal.waiting(session)
    schools = [s for s in list_schools(session) if s.id != own_school and s.type != "bureau"]
    return Status(waiting, _last(session, moment), _stale(session, schools, moment))


def many_unsent(session: Session) -> bool:
    """Return whether so much waits that a word on every row would hide what matters."""
    return journal.waiting(session) > MANY_UNSENT


def unsent_words(count: int) -> str:
    """Return what is said of records that wait for an exchange; nothing of none."""
    return _("Unsent {count}").format(count=count) if count else ""


def ago(days: int) -> str:
    """Return how long ago a day was."""
    if days <= 0:
        return _("today")
    return ngettext("yesterday", "{count} days ago", days).format(count=days)


def _last(session: Session, moment: float) -> str:
    met = [place for place in places.known(session) if place.met_at]
    if not met:
        return ""
    met_at = datetime.datetime.fromtimestamp(met[0].met_at or 0).astimezone().date()
    today = datetime.datetime.fromtimestamp(moment).astimezone().date()
    day = f"{dates.short(met_at, today)} {dates.weekday(met_at)}"
    return _("Last exchange {day}·{place}").format(day=day, place=met[0].name)


def _stale(session: Session, schools: list[SchoolRow], moment: float) -> str:
    """Name the school whose work is the oldest here, when it is old."""
    fresh = ages.of_schools(session)
    old = [
        (int((moment - age.changed_at) // DAY_S), school.short_name)
        for school in schools
        if (age := fresh.get(school.id)) is not None and age.changed_at
    ]
    days, name = max(old, default=(0, ""))
    if days < OLD_DAYS:
        return ""
    return _("The data of {school} is {days} days old").format(school=name, days=days)


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who is recording, as the foot of the board shows it."""

    name: str
    note: str


def recorder(session: Session, person: str) -> Recorder:
    """Return a person's name, and school and post under it.

    Raises:
        UnknownRecordError: There is no such person here.
    """
    values = show(session, person).values
    posts = [choice_label("person", "posts", code) for code in str(values["posts"] or "").split()]
    school = str(values["school_name"] or "")
    if values["school"]:
        found = [s.short_name for s in list_schools(session) if s.id == values["school"]]
        school = found[0] if found else school
    note = "·".join(part for part in (school, listed(posts[:1])) if part)
    return Recorder(str(values["name"] or ""), note)
