"""Who I am among the people of my school, or by a name that is not there yet."""

import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from db.queries.people import PersonRow, list_people
from db.search import pinyin_initials
from db.store import Store
from desktop import theme
from desktop.labels import choice_label, listed
from desktop.pages.wizard.step import Step
from desktop.tables import LazyListModel
from desktop.widgets.basic import A, column, frame, label
from desktop.widgets.lines import SearchField
from desktop.widgets.lists import Delegate, Rows, rect_of, text
from desktop.words import _
from sync.identity import Joined

_ROWS = 6


class _PersonDelegate(Delegate):
    """A name, and at the right the posts and subjects."""

    height = 44

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: PersonRow) -> None:
        worn = theme.now()
        inner = rect_of(option).adjusted(worn.px(16), 0, -worn.px(16), 0)
        wide = text(painter, inner, row.name, "strong")
        rest = inner.adjusted(wide + worn.px(12), 0, 0, 0)
        text(painter, rest, _note(row), "small", "ink3", A.AlignRight | A.AlignVCenter)


def _note(row: PersonRow) -> str:
    codes = [("posts", code) for code in row.posts.split()]
    codes += [("subjects", code) for code in row.subjects.split()]
    return listed([choice_label("person", field, code) for field, code in codes[:3]])


class WhoStep(Step):
    """`done` gives the name and (if it was chosen from the list) the record's id."""

    def __init__(self, store: Store, joined: Joined, today: datetime.date) -> None:
        super().__init__(
            _("Who are you?"),
            _("Your name stands under what you record. Type it; if it is in the list, choose it."),
        )
        self._joined = joined
        with store.read() as session:
            people = list_people(session, school=joined.school, today=today)
        self._people = sorted(people, key=lambda one: one.id != joined.person)
        self.name = SearchField(_("Your name, or its initials"), 320)
        self.name.setMaximumWidth(theme.now().size(320))
        self.name.searched.connect(self._find)
        self.name.textEdited.connect(self._forget)
        self.body.addWidget(self.name)
        sheet = frame("card")
        inner = column(sheet, 0, (1, 4, 1, 4))
        self.rows = Rows(_PersonDelegate, _("People of your school"))
        self._model = LazyListModel[PersonRow](lambda one: f"{one.name} {_note(one)}", self)
        self.rows.setModel(self._model)
        self.rows.clicked.connect(self._choose)
        self.rows.activated.connect(self._accept)
        self.rows.selectionModel().currentChanged.connect(self._choose)
        inner.addWidget(self.rows)
        self._sheet = sheet
        self.body.addWidget(sheet)
        self._hint = label("", "small", "ink3", wrap=True)
        self.body.addWidget(self._hint)
        self.finish_building()
        self._chosen: PersonRow | None = None
        self._show(self._people)
        if self._people and self._people[0].id == joined.person:
            self.rows.choose(0)
            self._choose()
        elif not self._people:
            self.name.setText(joined.person_name)
            self._say()

    def _find(self, typed: str) -> None:
        found = [one for one in self._people if _fits(one, typed)]
        self._show(found)
        self._say()

    def _forget(self) -> None:
        self._chosen = None
        self._say()

    def _show(self, people: list[PersonRow]) -> None:
        self._model.set_source(len(people), lambda at, many: people[at : at + many])
        delegate = self.rows.itemDelegate()
        tall = delegate.row_height() if isinstance(delegate, Delegate) else 0
        self.rows.setFixedHeight(tall * min(len(people), _ROWS))
        self._sheet.setVisible(bool(people))

    def _choose(self) -> None:
        row = self.rows.row()
        if isinstance(row, PersonRow):
            self._chosen = row
            self._say()

    def _accept(self) -> None:
        self._choose()
        self.go_asked.emit()

    def person(self) -> tuple[str, str]:
        """Return the name and, when it was chosen from the list, the record's id."""
        if self._chosen is not None:
            return self._chosen.name, self._chosen.id
        typed = " ".join(self.name.text().split())
        same = [one for one in self._people if one.name == typed]
        if len(same) == 1:
            return typed, same[0].id
        if not self._people and typed == self._joined.person_name:
            return typed, self._joined.person  # the invited one, whose record is on its way
        return typed, ""

    def _say(self) -> None:
        name, id = self.person()
        if not name:
            self._hint.setText("")
        elif id:
            self._hint.setText(_("You record as {name}.").format(name=name))
        else:
            said = _("{name} is not in the list yet and will be added to your school.")
            self._hint.setText(said.format(name=name))
        self.changed.emit()

    @override
    def go_words(self) -> str:
        return _("Begin with Lianke")

    @override
    def lacking(self) -> str:
        return "" if self.person()[0] else _("Your name is still missing")

    @override
    def begin(self) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def go(self) -> None:
        self.done.emit(self.person())


def _fits(one: PersonRow, typed: str) -> bool:
    plain = typed.strip().lower()
    return plain in one.name.lower() or pinyin_initials(one.name).startswith(plain)
