"""A staff list before it is taken in: what each row would do, rights, answers, what is kept."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from db.commands import records
from db.commands.imports import NEW, SKIP, ImportReport, carry_out, undo
from db.errors import ImportFileError
from db.journal import writing
from db.progress import finish
from db.record import DELETED
from desktop.pages.people import import_draft, import_words
from desktop.pages.people.import_draft import Decisions, Preview, Wish
from tests.desktop.office import TODAY, Office

HEAD = ("姓名", "性别", "任教学科", "职称", "教龄", "手机")


def write_list(
    folder: Path, *rows: Sequence[object], head: Sequence[str] = HEAD, name: str = "名单.xlsx"
) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (head, *rows):
        sheet.append(list(cells))
    book.save(folder / name)
    return folder / name


def read(office: Office, path: Path, **wishes: object) -> Preview:
    wish = Wish(**{"path": path, "school": office.town, **wishes})  # type: ignore[arg-type]
    desk = office.desk
    return finish(import_draft.reading(desk.store, desk.member, wish, TODAY))


def does(preview: Preview) -> list[str]:
    assert preview.plan is not None
    return [row.action for row in preview.plan.rows]


def take(office: Office, preview: Preview, decisions: Decisions) -> ImportReport:
    assert preview.plan is not None
    planned = import_draft.settled(office.desk.store, preview.plan, decisions)
    work = carry_out(office.desk.store, office.sit(), planned, dict(decisions.answers), today=TODAY)
    return finish(work)


def test_private_columns_are_not_taken(office: Office, tmp_path: Path) -> None:
    preview = read(
        office, write_list(tmp_path, ("刘桂兰", "女", "语文", "一级", 31, "13812345678"))
    )

    assert "手机" in preview.table.columns
    assert "手机" not in preview.mapping


def test_rows_without_a_school_go_to_the_one_that_was_chosen(
    office: Office, tmp_path: Path
) -> None:
    preview = read(office, write_list(tmp_path, ("刘桂兰", "女", "语文", "一级", 31, "")))

    report = take(office, preview, Decisions())

    values = office.show(str(report.rows[0].record)).values
    assert (values["school"], values["teaching_since"]) == (office.town, 1994)


def test_a_column_for_the_school_wins(office: Office, tmp_path: Path) -> None:
    file = write_list(tmp_path, ("刘桂兰", "李家小学"), head=("姓名", "学校"))

    preview = read(office, file)

    assert preview.names_school
    assert preview.plan is not None
    assert preview.plan.rows[0].values["school"] == office.school


def test_what_an_update_replaces_is_said(office: Office, tmp_path: Path) -> None:
    office.write(office.colleague, {"teaching_since": 2000})
    preview = read(office, write_list(tmp_path, ("张晓梅", "女", "数学", "一级", 18, "")))
    assert preview.plan is not None

    verdict = import_words.verdict(preview, preview.plan.rows[0], Decisions(), TODAY.year)

    assert verdict.word == "Updated"
    assert "Gender Female" in verdict.why
    assert verdict.why.endswith("and 1 more")


def test_years_of_teaching_are_said_as_years(office: Office, tmp_path: Path) -> None:
    office.write(office.colleague, {"teaching_since": 2000})
    file = write_list(tmp_path, ("张晓梅", 18), head=("姓名", "教龄"))
    preview = read(office, file)
    assert preview.plan is not None

    verdict = import_words.verdict(preview, preview.plan.rows[0], Decisions(), TODAY.year)

    assert verdict.why == "known already: Years of teaching 25 → 18"


def test_a_name_one_character_off_is_asked_about(office: Office, tmp_path: Path) -> None:
    preview = read(office, write_list(tmp_path, ("张小梅", "女", "数学", "一级", 18, "")))
    assert preview.plan is not None
    row = preview.plan.rows[0]

    assert row.action == "ask"
    assert [one.words for one in import_words.choices(preview, row)] == [
        "It is her",
        "Somebody else",
    ]
    verdict = import_words.verdict(preview, row, Decisions(), TODAY.year)
    assert verdict.why == "one character away from “张晓梅”"


def test_rows_that_are_not_decided_stay_out(office: Office, tmp_path: Path) -> None:
    preview = read(office, write_list(tmp_path, ("张小梅", "女", "数学", "一级", 18, "")))

    report = take(office, preview, Decisions())

    assert report.count("skipped") == 1
    assert office.show(office.colleague).values["gender"] is None


def test_saying_it_is_her_keeps_her_name_and_adds_the_other(office: Office, tmp_path: Path) -> None:
    preview = read(office, write_list(tmp_path, ("张小梅", "女", "数学", "一级", 18, "")))
    assert preview.plan is not None
    decisions = Decisions()
    decisions.decide(preview.plan.rows[0], office.colleague)

    report = take(office, preview, decisions)

    values = office.show(office.colleague).values
    assert report.count("updated") == 1
    assert (values["name"], values["aliases"], values["gender"]) == ("张晓梅", "张小梅", "female")


def test_saying_it_is_somebody_else_adds_a_person(office: Office, tmp_path: Path) -> None:
    preview = read(office, write_list(tmp_path, ("张小梅", "女", "数学", "一级", 18, "")))
    assert preview.plan is not None
    decisions = Decisions()
    decisions.decide(preview.plan.rows[0], NEW)

    assert take(office, preview, decisions).count("added") == 1


def test_an_answer_can_be_taken_back(office: Office, tmp_path: Path) -> None:
    preview = read(office, write_list(tmp_path, ("张小梅", "女", "数学", "一级", 18, "")))
    assert preview.plan is not None
    row, decisions = preview.plan.rows[0], Decisions()

    decisions.decide(row, NEW)
    assert decisions.does(row) == "new"
    decisions.decide(row, "")

    assert decisions.does(row) == "ask"


def test_a_row_that_stands_in_the_list_before_is_asked_about(
    office: Office, tmp_path: Path
) -> None:
    rows = (("刘桂兰", "女"), ("刘桂兰", "女"))
    preview = read(office, write_list(tmp_path, *rows, head=("姓名", "性别")))
    assert preview.plan is not None

    assert does(preview) == ["new", "ask"]
    answers = [one.answer for one in import_words.choices(preview, preview.plan.rows[1])]
    assert answers == [SKIP, NEW]


@pytest.mark.parametrize("sum_row", ["合计", "（合计）", "总计：7人"])
def test_sums_are_left_out(office: Office, tmp_path: Path, sum_row: str) -> None:
    preview = read(office, write_list(tmp_path, ("刘桂兰", "女"), (sum_row, ""), head=HEAD[:2]))

    assert does(preview) == ["new", "skip"]


def test_a_cell_that_is_not_understood_is_left_empty_and_said(
    office: Office, tmp_path: Path
) -> None:
    preview = read(office, write_list(tmp_path, ("陈永红", "女", "语文", "高级", "三十", "")))
    assert preview.plan is not None
    row = preview.plan.rows[0]

    verdict = import_words.verdict(preview, row, Decisions(), TODAY.year)

    assert (row.action, verdict.tone) == ("new", "warn")
    assert "三十" in verdict.why


def test_a_list_whose_columns_are_not_known_can_still_be_mapped(
    office: Office, tmp_path: Path
) -> None:
    file = write_list(tmp_path, ("刘桂兰", "a"), head=("谁", "什么"))

    preview = read(office, file)
    assert preview.plan is None
    assert "Which column is the name?" in import_words.summary(preview, Decisions())

    assert does(read(office, file, mapping={"谁": "name"})) == ["new"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xlsx", b"PK\x03\x04 cut off", "not_a_table"),
        ("a.csv", b"", "empty"),
        ("a.csv", "姓名,性别\n".encode(), "empty"),
        ("a.xls", b"\xd0\xcf\x11\xe0 old", "not_a_table"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    office: Office, tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)

    with pytest.raises(ImportFileError) as raised:
        read(office, file)

    assert raised.value.reason == reason


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-8", "utf-16"])
def test_csv_is_read_in_the_usual_encodings(office: Office, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "名单.csv"
    file.write_bytes("姓名,性别\n刘桂兰,女\n".encode(encoding))

    preview = read(office, file)

    assert does(preview) == ["new"]
    assert preview.table.rows[0].cells == ("刘桂兰", "女")


def test_a_teacher_takes_in_only_the_own_school(office: Office, tmp_path: Path) -> None:
    office.desk.member = replace(office.desk.member, role="teacher")
    rows = (("刘桂兰", "李家小学"), ("马丹丹", "云岭县第三小学"), ("张晓梅", "云岭县第三小学"))
    file = write_list(tmp_path, *rows, head=("姓名", "学校"))

    preview = read(office, file)

    assert does(preview) == ["new", "skip", "same"]
    assert preview.plan is not None
    verdict = import_words.verdict(preview, preview.plan.rows[1], Decisions(), TODAY.year)
    assert verdict.why == "This computer may not write it."


def test_what_columns_were_taken_for_is_remembered() -> None:
    kept = import_draft.remember(("姓名", "谁的手机"), {"姓名": "name"}, "")
    kept = import_draft.remember(("性別",), {"性別": "gender"}, kept)

    found = import_draft.proposed(("姓名", "性別", "手机"), import_draft.remembered(kept))

    assert found == {"姓名": "name", "性別": "gender"}


def test_a_column_once_not_wanted_stays_so() -> None:
    kept = import_draft.remember(("姓名", "备注"), {"姓名": "name"}, "")

    assert import_draft.proposed(("姓名", "备注"), import_draft.remembered(kept)) == {
        "姓名": "name"
    }


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"姓名": 3}'])
def test_settings_that_cannot_be_read_are_forgotten(kept: str) -> None:
    assert import_draft.remembered(kept) == {}


def test_a_whole_list_is_taken_back(office: Office, tmp_path: Path) -> None:
    rows = (("刘桂兰", "女"), ("张晓梅", "女"))
    preview = read(office, write_list(tmp_path, *rows, head=("姓名", "性别")))
    report = take(office, preview, Decisions())

    finish(undo(office.desk.store, office.sit(), report))

    assert office.show(str(report.rows[0].record)).deletion == DELETED
    assert office.show(office.colleague).values["gender"] is None


def test_two_people_of_one_name_are_told_apart(office: Office, tmp_path: Path) -> None:
    with writing(office.desk.store, office.sit()) as writer:
        for subject in ("chinese", "pe"):
            values = {"name": "李娜", "school": office.town, "subjects": subject}
            records.add(writer, "person", values)
    preview = read(office, write_list(tmp_path, ("李娜", "女"), head=("姓名", "性别")))
    assert preview.plan is not None

    said = [one.words for one in import_words.choices(preview, preview.plan.rows[0])]

    assert sorted(said[:2]) == [
        "It is 李娜·Chinese·云岭县第三小学",
        "It is 李娜·PE·云岭县第三小学",
    ]
    assert said[2] == "Somebody else"
