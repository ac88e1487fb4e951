"""A place as it stands after any of the writes of a rich exchange: nothing lost, nothing half."""

import shutil
from pathlib import Path

import pytest

from db.store import Store
from sync import snapshot_files, snapshot_making, snapshots
from sync.limits import PACKED
from tests.sync.laptops import Laptop, files
from tests.sync.test_pieces import attach
from tests.sync.test_segment_packs import make_long_log
from tests.sync.told_carriers import Step, exchange_recorded, exchange_remote


@pytest.fixture
def steps(a: Laptop, b: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch) -> list[Step]:
    """Record exchanges with news, a photo, packs and a snapshot, one write after another."""
    for module in (snapshot_files, snapshots, snapshot_making):
        monkeypatch.setattr(module, "SNAPSHOT_PART_BYTES", 10_000)
    monkeypatch.setattr(snapshot_making, "SNAPSHOT_AT", PACKED + 2)
    done: list[Step] = []
    make_long_log(a, PACKED + 1)
    attach(a, 5000)
    exchange_recorded(a, stick, done)
    b.write("activity", title="乙")
    exchange_recorded(b, stick, done)
    exchange_recorded(a, stick, done)
    names = {step.name.rpartition(".")[2] for step in done}
    assert names >= {"mem", "seg", "tip", "bpk", "inv", "p1", "part", "man"}
    return done


def written(a: Laptop, b: Laptop) -> set[str]:
    return a.records() | b.records()


def done_again(steps: list[Step], place: Path) -> Path:
    """Return a new place where these things were done."""
    place.mkdir()
    for step in steps:
        step.do(place)
    return place


def kind(step: Step) -> str:
    return f"{step.data is None} {step.name.rpartition('.')[2]}"


@pytest.mark.parametrize("far", [False, True])
def test_every_prefix_of_the_writes_can_be_met(
    a: Laptop, b: Laptop, c: Laptop, steps: list[Step], tmp_path: Path, far: bool
) -> None:
    for count in range(len(steps) + 1):
        place = done_again(steps[:count], tmp_path / "place")

        told = (exchange_remote if far else Laptop.exchange)(c, place)

        assert {s.reason.value for s in told.skipped} <= {"stranger"}, count
        assert files(place, "bad") == []
        shutil.rmtree(place)
    assert c.records() >= written(a, b)


def test_a_newcomer_and_the_writers_make_good_what_was_cut_off_anywhere(
    a: Laptop, b: Laptop, c: Laptop, steps: list[Step], tmp_path: Path
) -> None:
    everything = written(a, b)
    c.store.close()
    turns = {(kind(steps[n - 1]), kind(steps[n])): n for n in range(1, len(steps))}
    assert len(turns) >= 8
    for count in [n for (before, after), n in turns.items() if before != after]:
        place = done_again(steps[:count], tmp_path / f"after {count}")
        third = tmp_path / f"third {count}"
        shutil.copytree(c.store.folder, third)
        one = Laptop("third", Store(third))

        told = one.exchange(place)
        for other in (a, b, one):
            other.exchange(place)

        assert {s.reason.value for s in told.skipped} <= {"stranger"}, count
        assert one.records() >= everything, count
        one.store.close()


def test_a_file_that_is_cut_in_any_of_the_writes_is_named_and_heals(
    a: Laptop, b: Laptop, c: Laptop, steps: list[Step], tmp_path: Path
) -> None:
    everything = written(a, b)
    c.store.close()
    last = {step.name.rpartition(".")[2]: n for n, step in enumerate(steps) if step.data}
    for kind, number in last.items():
        place = done_again(steps[: number + 1], tmp_path / f"cut {kind}")
        cut = steps[number]
        assert cut.data is not None
        Step(cut.name, cut.data[: len(cut.data) // 2]).do(place)
        third = tmp_path / f"third {kind}"
        shutil.copytree(c.store.folder, third)
        one = Laptop("third", Store(third))

        for other in (one, a, b):
            other.exchange(place)
        told = one.exchange(place)

        assert one.records() >= everything, kind
        assert told.skipped == (), kind
        one.store.close()
