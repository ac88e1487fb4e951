"""Materials by a stick and back, and taken in: beside copying the same files and hashing them.

The two sides take turns, each first as often as the other, for the disk and the other programs on
the machine change from minute to minute; each counts with its best turn. What the processor did is
told beside it.
"""

import hashlib
import os
import shutil
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from db import journal
from db.commands import records
from db.commands.attachments import attach_file, attach_files
from db.progress import finish
from db.queries.materials import list_materials
from db.store import Store
from sync import material_rules
from sync.material_rules import Rules
from sync.round import exchange
from sync.visit import Stage
from tests.bench.laptops import founded, pair, sit
from tests.bench.measure import Figure, timed

MB = 1024 * 1024
_SIZES = [*[MB] * 30, *[10 * MB] * 7, 100 * MB, 400 * MB]
_TURNS = 4
_SHARE = 0.7  # of the speed of copying
_MANY, _MANY_BYTES = 300, 2 * MB
_SHARE_ADDING = 0.6
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
    ours, plain = _Side(), _Side()
    for turn in range(_TURNS):
        for side in (plain, ours) if turn % 2 else (ours, plain):
            if side is plain:
                _forget(folder / "cp", folder / "cp back")
                with plain.turn():
                    _copy(files, folder / "cp")
                    _copy(sorted((folder / "cp").iterdir()), folder / "cp back")
            else:
                _forget(_packs(stick), *_kept(other))
                with ours.turn():
                    finish(exchange(one, stick))
                    finish(exchange(other, stick))
                assert _all_here(other, len(files))
    yield Figure(
        "600 MB to a stick and back / cp, fsync, SHA-256",
        ours.best / plain.best,
        "×",
        1 / _SHARE,
        ours.beside(plain),
    )

    again = [finish(exchange(store, stick)) for store in (one, other)]
    moved = sum(result.pieces_in + result.pieces_out + result.bytes_in for result in again)
    yield Figure("bytes of content moved by a second exchange", float(moved), "B", 0)
    yield _cut_off(one, stick)
    one.close()
    other.close()


def adding(folder: Path) -> Iterator[Figure]:
    """Take 300 files of 600 MB in.

    The peer promises the same: `cp`, fsync of each file, SHA-256 of what was written. A `cp` that
    a power cut takes back is told beside it.
    """
    files = []
    (folder / "files").mkdir()
    for number in range(_MANY):
        files.append(folder / "files" / f"{number:03}.pptx")
        files[-1].write_bytes(os.urandom(_MANY_BYTES))
    ours, plain, forced = _Side(), _Side(), _Side()
    for turn in range(_TURNS):
        for side in (plain, forced, ours) if turn % 2 else (ours, forced, plain):
            if side is ours:
                _add(folder / "store", files, side)
            else:
                with side.turn():
                    _copy(files, folder / "cp", force=side is forced)
            _forget(folder / "store", folder / "cp")
    yield Figure(
        "300 files of 600 MB added / cp, fsync, SHA-256",
        ours.best / forced.best,
        "×",
        1 / _SHARE_ADDING,
        ours.beside(forced) + unforced(ours, plain),
    )


def unforced(ours: "_Side", plain: "_Side") -> str:
    """Return how a side stands to a copy that nobody waited for."""
    return f"; cp unforced {plain.best:.2f} s, that is {ours.best / plain.best:.2f} ×"


def _add(folder: Path, files: Sequence[Path], side: "_Side") -> None:
    store = founded(folder)
    sitting = sit(store)
    with journal.writing(store, sitting) as writer:
        activity = records.add(writer, "activity", {"title": "送课", "type": "outreach_lesson"})
    with side.turn():
        finish(attach_files(store, sitting, activity, files, today=date(2025, 11, 3)))
    assert _all_here(store, len(files))
    store.close()


class _Side:
    """One of two that take turns."""

    def __init__(self) -> None:
        self._seconds: list[float] = []
        self._busy: list[float] = []

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Time one turn; what was written before is on the disk when it begins."""
        os.sync()
        busy = time.process_time()
        with timed(self._seconds):
            yield
        self._busy.append(time.process_time() - busy)

    @property
    def best(self) -> float:
        """The seconds of the best turn."""
        return min(self._seconds)

    def beside(self, other: "_Side") -> str:
        """Return the raw figures of both."""
        return (
            f"{self.best:.2f} s beside {other.best:.2f} s; medians "
            f"{statistics.median(self._seconds):.2f} and {statistics.median(other._seconds):.2f}; "
            f"processor {min(self._busy):.2f} and {min(other._busy):.2f}"
        )


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


def _copy(files: Sequence[Path], folder: Path, *, force: bool = True) -> None:
    """Copy files, force them to the disk, and read them back for their hashes."""
    folder.mkdir()
    for path in files:
        target = folder / path.name
        shutil.copyfile(path, target)
        with target.open("rb+") as file:
            if force:
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
