"""The columns of the ledger as a table: one fact a column, dates and numbers as such."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace

from db.queries.ledger import Ledger, LedgerRow
from desktop.reports.terms import listed, term, terms, weekday
from desktop.words import _, pgettext

Cell = str | int | float | datetime.date | None


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of the ledger as a table.

    Attributes:
        head: Its head, in the language spoken now.
        cell: What it holds for an activity; None when it is not known.
        fields: The fields it tells; another version of one is shown in it too.
        wide: Width in characters.
    """

    head: Callable[[], str]
    cell: Callable[[LedgerRow, Ledger], Cell]
    fields: tuple[str, ...]
    wide: float


def cell(column: TableColumn, row: LedgerRow, ledger: Ledger) -> Cell:
    """Return what a cell holds; two versions are one text with both."""
    value = column.cell(row, ledger)
    if not row.others:
        return value
    versions = [value]
    for name in column.fields:
        for other in row.others.get(name, ()):
            versions.append(column.cell(replace(row, **{name: other}), ledger))  # type: ignore[arg-type]
    distinct = [v for v in dict.fromkeys(versions) if v not in (None, "")]
    if len(distinct) > 1:
        return "▲ " + " ｜ ".join(str(v) for v in distinct)
    return distinct[0] if distinct else None


def _yes(value: bool) -> str:
    return pgettext("follow-up", "Done") if value else ""


def _weekday(row: LedgerRow, ledger: Ledger) -> Cell:
    return weekday(row.held_on) if row.held_on else None


def _partners(row: LedgerRow, ledger: Ledger) -> Cell:
    return listed(name for name in row.schools if name != row.host)


TABLE: tuple[TableColumn, ...] = (
    TableColumn(lambda: _("No."), lambda row, ledger: None, (), 6),
    TableColumn(lambda: _("Date"), lambda row, ledger: row.held_on, ("held_on",), 12),
    TableColumn(lambda: _("Until"), lambda row, ledger: row.ends_on, ("ends_on",), 12),
    TableColumn(lambda: _("Weekday"), _weekday, ("held_on",), 8),
    TableColumn(lambda: _("Week"), lambda row, ledger: ledger.week(row.held_on), ("held_on",), 7),
    TableColumn(lambda: _("Type"), lambda row, ledger: term("type", row.type), ("type",), 13),
    TableColumn(
        lambda: _("Status"), lambda row, ledger: term("status", row.status), ("status",), 9
    ),
    TableColumn(lambda: _("Topic"), lambda row, ledger: row.title, ("title",), 38),
    TableColumn(lambda: _("Place"), lambda row, ledger: row.place, ("place",), 14),
    TableColumn(lambda: _("Host"), lambda row, ledger: row.host, ("host",), 10),
    TableColumn(lambda: _("Taking part"), _partners, ("partners",), 20),
    TableColumn(
        lambda: _("Direction"),
        lambda row, ledger: term("direction", row.direction),
        ("direction",),
        9,
    ),
    TableColumn(
        lambda: _("Speaker, teacher"), lambda row, ledger: listed(row.leads), ("leads",), 14
    ),
    TableColumn(
        lambda: _("Subject"), lambda row, ledger: term("subject", row.subject), ("subject",), 9
    ),
    TableColumn(lambda: _("Grade"), lambda row, ledger: terms("grade", row.grade), ("grade",), 9),
    TableColumn(lambda: _("Class"), lambda row, ledger: row.class_name, ("class_name",), 9),
    TableColumn(lambda: _("Lesson"), lambda row, ledger: row.lesson, ("lesson",), 16),
    TableColumn(lambda: _("Own people"), lambda row, ledger: row.own_count, ("own_count",), 8),
    TableColumn(lambda: _("Guests"), lambda row, ledger: row.guest_count, ("guest_count",), 8),
    TableColumn(lambda: _("Pupils"), lambda row, ledger: row.pupil_count, ("pupil_count",), 8),
    TableColumn(lambda: _("Hours"), lambda row, ledger: row.hours, ("hours",), 7),
    TableColumn(lambda: _("Lessons"), lambda row, ledger: row.lesson_count, ("lesson_count",), 7),
    TableColumn(lambda: _("What was done"), lambda row, ledger: row.summary, ("summary",), 48),
    TableColumn(lambda: _("Results"), lambda row, ledger: row.outcome, ("outcome",), 30),
    TableColumn(
        lambda: _("Visit again"), lambda row, ledger: row.follow_up_on, ("follow_up_on",), 12
    ),
    TableColumn(
        lambda: _("Visited"), lambda row, ledger: _yes(row.follow_up_done), ("follow_up_done",), 9
    ),
    TableColumn(lambda: _("Files"), lambda row, ledger: row.evidence, (), 6),
    TableColumn(lambda: _("Recorder"), lambda row, ledger: row.recorder, ("recorder",), 10),
    TableColumn(
        lambda: _("Shared work"),
        lambda row, ledger: terms("dimensions", row.dimensions),
        ("dimensions",),
        18,
    ),
)
