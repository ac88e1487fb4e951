"""Tables of steps: 环节 | 时间 | 教师活动 … in any order, by any names, with merged cells."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from db.plan_files.blocks import Cell
from db.plan_files.labels import (
    LONG,
    NOTHING,
    PROCEDURE,
    grades_in,
    meant,
    without_number,
)
from db.plan_files.plan_file import StepColumn
from db.plan_files.procedures import Step, is_heading, labelled, minutes_in, steps_of

Row = Sequence[Cell]

_TELLS = {"teacher", "student", "intent", "second", "track_a"}
_NAME = 40  # signs of a column's name
_KNOWN = 0.6  # of the cells of a head must be known
_ENDS = ("board_plan", "reflection")  # never the name of a step


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Head:
    """The names of the columns of one table of steps."""

    columns: tuple[_Column, ...]
    grades: tuple[str, ...] = ()

    def is_like(self, row: Row) -> bool:
        """Return whether a row has a cell under each name."""
        live = [(cell.start, cell.end) for cell in row]
        return all((column.start, column.end) in live for column in self.columns)

    def under(self, above: "Head", row: Row) -> "Head":
        """Return this head with the names that stand merged in the row above it."""
        down = {cell.start for cell in row if cell.goes_on}
        kept = [column for column in above.columns if column.start in down]
        columns = sorted((*kept, *self.columns), key=lambda column: column.start)
        return Head(tuple(columns), above.grades + self.grades)


def head_of(row: Row, below: Row) -> Head | None:
    """Return the columns that a row names, or None when it is no head.

    Args:
        row: The row.
        below: The one under it; empty at the end.
    """
    sides = {cell.start for cell in below if cell.goes_on}
    columns: list[_Column] = []
    grades: list[str] = []
    last = ""
    for cell in row:
        words = " ".join(cell.words.split())
        names_step = meant("step", words) == "title"
        beside = cell.start in sides and meant("plan", words) == PROCEDURE and not names_step
        if cell.goes_on or beside or not words:
            continue
        taken, last = _taken(words, columns, grades, last)
        columns.append(_Column(words[:_NAME], taken, cell.start, cell.end))
    known = [column.field for column in columns if column.field]
    enough = len(set(known)) >= 2 and len(known) >= _KNOWN * len(columns)
    return Head(tuple(columns), tuple(grades)) if enough and _TELLS & set(known) else None


def _taken(words: str, columns: Sequence[_Column], grades: list[str], last: str) -> tuple[str, str]:
    """Return what a column is taken for, and the letter of the grade it speaks of."""
    field = meant("step", words) if len(words) <= _NAME else ""
    here = grades_in(words) if not field and len(words) <= _NAME else ()
    if len(here) == 1 and len(grades) < 3:
        grades.append(here[0])
        last = "abc"[len(grades) - 1]
        return f"track_{last}", last
    if field == "mode":
        return (f"mode_{last}" if last else ""), last
    taken = {column.field for column in columns}
    return ("" if field in taken else field), last


def ends(row: Row, head: Head) -> bool:
    """Return whether a row stands below the steps: a section such as 板书设计 begins."""
    first = next((cell for cell in row if not cell.goes_on and cell.words), None)
    if first is None:
        return False
    code = meant("plan", first.words)
    if code in _ENDS:
        return True
    return (code in LONG or code == NOTHING) and code != PROCEDURE and not head.is_like(row)


@dataclass
class Steps:
    """The steps gathered so far.

    Attributes:
        grades: Codes of the grades that columns name.
    """

    found: list[Step] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    grades: tuple[str, ...] = ()
    _pending: str = ""

    def begin(self, head: Head) -> None:
        """Take the names of another table's columns."""
        self.flush()
        self.grades = self.grades or head.grades
        for column in head.columns:
            self.names.setdefault(_key(column), column.name)

    def flush(self) -> None:
        """Keep a heading that no row followed."""
        if self._pending:
            self.found.append(self._titled({}))

    def row(self, row: Row, head: Head) -> None:
        """Take a row of the table."""
        live = [cell for cell in row if not cell.goes_on and cell.words]
        if not live:
            return
        if len(live) == 1 and len(row) < len(head.columns) and len(row) <= 2:
            self._across(live[0])
            return
        step = {_key(column): _under(column, row) for column in head.columns}
        titles = [column for column in head.columns if column.field == "title"]
        if not any(step.get(name) for name in ("student", "intent", "track_a")):
            step = {**step, "teacher": "", **labelled(step.get("teacher", ""), step)}
        step = {**step, "intent": "", **labelled(step.get("intent", ""), step, "intent")}
        if not titles:
            self._untitled(step)
        elif self.found and _goes_on(titles[0], row):
            self._continue(step)
        else:
            self.found.append(self._titled(step))

    def text(self, lines: Sequence[str]) -> None:
        """Take a procedure that is written as text."""
        self.flush()
        for step in steps_of(lines):
            for name in step:
                self.names.setdefault(name, "")
            self.found.append(step)

    def table(self) -> tuple[tuple[StepColumn, ...], tuple[tuple[str, ...], ...]]:
        """Return all steps as one table."""
        self.flush()
        used = [key for key in self._keys() if any(step.get(key) for step in self.found)]
        columns = tuple(
            StepColumn(self.names.get(key, ""), "" if key.startswith("?") else key) for key in used
        )
        return columns, tuple(tuple(step.get(key, "") for key in used) for step in self.found)

    def _keys(self) -> list[str]:
        order = ["title", "minutes", *self.names]
        return list(dict.fromkeys([*order, *(key for step in self.found for key in step)]))

    def _across(self, cell: Cell) -> None:
        """Take a row of one cell: the heading of what follows, or a step written as text."""
        words = cell.words
        if "\n" not in words and len(words) <= _NAME:
            self.flush()
            self._pending = words
            return
        self.text(words.splitlines())

    def _untitled(self, step: Step) -> None:
        """Take a row of a table without a column for names: its text may name one step or many."""
        lines = step.get("teacher", "").splitlines()
        parts = (
            steps_of(lines)
            if is_heading(lines[0] if lines else "") or not step.get("student")
            else []
        )
        if len(parts) > 1 and not step.get("student"):
            rest = {key: words for key, words in step.items() if key != "teacher"}
            for number, part in enumerate(parts):
                self.found.append({**part, **{k: v for k, v in rest.items() if v and not number}})
            return
        if not self._pending and lines and is_heading(lines[0]):
            step = {**step, "title": lines[0], "teacher": "\n".join(lines[1:])}
        self.found.append(self._titled(step))

    def _titled(self, step: Step) -> Step:
        """Give a step its name and its minutes, which may stand in the name."""
        said = " ".join((step.get("title") or "").split()) or self._pending
        pending, self._pending = self._pending, ""
        title, minutes = minutes_in(without_number(said)) if said else ("", "")
        if pending and pending != said and not step.get("title"):
            title = pending
        out = {**step, "title": title}
        if not step.get("minutes"):
            out["minutes"] = minutes
        return out

    def _continue(self, step: Step) -> None:
        """Add a row whose name is merged with the one above."""
        last = self.found[-1]
        for key, words in step.items():
            if words and key != "title":
                last[key] = f"{last.get(key, '')}\n{words}".strip()


def _key(column: _Column) -> str:
    return column.field or f"?{column.name}"


def _under(column: _Column, row: Row) -> str:
    return "\n".join(
        cell.words
        for cell in row
        if cell.words and not cell.goes_on and column.start <= cell.start < column.end
    )


def _goes_on(column: _Column, row: Row) -> bool:
    return any(cell.goes_on and cell.start == column.start for cell in row)
