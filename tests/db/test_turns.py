"""Who writes next: nobody who writes again and again keeps another from it."""

import threading

import pytest

from db import turns
from db.turns import Turns


def test_who_came_first_writes_first_though_another_never_stops() -> None:
    line, said, asked = Turns(), list[str](), threading.Event()

    def form() -> None:
        asked.set()
        with line.turn():
            said.append("form")

    saving = threading.Thread(target=form)
    with line.turn():
        saving.start()
        asked.wait(5)
        while not line._waiting:
            pass
    for _ in range(3):
        with line.turn():
            said.append("exchange")
    saving.join(5)

    assert said == ["form", "exchange", "exchange", "exchange"]


def test_a_turn_that_fails_is_passed_on() -> None:
    line = Turns()
    with pytest.raises(ValueError, match="full"), line.turn():
        raise ValueError("full")

    with line.turn():
        pass

    assert not line._taken


def test_a_turn_that_never_ends_is_left_to_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_PATIENCE_S", 0.01)
    line = Turns()

    with line.turn():
        with line.turn():
            pass
        assert line._taken

    assert not line._taken


def test_it_is_known_that_another_writes_at_this_time(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Turns()
    with line.turn():
        pass
    assert not line.others()

    def form() -> None:
        with line.turn():
            pass

    other = threading.Thread(target=form)
    other.start()
    other.join(5)
    assert line.others()
    monkeypatch.setattr(turns, "_RECENTLY_S", 0)
    assert not line.others()
