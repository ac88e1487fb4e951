"""活动: the list by weeks of term, and the form of one activity beside it."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QStackedWidget, QWidget
from typing_extensions import override

from db.circles import SCHOOL
from db.commands import records
from db.commands.activities import copy_activity
from db.commands.sharing import share_wider
from db.errors import UnknownRecordError
from db.queries.activities import ActivityFilter, list_activities
from db.queries.conflicts import open_questions
from desktop import theme
from desktop.context import Desk
from desktop.pages.activities.activity_list import ActivityList, day_of
from desktop.pages.activities.directory import Directory
from desktop.pages.activities.filter_bar import FilterBar
from desktop.pages.activities.heads import Heads
from desktop.pages.activities.record_form import RecordForm
from desktop.pages.activities.type_tiles import TypeTiles
from desktop.pages.page import Page
from desktop.widgets.basic import column, row
from desktop.widgets.buttons import button
from desktop.widgets.notices import Empty, Notice
from desktop.words import _, ngettext

LIST_WIDTH = 452
ONE_PANE_UNDER = 62 * 15  # pixels at usual letters: under 62 em one pane at a time


class ActivitiesPage(Page):
    """List and form; at large letters or in a narrow window one of them at a time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._directory = Directory(desk)
        self._one_pane, self._showing_side = False, False
        self._history: QWidget | None = None
        self._heads = Heads()
        self.filters = FilterBar(desk, self._directory)
        self.list = ActivityList(desk, self._directory)
        self.form = RecordForm(desk, self._directory)
        self._tiles: TypeTiles | None = None
        self._nothing = Empty("calendar-blank", "", "")
        self._side = QStackedWidget()
        self._side.addWidget(self._nothing)
        self._side.addWidget(self.form)
        self._bin_bar = Notice("", "info", [self._make_leave_bin()], "trash")
        self._bin_bar.hide()
        self._build()
        self._soon = QTimer(self, singleShot=True, interval=200)
        self._soon.timeout.connect(self.refresh)
        self._stale = True
        self._connect()
        self._retranslate()

    def _make_leave_bin(self) -> QWidget:
        self._leave = button("", "", "arrow-left", small=True)
        self._leave.clicked.connect(partial(self.filters.show_bin, False))
        return self._leave

    def _build(self) -> None:
        outer = column(self, 0)
        outer.addWidget(self.filters)
        outer.addWidget(self._bin_bar)
        self._body = QStackedWidget()
        panes = QWidget()
        self._panes: QHBoxLayout = row(panes, 0)
        self._panes.addWidget(self.list)
        self._panes.addWidget(self._side, 1)
        self._body.addWidget(panes)
        outer.addWidget(self._body, 1)

    def _connect(self) -> None:
        heads, form, news = self._heads, self.form, self.desk.news
        heads.searched.connect(self.filters.set_words)
        heads.new_wanted.connect(self.begin_new)
        heads.back_wanted.connect(self.show_list)
        heads.stepped.connect(self.list.step)
        heads.menu_wanted.connect(self._open_menu)
        self.filters.changed.connect(self._filter)
        self.list.opened.connect(self.open)
        self.list.first_wanted.connect(self.begin_new)
        self.list.cleared.connect(self._clear)
        form.changed.connect(self._form_changed)
        form.created.connect(self._created)
        form.gone.connect(self._form_gone)
        form.deleted.connect(self._deleted)
        form.restored.connect(self._restored)
        form.print_wanted.connect(self.print)
        form.copy_wanted.connect(self.copy)
        form.share_wanted.connect(self.share)
        form.history_wanted.connect(self.show_history)
        form.parallel_wanted.connect(self.show_parallel)
        form.plan_wanted.connect(partial(self.open_record.emit, "lesson_plan"))
        form.material_wanted.connect(partial(self.open_record.emit, "material"))
        form.toasted.connect(self.toasted)
        form.warned.connect(self.warned)
        news.changed.connect(self._news)
        news.arrived.connect(self._arrived)
        news.person_changed.connect(self._person_changed)

    # the window's side

    @override
    def header(self) -> QWidget:
        return self._heads

    @override
    def activate(self) -> None:
        self._directory.refresh()
        self.form.refresh_choices()
        self._stale = True
        self.refresh()
        if self.form.id:
            self.form.keeper.reload()
        elif not self._showing_side and (latest := self.list.latest(self.desk.today())):
            if not self._one_pane:
                self.open(latest)
            self.list.begin_at(latest, day_of(self.desk, latest))

    @override
    def show_record(self, kind: str, id: str) -> None:
        try:
            self.open(id)
        except UnknownRecordError as error:
            self.failed.emit(error)
            return
        if not self.list.choose(id, day_of(self.desk, id)):
            self.filters.widen()
            self.list.choose(id, day_of(self.desk, id))

    @override
    def show_field(self, id: str, field: str) -> None:
        if self.form.id == id:
            self.form.point_at(field)

    @override
    def flush(self) -> None:
        self.form.flush()

    @override
    def shown_record(self) -> tuple[str, str] | None:
        return ("activity", self.form.id) if self.form.id and self._showing_side else None

    @override
    def end(self) -> None:
        self.form.end()

    @override
    def focus_search(self) -> None:
        self.show_list()
        self._heads.search.setFocus()

    # list and form

    def refresh(self) -> None:
        """Count and show the list anew."""
        if not self._stale:
            return
        self._stale = False
        self.list.show_filter(self.filters.filter())
        with self.desk.store.read() as session:
            asked = [q for q in open_questions(session) if q.kind == "activity"]
        self.filters.set_questions(len(asked))
        self._tell_count()

    def _tell_count(self) -> None:
        count = self.list.count()
        words = ngettext("{count} activity", "{count} activities", count).format(count=count)
        title = _("The bin") if self.filters.bin_shown() else _("Activities")
        self._heads.set_list(title, words)
        self._bin_bar.setVisible(self.filters.bin_shown() and not self._alone())

    def _filter(self) -> None:
        self._stale = True
        self.refresh()
        self._arrange()

    def _clear(self) -> None:
        self._heads.search.clear()
        self.filters.clear()

    def _news(self) -> None:
        if not self.isVisible():
            self._stale = True

    def _arrived(self) -> None:
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def _person_changed(self) -> None:
        id = self.form.id
        self._filter()
        if id:
            self.form.open(id)  # what is typed from now on is another one's

    def open(self, id: str) -> None:
        """Show an activity in the form."""
        if self.form.id != id:
            self.form.open(id)
        self._heads.set_record(self.form.title())
        self._close_history()
        self._show_side(self.form)

    def _form_changed(self, regroup: bool) -> None:
        self._heads.set_record(self.form.title())
        if regroup:
            self._stale = True
            self._soon.start()
        else:
            self.list.reload()

    def _created(self, id: str) -> None:
        self._stale = True
        self.refresh()
        self.list.choose(id, day_of(self.desk, id))

    def _form_gone(self) -> None:
        self._stale = True
        self.refresh()
        self._show_side(self._nothing)

    def _deleted(self, id: str) -> None:
        self._stale = True
        self._soon.start()
        self.list.forget()
        self.form.keeper.close()
        self._show_side(self._nothing)
        if self._one_pane:
            self.show_list()

    def _restored(self, id: str) -> None:
        if self.filters.bin_shown():
            self.filters.show_bin(False)
        self.show_record("activity", id)

    def show_list(self) -> None:
        """Go back to the list, where one pane is shown at a time."""
        self.form.flush()
        self._showing_side = False
        self._arrange()
        self.list.setFocus()

    def _show_side(self, widget: QWidget) -> None:
        held: QWidget | None = QApplication.focusWidget()
        if held is not None and self.isAncestorOf(held) and not widget.isAncestorOf(held):
            held.clearFocus()  # else Qt moves it on as if a key had, and the ring shows
        self._side.setCurrentWidget(widget)
        self._showing_side = widget is not self._nothing
        self._body.setCurrentIndex(0)
        self._arrange()

    # a new one

    @override
    def begin_new(self) -> None:
        self.form.flush()
        if self._tiles is None:
            self._tiles = TypeTiles()
            self._tiles.chosen.connect(self.begin)
            self._tiles.copied.connect(self.copy_last)
            self._tiles.left.connect(self._not_now)
            self._side.addWidget(self._tiles)
        self._close_history()
        last = self._last_of_mine()
        self._heads.set_record(_("Record an activity"))
        self._show_side(self._tiles)
        self._tiles.begin(last[1] if last else "")

    def begin(self, type: str) -> None:
        """Begin a new activity of a type: the topic is all that is still needed."""
        self.list.forget()
        self.form.open_new(type)
        self._heads.set_record(_("New activity"))
        self._show_side(self.form)
        self.form.basics.box("title").box.setFocus()

    def _not_now(self) -> None:
        if self.form.id:
            self._show_side(self.form)
        else:
            self._show_side(self._nothing)
            self.show_list()

    def _last_of_mine(self) -> tuple[str, str] | None:
        mine = ActivityFilter(scope="mine", person=self.desk.person, school=self.desk.member.school)
        with self.desk.store.read() as session:
            found = list_activities(session, mine, limit=1)
        return (found[0].id, found[0].title) if found else None

    def copy_last(self) -> None:
        """Record the activity I recorded last once more, as of today."""
        last = self._last_of_mine()
        if last:
            self.copy(last[0])

    def copy(self, id: str) -> None:
        """Record an activity once more, as of today."""
        with self.desk.write() as writer:
            made = copy_activity(writer, id, today=self.desk.today())
        self._stale = True
        self.refresh()
        self.open(made)
        self.list.choose(made, self.desk.today())
        undo = partial(self._take_back, made)
        self.toasted.emit(_("Copied to today; change what was different"), _("Undo"), undo)
        title = self.form.basics.box("title").box
        title.setFocus()

    def share(self, id: str, circle: str) -> None:
        """Make a new record of an activity that more people read, and show it."""
        with self.desk.write() as writer:
            made = share_wider(writer, id, circle)
        self._stale = True
        self.refresh()
        self.open(made)
        self.list.choose(made, day_of(self.desk, made))
        said = (
            _("Shared with our school, as a new record")
            if circle == SCHOOL
            else _("Shared with the whole alliance, as a new record")
        )
        self.toasted.emit(said, _("Undo"), partial(self._take_back, made))

    def _take_back(self, id: str) -> None:
        with self.desk.write() as writer:
            records.delete(writer, id)
        self._deleted(id)

    # bin, history, print

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if self.filters.bin_shown():
            menu.addAction(_("Leave the bin"), partial(self.filters.show_bin, False))
        else:
            menu.addAction(_("The bin"), self.filters.show_bin)
        menu.popup(self._heads.menu_place())

    def show_history(self, id: str) -> None:
        """Show how an activity was before."""
        from desktop.pages.history import HistoryView  # noqa: PLC0415 - rarely looked at

        self._close_history()
        view = HistoryView(self.desk, "activity", id)
        view.left.connect(self._leave_history)
        view.toasted.connect(self.toasted)
        self._history = view
        self._body.addWidget(view)
        self._body.setCurrentWidget(view)
        self._heads.show_other(view.header())
        self.rail_wanted.emit(True)
        self._arrange()

    def show_parallel(self, id: str) -> None:
        """Show the plans of an activity side by side, with what was seen and concluded."""
        from desktop.pages.activities.parallel import ParallelPane  # noqa: PLC0415 - rarely looked at

        self._close_history()
        view = ParallelPane(self.desk, id)
        view.back.connect(self._leave_history)
        view.toasted.connect(self.toasted)
        self._history = view
        self._body.addWidget(view)
        self._body.setCurrentWidget(view)
        self._heads.show_other(view.header())
        self.rail_wanted.emit(True)
        self._arrange()

    def _leave_history(self) -> None:
        self._close_history()
        self.form.keeper.reload()
        self._filter()

    def _close_history(self) -> None:
        view, self._history = self._history, None
        if view is not None:
            self._heads.show_other(None)
            self._body.removeWidget(view)
            view.deleteLater()
            self.rail_wanted.emit(False)
            self._body.setCurrentIndex(0)
            self._arrange()

    def print(self, id: str) -> None:
        """Print the record sheet of an activity: the page is made by a job, then shown."""
        from desktop.pages.activities.printing import (  # noqa: PLC0415 - on demand
            PrintView,
            make_sheet,
            make_word,
        )

        self._close_history()
        sheet, word = partial(make_sheet, self.desk, id), partial(make_word, self.desk, id)
        view = PrintView(self.desk, _("Record sheet"), sheet, word)
        view.left.connect(self._close_history)
        view.failed.connect(self.failed)
        view.toasted.connect(self.toasted)
        self._history = view
        self._body.addWidget(view)
        self._body.setCurrentWidget(view)
        self._heads.show_other(view.header())
        self._arrange()

    # room

    def _alone(self) -> bool:
        """Tell whether the form, or what stands instead of both, is all there is to see."""
        return self._history is not None or (self._one_pane and self._showing_side)

    def _arrange(self) -> None:
        worn = theme.now()
        self._one_pane = worn.large or self.width() / worn.scale < ONE_PANE_UNDER
        one = self._one_pane
        self.list.setVisible(not one or not self._showing_side)
        self._side.setVisible(not one or self._showing_side)
        if one:
            self.list.setMinimumWidth(0)
            self.list.setMaximumWidth(16_777_215)
        else:
            self.list.setFixedWidth(worn.size(LIST_WIDTH))
        self.filters.setVisible(not self._alone() and not self.filters.bin_shown())
        self._bin_bar.setVisible(not self._alone() and self.filters.bin_shown())
        self._heads.show_record_head(one and self._showing_side)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def _retranslate(self) -> None:
        self._nothing.set_text(
            _("Nothing opened yet"), _("Choose an activity in the list to read and change it.")
        )
        self._bin_bar.set_text(_("What was deleted. Restoring brings back all that went with it."))
        self._leave.setText(_("Back to the activities"))
        self._tell_count()
