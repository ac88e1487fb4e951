"""Who is recording: a panel over the board, where another one takes a seat at this laptop."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QVBoxLayout, QWidget
from typing_extensions import override

from db.queries.people import PersonRow, list_people
from desktop import theme
from desktop.context import Desk
from desktop.labels import choice_label
from desktop.tables import LazyListModel
from desktop.widgets.basic import A, frame, label
from desktop.widgets.lines import SearchField
from desktop.widgets.lists import Delegate, Rows, rect_of, text
from desktop.words import _


class _PersonDelegate(Delegate):
    """A name, and at the right school and post."""

    height = 40

    @override
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: PersonRow) -> None:
        worn, inner = theme.now(), rect_of(option)
        inner = inner.adjusted(worn.px(12), 0, -worn.px(12), 0)
        wide = text(painter, inner, row.name, "strong")
        rest = inner.adjusted(wide + worn.px(12), 0, 0, 0)
        text(painter, rest, note_of(row), "small", "ink3", A.AlignRight | A.AlignVCenter)


def note_of(row: PersonRow) -> str:
    """Return school and first post of a person."""
    posts = [choice_label("person", "posts", code) for code in row.posts.split()[:1]]
    return "·".join(part for part in (row.school_name, *posts) if part)


class WhoPanel(QWidget):
    """People of this laptop's school first, found by name or initials; Enter takes the first."""

    chosen = Signal(str)  # a person's id

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        worn = theme.now()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        ground = frame("popup")
        outer.addWidget(ground)
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(*(worn.px(12),) * 4)
        inner.setSpacing(worn.px(8))
        inner.addWidget(label(_("Who is recording?"), "heading"))
        self._search = SearchField(_("Name or initials"), 260)
        self._rows = Rows(_PersonDelegate, _("People"))
        self._model = LazyListModel[PersonRow](lambda row: f"{row.name} {note_of(row)}", self)
        self._rows.setModel(self._model)
        inner.addWidget(self._search)
        inner.addWidget(self._rows)
        self.setFixedSize(worn.size(330), worn.size(380))
        self._search.searched.connect(self._find)
        self._search.returnPressed.connect(self._take_first)
        self._rows.clicked.connect(self._take)
        self._rows.activated.connect(self._take)
        self._find("")

    def open_above(self, at: QPoint) -> None:
        """Show the panel with its lower left corner at a point of the screen."""
        room = self.screen().availableGeometry()
        self.move(max(room.left(), at.x()), max(room.top(), at.y() - self.height()))
        self.show()
        self._search.setFocus()

    def _find(self, words: str) -> None:
        with self._desk.store.read() as session:
            people = list_people(session, words=words, today=self._desk.today())
        home = self._desk.member.school
        people.sort(key=lambda p: (p.id != self._desk.person, p.school != home))
        self._people: Sequence[PersonRow] = people
        self._model.set_source(len(people), lambda offset, limit: people[offset : offset + limit])
        self._rows.setCurrentIndex(self._model.index(0) if people else self._model.index(-1))

    def _take_first(self) -> None:
        if self._people:
            self._choose(self._rows.row() or self._people[0])

    def _take(self) -> None:
        self._choose(self._rows.row())

    def _choose(self, row: PersonRow | None) -> None:
        if row is not None:
            self.chosen.emit(row.id)
            self.close()
