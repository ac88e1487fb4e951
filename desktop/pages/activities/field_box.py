"""One field of the form: its label, its box, what it still wants, and how many versions it has."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from db.record import Value
from desktop.labels import choice_labels, field_label
from desktop.pages.activities.boxes import (
    ChoiceBox,
    CodesBox,
    DayBox,
    LineBox,
    NumberBox,
    PersonBox,
    SchoolsBox,
    TextBox,
    TimeBox,
    period_box,
)
from desktop.pages.activities.directory import Directory
from desktop.pages.activities.form_plan import WANTED
from desktop.widgets.basic import A, column
from desktop.widgets.buttons import button
from desktop.widgets.fields import Field
from desktop.words import _, ngettext

AnyBox = ChoiceBox | CodesBox | DayBox | LineBox | SchoolsBox | TextBox
TEXTS = ("summary", "discussion", "outcome", "decisions")
BESIDE = {
    "host_school": "host_school_name",
    "partner_schools": "partner_school_names",
    "follow_up_person": "follow_up_person_name",
    "recorder": "recorder_name",
    "person": "person_name",
    "owner": "owner_name",
    "author": "author_name",
    "lead_preparer": "lead_preparer_name",
    "group": "group_name",
}


_DAYS = (
    "held_on", "ends_on", "follow_up_on", "due_on", "done_on", "prepared_on", "taught_on",
)  # fmt: skip
_CHOICES = (
    "type", "status", "direction", "subject", "d.stage", "d.level", "role", "attendance",
    "volume", "lesson_type", "layout", "grade_a", "grade_b", "grade_c",
)  # fmt: skip
_COUNTS = (
    "own_count", "guest_count", "pupil_count", "lesson_count", "period_no", "period_count",
    "homework_minutes",
)  # fmt: skip
_PEOPLE = ("follow_up_person", "recorder", "person", "owner", "author", "lead_preparer")


def make_box(kind: str, name: str, directory: Directory) -> AnyBox:
    """Return the box for a field, by its type."""
    if name in _DAYS:
        day = DayBox()
        day.set_calendar(directory.spans, directory.holidays)
        return day
    if name in _CHOICES:
        return ChoiceBox(choice_labels(kind, name))
    if name in _PEOPLE:
        return PersonBox(directory.propose_people)
    if name in _COUNTS or name == "hours":
        return NumberBox(whole=name != "hours")
    match name:
        case "starts_at" | "ends_at":
            return TimeBox()
        case "period":
            return period_box()
        case "host_school":
            return ChoiceBox(directory.names)
        case "group":
            return ChoiceBox({})  # the page that has groups offers them
        case "partner_schools":
            return SchoolsBox(directory.propose_schools, directory.short_names)
        case "grade" | "dimensions":
            return CodesBox(kind, name)
        case _ if name in TEXTS:
            return TextBox(4 if name == "summary" else 6)
    return LineBox()


class FieldBox(QWidget):
    """A field of the activity, with what it wants said under it."""

    edited = Signal(str, object)  # wire name, value
    met = Signal(str, object, object)  # wire name, a person's id or None, the name
    left = Signal(str)
    pressed = Signal()
    versions_wanted = Signal(str)

    def __init__(self, name: str, directory: Directory, kind: str = "activity") -> None:
        super().__init__()
        self.name, self.kind = name, kind
        self.box = self._make_box(directory)
        layout = column(self, 2)
        self._field = Field(field_label(kind, name), self.box)
        layout.addWidget(self._field)
        self._versions = button("", "quiet", "git-branch", small=True, role="warn")
        self._versions.setProperty("tone", "warn")
        self._versions.hide()
        self._versions.clicked.connect(self._ask_versions)
        layout.addWidget(self._versions, 0, A.AlignLeft)
        layout.addStretch(1)
        self._hint_is, self._quiet_hint = "", ""
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, self.box.sizePolicy().verticalPolicy())
        self._connect()
        self._dress()

    def _make_box(self, directory: Directory) -> AnyBox:
        return make_box(self.kind, self.name, directory)

    def _connect(self) -> None:
        box = self.box
        box.edited.connect(self._edit)
        box.left.connect(self._leave)
        if isinstance(box, LineBox | TextBox):
            box.pressed.connect(self.pressed)
        if isinstance(box, LineBox):
            box.doubted.connect(self._doubt)
        if isinstance(box, PersonBox):
            box.met.connect(self._meet)

    def _dress(self) -> None:
        # the columns of all lines are equally wide, whatever stands in them
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(1)
        if self.name == "title":
            self.box.setProperty("kind", "title")
        if isinstance(self.box, LineBox) and self.name == "own_count":
            self.box.setPlaceholderText(_("e.g. {number}").format(number=18))

    def show_value(self, value: Value, beside: str = "") -> None:
        """Show a value without telling anybody."""
        self.box.show_value(value, beside)
        if value not in (None, "") and self._hint_is == "empty":
            self._say("")

    def want(self, value: Value) -> None:
        """Say in amber that a wanted field is empty; it may stay so."""
        if self.name in WANTED and value in (None, "") and self._hint_is in ("", "empty"):
            self._say(_("Empty, can wait"), "warn", "empty")

    def tell_came(self, words: str) -> None:
        """Say in blue from whom this came just now."""
        self._say(words, "far", "came")

    def forget_came(self, before: str = "") -> None:
        """Say no longer that it came."""
        if self._hint_is == "came":
            self._say("")
        if isinstance(self.box, TextBox):
            self.box.untint()

    def begin_anew(self) -> None:
        """Forget what was said and what could not be read: another record comes."""
        self.forget_came()
        self._say("")

    def set_versions(self, count: int) -> None:
        """Offer to compare the versions of this field, when there is more than one."""
        self._versions.setVisible(count > 1)
        words = ngettext("{count} version", "{count} versions", count).format(count=count)
        self._versions.setText(words)
        name = field_label(self.kind, self.name)
        self._versions.setAccessibleName(f"{name} {words}")

    def hint(self) -> str:
        """Return the sentence under the field."""
        return self._field.hint()

    def state(self) -> str:
        """Return why there is a sentence: empty, doubt, came, or nothing."""
        return self._hint_is

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be typed, where this laptop may not write."""
        if isinstance(self.box, LineBox | TextBox | DayBox):
            self.box.setReadOnly(read_only)
        else:
            self.box.setEnabled(not read_only)

    def _edit(self, value: object) -> None:
        if self._hint_is:
            self.forget_came()
            self._say("")
        self.edited.emit(self.name, value)

    def _meet(self, id: object, name: object) -> None:
        self.forget_came()
        self.met.emit(self.name, id, name)

    def _leave(self) -> None:
        self.left.emit(self.name)

    def _doubt(self, words: str) -> None:
        self._say(words, "warn", "doubt")

    def _say(self, words: str, state: str = "", why: str = "") -> None:
        self._hint_is = why
        self._field.set_hint(words, state)

    def _ask_versions(self) -> None:
        self.versions_wanted.emit(self.name)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._field.set_name(field_label(self.kind, self.name))
        super().changeEvent(event)
