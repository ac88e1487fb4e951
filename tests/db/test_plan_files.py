"""Lesson plans from Word files and texts: each layout of schools to fields and steps."""

import datetime
from pathlib import Path

import pytest

from db.plan_files.drafting import PlanDraft, draft
from db.plan_files.plan_file import Choices
from db.plan_files.reading import read_plan
from tests.db.word_files import LEFT, UP, Rows, word_file

TODAY = datetime.date(2025, 10, 17)
HEAD = [
    ["课题", "口算乘法", "学科", "数学"],
    ["年级册次", "三年级上册", "课时", "第1课时（共2课时）"],
]
STEPS = [
    ["环节", "时间", "教师活动", "学生活动", "设计意图", "二次备课"],
    ["导入", "5", "出示贴纸", "列式", "从生活进入", ""],
    ["探究新知", "15分钟", "指导摆小棒", "摆一摆", "明算理", "换玉米粒"],
]


def read(path: Path, *blocks: str | Rows, **chosen: dict[int, str]) -> PlanDraft:
    """Return what a Word file of these blocks makes."""
    return draft(read_plan(word_file(path, *blocks)), Choices(**chosen), today=TODAY)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "口算乘法.docx"


def test_a_head_of_labels_and_values_and_a_table_of_steps(path: Path) -> None:
    made = read(path, "教案", HEAD, [["教学目标", "会口算"]], STEPS)

    assert made.values["title"] == "口算乘法"
    assert made.values["subject"] == "maths"
    assert (made.values["grade"], made.values["volume"]) == ("3", "1")
    assert (made.values["period_no"], made.values["period_count"]) == (1, 2)
    assert made.values["objectives"] == "会口算"
    assert made.steps == (
        {"phase": "lead_in", "title": "导入", "minutes": 5.0, "teacher": "出示贴纸",
         "student": "列式", "intent": "从生活进入"},
        {"phase": "new", "title": "探究新知", "minutes": 15.0, "teacher": "指导摆小棒",
         "student": "摆一摆", "intent": "明算理", "second": "换玉米粒"},
    )  # fmt: skip
    assert not made.left


def test_one_table_for_all_with_sections_below_the_steps(path: Path) -> None:
    made = read(
        path,
        [
            ["课题", "口算乘法", "课型", "新授"],
            ["教学目标", "会口算", LEFT, LEFT],
            ["教学过程", LEFT, LEFT, LEFT],
            ["教学环节", "教师活动", "学生活动", "设计意图"],
            ["导入", "出示贴纸", "列式", "从生活进入"],
            ["作业布置", "布置两题", "记下", ""],
            ["板书设计", "2×3=6", LEFT, LEFT],
            ["教学反思", "太快", LEFT, LEFT],
        ],
    )

    assert [step["title"] for step in made.steps] == ["导入", "作业布置"]
    assert made.values["board_plan"] == "2×3=6"
    assert made.values["reflection"] == "太快"
    assert not made.left


def test_columns_in_another_order_under_other_names(path: Path) -> None:
    made = read(
        path,
        [
            ["教学流程", "学生行为", "教师行为", "意图", "用时"],
            ["激趣导入", "听", "讲故事", "激发兴趣", "约3分钟"],
        ],
    )

    assert made.steps == (
        {"phase": "lead_in", "title": "激趣导入", "minutes": 3.0, "teacher": "讲故事",
         "student": "听", "intent": "激发兴趣"},
    )  # fmt: skip


def test_a_label_merged_down_the_side_of_the_steps(path: Path) -> None:
    made = read(
        path,
        [
            ["教学过程", "环节", "教师活动", "学生活动"],
            [UP, "导入", "出示", "看"],
            [UP, "小结", "问", "说"],
            ["板书设计", "略图", LEFT, LEFT],
        ],
    )

    assert [step["title"] for step in made.steps] == ["导入", "小结"]
    assert made.values["board_plan"] == "略图"


def test_a_step_whose_name_is_merged_over_several_rows_is_one(path: Path) -> None:
    made = read(
        path,
        [
            ["环节", "教师活动", "学生活动"],
            ["新授", "先问", "答"],
            [UP, "再讲", "记"],
        ],
    )

    assert [(s["title"], s["teacher"], s["student"]) for s in made.steps] == [
        ("新授", "先问\n再讲", "答\n记")
    ]


