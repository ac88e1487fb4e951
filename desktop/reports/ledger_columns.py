"""The columns of the printed ledger: their heads, widths, and how each tells an activity."""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from db.queries.ledger import Ledger
from db.queries.ledger_row import LedgerRow
from desktop.reports.terms import listed, number, term, terms, weekday
from desktop.words import _, pgettext

NOT_ASKED = "—"
TWO_VERSIONS = "▲"
BETWEEN_VERSIONS = "｜"
_SENTENCE = re.compile(r"[。！？；.!?;\n]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the printed ledger.

    Attributes:
        name: What the screen calls it when it chooses columns.
        head: Its head, in the language spoken now.
        text: What it says of an activity; empty when it is not known.
        fields: The fields it tells; another version of one is shown in it too.
        asks: The field that would fill it; empty when it is never missing.
        mm: Width on Chinese paper, on English paper; the widest column takes what is left.
    """

    name: str
    head: Callable[[], str]
    text: Callable[[LedgerRow, Ledger], str]
    fields: tuple[str, ...]
    asks: str
    mm: tuple[float, float]
    align: str = "center"


def shown(column: Column, row: LedgerRow, ledger: Ledger) -> str:
    """Return what a cell says: the value, — where none is asked, or both versions with a sign."""
    words = column.text(row, ledger)
    versions = [words]
    for name in column.fields:
        for other in row.others.get(name, ()):
            versions.append(column.text(replace(row, **{name: other}), ledger))  # type: ignore[arg-type]
    distinct = [version for version in dict.fromkeys(versions) if version]
    if len(distinct) > 1:
        gap = "" if column.align == "center" else " "  # a name fits its narrow column just so
        return f"{TWO_VERSIONS}{gap}" + f"\n{BETWEEN_VERSIONS}{gap}".join(distinct)
    if not words and column.asks and not row.applies(column.asks):
        return NOT_ASKED
    return distinct[0] if distinct else ""


def gist(words: str, most: int) -> str:
    """Return a text short enough for a ledger: whole sentences where they fit, then ….

    Args:
        words: What was written.
        most: How many Chinese signs; Latin letters take half the room of one.
    """
    words = re.sub(r"\s*\n\s*", " ", words.strip())
    if words.isascii():
        most *= 2
    if len(words) <= most:
        return words
    ends = [m.end() for m in _SENTENCE.finditer(words, 0, most)]
    if ends and ends[-1] >= most * 0.5:
        return words[: ends[-1]] + "…"
    cut = words[: most - 1]
    if " " in cut[-16:] and cut.isascii():
        cut = cut[: cut.rindex(" ")]
    return cut + "…"


def day(held_on: datetime.date, ledger: Ledger) -> str:
    """Return the weekday and the week of the term."""
    week = ledger.week(held_on)
    if week is None:
        return weekday(held_on)
    return _("{weekday} week {week}").format(weekday=weekday(held_on), week=week)


def _date(row: LedgerRow, ledger: Ledger) -> str:
    if row.held_on is None:
        return ""
    days = f"{row.held_on:%m-%d}"
    if row.ends_on and row.ends_on > row.held_on:
        days = _("{first} to {last}").format(first=days, last=f"{row.ends_on:%m-%d}")
    return f"{days}\n{day(row.held_on, ledger)}"


def _type(row: LedgerRow, ledger: Ledger) -> str:
    words = term("type", row.type)
    if row.status in ("", "held"):
        return words
    return _("{type} ({status})").format(type=words, status=term("status", row.status))


def _title(row: LedgerRow, ledger: Ledger) -> str:
    return gist(row.title, 40)


def _host(row: LedgerRow, ledger: Ledger) -> str:
    return row.host or row.place


def _schools(row: LedgerRow, ledger: Ledger) -> str:
    if row.everybody:
        return pgettext("ledger", "Whole alliance")
    return listed(row.schools)


def _leads(row: LedgerRow, ledger: Ledger) -> str:
    if len(row.leads) > 4:
        first = listed(row.leads[:3])
        return _("{names} and others, {count} in all").format(names=first, count=len(row.leads))
    return listed(row.leads)


def _subject(row: LedgerRow, ledger: Ledger) -> str:
    subject = term("subject", row.subject)
    if len(row.grade.split()) == 1 and subject:
        return f"{term('grade', row.grade)}\n{subject}"
    return "\n".join(part for part in (subject, terms("grade", row.grade)) if part)


def _people(row: LedgerRow, ledger: Ledger) -> str:
    if row.own_count is None and row.guest_count is None:
        return ""
    own, guests = (NOT_ASKED if n is None else str(n) for n in (row.own_count, row.guest_count))
    return f"{own} / {guests}"


def _outcome(row: LedgerRow, ledger: Ledger) -> str:
    words = gist(row.outcome, 24 if row.follow_up_on is None else 16)
    if row.follow_up_on is None:
        return words
    visit = _("Visited again on {date}") if row.follow_up_done else _("Visit again on {date}")
    return "\n".join(
        part for part in (words, visit.format(date=f"{row.follow_up_on:%m-%d}")) if part
    )


COLUMNS: tuple[Column, ...] = (
    Column("number", lambda: pgettext("ledger", "No."), lambda row, ledger: "", (), "", (8.4, 8.4)),
    Column(
        "date",
        lambda: pgettext("ledger", "Date"),
        _date,
        ("held_on", "ends_on"),
        "held_on",
        (20, 20.5),
    ),
    Column("type", lambda: pgettext("ledger", "Type"), _type, ("type", "status"), "type", (16, 26)),
    Column(
        "title",
        lambda: pgettext("ledger", "Topic"),
        _title,
        ("title",),
        "title",
        (32.4, 29.8),
        "left",
    ),
    Column(
        "place",
        lambda: pgettext("ledger", "Place\nhost"),
        _host,
        ("host", "place"),
        "host",
        (13, 15),
    ),
    Column(
        "schools",
        lambda: pgettext("ledger", "Schools"),
        _schools,
        ("host", "partners"),
        "partners",
        (19, 18),
        "left",
    ),
    Column(
        "leads",
        lambda: pgettext("ledger", "Speaker\nteacher"),
        _leads,
        ("leads",),
        "leads",
        (15.3, 17),
    ),
    Column(
        "subject",
        lambda: pgettext("ledger", "Subject, grade"),
        _subject,
        ("subject", "grade"),
        "subject",
        (13.4, 16),
    ),
    Column(
        "people",
        lambda: pgettext("ledger", "People\nown/guests"),
        _people,
        ("own_count", "guest_count"),
        "own_count",
        (15.2, 19.2),
    ),
    Column(
        "hours",
        lambda: pgettext("ledger", "Hours"),
        lambda row, ledger: number(row.hours),
        ("hours",),
        "hours",
        (8.4, 11),
    ),
    Column(
        "summary",
        lambda: pgettext("ledger", "What was done"),
        lambda row, ledger: gist(row.summary, 40 if row.others.get("summary") else 50),
        ("summary",),
        "summary",
        (0, 0),
        "left",
    ),
    Column(
        "outcome",
        lambda: pgettext("ledger", "Results, follow-up"),
        _outcome,
        ("outcome", "follow_up_on", "follow_up_done"),
        "outcome",
        (30, 27),
        "left",
    ),
    Column(
        "evidence",
        lambda: pgettext("ledger", "Files"),
        lambda row, ledger: str(row.evidence),
        (),
        "",
        (8.4, 9.2),
    ),
    Column(
        "recorder",
        lambda: pgettext("ledger", "Recorder"),
        lambda row, ledger: row.recorder,
        ("recorder",),
        "recorder",
        (15.3, 16),
    ),
    Column(
        "dimensions",
        lambda: pgettext("ledger", "Shared work"),
        lambda row, ledger: terms("dimensions", row.dimensions),
        ("dimensions",),
        "dimensions",
        (20, 22),
        "left",
    ),
)
USUAL = tuple(column.name for column in COLUMNS if column.name != "dimensions")


def chosen(names: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns with these names, the number always first; () means the usual ones."""
    wanted = {"number", *(names or USUAL)}
    return tuple(column for column in COLUMNS if column.name in wanted)
