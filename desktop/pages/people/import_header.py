"""The head of the table of a staff list: their column's name over what we take it for."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget
from typing_extensions import override

from desktop import theme
from desktop.pages.people.import_table import FIRST, NUMBER, ListTable
from desktop.pages.people.import_words import NO_COLUMN, columns
from desktop.widgets.fields import Combo
from desktop.widgets.lists import text
from desktop.words import _


class MappingHeader(QHeaderView):
    """A choice in the head of every column; without the choices a plain head."""

    mapped = Signal(str, str)  # the column, the field it is taken for or nothing

    def __init__(self, table: ListTable, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._table, self._view = table, view
        self._combos: list[Combo] = []
        self.plain = False
        self.note = ""
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.sectionResized.connect(self.place)
        view.horizontalScrollBar().valueChanged.connect(self.place)

    def show_columns(self, names: Sequence[str]) -> None:
        """Make the choices for the columns of another list."""
        for old in self._combos:
            old.hide()
            old.deleteLater()
        self._combos = []
        before: QWidget | None = None
        for name in names:
            one = mapping_combo(name)
            one.setParent(self.viewport())
            one.chosen.connect(self._tell)
            one.setProperty("column", name)
            self._combos.append(one)
            if before is not None:
                QWidget.setTabOrder(before, one)
            before = one
        if before is not None:
            QWidget.setTabOrder(before, self._view)
        self.show_mapping()

    def show_mapping(self) -> None:
        """Show what each column is taken for now."""
        for at, one in enumerate(self._combos):
            one.set_code(self._table.field(at + FIRST) or NO_COLUMN)
        self.place()
        self.viewport().update()

    def combos(self) -> list[Combo]:
        """Return the choices, one a column of the file."""
        return self._combos

    def _tell(self, code: str) -> None:
        name = self.sender().property("column")
        self.mapped.emit(str(name), "" if code == NO_COLUMN else code)

    def set_plain(self, plain: bool) -> None:
        """Show no choices, where there is no room for them."""
        self.plain = plain
        self.place()
        self.updateGeometry()
        self.geometriesChanged.emit()

    def place(self) -> None:
        """Put the choices where their columns are."""
        worn = theme.now()
        tall = worn.size(24) + worn.px(10) + 2
        top = self.sizeHint().height() - tall - worn.px(8)
        for at, one in enumerate(self._combos):
            section = at + FIRST
            hidden = self.plain or self.isSectionHidden(section)
            one.setVisible(not hidden)
            if not hidden:
                left = self.sectionViewportPosition(section) + worn.px(4)
                one.setGeometry(left, top, self.sectionSize(section) - worn.px(10), tall)

    @override
    def sizeHint(self) -> QSize:
        worn = theme.now()
        if self.plain:
            return QSize(0, worn.size(20) + worn.px(16))
        return QSize(0, worn.size(22) + worn.size(24) + worn.px(30))

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        worn, table = theme.now(), self._table
        painter.save()
        painter.fillRect(rect, worn.q("sunken"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, worn.q("line"))
        inner = rect.adjusted(worn.px(12), worn.px(8), -worn.px(6), -worn.px(8))
        first = QRect(inner.left(), inner.top(), inner.width(), worn.size(22))
        below = worn.size(24) + worn.px(12)
        second = QRect(inner.left(), inner.bottom() - below, inner.width(), below)
        if logicalIndex == NUMBER:
            text(painter, first, _("Row"), "small", "ink2")
            if not self.plain:
                text(painter, second, taken_for(), "small", "ink2")
        elif logicalIndex == table.last():
            text(painter, first, _("What will happen"), "small", "ink2")
            if not self.plain:
                text(painter, second, self.note, "small", "ink3")
        elif table.preview is not None:
            name = table.preview.table.columns[logicalIndex - FIRST]
            wanted = bool(table.field(logicalIndex))
            text(painter, first, name, "strong" if wanted else "body", "ink" if wanted else "ink3")
        painter.restore()


def taken_for() -> str:
    """Return the words before the choices."""
    return _("taken for")


def mapping_combo(column: str) -> Combo:
    """Return the choice of what a column is taken for."""
    out = Combo(columns())
    out.setMinimumContentsLength(2)
    out.setAccessibleName(_("“{column}” is taken for").format(column=column))
    return out
