"""Who has what, files to be brought along, what waits, the computers, undoing, the slip."""

import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.commands import attachments, records
from db.journal import begin, writing
from db.models.activities import Attachment
from db.models.local import Parked
from db.progress import finish
from db.store import Store
from desktop.exchanges import Exchanges
from desktop.laptop_facts import Laptops as Facts
from desktop.laptop_facts import looking_at
from desktop.pages.activities import reach_line
from desktop.pages.exchange import laptop_words, reach_words
from desktop.pages.exchange.laptops_view import LaptopsView
from desktop.pages.exchange.page import LAPTOPS, PAST, REACH, ExchangePage
from desktop.pages.exchange.reach_view import ReachView
from desktop.status import DAY_S
from desktop.sticks import Sticks
from desktop.theme import Theme
from desktop.window import Frame
from sync import identity, members, receipts, revoking, wishes
from sync.receipts import Holder, Reach
from sync.round import exchange
from tests.desktop.exchange_laptops import (
    TODAY,
    Laptops,
    add_activity,
    laptops,
    made_alliance,
    titles,
)
from tests.reports.pdf_reading import texts

__all__ = ["laptops", "made_alliance"]  # fixtures

NOW = datetime.datetime.combine(TODAY, datetime.time(12)).timestamp()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def page(qtbot: QtBot, laptops: Laptops) -> Iterator[ExchangePage]:
    desk = laptops.desk("core")
    Exchanges(desk, Sticks(None, tuple, tick_ms=10))
    page = ExchangePage(desk)
    frame = Frame(page)
    qtbot.addWidget(frame)
    frame.resize(1200, 800)
    frame.show()
    yield page
    del frame


def turn_to_reach(qtbot: QtBot, page: ExchangePage) -> ReachView:
    page.tabs.chosen.emit(REACH)
    assert page.reach is not None
    qtbot.waitUntil(lambda: not page.desk.jobs.busy(), timeout=10_000)
    return page.reach


def turn_to_laptops(qtbot: QtBot, page: ExchangePage) -> LaptopsView:
    page.tabs.chosen.emit(LAPTOPS)
    assert page.laptops is not None
    qtbot.waitUntil(lambda: not page.desk.jobs.busy(), timeout=10_000)
    return page.laptops


def choose(qtbot: QtBot, page: ExchangePage, laptop: str) -> LaptopsView:
    view = turn_to_laptops(qtbot, page)
    view.choose(laptop)
    qtbot.waitUntil(lambda: not page.desk.jobs.busy(), timeout=10_000)
    return view


def laptop_of(store: Store) -> str:
    with store.read() as session:
        return identity.me(session).laptop


def reach(days: int | None, *, lacking: int = 0, name: str = "李志强", until: int = 0) -> Reach:
    heard = None if days is None else int(NOW - days * DAY_S)
    complete = days is not None and not lacking
    return Reach(Holder("l", "p", name, "s", "李家"), complete, until, lacking, heard, heard)


# who has what


def test_what_matters_comes_first() -> None:
    reaches = [
        reach(0, name="全有"),
        reach(1, lacking=2, name="缺两条"),
        reach(26, lacking=12, name="很久"),
        reach(None, name="没消息"),
    ]

    lines = reach_words.reach_lines(reaches, NOW, TODAY)

    assert [line.name.split("(")[1][:2] for line in lines] == ["没消", "很久", "缺两", "全有"]
    assert [line.old for line in lines] == [True, True, False, False]


def test_a_line_says_up_to_when_and_how_much_is_lacking() -> None:
    friday = int(NOW - 2 * DAY_S)

    (line,) = reach_words.reach_lines([reach(26, lacking=12, until=friday)], NOW, TODAY)

    assert line.name == "李家 (李志强's computer)"
    assert line.said == "Has everything up to Fri·Still lacks 12 records"
    assert line.heard == "no word for 26 days"


