"""Whole exchanges over a real share: two laptops meet there, and no fault loses a thing."""

import contextlib
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.models.exchange import Exchange
from db.progress import finish
from sync import round
from sync.carriers.smb_link import Link
from sync.errors import PlaceError, PlaceUnreachableError
from sync.result import RoundResult
from tests.shares import Share
from tests.sync.laptops import Laptop, files, tree


def exchange(laptop: Laptop, share: Share, folder: str, timeout_s: float = 20.0) -> RoundResult:
    carrier = share.carrier(folder, writer=laptop.me.replica, timeout_s=timeout_s)
    with closing(carrier):
        return finish(round.exchange_by(laptop.store, carrier))


@pytest.fixture
def share(make_samba: Callable[..., Share]) -> Share:
    """Return a share whose server may be hung and killed."""
    return make_samba()


@pytest.fixture
def place(samba: Share, tmp_path: Path) -> Path:
    """Return an empty folder on the share that all tests use."""
    folder = samba.root / tmp_path.name
    folder.mkdir()
    return folder


def test_two_laptops_meet_at_a_share(a: Laptop, b: Laptop, samba: Share, place: Path) -> None:
    mine = a.write("activity", title="送课到李家小学")
    theirs = b.write("activity", title="听课")

    for laptop in (a, b, a):
        exchange(laptop, samba, place.name)

    assert b.title(mine) == "送课到李家小学"
    assert a.title(theirs) == "听课"
    assert a.records() == b.records()
    assert (place / "README.txt").exists()
    assert files(place, "part") == []


def test_nothing_new_at_a_share_writes_nothing(
    a: Laptop, b: Laptop, samba: Share, place: Path
) -> None:
    a.write_many(20)
    for laptop in (a, b, a, b):
        exchange(laptop, samba, place.name)
    before = tree(place)

    again = [exchange(laptop, samba, place.name) for laptop in (a, b)]

    assert tree(place) == before
    assert all(not result.moved and not result.skipped for result in again)


def failure(action: Callable[[], object]) -> PlaceUnreachableError | None:
    """Return what an action fails with because of the server."""
    try:
        action()
    except PlaceUnreachableError as error:
        return error
    return None


def kill_at(monkeypatch: pytest.MonkeyPatch, share: Share, number: int) -> None:
    """Kill the server just before it gets that request."""
    left = [number]
    real = Link.ask

    def ask(self: Link, message: object) -> object:
        left[0] -= 1
        if left[0] == 0:
            share.kill()
        return real(self, message)

    monkeypatch.setattr(Link, "ask", ask)


def test_a_server_killed_at_any_moment_of_sending_costs_one_more_round(
    a: Laptop, b: Laptop, share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    a.write_many(5)
    (share.root / "whole").mkdir()
    exchange(a, share, "whole")
    whole = {path: size for path, (size, _) in tree(share.root / "whole").items()}
    killed, at = 0, 1
    while True:
        place = share.root / f"place {at}"
        place.mkdir()
        with monkeypatch.context() as patch:
            kill_at(patch, share, at)
            failed = failure(lambda place=place: exchange(a, share, place.name))  # type: ignore[misc]
        if failed is None:
            break
        assert failed.problem == "broken"
        assert failed.result is not None
        share.start()
        exchange(a, share, place.name)
        assert {path: size for path, (size, _) in tree(place).items()} == whole
        killed += 1
        at += 9

    exchange(b, share, f"place {at - 9}")
    assert killed > 3
    assert b.records() == a.records()


def test_a_server_killed_at_any_moment_of_receiving_costs_one_more_round(
    a: Laptop,
    open_laptop: Callable[[str], Laptop],
    share: Share,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    b = open_laptop("b")
    (share.root / "place").mkdir()
    at = 2
    for number in range(4):
        a.write("activity", title=f"送课 {number}")
        exchange(a, share, "place")
        with monkeypatch.context() as patch:
            kill_at(patch, share, at)
            with pytest.raises(PlaceUnreachableError):
                exchange(b, share, "place")
        share.start()
        exchange(b, share, "place")
        assert b.records() == a.records()
        at += 4

    assert files(share.root, "bad") == []


def test_a_server_that_hangs_ends_the_round_in_time(a: Laptop, share: Share) -> None:
    a.write_many(5)
    (share.root / "place").mkdir()
    carrier = share.carrier("place", timeout_s=1.0)
    work = round.exchange_by(a.store, carrier)
    next(work)
    carrier.list("")
    share.freeze()
    began = time.monotonic()

    with closing(carrier), pytest.raises(PlaceUnreachableError) as caught:
        finish(work)

    assert time.monotonic() - began < 4
    assert caught.value.problem == "silent"
    assert a.count(Exchange) == 1
    share.thaw()
    exchange(a, share, "place")
    assert files(share.root, "part") == []


@pytest.mark.parametrize("kept", [0, 1, 4095, 4096, -1])
def test_a_cut_segment_on_a_share_is_named_and_made_whole(
    a: Laptop, b: Laptop, samba: Share, place: Path, kept: int
) -> None:
    a.write_many(150)
    exchange(a, samba, place.name)
    (path,) = files(place, "seg")
    whole = path.read_bytes()
    assert len(whole) > 4097
    path.write_bytes(whole[:kept])

    cut = exchange(b, samba, place.name)
    exchange(a, samba, place.name)
    after = exchange(b, samba, place.name)

    assert [skipped.reason.value for skipped in cut.skipped] == ["truncated"]
    assert cut.received == 0
    assert after.skipped == ()
    assert b.records() == a.records()


def test_a_file_seen_before_it_is_whole_is_not_believed(
    a: Laptop, b: Laptop, samba: Share, place: Path
) -> None:
    a.write_many(150)
    exchange(a, samba, place.name)
    (path,) = files(place, "seg")
    whole = path.read_bytes()
    path.unlink()
    with path.open("wb") as copying:  # by hand, from a stick, say
        copying.write(whole[: len(whole) // 2])
        copying.flush()

        early = exchange(b, samba, place.name)
        copying.write(whole[len(whole) // 2 :])

    late = exchange(b, samba, place.name)

    assert early.received == 0
    assert [skipped.reason.value for skipped in early.skipped] == ["truncated"]
    assert late.received == len(a.records())
    assert b.records() == a.records()


def fill_up(path: Path) -> None:
    """Write a file until the disk is full."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)) == 4096:
            pass


def test_a_full_share_still_gives_what_it_has(
    a: Laptop,
    b: Laptop,
    make_samba: Callable[..., Share],
    make_small_disk: Callable[..., Path],
) -> None:
    disk = make_small_disk(size_kib=2048)
    share = make_samba(root=disk)
    id = a.write("activity", title="送课")
    exchange(a, share, "")
    fill_up(disk / "film.mp4")
    b.write_many(50)

    with pytest.raises(PlaceError) as caught:
        exchange(b, share, "")

    assert caught.value.code == "full"
    assert b.title(id) == "送课"
    assert files(disk, "part") == []
    (disk / "film.mp4").unlink()
    exchange(b, share, "")
    exchange(a, share, "")
    assert a.records() == b.records()
