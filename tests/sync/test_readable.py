"""Readable copies: only where they are wanted, and nothing of a person's is ever touched."""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import sittings
from db.progress import finish
from db.store import Store
from sync import readable
from sync.copy_list import NAME, Said, read_list
from sync.copy_putting import Copy
from sync.errors import PlaceGoneError
from sync.limits import MIB
from sync.readable import LESSONS
from sync.readable import RECORDS as FOLDER
from sync.result import RoundResult
from sync.round import exchange
from tests.sticks import Stick
from tests.sync.laptops import Laptop, files


def copy(
    name: str,
    data: bytes = b"words",
    *,
    key: str = "",
    top: str = FOLDER,
    folder: str = "2025-11-03 送课",
    changes: bool = False,
) -> Copy:
    """Return a readable copy of some bytes."""
    stamp = f"{len(data)} {data[:20]!r}"
    return Copy(key or name, stamp, top, folder, name, changes, lambda: (len(data), lambda: [data]))


def want(laptop: Laptop, place: Path, *, wanted: bool = True) -> None:
    """Choose readable copies at a place."""
    with laptop.store.write() as session:
        readable.choose(session, str(place), wanted=wanted)


def put(laptop: Laptop, place: Path, *copies: Copy) -> RoundResult:
    """Exchange with a place, with some copies to put."""

    def all_of_them(_store: Store) -> Iterable[Copy]:
        return copies

    return finish(exchange(laptop.store, place, copies=all_of_them))


def put_unasked(laptop: Laptop, place: Path, *copies: Copy) -> RoundResult:
    """Exchange with a place as the window does by itself."""
    return finish(exchange(laptop.store, place, unasked=True, copies=lambda _store: copies))


def ten_minutes_pass() -> None:
    """Let all that was written be written more than ten minutes ago."""
    sittings.note(sittings.recent(), time.monotonic() - sittings.RECENT_S)


def seen(place: Path) -> dict[str, bytes]:
    """Return what people find in the readable folder."""
    top = place / FOLDER
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in top.rglob("*")
        if path.is_file() and path.name != NAME
    }


def test_nothing_is_put_where_nobody_chose_it(a: Laptop, stick: Path) -> None:
    assert put(a, stick, copy("课堂.jpg")).copies == 0

    assert not (stick / FOLDER).exists()


def test_copies_lie_under_readable_names_and_a_second_exchange_writes_nothing(
    a: Laptop, stick: Path
) -> None:
    want(a, stick)
    copies = [copy("台账.pdf", folder="", changes=True), copy("课堂.jpg"), copy("说课.pptx")]

    first = put(a, stick, *copies)
    before = {path: path.stat().st_mtime_ns for path in stick.rglob("*")}
    second = put(a, stick, *copies)

    assert (first.copies, second.copies) == (3, 0)
    assert set(seen(stick)) == {
        "台账.pdf",
        "2025-11-03 送课/课堂.jpg",
        "2025-11-03 送课/说课.pptx",
    }
    assert {path: path.stat().st_mtime_ns for path in stick.rglob("*")} == before
    assert second.bytes_out == 0


def test_another_laptop_takes_the_copies_for_what_they_are(
    a: Laptop, b: Laptop, stick: Path
) -> None:
    for laptop in (a, b):
        want(laptop, stick)
    put(a, stick, copy("台账.pdf", b"old", changes=True, folder=""), copy("课堂.jpg"))

    done = put(b, stick, copy("台账.pdf", b"newer", changes=True, folder=""), copy("课堂.jpg"))

    assert done.copies == 1
    assert seen(stick) == {"台账.pdf": b"newer", "2025-11-03 送课/课堂.jpg": b"words"}


def test_a_persons_own_file_of_the_same_name_is_kept(a: Laptop, stick: Path) -> None:
    want(a, stick)
    (stick / FOLDER).mkdir()
    (stick / FOLDER / "台账.PDF").write_bytes(b"mine")
    (stick / FOLDER / "2025-11-03 送课").write_bytes(b"a file where a folder would be")

    put(a, stick, copy("台账.pdf", folder="", changes=True), copy("课堂.jpg"))

    assert seen(stick) == {
        "台账.PDF": b"mine",
        "台账 (2).pdf": b"words",
        "2025-11-03 送课": b"a file where a folder would be",
        "2025-11-03 送课 (2)/课堂.jpg": b"words",
    }


def test_a_persons_file_where_the_folder_would_be_is_kept(a: Laptop, stick: Path) -> None:
    want(a, stick)
    (stick / FOLDER).write_bytes(b"mine")

    put(a, stick, copy("课堂.jpg"))

    assert (stick / FOLDER).read_bytes() == b"mine"
    assert (stick / f"{FOLDER} (2)" / "2025-11-03 送课" / "课堂.jpg").read_bytes() == b"words"


