"""The rows of a staff list as a table: their number, their cells, what each will do."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject
from typing_extensions import override

from db.commands.imports import SKIP
from db.queries.imports import PlannedRow
from desktop.pages.people.import_draft import Decisions, Preview
from desktop.pages.people.import_words import Verdict, verdict
from desktop.tables import NOWHERE, Index, Role

NUMBER = 0
FIRST = 1  # the first column of the file


class ListTable(QAbstractTableModel):
    """One row of the file a line; the column after those of the file says what it will do."""

    def __init__(self, year: int, parent: QObject) -> None:
        super().__init__(parent)
        self._year = year
        self.preview: Preview | None = None
        self.decisions = Decisions()
        self._planned: list[PlannedRow | None] = []
        self._verdicts: dict[int, Verdict] = {}
        self.closed = False  # the list was taken in: nothing is asked any more

    def show(self, preview: Preview | None, decisions: Decisions) -> None:
        """Show another list, or the same one taken otherwise."""
        self.beginResetModel()
        self.closed = False
        self.preview, self.decisions = preview, decisions
        self._verdicts = {}
        rows = preview.table.rows if preview else ()
        by_number = (
            {row.number: row for row in preview.plan.rows} if preview and preview.plan else {}
        )
        self._planned = [by_number.get(row.number) for row in rows]
        self.endResetModel()

    def decided(self, line: int) -> None:
        """Hear that a row that asks was answered."""
        self._verdicts.pop(line, None)
        self.dataChanged.emit(self.index(line, 0), self.index(line, self.last()))

    def close(self) -> None:
        """Hear that the list was taken in; rows without an answer were left out."""
        self.closed = True
        for line, planned in enumerate(self._planned):
            if planned is not None and self.open_question(line):
                self.decisions.decide(planned, SKIP)
                self.decided(line)

    def last(self) -> int:
        """Return the column that says what becomes of a row."""
        return self.columnCount() - 1

    def planned(self, line: int) -> PlannedRow | None:
        """Return what a row would do; None while that is not known."""
        return self._planned[line] if 0 <= line < len(self._planned) else None

    def field(self, column: int) -> str:
        """Return the field a column is taken for, or nothing."""
        if self.preview is None or not FIRST <= column < self.last():
            return ""
        return self.preview.mapping.get(self.preview.table.columns[column - FIRST], "")

    def cell(self, line: int, column: int) -> str:
        """Return the words of a cell of the file."""
        if self.preview is None:
            return ""
        return self.preview.table.rows[line].cells[column - FIRST]

    def number(self, line: int) -> str:
        """Return the number of a row in its file."""
        return str(self.preview.table.rows[line].number) if self.preview else ""

    def asks(self, line: int) -> bool:
        """Tell whether a row asked something, answered or not."""
        planned = self.planned(line)
        return planned is not None and planned.action == "ask"

    def open_question(self, line: int) -> bool:
        """Tell whether a row waits for an answer."""
        planned = self.planned(line)
        return planned is not None and self.decisions.does(planned) == "ask"

    def left_out(self, line: int) -> bool:
        """Tell whether nothing of a row is taken in."""
        planned = self.planned(line)
        return planned is not None and self.decisions.does(planned) == "skip"

    def verdict(self, line: int) -> Verdict:
        """Return what a row will do."""
        planned = self.planned(line)
        if planned is None or self.preview is None:
            return Verdict("circle-dashed", "ink3", "")
        if line not in self._verdicts:
            self._verdicts[line] = verdict(self.preview, planned, self.decisions, self._year)
        return self._verdicts[line]

    def doubtful(self, line: int, column: int) -> bool:
        """Tell whether a cell cannot be read, or names somebody almost known."""
        planned, name = self.planned(line), self.field(column)
        if planned is None or not name:
            return False
        fields = {one.field for one in planned.problems}
        return name in fields or (name == "years_teaching" and "teaching_since" in fields)

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() or self.preview is None else len(self.preview.table.rows)

    @override
    def columnCount(self, parent: Index = NOWHERE) -> int:
        if parent.isValid() or self.preview is None:
            return 0
        return len(self.preview.table.columns) + 2

    @override
    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or self.preview is None:
            return None
        if role not in (Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole):
            return None
        line, column = index.row(), index.column()
        if column == NUMBER:
            return self.number(line)
        if column < self.last():
            return self.cell(line, column)
        found = self.verdict(line)
        return "·".join(part for part in (found.word, found.why) if part)
