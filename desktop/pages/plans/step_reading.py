"""What a screen reader finds in the painted step table: the table, its rows, their cells.

The interfaces hold nothing: they ask the table each time, so that they always tell what is shown.
"""

from functools import cache

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import isValid
from typing_extensions import override

from desktop.pages.plans.step_rows import shown
from desktop.pages.plans.step_table import StepTable
from desktop.words import _, ngettext

_Text, _Role = QAccessible.Text, QAccessible.Role


def _state(**said: bool) -> QAccessible.State:
    """Return a state; its bits are missing in the stubs."""
    out = QAccessible.State()
    for name, holds in said.items():
        setattr(out, name, holds)
    return out


class _Part(QAccessibleInterface):
    """A row or a cell: no object of its own, only a place in the table."""

    def __init__(self, table: StepTable) -> None:
        super().__init__()
        self.table = table

    @override
    def isValid(self) -> bool:
        return isValid(self.table)

    @override
    def object(self) -> QObject | None:  # type: ignore[override]  # a painted thing has none
        return None

    @override
    def window(self) -> QWindow | None:  # type: ignore[override]  # none before it is shown
        return self.table.window().windowHandle()

    @override
    def setText(self, t: QAccessible.Text, text: str) -> None:
        """Change nothing: the box of a cell is what is written in."""

    def seen(self, place: QRect) -> QRect:
        """Return a place of the table on the screen."""
        return QRect(self.table.mapToGlobal(place.topLeft()), place.size())


class StepCell(_Part):
    """One cell: its column and its words."""

    def __init__(self, row: "StepRow", at: int) -> None:
        super().__init__(row.table)
        self._row, self._at = row, at

    @override
    def isValid(self) -> bool:
        return self._row.isValid() and self._at < len(self.table.rows.columns)

    @override
    def parent(self) -> QAccessibleInterface:
        return self._row

    @override
    def role(self) -> QAccessible.Role:
        return _Role.Cell

    @override
    def text(self, t: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        column = self.table.rows.columns[self._at]
        words = shown(self.table.draft_at(self._row.at), column.name)
        if t == _Text.Name:
            words = words or _("empty")
            return f"{column.words} {words}"
        return words if t == _Text.Value else ""

    @override
    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        name = self.table.rows.columns[self._at].name
        return self.seen(self.table.rows.ground(self._row.at, name))

    @override
    def state(self) -> QAccessible.State:
        if not self.isValid():
            return _state(invalid=True)
        column = self.table.rows.columns[self._at].name
        here = self.table.keyboard_at() == (self._row.at, column)
        locked = self.table.is_read_only()
        return _state(focusable=True, selectable=True, focused=here, selected=here, readOnly=locked)

    @override
    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # none
        return None

    @override
    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    @override
    def childCount(self) -> int:
        return 0

    @override
    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1


class StepRow(_Part):
    """One step: its number, what it is called, how long it takes, what waits beside it."""

    def __init__(self, whole: "StepsRead", table: StepTable, at: int) -> None:
        super().__init__(table)
        self._whole, self.at = whole, at
        self._cells: dict[int, StepCell] = {}

    @override
    def isValid(self) -> bool:
        return isValid(self.table) and self.at < self.table.count()

    @override
    def parent(self) -> QAccessibleInterface:
        return self._whole

    @override
    def role(self) -> QAccessible.Role:
        return _Role.Row

    @override
    def text(self, t: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        draft = self.table.draft_at(self.at)
        if t == _Text.Name:
            words = (shown(draft, "title"), shown(draft, "minutes"))
            number = _("Step {number}").format(number=self.at + 1)
            return " ".join(filter(None, (number, *words)))
        return self._beside(draft.id) if t == _Text.Description else ""

    def _beside(self, step: str) -> str:
        """Return what is painted beside the step."""
        marks, out = self.table.marks, list[str]()
        if count := len(marks.comments.get(step, ())):
            out.append(ngettext("{count} comment", "{count} comments", count).format(count=count))
        if step in marks.disputed:
            out.append(_("Two versions"))
        if step in marks.came:
            out.append(_("Just came in"))
        return " ".join(out)

    @override
    def rect(self) -> QRect:
        return self.seen(self.table.rows.row_rect(self.at)) if self.isValid() else QRect()

    @override
    def state(self) -> QAccessible.State:
        if not self.isValid():
            return _state(invalid=True)
        return _state(selectable=True, selected=self.table.keyboard_at()[0] == self.at)

    @override
    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # or none
        if not 0 <= index < self.childCount():
            return None
        return self._cells.setdefault(index, StepCell(self, index))

    @override
    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        cells = (self.child(at) for at in range(self.childCount()))
        return next((one for one in cells if one is not None and one.rect().contains(x, y)), None)

    @override
    def childCount(self) -> int:
        return len(self.table.rows.columns) if self.isValid() else 0

    @override
    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((at for at, one in self._cells.items() if one is child), -1)


class StepsRead(QAccessibleWidget):
    """The table: a row for each step, and last the box, while a cell is written in."""

    def __init__(self, table: StepTable) -> None:
        super().__init__(table, _Role.Table, _("Procedure"))
        self._table = table
        self._rows: dict[int, StepRow] = {}

    @override
    def text(self, t: QAccessible.Text) -> str:
        count = self._table.count()
        if t == _Text.Description:
            return ngettext("{count} step", "{count} steps", count).format(count=count)
        return _("Procedure") if t == _Text.Name else ""

    def _box(self) -> QAccessibleInterface | None:
        edit = self._table.edit
        return QAccessible.queryAccessibleInterface(edit) if edit.isVisible() else None

    @override
    def childCount(self) -> int:
        return self._table.count() + self._table.edit.isVisible()

    @override
    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # or none
        if index == self._table.count():
            return self._box()
        if not 0 <= index < self._table.count():
            return None
        return self._rows.setdefault(index, StepRow(self, self._table, index))

    @override
    def indexOfChild(self, child: QAccessibleInterface) -> int:
        if child.object() is self._table.edit:
            return self._table.count()
        return next((at for at, one in self._rows.items() if one is child), -1)

    @override
    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        children = (self.child(at) for at in reversed(range(self.childCount())))
        return next((c for c in children if c is not None and c.rect().contains(x, y)), None)

    @override
    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]  # or none
        if self._table.edit.hasFocus():
            return self._box()
        return self.cell_of_keyboard() if self._table.hasFocus() else None

    def cell_of_keyboard(self) -> QAccessibleInterface | None:
        """Return the cell that the keyboard is in."""
        at, name = self._table.keyboard_at()
        row = self.child(at) if 0 <= at < self._table.count() else None
        names = [column.name for column in self._table.rows.columns]
        return row.child(names.index(name)) if row is not None and name in names else None


class _Speaker(QObject):
    """Tells a screen reader which cell the keyboard is in now."""

    def __init__(self, table: StepTable) -> None:
        super().__init__(table)
        self._table = table

    def tell(self) -> None:
        """Say where the keyboard is."""
        whole = self._table.reading
        cell = whole.cell_of_keyboard() if isinstance(whole, StepsRead) else None
        if cell is not None and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(cell, QAccessible.Event.Focus))


def _read(_key: str, object: QObject) -> QAccessibleInterface | None:
    """Return the interface of a step table; of everything else Qt makes its own."""
    if not isinstance(object, StepTable):
        return None
    if object.reading is None:
        object.reading = StepsRead(object)
        object.keyboard_moved.connect(_Speaker(object).tell)
    return object.reading


@cache
def install() -> None:
    """Let Qt ask here what a screen reader finds in a step table; once for the program."""
    QAccessible.installFactory(_read)
