"""The painted step table as a screen reader walks it: asked of QAccessible, as Qt's bridges do."""

import gc

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.pages.activities.directory import Directory
from desktop.pages.plans.editor import PlanEditor
from tests.desktop.office import Office, ShowForm
from tests.desktop.plan_room import plan_with_steps, say

Name, Value = QAccessible.Text.Name, QAccessible.Text.Value


@pytest.fixture
def editor(show_form: ShowForm) -> PlanEditor:
    return show_form(PlanEditor, 1200, 700)


def read(editor: PlanEditor) -> QAccessibleInterface:
    found: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(editor.form.table)
    assert found is not None
    return found


def child(of: QAccessibleInterface, at: int) -> QAccessibleInterface:
    found: QAccessibleInterface | None = of.child(at)
    assert found is not None
    return found


def names(of: QAccessibleInterface) -> list[str]:
    return [child(of, at).text(Name) for at in range(of.childCount())]


def test_the_table_has_a_row_for_each_step(office: Office, editor: PlanEditor) -> None:
    plan, _steps = plan_with_steps(office)
    editor.open(plan)

    table = read(editor)

    assert table.role() == QAccessible.Role.Table
    assert table.text(Name) == "Procedure"
    assert names(table) == ["Step 1 Lead-in 5′", "Step 2 New content 25′", "Step 3 Homework 10′"]


def test_each_cell_says_its_column_and_its_words(office: Office, editor: PlanEditor) -> None:
    plan, _steps = plan_with_steps(office)
    editor.open(plan)

    row = child(read(editor), 1)

    assert row.role() == QAccessible.Role.Row
    assert "Teacher 指导摆小棒。" in names(row)[2]
    assert names(row)[4].endswith("empty")
    assert child(row, 3).text(Value) == "摆一摆，说一说。"


def test_every_part_knows_its_place(office: Office, editor: PlanEditor) -> None:
    plan, _steps = plan_with_steps(office)
    editor.open(plan)
    table = read(editor)
    row = child(table, 2)
    cell = child(row, 1)

    assert cell.parent() is row
    assert row.parent() is table
    assert (table.indexOfChild(row), row.indexOfChild(cell)) == (2, 1)
    middle = cell.rect().center()
    assert table.childAt(middle.x(), middle.y()) is row
    assert row.childAt(middle.x(), middle.y()) is cell
    shown = editor.form.table.rows.ground(2, "minutes")
    assert cell.rect().topLeft() == editor.form.table.mapToGlobal(shown.topLeft())


def test_what_waits_beside_a_step_is_said(office: Office, editor: PlanEditor) -> None:
    plan, steps = plan_with_steps(office)
    say(office, plan, "好。", step=steps[0])
    office.dispute(steps[2], "minutes", 8.0, 12.0)
    editor.open(plan)

    table = read(editor)

    about = QAccessible.Text.Description
    assert child(table, 0).text(about) == "1 comment"
    assert "Two versions" in child(table, 2).text(about)


def test_the_arrow_keys_lead_from_cell_to_cell(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, _steps = plan_with_steps(office)
    editor.open(plan)
    table = editor.form.table
    table.setFocus()

    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Right)

    cell = read(editor).focusChild()
    assert cell is not None
    assert cell.text(Name).endswith("25′")


def test_the_box_is_the_last_child_while_a_cell_is_written_in(
    office: Office, editor: PlanEditor
) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    table = read(editor)

    editor.form.table.write_in(steps[0], "teacher")

    assert table.childCount() == 4
    box = child(table, 3)
    assert box.object() is editor.form.table.edit
    assert "Step 1" in box.text(Name)
    assert table.indexOfChild(box) == 3


def test_a_row_that_has_gone_says_nothing(office: Office, editor: PlanEditor) -> None:
    plan, steps = plan_with_steps(office)
    editor.open(plan)
    row = child(read(editor), 2)
    cell = child(row, 0)

    editor.acts.delete(steps[2])

    assert not row.isValid()
    assert (row.text(Name), cell.text(Name), row.childCount()) == ("", "", 0)
    assert read(editor).childAt(-5000, -5000) is None


def test_a_table_that_has_gone_takes_its_parts_with_it(office: Office, qapp: QApplication) -> None:
    plan, _steps = plan_with_steps(office)
    editor = PlanEditor(office.desk, Directory(office.desk))
    editor.open(plan)
    row = child(read(editor), 0)
    names(row)

    editor.end()
    editor.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()

    assert not row.isValid()
