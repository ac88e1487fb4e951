"""Exchange: put the stick in, press once, read what came and went."""

import time
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QStackedWidget, QWidget
from typing_extensions import override

from db.queries.conflicts import OpenQuestion, open_questions
from desktop import theme
from desktop.context import Desk
from desktop.exchange_work import Outcome
from desktop.exchanges import Exchanges
from desktop.member_words import standing_words
from desktop.pages.exchange.forgetting import Forgetting
from desktop.pages.exchange.idle import IdleView
from desktop.pages.exchange.laptops_view import LaptopsView
from desktop.pages.exchange.moving import MovingCard
from desktop.pages.exchange.outcome_view import OutcomeView
from desktop.pages.exchange.past_view import PastView
from desktop.pages.exchange.place_lines import (
    Found,
    Looker,
    PlaceLine,
    look_at,
    place_lines,
)
from desktop.pages.exchange.places_panel import WIDE, PlacesPanel
from desktop.pages.exchange.questions import QuestionsCard
from desktop.pages.exchange.reach_view import ReachView
from desktop.pages.page import Page
from desktop.status import days_old, status, unsent_words
from desktop.sticks import Poll, Stick
from desktop.widgets.basic import column, row
from desktop.widgets.buttons import button, segmented
from desktop.widgets.header import Header
from desktop.widgets.notices import Notice
from desktop.widgets.scroll import scroll
from desktop.words import _
from sync import places, readable
from sync.visit import RoundProgress

if TYPE_CHECKING:
    from desktop.pages.exchange.new_place import NewPlaceView

_NARROW = 760  # points of content under which the places stand behind a button
NOW, REACH, LAPTOPS, PAST = range(4)

Tab = TypeVar("Tab", ReachView, LaptopsView)


