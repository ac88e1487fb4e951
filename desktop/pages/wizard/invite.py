"""Inviting somebody: a file for a stick, and six words on a slip, told apart from it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLineEdit, QWidget

from db.errors import UnknownRecordError
from db.queries.people import list_people, list_schools
from db.queries.records import show
from desktop import theme
from desktop.context import Desk
from desktop.errors import describe
from desktop.exchanges import Exchanges
from desktop.founding import InvitationDraft, Invited, file_name, invite_somebody, roles_to_give
from desktop.pages.wizard.slip import Slip, SlipWords, ask_printer, save_pdf
from desktop.widgets.basic import Prose, column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.fields import Combo, Field
from desktop.widgets.filters import Chips
from desktop.widgets.notices import Notice
from desktop.widgets.scroll import scroll
from desktop.words import _, pgettext

NEW, ELSEWHERE = "new", "elsewhere"
WIDEST = 720


def role_words(role: str) -> str:
    """Return what a laptop of a role may do, in words."""
    match role:
        case "coordinator":
            return _("Coordinator: everything, also inviting others")
        case "lead":
            return _("School lead: invites within the school")
        case "observer":
            return _("Observer: reads along, writes nothing")
        case _:
            return _("Teacher: records activities")


class InvitePanel(QWidget):
    """Whom to invite; then the slip with the six words."""

    left = Signal()  # the panel is no longer wanted
    invited = Signal()  # an invitation was written

    def __init__(self, desk: Desk, person: str = "", *, embedded: bool = False) -> None:
        """Begin an invitation.

        Args:
            desk: Of the window.
            person: Id of the record of whom to invite; empty lets one choose or write.
            embedded: Whether something around it has its title and the way out.
        """
        super().__init__()
        self._desk = desk
        self._exchanges = Exchanges.of(desk)
        self._folder, self._said = desk.settings.last_folder, SlipWords("", (), "")
        self._made: Invited | None = None
        self._making = False  # whether only the folder was lacking
        outer = column(self, 0)
        page = QWidget()
        wide = row(page, 0, (0, 0, 0, 0) if embedded else (24, 18, 24, 24))
        inner = QWidget()
        inner.setMaximumWidth(theme.now().size(WIDEST))
        self._body = column(inner, 12)
        wide.addWidget(inner, 1)
        wide.addStretch(0)
        outer.addWidget(page if embedded else scroll(page))
        if not embedded:
            self._add_head()
        self._form, self._result = QWidget(), QWidget()
        self._body.addWidget(self._form)
        self._body.addWidget(self._result)
        self.notice = Notice("", "warn")
        self.notice.hide()
        self._body.addWidget(self.notice)
        self._body.addStretch(1)
        self._fill_form()
        self._fill_result()
        self._result.hide()
        self._show_places()
        self._exchanges.sticks.changed.connect(self._show_places)
        if person:
            self._name_person(person)
        self._change()
        self.setFocusProxy(self.school)

    # building

    def _add_head(self) -> None:
        line = row(gap=10)
        line.addWidget(label(_("Invite somebody"), "title"), 1)
        leave = button(_("Close"), "quiet", "x", small=True)
        leave.clicked.connect(self.left)
        line.addWidget(leave)
        self._body.addLayout(line)

    def _fill_form(self) -> None:
        self.school, self.new_school = Combo(), QLineEdit()
        self.person, self.new_person = Combo(), QLineEdit()
        self.role, self.place = Combo(), Combo()
        self._new_school = Field(_("Name of the new school"), self.new_school)
        self._new_person = Field(_("Name"), self.new_person)
        self.make = button(_("Make the invitation"), "primary", "envelope-open")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.now().px(16))
        grid.setVerticalSpacing(theme.now().px(12))
        fields = (
            (Field(_("School"), self.school), self._new_school),
            (Field(_("Whom to invite"), self.person), self._new_person),
            (Field(_("What this computer may do"), self.role),),
            (Field(_("Where to put the invitation"), self.place),),
        )
        for down, line in enumerate(fields):
            for across, field in enumerate(line):
                grid.addWidget(field, down, across, 1, 2 if len(line) == 1 else 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        body = column(self._form, 12)
        body.addLayout(grid)
        body.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        with self._desk.store.read() as session:
            schools = list_schools(session)
        own, role = self._desk.member.school, self._desk.member.role
        may_all = role == "coordinator"
        offered = [(s.id, s.name) for s in schools if may_all or s.id == own]
        self.school.set_items([*offered, *([(NEW, _("A new school …"))] if may_all else [])])
        self.school.set_code(own if any(id == own for id, _name in offered) else NEW)
        self.role.set_items([(one, role_words(one)) for one in roles_to_give(role)])
        self.role.set_code("teacher")
        self._show_people()
        self.school.chosen.connect(self._show_people)
        for combo in (self.person, self.role, self.place):
            combo.chosen.connect(self._change)
        self.place.chosen.connect(self._choose_place)
        for edit in (self.new_school, self.new_person):
            edit.textChanged.connect(self._change)
        for edit in (self.new_school, self.new_person):
            edit.returnPressed.connect(self.make.click)
        self.make.clicked.connect(self.begin_making)

    def _fill_result(self) -> None:
        self._result_body = column(self._result, 10)
        self._done = Notice("", "good")
        self._slip: Slip | None = None
        self._slip_place = column(gap=0)
        self._tell = Prose("", "body", "ink2")
        self.print = button(_("Print the slip"), "primary", "printer")
        self.copy = button(_("Copy the words"), "", "copy")
        self.again = button(_("Invite somebody else"), "", "plus")
        self._result_body.addWidget(self._done)
        self._result_body.addLayout(self._slip_place)
        self._result_body.addWidget(Chips([self.print, self.copy, self.again], 8))
        self._result_body.addWidget(self._tell)
        self.print.clicked.connect(self._print)
        self.copy.clicked.connect(self._copy)
        self.again.clicked.connect(self._start_over)

    # the form

    def _show_people(self) -> None:
        school = self.school.code()
        people = []
        if school not in (NEW, ""):
            with self._desk.store.read() as session:
                people = list_people(session, school=school, today=self._desk.today())
        self.person.set_items([*((p.id, p.name) for p in people), (NEW, _("Somebody new …"))])
        self.person.set_code(people[0].id if people else NEW)
        self._change()

    def _name_person(self, id: str) -> None:
        try:
            with self._desk.store.read() as session:
                values = show(session, id).values
        except UnknownRecordError:
            return
        self.school.set_code(str(values["school"] or NEW))
        self._show_people()
        self.person.set_code(id)

    def _show_places(self) -> None:
        sticks = [(str(s.folder), s.name) for s in self._exchanges.sticks.now() if not s.read_only]
        here = self.place.code()
        folders = [(self._folder, Path(self._folder).name)] if self._folder else []
        items = [*sticks, *(one for one in folders if one not in sticks)]
        self.place.set_items([*items, (ELSEWHERE, _("Choose a folder …"))])
        kept = here in dict(items)
        self.place.set_code(here if kept else items[0][0] if items else ELSEWHERE)
        self._change()

    def _choose_place(self, code: str) -> None:
        self._making = False
        if code == ELSEWHERE:
            self._ask_folder()

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, _("Where to put the invitation"), self._folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_folder)
        dialog.open()

    def take_folder(self, folder: str) -> None:
        """Put the invitation into a folder."""
        self._folder = folder
        self._show_places()
        self.place.set_code(folder)
        self._change()
        if self._making:
            self.begin_making()

    def names(self) -> tuple[str, str]:
        """Return the school and the person: ids, or names that are new."""
        school, person = self.school.code(), self.person.code()
        if school == NEW:
            school = " ".join(self.new_school.text().split())
        if person == NEW:
            person = " ".join(self.new_person.text().split())
        return school, person

    def _change(self) -> None:
        self._new_school.setVisible(self.school.code() == NEW)
        self._new_person.setVisible(self.person.code() == NEW)
        self.make.setEnabled(all(self.names()) and bool(self.role.code()))

    # making

    def begin_making(self) -> None:
        """Write the invitation where it was said to go."""
        if self.place.code() in (ELSEWHERE, ""):
            self._making = True
            self._ask_folder()
            return
        self._making = False
        school, person = self.names()
        name = file_name(self._shown(self.school, school), self._shown(self.person, person))
        draft = InvitationDraft(school, person, self.role.code(), Path(self.place.code()) / name)
        self.make.setEnabled(False)
        self.notice.hide()
        work = invite_somebody(self._desk.store, self._desk.sit_down(), draft, self._desk.today())
        self._desk.jobs.start(work, succeeded=self._show_words, failed=self._fail)

    @staticmethod
    def _shown(combo: Combo, said: str) -> str:
        return said if combo.code() == NEW else combo.currentText()

    def _fail(self, error: Exception) -> None:
        said = describe(error)
        self.notice.set_text(said.text(), "warn" if said.expected else "danger")
        self.notice.show()
        self._change()

    def _show_words(self, made: Invited) -> None:
        self._made = made
        head = _("Six words for {person}·{school}").format(person=made.person, school=made.school)
        foot = _("Not into the same envelope as the stick. They open one invitation only.")
        self._said = SlipWords(head, made.words, foot)
        if self._slip is not None:
            self._slip.hide()
            self._slip.deleteLater()
        self._slip = Slip(self._said)
        self._slip_place.addWidget(self._slip)
        where = made.file.parent.name or str(made.file.parent)
        self._done.set_text(
            _("The invitation “{file}” lies on “{place}”.").format(file=made.file.name, place=where)
        )
        self._tell.set_text(
            _(
                "Give {person} the stick. Tell the six words by telephone or on paper, not in the "
                "same message. Then: open Lianke, “Join with an invitation”, choose the file, type "
                "the words. After the next exchange everybody knows the new computer."
            ).format(person=made.person)
        )
        self._form.hide()
        self._result.show()
        self.print.setFocus()
        self._desk.news.changed.emit()
        self.invited.emit()

    def _start_over(self) -> None:
        self._result.hide()
        self._form.show()
        self.new_person.clear()
        self.new_school.clear()
        self._show_people()
        self.school.setFocus()

    # the slip

    def _print(self) -> None:
        if QPrinterInfo.availablePrinters():
            ask_printer(self, self._said, 1)
        else:
            dialog = QFileDialog(self, _("Save as PDF"), self._folder)
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.selectFile(pgettext("file name", "Six words") + ".pdf")
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.fileSelected.connect(self.save_to)
            dialog.open()

    def save_to(self, path: str) -> None:
        """Write the slip as a PDF."""
        if not save_pdf(path, self._said, 1):
            self.notice.set_text(_("It cannot be written there. Choose another folder."), "warn")
            self.notice.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(" ".join(self._said.cells))

    def words(self) -> tuple[str, ...]:
        """Return the six words shown; empty before there are any."""
        return self._made.words if self._made else ()
