"""Plans on paper and as Word files: every layout says all that the plan says."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from db.plan_files.drafting import PlanDraft, draft
from db.plan_files.plan_file import Choices
from db.plan_files.reading import read_plan
from db.queries.plan_print import PrintedPlan
from desktop import words
from desktop.reports.plan_docx import plan_docx
from desktop.reports.plan_form import file_name, plan_form
from desktop.reports.plan_parts import plan_parts
from desktop.reports.plan_pdf import write_plan_pdf
from desktop.reports.plan_words import LAYOUTS, Layout
from tests.reports import pdf_reading, plans

SAID = (
    "口算乘法", "云岭县李家小学", "李志强", "第六单元多位数乘一位数", "能口算整十数。",
    "2.能说清算理。", "20×3=60", "编一道题。", "后两组还要摆。",
)  # fmt: skip
STEPS = ("探究新知", "摆3个20，追问算理。", "四人摆一摆。", "明算理。", "换玉米粒。")

TRACKS = ("换班", "复习20×3。", "预习例2。", "A层4题。", "讲平均数。")


def printed(plan: PrintedPlan, folder: Path, layout: Layout = "full") -> list[str]:
    """Return the text of each page of a plan's PDF."""
    path = folder / "plan.pdf"
    pages = write_plan_pdf(plan, path, layout, invariant=True)
    texts = pdf_reading.texts(path)
    assert len(texts) == pages
    return texts


def again(plan: PrintedPlan, folder: Path, layout: Layout) -> PlanDraft:
    """Return what a plan's Word file makes when it is imported."""
    path = folder / "plan.docx"
    path.write_bytes(plan_docx(plan, layout))
    return draft(read_plan(path), Choices(), today=plans.TODAY)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("plan", "steps"), [(plans.one_grade(), STEPS), (plans.two_grades(), TRACKS)]
)
def test_a_layout_says_all_that_the_plan_says(
    plan: PrintedPlan, steps: tuple[str, ...], layout: Layout, tmp_path: Path
) -> None:
    text = "".join(printed(plan, tmp_path, layout))

    assert not [said for said in (*SAID, *steps) if said not in text]


def test_a_plan_for_one_grade_is_that_of_the_first_one_where_two_are_printed() -> None:
    parts = plan_parts(plans.one_grade(), "multigrade")

    assert parts.columns[2].name == "Grade 3"
    assert "摆 3 个 20，追问算理。" in parts.rows[1][2]
    assert not parts.rows[1][3]


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_word_file_taken_in_again_is_the_same_plan(
    layout: Layout, language: str, tmp_path: Path
) -> None:
    words.install(language)
    plan = plans.two_grades() if layout == "multigrade" else plans.one_grade()

    made = again(plan, tmp_path, layout)

    kept = {name: value for name, value in plan.values.items() if name != "stage"}
    assert {name: made.values.get(name) for name in kept} == kept
    assert made.steps == tuple(
        {name: value for name, value in step.values.items() if value} for step in plan.steps
    )
    assert not made.left


@pytest.mark.parametrize("layout", LAYOUTS)
def test_both_versions_of_an_unsettled_text_are_printed(layout: Layout, tmp_path: Path) -> None:
    text = "".join(printed(plans.disputed(), tmp_path, layout))

    assert "▲" in text
    assert "会估算。" in text
    assert "改成赶集买菜。" in text


def test_a_frozen_version_says_its_number(tmp_path: Path) -> None:
    words.install("zh_CN")
    plan = replace(plans.one_grade(), version=3, frozen_on=plans.TODAY)

    assert "共案第3版，2025-10-17" in printed(plan, tmp_path)[0]


def test_phases_are_told_by_signs_not_by_colour(tmp_path: Path) -> None:
    text = "".join(printed(plans.one_grade(), tmp_path))

    assert [sign for sign in "◇◆△○" if sign not in text] == []


def test_every_page_tells_whose_plan_it_is_and_its_number(tmp_path: Path) -> None:
    pages = printed(plans.long(30, 60), tmp_path)

    assert len(pages) > 2
    for number, text in enumerate(pages, 1):
        assert f"Page{number}of{len(pages)}" in text
        assert "口算乘法" in text


