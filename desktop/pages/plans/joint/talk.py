"""What was said of a plan, in the order of its steps; what came late apart; no Qt here."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from db.queries.plan_sheet import CommentRow, PlanSheet
from desktop import dates
from desktop.labels import choice_label, field_label, listed
from desktop.words import _, ngettext

ABOUT_PLAN, LATE = "", "late"


@dataclass(frozen=True, slots=True)
class Said:
    """One comment, and what it speaks of in words."""

    comment: CommentRow
    about: str
    answers: tuple[CommentRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A step, or the whole plan, or what came late: a group of comments."""

    key: str
    words: str
    said: tuple[Said, ...]


def topics_of(sheet: PlanSheet) -> list[Topic]:
    """Return the comments by what they speak of; answers stand with what they answer."""
    names = _names_of_steps(sheet)
    first = [one for one in sheet.comments if not _answered(one, sheet.comments)]
    grouped: dict[str, list[Said]] = {}
    for one in first:
        key = LATE if one.late else one.step
        answers = tuple(other for other in sheet.comments if other.answers == one.id)
        grouped.setdefault(key, []).append(Said(one, about_words(one, names), answers))
    order = [ABOUT_PLAN, *names]
    gone = [key for key in grouped if key not in order and key != LATE]
    topics = []
    for key in (*order, *gone, LATE):
        if key in grouped:
            words = _topic_words(key, names, grouped[key])
            topics.append(Topic(key, words, tuple(grouped[key])))
    return topics


def _answered(one: CommentRow, comments: Sequence[CommentRow]) -> bool:
    return bool(one.answers) and any(other.id == one.answers for other in comments)


def _names_of_steps(sheet: PlanSheet) -> dict[str, str]:
    names = {}
    for number, step in enumerate(sheet.steps, 1):
        phase = choice_label("plan_step", "phase", str(step.values.get("phase") or ""))
        name = phase or str(step.values.get("title") or "") or _("Step")
        names[step.id] = f"{number} {name}"
    return names


def _topic_words(key: str, names: dict[str, str], said: Sequence[Said]) -> str:
    if key == LATE:
        return _("Came late")
    if key == ABOUT_PLAN:
        return _("The whole plan")
    gone = said[0].comment.step_title
    return names.get(key) or (_("{step}, which is gone").format(step=gone) if gone else _("A step"))


def about_words(one: CommentRow, names: dict[str, str]) -> str:
    """Return what a comment speaks of: the step, and in it the field."""
    kind = "plan_step" if one.step else "lesson_plan"
    part = field_label(kind, one.part) if one.part else ""
    step = names.get(one.step, one.step_title) if one.step else ""
    return "·".join(word for word in (step, part) if word) or _("The whole plan")


def who_words(one: CommentRow) -> str:
    """Return who said it, and of which school."""
    return "·".join(part for part in (one.person_name or _("Somebody"), one.school_name) if part)


def day_words(day: str, today: datetime.date) -> str:
    """Return a day in short, or nothing."""
    try:
        return dates.short(datetime.date.fromisoformat(day), today) if day else ""
    except ValueError:
        return day


def decision_words(one: CommentRow) -> tuple[str, str]:
    """Return what was decided, and the tone of its tag; nothing while it is open."""
    tones = {"adopted": "accent", "partly": "far", "declined": "plain"}
    words = choice_label("plan_comment", "decision", one.decision)
    return words, tones.get(one.decision, "plain")


def said_of(one: Said) -> str:
    """Return what a screen reader says of a row."""
    decided = decision_words(one.comment)[0] or _("Nothing decided yet")
    return listed([who_words(one.comment), one.about, one.comment.body, decided])


def open_words(count: int) -> str:
    """Return how many wait for a decision."""
    if not count:
        return _("everything is decided")
    return ngettext("{count} to decide", "{count} to decide", count).format(count=count)
