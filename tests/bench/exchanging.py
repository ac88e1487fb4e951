"""An exchange by a folder: ten thousand new records, ten changed ones, nothing at all."""

import statistics
from collections.abc import Iterator
from pathlib import Path

from db import journal
from db.commands import records
from db.progress import finish
from sync.round import exchange
from tests.bench import raw, rows
from tests.bench.laptops import pair, record_all, sit
from tests.bench.measure import Figure, timed

_COUNT = 10_000


def exchanging(folder: Path) -> Iterator[Figure]:
    """Publish and accept, beside the raw baseline on the same rows in the same run."""
    one, other = pair(folder)
    stick = folder / "stick"
    stick.mkdir()
    for store in (one, other, one):
        finish(exchange(store, stick))
    before = _size(stick)
    many = rows.activities(_COUNT)
    base: list[float] = []
    for turn in range(3):
        (folder / f"raw-{turn}").mkdir()
        with timed(base):
            raw.carry(folder / f"raw-{turn}", many)
    ids = record_all(one, many)
    full: list[float] = []
    with timed(full):
        finish(exchange(one, stick))
        got = finish(exchange(other, stick))
    assert got.received == _COUNT, got
    size = _size(stick) - before
    files = sum(1 for f in stick.rglob("*") if f.is_file())
    plain = statistics.median(base)
    note = f"{full[0]:.2f} s beside {plain:.2f} s"
    yield Figure("exchange 10,000 new records / raw", full[0] / plain, "×", 6, note)
    yield Figure("bytes a record on the stick", size / _COUNT, "B", 300)
    yield Figure("files on the stick", files, "", 20)

    few: list[float] = []
    with journal.writing(one, sit(one)) as writer:
        for id in ids[:10]:
            records.change(writer, id, {"place": "多媒体教室"})
    with timed(few):
        finish(exchange(one, stick))
        finish(exchange(other, stick))
    yield Figure("10 changed records / 10,000 new", few[0] / full[0] * 100, "%", 5)

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


def _size(folder: Path) -> int:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
