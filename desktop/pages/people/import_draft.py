"""A staff list before it is taken in: what each row would do, and what a person decides; no Qt.

`db.queries.imports` says what a row means; here stand the school the rows go to when the list
names none, names that differ by one character, and the rights of this laptop.
"""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from db.commands.imports import NEW, SKIP
from db.errors import ImportFileError
from db.import_columns import field_meant, propose
from db.local import Member
from db.permissions import COORDINATOR, may_write
from db.progress import Progress, Work
from db.queries.imports import ImportPlan, PlannedRow, Problem, plan
from db.queries.people import PersonRow, list_people, list_schools
from db.queries.records import RecordRow, list_records, show
from db.record import Value
from db.tables import Row, Table, read_table
from desktop.pages.people.likeness import alike

if TYPE_CHECKING:
    from db.store import Store

KIND = "person"
SCHOOL = "school_name"
NOT_WANTED = ""
NEAR = "near"
"""A problem of our own: almost the name of somebody at the same school."""

_ADDED = "\0school"  # the column for the school, of a list that has none
_SUMS = ("合计", "总计", "小计", "共计")
_KEPT = ("name", "school", "school_name")  # a person who is known keeps these


@dataclass(frozen=True, slots=True)
class Preview:
    """A list as it was read, and what it would do.

    Attributes:
        table: As it stands in the file.
        mapping: The field each column is taken for; a column that is not wanted is not in it.
        plan: What each row would do; None while no column is taken for the name.
        known: People a row may mean, by id.
        before: Values that updates would replace, by row number.
    """

    table: Table
    mapping: Mapping[str, str]
    plan: ImportPlan | None
    known: Mapping[str, PersonRow] = field(default_factory=dict)
    before: Mapping[int, Mapping[str, Value]] = field(default_factory=dict)

    @property
    def names_school(self) -> bool:
        """Whether a column says which school each row belongs to."""
        return SCHOOL in self.mapping.values()


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a list.

    Attributes:
        path: The file.
        sheet: The sheet of a workbook; None takes the one that looks most like a table.
        school: Record id of the school for rows that name none.
        remembered: What columns were taken for earlier.
        mapping: What they are to be taken for now; None proposes.
    """

    path: Path
    school: str
    sheet: str | None = None
    remembered: Mapping[str, str] = field(default_factory=dict)
    mapping: Mapping[str, str] | None = None


def reading(
    store: "Store", member: Member, wish: Wish, today: datetime.date, table: Table | None = None
) -> Work[Preview]:
    """Read a list and work out what it would do; nothing is written.

    Args:
        store: The store.
        member: Who this laptop is: what it may not write is left out and said.
        wish: Which list, and how it is to be taken.
        today: To reckon years.
        table: The same list, read before.

    Raises:
        ImportFileError: The file cannot be used.
    """
    yield Progress(0, 0, wish.path.name)
    if table is None:
        table = read_table(wish.path, sheet=wish.sheet, recognises=_recognises)
    yield Progress(0, 0, wish.path.name)
    mapping = wish.mapping
    if mapping is None:
        mapping = proposed(table.columns, wish.remembered)
    return _preview(store, member, wish, table, mapping, today)


def _preview(
    store: "Store",
    member: Member,
    wish: Wish,
    table: Table,
    mapping: Mapping[str, str],
    today: datetime.date,
) -> Preview:
    taken, fields = table, dict(mapping)
    with store.read() as session:
        if SCHOOL not in fields.values():
            names = {one.id: one.name for one in list_schools(session)}
            taken = with_school(table, names.get(wish.school, ""))
            fields[_ADDED] = SCHOOL
        try:
            planned = plan(session, KIND, taken, fields, today=today)
        except ImportFileError:  # no column is the name: a person can still say which one is
            return Preview(table, mapping, None)
        people = {one.id: one for one in list_people(session, today=today)}
        known: Mapping[str, RecordRow] = {}
        asked = any(row.action in ("update", "same", "ask") for row in planned.rows)
        if asked or member.role != COORDINATOR:
            known = {one.id: one for one in list_records(session, KIND)}
    planned = replace(planned, rows=tuple(_near(_sum(r), people.values()) for r in planned.rows))
    planned = replace(planned, rows=tuple(_allowed(row, member, known) for row in planned.rows))
    before = {
        row.number: {name: known[str(row.record)].values.get(name) for name in row.values}
        for row in planned.rows
        if row.action == "update" and row.record in known
    }
    return Preview(table, mapping, planned, people, before)


def proposed(columns: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """Return the field for each column: as it was last time, else by its name; each field once."""
    out: dict[str, str] = {}
    usual = propose(KIND, columns)
    for source in (remembered, {c: name for c, name in usual.items() if c not in remembered}):
        for column in columns:
            name = source.get(column, NOT_WANTED)
            if name != NOT_WANTED and name not in out.values():
                out[column] = name
    return {column: out[column] for column in columns if column in out}


def remember(columns: Sequence[str], mapping: Mapping[str, str], before: str) -> str:
    """Return what columns were taken for, with those of one more list, as the settings keep it."""
    kept = remembered(before)
    return json.dumps(
        {**kept, **{column: mapping.get(column, NOT_WANTED) for column in columns}},
        ensure_ascii=False,
    )


def remembered(kept: str) -> dict[str, str]:
    """Return what the settings keep; what cannot be read is forgotten."""
    try:
        found = json.loads(kept or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {column: name for column, name in found.items() if isinstance(name, str)}


def with_school(table: Table, name: str) -> Table:
    """Return a list with the same school in every row."""
    rows = tuple(Row(row.number, (*row.cells, name), row.problem) for row in table.rows)
    return replace(table, columns=(*table.columns, _ADDED), rows=rows)


def _recognises(words: str) -> bool:
    return field_meant(KIND, words) is not None


def _sum(row: PlannedRow) -> PlannedRow:
    """Leave out a sum whose name stands in brackets."""
    bare = row.label.strip("（）()【】[] ")
    if row.action != "skip" and bare != row.label and bare in _SUMS:
        return replace(row, action="skip", problems=(Problem("total"),))
    return row


def _near(row: PlannedRow, people: Iterable[PersonRow]) -> PlannedRow:
    """Ask about a new name that differs by one character from one at the same school."""
    if row.action != "new":
        return row
    school = row.values.get("school")
    found = [
        one
        for one in people
        if one.school == school and one.name != row.label and alike(one.name, row.label)
    ]
    if not found:
        return row
    problem = Problem(NEAR, "name", "、".join(one.name for one in found))
    ids = tuple(one.id for one in found)
    return replace(row, action="ask", candidates=ids, problems=(*row.problems, problem))


def _allowed(row: PlannedRow, member: Member, known: Mapping[str, RecordRow]) -> PlannedRow:
    """Leave out what this laptop may not write."""
    if row.action in ("skip", "same"):
        return row
    home = str(row.values.get("school") or member.school)
    target = row.record or (row.candidates[0] if row.candidates else None)
    if target is not None and target in known:
        home = known[target].home
    if may_write(member.role, member.school, KIND, "alliance", home):
        return row
    return replace(row, action="skip", problems=(*row.problems, Problem("not_allowed")))


@dataclass
class Decisions:
    """What a person decided about rows that ask; the others do what they say.

    Attributes:
        answers: By row number: NEW, SKIP, or the id of who is meant.
    """

    answers: dict[int, str] = field(default_factory=dict)

    def of(self, row: PlannedRow) -> str:
        """Return the answer for a row; empty while there is none, or none is asked for."""
        return self.answers.get(row.number, "") if row.action == "ask" else ""

    def decide(self, row: PlannedRow, answer: str) -> None:
        """Take an answer; an empty one takes it back."""
        if answer:
            self.answers[row.number] = answer
        else:
            self.answers.pop(row.number, None)

    def does(self, row: PlannedRow) -> str:
        """Return what a row will do now: new, update, same, ask or skip."""
        match self.of(row):
            case "":
                return row.action
            case answer if answer == NEW:
                return "new"
            case answer if answer == SKIP:
                return "skip"
        return "update"

    def count(self, planned: ImportPlan, *does: str) -> int:
        """Return how many rows will do one of these."""
        return sum(self.does(row) in does for row in planned.rows)


def settled(store: "Store", planned: ImportPlan, decisions: Decisions) -> ImportPlan:
    """Return the plan with what a row writes into somebody it was said to mean.

    He keeps his name and school; a name written otherwise becomes one of his other names.
    """
    rows = []
    for row in planned.rows:
        answer = decisions.of(row)
        if answer in ("", NEW, SKIP):
            rows.append(row)
            continue
        values = {name: value for name, value in row.values.items() if name not in _KEPT}
        with store.read() as session:
            known = show(session, answer).values
        others = str(known["aliases"] or "").split()
        if row.label not in (known["name"], *others):
            values["aliases"] = " ".join([*others, row.label])
        rows.append(replace(row, values=values))
    return replace(planned, rows=tuple(rows))
