"""What desktop tests share: a dressed program, the language they start in, no leaked windows."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop import theme, words
from desktop.settings import SettingsFile
from desktop.theme import Theme


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
    if left := [window for window in _left_windows() if id(window) not in before]:
        pytest.fail(f"windows left behind: {left}")


def _windows() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if widget.parent() is None]


def _left_windows() -> list[QWidget]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if _windows():
        gc.collect()
    return _windows()


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
