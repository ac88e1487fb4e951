"""A data folder that is full, locked, on a share, too new or damaged: a sentence each."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from db import store as stores
from tests.faults.apart import start
from tests.faults.lianke import Done, Lianke, agree, contents, litter

LANGUAGES = pytest.mark.parametrize("lang", ["en", "zh_CN"])
FULL = {
    "en": "The disk is full. What was saved before is safe.",
    "zh_CN": "磁盘满了。之前保存的都在。",
}
READ_ONLY = {"en": "The data folder cannot be written to.", "zh_CN": "数据文件夹写不进去。"}
NETWORK = {"en": "lies on a network share", "zh_CN": "数据文件夹在网络共享里"}
TOO_NEW = {"en": "was written by a newer version of Lianke.", "zh_CN": "更新的联课写的。"}
DAMAGED = {"en": "The data on this computer is damaged.", "zh_CN": "这台电脑上的数据坏了。"}


def apart(laptop: Lianke, *words: str | Path, lang: str = "en") -> Done:
    """Run a command in a process of its own: one that a full disk may end."""
    process = start(["--data", laptop.data, "--lang", lang, *words], [laptop.data], 0, sql=False)
    done = process.next()[1]
    process.close()
    assert isinstance(done, Done)
    return done


def fill(disk: Path, leave_bytes: int) -> Path:
    """Leave only so much room on a disk; return the file to delete for more."""
    file = disk / "假期.mp4"
    with file.open("wb") as out:
        while (room := shutil.disk_usage(disk).free - leave_bytes) > 0:
            out.write(bytes(room))
            out.flush()
    return file


@pytest.mark.parametrize(
    ("leave_kib", "lang"), [(0, "en"), (0, "zh_CN"), (40, "en"), (100, "zh_CN"), (200, "en")]
)
def test_a_disk_full_while_saving(
    a: Lianke, make_small_disk: Callable[..., Path], leave_kib: int, lang: str
) -> None:
    disk = make_small_disk(size_kib=3000)
    laptop = a.copy(disk / "data")
    before = laptop.titles()
    film = fill(disk, leave_kib * 1024)
    large = "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(40_000))

    failed = 0
    for number in range(6):
        title, words = f"满{number}", ("records", "add", "activity", f"summary={large}")
        done = apart(laptop, *words, f"title={title}", lang=lang)
        if done.status == 0:
            before |= {title}
        else:
            assert FULL[lang] in done.sentence()
            failed += 1

    assert failed
    film.unlink()
    assert laptop.titles() == before
    assert laptop.is_sound()
    laptop.record(title="之后", summary=large)
    assert "之后" in laptop.titles()


def test_a_disk_full_while_an_exchange_brings_something(
    a: Lianke, b: Lianke, stick: Path, make_small_disk: Callable[..., Path]
) -> None:
    for number in range(3):
        a.record(title=f"甲{number}", summary=os.urandom(60_000).hex())
        a.sync(stick)
    disk = make_small_disk(size_kib=4000)
    laptop = b.copy(disk / "data")
    laptop.record(title="乙")
    film = fill(disk, 250 * 1024)

    done = apart(laptop, "sync", stick)

    assert FULL["en"] in done.sentence()
    film.unlink()
    assert laptop.is_sound()
    assert {"第一次送课", "乙"} <= laptop.titles()
    for each in (laptop, a, laptop):
        each.sync(stick)
    assert agree(a, laptop)
    assert litter(disk, stick) == []


def test_a_disk_full_while_an_attachment_comes(
    a: Lianke,
    b: Lianke,
    stick: Path,
    make_small_disk: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tests.faults.test_exchange_killed import attach

    attach(a, os.urandom(700_000))
    a.sync(stick)
    disk = make_small_disk(size_kib=3000)
    laptop = b.copy(disk / "data")
    film = fill(disk, 500 * 1024)
    tried_all_the_same = -(2**30)
    monkeypatch.setattr("sync.material_rules.LEAST_ROOM_BYTES", tried_all_the_same)

    done = apart(laptop, "sync", stick)

    assert "Not enough room on this computer: 照片.jpg next time." in done.out
    assert "1 record received." in done.out
    film.unlink()
    laptop.sync(stick)
    assert len(list((laptop.data / "pieces").glob("??/*"))) == 1
    assert laptop.is_sound()


def test_a_disk_nearly_full_keeps_its_room_for_records(
    a: Lianke, b: Lianke, stick: Path, make_small_disk: Callable[..., Path]
) -> None:
    from tests.faults.test_exchange_killed import attach

    attach(a, os.urandom(700_000))
    a.sync(stick)
    disk = make_small_disk(size_kib=80 * 1024)
    laptop = b.copy(disk / "data")
    film = fill(disk, 30 * 1024 * 1024)  # 64 MiB stay free for records

    done = apart(laptop, "sync", stick)

    assert "Not enough room on this computer: 照片.jpg next time." in done.out
    assert "1 record received." in done.out
    film.unlink()
    laptop.sync(stick)
    assert len(list((laptop.data / "pieces").glob("??/*"))) == 1
    assert laptop.is_sound()


@contextmanager
def read_only(disk: Path) -> Iterator[None]:
    """Let nobody write to a disk."""
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)


@pytest.mark.parametrize("words", [("status",), ("records", "add", "activity", "title=x")])
@LANGUAGES
def test_a_folder_that_cannot_be_written(
    a: Lianke, make_small_disk: Callable[..., Path], lang: str, words: tuple[str, ...]
) -> None:
    disk = make_small_disk(size_kib=3000)
    laptop = a.copy(disk / "data")
    before = contents(disk)

    with read_only(disk):
        said = laptop.run(*words, lang=lang).sentence()

    assert READ_ONLY[lang] in said
    assert contents(disk) == before
    assert laptop.is_sound()


@LANGUAGES
def test_a_new_folder_where_nothing_can_be_written(
    make_small_disk: Callable[..., Path], lang: str
) -> None:
    disk = make_small_disk()
    laptop = Lianke(disk / "new" / "data")
    words = ("init", "--alliance", "x", "--school", "x", "--person", "x")

    with read_only(disk):
        said = laptop.run(*words, lang=lang).sentence()

    assert READ_ONLY[lang] in said


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smb3", "fuse.sshfs", "9p"])
@LANGUAGES
def test_a_folder_on_a_network_share(
    a: Lianke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, lang: str
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\n//school/share {tmp_path} {kind} rw 0 0\n")
    monkeypatch.setattr(stores, "on_network", partial(stores.on_network, mounts=mounts))
    before = contents(a.data)

    said = a.run("status", lang=lang).sentence()

    assert NETWORK[lang] in said
    assert contents(a.data) == before


@LANGUAGES
def test_a_folder_from_a_newer_version_is_not_touched(a: Lianke, lang: str, stick: Path) -> None:
    with closing(sqlite3.connect(a.database)) as raw, raw:
        raw.execute("PRAGMA journal_mode = DELETE")
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    before = contents(a.data)

    for words in (("status",), ("records", "add", "activity", "title=x"), ("sync", str(stick))):
        assert TOO_NEW[lang] in a.run(*words, lang=lang).sentence()

    assert contents(a.data) == before
    assert list(stick.iterdir()) == []


def garbage(data: bytes) -> bytes:
    """Return other bytes of the same length."""
    return os.urandom(len(data))


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "no database": lambda data: "这不是数据库。".encode() * 1000,
    "header lost": lambda data: bytes(100) + data[100:],
    "first page overwritten": lambda data: data[:100] + garbage(data[100:4096]) + data[4096:],
    "cut to a page": lambda data: data[:4096],
}


@pytest.mark.parametrize("damage", DAMAGE)
@LANGUAGES
def test_a_damaged_database_is_said_to_be_one(a: Lianke, damage: str, lang: str) -> None:
    bad = DAMAGE[damage](a.database.read_bytes())
    a.database.write_bytes(bad)

    said = a.run("status", lang=lang).sentence()

    assert DAMAGED[lang] in said
    assert a.database.read_bytes() == bad


@pytest.mark.parametrize("way", ["backup", "others"])
def test_after_damage_everything_comes_back(
    a: Lianke, b: Lianke, stick: Path, tmp_path: Path, way: str
) -> None:
    a.record(title="一")
    backup = tmp_path / "backup"
    a.ask("backup", backup, "--passphrase", "一句很长的口令")
    a.record(title="二")
    a.sync(stick)
    a.database.write_bytes(garbage(a.database.read_bytes()))

    a.ask("restore", backup, "--passphrase", "一句很长的口令")
    if way == "others":
        for laptop in (b, a):
            laptop.sync(stick)

    assert {"一"} | ({"二"} if way == "others" else set()) == a.titles() - {"第一次送课"}
    assert a.is_sound()


@pytest.mark.parametrize("seed", range(4))
def test_damage_in_the_middle_is_found_by_the_check(a: Lianke, seed: int) -> None:
    data = bytearray(a.database.read_bytes())
    pages = len(data) // 4096
    for page in range(2 + seed, pages, 7):
        data[page * 4096 : page * 4096 + 200] = os.urandom(200)
    a.database.write_bytes(bytes(data))

    done = a.run("check")

    assert done.status == 1
    assert "Traceback" not in done.err
    assert "went wrong" not in done.err
