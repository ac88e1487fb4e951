"""The stick is pulled out, full or read-only: a clear sentence, and nothing is half applied."""

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from desktop.__main__ import main
from tests.faults.apart import Apart, count_steps, start
from tests.faults.lianke import Lianke, agree, contents, litter
from tests.sticks import Stick

PULLED = {"en": "The stick was pulled out too early.", "zh_CN": "U盘拔得太早。"}
READ_ONLY = {"en": "This stick can be read but not written.", "zh_CN": "能读，但写不进去。"}
FULL = {"en": "There is no room left on the stick.", "zh_CN": "U盘空间不够。"}

LANGUAGES = pytest.mark.parametrize("lang", ["en", "zh_CN"])


@pytest.fixture
def with_news(a: Lianke, b: Lianke) -> tuple[Lianke, Lianke]:
    """Return two laptops with something for each other."""
    for laptop, word in ((a, "甲"), (b, "乙")):
        laptop.record(title=word, summary="评课。" * 200)
    return a, b


@pytest.mark.parametrize("moment", range(6))
def test_pulled_out_in_the_middle(
    with_news: tuple[Lianke, Lianke],
    make_exfat_stick: Callable[..., Stick],
    tmp_path: Path,
    moment: int,
) -> None:
    a, b = with_news
    stick = make_exfat_stick()
    a.sync(stick.path)
    steps = count_steps(
        ["--data", b.copy(tmp_path / "b2").data, "sync", stick_copy(stick.path, tmp_path)],
        [tmp_path / "stick copy"],
        sql=False,
    )
    lang = ("en", "zh_CN")[moment % 2]
    before = b.titles()

    words: list[str | Path] = ["--data", b.data, "--lang", lang, "sync", stick.path]
    process = start(words, [stick.path], 2 + (steps - 4) * moment // 5, sql=False)
    assert process.next()[0] == "here"
    stick.pull_out()
    process.go_on()
    _, done, _ = process.next()
    process.close()

    if moment < 4:
        assert PULLED[lang] in done.sentence()
    assert b.is_sound()
    assert b.titles() >= before
    stick.plug_in()
    if done.status == 0:  # pulled while it was only searched for suspicious programs: all is there
        a.sync(stick.path)
        assert agree(a, b)
    else:
        assert PULLED[lang] in done.sentence()
    for laptop in (b, a, b):
        assert laptop.sync(stick.path)["skipped"] == []
    assert agree(a, b)
    assert litter(stick.path) == []


def stick_copy(path: Path, folder: Path) -> Path:
    """Return a folder with what is on a stick."""
    shutil.copytree(path, folder / "stick copy")
    return folder / "stick copy"


def test_a_stick_that_is_not_there_is_said_so(a: Lianke, exfat_stick: Stick) -> None:
    exfat_stick.eject()

    said = a.run("sync", exfat_stick.path).sentence()

    assert said.startswith("The place to exchange with is not there.")
    assert not exfat_stick.path.exists()


@LANGUAGES
def test_a_read_only_stick_is_read_and_said_so(
    with_news: tuple[Lianke, Lianke], exfat_stick: Stick, lang: str
) -> None:
    a, b = with_news
    a.sync(exfat_stick.path)
    exfat_stick.eject()
    exfat_stick.plug_in(read_only=True)

    said = b.run("sync", exfat_stick.path, lang=lang).sentence()

    assert READ_ONLY[lang] in said
    assert {"甲", "乙"} <= b.titles()
    assert b.ask("status")["unsent"] == 0  # sealed, and kept for the next stick
    exfat_stick.eject()
    exfat_stick.plug_in()
    for laptop in (b, a):
        laptop.sync(exfat_stick.path)
    assert agree(a, b)


@LANGUAGES
def test_a_full_stick_is_read_and_said_so(
    with_news: tuple[Lianke, Lianke], make_exfat_stick: Callable[..., Stick], lang: str
) -> None:
    a, b = with_news
    stick = make_exfat_stick(size_mib=2)
    a.sync(stick.path)
    holiday = stick.path / "假期.jpg"
    fill(holiday, stick.path)
    whole = contents(stick.path)

    said = b.run("sync", stick.path, lang=lang).sentence()

    assert FULL[lang] in said
    assert {"甲", "乙"} <= b.titles()
    assert contents(stick.path) == whole
    holiday.unlink()
    for laptop in (b, a):
        laptop.sync(stick.path)
    assert agree(a, b)
    assert litter(stick.path) == []


def fill(file: Path, disk: Path) -> None:
    """Write a file until a disk is full."""
    free = shutil.disk_usage(disk).free
    with file.open("wb", buffering=0) as out, suppress(OSError):
        for size in (max(0, free - 8192), *[512] * 64):
            out.write(bytes(size))


def photograph(pipe: Connection, words: list[str], place: str, album: str) -> None:
    """Run a command line; keep what the place looks like before each thing done to it.

    Beside each picture stands which file was being written: only half of it may be there.
    """
    pictures, writing, busy = 0, "", False

    def hear(name: str, given: tuple[object, ...]) -> None:
        nonlocal pictures, writing, busy
        path = str(given[0]) if given else ""
        if busy or not path.startswith(place):
            return
        busy = True
        pictures += 1
        shutil.copytree(place, f"{album}/{pictures:04}")
        Path(f"{album}/{pictures:04}.writing").write_text(writing)
        if name == "open" and set(str(given[1] or "")) & set("wxa+"):
            writing = path.removeprefix(f"{place}/")
        elif name == "os.rename":
            writing = ""
        busy = False

    sys.addaudithook(hear)
    pipe.send(main(words))


def test_every_state_a_stick_was_in_can_be_exchanged_with(
    with_news: tuple[Lianke, Lianke], c: Lianke, stick: Path, tmp_path: Path
) -> None:
    a, b = with_news
    a.sync(stick)
    shutil.rmtree(stick / "lianke1" / a.ask("status")["alliance_id"] / "t")
    album = tmp_path / "album"
    album.mkdir()
    process = Apart(photograph, ["--data", str(b.data), "sync", str(stick)], str(stick), str(album))
    assert process.next() == 0
    process.close()

    met = set()
    for number, state in enumerate(states(album)):
        reader = c.copy(tmp_path / f"c{number}")
        assert reader.sync(state)["skipped"] == []
        met.add(frozenset(reader.titles()))
        writer = b.copy(tmp_path / f"b{number}")
        for laptop in (writer, reader):
            assert laptop.sync(state)["skipped"] == []
        assert agree(writer, reader)
        assert litter(state) == []
    assert met == {frozenset({"第一次送课", "甲"}), frozenset({"第一次送课", "甲", "乙"})}


def states(album: Path) -> list[Path]:
    """Return the different states, those with a file half written besides."""
    found: dict[str, Path] = {}
    for state in sorted(path for path in album.iterdir() if path.is_dir()):
        found.setdefault(str(contents(state)), state)
        written = state.with_suffix(".writing").read_text()
        if written and (state / written).is_file():
            half = state.with_name(f"{state.name} half")
            shutil.copytree(state, half)
            os.truncate(half / written, (half / written).stat().st_size // 2)
            found.setdefault(str(contents(half)), half)
    return list(found.values())
