"""The past of a record in words: who changed what, one sitting at a time; no Qt here."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.queries.history import HistoryEntry, as_it_was, history
from db.queries.records import show
from db.record import Value
from desktop import dates
from desktop.labels import field_label
from desktop.versions import TEXTS, school_of, words_of
from desktop.words import _, ngettext

SHOWN_CHANGES = 4  # lines a sitting says; the rest is counted
HIDDEN = ("_name", "_names", "position")  # kept beside references, or told by the order
SHORT = 14  # signs of a value told in one line


@dataclass(frozen=True, slots=True)
class SittingRow:
    """One person, one sitting.

    Attributes:
        day: The day's words, for the heading over it.
        when: From–to, or one time.
        here: Whether it was on this laptop.
        changes: What changed, in words.
        version: The record's version right after.
        fields: What was changed, by wire name.
    """

    number: int
    name: str
    school: str
    day: str
    when: str
    here: bool
    changes: Sequence[str]
    version: bytes
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class Part:
    """One field as it was, and as it is when that is something else.

    Attributes:
        now: What it reads now; None when it is the same.
        then_value: What restoring writes.
    """

    field: str
    name: str
    then: str
    now: str | None
    then_value: Value
    long: bool


def sittings(session: Session, id: str, own_laptop: str, today: datetime.date) -> list[SittingRow]:
    """Return what each sitting changed, the newest first."""
    kind = show(session, id).kind
    grouped: dict[int, list[HistoryEntry]] = {}
    for entry in history(session, id):
        grouped.setdefault(entry.sitting, []).append(entry)
    rows = [
        _row(session, kind, number, entries, own_laptop, today)
        for number, entries in grouped.items()
    ]
    order = {number: at for at, number in enumerate(grouped)}
    return sorted(rows, key=lambda row: -order[row.number])


def parts(session: Session, id: str, version: bytes) -> list[Part]:
    """Return every field that has or had something, as it was at a version beside as it is."""
    record = show(session, id)
    then = as_it_was(session, id, version)
    found = []
    for name in {**record.values, **then}:
        if name.endswith(HIDDEN) or name in ("recorder",):
            continue
        before, now = then.get(name), record.values.get(name)
        if before in (None, "") and now in (None, ""):
            continue
        words = words_of(session, record.kind, name, before)
        same = before == now or (before in (None, "") and now in (None, ""))
        other = None if same else words_of(session, record.kind, name, now)
        label = field_label(record.kind, name)
        found.append(Part(name, label, words, other, before, name in TEXTS))
    return sorted(found, key=lambda part: part.long)


def restored(found: Sequence[Part], fields: Sequence[str] = ()) -> Mapping[str, Value]:
    """Return what must be written to have fields (all without a list) as they were."""
    return {
        part.field: part.then_value
        for part in found
        if part.now is not None and (not fields or part.field in fields)
    }


def _row(
    session: Session,
    kind: str,
    number: int,
    entries: Sequence[HistoryEntry],
    own_laptop: str,
    today: datetime.date,
) -> SittingRow:
    when, last = span_words([e.at for e in entries])
    told = [e for e in entries if not e.field.endswith(HIDDEN)]
    changes = change_words(session, kind, told)
    person = entries[-1]
    return SittingRow(
        number,
        person.person_name or _("Somebody"),
        school_of(session, person.person),
        day_words(last, today),
        when,
        person.device == own_laptop,
        changes,
        entries[-1].version,
        [e.field for e in told],
    )


def span_words(stamps: Sequence[int]) -> tuple[str, datetime.date]:
    """Return from when to when a sitting wrote, and the day of its end."""
    first, last = (datetime.datetime.fromtimestamp(f(stamps)).astimezone() for f in (min, max))
    one = f"{first:%H%M}" == f"{last:%H%M}"
    words = f"{first:%H:%M}" if one else f"{first:%H:%M}–{last:%H:%M}"
    return words, last.date()


def day_words(day: datetime.date, today: datetime.date) -> str:
    """Return the day of a sitting, for the heading over it."""
    words = f"{dates.short(day, today)} {dates.weekday(day)}"
    return _("Today {day}").format(day=words) if day == today else words


def change_words(session: Session, kind: str, entries: Sequence[HistoryEntry]) -> list[str]:
    """Return what one sitting changed in a record, in a few lines."""
    made = all(e.old in (None, "") for e in entries) and any(e.field == "title" for e in entries)
    if made and len(entries) > SHOWN_CHANGES:
        return [_("Recorded this activity") if kind == "activity" else _("Recorded this")]
    lines = [_change(session, kind, entry) for entry in entries]
    if len(lines) <= SHOWN_CHANGES:
        return lines
    rest = len(lines) - SHOWN_CHANGES + 1
    more = ngettext("and {count} more change", "and {count} more changes", rest)
    return [*lines[: SHOWN_CHANGES - 1], more.format(count=rest)]


def _change(session: Session, kind: str, entry: HistoryEntry) -> str:
    if entry.field == "deleted_at":
        return _("Deleted it") if entry.new else _("Restored it")
    name = field_label(kind, entry.field)
    if entry.field in TEXTS:
        if not entry.old:
            return _("Wrote {field}").format(field=name)
        return _("Changed {field}").format(field=name)
    new = _short(words_of(session, kind, entry.field, entry.new))
    if entry.old in (None, ""):
        return _("{field}: {new}").format(field=name, new=new)
    old = _short(words_of(session, kind, entry.field, entry.old))
    return _("{field}: {old} → {new}").format(field=name, old=old, new=new)


def _short(words: str) -> str:
    return words if len(words) <= SHORT else words[: SHORT - 1] + "…"
