"""The exchange that begins by itself: where a place answers, and never in the way."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db import sittings
from db.commands import records
from db.journal import begin, writing
from db.progress import Progress, Work
from db.store import Store
from desktop.exchanges import Exchanges
from desktop.goodbye import Goodbye
from desktop.jobs import Jobs
from desktop.sticks import Sticks, can_be_pulled_out
from sync import identity, readable
from sync.schedule import FIRST_S, Schedule
from tests.desktop.exchange_laptops import Laptops, add_activity, laptops, made_alliance, titles

__all__ = ["laptops", "made_alliance"]  # fixtures


class World:
    """The core laptop, a share it knows, and a clock."""

    def __init__(self, laptops: Laptops, share: Path) -> None:
        self.share, self.now, self.plugged = share, 0.0, False
        self.guest = laptops.put_on(share)
        self.desk = laptops.desk("core")
        self.exchanges = Exchanges(self.desk, Sticks(None, lambda: (), tick_ms=10))
        self.unasked = self.exchanges.unasked
        self.unasked.schedule = Schedule(lambda: self.now, lambda: self.now, lambda: 0.0)
        self.unasked._is_plugged = lambda _folder: self.plugged

    def meet(self, qtbot: QtBot) -> None:
        """Exchange once with the share, as a person."""
        with qtbot.waitSignal(self.exchanges.ended):
            self.exchanges.start(self.share, "学校共享")
        qtbot.waitUntil(lambda: not self.desk.jobs.busy())
        self.unasked.look()

    def look(self, qtbot: QtBot) -> object:
        """Let the time for a look come, and wait for what it brings."""
        self.now += FIRST_S
        with qtbot.waitSignal(self.unasked.ended) as told:
            self.unasked.look()
        return told.args[0]


@pytest.fixture
def world(qtbot: QtBot, laptops: Laptops, tmp_path: Path) -> Iterator[World]:
    share = tmp_path / "share"
    share.mkdir()
    made = World(laptops, share)
    made.meet(qtbot)
    yield made
    assert made.unasked.shut_down(5)


def add_plan(store: Store, title: str) -> None:
    with store.read() as session:
        sitting = begin(session, identity.me(session).person)
    with writing(store, sitting) as writer:
        records.add(writer, "lesson_plan", {"title": title, "subject": "maths", "grade": "3"})


def ten_minutes_pass() -> None:
    sittings.note(sittings.recent(), time.monotonic() - sittings.RECENT_S)


def test_a_share_that_answers_is_exchanged_with(
    qtbot: QtBot, world: World, laptops: Laptops
) -> None:
    add_activity(world.guest, "送课")
    from db.progress import finish
    from sync.round import exchange

    finish(exchange(world.guest, world.share))

    with qtbot.waitSignal(world.desk.news.arrived):
        world.look(qtbot)

    assert titles(world.desk.store) == ["送课"]


def test_readable_copies_are_brought_up_to_date_where_they_are_wanted(
    qtbot: QtBot, world: World
) -> None:
    with world.desk.store.write() as session:
        readable.choose(session, str(world.share), wanted=True)
    add_plan(world.desk.store, "口算乘法")
    ten_minutes_pass()

    world.look(qtbot)

    found = [path.name for path in (world.share / "共享教案").rglob("*.docx")]
    assert [name for name in found if name.startswith("口算乘法")]


def test_nothing_begins_when_it_is_switched_off(qtbot: QtBot, world: World) -> None:
    from dataclasses import replace

    world.desk.change_settings(replace(world.desk.settings, unasked="off"))
    world.now += FIRST_S
    world.unasked.look()

    assert not world.unasked.running()


def test_what_somebody_plugged_in_is_left_to_him(qtbot: QtBot, world: World) -> None:
    world.plugged = True
    add_activity(world.desk.store, "送课")
    ten_minutes_pass()

    assert world.look(qtbot) is None
    assert world.unasked.schedule.answering() == []


def test_a_person_who_presses_the_button_need_not_wait_for_it(qtbot: QtBot, world: World) -> None:
    add_activity(world.desk.store, "送课")
    world.now += FIRST_S
    world.unasked.look()
    assert world.unasked.running()

    with qtbot.waitSignal(world.exchanges.ended) as told:
        world.exchanges.start(world.share, "学校共享")

    assert told.args[0].code == "done"
    assert told.args[0].sent == 1


def test_who_stops_while_he_waits_for_it_is_told_so(qtbot: QtBot, world: World) -> None:
    world.now += FIRST_S
    world.unasked.look()
    world.exchanges.start(world.share, "学校共享")

    with qtbot.waitSignal(world.unasked.ended), qtbot.waitSignal(world.exchanges.ended) as told:
        world.exchanges.stop()

    assert told.args[0].code == "stopped"
    assert not world.exchanges.running()


def test_at_the_end_what_waits_goes_to_a_share_that_answered(qtbot: QtBot, world: World) -> None:
    world.look(qtbot)
    add_activity(world.desk.store, "送课")

    with qtbot.waitSignal(world.unasked.ended) as told:
        assert world.unasked.say_goodbye()

    assert told.args[0].sent == 1


@pytest.mark.parametrize("why", ["nothing waits", "no place answered"])
def test_the_end_waits_for_nothing_in_vain(qtbot: QtBot, world: World, why: str) -> None:
    if why == "nothing waits":
        world.look(qtbot)
    else:
        add_activity(world.desk.store, "送课")

    assert not world.unasked.say_goodbye()


def test_a_goodbye_can_be_cut_short(qtbot: QtBot, world: World) -> None:
    world.look(qtbot)
    add_activity(world.desk.store, "送课")
    world.unasked.say_goodbye()
    goodbye = Goodbye(world.unasked, world.unasked.name())
    qtbot.addWidget(goodbye)
    goodbye.show()

    with qtbot.waitSignal(goodbye.left):
        goodbye.leave_now.click()

    assert not goodbye.isVisible()
    qtbot.waitUntil(lambda: not world.unasked.running())


def test_a_goodbye_does_not_last_longer_than_it_may(qtbot: QtBot, world: World) -> None:
    goodbye = Goodbye(world.unasked, "学校共享", most_ms=10)
    qtbot.addWidget(goodbye)
    goodbye.show()

    qtbot.waitSignal(goodbye.left).wait()

    assert not goodbye.isVisible()


def test_a_thread_that_hangs_does_not_keep_the_end_waiting(qtbot: QtBot) -> None:
    jobs, begun, freed = Jobs(), threading.Event(), threading.Event()

    def hanging() -> Work[None]:
        begun.set()
        freed.wait(30)
        yield Progress(0, 0)

    jobs.start(hanging())
    begun.wait(5)
    asked = time.monotonic()

    assert not jobs.shut_down(0.05)
    assert time.monotonic() - asked < 2
    freed.set()
    assert jobs.shut_down(5)


def test_a_local_folder_cannot_be_pulled_out(tmp_path: Path) -> None:
    assert not can_be_pulled_out(tmp_path)


def test_the_root_of_a_disk_can(make_exfat_stick: Callable[..., object]) -> None:
    stick = make_exfat_stick(size_mib=16)

    assert can_be_pulled_out(stick.path)  # type: ignore[attr-defined]