def test_objectives_in_three_rows_keep_their_names(path: Path) -> None:
    made = read(
        path,
        [
            ["教学目标", "知识与技能", "会口算"],
            [UP, "过程与方法", "摆小棒"],
            ["教学重点", "口算方法", LEFT],
        ],
    )

    assert made.values["objectives"] == "知识与技能：会口算\n过程与方法：摆小棒"
    assert made.values["key_points"] == "口算方法"


def test_key_and_difficult_points_in_one_cell_are_shared_out(path: Path) -> None:
    made = read(path, [["教学重难点", "教学重点：口算方法\n教学难点：说清算理"]])

    assert made.values["key_points"] == "口算方法"
    assert made.values["difficult_points"] == "说清算理"


def test_a_plan_without_tables_by_its_headings(path: Path) -> None:
    made = read(
        path,
        "**《口算乘法》教学设计**",
        "云岭县李家小学　李志强",
        "学科：数学　年级：三年级　授课教师：李志强",
        "一、教学目标",
        "1. 会口算整十数乘一位数。",
        "2. 能说清算理。",
        "二、教学重点：口算方法",
        "三、教学过程",
        "（一）激趣导入（5分钟）",
        "出示贴纸，问一共多少张。",
        "设计意图：从生活进入。",
        "（二）探究新知",
        "师：先摆 3 个 20。",
        "学生活动：四人一组摆一摆。",
        "（三）布置作业",
        "第 57 页第 1 题。",
        "四、板书设计",
        "20×3=60",
    )

    assert made.values["title"] == "口算乘法"
    assert made.values["author_name"] == "李志强"
    assert made.values["objectives"] == "1. 会口算整十数乘一位数。\n2. 能说清算理。"
    assert made.values["key_points"] == "口算方法"
    assert made.values["board_plan"] == "20×3=60"
    assert made.steps == (
        {"phase": "lead_in", "title": "激趣导入", "minutes": 5.0,
         "teacher": "出示贴纸，问一共多少张。", "intent": "从生活进入。"},
        {"phase": "new", "title": "探究新知", "teacher": "师：先摆 3 个 20。",
         "student": "四人一组摆一摆。"},
        {"phase": "homework", "title": "布置作业", "teacher": "第 57 页第 1 题。"},
    )  # fmt: skip


def test_headings_in_square_brackets(path: Path) -> None:
    made = read(
        path,
        "**富饶的西沙群岛**",
        "【教学目标】",
        "有感情地朗读。",
        "【教学难点】体会用词",
        "【教学过程】",
        "一、导入新课",
        "看图。",
        "二、品读课文",
        "读第二段。",
        "【板书设计】",
        "海水 海底 海滩",
    )

    assert made.values["title"] == "富饶的西沙群岛"
    assert made.values["difficult_points"] == "体会用词"
    assert [step["title"] for step in made.steps] == ["导入新课", "品读课文"]
    assert made.values["board_plan"] == "海水 海底 海滩"


def test_a_wide_procedure_beside_an_empty_column_for_the_pen(path: Path) -> None:
    made = read(
        path,
        [
            ["课题", "口算乘法"],
            ["教学过程", "二次备课"],
            ["一、导入（3分钟）\n出示贴纸\n二、新授（20分钟）\n摆小棒", "换实物"],
            ["板书设计", "略"],
        ],
    )

    assert [(s["title"], s["minutes"], s["teacher"]) for s in made.steps] == [
        ("导入", 3.0, "出示贴纸"),
        ("新授", 20.0, "摆小棒"),
    ]
    assert made.steps[0]["second"] == "换实物"
    assert made.values["board_plan"] == "略"


def test_a_procedure_as_one_text_in_the_cell_beside_its_label(path: Path) -> None:
    made = read(
        path,
        [["课题", "口算乘法"], ["教学过程", "一、导入\n出示贴纸\n二、练习\n做题"]],
    )

    assert [(s["title"], s["teacher"]) for s in made.steps] == [
        ("导入", "出示贴纸"),
        ("练习", "做题"),
    ]


