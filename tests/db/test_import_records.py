"""Importing people and activities: planned, carried out row by row, taken back as a whole."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from db.commands.imports import NEW, ImportReport, carry_out, undo
from db.errors import ImportFileError, UnknownKindError
from db.import_columns import field_meant
from db.progress import finish
from db.queries.imports import ImportPlan, plan
from db.queries.records import RecordRow, list_records, parts_of
from db.record import Value
from db.tables import read_table
from tests.db.laptops import Laptop

TODAY = datetime.date(2025, 11, 3)


@pytest.fixture
def planned(a: Laptop, tmp_path: Path) -> "Planned":
    return Planned(a, tmp_path / "list.csv")


class Planned:
    """Plans the import of some lines."""

    def __init__(self, laptop: Laptop, path: Path) -> None:
        self.laptop, self.path = laptop, path

    def __call__(self, kind: str, *lines: str) -> ImportPlan:
        self.path.write_text("\n".join(lines), encoding="utf-8")
        table = read_table(self.path, recognises=lambda w: field_meant(kind, w) is not None)
        with self.laptop.store.read() as session:
            return plan(session, kind, table, today=TODAY)


def carried(a: Laptop, planned: ImportPlan, **choices: str) -> ImportReport:
    """Carry out a plan; choices are given as row_3="new"."""
    answers = {int(name.removeprefix("row_")): answer for name, answer in choices.items()}
    return finish(carry_out(a.store, a.sitting, planned, answers, today=TODAY))


def listed(a: Laptop, kind: str, **where: Value) -> list[RecordRow]:
    """Return the records of a kind."""
    with a.store.read() as session:
        return list_records(session, kind, where)


def test_people_are_added_with_their_school(a: Laptop, planned: Planned) -> None:
    school = a.record("school", name="李家小学", short_name="李家")

    report = carried(
        a,
        planned(
            "person",
            "姓名,学校,性别,任教学科",
            "李志强,李家,男,数学、科学",
            "王丽娟,李家小学,女,语文",
        ),
    )

    people = listed(a, "person", school=school)
    assert report.count("added") == 2
    assert {(p.values["name"], p.values["subjects"]) for p in people} == {
        ("李志强", "maths science"), ("王丽娟", "chinese"),
    }  # fmt: skip


def test_a_list_imported_twice_changes_nothing(a: Laptop, planned: Planned) -> None:
    lines = ("姓名,性别,教龄", "李志强,男,20", "王丽娟,女,8")
    carried(a, planned("person", *lines))

    again = planned("person", *lines)

    assert [row.action for row in again.rows] == ["same", "same"]
    assert carried(a, again).count("skipped") == 2


def test_a_known_person_gets_only_what_differs(a: Laptop, planned: Planned) -> None:
    id = a.record("person", name="李志强", gender="male", subjects="maths")

    found = planned("person", "姓名,性别,任教学科", "李志强,,语文").rows[0]

    assert (found.action, found.record, found.values) == ("update", id, {"subjects": "chinese"})


def test_an_unknown_school_is_kept_by_its_name_and_said(a: Laptop, planned: Planned) -> None:
    made = planned("person", "姓名,学校", "李志强,云外小学")

    carried(a, made)

    assert [p.code for p in made.rows[0].problems] == ["unknown_school"]
    assert listed(a, "person")[0].values["school_name"] == "云外小学"


def test_a_name_that_two_people_have_is_asked_about(a: Laptop, planned: Planned) -> None:
    twins = {a.record("person", name="张伟"), a.record("person", name="张伟")}

    made = planned("person", "姓名,性别", "张伟,男")

    assert made.rows[0].action == "ask"
    assert set(made.rows[0].candidates) == twins
    assert carried(a, made).count("skipped") == 1


def test_the_month_of_birth_tells_two_of_one_name_apart(a: Laptop, planned: Planned) -> None:
    a.record("person", name="张伟", born="1970-01")
    young = a.record("person", name="张伟", born="1995-06")

    found = planned("person", "姓名,出生年月,性别", "张伟,1995年6月,男").rows[0]

    assert (found.action, found.record) == ("update", young)


def test_a_name_that_stands_twice_in_the_list_is_asked_about(a: Laptop, planned: Planned) -> None:
    made = planned("person", "姓名,性别", "张伟,男", "张伟,女")

    report = carried(a, made, row_3=NEW)

    assert [row.action for row in made.rows] == ["new", "ask"]
    assert report.count("added") == 2


def test_an_answer_names_the_record_a_row_means(a: Laptop, planned: Planned) -> None:
    a.record("person", name="张伟")
    meant = a.record("person", name="张伟")

    report = carried(a, planned("person", "姓名,性别", "张伟,男"), row_2=meant)

    assert report.ids("updated") == (meant,)
    assert a.value(meant, "gender") == "male"


def test_a_cell_that_cannot_be_read_leaves_its_field_empty(a: Laptop, planned: Planned) -> None:
    made = planned("person", "姓名,性别,出生年月", "李志强,不明,1973.5")

    report = carried(a, made)

    assert [(p.code, p.field, p.words) for p in made.rows[0].problems] == [
        ("unreadable", "gender", "不明")
    ]
    assert a.value(report.ids("added")[0], "gender") is None
    assert a.value(report.ids("added")[0], "born") == "1973-05"


def test_broken_rows_are_left_out_and_the_others_stay(a: Laptop, planned: Planned) -> None:
    report = carried(
        a, planned("person", "序号,姓名,性别", "1,李志强,男", "2,,女", "合计,2人,", "3,王丽娟,女")
    )

    assert [row.did for row in report.rows] == ["added", "failed", "skipped", "added"]


def test_a_list_without_names_is_refused_with_its_columns(planned: Planned) -> None:
    with pytest.raises(ImportFileError) as caught:
        planned("person", "性别,任教学科", "男,数学")

    assert (caught.value.reason, caught.value.detail) == ("no_columns", "性别、任教学科")


def test_other_kinds_are_not_imported(planned: Planned) -> None:
    with pytest.raises(UnknownKindError):
        planned("school", "name", "x")


def test_activities_come_with_day_type_schools_and_who_taught(a: Laptop, planned: Planned) -> None:
    host = a.record("school", name="云岭县第三小学", short_name="三小")
    guest = a.record("school", name="李家小学", short_name="李家")
    teacher = a.record("person", name="张晓梅", school=host)

    report = carried(
        a,
        planned(
            "activity",
            "日期\t主题\t类型\t承办学校\t参加学校\t执教/主讲\t人数",
            "10月17日\t口算乘法\t送课下乡\t三小\t李家、双峰教学点\t张晓梅、外请专家\t12",
        ),
    )

    id = report.ids("added")[0]
    values = a.shown(id).values
    assert values["held_on"] == "2025-10-17"
    assert (values["type"], values["own_count"]) == ("outreach_lesson", 12)
    assert (values["host_school"], values["host_school_name"]) == (host, "云岭县第三小学")
    assert values["partner_schools"] == guest
    assert values["partner_school_names"] == "李家小学、双峰教学点"
    with a.store.read() as session:
        leads = parts_of(session, "participant", id)
    assert {(p.values["person"], p.values["person_name"]) for p in leads} == {
        (teacher, "张晓梅"), (None, "外请专家"),
    }  # fmt: skip
    assert {p.values["role"] for p in leads} == {"teacher"}


def test_activities_imported_twice_are_there_once(a: Laptop, planned: Planned) -> None:
    lines = ("日期,主题,执教", "2025-10-17,口算乘法,张晓梅")
    carried(a, planned("activity", *lines))

    assert planned("activity", *lines).rows[0].action == "same"


def test_a_list_without_a_day_takes_what_the_form_would(a: Laptop, planned: Planned) -> None:
    report = carried(a, planned("activity", "主题,人数", "口算乘法,12"))

    values = a.shown(report.ids("added")[0]).values
    assert (values["held_on"], values["recorder"]) == (TODAY.isoformat(), a.person)


def test_a_day_that_cannot_be_read_is_never_today(a: Laptop, planned: Planned) -> None:
    report = carried(a, planned("activity", "主题,日期", "口算乘法,第七周"))

    assert [row.did for row in report.rows] == ["failed"]
    assert listed(a, "activity") == []


def test_an_empty_day_stays_empty(a: Laptop, planned: Planned) -> None:
    report = carried(a, planned("activity", "主题,日期", "口算乘法,", "长方形,2025-10-17"))

    assert a.value(report.ids("added")[0], "held_on") is None


def test_taking_an_import_back_leaves_what_was_there_before(a: Laptop, planned: Planned) -> None:
    known = a.record("person", name="李志强", subjects="maths")
    report = carried(a, planned("person", "姓名,任教学科", "李志强,语文", "王丽娟,英语"))

    finish(undo(a.store, a.sitting, report))

    assert a.value(known, "subjects") == "maths"
    assert [p.values["name"] for p in listed(a, "person")] == ["李志强"]


def test_what_a_laptop_may_not_write_fails_row_by_row(
    laptop: Callable[..., Laptop], tmp_path: Path
) -> None:
    observer = laptop("o", role="observer")

    made = Planned(observer, tmp_path / "list.csv")("person", "姓名", "李志强", "王丽娟")
    report = carried(observer, made)

    assert [row.did for row in report.rows] == ["failed", "failed"]
    assert [p.code for row in report.rows for p in row.problems] == ["not_allowed"] * 2


def test_an_import_that_is_stopped_keeps_the_rows_so_far(a: Laptop, planned: Planned) -> None:
    made = planned("person", "姓名", *(f"教师{number}" for number in range(50)))
    work = carry_out(a.store, a.sitting, made, today=TODAY)

    next(work)
    next(work)
    work.close()

    assert 0 < len(listed(a, "person")) < 50
