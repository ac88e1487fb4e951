"""Places where each request costs: few are made, and listings that lie cost copies, no records."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from db.models.depots import LookedFolder
from sync import fetching, laptop, log, looking
from sync.errors import PlaceGoneError
from sync.limits import INVENTORY_BYTES, INVENTORY_PACKS, PACKED, TIPS
from sync.names import LogName, id_of, membership_path, segment_path, text_of, tip_path
from sync.tidying import ROUTINE
from sync.visit import Visit
from tests.sync.laptops import Laptop, files, tree
from tests.sync.test_pieces import attach
from tests.sync.told_carriers import (
    CAP,
    Remote,
    Stale,
    cut_at_cap,
    exchange_remote,
    shuffled,
)

NOTHING_NEW = 5


def write_logs(of: Laptop, count: int, each: int = 1) -> None:
    """Write several logs, as if by so many laptops."""
    for number in range(count * each):
        if number % each == 0:
            with of.store.write() as session:
                laptop.new_replica(session)
        of.write("activity", title=f"送课 {number}")
        for _ in log.seal_waiting(of.store):
            pass


def test_a_routine_exchange_takes_few_requests(
    a: Laptop, b: Laptop, c: Laptop, stick: Path
) -> None:
    for other in (a, b, c, a, b, c):
        exchange_remote(other, stick)
    for other in (b, c):
        other.write("activity", title="新")
        exchange_remote(other, stick)
    id = a.write("activity", title="也新")

    result = exchange_remote(a, stick)

    assert result.received == 2
    assert id in result.went
    assert result.requests <= ROUTINE


def test_nothing_new_takes_five_requests_and_writes_nothing(
    a: Laptop, b: Laptop, stick: Path
) -> None:
    write_logs(a, 30)
    attach(a, 2000)
    for other in (a, b, a, b):
        exchange_remote(other, stick)
    before = tree(stick)

    for _ in range(12):
        carrier = Remote(stick, b.me.replica)
        result = exchange_remote(b, stick, carrier)
        assert not result.moved
        assert result.requests == carrier.requests <= NOTHING_NEW
        assert carrier.writes == 0
    assert tree(stick) == before


def test_every_folder_has_its_turn(a: Laptop, stick: Path) -> None:
    write_logs(a, 9)
    exchange_remote(a, stick)
    asked: list[str] = []
    for _ in range(6):
        carrier = Remote(stick, a.me.replica)
        exchange_remote(a, stick, carrier)
        asked += [line for line in carrier.log if "/s/" in line]

    assert len(set(asked)) == 9
    assert len(asked) == 6 * looking.IN_TURN
    assert a.count(LookedFolder) == 9


def test_news_of_a_log_come_by_name(a: Laptop, b: Laptop, stick: Path) -> None:
    exchange_remote(a, stick)
    exchange_remote(b, stick)
    for title in ("一", "二", "三"):
        a.write("activity", title=title)
        exchange_remote(a, stick)
    carrier = Remote(stick, b.me.replica)

    got = exchange_remote(b, stick, carrier)

    assert got.received == 3
    assert len([line for line in carrier.log if line.startswith("read") and "/s/" in line]) == 3


def test_a_log_that_is_far_behind_has_its_folder_listed(a: Laptop, b: Laptop, stick: Path) -> None:
    write_logs(a, 1, 9)
    exchange_remote(a, stick)

    exchange_remote(b, stick)

    assert b.records() == a.records()


def test_cut_off_while_the_ends_of_logs_came_the_next_exchange_brings_all_before_them(
    a: Laptop, b: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_logs(a, looking.GAPS, 6)
    exchange_remote(a, stick)
    with monkeypatch.context() as patch:

        def broken(_visit: Visit, _folder: str) -> list[str]:
            raise PlaceGoneError(str(stick))

        patch.setattr(fetching, "look_into", broken)  # after the ends were taken by name
        with pytest.raises(PlaceGoneError):
            exchange_remote(b, stick)

    exchange_remote(b, stick)

    assert b.records() == a.records()


def test_a_lost_file_is_put_again_when_its_folder_has_its_turn(
    a: Laptop, b: Laptop, stick: Path
) -> None:
    write_logs(a, 6, 2)
    exchange_remote(a, stick)
    lost = files(stick, "seg")[3]
    data = lost.read_bytes()
    lost.unlink()

    for _ in range(6):
        exchange_remote(a, stick)

    assert lost.read_bytes() == data
    exchange_remote(b, stick)
    assert b.records() == a.records()


def test_a_lost_file_is_put_again_when_the_newest_one_is_missing(
    a: Laptop, b: Laptop, stick: Path
) -> None:
    a.write("activity", title="送课")
    exchange_remote(a, stick)
    (lost,) = files(stick, "seg")
    lost.unlink()
    for path in files(stick, "tip"):
        path.unlink()

    exchange_remote(a, stick)
    exchange_remote(b, stick)

    assert b.records() == a.records()


def test_a_wiped_place_gets_everything_again_at_once(a: Laptop, b: Laptop, stick: Path) -> None:
    write_logs(a, 12, 2)
    exchange_remote(a, stick)
    before = {path.name for path in files(stick, "seg")}
    shutil.rmtree(stick / "lianke1")
    carrier = Remote(stick, a.me.replica)

    exchange_remote(a, stick, carrier)

    assert {path.name for path in files(stick, "seg")} == before
    assert len([line for line in carrier.log if line.startswith("list")]) <= 8
    exchange_remote(b, stick)
    assert b.records() == a.records()


def test_a_place_that_was_rolled_back_gets_what_it_lost(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    write_logs(a, 3)
    exchange_remote(a, stick)
    shutil.copytree(stick, tmp_path / "old")
    for title in "一二三四五":
        a.write("activity", title=title)
        exchange_remote(a, stick)
    shutil.rmtree(stick)
    shutil.copytree(tmp_path / "old", stick)

    exchange_remote(a, stick)
    exchange_remote(b, stick)

    assert b.records() == a.records()


@pytest.mark.parametrize("told", [cut_at_cap, shuffled])
def test_listings_that_are_cut_or_jumbled_change_nothing(
    a: Laptop, b: Laptop, stick: Path, told: Callable[..., list[object]]
) -> None:
    write_logs(a, 5, 3)
    results = []
    for other in (a, b, a, b, a):
        carrier = Remote(stick, other.me.replica)
        carrier.told = told  # type: ignore[assignment]
        results.append(exchange_remote(other, stick, carrier))

    assert b.records() == a.records()
    assert not any(result.moved for result in results[-2:])


def test_an_old_listing_only_costs_a_copy(a: Laptop, b: Laptop, stick: Path) -> None:
    stale = Stale()
    remote = Remote(stick, a.me.replica)
    remote.told = stale
    exchange_remote(a, stick, remote)
    stale.is_old = True
    a.write("activity", title="送课")
    for _ in range(2):
        remote = Remote(stick, a.me.replica)
        remote.told = stale
        exchange_remote(a, stick, remote)

    exchange_remote(b, stick)

    assert b.records() == a.records()
    assert exchange_remote(b, stick).skipped == ()


@pytest.mark.parametrize("where", ["s", "t"])
def test_a_folder_beyond_the_cap_loses_nothing(
    a: Laptop, b: Laptop, stick: Path, where: str
) -> None:
    a.exchange(stick)
    (own,) = files(stick, "seg")
    base = stick / "lianke1" / a.me.alliance
    for number in range(CAP + 50):  # what others put there sorts before ours and hides it
        junk = id_of(number.to_bytes(4, "big"))
        if where == "s":
            name = segment_path(LogName(own.parent.name, 1, "a" * 26)).rpartition("/")[2]
            (own.parent / name.replace("a" * 26, junk)).write_bytes(b"")
        else:
            log_name = LogName(text_of(b"\0" * 6 + number.to_bytes(2, "big")), 1, junk)
            (base / tip_path(log_name)).write_bytes(b"")
    a.write("activity", title="送课")
    results = []
    for other in (a, a):
        carrier = Remote(stick, other.me.replica)
        carrier.told = cut_at_cap
        results.append(exchange_remote(other, stick, carrier))

    b.exchange(stick)

    assert b.records() == a.records()
    assert results[-1].bytes_out == 0
    assert CAP > TIPS


def test_packs_of_pieces_are_told_by_one_list(a: Laptop, b: Laptop, stick: Path) -> None:
    pieces = [attach(a, 3000)[0]]
    exchange_remote(a, stick)
    exchange_remote(b, stick)
    for _ in range(3):
        pieces += [attach(a, 3000)[0]]
        exchange_remote(a, stick)
    carrier = Remote(stick, b.me.replica)

    exchange_remote(b, stick, carrier)

    assert all(b.store.blobs.has(piece) for piece in pieces)
    assert len(files(stick, "inv")) == 1
    assert len([line for line in carrier.log if ".inv" in line]) == 1


def test_a_place_filled_without_a_list_of_packs_gets_one(a: Laptop, b: Laptop, stick: Path) -> None:
    (piece,) = attach(a, 3000)
    a.exchange(stick)
    (inventory,) = files(stick, "inv")
    inventory.unlink()

    exchange_remote(b, stick)

    assert b.store.blobs.has(piece)
    assert files(stick, "inv") == [inventory]


@pytest.mark.parametrize("body", [b"", b"LKV1", b"LKV1\xc1", b"LKV1\x93\x01\xa1x\x90", b"MZ"])
def test_a_list_of_packs_that_is_none_is_named(
    a: Laptop, b: Laptop, stick: Path, body: bytes
) -> None:
    (piece,) = attach(a, 3000)
    a.exchange(stick)
    folder = stick / "lianke1" / a.me.alliance / "b"
    (folder / f"{id_of(body)}.inv").write_bytes(body)

    result = exchange_remote(b, stick)

    assert {s.reason.value for s in result.skipped} <= {"hostile", "foreign"}
    assert len(result.skipped) == 1
    assert b.store.blobs.has(piece)
    assert INVENTORY_PACKS * 30 < INVENTORY_BYTES


def test_a_full_pack_is_made_within_the_requests_of_a_routine_exchange(
    a: Laptop, b: Laptop, stick: Path
) -> None:
    exchange_remote(a, stick)
    most = 0
    for number in range(3 * PACKED):
        a.write("activity", title=str(number))
        most = max(most, exchange_remote(a, stick).requests)

    exchange_remote(b, stick)

    assert most <= ROUTINE
    assert len(files(stick, "p1")) >= 2
    assert len(files(stick, "seg")) < 2 * PACKED
    assert b.records() == a.records()
    assert membership_path("x") == "m/x.mem"
