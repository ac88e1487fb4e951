"""What desktop tests share: a dressed program in one language, desks, no leaked windows."""

import gc
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db import local
from db.queries.people import resolve_person
from db.store import Store
from desktop import theme, words
from desktop.context import Desk
from desktop.jobs import Jobs
from desktop.pages.activities.directory import Directory
from desktop.settings import Settings, SettingsFile
from desktop.theme import Theme
from tests.desktop.office import Ends, Form, Ids, Office, ShowForm, found_office, office_in


@pytest.fixture(scope="session")
def _letters(qapp: QApplication) -> None:
    theme.load_fonts()
    theme.apply(qapp, Theme())


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication, _letters: None) -> Iterator[None]:
    """Begin each test in English by day at usual letters, and leave no window behind."""
    words.install("en")
    if theme.now() != Theme(language="en"):
        theme.apply(qapp, Theme(language="en"))
    before = set(map(id, _windows()))

    yield

    words.install("en")
    gc.collect()
    if left := [window for window in _left_windows() if id(window) not in before]:
        pytest.fail(f"windows left behind: {left}")
    gc.freeze()  # what lives on is not looked through again after each of a thousand tests


def _windows() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if widget.parent() is None]


def _left_windows() -> list[QWidget]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if _windows():
        gc.collect()
    return _windows()


@pytest.fixture(scope="session", autouse=True)
def _collected_here() -> Iterator[None]:
    """Collect garbage on this thread only, as the program does: see ``desktop.collector``."""
    gc.disable()

    yield

    gc.enable()


@pytest.fixture
def settings_file(tmp_path: Path) -> SettingsFile:
    """Return settings of their own, in a folder that goes away."""
    return SettingsFile(tmp_path / "lianke.ini")


@pytest.fixture
def wear(qapp: QApplication) -> Callable[[Theme], None]:
    """Return a function that dresses the program, as Settings would."""

    def put_on(worn: Theme) -> None:
        words.install(worn.language)
        theme.apply(qapp, worn)

    return put_on


@pytest.fixture
def sample_desk(sample_folder: Path, tmp_path: Path, settings_file: SettingsFile) -> Iterator[Desk]:
    """Return a desk on a copy of the sample alliance; 王丽娟 records, on 17 October 2025."""
    folder = tmp_path / "data"
    shutil.copytree(sample_folder, folder)
    store, jobs = Store(folder), Jobs()
    with store.read() as session:
        member = local.member(session)
        person = resolve_person(session, "王丽娟")
    assert member is not None

    yield Desk(store, jobs, settings_file, Settings(), member, person, lambda: date(2025, 10, 17))

    jobs.shut_down()
    store.close()


@pytest.fixture(scope="session")
def founded_office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    """Found the office once; each test takes a copy."""
    folder = tmp_path_factory.mktemp("office")
    return folder, found_office(folder)


@pytest.fixture
def office(founded_office: tuple[Path, Ids], tmp_path: Path) -> Iterator[Office]:
    """Return an office at one school; 王丽娟 records, on 17 October 2025."""
    founded, ids = founded_office
    shutil.copytree(founded / "data", tmp_path / "data")
    made = office_in(tmp_path, ids)
    yield made
    made.close()


@pytest.fixture
def show_form(office: Office, qtbot: QtBot) -> Iterator[ShowForm]:
    """Return a function that shows a form or an editor at the office."""
    forms: list[Ends] = []

    def show(make: Callable[[Desk, Directory], Form], width: int, height: int) -> Form:
        made = make(office.desk, Directory(office.desk))
        forms.append(made)
        assert isinstance(made, QWidget)
        made.resize(width, height)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitExposed(made)
        return made

    yield show
    for one in forms:
        one.end()
