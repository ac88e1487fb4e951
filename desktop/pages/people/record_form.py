"""The form of one person or one school: it saves as one types, like the form of an activity."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from db import permissions
from db.commands import records
from db.journal import Writer
from db.queries.records import RecordRow
from db.record import ASKED, DELETED, Value
from desktop.context import Desk
from desktop.errors import describe
from desktop.labels import choice_label
from desktop.pages.activities.boxes import LineBox, TextBox, commit_in, composing_in
from desktop.pages.activities.directory import Directory
from desktop.pages.activities.record_form import person_name
from desktop.pages.conflicts import ConflictCard
from desktop.pages.keeper import Came
from desktop.pages.people import words
from desktop.pages.people.entry import Entry
from desktop.pages.people.form_plan import NAME
from desktop.pages.people.form_tab import RecordTab
from desktop.pages.people.head import Act, RecordHead
from desktop.pages.people.keeper import RecordKeeper
from desktop.pages.people.notes import RecordNotes
from desktop.versions import Disputed, disputed
from desktop.widgets.basic import column, rule
from desktop.widgets.scroll import scroll
from desktop.words import _

_BESIDE = {"school": "school_name"}


class RecordForm(QFrame):
    """One record in the pane at the right; what differs between kinds is in the subclasses."""

    changed = Signal()  # something of it is in the store now
    created = Signal(str)
    gone = Signal()
    deleted = Signal(str)
    history_wanted = Signal(str)
    toasted = Signal(str, str, object)
    failed = Signal(object)

    def __init__(self, desk: Desk, directory: Directory, kind: str) -> None:
        super().__init__()
        self.setProperty("kind", "paper")
        self.setProperty("area", True)
        self._desk, self._directory, self.kind = desk, directory, kind
        self.keeper = RecordKeeper(desk, self, kind)
        self.keeper.composing = partial(composing_in, self)
        self.keeper.commit = partial(commit_in, self)
        self._disputes: Sequence[Disputed] = ()
        self._card: ConflictCard | None = None
        layout = column(self, 0)
        self.head = RecordHead(kind)
        self.head.acts = self.acts
        layout.addWidget(self.head)
        layout.addWidget(rule())
        self.notes = RecordNotes()
        layout.addWidget(self.notes)
        self.tab = RecordTab(directory, kind)
        self._area = scroll(self.tab)
        layout.addWidget(self._area, 1)
        self._connect()

    def _connect(self) -> None:
        keeper = self.keeper
        keeper.shown.connect(self._show)
        keeper.created.connect(self._hear_created)
        keeper.kept.connect(self._hear_kept)
        keeper.said.connect(self.head.saved.set_text)
        keeper.failed.connect(self._hear_failed)
        keeper.gone.connect(self.gone)
        self.notes.retried.connect(keeper.save_soon)
        self.notes.kept.connect(self.restore)
        self.notes.deleted.connect(self.delete)
        for entry in self.tab.entries.values():
            entry.edited.connect(self._edit)
            entry.left.connect(self._leave)
            entry.pressed.connect(keeper.touch)
            entry.versions_wanted.connect(self._compare)

    # opening

    def open(self, id: str) -> None:
        """Show a record.

        Raises:
            UnknownRecordError: There is no such record.
        """
        if id != self.id:
            self.keeper.open_record(id)
            self._area.verticalScrollBar().setValue(0)

    def open_new(self, values: Mapping[str, Value]) -> None:
        """Begin a new record; it comes to be with its name."""
        self.keeper.open_new(values)
        self._area.verticalScrollBar().setValue(0)
        self.tab.entries[NAME].box.setFocus()

    def close_record(self) -> None:
        """Save what is typed and show nothing any more."""
        self.keeper.close()

    @property
    def id(self) -> str:
        """The id of the record shown, or nothing."""
        return self.keeper.id if self.keeper.open else ""

    @property
    def record(self) -> RecordRow | None:
        """The record as it was read; None of a new one."""
        return self.keeper.form.record if self.keeper.form else None

    def value(self, name: str) -> Value:
        """Return what the form shows in a field."""
        return self.keeper.draft.record.value(name)

    def box(self, name: str) -> Entry:
        """Return a field of the form."""
        return self.tab.entries[name]

    # showing

    def _show(self, came: Came) -> None:
        """Show every field as the draft has it; what came is tinted."""
        self._close_card()
        self._read_disputes()
        fields = came.get(self.keeper.draft.record.id, frozenset())
        said = self._came_words() if fields else ""
        for entry in self.tab.entries.values():
            self._show_entry(entry, fields, said)
        self._show_standing()
        self._show_head()
        self.show_more()

    def _show_entry(self, entry: Entry, came: frozenset[str], said: str) -> None:
        before = entry.box.toPlainText() if isinstance(entry.box, TextBox) else ""
        entry.forget_came()
        entry.ask_for("")
        self._show_field(entry)
        if entry.name in came or _BESIDE.get(entry.name) in came:
            entry.tell_came(said)
            if isinstance(entry.box, TextBox):
                entry.box.tint(before)

    def _show_field(self, entry: Entry) -> None:
        beside = str(self.value(_BESIDE.get(entry.name, "")) or "")
        entry.show_value(self.value(entry.name), beside)
        sides = [one for one in self._disputes if one.field == entry.name]
        entry.set_versions(len(sides[0].sides) if sides else 0)

    def show_more(self) -> None:
        """Show what stands around the fields; for subclasses."""

    def _show_head(self) -> None:
        """Show who it is, and what may be done with the whole of it."""
        self.head.show_words(str(self.value(NAME) or "") or self.new_words(), *self.about())
        self.head.allow(more=bool(self.id), invite=False)

    def new_words(self) -> str:
        """Return how a new record is called before it has a name."""
        return ""

    def about(self) -> tuple[str, Sequence[words.Tone]]:
        """Return the line about it, and its tags."""
        return "", ()

    def acts(self) -> Sequence[Act]:
        """Return the lines of the menu."""
        return (
            Act(_("How it was before"), partial(self._ask_history)),
            Act(_("Delete"), self.delete, self.may_delete()),
        )

    def may_delete(self) -> bool:
        """Return whether it may be put into the bin."""
        record = self.record
        return self.may_write() and record is not None and record.deletion != DELETED

    def may_write(self) -> bool:
        """Return whether this laptop may write the record."""
        member, record = self._desk.member, self.record
        home = record.home if record else str(self.value("school") or member.school)
        id = record.id if record else ""
        circle = record.circle if record else "alliance"
        return permissions.may_write(member.role, member.school, self.kind, circle, home, id)

    def _show_standing(self) -> None:
        """Say that it was deleted, or may not be written here."""
        record = self.record
        self.notes.clear()
        if record is not None and record.deletion == DELETED:
            self.notes.say_deleted()
        elif record is not None and record.deletion == ASKED:
            self.notes.ask_deleted()
        elif not self.may_write():
            self.notes.say_read_only()
        self._lock()

    def _lock(self) -> None:
        """Let nothing be typed where it may not be, nor beside a name that is still missing."""
        record = self.record
        shut = not self.may_write() or (record is not None and record.deletion == DELETED)
        for name, entry in self.tab.entries.items():
            entry.set_read_only(shut)
            if name != NAME and not self.keeper.named():
                entry.box.setEnabled(False)
            elif not shut or isinstance(entry.box, LineBox | TextBox):
                entry.box.setEnabled(True)

    def _came_words(self) -> str:
        record = self.record
        if record is None or not record.changed_by:
            return _("Just came in")
        name = person_name(self._desk, record.changed_by)
        return _("{person} wrote this; it has just come in").format(person=name or _("Somebody"))

    # typing

    def _edit(self, name: str, value: Value) -> None:
        if name == NAME and not str(value or "").strip():
            self.box(NAME).ask_for(_("A name is needed; this is not saved yet"))
            return
        values: dict[str, Value] = {name: value}
        if name == "school" and self.kind == "person":
            values["school_name"] = self._directory.names.get(str(value or ""))
        was_named = self.keeper.named()
        self.keeper.type(self.keeper.draft.record, values)
        if was_named != self.keeper.named():
            self._lock()
        self._show_head()

    def _leave(self, name: str) -> None:
        self.keeper.save_soon()
        box = self.box(name).box
        if name == NAME and isinstance(box, LineBox) and not box.text().strip() and self.id:
            self._show_entry(self.box(NAME), frozenset(), "")

    # what happens to the whole

    def flush(self) -> bool:
        """Save all that is typed; return whether it is in the store."""
        return self.keeper.flush()

    def end(self) -> None:
        """Let go, for good."""
        self.keeper.end()

    def _hear_created(self, id: str) -> None:
        self._show_head()
        self.created.emit(id)

    def _hear_kept(self, _regroup: bool) -> None:
        self.notes.put_away_failure()
        self.changed.emit()

    def _hear_failed(self, error: Exception) -> None:
        self.notes.say_failed(describe(error).text())

    def delete(self) -> None:
        """Put the record into the bin, with a way back."""
        id, name = self.id, str(self.value(NAME) or "")
        if id and self.keeper.act(partial(_delete, id=id)):
            said = _("“{name}” is in the bin").format(name=name)
            self.toasted.emit(said, _("Undo"), partial(self._restore_again, id))
            self.deleted.emit(id)

    def _restore_again(self, id: str) -> None:
        with self._desk.write() as writer:
            records.restore(writer, id)
        if self.id == id:
            self.keeper.reload()
        self.created.emit(id)

    def restore(self) -> None:
        """Take the record out of the bin, or answer "keep"."""
        id = self.id
        if self.keeper.act(partial(_restore, id=id)):
            self.created.emit(id)

    def _ask_history(self) -> None:
        if self.keeper.flush():
            self.history_wanted.emit(self.id)

    # two versions

    def _read_disputes(self) -> None:
        self._disputes = ()
        if self.record is not None and self.record.disputed:
            with self._desk.store.read() as session:
                self._disputes = disputed(session, self.record.id)

    def _compare(self, name: str) -> None:
        found = next((one for one in self._disputes if one.field == name), None)
        self._close_card()
        if found is None:
            return
        self._card = ConflictCard(found)
        self._card.settled.connect(self._settle)
        self._card.put_off.connect(self._close_card)
        self.tab.lay_under(name, self._card)
        self._card.show()

    def card(self) -> ConflictCard | None:
        """Return the versions being compared, or None."""
        return self._card

    def _close_card(self) -> None:
        card, self._card = self._card, None
        if card is not None:
            card.hide()
            card.deleteLater()

    def _settle(self, field: str, value: Value) -> None:
        if self.keeper.act(partial(_settle, id=self.id, values={field: value})):
            self.toasted.emit(_("Decided. The other version is in the history."), "", None)
            self.changed.emit()

    def tag(self, field: str, tone: str) -> list[words.Tone]:
        """Return the tag for a choice, if one is made."""
        said = choice_label(self.kind, field, str(self.value(field) or ""))
        return [(said, tone)] if said else []


def _delete(writer: Writer, id: str) -> None:
    records.delete(writer, id)


def _restore(writer: Writer, id: str) -> None:
    records.restore(writer, id)


def _settle(writer: Writer, id: str, values: Mapping[str, Value]) -> None:
    records.settle(writer, id, values)
