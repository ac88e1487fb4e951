"""The slip of an exchange: two copies on one sheet."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop import words
from desktop.reports.errors import ReportNotWrittenError
from desktop.reports.slip import Slip, SlipLine, write_slip
from tests.reports.pdf_reading import fonts, size_of, texts

SLIP = Slip(
    place="张老师的U盘",
    when="2025-10-17 14:32",
    school="云岭县李家小学",
    person="王丽娟",
    ended="完成",
    received=34,
    sent=12,
    carried=5,
    came=[SlipLine("送课《口算乘法》", "活动·张晓梅")],
    went=[SlipLine("听课《植树问题》", "活动·李志强")],
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "slip.pdf"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_both_copies_say_who_what_and_how_much(path: Path, language: str) -> None:
    words.install(language)

    assert write_slip(SLIP, path) == 1

    (sheet,) = texts(path)
    for said in ("张老师的U盘", "王丽娟", "送课《口算乘法》", "听课《植树问题》", "34", "12"):
        assert sheet.count(said) >= 2


def test_what_does_not_fit_on_it_is_counted(path: Path) -> None:
    many = [SlipLine(f"集体备课{number:03}", "活动") for number in range(40)]

    assert write_slip(replace(SLIP, came=many), path) == 1

    (sheet,) = texts(path)
    assert "集体备课009" in sheet
    assert "集体备课010" not in sheet
    assert sheet.count("and30more") == 2


def test_files_without_room_and_files_of_no_use_are_named(path: Path) -> None:
    write_slip(replace(SLIP, left_behind=("录像",), no_room=("课件",), skipped=2), path)

    (sheet,) = texts(path)
    assert "Noroomthere,nexttime:录像" in sheet
    assert "Noroomonthiscomputer:课件" in sheet
    assert "2fileswerenotused" in sheet


def test_a_long_name_is_shortened_and_stays_in_its_column(path: Path) -> None:
    long = SlipLine("三小—李家四年级数学《平行四边形和梯形》送课下乡活动的详细记录", "活动·孙敏")

    write_slip(replace(SLIP, came=[long]), path)

    assert "…" in texts(path)[0]


def test_what_is_not_known_of_the_files_is_not_said(path: Path) -> None:
    write_slip(replace(SLIP, fitted=False), path)

    assert "Allofthemfitted" not in texts(path)[0]


def test_two_lines_in_a_cell_are_small_enough_for_its_height(path: Path) -> None:
    write_slip(replace(SLIP, ended="There was no room left."), path)

    assert size_of(path, "room left.") < size_of(path, "王丽娟")


def test_how_many_records_a_thing_is_stands_there_whole(path: Path) -> None:
    write_slip(replace(SLIP, came=[SlipLine("送课", "Observation·欧阳丽娟·12 records")]), path)

    assert texts(path)[0].count("12records") == 2


def test_an_exchange_that_moved_nothing_says_so(path: Path) -> None:
    write_slip(replace(SLIP, came=[], went=[], received=0, sent=0, carried=0), path)

    assert texts(path)[0].count("Nothing") == 4


def test_every_font_is_in_the_file(path: Path) -> None:
    write_slip(SLIP, path)

    assert all(fonts(path).values())


def test_equal_slips_make_equal_files(path: Path, tmp_path: Path) -> None:
    write_slip(SLIP, path, invariant=True)
    write_slip(SLIP, tmp_path / "again.pdf", invariant=True)

    assert path.read_bytes() == (tmp_path / "again.pdf").read_bytes()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReportNotWrittenError):
        write_slip(SLIP, tmp_path / "missing" / "slip.pdf")
