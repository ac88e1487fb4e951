"""What importing a table would do, row by row, before anything is written."""

import datetime
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy.orm import Session

from db import local
from db.errors import ImportFileError, UnusableValueError
from db.import_columns import LEADS, YEARS, fields_to_import, propose
from db.import_values import UnreadableError, people_named, read_value, unguarded
from db.kinds import model_of
from db.queries.import_matches import ActivityMatches, Known, LessonMatches, PersonMatches
from db.record import Value
from db.tables import Row, Table

Action = Literal["new", "update", "same", "ask", "skip"]
_NO_RECORD = re.compile(
    r"\(?(合计|总计|小计|共计|total)[:\d人次节]*\)?$|(填表|制表|审核|备注|说明|注)[人]?:",
    re.IGNORECASE,
)
_NEVER_GUESSED = {"held_on"}  # without it a row would take today


@dataclass(frozen=True, slots=True)
class Problem:
    """Something of a row that a person should know.

    Attributes:
        code: ``unreadable`` (a cell), ``no_label`` (what names the record is missing), ``not_json``
            (the whole row), ``unknown_school``, ``several`` (more than one record it may mean),
            ``twice`` (it stands in the file before), ``renamed`` (it is called otherwise since),
            ``total`` (no record at all), ``not_allowed``.
        field: The field it is about, or empty.
        words: What stands in the cell.
    """

    code: str
    field: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What becomes of one row.

    Attributes:
        number: Its number in the file.
        label: What names the record.
        action: ``new``, ``update`` of ``record``, ``same`` (nothing to do), ``ask`` which of
            ``candidates`` it means or whether it is new, ``skip``.
        values: What would be written: all of a new record, only what differs of a known one.
        leads: Names of who taught or spoke.
        record: The record it changes.
        candidates: Ids it may mean.
        problems: What a person should know.
    """

    number: int
    label: str
    action: Action
    values: Mapping[str, Value] = field(default_factory=dict)
    leads: tuple[str, ...] = ()
    record: str | None = None
    candidates: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def failed(self) -> bool:
        """Tell whether it is left out because something is wrong with it."""
        return self.action == "skip" and any(p.code != "total" for p in self.problems)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing would do.

    Attributes:
        kind: Wire name.
        mapping: Which field each column is taken for.
        rows: One for each row of the table.
    """

    kind: str
    mapping: Mapping[str, str]
    rows: tuple[PlannedRow, ...]

    def count(self, action: Action) -> int:
        """Return how many rows have this action."""
        return sum(row.action == action for row in self.rows)


def plan(
    session: Session,
    kind: str,
    table: Table,
    mapping: Mapping[str, str] | None = None,
    *,
    today: datetime.date,
    given: Mapping[str, Value] | None = None,
) -> ImportPlan:
    """Work out what importing a table would do; nothing is written.

    Args:
        session: A reading session.
        kind: ``person``, ``activity`` or ``lesson``.
        table: The table.
        mapping: Which field each column is taken for; None takes the names it knows.
        today: To reckon years.
        given: What holds of every row whose cell for it is empty, such as the textbook's edition.

    Raises:
        UnknownKindError: Such records are not imported.
        ImportFileError: No column is what names the record; ``detail`` has the columns.
    """
    fields = fields_to_import(kind)
    chosen = dict(mapping) if mapping is not None else propose(kind, table.columns)
    label = model_of(kind).LABEL
    if label not in chosen.values() or not set(chosen.values()) <= set(fields):
        raise ImportFileError(table.path, "no_columns", "、".join(table.columns))
    member = local.member(session)
    known = Known(session, member.school if member else "")
    matches = _MATCHES[kind](known)
    reader = _Reader(kind, table, chosen, today, given or {})
    seen: Counter[tuple[Value, ...]] = Counter()
    rows = []
    for row in table.rows:
        planned = reader.read(row)
        if planned.action == "new":
            planned = _against(known, matches, planned, seen)
        rows.append(planned)
    return ImportPlan(kind, chosen, tuple(rows))


_Matches = PersonMatches | ActivityMatches | LessonMatches
_MATCHES: Mapping[str, Callable[[Known], _Matches]] = {
    "person": PersonMatches,
    "activity": ActivityMatches,
    "lesson": LessonMatches,
}


