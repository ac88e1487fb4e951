"""What an exchange withstands: damaged, foreign and hostile files, full and vanished places."""

import errno
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.models.exchange import Segment
from db.progress import finish
from sync import round
from sync.carriers.folder import FolderCarrier
from sync.errors import (
    PlaceError,
    PlaceFullError,
    PlaceGoneError,
    PlaceReadOnlyError,
    Reason,
)
from sync.limits import MEMBERSHIP_FILE_BYTES, PACK_BYTES, SEGMENT_FILE_BYTES, VISITS
from sync.names import LogName, segment_path
from sync.result import RoundResult
from sync.visit import Stage
from tests.sticks import Stick
from tests.sync.laptops import Laptop, files, tree


def reasons(result: RoundResult) -> list[str]:
    return [skipped.reason.value for skipped in result.skipped]


def only_segment(place: Path) -> Path:
    (found,) = files(place, "seg")
    return found


@pytest.mark.parametrize("kept", [0, 1, 7, 4095, 4096, -1])
def test_a_cut_segment_is_named_and_made_whole_by_its_writer(
    a: Laptop, b: Laptop, stick: Path, kept: int
) -> None:
    a.write_many(400)
    a.exchange(stick)
    path = only_segment(stick)
    whole = path.read_bytes()
    path.write_bytes(whole[:kept])

    cut = b.exchange(stick)
    a.exchange(stick)
    after = b.exchange(stick)

    assert reasons(cut) == ["truncated"]
    assert cut.received == 0
    assert after.skipped == ()
    assert b.records() == a.records()
    assert files(stick, "bad") == []


@pytest.mark.parametrize("part", ["seg", "mem"])
def test_a_cut_file_is_made_whole_by_its_writer_alone(a: Laptop, stick: Path, part: str) -> None:
    a.exchange(stick)
    (path,) = files(stick, part)
    whole = path.read_bytes()
    path.write_bytes(whole[:100])

    a.exchange(stick)

    assert path.read_bytes() == whole


