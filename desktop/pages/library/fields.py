"""The fields of a material that a person fills: title, type, its place in the books, conditions."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QToolButton, QWidget
from typing_extensions import override

from db.material_guess import CatalogueLesson
from db.record import Value
from desktop.labels import choice_label, choice_labels, field_label
from desktop.widgets.basic import column, label, row
from desktop.widgets.buttons import Check, chip
from desktop.widgets.fields import Combo, Field
from desktop.widgets.filters import Chips
from desktop.words import _

COMBOS = ("type", "subject", "volume")
LINES = ("title", "lesson_name", "unit")
_SHOWN = 12


class MaterialFields(QWidget):
    """Boxes for one material; `edited` tells the fields that a person changed, by wire name."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._values: dict[str, Value] = {}
        self._lessons: Sequence[CatalogueLesson] = ()
        layout = column(self, 10)
        self._lines = {name: QLineEdit() for name in LINES}
        self._combos = {name: Combo() for name in COMBOS}
        self._fields: dict[str, Field] = {}
        for name in ("title", "type", "lesson_name", "subject"):
            layout.addWidget(self._field(name))
        self._grades_name = label("", "small", "ink2")
        layout.addWidget(self._grades_name)
        self._grades = Chips(
            [self._grade_chip(code) for code in choice_labels("material", "grade")]
        )
        layout.addWidget(self._grades)
        beside = row(gap=10)
        beside.addWidget(self._field("volume"), 1)
        beside.addWidget(self._field("unit"), 1)
        layout.addLayout(beside)
        self._needs_name = label("", "small", "ink2")
        layout.addWidget(self._needs_name)
        self._needs = {code: Check("") for code in choice_labels("material", "needs")}
        for one in self._needs.values():
            one.toggled.connect(self._tell_needs)
            layout.addWidget(one)
        self._completions = QStringListModel(self)
        completer = QCompleter(self._completions, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(_SHOWN)
        completer.activated.connect(self._take_lesson)
        self._lines["lesson_name"].setCompleter(completer)
        self._retranslate()

    def _field(self, name: str) -> Field:
        box: QWidget
        if name in self._combos:
            box = self._combos[name]
            box.setObjectName(name)
            self._combos[name].chosen.connect(self._tell_code)
        else:
            box = self._lines[name]
            box.setObjectName(name)
            self._lines[name].editingFinished.connect(self._tell_line)
        self._fields[name] = Field("", box)
        return self._fields[name]

    def _grade_chip(self, code: str) -> QToolButton:
        made = chip("")
        made.setObjectName(code)
        made.clicked.connect(self._tell_grades)
        return made

    # what they show

    def set_lessons(self, lessons: Sequence[CatalogueLesson]) -> None:
        """Tell the catalogue that the lesson is chosen from."""
        self._lessons = lessons
        self._completions.setStringList([_lesson_words(one) for one in lessons])

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Show a material's fields, without telling anybody."""
        self._values = dict(values)
        for name, line in self._lines.items():
            line.setText(str(values.get(name) or ""))
            line.setCursorPosition(0)
        for name, combo in self._combos.items():
            combo.set_code(str(values.get(name) or ""))
        grades, needs = (str(values.get(name) or "").split() for name in ("grade", "needs"))
        for made in self._grade_chips():
            made.setChecked(made.objectName() in grades)
        for code, one in self._needs.items():
            one.set_on(code in needs)

    def value(self, name: str) -> Value:
        """Return what a field holds now."""
        return self._values.get(name)

    def commit(self) -> None:
        """Tell of the line that is being typed in."""
        for line in self._lines.values():
            if line.hasFocus():
                self._tell(line.objectName(), line.text().strip())

    def focus_title(self) -> None:
        """Put the cursor into the title."""
        self._lines["title"].setFocus()
        self._lines["title"].selectAll()

    # what a person does

    def _tell_line(self) -> None:
        line = self.sender()
        if isinstance(line, QLineEdit):
            self._tell(line.objectName(), line.text().strip())

    def _tell_code(self, code: str) -> None:
        self._tell(self.sender().objectName(), code)

    def _tell_grades(self) -> None:
        chosen = [one.objectName() for one in self._grade_chips() if one.isChecked()]
        self._tell("grade", " ".join(chosen))

    def _tell_needs(self) -> None:
        self._tell("needs", " ".join(code for code, one in self._needs.items() if one.on()))

    def _tell(self, name: str, value: str) -> None:
        if value == (self._values.get(name) or ""):
            return
        said: dict[str, Value] = {name: value or None}
        if name == "lesson_name":
            found = [one for one in self._lessons if value in (one.title, _lesson_words(one))]
            said = _of_lesson(found[0]) if len(found) == 1 else {**said, "lesson": None}
        self._values |= said
        if len(said) > 1:
            self.show_values(self._values)
        self.edited.emit(said)

    def _take_lesson(self, words: str) -> None:
        self._tell("lesson_name", words)

    def _grade_chips(self) -> list[QToolButton]:
        return self._grades.findChildren(QToolButton)

    # the words

    def _retranslate(self) -> None:
        for name, field in self._fields.items():
            named = "lesson" if name == "lesson_name" else name
            field.set_name(field_label("material", named))
        for name, combo in self._combos.items():
            combo.set_items([("", "—"), *choice_labels("material", name).items()])
        self._grades_name.setText(field_label("material", "grade"))
        for made in self._grade_chips():
            made.setText(choice_label("material", "grade", made.objectName()))
        self._needs_name.setText(field_label("material", "needs"))
        for code, one in self._needs.items():
            one.box.setText(choice_label("material", "needs", code))
        self._lines["lesson_name"].setPlaceholderText(_("Type to find it"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _lesson_words(one: CatalogueLesson) -> str:
    grade = choice_label("material", "grade", one.grade)
    volume = choice_label("material", "volume", one.volume)
    subject = choice_label("material", "subject", one.subject)
    return f"{one.title}（{subject} {grade}{volume} {one.edition}）"


def _of_lesson(one: CatalogueLesson) -> dict[str, Value]:
    return {
        "lesson": one.id,
        "lesson_name": one.title,
        "edition": one.edition or None,
        "subject": one.subject or None,
        "grade": one.grade or None,
        "volume": one.volume or None,
        "unit": one.unit or None,
    }