def test_a_copy_that_somebody_changed_is_kept(a: Laptop, stick: Path) -> None:
    want(a, stick)
    put(a, stick, copy("台账.xlsx", b"one", folder="", changes=True))
    (stick / FOLDER / "台账.xlsx").write_bytes(b"with remarks")

    put(a, stick, copy("台账.xlsx", b"two", folder="", changes=True))

    assert seen(stick) == {"台账.xlsx": b"with remarks", "台账 (2).xlsx": b"two"}


def test_a_link_that_a_person_made_is_kept(a: Laptop, stick: Path, tmp_path: Path) -> None:
    want(a, stick)
    (tmp_path / "elsewhere").write_bytes(b"mine")
    (stick / FOLDER).mkdir()
    (stick / FOLDER / "台账.pdf").symlink_to(tmp_path / "elsewhere")

    put(a, stick, copy("台账.pdf", folder=""))

    assert (stick / FOLDER / "台账.pdf").is_symlink()
    assert (tmp_path / "elsewhere").read_bytes() == b"mine"


def test_a_copy_follows_its_name_and_leaves_no_second_one(a: Laptop, stick: Path) -> None:
    want(a, stick)
    put(a, stick, copy("旧名.jpg", b"one", key="k"))

    put(a, stick, copy("新名.jpg", b"two", key="k"))

    assert seen(stick) == {"2025-11-03 送课/新名.jpg": b"two"}


def test_two_things_of_one_name_lie_beside_each_other(a: Laptop, stick: Path) -> None:
    want(a, stick)

    put(a, stick, copy("课堂.jpg", b"one", key="1"), copy("课堂.JPG", b"two", key="2"))

    assert len(seen(stick)) == 2
    assert (
        put(a, stick, copy("课堂.jpg", b"one", key="1"), copy("课堂.JPG", b"two", key="2")).copies
        == 0
    )


def test_hostile_names_lead_nowhere_and_programs_are_left_out(a: Laptop, stick: Path) -> None:
    want(a, stick)
    evil = [
        "../../出去.jpg",
        "..\\上.jpg",
        "CON.jpg",
        "倒\u202egpj.exe",
        "自动.lnk",
        "a" * 300 + ".jpg",
    ]

    put(a, stick, *(copy(name, folder="..") for name in evil))

    found = list(seen(stick))
    assert len(found) == 4
    assert not [name for name in found if name.endswith((".exe", ".lnk"))]
    assert {path.name for path in stick.iterdir()} == {"lianke1", "README.txt", FOLDER}


def test_a_list_that_names_what_is_a_persons_gets_nothing_removed(a: Laptop, stick: Path) -> None:
    want(a, stick)
    put(a, stick, copy("课堂.jpg", key="k"))
    (stick / "成绩.xlsx").write_bytes(b"mine")
    listed = {"k": {"path": "../成绩.xlsx", "stamp": "", "size_bytes": 4, "hashes": ["00"]}}
    (stick / FOLDER / NAME).write_text(json.dumps(listed), encoding="utf-8")

    put(a, stick, copy("课堂.jpg", b"other", key="k"))

    assert (stick / "成绩.xlsx").read_bytes() == b"mine"


def test_what_one_teaches_from_lies_apart_from_what_was_done(a: Laptop, stick: Path) -> None:
    want(a, stick)
    plan = copy("倍的认识 教案.docx", top=LESSONS, folder="三年级数学上册")

    first = put(a, stick, plan, copy("课堂.jpg"))
    second = put(a, stick, plan, copy("课堂.jpg"))

    assert (stick / "共享教案" / "三年级数学上册" / "倍的认识 教案.docx").read_bytes() == b"words"
    assert set(seen(stick)) == {"2025-11-03 送课/课堂.jpg"}
    assert (first.copies, second.copies) == (2, 0)


def test_an_exchange_nobody_asked_for_brings_them_up_to_date(a: Laptop, stick: Path) -> None:
    want(a, stick)
    put(a, stick, copy("台账.pdf", b"one", folder="", changes=True))
    a.write("activity", title="送课")
    ten_minutes_pass()

    done = put_unasked(a, stick, copy("台账.pdf", b"two", folder="", changes=True))

    assert done.copies == 1
    assert seen(stick) == {"台账.pdf": b"two"}


def test_where_nothing_came_or_went_an_unasked_exchange_looks_at_no_copy(
    a: Laptop, stick: Path
) -> None:
    want(a, stick)
    put(a, stick, copy("课堂.jpg"))
    put_unasked(a, stick, copy("课堂.jpg"))
    asked = []

    def told(_store: Store) -> Iterable[Copy]:
        asked.append(1)
        return ()

    finish(exchange(a.store, stick, unasked=True, copies=told))

    assert asked == []


