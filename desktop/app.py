"""Builds the application: settings, language, clothes, store, window; and the smoke run."""

import gc
import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, Qt, QTimer, QTranslator
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from db.errors import StoreError
from db.member import Member
from db.queries.foot import last_person, member
from db.store import Store
from desktop import icons, language, theme
from desktop.collector import Collector
from desktop.crash import CrashNet
from desktop.fonts import SANS
from desktop.jobs import Jobs
from desktop.read_ahead import LATER, ReadAhead
from desktop.recording import first_known
from desktop.settings import Settings, SettingsFile

if TYPE_CHECKING:
    from desktop.exchanges import Exchanges
    from desktop.goodbye import Goodbye

LOG = "lianke.log"
_AHEAD_MS = 50  # the first page is drawn and answers before anything else is read in
_STICKS_MS = 300  # a stick may be noticed a moment after the first page
_PATIENCE_S = 5.0  # how long the end waits for a file that is moving; a share may hang
_SWITCH_S = 0.001  # an exchange that computes lets go of Python this often; 5 ms is the default
_UPKEEP_MS = 3500  # the teacher's first clicks come before the backup of the day


def main(data: Path, language: str | None = None, person: str | None = None) -> int:
    """Open the window on a data folder and return the exit status when it closes.

    Args:
        data: The data folder; made where it is not there yet.
        language: "zh_CN" or "en" for this run only; None takes the settings.
        person: Name or id of who is recording; None takes who recorded last.
    """
    sys.setswitchinterval(_SWITCH_S)
    app = application()
    program = Program(app, data, language, person)
    QTimer.singleShot(0, program.open)
    status = app.exec()
    if not program.shut_down():
        leave(status)
    return status


def leave(status: int) -> None:
    """End the process although a thread hangs in a share; all that was typed is saved."""
    logging.shutdown()
    os._exit(status)


