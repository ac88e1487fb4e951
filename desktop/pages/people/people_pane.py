"""The list of people: of one school, of those without one, of the bin, or of what was found."""

from collections.abc import Sequence
from itertools import groupby
from typing import cast

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QWidget
from typing_extensions import override

from db.queries.people import PersonRow, list_people
from db.queries.records import RecordRow, list_records
from desktop.context import Desk
from desktop.pages.people import words
from desktop.pages.people.rows import BIN, NO_SCHOOL, PersonDelegate
from desktop.status import many_unsent
from desktop.tables import Band, LazyListModel
from desktop.widgets.basic import Elided, column, label, row, rule
from desktop.widgets.buttons import button
from desktop.widgets.lists import Rows
from desktop.widgets.notices import Empty
from desktop.words import _


class PeoplePane(QFrame):
    """People in rows, or why there is none and what to do first."""

    opened = Signal(object)  # a PersonRow
    school_wanted = Signal()  # show the school itself
    import_wanted = Signal()
    back_wanted = Signal()  # to the schools, where one pane is shown at a time

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "left")
        self.setProperty("area", True)
        self._desk = desk
        self.place, self.found_for = "", ""
        self.rows: list[PersonRow] = []
        self.may_add = False
        layout = column(self, 0, (0, 0, 1, 0))
        self._head = QWidget()
        line = row(self._head, 8, (16, 6, 8, 6))
        self.back = button("", "quiet", "arrow-left", small=True)
        self.back.clicked.connect(self.back_wanted)
        self.back.hide()
        line.addWidget(self.back)
        self._name, self._count = Elided("", "strong"), label("", "small", "ink3")
        line.addWidget(self._name, 1)
        line.addWidget(self._count)
        self.about: QPushButton = button("", "quiet", small=True)
        self.about.clicked.connect(self.school_wanted)
        line.addWidget(self.about)
        layout.addWidget(self._head)
        layout.addWidget(rule())
        self._model = LazyListModel[PersonRow](words.person_said, self)
        self.view = Rows(PersonDelegate)
        self._delegate = cast("PersonDelegate", self.view.itemDelegate())
        self.view.setModel(self._model)
        self.view.opened.connect(self.opened)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._empty = self._make_empty()
        self._nothing = Empty("magnifying-glass", "", "")
        for one in (self._empty, self._nothing):
            self._stack.addWidget(one)
        layout.addWidget(self._stack, 1)
        self._retranslate()

    def _make_empty(self) -> Empty:
        self._import = button("", "", "table")
        self._import.clicked.connect(self.import_wanted)
        return Empty("users-three", "", "", self._import)

    def show_place(self, place: str, name: str, *, may_add: bool) -> None:
        """Show the people of a school, or of one of the places that are none."""
        self.place, self.found_for, self.may_add = place, "", may_add
        self._name.setText(name)
        self.reload()

    def search(self, typed: str) -> None:
        """Show whom a search finds, across all schools."""
        self.found_for = typed
        self.reload()

    def reload(self) -> None:
        """Read the people again; who is chosen stays chosen."""
        chosen = self.chosen()
        self.rows = self._read()
        if self.found_for:
            groups = [(name, len(list(some))) for name, some in groupby(self.rows, _school)]
            bands = [(Band(name or _("No school yet"), "", str(n)), n) for name, n in groups]
            self._model.set_groups(bands, self._load)
        else:
            self._model.set_source(len(self.rows), self._load)
        self._show_head()
        self.choose(chosen)

    def _read(self) -> list[PersonRow]:
        today = self._desk.today()
        with self._desk.store.read() as session:
            self._delegate.many_unsent = many_unsent(session)
            if self.found_for:
                return list_people(session, words=self.found_for, today=today)
            if self.place == BIN:
                binned = list_records(session, "school", deleted=True)
                binned += list_records(session, "person", deleted=True)
                return [binned_row(one) for one in binned]
            if self.place == NO_SCHOOL:
                return [one for one in list_people(session, today=today) if not one.school]
            return list_people(session, school=self.place, today=today)

    def _load(self, offset: int, limit: int) -> Sequence[PersonRow]:
        return self.rows[offset : offset + limit]

    def _show_head(self) -> None:
        place = self.place not in ("", BIN, NO_SCHOOL)
        self._head.setVisible(bool(self.place or self.found_for))
        count = words.people_words(len(self.rows))
        self._count.setText(count if self.found_for else "")
        self.about.setVisible(place and not self.found_for)
        if self.found_for:
            self._name.setText(_("Found “{words}”").format(words=self.found_for))
        shown: QWidget = self.view
        if not self.rows:
            shown = self._nothing if self.found_for else self._empty
        self._import.setVisible(self.may_add and place)
        self._stack.setCurrentWidget(shown)

    def chosen(self) -> str:
        """Return the id of who is chosen, or nothing."""
        found = self.view.row()
        return found.id if isinstance(found, PersonRow) else ""

    def choose(self, id: str) -> bool:
        """Choose a person without telling anybody; return whether he is in the list."""
        at = next((at for at, one in enumerate(self.rows) if one.id == id), -1)
        if at >= 0:
            self.view.choose(self._model.line_of(at))
        else:
            self.view.setCurrentIndex(self._model.index(-1))
        return at >= 0

    def _retranslate(self) -> None:
        self.view.setAccessibleName(_("People"))
        self.about.setText(_("About the school"))
        self.back.setText(_("Schools"))
        self._import.setText(_("Take in a list of staff"))
        self._empty.set_text(
            _("Nobody is recorded here yet"),
            _("Take in a list of staff, or press “Add a person”: the name is enough."),
        )
        self._nothing.set_text(
            _("Nobody found"), _("Fewer characters find more; pinyin initials will do.")
        )
        if self.place or self.found_for:
            self.reload()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _school(row: PersonRow) -> str:
    return row.school_name


def binned_row(record: RecordRow) -> PersonRow:
    """Return a deleted person or school as a row of the list."""

    def word(name: str) -> str:
        return str(record.values.get(name) or "")

    return PersonRow(
        record.id, word("name"), word("school"), word("school_name"), word("posts"),
        word("subjects"), word("grades"), word("title_rank"), word("honour"), None,
        unsent=False, versions=0, asked=False,
    )  # fmt: skip
