"""The fields of a person or a school in lines, and what stands under them."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from desktop.pages.activities.directory import Directory
from desktop.pages.activities.field_box import FieldBox
from desktop.pages.activities.form_plan import Line, fit
from desktop.pages.activities.tabs import FieldsTab
from desktop.pages.people.entry import Entry
from desktop.pages.people.form_plan import PLANS


class RecordTab(FieldsTab):
    """Every field of one kind of record, in as many columns as there is room for."""

    def __init__(self, directory: Directory, kind: str) -> None:
        super().__init__(directory)
        self.kind, self._columns = kind, 0
        self._plan: Sequence[Line] = PLANS[kind]
        self.entries: dict[str, Entry] = {}
        for line in self._plan:
            for name, _span in line:
                self.entries[name] = entry = Entry(kind, name, directory)
                entry.setParent(self)  # until there is a width to lay it out in
                entry.hide()
        self.boxes: dict[str, FieldBox] = dict(self.entries)
        self._layout.addStretch(1)

    def add(self, section: QWidget) -> None:
        """Put a section under the fields."""
        self._layout.insertWidget(self._layout.count() - 1, section)

    def arrange(self) -> None:
        """Lay the fields out anew, if there is room for other columns."""
        if (columns := self.columns()) == self._columns:
            return
        held: QWidget | None = QApplication.focusWidget()
        self._columns = columns
        for entry in self.entries.values():
            entry.setParent(self)
        for old in self._lines:
            self._layout.removeWidget(old)
            old.deleteLater()
        self._lines = [self.line(line, columns) for line in fit(self._plan, columns)]
        for at, widget in enumerate(self._lines):
            self._layout.insertWidget(at, widget)
        self._order_tabs()
        if held is not None and self.isAncestorOf(held):
            held.setFocus()

    def _order_tabs(self) -> None:
        """Let Tab go through the fields in reading order, whenever they were made."""
        boxes = [entry.box for entry in self.entries.values()]
        for before, after in pairwise(boxes):
            QWidget.setTabOrder(before, after)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
