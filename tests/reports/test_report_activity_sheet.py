"""Record sheets and sign-in sheets."""

from pathlib import Path

import pytest

from db import choices
from db.queries.activity_sheet import ActivitySheet, ParticipantLine
from desktop import words
from desktop.reports.activity_sheet import short_code, write_activity_sheet
from desktop.reports.errors import ReportNotWrittenError
from desktop.reports.sign_in import write_sign_in
from tests.reports.pdf_reading import fonts, texts
from tests.reports.samples import DAY, SUMMARY, make_sheet


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sheet.pdf"


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("type", [*choices.ACTIVITY_TYPE, "", "from_a_newer_version"])
def test_every_type_is_printed_with_all_its_parts(path: Path, type: str, language: str) -> None:
    words.install(language)

    pages = write_activity_sheet(make_sheet(type=type), path)

    found = texts(path)
    assert len(found) == pages
    page = "".join(found)
    for said in ("口算乘法", "小棒摆3个20", "张晓梅", "kousuan.docx"):
        assert said in page


@pytest.mark.parametrize(
    ("type", "name"),
    [
        ("outreach_lesson", "Outreachlessonrecord"),
        ("joint_preparation", "Jointpreparationrecord"),
        ("joint_meeting", "Minutesofmeeting"),
        ("lesson_observation", "Lessonobservationrecord"),
        ("donation", "Activityrecord"),
        ("lecture", "Teachingresearchrecord"),
    ],
)
def test_the_form_is_chosen_by_the_type(path: Path, type: str, name: str) -> None:
    write_activity_sheet(make_sheet(type=type), path)

    assert name in texts(path)[0]


def test_every_font_is_in_the_file(path: Path) -> None:
    write_activity_sheet(make_sheet(), path)

    assert all(fonts(path).values())


def test_a_sheet_of_which_nothing_is_known_is_a_blank_form_of_one_page(path: Path) -> None:
    assert write_activity_sheet(ActivitySheet(id="", school="", made_on=DAY), path) == 1


def test_a_long_text_runs_on_and_nothing_of_it_is_lost(path: Path) -> None:
    long = "\n".join(f"第{n}分钟：{SUMMARY}" for n in range(200))

    pages = write_activity_sheet(make_sheet(summary=long), path)

    found = texts(path)
    assert pages > 4
    assert all(f"第{n}分钟" in "".join(found) for n in range(200))
    assert all(f"Page{n}of{pages}" in page for n, page in enumerate(found, 1))


def test_a_list_that_runs_on_repeats_its_head(path: Path) -> None:
    people = tuple(ParticipantLine(f"教师{n}", "李家", "observer", "present") for n in range(90))

    write_activity_sheet(make_sheet(type="joint_meeting", participants=people), path)

    with_people = [page for page in texts(path) if "教师" in page]
    assert len(with_people) > 1
    assert all("Name" in page for page in with_people)


def test_signatures_never_stand_alone_on_a_page(path: Path) -> None:
    for n in range(1, 60):
        write_activity_sheet(make_sheet(summary=f"{SUMMARY}\n" * n), path)

        last = texts(path)[-1]
        assert "Sendingside:" in last
        assert "Opinion" in last


def test_both_versions_are_on_the_sheet(path: Path) -> None:
    write_activity_sheet(make_sheet(others={"summary": ("另一份纪要。",)}), path)

    (page,) = texts(path)
    assert f"▲{SUMMARY.replace(' ', '')}｜另一份纪要。" in page
    assert "▲twoversions" in page


def test_the_short_code_says_day_and_id() -> None:
    assert short_code(make_sheet()) == "1017-3F9A"


def test_the_sign_in_sheet_carries_the_names(path: Path) -> None:
    write_sign_in(make_sheet(), path)

    (page,) = texts(path)
    assert "Sign-insheet" in page
    assert "刘桂兰" in page
    assert "Dean" in page


def test_a_blank_sign_in_sheet_has_twenty_rows_and_no_names(path: Path) -> None:
    assert write_sign_in(make_sheet(), path, blank=True) == 1

    (page,) = texts(path)
    assert "20" in page
    assert "刘桂兰" not in page


def test_many_people_sign_on_several_sheets_under_the_same_head(path: Path) -> None:
    people = tuple(ParticipantLine(f"教师{n}", "李家") for n in range(70))

    pages = write_sign_in(make_sheet(participants=people), path)

    found = texts(path)
    assert pages == len(found) > 2
    assert all("Afternoon" in page for page in found)
    assert all(f"教师{n}" in "".join(found) for n in range(70))


def test_a_sheet_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReportNotWrittenError):
        write_activity_sheet(make_sheet(), tmp_path / "gone" / "sheet.pdf")
