"""Files put into the shared materials: recognised, kept whole or not at all, used and linked."""

import errno
import os
import shutil
import time
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from db import disk, keeping, material_files
from db.blobs import PIECE_BYTES, Blobs, Laid, copy_out
from db.commands import materials as commands
from db.commands import records
from db.commands.material_links import link
from db.commands.materials import Added, Intake, add_materials, add_use, values_of
from db.errors import AttachmentError, StoreFullError
from db.material_files import Looked, look_through
from db.progress import finish
from db.queries.attachments import list_attachments
from db.queries.records import list_records, parts_of
from tests.db import office_samples as samples
from tests.db.laptops import Laptop, exchange

TODAY = date(2025, 10, 17)


def put(laptop: Laptop, *paths: Path, circle: str = "alliance") -> Added:
    """Put files in as their names say."""
    files = [Intake(one.path, values_of(one.guess)) for one in look(laptop, *paths).candidates]
    return finish(add_materials(laptop.store, laptop.sitting, files, today=TODAY, circle=circle))


def look(laptop: Laptop, *paths: Path) -> Looked:
    return finish(look_through(laptop.store, paths))


def titles(laptop: Laptop) -> list[str]:
    with laptop.store.read() as session:
        return [str(row.values["title"]) for row in list_records(session, "material")]


def leftovers(laptop: Laptop) -> int:
    """Return how many pieces and whole files lie in the data folder."""
    return len(laptop.store.blobs.piece_ids()) + len(laptop.store.blobs.wholes.names())


@pytest.fixture
def slides(tmp_path: Path) -> Path:
    folder = tmp_path / "人教版三年级数学上册"
    folder.mkdir()
    path = folder / "口算乘法课件（最终版2）.pptx"
    path.write_bytes(samples.pptx("二十乘三等于多少"))
    return path


def test_a_file_becomes_a_material_with_its_place_and_words(a: Laptop, slides: Path) -> None:
    added = put(a, slides.parent)

    (made,) = added.made
    values = a.shown(made.id).values
    assert (values["title"], values["type"], values["grade"]) == ("口算乘法", "slides", "3")
    assert (values["edition"], values["subject"], values["volume"]) == ("人教版", "maths", "1")
    assert (values["words"], values["added_on"]) == ("二十乘三等于多少", "2025-10-17")
    assert values["author"] == a.person
    with a.store.read() as session:
        (file,) = list_attachments(session, a.store.blobs, made.id)
    assert file.here
    assert file.file_name == slides.name


def test_a_lesson_of_the_catalogue_is_recognised(a: Laptop, slides: Path) -> None:
    place = {"edition": "人教版", "subject": "maths", "grade": "3", "volume": "1"}
    lesson = a.record("lesson", title="口算乘法", **place)

    (made,) = put(a, slides).made

    assert a.value(made.id, "lesson") == lesson
    assert a.value(made.id, "lesson_name") == "口算乘法"


def test_a_file_that_is_here_is_named_and_not_kept_twice(a: Laptop, slides: Path) -> None:
    put(a, slides)
    kept = leftovers(a)
    copy = slides.with_name("别的名字.pptx")
    shutil.copy(slides, copy)

    (seen,) = look(a, copy).candidates
    added = put(a, copy)

    assert seen.known is not None
    assert seen.known.title == "口算乘法"
    assert [one.known for one in added.same] == [seen.known]
    assert titles(a) == ["口算乘法"]
    assert leftovers(a) == kept


def test_two_files_of_one_drop_that_are_the_same_are_told(a: Laptop, slides: Path) -> None:
    copy = slides.with_name("口算乘法课件 - 副本.pptx")
    shutil.copy(slides, copy)

    looked = look(a, slides.parent)
    added = put(a, slides.parent)

    assert [one.twin for one in looked.candidates] == [None, looked.candidates[0].path]
    assert (len(added.made), len(added.same)) == (1, 1)


def test_a_material_in_the_bin_does_not_stand_in_the_way(a: Laptop, slides: Path) -> None:
    (made,) = put(a, slides).made
    a.delete(made.id)

    assert len(put(a, slides).made) == 1


