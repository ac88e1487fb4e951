"""The head of the paper form, folded to one line: edition, unit, class, dates, people."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget
from typing_extensions import override

from db.record import Value
from desktop import icons, theme
from desktop.labels import value_label
from desktop.pages.activities.boxes import ChoiceBox, DayBox, LineBox
from desktop.pages.activities.directory import Directory
from desktop.pages.activities.field_box import BESIDE, FieldBox
from desktop.pages.plans.plan_parts import HEADER
from desktop.widgets.basic import column, label, row
from desktop.widgets.buttons import button
from desktop.words import _

SHOWN = ("edition", "lesson_type", "class_name", "taught_on", "author_name", "group_name")
GRADED = ("layout", "grade_a", "grade_b", "grade_c")
COLUMN = 236  # pixels at usual letters that a day with its week wants


class HeaderStrip(QFrame):
    """One line; unfolded, a field for each."""

    edited = Signal(str, object)
    met = Signal(str, object, object)  # wire name, a person's id or None, the name
    pressed = Signal()
    left = Signal(str)
    versions_wanted = Signal(str)

    def __init__(self, directory: Directory) -> None:
        super().__init__()
        self._directory = directory
        self._values: Mapping[str, Value] = {}
        self._groups: Mapping[str, str] = {}
        self.boxes: dict[str, FieldBox] = {}
        self._open, self._columns, self._read_only = False, 0, False
        layout = column(self, 6, (16, 8, 16, 0))
        line = row(gap=8)
        self._said = label("", "small", "ink2", wrap=True)
        self._fold = button("", "quiet", "caret-down", small=True)
        self._fold.clicked.connect(self._turn)
        line.addWidget(self._said, 1)
        line.addWidget(self._fold)
        layout.addLayout(line)
        self._page = QWidget()
        self._page.hide()
        self._grid = QGridLayout(self._page)
        self._grid.setContentsMargins(0, 0, 0, theme.now().px(8))
        self._grid.setHorizontalSpacing(theme.now().px(14))
        layout.addWidget(self._page)
        self._retranslate()

    def names(self) -> tuple[str, ...]:
        """Return the fields there are: those of several grades only where they are taught."""
        graded = GRADED if self._values.get("layout") == "multigrade" else GRADED[:1]
        return (*HEADER, *graded)

    def is_open(self) -> bool:
        """Return whether the fields are shown."""
        return self._open

    def set_open(self, open: bool) -> None:
        """Show the fields, or one line."""
        self._open = open
        self._page.setVisible(open)
        if open:
            self._place()
        self._retranslate()

    def _turn(self) -> None:
        self.set_open(not self._open)

    def show_values(self, values: Mapping[str, Value], came: frozenset[str], words: str) -> None:
        """Show the fields; those that came from elsewhere say so."""
        before, self._values = self._values.get("layout"), values
        for box in self.boxes.values():
            if box.state() == "doubt":
                continue  # what is typed cannot be read yet, and nothing may push it away
            self._show(box)
            box.forget_came()
            if box.name in came or BESIDE.get(box.name) in came:
                box.tell_came(words)
        if self._open and values.get("layout") != before:
            self._place()
        self._retranslate()

    def set_versions(self, names: tuple[str, ...]) -> None:
        """Say of which fields there are two versions."""
        for name, box in self.boxes.items():
            box.set_versions(2 if name in names else 0)

    def set_groups(self, groups: Mapping[str, str]) -> None:
        """Offer preparation groups by id."""
        self._groups = groups
        box = self.boxes.get("group")
        if box is not None and isinstance(box.box, ChoiceBox):
            box.box.offer(groups)

    def group_name(self, id: str) -> Value:
        """Return the name of a group."""
        return self._groups.get(id)

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be typed, where this laptop may not write."""
        self._read_only = read_only
        for box in self.boxes.values():
            box.set_read_only(read_only)

    def focus(self, name: str) -> None:
        """Put the focus into a field."""
        self.set_open(True)
        if name in self.boxes:
            self.boxes[name].box.setFocus()

    def composing(self) -> bool:
        """Tell whether an input method is at work in a field."""
        return any(one.box.hasFocus() and one.box.composing() for one in self.boxes.values())

    def commit(self) -> None:
        """Take what stands in the field that has the focus, as if it were left."""
        for one in self.boxes.values():
            if isinstance(one.box, LineBox | DayBox) and one.box.hasFocus():
                one.box.editingFinished.emit()

    def _show(self, box: FieldBox) -> None:
        beside = str(self._values.get(BESIDE.get(box.name, "")) or "")
        box.show_value(self._values.get(box.name), beside)

    def _make(self, name: str) -> FieldBox:
        box = FieldBox(name, self._directory, "lesson_plan")
        box.edited.connect(self._edit)
        box.met.connect(self.met)
        box.left.connect(self.left)
        box.pressed.connect(self.pressed)
        box.versions_wanted.connect(self.versions_wanted)
        self.boxes[name] = box
        if name == "group" and isinstance(box.box, ChoiceBox):
            box.box.offer(self._groups)
        box.set_read_only(self._read_only)
        self._show(box)
        return box

    def _edit(self, name: str, value: Value) -> None:
        self._values = {**self._values, name: value}
        self.edited.emit(name, value)
        if name == "layout":
            self._place()

    def _place(self) -> None:
        worn = theme.now()
        self._columns = max(2, min(4, round(self.width() / worn.scale) // COLUMN))
        for box in self.boxes.values():
            self._grid.removeWidget(box)
            box.hide()
        at = 0
        for name in self.names():
            box = self.boxes.get(name) or self._make(name)
            span = min(2, self._columns) if name in ("title", "unit") else 1
            if at % self._columns + span > self._columns:
                at += 1
            self._grid.addWidget(box, at // self._columns, at % self._columns, 1, span)
            box.show()
            at += span
        for number in range(4):
            self._grid.setColumnStretch(number, int(number < self._columns))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = max(2, min(4, round(self.width() / theme.now().scale) // COLUMN))
        if self._open and columns != self._columns:
            self._place()

    def _retranslate(self) -> None:
        said = [value_label("lesson_plan", name, self._values.get(name)) for name in SHOWN]
        self._said.setText("·".join(one for one in said if one) or _("Class, dates and people"))
        self._fold.setText(_("Fold away") if self._open else _("Head of the form"))
        icons.dress(self._fold, "caret-up" if self._open else "caret-down", "accent", 16)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
