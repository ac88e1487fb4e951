"""The list of activities in weeks: only what is looked at is loaded, however many there are."""

import datetime
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame
from typing_extensions import override

from db.errors import UnknownRecordError
from db.queries import activities
from db.queries.activities import ActivityFilter, ActivityRow
from db.queries.records import show
from desktop.context import Desk
from desktop.pages.activities.directory import Directory
from desktop.pages.activities.row_delegate import ActivityDelegate, said, schools_from
from desktop.pages.activities.weeks import Days, groups, offset_of
from desktop.status import many_unsent
from desktop.tables import LazyListModel
from desktop.widgets.basic import column
from desktop.widgets.buttons import button
from desktop.widgets.list_or_empty import ListOrEmpty, empty_bin, nothing_fits
from desktop.widgets.lists import Rows
from desktop.widgets.notices import Empty
from desktop.words import _


class ActivityList(QFrame):
    """The list, or why it is empty and what to do first."""

    opened = Signal(str)  # an activity's id
    first_wanted = Signal()
    cleared = Signal()

    def __init__(self, desk: Desk, directory: Directory) -> None:
        super().__init__()
        self.setProperty("kind", "paper")
        self.setProperty("area", True)
        self._desk, self._directory = desk, directory
        self._filter, self._days = ActivityFilter(), list[tuple[str | None, int]]()
        self._schools = schools_from(directory.schools)
        self.model = LazyListModel[ActivityRow](self._say, self)
        self.view = Rows(ActivityDelegate, _("List of activities"))
        self.view.setModel(self.model)
        self.view.opened.connect(self._open)
        self._stack = ListOrEmpty(self.view)
        layout = column(self, 0)
        layout.addWidget(self._stack)
        self._chosen = ""

    def _say(self, row: ActivityRow) -> str:
        return said(row, self._schools)

    def show_filter(self, wanted: ActivityFilter) -> None:
        """Show what a filter lets through; the row that was chosen stays chosen if it does."""
        self._filter = wanted
        self.regroup()

    def regroup(self) -> None:
        """Count the days anew: rows came, went, or changed their day."""
        with self._desk.store.read() as session:
            self._days = activities.days_of_activities(session, self._filter)
            many = many_unsent(session)
        directory = self._directory
        self._schools = schools_from(directory.schools)
        delegate = self.view.itemDelegate()
        if isinstance(delegate, ActivityDelegate):
            delegate.schools, delegate.many_unsent = self._schools, many
        term = self._filter.term or directory.current_term
        self.model.set_groups(groups(self._days, directory.terms, term), self._load)
        if self.count():
            self._stack.show_list()
        else:
            self._stack.show_empty(self._why_empty())
        if self._chosen:
            self._choose_again()

    def reload(self) -> None:
        """Show rows anew, which are the same ones on the same days."""
        self.model.reload()

    def _load(self, offset: int, limit: int) -> Sequence[ActivityRow]:
        with self._desk.store.read() as session:
            return activities.list_activities(session, self._filter, offset=offset, limit=limit)

    def count(self) -> int:
        """Return how many activities the filter lets through."""
        return self.model.count()

    def days(self) -> Days:
        """Return the days and how many activities each has."""
        return self._days

    def chosen(self) -> str:
        """Return the id of the row chosen, or nothing."""
        return self._chosen

    def choose(self, id: str, day: datetime.date | None) -> bool:
        """Choose the row of an activity of a day, without opening it; False if it is not here."""
        self._chosen = id
        line = self._line_of(id, day)
        if line is None:
            self.view.clearSelection()
            return False
        self.view.choose(line)
        return True

    def forget(self) -> None:
        """Choose none."""
        self._chosen = ""
        self.view.clearSelection()
        self.view.setCurrentIndex(self.model.index(-1))

    def first(self) -> str:
        """Return the id of the first activity, or nothing."""
        for line in range(min(2, self.model.rowCount())):
            found = self.model.row_at(line)
            if found is not None:
                return found.id
        return ""

    def latest(self, day: datetime.date) -> str:
        """Return the id of the newest activity not later than a day; the first if all are."""
        before = 0
        for one, count in self._days:
            if one is not None and one <= day.isoformat():
                found = self._load(before, 1)
                return found[0].id if found else ""
            before += count
        return self.first()

    def begin_at(self, id: str, day: datetime.date | None) -> None:
        """Choose the row of an activity, with what came before and after it in view."""
        if self.choose(id, day):
            middle = QAbstractItemView.ScrollHint.PositionAtCenter
            self.view.scrollTo(self.view.currentIndex(), middle)

    def step(self, by: int) -> None:
        """Open the next row (1) or the one before (-1)."""
        line = self.view.currentIndex().row() + by
        if 0 <= line < self.model.rowCount() and self.model.band_at(line) is not None:
            line += by
        if 0 <= line < self.model.rowCount():
            found = self.model.row_at(line)
            if found is not None:
                self.view.choose(line)
                self._open(found)

    def _line_of(self, id: str, day: datetime.date | None) -> int | None:
        wanted = day.isoformat() if day else None
        count = next((n for one, n in self._days if one == wanted), 0)
        start = offset_of(self._days, day)
        for at, found in enumerate(self._load(start, count)):
            if found.id == id:
                return self.model.line_of(start + at)
        return None

    def _choose_again(self) -> None:
        self.choose(self._chosen, day_of(self._desk, self._chosen))

    def _open(self, row: ActivityRow) -> None:
        self._chosen = row.id
        self.opened.emit(row.id)

    def _why_empty(self) -> Empty:
        wanted = self._filter
        if wanted.deleted:
            return empty_bin()
        narrowed = wanted.words or wanted.types or wanted.schools or wanted.subjects
        if narrowed or wanted.directions or wanted.questions:
            return nothing_fits(self.cleared)
        first = button(_("Record an activity"), "", "plus")
        first.clicked.connect(self.first_wanted)
        hint = _("Press “Record an activity”; four fields are enough.")
        return Empty("calendar-blank", _("No activities yet"), hint, first)

    @override
    def setFocus(self) -> None:  # type: ignore[override]
        self.view.setFocus()


def day_of(desk: Desk, id: str) -> datetime.date | None:
    """Return the day of an activity."""
    with desk.store.read() as session:
        try:
            held_on = show(session, id).values["held_on"]
        except UnknownRecordError:
            return None
    return datetime.date.fromisoformat(held_on) if isinstance(held_on, str) else None
