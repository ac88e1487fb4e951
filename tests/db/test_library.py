"""The library: what a filter shows, and what a tile and the panel of a material tell."""

import os
from datetime import date
from pathlib import Path

import pytest

from db.blobs import PIECE_BYTES
from db.commands.material_links import link
from db.commands.materials import Intake, add_materials, add_use
from db.progress import finish
from db.queries import library
from db.queries.library import LibraryFilter, MaterialRow, count_materials, find_materials
from db.queries.library import material_rows as rows_of
from db.queries.library_detail import MaterialDetail, material_detail, materials_of
from db.record import Value
from sync import wishes
from tests.db import office_samples as samples
from tests.db.explained import steps_of
from tests.db.laptops import HOME, Laptop, exchange

TODAY = date(2025, 10, 17)
ALL = LibraryFilter()


def put(laptop: Laptop, folder: Path, name: str, data: bytes = b"", **values: Value) -> str:
    """Put one file in; return its material's id."""
    path = folder / name
    path.write_bytes(data or name.encode())
    filled: dict[str, Value] = {"title": path.stem, **values}
    work = add_materials(laptop.store, laptop.sitting, [Intake(path, filled)], today=TODAY)
    return finish(work).made[0].id


def shown(laptop: Laptop, wanted: LibraryFilter = ALL) -> list[MaterialRow]:
    with laptop.store.read() as session:
        ids = find_materials(session, laptop.store.blobs, wanted)
        return rows_of(session, laptop.store.blobs, ids)


def titles(laptop: Laptop, **wanted: object) -> set[str]:
    return {row.title for row in shown(laptop, LibraryFilter(**wanted))}  # type: ignore[arg-type]


def detail(laptop: Laptop, id: str) -> MaterialDetail:
    with laptop.store.read() as session:
        return material_detail(session, laptop.store.blobs, id)


@pytest.fixture
def stocked(a: Laptop, tmp_path: Path) -> Laptop:
    """Return a laptop with three materials."""
    put(a, tmp_path, "口算乘法.docx", samples.docx("二十乘三"), type="slides", subject="maths",
        grade="3", volume="1", needs="no_network")  # fmt: skip
    put(a, tmp_path, "计数格子板.txt", type="drawing", subject="maths", grade="1 2",
        needs="no_network no_projector", school=HOME)  # fmt: skip
    put(a, tmp_path, "乘法口诀歌.mp3", type="audio", subject="music", grade="2")
    return a


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, {"口算乘法", "计数格子板", "乘法口诀歌"}),
        ({"words": "格子"}, {"计数格子板"}),
        ({"words": "kscf"}, {"口算乘法"}),
        ({"words": "二十乘三"}, {"口算乘法"}),
        ({"subjects": ("maths",)}, {"口算乘法", "计数格子板"}),
        ({"grades": ("2",)}, {"计数格子板", "乘法口诀歌"}),
        ({"grades": ("3", "1")}, {"口算乘法", "计数格子板"}),
        ({"volumes": ("1",)}, {"口算乘法"}),
        ({"types": ("audio", "slides")}, {"口算乘法", "乘法口诀歌"}),
        ({"needs": ("no_network",)}, {"口算乘法", "计数格子板"}),
        ({"needs": ("no_network", "no_projector")}, {"计数格子板"}),
        ({"scope": "school", "school": HOME}, {"计数格子板"}),
        ({"scope": "mine", "person": "person-a"}, {"口算乘法", "计数格子板", "乘法口诀歌"}),
        ({"scope": "mine", "person": "person-b"}, set()),
        ({"place": "here"}, {"口算乘法", "计数格子板", "乘法口诀歌"}),
        ({"place": "away"}, set()),
        ({"deleted": True}, set()),
    ],
)
def test_a_filter_shows_what_matches(
    stocked: Laptop, wanted: dict[str, object], found: set[str]
) -> None:
    assert titles(stocked, **wanted) == found


def test_the_newest_comes_first(a: Laptop, tmp_path: Path) -> None:
    put(a, tmp_path, "旧.txt", added_on="2025-09-01")
    put(a, tmp_path, "新.txt", added_on="2025-10-01")

    assert [row.title for row in shown(a)] == ["新", "旧"]


def test_a_tile_tells_its_file(a: Laptop, tmp_path: Path) -> None:
    id = put(a, tmp_path, "口算.docx", samples.docx("字"), type="slides")
    a.write(lambda w: add_use(w, id, {"worked": "well"}))

    (row,) = shown(a)

    assert (row.file_name, row.files, row.here, row.uses) == ("口算.docx", 1, True, 1)
    assert row.size_bytes == (tmp_path / "口算.docx").stat().st_size


