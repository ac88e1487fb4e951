"""An exchange by a folder: ten thousand new records, ten changed ones, nothing at all."""

import gc
import os
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from db import journal
from db.commands import records
from db.progress import finish
from db.store import Store
from sync.round import exchange
from tests.bench import raw, rows
from tests.bench.laptops import pair, record_all, sit
from tests.bench.measure import Figure, timed

_COUNT = 10_000
_AROUND = 4  # times the rows are carried by the plainest means before an exchange, and after
_FEW = 3  # times ten records are changed after each
_TURNS = int(os.environ.get("LIANKE_BENCH_TURNS", "3"))


def exchanging(folder: Path) -> Iterator[Figure]:
    """Publish and accept, beside the raw baseline on the same rows.

    The baseline is so much shorter that it would slip through between what else the machine does:
    so it is carried several times before and after each exchange, and each exchange is compared
    with the middle of those around it. The store grows with each turn, the baseline's does not.
    """
    one, other = pair(folder)
    stick = folder / "stick"
    stick.mkdir()
    for store in (one, other, one):
        finish(exchange(store, stick))
    before = _size(stick)
    many = rows.activities(_COUNT)
    gc.freeze()  # these belong to neither side: nobody should look through them for garbage
    base: list[float] = []
    full: list[float] = []
    few: list[float] = []
    spent: list[tuple[float, float]] = []
    size = files = 0
    for turn in range(_TURNS):
        ids = record_all(one, many)
        around: list[float] = []
        start = _spent()
        _carry(folder / f"before-{turn}", many, around)
        plain = (_spent() - start) / _AROUND
        start = _spent()
        with timed(full):
            finish(exchange(one, stick))
            got = finish(exchange(other, stick))
        spent.append((_spent() - start, plain))
        assert got.received == _COUNT, got
        _carry(folder / f"after-{turn}", many, around)
        base.append(statistics.median(around))
        if not size:
            size = _size(stick) - before
            files = sum(1 for f in stick.rglob("*") if f.is_file())
        for start in range(0, 10 * _FEW, 10):
            _change(one, ids[start : start + 10])
            with timed(few):
                finish(exchange(one, stick))
                finish(exchange(other, stick))
    cores = min(ours for ours, _ in spent) / min(plain for _, plain in spent)
    ratios = [ours / plain for ours, plain in zip(full, base, strict=True)]
    seconds = ", ".join(f"{o:.2f} s beside {p:.2f} s" for o, p in zip(full, base, strict=True))
    note = f"the best {min(ratios):.1f}; {seconds}; {cores:.1f} × its processor time"
    yield Figure("exchange 10,000 new records / raw", statistics.median(ratios), "×", 5, note)
    yield Figure("bytes a record on the stick", size / _COUNT, "B", 300)
    yield Figure("files on the stick", files, "", 20)
    share = statistics.median(few) / statistics.median(full) * 100
    yield Figure("10 changed records / 10,000 new", share, "%", 5)

    finish(exchange(one, stick))
    names = sorted((str(f), f.stat().st_mtime_ns) for f in stick.rglob("*"))
    nothing: list[float] = []
    for _ in range(9):
        with timed(nothing):
            finish(exchange(one, stick))
    written = names != sorted((str(f), f.stat().st_mtime_ns) for f in stick.rglob("*"))
    yield Figure("an exchange with nothing to do", statistics.median(nothing) * 1000, "ms", 50)
    yield Figure("files written by it", float(written), "", 0)
    one.close()
    other.close()


def _carry(folder: Path, many: raw.Rows, times: list[float]) -> None:
    for number in range(_AROUND):
        (folder / str(number)).mkdir(parents=True)
        with timed(times):
            raw.carry(folder / str(number), many)


def _change(store: Store, ids: list[str]) -> None:
    with journal.writing(store, sit(store)) as writer:
        for id in ids:
            records.change(writer, id, {"place": "多媒体教室"})


def _spent() -> float:
    """Return the processor seconds of this process and of those it started and that ended."""
    if sys.platform == "win32":
        return time.process_time()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _size(folder: Path) -> int:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