def test_a_day_that_cannot_be_is_left_out() -> None:
    (line,) = reach_words.reach_lines([reach(1, lacking=3, until=2**32)], NOW, TODAY)

    assert line.said == "Still lacks 3 records"


def test_the_page_tells_what_another_laptop_said_it_has(
    qtbot: QtBot, laptops: Laptops, page: ExchangePage, stick: Path
) -> None:
    add_activity(page.desk.store, "送课")
    before = turn_to_reach(qtbot, page).reach.lines()
    finish(exchange(page.desk.store, stick))
    laptops.put_on(stick, "听课")
    finish(exchange(page.desk.store, stick))

    view = turn_to_reach(qtbot, page)

    assert before == []
    assert view.reach.lines()[0].said == "Has everything you wrote"


def test_a_revoked_laptop_is_not_counted_among_those_that_have_it(
    qtbot: QtBot, laptops: Laptops, page: ExchangePage, stick: Path
) -> None:
    guest = laptops.put_on(stick, "听课")
    finish(exchange(page.desk.store, stick))
    revoking.revoke(page.desk.store, laptop_of(guest))

    assert turn_to_reach(qtbot, page).reach.lines() == []


# files


def test_a_file_that_is_not_here_can_be_wished_for_and_not(
    qtbot: QtBot, laptops: Laptops, page: ExchangePage, stick: Path, tmp_path: Path
) -> None:
    guest = laptops.store("guest")
    photo = tmp_path / "板书.txt"
    photo.write_bytes(b"three times twenty" * 300)
    record = add_activity(guest, "送课《口算乘法》")
    with guest.read() as session:
        sitting = begin(session, identity.me(session).person)
    finish(attachments.attach_file(guest, sitting, record, photo, today=TODAY))
    finish(exchange(guest, stick))
    finish(exchange(page.desk.store, stick))
    with page.desk.store.read() as session:
        (attachment,) = session.scalars(select(Attachment.id))
    for piece in (page.desk.store.folder / "pieces").rglob("*"):
        if piece.is_file():
            piece.unlink()

    view = turn_to_reach(qtbot, page)
    (line,) = view.files.files()
    view.files.wish_changed.emit(line.attachment, True)
    qtbot.waitUntil(lambda: view.files.files()[0].wished)
    with page.desk.store.read() as session:
        wished = [wish.attachment for wish in wishes.mine(session)]
    view.files.wish_changed.emit(line.attachment, False)
    qtbot.waitUntil(lambda: not view.files.files()[0].wished)

    assert line.attachment == attachment
    assert line.of == "送课《口算乘法》"
    assert "at stick" in reach_words.where_words(line)
    assert wished == [attachment]


# what waits, and health


def test_what_waits_is_said_with_the_reason(qtbot: QtBot, page: ExchangePage) -> None:
    with page.desk.store.write() as session:
        session.add(
            Parked(
                digest=b"d", raw=b"", segment="", certificate="", authority=1, record="",
                reason="unknown_certificate",
            )
        )  # fmt: skip

    view = turn_to_reach(qtbot, page)

    assert view.waiting.isVisible()
    assert "its computer is not known here yet" in view.waiting.said()
    assert "All is well" in view.health.said()


def test_nothing_that_waits_takes_no_room(qtbot: QtBot, page: ExchangePage) -> None:
    view = turn_to_reach(qtbot, page)

    assert not view.waiting.isVisible()
    assert not view.files.isVisible()
    assert view.health.isVisible()


def test_a_report_can_be_saved(qtbot: QtBot, page: ExchangePage, tmp_path: Path) -> None:
    view = turn_to_reach(qtbot, page)

    with qtbot.waitSignal(page.toasted):
        view.health.save_to(str(tmp_path / "report.txt"))

    first = (tmp_path / "report.txt").read_text(encoding="utf-8").splitlines()[0]
    assert json.loads(first)["lianke"] == "digest report 1"


