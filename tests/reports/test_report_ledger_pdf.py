"""The printed ledger: fonts, pages, heads, marks."""

import datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop import words
from desktop.labels import choice_labels
from desktop.reports.ledger import write_pdf
from desktop.reports.ledger_columns import COLUMNS
from desktop.reports.setting import MM, set_lines
from tests.reports.pdf_reading import fonts, texts
from tests.reports.samples import DAY, make_ledger, make_row, make_term


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.pdf"


def test_every_font_is_in_the_file_and_none_is_helvetica(path: Path) -> None:
    write_pdf(make_term(40), path)

    found = fonts(path)
    assert found
    assert all(found.values())
    assert all("Noto" in name for name in found)


def test_the_text_can_be_copied_out_rare_name_signs_too(path: Path) -> None:
    write_pdf(make_ledger(make_row(recorder="欧阳𬭎")), path)

    (page,) = texts(path)
    assert "云岭县“三小—山乡”结对联盟" in page
    assert "先用小棒摆3个20" in page
    assert "欧阳𬭎" in page


def test_a_sign_no_font_has_is_a_square_and_not_a_crash(path: Path) -> None:
    write_pdf(make_ledger(make_row(summary="很好🙂\x00")), path)

    assert "很好□" in texts(path)[0]


def test_the_head_is_on_each_page_and_pages_are_counted(path: Path) -> None:
    write_pdf(make_term(60), path)

    pages = texts(path)
    assert len(pages) > 3
    for n, page in enumerate(pages, 1):
        assert "Recorder" in page
        assert f"Page{n}of{len(pages)}" in page


def test_eight_activities_with_long_notes_fit_a_sheet(path: Path) -> None:
    words.install("zh_CN")
    told = {"summary": "五校教导主任到会，对了协议条款。" * 9, "outcome": "各校每两周报一次。" * 9}

    write_pdf(make_ledger(*(make_row(n, **told) for n in range(24))), path)

    first, second, *_rest = texts(path)
    assert first.count("五校教导主任到会") >= 8
    assert second.count("五校教导主任到会") >= 8


@pytest.mark.parametrize("type", choice_labels("activity", "type"))
def test_no_word_of_a_type_is_broken_in_its_column(type: str) -> None:
    column = next(column for column in COLUMNS if column.name == "type")
    room = (column.mm[1] - 2.4) * MM

    label = choice_labels("activity", "type")[type]
    lines = set_lines(label, "dense", room)

    told = " ".join("".join(piece.words for piece in line.pieces) for line in lines)
    assert told.split() == label.split()


def test_signatures_and_the_age_of_the_data_are_on_the_last_page_only(path: Path) -> None:
    write_pdf(make_term(60), path)

    *others, last = texts(path)
    assert "Dataasof2025-10-17:三小10-17;双峰09-21(2batches" in last
    assert "Checkedby:" in last
    assert not [page for page in others if "Checkedby:" in page]


@pytest.mark.parametrize("count", range(1, 45))
def test_signatures_never_stand_without_a_row(path: Path, count: int) -> None:
    write_pdf(make_term(count), path)

    assert f"第{count - 1}次" in texts(path)[-1]


def test_months_stand_as_bands_with_their_counts_and_go_on_over_pages(path: Path) -> None:
    rows = [make_row(n, held_on=datetime.date(2025, 9, 5)) for n in range(20)]
    write_pdf(make_ledger(*rows, make_row(99, type="donation")), path)

    first, *others = texts(path)
    assert "September20activities:Outreachlesson20" in first
    assert all("September(continued)" in page for page in others)
    assert "October1activity:Donation1" in others[-1]


def test_an_empty_cell_is_left_and_marked(path: Path) -> None:
    complete, lacking = make_row(1), make_row(2, own_count=None, guest_count=None, summary="")

    marks = write_pdf(make_ledger(complete, lacking), path)

    assert [(mark.record, mark.field) for mark in marks] == [
        (lacking.id, "own_count"),
        (lacking.id, "summary"),
    ]
    assert "2emptycells" in texts(path)[0]


def test_marks_lie_on_their_page_in_their_row(path: Path) -> None:
    rows = [make_row(n, hours=None if n in (0, 30) else 1) for n in range(31)]

    first, last = write_pdf(make_ledger(*rows), path)

    assert (first.page, last.page) == (0, len(texts(path)) - 1)
    assert first.x == last.x
    for mark in (first, last):
        assert 15 < mark.x < mark.x + mark.w < 285
        assert 18 < mark.y < mark.y + mark.h < 195


def test_what_a_type_never_asks_is_a_dash_and_no_mark(path: Path) -> None:
    gift = make_row(type="donation", subject="", grade="", hours=None)

    assert write_pdf(make_ledger(gift), path) == []
    assert "—" in texts(path)[0]


def test_what_is_only_planned_lacks_nothing_yet(path: Path) -> None:
    plan = make_row(status="planned", own_count=None, hours=None, summary="", outcome="")

    assert write_pdf(make_ledger(plan), path) == []
    assert "(Planned)" in texts(path)[0]


def test_both_versions_are_shown_with_a_sign(path: Path) -> None:
    row = make_row(others={"recorder": ("李志强",), "held_on": (datetime.date(2025, 10, 24),)})
    write_pdf(make_ledger(row), path)

    (page,) = texts(path)
    assert "▲王丽娟｜李志强" in page
    assert "▲10-17Friweek7｜10-24Friweek8" in page
    assert "▲Twoversions" in page


def test_an_empty_ledger_is_a_form_for_the_pen(path: Path) -> None:
    assert write_pdf(make_ledger(school="", ages=()), path) == []

    (page,) = texts(path)
    assert "0activities,0hours" in page
    assert "forthepen" in page


def test_long_texts_are_shortened_and_the_page_says_so(path: Path) -> None:
    long = "老师先让学生自己试着摆一摆，再请同桌互相说算理。" * 80
    row = make_row(
        title=long, summary=long, outcome=long, partners=tuple("校" * n for n in range(40))
    )
    write_pdf(make_ledger(row, make_row(1)), path)

    (page,) = texts(path)
    assert "Shortenedhere" in page
    assert "第1次" in page


def test_a_row_of_which_nothing_is_known_is_printed(path: Path) -> None:
    row = make_row(
        type="", title="", held_on=None, host="", partners=(), leads=(), recorder="", summary=""
    )

    marks = write_pdf(make_ledger(row), path)

    assert {"type", "title", "held_on", "host", "leads"} <= {mark.field for mark in marks}
    assert "Nodate" in texts(path)[0]


def test_only_chosen_columns_are_printed(path: Path) -> None:
    write_pdf(make_ledger(make_row()), path, columns=("date", "title", "dimensions"))

    (page,) = texts(path)
    assert "Sharedwork" in page
    assert "Recorder" not in page


def test_equal_ledgers_make_equal_files(tmp_path: Path) -> None:
    one, other = tmp_path / "one.pdf", tmp_path / "other.pdf"
    for path in (one, other):
        write_pdf(make_ledger(make_row()), path, invariant=True)

    assert one.read_bytes() == other.read_bytes()


def test_every_page_is_landscape_a4(path: Path) -> None:

    write_pdf(make_term(30), path)

    for page in PdfReader(path).pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_it_is_printed_in_the_language_spoken(path: Path, language: str) -> None:
    words.install(language)

    write_pdf(make_ledger(make_row(), made_on=DAY), path)

    assert words.pgettext("ledger", "Recorder") in texts(path)[0]
