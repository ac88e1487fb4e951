"""The list of plans: only what is looked at is loaded, however many there are."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu

from db.queries.plan_shelf import plans_of
from db.queries.plans import PlanFilter, PlanRow
from desktop.context import Desk
from desktop.jobs import Asking
from desktop.pages.activities.directory import Directory
from desktop.pages.plans.plan_rows import PlanDelegate, said
from desktop.pages.plans.printing.making import Unit
from desktop.pages.plans.shelf import Asked, Group, Shelf, shelving
from desktop.tables import ROW_ROLE, LazyListModel
from desktop.widgets.basic import column
from desktop.widgets.buttons import button
from desktop.widgets.list_or_empty import ListOrEmpty, empty_bin, nothing_fits
from desktop.widgets.lists import Rows
from desktop.widgets.notices import Empty
from desktop.words import _


class PlanList(QFrame):
    """The list, or why it is empty and what to do first."""

    opened = Signal(str)  # a plan's id
    first_wanted = Signal()
    cleared = Signal()
    unit_wanted = Signal(object)  # a Unit, to be printed as a booklet
    regrouped = Signal()  # what the filter lets through is shown

    def __init__(self, desk: Desk, directory: Directory) -> None:
        super().__init__()
        self.setProperty("kind", "paper")
        self.setProperty("area", True)
        self._desk, self._directory = desk, directory
        self._filter, self._weekly = PlanFilter(), False
        self._ids: Sequence[str] = ()
        self._groups: Sequence[Group] = ()
        self._chosen = ""
        self._asking = Asking(desk.jobs, self)
        self._asking.answered.connect(self._show_shelf)
        self.model = LazyListModel[PlanRow](said, self)
        self.view = Rows(PlanDelegate, _("List of lesson plans"))
        self.view.PAUSE_MS = 3_600_000  # an arrow key goes on; Enter or a click opens
        self.view.setModel(self.model)
        self.view.opened.connect(self._open)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self._stack = ListOrEmpty(self.view)
        column(self, 0).addWidget(self._stack)

    def show_filter(self, wanted: PlanFilter, *, weekly: bool) -> None:
        """Show what a filter lets through, by unit or by week."""
        self._filter, self._weekly = wanted, weekly
        self.regroup()

    def regroup(self) -> None:
        """Put all in order anew: plans came, went, or stand elsewhere now.

        The list stays as it is until a job knows.
        """
        terms, today = self._directory.terms, self._desk.today()
        asked = Asked(self._filter, self._weekly, terms, today)
        self._asking.ask(shelving(self._desk.store, asked))

    def finding(self) -> bool:
        """Return whether an answer is awaited."""
        return self._asking.pending()

    def _show_shelf(self, shelf: Shelf) -> None:
        if (shelf.groups, shelf.ids) == (self._groups, self._ids):
            self.model.reload()
        else:
            self._groups, self._ids = shelf.groups, shelf.ids
            self.model.set_groups(shelf.groups, self._load)
        if self.count():
            self._stack.show_list()
        else:
            self._stack.show_empty(self._why_empty())
        self.choose(self._chosen)
        self.regrouped.emit()

    def reload(self) -> None:
        """Show the same rows anew."""
        self.model.reload()

    def _load(self, offset: int, limit: int) -> Sequence[PlanRow]:
        with self._desk.store.read() as session:
            return plans_of(session, self._ids[offset : offset + limit])

    def count(self) -> int:
        """Return how many plans the filter lets through."""
        return len(self._ids)

    def first(self) -> str:
        """Return the id of the first plan, or nothing."""
        return self._ids[0] if self._ids else ""

    def choose(self, id: str) -> None:
        """Choose the row of a plan, without opening it; once it is known where it stands."""
        self._chosen = id if self.finding() else ""
        if id in self._ids:
            self.view.choose(self.model.line_of(list(self._ids).index(id)))

    def forget(self) -> None:
        """Choose none: a click on any row opens it."""
        self._chosen = ""
        self.view.clearSelection()
        self.view.setCurrentIndex(self.model.index(-1))

    def focus(self) -> None:
        """Give the keyboard to the list."""
        self.view.setFocus()

    def _open(self, row: PlanRow) -> None:
        self.opened.emit(row.id)

    def _open_menu(self, where: QPoint) -> None:
        row = self.view.indexAt(where).data(ROW_ROLE)
        if not isinstance(row, PlanRow):
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(_("Open"), partial(self.opened.emit, row.id))
        if row.unit:
            unit = Unit(row.unit, row.subject, row.grade.partition(" ")[0])
            menu.addAction(_("Print the whole unit"), partial(self.unit_wanted.emit, unit))
        menu.popup(self.view.viewport().mapToGlobal(where))

    def _why_empty(self) -> Empty:
        wanted = self._filter
        if wanted.in_bin:
            return empty_bin()
        if wanted.words or wanted.stages or wanted.subjects or wanted.grades:
            return nothing_fits(self.cleared)
        first = button(_("Write a plan"), "", "plus")
        first.clicked.connect(self.first_wanted)
        hint = _("Press “Write a plan” and choose a lesson; the head fills itself in.")
        return Empty("notebook", _("No plans yet"), hint, first)

    def retranslate(self) -> None:
        """Say again what the list is."""
        self.view.setAccessibleName(_("List of lesson plans"))
