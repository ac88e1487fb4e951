"""The form of one activity: shows what its keeper keeps, and tells it what was typed."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget
from typing_extensions import override

from db import permissions
from db.commands import records
from db.commands.activities import prefill
from db.journal import Writer
from db.record import ASKED, DELETED, LIVE, Value
from desktop.context import Desk
from desktop.errors import describe
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.activities.boxes import ChoiceBox, TextBox, commit_in, composing_in
from desktop.pages.activities.deleted_parts import DeletedParts
from desktop.pages.activities.directory import Directory
from desktop.pages.activities.field_box import BESIDE, FieldBox
from desktop.pages.activities.files_tab import FilesTab
from desktop.pages.activities.form_files import FormFiles
from desktop.pages.activities.form_keeper import FormKeeper
from desktop.pages.activities.form_parts import FormParts
from desktop.pages.activities.form_plans import FormPlans
from desktop.pages.activities.form_versions import FormVersions
from desktop.pages.activities.notes import Notes
from desktop.pages.activities.parts_tab import PartsTab
from desktop.pages.activities.people_tokens import PeopleTokens
from desktop.pages.activities.plans_tab import PlansTab
from desktop.pages.activities.reach_line import ReachLine
from desktop.pages.activities.record_head import TABS, RecordHead
from desktop.pages.activities.tabs import BasicsTab, FieldsTab, TextsTab
from desktop.pages.conflicts import ConflictCard
from desktop.pages.keeper import Came
from desktop.pages.part_questions import versions_words
from desktop.widgets.basic import column, rule
from desktop.widgets.buttons import chip
from desktop.widgets.filters import chips
from desktop.widgets.scroll import Scroll, scroll
from desktop.words import _

TAB_OF = {"discussion": "notes", "outcome": "notes", "decisions": "actions"}
PART_TABS = {
    "agenda": "agenda_item",
    "people": "participant",
    "plans": "activity_plan",
    "actions": "action_item",
}


class RecordForm(QFrame):
    """One activity in the pane at the right; no dialog."""

    changed = Signal(bool)  # saved; whether the list must be grouped anew
    created = Signal(str)
    gone = Signal()
    deleted = Signal(str)
    restored = Signal(str)
    print_wanted = Signal(str)
    copy_wanted = Signal(str)
    share_wanted = Signal(str, str)  # id, and the wider circle
    history_wanted = Signal(str)
    parallel_wanted = Signal(str)  # its plans side by side
    plan_wanted = Signal(str)  # the plan itself
    material_wanted = Signal(str)  # the material itself
    toasted = Signal(str, str, object)
    warned = Signal(str, str, object)  # what was not done

    def __init__(self, desk: Desk, directory: Directory) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self.setProperty("area", True)
        self._desk, self._directory = desk, directory
        self.keeper = FormKeeper(desk, self)
        self.keeper.composing = partial(composing_in, self)
        self.keeper.commit = partial(commit_in, self)
        self._boxes: dict[str, list[FieldBox]] = {}
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
        self.reach = ReachLine(desk)
        layout.addWidget(self.reach)
        self.people = PeopleTokens(directory.propose_people)
        self.parts = FormParts(desk, directory, self.keeper, self.people, self._part_page)
        self.files = FormFiles(desk, self.keeper)
        self.plans = FormPlans(desk, self.keeper)
        self.versions = FormVersions(desk, self.keeper)
        self.deleted_parts = DeletedParts(self.keeper)
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
        head.share_wanted.connect(self._ask_share)
        head.history_wanted.connect(self._ask_history)
        head.delete_wanted.connect(self.delete)
        self.notes.retried.connect(keeper.save_soon)
        self.notes.kept.connect(self.restore)
        self.notes.deleted.connect(self.delete)
        self.notes.compared.connect(self.compare)
        self.notes.tab_wanted.connect(head.set_tab)
        self.deleted_parts.toasted.connect(self.toasted)
        self.parts.toasted.connect(self.toasted)
        self.parts.warned.connect(self.warned)
        self.versions.toasted.connect(self.toasted)
        self.versions.settled.connect(self._hear_settled)
        self.plans.toasted.connect(self.toasted)
        self.plans.opened.connect(self.plan_wanted)
        self.plans.compare_wanted.connect(self._ask_parallel)
        self.files.attached.connect(self._hear_settled)
        self.files.failed.connect(self._hear_not_attached)
        self._same_people.clicked.connect(self.parts.take_same_people)

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
        elif name == "plans":
            self._add_tab(name, self._make_plans())
        elif name == "files":
            files = FilesTab(self._desk)
            files.removed.connect(self.parts.take_away)
            files.questions.versions_wanted.connect(self.compare)
            self.deleted_parts.listen_to(files.questions, self.parts.take_away)
            files.picker.opened.connect(self.material_wanted)
            files.picker.changed.connect(self._hear_linked)
            self.files.listen_to(files)
            self._add_tab(name, files)
            files.picker.grew.connect(self._areas[name].reveal_soon)
        else:
            self._add_tab(name, self._make_parts(PART_TABS[name]))
        return self._tabs[name]

    def _make_plans(self) -> PlansTab:
        page = PlansTab()
        conclusion = FieldBox("discussion", self._directory)
        self._adopt(conclusion)
        page.set_conclusion(conclusion)
        self.plans.listen_to(page)
        self.deleted_parts.listen_to(page.questions, self.plans.take_away)
        page.versions_wanted.connect(self._compare_part)
        return page

    def _part_page(self, kind: str) -> PartsTab | None:
        """Return the page of a kind of rows, once it is made."""
        name = next(name for name, one in PART_TABS.items() if one == kind)
        page = self._tabs.get(name)
        return page if isinstance(page, PartsTab) else None

    def _make_parts(self, kind: str) -> PartsTab:
        page = PartsTab(kind, self._directory)
        self.parts.listen_to(page)
        self.deleted_parts.listen_to(page.questions, self.parts.take_away)
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
        self._begin_anew()
        self.keeper.open_record(id)
        self.head.set_tab("basics")

    def open_new(self, type: str, values: Mapping[str, Value] | None = None) -> None:
        """Begin a new activity of a type, filled in as far as can be known."""
        with self._desk.store.read() as session:
            shown = prefill(session, self._desk.member, self._desk.person, self._desk.today())
        self._begin_anew()
        self.keeper.open_new({**shown, "type": type, **(values or {})})
        self.head.set_tab("basics")
        self.basics.box("title").box.setFocus()

    def _begin_anew(self) -> None:
        self.keeper.close()  # first: what stands in the boxes belongs to the record before
        self.notes.put_away_failure()
        for boxes in self._boxes.values():
            for box in boxes:
                box.begin_anew()

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
        self._show_deleted_parts()

    # showing

    def _show(self, came: Came) -> None:
        """Show every field as the draft has it; what came is tinted."""
        draft = self.keeper.draft
        self.versions.read()
        self.basics.set_type(str(draft.record.value("type") or "other"))
        fields = came.get(draft.record.id, frozenset())
        words = self._came_words() if fields else ""
        for boxes in self._boxes.values():
            for box in boxes:
                self._show_box(box, fields, words)
        self._show_head()
        self.reach.show_record(draft.record.id)
        self.people.set_drafts(draft.parts["participant"])
        for name in self._tabs:
            self._show_tab(name, came)
        self._chips.setVisible(not draft.parts["participant"])
        self._chips.fit()
        self._show_standing()

    def _show_box(self, box: FieldBox, came: frozenset[str], words: str) -> None:
        if box.state() == "doubt":
            return  # what is typed cannot be read yet, and nothing may push it from the screen
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
        found = self.versions.named(record.id, box.name)
        box.set_versions(len(found.sides) if found else 0)

    def _show_tab(self, name: str, came: Came) -> None:
        page, draft = self._tabs[name], self.keeper.draft
        if isinstance(page, PartsTab):
            page.set_drafts(draft.parts[page.kind], came)
            for line in page.rows():
                line.set_versions(self.versions.fields(line.draft.id))
        elif isinstance(page, FilesTab):
            self.files.show(page)
        elif isinstance(page, PlansTab):
            plans = draft.parts["activity_plan"]
            disputed = {one.id: self.versions.fields(one.id) for one in plans}
            page.show_drafts(plans, str(draft.record.value("type") or ""), disputed)
        if isinstance(page, PartsTab | PlansTab | FilesTab):
            places = self._file_places(page) if isinstance(page, FilesTab) else []
            page.questions.show_questions(places, self._deleted_in(name))

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
        elif places := self.versions.places():
            self.notes.say_versions(places)
        self._show_deleted_parts()
        may_write = self._may_write()
        for boxes in self._boxes.values():
            for box in boxes:
                box.set_read_only(not may_write)
        for page in (self.people, self._chips, *self._tabs.values()):
            if not isinstance(page, FieldsTab):
                page.setEnabled(may_write)

    def _file_places(self, page: FilesTab) -> list[tuple[str, str, str]]:
        """Return of what there are two versions among the files: record, field, a sentence."""
        return [
            (id, field, versions_words(name, words))
            for id, field, words in self.versions.places()
            if (name := page.named(id))
        ]

    def _deleted_in(self, tab: str) -> list[tuple[str, str]]:
        return self.deleted_parts.of(tab) if self._may_write() else []

    def _show_deleted_parts(self) -> None:
        """Lead to the other tabs in which something is asked, unless the whole is asked about."""
        form, shown = self.keeper.form, self._stack.currentWidget()
        found: dict[str, int] = {}
        if form is not None and form.record.deletion == LIVE:
            others = [tab for tab in TABS if self._areas.get(tab) is not shown]
            found = {tab: count for tab in others if (count := len(self._deleted_in(tab)))}
        tabs = [(tab, self.head.tab_words(tab)) for tab in found]
        self.notes.say_parts_deleted(sum(found.values()), tabs)

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
        return permissions.may_write(
            member.role, member.school, "activity", circle, home, person=member.person
        )

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
        files = len(form.attachments) + form.materials if form else 0
        self.head.show_draft(self.keeper.draft, files)
        self.head.set_circle(form.record.circle if form else "alliance")

    def _meet(self, name: str, id: Value, called: Value) -> None:
        self.keeper.type(self.keeper.draft.record, {name: id, BESIDE[name]: called})

    def _names_of_schools(self, ids: str) -> Value:
        names = self._directory.names
        return "、".join(names[id] for id in ids.split() if id in names) or None

    def _leave(self, name: str) -> None:
        self.keeper.save_soon()
        for box in self._boxes[name]:
            box.want(self.keeper.draft.record.value(name))

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
        self.reach.show_record(self.keeper.draft.record.id)
        self.changed.emit(regroup)

    def _hear_settled(self) -> None:
        self.changed.emit(False)

    def _hear_linked(self) -> None:
        self.keeper.reload()
        self.changed.emit(False)

    def _hear_failed(self, error: Exception) -> None:
        self.notes.say_failed(describe(error).text())

    def _hear_not_attached(self, error: Exception) -> None:
        self.notes.say_failed(describe(error).text(), again=False)

    def delete(self) -> None:
        """Put the activity into the bin, with a way back."""
        id = self.id
        if id and self.keeper.act(partial(_delete, id=id)):
            self.toasted.emit(_("Moved to the bin"), _("Undo"), partial(self._restore_again, id))
            self.deleted.emit(id)

    def _restore_again(self, id: str) -> None:
        with self._desk.write() as writer:
            records.restore(writer, id)
        self.restored.emit(id)

    def restore(self) -> None:
        """Take the activity out of the bin, or answer "keep"."""
        if self.keeper.act(partial(_restore, id=self.id)):
            self.restored.emit(self.id)

    def _ask_print(self) -> None:
        if self.keeper.flush():
            self.print_wanted.emit(self.id)

    def _ask_copy(self) -> None:
        if self.keeper.flush():
            self.copy_wanted.emit(self.id)

    def _ask_share(self, circle: str) -> None:
        if self.keeper.flush():
            self.share_wanted.emit(self.id, circle)

    def _ask_parallel(self) -> None:
        if self.keeper.flush():
            self.parallel_wanted.emit(self.id)

    def _ask_history(self) -> None:
        if self.keeper.flush():
            self.history_wanted.emit(self.id)

    # versions

    def _compare(self, name: str) -> None:
        self.compare(self.keeper.draft.record.id, name)

    def _compare_part(self, draft: Draft, name: str) -> None:
        self.compare(draft.id, name)

    def compare(self, id: str, name: str) -> None:
        """Lay the versions of a field side by side, under the field."""
        found = self.versions.named(id, name)
        if found is None:
            return
        card = self.versions.open_card(id, found)
        part = next((one for one in self.keeper.draft.drafts()[1:] if one.id == id), None)
        if part is not None:
            where = next(tab for tab, kind in PART_TABS.items() if kind == part.kind)
            self._go_to(where)
            page = self.tab(where)
            if isinstance(page, PartsTab | PlansTab):
                page.lay_under(part, card)
        elif id != self.keeper.draft.record.id:
            self._go_to("files")
            files = self.tab("files")
            if isinstance(files, FilesTab):
                files.lay_on_top(card)
        else:
            self._lay_under(name, card)
        area = self._stack.currentWidget()
        if isinstance(area, Scroll):
            area.reveal_soon(card)

    def _lay_under(self, name: str, card: ConflictCard) -> None:
        where = TAB_OF.get(name, "basics")
        self._go_to(where)
        tab = self.tab(where)
        if tab is self.basics and not self.basics.shows(name):
            self.basics.set_unfolded(True)
        if isinstance(tab, FieldsTab):
            tab.lay_under(name, card)
        elif isinstance(tab, PartsTab):
            tab.head.addWidget(card)

    def point_at(self, name: str) -> None:
        """Bring a field into view with the focus in it; "leads" are people with a part."""
        if name == "leads":
            self._go_to("people")
            return
        where = TAB_OF.get(name, "basics")
        self._go_to(where)
        tab, area = self.tab(where), self._areas[where]
        if tab is self.basics and not self.basics.shows(name):
            self.basics.set_unfolded(True)
        if isinstance(tab, FieldsTab):
            box = tab.box(name)
            box.box.setFocus()
            area.reveal_soon(box)

    def _go_to(self, name: str) -> None:
        if self._stack.currentWidget() is not self._areas.get(name):
            self.head.set_tab(name)

    # words

    def refresh_choices(self) -> None:
        """Offer the schools there are now."""
        for box in self._boxes.get("host_school", ()):
            if isinstance(box.box, ChoiceBox):
                box.box.offer(self._directory.names)
        for name in ("host_school", "partner_schools"):
            for box in self._boxes.get(name, ()):
                self._show_field(box)

    def _retranslate(self) -> None:
        self._same_people.setText(_("Same people as last time"))
        self._chips.fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def person_name(desk: Desk, id: str) -> str:
    """Return a person's name, or nothing while he is not here."""
    from db.queries.records import label_of  # noqa: PLC0415 - rarely asked

    with desk.store.read() as session:
        return label_of(session, "person", id) or ""


def _delete(writer: Writer, id: str) -> None:
    records.delete(writer, id)


def _restore(writer: Writer, id: str) -> None:
    records.restore(writer, id)
