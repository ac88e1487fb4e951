"""The list of schools: how many people each has, how old its data is; the bin under them."""

import time
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame
from typing_extensions import override

from db import permissions
from db.queries.people import SchoolRow, list_schools
from db.queries.records import list_records
from desktop.context import Desk
from desktop.pages.people import words
from desktop.pages.people.rows import BIN, NO_SCHOOL, SchoolDelegate, SchoolLine, school_said
from desktop.tables import LazyListModel
from desktop.widgets.basic import column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.lists import Rows
from desktop.words import _
from sync import ages


class SchoolsPane(QFrame):
    """Schools, the core school first; `chosen` tells the place a person goes to."""

    chosen = Signal(str)  # a school's id, NO_SCHOOL or BIN
    add_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "left")
        self.setProperty("area", True)
        self._desk = desk
        self.schools: list[SchoolRow] = []
        self.lines: list[SchoolLine] = []
        layout = column(self, 0, (0, 10, 1, 8))
        head = row(gap=8, margins=(16, 0, 14, 6))
        self._name, self._age = label("", "small", "ink3"), label("", "small", "ink3")
        head.addWidget(self._name)
        head.addStretch(1)
        head.addWidget(self._age)
        layout.addLayout(head)
        self._model = LazyListModel[SchoolLine](school_said, self)
        self.view = Rows(SchoolDelegate)
        self.view.setModel(self._model)
        self.view.opened.connect(self._tell)
        layout.addWidget(self.view, 1)
        foot = row(gap=0, margins=(8, 4, 8, 0))
        self.add = button("", "quiet", "plus", small=True)
        self.add.clicked.connect(self.add_wanted)
        foot.addWidget(self.add)
        foot.addStretch(1)
        layout.addLayout(foot)
        member = desk.member
        self.add.setVisible(
            permissions.may_write(member.role, member.school, "school", "alliance", "")
        )
        self._retranslate()

    def reload(self) -> None:
        """Read the schools again; the place chosen stays chosen."""
        before = self.place()
        moment = time.time()
        with self._desk.store.read() as session:
            self.schools = list_schools(session)
            fresh = ages.of_schools(session)
            homeless = len(list_records(session, "person", {"school": None}))
            binned = len(list_records(session, "person", deleted=True))
            binned += len(list_records(session, "school", deleted=True))
        self.lines = [self._line(one, fresh.get(one.id), moment) for one in self.schools]
        if homeless:
            said = words.people_words(homeless)
            self.lines.append(SchoolLine(NO_SCHOOL, _("No school yet"), said))
        if binned:
            self.lines.append(SchoolLine(BIN, _("The bin"), str(binned)))
        self._model.set_source(len(self.lines), self._load)
        self.choose(before)

    def _line(self, one: SchoolRow, age: ages.Age | None, moment: float) -> SchoolLine:
        own = one.id == self._desk.member.school
        said, tone = words.age_words(age.changed_at if age else None, moment, own=own)
        return SchoolLine(one.id, one.name, words.school_note(one), said, tone, one.versions)

    def _load(self, offset: int, limit: int) -> Sequence[SchoolLine]:
        return self.lines[offset : offset + limit]

    def place(self) -> str:
        """Return the place chosen, or nothing."""
        found = self.view.row()
        return found.id if isinstance(found, SchoolLine) else ""

    def name(self, place: str) -> str:
        """Return what a place is called."""
        return next((line.name for line in self.lines if line.id == place), "")

    def choose(self, place: str) -> bool:
        """Choose a place without telling anybody; return whether it is there."""
        at = next((at for at, line in enumerate(self.lines) if line.id == place), -1)
        if at >= 0:
            self.view.choose(at)
        else:
            self.view.setCurrentIndex(self._model.index(-1))
        return at >= 0

    def _tell(self, line: SchoolLine) -> None:
        self.chosen.emit(line.id)

    def _retranslate(self) -> None:
        self._name.setText(_("Schools"))
        self._age.setText(_("Data as of"))
        self.view.setAccessibleName(_("Schools"))
        self.add.setText(_("Add a school to the alliance"))
        if self.schools:
            self.reload()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
