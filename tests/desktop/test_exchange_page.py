"""The exchange page on real stores and real folders."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.models.local import Parked
from db.progress import finish
from desktop import theme
from desktop.context import Desk
from desktop.exchange_work import DONE, Outcome
from desktop.exchanges import Exchanges
from desktop.pages.exchange.page import NOW, PAST, ExchangePage
from desktop.sticks import Stick, Sticks
from desktop.theme import Theme
from desktop.window import Frame
from sync.errors import Reason
from sync.lock import only_round
from sync.round import exchange
from tests.desktop.exchange_laptops import Laptops, add_activity, laptops, made_alliance, titles
from tests.sticks import Stick as ExfatStick

__all__ = ["laptops", "made_alliance"]  # fixtures


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


Open = Callable[..., ExchangePage]
Show = Callable[[Desk], ExchangePage]


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Return a function that shows the page with its head over it, as the window does."""
    frames: list[Frame] = []

    def on_screen(desk: Desk) -> ExchangePage:
        page = ExchangePage(desk)
        frames.append(Frame(page))
        qtbot.addWidget(frames[-1])
        frames[-1].resize(1100, 750)
        frames[-1].show()
        page.activate()
        return page

    yield on_screen
    frames.clear()


@pytest.fixture
def open_page(qtbot: QtBot, laptops: Laptops, stick: Path, show: Show) -> Open:
    """Return a function that opens the core laptop's page with the stick plugged in."""

    def open(desk: Desk | None = None, folder: Path = stick, **facts: bool) -> ExchangePage:
        desk = desk or laptops.desk("core")
        plugged = (Stick(folder, "张老师的U盘", 1_200_000_000, **facts),)
        Exchanges(desk, Sticks(None, lambda: plugged, tick_ms=10))
        page = show(desk)
        qtbot.waitUntil(lambda: page.idle.start.isVisible() and page.idle.start.isEnabled())
        return page

    return open


def run(qtbot: QtBot, page: ExchangePage) -> None:
    """Press the one button and wait for the end."""
    with qtbot.waitSignal(page.exchanges.ended):
        qtbot.mouseClick(page.idle.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.desk.jobs.busy())


def test_a_stick_that_is_put_in_offers_itself(open_page: Open) -> None:
    page = open_page()

    assert page.idle.start.isEnabled()
    assert [item.line.name for item in page.panel.items()] == ["张老师的U盘"]


def test_without_a_stick_the_page_says_where_it_will_appear(laptops: Laptops, show: Show) -> None:
    desk = laptops.desk("core")
    Exchanges(desk, Sticks(None, tuple, tick_ms=10))

    page = show(desk)

    assert not page.idle.start.isVisible()
    assert page.idle.start_button().isVisible()


def test_what_others_wrote_comes_by_name(
    qtbot: QtBot, laptops: Laptops, open_page: Open, stick: Path
) -> None:
    laptops.put_on(stick, "送课《口算乘法》", "集体备课")
    page = open_page()

    run(qtbot, page)

    assert page.outcome.notice.text() == "Done. You can pull it out now."
    assert {"送课《口算乘法》", "集体备课"} <= {one.label for one in page.outcome.came.things()}
    assert titles(page.desk.store) == ["送课《口算乘法》", "集体备课"]


def test_two_windows_exchange_through_one_stick(
    qtbot: QtBot, laptops: Laptops, open_page: Open, show: Show
) -> None:
    core, guest = laptops.desk("core"), laptops.desk("guest")
    add_activity(core.store, "三小的活动")
    add_activity(guest.store, "李家的活动")

    for desk in (core, guest):
        run(qtbot, open_page(desk))
    again = show(core)
    with qtbot.waitSignal(again.exchanges.ended):
        again.begin()

    assert titles(core.store) == titles(guest.store) == ["三小的活动", "李家的活动"]


def test_a_second_exchange_says_that_nothing_is_new(qtbot: QtBot, open_page: Open) -> None:
    page = open_page()
    run(qtbot, page)

    with qtbot.waitSignal(page.exchanges.ended):
        qtbot.mouseClick(page.outcome.again, Qt.MouseButton.LeftButton)

    assert page.outcome.notice.text().startswith("Nothing new")


def test_what_is_on_the_screen_travels(qtbot: QtBot, laptops: Laptops, open_page: Open) -> None:
    page = open_page()
    page.desk.news.flushing.connect(lambda: add_activity(page.desk.store, "还在屏幕上"))

    run(qtbot, page)

    assert "还在屏幕上" in [one.label for one in page.outcome.went.things()]


def test_other_pages_hear_that_something_arrived(
    qtbot: QtBot, laptops: Laptops, open_page: Open, stick: Path
) -> None:
    laptops.put_on(stick, "送课")
    page = open_page()

    with qtbot.waitSignal(page.desk.news.arrived):
        page.begin()


def test_what_arrived_is_found_by_its_words(
    qtbot: QtBot, laptops: Laptops, open_page: Open, stick: Path
) -> None:
    from db.queries.search_all import Wanted, search_all

    laptops.put_on(stick, "送课《植树问题》")
    page = open_page()

    run(qtbot, page)

    with page.desk.store.read() as session:
        assert [hit.label for hit in search_all(session, Wanted("植树"))] == ["送课《植树问题》"]


