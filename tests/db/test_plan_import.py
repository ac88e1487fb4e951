"""A plan from a file becomes a plan with its steps and the file beside it, whole or not at all."""

import datetime
import zipfile
from pathlib import Path

import pytest

from db.blobs import pieces_of
from db.commands import plan_files
from db.commands.plan_files import ImportedPlan, import_plan
from db.errors import AttachmentError, PlanFileError
from db.plan_files.reading import read_plan
from db.progress import finish
from db.queries.plan_print import plan_print
from db.queries.records import RecordRow, list_records, show
from tests.db.laptops import Laptop
from tests.db.word_files import with_part, word_file

TODAY = datetime.date(2025, 10, 17)
BLOCKS = (
    [["课题", "口算乘法", "学科", "数学"], ["跨学科联系", "美术", "执教", "李志强"]],
    [
        ["环节", "时间", "教师活动"],
        ["导入", "5", "出示"],
        ["新授", "20", "指导"],
        ["小结", "5", "问"],
    ],
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return word_file(tmp_path / "口算.docx", *BLOCKS)


def take(a: Laptop, path: Path, *, again: bool = False) -> ImportedPlan:
    return finish(import_plan(a.store, a.sitting, read_plan(path), today=TODAY, again=again))


def plans(a: Laptop) -> list[RecordRow]:
    with a.store.read() as session:
        return list_records(session, "lesson_plan")


def test_the_plan_its_steps_in_order_and_the_file_are_there(a: Laptop, path: Path) -> None:
    made = take(a, path)

    with a.store.read() as session:
        printed = plan_print(session, made.plan, made_on=TODAY)
    assert printed.said("title") == "口算乘法"
    assert printed.said("author_name") == "李志强"
    assert [step.values["title"] for step in printed.steps] == ["导入", "新授", "小结"]
    assert printed.files == ("口算.docx",)
    assert [one.label for one in made.left] == ["跨学科联系"]


def test_a_person_who_is_known_is_the_author(a: Laptop, path: Path) -> None:
    person = a.record("person", name="李志强")

    made = take(a, path)

    with a.store.read() as session:
        assert show(session, made.plan).values["author"] == person


def test_the_same_file_is_taken_in_once(a: Laptop, path: Path) -> None:
    first = take(a, path)

    second = take(a, path)

    assert (second.plan, second.before) == ("", first.plan)
    assert len(plans(a)) == 1


def test_the_same_file_is_taken_in_again_when_one_insists(a: Laptop, path: Path) -> None:
    take(a, path)

    assert take(a, path, again=True).plan
    assert len(plans(a)) == 2


def test_a_file_whose_plan_is_in_the_bin_comes_as_a_new_one(a: Laptop, path: Path) -> None:
    a.delete(take(a, path).plan)

    assert take(a, path).plan


def test_a_file_that_changed_since_it_was_looked_at_makes_nothing(a: Laptop, path: Path) -> None:
    found = read_plan(path)
    word_file(path, "教学目标：别的")

    with pytest.raises(AttachmentError) as told:
        finish(import_plan(a.store, a.sitting, found, today=TODAY))

    assert told.value.reason == "changed"
    assert not plans(a)


def test_what_stops_at_the_last_step_makes_nothing(
    a: Laptop, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_named: object) -> str:
        raise OSError(28, "full")

    monkeypatch.setattr(plan_files, "attach_kept", full)

    with pytest.raises(OSError, match="full"):
        take(a, path)

    assert not plans(a)


def test_programs_are_left_out_of_the_file_that_is_kept(
    a: Laptop, path: Path, tmp_path: Path
) -> None:
    with_part(path, "word/vbaProject.bin", b"\xd0\xcf\x11\xe0")

    made = take(a, path)

    with a.store.read() as session:
        (row,) = list_records(session, "attachment", {"record": made.plan})
    kept = tmp_path / "kept.docx"
    kept.write_bytes(a.store.blobs.open(pieces_of(str(row.values["pieces"]))) or b"")
    with zipfile.ZipFile(kept) as archive:
        assert "word/vbaProject.bin" not in archive.namelist()
    assert read_plan(kept).pieces == read_plan(path).pieces


def test_a_file_with_programs_is_taken_in_once_too(a: Laptop, path: Path) -> None:
    with_part(path, "word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    first = take(a, path)

    assert take(a, path).before == first.plan


@pytest.mark.parametrize("reason", ["damaged", "packing"])
def test_a_file_with_programs_and_a_picture_that_cannot_be_read_is_refused(
    a: Laptop, path: Path, reason: str
) -> None:
    name = b"word/media/i.png"
    with_part(path, "word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    with_part(path, name.decode(), bytes(range(256)))
    data = bytearray(path.read_bytes())
    within, flags = data.find(name) + len(name) + 20, data.rfind(name) - 46 + 8
    data[within if reason == "damaged" else flags] ^= 1
    path.write_bytes(data)

    with pytest.raises(PlanFileError) as told:
        take(a, path)

    assert told.value.reason == reason
    assert not plans(a)
