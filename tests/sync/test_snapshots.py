"""Snapshots: a newcomer takes parts in order; cut off, damaged or hostile, nothing is lost."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from db.models.exchange import Segment
from db.progress import finish
from db.store import Store
from sync import laptop, log, round, snapshot_files, snapshot_making, snapshots
from sync.errors import MalformedError, NewerFormatError, Reason, SkippedFileError
from sync.limits import (
    SEGMENT_FILE_BYTES,
    SNAPSHOT_AT,
    SNAPSHOT_MANIFEST_BYTES,
    SNAPSHOT_PART_BYTES,
    SNAPSHOT_PARTS,
    SNAPSHOT_SEGMENTS,
)
from sync.names import LogName, id_of, read_manifest_name, read_part_name, text_of
from sync.result import RoundResult
from sync.round import exchange_by
from sync.wire import encode
from tests.sync.laptops import Laptop, files, tree
from tests.sync.told_carriers import Remote

ALLIANCE, REPLICA = text_of(bytes(8)), text_of(b"replica1")
PART = 30_000
"""Parts of tests are small, so that few segments make several."""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut snapshots into small parts, and make them of few segments."""
    for module in (snapshot_files, snapshots, snapshot_making):
        monkeypatch.setattr(module, "SNAPSHOT_PART_BYTES", PART)
    monkeypatch.setattr(snapshot_making, "SNAPSHOT_AT", 40)


def write_logs(of: Laptop, count: int) -> None:
    """Seal segments of several logs, as a place has them that many laptops meet at."""
    for number in range(count):
        if number % 10 == 0:
            with of.store.write() as session:
                laptop.new_replica(session)
        of.write("activity", title=f"送课 {number}", class_name=os.urandom(700).hex())
        for _ in log.seal_waiting(of.store):
            pass


