"""What is next: the first page."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models.activities import ActionItem, Activity
from db.queries.activities import ActivityFilter, ActivityRow, list_activities
from db.queries.conflicts import OpenQuestion, open_questions
from db.queries.terms import TermRow, list_terms, term_of
from db.record import DELETED

_DAY = datetime.timedelta(days=1)
_SOON = datetime.timedelta(days=14)
_FAR = datetime.timedelta(days=60)  # what is due later need not be seen yet


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
    due_on: datetime.date | None
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
    today: Sequence[ActivityRow]
    coming: Sequence[ActivityRow]
    recent: Sequence[ActivityRow]
    todos: Sequence[Todo]
    questions: Sequence[OpenQuestion]


def home(session: Session, *, person: str, school: str, today: datetime.date) -> Home:
    """Return the first page of a person on a day."""
    term = term_of(list_terms(session), today)
    own = ActivityFilter(scope="school", school=school, person=person)
    soon = list_activities(session, replace(own, first=today, last=today + _SOON), limit=60)
    past = list_activities(session, replace(own, last=today - _DAY), limit=20)
    return Home(
        term,
        [r for r in soon if r.held_on == today],
        [r for r in soon if r.held_on != today][::-1],
        past[:6],
        _todos(session, person, today, past),
        open_questions(session, limit=50),
    )


def _todos(
    session: Session,
    person: str,
    today: datetime.date,
    past: Sequence[ActivityRow],
) -> list[Todo]:
    found: list[Todo] = []
    follow_ups = select(Activity).where(
        Activity.deletion < DELETED,
        Activity.follow_up_on.is_not(None),
        or_(Activity.follow_up_done.is_(None), Activity.follow_up_done.is_(False)),
        or_(Activity.follow_up_person == person, Activity.recorder == person),
    )
    for activity in session.scalars(follow_ups):
        found.append(
            Todo("follow_up", activity.id, activity.title or "", _day(activity.follow_up_on))
        )
    actions = select(ActionItem).where(
        ActionItem.deletion < DELETED, ActionItem.done_on.is_(None), ActionItem.owner == person
    )
    for action in session.scalars(actions):
        found.append(
            Todo("action", action.activity or "", action.content or "", _day(action.due_on))
        )
    for row in past:
        if row.missing and row.status == "held" and not row.arrived:
            found.append(Todo("missing", row.id, row.title, None, row.missing))
    near = [todo for todo in found if todo.due_on is None or todo.due_on <= today + _FAR]
    return sorted(near, key=lambda t: (t.due_on or today + _SOON, t.words))[:12]


def _day(words: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(words) if words else None
