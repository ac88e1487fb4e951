"""Every sort of file on a place, damaged in every way; renames refused and lost; a stick let go."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.store import Store
from sync import snapshot_files, snapshot_making, snapshots
from sync.errors import PlaceError, PlaceGoneError
from sync.round import exchange
from sync.visit import Stage
from tests.sticks import Stick
from tests.sync.laptops import Laptop, files
from tests.sync.test_pieces import attach
from tests.sync.test_segment_packs import make_long_log

PART = 8000
KINDS = ("mem", "bpk", "inv", "p1", "part", "man")
SEGMENTS = 17


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut snapshots into small parts, and make them of few segments."""
    _make_parts_small(monkeypatch)


def _make_parts_small(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (snapshot_files, snapshots, snapshot_making):
        monkeypatch.setattr(module, "SNAPSHOT_PART_BYTES", PART)
    monkeypatch.setattr(snapshot_making, "SNAPSHOT_AT", 10)


@pytest.fixture(scope="module")
def made(
    alliance_made: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Make, once, a laptop and a place that holds every sort of file."""
    folder = tmp_path_factory.mktemp("sorts")
    shutil.copytree(alliance_made[0] / "a", folder / "a")
    (folder / "stick").mkdir()
    of = Laptop("a", Store(folder / "a"))
    with pytest.MonkeyPatch.context() as monkeypatch:
        _make_parts_small(monkeypatch)
        make_long_log(of, SEGMENTS)
        attach(of, 9000)
        of.exchange(folder / "stick")
    of.store.close()
    return folder


@pytest.fixture
def full(made: Path, tmp_path: Path) -> Iterator[Laptop]:
    """Return the laptop that filled the place."""
    shutil.copytree(made / "a", tmp_path / "full")
    of = Laptop("full", Store(tmp_path / "full"))
    yield of
    of.store.close()


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    """Return a place with every sort of file."""
    return Path(shutil.copytree(made / "stick", tmp_path / "place"))


def pieces(of: Laptop) -> dict[str, bytes]:
    """Return what the pieces of attachments hold that are here."""
    folder = of.store.folder / "blobs"
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def check_that_it_is_made_good(full: Laptop, b: Laptop, place: Path) -> None:
    """Let a newcomer meet the damage, then everybody meet again: nothing may be lost."""
    b.exchange(place)  # nothing that is damaged stops it
    assert b.records() <= full.records()
    assert all(b.title(id) == full.title(id) for id in b.records())
    assert pieces(b).items() <= pieces(full).items()
    for laptop in (full, b, full):
        laptop.exchange(place)
    last = b.exchange(place)

    assert b.records() == full.records()
    assert pieces(b) == pieces(full)
    assert last.skipped == ()
    assert not last.moved
    # a list of packs that is bad is followed by another one, and told no more
    assert [path.name for path in files(place, "bad") if ".inv" not in path.name] == []


@pytest.mark.parametrize("kept", [0, 1, 4095, 4096, -1])
def test_files_cut_anywhere_are_not_believed_and_made_good(
    full: Laptop, b: Laptop, place: Path, kept: int
) -> None:
    """One of every sort at once: each has to do without the others."""
    for kind in KINDS:
        path = files(place, kind)[0]
        whole = path.read_bytes()
        path.write_bytes(whole[: min(kept, len(whole) - 1)])

    check_that_it_is_made_good(full, b, place)


@pytest.mark.parametrize("kind", KINDS)
def test_a_flipped_bit_in_any_sort_of_file_is_healed(
    full: Laptop, b: Laptop, place: Path, kind: str
) -> None:
    path = files(place, kind)[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 16
    path.write_bytes(data)

    check_that_it_is_made_good(full, b, place)


def test_a_rename_that_is_refused_costs_one_more_exchange(
    a: Laptop, b: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    a.write("activity", title="送课")
    real = Path.replace
    for refused in (2, 4):  # of a membership file, of a tip
        place = tmp_path / f"stick {refused}"
        place.mkdir()
        count = 0

        def replace(self: Path, target: Path, refused: int = refused) -> Path:
            nonlocal count
            count += 1
            if count == refused:
                raise PermissionError(13, "refused", str(target))
            return real(self, target)

        writer = a.copy(tmp_path / f"a {refused}")
        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", replace)
            try:
                writer.exchange(place)
            except PlaceError:
                assert files(place, "part") == []
        writer.exchange(place)
        reader = b.copy(tmp_path / f"b {refused}")
        told = reader.exchange(place)

        assert told.skipped == ()
        assert reader.records() == writer.records()
        writer.store.close()
        reader.store.close()


@pytest.mark.parametrize("lost", ["seg", "mem", "tip"])
def test_a_rename_that_is_lost_is_made_again(
    a: Laptop, b: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """A rename that was told to be done and never reached the disk: old bytes, or none."""
    a.write("activity", title="送课")
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        return target if str(target).endswith(lost) else real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace)
        a.exchange(stick)
    assert files(stick, lost) == []
    early = b.exchange(stick)
    assert b.records() <= a.records()

    for laptop in (a, b, a):
        laptop.exchange(stick)
    last = b.exchange(stick)

    assert early.skipped == last.skipped == ()
    assert b.records() == a.records()
    assert files(stick, "part") == []


@pytest.mark.parametrize("stage", [Stage.SENDING, Stage.RECEIVING])
def test_a_stick_unmounted_while_it_is_open_gets_nothing_written_beside(
    a: Laptop, b: Laptop, make_exfat_stick: Callable[..., Stick], stage: Stage
) -> None:
    stick = make_exfat_stick()
    a.write_many(20)
    a.exchange(stick.path)
    b.write_many(20)
    work = exchange(b.store, stick.path)
    with pytest.raises(PlaceGoneError):  # noqa: PT012 - it is unmounted while the work runs
        for progress in work:
            if getattr(progress, "stage", None) is stage and os.path.ismount(stick.path):
                subprocess.run(["umount", "--lazy", stick.path], check=True)
    assert [*stick.path.rglob("*")] == []  # the bare folder that stays
    subprocess.run(["mount.exfat-fuse", stick._loop, stick.path], check=True, capture_output=True)

    for laptop in (b, a, b):
        laptop.exchange(stick.path)

    assert a.records() == b.records()
    assert files(stick.path, "part") == []