def test_a_row_across_the_table_names_the_step_below(path: Path) -> None:
    made = read(
        path,
        [
            ["教师活动", "学生活动", "设计意图"],
            ["一、复习导入（4分钟）", LEFT, LEFT],
            ["出示口算卡", "抢答", "唤起旧知"],
            ["二、学习新课", LEFT, LEFT],
            ["指导摆小棒", "摆", "明理"],
        ],
    )

    assert [(s["title"], s.get("minutes")) for s in made.steps] == [
        ("复习导入", 4.0),
        ("学习新课", None),
    ]


def test_a_head_of_two_rows(path: Path) -> None:
    made = read(
        path,
        [
            ["教学环节", "教学活动", LEFT, "设计意图"],
            [UP, "教师活动", "学生活动", UP],
            ["导入", "出示", "看", "激趣"],
        ],
    )

    assert [(s["title"], s["teacher"], s["student"], s["intent"]) for s in made.steps] == [
        ("导入", "出示", "看", "激趣")
    ]


def test_a_plan_for_two_grades(path: Path) -> None:
    made = read(
        path,
        [["课题", "口算乘法 / 平均数", "课时", "1"]],
        [
            ["时间", "三年级", "四年级"],
            ["8", "【动】复习口算", "【静】预习例2"],
            ["15", "（静）完成练习", "（动）讲平均数"],
        ],
    )

    assert made.values["layout"] == "multigrade"
    assert (made.values["grade_a"], made.values["grade_b"]) == ("3", "4")
    assert made.steps == (
        {"minutes": 8.0, "track_a": "复习口算", "mode_a": "direct", "track_b": "预习例2",
         "mode_b": "seatwork"},
        {"minutes": 15.0, "track_a": "完成练习", "mode_a": "seatwork", "track_b": "讲平均数",
         "mode_b": "direct"},
    )  # fmt: skip


def test_two_grades_with_the_mode_in_columns_of_its_own(path: Path) -> None:
    made = read(
        path,
        [
            ["时间", "三年级活动", "动静", "四年级活动", "动静"],
            ["8", "复习口算", "动", "预习例2", "静"],
        ],
    )

    assert made.steps == (
        {"minutes": 8.0, "track_a": "复习口算", "mode_a": "direct", "track_b": "预习例2",
         "mode_b": "seatwork"},
    )  # fmt: skip


def test_homework_in_levels(path: Path) -> None:
    made = read(path, "作业设计（15分钟）", "基础：第1题", "提高：第5题", "拓展：编一道题")

    assert made.values["homework_basic"] == "第1题"
    assert made.values["homework_improve"] == "第5题"
    assert made.values["homework_extend"] == "编一道题"
    assert made.values["homework_minutes"] == 15


