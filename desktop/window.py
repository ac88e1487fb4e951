"""The window: the board, the pages behind it, what the foot says, and the moves between pages."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QByteArray, QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from db.errors import UnknownRecordError
from desktop import icons, theme
from desktop.context import Desk
from desktop.errors import describe
from desktop.pages.page import Page
from desktop.pages.table import PLACES, Place
from desktop.settings import Settings
from desktop.status import recorder, status, unsent_words
from desktop.widgets.basic import column
from desktop.widgets.buttons import button
from desktop.widgets.nav import Nav, NavPage
from desktop.widgets.notices import Notice
from desktop.widgets.shell import Shell, StatusBar
from desktop.words import _

WHO = "who"  # on the rail, where there is no room for a name, it is an entry of its own
USUAL = QSize(1280, 800)
LEAST = (760, 520)  # pixels at usual letters


class Frame(QWidget):
    """A page with its head over it, and between them what went wrong."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self._layout = column(self, 0)
        self._layout.addWidget(page.header())
        self._layout.addWidget(page, 1)
        self._notice: QWidget | None = None
        page.turned.connect(self.put_away)

    def tell(self, words: str) -> None:
        """Say what went wrong under the head, until it is put away."""
        self.put_away()
        away = button(_("Put away"), "quiet", small=True)
        away.clicked.connect(self.put_away)
        self._notice = Notice(words, "danger", [away])
        self._layout.insertWidget(1, self._notice)

    def put_away(self) -> None:
        """Take the sentence away."""
        if self._notice:
            self._notice.hide()
            self._notice.deleteLater()
        self._notice = None