@pytest.mark.parametrize("size", [100, PIECE_BYTES + 100])
def test_a_file_that_has_not_come_is_away_until_it_has(
    a: Laptop, b: Laptop, tmp_path: Path, size: int
) -> None:
    put(a, tmp_path, "录像.mp4", os.urandom(size))
    exchange(a, b)

    assert not shown(b)[0].here
    assert titles(b, place="away") == {"录像"}
    assert titles(b, place="here") == set()
    assert titles(a, place="here") == {"录像"}


def test_a_material_whose_file_is_not_known_yet_is_away(a: Laptop) -> None:
    a.record("material", title="没有文件")

    (row,) = shown(a)

    assert (row.here, row.files) == (False, 0)
    assert titles(a, place="away") == {"没有文件"}


def test_a_wish_shows_on_the_tile_and_in_the_panel(a: Laptop, b: Laptop, tmp_path: Path) -> None:
    id = put(a, tmp_path, "录像.mp4")
    exchange(a, b)
    attachment = shown(b)[0].attachment
    with b.store.write() as session:
        wishes.add(session, attachment)

    assert shown(b)[0].wished
    assert detail(b, id).wished == {attachment}


def test_one_material_may_have_several_files(a: Laptop, tmp_path: Path) -> None:
    from db.commands.attachments import attach_file

    id = put(a, tmp_path, "玉米粒1.txt")
    other = tmp_path / "玉米粒2.txt"
    other.write_text("二")
    finish(attach_file(a.store, a.sitting, id, other, today=TODAY))

    (row,) = shown(a)

    assert row.files == 2
    assert row.size_bytes == len("玉米粒1.txt".encode()) + 3


def test_the_panel_tells_uses_the_latest_first(a: Laptop, tmp_path: Path) -> None:
    id = put(a, tmp_path, "口算.txt")
    for day in ("2025-10-09", "2025-10-13"):
        a.write(lambda w, day=day: add_use(w, id, {"used_on": day}))  # type: ignore[misc]

    assert [use.values["used_on"] for use in detail(a, id).uses] == ["2025-10-13", "2025-10-09"]


def test_the_panel_tells_what_else_there_is_without_a_projector(a: Laptop, tmp_path: Path) -> None:
    lesson = "00000000-0000-8000-8000-00000000000a"
    id = put(a, tmp_path, "倍的认识.txt", lesson=lesson)
    put(a, tmp_path, "挂图.txt", lesson=lesson, needs="no_projector")
    put(a, tmp_path, "别的课.txt", needs="no_projector")

    assert detail(a, id).without_projector == 1


def test_materials_of_an_activity_come_with_their_links(a: Laptop, tmp_path: Path) -> None:
    activity = a.record(title="送课")
    ids = [put(a, tmp_path, f"{name}.txt") for name in "甲乙"]
    for id in ids:
        a.write(lambda w, id=id: link(w, id, activity))  # type: ignore[misc]
    a.delete(ids[0])

    with a.store.read() as session:
        found = materials_of(session, a.store.blobs, activity)

    assert [row.title for _link, row in found] == ["乙"]
    assert titles(a, record=activity) == {"乙"}
    assert [one.name for one in detail(a, ids[1]).links] == ["送课"]
    assert detail(a, ids[1]).links[0].here


def test_links_of_one_name_are_told_apart(a: Laptop, tmp_path: Path) -> None:
    days = ("2025-10-17", "2025-11-03")
    activities = [a.record(title="送课", held_on=day) for day in days]
    id = put(a, tmp_path, "甲.txt")
    for activity in activities:
        a.write(lambda w, of=activity: link(w, id, of))  # type: ignore[misc]

    assert {(one.name, one.about) for one in detail(a, id).links} == {("送课", x) for x in days}


def test_a_link_to_what_is_in_the_bin_says_so(a: Laptop, tmp_path: Path) -> None:
    activity = a.record(title="送课")
    id = put(a, tmp_path, "甲.txt")
    a.write(lambda w: link(w, id, activity))
    a.delete(activity)

    assert [one.here for one in detail(a, id).links] == [False]


def test_all_that_stand_are_counted(stocked: Laptop) -> None:
    stocked.delete(shown(stocked)[0].id)

    with stocked.store.read() as session:
        assert count_materials(session) == 2


def test_ten_thousand_would_not_be_sorted_each_time(stocked: Laptop) -> None:
    blobs = stocked.store.blobs
    with stocked.store.read() as session:
        steps = steps_of(session, lambda: find_materials(session, blobs, LibraryFilter()))

    assert steps == ["SCAN material USING COVERING INDEX ix_material_newest"]


@pytest.mark.parametrize("words", ["乘", "乘法", "二十乘", "cfkjg", "没有的"])
def test_many_hits_are_found_as_few_are(
    stocked: Laptop, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [row.id for row in shown(stocked, LibraryFilter(words=words))]
    monkeypatch.setattr(library, "_MANY", 0)

    assert [row.id for row in shown(stocked, LibraryFilter(words=words))] == few
