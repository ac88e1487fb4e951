"""Long files through every fault: pulled out, full, killed, forged; nothing comes out wrong."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db.blobs import PIECE_BYTES, seal, unseal
from db.disk import write_at
from db.keeping import keep_file
from db.piece_keys import PieceKeys
from db.progress import finish
from db.store import Store
from sync import packs
from sync.errors import PlaceGoneError
from sync.limits import MIB
from sync.names import id_of
from sync.round import exchange
from sync.visit import Stage
from tests.sticks import Stick
from tests.sync.laptops import Laptop, files
from tests.sync.test_materials import (
    LONG,
    attach,
    choose,
    disk,
    film,
    material,
    packs_bytes,
    stop_after,
    whole,
)

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("steps", [2, 4])
def test_after_a_pull_out_at_most_one_piece_is_sent_again(
    a: Laptop, b: Laptop, exfat_stick: Stick, tmp_path: Path, steps: int
) -> None:
    id = attach(a, film(tmp_path, 5 * PIECE_BYTES))
    work, met = exchange(a.store, exfat_stick.path), 0
    with pytest.raises(PlaceGoneError):  # noqa: PT012 - the stick goes while the work runs
        for progress in work:
            met += getattr(progress, "stage", None) is Stage.ATTACHMENTS
            if met > steps and exfat_stick.path.exists():
                exfat_stick.pull_out()
    exfat_stick.plug_in()
    there = packs_bytes(exfat_stick.path)

    sent = a.exchange(exfat_stick.path).bytes_out

    assert there > (steps - 2) * PIECE_BYTES
    assert there + sent - packs_bytes(exfat_stick.path) <= PIECE_BYTES + 100_000
    choose(b, take_long=True)
    b.exchange(exfat_stick.path)
    assert whole(b, id) == whole(a, id)
    assert files(exfat_stick.path, "part") == []


def test_a_pull_out_while_taking_costs_no_piece(
    a: Laptop, b: Laptop, exfat_stick: Stick, tmp_path: Path
) -> None:
    id = attach(a, film(tmp_path, 5 * PIECE_BYTES))
    a.exchange(exfat_stick.path)
    choose(b, take_long=True)
    with pytest.raises(PlaceGoneError):  # noqa: PT012 - the stick goes while the work runs
        for progress in exchange(b.store, exfat_stick.path):
            taking = getattr(progress, "stage", None) is Stage.ATTACHMENTS and progress.words
            if taking and progress.done >= 2 and exfat_stick.path.exists():
                exfat_stick.pull_out()
    here = len(material(b, id).arriving(b.store.blobs).have)
    exfat_stick.plug_in()

    after = b.exchange(exfat_stick.path)

    assert here >= 2
    assert after.pieces_in == 5 - here
    assert whole(b, id) == whole(a, id)


def test_what_does_not_fit_on_a_stick_is_named_and_goes_the_next_time(
    a: Laptop, b: Laptop, make_small_disk: Callable[..., Path], tmp_path: Path
) -> None:
    place = make_small_disk(size_kib=300 * 1024)
    filler = place / "假期.mp4"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, 300 * MIB - 32 * MIB - 2 * PIECE_BYTES - 200_000)
    small = attach(a, film(tmp_path, 1000, "照片.dat"))
    large = attach(a, film(tmp_path, 5 * PIECE_BYTES))

    first = a.exchange(place)

    assert first.left_behind == ("课堂",)
    assert shutil.disk_usage(place).free >= 32 * MIB
    filler.unlink()
    assert a.exchange(place).left_behind == ()
    choose(b, take_long=True)
    b.exchange(place)
    assert b.store.blobs.has(material(a, small).pieces[0].id)
    assert whole(b, large) == whole(a, large)


def test_a_disk_full_while_a_file_is_put_together(
    a: Laptop,
    open_laptop: Callable[[str], Laptop],
    stick: Path,
    tmp_path: Path,
    make_small_disk: Callable[..., Path],
) -> None:
    id = attach(a, film(tmp_path, 5 * PIECE_BYTES))
    a.exchange(stick)
    b = open_laptop("b")
    place = make_small_disk(size_kib=40 * 1024)
    small = b.copy(place / "data")
    choose(small, take_long=True)
    filler = place / "假期.mp4"
    with filler.open("wb") as file:
        free = shutil.disk_usage(place).free
        os.posix_fallocate(file.fileno(), 0, free - 3 * PIECE_BYTES)

    tight = small.exchange(stick)

    assert tight.no_room == ("课堂",)
    assert whole(small, id) is None
    filler.unlink()
    assert small.exchange(stick).no_room == ()
    assert whole(small, id) == whole(a, id)
    small.store.close()


def test_a_disk_that_fills_up_in_the_middle_keeps_what_came(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = attach(a, film(tmp_path))
    a.exchange(stick)
    choose(b, take_long=True)
    put, puts = write_at, 0

    def full(*given: object) -> None:  # a disk that others fill in the very moment
        nonlocal puts
        puts += 1
        if puts > 2:
            raise OSError(errno.ENOSPC, "no space left")
        put(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr("db.wholes.write_at", full)
        first = b.exchange(stick)
    second = b.exchange(stick)

    assert first.no_room == ("课堂",)
    assert second.pieces_in == 2
    assert whole(b, id) == whole(a, id)


def forge(a: Laptop, stick: Path, id: str, number: int) -> None:
    """Put a pack beside that of a laptop whose piece opens under the right key, and is another."""
    piece = material(a, id).pieces[number]
    plain = a.store.blobs.wholes.read(material(a, id).sha256, number)
    assert plain is not None
    other = seal(piece.key, os.urandom(len(plain)))
    assert unseal(piece.key, other) is not None
    run = [(piece.id, len(other))]
    data = packs.index_of(a.me.alliance, run) + other
    name = id_of(data)
    path = stick / "lianke1" / a.me.alliance / "b" / name[:2] / f"{name}.bpk"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_a_member_who_forges_a_piece_is_found_out_by_the_whole_file(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = attach(a, film(tmp_path))
    a.exchange(stick)
    for _ in range(4):  # one of them stands before the honest pack
        forge(a, stick, id, 1)
    choose(b, take_long=True)

    first = b.exchange(stick)
    second = b.exchange(stick)

    assert whole(b, id) == whole(a, id)
    assert {s.reason.value for s in first.skipped} <= {"hostile"}
    assert second.pieces_in == 0


def test_two_packs_with_the_same_piece_are_no_trouble(
    a: Laptop, b: Laptop, c: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = attach(a, film(tmp_path))
    other = tmp_path / "other"
    other.mkdir()
    a.exchange(stick)
    attach(a, film(tmp_path, 1000, "照片.dat"))
    a.exchange(other)
    for pack in files(other, "bpk"):
        target = stick / pack.relative_to(other)
        target.parent.mkdir(exist_ok=True)
        shutil.copy(pack, target)
    choose(b, take_long=True)

    got = b.exchange(stick)

    assert len(files(stick, "bpk")) == 2
    assert got.skipped == ()
    assert whole(b, id) == whole(a, id)


def test_a_cloned_laptop_goes_on_with_its_own_film(
    a: Laptop, open_laptop: Callable[[str], Laptop], stick: Path, tmp_path: Path
) -> None:
    path = film(tmp_path)
    b = open_laptop("b")
    clone = b.copy(tmp_path / "clone")
    b = Laptop("b", Store(b.store.folder))
    ids = attach(b, path), attach(clone, path)
    stop_after(b, stick, 3)

    for laptop in (clone, b, clone):
        laptop.exchange(stick)

    assert material(b, ids[0]).pieces == material(clone, ids[1]).pieces
    assert len(files(stick, "bpk")) == 1
    assert files(stick, "part") == []
    for laptop in (b, clone):
        laptop.store.close()


def killed(folder: Path, program: str, *given: object) -> None:
    """Run a piece of Python until it says so, and kill it."""
    words = [sys.executable, "-c", program, str(folder), *map(str, given)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "here"
        process.send_signal(signal.SIGKILL)
        process.wait()


_ADDING = """
import sys, time
from pathlib import Path
from db.keeping import keep_file
from db.store import Store
work = keep_file(Store(Path(sys.argv[1])), Path(sys.argv[2]))
for step, _ in enumerate(work):
    if step == int(sys.argv[3]):
        print("here", flush=True)
        time.sleep(60)
