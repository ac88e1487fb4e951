"""The forms of activities: which rows each has, in which order."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from db.queries.activity_sheet import ActivitySheet
from desktop.reports import activity_plan_rows as of_plans
from desktop.reports import activity_rows as part
from desktop.reports.form_rows import Row, block, pairs
from desktop.reports.terms import listed, number, term
from desktop.words import pgettext

MEETINGS = ("joint_meeting", "management_seminar")


def rows(sheet: ActivitySheet) -> Iterator[Row]:
    """Give the rows of the form that an activity of this type is printed on."""
    forms: dict[str, Callable[[ActivitySheet], Iterator[Row]]] = {
        "outreach_lesson": _outreach,
        "joint_preparation": _preparation,
        "lesson_observation": _observation,
        "parallel_lesson": _parallel,
    }
    if sheet.type in MEETINGS:
        return _meeting(sheet)
    return forms.get(sheet.type, _general)(sheet)


def _outreach(sheet: ActivitySheet) -> Iterator[Row]:
    yield part.topic(sheet)
    yield part.when_where(sheet)
    stage = term("stage", sheet.details.get("stage", ""))
    yield pairs(
        (pgettext("form", "Sent by"), part.said(sheet, part.senders, "partners"), 1),
        (pgettext("form", "Received by"), part.said(sheet, lambda s: s.host, "host"), 1),
    )
    yield pairs(
        (pgettext("form", "Led by"), listed(sheet.with_role("leader")), 1),
        (pgettext("form", "Stage"), stage, 1.4),
        (pgettext("form", "Direction"), term("direction", sheet.direction), 1),
    )
    yield part.lesson(sheet)
    yield part.counts(sheet)
    yield from part.agenda(sheet)
    yield part.text(sheet, pgettext("form", "What was done"), "summary", 30)
    yield part.text(sheet, pgettext("form", "Lesson discussion"), "discussion", 24)
    yield part.text(sheet, pgettext("form", "Gains, results"), "outcome", 16)
    yield part.text(sheet, pgettext("form", "Problems, advice"), "decisions", 16)
    yield from part.participants(sheet)
    yield from part.actions(sheet)
    yield part.follow_up(sheet)
    yield from part.attachments(sheet, pgettext("form", "Materials left"))
    yield block(pgettext("form", "Opinion of the school"), "", grows=14, least=18)


def _preparation(sheet: ActivitySheet) -> Iterator[Row]:
    yield part.topic(sheet)
    yield part.when_where(sheet)
    yield pairs(
        (pgettext("form", "Group"), part.said(sheet, part.group_of, "subject", "grade"), 1),
        (pgettext("form", "Lesson"), part.said(sheet, lambda s: s.lesson, "lesson"), 1),
    )
    yield part.roles(
        sheet,
        (pgettext("form", "Chair"), ("chair",)),
        (pgettext("form", "Lead preparer"), ("lead_preparer",)),
    )
    yield part.attendance(sheet)
    yield from part.participants(sheet)
    yield from part.agenda(sheet)
    yield from of_plans.prepared(sheet)
    yield part.text(sheet, pgettext("form", "Lead preparer's points"), "summary", 34)
    talked = list(of_plans.talked(sheet))
    yield from talked
    if sheet.discussion or not talked:
        yield part.text(sheet, pgettext("form", "Discussion"), "discussion", 44)
    yield from of_plans.voices(sheet)
    yield part.text(sheet, pgettext("form", "Agreed"), "decisions", 20)
    yield from part.actions(sheet)
    made = of_plans.came_of_it(sheet)
    if made:
        yield replace(block(pgettext("form", "Agreed plans"), made), grows=0.01)
    yield part.text(sheet, pgettext("form", "What came of it"), "outcome", 16)
    yield part.follow_up(sheet)
    yield from part.attachments(sheet)


def _parallel(sheet: ActivitySheet) -> Iterator[Row]:
    yield from _general(sheet)
    yield from of_plans.compared(sheet)


def _meeting(sheet: ActivitySheet) -> Iterator[Row]:
    yield part.topic(sheet, pgettext("form", "Meeting"))
    yield part.when_where(sheet)
    yield part.roles(
        sheet,
        (pgettext("form", "Chair"), ("chair", "leader")),
        (pgettext("form", "Speakers"), ("speaker",)),
    )
    yield part.attendance(sheet)
    yield pairs(
        (pgettext("form", "Schools"), part.said(sheet, part.schools_of, "host", "partners"), 1)
    )
    yield from part.participants(sheet)
    yield from part.agenda(sheet, pgettext("form", "Topics"))
    yield part.text(sheet, pgettext("form", "What was said"), "summary", 40)
    yield part.text(sheet, pgettext("form", "Discussion"), "discussion", 20)
    yield part.text(sheet, pgettext("form", "Decisions"), "decisions", 24)
    yield from part.actions(sheet)
    yield part.text(sheet, pgettext("form", "What came of it"), "outcome", 14)
    yield from part.attachments(sheet)


def _observation(sheet: ActivitySheet) -> Iterator[Row]:
    yield pairs(
        (pgettext("form", "Lesson"), part.said(sheet, lambda s: s.lesson or s.title, "lesson"), 1)
    )
    yield part.when_where(sheet)
    pupils_there = "" if sheet.pupil_count is None else part.pupils(sheet.pupil_count)
    yield pairs(
        (pgettext("form", "Subject"), term("subject", sheet.subject), 1),
        (pgettext("form", "Class"), part.facts(part.class_of(sheet), pupils_there), 1.3),
        (pgettext("form", "Lessons"), number(sheet.lesson_count), 0.7),
    )
    yield pairs(
        (pgettext("form", "Teacher"), listed(sheet.with_role("teacher")), 1),
        (pgettext("form", "Observers"), listed(sheet.with_role("observer")), 1),
    )
    yield part.text(sheet, pgettext("form", "Course of the lesson"), "summary", 70)
    yield part.text(sheet, pgettext("form", "Strong points"), "outcome", 18)
    yield part.text(sheet, pgettext("form", "Lesson discussion"), "discussion", 24)
    yield part.text(sheet, pgettext("form", "Advice"), "decisions", 18)
    yield from part.actions(sheet)
    yield part.follow_up(sheet)
    yield from part.attachments(sheet)
    yield block(pgettext("form", "Teacher's answer"), "", grows=14, least=14)


def _general(sheet: ActivitySheet) -> Iterator[Row]:
    yield part.topic(sheet)
    yield part.when_where(sheet)
    yield pairs(
        (pgettext("form", "Type"), part.said(sheet, lambda s: term("type", s.type), "type"), 1),
        (pgettext("form", "Host"), part.said(sheet, lambda s: s.host, "host"), 1),
    )
    yield pairs(
        (pgettext("form", "Schools"), part.said(sheet, part.schools_of, "host", "partners"), 1)
    )
    if sheet.subject or sheet.lesson or sheet.with_role("teacher"):
        yield part.lesson(sheet)
    yield part.roles(
        sheet,
        (pgettext("form", "Chair"), ("chair", "leader", "mentor")),
        (pgettext("form", "Speakers"), ("speaker", "teacher")),
    )
    if sheet.type == "donation":
        yield part.gift(sheet)
    yield part.counts(sheet)
    yield from part.agenda(sheet)
    yield part.text(sheet, pgettext("form", "What was done"), "summary", 40)
    yield part.text(sheet, pgettext("form", "Discussion"), "discussion", 28)
    yield part.text(sheet, pgettext("form", "Decisions"), "decisions", 16)
    yield part.text(sheet, pgettext("form", "What came of it"), "outcome", 20)
    yield from part.participants(sheet)
    yield from part.actions(sheet)
    yield part.follow_up(sheet)
    yield from part.attachments(sheet)