def test_stopping_keeps_what_came_and_goes_on_the_next_time(
    qtbot: QtBot, laptops: Laptops, open_page: Open, stick: Path
) -> None:
    guest = laptops.store("guest")
    for number in range(30):  # a log of many files: each exchange seals one
        add_activity(guest, f"活动 {number:02}")
        finish(exchange(guest, stick))
    page = open_page()
    stop_at_once = page.moving.stop_button()
    page.exchanges.progressed.connect(lambda _progress: page.moving.stop_wanted.emit())

    run(qtbot, page)
    first = titles(page.desk.store)
    said, went = page.outcome.notice.text(), page.outcome.went.none_words()
    page.exchanges.progressed.disconnect()
    with qtbot.waitSignal(page.exchanges.ended):
        page.begin()

    assert stop_at_once is not None
    assert said.startswith("Stopped.")
    assert went == "Nothing of yours went this time."  # whether any had to is not known
    assert len(first) < 30
    assert len(titles(page.desk.store)) == 30


def test_the_end_of_the_program_waits_for_a_safe_place(
    qtbot: QtBot, laptops: Laptops, open_page: Open, stick: Path
) -> None:
    laptops.put_on(stick, "送课")
    page = open_page()
    add_activity(page.desk.store, "三小的活动")

    page.begin()
    page.desk.jobs.shut_down()

    assert not list(stick.rglob("~*.part"))
    other = laptops.store("core")
    finish(exchange(other, stick))
    assert titles(other) == ["三小的活动", "送课"]


def test_half_a_file_is_named_with_its_reason(
    qtbot: QtBot, laptops: Laptops, open_page: Open, stick: Path
) -> None:
    laptops.put_on(stick, "送课")
    half = next(stick.rglob("*.seg"))
    half.write_bytes(half.read_bytes()[:200])
    page = open_page()

    run(qtbot, page)

    outcome = page.outcome.shown()
    assert outcome is not None
    assert [one.reason for one in outcome.skipped] == [Reason.TRUNCATED]
    assert page.outcome.skipped.isVisible()


def test_what_came_and_waits_is_said_at_the_end_with_what_helps(
    qtbot: QtBot, open_page: Open
) -> None:
    page = open_page()
    with page.desk.store.write() as session:
        waits = {"segment": "", "certificate": "", "authority": 99, "record": ""}
        session.add(Parked(digest=b"1", raw=b"", reason="newer_table", **waits))

    run(qtbot, page)

    assert page.outcome.waits.isVisible()
    assert page.outcome.waits.text() == (
        "1 change that came waits: it was written by a newer Lianke"
        "  Update Lianke on this computer."
    )


def test_a_stick_that_was_taken_away_is_said_to_be_gone(
    qtbot: QtBot, open_page: Open, stick: Path
) -> None:
    page = open_page()
    shutil.rmtree(stick)

    run(qtbot, page)

    assert page.outcome.notice.text().startswith("The place to exchange with is not there.")


def test_a_second_exchange_at_the_same_time_is_said(qtbot: QtBot, open_page: Open) -> None:
    page = open_page()

    with only_round(page.desk.store.folder):
        run(qtbot, page)

    assert page.outcome.notice.text().startswith("An exchange is already running.")


def test_a_full_stick_says_how_much_is_missing(
    qtbot: QtBot, laptops: Laptops, open_page: Open, make_small_disk: Callable[..., Path]
) -> None:
    disk = make_small_disk(size_kib=64)
    (disk / "film.mp4").write_bytes(b"\0" * 56 * 1024)
    desk = laptops.desk("core")
    add_activity(desk.store, "送课", summary="长长的纪要。" * 9000)
    page = open_page(desk, disk)

    run(qtbot, page)

    said = page.outcome.notice.text()
    assert said.startswith("There is no room left on the stick. At least ")


def test_the_work_of_another_alliance_is_announced_beforehand(
    open_page: Open, stick: Path, qtbot: QtBot
) -> None:
    (stick / "lianke1" / "aaaaaaaaaaaaa").mkdir(parents=True)

    page = open_page()

    qtbot.waitUntil(lambda: page.panel.items()[0].line.foreign)


def test_a_locked_stick_is_announced_beforehand(open_page: Open) -> None:
    page = open_page(read_only=True)

    assert page.panel.items()[0].line.read_only


def test_pulling_the_stick_out_is_said_and_the_next_time_finishes(
    qtbot: QtBot, laptops: Laptops, open_page: Open, exfat_stick: ExfatStick
) -> None:
    guest = laptops.store("guest")
    for number in range(20):
        add_activity(guest, f"活动 {number:02}")
        finish(exchange(guest, exfat_stick.path))
    page = open_page(folder=exfat_stick.path)
    pulled: list[bool] = []

    def pull(_progress: object) -> None:
        if not pulled:
            pulled.append(True)
            exfat_stick.pull_out()

    page.exchanges.progressed.connect(pull)
    run(qtbot, page)
    said = page.outcome.notice.text()
    exfat_stick.plug_in()
    page.take_folder(str(exfat_stick.path))
    with qtbot.waitSignal(page.exchanges.ended):
        page.begin()

    assert pulled
    # what is read at that moment decides which of them is said; each says what to do
    assert said.startswith(("The stick was pulled out", "The place to exchange", "The stick gives"))
    assert len(titles(page.desk.store)) == 20