@pytest.mark.parametrize("where", ["first", "header", "signature", "middle", "last"])
def test_a_flipped_bit_is_named_and_healed(a: Laptop, b: Laptop, stick: Path, where: str) -> None:
    a.write_many(50)
    a.exchange(stick)
    path = only_segment(stick)
    data = bytearray(path.read_bytes())
    header = 8 + int.from_bytes(data[4:8], "big")
    at = {"first": 0, "header": 20, "signature": header + 5, "middle": len(data) // 2, "last": -1}
    data[at[where]] ^= 4
    path.write_bytes(bytes(data))

    bad = b.exchange(stick)
    a.exchange(stick)
    after = b.exchange(stick)

    assert reasons(bad) == ["altered"]
    assert after.skipped == ()
    assert b.records() == a.records()


def test_zeros_of_the_right_length_are_altered(a: Laptop, b: Laptop, stick: Path) -> None:
    a.exchange(stick)
    path = only_segment(stick)
    path.write_bytes(bytes(path.stat().st_size))

    bad = b.exchange(stick)

    assert reasons(bad) == ["altered"]


def test_a_file_set_aside_by_mistake_is_still_good(a: Laptop, b: Laptop, stick: Path) -> None:
    a.exchange(stick)
    path = only_segment(stick)
    path.rename(path.with_name(path.name + ".bad"))

    got = b.exchange(stick)
    b.exchange(stick)

    assert got.received == len(a.records())
    assert path.exists()
    assert len(files(stick, "seg")) == 2  # and the receipt
    assert files(stick, "bad") == []


def test_a_lost_half_costs_a_second_copy(a: Laptop, b: Laptop, stick: Path) -> None:
    for title in ("甲", "乙", "丙"):
        a.write("activity", title=title)
        a.exchange(stick)
    before = tree(stick)
    for path in files(stick, "seg")[::2]:
        path.unlink()

    b.exchange(stick)
    a.exchange(stick)
    b.exchange(stick)

    assert tree(stick).keys() >= {name for name in before if name.endswith(".seg")}
    assert b.records() == a.records()


def test_a_wiped_stick_is_filled_again(a: Laptop, b: Laptop, stick: Path) -> None:
    a.write("activity", title="送课")
    a.exchange(stick)
    b.exchange(stick)
    shutil.rmtree(stick / "lianke1")

    result = b.exchange(stick)

    assert len(files(stick, "seg")) == 2  # and the receipt
    assert result.carried == len(a.records())


def test_an_older_copy_of_the_stick_does_no_harm(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    a.exchange(stick)
    shutil.copytree(stick, tmp_path / "old")
    id = a.write("activity", title="送课")
    a.exchange(stick)
    b.exchange(stick)
    old = tmp_path / "old"

    b.exchange(old)
    a.exchange(old)

    assert b.title(id) == "送课"
    assert len(files(old, "seg")) == 3  # and the receipt


def test_replay_and_order_change_nothing(a: Laptop, b: Laptop, stick: Path, tmp_path: Path) -> None:
    id = a.write("activity", title="一")
    for title in ("二", "三", "四"):
        a.exchange(stick)
        a.edit(id, title=title)
    a.exchange(stick)
    all_files = files(stick, "seg")
    one_by_one = tmp_path / "one"
    for path in reversed(all_files):
        target = one_by_one / path.relative_to(stick)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        for member in files(stick, "mem"):
            place = one_by_one / member.relative_to(stick)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(member, place)
        b.exchange(one_by_one)

    again = b.exchange(stick)

    assert b.title(id) == "四"
    assert again.received == 0


def test_a_segment_of_another_alliance_in_our_depot_is_foreign(
    a: Laptop, b: Laptop, stick: Path
) -> None:
    a.exchange(stick)
    golden = next((Path(__file__).parent / "golden").rglob("00000001-*.seg"))
    target = only_segment(stick).parent / golden.name
    shutil.copy(golden, target)

    first = b.exchange(stick)
    second = b.exchange(stick)

    assert reasons(first) == reasons(second) == ["foreign"]
    assert target.read_bytes() == golden.read_bytes()
    assert b.records() == a.records()


EVIL = [
    "CON",
    "aux.seg",
    "00000001-\u202egnp.seg",
    "00000000-" + "a" * 26 + ".seg",
    "00000001-" + "b" * 26 + ".seg",  # its last letter encodes no whole byte
    "1-" + "a" * 26 + ".seg",
    "00000001-" + "A" * 26 + ".seg",
    "autorun.inf",
    "setup.exe",
    "x" * 200,
    "file.seg ",
    "\N{ZERO WIDTH SPACE}.seg",
]


@pytest.mark.parametrize("name", EVIL)
def test_an_evil_name_is_named_safely_and_not_opened(
    a: Laptop, b: Laptop, stick: Path, name: str
) -> None:
    a.exchange(stick)
    evil = only_segment(stick).parent / name
    evil.write_bytes(b"evil")
    before = tree(stick)[str(evil.relative_to(stick))]

    result = b.exchange(stick)

    assert reasons(result) == ["foreign"]
    assert "\u202e" not in result.skipped[0].name
    assert len(result.skipped[0].name) <= 120
    assert tree(stick)[str(evil.relative_to(stick))] == before
    assert b.records() == a.records()


@pytest.mark.parametrize("name", ["Thumbs.db", ".DS_Store", "desktop.ini", "~other-ab.part"])
def test_what_systems_leave_everywhere_is_not_worth_a_word(
    a: Laptop, b: Laptop, stick: Path, name: str
) -> None:
    a.exchange(stick)
    junk = only_segment(stick).parent / name
    junk.write_bytes(b"junk")

    result = b.exchange(stick)

    assert result.skipped == ()
    assert junk.exists()


@pytest.mark.skipif(os.name != "posix", reason="pipes need POSIX")
def test_a_pipe_with_a_good_name_does_not_hang(a: Laptop, b: Laptop, stick: Path) -> None:
    a.exchange(stick)
    path = only_segment(stick)
    path.unlink()
    os.mkfifo(path)

    result = b.exchange(stick)

    assert result.received == 0


def test_a_folder_with_the_name_of_a_file_is_left_alone(a: Laptop, b: Laptop, stick: Path) -> None:
    a.exchange(stick)
    path = only_segment(stick)
    path.unlink()
    path.mkdir()

    result = b.exchange(stick)

    assert reasons(result) == ["foreign"]


LARGE = {
    "mem": MEMBERSHIP_FILE_BYTES,
    "seg": SEGMENT_FILE_BYTES,
}


@pytest.mark.parametrize("part", LARGE)
def test_a_file_that_is_too_large_is_not_read(a: Laptop, b: Laptop, stick: Path, part: str) -> None:
    a.exchange(stick)
    path = files(stick, part)[0]
    with path.open("r+b") as file:
        file.truncate(LARGE[part] + 1)

    result = b.exchange(stick)

    assert "too_large" in reasons(result)


def test_a_pack_that_is_too_large_is_not_read(a: Laptop, stick: Path) -> None:
    a.exchange(stick)
    depot = stick / "lianke1" / a.me.alliance
    pack = depot / "b" / "aa" / ("a" * 26 + ".bpk")
    pack.parent.mkdir(parents=True)
    with pack.open("wb") as file:
        file.truncate(PACK_BYTES + 1)

    result = a.exchange(stick)

    assert reasons(result) == ["too_large"]
    assert pack.exists()


def test_a_tip_without_its_segment_is_named_after_three_visits(
    a: Laptop, b: Laptop, stick: Path
) -> None:
    a.write("activity", title="送课")
    a.exchange(stick)
    only_segment(stick).unlink()

    told = [reasons(b.exchange(stick)) for _ in range(VISITS)]
    a.exchange(stick)
    after = b.exchange(stick)

    assert told == [[]] * (VISITS - 1) + [["missing"]]
    assert after.skipped == ()
    assert b.records() == a.records()


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_used(
    a: Laptop, b: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a.write("activity", title="甲")
    a.exchange(stick)
    a.write("activity", title="乙")
    a.exchange(stick)
    broken = files(stick, "seg")[0].name
    real = os.open

    def failing(path: object, *args: int, **more: int) -> int:
        if str(path).endswith(broken):
            raise OSError(errno.EIO, "input/output error")
        return real(path, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("sync.carriers.folder.os.open", failing)
    result = b.exchange(stick)

    assert reasons(result) == ["unreadable"]
    assert b.count(Segment) == 2  # the other one, and the receipt


def test_a_read_only_place_is_read_all_the_same(
    a: Laptop, b: Laptop, make_exfat_stick: Callable[..., Stick]
) -> None:
    stick = make_exfat_stick()
    a.write("activity", title="送课")
    a.exchange(stick.path)
    b.write("activity", title="走访")
    stick.eject()
    stick.plug_in(read_only=True)

    with pytest.raises(PlaceReadOnlyError) as caught:
        b.exchange(stick.path)

    assert caught.value.result is not None
    assert caught.value.result.received == len(a.records())
    assert caught.value.result.sent == 0


def test_a_read_only_place_without_news_for_it_is_no_error(
    a: Laptop, b: Laptop, make_exfat_stick: Callable[..., Stick]
) -> None:
    stick = make_exfat_stick()
    a.exchange(stick.path)
    b.exchange(stick.path)
    a.write("activity", title="送课")
    a.exchange(stick.path)
    stick.eject()
    stick.plug_in(read_only=True)

    result = b.exchange(stick.path)

    assert result.received == 1


def test_a_full_stick_is_said_so_and_read_all_the_same(
    a: Laptop, b: Laptop, small_disk: Path
) -> None:
    id = a.write("activity", title="送课")
    a.exchange(small_disk)
    b.store.blobs.keep(os.urandom(700_000))
    filler = small_disk / "holiday.jpg"
    filler.write_bytes(b"x" * 600_000)

    with pytest.raises(PlaceFullError) as caught:
        b.exchange(small_disk)

    assert b.title(id) == "送课"
    assert caught.value.needed_bytes > 0
    assert files(small_disk, "part") == []
    filler.unlink()
    assert b.exchange(small_disk).pieces_out == 1


def test_a_stick_full_from_the_beginning_leaves_no_litter(a: Laptop, small_disk: Path) -> None:
    a.write_many(2000)
    room = shutil.disk_usage(small_disk).free
    (small_disk / "filler").write_bytes(b"x" * (room - 2 * 4096))

    with pytest.raises(PlaceFullError):
        a.exchange(small_disk)

    assert files(small_disk, "part") == []
    (small_disk / "filler").unlink()
    assert a.exchange(small_disk).sent == len(a.records())


@pytest.mark.parametrize("stage", [Stage.SENDING, Stage.RECEIVING])
def test_a_stick_pulled_out_in_the_middle_loses_nothing(
    a: Laptop, b: Laptop, make_exfat_stick: Callable[..., Stick], stage: Stage
) -> None:
    stick = make_exfat_stick()
    a.write_many(40)
    a.exchange(stick.path)
    b.write_many(40)
    work = round.exchange(b.store, stick.path)
    with pytest.raises(PlaceGoneError):  # noqa: PT012 - the stick goes while the work runs
        for progress in work:
            if getattr(progress, "stage", None) is stage and stick.path.exists():
                stick.pull_out()
    stick.plug_in()

    for laptop in (b, a, b):
        laptop.exchange(stick.path)

    assert a.records() == b.records()
    assert files(stick.path, "part") == []


def test_a_real_stick_carries_between_two_laptops(a: Laptop, b: Laptop, exfat_stick: Stick) -> None:
    id = a.write("activity", title="送课")
    blob = a.store.blobs.keep(os.urandom(200_000))

    a.exchange(exfat_stick.path)
    exfat_stick.eject()
    exfat_stick.plug_in()
    b.exchange(exfat_stick.path)
    before = tree(exfat_stick.path)
    b.exchange(exfat_stick.path)

    assert b.title(id) == "送课"
    assert blob
    assert tree(exfat_stick.path) == before


def test_own_litter_is_cleared_and_that_of_others_stays(a: Laptop, b: Laptop, stick: Path) -> None:
    a.exchange(stick)
    folder = only_segment(stick).parent
    (folder / f"~{a.me.replica}-0123.part").write_bytes(b"half")
    (folder / f"~{b.me.replica}-0123.part").write_bytes(b"half")

    a.exchange(stick)

    assert [p.name for p in files(stick, "part")] == [f"~{b.me.replica}-0123.part"]


def test_two_laptops_at_one_share_at_the_same_time(a: Laptop, b: Laptop, stick: Path) -> None:
    a.write_many(20)
    b.write_many(20)
    failures: list[BaseException] = []

    def run(laptop: Laptop) -> None:
        try:
            for _ in range(3):
                laptop.exchange(stick)
        except BaseException as error:  # noqa: BLE001 - told to the test
            failures.append(error)

    threads = [threading.Thread(target=run, args=(laptop,)) for laptop in (a, b)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for laptop in (a, b, a):
        laptop.exchange(stick)

    assert failures == []
    assert a.records() == b.records()


@pytest.fixture
def failing_writes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let the n-th fsync fail as if the stick were pulled out, for each n in the list."""
    counts = [0, -1]
    real = os.fsync

    def fsync(descriptor: int) -> None:
        counts[0] += 1
        if counts[0] == counts[1]:
            raise OSError(errno.EIO, "pulled out")
        real(descriptor)

    monkeypatch.setattr("sync.carriers.folder.os.fsync", fsync)
    return counts


def test_a_write_that_fails_anywhere_is_made_good_next_time(
    a: Laptop, b: Laptop, stick: Path, failing_writes: list[int], tmp_path: Path
) -> None:
    a.write_many(5)
    at = 1
    while True:
        place = tmp_path / f"stick {at}"
        place.mkdir()
        failing_writes[:] = [0, at]
        try:
            a.exchange(place)
        except PlaceError:
            assert files(place, "part") == []
        if failing_writes[0] < at:
            break
        failing_writes[:] = [0, -1]
        a.exchange(place)
        at += 1
    failing_writes[:] = [0, -1]
    b.exchange(place)

    assert at > 5
    assert b.records() == a.records()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300), st.sampled_from(["mem", "seg", "bpk"]))
def test_no_bytes_under_a_good_name_stop_an_exchange(
    b: Laptop, stick: Path, data: bytes, part: str
) -> None:
    from sync.names import id_of, membership_path, pack_path

    base = stick / "lianke1" / b.me.alliance
    paths = {
        "mem": membership_path(id_of(data)),
        "seg": segment_path(LogName("aaaaaaaaaaaaa", 1, id_of(data))),
        "bpk": pack_path(id_of(data)),
    }
    target = base / paths[part]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)

    result = b.exchange(stick)

    assert len(result.skipped) == 1
    assert result.skipped[0].reason in {Reason.HOSTILE, Reason.TRUNCATED}
    target.unlink()


def test_a_carrier_refuses_names_that_lead_elsewhere(stick: Path) -> None:
    carrier = FolderCarrier(stick)

    for name in ("../x", "a/../../x", "a\\b", "/etc/passwd", "a//b", "a\0b"):
        with pytest.raises(PlaceError):
            carrier.put_new(name, lambda: [b""])
    assert list(stick.parent.glob("x")) == []


def test_finish_is_enough_to_run_a_round(a: Laptop, stick: Path) -> None:
    assert finish(round.exchange(a.store, stick)).sent == len(a.records())
