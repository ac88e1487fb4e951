"""集体备课活动记录 and 同课异构对比表: filled from the plans an activity is about."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db.commands import plans, records
from db.journal import writing
from db.plan_content import PlanContent, StepContent
from db.plan_files.reading import read_plan
from db.queries.activity_sheet import ActivitySheet, activity_sheet
from db.queries.activity_sheet_plans import ActivityPlanLine
from db.queries.plan_print import plan_print
from db.queries.plan_sheet import CommentRow
from desktop import words
from desktop.reports.activity_sheet import activity_docx, write_activity_sheet
from desktop.reports.paper import Paper
from desktop.reports.plan_files import write_booklet
from desktop.reports.plan_pdf import write_plan_pdf
from desktop.reports.setting import MM, height
from tests.reports import pdf_reading
from tests.reports import plans as samples
from tests.reports.laptop import Founded, Laptop

ID = "00000000-0000-8000-8000-000000000001"


@pytest.fixture
def laptop(founded_laptop: Founded, tmp_path: Path) -> Iterator[Laptop]:
    made = founded_laptop.copy(tmp_path / "data")
    yield made
    made.store.close()


def content(*steps: tuple[str, str]) -> PlanContent:
    return PlanContent(
        {"title": "口算乘法", "unit": "第六单元", "period_no": 1},
        tuple(StepContent(t, {"title": t, "teacher": w}) for t, w in steps),
    )


def comment(body: str, decision: str = "", reason: str = "") -> CommentRow:
    about = ("", "新授", "", "", "", "", "王丽娟", "李家小学", "")
    return CommentRow(ID, b"", *about, body, decision, reason, "", False)


def sheet(type: str, *lines: ActivityPlanLine) -> ActivitySheet:
    return ActivitySheet(ID, "李家小学", samples.TODAY, title="备课", type=type, plans=lines)


def printed(sheet: ActivitySheet, folder: Path) -> str:
    write_activity_sheet(sheet, folder / "a.pdf", invariant=True)
    return "".join(pdf_reading.texts(folder / "a.pdf"))


def test_who_said_what_and_whether_it_was_adopted(tmp_path: Path) -> None:
    line = ActivityPlanLine(
        "口算乘法", 3, comments=(comment("换玉米粒", "adopted", "更顺手"), comment("加一道题")),
        content=content(("新授", "摆小棒")),
    )  # fmt: skip

    text = printed(sheet("joint_preparation", line), tmp_path)

    for said in (
        "王丽娟",
        "换玉米粒",
        "Adopted,更顺手",
        "加一道题",
        "open",
        "version3",
        "第六单元",
    ):
        assert said in text


def test_two_plans_of_one_lesson_stand_side_by_side(tmp_path: Path) -> None:
    steps = (("导入", "讲故事"), ("新授", "摆小棒"))
    one = ActivityPlanLine("口算乘法", person="张晓梅", content=content(*steps))
    other = ActivityPlanLine(
        "口算乘法", person="李志强", observation="后排也举手", usable="玉米粒",
        content=content(("导入", "赶集买菜"), ("练习", "做题")),
    )  # fmt: skip

    text = printed(sheet("parallel_lesson", one, other), tmp_path)

    for said in ("张晓梅", "李志强", "讲故事", "赶集买菜", "后排也举手", "玉米粒", "onlyinB"):
        assert said in text


def test_a_label_of_several_lines_stands_within_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (ActivityPlanLine("口算乘法", observation="举手"), ActivityPlanLine("口算乘法"))
    room: dict[str, float] = {}
    draw = Paper.centred

    def centred(
        paper: Paper, x: float, y: float, w: float, h: float, words: str, kind: str
    ) -> None:
        room[words] = h - height(words, kind, w * MM) / MM
        draw(paper, x, y, w, h, words, kind)

    monkeypatch.setattr(Paper, "centred", centred)
    printed(sheet("parallel_lesson", *lines), tmp_path)

    assert room["What our school can use A"] > 0
    assert min(room.values()) > 0


def test_a_plan_that_is_not_here_keeps_its_name(tmp_path: Path) -> None:
    lines = (ActivityPlanLine("口算乘法"), ActivityPlanLine("笔算乘法"))

    for type in ("joint_preparation", "parallel_lesson"):
        text = printed(sheet(type, *lines), tmp_path)

        assert "口算乘法" in text


def test_the_record_sheet_is_a_word_file_too(tmp_path: Path) -> None:
    words.install("zh_CN")
    line = ActivityPlanLine("口算乘法", 3, comments=(comment("换玉米粒", "adopted"),))
    path = tmp_path / "a.docx"

    path.write_bytes(activity_docx(sheet("joint_preparation", line)))

    with zipfile.ZipFile(path) as archive:
        assert "换玉米粒" in archive.read("word/document.xml").decode()


def test_all_is_printed_when_every_parent_is_gone(laptop: Laptop, tmp_path: Path) -> None:
    group = laptop.add("prep_group", {"name": "三年级数学组"})
    school = laptop.add("school", {"name": "红石小学"})
    person = laptop.add("person", {"name": "张晓梅", "school": school})
    parent = laptop.add("lesson_plan", {"title": "口算乘法"})
    facts = {
        "title": "口算乘法",
        "parent": parent,
        "group": group,
        "author": person,
        "school": school,
    }
    plan = laptop.add("lesson_plan", facts)
    laptop.add("plan_step", {"plan": plan, "title": "导入"})
    activity = laptop.add("activity", {"title": "备课", "type": "joint_preparation"})
    laptop.add("activity_plan", {"activity": activity, "plan": plan, "person": person})
    gone = laptop.add("lesson_plan", {"title": "笔算乘法"})
    laptop.add("activity_plan", {"activity": activity, "plan": gone})
    for one in (group, school, person, parent, gone):
        laptop.delete(one)

    with laptop.store.read() as session:
        printing = plan_print(session, plan)
        found = activity_sheet(session, activity)
    write_plan_pdf(printing, tmp_path / "plan.pdf")
    text = printed(found, tmp_path)

    assert "张晓梅" in pdf_reading.texts(tmp_path / "plan.pdf")[0]
    assert "口算乘法" in text
    assert "笔算乘法" in text


def test_a_booklet_tells_on_which_page_each_plan_begins(tmp_path: Path) -> None:
    path = tmp_path / "unit.pdf"
    first, second = samples.one_grade(), samples.one_grade(title="笔算乘法")

    write_booklet([first, second], path, "pdf", "第六单元")

    cover, contents, *pages = pdf_reading.texts(path)
    begin = next(n for n, text in enumerate(pages, 3) if "笔算乘法" in text)
    assert "第六单元" in cover
    assert f"笔算乘法,period1of2云岭县李家小学·李志强{begin}" in contents
    assert f"Page{len(pages) + 2}of{len(pages) + 2}" in pages[-1]


def test_a_booklet_of_forty_plans_has_two_pages_of_contents(tmp_path: Path) -> None:
    path = tmp_path / "unit.pdf"
    short = replace(samples.one_grade(), steps=())

    write_booklet([short] * 40, path, "pdf", "第六单元")

    texts = pdf_reading.texts(path)
    assert "Contents" in texts[1]
    assert "Contents" in texts[2]
    assert "Lessonplan" in texts[3]


def test_a_booklet_is_a_word_file_too(tmp_path: Path) -> None:
    path = tmp_path / "unit.docx"

    write_booklet([samples.one_grade(), samples.two_grades()], path, "docx", "第六单元")

    assert len(read_plan(path).rows) == 6


def test_a_frozen_version_is_printed_as_it_was(laptop: Laptop, tmp_path: Path) -> None:
    plan = laptop.add("lesson_plan", {"title": "口算乘法", "objectives": "会口算"})
    with writing(laptop.store, laptop.sitting) as writer:
        version = plans.freeze(writer, plan, today=samples.TODAY)
        records.change(writer, plan, {"objectives": "别的"})

    with laptop.store.read() as session:
        found = plan_print(session, plan, version=version)

    assert (found.version, found.said("objectives")) == (1, "会口算")