def test_a_table_of_steps_inside_of_a_cell(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "课题", "口算乘法"
    table.cell(1, 0).text = "教学过程"
    inner = table.cell(1, 1).add_table(2, 2)
    for c, words in enumerate(("教师活动", "学生活动")):
        inner.cell(0, c).text = words
    inner.cell(1, 0).text, inner.cell(1, 1).text = "出示", "看"
    document.save(str(tmp_path / "a.docx"))

    made = draft(read_plan(tmp_path / "a.docx"), Choices(), today=TODAY)

    assert [(s["teacher"], s["student"]) for s in made.steps] == [("出示", "看")]


def test_labels_with_spaces_numbers_and_brackets_are_known(path: Path) -> None:
    made = read(
        path,
        [["课    题：", "口算乘法"], ["三、学情分析（重点写后进生）", "会表内乘法"]],
    )

    assert made.values["title"] == "口算乘法"
    assert made.values["learner_analysis"] == "会表内乘法"


def test_two_periods_in_two_tables_are_one_plan(path: Path) -> None:
    made = read(path, [["课题", "海底世界"]], STEPS, "第二课时", STEPS[:2])

    assert [step["title"] for step in made.steps] == ["导入", "探究新知", "导入"]


def test_what_the_form_asks_of_inspectors_is_no_news(path: Path) -> None:
    made = read(
        path,
        [["课题", "口算乘法"], ["查阅意见", ""]],
        "教研组长：________　教导处：________",
    )

    assert not made.left


def test_what_is_not_understood_is_told_with_its_words(path: Path) -> None:
    made = read(path, [["课题", "口算乘法"], ["跨学科联系", "和美术课一起做"]])

    assert [(one.label, one.words, one.reason) for one in made.left] == [
        ("跨学科联系", "和美术课一起做", "unknown")
    ]


def test_an_unknown_label_behind_a_known_pair_keeps_its_words(path: Path) -> None:
    made = read(path, [["课题", "口算乘法", "跨学科联系", "和美术课一起做"]])

    assert [(one.label, one.words) for one in made.left] == [("跨学科联系", "和美术课一起做")]


def test_a_value_that_is_none_is_left_with_its_words(path: Path) -> None:
    made = read(path, [["课题", "口算乘法", "学科", "棋类"]])

    assert "subject" not in made.values
    assert [(one.label, one.reason) for one in made.left] == [("学科", "unreadable")]


def test_a_person_decides_where_a_piece_goes(path: Path) -> None:
    blocks = [["课题", "口算乘法"], ["跨学科联系", "和美术课一起做"], ["教学方法", "讲授"]]

    made = read(path, blocks, pieces={1: "adaptation_note", 2: ""})

    assert made.values["adaptation_note"] == "和美术课一起做"
    assert "methods" not in made.values
    assert [(one.label, one.reason) for one in made.left] == [("教学方法", "unwanted")]


def test_a_person_decides_what_a_column_is(path: Path) -> None:
    rows = [["环节", "教师活动", "评价标准"], ["导入", "出示", "能列式"]]

    made = read(path, rows, columns={2: "intent"})

    assert made.steps[0]["intent"] == "能列式"


def test_an_unknown_column_is_left_with_its_words(path: Path) -> None:
    made = read(path, [["环节", "教师活动", "技术支持"], ["导入", "出示", "投屏"]])

    assert [(one.label, one.words) for one in made.left] == [("技术支持", "投屏")]


def test_a_plan_without_a_title_takes_the_name_of_its_file(path: Path) -> None:
    made = read(path, [["教学目标", "会口算"]])

    assert made.values["title"] == "口算乘法"


def test_pinyin_above_a_character_stays_beside_it(path: Path) -> None:
    from tests.db.word_files import body_of, with_part

    word_file(path, "教学重点：RUBY")
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ruby = (
        f'<w:ruby xmlns:w="{w}"><w:rt><w:r><w:t>zhān</w:t></w:r></w:rt>'
        "<w:rubyBase><w:r><w:t>瞻</w:t></w:r></w:rubyBase></w:ruby>"
    ).encode()
    body = body_of(path).replace(
        "<w:t>教学重点：RUBY</w:t>".encode(), "<w:t>教学重点：</w:t>".encode() + ruby
    )
    with_part(path, "word/document.xml", body)

    made = draft(read_plan(path), Choices(), today=TODAY)

    assert made.values["key_points"] == "瞻（zhān）"


def test_numbers_that_word_writes_are_part_of_the_text(path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph("教学目标：")
    for words in ("会口算", "能说理"):
        document.add_paragraph(words, style="List Number")
    document.save(str(path))

    made = draft(read_plan(path), Choices(), today=TODAY)

    assert "会口算\n" in str(made.values["objectives"])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_plain_text_by_its_headings(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "观潮.txt"
    words = (
        "《观潮》教案\n学科：语文\n一、教学目标\n朗读课文\n二、教学过程\n1、导入\n看图\n"
        "2、初读\n读一遍\n三、板书设计\n潮来前 潮来时\n"
    )
    path.write_bytes(words.encode(encoding))

    made = draft(read_plan(path), Choices(), today=TODAY)

    assert made.values["title"] == "观潮"
    assert made.values["subject"] == "chinese"
    assert [step["title"] for step in made.steps] == ["导入", "初读"]
    assert made.values["board_plan"] == "潮来前 潮来时"