# computers


def test_all_computers_are_listed_and_a_shared_invitation_is_marked(
    qtbot: QtBot, page: ExchangePage, laptops: Laptops, stick: Path, tmp_path: Path
) -> None:
    core, file = page.desk.store, tmp_path / "two.invitation"
    with core.read() as session:
        me = identity.me(session)
    spoken = identity.invite(
        core, school=me.school, person=me.person, person_name="李志强", role="teacher",
        out=file, school_name="三小",
    )  # fmt: skip
    finish(exchange(core, stick))
    for name in ("one", "two"):
        store = Store(tmp_path / name)
        identity.join(store, file, spoken)
        finish(exchange(store, stick))
        store.close()
    finish(exchange(core, stick))

    view = turn_to_laptops(qtbot, page)

    marks = [laptop_words.mark_words(line.member)[0] for line in view.lines()]
    assert len(marks) == 4
    assert marks.count("Same invitation as another") == 2


def test_a_lost_computer_is_revoked_only_after_a_second_press(
    qtbot: QtBot, laptops: Laptops, page: ExchangePage, stick: Path
) -> None:
    guest = laptop_of(laptops.put_on(stick, "听课"))
    finish(exchange(page.desk.store, stick))
    view = choose(qtbot, page, guest)
    lost = view.panel.lost

    asked = lost.revoke.isVisible()
    qtbot.mouseClick(lost.lost, Qt.MouseButton.LeftButton)
    with page.desk.store.read() as session:
        before = [one.state for one in members.members(session)]
    with qtbot.waitSignal(view.panel.changed):
        qtbot.mouseClick(lost.revoke, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.desk.jobs.busy())

    assert not asked
    assert set(before) == {"good"}
    assert {line.member.laptop for line in view.lines() if line.member.state == "revoked"} == {
        guest
    }
    assert "is revoked" in view.panel.notice.text()
    assert not view.panel.lost.isVisible()


def test_who_may_not_revoke_is_told_whom_to_ask_and_sees_no_button(
    qtbot: QtBot, laptops: Laptops, page: ExchangePage, tmp_path: Path, stick: Path
) -> None:
    core, file = page.desk.store, tmp_path / "teacher.invitation"
    with core.read() as session:
        me = identity.me(session)
    spoken = identity.invite(
        core, school=me.school, person=me.person, person_name="李志强", role="teacher",
        out=file, school_name="三小",
    )  # fmt: skip
    finish(exchange(core, stick))
    teacher = Store(tmp_path / "teacher")
    identity.join(teacher, file, spoken)
    finish(exchange(teacher, stick))
    found = finish(looking_at(teacher, me.laptop))
    view = turn_to_laptops(qtbot, page)
    with teacher.read() as session:
        rows = [one for one in members.members(session) if one.laptop == me.laptop]
    teacher.close()

    view._fill(Facts(rows, ()))
    view.panel.show_ways(found)

    assert found.preview is None
    assert view.panel.lost.isVisible()
    assert not view.panel.lost.lost.isVisible()
    assert "Ask a coordinator" in view.panel.lost.said()


def test_this_computer_offers_no_loss_of_itself(qtbot: QtBot, page: ExchangePage) -> None:
    view = choose(qtbot, page, laptop_of(page.desk.store))

    assert not view.panel.lost.isVisible()


