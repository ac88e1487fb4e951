"""Adding, changing and forgetting places in the window: real folders, and servers not there."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.exchanges import Exchanges
from desktop.pages.exchange.new_place import NewPlaceView
from desktop.pages.exchange.new_place_draft import (
    Draft,
    Kind,
    Part,
    draft_of,
    part_at_fault,
)
from desktop.pages.exchange.page import ExchangePage
from desktop.pages.exchange.place_lines import place_lines
from desktop.sticks import Sticks
from desktop.window import Frame
from sync import places
from sync.errors import PlaceAddressError, PlaceSignInError, PlaceUnreachableError
from sync.passwords import Passwords
from sync.place_check import Findings, Step
from sync.places import PlaceRow
from tests.desktop.exchange_laptops import Laptops, laptops, made_alliance
from tests.sync.servers import PASSWORD, USER, webdav

__all__ = ["laptops", "made_alliance"]  # fixtures

SHARE = "smb://lizq@192.0.2.1/lianke"


@pytest.fixture
def page(qtbot: QtBot, laptops: Laptops) -> Iterator[ExchangePage]:
    """Return the page of a laptop without a stick."""
    desk = laptops.desk("core")
    Exchanges(desk, Sticks(None, tuple, tick_ms=10))
    page = ExchangePage(desk)
    frame = Frame(page)
    qtbot.addWidget(frame)
    frame.resize(1100, 750)
    frame.show()
    page.activate()
    yield page
    if page.new_place is not None:
        page.new_place.leave()


def begin(page: ExchangePage, kind: Kind) -> NewPlaceView:
    page.begin_place()
    assert page.new_place is not None
    page.new_place.choose(kind)
    return page.new_place


def known(page: ExchangePage) -> list[tuple[str, str]]:
    with page.desk.store.read() as session:
        return [(one.address, one.name) for one in places.known(session)]


@pytest.mark.parametrize(
    ("draft", "address"),
    [
        (Draft(Kind.SHARE, where=r"\\nas\联课\三小", user="li"), "smb://li@nas/联课/三小"),
        (Draft(Kind.SHARE, where="smb://nas/lianke"), "smb://nas/lianke"),
        (
            Draft(Kind.DAV, "jianguoyun", user="a@163.com", password="x", inside="联课"),
            "webdavs://a%40163.com@dav.jianguoyun.com/dav/联课",
        ),
        (Draft(Kind.DAV, "other", where="nas.cn/dav", user="li"), "webdavs://li@nas.cn/dav"),
        (
            Draft(Kind.STORE, "oss", where="county", region="cn-hangzhou", user="k", inside="a"),
            "oss://k@county/a?endpoint=https://oss-cn-hangzhou.aliyuncs.com&region=cn-hangzhou",
        ),
        (
            Draft(Kind.STORE, "s3", where="county", region="https://s3.cn", user="k"),
            "s3://k@county?endpoint=https://s3.cn",
        ),
        (Draft(Kind.FOLDER, where="/media/share"), "/media/share"),
    ],
)
def test_what_is_typed_becomes_an_address_and_comes_back(draft: Draft, address: str) -> None:
    assert draft.address().text == address
    again = draft_of(address, "")
    assert again.address().text == address
    assert again.kind == draft.kind


def test_a_key_that_is_missing_is_asked_for_where_it_is_needed() -> None:
    assert Part.PASSWORD in Draft(Kind.STORE, "oss", where="b", region="r", user="k").missing()
    assert Draft(Kind.SHARE, where="//nas/share").missing() == ()


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (PlaceSignInError("x"), Part.PASSWORD),
        (PlaceUnreachableError("x", "name"), Part.WHERE),
        (PlaceUnreachableError("x", "silent"), None),
        (PlaceAddressError("x", "share"), Part.WHERE),
    ],
)
def test_the_field_to_look_at_is_named(error: PlaceSignInError, part: Part | None) -> None:
    assert part_at_fault(error, Draft(Kind.SHARE, where="//nas/share")) is part


def test_a_folder_is_tried_step_by_step_and_added(
    qtbot: QtBot, page: ExchangePage, tmp_path: Path
) -> None:
    share = tmp_path / "共享"
    share.mkdir()
    view = begin(page, Kind.FOLDER)
    view.take_folder(str(share))
    view.name.setText("教研组共享")
    qtbot.keyClick(view.name, Qt.Key.Key_End)

    view.try_now()
    qtbot.waitUntil(lambda: "You can exchange here." in view.test.said())
    view.name.textEdited.emit("教研组共享")
    with qtbot.waitSignal(view.added):
        qtbot.mouseClick(page.add_place, Qt.MouseButton.LeftButton)

    assert known(page) == [(str(share), "教研组共享")]
    assert list(share.iterdir()) == []
    assert page.idle.start.isVisible()


def test_typing_alone_tries_the_place(qtbot: QtBot, page: ExchangePage, tmp_path: Path) -> None:
    view = begin(page, Kind.FOLDER)

    view.take_folder(str(tmp_path))

    qtbot.waitUntil(lambda: "You can exchange here." in view.test.said(), timeout=5000)


def test_half_a_password_is_not_tried(qtbot: QtBot, page: ExchangePage) -> None:
    view = begin(page, Kind.DAV)
    qtbot.keyClicks(view.fields[Part.USER], "a@163.com")
    view.fields[Part.PASSWORD].setFocus()

    qtbot.keyClicks(view.fields[Part.PASSWORD], "half")

    assert not view._pause.isActive()
    assert not view._trying.running()


def test_what_is_wrong_is_said_with_what_to_do_and_marks_the_field(page: ExchangePage) -> None:
    view = begin(page, Kind.DAV)
    view.fields[Part.USER].setText("a@163.com")
    view.fields[Part.PASSWORD].setText("not the right one")
    view._read()

    view._show_findings(Findings("x", (), Step.LIST, PlaceSignInError("webdavs://x")))

    assert "app password" in view.test.said()
    assert view._holders[Part.PASSWORD].hint()


def test_a_folder_that_is_lacking_is_made_when_the_place_is_added(
    qtbot: QtBot, page: ExchangePage, tmp_path: Path
) -> None:
    served_folder = tmp_path / "served"
    served_folder.mkdir()
    with webdav(served_folder) as served:
        view = begin(page, Kind.DAV)
        view.dav.set_at(1)
        view.fields[Part.WHERE].setText(f"http://127.0.0.1:{served.port}/联课")
        view.fields[Part.USER].setText(USER)
        view.fields[Part.PASSWORD].setText(PASSWORD)
        view._read()
        view.try_now()
        qtbot.waitUntil(lambda: "no folder “联课” there yet" in view.test.said())
        assert list(served_folder.iterdir()) == []

        with qtbot.waitSignal(view.added):
            view.add()

    assert [one.name for one in served_folder.iterdir()] == ["联课"]
    assert len(known(page)) == 1


def test_a_place_that_failed_is_noted_without_half_a_sentence() -> None:
    row = PlaceRow("smb://nas/联课", "三小", 1_790_000_000, "unreachable", 0, 0, 0)

    (line,) = place_lines((), [row], {}, datetime.date(2026, 11, 29))

    assert line.note.startswith("could not be reached·used ")


def test_a_place_that_cannot_be_reached_can_be_added_with_its_password(
    qtbot: QtBot, page: ExchangePage
) -> None:
    view = begin(page, Kind.SHARE)
    view.fields[Part.WHERE].setText(r"\\192.0.2.1\lianke")
    view.fields[Part.USER].setText("lizq")
    view.fields[Part.PASSWORD].setText("secret")
    view._read()
    view.leave()

    with qtbot.waitSignal(view.added), qtbot.waitSignal(page.toasted) as told:
        view.add()

    assert "only you can read" in told.args[0]
    assert [address for address, _name in known(page)] == [SHARE]
    assert Passwords(page.desk.store.folder).of(SHARE) == "secret"
    assert [one.line.icon for one in page.panel.items()] == ["hard-drives"]


def test_changing_a_place_keeps_its_password_and_its_place_in_the_list(
    qtbot: QtBot, page: ExchangePage
) -> None:
    Passwords(page.desk.store.folder).keep(SHARE, "secret")
    with page.desk.store.write() as session:
        places.remember(session, SHARE, "三小")
    page.activate()
    page.begin_place(SHARE)
    view = page.new_place
    assert view is not None
    view.name.setText("三小共享文件夹")
    view.name.textEdited.emit("三小共享文件夹")

    with qtbot.waitSignal(view.added):
        view.add()

    assert known(page) == [(SHARE, "三小共享文件夹")]
    assert Passwords(page.desk.store.folder).of(SHARE) == "secret"


def test_a_forgotten_place_comes_back_with_its_password(qtbot: QtBot, page: ExchangePage) -> None:
    passwords = Passwords(page.desk.store.folder)
    passwords.keep(SHARE, "secret")
    with page.desk.store.write() as session:
        places.remember(session, SHARE, "三小")
    page.activate()
    way_back: list[Callable[[], object]] = []
    page.toasted.connect(lambda _words, _name, back: way_back.append(back))

    page.forget(SHARE)
    qtbot.waitUntil(lambda: passwords.of(SHARE) is None)
    gone = known(page)
    qtbot.waitUntil(lambda: page._forgetting._password is not None)
    way_back[0]()
    qtbot.waitUntil(lambda: passwords.of(SHARE) == "secret")

    assert gone == []
    assert known(page) == [(SHARE, "三小")]


def test_a_server_is_offered_though_nobody_looked_whether_it_answers(page: ExchangePage) -> None:
    with page.desk.store.write() as session:
        places.remember(session, SHARE, "三小")

    page.activate()

    assert page.idle.start.isEnabled()
    assert page._looker.folders == (SHARE,)
    assert page._looker.look() == {}
