"""The editor of a plan: saves as one types, step by step, and takes in what comes meanwhile."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from db.commands import plan_steps, records
from db.journal import writing
from db.record import LONGEST_TEXT
from desktop import theme, words
from desktop.pages import keeper
from desktop.pages.activities.boxes import DayBox
from desktop.pages.plans.editor import PlanEditor
from desktop.pages.plans.pasting import MOST_ROWS
from desktop.theme import Theme
from tests.desktop.office import Office, ShowForm
from tests.desktop.plan_room import add_plan, plan_with_steps, say, sheet, texts

Key = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def editor(show_form: ShowForm) -> PlanEditor:
    return show_form(PlanEditor, 1200, 700)


def saved(qtbot: QtBot, editor: PlanEditor) -> None:
    qtbot.waitUntil(lambda: not editor.keeper.draft.pending(), timeout=5000)


def press(editor: PlanEditor, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    box = editor.form.table.edit
    target = box if box.isVisible() else editor.form.table
    QTest.keyClick(target, key, held or Qt.KeyboardModifier.NoModifier)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(("scale", "width"), [(1.0, 1366), (1.5, 1366), (1.5, 950), (1.0, 760)])
def test_a_day_in_the_head_is_read_whole_with_its_week(
    office: Office,
    show_form: ShowForm,
    qapp: QApplication,
    qtbot: QtBot,
    language: str,
    scale: float,
    width: int,
) -> None:
    words.install(language)
    theme.apply(qapp, Theme(scale=scale, language=language))
    plan, _steps = plan_with_steps(office, taught_on="2025-10-17")
    editor = show_form(PlanEditor, width - round(64 * scale) - 12, 620)
    editor.open(plan)
    editor.form.strip.set_open(True)
    day = editor.form.strip.boxes["taught_on"].box
    assert isinstance(day, DayBox)

    wanted = day.fontMetrics().horizontalAdvance(day.text()) + round(36 * scale)

    qtbot.waitUntil(lambda: day.width() >= wanted)


def test_what_is_typed_into_a_step_saves_by_itself(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    editor.form.table.write_in(steps[1], "teacher")

    QTest.keyClicks(editor.form.table.edit, "!")
    saved(qtbot, editor)

    assert texts(office, plan)[1] == "指导摆小棒。!"


def test_what_is_typed_into_a_text_of_the_plan_saves_by_itself(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan = add_plan(office)
    editor.open(plan)

    editor.form.texts["objectives"].boxes["objectives"].insertPlainText("会口算。")
    saved(qtbot, editor)

    assert sheet(office, plan).record.values["objectives"] == "会口算。"


def test_the_cell_grows_and_what_is_below_moves_down(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    table = editor.form.table
    table.write_in(steps[0], "teacher")
    below, whole = table.rows.rows[1].top, table.height()

    table.edit.insertPlainText("再看一遍。\n" * 5)

    assert table.rows.rows[1].top > below
    assert table.height() > whole


def test_tab_goes_through_the_cells_row_after_row(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    table = editor.form.table
    table.write_in(steps[0], "second")

    press(editor, Key.Key_Tab)

    assert (table.current(), table.column()) == (steps[1], "title")
    press(editor, Key.Key_Backtab, SHIFT)
    assert (table.current(), table.column()) == (steps[0], "second")


def test_ctrl_enter_adds_a_step_below_and_puts_the_caret_into_it(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    editor.form.table.write_in(steps[0], "teacher")

    press(editor, Key.Key_Return, CTRL)

    ids = [step.id for step in sheet(office, plan).steps]
    assert len(ids) == 4
    assert ids[1] == editor.form.table.current()
    assert [ids[0], *ids[2:]] == steps


def test_ctrl_shift_enter_splits_the_step_where_the_caret_stands(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    table = editor.form.table
    table.write_in(steps[1], "teacher")
    cursor = table.edit.textCursor()
    cursor.setPosition(2)
    table.edit.setTextCursor(cursor)

    press(editor, Key.Key_Return, CTRL | SHIFT)

    assert texts(office, plan) == ["出示三叠贴纸。", "指导", "摆小棒。", "布置作业。"]


def test_alt_down_moves_the_step_and_the_caret_goes_with_it(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    editor.form.table.write_in(steps[0], "teacher")

    press(editor, Key.Key_Down, ALT)

    assert [step.id for step in sheet(office, plan).steps] == [steps[1], steps[0], steps[2]]
    assert editor.form.table.current() == steps[0]
    assert editor.form.table.edit.isVisible()


def test_a_row_is_dragged_by_its_handle(office: Office, editor: PlanEditor, qtbot: QtBot) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    table = editor.form.table
    first, last = table.rows.row_rect(0), table.rows.row_rect(2)

    QTest.mousePress(table, Qt.MouseButton.LeftButton, pos=QPoint(6, first.center().y()))
    QTest.mouseMove(table, QPoint(6, last.bottom() - 2))
    QTest.mouseRelease(table, Qt.MouseButton.LeftButton, pos=QPoint(6, last.bottom() - 2))

    assert [step.id for step in sheet(office, plan).steps] == [steps[1], steps[2], steps[0]]


def test_a_deleted_step_comes_back_by_undo(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    editor.form.table.write_in(steps[1], "teacher")

    press(editor, Key.Key_Delete, CTRL | SHIFT)
    gone = texts(office, plan)
    press(editor, Key.Key_Z, CTRL)

    assert gone == ["出示三叠贴纸。", "布置作业。"]
    assert texts(office, plan) == ["出示三叠贴纸。", "指导摆小棒。", "布置作业。"]


def test_undo_takes_steps_and_words_back_in_the_order_they_were_done(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    editor.form.table.write_in(steps[0], "teacher")
    editor.form.table.edit.insertPlainText("（二）")
    press(editor, Key.Key_Down, ALT)

    press(editor, Key.Key_Z, CTRL)
    back = [step.id for step in sheet(office, plan).steps]
    worded = texts(office, plan)[0]
    press(editor, Key.Key_Z, CTRL)

    assert back == steps
    assert worded == "出示三叠贴纸。（二）"
    assert texts(office, plan)[0] == "出示三叠贴纸。"
    press(editor, Key.Key_Y, CTRL)
    assert texts(office, plan)[0] == "出示三叠贴纸。（二）"


def test_undo_of_a_split_keeps_what_was_written_into_both_since(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    editor.acts.split(steps[1], "teacher", 2)
    second = editor.form.table.current()
    office.arrive(second, {"teacher": "摆小棒，再画一画。"})

    editor.acts.undo()

    assert texts(office, plan)[1] == "指导\n摆小棒，再画一画。"
    assert len(sheet(office, plan).steps) == 3


def test_undo_leaves_alone_what_a_colleague_wrote_since(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    editor.form.table.write_in(steps[0], "teacher")
    editor.form.table.edit.insertPlainText("看。")
    editor.form.table.stop_writing()
    editor.flush()
    office.arrive(steps[0], {"teacher": "出示三叠贴纸。看。想。"})
    editor.keeper.reload()

    editor.acts.undo()

    assert texts(office, plan)[0] == "出示三叠贴纸。看。想。"


def test_what_a_colleague_writes_comes_in_around_the_caret(
    office: Office, editor: PlanEditor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "QUIET_MS", 0)
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    table = editor.form.table
    table.write_in(steps[1], "teacher")
    table.edit.insertPlainText("我写的")
    editor.flush()

    office.arrive(steps[1], {"teacher": "先看。指导摆小棒。我写的"})
    qtbot.waitUntil(lambda: table.edit.toPlainText().startswith("先看"))

    assert table.edit.textCursor().position() == len("先看。指导摆小棒。我写的")
    assert "teacher" in table.marks.came.get(steps[1], ())


def test_a_table_pasted_into_a_step_becomes_steps_below_it(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    editor.form.table.write_in(steps[0], "teacher")
    board = QMimeData()
    board.setText("练习\t8分钟\t出示三题\t独立完成\n小结\t3′\t谁来说\t说算理")

    editor.form.table.edit.insertFromMimeData(board)

    values = [step.values for step in sheet(office, plan).steps]
    assert [one["teacher"] for one in values[1:3]] == ["出示三题", "谁来说"]
    assert [one["minutes"] for one in values[1:3]] == [8, 3]
    assert [one["phase"] for one in values[1:3]] == ["practice", "summary"]
    assert len(values) == 5


@pytest.mark.parametrize(
    "words",
    ["字" * (LONGEST_TEXT + 1), "导入\t5\t看图\t回答\n" * (MOST_ROWS + 1)],
    ids=["a longer text", "more steps"],
)
def test_a_paste_of_more_than_is_taken_is_refused_whole_and_nothing_is_lost(
    office: Office, editor: PlanEditor, qtbot: QtBot, words: str
) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    editor.form.table.write_in(steps[0], "teacher")
    board = QMimeData()
    board.setText(words)

    with qtbot.waitSignal(editor.warned) as told:
        editor.form.table.edit.insertFromMimeData(board)

    assert "too long" in told.args[0]
    assert editor.form.table.edit.toPlainText() == "出示三叠贴纸。"
    editor.flush()
    assert len(sheet(office, plan).steps) == 3


def test_minutes_that_do_not_make_a_lesson_are_said_in_words(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    before = editor.form.steps_head.sum_words()

    editor.form.table.write_in(steps[0], "minutes")
    editor.form.table.edit.selectAll()
    QTest.keyClicks(editor.form.table.edit, "12")
    qtbot.waitUntil(lambda: "47" in editor.form.steps_head.sum_words())

    assert before == "3 steps·40′ in all"
    assert "7′ more than a lesson has" in editor.form.steps_head.sum_words()


def test_words_where_minutes_belong_stay_on_the_screen_and_are_not_saved(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    editor.form.table.write_in(steps[0], "minutes")

    editor.form.table.edit.insertPlainText("左右")
    editor.keeper.reload()

    assert editor.form.table.edit.toPlainText() == "5左右"
    assert editor.form.steps_head.doubt.text()
    assert sheet(office, plan).steps[0].values["minutes"] == 5


def test_a_comment_is_adopted_with_one_press(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    said = say(office, plan, "玉米粒好。", step=steps[1])
    editor.open(plan)

    qtbot.waitUntil(lambda: said in editor.panel.cards)
    editor.panel.cards[said].decided.emit(said, "adopted", "")

    assert sheet(office, plan).comments[0].decision == "adopted"


def test_a_comment_is_written_about_the_step_one_is_in(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    editor.form.table.write_in(steps[2], "teacher")

    editor.panel._begin_here()
    box = editor.panel.writing()
    assert box is not None
    box.box.insertPlainText("太多了。")
    box._write()

    said = sheet(office, plan).comments
    assert [(one.body, one.step) for one in said] == [("太多了。", steps[2])]


def test_two_versions_of_a_step_are_compared_and_settled(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    office.dispute(steps[1], "minutes", 20.0, 15.0)
    editor.open(plan)

    editor.compare(steps[1], "minutes")
    card = editor.versions.card()
    assert card is not None
    card.settled.emit("minutes", 20.0)

    step = sheet(office, plan).steps[1]
    assert (step.values["minutes"], step.disputed) == (20.0, ())


@pytest.mark.parametrize(("answer", "left"), [("Keep", 3), ("Delete", 2)])
def test_a_step_deleted_while_another_worked_on_it_is_asked_beside_the_plan(
    answer: str, left: int, office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    seen = office.show(steps[1]).version
    with writing(office.desk.store, office.sit(office.colleague)) as writer:
        records.delete(writer, steps[1])
    office.write(steps[1], {"student": "画一画。"}, seen=seen)
    editor.open(plan)
    editor.close_margin()

    editor.show_step(steps[1])
    questions = editor.panel.questions
    assert questions.isVisible()
    (way,) = [one for one in questions.findChildren(QPushButton) if one.text() == answer]
    qtbot.mouseClick(way, Qt.MouseButton.LeftButton)

    assert len(sheet(office, plan).steps) == left
    assert editor.versions.deleted_steps() == []


def test_the_outline_ticks_what_is_written_and_counts_open_comments(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office, objectives="会口算。")
    say(office, plan, "好。", step=steps[0])
    say(office, plan, "再具体些。", part="objectives")

    editor.open(plan)

    rows = {row.key: row for row in editor.outline.model.rows}
    assert (rows["objectives"].written, rows["objectives"].comments) == (True, 1)
    assert (rows["steps"].written, rows["steps"].comments) == (True, 1)
    assert not rows["reflection"].written


def test_a_plan_in_the_bin_says_so_and_comes_back(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, _steps = plan_with_steps(office)
    editor.open(plan)
    with qtbot.waitSignal(editor.gone):
        editor.delete()

    editor.open(plan)
    assert "bin" in editor.notes.standing()
    editor.restore()

    assert len(sheet(office, plan).steps) == 3


def test_a_step_taken_over_twice_is_said_and_one_press_keeps_one(
    office: Office, editor: PlanEditor
) -> None:
    plan = add_plan(office)
    with writing(office.desk.store, office.sit()) as writer:
        twins = [
            plan_steps.add_step(writer, plan, values={"title": "复习", "source": "x"})
            for _laptop in range(2)
        ]
    editor.open(plan)
    assert editor.twins.bar is not None
    keep = editor.twins.bar.findChild(QPushButton)
    assert keep is not None

    keep.click()

    assert [step.id for step in sheet(office, plan).steps] == [min(twins)]
    assert editor.twins.bar is None
