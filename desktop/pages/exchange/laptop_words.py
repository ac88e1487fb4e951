"""The laptops in words: who, how each stands, what losing one means.  No Qt in here."""

import datetime

from db.queries.undo import LeftRow, UndoPlan, UndoRow
from desktop.labels import field_label, kind_label, value_label
from desktop.laptop_facts import Day
from desktop.member_words import member_state_words, role_label
from desktop.pages.exchange.words import day_words
from desktop.status import DAY_S, OLD_DAYS, ago
from desktop.words import _, ngettext, pgettext
from sync.members import Member
from sync.revoking import Preview
from sync.standing import GOOD

_LONG = 40  # characters of a value in a line


def laptop_name(row: Member) -> str:
    """Return what a laptop is called."""
    if row.invited:
        return _("Invitation for {person}").format(person=row.person_name)
    return _("{person}'s computer").format(person=row.person_name)


def laptop_note(row: Member) -> str:
    """Return school and role."""
    parts = [row.school_name, role_label(row.role)]
    if row.own:
        parts.append(_("this computer"))
    return "·".join(part for part in parts if part)


def heard_words(row: Member, now: float) -> tuple[str, bool]:
    """Return when a laptop was last heard of, and whether that is long ago."""
    if row.own:
        return pgettext("heard of", "now"), False
    if row.heard_at is None:
        return ("", False) if row.invited else (_("no word yet"), False)
    days = max(0, int((now - row.heard_at) // DAY_S))
    if days < OLD_DAYS:
        return ago(days), False
    return ngettext("no word for {count} day", "no word for {count} days", days).format(
        count=days
    ), True


def mark_words(row: Member) -> tuple[str, str]:
    """Return what marks a laptop out in the list, and its tone; usually nothing."""
    if row.state == "revoked":
        return _("Revoked"), "danger"
    if row.state == "doubtful":
        return _("In doubt"), "warn"
    if row.invited:
        return _("Not used yet"), "plain"
    if row.shared_with:
        return _("Same invitation as another"), "warn"
    return "", ""


def fact_lines(row: Member, today: datetime.date) -> list[tuple[str, str]]:
    """Return what is known about a laptop: names and values."""
    lines = [
        (_("School"), row.school_name or _("not here yet")),
        (_("May do"), role_label(row.role)),
        (_("Let in"), _let_in(row, today)),
    ]
    if row.heard_at is not None and not row.own:
        lines.append((_("Last heard"), day_words(row.heard_at, today)))
    if row.wrote_at is not None:
        lines.append((_("Newest work"), day_words(row.wrote_at, today)))
    if row.state != GOOD or row.adopted:
        lines.append((_("Stands"), member_state_words(row)))
    for one in row.revoked:
        if one.counts and one.reason:
            lines.append((_("Why"), one.reason))
    return lines


def _let_in(row: Member, today: datetime.date) -> str:
    day = day_words(row.since, today)
    return _("{day}, by {person}").format(day=day, person=row.host) if row.host else day


def loss_lines(seen: Preview) -> list[tuple[bool, str]]:
    """Return what revoking does, and (False) what it cannot."""
    lines = [
        (True, _("From the next exchange on nothing new of it counts, and it gets nothing new.")),
        (True, _("The keys change; every other computer takes the new ones by itself.")),
        (True, stays_words(seen)),
        (False, _("What is on its disk already stays readable to whoever has it.")),
        (False, _("What was recorded on it and never exchanged will be missing.")),
    ]
    if seen.let_in:
        kept = ngettext(
            "{count} computer that it let in stays a member; look whether you know it.",
            "{count} computers that it let in stay members; look whether you know them.",
            len(seen.let_in),
        )
        lines.append((False, kept.format(count=len(seen.let_in))))
    return lines


def again_lines(row: Member) -> tuple[str, str]:
    """Return what an invitation for a revoked laptop's person is good for: a new one, this one."""
    return (
        _(
            "On a new computer: with an invitation for {person} it gets back all that the others"
            " have, and says what may be missing."
        ).format(person=row.person_name),
        _(
            "On this computer, if it was revoked by mistake: with the same invitation it comes"
            " back, and keeps all that is recorded on it."
        ),
    )


def invited_words(row: Member, at: int, today: datetime.date) -> str:
    """Return that an invitation for a laptop's person is on its way already."""
    return _(
        "An invitation for {person} of {day} was not used yet; make another only if it got lost."
    ).format(person=row.person_name, day=day_words(at, today))


def again_how(person: str) -> str:
    """Return how it goes on once the invitation lies on a stick."""
    return _(
        "Exchange with this stick now, then give it to {person}; tell the six words by telephone"
        " or on paper. On a new computer: open Lianke, “Join with an invitation”. On the same"
        " computer: exchange once, then “Exchange”, “Computers”, “I have an invitation”."
    ).format(person=person)


def stays_words(seen: Preview) -> str:
    """Return how much of a laptop's work stays."""
    if not seen.records:
        return _("Nothing of its work has come here, so nothing of it is lost.")
    return ngettext(
        "{count} record it changed has come here and stays.",
        "{count} records it changed have come here and stay.",
        seen.records,
    ).format(count=seen.records)


def since_words(day: Day, today: datetime.date) -> str:
    """Return a day from which on changes can be undone."""
    at = int(datetime.datetime.combine(day.day, datetime.time(12)).astimezone().timestamp())
    return _("From {day} on, {count} records that day").format(
        day=day_words(at, today), count=day.records
    )


def plan_words(plan: UndoPlan) -> str:
    """Return in one sentence what undoing would do."""
    if not plan.rows:
        return _("Nothing of it stands any more; there is nothing to put back.")
    return ngettext(
        "{count} record would be put back as it was. Nothing was done yet.",
        "{count} records would be put back as they were. Nothing was done yet.",
        plan.records,
    ).format(count=plan.records)


def done_words(plan: UndoPlan) -> str:
    """Return what undoing did."""
    return ngettext(
        "{count} record was put back as it was.",
        "{count} records were put back as they were.",
        plan.records,
    ).format(count=plan.records)


def undo_line(row: UndoRow) -> tuple[str, str]:
    """Return a record, and what happens to it."""
    what = f"{kind_label(row.kind)} {row.label}".strip()
    match row.action:
        case "delete":
            return what, _("goes into the bin")
        case "restore":
            return what, _("comes back")
        case _:
            return what, _("{field}: {now} → {before}").format(
                field=field_label(row.kind, row.field),
                now=_value(row, row.now),
                before=_value(row, row.before),
            )


def _value(row: UndoRow, value: object) -> str:
    words = value_label(row.kind, row.field, value)  # type: ignore[arg-type]
    words = (words or pgettext("history", "(nothing)")).replace("\n", " ")
    return words if len(words) <= _LONG else words[:_LONG] + "…"


def left_line(row: LeftRow) -> tuple[str, str]:
    """Return a record that is left as it is, and why."""
    what = f"{kind_label(row.kind)} {row.label}".strip()
    match row.reason:
        case "others_typed":
            field = field_label(row.kind, row.field)
            return what, _("others have written in “{field}” since").format(field=field)
        case "others_wrote":
            return what, _("others have worked on it since")
        case _:
            return what, _("this computer may not change it")
