"""The catalogue of lessons, read from the tables that schools have of their textbooks."""

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest

from db.commands.imports import ImportReport, carry_out
from db.commands.lessons import add_lesson
from db.errors import ImportFileError
from db.import_columns import field_meant
from db.progress import finish
from db.queries.imports import ImportPlan, plan
from db.queries.lessons import LessonRow, list_lessons
from db.record import Value
from db.tables import read_table
from desktop import words
from desktop.reports.lesson_list import Encoding, export_lessons
from tests.db.laptops import Laptop, exchange

TODAY = datetime.date(2025, 11, 3)
SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample" / "catalogue.csv"
HEAD = "教材版本,学科,年级,册次,单元序号,单元,课序,课题,课时"


def planned(a: Laptop, path: Path, given: Mapping[str, Value] | None = None) -> ImportPlan:
    table = read_table(path, recognises=lambda w: field_meant("lesson", w) is not None)
    with a.store.read() as session:
        return plan(session, "lesson", table, today=TODAY, given=given)


def imported(a: Laptop, path: Path, given: Mapping[str, Value] | None = None) -> ImportReport:
    return finish(carry_out(a.store, a.sitting, planned(a, path, given), today=TODAY))


def lines(path: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("\n".join(rows).encode(encoding))
    return path


def catalogue(a: Laptop, words: str = "") -> list[LessonRow]:
    with a.store.read() as session:
        return list_lessons(session, words=words)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_in_words_becomes_lessons(a: Laptop, tmp_path: Path, encoding: str) -> None:
    rows = HEAD, "人教版,数学,三年级,上册,第六单元,多位数乘一位数,1,口算乘法,2"

    report = imported(a, lines(tmp_path / "list.csv", *rows, encoding=encoding))

    (lesson,) = catalogue(a)
    assert report.count("added") == 1
    assert (lesson.edition, lesson.subject, lesson.grade, lesson.volume) == (
        "人教版", "maths", "3", "1",
    )  # fmt: skip
    assert (lesson.unit_no, lesson.unit, lesson.lesson_no, lesson.title, lesson.periods) == (
        6, "多位数乘一位数", 1, "口算乘法", 2,
    )  # fmt: skip


def test_importing_again_changes_nothing(a: Laptop) -> None:
    first = imported(a, SAMPLE)
    with a.store.read() as session:
        before = [(row.id, row.version) for row in list_lessons(session)]

    again = imported(a, SAMPLE)

    assert (first.count("failed"), first.count("skipped")) == (0, 0)
    assert again.count("skipped") == len(before) == first.count("added") > 100
    with a.store.read() as session:
        assert [(row.id, row.version) for row in list_lessons(session)] == before


def test_the_same_list_on_two_laptops_makes_the_same_lessons(a: Laptop, b: Laptop) -> None:
    imported(a, SAMPLE)
    imported(b, SAMPLE)

    exchange(a, b)

    assert len(catalogue(a)) == len(catalogue(b)) == len({row.id for row in catalogue(a)})
    assert not any(row.disputed for row in catalogue(a))
    assert a.digest() == b.digest()


def test_a_new_edition_stands_beside_the_old_one(a: Laptop, tmp_path: Path) -> None:
    row = "数学,三年级,上册,6,多位数乘一位数,1,口算乘法,2"

    imported(a, lines(tmp_path / "a.csv", HEAD, f"人教版,{row}", f"人教版（2024）,{row}"))

    assert [lesson.edition for lesson in catalogue(a)] == ["人教版", "人教版（2024）"]


def test_what_moved_within_the_book_is_changed_and_nothing_else(a: Laptop, tmp_path: Path) -> None:
    row = "人教版,数学,三年级,上册,{unit},多位数乘一位数,{at},口算乘法,2"
    imported(a, lines(tmp_path / "a.csv", HEAD, row.format(unit=6, at=1)))
    (before,) = catalogue(a)

    report = imported(a, lines(tmp_path / "b.csv", HEAD, row.format(unit=5, at=2)))

    (after,) = catalogue(a)
    assert (report.count("updated"), after.id) == (1, before.id)
    assert (after.unit_no, after.lesson_no) == (5, 2)


@pytest.mark.parametrize("volume", ["三年级上册", "三上", "三年级 上册", "3年级上"])
def test_grade_and_volume_may_stand_in_one_column(a: Laptop, tmp_path: Path, volume: str) -> None:
    imported(a, lines(tmp_path / "a.csv", "版本,学科,册次,课题", f"人教版,数学,{volume},口算乘法"))

    (lesson,) = catalogue(a)
    assert (lesson.grade, lesson.volume) == ("3", "1")


def test_what_the_whole_file_leaves_out_is_said_once(a: Laptop, tmp_path: Path) -> None:
    given: Mapping[str, Value] = {
        "edition": "人教版", "subject": "maths", "grade": "3", "volume": "1",
    }  # fmt: skip

    imported(a, lines(tmp_path / "a.csv", "课题,年级", "口算乘法,", "秒的认识,四年级"), given)

    assert {(row.title, row.grade) for row in catalogue(a)} == {
        ("口算乘法", "3"),
        ("秒的认识", "4"),
    }


def test_a_row_without_what_makes_it_one_lesson_is_told_and_left_out(
    a: Laptop, tmp_path: Path
) -> None:
    path = lines(
        tmp_path / "a.csv", HEAD, "人教版,数学,三年级,上册,6,多位数乘一位数,1,口算乘法,2",
        "人教版,数学,,上册,6,多位数乘一位数,2,笔算乘法,4",
        "人教版,数学,三年级,中册,6,x,3,解决问题,2",
        "人教版,数学,三年级,上册,6,x,4,,2", "合计,,,,,,,,8",
    )  # fmt: skip

    report = imported(a, path)

    assert [row.did for row in report.rows] == ["added", "failed", "failed", "failed", "skipped"]
    assert [(p.code, p.field) for row in report.rows[1:4] for p in row.problems] == [
        ("no_label", "grade"), ("unreadable", "volume"), ("no_label", "title"),
    ]  # fmt: skip


def test_the_same_lesson_twice_in_a_file_asks(a: Laptop, tmp_path: Path) -> None:
    row = "人教版,数学,三年级,上册,6,多位数乘一位数,1,口算乘法,2"

    found = planned(a, lines(tmp_path / "a.csv", HEAD, row, row))

    assert [one.action for one in found.rows] == ["new", "ask"]


def test_a_deleted_lesson_comes_back_with_the_list(a: Laptop, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.csv", HEAD, "人教版,数学,三年级,上册,6,多位数乘一位数,1,口算乘法,2")
    imported(a, path)
    (lesson,) = catalogue(a)
    a.delete(lesson.id)

    imported(a, path)

    assert [row.id for row in catalogue(a)] == [lesson.id]


def test_what_is_no_list_of_lessons_is_refused(a: Laptop, tmp_path: Path) -> None:
    with pytest.raises(ImportFileError):
        imported(a, lines(tmp_path / "a.csv", "甲,乙", "1,2"))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(
    ("name", "encoding"), [("a.csv", "utf-8"), ("a.csv", "gb18030"), ("a.xlsx", "utf-8")]
)
def test_what_was_exported_is_imported_without_a_change(
    a: Laptop, b: Laptop, tmp_path: Path, name: str, encoding: Encoding, language: str
) -> None:
    imported(a, SAMPLE)
    a.record("lesson", edition="=1+1", subject="it", grade="6", volume="full", title='-口算,"乘"法')
    before = words.language()
    words.install(language)
    try:
        export_lessons(catalogue(a), tmp_path / name, encoding=encoding)
    finally:
        words.install(before)

    again = imported(a, tmp_path / name)
    imported(b, tmp_path / name)

    assert again.count("skipped") == len(again.rows) == len(catalogue(a))
    exchange(a, b)
    assert [row.id for row in catalogue(a)] == [row.id for row in catalogue(b)]
    assert len(catalogue(a)) == len(again.rows)


def test_the_catalogue_is_in_the_order_of_the_book(a: Laptop) -> None:
    imported(a, SAMPLE)

    rows = catalogue(a)

    maths = [r for r in rows if (r.subject, r.grade, r.volume) == ("maths", "3", "1")]
    assert maths
    assert [r.unit_no or 0 for r in maths] == sorted(r.unit_no or 0 for r in maths)
    assert [row.title for row in catalogue(a, "ksc")]


OLD = "人教版,数学,三年级,上册,6,多位数乘一位数,1,口算乘法,2"


def renamed(a: Laptop, path: Path) -> str:
    imported(a, lines(path, HEAD, OLD))
    (lesson,) = catalogue(a)
    a.edit(lesson.id, title="口算乘一位数")
    return lesson.id


def test_the_list_of_before_leaves_a_renamed_lesson_as_it_is_called_now(
    a: Laptop, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    id = renamed(a, path)

    report = imported(a, path)

    assert [(row.id, row.title) for row in catalogue(a)] == [(id, "口算乘一位数")]
    assert (report.count("skipped"), report.count("added")) == (1, 0)
    assert [(p.code, p.words) for p in report.rows[0].problems] == [("renamed", "口算乘一位数")]


def test_a_list_with_the_new_name_makes_no_second_lesson(a: Laptop, tmp_path: Path) -> None:
    id = renamed(a, tmp_path / "a.csv")

    imported(a, lines(tmp_path / "b.csv", HEAD, OLD.replace("口算乘法", "口算乘一位数")))

    assert [row.id for row in catalogue(a)] == [id]


def test_another_lesson_of_the_old_name_takes_nothing_from_the_renamed_one(
    a: Laptop, b: Laptop, tmp_path: Path
) -> None:
    id = renamed(a, tmp_path / "a.csv")
    made: list[str] = []
    said: dict[str, Value] = {
        "edition": "人教版", "subject": "maths", "grade": "3", "volume": "1", "title": "口算乘法",
    }  # fmt: skip

    a.write(lambda writer: made.append(add_lesson(writer, said)))
    exchange(a, b)

    for laptop in (a, b):
        assert {row.id: row.title for row in catalogue(laptop)} == {
            id: "口算乘一位数",
            made[0]: "口算乘法",
        }


def test_a_deleted_lesson_is_brought_back_by_the_name_it_was_made_with(
    a: Laptop, tmp_path: Path
) -> None:
    id = renamed(a, tmp_path / "a.csv")
    a.delete(id)

    imported(a, tmp_path / "a.csv")

    assert [(row.id, row.title) for row in catalogue(a)] == [(id, "口算乘法")]


def test_who_renames_and_who_imports_meanwhile_agree(a: Laptop, b: Laptop, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    imported(a, lines(path, HEAD, OLD))
    exchange(a, b)
    (lesson,) = catalogue(a)
    a.edit(lesson.id, title="口算乘一位数")
    imported(b, path)

    exchange(a, b)

    for laptop in (a, b):
        assert [(row.id, row.title) for row in catalogue(laptop)] == [(lesson.id, "口算乘一位数")]
        assert laptop.conflicts(lesson.id) == []
    assert a.digest() == b.digest()