def application() -> QApplication:
    """Return the one QApplication, made if need be."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    QCoreApplication.setApplicationName("Lianke")
    QCoreApplication.setOrganizationName("Lianke")
    app = QApplication(["lianke"])
    app.setDesktopFileName("lianke")
    theme.load_fonts()
    return app


def wear(app: QApplication, settings: Settings, spoken: str | None = None) -> None:
    """Speak the language and wear the clothes that the settings say.

    Args:
        app: The application.
        settings: Of this device.
        spoken: A language that goes before the settings, for one run.
    """
    chosen = language.speak(app, spoken or settings.language)
    dark = settings.dark == "dark"
    if settings.dark == "system":
        dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    theme.apply(app, theme.Theme(dark, settings.scale, chosen))


class Program(QObject):
    """The program while it runs: the store and the one window on it."""

    def __init__(
        self, app: QApplication, data: Path, spoken: str | None = None, person: str | None = None
    ) -> None:
        super().__init__()
        self._app, self._data, self._spoken, self._person = app, data, spoken, person
        self.settings_file = SettingsFile()
        self.settings = self.settings_file.read()
        self.net = CrashNet(data / LOG, self._tell)
        self.window: QWidget | None = None
        self._jobs = Jobs(self)
        self._exchanges: Exchanges | None = None
        self._goodbye: Goodbye | None = None
        self._collector = Collector(self)
        self._ahead = ReadAhead(self)
        self._ahead.done.connect(self._begin_work)
        self._later = ReadAhead(self, LATER)
        self._later.done.connect(self._watch_sticks)
        wear(app, self.settings, spoken)
        app.setWindowIcon(icons.app_icon())
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    def open(self) -> None:
        """Open the store, then the window on it, or the first steps where there is no alliance."""
        try:
            self.store = Store(self._data)
        except StoreError as error:
            self._show_refusal(error)
            return
        with self.store.glance() as look:
            me, recorded_last = member(look), last_person(look)
        if me is None:
            self._show_wizard()
        else:
            seen = self.settings.last_person.get(str(self._data))
            wishes = (self._person, seen, recorded_last, me.person)
            self._show_window(me, first_known(self.store, wishes))

    def _show_window(self, me: Member, person: str) -> None:
        from desktop.context import Desk  # noqa: PLC0415
        from desktop.pages.wizard.sample import SampleBar, is_sample  # noqa: PLC0415
        from desktop.window import Window  # noqa: PLC0415

        desk = Desk(self.store, self._jobs, self.settings_file, self.settings, me, person)
        window = Window(desk)
        desk.news.setParent(window)  # who watches for news dies with the window, on its thread
        window.dressing.connect(self._dress)
        window.closed.connect(self._say_goodbye)
        if is_sample(self._data):
            SampleBar.over(window).back_wanted.connect(self._leave_sample)
        window.start()
        self._put(window)
        QTimer.singleShot(_AHEAD_MS, self._ahead.start)

    def _begin_work(self) -> None:
        """Do what must not be in the way of the first page."""
        gc.freeze()  # what was read at the start is never looked through again
        from desktop.window import Window  # noqa: PLC0415

        if isinstance(self.window, Window):
            QTimer.singleShot(_STICKS_MS, self.window, self._later.start)
            QTimer.singleShot(_UPKEEP_MS, self.window, self._keep_up)

    def _watch_sticks(self) -> None:
        gc.freeze()
        from desktop.exchanges import Exchanges  # noqa: PLC0415
        from desktop.stick_offer import StickOffer  # noqa: PLC0415
        from desktop.window import Window  # noqa: PLC0415

        if isinstance(self.window, Window):
            StickOffer(self.window)
            self._exchanges = Exchanges.of(self.window.desk)
            self._exchanges.unasked.start()

    def _say_goodbye(self) -> None:
        """Let what waits go to a share that answers, for a short while; then end."""
        unasked = None if self._exchanges is None else self._exchanges.unasked
        if unasked is None or not unasked.say_goodbye():
            self._app.quit()
            return
        from desktop.goodbye import Goodbye  # noqa: PLC0415

        self._goodbye = Goodbye(unasked, unasked.name())
        self._goodbye.left.connect(self._app.quit)
        self._goodbye.show()

    def _keep_up(self) -> None:
        from desktop.dates import today  # noqa: PLC0415
        from desktop.upkeep import keeping_up  # noqa: PLC0415

        self._jobs.start(keeping_up(self.store, today))

    def _put(self, window: QWidget) -> None:
        """Show a window instead of the one before."""
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.hide()
            before.deleteLater()

    def _show_wizard(self) -> None:
        """Take the first steps: found, join, restore, or look at the sample."""
        from desktop.pages.wizard.wizard import Wizard  # noqa: PLC0415

        wizard = Wizard(self.store, self._jobs, self.settings_file, self.settings)
        wizard.dressing.connect(self._dress)
        wizard.opened.connect(self._open_folder)
        wizard.closed.connect(self._app.quit)
        self._put(wizard)

    def _open_folder(self, data: Path) -> None:
        """Open the window on the data folder that the first steps led to; its store is closed."""
        self._data = data
        self.settings = self.settings_file.read()
        self.open()

    def _leave_sample(self) -> None:
        """Go back from the sample to the data folder it was opened from."""
        from desktop.pages.wizard.sample import own_folder  # noqa: PLC0415
        from desktop.window import Window  # noqa: PLC0415

        if isinstance(self.window, Window):
            self.window.desk.flush()
        if self._exchanges is not None:  # the sample has no places: nothing of it runs
            self._exchanges.unasked.shut_down(_PATIENCE_S)
            self._exchanges = None
        self._jobs.shut_down()
        self._jobs = Jobs(self)
        self.store.close()
        self._open_folder(own_folder(self._data))

    def _show_refusal(self, error: Exception) -> None:
        """Say why the data folder cannot be used."""
        from desktop.refusal import Refusal  # noqa: PLC0415

        refusal = Refusal(error)
        refusal.closed.connect(self._app.quit)
        self._put(refusal)

    def _dress(self, settings: Settings) -> None:
        if settings.language != self.settings.language:
            self._spoken = None  # a choice made in the window outlives the command line
        self.settings = settings
        wear(self._app, settings, self._spoken)

    def _system_changed(self) -> None:
        if self.settings.dark == "system":
            wear(self._app, self.settings, self._spoken)

    def _tell(self, error: BaseException) -> None:
        from desktop.window import Window  # noqa: PLC0415

        if isinstance(self.window, Window):
            self.window.tell(error)

    def shut_down(self) -> bool:
        """Let go of threads, store and hooks; return whether no thread hangs in a share."""
        self._ahead.stop()
        self._later.stop()
        ended = self._jobs.shut_down(_PATIENCE_S)
        if self._exchanges is not None:
            ended &= self._exchanges.unasked.shut_down(_PATIENCE_S)
        self._collector.stop()
        if self.window is not None:
            self.window.deleteLater()
        if hasattr(self, "store") and ended:
            self.store.close()
        self.net.remove()
        return ended


def smoke(data: Path) -> int:
    """Open a fresh store and a page on it without a display; return 0 when all is there.

    What a frozen program can lack shows here: migrations, letters, icons, Qt's own words, a page.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop.context import Desk  # noqa: PLC0415
    from desktop.window import Window  # noqa: PLC0415

    app = application()
    wear(app, Settings(), "zh_CN")
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load("qtbase_zh_CN", folder) or SANS not in QFontDatabase.families():
        return 1
    store, jobs = Store(data), Jobs()
    with tempfile.TemporaryDirectory() as settings:
        file = SettingsFile(Path(settings) / "lianke.ini")
        desk = Desk(store, jobs, file, file.read(), Member("", "", "observer", ""), "")
        window = Window(desk)
        window.show()
        window.start()
        window.go("activities")
        app.processEvents()
        shown = window.current() == "activities" and window.page() is not None
        window.close()
        window.deleteLater()
    jobs.shut_down()
    store.close()
    return 0 if shown else 1
