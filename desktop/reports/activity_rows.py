"""The rows that several activity forms share: when, where, who, what was said, what is to do."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from db.queries.activity_sheet import ActivitySheet, AttachmentLine, ParticipantLine
from desktop.reports.form_rows import Row, block, listing, pairs
from desktop.reports.terms import listed, number, term, terms, weekday
from desktop.words import CHINESE, _, language, ngettext, pgettext


def topic(sheet: ActivitySheet, name: str = "") -> Row:
    """Return the row that tells what it is called, and whether it is only planned."""
    words = said(sheet, lambda s: s.title, "title")
    if sheet.status in ("planned", "cancelled"):
        words = _("{type} ({status})").format(type=words, status=term("status", sheet.status))
    return pairs((name or pgettext("form", "Topic"), words, 1))


def when_where(sheet: ActivitySheet) -> Row:
    """Return the row that tells when and where."""
    fields = ("held_on", "ends_on", "starts_at", "ends_at", "period")
    return pairs(
        (pgettext("form", "Time"), said(sheet, when, *fields), 1.3),
        (pgettext("form", "Place"), said(sheet, lambda s: s.place, "place"), 1),
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


def lesson(sheet: ActivitySheet) -> Row:
    """Return the row that tells who taught what to whom."""
    return pairs(
        (pgettext("form", "Teacher"), listed(sheet.with_role("teacher")), 1),
        (pgettext("form", "Lesson"), said(sheet, lambda s: s.lesson, "lesson"), 1.2),
        (pgettext("form", "Class"), said(sheet, class_of, "grade", "class_name", "subject"), 1),
    )


def class_of(sheet: ActivitySheet) -> str:
    """Return class, or grade, and subject."""
    grade = "" if sheet.class_name else terms("grade", sheet.grade)
    where = sheet.class_name or grade
    subject = term("subject", sheet.subject) if sheet.type != "lesson_observation" else ""
    if where and subject:
        return _("{grade} {subject}").format(grade=where, subject=subject)
    return where or subject


def group_of(sheet: ActivitySheet) -> str:
    """Return grade and subject of the group that prepares."""
    grade, subject = terms("grade", sheet.grade), term("subject", sheet.subject)
    return _("{grade} {subject}").format(grade=grade, subject=subject).strip()


def senders(sheet: ActivitySheet) -> str:
    """Return the schools that sent the teachers."""
    return listed(sheet.partners)


def schools_of(sheet: ActivitySheet) -> str:
    """Return all schools that take part, the host first."""
    return listed(dict.fromkeys(name for name in (sheet.host, *sheet.partners) if name))


def counts(sheet: ActivitySheet) -> Row:
    """Return the row that tells how many came."""
    own = number(sheet.own_count) or "____"
    guests = number(sheet.guest_count) or "____"
    people = _("own {own}, guests {guests}").format(own=own, guests=guests)
    return pairs(
        (pgettext("form", "People"), people, 1.5),
        (pgettext("form", "Pupils"), number(sheet.pupil_count), 0.7),
        (pgettext("form", "Hours"), number(sheet.hours), 0.7),
    )


def pupils(count: int) -> str:
    """Return a number of pupils in words."""
    return ngettext("{count} pupil", "{count} pupils", count).format(count=count)


def roles(sheet: ActivitySheet, *roles: tuple[str, tuple[str, ...]]) -> Row:
    """Return the row that tells who had which role, and who recorded."""
    fields = [(name, listed(sheet.with_role(*codes)), 1.0) for name, codes in roles]
    recorder = said(sheet, lambda s: s.recorder, "recorder")
    return pairs(*fields, (pgettext("form", "Recorder"), recorder, 1.0))


def attendance(sheet: ActivitySheet) -> Row:
    """Return the row that tells how many of those listed came, and who did not."""
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
    why = facts(term("attendance", person.attendance), person.reason)
    return _("{type} ({status})").format(type=person.name, status=why)


def gift(sheet: ActivitySheet) -> Row:
    """Return the row that tells what was given."""
    return pairs(
        (pgettext("form", "Given by"), sheet.details.get("donor", ""), 1),
        (pgettext("form", "Gifts"), sheet.details.get("items", ""), 1.2),
        (pgettext("form", "Amount"), sheet.details.get("amount", ""), 0.8),
    )


def follow_up(sheet: ActivitySheet) -> Row:
    """Return the row that tells who visits again, and when."""
    done = pgettext("follow-up", "Done") if sheet.follow_up_done else ""
    day = "" if sheet.follow_up_on is None else f"{sheet.follow_up_on}"
    return pairs(
        (pgettext("form", "Visit again"), day, 1),
        (pgettext("form", "By whom"), sheet.follow_up_person, 1),
        (pgettext("form", "Visited"), done, 0.6),
    )


def agenda(sheet: ActivitySheet, name: str = "") -> Iterator[Row]:
    """Give the agenda, if there is one."""
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


def participants(sheet: ActivitySheet) -> Iterator[Row]:
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


def actions(sheet: ActivitySheet) -> Iterator[Row]:
    """Give what is to do, if anything is."""
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


def attachments(sheet: ActivitySheet, name: str = "") -> Iterator[Row]:
    """Give the list of files, if there are any."""
    if sheet.attachments:
        lines = [f"{n}. {_file(file)}" for n, file in enumerate(sheet.attachments, 1)]
        yield replace(block(name or pgettext("form", "Attached"), "\n".join(lines)), grows=0.01)


def _file(file: AttachmentLine) -> str:
    size = f"{file.size_bytes / 1e6:.1f} MB" if file.size_bytes >= 1e5 else ""
    about = facts(file.file_name if file.caption else "", size)
    words = file.caption or file.file_name
    return _("{type} ({status})").format(type=words, status=about) if about else words


def facts(*facts: str) -> str:
    """Return facts about one thing in a row."""
    return pgettext("between facts", ", ").join(fact for fact in facts if fact)


def text(sheet: ActivitySheet, name: str, field: str, grows: float) -> Row:
    """Return a text of the activity beside its label."""
    return block(name, said(sheet, lambda s: str(getattr(s, field)), field), grows=grows)


def said(sheet: ActivitySheet, tell: Callable[[ActivitySheet], str], *fields: str) -> str:
    """Return what the sheet says of some fields; of two versions both, with a sign."""
    versions = [tell(sheet)]
    for name in fields:
        for other in sheet.others.get(name, ()):
            versions.append(tell(replace(sheet, **{name: other})))  # type: ignore[arg-type]
    distinct = [words for words in dict.fromkeys(versions) if words]
    if len(distinct) > 1:
        return "▲ " + "\n｜ ".join(distinct)
    return distinct[0] if distinct else ""
