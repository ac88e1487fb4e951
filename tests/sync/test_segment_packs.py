"""Packs of segments: the same sixteen make the same file; singles go only when it reads back."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from db.models.exchange import Segment, SegmentBytes
from db.progress import finish
from sync import log, segment_packs
from sync.carriers.folder import FolderCarrier
from sync.errors import MalformedError, NewerFormatError, Reason, SkippedFileError
from sync.limits import (
    HEADER_BYTES,
    PACKED,
    SEGMENT_FILE_BYTES,
    SEGMENT_PACK_BYTES,
    SEGMENT_PACK_GOAL_BYTES,
)
from sync.names import SegmentPackName, id_of, read_segment_pack_name, segment_pack_path, text_of
from sync.result import RoundResult
from sync.round import exchange_by
from sync.wire import encode
from tests.sync.laptops import Laptop, files, tree
from tests.sync.told_carriers import Remote, exchange_remote

ALLIANCE, REPLICA = text_of(bytes(8)), text_of(b"replica1")
FILES = [(id_of(bytes([n])), bytes([n])) for n in range(PACKED)]
NAME, PACK = segment_packs.build(ALLIANCE, REPLICA, 1, 1, FILES)


def index(**changed: object) -> bytes:
    said: dict[str, object] = {
        "protocol": 1,
        "alliance": ALLIANCE,
        "replica": REPLICA,
        "low": 1,
        "level": 1,
        "files": [[id, len(data)] for id, data in FILES],
    }
    raw = encode(list((said | changed).values()))
    return b"LKP1" + len(raw).to_bytes(4, "big") + raw


def seal_many(laptop: Laptop, stick: Path, count: int) -> None:
    """Put so many segments of one log somewhere."""
    make_long_log(laptop, count)
    laptop.exchange(stick)


def reasons(result: RoundResult) -> list[str]:
    return [skipped.reason.value for skipped in result.skipped]


def test_a_pack_holds_its_files_verbatim() -> None:
    members = segment_packs.members_of(PACK, ALLIANCE, NAME)

    assert SegmentPackName(REPLICA, 1, 1, id_of(PACK)) == NAME
    assert [m.seq for m in members] == list(range(1, PACKED + 1))
    assert [(m.id, PACK[m.offset : m.offset + m.length]) for m in members] == FILES


def test_a_pack_of_packs_tells_the_segments_in_it() -> None:
    packs = []
    for number in range(PACKED):
        low = number * PACKED + 1
        inner = [(id_of(bytes([number, n])), bytes([number, n])) for n in range(PACKED)]
        name, data = segment_packs.build(ALLIANCE, REPLICA, low, 1, inner)
        packs.append((name.id, data))
    name, data = segment_packs.build(ALLIANCE, REPLICA, 1, 2, packs)

    members = segment_packs.members_of(data, ALLIANCE, name)

    assert [m.seq for m in members] == list(range(1, PACKED**2 + 1))
    assert all(id_of(data[m.offset : m.offset + m.length]) == m.id for m in members)


def test_names_of_packs_are_read_back() -> None:
    file = segment_pack_path(NAME).rpartition("/")[2]

    assert read_segment_pack_name(REPLICA, file) == (NAME, False)
    assert read_segment_pack_name(REPLICA, file + ".bad") == (NAME, True)
    for wrong in (
        file.replace("00000016", "00000017"),
        file.replace("00000001", "00000002").replace("00000016", "00000017"),
        file.replace(".p1", ".p2"),
        file.replace(".p1", ".p3"),
    ):
        assert read_segment_pack_name(REPLICA, wrong) is None


HOSTILE: dict[str, dict[str, object]] = {
    "of another log": {"replica": ALLIANCE},
    "another number": {"low": 17},
    "another level": {"level": 2},
    "too few": {"files": [[FILES[0][0], 1]]},
    "too many": {"files": [[id, 1] for id, _ in FILES] + [[FILES[0][0], 1]]},
    "no id": {"files": [["x", 1]] * PACKED},
    "no length": {"files": [[FILES[0][0], 0]] * PACKED},
    "negative": {"files": [[FILES[0][0], -5]] * PACKED},
    "beyond a segment": {"files": [[FILES[0][0], SEGMENT_FILE_BYTES + 1]] * PACKED},
    "no list": {"files": 7},
}


@pytest.mark.parametrize("case", HOSTILE)
def test_an_index_that_breaks_a_rule_is_refused(case: str) -> None:
    with pytest.raises(MalformedError):
        segment_packs.read_index(index(**HOSTILE[case]), ALLIANCE, NAME)


def test_an_index_beyond_its_bound_is_not_read() -> None:
    data = b"LKP1" + (HEADER_BYTES + 1).to_bytes(4, "big")

    with pytest.raises(MalformedError, match="bound"):
        segment_packs.index_length(data)


def test_a_pack_that_claims_more_than_a_pack_may_hold_is_refused() -> None:
    length = SEGMENT_PACK_BYTES // PACKED + 1

    with pytest.raises(SkippedFileError) as caught:
        segment_packs.read_index(index(files=[[FILES[0][0], length]] * PACKED), ALLIANCE, NAME)

    assert caught.value.reason is Reason.TOO_LARGE
    assert SEGMENT_PACK_GOAL_BYTES < SEGMENT_PACK_BYTES


def test_lengths_beyond_the_file_are_refused() -> None:
    with pytest.raises(MalformedError, match="length"):
        segment_packs.members_of(PACK[:-1], ALLIANCE, NAME)
    with pytest.raises(MalformedError, match="length"):
        segment_packs.members_of(PACK + b"x", ALLIANCE, NAME)


def test_other_beginnings_are_named_for_what_they_are() -> None:
    for data, expected in (
        (b"MZ\x90\x00\x03\x00\x00\x00", Reason.FOREIGN),
        (PACK[:5], Reason.TRUNCATED),
        (PACK[:60], Reason.TRUNCATED),
        (index(alliance=REPLICA), Reason.FOREIGN),
    ):
        with pytest.raises(SkippedFileError) as caught:
            segment_packs.read_index(data, ALLIANCE, NAME)
        assert caught.value.reason is expected
    with pytest.raises(NewerFormatError):
        segment_packs.read_index(index(protocol=2), ALLIANCE, NAME)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 60))
def test_no_bytes_are_more_than_a_skipped_file(data: bytes, kept: int) -> None:
    for foreign in (data, PACK[:kept] + data, index()[:8] + data):
        with pytest.raises(SkippedFileError):
            segment_packs.members_of(foreign, ALLIANCE, NAME)


def test_sixteen_segments_become_one_file(a: Laptop, b: Laptop, stick: Path) -> None:
    seal_many(a, stick, PACKED + 3)
    folder = files(stick, "p1")[0].parent

    got = b.exchange(stick)

    assert len(files(stick, "p1")) == 1
    assert len(files(folder, "seg")) == 3
    assert got.skipped == ()
    assert b.records() == a.records()


def test_a_pack_is_known_and_nothing_is_written_again(a: Laptop, b: Laptop, stick: Path) -> None:
    seal_many(a, stick, PACKED + 1)
    b.exchange(stick)
    a.exchange(stick)
    before = tree(stick)

    again = [laptop.exchange(stick) for laptop in (a, b, a)]

    assert tree(stick) == before
    assert all(not result.moved and not result.skipped for result in again)


def test_two_laptops_make_the_same_pack(a: Laptop, b: Laptop, stick: Path, tmp_path: Path) -> None:
    seal_many(a, stick, PACKED - 1)
    other = tmp_path / "other"
    shutil.copytree(stick, other)
    a.write("activity", title="十六")
    a.exchange(stick)
    b.exchange(stick)

    b.exchange(other)

    assert [p.name for p in files(other, "p1")] == [p.name for p in files(stick, "p1")]
    assert len(files(other, "p1")) == 1


def test_a_segment_is_taken_out_of_a_pack_with_one_read(a: Laptop, b: Laptop, stick: Path) -> None:
    seal_many(a, stick, PACKED)
    b.exchange(stick)
    (pack,) = files(stick, "p1")
    with b.store.write() as session:  # as if one had been lost here
        id = session.scalars(select(Segment.id).where(Segment.seq == 7)).one()
        session.execute(delete(Segment).where(Segment.id == id))
        session.execute(delete(SegmentBytes).where(SegmentBytes.id == id))
    carrier = Remote(stick, b.me.replica)

    finish(exchange_by(b.store, carrier))

    reads = [asked for asked in carrier.log if asked.startswith("read")]
    with b.store.read() as session:
        assert session.get(Segment, id) is not None
    assert reads == [f"read {pack.relative_to(stick)}"]


@pytest.mark.parametrize("how", ["flipped", "cut", "empty", "lost", "zeros"])
def test_a_damaged_pack_is_named_and_what_it_held_is_put_again(
    a: Laptop, b: Laptop, stick: Path, how: str
) -> None:
    seal_many(a, stick, PACKED)
    (pack,) = files(stick, "p1")
    data = pack.read_bytes()
    flipped = (
        data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]
    )
    damaged = {"flipped": flipped, "cut": data[:-100], "empty": b"", "zeros": bytes(len(data))}
    if how == "lost":
        pack.unlink()
    else:
        pack.write_bytes(damaged[how])

    told = b.exchange(stick)
    a.exchange(stick)
    b.exchange(stick)
    after = b.exchange(stick)

    expected = {"cut": ["truncated"], "empty": ["truncated"], "lost": []}
    assert reasons(told) == expected.get(how, ["altered"])
    assert b.records() == a.records()
    assert after.skipped == ()
    assert files(stick, "bad") == []


def test_a_pack_that_lies_about_its_segments_deceives_nobody(
    a: Laptop, b: Laptop, stick: Path
) -> None:
    seal_many(a, stick, PACKED - 1)
    (*_, newest) = files(stick, "seg")
    folder = newest.parent
    ids = [path.name[9:35] for path in files(stick, "seg")]
    lies = [(id, os.urandom(50)) for id in [*ids, id_of(b"sixteenth")]]
    name, data = segment_packs.build(a.me.alliance, folder.name, 1, 1, lies)
    (folder / segment_pack_path(name).rpartition("/")[2]).write_bytes(data)

    told = b.exchange(stick)
    b.exchange(stick)

    assert reasons(told) == ["hostile"]
    assert b.records() == a.records()
    assert len(files(folder, "seg")) == PACKED - 1


def test_a_pack_whose_number_is_not_its_own_is_refused(a: Laptop, b: Laptop, stick: Path) -> None:
    seal_many(a, stick, PACKED)
    (pack,) = files(stick, "p1")
    (pack.parent / pack.name.replace("00000001-00000016", "00000017-00000032")).write_bytes(
        pack.read_bytes()
    )

    told = b.exchange(stick)

    assert reasons(told) == ["hostile"]
    assert b.records() == a.records()


def test_singles_stay_until_the_pack_reads_back(
    a: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal_many(a, stick, PACKED - 1)
    a.write("activity", title="十六")
    read = FolderCarrier.read

    def failing(
        self: FolderCarrier, name: str, offset: int = 0, length: int | None = None
    ) -> bytes:
        data = read(self, name, offset, length)
        return data[:-1] + b"?" if name.endswith(".p1") else data

    monkeypatch.setattr(FolderCarrier, "read", failing)
    result = a.exchange(stick)

    assert reasons(result) == ["altered"]
    assert len(files(stick, "seg")) == PACKED
    monkeypatch.undo()
    a.write("activity", title="十七")
    assert a.exchange(stick).skipped == ()
    assert len(files(stick, "seg")) == 1
    assert files(stick, "bad") == []


def test_a_fork_of_a_log_is_packed_once_and_the_rest_stays_single(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    seal_many(a, stick, 10)
    clone = a.copy(tmp_path / "clone")
    apart = tmp_path / "apart"
    shutil.copytree(stick, apart)
    seal_many(a, stick, 8)
    seal_many(clone, apart, 8)
    for place in (stick, apart, stick, apart):
        b.exchange(place)
    for laptop in (a, clone):
        for place in (stick, apart):
            laptop.exchange(place)
    b.exchange(stick)
    fresh = tree(stick)

    again = b.exchange(stick)

    assert a.records() == clone.records() == b.records()
    assert tree(stick) == fresh
    assert not again.moved
    clone.store.close()


def test_many_packs_are_packed_once_more(a: Laptop, b: Laptop, stick: Path, tmp_path: Path) -> None:
    make_long_log(a, PACKED**2 + 1)
    a.exchange(stick)
    for _ in range(3):
        a.write("activity", title="新")
        a.exchange(stick)

    got = exchange_remote(b, stick)

    assert len(files(stick, "p1")) == PACKED
    assert len(files(stick, "p2")) == 1
    assert b.records() == a.records()
    assert got.skipped == ()
    assert got.requests < 30


def make_long_log(laptop: Laptop, count: int) -> None:
    """Seal many segments without a place."""
    for number in range(count):
        laptop.write("activity", title=f"送课 {number}")
        for _ in log.seal_waiting(laptop.store):
            pass
