"""What each column of a staff list is taken for, one under the other, where room is short."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from desktop import theme
from desktop.pages.people.import_draft import Preview
from desktop.pages.people.import_header import mapping_combo
from desktop.pages.people.import_words import NO_COLUMN
from desktop.widgets.basic import column
from desktop.widgets.fields import Combo, Field
from desktop.widgets.scroll import scroll

_SAMPLES = 3  # cells shown under a choice
_TWO_FROM = 520  # pixels at usual letters: from here on two choices a line


class MappingPanel(QWidget):
    """A choice for every column, with what stands in it."""

    mapped = Signal(str, str)  # column, field or nothing

    def __init__(self) -> None:
        super().__init__()
        inner = QWidget()
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, theme.now().px(12), 0)
        self._grid.setSpacing(theme.now().px(14))
        column(self, 0).addWidget(scroll(inner))
        self._fields: list[Field] = []
        self._columns: tuple[str, ...] = ()
        self._across = 0

    def show_preview(self, preview: Preview) -> None:
        """Show the columns of a list and what they are taken for."""
        table = preview.table
        if table.columns != self._columns:
            self._columns = table.columns
            self._make(preview)
        for name, field in zip(self._columns, self._fields, strict=True):
            combo = field.control
            assert isinstance(combo, Combo)
            combo.set_code(preview.mapping.get(name) or NO_COLUMN)

    def _make(self, preview: Preview) -> None:
        for old in self._fields:
            old.hide()
            old.deleteLater()
        self._fields = []
        for at, name in enumerate(self._columns):
            cells = [row.cells[at] for row in preview.table.rows[:20] if row.cells[at]]
            combo = mapping_combo(name)
            combo.chosen.connect(self._tell)
            combo.setProperty("column", name)
            self._fields.append(Field(name, combo, "、".join(cells[:_SAMPLES])))
        self._across = 0
        self._arrange()

    def _tell(self, code: str) -> None:
        self.mapped.emit(str(self.sender().property("column")), "" if code == NO_COLUMN else code)

    def _arrange(self) -> None:
        across = 2 if self.width() / theme.now().scale >= _TWO_FROM else 1
        if across == self._across:
            return
        self._across = across
        for at, field in enumerate(self._fields):
            self._grid.addWidget(field, at // across, at % across)
        for number in range(2):
            self._grid.setColumnStretch(number, 1 if number < across else 0)
        self._grid.setRowStretch(len(self._fields), 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
