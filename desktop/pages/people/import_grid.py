"""The table of a staff list on the screen: columns that fit, answers by mouse and keyboard."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView
from typing_extensions import override

from desktop import theme
from desktop.pages.people.import_delegates import (
    ASK,
    CellDelegate,
    VerdictDelegate,
    offers,
    row_height,
)
from desktop.pages.people.import_draft import Decisions, Preview
from desktop.pages.people.import_header import MappingHeader, taken_for
from desktop.pages.people.import_table import FIRST, NUMBER, ListTable
from desktop.pages.people.import_words import choices, column_words
from desktop.words import _

_LOOKED_AT = 60  # rows whose cells say how wide a column must be
_NARROWEST, _WIDEST, _SHRUNK, _VERDICT, _VERDICT_LEAST = 88, 190, 94, 350, 270
_NUMBER = 64


class ListGrid(QTableView):
    """The rows of a list; where its columns have no room, the name and what becomes of it."""

    answered = Signal(int, str)  # line, answer
    mapped = Signal(str, str)  # column, field or nothing

    def __init__(self, year: int) -> None:
        super().__init__()
        self.setProperty("area", True)
        self.setProperty("ring", "inside")
        self.table = ListTable(year, self)
        self.setModel(self.table)
        self._cells, self._verdicts = CellDelegate(self), VerdictDelegate(self)
        self.setItemDelegate(self._cells)
        self._verdicts.answered.connect(self._answer)
        self.head = MappingHeader(self.table, self)
        self.head.mapped.connect(self.mapped)
        self.setHorizontalHeader(self.head)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.compact = self.trimmed = False
        self.setAccessibleName(_("The rows of the list"))

    def show_preview(self, preview: Preview, decisions: Decisions) -> None:
        """Show a list, or the same one taken otherwise."""
        before = self.table.preview
        line = self.currentIndex().row()
        same = before is not None and before.table is preview.table
        self.table.show(preview, decisions)
        if same:
            self.head.show_mapping()
        else:
            self.head.show_columns(preview.table.columns)
        self.setItemDelegateForColumn(self.table.last(), self._verdicts)
        self.arrange()
        if same and line >= 0:
            self.selectRow(line)

    def questions(self) -> list[int]:
        """Return the lines that wait for an answer."""
        lines = range(self.table.rowCount())
        return [line for line in lines if self.table.open_question(line)]

    def go_to_question(self) -> None:
        """Bring the next row that waits for an answer into view, and choose it."""
        waiting = self.questions()
        if waiting:
            here = self.currentIndex().row()
            line = next((one for one in waiting if one > here), waiting[0])
            self.setFocus()
            self.selectRow(line)

    # answers

    def _answer(self, line: int, answer: str) -> None:
        if answer == ASK:
            self.open_menu(line)
        else:
            self.answered.emit(line, answer)

    def open_menu(self, line: int) -> QMenu | None:
        """Offer the answers of a row that asked; None of one that did not."""
        planned, preview = self.table.planned(line), self.table.preview
        if planned is None or preview is None or not self.table.asks(line):
            return None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for choice in choices(preview, planned):
            menu.addAction(choice.words, partial(self.answered.emit, line, choice.answer))
        if not self.table.open_question(line):
            menu.addSeparator()
            menu.addAction(_("Decide later"), partial(self.answered.emit, line, ""))
        menu.popup(self._place_of(line))
        return menu

    def _place_of(self, line: int) -> QPoint:
        place = self.visualRect(self.table.index(line, self.table.last()))
        return self.viewport().mapToGlobal(place.bottomLeft() + QPoint(theme.now().px(12), 0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        line = self.currentIndex().row()
        if event.key() in keys and line >= 0 and offers(self.table, line):
            self.open_menu(line)
            return
        super().keyPressEvent(event)

    # room

    def arrange(self) -> None:
        """Give columns their widths; where there is too little room, show two of them."""
        if self.table.preview is None:
            return
        worn, last = theme.now(), self.table.last()
        room = self.viewport().width()
        wished = {column: self._wish(column) for column in range(FIRST, last)}
        number = worn.size(_NUMBER)
        said = QFontMetrics(worn.shared_font("small")).horizontalAdvance(taken_for())
        number = max(number, said + worn.px(20))
        if self._needs(wished, number, worn.size(_VERDICT)) > room:
            for column in wished:
                if not self.table.field(column):
                    wished[column] = worn.size(_SHRUNK)
        verdict = worn.size(_VERDICT_LEAST)
        self.trimmed = not worn.large and self._needs(wished, number, verdict) > room
        if self.trimmed:
            wished = {column: wide for column, wide in wished.items() if self.table.field(column)}
        self._set_compact(worn.large or self._needs(wished, number, verdict) > room)
        self.setColumnWidth(NUMBER, number)
        for column, wide in wished.items():
            self.setColumnWidth(column, wide)
        if self.compact:
            named = self._cells.name_column
            share = max(worn.size(150), room * 2 // 5 - number)
            self.setColumnWidth(named, share)
            self.setColumnWidth(last, room - number - share)
        else:
            self.setColumnWidth(last, room - number - sum(wished.values()))
        self.head.place()

    def lacks_columns(self) -> bool:
        """Tell whether some columns are not on the screen."""
        return self.compact or self.trimmed

    def _needs(self, wished: dict[int, int], number: int, verdict: int) -> int:
        return number + sum(wished.values()) + verdict

    def _wish(self, column: int) -> int:
        worn = theme.now()
        metrics = QFontMetrics(worn.shared_font("strong"))
        preview = self.table.preview
        assert preview is not None
        words = [
            self.table.cell(line, column) for line in range(min(_LOOKED_AT, self.table.rowCount()))
        ]
        words.append(preview.table.columns[column - FIRST])
        taken = QFontMetrics(worn.font()).horizontalAdvance(column_words(self.table.field(column)))
        wide = max(metrics.horizontalAdvance(one) for one in words) + worn.px(24)
        wide = max(wide, taken + worn.px(62))  # the choice, with its caret and margins
        return min(max(wide, worn.size(_NARROWEST)), worn.size(_WIDEST))

    def _set_compact(self, compact: bool) -> None:
        last = self.table.last()
        fields = [self.table.field(column) for column in range(FIRST, last)]
        named = FIRST + (fields.index("name") if "name" in fields else 0)
        self.compact = compact
        self._cells.name_column = named if compact else -1
        self._verdicts.tall = compact
        for column in range(FIRST, last):
            unwanted = self.trimmed and not self.table.field(column)
            self.setColumnHidden(column, column != named if compact else unwanted)
        self.verticalHeader().setDefaultSectionSize(row_height(tall=compact))
        self.head.set_plain(compact)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