class Window(QWidget):
    """The one window of the program, on one data folder."""

    closed = Signal()
    dressing = Signal(object)  # settings: the application should wear them before pages are rebuilt

    def __init__(self, desk: Desk, places: tuple[Place, ...] = PLACES) -> None:
        super().__init__()
        self.desk = desk
        self._places = places
        self._frames: dict[str, Frame] = {}
        self._current, self._unsaved, self._warned = "", False, False
        self.setWindowTitle(_("Lianke"))
        self.setWindowIcon(icons.app_icon())
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._soon = QTimer(self, singleShot=True, interval=250)
        self._soon.timeout.connect(self.refresh_status)
        self._build()
        self._listen()
        self._make_shortcuts()
        self._restore_geometry()

    # building

    def _build(self) -> None:
        def shown(place: Place) -> NavPage:
            return NavPage(place.key, place.words(), place.icon)

        above = [shown(place) for place in self._places if not place.foot]
        foot = [shown(place) for place in self._places if place.foot]
        who = NavPage(WHO, _("Who"), "user-circle")
        self._nav = Nav(above, [*foot, who])
        self._nav.chosen.connect(self.go)
        self._nav.person_wanted.connect(self.ask_who)
        self._status = StatusBar()
        self._status.clicked.connect(self._go_to_exchange)
        self.shell = Shell(self._nav, self._status)
        self._layout.addWidget(self.shell)
        self._status.set_saved(_("All saved"))
        grown = QSize(*(theme.now().px(side) for side in LEAST))  # large letters need the room
        self.setMinimumSize(grown.boundedTo(self.screen().availableSize()))

    def _listen(self) -> None:
        news = self.desk.news
        news.changed.connect(self._soon.start)
        news.arrived.connect(self._soon.start)
        news.person_changed.connect(self.refresh_status)
        queued = Qt.ConnectionType.QueuedConnection  # the page that says it is built anew, too
        news.member_changed.connect(self._begin_anew, queued)
        news.settings_changed.connect(self._wear)
        news.saving.connect(self._tell_saved)
        self.desk.jobs.failed.connect(self.tell)

    def _make_shortcuts(self) -> None:
        for number, place in enumerate(self._places, 1):
            self._add_shortcut(f"Ctrl+{number}", partial(self.go, place.key))
        self._add_shortcut(QKeySequence.StandardKey.Find, self._find)
        self._add_shortcut("Ctrl+K", self._find_anything)
        self._add_shortcut(QKeySequence.StandardKey.New, self._begin_new)

    def _add_shortcut(self, keys: str | QKeySequence.StandardKey, do: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(do)

    def _restore_geometry(self) -> None:
        saved = self.desk.settings.geometry
        if not saved or not self.restoreGeometry(QByteArray.fromHex(saved.encode())):
            room = self.screen().availableSize()
            self.resize(USUAL.boundedTo(room))

    # moving

    def start(self) -> None:
        """Show the page of last time, or the first, and fill the foot.

        Called before the window is on screen, all is laid out and painted only once.
        """
        keys = [place.key for place in self._places]
        last = self.desk.settings.last_page
        self.go(last if last in keys else keys[0])
        self.refresh_status()

    def current(self) -> str:
        """Return the key of the page shown."""
        return self._current

    def page(self, key: str = "") -> Page | None:
        """Return a page that is built, the present one without a key."""
        found = self._frames.get(key or self._current)
        return found.page if found else None

    def go(self, key: str) -> None:
        """Show a page, made at its first visit."""
        if key == WHO:
            self.ask_who()
            return
        place = next((place for place in self._places if place.key == key), None)
        if place is None:
            return
        before = self.page()
        if before is not None and self._current != key:
            before.flush()
        if key not in self._frames:
            self._frames[key] = self._make(place)
        self._current = key
        frame = self._frames[key]
        self._nav.set_current(key)
        self.shell.show_page(frame)
        frame.page.activate()

    def _make(self, place: Place) -> Frame:
        page = place.make(self.desk)
        page.open_record.connect(self.open_record)
        page.open_field.connect(self.open_field)
        page.go.connect(self.go)
        page.toasted.connect(self.shell.toast)
        page.warned.connect(self.shell.warn)
        page.failed.connect(self.tell)
        page.rail_wanted.connect(self.shell.set_narrow_nav)
        return Frame(page)

    def open_record(self, kind: str, id: str) -> None:
        """Show a record on the page for its kind; an empty id begins a new one."""
        place = next((place for place in self._places if kind in place.kinds), None)
        if place is None:
            return
        self.go(place.key)
        page = self._frames[place.key].page
        if id:
            page.show_record(kind, id)
        else:
            page.begin_new()

    def open_field(self, kind: str, id: str, field: str) -> None:
        """Show a record on the page for its kind, with the focus on one field."""
        self.open_record(kind, id)
        if page := self.page():
            page.show_field(id, field)

    def _go_to_exchange(self, _part: str) -> None:
        self.go("exchange")

    def _find(self) -> None:
        if page := self.page():
            page.focus_search()

    def _find_anything(self) -> None:
        """Go where everything can be searched, from any page."""
        self.go(self._places[0].key)
        self._find()

    def _begin_new(self) -> None:
        self.open_record("activity", "")

    # what is said around the page

    def tell(self, error: BaseException) -> None:
        """Say what went wrong, over the page."""
        frame = self._frames.get(self._current)
        if frame is not None:
            frame.tell(describe(error).text())

    def refresh_status(self) -> None:
        """Show again what is unsent, the last exchange, whose data is old, who is recording."""
        with self.desk.store.glance() as look:
            said = status(look, self.desk.member.school)
            try:
                who = recorder(look, self.desk.person)
                self._nav.set_person(who.name, who.note)
                self._nav.set_words({WHO: who.name or _("Who")})
            except UnknownRecordError:
                self._nav.set_person(_("Nobody yet"), _("Choose who is recording"))
        self._status.set_unsent(unsent_words(said.unsent))
        self._status.set_last(said.last)
        self._status.set_stale(said.stale)
        if any(place.key == "exchange" for place in self._places):
            self._nav.set_count("exchange", said.unsent)
        self._arrange_who()

    def _arrange_who(self) -> None:
        self._nav.item(WHO).setVisible(self._nav.rail())

    def _begin_anew(self) -> None:
        self.rebuild()
        self.shell.toast(_("This computer is back. Exchange now: then the others know."))

    def _tell_saved(self, saved: bool) -> None:
        self._unsaved = not saved
        if saved:
            self._status.set_saved(_("All saved"))
        else:
            self._status.set_saved(_("Not saved yet"), "warning-circle", "danger")

    def ask_who(self) -> None:
        """Let another person record."""
        from desktop.who import WhoPanel  # noqa: PLC0415 - when somebody asks

        panel = WhoPanel(self.desk, self)
        panel.chosen.connect(self.desk.change_person)
        foot = QPoint(self._nav.width() + 4, self._nav.height() - 4)
        panel.open_above(self._nav.mapToGlobal(foot))

    # clothes

    def _wear(self, before: Settings, now: Settings) -> None:
        looks = ("language", "letters", "dark")
        if all(getattr(before, name) == getattr(now, name) for name in looks):
            return
        self.desk.flush()
        self.dressing.emit(now)
        if (before.letters, before.language) != (now.letters, now.language):
            self.rebuild()

    def rebuild(self) -> None:
        """Build everything anew: margins are numbers, and words may have changed."""
        page = self.page()
        shown = page.shown_record() if page else None
        self._end_pages()
        key, self._frames, old = self._current, {}, self.shell
        self._layout.removeWidget(old)
        old.hide()
        old.setParent(None)
        old.deleteLater()
        self._build()
        self.setWindowTitle(_("Lianke"))
        self.shell.show()
        self.go(key)
        if shown:
            self.open_record(*shown)
        self.refresh_status()

    def _end_pages(self) -> None:
        for frame in self._frames.values():
            frame.page.end()

    # the end

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and hasattr(self, "_nav"):
            self._arrange_who()
        return super().event(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.desk.flush()
        if self._unsaved and not self._warned:
            self._warned = True
            event.ignore()
            return
        self._keep_place()
        self._end_pages()
        event.accept()
        self.closed.emit()

    def _keep_place(self) -> None:
        shape = bytes(self.saveGeometry().toHex().data()).decode()
        kept = replace(self.desk.settings, geometry=shape, last_page=self._current)
        self.desk.change_settings(kept)
