"""What people write in cells, read as the values of fields."""

import datetime

import pytest

from db.import_columns import propose
from db.import_values import UnreadableError, read_value
from db.record import Value

TODAY = datetime.date(2025, 11, 3)


@pytest.mark.parametrize(
    ("field", "words", "value"),
    [
        ("gender", "女", "female"),
        ("title_rank", "一级教师", "first"),
        ("title_rank", "小学高级", "senior"),
        ("title_rank", "无", "none"),
        ("posts", "教导主任", "dean"),
        ("posts", "副校长", "vice_principal"),
        ("posts", "教导主任兼数学教师", "dean teacher"),
        ("subjects", "数学、科学", "maths science"),
        ("subjects", "语数", "chinese maths"),
        ("subjects", "道德与法治", "ethics"),
        ("grades", "三（2）班、四年级", "3 4"),
        ("grades", "一至三年级", "1 2 3"),
        ("honour", "县级骨干教师", "backbone"),
        ("employment", "特岗", "special_post"),
        ("born", "1975年3月", "1975-03"),
        ("born", "1975.03", "1975-03"),
        ("born", "197503", "1975-03"),
        ("born", "27454", "1975-03"),
        ("years_teaching", "12年", 2013),
        ("teaching_since", "1998-08-01", 1998),
        ("weekly_periods", "16节", 16),
        ("gender", "—", None),
        ("subjects", "", None),
    ],
)
def test_what_a_staff_list_says_is_understood(field: str, words: str, value: Value) -> None:
    assert read_value("person", field, words, TODAY) == value


@pytest.mark.parametrize(
    ("field", "words", "value"),
    [
        ("held_on", "10月17日", "2025-10-17"),
        ("held_on", "2025/10/17", "2025-10-17"),
        ("held_on", "2025.10.17 上午", "2025-10-17"),
        ("held_on", "2025年10月17日（周五）", "2025-10-17"),
        ("held_on", "20251017", "2025-10-17"),
        ("held_on", "45947", "2025-10-17"),
        ("held_on", "3月5日", "2026-03-05"),
        ("type", "送课下乡", "outreach_lesson"),
        ("starts_at", "下午2:30", "14:30"),
        ("starts_at", "8点", "08:00"),
        ("own_count", "约18人", 18),
        ("hours", "0.5", 0.5),
        ("grade", "三年级", "3"),
        ("summary", "  两行\n文字 ", "两行\n文字"),
    ],
)
def test_what_a_list_of_activities_says_is_understood(field: str, words: str, value: Value) -> None:
    assert read_value("activity", field, words, TODAY) == value


@pytest.mark.parametrize(
    ("kind", "field", "words"),
    [
        ("person", "gender", "不明"),
        ("person", "born", "很早"),
        ("person", "born", "1975-13"),
        ("person", "subjects", "炼丹"),
        ("activity", "held_on", "2025-02-30"),
        ("activity", "held_on", "第七周"),
        ("activity", "own_count", "许多"),
        ("activity", "starts_at", "25:00"),
        ("activity", "subject", "语文、数学"),
    ],
)
def test_what_means_nothing_is_not_guessed(kind: str, field: str, words: str) -> None:
    with pytest.raises(UnreadableError):
        read_value(kind, field, words, TODAY)


def test_columns_are_known_by_the_names_schools_give_them() -> None:
    columns = ["序号", "姓 名", "性别", "出生年月", "职务（兼职）", "学校/单位", "教龄(年)", "手机"]

    assert propose("person", columns) == {
        "姓 名": "name",
        "性别": "gender",
        "出生年月": "born",
        "职务（兼职）": "posts",
        "学校/单位": "school_name",
        "教龄(年)": "years_teaching",
    }


def test_columns_are_known_by_wire_names_and_in_english() -> None:
    columns = ["title", "Date", "host school", "执教/主讲", "参加学校", "own_count"]

    assert list(propose("activity", columns).values()) == [
        "title", "held_on", "host_school_name", "leads", "partner_school_names", "own_count",
    ]  # fmt: skip


def test_a_field_is_taken_from_one_column_only() -> None:
    assert propose("person", ["姓名", "名字"]) == {"姓名": "name"}