"""


@pytest.mark.parametrize("step", [2, 3, 6, 8])
def test_killed_while_a_file_is_added(a: Laptop, stick: Path, tmp_path: Path, step: int) -> None:
    path = film(tmp_path)

    killed(a.store.folder, _ADDING, path, step)

    assert disk(a) > 0
    a.exchange(stick)  # the next start
    assert disk(a) == 0
    attach(a, path)
    assert disk(a) < LONG + 10_000


_TAKING = """
import sys, time
from pathlib import Path
from db.store import Store
from sync.round import exchange
for progress in exchange(Store(Path(sys.argv[1])), sys.argv[2]):
    if progress.words == "课堂" and progress.done >= int(sys.argv[3]):
        print("here", flush=True)
        time.sleep(60)
"""


@pytest.mark.parametrize("step", [0, 2])
def test_killed_while_a_file_is_put_together(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path, step: int
) -> None:
    id = attach(a, film(tmp_path, 6 * PIECE_BYTES))
    a.exchange(stick)
    choose(b, take_long=True)

    killed(b.store.folder, _TAKING, stick, step)
    here = len(material(b, id).arriving(b.store.blobs).have)
    after = b.exchange(stick)

    assert here >= step
    assert after.pieces_in == 6 - here
    assert whole(b, id) == whole(a, id)
    assert disk(b) < 6 * PIECE_BYTES + 10_000


def test_bytes_that_never_reached_the_disk_are_found_and_asked_for_again(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    id = attach(a, film(tmp_path))
    a.exchange(stick)
    choose(b, take_long=True)
    for _ in range(3):
        stop_after(b, stick, 1)
    (part,) = b.store.folder.glob("files/coming/*.part")
    with part.open("rb+") as file:  # what a power cut leaves behind a note that was kept
        file.write(bytes(PIECE_BYTES))

    b.exchange(stick)

    assert whole(b, id) == whole(a, id)


def test_another_threads_adding_is_not_cleared_away(a: Laptop, stick: Path, tmp_path: Path) -> None:
    path = film(tmp_path)
    work = keep_file(a.store, path)
    for _ in range(3):
        next(work)

    a.exchange(stick)

    assert finish(work).size_bytes == LONG


def test_named_laptops_get_keys_that_show_nothing() -> None:
    keys = PieceKeys(bytes(32), "named", "")

    assert keys.key("ab" * 32, 0) != keys.key("ab" * 32, 0)


def test_a_film_takes_little_memory(a: Laptop, stick: Path, tmp_path: Path) -> None:
    path = film(tmp_path, 0, "长.mp4")
    with path.open("wb") as file:
        file.truncate(240 * MIB)
    activity = a.write("activity", title="送课")
    program = """
import resource, sys
from datetime import date
from pathlib import Path
from db.commands.attachments import attach_file
from db.journal import begin
from db.progress import finish
from db.store import Store
from sync.round import exchange
store = Store(Path(sys.argv[1]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with store.read() as session:
    sitting = begin(session, "")
finish(attach_file(store, sitting, sys.argv[3], Path(sys.argv[2]), today=date(2025, 11, 3)))
finish(exchange(store, sys.argv[4]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    words = [sys.executable, "-c", program, *map(str, (a.store.folder, path, activity, stick))]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)

    assert int(done.stdout) < 110 * 1024  # kilobytes; a pack is 64 MiB, the film 240