@pytest.mark.parametrize("lines", [13, 15, 57])
def test_the_name_of_the_steps_never_stands_alone_at_the_foot(lines: int, tmp_path: Path) -> None:
    plan = plans.one_grade(standard="\n".join(["能口算整十数。"] * lines))

    pages = [page for page in printed(plan, tmp_path, "half") if "Procedure" in page]

    assert ["◆" in page or "◇" in page for page in pages] == [True]


def test_an_empty_text_is_not_torn_over_two_pages() -> None:
    plan = plans.one_grade(reflection=None, board_plan=None)

    torn = {row.boxes[0].words: row.flows for row in plan_form(plan, "full")[1]}

    assert (torn["Objectives"], torn["Board plan"], torn["Reflection"]) == (True, False, False)


def test_the_foot_says_whose_plan_it_is_in_english_too(tmp_path: Path) -> None:
    words.install("en")

    text = "".join(printed(plans.one_grade(), tmp_path))

    assert "李志强" in text.split("Page1of")[0][-60:]


def test_the_names_of_the_columns_come_again_on_each_page(tmp_path: Path) -> None:
    pages = printed(plans.long(30, 60), tmp_path)

    assert all("Secondpreparation" in text for text in pages[:-1])


def test_a_step_longer_than_a_page_runs_on(tmp_path: Path) -> None:
    plan = plans.long(1, 9_000)

    text = "".join(printed(plan, tmp_path))

    assert text.count("让学生先说算理，再动手摆一摆。") > 550


def test_two_hundred_steps_are_printed(tmp_path: Path) -> None:
    text = "".join(printed(plans.long(200, 30), tmp_path))

    assert "第200步" in text


def test_an_empty_plan_is_a_form_to_fill_in(tmp_path: Path) -> None:
    plan = replace(plans.one_grade(), values={}, steps=(), school="")

    assert "Objectives" in printed(plan, tmp_path)[0]
    assert plan_docx(plan).startswith(b"PK")


def test_all_letters_are_in_the_pdf(tmp_path: Path) -> None:
    printed(plans.disputed(), tmp_path)

    fonts = pdf_reading.fonts(tmp_path / "plan.pdf")
    assert fonts
    assert all(fonts.values())


def test_a_word_file_names_chinese_faces_and_a4(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(plan_docx(plans.one_grade()))

    with zipfile.ZipFile(path) as archive:
        body = archive.read("word/document.xml").decode()
    faces = set(re.findall(r'w:eastAsia="([^"]+)"', body))
    assert faces == {"宋体", "黑体"}
    assert 'w:w="11906" w:h="16838"' in body


def test_signs_that_xml_cannot_hold_are_left_out() -> None:
    plan = plans.one_grade(objectives="会\x00口\x0b算\ud800。")

    assert plan_docx(plan).startswith(b"PK")


@pytest.mark.parametrize(
    ("title", "name"), [("口算/乘法?", "口算 乘法"), ("..", "Plan"), ("课" * 200, "课" * 60)]
)
def test_a_file_takes_a_name_that_every_system_bears(title: str, name: str) -> None:
    plan = plans.one_grade(title=title, period_no=None, period_count=None)

    assert file_name(plan) == name


def test_a_word_file_brings_no_picture_of_an_empty_page(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(plan_docx(plans.one_grade()))

    with zipfile.ZipFile(path) as archive:
        assert [name for name in archive.namelist() if "thumbnail" in name] == []


def test_only_the_half_for_the_pen_is_ruled_in_a_word_file(tmp_path: Path) -> None:
    ruled = {}
    for layout in LAYOUTS:
        path = tmp_path / f"{layout}.docx"
        path.write_bytes(plan_docx(plans.one_grade(), layout))
        with zipfile.ZipFile(path) as parts:
            ruled[layout] = parts.read("word/document.xml").decode().count("<w:pBdr>")

    assert ruled.pop("half") >= len(plans.one_grade().steps)
    assert set(ruled.values()) == {0}
