"""The record sheet of one activity: an A4 form chosen by its type."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from db.queries.activity_sheet import ActivitySheet, AttachmentLine, ParticipantLine
from desktop.reports.form import Form, Frame, Row, block, listing, pairs
from desktop.reports.paper import Paper
from desktop.reports.terms import listed, number, term, terms, weekday
from desktop.reports.written import written
from desktop.words import CHINESE, _, language, ngettext, pgettext

_MEETINGS = ("joint_meeting", "management_seminar")
_OTHER_THAN_RESEARCH = (
    "donation",
    "hand_in_hand",
    "student_exchange",
    "teacher_exchange",
    "shadowing",
    "showcase",
    "visit",
    "other",
)


def write_activity_sheet(sheet: ActivitySheet, path: Path, *, invariant: bool = False) -> int:
    """Print the record sheet of an activity into a PDF file.

    Args:
        sheet: The activity.
        path: The file; replaced whole or not at all.
        invariant: Leave the time out, so that equal sheets make equal files.

    Returns:
        How many pages it has.

    Raises:
        ReportNotWrittenError: The file cannot be put there.
    """
    frame = framed(sheet, title(sheet), _signs(sheet))
    with written(path) as stream:
        paper = Paper(stream, "portrait", f"{frame.title} {sheet.title}", invariant=invariant)
        return Form(paper, frame, _rows(sheet)).print()


def title(sheet: ActivitySheet) -> str:
    """Return the name of the form an activity is printed on."""
    match sheet.type:
        case "outreach_lesson":
            return pgettext("form", "Outreach lesson record")
        case "joint_preparation":
            return pgettext("form", "Joint preparation record")
        case "lesson_observation":
            return pgettext("form", "Lesson observation record")
        case type if type in _MEETINGS:
            return pgettext("form", "Minutes of meeting")
        case type if type in _OTHER_THAN_RESEARCH:
            return pgettext("form", "Activity record")
    return pgettext("form", "Teaching research record")


def framed(sheet: ActivitySheet, name: str, signs: tuple[tuple[str, ...], ...]) -> Frame:
    """Return what stands around a form about an activity."""
    week = _("week {week}").format(week=sheet.week) if sheet.week else ""
    between = pgettext("between term and week", ", ")
    right = between.join(part for part in (sheet.term_name, week) if part)
    seen = (
        pgettext("form", "Seen by: own school")
        if sheet.own_circle
        else pgettext("form", "Seen by: whole alliance")
    )
    if sheet.others:
        seen += "  " + pgettext("form", "▲ two versions, none chosen yet")
    printed = _("Lianke, printed on {date}").format(date=sheet.made_on)
    return Frame(
        name, sheet.school, right, f"LK1 {sheet.id}", short_code(sheet), seen, printed, signs
    )


def short_code(sheet: ActivitySheet) -> str:
    """Return the few signs under the square code: what it is, the day, how its id begins."""
    kind = term("type", sheet.type)
    sign = "" if kind.isascii() else kind[:1]
    day = f"{sheet.held_on:%m%d}-" if sheet.held_on else ""
    return f"{sign} {day}{sheet.id.replace('-', '')[:4].upper()}".strip()


def _rows(sheet: ActivitySheet) -> Iterator[Row]:
    forms: dict[str, Callable[[ActivitySheet], Iterator[Row]]] = {
        "outreach_lesson": _outreach,
        "joint_preparation": _preparation,
        "lesson_observation": _observation,
    }
    if sheet.type in _MEETINGS:
        return _meeting(sheet)
    return forms.get(sheet.type, _general)(sheet)


def _outreach(sheet: ActivitySheet) -> Iterator[Row]:
    yield _topic(sheet)
    yield _when_where(sheet)
    stage = term("stage", sheet.details.get("stage", ""))
    yield pairs(
        (pgettext("form", "Sent by"), _said(sheet, _senders, "partners"), 1),
        (pgettext("form", "Received by"), _said(sheet, lambda s: s.host, "host"), 1),
    )
    yield pairs(
        (pgettext("form", "Led by"), listed(sheet.with_role("leader")), 1),
        (pgettext("form", "Stage"), stage, 1.4),
        (pgettext("form", "Direction"), term("direction", sheet.direction), 1),
    )
    yield _lesson(sheet)
    yield _counts(sheet)
    yield from _agenda(sheet)
    yield _text(sheet, pgettext("form", "What was done"), "summary", 30)
    yield _text(sheet, pgettext("form", "Lesson discussion"), "discussion", 24)
    yield _text(sheet, pgettext("form", "Gains, results"), "outcome", 16)
    yield _text(sheet, pgettext("form", "Problems, advice"), "decisions", 16)
    yield from _participants(sheet)
    yield from _actions(sheet)
    yield _follow_up(sheet)
    yield from _attachments(sheet, pgettext("form", "Materials left"))
    yield block(pgettext("form", "Opinion of the school"), "", grows=14, least=18)


def _preparation(sheet: ActivitySheet) -> Iterator[Row]:
    yield _topic(sheet)
    yield _when_where(sheet)
    yield pairs(
        (pgettext("form", "Group"), _said(sheet, _group, "subject", "grade"), 1),
        (pgettext("form", "Lesson"), _said(sheet, lambda s: s.lesson, "lesson"), 1),
    )
    yield _roles(
        sheet,
        (pgettext("form", "Chair"), ("chair",)),
        (pgettext("form", "Lead preparer"), ("lead_preparer",)),
    )
    yield _attendance(sheet)
    yield from _participants(sheet)
    yield from _agenda(sheet)
    yield _text(sheet, pgettext("form", "Lead preparer's points"), "summary", 34)
    yield _text(sheet, pgettext("form", "Discussion"), "discussion", 44)
    yield _text(sheet, pgettext("form", "Agreed"), "decisions", 20)
    yield from _actions(sheet)
    yield _text(sheet, pgettext("form", "What came of it"), "outcome", 16)
    yield _follow_up(sheet)
    yield from _attachments(sheet)


def _meeting(sheet: ActivitySheet) -> Iterator[Row]:
    yield _topic(sheet, pgettext("form", "Meeting"))
    yield _when_where(sheet)
    yield _roles(
        sheet,
        (pgettext("form", "Chair"), ("chair", "leader")),
        (pgettext("form", "Speakers"), ("speaker",)),
    )
    yield _attendance(sheet)
    yield pairs((pgettext("form", "Schools"), _said(sheet, _schools, "host", "partners"), 1))
    yield from _participants(sheet)
    yield from _agenda(sheet, pgettext("form", "Topics"))
    yield _text(sheet, pgettext("form", "What was said"), "summary", 40)
    yield _text(sheet, pgettext("form", "Discussion"), "discussion", 20)
    yield _text(sheet, pgettext("form", "Decisions"), "decisions", 24)
    yield from _actions(sheet)
    yield _text(sheet, pgettext("form", "What came of it"), "outcome", 14)
    yield from _attachments(sheet)


def _observation(sheet: ActivitySheet) -> Iterator[Row]:
    yield pairs(
        (pgettext("form", "Lesson"), _said(sheet, lambda s: s.lesson or s.title, "lesson"), 1)
    )
    yield _when_where(sheet)
    pupils = "" if sheet.pupil_count is None else _pupils(sheet.pupil_count)
    yield pairs(
        (pgettext("form", "Subject"), term("subject", sheet.subject), 1),
        (pgettext("form", "Class"), _facts(_class(sheet), pupils), 1.3),
        (pgettext("form", "Lessons"), number(sheet.lesson_count), 0.7),
    )
    yield pairs(
        (pgettext("form", "Teacher"), listed(sheet.with_role("teacher")), 1),
        (pgettext("form", "Observers"), listed(sheet.with_role("observer")), 1),
    )
    yield _text(sheet, pgettext("form", "Course of the lesson"), "summary", 70)
    yield _text(sheet, pgettext("form", "Strong points"), "outcome", 18)
    yield _text(sheet, pgettext("form", "Lesson discussion"), "discussion", 24)
    yield _text(sheet, pgettext("form", "Advice"), "decisions", 18)
    yield from _actions(sheet)
    yield _follow_up(sheet)
    yield from _attachments(sheet)
    yield block(pgettext("form", "Teacher's answer"), "", grows=14, least=14)


def _general(sheet: ActivitySheet) -> Iterator[Row]:
    yield _topic(sheet)
    yield _when_where(sheet)
    yield pairs(
        (pgettext("form", "Type"), _said(sheet, lambda s: term("type", s.type), "type"), 1),
        (pgettext("form", "Host"), _said(sheet, lambda s: s.host, "host"), 1),
    )
    yield pairs((pgettext("form", "Schools"), _said(sheet, _schools, "host", "partners"), 1))
    if sheet.subject or sheet.lesson or sheet.with_role("teacher"):
        yield _lesson(sheet)
    yield _roles(
        sheet,
        (pgettext("form", "Chair"), ("chair", "leader", "mentor")),
        (pgettext("form", "Speakers"), ("speaker", "teacher")),
    )
    if sheet.type == "donation":
        yield _gift(sheet)
    yield _counts(sheet)
    yield from _agenda(sheet)
    yield _text(sheet, pgettext("form", "What was done"), "summary", 40)
    yield _text(sheet, pgettext("form", "Discussion"), "discussion", 28)
    yield _text(sheet, pgettext("form", "Decisions"), "decisions", 16)
    yield _text(sheet, pgettext("form", "What came of it"), "outcome", 20)
    yield from _participants(sheet)
    yield from _actions(sheet)
    yield _follow_up(sheet)
    yield from _attachments(sheet)


def _topic(sheet: ActivitySheet, name: str = "") -> Row:
    words = _said(sheet, lambda s: s.title, "title")
    if sheet.status in ("planned", "cancelled"):
        words = _("{type} ({status})").format(type=words, status=term("status", sheet.status))
    return pairs((name or pgettext("form", "Topic"), words, 1))


def _when_where(sheet: ActivitySheet) -> Row:
    fields = ("held_on", "ends_on", "starts_at", "ends_at", "period")
    return pairs(
        (pgettext("form", "Time"), _said(sheet, when, *fields), 1.3),
        (pgettext("form", "Place"), _said(sheet, lambda s: s.place, "place"), 1),
    )


def when(sheet: ActivitySheet) -> str:
    """Return day, lesson of the day and hours in words."""
    parts = []
    if sheet.held_on:
        parts.append(f"{sheet.held_on} {weekday(sheet.held_on)}")
        if sheet.ends_on and sheet.ends_on > sheet.held_on:
            parts[0] = _("{first} to {last}").format(
                first=sheet.held_on, last=f"{sheet.ends_on:%m-%d}"
            )
    if sheet.period:
        parts.append(_("period {period}").format(period=sheet.period))
    if sheet.starts_at:
        parts.append("–".join(part for part in (sheet.starts_at, sheet.ends_at) if part))
    return " ".join(parts)


def _lesson(sheet: ActivitySheet) -> Row:
    return pairs(
        (pgettext("form", "Teacher"), listed(sheet.with_role("teacher")), 1),
        (pgettext("form", "Lesson"), _said(sheet, lambda s: s.lesson, "lesson"), 1.2),
        (pgettext("form", "Class"), _said(sheet, _class, "grade", "class_name", "subject"), 1),
    )


def _class(sheet: ActivitySheet) -> str:
    grade = "" if sheet.class_name else terms("grade", sheet.grade)
    where = sheet.class_name or grade
    subject = term("subject", sheet.subject) if sheet.type != "lesson_observation" else ""
    if where and subject:
        return _("{grade} {subject}").format(grade=where, subject=subject)
    return where or subject


def _group(sheet: ActivitySheet) -> str:
    grade, subject = terms("grade", sheet.grade), term("subject", sheet.subject)
    return _("{grade} {subject}").format(grade=grade, subject=subject).strip()


def _senders(sheet: ActivitySheet) -> str:
    return listed(sheet.partners)


def _schools(sheet: ActivitySheet) -> str:
    return listed(dict.fromkeys(name for name in (sheet.host, *sheet.partners) if name))


def _counts(sheet: ActivitySheet) -> Row:
    own = number(sheet.own_count) or "____"
    guests = number(sheet.guest_count) or "____"
    people = _("own {own}, guests {guests}").format(own=own, guests=guests)
    return pairs(
        (pgettext("form", "People"), people, 1.5),
        (pgettext("form", "Pupils"), number(sheet.pupil_count), 0.7),
        (pgettext("form", "Hours"), number(sheet.hours), 0.7),
    )


def _pupils(count: int) -> str:
    return ngettext("{count} pupil", "{count} pupils", count).format(count=count)


def _roles(sheet: ActivitySheet, *roles: tuple[str, tuple[str, ...]]) -> Row:
    fields = [(name, listed(sheet.with_role(*codes)), 1.0) for name, codes in roles]
    recorder = _said(sheet, lambda s: s.recorder, "recorder")
    return pairs(*fields, (pgettext("form", "Recorder"), recorder, 1.0))


def _attendance(sheet: ActivitySheet) -> Row:
    listed_count = len(sheet.participants)
    came = _("{came} of {count}").format(came=sheet.present, count=listed_count)
    away = listed(_away(person) for person in sheet.away)
    return pairs(
        (pgettext("form", "Came"), came if listed_count else "", 0.9),
        (
            pgettext("form", "Away, why"),
            away or (pgettext("form", "nobody") if listed_count else ""),
            1.1,
        ),
    )


def _away(person: ParticipantLine) -> str:
    why = _facts(term("attendance", person.attendance), person.reason)
    return _("{type} ({status})").format(type=person.name, status=why)


def _gift(sheet: ActivitySheet) -> Row:
    return pairs(
        (pgettext("form", "Given by"), sheet.details.get("donor", ""), 1),
        (pgettext("form", "Gifts"), sheet.details.get("items", ""), 1.2),
        (pgettext("form", "Amount"), sheet.details.get("amount", ""), 0.8),
    )


def _follow_up(sheet: ActivitySheet) -> Row:
    done = pgettext("follow-up", "Done") if sheet.follow_up_done else ""
    day = "" if sheet.follow_up_on is None else f"{sheet.follow_up_on}"
    return pairs(
        (pgettext("form", "Visit again"), day, 1),
        (pgettext("form", "By whom"), sheet.follow_up_person, 1),
        (pgettext("form", "Visited"), done, 0.6),
    )


def _agenda(sheet: ActivitySheet, name: str = "") -> Iterator[Row]:
    if not sheet.agenda:
        return
    heads = (
        (pgettext("form", "Time"), 28.0),
        (pgettext("form", "Content"), 0.0),
        (pgettext("form", "In charge"), 28.0),
    )
    rows = [
        ("–".join(t for t in (line.starts_at, line.ends_at) if t), line.content, line.person)
        for line in sheet.agenda
    ]
    yield from listing(name or pgettext("form", "Agenda"), heads, rows, least=7.6)


def _participants(sheet: ActivitySheet) -> Iterator[Row]:
    """Give who took part, in Chinese two to a row."""
    if not sheet.participants:
        return
    people = [
        (p.name, p.school, term("role", p.role), term("attendance", p.attendance))
        for p in sheet.participants
    ]
    if language() != CHINESE:  # English words need the whole width
        heads = (
            (pgettext("form", "Name"), 34.0),
            (pgettext("form", "School"), 0.0),
            (pgettext("form", "Role"), 28.0),
            (pgettext("form", "Came"), 24.0),
        )
        yield from listing(pgettext("form", "Participants"), heads, people, least=7.0)
        return
    half = (len(people) + 1) // 2
    heads = (
        (pgettext("form", "Name"), 18.0),
        (pgettext("form", "School"), 0.0),
        (pgettext("form", "Role"), 15.0),
        (pgettext("form", "Came"), 13.0),
    )
    right = [*people[half:], ("", "", "", "")]
    rows = [(*one, *other) for one, other in zip(people[:half], right, strict=False)]
    yield from listing(pgettext("form", "Participants"), heads * 2, rows, least=7.4)


def _actions(sheet: ActivitySheet) -> Iterator[Row]:
    if not sheet.actions:
        return
    heads = (
        (pgettext("form", "Task"), 0.0),
        (pgettext("form", "Who"), 24.0),
        (pgettext("form", "Due"), 25.0),
        (pgettext("form", "Finished"), 25.0),
    )
    rows = [
        (line.content, line.owner, f"{line.due_on or ''}", f"{line.done_on or ''}")
        for line in sheet.actions
    ]
    yield from listing(pgettext("form", "To do"), heads, rows, least=7.6)


def _attachments(sheet: ActivitySheet, name: str = "") -> Iterator[Row]:
    if sheet.attachments:
        lines = [f"{n}. {_file(file)}" for n, file in enumerate(sheet.attachments, 1)]
        yield replace(block(name or pgettext("form", "Attached"), "\n".join(lines)), grows=0.01)


def _file(file: AttachmentLine) -> str:
    size = f"{file.size_bytes / 1e6:.1f} MB" if file.size_bytes >= 1e5 else ""
    about = _facts(file.file_name if file.caption else "", size)
    words = file.caption or file.file_name
    return _("{type} ({status})").format(type=words, status=about) if about else words


def _facts(*facts: str) -> str:
    """Return facts about one thing in a row."""
    return pgettext("between facts", ", ").join(fact for fact in facts if fact)


def _text(sheet: ActivitySheet, name: str, field: str, grows: float) -> Row:
    return block(name, _said(sheet, lambda s: str(getattr(s, field)), field), grows=grows)


def _said(sheet: ActivitySheet, tell: Callable[[ActivitySheet], str], *fields: str) -> str:
    """Return what the sheet says of some fields; of two versions both, with a sign."""
    versions = [tell(sheet)]
    for name in fields:
        for other in sheet.others.get(name, ()):
            versions.append(tell(replace(sheet, **{name: other})))  # type: ignore[arg-type]
    distinct = [words for words in dict.fromkeys(versions) if words]
    if len(distinct) > 1:
        return "▲ " + "\n｜ ".join(distinct)
    return distinct[0] if distinct else ""


def _signs(sheet: ActivitySheet) -> tuple[tuple[str, ...], ...]:
    match sheet.type:
        case "outreach_lesson":
            return (
                (
                    pgettext("form", "Sending side:"),
                    pgettext("form", "Receiving side:"),
                    pgettext("form", "(Seal)"),
                    "",
                ),
            )
        case "joint_preparation":
            return ((pgettext("form", "Group leader:"), pgettext("form", "Dean's office:"), ""),)
        case "lesson_observation":
            return ((pgettext("form", "Observer:"), pgettext("form", "Teacher signs:"), ""),)
        case type if type in _MEETINGS:
            return (
                (
                    pgettext("form", "Recorded by:"),
                    pgettext("form", "Approved by:"),
                    pgettext("form", "(Seal)"),
                    "",
                ),
            )
    return (
        (
            pgettext("form", "Recorded by:"),
            pgettext("form", "In charge:"),
            pgettext("form", "(Seal)"),
            "",
        ),
    )
