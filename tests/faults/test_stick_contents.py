"""What lies on a stick: damaged, foreign and hostile files are skipped with reasons, all else used.

Nothing foreign is touched: every such file is the same afterwards, by its hash.
"""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.lianke import Lianke, agree, contents
from tests.sticks import Stick

GOLDEN = Path(__file__).resolve().parents[1] / "sync" / "golden"
EVERYWHERE = [
    "autorun.inf",
    "setup.exe",
    "联课.exe",
    "照片.lnk",
    "ledger\u202excod.exe",
    "x" * 200,
    "空 格.doc",
    "00000001-" + "z" * 26 + ".seg",
    "00000001-00000016-" + "a" * 26 + ".p1",
    "~$总结.docx",
]
NOT_ON_EXFAT = [
    "CON",
    "aux.txt",
    "ends with a dot.",
    "ends with a space ",
    "a:b*c?.seg",
    "back\\slash",
]


@pytest.fixture(params=["folder", "exfat"])
def place(request: pytest.FixtureRequest, stick: Path) -> Path:
    """Return an empty folder, and an empty real stick."""
    if request.param == "folder":
        return stick
    path: Path = request.getfixturevalue("exfat_stick").path
    return path


def depot(laptop: Lianke, place: Path) -> Path:
    """Return the folder of the alliance's depot."""
    return place / "lianke1" / str(laptop.ask("status")["alliance_id"])


def segments(laptop: Lianke, place: Path, title: str) -> list[Path]:
    """Record something, exchange, and return the files of segments that are new, its own last."""
    before = set(place.rglob("*.seg"))
    laptop.record(title=title)
    laptop.sync(place)
    return sorted(set(place.rglob("*.seg")) - before, key=lambda path: path.name)


