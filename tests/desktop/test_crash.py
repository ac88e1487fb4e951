"""Stray errors come into the log and are told, once."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning
from pytestqt.qtbot import QtBot

from desktop.crash import LOG_BYTES, CrashNet


class Told:
    """What a person was told."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []
        self.threads: list[threading.Thread] = []

    def hear(self, error: BaseException) -> None:
        self.errors.append(error)
        self.threads.append(threading.current_thread())


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def net(qtbot: QtBot, tmp_path: Path, told: Told) -> Iterator[CrashNet]:
    one = CrashNet(tmp_path / "log" / "lianke.log", told.hear)
    yield one
    one.remove()


def raise_here() -> None:
    raise ZeroDivisionError("one by zero")


def fall() -> None:
    try:
        raise_here()
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def log_text(tmp_path: Path) -> str:
    return (tmp_path / "log" / "lianke.log").read_text("utf-8")


def test_an_unclaimed_error_is_logged_and_told(net: CrashNet, told: Told, tmp_path: Path) -> None:
    fall()

    assert [type(error) for error in told.errors] == [ZeroDivisionError]
    assert "raise_here" in log_text(tmp_path)


def test_an_error_that_repeats_is_told_once(net: CrashNet, told: Told, tmp_path: Path) -> None:
    for _number in range(3):
        fall()

    assert len(told.errors) == 1
    assert log_text(tmp_path).count("unclaimed error") == 3


def test_an_error_of_a_thread_is_told_on_ours(net: CrashNet, told: Told, qtbot: QtBot) -> None:
    thread = threading.Thread(target=net.report, args=(ValueError("x"),))
    thread.start()
    thread.join()

    qtbot.waitUntil(lambda: told.threads == [threading.main_thread()])


def test_a_thread_that_dies_is_heard(net: CrashNet, told: Told, qtbot: QtBot) -> None:
    thread = threading.Thread(target=raise_here)
    thread.start()
    thread.join()

    qtbot.waitUntil(lambda: len(told.errors) == 1)


def test_what_qt_says_comes_into_the_log(net: CrashNet, tmp_path: Path) -> None:
    qWarning("a layout is unhappy")

    assert "WARNING qt" in log_text(tmp_path)
    assert "a layout is unhappy" in log_text(tmp_path)


def test_the_log_is_turned_over(net: CrashNet, tmp_path: Path) -> None:
    for _number in range(4):
        logging.getLogger("lianke").info("x" * (LOG_BYTES // 2))

    assert (tmp_path / "log" / "lianke.log.1").exists()
    assert (tmp_path / "log" / "lianke.log").stat().st_size <= LOG_BYTES


def test_a_log_that_cannot_be_written_does_not_keep_us_from_starting(
    tmp_path: Path, told: Told, qtbot: QtBot
) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")

    net = CrashNet(tmp_path / "log" / "lianke.log", told.hear)
    fall()
    net.remove()

    assert len(told.errors) == 1