def test_a_long_file_that_is_here_is_recognised(a: Laptop, tmp_path: Path) -> None:
    film = tmp_path / "微课.mp4"
    film.write_bytes(os.urandom(PIECE_BYTES + 10))
    put(a, film)
    copy = tmp_path / "微课2.mp4"
    shutil.copy(film, copy)

    assert put(a, copy).same[0].path == copy
    assert len(a.store.blobs.wholes.names()) == 1


def test_a_folder_is_taken_without_what_systems_leave(a: Laptop, tmp_path: Path) -> None:
    folder = tmp_path / "资料"
    (folder / "__MACOSX").mkdir(parents=True)
    for name in ("Thumbs.db", ".DS_Store", "~$教案.docx", "__MACOSX/a.docx", "说明.txt"):
        (folder / name).write_text("x" + name)
    (folder / "外面").symlink_to(tmp_path)

    assert [one.path.name for one in look(a, folder).candidates] == ["说明.txt"]


def refused(looked: Looked) -> dict[str, str]:
    return {one.path.name: one.refused for one in looked.candidates}


def test_programs_and_empty_and_unreadable_files_are_refused(a: Laptop, tmp_path: Path) -> None:
    (tmp_path / "课件.pptx.exe").write_bytes(b"MZ")
    (tmp_path / "空.docx").write_bytes(b"")
    gone = tmp_path / "没有.docx"

    looked = look(a, tmp_path / "课件.pptx.exe", tmp_path / "空.docx", gone)

    assert refused(looked) == {
        "课件.pptx.exe": "program", "空.docx": "empty", "没有.docx": "unreadable",
    }  # fmt: skip


def test_a_program_is_not_put_in_even_when_asked_to(a: Laptop, tmp_path: Path) -> None:
    program = tmp_path / "照片.jpg.scr"
    program.write_bytes(b"MZ")

    assert [error.reason for error in put(a, program).failed] == ["program"]
    assert titles(a) == []


