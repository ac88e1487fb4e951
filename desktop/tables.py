"""Item models over frozen query rows: a lazy list for long ones, a table for short ones.

A model decides nothing: what a row is, how it sorts and what it says come in as functions.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

ROW_ROLE = Role.UserRole  # the frozen row itself, or a Band
SORT_ROLE = Role.UserRole + 1
WINDOW = 200  # rows a lazy list asks for at once
WINDOWS = 12  # windows it keeps
NOWHERE = QModelIndex()

Load = Callable[[int, int], Sequence[Row]]  # (offset, limit) -> rows
Ready = Mapping[int, Sequence[Row]]  # number of a window -> its rows
_NONE: Mapping[int, Sequence[Any]] = {}


@dataclass(frozen=True, slots=True)
class Band:
    """The head of a group in a list: its name, what it spans, how many at the right."""

    words: str
    note: str = ""
    right: str = ""


class LazyListModel(QAbstractListModel, Generic[Row]):
    """A list that loads only what is looked at, in windows, from `load(offset, limit)`.

    Rows can be grouped: each group has a band above it, which cannot be chosen.  Offsets count
    rows, never bands.  `ROW_ROLE` gives the row or the Band.
    """

    def __init__(
        self,
        say: Callable[[Row], str] = str,
        parent: QObject | None = None,
        window: int = WINDOW,
    ) -> None:
        """Take what a screen reader says of a row, a parent, and how many rows load at once."""
        super().__init__(parent)
        self._say, self._size = say, window
        self._load: Load[Row] = _nothing
        self._count = self._lines = 0
        self._bands: list[Band] = []
        self._starts: list[int] = []  # the list's line of each band
        self._windows: OrderedDict[int, Sequence[Row]] = OrderedDict()

    def set_source(self, count: int, load: Load[Row], ready: Ready[Row] = _NONE) -> None:
        """Show another query: how many rows it has and how to load some of them.

        Args:
            count: How many rows there are.
            load: Loads a window of them.
            ready: Windows that a job has loaded already, by their number.
        """
        self.beginResetModel()
        self._take(count, load)
        self._windows.update(ready)
        self._bands, self._starts = [], []
        self.endResetModel()

    def set_groups(self, groups: Sequence[tuple[Band, int]], load: Load[Row]) -> None:
        """Show another query in groups: each band, and how many rows follow it."""
        self.beginResetModel()
        self._take(sum(size for _band, size in groups), load)
        self._bands = [band for band, _size in groups]
        self._starts, line = [], 0
        for _band, size in groups:
            self._starts.append(line)
            line += size + 1
        self._lines = line
        self.endResetModel()

    def _take(self, count: int, load: Load[Row]) -> None:
        self._count, self._load, self._lines = count, load, count
        self._windows.clear()

    def reload(self, ready: Ready[Row] = _NONE) -> None:
        """Load what is looked at again: rows changed, but not which rows there are."""
        self._windows.clear()
        self._windows.update(ready)
        if lines := self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(lines - 1))

    def count(self) -> int:
        """Return how many rows there are, without the bands."""
        return self._count

    def loaded(self) -> int:
        """Return how many rows are held now."""
        return sum(len(rows) for rows in self._windows.values())

    def band_at(self, line: int) -> Band | None:
        """Return the band on a line of the list, or None; nothing is loaded for it."""
        at = bisect_right(self._starts, line) - 1
        return self._bands[at] if at >= 0 and self._starts[at] == line else None

    def row_at(self, line: int) -> Row | None:
        """Return the row on a line of the list; None on a band, or if the row has gone."""
        if self.band_at(line) is not None:
            return None
        offset = line - bisect_right(self._starts, line)
        number, place = divmod(offset, self._size)
        rows = self._window(number)
        return rows[place] if place < len(rows) else None

    def line_of(self, offset: int) -> int:
        """Return the line of the list on which a row of the query stands."""
        line = offset
        for number, start in enumerate(self._starts):
            if start > offset + number:
                break
            line = offset + number + 1
        return line

    def _window(self, number: int) -> Sequence[Row]:
        if number in self._windows:
            self._windows.move_to_end(number)
        else:
            self._windows[number] = self._load(number * self._size, self._size)
            if len(self._windows) > WINDOWS:
                self._windows.popitem(last=False)
        return self._windows[number]

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._lines

    @override
    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or role not in (ROW_ROLE, *_SPOKEN):
            return None
        band = self.band_at(index.row())
        if band is not None:
            return band if role == ROW_ROLE else f"{band.words} {band.note} {band.right}".strip()
        row = self.row_at(index.row())
        return row if role == ROW_ROLE or row is None else self._say(row)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.band_at(index.row()) is not None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


_SPOKEN = (Role.DisplayRole, Role.AccessibleTextRole)


def _nothing(_offset: int, _limit: int) -> Sequence[Any]:
    return ()


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its title, what a row says in it, and by what it sorts (its text if None).

    Attributes:
        right: Whether it stands at the right edge, as numbers do.
    """

    title: str
    text: Callable[[Row], str]
    sort: Callable[[Row], Any] | None = None
    right: bool = False


class RowTable(QAbstractTableModel, Generic[Row]):
    """A table of frozen rows whose columns are data; sort it by QSortFilterProxyModel."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column[Row], ...] = ()
        self._rows: list[Row] = []

    def set_columns(self, *columns: Column[Row]) -> None:
        """Show other columns, or the same with other words."""
        self.beginResetModel()
        self._columns = columns
        self.endResetModel()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rows(self) -> list[Row]:
        """Return the rows shown."""
        return list(self._rows)

    def row_at(self, line: int) -> Row:
        """Return the row on a line."""
        return self._rows[line]

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, row = self._columns[index.column()], self._rows[index.row()]
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return column.text(row)
        if role == SORT_ROLE:
            return (column.sort or column.text)(row)
        if role == ROW_ROLE:
            return row
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or section >= len(self._columns):
            return None
        column = self._columns[section]
        if role == Role.DisplayRole:
            return column.title
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None
