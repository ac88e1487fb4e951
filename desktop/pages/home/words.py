"""What the first page says of activities, to-dos and ages; no Qt in here."""

import datetime
from typing import Protocol

from db.queries.home import Todo
from db.queries.term_rows import TermRow
from desktop import dates
from desktop.labels import choice_label, field_label
from desktop.words import _, ngettext, pgettext


class Told(Protocol):
    """What is told of an activity under its name."""

    @property
    def type(self) -> str:
        """The code of its type."""

    @property
    def host(self) -> str:
        """Name of the school that hosts it."""

    @property
    def partners(self) -> str:
        """Names of the other schools."""


def day_pattern() -> str:
    """Return how QLocale writes today as the page's title."""
    # Translators: letters of Qt's date patterns; in Chinese M月d日 dddd
    return pgettext("pattern of a date", "dddd d MMMM")


def term_words(term: TermRow | None, day: datetime.date, *, short: bool = False) -> str:
    """Return the week and the term of a day, where there is one; in short without the term."""
    if term is None:
        return ""
    name = dates.term_name(term.code)
    if not term.holds(day):
        return _("Holidays after {term}").format(term=name)
    if short:
        return _("Week {week}").format(week=term.week_of(day))
    return _("Week {week}·{term}").format(week=term.week_of(day), term=name)


def activity_note(row: Told) -> str:
    """Return type and schools of an activity."""
    kind = choice_label("activity", "type", row.type)
    schools = "、".join(part for part in (row.host, row.partners) if part)
    return "·".join(part for part in (kind, schools) if part)


def todo_words(todo: Todo) -> tuple[str, str]:
    """Return what is to be done, and the icon beside it."""
    if todo.kind == "follow_up":
        return _("Follow up: {title}").format(title=todo.words), "clock-counter-clockwise"
    if todo.kind == "missing":
        field = field_label("activity", todo.detail)
        return _("Fill in “{field}”: {title}").format(
            field=field, title=todo.words
        ), "pencil-simple"
    return todo.words, "check-square"


def due_words(due: datetime.date | None, today: datetime.date) -> tuple[str, str]:
    """Return by when, and the tone it is said in."""
    if due is None:
        return "", "plain"
    if due < today:
        return ngettext("{count} day late", "{count} days late", (today - due).days).format(
            count=(today - due).days
        ), "warn"
    if due == today:
        return _("due today"), "warn"
    return dates.short(due, today), "plain"
