"""The ledger as workbook, CSV and JSON lines."""

import csv
import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desktop.reports.errors import ReportNotWrittenError
from desktop.reports.export import FORMATS, export_ledger
from tests.reports.samples import DAY, SUMMARY, make_ledger, make_row, make_term

EVIL = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.out"


def open_book(path: Path) -> Any:
    """Open a workbook; openpyxl goes by the name."""
    return load_workbook(path.rename(path.with_suffix(".xlsx")))


def test_the_workbook_holds_real_dates_and_numbers(path: Path) -> None:
    export_ledger(make_ledger(make_row()), "xlsx", path)

    sheet = open_book(path)["Activities"]
    row = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert row["Date"].value.date() == DAY
    assert row["Date"].is_date
    assert row["Week"].value == 7
    assert row["Hours"].value == 1.5
    assert row["What was done"].value == SUMMARY
    assert row["What was done"].alignment.wrap_text


def test_the_workbook_is_ready_to_filter_and_to_print(path: Path) -> None:
    export_ledger(make_term(30), "xlsx", path)

    sheet = open_book(path)["Activities"]
    assert sheet.max_row == 31
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(31, sheet.max_column).coordinate}"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.fitToWidth == 1
    assert sheet.column_dimensions["H"].width > 30


def test_the_second_sheet_sums_up_by_type_and_by_school(path: Path) -> None:
    rows = [make_row(1), make_row(2, host="三小", partners=("李家",)), make_row(3, type="visit")]
    export_ledger(make_ledger(*rows), "xlsx", path)

    sheet = open_book(path)["Summary"]
    told = [[cell.value for cell in row] for row in sheet.rows]
    assert ["Outreach lesson", 2, None, None] in told
    assert ["All", 3, None, None] in told
    assert ["三小", 1, 2, 4.5] in told
    assert ["双峰", 0, 0, 0] in told


def test_words_that_look_like_a_formula_stay_words(path: Path) -> None:
    rows = [make_row(n, title=evil, summary=evil) for n, evil in enumerate(EVIL)]
    export_ledger(make_ledger(*rows, alliance="=1+1"), "xlsx", path)

    book = open_book(path)
    assert not [
        cell for sheet in book for row in sheet.rows for cell in row if cell.data_type == "f"
    ]
    assert [row[7].value for row in book["Activities"].iter_rows(min_row=2)] == list(EVIL)


def test_signs_that_a_workbook_cannot_hold_are_left_out(path: Path) -> None:
    export_ledger(make_ledger(make_row(title="a\x00\ud800<b>&\ufffe")), "xlsx", path)

    sheet = open_book(path)["Activities"]
    assert sheet["H2"].value == "a<b>&"


def test_a_workbook_of_no_activities_opens(path: Path) -> None:
    export_ledger(make_ledger(), "xlsx", path)

    assert open_book(path)["Activities"].max_row == 1


def test_csv_begins_with_the_mark_excel_needs(path: Path) -> None:
    export_ledger(make_ledger(make_row()), "csv", path)

    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    head, row = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    assert dict(zip(head, row, strict=True))["Date"] == "2025-10-17"


def test_csv_gives_a_table_program_no_formula(path: Path) -> None:
    rows = [make_row(n, title=evil, place="x\n" + evil) for n, evil in enumerate(EVIL)]
    export_ledger(make_ledger(*rows), "csv", path)

    with path.open(encoding="utf-8-sig", newline="") as stream:
        found = [row["Topic"] for row in csv.DictReader(stream)]
    assert found == [f"'{evil}" for evil in EVIL]


def test_json_lines_carry_wire_names_and_conflicts(path: Path) -> None:
    row = make_row(others={"held_on": (datetime.date(2025, 10, 24),)})
    export_ledger(make_ledger(row, make_row(2)), "jsonl", path)

    first, second = map(json.loads, path.read_text("utf-8").splitlines())
    assert first["held_on"] == DAY.isoformat()
    assert first["hours"] == 1.5
    assert first["partners"] == ["三小"]
    assert first["conflicts"] == {"held_on": ["2025-10-24"]}
    assert "conflicts" not in second


@pytest.mark.parametrize("format", FORMATS)
def test_two_versions_are_both_in_every_format(path: Path, format: str) -> None:
    export_ledger(make_ledger(make_row(others={"title": ("另一个题目",)})), format, path)  # type: ignore[arg-type]

    assert path.stat().st_size > 0
    if format == "csv":
        assert "▲ 三年级数学《口算乘法》送课（第0次） ｜ 另一个题目" in path.read_text("utf-8-sig")


@pytest.mark.parametrize("format", FORMATS)
def test_a_place_that_is_not_there_is_an_error_with_its_reason(tmp_path: Path, format: str) -> None:
    target = tmp_path / "gone" / "ledger.out"

    with pytest.raises(ReportNotWrittenError) as caught:
        export_ledger(make_ledger(make_row()), format, target)  # type: ignore[arg-type]

    assert (caught.value.path, caught.value.reason) == (target, "no_folder")


@pytest.mark.parametrize("format", FORMATS)
def test_a_folder_in_the_place_of_the_file_is_left_alone(tmp_path: Path, format: str) -> None:
    with pytest.raises(ReportNotWrittenError) as caught:
        export_ledger(make_ledger(make_row()), format, tmp_path)  # type: ignore[arg-type]

    assert caught.value.reason == "is_folder"
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_file_whole(make_small_disk: object, tmp_path: Path) -> None:
    disk: Path = make_small_disk(size_kib=256)  # type: ignore[operator]
    target = disk / "ledger.csv"
    export_ledger(make_ledger(make_row()), "csv", target)
    before = target.read_bytes()

    with pytest.raises(ReportNotWrittenError) as caught:
        export_ledger(make_term(3000), "csv", target)

    assert caught.value.reason == "full"
    assert target.read_bytes() == before
    assert [file.name for file in disk.iterdir() if file.is_file()] == ["ledger.csv"]
