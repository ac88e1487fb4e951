"""The form of a person: fields, who he may be as well, what he took part in lately."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from db.commands import records
from db.permissions import COORDINATOR, LEAD, may_write
from db.queries.activities import ActivityFilter, ActivityRow, list_activities
from db.record import DELETED, Value
from desktop import dates
from desktop.context import Desk
from desktop.pages.activities.directory import Directory
from desktop.pages.home.lines import Line
from desktop.pages.home.words import activity_note
from desktop.pages.people import likeness, words
from desktop.pages.people.head import Act
from desktop.pages.people.likeness import Link
from desktop.pages.people.record_form import RecordForm
from desktop.widgets.basic import column, label, rule
from desktop.widgets.buttons import button
from desktop.widgets.facts import cap
from desktop.words import _

_RECENT = 6


class PersonForm(RecordForm):
    """One person."""

    activity_wanted = Signal(str)
    same_wanted = Signal(str)
    invite_wanted = Signal(str)

    def __init__(self, desk: Desk, directory: Directory) -> None:
        super().__init__(desk, directory, "person")
        self.may_invite = False
        self.head.invite_wanted.connect(self._ask_invite)
        self._recent = QWidget()
        self._lines = column(self._recent, 0)
        self.tab.add(self._recent)

    @override
    def new_words(self) -> str:
        return _("Somebody new")

    @override
    def about(self) -> tuple[str, Sequence[words.Tone]]:
        school = self._directory.names.get(str(self.value("school") or ""), "")
        line = words.person_line(
            self.keeper.draft.record.values(),
            school or str(self.value("school_name") or ""),
            self._desk.today().year,
        )
        return line, [*self.tag("honour", "accent"), *self.tag("title_rank", "plain")]

    @override
    def acts(self) -> Sequence[Act]:
        member = self._desk.member
        same = may_write(member.role, member.school, "same_as", "alliance", "")
        ask = Act(_("Is it the same person?"), self._ask_same, same)
        return (ask, *super().acts())

    @override
    def _show_head(self) -> None:
        super()._show_head()
        role, record = self._desk.member.role, self.record
        here = record is not None and record.deletion != DELETED
        invite = self.may_invite and here and role in (COORDINATOR, LEAD)
        self.head.allow(more=bool(self.id), invite=invite)
        self._say_years()

    def _say_years(self) -> None:
        years = words.years_words(self.value("teaching_since"), self._desk.today().year)
        self.box("teaching_since").note(years)

    @override
    def show_more(self) -> None:
        links, activities = self._read_more()
        self._show_links(links)
        self._show_activities(activities)

    def _read_more(self) -> tuple[Sequence[Link], Sequence[ActivityRow]]:
        if not self.id:
            return (), ()
        links = likeness.links_of(self._desk.store, self.id)
        with self._desk.store.read() as session:
            found: dict[str, ActivityRow] = {}
            for one in (self.id, *(link.other.id for link in links)):
                wanted = ActivityFilter(scope="mine", person=one)
                rows = list_activities(session, wanted, limit=_RECENT)
                found |= {row.id: row for row in rows}
        newest = sorted(found.values(), key=lambda row: str(row.held_on or ""), reverse=True)
        return links, newest[:_RECENT]

    def _show_links(self, links: Sequence[Link]) -> None:
        """Say whom else this record stands for, with the way to part them."""
        if not links or self.notes.standing():
            return
        others = [
            f"{link.other.values['name']}·{link.other.values['school_name'] or ''}".strip("·")
            for link in links
        ]
        part = button(_("Part them"), "", small=True)
        part.clicked.connect(partial(self.part, tuple(link.id for link in links)))
        said = _("The same person as “{name}”").format(name="、".join(others))
        self.notes.say(said, "info", [part])

    def part(self, links: Sequence[str], *_checked: object) -> None:
        """Take links back: the records are different people again."""
        with self._desk.write() as writer:
            for link in links:
                records.delete(writer, link)
        self.toasted.emit(
            _("They are different people again"), _("Undo"), partial(self._join_again, links)
        )
        self.keeper.reload()

    def _join_again(self, links: Sequence[str]) -> None:
        with self._desk.write() as writer:
            for link in links:
                records.restore(writer, link)
        self.keeper.reload()

    def _show_activities(self, rows: Sequence[ActivityRow]) -> None:
        while self._lines.count():
            gone = self._lines.takeAt(0).widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self._recent.setVisible(bool(self.id))
        self._lines.addWidget(rule())
        self._lines.addSpacing(10)
        self._lines.addWidget(cap(_("Took part in or recorded lately")))
        for row in rows:
            lead = f"{row.held_on:%m-%d} {dates.weekday(row.held_on)}" if row.held_on else ""
            line = Line(row.title or _("(no topic yet)"), activity_note(row), lead=lead)
            line.clicked.connect(partial(self.activity_wanted.emit, row.id))
            self._lines.addWidget(line)
        if not rows:
            self._lines.addWidget(label(_("No activity yet"), "small", "ink3"))

    def _ask_same(self) -> None:
        if self.flush():
            self.same_wanted.emit(self.id)

    def _ask_invite(self) -> None:
        if self.flush():
            self.invite_wanted.emit(self.id)

    @override
    def _edit(self, name: str, value: Value) -> None:
        super()._edit(name, value)
        if name == "name" and not self.id:
            self._look_for_twins(str(value or "").strip())

    def _look_for_twins(self, name: str) -> None:
        """Say beside a new name that somebody of that name is there already."""
        found = [row for row in self._directory.people(name) if row.name == name] if name else []
        said = ""
        if found:
            said = _("There is already “{name}·{school}”").format(
                name=name, school=found[0].school_name
            )
        self.box("name").note(said)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self.id:
            self._show_head()
            self.show_more()
