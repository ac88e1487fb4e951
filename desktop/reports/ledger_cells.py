"""The columns of the ledger as a table: one fact a column, dates and numbers as such."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace

from db.queries.ledger import Ledger
from db.queries.ledger_row import LedgerRow
from desktop.reports.terms import listed, term, terms, weekday
from desktop.words import pgettext

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
    TableColumn(lambda: pgettext("ledger", "No."), lambda row, ledger: None, (), 6),
    TableColumn(
        lambda: pgettext("ledger", "Date"), lambda row, ledger: row.held_on, ("held_on",), 12
    ),
    TableColumn(
        lambda: pgettext("ledger", "Until"), lambda row, ledger: row.ends_on, ("ends_on",), 12
    ),
    TableColumn(lambda: pgettext("ledger", "Weekday"), _weekday, ("held_on",), 8),
    TableColumn(
        lambda: pgettext("ledger", "Week"),
        lambda row, ledger: ledger.week(row.held_on),
        ("held_on",),
        7,
    ),
    TableColumn(
        lambda: pgettext("ledger", "Type"),
        lambda row, ledger: term("type", row.type),
        ("type",),
        13,
    ),
    TableColumn(
        lambda: pgettext("ledger", "Status"),
        lambda row, ledger: term("status", row.status),
        ("status",),
        9,
    ),
    TableColumn(lambda: pgettext("ledger", "Topic"), lambda row, ledger: row.title, ("title",), 38),
    TableColumn(lambda: pgettext("ledger", "Place"), lambda row, ledger: row.place, ("place",), 14),
    TableColumn(lambda: pgettext("ledger", "Host"), lambda row, ledger: row.host, ("host",), 10),
    TableColumn(lambda: pgettext("ledger", "Taking part"), _partners, ("partners",), 20),
    TableColumn(
        lambda: pgettext("ledger", "Direction"),
        lambda row, ledger: term("direction", row.direction),
        ("direction",),
        9,
    ),
    TableColumn(
        lambda: pgettext("ledger", "Speaker, teacher"),
        lambda row, ledger: listed(row.leads),
        ("leads",),
        14,
    ),
    TableColumn(
        lambda: pgettext("ledger", "Subject"),
        lambda row, ledger: term("subject", row.subject),
        ("subject",),
        9,
    ),
    TableColumn(
        lambda: pgettext("ledger", "Grade"),
        lambda row, ledger: terms("grade", row.grade),
        ("grade",),
        9,
    ),
    TableColumn(
        lambda: pgettext("ledger", "Class"), lambda row, ledger: row.class_name, ("class_name",), 9
    ),
    TableColumn(
        lambda: pgettext("ledger", "Lesson"), lambda row, ledger: row.lesson, ("lesson",), 16
    ),
    TableColumn(
        lambda: pgettext("ledger", "Own people"),
        lambda row, ledger: row.own_count,
        ("own_count",),
        8,
    ),
    TableColumn(
        lambda: pgettext("ledger", "Guests"),
        lambda row, ledger: row.guest_count,
        ("guest_count",),
        8,
    ),
    TableColumn(
        lambda: pgettext("ledger", "Pupils"),
        lambda row, ledger: row.pupil_count,
        ("pupil_count",),
        8,
    ),
    TableColumn(lambda: pgettext("ledger", "Hours"), lambda row, ledger: row.hours, ("hours",), 7),
    TableColumn(
        lambda: pgettext("ledger", "Lessons"),
        lambda row, ledger: row.lesson_count,
        ("lesson_count",),
        7,
    ),
    TableColumn(
        lambda: pgettext("ledger", "What was done"),
        lambda row, ledger: row.summary,
        ("summary",),
        48,
    ),
    TableColumn(
        lambda: pgettext("ledger", "Results"), lambda row, ledger: row.outcome, ("outcome",), 30
    ),
    TableColumn(
        lambda: pgettext("ledger", "Visit again"),
        lambda row, ledger: row.follow_up_on,
        ("follow_up_on",),
        12,
    ),
    TableColumn(
        lambda: pgettext("ledger", "Visited"),
        lambda row, ledger: _yes(row.follow_up_done),
        ("follow_up_done",),
        9,
    ),
    TableColumn(lambda: pgettext("ledger", "Files"), lambda row, ledger: row.evidence, (), 6),
    TableColumn(
        lambda: pgettext("ledger", "Recorder"), lambda row, ledger: row.recorder, ("recorder",), 10
    ),
    TableColumn(
        lambda: pgettext("ledger", "Shared work"),
        lambda row, ledger: terms("dimensions", row.dimensions),
        ("dimensions",),
        18,
    ),
)
