"""The form of one activity: shows what its keeper keeps, and tells it what was typed."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QWidget
from typing_extensions import override

from db import permissions
from db.commands import records
from db.commands.activities import attach, last_with_people, prefill, take_people
from db.journal import Writer, writing
from db.positions import between
from db.progress import Progress, Work
from db.record import ASKED, DELETED, Value
from desktop.context import Desk
from desktop.errors import describe
from desktop.labels import field_label
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.activities.boxes import DayBox, LineBox, TextBox
from desktop.pages.activities.directory import Directory
from desktop.pages.activities.field_box import BESIDE, FieldBox
from desktop.pages.activities.files_tab import FilesTab, thumbnails
from desktop.pages.activities.form_keeper import Came, FormKeeper
from desktop.pages.activities.notes import Notes
from desktop.pages.activities.parts_tab import PartsTab
from desktop.pages.activities.people_tokens import PeopleTokens
from desktop.pages.activities.record_head import RecordHead
from desktop.pages.activities.tabs import BasicsTab, FieldsTab, TextsTab
from desktop.pages.conflicts import ConflictCard
from desktop.versions import Disputed, disputed
from desktop.widgets.basic import column, rule
from desktop.widgets.buttons import chip
from desktop.widgets.filters import chips
from desktop.widgets.scroll import Scroll, scroll
from desktop.widgets.tokens import Token
from desktop.words import _

REVEAL_MS = 50  # the layout has settled then
TAB_OF = {"discussion": "notes", "outcome": "notes", "decisions": "actions"}
PART_TABS = {"agenda": "agenda_item", "people": "participant", "actions": "action_item"}


class RecordForm(QFrame):
    """One activity in the pane at the right; no dialog."""

    changed = Signal(bool)  # saved; whether the list must be grouped anew
    created = Signal(str)
    gone = Signal()
    deleted = Signal(str)
    print_wanted = Signal(str)
    copy_wanted = Signal(str)
    history_wanted = Signal(str)
    toasted = Signal(str, str, object)

    def __init__(self, desk: Desk, directory: Directory) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self.setProperty("area", True)
        self._desk, self._directory = desk, directory
        self.keeper = FormKeeper(desk, self)
        self.keeper.composing, self.keeper.commit = self._composing, self._commit
        self._boxes: dict[str, list[FieldBox]] = {}
        self._disputes: dict[str, list[Disputed]] = {}
        self._card: ConflictCard | None = None
        self._tabs: dict[str, QWidget] = {}
        self._areas: dict[str, Scroll] = {}
        layout = column(self, 0)
        self.head = RecordHead()
        layout.addWidget(self.head)
        layout.addWidget(rule())
        self.notes = Notes()
        layout.addWidget(self.notes)
        self._stack = QStackedWidget()
        layout.addWidget(self._stack, 1)
        self.people = PeopleTokens(directory.propose_people)
        self._same_people = chip("", checkable=False, icon="users-three")
        self._chips = chips([self._same_people])
        self._build_basics()
        self._connect()
        self._retranslate()

    # building

    def _build_basics(self) -> None:
        self.basics = BasicsTab(self._directory, self.people, self._chips)
        self.basics.made.connect(self._adopt)
        self._add_tab("basics", self.basics)

    def _add_tab(self, name: str, page: QWidget) -> None:
        self._tabs[name] = page
        self._areas[name] = scroll(page)
        self._stack.addWidget(self._areas[name])

    def _connect(self) -> None:
        keeper, head = self.keeper, self.head
        keeper.shown.connect(self._show)
        keeper.created.connect(self._hear_created)
        keeper.kept.connect(self._hear_kept)
        keeper.said.connect(head.saved.set_text)
        keeper.failed.connect(self._hear_failed)
        keeper.gone.connect(self.gone)
        head.tab_chosen.connect(self.show_tab)
        head.print_wanted.connect(self._ask_print)
        head.copy_wanted.connect(self._ask_copy)
        head.history_wanted.connect(self._ask_history)
        head.delete_wanted.connect(self.delete)
        self.notes.retried.connect(keeper.save_soon)
        self.notes.kept.connect(self.restore)
        self.notes.deleted.connect(self.delete)
        self.notes.compared.connect(self.compare)
        self.people.added.connect(self._add_person)
        self.people.typed.connect(self._add_name)
        self.people.removed.connect(self._remove_person)
        self.people.chosen.connect(self._set_participant)
        self._same_people.clicked.connect(self.take_same_people)
        self._desk.news.changed.connect(self._refresh_directory)

    def _adopt(self, box: FieldBox) -> None:
        """Take a new box into the form: one field may stand on two tabs."""
        self._boxes.setdefault(box.name, []).append(box)
        box.edited.connect(self._edit)
        box.met.connect(self._meet)
        box.left.connect(self._leave)
        box.pressed.connect(self.keeper.touch)
        box.versions_wanted.connect(self._compare)
        self._show_field(box)
        box.set_read_only(not self._may_write())

    def tab(self, name: str) -> QWidget:
        """Return the page of a tab, made at its first visit."""
        if name in self._tabs:
            return self._tabs[name]
        if name == "notes":
            texts = TextsTab(self._directory)
            for box in texts.boxes.values():
                self._adopt(box)
            self._add_tab(name, texts)
        elif name == "files":
            files = FilesTab()
            files.folder = self._desk.settings.last_folder
            files.chosen.connect(self.attach)
            files.opened.connect(self._open_file)
            files.removed.connect(self._remove_file)
            self._add_tab(name, files)
        else:
            self._add_tab(name, self._make_parts(PART_TABS[name]))
        return self._tabs[name]

    def _make_parts(self, kind: str) -> PartsTab:
        page = PartsTab(kind, self._directory)
        page.edited.connect(self._edit_part)
        page.met.connect(self._meet_part)
        page.pressed.connect(self.keeper.touch)
        page.moved.connect(self._move_part)
        page.removed.connect(self._remove_part)
        page.wanted.connect(self.add_part)
        page.versions_wanted.connect(self._compare_part)
        if kind == "action_item":
            decisions = FieldBox("decisions", self._directory)
            self._adopt(decisions)
            page.head.addWidget(decisions)
        return page

    # opening

    def open(self, id: str) -> None:
        """Show an activity.

        Raises:
            UnknownRecordError: There is no such activity.
        """
        self.keeper.open_record(id)
        self.head.set_tab("basics")

    def open_new(self, type: str, values: Mapping[str, Value] | None = None) -> None:
        """Begin a new activity of a type, filled in as far as can be known."""
        with self._desk.store.read() as session:
            shown = prefill(session, self._desk.member, self._desk.person, self._desk.today())
        self.keeper.open_new({**shown, "type": type, **(values or {})})
        self.head.set_tab("basics")
        self.basics.box("title").box.setFocus()

    @property
    def id(self) -> str:
        """The id of the activity shown, or nothing."""
        return self.keeper.id if self.keeper.open else ""

    def title(self) -> str:
        """Return the topic shown."""
        return str(self.keeper.draft.record.value("title") or "")

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front."""
        self.tab(name)
        self._show_tab(name, {})
        self._stack.setCurrentWidget(self._areas[name])

    # showing

    def _show(self, came: Came) -> None:
        """Show every field as the draft has it; what came is tinted."""
        draft, form = self.keeper.draft, self.keeper.form
        self._close_card()
        self._read_disputes()
        self.basics.set_type(str(draft.record.value("type") or "other"))
        fields = came.get(draft.record.id, frozenset())
        words = self._came_words() if fields else ""
        for boxes in self._boxes.values():
            for box in boxes:
                self._show_box(box, fields, words)
        self.head.show_draft(draft, len(form.attachments) if form else 0)
        self.people.set_drafts(draft.parts["participant"])
        for name in self._tabs:
            self._show_tab(name, came)
        self._chips.setVisible(not draft.parts["participant"])
        self._chips.fit()
        self._show_standing()

    def _show_box(self, box: FieldBox, came: frozenset[str], words: str) -> None:
        value = self.keeper.draft.record.value(box.name)
        before = box.box.toPlainText() if isinstance(box.box, TextBox) else ""
        box.forget_came()
        self._show_field(box)
        if box.name in came or BESIDE.get(box.name) in came:
            box.tell_came(words)
            if isinstance(box.box, TextBox):
                box.box.tint(before)
        elif self.id:
            box.want(value)

    def _show_field(self, box: FieldBox) -> None:
        record = self.keeper.draft.record
        box.show_value(record.value(box.name), str(record.value(BESIDE.get(box.name, "")) or ""))
        sides = [one for one in self._disputes.get(record.id, ()) if one.field == box.name]
        box.set_versions(len(sides[0].sides) if sides else 0)

    def _show_tab(self, name: str, came: Came) -> None:
        page, draft = self._tabs[name], self.keeper.draft
        if isinstance(page, PartsTab):
            page.set_drafts(draft.parts[page.kind], came)
            for line in page.rows():
                found = self._disputes.get(line.draft.id, ())
                line.set_versions([one.field for one in found])
        elif isinstance(page, FilesTab):
            form = self.keeper.form
            if page.set_rows(form.attachments if form else ()):
                work = thumbnails(self._desk.store.blobs, page.rows)
                self._desk.jobs.start(work, succeeded=page.set_pictures)

    def _show_standing(self) -> None:
        """Say that it was deleted, or may not be written here."""
        form = self.keeper.form
        self.notes.clear()
        if form is not None and form.record.deletion == DELETED:
            self.notes.say_deleted()
        elif form is not None and form.record.deletion == ASKED:
            self.notes.ask_deleted()
        elif not self._may_write():
            self.notes.say_read_only()
        elif self._disputes:
            self.notes.say_versions(
                [
                    (id, one.field, field_label(one.kind, one.field))
                    for id, found in self._disputes.items()
                    for one in found
                ]
            )
        for boxes in self._boxes.values():
            for box in boxes:
                box.set_read_only(not self._may_write())

    def _came_words(self) -> str:
        form = self.keeper.form
        if form is None or not form.record.changed_by:
            return _("Just came in")
        name = person_name(self._desk, form.record.changed_by)
        return _("{person} wrote this; it has just come in").format(person=name or _("Somebody"))

    def _may_write(self) -> bool:
        member, form = self._desk.member, self.keeper.form
        circle = form.record.circle if form else "alliance"
        home = form.record.home if form else member.school
        return permissions.may_write(member.role, member.school, "activity", circle, home)

    def _read_disputes(self) -> None:
        form = self.keeper.form
        rows = (form.record, *form.participants, *form.agenda, *form.actions) if form else ()
        asked = [row.id for row in rows if row.disputed]
        self._disputes = {}
        if asked:
            with self._desk.store.read() as session:
                self._disputes = {id: disputed(session, id) for id in asked}

    # typing

    def _edit(self, name: str, value: Value) -> None:
        record = self.keeper.draft.record
        values = {name: value}
        if name in ("host_school", "partner_schools"):
            values[BESIDE[name]] = self._names_of_schools(str(value or ""))
        self.keeper.type(record, values)
        for box in self._boxes[name]:
            if box is not self.sender():
                self._show_field(box)
        if name == "type":
            self.basics.set_type(str(value or "other"))
        if name in ("type", "direction", "status"):
            self._show_head()

    def _show_head(self) -> None:
        form = self.keeper.form
        self.head.show_draft(self.keeper.draft, len(form.attachments) if form else 0)

    def _meet(self, name: str, id: Value, called: Value) -> None:
        self.keeper.type(self.keeper.draft.record, {name: id, BESIDE[name]: called})

    def _names_of_schools(self, ids: str) -> Value:
        names = self._directory.names
        return "、".join(names[id] for id in ids.split() if id in names) or None

    def _leave(self, name: str) -> None:
        self.keeper.save_soon()
        for box in self._boxes[name]:
            box.want(self.keeper.draft.record.value(name))

    def _edit_part(self, draft: Draft, name: str, value: Value) -> None:
        self.keeper.type(draft, {name: value})
        self._after_part(draft)

    def _meet_part(self, draft: Draft, name: str, id: Value, called: Value) -> None:
        """Take a person into a row; one who took part is his record, so another one is another."""
        if draft.kind == "participant" and draft.id:
            return
        self.keeper.type(draft, {name: id, BESIDE[name]: called})
        self._after_part(draft)

    def _after_part(self, draft: Draft) -> None:
        if draft.kind == "participant":
            self.people.set_drafts(self.keeper.draft.parts["participant"])

    def _composing(self) -> bool:
        held: QWidget | None = QApplication.focusWidget()
        inside = held is not None and self.isAncestorOf(held)
        return inside and isinstance(held, LineBox | TextBox | DayBox) and held.composing()

    def _commit(self) -> None:
        """Take what stands in the field that has the focus, as if it were left."""
        held: QWidget | None = QApplication.focusWidget()
        if held is not None and self.isAncestorOf(held) and isinstance(held, LineBox | DayBox):
            held.editingFinished.emit()

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

    def _hear_kept(self, regroup: bool) -> None:
        self.notes.put_away_failure()
        self.changed.emit(regroup)

    def _hear_failed(self, error: Exception) -> None:
        self.notes.say_failed(describe(error).text())

    def delete(self) -> None:
        """Put the activity into the bin, with a way back."""
        id = self.id
        if id and self.keeper.act(partial(_delete, id=id)):
            self.toasted.emit(_("Moved to the bin"), _("Undo"), partial(self._restore_again, id))
            self.deleted.emit(id)

    def _restore_again(self, id: str) -> None:
        with self._desk.write() as writer:
            records.restore(writer, id)
        if self.id == id:
            self.keeper.reload()

    def restore(self) -> None:
        """Take the activity out of the bin, or answer "keep"."""
        self.keeper.act(partial(_restore, id=self.id))

    def _ask_print(self) -> None:
        if self.keeper.flush():
            self.print_wanted.emit(self.id)

    def _ask_copy(self) -> None:
        if self.keeper.flush():
            self.copy_wanted.emit(self.id)

    def _ask_history(self) -> None:
        if self.keeper.flush():
            self.history_wanted.emit(self.id)

    # people and rows

    def _add_person(self, token: Token) -> None:
        found = [p for p in self._directory.people(token.name) if p.id == token.key]
        values: dict[str, Value] = {"person": token.key, "role": "participant"}
        if found and found[0].school:
            values["school"] = found[0].school
        self._add_participant(values)

    def _add_name(self, name: str) -> None:
        self._add_participant({"person_name": name, "role": "participant"})

    def _add_participant(self, values: Mapping[str, Value]) -> None:
        if self.keeper.ensure():
            self.keeper.act(
                partial(_add, kind="participant", values={**values, "activity": self.id})
            )

    def _remove_person(self, id: str) -> None:
        self._delete_part(id, _("Taken from the list"))

    def _delete_part(self, id: str, words: str) -> None:
        if self.keeper.act(partial(_delete, id=id)):
            self.toasted.emit(words, _("Undo"), partial(self._restore_part, id))

    def _restore_part(self, id: str) -> None:
        self.keeper.act(partial(_restore, id=id))

    def _set_participant(self, id: str, field: str, code: str) -> None:
        drafts = self.keeper.draft.parts["participant"]
        draft = next((one for one in drafts if one.id == id), None)
        if draft is not None:
            self.keeper.type(draft, {field: code})
            self._after_part(draft)
            for name in self._tabs:
                self._show_tab(name, {})

    def take_same_people(self) -> None:
        """Take the people of the last activity of this type."""
        record = self.keeper.draft.record
        type = str(record.value("type") or "") or None
        with self._desk.store.read() as session:
            source = last_with_people(session, self._desk.person, type, record.id)
        if source is None:
            self.toasted.emit(_("There is no earlier activity with people yet"), "", None)
        elif self.keeper.ensure():
            self.keeper.act(partial(_take_people, id=self.id, source=source))

    def add_part(self, kind: str) -> None:
        """Add an empty row, which becomes a record with the first thing typed."""
        self.keeper.draft.parts[kind].append(Draft(kind))
        page = self._part_page(kind)
        page.set_drafts(self.keeper.draft.parts[kind])
        page.focus_last()

    def _part_page(self, kind: str) -> PartsTab:
        name = next(name for name, one in PART_TABS.items() if one == kind)
        page = self.tab(name)
        assert isinstance(page, PartsTab)
        return page

    def _move_part(self, draft: Draft, step: int) -> None:
        drafts = self.keeper.draft.parts[draft.kind]
        at = drafts.index(draft)
        to = at + step
        if not 0 <= to < len(drafts):
            return
        drafts.insert(to, drafts.pop(at))
        places = [str(one.value("position") or "") or None for one in drafts]
        before = places[to - 1] if to else None
        after = places[to + 1] if to + 1 < len(drafts) else None
        self.keeper.type(draft, {"position": between(before, after)})
        self._part_page(draft.kind).set_drafts(drafts)

    def _remove_part(self, draft: Draft) -> None:
        if draft.id or (draft.pending() and self.keeper.flush()):
            self._delete_part(draft.id, _("Taken from the list"))
        else:
            self.keeper.draft.parts[draft.kind].remove(draft)
            self._part_page(draft.kind).set_drafts(self.keeper.draft.parts[draft.kind])

    # files

    def attach(self, paths: Sequence[Path]) -> None:
        """Attach photos and files, as a job: a large photo takes a second."""
        if self.keeper.ensure():
            work = attach_all(self._desk, self.id, paths)
            self._desk.jobs.start(work, succeeded=self._attached, failed=self._not_attached)

    def _attached(self, _ids: Sequence[str]) -> None:
        self.keeper.reload()
        self._desk.news.changed.emit()
        self.changed.emit(False)

    def _not_attached(self, error: Exception) -> None:
        self.keeper.reload()
        self.notes.say_failed(describe(error).text())

    def _open_file(self, id: str) -> None:
        from desktop.pages.activities.opening import open_attachment  # noqa: PLC0415 - on demand

        rows = self.keeper.form.attachments if self.keeper.form else ()
        for one in rows:
            if one.id == id:
                open_attachment(self._desk.store.blobs, one)

    def _remove_file(self, id: str) -> None:
        self._delete_part(id, _("Taken away"))

    # versions

    def _compare(self, name: str) -> None:
        self.compare(self.keeper.draft.record.id, name)

    def _compare_part(self, draft: Draft, name: str) -> None:
        self.compare(draft.id, name)

    def compare(self, id: str, name: str) -> None:
        """Lay the versions of a field side by side, under the field."""
        found = next((one for one in self._disputes.get(id, ()) if one.field == name), None)
        if found is None:
            return
        card = self._open_card(found, id)
        part = next((one for one in self.keeper.draft.drafts()[1:] if one.id == id), None)
        if part is not None:
            page = self._part_page(part.kind)
            self._go_to(next(tab for tab, kind in PART_TABS.items() if kind == part.kind))
            page.lay_under(part, card)
        elif name in TAB_OF:
            self._go_to(TAB_OF[name])
            tab = self.tab(TAB_OF[name])
            if isinstance(tab, FieldsTab):
                tab.lay_under(name, card)
            elif isinstance(tab, PartsTab):
                tab.head.addWidget(card)
        else:
            self._go_to("basics")
            self.basics.set_unfolded(self.basics.unfolded() or not self.basics.shows(name))
            self.basics.lay_under(name, card)
        QTimer.singleShot(REVEAL_MS, card, self._reveal_card)

    def _go_to(self, name: str) -> None:
        if self._stack.currentWidget() is not self._areas.get(name):
            self.head.set_tab(name)

    def _reveal_card(self) -> None:
        area = self._stack.currentWidget()
        if self._card is not None and isinstance(area, Scroll):
            area.ensureWidgetVisible(self._card, 0, 24)

    def _open_card(self, found: Disputed, id: str) -> ConflictCard:
        self._close_card()
        self._card = ConflictCard(found)
        self._card.settled.connect(partial(self._settle, id))
        self._card.put_off.connect(self._close_card)
        self._card.show()
        return self._card

    def card(self) -> ConflictCard | None:
        """Return the versions being compared, or None."""
        return self._card

    def _close_card(self) -> None:
        if self._card is not None:
            self._card.hide()
            self._card.deleteLater()
            self._card = None

    def _settle(self, id: str, field: str, value: Value) -> None:
        if self.keeper.act(partial(_settle, id=id, values={field: value})):
            self.toasted.emit(_("Decided. The other version is in the history."), "", None)
            self.changed.emit(False)

    # words

    def _refresh_directory(self) -> None:
        self._directory.refresh()

    def _retranslate(self) -> None:
        self._same_people.setText(_("Same people as last time"))
        self._chips.fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def attach_all(desk: Desk, id: str, paths: Sequence[Path]) -> Work[list[str]]:
    """Attach files one by one; each is kept even if a later one fails."""
    done = []
    sitting = desk.sit_down()
    for number, path in enumerate(paths):
        yield Progress(number, len(paths), path.name)
        with writing(desk.store, sitting) as writer:
            done.append(attach(writer, desk.store.blobs, id, path, today=desk.today()))
    return done


def person_name(desk: Desk, id: str) -> str:
    """Return a person's name, or nothing while he is not here."""
    from db.queries.records import label_of  # noqa: PLC0415 - rarely asked

    with desk.store.read() as session:
        return label_of(session, "person", id) or ""


def _delete(writer: Writer, id: str) -> None:
    records.delete(writer, id)


def _restore(writer: Writer, id: str) -> None:
    records.restore(writer, id)


def _add(writer: Writer, kind: str, values: Mapping[str, Value]) -> None:
    records.add(writer, kind, values)


def _settle(writer: Writer, id: str, values: Mapping[str, Value]) -> None:
    records.settle(writer, id, values)


def _take_people(writer: Writer, id: str, source: str) -> None:
    take_people(writer, id, source)
