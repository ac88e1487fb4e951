"""人员: schools, the people of one, one of them whole; staff lists are taken in here too."""

import importlib.util
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget
from typing_extensions import override

from db import permissions
from db.commands import records
from db.errors import UnknownRecordError
from db.queries.people import PersonRow, canonical
from db.queries.records import show
from db.record import DELETED
from desktop.context import Desk
from desktop.pages.activities.directory import Directory
from desktop.pages.page import Page
from desktop.pages.people import words
from desktop.pages.people.heads import Heads
from desktop.pages.people.panes import PEOPLE, SIDE, Panes
from desktop.pages.people.people_pane import PeoplePane
from desktop.pages.people.person_form import PersonForm
from desktop.pages.people.record_form import RecordForm
from desktop.pages.people.rows import BIN, NO_SCHOOL
from desktop.pages.people.school_form import SchoolForm
from desktop.pages.people.schools_pane import SchoolsPane
from desktop.widgets.basic import column
from desktop.widgets.notices import Empty
from desktop.words import _

INVITING = "desktop.pages.wizard.invite"
TABLES = (".xlsx", ".xlsm", ".csv", ".txt", ".tsv", ".xls")


class PeoplePage(Page):
    """Three panes; at large letters or in a narrow window one of them at a time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setAcceptDrops(True)
        self._directory = Directory(desk)
        self._other: QWidget | None = None
        self.heads = Heads()
        self.schools, self.people = SchoolsPane(desk), PeoplePane(desk)
        self.person, self.school = (
            PersonForm(desk, self._directory),
            SchoolForm(desk, self._directory),
        )
        self.person.may_invite = _inviting_is_here()
        self._nothing = Empty("users-three", "", "")
        self._side = QStackedWidget()
        for one in (self._nothing, self.person, self.school):
            self._side.addWidget(one)
        self._build()
        self._soon = QTimer(self, singleShot=True, interval=200)
        self._soon.timeout.connect(self.refresh)
        self._connect()
        self._retranslate()

    def _build(self) -> None:
        self.panes = Panes(self.schools, self.people, self._side)
        self.panes.arranged.connect(self._arranged)
        self._body = QStackedWidget()
        self._body.addWidget(self.panes)
        column(self, 0).addWidget(self._body)

    def _connect(self) -> None:
        heads, news = self.heads, self.desk.news
        heads.searched.connect(self.search)
        heads.new_wanted.connect(self.begin_new)
        heads.import_wanted.connect(self.choose_list)
        heads.back_wanted.connect(self.go_back)
        self.schools.chosen.connect(self.open_place)
        self.schools.add_wanted.connect(self.begin_school)
        self.people.opened.connect(self._open_row)
        self.people.school_wanted.connect(self._open_school_of_place)
        self.people.back_wanted.connect(self.go_back)
        self.people.import_wanted.connect(self.choose_list)
        for form in (self.person, self.school):
            form.changed.connect(self._soon.start)
            form.created.connect(self._created)
            form.gone.connect(self._gone)
            form.deleted.connect(self._deleted)
            form.history_wanted.connect(partial(self.show_history, form.kind))
            form.toasted.connect(self.toasted)
        self.person.activity_wanted.connect(partial(self.open_record.emit, "activity"))
        self.person.same_wanted.connect(self.ask_same)
        self.person.invite_wanted.connect(self.invite)
        news.changed.connect(self._soon.start)
        news.arrived.connect(self._soon.start)
        news.person_changed.connect(self._person_changed)

    # the window's side

    @override
    def header(self) -> QWidget:
        return self.heads

    @override
    def activate(self) -> None:
        self.refresh()
        for form in (self.person, self.school):
            if form.id:
                form.keeper.reload()
        if not self.schools.place() and not self.people.found_for:
            self.show_place(self.desk.member.school)
            if not self.panes.one and self.people.choose(self.desk.person):
                self.open_person(self.desk.person)

    @override
    def show_record(self, kind: str, id: str) -> None:
        try:
            if kind == "person":
                self.show_person(id)
            else:
                self.show_place(id)
                self._open_school(id)
        except UnknownRecordError as error:
            self.failed.emit(error)

    @override
    def begin_new(self) -> None:
        place = self.schools.place()
        school = place if place not in ("", BIN, NO_SCHOOL) else self.desk.member.school
        if not self._may_add(school):
            school = self.desk.member.school
        self._close_other()
        self.people.choose("")
        self.person.open_new({"school": school, "school_name": self.schools.name(school)})
        self._show_side(self.person)
        self.person.box("name").box.setFocus()

    @override
    def flush(self) -> None:
        for form in (self.person, self.school):
            form.flush()

    @override
    def shown_record(self) -> tuple[str, str] | None:
        form = self._form()
        return (form.kind, form.id) if form.id else None

    @override
    def focus_search(self) -> None:
        self.panes.go_to(PEOPLE)
        self.heads.search.setFocus()

    # the lists

    def refresh(self) -> None:
        """Read schools and people again."""
        self._directory.refresh()
        self.schools.reload()
        place = self.people.place
        if place and place in (line.id for line in self.schools.lines):
            self.people.reload()
        elif place:
            self.show_place(self.desk.member.school)
        self._say_title()

    def _say_title(self) -> None:
        self.heads.set_list(_("People"), words.head_note(self.schools.schools))
        self.heads.set_rights(
            add=self._may_add(self.desk.member.school) or self._may_add(self.schools.place())
        )

    def _may_add(self, school: str) -> bool:
        member = self.desk.member
        return permissions.may_write(member.role, member.school, "person", "alliance", school)

    def show_place(self, place: str) -> None:
        """Show the people of a school, or of one of the places that are none."""
        self.schools.choose(place)
        if self.people.found_for:
            self.heads.search.clear()
        may_add = place not in (BIN, NO_SCHOOL) and self._may_add(place)
        self.people.show_place(place, self.schools.name(place), may_add=may_add)
        self._say_title()

    def open_place(self, place: str) -> None:
        """Go to a school a person chose: its people, and beside them the school itself."""
        self.show_place(place)
        if self.panes.one:
            self.panes.go_to(PEOPLE)
        elif place in (BIN, NO_SCHOOL):
            self.flush()
            self._show_side(self._nothing)
        else:
            self._open_school(place)

    def search(self, typed: str) -> None:
        """Find people across all schools; nothing typed shows the school again."""
        if typed or self.people.found_for:
            self.people.search(typed)
            if not typed:
                self.show_place(self.schools.place() or self.desk.member.school)
        if typed:
            self.panes.go_to(PEOPLE)

    # the forms

    def _open_row(self, row: PersonRow) -> None:
        with self.desk.store.read() as session:
            kind = show(session, row.id).kind
        if kind == "school":
            self._open_school(row.id)
        else:
            self.open_person(row.id)

    def open_person(self, id: str) -> None:
        """Show a person in the form."""
        self._close_other()
        self.school.flush()
        self.person.open(id)
        self.people.choose(id)
        self._show_side(self.person)

    def show_person(self, id: str) -> None:
        """Show a person in the list and in the form; who stands for him, if he is linked."""
        with self.desk.store.read() as session:
            id = canonical(session, id)
            record = show(session, id)
        self.schools.reload()
        place = BIN if record.deletion == DELETED else str(record.values["school"] or NO_SCHOOL)
        self.show_place(place)
        self.people.choose(id)
        self.open_person(id)

    def _open_school_of_place(self) -> None:
        self._open_school(self.people.place)

    def _open_school(self, id: str) -> None:
        self._close_other()
        self.person.flush()
        self.school.open(id)
        self._show_side(self.school)

    def begin_school(self) -> None:
        """Begin a new school: the name is enough."""
        self._close_other()
        self.schools.choose("")
        self.school.open_new({"county": self._usual_county()})
        self._show_side(self.school)
        self.school.box("name").box.setFocus()

    def _usual_county(self) -> str | None:
        with self.desk.store.read() as session:
            try:
                county = show(session, self.desk.member.school).values["county"]
            except UnknownRecordError:
                return None
        return str(county) if county else None

    def _form(self) -> RecordForm:
        return self.school if self._side.currentWidget() is self.school else self.person

    def _created(self, id: str) -> None:
        self.refresh()
        if self._form() is self.school:
            self.schools.choose(id)
        else:
            self._follow(id)

    def _follow(self, id: str) -> None:
        """Show the list that a person now stands in."""
        if not self.people.choose(id) and not self.people.found_for:
            self.show_place(str(self.person.value("school") or NO_SCHOOL))
            self.people.choose(id)

    def _gone(self) -> None:
        self.refresh()
        self._show_side(self._nothing)

    def _deleted(self, id: str) -> None:
        form = self.school if self.school.id == id else self.person
        form.close_record()
        self._show_side(self._nothing)
        if form is self.school:
            self.show_place(self.desk.member.school)
        self.refresh()
        self.panes.go_to(PEOPLE)

    def _person_changed(self) -> None:
        for form in (self.person, self.school):
            if id := form.id:
                form.close_record()
                form.open(id)

    # what stands instead of the form

    def show_history(self, kind: str, id: str) -> None:
        """Show how a record was before."""
        from desktop.pages.history import HistoryView  # noqa: PLC0415 - rarely looked at

        view = HistoryView(self.desk, kind, id)
        view.left.connect(self._leave_whole)
        view.toasted.connect(self.toasted)
        self._show_whole(view, view.header())
        self.rail_wanted.emit(True)

    def ask_same(self, id: str) -> None:
        """Ask whether a person is recorded twice."""
        from desktop.pages.people.same_panel import SamePanel  # noqa: PLC0415 - rarely asked

        panel = SamePanel(self.desk, self._directory, id)
        panel.joined.connect(self._joined)
        panel.left.connect(partial(self.open_person, id))
        self._show_other(panel)
        panel.focus()

    def _joined(self, link: str, stands: str) -> None:
        self.show_person(stands)
        self.person.keeper.reload()
        said = _("They are one person now")
        self.toasted.emit(said, _("Undo"), partial(self._part, link))

    def _part(self, link: str) -> None:
        with self.desk.write() as writer:
            records.delete(writer, link)
        self.refresh()
        if self.person.id:
            self.person.keeper.reload()

    def invite(self, id: str) -> None:
        """Let a person join with a laptop of his own."""
        module = importlib.import_module(INVITING)
        panel: QWidget = module.InvitePanel(self.desk, id)
        panel.left.connect(partial(self.open_person, id))  # type: ignore[attr-defined]
        self._show_other(panel)

    def _show_other(self, panel: QWidget) -> None:
        """Show a panel in the place of the form."""
        self._close_other()
        self._other = panel
        self._side.addWidget(panel)
        self._show_side(panel)

    def _show_whole(self, view: QWidget, head: QWidget) -> None:
        """Show something in the place of all three panes, with its own head."""
        self._close_other()
        self._other = view
        self._body.addWidget(view)
        self._body.setCurrentWidget(view)
        self.heads.show_other(head)

    def _leave_whole(self) -> None:
        self._close_other()
        self.refresh()
        if self._form().id:
            self._form().keeper.reload()

    def _close_other(self) -> None:
        view, self._other = self._other, None
        if view is None:
            return
        if self._body.indexOf(view) >= 0:
            self.heads.show_other(None)
            self._body.removeWidget(view)
            self.rail_wanted.emit(False)
        self._side.removeWidget(view)
        view.hide()
        view.deleteLater()

    # staff lists

    def choose_list(self) -> None:
        """Ask which file to take in."""
        dialog = QFileDialog(self, _("Take in a list of staff"), self.desk.settings.last_folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Tables (*.xlsx *.csv)"), _("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_in)
        dialog.open()

    def take_in(self, path: str) -> None:
        """Show what a staff list would do, before anything is written."""
        from desktop.pages.people.import_view import ImportView  # noqa: PLC0415 - at first use

        self.flush()
        view = ImportView(self.desk, self._place_for_lists())
        view.left.connect(self._leave_whole)
        view.other_file_wanted.connect(self.choose_list)
        self._show_whole(view, view.header())
        view.read(Path(path))

    def _place_for_lists(self) -> str:
        place = self.people.place
        if place in ("", BIN, NO_SCHOOL) or not self._may_add(place):
            return self.desk.member.school
        return place

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _table_in(event) is not None and self._may_add(self._place_for_lists()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = _table_in(event)
        if path is not None:
            event.acceptProposedAction()
            self.take_in(str(path))

    # room

    def go_back(self) -> None:
        """Go one pane back: from what is open to the people, from them to the schools."""
        self.flush()
        front = self.panes.go_back()
        (self.people.view if front == PEOPLE else self.schools.view).setFocus()

    def _show_side(self, widget: QWidget) -> None:
        self._side.setCurrentWidget(widget)
        self._body.setCurrentIndex(0)
        self.panes.go_to(SIDE if widget is not self._nothing else PEOPLE)

    def _arranged(self, front: str) -> None:
        self.people.back.setVisible(bool(front))
        self.heads.show_way_back(front)

    @override
    def _retranslate(self) -> None:
        self._nothing.set_text(
            _("Nobody opened yet"), _("Choose somebody in the list to read and change the record.")
        )
        self._say_title()

    @override
    def end(self) -> None:
        self.person.end()
        self.school.end()


def _inviting_is_here() -> bool:
    return importlib.util.find_spec(INVITING) is not None


def _table_in(event: QDropEvent) -> Path | None:
    """Return the one table that is being dropped, or None."""
    urls = event.mimeData().urls()
    if len(urls) == 1 and urls[0].isLocalFile():
        path = Path(urls[0].toLocalFile())
        return path if path.suffix.lower() in TABLES else None
    return None
