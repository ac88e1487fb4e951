"""How the program begins: the window on a used folder, the first steps on an empty one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from db.store import FILE
from desktop import app as program
from desktop import language
from desktop.pages.wizard.wizard import Wizard
from desktop.refusal import Refusal
from desktop.window import Window
from tests.desktop.office import open_office


@pytest.fixture
def begin(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[program.Program]]:
    """Return a list to put programs in, that are shut down at the end."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    running: list[program.Program] = []
    yield running
    for one in running:
        if isinstance(one.window, Window):
            one.window._end_pages()
        one.shut_down()
        one.deleteLater()


def start(
    begin: list[program.Program], qapp: QApplication, data: Path, person: str | None = None
) -> program.Program:
    running = program.Program(qapp, data, "en", person)
    begin.append(running)
    running.open()
    return running


def test_a_used_folder_opens_the_window(
    begin: list[program.Program], qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    open_office(tmp_path).close()

    running = start(begin, qapp, tmp_path / "data")

    window = running.window
    assert isinstance(window, Window)
    qtbot.waitUntil(lambda: window.current() != "")
    assert window.desk.person


def test_who_records_can_be_said_from_outside(
    begin: list[program.Program], qapp: QApplication, tmp_path: Path
) -> None:
    office = open_office(tmp_path)
    office.close()

    running = start(begin, qapp, tmp_path / "data", "张晓梅")

    assert isinstance(running.window, Window)
    assert running.window.desk.person == office.colleague


def test_an_empty_folder_opens_the_first_steps(
    begin: list[program.Program], qapp: QApplication, tmp_path: Path
) -> None:
    running = start(begin, qapp, tmp_path / "data")

    assert isinstance(running.window, Wizard)


def test_the_first_steps_lead_to_the_window(
    begin: list[program.Program], qapp: QApplication, tmp_path: Path
) -> None:
    open_office(tmp_path).close()
    running = start(begin, qapp, tmp_path / "empty")
    wizard = running.window
    assert isinstance(wizard, Wizard)

    wizard.store.close()
    wizard.opened.emit(tmp_path / "data")

    assert isinstance(running.window, Window)


def test_a_folder_of_a_newer_version_is_refused_in_words(
    begin: list[program.Program], qapp: QApplication, tmp_path: Path
) -> None:
    open_office(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "data" / FILE)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()

    running = start(begin, qapp, tmp_path / "data")

    assert isinstance(running.window, Refusal)
    said = [one.text() for one in running.window.findChildren(QLabel)]
    assert any("newer" in words for words in said)


def test_the_smoke_run_finds_nothing_missing(tmp_path: Path, qapp: QApplication) -> None:
    assert program.smoke(tmp_path / "data") == 0
    language.speak(qapp, "en")