class ExchangePage(Page):
    """The places at the left, what is going on at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.exchanges = Exchanges.of(desk)
        self._chosen, self._by_hand = "", False
        self._lines: list[PlaceLine] = []
        self._found: Found = {}
        self._looker = Looker(desk.member.alliance)
        self._unsent, self._last = 0, ""
        self._poll = Poll(self._looker.look, self)
        self._poll.seen.connect(self._take_found)
        self._make_header()
        self._make_body()
        self._listen()
        self._retranslate()

    # building

    def _make_header(self) -> None:
        self._header = Header()
        self.tabs = segmented([""] * 4, NOW)
        self.tabs.chosen.connect(self._turn)
        self._places_button = button("", "secondary", "list-bullets")
        self._places_button.clicked.connect(self._show_places)
        self._leave_place = button("", "quiet")
        self._leave_place.clicked.connect(self._put_place_away)
        self.add_place = button("", "primary", "plus")
        self._place_ways = QWidget()  # the head puts single buttons aside by itself; not these
        ways = row(self._place_ways, 10)
        ways.addWidget(self._leave_place)
        ways.addWidget(self.add_place)
        for one in (self._places_button, self.tabs, self._place_ways):
            self._header.add(one)

    def _make_body(self) -> None:
        self.panel = PlacesPanel()
        self.panel.chosen.connect(self.choose)
        self.panel.place_wanted.connect(self.begin_place)
        self.idle, self.moving, self.outcome = IdleView(), MovingCard(), OutcomeView(self.desk)
        self.questions = QuestionsCard()
        self._to_laptops = button("", "quiet", small=True)
        self._to_laptops.clicked.connect(self._show_laptops)
        self.standing = Notice("", "warn", [self._to_laptops])
        self._again = self.outcome.again
        page = QWidget()
        inner = column(page, 14, (20, 16, 20, 16))
        for part in (self.standing, self.moving, self.outcome, self.idle, self.questions):
            inner.addWidget(part, 100 if part is self.idle else 0)
        inner.addStretch(1)
        self._main = scroll(page)
        self._main.setProperty("area", True)
        self.past = PastView(self.desk)
        self.new_place: NewPlaceView | None = None
        self.reach: ReachView | None = None
        self.laptops: LaptopsView | None = None
        self._forgetting = Forgetting(self.desk, self)
        self._stack = QStackedWidget()
        self._narrow_places = QWidget()
        self._narrow_places_layout = column(self._narrow_places, 0)
        for widget in (self._main, self.past, self._narrow_places):
            self._stack.addWidget(widget)
        self._body = row(self, 0)
        self._body.addWidget(self.panel)
        self._body.addWidget(self._stack, 1)
        self._narrow = False
        self._places_button.hide()
        self.panel.setFixedWidth(theme.now().size(WIDE))

    def _listen(self) -> None:
        self.idle.start_wanted.connect(self.begin)
        self.idle.folder_wanted.connect(self.ask_folder)
        self.idle.place_wanted.connect(self.begin_place)
        self.idle.change_wanted.connect(self.begin_place)
        self.idle.forget_wanted.connect(self.forget)
        self.idle.readable_chosen.connect(self.choose_readable)
        self._again.clicked.connect(self.begin)
        self.moving.stop_wanted.connect(self._stop)
        self.outcome.open_record.connect(self.open_record)
        self.past.open_record.connect(self.open_record)
        for view in (self.outcome, self.past):
            view.failed.connect(self.failed)
        self.questions.look_wanted.connect(self._look_into)
        self.exchanges.began.connect(self._begin_showing)
        self.exchanges.progressed.connect(self._show_progress)
        self.exchanges.ended.connect(self._end_showing)
        self.exchanges.sticks.found.connect(self._welcome)
        self.exchanges.sticks.changed.connect(self._reload_places)
        for signal in (self.desk.news.changed, self.desk.news.arrived):
            signal.connect(self._reload)

    # what the window asks for

    @override
    def header(self) -> QWidget:
        return self._header

    @override
    def activate(self) -> None:
        self._reload()
        if self.tabs.at() != NOW:
            self._turn(self.tabs.at())
        elif not self.exchanges.running():
            self.idle.start_button().setFocus()

    @override
    def _retranslate(self) -> None:
        self.tabs.set_names([_("This time"), _("Who has what"), _("Computers"), _("Before")])
        self._places_button.setText(_("Places"))
        self._again.setText(_("Exchange again"))
        self._leave_place.setText(_("Do not add it"))
        self._to_laptops.setText(_("What can be done"))
        if self.new_place is not None:
            self.new_place.retranslate()
        self.panel.retranslate()
        self.moving.retranslate()
        self._reload()

    # what is done

    def choose(self, folder: str) -> None:
        """Turn to a place; how the last exchange with another one ended is put away."""
        self._chosen, self._by_hand = folder, True
        last = self.exchanges.last()
        if last is not None and last.folder != folder:
            self.exchanges.forget_last()
        self._turn(NOW)
        self._reload_places()

    def begin(self) -> None:
        """Exchange with the place that is chosen."""
        line = self._line()
        if line is not None and line.ready:
            self.exchanges.start(line.folder, line.name)

    def choose_readable(self, folder: str, wanted: bool) -> None:
        """Put readable copies at a place from now on, or no more."""
        with self.desk.store.write() as session:
            readable.choose(session, folder, wanted=wanted)
        self._reload_places()

    def ask_folder(self) -> None:
        """Ask for a folder in the system's own dialog."""
        dialog = QFileDialog(self, _("Choose a folder"), self.desk.settings.last_place)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_folder)
        dialog.open()

    def take_folder(self, folder: str) -> None:
        """Keep a folder among the places, and turn to it."""
        with self.desk.store.write() as session:
            places.remember(session, folder)
        self._found = {**self._found, **look_at([folder], self.desk.member.alliance)}
        self.choose(folder)
        self.idle.start_button().setFocus()

    def begin_place(self, address: str = "") -> None:
        """Show the form of a new place, or of one that is to be changed."""
        if self.new_place is None:
            self.new_place = self._make_new_place()
        line = next((line for line in self._lines if line.folder == address), None)
        self.new_place.begin(address, line.name if line and address else "")
        self._stack.setCurrentWidget(self.new_place)
        self._dress_header()

    def _make_new_place(self) -> "NewPlaceView":
        from desktop.pages.exchange.new_place import NewPlaceView  # noqa: PLC0415 - seldom wanted

        view = NewPlaceView(self.desk.store, self.desk.member.alliance)
        view.added.connect(self._take_place)
        view.failed.connect(self.failed)
        view.noted.connect(self._note)
        view.ready_changed.connect(self.add_place.setEnabled)
        self.add_place.clicked.connect(view.add)
        self._stack.addWidget(view)
        return view

    def _put_place_away(self) -> None:
        if self.new_place is not None:
            self.new_place.leave()
        self._turn(NOW)

    def _note(self, words: str) -> None:
        self.toasted.emit(words, "", None)

    def _take_place(self, address: str) -> None:
        self.choose(address)
        self.idle.start_button().setFocus()

    def forget(self, address: str) -> None:
        """Take a place off the list, with a way back."""
        line = next((line for line in self._lines if line.folder == address), None)
        if line is None:
            return
        self._forgetting.forget(address, line.name)
        self._reload_places()
        said = _("“{name}” is off the list").format(name=line.name)
        self.toasted.emit(said, _("Undo"), self._remember)

    def _remember(self) -> None:
        self._forgetting.remember()
        self._reload_places()

    def _stop(self) -> None:
        self.exchanges.stop()
        self.moving.set_stopping(stopping=True)

    def _look_into(self, question: OpenQuestion) -> None:
        self.open_record.emit(*question.opens)

    # what is shown

    def _show_laptops(self) -> None:
        self._turn(LAPTOPS)

    def _turn(self, to: int) -> None:
        self.tabs.set_at(to)
        shown = self._view(to)
        self._stack.setCurrentWidget(shown)
        if isinstance(shown, PastView | ReachView | LaptopsView):
            shown.reload()
        self._dress_header()

    def _view(self, at: int) -> QWidget:
        """Return what a tab shows; it is made when it is first looked at."""
        if at == REACH:
            self.reach = self.reach or self._take_in(ReachView(self.desk))
            return self.reach
        if at == LAPTOPS:
            if self.laptops is None:
                self.laptops = self._take_in(LaptopsView(self.desk))
                self.laptops.came_back.connect(self.desk.come_back)
            return self.laptops
        return self.past if at == PAST else self._main

    def _take_in(self, view: Tab) -> Tab:
        view.failed.connect(self.failed)
        view.toasted.connect(self.toasted)
        self._stack.addWidget(view)
        return view

    def _dress_header(self) -> None:
        """Show at the head what can be done with what is shown."""
        shown = self._stack.currentWidget()
        adding = self.new_place is not None and shown is self.new_place
        self._place_ways.setVisible(adding)
        self.tabs.setVisible(not adding)
        self.panel.setVisible(self._narrow or shown is self._main)
        self._offer_places(offered=self._narrow and not adding)
        if adding and self.new_place is not None:
            self.add_place.setEnabled(self.new_place.ready())
            changing = self.new_place.changes_one()
            self.add_place.setText(_("Keep the change") if changing else _("Add this place"))
            self._header.set_title(_("A place to exchange with"), "", _("Exchange"))
        else:
            self._header.set_title(_("Exchange"), unsent_words(self._unsent))
        self._header.arrange()

    def _offer_places(self, *, offered: bool) -> None:
        if not offered:
            self._places_button.setProperty("aside", False)
        # where it has no room the head keeps it behind "more"
        self._places_button.setVisible(offered and not self._places_button.property("aside"))

    def _show_places(self) -> None:
        if self._stack.currentWidget() is self._narrow_places:
            self._turn(self.tabs.at())
        else:
            self._stack.setCurrentWidget(self._narrow_places)

    def _begin_showing(self) -> None:
        self.moving.begin()
        self._turn(NOW)
        self._show_state()

    def _show_progress(self, progress: RoundProgress) -> None:
        self.moving.show_progress(progress)

    def _end_showing(self, outcome: Outcome) -> None:
        self._chosen, self._by_hand = outcome.folder, True
        self._reload_places()

    def _welcome(self, stick: Stick) -> None:
        if self.exchanges.running():
            return
        if self._stack.currentWidget() in (self._main, self._narrow_places):
            self.choose(str(stick.folder))
        else:  # perhaps it was put in for what is being done here: an invitation goes on it
            self._chosen, self._by_hand = str(stick.folder), True
            self._reload_places()

    def _reload(self) -> None:
        with self.desk.store.read() as session:
            questions, standing = open_questions(session), standing_words(session)
        with self.desk.store.glance() as look:
            foot = status(look, self.desk.member.school)
        self._unsent, self._last = foot.unsent, foot.last
        self._dress_header()
        self.questions.show_questions(questions)
        self.standing.set_text(standing)
        self.standing.setVisible(bool(standing))
        now = time.time()
        self.panel.show_ages([(one.name, days_old(one, now)) for one in foot.schools])
        self._reload_places()

    def _reload_places(self) -> None:
        sticks = self.exchanges.sticks.now()
        with self.desk.store.read() as session:
            known, wanted = places.known(session), readable.chosen(session)
        folders = [str(stick.folder) for stick in sticks] + [row.address for row in known]
        self._looker.folders = tuple(dict.fromkeys(folders))
        self._lines = place_lines(sticks, known, self._found, self.desk.today(), wanted)
        if self._line() is None or not self._by_hand:
            # the one of last time is waited for until it was looked at
            able = [one for one in self._lines if one.ready or one.folder not in self._found]
            self._chosen, self._by_hand = able[0].folder if able else "", False
        self.panel.show_places(self._lines, self._chosen)
        self._show_state()

    def _show_state(self) -> None:
        running, last = self.exchanges.running(), self.exchanges.last()
        line = self._line()
        ended = not running and last is not None and last.folder == self._chosen
        shown = {
            self.moving: running,
            self.outcome: ended,
            self.idle: not running and not ended,
        }
        self._again.setVisible(ended and line is not None and line.ready)
        for part in sorted(shown, key=lambda one: not shown[one]):
            comes = shown[part] and part.isHidden()
            part.setVisible(shown[part])  # what comes first: the focus moves to it, not away
            if comes:
                self._keep_focus(part)
        self.questions.setVisible(not running and bool(self.questions.questions()))
        if running:
            self.moving.set_stopping(stopping=self.exchanges.stopping())
            self.moving.show_progress(self.exchanges.progress())
        elif ended and last is not None:
            if self.outcome.shown() is not last:
                self.outcome.show_outcome(last, stick=line is not None and line.stick)
        elif line is None:
            self.idle.show_nothing()
        else:
            self.idle.show_place(line, self._unsent, self._last)

    def _keep_focus(self, part: QWidget) -> None:
        """Give the focus to a part when it is about to lose its place to it."""
        focused = QApplication.focusWidget()
        stops: dict[QWidget, QWidget] = {
            self.moving: self.moving.stop_button(),
            self.outcome: self._again,
            self.idle: self.idle.start_button(),
        }
        if not isinstance(focused, QWidget) or part.isAncestorOf(focused):
            return
        if self._main.isAncestorOf(focused):
            stops[part].setFocus()

    def _line(self) -> PlaceLine | None:
        return next((line for line in self._lines if line.folder == self._chosen), None)

    # looking at the places, away from the window's thread

    def _take_found(self, found: Found) -> None:
        self._found = found
        self._reload_places()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._poll.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._poll.stop()

    # shape

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.now().size(_NARROW)
        if narrow != self._narrow:
            self._arrange(narrow=narrow)

    def _arrange(self, *, narrow: bool) -> None:
        """Put the places beside what is going on, or behind a button."""
        self._narrow = narrow
        self._offer_places(offered=narrow)
        if narrow:
            self.panel.setMinimumWidth(0)
            self.panel.setMaximumWidth(16_777_215)
            self._narrow_places_layout.addWidget(self.panel)
        else:
            if self._stack.currentWidget() is self._narrow_places:
                self._stack.setCurrentWidget(self._main)
            self._body.insertWidget(0, self.panel)
            self.panel.setFixedWidth(theme.now().size(WIDE))
        self._header.arrange()
