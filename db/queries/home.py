"""What is next: the first page.

It is read by plain SQL from ``Store.glance``, for it shows before SQLAlchemy is there.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from db.deletion import DELETED
from db.queries.questions import ASKING_FIRST, OpenQuestion, questions_of
from db.queries.term_rows import TermRow, newest_first, term_of, term_row

Date = datetime.date

_DAY = datetime.timedelta(days=1)
_SOON = datetime.timedelta(days=14)
_FAR = datetime.timedelta(days=60)  # what is due later need not be seen yet


@dataclass(frozen=True, slots=True)
class HomeActivity:
    """One activity of the first page.

    Attributes:
        host, partners: Names of its schools.
        arrived: Whether it was changed last on another laptop.
        missing: The first field that is wanted and empty, or empty.
    """

    id: str
    title: str
    type: str
    status: str
    held_on: Date | None
    host: str
    partners: str
    arrived: bool
    missing: str


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that wants doing.

    Attributes:
        kind: ``follow_up``, ``action``, ``missing``, ``question``.
        activity: The activity it belongs to, or the record in question.
        words: What it is about: a title or an action's content.
        due_on: By when; None where there is no day.
        detail: The missing field, or the number of versions.
    """

    kind: str
    activity: str
    words: str
    due_on: Date | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """The first page, read in one moment.

    Attributes:
        term: The term of today, if there is one.
        today: Activities of today.
        coming: Those of the next two weeks.
        recent: The last that were recorded, for a quiet day.
        todos: What wants doing, the nearest day first.
        questions: Records with two versions or a deletion to decide.
    """

    term: TermRow | None
    today: Sequence[HomeActivity]
    coming: Sequence[HomeActivity]
    recent: Sequence[HomeActivity]
    todos: Sequence[Todo]
    questions: Sequence[OpenQuestion]


def home(look: sqlite3.Connection, *, person: str, school: str, today: Date) -> Home:
    """Return the first page of a person on a day."""
    soon = _activities(look, school, today, today + _SOON, limit=60)
    past = _activities(look, school, Date.min, today - _DAY, limit=20)
    return Home(
        term_of(_terms(look), today),
        [r for r in soon if r.held_on == today],
        [r for r in soon if r.held_on != today][::-1],
        past[:6],
        _todos(look, person, today, past),
        questions_of(look.execute(ASKING_FIRST, (50,))),
    )


_TERMS = f"SELECT id, code, starts_on, ends_on FROM term WHERE deletion < {DELETED}"


def _terms(look: sqlite3.Connection) -> list[TermRow]:
    return newest_first([term_row(*found) for found in look.execute(_TERMS)])


_ACTIVITIES = f"""
SELECT id, title, activity.type, status, held_on, host_school_name, partner_school_names, arrived,
    own_count
FROM activity CROSS JOIN document USING (id)
WHERE activity.deletion < {DELETED} AND held_on BETWEEN :first AND :last
    AND (host_school = :school OR instr(partner_schools, :school))
ORDER BY held_on DESC, id LIMIT :limit
"""


def _activities(
    look: sqlite3.Connection, school: str, first: Date, last: Date, *, limit: int
) -> list[HomeActivity]:
    """Return the activities a school takes part in, newest day first."""
    days = {"first": first.isoformat(), "last": last.isoformat()}
    found = look.execute(_ACTIVITIES, {"school": school, "limit": limit, **days})
    return [
        HomeActivity(
            id,
            title or "",
            type or "",
            status or "",
            Date.fromisoformat(held_on),
            host or "",
            partners or "",
            bool(arrived),
            _missing(title, host, own_count),
        )
        for id, title, type, status, held_on, host, partners, arrived, own_count in found
    ]


def _missing(title: str | None, host: str | None, own_count: int | None) -> str:
    """Return the first field that an activity with a day lacks, as the list points at it."""
    if not title:
        return "title"
    if not host:
        return "host_school_name"
    return "own_count" if own_count is None else ""


_FOLLOW_UPS = f"""
SELECT id, title, follow_up_on FROM activity
WHERE deletion < {DELETED} AND follow_up_on IS NOT NULL AND follow_up_done IS NOT 1
    AND (follow_up_person = :person OR recorder = :person)
"""
_ACTIONS = f"""
SELECT activity, content, due_on FROM action_item
WHERE deletion < {DELETED} AND done_on IS NULL AND owner = :person
"""


def _todos(
    look: sqlite3.Connection, person: str, today: Date, past: Sequence[HomeActivity]
) -> list[Todo]:
    found = [
        Todo(kind, activity or "", words or "", Date.fromisoformat(due) if due else None)
        for kind, query in (("follow_up", _FOLLOW_UPS), ("action", _ACTIONS))
        for activity, words, due in look.execute(query, {"person": person})
    ]
    for row in past:
        if row.missing and row.status == "held" and not row.arrived:
            found.append(Todo("missing", row.id, row.title, None, row.missing))
    near = [todo for todo in found if todo.due_on is None or todo.due_on <= today + _FAR]
    return sorted(near, key=lambda t: (t.due_on or today + _SOON, t.words))[:12]
