"""A text of the plan outside the steps: its heading, and the box, which takes pasted text clean."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QMimeData, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from typing_extensions import override

from db.record import Value
from desktop import theme
from desktop.labels import field_label
from desktop.pages.activities.boxes import NumberBox, TextBox
from desktop.pages.plans.pasting import clean
from desktop.pages.plans.plan_bounds import too_long
from desktop.pages.plans.plan_parts import HOMEWORK, Part
from desktop.widgets.basic import column, label, row
from desktop.widgets.buttons import button
from desktop.words import _, ngettext


class PlanTextBox(TextBox):
    """A text box that takes only the words of what is pasted, and not more than a field holds."""

    refused = Signal()

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        words = source.text() if source.hasText() else ""
        if too_long(words, self.document().characterCount()):
            self.refused.emit()
            return
        self.insertPlainText(clean(words))
        self.ensureCursorVisible()


class TextPart(QWidget):
    """One part of the form: heading, what is said of it, and a box for each of its texts."""

    edited = Signal(str, object)  # wire name, value
    pressed = Signal()
    left = Signal()
    refused = Signal()
    comments_wanted = Signal(str)  # the field
    versions_wanted = Signal(str)  # the field
    entered = Signal(str)  # the part's key

    def __init__(self, part: Part) -> None:
        super().__init__()
        self.part = part
        self._layout = column(self, 6, (16, 12, 16, 4))
        self._head = row(gap=10)
        self._name = label("", "heading")
        self._note = label("", "small", "ink3")
        self._head.addWidget(self._name)
        self._head.addWidget(self._note)
        self._head.addStretch(1)
        self._comments: QPushButton | None = None  # both are made for those parts that need them
        self._versions: QPushButton | None = None
        self._layout.addLayout(self._head)
        self.boxes: dict[str, PlanTextBox] = {}
        self._labels: dict[str, QLabel] = {}
        self._disputed = ""
        self.number: NumberBox | None = self._make_number() if part.number else None
        for name in part.fields:
            self._make_box(name)
        self._retranslate()

    def head(self) -> QWidget:
        """Return the heading, to point at."""
        return self._name

    def _sign(self, glyph: str, tone: str, place: int) -> QPushButton:
        """Return a new button of the heading, so many places from its right end."""
        out = button("", "quiet", glyph, small=True, role=tone)
        out.setProperty("tone", tone)
        self._head.insertWidget(self._head.count() - place, out)
        return out

    def _make_number(self) -> NumberBox:
        box = NumberBox()
        box.setFixedWidth(theme.now().size(64))
        box.edited.connect(self._edit_number)
        box.pressed.connect(self.pressed)
        box.left.connect(self.left)
        self._labels[self.part.number] = label("", "small", "ink2")
        self._head.insertWidget(2, self._labels[self.part.number])
        self._head.insertWidget(3, box)
        return box

    def _edit_number(self, value: Value) -> None:
        self.edited.emit(self.part.number, value)

    def _make_box(self, name: str) -> None:
        if len(self.part.fields) > 1:
            self._labels[name] = label("", "small", "ink2")
            self._layout.addWidget(self._labels[name])
        box = PlanTextBox(self.part.lines)
        box.setObjectName(name)
        box.edited.connect(self._edit)
        box.pressed.connect(self.pressed)
        box.left.connect(self.left)
        box.refused.connect(self.refused)
        self.boxes[name] = box
        self._layout.addWidget(box)

    def _edit(self, value: Value) -> None:
        box = self.sender()
        if isinstance(box, PlanTextBox):
            box.untint()
            self.edited.emit(box.objectName(), value)

    def show_values(self, values: Mapping[str, Value], came: frozenset[str]) -> None:
        """Show the texts; what came from elsewhere is tinted."""
        if self.number is not None:
            self.number.show_value(values.get(self.part.number))
        for name, box in self.boxes.items():
            before = box.toPlainText()
            box.show_value(values.get(name))
            if name in came:
                box.tint(before)

    def set_comments(self, count: int) -> None:
        """Say how many comments there are."""
        if self._comments is None:
            if not count:
                return
            self._comments = self._sign("chat-text", "pen", 0)
            self._comments.clicked.connect(self._ask_comments)
        self._comments.setVisible(bool(count))
        words = ngettext("{count} comment", "{count} comments", count)
        self._comments.setText(words.format(count=count))

    def set_disputed(self, names: tuple[str, ...]) -> None:
        """Say that there are two versions of one of its texts."""
        mine = [name for name in self.part.fields if name in names]
        self._disputed = mine[0] if mine else ""
        if self._versions is None:
            if not mine:
                return
            self._versions = self._sign("git-branch", "warn", int(self._comments is not None))
            self._versions.clicked.connect(self._ask_versions)
        self._versions.setVisible(bool(mine))
        self._versions.setText(_("Two versions"))

    def set_note(self, words: str) -> None:
        """Say something small beside the heading."""
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be typed, where this laptop may not write."""
        for box in (*self.boxes.values(), *((self.number,) if self.number else ())):
            box.setReadOnly(read_only)

    def composing(self) -> bool:
        """Tell whether an input method is at work in a box."""
        return any(box.hasFocus() and box.composing() for box in self.boxes.values())

    def lay_under(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        self._layout.addWidget(widget)

    def _ask_comments(self) -> None:
        self.comments_wanted.emit(self.part.fields[0])

    def _ask_versions(self) -> None:
        self.versions_wanted.emit(self._disputed)

    def _retranslate(self) -> None:
        self._name.setText(self.part.words())
        if self.number is not None:
            words = field_label("lesson_plan", self.part.number)
            self._labels[self.part.number].setText(words)
            self.number.setAccessibleName(words)
        for name, box in self.boxes.items():
            words = field_label("lesson_plan", name)
            box.setAccessibleName(words)
            if name in self._labels:
                self._labels[name].setText(words)
        if self.part.key == "board_plan":
            self.set_note(_("Printed in the plan as it stands here"))
        elif self.part.key == "adaptation_note":
            self.set_note(_("What was changed for my class, and why"))
        elif self.part.key != HOMEWORK:
            self.set_note("")

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