@pytest.fixture(scope="module")
def busy(
    alliance_made: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Write many logs once."""
    folder = tmp_path_factory.mktemp("busy") / "a"
    shutil.copytree(alliance_made[0] / "a", folder)
    of = Laptop("a", Store(folder))
    write_logs(of, 45)
    of.store.close()
    return folder


@pytest.fixture
def full(busy: Path, tmp_path: Path) -> Iterator[Laptop]:
    """Return a coordinator's laptop with five logs of 45 segments."""
    shutil.copytree(busy, tmp_path / "full")
    of = Laptop("full", Store(tmp_path / "full"))
    yield of
    of.store.close()


def reasons(result: RoundResult) -> set[str]:
    return {skipped.reason.value for skipped in result.skipped}


def parts(place: Path) -> list[Path]:
    return sorted(place.rglob("n/*.part"))


def manifest(**changed: object) -> bytes:
    said: dict[str, object] = {
        "protocol": 1,
        "alliance": ALLIANCE,
        "segments": [[REPLICA, 1, id_of(b"x"), 1]],
        "parts": [id_of(b"x")],
    }
    return b"LKN1" + encode(list((said | changed).values()))


def test_many_segments_make_a_snapshot_and_a_newcomer_takes_it(
    full: Laptop, b: Laptop, stick: Path
) -> None:
    full.exchange(stick)
    carrier = Remote(stick, b.me.replica)

    got = finish(exchange_by(b.store, carrier))

    assert len(files(stick, "man")) == 1
    assert len(parts(stick)) >= 3
    assert all(path.stat().st_size <= PART for path in parts(stick))
    assert b.records() == full.records()
    assert not any("/s/" in asked for asked in carrier.log if asked.startswith("read"))
    assert got.requests < 20 + len(parts(stick))


def test_a_snapshot_holds_only_what_no_other_holds(full: Laptop, b: Laptop, stick: Path) -> None:
    full.exchange(stick)
    first = {path: path.read_bytes() for path in parts(stick)}
    write_logs(full, 45)
    full.exchange(stick)

    b.exchange(stick)

    assert len(files(stick, "man")) == 2
    assert {path: path.read_bytes() for path in first} == first
    total = sum(path.stat().st_size for path in parts(stick))
    with full.store.read() as session:
        assert total == session.scalar(select(func.sum(Segment.size_bytes)))
    assert b.records() == full.records()


def test_an_exchange_without_news_makes_no_snapshot(a: Laptop, b: Laptop, stick: Path) -> None:
    write_logs(a, 30)
    a.exchange(stick)
    b.exchange(stick)
    a.exchange(stick)
    before = tree(stick)

    again = [laptop.exchange(stick) for laptop in (a, b)]

    assert tree(stick) == before
    assert not any(result.moved for result in again)
    assert files(stick, "man") == []


def stop_after(work: Iterator[object], steps: int) -> bool:
    """Run some steps and stop; tell whether there were more."""
    for step, _ in enumerate(work):
        if step >= steps:
            work.close()  # type: ignore[attr-defined]
            return True
    return False


def test_joining_goes_on_where_it_was_cut_off(full: Laptop, b: Laptop, stick: Path) -> None:
    full.exchange(stick)
    read: list[str] = []
    for steps in (12, 40, 10_000):
        carrier = Remote(stick, b.me.replica)
        stop_after(exchange_by(b.store, carrier), steps)
        read += [asked for asked in carrier.log if ".part" in asked]

    assert b.records() == full.records()
    assert len(read) <= len(parts(stick)) + 4


def test_making_goes_on_where_it_was_cut_off(full: Laptop, b: Laptop, stick: Path) -> None:
    work = round.exchange(full.store, stick)
    for _ in work:
        if len(parts(stick)) == 2:
            break
    work.close()
    half = {path: path.stat().st_mtime_ns for path in parts(stick)}
    assert len(half) == 2
    assert files(stick, "man") == []

    full.exchange(stick)
    b.exchange(stick)

    assert {path: path.stat().st_mtime_ns for path in half} == half
    assert len(files(stick, "man")) == 1
    assert b.records() == full.records()


@pytest.mark.parametrize("how", ["flipped", "cut", "lost", "empty", "long"])
@pytest.mark.parametrize("which", [0, 1, -1])
def test_a_damaged_part_costs_its_segments_nothing(
    full: Laptop, b: Laptop, stick: Path, how: str, which: int
) -> None:
    full.exchange(stick)
    part = parts(stick)[which]
    data = part.read_bytes()
    flipped = data[:100] + bytes([data[100] ^ 1]) + data[101:]
    damaged = {"flipped": flipped, "cut": data[:-9], "empty": b"", "long": data + b"x"}
    if how == "lost":
        part.unlink()
    else:
        part.write_bytes(damaged[how])

    b.exchange(stick)
    full.exchange(stick)

    assert b.records() == full.records()
    assert part.read_bytes() == data


@pytest.mark.parametrize("how", ["flipped", "cut", "lost"])
def test_a_damaged_manifest_is_put_again(full: Laptop, b: Laptop, stick: Path, how: str) -> None:
    full.exchange(stick)
    (path,) = files(stick, "man")
    data = path.read_bytes()
    if how == "lost":
        path.unlink()
    else:
        path.write_bytes(data[:-9] if how == "cut" else data[:-1] + b"?")

    told = b.exchange(stick)
    full.exchange(stick)
    after = b.exchange(stick)

    assert reasons(told) == (set() if how == "lost" else {"altered"})
    assert b.records() == full.records()
    assert path.read_bytes() == data
    assert after.skipped == ()


def test_a_manifest_that_lies_deceives_nobody(a: Laptop, b: Laptop, stick: Path) -> None:
    write_logs(a, 38)
    a.exchange(stick)
    with a.store.read() as session:
        rows = session.execute(select(Segment.replica, Segment.seq, Segment.id)).all()
    junk = os.urandom(38 * 50)
    ids = [id_of(junk)]
    said = [[row.replica, row.seq, row.id, 50] for row in rows]
    data = b"LKN1" + encode([1, a.me.alliance, said, ids])
    folder = stick / "lianke1" / a.me.alliance / "n"
    folder.mkdir(exist_ok=True)
    (folder / f"{id_of(data)}.man").write_bytes(data)
    (folder / f"{id_of(data)}.000.part").write_bytes(junk)

    b.exchange(stick)

    assert b.records() == a.records()


HOSTILE: dict[str, dict[str, object]] = {
    "no segments": {"segments": []},
    "too many segments": {"segments": [[REPLICA, 1, id_of(b"x"), 1]] * (SNAPSHOT_SEGMENTS + 1)},
    "no replica": {"segments": [["x", 1, id_of(b"x"), 1]]},
    "no number": {"segments": [[REPLICA, 0, id_of(b"x"), 1]]},
    "no id": {"segments": [[REPLICA, 1, "x", 1]]},
    "no length": {"segments": [[REPLICA, 1, id_of(b"x"), 0]]},
    "beyond a segment": {"segments": [[REPLICA, 1, id_of(b"x"), SEGMENT_FILE_BYTES + 1]]},
    "too few parts": {"parts": []},
    "too many parts": {"parts": [id_of(b"x")] * 2},
    "part is no id": {"parts": ["../x"]},
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_manifest_that_breaks_a_rule_is_refused(case: str) -> None:
    with pytest.raises(MalformedError):
        snapshot_files.read_manifest(manifest(**HOSTILE[case]), ALLIANCE)


def test_a_manifest_of_more_parts_than_allowed_is_refused() -> None:
    length = PART
    count = SNAPSHOT_PARTS + 1
    segments = [[REPLICA, 1, id_of(b"x"), length]] * count

    with pytest.raises(MalformedError, match="parts"):
        snapshot_files.read_manifest(
            manifest(segments=segments, parts=[id_of(b"x")] * count), ALLIANCE
        )


def test_other_manifests_are_named_for_what_they_are() -> None:
    for data, expected in (
        (manifest(alliance=REPLICA), Reason.FOREIGN),
        (manifest(protocol=2), Reason.NEWER),
        (bytes(SNAPSHOT_MANIFEST_BYTES + 1), Reason.TOO_LARGE),
    ):
        with pytest.raises(SkippedFileError) as caught:
            snapshot_files.read_manifest(data, ALLIANCE)
        assert caught.value.reason is expected
    with pytest.raises(NewerFormatError):
        snapshot_files.read_manifest(manifest(protocol=2), ALLIANCE)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 50))
def test_no_bytes_are_more_than_a_skipped_manifest(data: bytes, kept: int) -> None:
    for foreign in (data, manifest()[:kept] + data, b"LKN1" + data):
        if foreign != manifest():
            with pytest.raises(SkippedFileError):
                snapshot_files.read_manifest(foreign, ALLIANCE)


def test_parts_are_of_one_length_but_the_last() -> None:
    blocks = [bytes([n]) * 7_001 for n in range(20)]

    cut = list(snapshot_files.parts_of(blocks))

    assert b"".join(cut) == b"".join(blocks)
    assert {len(part) for part in cut[:-1]} == {PART}
    assert PART < SNAPSHOT_PART_BYTES
    assert SNAPSHOT_AT > 40


def test_names_of_parts_are_read_back() -> None:
    id = id_of(b"x")

    assert read_part_name(f"{id}.007.part") == (id, 7)
    assert read_part_name(f"{id}.{SNAPSHOT_PARTS}.part") is None
    assert read_manifest_name(f"{id}.man") == (id, False)
    assert LogName(REPLICA, 1, id).id == id
