"""Garbage is collected on the thread of the window, never on that of a job."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.collector import Collector


class _Cycle:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    found = Collector(every_ms=5)
    yield found
    found.stop()


def test_a_busy_thread_leaves_garbage_to_the_window(qtbot: QtBot, collector: Collector) -> None:
    collected_on: list[int] = []
    weakref.finalize(_Cycle(), lambda: collected_on.append(threading.get_ident()))

    worker = threading.Thread(target=lambda: [[number] for number in range(200_000)])
    worker.start()
    worker.join()
    gathered: list[list[int]] = []

    def is_collected() -> bool:
        gathered.extend([number] for number in range(2000))  # the window allocates too
        return bool(collected_on)

    qtbot.waitUntil(is_collected)
    assert collected_on == [threading.get_ident()]


def test_python_collects_again_afterwards(qtbot: QtBot) -> None:
    Collector().stop()

    assert gc.isenabled()
