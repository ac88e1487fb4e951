"""Whole exchanges over WebDAV and S3, also where listings lie and servers die."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.progress import finish
from sync import places
from sync.carriers.opening import open_place
from sync.errors import (
    PlaceBusyError,
    PlaceError,
    PlaceNewFolderError,
    PlaceSignInError,
    PlaceUnreachableError,
)
from sync.passwords import Passwords
from sync.place_check import Step, probe, probe_address
from sync.result import RoundResult
from sync.round import exchange
from sync.tidying import ROUTINE
from tests.shares import PASSWORD as SHARE_PASSWORD
from tests.shares import USER, Share
from tests.sync.laptops import Laptop
from tests.sync.servers import PASSWORD, SECRET, Served, s3, s3_address, webdav, webdav_address


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


@pytest.fixture
def dav(shared: Path) -> Iterator[Served]:
    with webdav(shared) as served:
        yield served


@pytest.fixture(params=["webdav", "s3"])
def place(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """Return the address of a place, and its password."""
    if request.param == "webdav":
        yield webdav_address(request.getfixturevalue("dav").port), PASSWORD
    else:
        with s3() as served:
            yield s3_address(served.port), SECRET


def go(laptop: Laptop, address: str, password: str = PASSWORD) -> RoundResult:
    Passwords(laptop.store.folder).keep(address, password)
    return finish(exchange(laptop.store, address))


def test_two_laptops_meet_over_a_server(a: Laptop, b: Laptop, place: tuple[str, str]) -> None:
    id = a.write("activity", title="送课下乡")
    from_b = b.write("activity", title="听课")

    go(a, *place)
    received = go(b, *place)
    go(a, *place)

    assert received.received > 0
    assert (b.title(id), a.title(from_b)) == ("送课下乡", "听课")
    assert received.skipped == ()


def test_an_exchange_without_news_writes_nothing(a: Laptop, dav: Served) -> None:
    address = webdav_address(dav.port)
    a.write("activity", title="送课")
    go(a, address)
    go(a, address)
    dav.asked.clear()

    result = go(a, address)

    assert not result.moved
    assert {method for method, _path in dav.asked} == {"PROPFIND"}
    assert len(dav.asked) <= 5


def test_one_new_record_takes_no_more_requests_than_a_routine_exchange(
    a: Laptop, dav: Served
) -> None:
    address = webdav_address(dav.port)
    for _ in range(2):
        a.write("activity", title="送课")
        go(a, address)
    a.write("activity", title="送课")
    dav.asked.clear()

    result = go(a, address)

    assert result.sent == 1
    assert len(dav.asked) <= ROUTINE


def test_a_server_that_dies_in_the_middle_costs_nothing(
    a: Laptop, b: Laptop, shared: Path, tmp_path: Path
) -> None:
    ids = [a.write("activity", title=f"送课 {number}") for number in range(3)]
    tries = 0
    for allowed in (3, 9, 17, 26, 40, None):
        with webdav(shared) as served:
            served.allowed, served.refusal = allowed, "500 Internal Server Error"
            try:
                go(a, webdav_address(served.port))
            except PlaceError:
                tries += 1
    with webdav(shared) as served:
        go(b, webdav_address(served.port))

    assert tries >= 2
    assert all(b.title(id) for id in ids)
    assert not list(shared.rglob("*.bad"))


def test_a_server_that_hangs_ends_the_exchange_and_the_next_goes_on(
    a: Laptop, b: Laptop, dav: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_place, "__defaults__", (None, 0.3))
    address = webdav_address(dav.port)
    id = a.write("activity", title="送课")
    dav.hangs = True

    with pytest.raises(PlaceUnreachableError) as caught:
        go(a, address)

    assert caught.value.result is not None
    dav.hangs = False
    go(a, address)
    go(b, address)
    assert b.title(id) == "送课"


def test_listings_cut_to_few_entries_lose_nothing(
    a: Laptop, b: Laptop, c: Laptop, dav: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A listing that hides most is the same as one of 750 among 2,000; readers go by sets."""
    monkeypatch.setattr("sync.carriers.objects.LISTED", 3)
    address = webdav_address(dav.port)
    ids = []
    for number in range(4):
        ids.append(a.write("activity", title=f"送课 {number}"))
        go(a, address)
    dav.entries = 3

    for laptop in (b, c, a, b, c):
        go(laptop, address)

    dav.entries = None
    for laptop in (a, b, c):
        go(laptop, address)
    assert all(laptop.title(id) for laptop in (a, b, c) for id in ids)