def test_exchanges_of_before_are_listed_with_their_names(
    qtbot: QtBot, laptops: Laptops, open_page: Open, stick: Path
) -> None:
    laptops.put_on(stick, "送课")
    page = open_page()
    run(qtbot, page)

    page.tabs.chosen.emit(PAST)

    qtbot.waitUntil(lambda: "送课" in [one.label for one in page.past.outcome.came.things()])
    assert page.tabs.at() == PAST != NOW


def test_what_two_people_wrote_is_asked_and_opens_the_record(
    qtbot: QtBot, laptops: Laptops, open_page: Open, stick: Path
) -> None:
    from db.commands import records
    from db.journal import begin, writing

    desk = laptops.desk("core")
    id = add_activity(desk.store, "送课")
    finish(exchange(desk.store, stick))
    guest = laptops.put_on(stick)
    for store, title in ((desk.store, "送课一"), (guest, "送课二")):
        with store.read() as session:
            sitting = begin(session, desk.person)
        with writing(store, sitting) as writer:
            records.change(writer, id, {"title": title})
    finish(exchange(guest, stick))
    page = open_page(desk)
    run(qtbot, page)

    assert [question.id for question in page.questions.questions()] == [id]
    with qtbot.waitSignal(page.open_record) as asked:
        page.questions.look_wanted.emit(page.questions.questions()[0])
    assert asked.args == ["activity", id]


def test_a_folder_that_was_chosen_stays_among_the_places(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    share = tmp_path / "共享"
    share.mkdir()

    page.take_folder(str(share))

    assert [item.line.name for item in page.panel.items()] == ["张老师的U盘", "共享"]
    assert page.idle.start.isEnabled()


def test_a_page_built_anew_shows_the_same_exchange(
    qtbot: QtBot, laptops: Laptops, open_page: Open, stick: Path, show: Show
) -> None:
    laptops.put_on(stick, "送课")
    page = open_page()
    run(qtbot, page)

    anew = show(page.desk)

    assert anew.outcome.notice.text() == "Done. You can pull it out now."


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_large_letters_put_the_places_behind_a_button(
    open_page: Open, wear: Callable[[Theme], None], language: str
) -> None:
    wear(Theme(scale=1.5, language=language))

    page = open_page()
    page.window().resize(900, 650)

    assert not page.panel.isVisible()
    assert page.minimumSizeHint().width() <= 900
    assert theme.now().large


def test_the_window_offers_a_stick_wherever_one_is(
    qtbot: QtBot, laptops: Laptops, stick: Path
) -> None:
    from desktop.stick_offer import StickOffer
    from desktop.window import Window

    laptops.put_on(stick, "送课")
    desk = laptops.desk("core")
    plugged: list[Stick] = []
    exchanges = Exchanges(desk, Sticks(None, lambda: tuple(plugged), tick_ms=10))
    window = Window(desk)
    qtbot.addWidget(window)
    window.show()
    window.start()
    StickOffer(window)
    plugged.append(Stick(stick, "张老师的U盘"))

    toast = window.shell._toast
    qtbot.waitUntil(toast.isVisible)
    with qtbot.waitSignal(exchanges.ended):
        qtbot.mouseClick(toast._action, Qt.MouseButton.LeftButton)

    assert window.current() == "exchange"
    assert titles(desk.store) == ["送课"]


def test_programs_on_a_stick_are_named_before_and_after_the_exchange(
    qtbot: QtBot, open_page: Open, stick: Path
) -> None:
    (stick / "三年级").mkdir()
    for name in ("三年级.exe", "四年级.exe"):
        (stick / name).write_bytes(b"MZ")

    page = open_page()
    qtbot.waitUntil(lambda: "三年级.exe" in page.idle._warning.text())
    run(qtbot, page)

    assert page.outcome.suspects.isVisible()
    assert "四年级.exe" in page.outcome.suspects.text()


def test_a_film_too_long_for_a_readable_copy_is_named(
    qtbot: QtBot, open_page: Open, tmp_path: Path
) -> None:
    page = open_page(folder=tmp_path)

    page.outcome.show_outcome(Outcome(str(tmp_path), "U盘", DONE, too_long=("大会",)), stick=True)

    assert "大会" in page.outcome.too_long.text()


def test_programs_in_a_folder_that_is_known_are_named_beforehand(
    qtbot: QtBot, open_page: Open, tmp_path: Path
) -> None:
    shared = tmp_path / "共享"
    shared.mkdir()
    (shared / "三年级.exe").write_bytes(b"MZ")
    page = open_page()

    page.take_folder(str(shared))

    qtbot.waitUntil(lambda: "三年级.exe" in page.idle._warning.text())
