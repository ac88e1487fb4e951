"""The form of one preparation group; it saves as one types."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget
from typing_extensions import override

from db import permissions
from db.commands import records
from db.journal import Writer
from db.queries.prep_groups import MemberRow, members_of
from db.record import Value
from desktop import theme
from desktop.context import Desk
from desktop.dates import term_name
from desktop.errors import describe
from desktop.labels import choice_labels, field_label
from desktop.pages.activities.boxes import (
    ChoiceBox,
    CodesBox,
    LineBox,
    PersonBox,
    TextBox,
    commit_in,
    composing_in,
)
from desktop.pages.activities.directory import Directory
from desktop.pages.keeper import Came
from desktop.pages.part_questions import PartQuestions
from desktop.pages.people.keeper import RecordKeeper
from desktop.pages.plans.groups.questions import GroupQuestions
from desktop.widgets.basic import A, column, label
from desktop.widgets.buttons import button
from desktop.widgets.fields import Field
from desktop.widgets.notices import Autosave, Notice
from desktop.widgets.tokens import Token, Tokens
from desktop.words import _

BESIDE = {"leader": "leader_name"}


class GroupForm(QFrame):
    """Name, subject, grades, term, who leads, and who belongs to it."""

    changed = Signal()
    created = Signal(str)
    deleted = Signal(str)
    toasted = Signal(str, str, object)

    def __init__(self, desk: Desk, directory: Directory) -> None:
        super().__init__()
        self.setProperty("kind", "paper")
        self.setProperty("area", True)
        self._desk, self._directory = desk, directory
        self.keeper = RecordKeeper(desk, self, "prep_group")
        self.keeper.composing = partial(composing_in, self)
        self.keeper.commit = partial(commit_in, self)
        terms = {term.id: term_name(term.code) for term in directory.terms}
        self.boxes: dict[str, LineBox | ChoiceBox | CodesBox | PersonBox | TextBox] = {
            "name": LineBox(),
            "subject": ChoiceBox(choice_labels("prep_group", "subject")),
            "grade": CodesBox("prep_group", "grade"),
            "term": ChoiceBox(terms),
            "leader": PersonBox(directory.propose_people),
            "notes": TextBox(3),
        }
        self.members = Tokens(directory.propose_people)
        self._fields = {name: Field("", box) for name, box in self.boxes.items()}
        layout = column(self, 12, (20, 14, 20, 14))
        layout.addLayout(self._make_head())
        self._notice = Notice("", "warn")
        self._notice.hide()
        layout.addWidget(self._notice)
        self.versions = GroupQuestions(desk, self.keeper)
        self.questions = PartQuestions()
        self._asking = column(gap=8)
        self._asking.addWidget(self.questions)
        layout.addLayout(self._asking)
        layout.addWidget(self._make_grid())
        self._members_name = label("", "small", "ink2")
        layout.addWidget(self._members_name)
        layout.addWidget(self.members)
        self._hint = label("", "small", "ink3", wrap=True)
        layout.addWidget(self._hint)
        layout.addWidget(self._fields["notes"])
        layout.addStretch(1)
        self._connect()
        self._retranslate()

    def _make_head(self) -> QGridLayout:
        grid = QGridLayout()
        self._title = label("", "heading")
        self.saved = Autosave()
        self._delete = button("", "danger", "trash", small=True)
        self._delete.clicked.connect(self.delete)
        grid.addWidget(self._title, 0, 0, A.AlignVCenter)
        grid.addWidget(self.saved, 0, 1, A.AlignVCenter)
        grid.addWidget(self._delete, 0, 2, A.AlignVCenter)
        grid.setColumnStretch(0, 1)
        return grid

    def _make_grid(self) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.now().px(14))
        grid.setVerticalSpacing(theme.now().px(12))
        self.boxes["name"].setProperty("kind", "title")
        grid.addWidget(self._fields["name"], 0, 0, 1, 2)
        for at, name in enumerate(("subject", "grade", "leader", "term")):
            grid.addWidget(self._fields[name], 1 + at // 2, at % 2)
        for number in range(2):
            grid.setColumnStretch(number, 1)
        return holder

    def _connect(self) -> None:
        keeper = self.keeper
        keeper.shown.connect(self._show)
        keeper.created.connect(self._hear_created)
        keeper.kept.connect(self._hear_kept)
        keeper.said.connect(self.saved.set_text)
        keeper.failed.connect(self._hear_failed)
        for name, box in self.boxes.items():
            if isinstance(box, PersonBox):
                box.met.connect(partial(self._meet, name))
            else:
                box.edited.connect(partial(self._edit, name))
            box.left.connect(keeper.save_soon)
            if isinstance(box, LineBox | TextBox):
                box.pressed.connect(keeper.touch)
        self.questions.versions_wanted.connect(self.compare)
        self.questions.kept.connect(self._keep)
        self.questions.deleted.connect(self._let_go)
        self.versions.toasted.connect(self.toasted)
        self.versions.settled.connect(self.changed)
        self.members.added.connect(self._add_member)
        self.members.typed.connect(self._add_name)
        self.members.removed.connect(self._remove_member)

    # opening

    def open(self, id: str) -> None:
        """Show a group.

        Raises:
            UnknownRecordError: There is no such group.
        """
        self.keeper.open_record(id)

    def open_new(self, values: Mapping[str, Value]) -> None:
        """Begin a new group; it comes to be with its name."""
        self.keeper.open_new(values)
        self.boxes["name"].setFocus()

    @property
    def id(self) -> str:
        """The id of the group shown, or nothing."""
        return self.keeper.id if self.keeper.open else ""

    def flush(self) -> bool:
        """Save all that is typed; return whether it is in the store."""
        return self.keeper.flush()

    def end(self) -> None:
        """Let go, for good."""
        self.keeper.end()

    # showing

    def _show(self, _came: Came) -> None:
        record = self.keeper.draft.record
        for name, box in self.boxes.items():
            box.show_value(record.value(name), str(record.value(BESIDE.get(name, "")) or ""))
        self._show_members()
        self._show_standing()

    def _show_members(self) -> None:
        rows: list[MemberRow] = []
        if self.id:
            with self._desk.store.read() as session:
                rows = members_of(session, self.id)
        self.members.set_tokens(
            [Token(one.id, one.name or _("Somebody"), one.school_name) for one in rows]
        )
        self.versions.members = rows
        self.versions.read()
        may, found = self.may_write(), self.versions
        self.questions.show_questions(
            found.sentences() if may else [], found.deleted() if may else []
        )

    def _show_standing(self) -> None:
        may, named = self.may_write(), self.keeper.named()
        for name, box in self.boxes.items():
            box.setEnabled(may and (named or name == "name"))
        self.members.setEnabled(may and named)
        if may and not named:
            self._fields["name"].set_hint(_("Once it has a name, the rest can be filled in."))
        self._delete.setVisible(may and bool(self.id))
        self._title.setText(self._name() or _("A new preparation group"))

    def _name(self) -> str:
        return str(self.keeper.draft.record.value("name") or "")

    def may_write(self) -> bool:
        """Return whether this laptop may write the group."""
        member, form = self._desk.member, self.keeper.form
        circle = form.record.circle if form else "alliance"
        home = form.record.home if form else member.school
        return permissions.may_write(
            member.role, member.school, "prep_group", circle, home, person=member.person
        )

    # what wants a decision

    def compare(self, id: str, field: str) -> None:
        """Lay the versions of a field side by side, over the form."""
        found = self.versions.named(id, field)
        if found is not None:
            self._asking.addWidget(self.versions.open_card(id, found))

    def _keep(self, id: str) -> None:
        if self.keeper.act(partial(records.restore, id=id)):
            self.toasted.emit(_("It stays"), "", None)
            self.changed.emit()

    def _let_go(self, id: str) -> None:
        if id == self.id:
            self.delete()
        else:
            self._remove_member(id)

    # typing

    def _edit(self, name: str, value: Value) -> None:
        if name == "name" and not str(value or "").strip():
            self._fields["name"].set_hint(_("A name is needed; this is not saved yet"), "warn")
            return
        self._fields["name"].set_hint("")
        self.keeper.type(self.keeper.draft.record, {name: value})
        self._show_standing()

    def _meet(self, name: str, id: Value, called: Value) -> None:
        self.keeper.type(self.keeper.draft.record, {name: id, BESIDE[name]: called})

    def _hear_created(self, id: str) -> None:
        self._show_standing()
        self.created.emit(id)

    def _hear_kept(self, _regroup: bool) -> None:
        self._notice.hide()
        self.changed.emit()

    def _hear_failed(self, error: Exception) -> None:
        self._notice.set_text(describe(error).text(), "danger")
        self._notice.show()

    # members

    def _add_member(self, token: Token) -> None:
        if any(one.key == token.key for one in self._people()):
            return
        found = [p for p in self._directory.people(token.name) if p.id == token.key]
        values: dict[str, Value] = {"person": token.key}
        if found and found[0].school:
            values["school"] = found[0].school
        self._add(values)

    def _people(self) -> list[Token]:
        with self._desk.store.read() as session:
            return [Token(one.person, one.name) for one in members_of(session, self.id)]

    def _add_name(self, name: str) -> None:
        del name
        self._hint.setText(_("Nobody of this name is known here. Add him under “People” first."))

    def _add(self, values: Mapping[str, Value]) -> None:
        self._hint.setText(self._hint_words())
        if self.keeper.ensure():
            made = {**values, "group": self.keeper.id}
            if self.keeper.act(partial(_add_member, values=made)):
                self.changed.emit()

    def _remove_member(self, id: str) -> None:
        if self.keeper.act(partial(records.delete, id=id)):
            undo = partial(self._bring_back, id)
            self.toasted.emit(_("Taken from the group"), _("Undo"), undo)
            self.changed.emit()

    def _bring_back(self, id: str) -> None:
        if self.keeper.act(partial(records.restore, id=id)):
            self.changed.emit()

    def delete(self) -> None:
        """Put the group into the bin, with a way back."""
        id, name = self.id, self._name()
        if id and self.keeper.act(partial(records.delete, id=id)):
            said = _("“{name}” is in the bin").format(name=name)
            self.toasted.emit(said, _("Undo"), partial(self._restore_again, id))
            self.deleted.emit(id)

    def _restore_again(self, id: str) -> None:
        with self._desk.write() as writer:
            records.restore(writer, id)
        self.created.emit(id)

    # words

    def _hint_words(self) -> str:
        return _("Type a name or its initials. Who is in the group sees what it prepares.")

    def _retranslate(self) -> None:
        for name, field in self._fields.items():
            field.set_name(field_label("prep_group", name))
        self._members_name.setText(_("Members"))
        self.members.setAccessibleName(_("Members"))
        self.members.set_add_words(_("Add a member"))
        self._hint.setText(self._hint_words())
        self._delete.setText(_("Delete"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _add_member(writer: Writer, values: Mapping[str, Value]) -> None:
    records.add(writer, "prep_member", values)
