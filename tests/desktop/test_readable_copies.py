"""Readable copies: what everybody in the alliance may read, and where a person chooses them."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db import journal
from db.commands import records
from db.commands.attachments import attach_files
from db.journal import begin
from db.progress import finish
from db.queries.records import list_records
from db.store import Store
from desktop.exchange_work import exchanging
from desktop.exchanges import Exchanges
from desktop.pages.exchange.page import ExchangePage
from desktop.readable_copies import readable_copies
from desktop.sticks import Stick, Sticks
from desktop.window import Frame
from sync import identity, readable
from sync.readable import LESSONS, RECORDS
from tests.desktop.exchange_laptops import TODAY, Laptops, add_activity, laptops, made_alliance

__all__ = ["laptops", "made_alliance"]  # fixtures


def attach(store: Store, record: str, *paths: Path) -> None:
    with store.read() as session:
        sitting = begin(session, identity.me(session).person)
    finish(attach_files(store, sitting, record, paths, today=TODAY))


def add_within_school(store: Store, title: str) -> str:
    """Record what only the own school may read."""
    with store.read() as session:
        me = identity.me(session)
        sitting = begin(session, me.person)
    with journal.writing(store, sitting) as writer:
        values = {"title": title, "held_on": "2026-11-03"}
        return writer.create("activity", values, circle="school", home=me.school)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return an empty stick."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def store(laptops: Laptops, tmp_path: Path) -> Store:
    """Return a laptop with an activity of the alliance and one of the school, a file at each."""
    store = laptops.store("core")
    for number, name in enumerate(("板书.txt", "校内.txt", "练习.txt")):
        (tmp_path / name).write_bytes(b"words " * (number + 1))
    shared = add_activity(store, "送课《口算乘法》", held_on="2026-11-02", type="outreach_lesson")
    attach(store, shared, tmp_path / "板书.txt")
    attach(store, add_within_school(store, "校内教研"), tmp_path / "校内.txt")
    with store.read() as session:
        sitting = begin(session, identity.me(session).person)
    with journal.writing(store, sitting) as writer:
        values = {"title": "口算练习", "subject": "maths", "grade": "3", "volume": "1"}
        material = records.add(writer, "material", values)
        values = {**values, "title": "口算乘法", "author_name": "王丽娟"}
        plan = records.add(writer, "lesson_plan", values)
        records.add(writer, "plan_step", {"plan": plan, "title": "复习"})
    attach(store, material, tmp_path / "练习.txt")
    return store


@pytest.fixture
def chinese() -> Iterator[None]:
    """Speak Chinese, as the computers of a village do."""
    from desktop import words

    before = words.language()
    words.install("zh_CN")
    yield
    words.install(before)


def put(store: Store, stick: Path) -> dict[str, bytes]:
    """Exchange with a stick where copies are wanted; return what people find there."""
    with store.write() as session:
        readable.choose(session, str(stick), wanted=True)
    assert finish(exchanging(store, stick, "U盘")).code == "done"
    return {
        path.relative_to(stick).as_posix(): path.read_bytes()
        for path in copies_on(stick)
        if path.is_file() and not path.name.startswith(".")
    }


def copies_on(stick: Path) -> list[Path]:
    """Return all that lies in the readable folders."""
    return [path for top in (LESSONS, RECORDS) for path in (stick / top).rglob("*")]


@pytest.mark.usefixtures("chinese")
def test_the_ledger_and_the_alliances_files_lie_under_readable_names(
    store: Store, stick: Path
) -> None:
    found = put(store, stick)

    assert set(found) == {
        "共享资料/活动台账 2026-2027学年上学期.pdf",
        "共享资料/活动台账 2026-2027学年上学期.xlsx",
        "共享资料/2026-11-02 送课《口算乘法》/板书.txt",
        "共享教案/三年级数学上册/口算练习.txt",
        "共享教案/三年级数学上册/口算乘法 教案（王丽娟）.docx",
    }
    assert found["共享资料/2026-11-02 送课《口算乘法》/板书.txt"] == b"words "
    assert found["共享资料/活动台账 2026-2027学年上学期.pdf"].startswith(b"%PDF")


def test_what_only_one_school_may_read_is_not_among_them(store: Store) -> None:
    with store.read() as session:
        me = identity.me(session)
        sitting = begin(session, me.person)
    with journal.writing(store, sitting) as writer:
        values = {"title": "校内的教案", "subject": "maths", "grade": "3"}
        writer.create("lesson_plan", values, circle="school", home=me.school)

    names = [copy.name + copy.folder for copy in readable_copies(store)]

    assert len(names) == 5
    assert not [name for name in names if "校内" in name]


def test_an_unchanged_ledger_is_not_printed_again_the_next_day(
    store: Store, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, stick)
    before = {path: path.stat().st_mtime_ns for path in copies_on(stick)}
    later = datetime.date(2026, 12, 5)
    monkeypatch.setattr("desktop.dates.today", lambda: later)

    put(store, stick)

    assert {path: path.stat().st_mtime_ns for path in copies_on(stick)} == before


def test_a_plan_is_written_again_when_one_of_its_steps_changed(store: Store, stick: Path) -> None:
    before = put(store, stick)
    with store.read() as session:
        (step,) = list_records(session, "plan_step")
        sitting = begin(session, identity.me(session).person)
    with journal.writing(store, sitting) as writer:
        records.change(writer, step.id, {"title": "新授"}, seen=step.version)

    after = put(store, stick)

    (plan,) = (name for name in after if name.endswith(".docx"))
    assert after.keys() == before.keys()
    assert [name for name in after if after[name] != before[name]] == [plan]


def test_a_file_whose_bytes_are_not_here_is_left_for_another_laptop(
    store: Store, stick: Path
) -> None:
    for piece in (store.folder / "pieces").rglob("*"):
        if piece.is_file():
            piece.unlink()

    assert not [name for name in put(store, stick) if name.endswith(".txt")]


@pytest.fixture
def page(qtbot: QtBot, laptops: Laptops, stick: Path) -> Iterator[ExchangePage]:
    """Return the page of a laptop with a stick in it."""
    desk = laptops.desk("guest")
    there = (Stick(stick, "U盘", 8 * 1024**3),)
    exchanges = Exchanges(desk, Sticks(None, lambda: there, tick_ms=10))
    page = ExchangePage(desk)
    frame = Frame(page)
    qtbot.addWidget(frame)
    frame.resize(1100, 750)
    frame.show()
    page.activate()
    qtbot.waitUntil(lambda: bool(exchanges.sticks.now()))
    yield page
    frame.hide()


def test_copies_are_offered_for_a_stick_and_off_until_somebody_wants_them(
    qtbot: QtBot, page: ExchangePage, stick: Path
) -> None:
    box = page.idle.readable.box
    qtbot.waitUntil(box.isVisible)
    assert not box.isChecked()

    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)

    with page.desk.store.read() as session:
        assert readable.chosen(session) == {str(stick)}
    assert box.isChecked()