class _Reader:
    """Reads cells into values; what it cannot read is left empty and said."""

    def __init__(
        self,
        kind: str,
        table: Table,
        mapping: Mapping[str, str],
        today: datetime.date,
        given: Mapping[str, Value],
    ) -> None:
        self.kind, self.today, self.given = kind, today, given
        self.label = model_of(kind).LABEL
        self.key = [name for name in model_of(kind).KEY if name != self.label]
        at = {column: place for place, column in enumerate(table.columns)}
        self.places = {field: at[column] for column, field in mapping.items() if column in at}

    def read(self, row: Row) -> PlannedRow:
        if row.problem:
            return PlannedRow(row.number, "", "skip", problems=(Problem(row.problem),))
        words = {field: unguarded(row.cells[place]) for field, place in self.places.items()}
        label = " ".join(words[self.label].split())
        first = next((cell for cell in row.cells if cell), "")
        if _NO_RECORD.match("".join(first.split()).replace("：", ":")):
            return PlannedRow(row.number, label, "skip", problems=(Problem("total"),))
        values, problems = self._values(words)
        leads = tuple(people_named(str(values.pop(LEADS, None) or "")))
        if not label:
            problems.append(Problem("no_label", self.label))
        told = {p.field for p in problems}
        lacking = [name for name in self.key if values.get(name) is None]
        problems += [Problem("no_label", name) for name in lacking if name not in told]
        stops = not label or bool(lacking) or bool(told & _NEVER_GUESSED)
        if self.label in values:
            values[self.label] = label
        action: Action = "skip" if stops else "new"
        return PlannedRow(row.number, label, action, values, leads, problems=tuple(problems))

    def _values(self, words: Mapping[str, str]) -> tuple[dict[str, Value], list[Problem]]:
        values: dict[str, Value] = {}
        problems = []
        for name, cell in words.items():
            field = "teaching_since" if name == YEARS else name
            try:
                value = read_value(self.kind, name, cell, self.today)
            except (UnreadableError, UnusableValueError):
                problems.append(Problem("unreadable", field, cell[:60]))
                value = None
            if values.get(field) is None:
                values[field] = value
        if self.kind == "lesson" and values.get("grade") is None:
            values["grade"] = self._grade_in(words.get("volume", ""))
        return values | {n: v for n, v in self.given.items() if values.get(n) is None}, problems

    def _grade_in(self, volume: str) -> Value:
        """Return the grade in words such as 三年级上册, which many lists have in one column."""
        try:
            return read_value(self.kind, "grade", volume, self.today)
        except (UnreadableError, UnusableValueError):
            return None


def _against(
    known: Known,
    matches: _Matches,
    row: PlannedRow,
    seen: Counter[tuple[Value, ...]],
) -> PlannedRow:
    """Hold a readable row against what is recorded, and against the rows before it."""
    values, problems = known.with_references(matches.kind, dict(row.values))
    said = [*row.problems, *(Problem("unknown_school", f, w) for f, w in problems)]
    key = matches.key(values)
    seen[key] += 1
    found = matches.candidates(values)
    if seen[key] > 1:
        return _planned(row, "ask", values, said, Problem("twice"), candidates=found)
    if len(found) > 1:
        return _planned(row, "ask", values, said, Problem("several"), candidates=found)
    if not found:
        return _planned(row, "new", values, said)
    if isinstance(matches, LessonMatches) and (name := matches.other_name(found[0], values)):
        said.append(Problem("renamed", "title", name))
    changed = matches.differing(found[0], values)
    leads = tuple(name for name in row.leads if name not in known.participants(found[0]))
    action: Action = "update" if changed or leads else "same"
    return PlannedRow(row.number, row.label, action, changed, leads, found[0], problems=tuple(said))


def _planned(
    row: PlannedRow,
    action: Action,
    values: Mapping[str, Value],
    said: Sequence[Problem],
    *more: Problem,
    candidates: Sequence[str] = (),
) -> PlannedRow:
    return PlannedRow(
        row.number, row.label, action, values, row.leads, None, tuple(candidates), (*said, *more)
    )
