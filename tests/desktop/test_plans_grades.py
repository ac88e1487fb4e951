"""Plans for several grades, what is new in the agreed plan, and how plans go to paper."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.commands import plans
from db.journal import writing
from desktop import theme
from desktop.pages.plans.editor import PlanEditor
from desktop.pages.plans.step_source import MIME, Offered, unpacked
from desktop.theme import Theme
from tests.desktop.office import TODAY, Office, ShowForm
from tests.desktop.plan_room import plan_with_steps, sheet

GRADES = {"layout": "multigrade", "grade": "1 3", "grade_a": "1", "grade_b": "3"}


@pytest.fixture
def editor(show_form: ShowForm) -> PlanEditor:
    return show_form(PlanEditor, 1200, 700)


def heads(editor: PlanEditor) -> list[str]:
    return [column.words for column in editor.form.table.rows.columns]


def test_a_plan_for_several_grades_has_a_column_for_each(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, _steps = plan_with_steps(office, **GRADES)

    editor.open(plan)

    assert heads(editor) == ["Step", "Time", "Grade 1", "Grade 3", "Second preparation"]


def test_the_second_preparation_of_several_grades_is_written_beside_them_and_undone(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office, **GRADES)
    editor.open(plan)
    table = editor.form.table
    table.write_in(steps[0], "track_b")

    QTest.keyClick(table.edit, Qt.Key.Key_Tab)
    assert table.column() == "second"
    QTest.keyClicks(table.edit, "fewer counters")
    editor.flush()
    assert sheet(office, plan).steps[0].values["second"] == "fewer counters"
    QTest.keyClick(table.edit, Qt.Key.Key_Tab)
    assert (table.current(), table.column()) == (steps[1], "title")
    editor.acts.undo()
    editor.flush()

    assert sheet(office, plan).steps[0].values["second"] is None


def test_two_who_write_one_second_preparation_of_several_grades_keep_both_words(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office, **GRADES)
    office.write(steps[0], {"second": "用玉米粒。"})
    editor.open(plan)
    editor.form.table.write_in(steps[0], "second")

    QTest.keyClicks(editor.form.table.edit, "OK")
    office.arrive(steps[0], {"second": "先用玉米粒。"}, seen=sheet(office, plan).steps[0].version)
    editor.flush()

    assert sheet(office, plan).steps[0].values["second"] == "先用玉米粒。OK"


@pytest.mark.parametrize(("scale", "width"), [(1.0, 1366), (1.5, 1366), (1.5, 760)])
def test_three_grades_and_their_second_preparation_have_room(
    office: Office, show_form: ShowForm, wear: Callable[[Theme], None], scale: float, width: int
) -> None:
    wear(Theme(scale=scale))
    plan, steps = plan_with_steps(office, **GRADES, grade_c="5")
    editor = show_form(PlanEditor, width - 76, 600)

    editor.open(plan)

    rows = editor.form.table.rows
    names = ("track_a", "track_b", "track_c", "second")
    signs = [rows.words(0, name).width() / theme.now().size(11) for name in names]
    assert min(signs) >= 6, signs
    tops = [rows.words(at, name).top() for at in range(len(steps)) for name in names]
    assert all(top >= rows.head_height() for top in tops)


def test_a_step_pressed_while_in_the_second_preparation_goes_into_the_first_track(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office, **GRADES)
    editor.open(plan)
    editor.form.table.write_in(steps[0], "second")

    editor.form.source.wanted.emit(Offered("导入", "看图。", None))
    editor.flush()

    first = sheet(office, plan).steps[0].values
    assert (first["track_a"], first["second"]) == ("看图。", None)


def test_the_layout_chosen_in_the_head_turns_the_table(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, _steps = plan_with_steps(office)
    editor.open(plan)
    editor.form.strip.set_open(True)

    editor.form.strip.boxes["layout"].edited.emit("layout", "multigrade")

    assert "Teacher" not in heads(editor)
    assert editor.form.source.isVisible()


def test_a_press_on_the_tag_turns_direct_into_seatwork(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office, **GRADES)
    office.write(steps[0], {"mode_a": "direct"})
    editor.open(plan)
    table = editor.form.table
    words = table.rows.words(0, "track_a")

    QTest.mousePress(
        table, Qt.MouseButton.LeftButton, pos=QPoint(words.left() + 8, words.top() - 10)
    )
    editor.flush()

    assert sheet(office, plan).steps[0].values["mode_a"] == "seatwork"


def test_an_agreed_step_dropped_into_a_track_stands_under_what_was_there(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office, **GRADES)
    office.write(steps[1], {"track_b": "先复习。"})
    editor.open(plan)
    table = editor.form.table
    data = QMimeData()
    data.setData(MIME, Offered("新授", "摆小棒。", 12.0).packed())
    place = QPointF(table.rows.ground(1, "track_b").center())

    table.dropEvent(QDropEvent(
        place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    ))  # fmt: skip
    editor.flush()

    step = sheet(office, plan).steps[1].values
    assert (step["track_b"], step["mode_b"]) == ("先复习。\n摆小棒。", "direct")


def test_a_table_pasted_into_a_plan_for_several_grades_stands_where_it_is_seen(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office, **GRADES)
    editor.open(plan)
    editor.form.table.write_in(steps[2], "track_a")
    board = QMimeData()
    board.setText(
        "组织教学\t8\t复习口诀。\t预习例 2。\t一动一静。\t用玉米粒。\n换班\t15\t\t讲例 2。"
    )

    editor.form.table.edit.insertFromMimeData(board)
    editor.flush()

    first, second = sheet(office, plan).steps[3:]
    names = ("title", "minutes", "track_a", "track_b", "second", "teacher", "student", "intent")
    assert [first.values[name] for name in names] == [
        "组织教学", 8.0, "复习口诀。", "预习例 2。", "一动一静。\n用玉米粒。", None, None, None,
    ]  # fmt: skip
    assert (second.values["track_a"], second.values["track_b"]) == (None, "讲例 2。")


def test_the_steps_of_an_agreed_plan_of_a_grade_are_offered_and_pressed_in(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    other, _ids = plan_with_steps(office, grade="3")
    plan, steps = plan_with_steps(office, **GRADES)
    editor.open(plan)
    editor.form.table.write_in(steps[0], "track_b")
    source = editor.form.source

    source.plans.set_code(other)
    source.plans.chosen.emit(other)
    source.wanted.emit(Offered("导入", "看图。", None))
    editor.flush()

    assert sheet(office, plan).steps[0].values["track_b"] == "看图。"


def test_what_another_program_drops_is_no_step() -> None:
    assert unpacked(b"\xff\xfe") is None
    assert unpacked(b"[1, 2]") is None
    assert unpacked(b'{"a": 1}') is None


def test_a_newer_agreed_plan_is_said_over_mine_until_i_keep_mine(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    with writing(office.desk.store, office.sit()) as writer:
        first = plans.freeze(writer, plan, today=TODAY)
        mine = plans.derive(writer, plan, today=TODAY, version=first)
    office.write(steps[0], {"teacher": "出示四叠贴纸。"})
    with writing(office.desk.store, office.sit()) as writer:
        plans.freeze(writer, plan, today=TODAY)
    editor.open(mine)
    qtbot.waitUntil(lambda: editor.relation.news is not None)

    editor.relation.keep_mine()

    qtbot.waitUntil(lambda: editor.relation.news is None)
    assert sheet(office, mine).steps[0].values["teacher"] == "出示三叠贴纸。"


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_tag_of_a_track_covers_no_words(
    office: Office, show_form: ShowForm, wear: Callable[[Theme], None], scale: float
) -> None:
    wear(Theme(scale=scale))
    plan, _steps = plan_with_steps(office, **GRADES)
    editor = show_form(PlanEditor, 1258, 640)

    editor.open(plan)

    rows = editor.form.table.rows
    assert rows.cards is (scale == 1.5)
    for row in rows.rows:
        words = [cell.words for cell in row.cells]
        for name in ("track_a", "track_b"):
            cell = row.cell(name)
            assert cell is not None
            tag = QRect(cell.words.left(), cell.words.top() - round(24 * scale), 40, 20)
            assert cell.ground.contains(tag)
            assert not any(tag.intersects(one) for one in words)