def test_when_no_more_is_allowed_the_exchange_stops_till_later(
    a: Laptop, b: Laptop, dav: Served
) -> None:
    address = webdav_address(dav.port)
    id = a.write("activity", title="送课")
    dav.allowed = 25

    with pytest.raises(PlaceBusyError) as caught:
        go(a, address)
    asked = len(dav.asked)
    with pytest.raises(PlaceBusyError):
        go(a, address)

    assert caught.value.wait_s == 90
    assert caught.value.result is not None
    assert len(dav.asked) == asked  # it is not even tried
    with a.store.read() as session:
        assert places.known(session)[0].outcome == "busy"
    dav.allowed = None
    (a.store.folder / "requests.json").unlink()  # half an hour later
    go(a, address)
    go(b, address)
    assert b.title(id) == "送课"


def test_a_server_without_its_password_is_said_to_want_one(a: Laptop, dav: Served) -> None:
    with pytest.raises(PlaceSignInError):
        finish(exchange(a.store, webdav_address(dav.port)))


def test_a_place_that_works_is_found_to_work(
    a: Laptop, place: tuple[str, str], tmp_path: Path
) -> None:
    go(a, *place)

    findings = finish(probe_address(place[0], Passwords(a.store.folder)))

    assert findings.good
    assert findings.passed == tuple(Step)
    assert findings.alliances == (a.me.alliance,)


def test_a_test_leaves_nothing_behind_and_keeps_what_an_exchange_writes(
    a: Laptop, dav: Served, shared: Path
) -> None:
    address = webdav_address(dav.port)
    folder = shared / "共享" / "lianke"
    folder.mkdir(parents=True)
    (folder / f"~{a.me.replica}-1.part").write_bytes(b"half of a file")

    assert finish(probe_address(address, Passwords(a.store.folder), PASSWORD)).good

    assert [path.name for path in folder.iterdir()] == [f"~{a.me.replica}-1.part"]


def test_a_test_that_is_stopped_leaves_nothing_behind(tmp_path: Path, shared: Path) -> None:
    work = probe(open_place(str(shared), "test", Passwords(tmp_path / "data")))
    for _ in range(3):
        next(work)
    assert list(shared.iterdir())

    work.close()

    assert list(shared.iterdir()) == []


def test_what_cannot_be_written_is_named(a: Laptop, dav: Served, shared: Path) -> None:
    (shared / "共享" / "lianke").mkdir(parents=True)
    dav.refusals["PUT"] = "403 Forbidden"

    findings = finish(probe_address(webdav_address(dav.port), Passwords(a.store.folder), PASSWORD))

    assert (findings.failed, findings.failure and findings.failure.code) == (
        Step.WRITE,
        "read_only",
    )


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    findings = finish(probe_address(str(tmp_path / "nowhere"), Passwords(tmp_path)))

    assert (findings.failed, findings.failure and findings.failure.code) == (Step.LIST, "missing")


@pytest.mark.parametrize("kind", ["webdav", "smb"])
def test_a_folder_that_alone_is_lacking_is_made_only_when_that_is_wanted(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if kind == "smb":
        samba: Share = request.getfixturevalue("samba")
        top, password = samba.root, SHARE_PASSWORD
        address = f"smb://{USER}@127.0.0.1:{samba.port}/share/校际/{tmp_path.name}"
        made = top / "校际" / tmp_path.name
    else:
        top, password = request.getfixturevalue("shared"), PASSWORD
        address = webdav_address(request.getfixturevalue("dav").port)
        made = top / "共享" / "lianke"
    passwords = Passwords(tmp_path / "data")

    before = finish(probe_address(address, passwords, password))
    there_before = made.exists()
    done = finish(probe_address(address, passwords, password, making=True))
    after = finish(probe_address(address, passwords, password))

    assert isinstance(before.failure, PlaceNewFolderError)
    assert (before.failure.name, before.failed, there_before) == (made.name, Step.LIST, False)
    assert (done.good, done.made, made.is_dir()) == (True, made.name, True)
    assert (after.good, after.made) == (True, "")


def test_a_share_that_is_not_there_is_no_folder_to_make(samba: Share, tmp_path: Path) -> None:
    address = f"smb://{USER}@127.0.0.1:{samba.port}/nothing/lianke"

    found = finish(probe_address(address, Passwords(tmp_path), SHARE_PASSWORD, making=True))

    assert found.failure is not None
    assert (found.failure.code, found.made) == ("missing", "")
    assert not isinstance(found.failure, PlaceNewFolderError)


def test_the_data_folder_is_no_place(a: Laptop) -> None:
    findings = finish(probe_address(str(a.store.folder), Passwords(a.store.folder)))

    assert findings.failure is not None
    assert findings.failure.code == "unusable"