def test_what_a_computer_changed_is_shown_before_it_is_put_back(
    qtbot: QtBot, laptops: Laptops, page: ExchangePage, stick: Path
) -> None:
    core = page.desk.store
    id = add_activity(core, "送课《口算乘法》")
    finish(exchange(core, stick))
    guest = laptops.put_on(stick)
    with guest.read() as session:
        sitting = begin(session, identity.me(session).person)
    with writing(guest, sitting) as writer:
        records.change(writer, id, {"title": "乱改"})
    finish(exchange(guest, stick))
    finish(exchange(core, stick))
    undo = choose(qtbot, page, laptop_of(guest)).panel.undo

    undo.plan_it()
    qtbot.waitUntil(lambda: undo.planned is not None)
    shown = titles(core)
    assert undo.planned is not None
    rows = [laptop_words.undo_line(row) for row in undo.planned.plan.rows]
    with qtbot.waitSignal(undo.done):
        undo.undo_it()

    assert shown == ["乱改"]
    assert any("乱改 → 送课《口算乘法》" in happens for _what, happens in rows)
    assert titles(core) == ["送课《口算乘法》"]


def test_a_plan_from_another_day_is_not_shown_nor_done(
    qtbot: QtBot, laptops: Laptops, page: ExchangePage, stick: Path
) -> None:
    add_activity(page.desk.store, "送课")
    finish(exchange(page.desk.store, stick))
    guest = laptop_of(laptops.put_on(stick, "听课"))
    finish(exchange(page.desk.store, stick))
    undo = choose(qtbot, page, guest).panel.undo

    undo.plan_it()
    undo.days.addItem("", "2020-01-01")
    undo.days.set_code("2020-01-01")
    undo.days.chosen.emit("2020-01-01")
    qtbot.waitUntil(lambda: not page.desk.jobs.busy())

    assert undo.planned is None
    assert not undo.go.isVisible()


# the slip


def test_the_slip_of_an_exchange_names_what_came(
    qtbot: QtBot, laptops: Laptops, page: ExchangePage, stick: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    shown: list[Path] = []
    monkeypatch.setattr(
        "desktop.printing.Printing.print", lambda _self, path, _name: shown.append(path)
    )
    laptops.put_on(stick, "送课《口算乘法》")
    finish(exchange(page.desk.store, stick, name="张老师的U盘"))
    page.tabs.chosen.emit(PAST)
    qtbot.waitUntil(lambda: not page.desk.jobs.busy())

    qtbot.mouseClick(page.past.outcome.print_slip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(shown), timeout=10_000)

    (sheet,) = texts(shown[0])
    assert sheet.count("送课《口算乘法》") == 2  # a copy for each side
    assert sheet.count("张老师的U盘") == 2
    assert "Allofthemfitted" not in sheet  # of an exchange of the past nobody knows it any more


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_section_keeps_its_width_in_large_letters(
    qtbot: QtBot, laptops: Laptops, wear: Callable[[Theme], None], language: str
) -> None:
    wear(Theme(scale=1.5, language=language))
    desk = laptops.desk("core")
    Exchanges(desk, Sticks(None, tuple, tick_ms=10))
    page = ExchangePage(desk)
    qtbot.addWidget(page)

    for at in (REACH, LAPTOPS, PAST):
        page.tabs.chosen.emit(at)
        qtbot.waitUntil(lambda: not desk.jobs.busy(), timeout=10_000)
    page.begin_place()

    assert page.minimumSizeHint().width() <= 900


# how far one record has come


def test_the_form_of_a_record_says_how_far_it_has_come(
    qtbot: QtBot, laptops: Laptops, page: ExchangePage, stick: Path
) -> None:
    core = page.desk.store
    id = add_activity(core, "送课")

    def said() -> str:
        with core.read() as session:
            return reach_line.reach_words(receipts.reach_of(session, id))

    line = reach_line.ReachLine(page.desk)
    qtbot.addWidget(line)
    before = said()
    finish(exchange(core, stick, name="张老师的U盘"))
    on_the_stick = said()
    laptops.put_on(stick, "听课")
    finish(exchange(core, stick))
    line.show_record(id)
    qtbot.waitUntil(lambda: bool(line.text()))

    assert before == "Saved on this computer·goes along with the next exchange"
    assert on_the_stick == "Saved on this computer → put to 张老师的U盘"
    assert line.text() == "Saved on this computer → put to 张老师的U盘 → everybody has it"