def test_copies_that_nobody_asked_for_wait_while_somebody_writes(a: Laptop, stick: Path) -> None:
    want(a, stick)
    a.exchange(stick)
    a.write("activity", title="送")

    before = put_unasked(a, stick, copy("台账.pdf"))
    ten_minutes_pass()
    after = put_unasked(a, stick, copy("台账.pdf"))

    assert (before.copies, after.copies) == (0, 1)


def test_what_found_no_room_is_tried_again_though_nothing_is_new(
    a: Laptop, make_small_disk: Callable[..., Path]
) -> None:
    place = make_small_disk(size_kib=60 * 1024)
    want(a, place)
    film = copy("片.mp4", bytes(30 * MIB))
    ten_minutes_pass()
    put_unasked(a, place, film)

    again = put_unasked(a, place, film)

    assert again.left_behind == ("片.mp4",)


@given(st.binary(max_size=300))
def test_any_bytes_as_a_list_say_nothing(data: bytes) -> None:
    assert all(isinstance(said, Said) for said in read_list(data).values())


def test_a_list_that_leads_outside_is_not_heeded() -> None:
    def listed(path: str) -> bytes:
        return json.dumps(
            {"k": {"path": path, "stamp": "", "size_bytes": 1, "hashes": []}}
        ).encode()

    for path in ("../x", "/x", "a/../x", "a//x", "CON", "a/b/c/d", "..\\x"):
        assert read_list(listed(path)) == {}, path
    assert list(read_list(listed("夹/课堂.jpg"))) == ["k"]
    assert read_list(b"[" * 100_000) == {}


def test_without_its_list_no_copy_is_put_twice(a: Laptop, stick: Path) -> None:
    want(a, stick)
    copies = [copy("课堂.jpg"), copy("说课.pptx")]
    put(a, stick, *copies)
    (stick / FOLDER / NAME).unlink()

    assert put(a, stick, *copies).copies == 0
    assert len(seen(stick)) == 2


def test_on_a_stick_that_is_nearly_full_records_go_first_and_32_mib_stay(
    a: Laptop, make_small_disk: Callable[..., Path]
) -> None:
    place = make_small_disk(size_kib=60 * 1024)
    id = a.write("activity", title="送课")
    want(a, place)
    filler = place / "假期.mp4"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(place).free - 33 * MIB)

    done = put(a, place, copy("片.mp4", bytes(4 * MIB)), copy("小.jpg", b"small"))

    assert done.left_behind == ("片.mp4",)
    assert "2025-11-03 送课/小.jpg" in seen(place)
    assert shutil.disk_usage(place).free >= 32 * MIB
    assert id in done.went
    filler.unlink()
    assert put(a, place, copy("片.mp4", bytes(4 * MIB))).left_behind == ()


def test_of_a_file_no_usual_stick_takes_there_is_no_copy_and_the_others_are_put(
    a: Laptop, stick: Path
) -> None:
    want(a, stick)
    film = replace(copy("大会.mp4"), open=lambda: (4 * 1024**3, _never))

    done = put(a, stick, film, copy("小.jpg", b"small"))

    assert (done.too_long, done.left_behind, done.copies) == (("大会.mp4",), (), 1)


def _never() -> Iterable[bytes]:
    raise AssertionError("four gigabytes for nothing")


def test_a_stick_pulled_out_while_copies_are_put_has_no_half_one(
    a: Laptop, exfat_stick: Stick
) -> None:
    want(a, exfat_stick.path)
    copies = [copy(f"课堂{number}.jpg", os.urandom(MIB)) for number in range(6)]
    copies.insert(0, copy("台账.pdf", b"ledger", folder="", changes=True))
    work, met = exchange(a.store, exfat_stick.path, copies=lambda _store: copies), 0
    with pytest.raises(PlaceGoneError):  # noqa: PT012 - the stick goes while the work runs
        for progress in work:
            met += progress.words.startswith("课堂")
            if met == 3 and exfat_stick.path.exists():
                exfat_stick.pull_out()
    exfat_stick.plug_in()
    whole = {f"2025-11-03 送课/{one.name}": one.open() for one in copies[1:]}

    assert 1 <= len(seen(exfat_stick.path)) < 7
    for name, data in seen(exfat_stick.path).items():
        assert name == "台账.pdf" or len(data) == whole[name][0]  # type: ignore[index]
    put(a, exfat_stick.path, *copies)
    assert len(seen(exfat_stick.path)) == 7
    assert files(exfat_stick.path, "part") == []


def test_where_they_are_wanted_no_more_nothing_follows(a: Laptop, stick: Path) -> None:
    want(a, stick)
    put(a, stick, copy("课堂.jpg"))
    (stick / FOLDER / "2025-11-03 送课" / "课堂.jpg").unlink()
    want(a, stick, wanted=False)

    assert put(a, stick, copy("课堂.jpg")).copies == 0
    assert seen(stick) == {}
