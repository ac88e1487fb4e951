"""Tables as schools write them: encodings, delimiters, title lines, merged cells, broken files."""

import datetime
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from db.errors import ImportFileError
from db.import_columns import field_meant
from db.tables import Table, read_table

LINES = "姓名,性别,任教学科\n李志强,男,数学\n王丽娟,女,语文\n"


def people(path: Path, sheet: str | None = None) -> Table:
    """Read a staff list."""
    return read_table(path, sheet=sheet, recognises=lambda w: field_meant("person", w) is not None)


def cells(table: Table) -> list[tuple[str, ...]]:
    """Return what stands in the rows."""
    return [row.cells for row in table.rows]


def workbook(path: Path, *rows: list[Any], merged: tuple[str, ...] = ()) -> Path:
    """Write a workbook of one sheet."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)
    return path


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_csv_is_read_in_every_usual_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(LINES.encode(encoding))

    table = people(path)

    assert table.columns == ("姓名", "性别", "任教学科")
    assert cells(table) == [("李志强", "男", "数学"), ("王丽娟", "女", "语文")]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_the_delimiter_is_found(delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(LINES.replace(",", delimiter), encoding="utf-8")

    assert cells(people(path))[0] == ("李志强", "男", "数学")


def test_a_rare_character_of_gb18030_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("姓名,性别\n王䶮,男\n".encode("gb18030"))

    assert cells(people(path)) == [("王䶮", "男")]


def test_title_lines_above_the_columns_are_passed_over(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "people.xlsx",
        ["李家小学教师花名册"],
        ["填表日期：2025年9月1日"],
        [],
        ["序号", "姓名", "性别"],
        [1, "李志强", "男"],
    )

    table = people(path)

    assert table.columns == ("序号", "姓名", "性别")
    assert [(row.number, row.cells) for row in table.rows] == [(5, ("1", "李志强", "男"))]


def test_columns_named_in_two_rows_with_merged_cells_are_read(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "people.xlsx",
        ["姓名", "任教情况", None],
        [None, "学科", "年级"],
        ["李志强", "数学", "三年级"],
        merged=("A1:A2", "B1:C1"),
    )

    table = people(path)

    assert table.columns == ("姓名", "学科", "年级")
    assert cells(table) == [("李志强", "数学", "三年级")]


def test_a_cell_merged_downwards_counts_for_each_row(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "people.xlsx",
        ["学校", "姓名"],
        ["李家小学", "李志强"],
        [None, "王丽娟"],
        ["红石小学", "陈雨欣"],
        merged=("A2:A3",),
    )

    assert cells(people(path)) == [
        ("李家小学", "李志强"), ("李家小学", "王丽娟"), ("红石小学", "陈雨欣"),
    ]  # fmt: skip


def test_the_sheet_that_looks_like_a_table_is_taken(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "说明"
    first.append(["请勿改动", "本表"])
    staff = book.create_sheet("教师")
    staff.append(["姓名", "性别"])
    staff.append(["李志强", "男"])
    book.save(tmp_path / "people.xlsx")

    table = people(tmp_path / "people.xlsx")

    assert (table.sheets, table.sheet) == (("说明", "教师"), "教师")


def test_dates_numbers_and_formulas_of_a_workbook_become_words(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "people.xlsx",
        ["姓名", "出生年月", "周课时", "备注"],
        ["李志强", datetime.datetime(1973, 3, 1), 16.0, "=1+1"],  # noqa: DTZ001
    )

    assert cells(people(path)) == [("李志强", "1973-03-01", "16", "")]


def test_columns_printed_again_on_each_page_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(LINES + LINES, encoding="utf-8")

    assert len(people(path).rows) == 4


def test_json_lines_are_read_and_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    good = json.dumps({"name": "李志强", "subjects": ["maths", "science"]}, ensure_ascii=False)
    path.write_text(f"{good}\n{{broken\n", encoding="utf-8")

    table = people(path)

    assert table.columns == ("name", "subjects")
    assert [(row.number, row.cells, row.problem) for row in table.rows] == [
        (1, ("李志强", "maths science"), ""),
        (2, ("", ""), "not_json"),
    ]


def bomb() -> bytes:
    """Return a small archive that unpacks to a great deal."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", b"")
        archive.writestr("xl/sharedStrings.xml", bytes(40 * 2**20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"PK\x03\x04 not an archive", "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not_a_table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "not_a_table"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3\x01\x02\n", "not_a_table"),
        (bomb(), "too_large"),
        ("姓名\n".encode() + b"x\n" * 100_100, "too_large"),
    ],
)
def test_a_file_that_is_no_honest_table_is_refused(
    data: bytes, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(data)

    with pytest.raises(ImportFileError) as caught:
        people(path)

    assert caught.value.reason == reason


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    with pytest.raises(ImportFileError) as caught:
        people(path)

    assert caught.value.reason == "not_a_table"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_damaged_workbook_is_refused(part: str, tmp_path: Path) -> None:
    whole = workbook(tmp_path / "whole.xlsx", ["姓名"], ["李志强"])
    path = tmp_path / "people.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data[: len(data) // 2] if name == part else data)

    with pytest.raises(ImportFileError) as caught:
        people(path)

    assert caught.value.reason == "not_a_table"


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError) as caught:
        people(tmp_path / "nothing.csv")

    assert caught.value.reason == "missing"
