"""The library: 300 files put in beside copying and hashing them; a grid of 10,000 materials."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from db import journal
from db.commands import records
from db.commands.materials import Intake, add_materials, values_of
from db.material_files import look_through
from db.progress import finish
from db.queries.library import LibraryFilter, find_materials, material_rows
from db.record import Value
from db.store import Store
from tests.bench.laptops import founded, sit
from tests.bench.materials import MB, _copy, _forget, _Side, unforced
from tests.bench.measure import Figure, median_of

_FILES, _FILE_BYTES, _TURNS = 300, 2 * MB, 4
_SHARE = 0.6  # of the speed of copying and hashing
_MANY, _WINDOW = 10_000, 200
_TITLES = ("口算乘法", "倍的认识", "周长", "观潮", "水的蒸发", "平行四边形的面积", "桂花雨")
_TYPES = ("slides", "exercise", "micro_video", "picture", "paper", "audio")

_GRID = """
import statistics, sys, time
from pathlib import Path
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from db.local import member
from db.store import Store
from desktop import app as program
from desktop.collector import Collector
from desktop.context import Desk
from desktop.jobs import Jobs
from desktop.pages.library.page import LibraryPage
from desktop.settings import Settings, SettingsFile
app = program.application()
program.wear(app, Settings(language="zh_CN"))
folder = Path(sys.argv[1])
store, jobs = Store(folder), Jobs()
with store.read() as session:
    me = member(session)
file = SettingsFile(folder / "lianke.ini")
desk = Desk(store, jobs, file, Settings(), me, me.person)
def held(done):  # the longest time in ms for which the window answered nobody
    longest, quiet = 0.0, 0
    while quiet < 50:
        began = time.perf_counter()
        app.processEvents()
        longest = max(longest, (time.perf_counter() - began) * 1000)
        quiet = quiet + 1 if done() else 0
        time.sleep(0.001)
    return longest
collector = Collector()  # as the program has it
began = time.perf_counter()
page = LibraryPage(desk)
page.resize(1280, 740)
page.show()
page.activate()
while page.finding():
    app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
app.processEvents()
print("open", (time.perf_counter() - began) * 1000)
held(lambda: not jobs.busy())
page.heads.searched.emit("桂花")
print("found", held(lambda: not page.finding()))
page.heads.searched.emit("")
held(lambda: not page.finding())
bar, frames = page.tiles.verticalScrollBar(), []
for step in range(120):
    began = time.perf_counter()
    bar.setValue(bar.value() + 90 if step % 40 else bar.maximum() * step // 120)
    page.tiles.viewport().repaint()
    frames.append((time.perf_counter() - began) * 1000)
    app.processEvents()
frames.sort()
print("frame", statistics.median(frames))
print("worst", frames[-6])
jobs.shut_down()
collector.stop()
store.close()
"""


def library(folder: Path) -> Iterator[Figure]:
    """Put 300 files of 600 MB in; find, read and paint among 10,000 materials."""
    yield _sharing(folder)
    store = founded(folder / "many")
    _fill(store)
    yield from _reading(store)
    store.close()
    yield from _painting(folder / "many")


def _sharing(folder: Path) -> Figure:
    source = folder / "人教版三年级数学上册"
    source.mkdir()
    files = []
    for number in range(_FILES):
        files.append(source / f"口算乘法课件{number:03}.pptx")
        files[-1].write_bytes(os.urandom(_FILE_BYTES))
    ours, plain, forced = _Side(), _Side(), _Side()
    for turn in range(_TURNS):
        for side in (plain, forced, ours) if turn % 2 else (ours, forced, plain):
            if side is ours:
                _share(folder / "store", source, ours)
            else:
                with side.turn():
                    _copy(files, folder / "cp", force=side is forced)
            _forget(folder / "store", folder / "cp")
    return Figure(
        "300 files looked through, put in / cp, fsync, SHA",
        ours.best / forced.best,
        "×",
        1 / _SHARE,
        ours.beside(forced) + unforced(ours, plain),
    )


def _share(folder: Path, source: Path, side: _Side) -> None:
    store = founded(folder)
    sitting = sit(store)
    with side.turn():
        found = finish(look_through(store, [source])).candidates
        files = [Intake(one.path, values_of(one.guess)) for one in found]
        added = finish(add_materials(store, sitting, files, today=date(2025, 11, 3)))
    assert len(added.made) == _FILES
    store.close()


def _fill(store: Store) -> None:
    dice = random.Random(1)
    for start in range(0, _MANY, 2000):
        with journal.writing(store, sit(store)) as writer:
            for number in range(start, start + 2000):
                title = f"{dice.choice(_TITLES)} {number}"
                values: dict[str, Value] = {
                    "title": title,
                    "type": dice.choice(_TYPES),
                    "subject": "maths",
                    "grade": str(dice.randint(1, 6)),
                    "needs": dice.choice(("no_network", "no_network no_projector")),
                    "added_on": f"2025-{dice.randint(9, 12):02}-{dice.randint(1, 28):02}",
                    "words": "".join(dice.choices("口算乘法倍的认识周长桂花雨水观潮", k=300)),
                }
                id = records.add(writer, "material", values)
                data = number.to_bytes(4, "big")
                pieces = store.blobs.keep(data) if number % 4 else []
                records.add(writer, "attachment", {
                    "record": id, "file_name": f"{title}.pptx", "size_bytes": 4,
                    "sha256": f"{number:064x}",
                    "pieces": " ".join(map(str, pieces)) or "a" * 26 + ":" + "a" * 52,
                })  # fmt: skip


def _reading(store: Store) -> Iterator[Figure]:
    def find(**wanted: object) -> list[str]:
        with store.read() as session:
            return find_materials(session, store.blobs, LibraryFilter(**wanted))  # type: ignore[arg-type]

    def rows() -> None:
        with store.read() as session:
            material_rows(session, store.blobs, dice.sample(ids, _WINDOW))

    dice, ids = random.Random(2), find()
    assert len(ids) == _MANY
    told = {
        "all 10,000 materials found": (find, {}, 50.0),
        "those of two characters found": (find, {"words": "桂花"}, 50.0),
        "those of a grade without projector": (
            find, {"grades": ("3",), "needs": ("no_projector",)}, 50.0),
        "those on this computer": (find, {"place": "here"}, 250.0),
        "rows of 200 tiles": (rows, {}, 50.0),
    }  # fmt: skip
    for name, (work, how, most) in told.items():
        taken = median_of(7, lambda work=work, how=how: work(**how))  # type: ignore[misc]
        yield Figure(name, taken * 1000, "ms", most)


def _painting(folder: Path) -> Iterator[Figure]:
    done = subprocess.run(
        [sys.executable, "-c", _GRID, str(folder)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    told = dict(line.split() for line in done.stdout.splitlines())
    yield Figure("library of 10,000 opened", float(told["open"]), "ms", 400)
    yield Figure("longest the window waits while finding", float(told["found"]), "ms", 50)
    yield Figure("a screenful of tiles scrolled and painted", float(told["frame"]), "ms", 16)
    yield Figure("the same, 19 of 20 times", float(told["worst"]), "ms", 50)
