"""Carrying out an import row by row, and taking it back as a whole."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from db.commands import records
from db.commands.activities import record_activity
from db.commands.lessons import add_lesson
from db.errors import NotAllowedError, RecordError
from db.journal import Sitting, Writer, writing
from db.progress import Progress, Work
from db.queries.import_matches import Known
from db.queries.imports import ImportPlan, PlannedRow, Problem
from db.queries.records import show
from db.record import Value

if TYPE_CHECKING:
    from db.store import Store

Done = Literal["added", "updated", "skipped", "failed"]
NEW, SKIP = "new", "skip"
"""Answers to a row that asks, beside the id of the record it means."""

_BATCH = 20  # rows a transaction
_TALKS = ("lecture", "training", "joint_meeting", "management_seminar", "research_meeting")


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of one row.

    Attributes:
        number: Its number in the file.
        label: What names the record.
        did: What was done.
        record: The record, where there is one.
        problems: What a person should know.
        before: What an update replaced.
    """

    number: int
    label: str
    did: Done
    record: str | None = None
    problems: tuple[Problem, ...] = ()
    before: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, row by row."""

    kind: str
    rows: tuple[RowReport, ...]

    def count(self, did: Done) -> int:
        """Return how many rows this was done with."""
        return sum(row.did == did for row in self.rows)

    def ids(self, did: Done) -> tuple[str, ...]:
        """Return the ids of the records this was done to."""
        return tuple(row.record for row in self.rows if row.did == did and row.record)


def carry_out(
    store: "Store",
    sitting: Sitting,
    plan: ImportPlan,
    choices: Mapping[int, str] | None = None,
    *,
    today: datetime.date,
) -> Work[ImportReport]:
    """Write what a plan says; stopped early, the rows so far stay, and a repetition skips them.

    Args:
        store: The store; some rows at a time are a transaction.
        sitting: Who imports.
        plan: What to do.
        choices: Answers by row number: ``new``, ``skip``, or the id of the record a row means. A
            row that asks and has no answer is skipped.
        today: The date to take where the table has no column for it.
    """
    answers = choices or {}
    done: list[RowReport] = []
    for start in range(0, len(plan.rows), _BATCH):
        some = plan.rows[start : start + _BATCH]
        yield Progress(start, len(plan.rows), some[0].label)
        with writing(store, sitting) as writer:
            done += [_row(writer, plan.kind, row, answers, today) for row in some]
    return ImportReport(plan.kind, tuple(done))


def undo(store: "Store", sitting: Sitting, report: ImportReport) -> Work[int]:
    """Take an import back: what it added goes into the bin, what it replaced stands again.

    Returns:
        How many records were put back or deleted.
    """
    touched = [row for row in report.rows if row.record and row.did in ("added", "updated")]
    for start in range(0, len(touched), _BATCH):
        yield Progress(start, len(touched), touched[start].label)
        with writing(store, sitting) as writer:
            for row in touched[start : start + _BATCH]:
                if row.did == "added":
                    records.delete(writer, str(row.record))
                else:
                    records.change(writer, str(row.record), row.before)
    return len(touched)


def _row(
    writer: Writer,
    kind: str,
    row: PlannedRow,
    answers: Mapping[int, str],
    today: datetime.date,
) -> RowReport:
    answer = answers.get(row.number, "")
    if row.action == "skip" or answer == SKIP:
        did: Done = "failed" if row.failed else "skipped"
        return RowReport(row.number, row.label, did, problems=row.problems)
    if row.action == "same":
        return RowReport(row.number, row.label, "skipped", row.record, row.problems)
    if row.action == "ask" and not answer:
        return RowReport(row.number, row.label, "skipped", problems=row.problems)
    means = answer if answer not in ("", NEW) else row.record
    try:
        if means is None or answer == NEW:
            return _added(writer, kind, row, today)
        return _updated(writer, row, means)
    except RecordError as error:
        code = "not_allowed" if isinstance(error, NotAllowedError) else "unusable"
        return RowReport(row.number, row.label, "failed", problems=(*row.problems, Problem(code)))


def _added(writer: Writer, kind: str, row: PlannedRow, today: datetime.date) -> RowReport:
    if kind == "activity":
        id = record_activity(writer, row.values, today=today)
        _take_leads(writer, id, row, str(row.values.get("type") or ""))
    else:
        given = {name: value for name, value in row.values.items() if value is not None}
        id = add_lesson(writer, given) if kind == "lesson" else records.add(writer, kind, given)
    return RowReport(row.number, row.label, "added", id, row.problems)


def _updated(writer: Writer, row: PlannedRow, id: str) -> RowReport:
    writer.flush()
    shown = show(writer.session, id)
    changed = {
        name: value
        for name, value in row.values.items()
        if value not in (None, "") and value != shown.values.get(name)
    }
    before = {name: shown.values.get(name) for name in changed}
    if changed:
        records.change(writer, id, changed)
    _take_leads(writer, id, row, str(shown.values.get("type") or ""))
    return RowReport(row.number, row.label, "updated", id, row.problems, before)


def _take_leads(writer: Writer, id: str, row: PlannedRow, type: str) -> None:
    """Give an activity who taught or spoke, as its first participants."""
    if not row.leads:
        return
    known = Known(writer.session, writer.member.school)
    here = known.participants(id)
    role = "speaker" if type in _TALKS else "teacher"
    for name in row.leads:
        if name in here:
            continue
        values: dict[str, Value] = {"activity": id, "person_name": name, "role": role}
        person = known.person(name, row.values.get("host_school"))
        if person is not None:
            values["person"] = person
        records.add(writer, "participant", values)
