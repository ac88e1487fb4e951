"""What is pasted into a plan comes in as plain words, or as steps where it is a table."""

import pytest

from desktop.pages.plans.pasting import clean, read_minutes, rows_of_html, rows_of_text, steps_of
from desktop.pages.plans.plan_parts import words_in

WORD = """<html><head><style>td {color: red}</style></head><body><table>
<tr><td><p class=MsoNormal><b>教学环节</b></p></td><td><p>教师活动</p></td><td><p>学生活动</p></td>
<td><p>设计意图</p></td></tr>
<tr><td><p>一、导入（5分钟）</p></td><td><p>出示<span>&nbsp;</span>图片</p><p>提问</p></td>
<td><p>回答</p></td><td></td></tr></table></body></html>"""


def test_a_table_of_word_is_read_by_its_head_row() -> None:
    (step,) = steps_of(rows_of_html(WORD))

    assert (step["title"], step["teacher"], step["student"]) == (
        "一、导入（5分钟）",
        "出示 图片\n提问",
        "回答",
    )
    assert (step["phase"], step["minutes"]) == ("lead_in", 5)


def test_a_table_without_a_head_row_is_taken_in_the_order_of_the_form() -> None:
    steps = steps_of(rows_of_text("导入\t5\t看图\t回答\n新授\t约20分钟\t讲\t听"))

    assert [(one["minutes"], one["teacher"]) for one in steps] == [(5, "看图"), (20, "讲")]


def test_columns_without_times_are_not_taken_for_minutes() -> None:
    steps = steps_of(rows_of_text("导入\t看图\t回答"))

    assert steps[0]["teacher"] == "看图"
    assert "minutes" not in steps[0]


def test_a_cell_that_no_column_fits_is_kept() -> None:
    steps = steps_of([["导入", "5", "a", "b", "c", "d", "e"]])

    assert steps[0]["second"] == "d\ne"


def test_a_paragraph_is_no_table() -> None:
    assert steps_of(rows_of_text("第一行\n第二行")) == []
    assert steps_of(rows_of_html("<p>第一行</p>")) == []


def test_what_nobody_sees_is_left_out() -> None:
    assert clean("一\r\n二\u200b\x0b三 \n\n\n\n四\xa0五\n") == "一\n二\n三\n\n四 五"


@pytest.mark.parametrize(
    ("words", "minutes"),
    [("5", 5), ("５分钟", 5), ("约3'", 3), ("12′", 12), ("2.5", 2.5), ("半节课", None), ("", None)],
)
def test_minutes_are_read_as_people_write_them(words: str, minutes: float | None) -> None:
    assert read_minutes(words) == minutes


def test_words_are_counted_as_a_word_processor_does() -> None:
    assert words_in("口算 20×3=60，say it’s ok。") == 2 + 3 + 3