def reasons(answer: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    """Return the reason for each skipped file by the last part of its name."""
    return {one["name"].rpartition("/")[2]: one["reason"] for one in answer["skipped"]}


def litter_with(folders: list[Path], names: list[str]) -> dict[Path, bytes]:
    """Put files of these names into folders; return those that the file system took."""
    put = {}
    for folder in folders:
        for name in names:
            data = os.urandom(random.randint(1, 300))
            try:
                (folder / name).write_bytes(data)
            except OSError:
                continue  # exFAT has no such names
            put[folder / name] = data
    return put


def test_foreign_files_everywhere_are_left_as_they_were(a: Lianke, b: Lianke, place: Path) -> None:
    (segment,) = segments(a, place, "甲")[-1:]
    base = depot(a, place)
    folders = [place, place / "lianke1", base, base / "m", base / "t", base / "s", segment.parent]
    foreign = litter_with(folders, EVERYWHERE + NOT_ON_EXFAT)
    assert len(foreign) >= len(folders) * len(EVERYWHERE)
    (place / "DCIM").mkdir()
    (place / "DCIM" / "IMG_0001.JPG").write_bytes(b"holiday")
    before = contents(place)

    answer = b.sync(place)

    after = contents(place)
    assert {name: after.get(name) for name in before} == before
    assert "甲" in b.titles()
    told = reasons(answer)
    assert told["setup.exe"] == told["autorun.inf"] == "foreign"
    assert told["00000001-00000016-" + "a" * 26 + ".p1"] in {"newer", "foreign"}
    assert all(path.read_bytes() == data for path, data in foreign.items())
    assert not any(mark in one["name"] for one in answer["skipped"] for mark in "\u202e\n\r\x1b")
    for laptop in (a, b):
        assert laptop.sync(place)["sent"] == 0
    assert agree(a, b)


DAMAGE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda data: b"", "truncated"),
    "one byte": (lambda data: data[:1], "truncated"),
    "half": (lambda data: data[: len(data) // 2], "truncated"),
    "all but one byte": (lambda data: data[:-1], "truncated"),
    "first bit": (lambda data: bytes([data[0] ^ 1]) + data[1:], "altered"),
    "last bit": (lambda data: data[:-1] + bytes([data[-1] ^ 128]), "altered"),
    "zeros": (lambda data: bytes(len(data)), "altered"),
    "more behind": (lambda data: data + b"more", "altered"),
    "other words": (lambda data: b"MZ" + os.urandom(3000), "altered"),
}


def test_damaged_files_are_named_and_the_good_ones_used(
    a: Lianke, b: Lianke, c: Lianke, place: Path
) -> None:
    damaged = {}
    for kind, (damage, reason) in DAMAGE.items():
        (path,) = segments(a, place, kind)[-1:]
        damaged[path] = (damage, reason)
    b.record(title="乙")
    b.sync(place)
    good = segments(a, place, "甲")[-1]
    for path, (damage, _reason) in damaged.items():
        path.write_bytes(damage(path.read_bytes()))

    told = reasons(c.sync(place))

    assert {path.name: reason for path, (_, reason) in damaged.items()} == told
    assert good.name not in told
    assert {"甲", "乙"} <= c.titles()
    assert not c.titles() & DAMAGE.keys()
    assert c.is_sound()
    for laptop in (a, c):
        assert laptop.sync(place)["skipped"] == []
    assert c.titles() >= DAMAGE.keys()
    assert [path.name for path in place.rglob("*.bad")] == []


@pytest.mark.parametrize(("part", "told"), [("mem", {}), ("tip", {}), ("bpk", {"altered"})])
def test_a_damaged_file_of_another_sort_hinders_nothing(
    a: Lianke, b: Lianke, stick: Path, part: str, told: set[str]
) -> None:
    segments(a, stick, "甲")
    pack = depot(a, stick) / "b" / "aa" / ("a" * 26 + ".bpk")
    pack.parent.mkdir(parents=True)
    target = next(iter(stick.rglob(f"*.{part}")), pack)
    whole = target.read_bytes() if target.exists() else b""
    target.write_bytes(b"cut")

    answer = b.sync(stick)

    assert "甲" in b.titles()
    assert set(reasons(answer).values()) == set(told)
    if part == "mem":  # held here already: made whole, and nobody need be told
        assert target.read_bytes() == whole


def test_a_depot_of_another_alliance_is_named_and_left_alone(
    a: Lianke, b: Lianke, stick: Path
) -> None:
    shutil.copytree(GOLDEN / "lianke1", stick / "lianke1")
    theirs = next((stick / "lianke1").iterdir())
    before = contents(theirs)
    a.record(title="甲")

    answers = [laptop.sync(stick) for laptop in (a, b)]

    assert [reasons(answer) for answer in answers] == [{theirs.name: "foreign"}] * 2
    assert contents(theirs) == before
    assert "甲" in b.titles()


def test_files_of_another_alliance_in_our_folders_are_named_and_left_alone(
    a: Lianke, b: Lianke, stick: Path
) -> None:
    segments(a, stick, "甲")
    base = depot(a, stick)
    moved = {}
    for path in (
        p for p in (GOLDEN / "lianke1").rglob("*") if p.suffix in {".seg", ".mem", ".bpk"}
    ):
        target = base / path.relative_to(next((GOLDEN / "lianke1").iterdir()))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        moved[target] = path.read_bytes()
    assert len(moved) >= 4

    answers = [b.sync(stick), b.sync(stick)]

    for answer in answers:
        assert reasons(answer) == {path.name: "foreign" for path in moved}
    assert all(path.read_bytes() == data for path, data in moved.items())
    assert "甲" in b.titles()


def test_folders_with_very_many_files_hinder_nothing(a: Lianke, b: Lianke, stick: Path) -> None:
    (segment,) = segments(a, stick, "甲")[-1:]
    for number in range(5000):
        (segment.parent / f"IMG_{number}.JPG").touch()
        (stick / f"IMG_{number}.JPG").touch()

    answer = b.sync(stick)

    assert "甲" in b.titles()
    assert len(answer["skipped"]) == 5000  # those among our files; nobody looks at the others
    assert len(list(segment.parent.glob("*.JPG"))) == 5000


@pytest.mark.skipif(os.name != "posix", reason="links need POSIX")
@pytest.mark.parametrize("what", ["root", "alliance", "segments", "log", "segment", "membership"])
def test_a_link_leads_nowhere(a: Lianke, b: Lianke, stick: Path, tmp_path: Path, what: str) -> None:
    (segment,) = segments(a, stick, "甲")[-1:]
    base = depot(a, stick)
    target = {
        "root": stick / "lianke1",
        "alliance": base,
        "segments": base / "s",
        "log": segment.parent,
        "segment": segment,
        "membership": base / "m",
    }[what]
    outside = tmp_path / "outside"
    target.rename(outside)
    target.symlink_to(outside)
    before = contents(outside) if outside.is_dir() else {"": str(outside.read_bytes())}
    b.record(title="乙")

    done = b.run("sync", stick)

    assert done.status in (0, 1)
    if done.status:
        done.sentence()
    assert target.is_symlink()
    after = contents(outside) if outside.is_dir() else {"": str(outside.read_bytes())}
    assert after == before
    target.unlink()
    outside.rename(target)
    for laptop in (b, a, b):
        laptop.sync(stick)
    assert agree(a, b)


def harm(way: str, place: Path, older: Path) -> None:
    """Do to a stick what happens to sticks."""
    if way == "wiped":
        shutil.rmtree(place / "lianke1")
    elif way == "rolled back":
        shutil.rmtree(place / "lianke1")
        shutil.copytree(older / "lianke1", place / "lianke1")
    else:
        files = sorted(path for path in place.rglob("*") if path.is_file())
        for path in random.sample(files, len(files) // 2):
            path.unlink()


@pytest.mark.parametrize("way", ["wiped", "rolled back", "half lost"])
def test_what_a_stick_loses_costs_a_second_copy_and_nothing_else(
    a: Lianke, b: Lianke, c: Lianke, exfat_stick: Stick, tmp_path: Path, way: str
) -> None:
    place = exfat_stick.path
    laptops = (a, b, c)
    held: set[str] = set()
    for number in range(3):
        for laptop in laptops:
            laptop.record(title=f"{laptop.data.name}{number}")
            laptop.sync(place)
        if number == 0:
            shutil.copytree(place, tmp_path / "older")
        else:
            harm(way, place, tmp_path / "older")
        for laptop in laptops:
            before = laptop.titles()
            answer = laptop.sync(place)
            assert answer["conflicts"] == 0
            assert laptop.titles() >= before
            assert laptop.ask("records", "list", "activity", "--deleted") == []
            held |= laptop.titles()

    for laptop in (*laptops, *laptops):
        laptop.sync(place)

    assert agree(*laptops)
    assert a.titles() == held == {f"{x}{n}" for x in "abc" for n in range(3)} | {"第一次送课"}
    assert a.sync(place) == {"sent": 0, "received": 0, "conflicts": 0, "skipped": []}