def test_a_locked_file_is_told_and_the_others_are_taken(
    a: Laptop, slides: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = tmp_path / "锁住.docx"
    locked.write_bytes(samples.docx("字"))
    real = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name == locked.name:
            raise PermissionError(errno.EACCES, "locked", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)

    added = put(a, locked, slides)

    assert [(error.path, error.reason) for error in added.failed] == [(locked, "unreadable")]
    assert titles(a) == ["口算乘法"]


@pytest.mark.parametrize(("name", "edge"), [("潮汐.gif", 20), ("扫描.tif", 20), ("长.tif", 1300)])
def test_a_picture_that_moves_or_has_pages_stays_as_it_is(
    name: str, edge: int, a: Laptop, tmp_path: Path
) -> None:
    path = tmp_path / name
    first, second = (Image.new("RGB", (edge, edge), colour) for colour in ("red", "blue"))
    first.save(path, save_all=True, append_images=[second])
    assert (path.stat().st_size > PIECE_BYTES) == (edge > 1000)

    put(a, path)

    with a.store.read() as session:
        (material,) = list_records(session, "material")
        (row,) = list_attachments(session, a.store.blobs, material.id)
    assert copy_out(a.store.blobs, row.whole, row.pieces, tmp_path / "out")
    assert (row.file_name, (tmp_path / "out").read_bytes()) == (name, path.read_bytes())
    assert len(put(a, path).same) == 1


def test_a_long_file_that_a_scanner_holds_is_told_and_the_others_are_taken(
    a: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film, other = tmp_path / "一.mp4", tmp_path / "二.txt"
    film.write_bytes(bytes(PIECE_BYTES + 1))
    other.write_text("20×3=")
    files = [Intake(one, {"title": one.stem}) for one in (film, other)]
    real = Path.open

    def held(path: Path, *words: Any, **more: Any) -> Any:
        if path == film:
            raise PermissionError(errno.EACCES, "held", str(path))
        return real(path, *words, **more)

    monkeypatch.setattr(Path, "open", held)

    added = finish(add_materials(a.store, a.sitting, files, today=TODAY))

    assert [(one.path, one.reason) for one in added.failed] == [(film, "unreadable")]
    assert titles(a) == ["二"]


@pytest.mark.parametrize("size", [5, PIECE_BYTES + 1])
def test_what_a_scanner_holds_for_a_moment_as_it_is_kept_is_waited_for(
    size: int, a: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "一.mp4"
    path.write_bytes(bytes(size))
    monkeypatch.setattr(disk, "_RETRIES_S", (0.0, 0.0, 0.0))
    real, tries = Path.replace, []

    def held(self: Path, target: Path) -> Path:
        tries.append(target)
        if tries.count(target) < 3:
            error = PermissionError(errno.EACCES, "sharing violation", str(self))
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)

    put(a, path)

    assert len(titles(a)) == 1
    assert max(tries.count(one) for one in tries) == 3


def test_a_file_that_changes_while_it_is_read_is_not_kept(
    a: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = tmp_path / "微课.mp4"
    film.write_bytes(os.urandom(PIECE_BYTES * 3))
    files = [Intake(film, {"title": "微课"})]
    work = add_materials(a.store, a.sitting, files, today=TODAY)
    for _ in range(3):
        next(work)
    with film.open("ab") as out:
        out.write(b"more")

    added = finish(work)

    assert [error.reason for error in added.failed] == ["changed"]
    assert titles(a) == []
    assert leftovers(a) == 0


@pytest.mark.parametrize("size", [PIECE_BYTES + 1, 3 * 1024**3 + 12])
def test_a_file_for_which_there_is_no_room_is_not_begun(
    a: Laptop, slides: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    film = tmp_path / "录像.mp4"
    with film.open("wb") as out:
        out.truncate(size)  # a sparse file: three gigabytes on paper
    usage = namedtuple("usage", "total used free")
    room = size + keeping.ROOM_BYTES - 1
    monkeypatch.setattr("db.keeping.shutil.disk_usage", lambda _path: usage(0, 0, room))

    added = put(a, slides, film, slides)

    assert isinstance(added.stopped, AttachmentError)
    assert (added.stopped.reason, added.stopped.path, added.left) == ("no_room", film, 2)
    assert titles(a) == ["口算乘法"]
    assert not list(a.store.folder.rglob("*.part"))


def test_when_the_disk_fills_what_was_put_in_before_stays(
    a: Laptop, slides: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "说明.txt"
    other.write_text("一页")
    real = keeping.Keeping.new_short

    def new_short(self: keeping.Keeping, path: Path) -> tuple[keeping.Kept, Any]:
        if path == other:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, path)

    monkeypatch.setattr(keeping.Keeping, "new_short", new_short)

    added = put(a, slides, other)

    assert isinstance(added.stopped, StoreFullError)
    assert added.left == 1
    assert titles(a) == ["口算乘法"]


@pytest.mark.parametrize("size", [1000, PIECE_BYTES + 1000])
def test_a_record_that_finds_no_room_leaves_no_bytes(
    a: Laptop, slides: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    put(a, slides)
    kept = leftovers(a)
    other = tmp_path / "说明.bin"
    other.write_bytes(os.urandom(size))

    @contextmanager
    def writing(*_given: object) -> Iterator[None]:
        raise StoreFullError(a.store.folder)
        yield

    monkeypatch.setattr(commands, "writing", writing)

    added = put(a, other)

    assert isinstance(added.stopped, StoreFullError)
    assert leftovers(a) == kept


def test_three_hundred_files_tell_how_far_they_are_and_can_be_stopped(
    a: Laptop, tmp_path: Path
) -> None:
    folder = tmp_path / "三百个"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:03}.txt").write_text(f"第{number}页")
    looked = look(a, folder)
    files = [Intake(one.path, values_of(one.guess)) for one in looked.candidates]
    work = add_materials(a.store, a.sitting, files, today=TODAY)

    told = []
    for progress in work:
        told.append(progress)
        if progress.done == 40:
            work.close()
            break

    assert [p.done for p in told] == sorted(p.done for p in told)
    assert {p.total for p in told} == {300}
    assert told[-1].words == "040.txt"
    assert 30 < len(titles(a)) <= 41  # a few are read ahead
    assert leftovers(a) == len(titles(a))


def test_more_files_than_are_taken_at_once_are_told(
    a: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.material_files.MOST_FILES", 2)
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"{number}")

    looked = look(a, *sorted(tmp_path.glob("*.txt")))

    assert (len(looked.candidates), looked.more) == (2, True)


@pytest.mark.parametrize(
    "name", ["a\nb.pptx", "课件\u202excod.docx", "CON.docx", "-rf.docx", "'.docx"]
)
def test_a_file_with_an_evil_name_is_kept_under_its_record(
    a: Laptop, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(samples.docx("字"))

    (made,) = put(a, path).made

    assert all(ord(c) >= 32 for c in str(a.value(made.id, "title")))


def test_what_travels_is_known_on_the_other_laptop(a: Laptop, b: Laptop, slides: Path) -> None:
    put(a, slides)
    exchange(a, b)

    assert look(b, slides).candidates[0].known is not None
    assert len(put(b, slides).same) == 1


def test_a_use_says_who_taught_with_it(a: Laptop, slides: Path) -> None:
    (made,) = put(a, slides).made
    a.write(lambda w: add_use(w, made.id, {"worked": "partly", "changed": "动画关掉更好"}))

    with a.store.read() as session:
        (use,) = parts_of(session, "material_use", made.id)

    assert (use.values["person"], use.values["worked"]) == (a.person, "partly")
    assert use.values["changed"] == "动画关掉更好"


def test_linking_twice_makes_one_link(a: Laptop, slides: Path) -> None:
    (made,) = put(a, slides).made
    activity = a.record(title="送课到红石")
    for _ in range(2):
        a.write(lambda w: link(w, made.id, activity))

    with a.store.read() as session:
        (found,) = parts_of(session, "material_link", made.id)

    assert found.values["record_name"] == "送课到红石"
    assert found.values["record_kind"] == "activity"


def test_a_deleted_material_takes_its_file_uses_and_links_into_the_bin(
    a: Laptop, slides: Path
) -> None:
    (made,) = put(a, slides).made
    activity = a.record(title="送课到红石")
    a.write(lambda w: link(w, made.id, activity))
    a.write(lambda w: add_use(w, made.id, {"worked": "well"}))
    a.delete(made.id)

    with a.store.read() as session:
        for kind in ("material_link", "material_use"):
            assert parts_of(session, kind, made.id) == []

    a.write(lambda w: records.restore(w, made.id))
    with a.store.read() as session:
        assert len(parts_of(session, "material_link", made.id)) == 1


def test_materials_of_one_school_stay_in_it(a: Laptop, slides: Path) -> None:
    (made,) = put(a, slides, circle="school").made

    assert a.shown(made.id).circle == "school"
    assert a.shown(made.attachment).circle == "school"


def test_files_of_one_length_that_begin_alike_are_told_apart(a: Laptop, tmp_path: Path) -> None:
    beginning = os.urandom(100_000)
    for name, end in (("一.mp4", b"a"), ("二.mp4", b"b"), ("三.mp4", b"a")):
        (tmp_path / name).write_bytes(beginning + end)

    seen = look(a, *(tmp_path / name for name in ("一.mp4", "二.mp4", "三.mp4"))).candidates

    assert [one.twin for one in seen] == [None, None, tmp_path / "一.mp4"]


def test_files_of_one_length_that_begin_otherwise_are_not_read_through(
    a: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        (tmp_path / f"{number}.mp4").write_bytes(bytes([number]) * 100_000)
    hashed: list[Path] = []
    monkeypatch.setattr(material_files, "hash_of", hashed.append)

    seen = look(a, *sorted(tmp_path.glob("*.mp4"))).candidates

    assert [one.is_new for one in seen] == [True, True, True]
    assert hashed == []


def test_the_next_files_are_sealed_while_those_before_are_forced(
    a: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / f"{number:02}.bin" for number in range(60)]
    for path in paths:
        path.write_bytes(os.urandom(1000))
    forced: list[int] = []
    settle, laid = Laid.settle, Blobs.lay
    written: list[str] = []

    def lay(blobs: Blobs, id: str, data: bytes) -> Laid:
        written.append(id)
        return laid(blobs, id, data)

    def slow(one: Laid) -> None:
        if not forced:
            wait_until(lambda: len(written) > 32)
        forced.append(len(written))
        settle(one)

    monkeypatch.setattr(Blobs, "lay", lay)
    monkeypatch.setattr(Laid, "settle", slow)
    added = put(a, *paths)

    assert len(added.made) == 60
    assert forced[0] > 32  # else the disk was waited for first


def wait_until(met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not met() and time.monotonic() < deadline:
        time.sleep(0.001)
