"""What the ledger and the record sheet read from a real store."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from db.commands import records
from db.errors import UnknownRecordError, UnknownTermError
from db.journal import begin, writing
from db.queries.activity_sheet import activity_sheet
from db.queries.ledger import Ledger, ledger
from desktop.reports.activity_sheet import write_activity_sheet
from desktop.reports.export import FORMATS, export_ledger
from tests.reports.laptop import DAY, Founded, Laptop

TERM = "2025-2026-1"


@pytest.fixture
def laptop(founded_laptop: Founded, tmp_path: Path) -> Iterator[Laptop]:
    made = founded_laptop.copy(tmp_path / "data")
    yield made
    made.store.close()


def read(laptop: Laptop, **wanted: object) -> Ledger:
    with laptop.store.read() as session:
        return ledger(session, term=TERM, made_on=DAY, **wanted)  # type: ignore[arg-type]


def conflict(laptop: Laptop, id: str, name: str, *values: str) -> None:
    """Let two people write a field without knowing of each other."""
    with laptop.store.read() as session:
        seen = records_version(session, id)
        sittings = [begin(session, laptop.person) for _value in values]
    for sitting, value in zip(sittings, values, strict=True):
        with writing(laptop.store, sitting) as writer:
            records.change(writer, id, {name: value}, seen)


def records_version(session: object, id: str) -> bytes:
    from db.queries.records import show

    return show(session, id).version  # type: ignore[arg-type]


def test_the_title_facts_come_from_the_store(laptop: Laptop) -> None:
    laptop.add("activity", {"title": "送课", "held_on": "2025-10-17", "hours": 2})

    found = read(laptop)

    assert found.alliance == "“三小—山乡”结对联盟"
    assert found.term_name == "上学期"
    assert (found.held, found.hours) == (1, 2)
    assert found.week(DAY) == 7
    assert [(age.name, age.seen_on, age.missing) for age in found.ages] == [("李家", DAY, 0)]
    assert found.rows[0].host == "李家"
    assert found.rows[0].recorder == "王丽娟"


def test_rows_come_by_day_and_only_from_the_term(laptop: Laptop) -> None:
    for day in ("2025-10-17", "2025-09-02", "2025-08-30", "2026-01-24"):
        laptop.add("activity", {"title": day, "held_on": day})

    assert [row.title for row in read(laptop).rows] == ["2025-09-02", "2025-10-17"]


def test_what_is_in_the_bin_is_left_out_with_its_parts(laptop: Laptop) -> None:
    gone = laptop.add("activity", {"title": "送课", "held_on": "2025-10-17"})
    kept = laptop.add("activity", {"title": "讲座", "held_on": "2025-10-17"})
    laptop.add("attachment", {"record": kept, "caption": "照片"})
    laptop.delete(laptop.add("attachment", {"record": kept, "caption": "删掉的"}))
    laptop.delete(gone)

    (row,) = read(laptop).rows
    assert (row.title, row.evidence) == ("讲座", 1)


def test_those_who_teach_are_named_in_their_order(laptop: Laptop) -> None:
    id = laptop.add("activity", {"title": "送课", "held_on": "2025-10-17"})
    for name, role in (
        ("孙敏", "chair"),
        ("张晓梅", "teacher"),
        ("听", "observer"),
        ("周", "teacher"),
    ):
        laptop.add("participant", {"activity": id, "person_name": name, "role": role})

    assert read(laptop).rows[0].leads == ("张晓梅", "周")


def test_only_the_chair_is_named_where_nobody_teaches(laptop: Laptop) -> None:
    id = laptop.add("activity", {"title": "联席会议", "held_on": "2025-10-17"})
    laptop.add("participant", {"activity": id, "person_name": "孙敏", "role": "chair"})

    assert read(laptop).rows[0].leads == ("孙敏",)


def test_a_school_sees_what_it_hosts_and_what_it_joins(laptop: Laptop) -> None:
    other = laptop.add("school", {"name": "红石小学", "short_name": "红石"})
    laptop.add("activity", {"title": "自己办", "held_on": "2025-10-17"})
    laptop.add("activity", {"title": "别人的", "held_on": "2025-10-19", "host_school": other})
    joined = {"title": "去参加", "held_on": "2025-10-18", "host_school": other}
    laptop.add("activity", {**joined, "partner_schools": laptop.school})

    assert {row.title for row in read(laptop, school=laptop.school).rows} == {"自己办", "去参加"}
    assert read(laptop, school=other).school == "红石小学"


def test_the_alliance_never_sees_what_one_school_keeps(laptop: Laptop) -> None:
    facts = {"title": "推门课", "held_on": "2025-10-17"}
    laptop.add("activity", facts, circle="school")

    assert read(laptop).rows == ()
    assert len(read(laptop, school=laptop.school).rows) == 1


def test_types_can_be_chosen(laptop: Laptop) -> None:
    for type in ("donation", "lecture"):
        laptop.add("activity", {"title": type, "type": type, "held_on": "2025-10-17"})

    assert [row.type for row in read(laptop, types=("lecture",)).rows] == ["lecture"]


def test_one_activity_recorded_twice_is_told_once(laptop: Laptop) -> None:
    ids = [laptop.add("activity", {"title": "送课", "held_on": "2025-10-17"}) for _n in range(2)]
    one, other = sorted(ids)
    laptop.add("same_as", {"record_kind": "activity", "one": one, "other": other})

    assert [row.id for row in read(laptop).rows] == [one]


def test_both_versions_of_a_field_are_told(laptop: Laptop) -> None:
    id = laptop.add("activity", {"title": "送课", "held_on": "2025-10-17"})
    conflict(laptop, id, "held_on", "2025-10-18", "2025-10-19")

    (row,) = read(laptop).rows
    (other,) = row.others["held_on"]
    assert {str(row.held_on), str(other)} == {"2025-10-18", "2025-10-19"}


def test_both_whole_versions_of_a_text_are_told_and_not_their_letters_mixed(laptop: Laptop) -> None:
    facts = {"title": "送课", "held_on": "2025-10-17", "summary": "摆小棒。", "discussion": "好。"}
    id = laptop.add("activity", facts)
    conflict(laptop, id, "summary", "先摆小棒。", "改摆玉米粒。")
    conflict(laptop, id, "discussion", "很好。", "不好。")

    (row,) = read(laptop).rows
    assert {row.summary, *row.others["summary"]} == {"先摆小棒。", "改摆玉米粒。"}
    with laptop.store.read() as session:
        sheet = activity_sheet(session, id, made_on=DAY)
    assert {sheet.summary, *sheet.others["summary"]} == {"先摆小棒。", "改摆玉米粒。"}
    assert {sheet.discussion, *sheet.others["discussion"]} == {"很好。", "不好。"}


def test_three_statements_are_enough_however_many_rows(laptop: Laptop) -> None:
    for n in range(12):
        id = laptop.add("activity", {"title": f"{n}", "held_on": "2025-10-17"})
        laptop.add("participant", {"activity": id, "person_name": "张", "role": "teacher"})
    said: list[str] = []

    with laptop.store.read() as session:
        connection = session.connection()
        event.listen(
            connection, "before_cursor_execute", lambda _c, _k, sql, *_rest: said.append(sql)
        )
        ledger(session, term=TERM)

    assert len(said) == 3


def test_an_unknown_term_or_school_is_said(laptop: Laptop) -> None:
    with laptop.store.read() as session:
        with pytest.raises(UnknownTermError) as unknown:
            ledger(session, term="1999-2000-1")
        assert TERM in unknown.value.known  # what could have been meant is named
        with pytest.raises(UnknownRecordError):
            ledger(session, term=TERM, school="nobody")
        with pytest.raises(UnknownRecordError):
            activity_sheet(session, "nothing")


def test_every_parent_may_be_gone_and_all_is_still_printed(laptop: Laptop, tmp_path: Path) -> None:
    other = laptop.add("school", {"name": "红石小学", "short_name": "红石"})
    teacher = laptop.add("person", {"name": "张晓梅", "school": other})
    facts = {"title": "送课", "held_on": "2025-10-17", "partner_schools": other}
    id = laptop.add("activity", facts)
    laptop.add("participant", {"activity": id, "person": teacher, "role": "teacher"})
    laptop.add("agenda_item", {"activity": id, "content": "上课", "person": teacher})
    laptop.add("action_item", {"activity": id, "content": "回访", "owner": teacher})
    for parent in (teacher, other):
        laptop.delete(parent)

    found = read(laptop)
    for format in FORMATS:
        export_ledger(found, format, tmp_path / f"ledger.{format}")
    with laptop.store.read() as session:
        write_activity_sheet(activity_sheet(session, id), tmp_path / "sheet.pdf")

    assert found.rows[0].partners == ("红石小学",)
    assert found.rows[0].leads == ("张晓梅",)


def test_a_record_sheet_has_all_parts_in_their_order(laptop: Laptop) -> None:
    person = {"name": "李志强", "school": laptop.school, "posts": "dean", "subjects": "maths"}
    teacher = laptop.add("person", person)
    facts = {
        "title": "送课",
        "type": "outreach_lesson",
        "held_on": "2025-10-17",
        "d.stage": "refine",
    }
    id = laptop.add("activity", facts)
    laptop.add("participant", {"activity": id, "person": teacher, "role": "teacher"})
    laptop.add("agenda_item", {"activity": id, "content": "上课", "starts_at": "09:00"})
    laptop.add("agenda_item", {"activity": id, "content": "评课", "starts_at": "10:00"})
    laptop.add("action_item", {"activity": id, "content": "回访", "due_on": "2025-10-31"})
    laptop.add("attachment", {"record": id, "file_name": "a.jpg", "size_bytes": 5})

    with laptop.store.read() as session:
        sheet = activity_sheet(session, id, made_on=DAY)

    assert (sheet.school, sheet.term_name, sheet.week) == ("云岭县李家小学", "上学期", 7)
    assert sheet.details == {"stage": "refine"}
    assert [line.content for line in sheet.agenda] == ["上课", "评课"]
    (one,) = sheet.participants
    assert (one.name, one.school, one.posts, one.subjects) == ("李志强", "李家", "dean", "maths")
    assert str(sheet.actions[0].due_on) == "2025-10-31"
    assert sheet.attachments[0].file_name == "a.jpg"


def test_the_bin_keeps_its_sheet(laptop: Laptop) -> None:
    id = laptop.add("activity", {"title": "送课", "held_on": "2025-10-17"})
    laptop.delete(id)

    with laptop.store.read() as session:
        assert activity_sheet(session, id).title == "送课"
