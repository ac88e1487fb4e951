"""The fields of one lesson, under the list; it saves as one types."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout
from typing_extensions import override

from db.queries.lessons import LessonRow
from db.record import Value
from desktop import theme
from desktop.labels import field_label
from desktop.pages.activities.boxes import LineBox, NumberBox
from desktop.widgets.basic import column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.fields import Field
from desktop.words import _

FIELDS = ("title", "periods", "lesson_no", "unit", "unit_no")
WIDE = {"title": 2, "unit": 2}
PAUSE_MS = 600
FIVE_FROM = 620  # pixels at usual letters; below it the fields stand in two columns


class LessonForm(QFrame):
    """What a person typed leaves after a pause, or when a field is left."""

    changed = Signal(str, object)  # the lesson's id, its changed values
    delete_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "foot")
        layout = column(self, 8, (16, 10, 16, 12))
        head = row(gap=8)
        self._name = label("", "strong", wrap=True)
        self._delete = button("", "danger", "trash", small=True)
        head.addWidget(self._name, 1)
        head.addWidget(self._delete)
        layout.addLayout(head)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.now().px(12))
        self._grid.setVerticalSpacing(theme.now().px(8))
        layout.addLayout(self._grid)
        self.boxes: dict[str, LineBox] = {
            name: LineBox() if name in WIDE else NumberBox() for name in FIELDS
        }
        self._fields = {name: Field("", box) for name, box in self.boxes.items()}
        self._lesson: LessonRow | None = None
        self._typed: dict[str, Value] = {}
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        for name, box in self.boxes.items():
            box.edited.connect(partial(self._edit, name))
            box.left.connect(self.flush)
        self._delete.clicked.connect(self._ask_delete)
        self._columns = 0
        self._arrange(7)
        self._retranslate()

    def show_lesson(self, lesson: LessonRow, *, may: bool) -> None:
        """Show a lesson; what was typed into another one is told first."""
        if self._lesson is not None and lesson.id != self._lesson.id:
            self.flush()
        self._lesson = lesson
        self._name.setText(lesson.title)
        for name, box in self.boxes.items():
            if name not in self._typed:
                value: Value = getattr(lesson, name)
                box.show_value(value)
            box.setReadOnly(not may)
        self._delete.setVisible(may)

    def lesson(self) -> LessonRow | None:
        """Return the lesson shown."""
        return self._lesson

    def flush(self) -> None:
        """Tell what was typed."""
        self._pause.stop()
        typed, self._typed = self._typed, {}
        if self._lesson is not None and typed:
            self.changed.emit(self._lesson.id, typed)

    def _edit(self, name: str, value: Value) -> None:
        if name == "title" and not str(value or "").strip():
            self._typed.pop(name, None)
            self._fields[name].set_hint(_("A lesson needs a title; this is not saved yet"), "warn")
            return
        self._fields[name].set_hint("")
        self._typed[name] = value
        self._pause.start()

    def _ask_delete(self) -> None:
        if self._lesson is not None:
            self.flush()
            self.delete_wanted.emit(self._lesson.id)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        line = at = 0
        for name in FIELDS:
            span = WIDE.get(name, 1)
            if at + span > columns:
                line, at = line + 1, 0
            self._grid.addWidget(self._fields[name], line, at, 1, span)
            at += span
        for number in range(7):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(7 if self.width() / theme.now().scale >= FIVE_FROM else 4)

    def _retranslate(self) -> None:
        for name, field in self._fields.items():
            field.set_name(field_label("lesson", name))
        self._delete.setText(_("Delete"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def changed_of(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return what is written: nothing for an empty word."""
    return {name: value if value != "" else None for name, value in values.items()}
