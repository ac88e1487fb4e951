"""Inviting somebody: a file for a stick, and six words on a slip, told apart from it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from db.errors import UnknownRecordError
from db.queries.people import list_people, list_schools
from db.queries.records import show
from desktop import theme
from desktop.context import Desk
from desktop.errors import describe
from desktop.founding import InvitationDraft, Invited, file_name, invite_somebody, roles_to_give
from desktop.pages.wizard.put_where import PutWhere
from desktop.pages.wizard.six_words import SixWordsMade
from desktop.widgets.basic import column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.fields import Combo, Field
from desktop.widgets.notices import Notice
from desktop.widgets.scroll import scroll
from desktop.words import _

NEW = "new"
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
        self._form = QWidget()
        self.again = button(_("Invite somebody else"), "", "plus")
        self._result = SixWordsMade([self.again])
        self._body.addWidget(self._form)
        self._body.addWidget(self._result)
        self.notice = Notice("", "warn")
        self.notice.hide()
        self._body.addWidget(self.notice)
        self._body.addStretch(1)
        self._fill_form()
        self._result.hide()
        self.again.clicked.connect(self._start_over)
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
        self.role, self.place = Combo(), PutWhere(self._desk)
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
        for combo in (self.person, self.role):
            combo.chosen.connect(self._change)
        self.place.moved.connect(self._change)
        self.place.given.connect(self.begin_making)
        for edit in (self.new_school, self.new_person):
            edit.textChanged.connect(self._change)
        for edit in (self.new_school, self.new_person):
            edit.returnPressed.connect(self.make.click)
        self.make.clicked.connect(self.begin_making)

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
        folder = self.place.folder()
        if folder is None:
            self.place.ask_folder(waited=True)
            return
        school, person = self.names()
        name = file_name(self._shown(self.school, school), self._shown(self.person, person))
        draft = InvitationDraft(school, person, self.role.code(), folder / name)
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
        how = _(
            "Give {person} the stick. Tell the six words by telephone or on paper, not in the "
            "same message. Then: open Lianke, “Join with an invitation”, choose the file, type "
            "the words. After the next exchange everybody knows the new computer."
        ).format(person=made.person)
        self._form.hide()
        self._result.show()
        self._result.show_made(made, how, self.place.last())
        self._desk.news.changed.emit()
        self.invited.emit()

    def _start_over(self) -> None:
        self._result.hide()
        self._form.show()
        self.new_person.clear()
        self.new_school.clear()
        self._show_people()
        self.school.setFocus()

    def words(self) -> tuple[str, ...]:
        """Return the six words shown; empty before there are any."""
        return self._result.words()
