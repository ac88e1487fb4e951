"""The pages of the form that hold fields: basics and texts."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from desktop import theme
from desktop.pages.activities.directory import Directory
from desktop.pages.activities.field_box import FieldBox
from desktop.pages.activities.form_plan import PEOPLE, TEXTS, Line, basics, fit, folded
from desktop.widgets.basic import A, column, label
from desktop.widgets.buttons import button
from desktop.widgets.tokens import Tokens
from desktop.words import _

FOUR_FROM = 560  # pixels at usual letters; below it lines have two columns, below TWO_FROM one
TWO_FROM = 330


class FieldsTab(QWidget):
    """Fields in lines; what is compared is laid in under the line of its field."""

    made = Signal(object)  # a FieldBox, new

    def __init__(self, directory: Directory) -> None:
        super().__init__()
        self._directory = directory
        self.boxes: dict[str, FieldBox] = {}
        self._layout = column(self, 12, (20, 14, 20, 14))
        self._lines: list[QWidget] = []
        self._places: dict[str, QWidget] = {}

    def box(self, name: str) -> FieldBox:
        """Return the box of a field, made when it is first needed."""
        if name not in self.boxes:
            self.boxes[name] = FieldBox(name, self._directory)
            self.boxes[name].setParent(self)
            self.made.emit(self.boxes[name])
        return self.boxes[name]

    def line(self, line: Line, columns: int) -> QWidget:
        """Return a line of fields side by side."""
        out = QWidget()
        grid = QGridLayout(out)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.now().px(14))
        at = 0
        for name, span in line:
            widget = self.widget_for(name)
            grid.addWidget(widget, 0, at, 1, span)
            widget.show()
            self._places[name] = out
            at += span
        for number in range(columns):
            grid.setColumnStretch(number, 1)
        return out

    def widget_for(self, name: str) -> QWidget:
        """Return what stands in the place of a name."""
        return self.box(name)

    def lay_under(self, name: str, widget: QWidget) -> None:
        """Put a widget under the line of a field."""
        line = self._places.get(name)
        at = self._layout.indexOf(line) if line is not None else -1
        self._layout.insertWidget(at + 1, widget)

    def columns(self) -> int:
        """Return how many columns there is room for."""
        em = self.width() / theme.now().scale
        return 4 if em >= FOUR_FROM else 2 if em >= TWO_FROM else 1


class BasicsTab(FieldsTab):
    """基本信息: what a record of this type mostly has; the rest is folded."""

    def __init__(self, directory: Directory, people: Tokens, chips: QWidget) -> None:
        super().__init__(directory)
        self._people = QWidget(self)
        inner = column(self._people, 4)
        self._people_name = label("", "small", "ink2")
        inner.addWidget(self._people_name)
        inner.addWidget(people)
        self._chips = chips
        self._type, self._columns, self._open = "", 0, False
        self._more = button("", "quiet", "caret-down", small=True)
        self._more.clicked.connect(self._unfold)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._more)
        self._foot.addStretch(1)
        self._layout.addWidget(chips)
        self._layout.addLayout(self._foot)
        self._layout.addStretch(1)
        self._retranslate()

    def set_type(self, type: str) -> None:
        """Show the fields of a type of activity."""
        if type != self._type or not self._columns:
            self._type = type
            self._arrange()

    def unfolded(self) -> bool:
        """Return whether every field is shown."""
        return self._open

    def set_unfolded(self, open: bool) -> None:
        """Show every field, or only the usual ones."""
        if open != self._open:
            self._open = open
            self._retranslate()
            self._arrange()

    def shows(self, name: str) -> bool:
        """Return whether a field stands on the page now."""
        wanted = [*basics(self._type), *(folded(self._type) if self._open else ())]
        return any(name == field for line in wanted for field, _span in line)

    def _unfold(self) -> None:
        self.set_unfolded(not self._open)

    @override
    def widget_for(self, name: str) -> QWidget:
        return self._people if name == PEOPLE else self.box(name)

    def _arrange(self) -> None:
        """Lay the boxes out anew; a box that is shown no more waits without a place."""
        held: QWidget | None = QApplication.focusWidget()
        self._columns = self.columns()
        for box in (*self.boxes.values(), self._people):
            box.setParent(self)
            box.hide()
        for old in self._lines:
            self._layout.removeWidget(old)
            old.deleteLater()
        wanted: Sequence[Line] = basics(self._type)
        if self._open:
            wanted = [*wanted, *folded(self._type)]
        self._lines = [self.line(line, self._columns) for line in fit(wanted, self._columns)]
        for at, widget in enumerate(self._lines):
            self._layout.insertWidget(at + (1 if at else 0), widget)
            widget.show()  # a layout would only do so at its next turn, and keys come before
        if held is not None and self.isAncestorOf(held):
            held.setFocus()
        chain([*self._lines[:1], self._chips, *self._lines[1:], self._more])

    def _retranslate(self) -> None:
        self._more.setText(_("Fewer fields") if self._open else _("More fields"))
        self._people_name.setText(_("Teachers and participants"))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._type and self.columns() != self._columns:
            self._arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


class TextsTab(FieldsTab):
    """过程记录: what was done, said, and came of it."""

    def __init__(self, directory: Directory) -> None:
        super().__init__(directory)
        for name in TEXTS:
            self._layout.addWidget(self.line(((name, 1),), 1), 0, A.AlignTop)
        self._layout.addStretch(1)


def chain(widgets: Sequence[QWidget]) -> None:
    """Let the Tab key walk through widgets in this order, whenever they were made."""
    stops = [
        one
        for widget in widgets
        for one in (widget, *widget.findChildren(QWidget))
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
        and one.window() is widget.window()  # a calendar that drops down is a window of its own
    ]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)
