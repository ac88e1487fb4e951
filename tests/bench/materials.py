"""Materials by a stick and back: beside copying the same files, forcing and hashing them."""

import hashlib
import os
import shutil
import statistics
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from db import journal
from db.commands import records
from db.commands.attachments import attach_file
from db.progress import finish
from db.queries.materials import list_materials
from db.store import Store
from sync import material_rules
from sync.material_rules import Rules
from sync.round import exchange
from sync.visit import Stage
from tests.bench.laptops import pair, sit
from tests.bench.measure import Figure, timed

MB = 1024 * 1024
_SIZES = [*[MB] * 30, *[10 * MB] * 7, 100 * MB, 400 * MB]
_TURNS = 3
_SHARE = 0.7  # of the speed of copying
_PIECE = 4 * MB


def materials(folder: Path) -> Iterator[Figure]:
    """Carry 600 MB to a stick and from it; be cut off half way; do it again with nothing new."""
    one, other = pair(folder)
    files = _files(folder / "files")
    stick = folder / "stick"
    stick.mkdir()
    _attach(one, files)
    with other.write() as session:
        material_rules.write(session, Rules(take_long=True))
    for store in (one, other, one):
        finish(exchange(store, stick))
    there: list[float] = []
    back: list[float] = []
    copied: list[float] = []
    for _ in range(_TURNS):
        with timed(copied):
            _copy(files, folder / "cp")
            _copy(sorted((folder / "cp").iterdir()), folder / "cp back")
        _forget(folder / "cp", folder / "cp back", _packs(stick), *_kept(other))
        with timed(there):
            finish(exchange(one, stick))
        with timed(back):
            finish(exchange(other, stick))
        assert _all_here(other, len(files))
    ours = statistics.median(t + b for t, b in zip(there, back, strict=True))
    plain = statistics.median(copied)
    note = f"{statistics.median(there):.2f} + {statistics.median(back):.2f} s beside {plain:.2f} s"
    yield Figure(
        "600 MB to a stick and back / cp, fsync, SHA-256", ours / plain, "×", 1 / _SHARE, note
    )

    again = [finish(exchange(store, stick)) for store in (one, other)]
    moved = sum(result.pieces_in + result.pieces_out + result.bytes_in for result in again)
    yield Figure("bytes of content moved by a second exchange", float(moved), "B", 0)
    yield _cut_off(one, stick)
    one.close()
    other.close()


def _cut_off(one: Store, stick: Path) -> Figure:
    whole = _size(_packs(stick))
    _forget(_packs(stick))
    work = exchange(one, stick)
    for progress in work:
        half = progress.total and progress.done * 2 >= progress.total
        if getattr(progress, "stage", None) is Stage.ATTACHMENTS and half:
            work.close()
            break
    before = _size(_packs(stick))
    sent = finish(exchange(one, stick)).bytes_out
    note = f"{before // MB} MB were there, {sent // MB} MB followed"
    return Figure(
        "sent again after a cut at 50 %", max(0, before + sent - whole) / MB, "MB", 4, note
    )


def _files(folder: Path) -> list[Path]:
    folder.mkdir()
    paths = []
    for number, size in enumerate(_SIZES):
        paths.append(folder / f"{number:02}.mp4")
        with paths[-1].open("wb") as file:
            for _ in range(size // MB):
                file.write(os.urandom(MB))
    return paths


def _attach(one: Store, files: Sequence[Path]) -> None:
    sitting = sit(one)
    with journal.writing(one, sitting) as writer:
        activity = records.add(writer, "activity", {"title": "送课", "type": "outreach_lesson"})
    for path in files:
        finish(attach_file(one, sitting, activity, path, today=date(2025, 11, 3)))


def _copy(files: Sequence[Path], folder: Path) -> None:
    """Copy files, force them to the disk, and read them back for their hashes."""
    folder.mkdir()
    for path in files:
        target = folder / path.name
        shutil.copyfile(path, target)
        with target.open("rb+") as file:
            os.fsync(file.fileno())
            hashlib.file_digest(file, "sha256")


def _packs(stick: Path) -> Path:
    (alliance,) = (stick / "lianke1").iterdir()
    return alliance / "b"


def _kept(store: Store) -> list[Path]:
    return [store.folder / "files", store.folder / "pieces"]


def _forget(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _size(folder: Path) -> int:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())


def _all_here(store: Store, count: int) -> bool:
    with store.read() as session:
        found = list_materials(session, store.blobs)
    return len(found) == count and all(one.is_here(store.blobs) for one in found)
