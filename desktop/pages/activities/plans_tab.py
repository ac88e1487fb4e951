"""教案: the plans an activity is about; of parallel lessons also what was seen and can be used."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget
from typing_extensions import override

from db.record import Value
from desktop import theme
from desktop.labels import field_label
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.activities.boxes import TextBox
from desktop.pages.activities.field_box import FieldBox
from desktop.pages.part_questions import PartQuestions
from desktop.widgets.basic import A, Elided, column, frame, label, row
from desktop.widgets.buttons import button
from desktop.widgets.fields import Field
from desktop.widgets.tokens import Token, Tokens
from desktop.words import _

PARALLEL = "parallel_lesson"
SEEN = ("observation", "usable")
TWO_FROM = 560  # pixels at usual letters; below it the two texts stand one under the other


class PlanNotes(QFrame):
    """What was seen when one plan was taught, and what our school can use of it."""

    edited = Signal(object, str, object)  # draft, wire name, value
    left = Signal()
    pressed = Signal()
    versions_wanted = Signal(object, str)  # draft, wire name

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.draft = draft
        layout = column(self, 8, (14, 10, 14, 12))
        line = row(gap=8)
        self._name = Elided("", "strong")
        line.addWidget(self._name, 1)
        layout.addLayout(line)
        self.boxes = {name: TextBox(3) for name in SEEN}
        self._fields = {name: Field("", box) for name, box in self.boxes.items()}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.now().px(14))
        self._grid.setVerticalSpacing(theme.now().px(8))
        layout.addLayout(self._grid)
        self._note = button("", "quiet", "git-branch", small=True, role="warn")
        self._note.hide()
        self._note.clicked.connect(self._ask_versions)
        layout.addWidget(self._note, 0, A.AlignLeft)
        self.disputed = ""
        for name, box in self.boxes.items():
            box.edited.connect(partial(self._edit, name))
            box.left.connect(self.left)
            box.pressed.connect(self.pressed)
        self._columns = 0
        self._arrange(2)
        self.show_draft()
        self._retranslate()

    def show_draft(self) -> None:
        """Show what the draft says."""
        self._name.setText(plan_words(self.draft))
        for name, box in self.boxes.items():
            box.show_value(self.draft.value(name))

    def set_versions(self, fields: Sequence[str]) -> None:
        """Offer to compare the versions of a field."""
        self.disputed = fields[0] if fields else ""
        self._note.setVisible(bool(fields))

    def _ask_versions(self) -> None:
        self.versions_wanted.emit(self.draft, self.disputed)

    def _edit(self, name: str, value: Value) -> None:
        self.edited.emit(self.draft, name, value)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for at, name in enumerate(SEEN):
            self._grid.addWidget(self._fields[name], at // columns, at % columns, A.AlignTop)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if columns > 1 else 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() / theme.now().scale >= TWO_FROM else 1)

    def _retranslate(self) -> None:
        for name, field in self._fields.items():
            field.set_name(field_label("activity_plan", name))
        self._note.setText(_("2 versions"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


class PlansTab(QWidget):
    """The plans as tokens; for parallel lessons a card each, and the conclusion."""

    edited = Signal(object, str, object)
    left = Signal()
    pressed = Signal()
    added = Signal(object)  # a Token: a plan
    removed = Signal(str)  # a link's id
    opened = Signal(str)  # a link's id
    versions_wanted = Signal(object, str)
    compare_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        layout = column(self, 12, (20, 14, 20, 14))
        self.questions = PartQuestions()
        layout.addWidget(self.questions)
        self._name = label("", "small", "ink2")
        layout.addWidget(self._name)
        self.tokens = Tokens()
        layout.addWidget(self.tokens)
        line = row(gap=8)
        self._hint = label("", "small", "ink3", wrap=True)
        self._compare = button("", "", "columns", small=True)
        line.addWidget(self._hint, 1)
        line.addWidget(self._compare)
        layout.addLayout(line)
        self._cards = QWidget()
        self._list = column(self._cards, 12)
        layout.addWidget(self._cards)
        self._conclusion = frame("clear")
        column(self._conclusion, 0)
        layout.addWidget(self._conclusion)
        layout.addStretch(1)
        self.notes: list[PlanNotes] = []
        self._type = ""
        self.tokens.added.connect(self.added)
        self.tokens.typed.connect(self._nothing_found)
        self.tokens.removed.connect(self.removed)
        self.tokens.opened.connect(self.opened)
        self._compare.clicked.connect(self.compare_wanted)
        self._retranslate()

    def set_conclusion(self, box: FieldBox) -> None:
        """Take the field of what was concluded, which stands on another tab too."""
        inner = self._conclusion.layout()
        assert inner is not None
        inner.addWidget(box)

    def show_drafts(
        self, drafts: Sequence[Draft], type: str, disputed: Mapping[str, Sequence[str]]
    ) -> None:
        """Show the plans of an activity of a type.

        Args:
            drafts: The plans.
            type: Of the activity.
            disputed: By the id of a link its fields of which there are two versions.
        """
        self._type = type
        shown = [draft for draft in drafts if draft.id]
        tokens = [Token(draft.id, *_token_words(draft)) for draft in shown]
        if tokens != self.tokens.tokens():
            self.tokens.set_tokens(tokens)
        if [one.draft for one in self.notes] != shown:
            self._make_notes(shown)
        for one in self.notes:
            one.show_draft()
            one.set_versions(disputed.get(one.draft.id, ()))
            one.setVisible(self._shows(one))
        parallel = type == PARALLEL
        self._cards.setVisible(any(self._shows(one) for one in self.notes))
        self._conclusion.setVisible(parallel)
        self._compare.setVisible(len(shown) > 1)
        self._retranslate()

    def lay_under(self, draft: Draft, widget: QWidget) -> None:
        """Put a widget under the card of a plan."""
        places = (at for at, one in enumerate(self.notes, 1) if one.draft.id == draft.id)
        self._list.insertWidget(next(places, 0), widget)
        self._cards.show()

    def _shows(self, one: PlanNotes) -> bool:
        seen = any(one.draft.value(name) for name in SEEN)
        return seen or self._type == PARALLEL or bool(one.disputed)

    def _make_notes(self, drafts: Sequence[Draft]) -> None:
        for gone in self.notes:
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self.notes = []
        for draft in drafts:
            one = PlanNotes(draft)
            one.edited.connect(self.edited)
            one.left.connect(self.left)
            one.pressed.connect(self.pressed)
            one.versions_wanted.connect(self.versions_wanted)
            self._list.addWidget(one)
            self.notes.append(one)

    def _nothing_found(self, words: str) -> None:
        said = _("No plan here is called “{words}”; it may still be on its way.")
        self._hint.setText(said.format(words=words))

    def _retranslate(self) -> None:
        self._name.setText(_("Plans this activity is about"))
        self.tokens.setAccessibleName(_("Plans this activity is about"))
        self.tokens.set_add_words(_("Add a plan"))
        self._compare.setText(_("Put them side by side"))
        if self._type == PARALLEL:
            said = _("Two or three plans of one lesson; what each class did is written under them.")
        else:
            said = _("Their versions and comments fill the record form of this activity.")
        self._hint.setText(said)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _token_words(draft: Draft) -> tuple[str, str]:
    name = str(draft.value("plan_name") or _("A plan"))
    return name, str(draft.value("person_name") or "")


def plan_words(draft: Draft) -> str:
    """Return the plan and whose it is."""
    return "·".join(part for part in _token_words(draft) if part)
