"""Taking in a staff list on the screen: the head, the answers, the button, the way back."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from db.queries.people import list_people
from desktop.pages.people.import_delegates import offers
from desktop.pages.people.import_view import ImportView
from desktop.theme import Theme
from tests.desktop.office import TODAY, Office
from tests.desktop.test_staff_import_draft import HEAD, write_list

ROWS: Sequence[Sequence[object]] = (
    ("刘桂兰", "女", "语文", "一级", 31, "13812345678"),
    ("张小梅", "女", "数学", "一级", 18, "137"),
    ("张晓梅", "女", "数学", "高级", 18, "137"),
    ("（合计）", "", "", "", "3 人", ""),
)


@pytest.fixture
def open_list(office: Office, qtbot: QtBot, tmp_path: Path) -> Callable[..., ImportView]:
    def open_it(
        *rows: Sequence[object], head: Sequence[str] = HEAD, width: int = 1100
    ) -> ImportView:
        view = ImportView(office.desk, office.town)
        qtbot.addWidget(view)
        qtbot.addWidget(view.header())
        view.resize(width, 680)
        view.show()
        view.read(write_list(tmp_path, *(rows or ROWS), head=head))
        qtbot.waitUntil(lambda: view.preview is not None, timeout=5000)
        return view

    return open_it


def people(office: Office) -> list[str]:
    with office.desk.store.read() as session:
        return [one.name for one in list_people(session, today=TODAY)]


def take_in(view: ImportView, qtbot: QtBot) -> None:
    view.take.click()
    qtbot.waitUntil(lambda: view.report is not None, timeout=10_000)


def test_the_button_counts_whom_it_takes_in(open_list: Callable[..., ImportView]) -> None:
    view = open_list()

    assert view.take.text() == "Take in 2 people"
    assert "1 added, 1 updated, 1 to look at, 1 left out" in view.bar.notice.text()
    assert view.bar.questions.text() == "1 row to look at"


def test_an_answer_counts_at_once(open_list: Callable[..., ImportView], office: Office) -> None:
    view = open_list()

    view.answer(1, office.colleague)

    assert view.take.text() == "Take in 3 people"
    assert view.grid.questions() == []
    assert [one.words for one in offers(view.grid.table, 1)] == ["Change my mind"]


def test_a_row_is_answered_by_mouse(
    open_list: Callable[..., ImportView], office: Office, qtbot: QtBot
) -> None:
    view = open_list()
    grid = view.grid
    option = QStyleOptionViewItem()
    index = grid.table.index(1, grid.table.last())
    option.rect = grid.visualRect(index)  # type: ignore[attr-defined]
    place, choice = grid._verdicts.buttons(option, grid.table, 1)[0]
    assert choice.words == "It is her"

    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place.center())

    assert view.decisions.answers == {3: office.colleague}


def test_a_row_is_answered_by_keyboard(open_list: Callable[..., ImportView], qtbot: QtBot) -> None:
    view = open_list()
    view.bar.questions.click()
    assert view.grid.currentIndex().row() == 1

    qtbot.keyClick(view.grid, Qt.Key.Key_Return)
    menu = view.grid.findChild(QMenu)
    assert menu is not None
    action = next(one for one in menu.actions() if one.text() == "Somebody else")
    action.trigger()
    menu.close()

    assert view.decisions.answers == {3: "new"}


def test_only_rows_that_ask_have_buttons(open_list: Callable[..., ImportView]) -> None:
    view = open_list()
    table = view.grid.table

    assert [bool(offers(table, line)) for line in range(4)] == [False, True, False, False]


def test_taking_in_writes_and_can_be_taken_back(
    open_list: Callable[..., ImportView], office: Office, qtbot: QtBot
) -> None:
    view = open_list()
    take_in(view, qtbot)
    assert "刘桂兰" in people(office)
    assert view.told() == "Taken in: 1 added, 1 updated."
    assert office.show(office.colleague).values["title_rank"] == "senior"

    back = [b for b in view.findChildren(QPushButton) if b.text() == "Take all of it back"]
    back[0].click()
    qtbot.waitUntil(lambda: view.told().startswith("Taken back"), timeout=10_000)

    assert "刘桂兰" not in people(office)
    assert office.show(office.colleague).values["title_rank"] is None


def test_afterwards_the_button_leads_back_to_the_people(
    open_list: Callable[..., ImportView], qtbot: QtBot
) -> None:
    view = open_list()
    take_in(view, qtbot)
    assert view.take.text() == "Back to the people"

    with qtbot.waitSignal(view.left):
        view.take.click()


def test_a_column_is_taken_for_something_else(
    open_list: Callable[..., ImportView], qtbot: QtBot
) -> None:
    view = open_list()
    combo = view.grid.head.combos()[5]
    assert combo.currentText() == "Skip"

    combo.setCurrentIndex(combo.findData("notes"))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(lambda: view.preview is not None and "手机" in view.preview.mapping)

    assert view.preview is not None
    assert view.preview.mapping["手机"] == "notes"


def test_a_field_is_taken_from_one_column_only(
    open_list: Callable[..., ImportView], qtbot: QtBot
) -> None:
    view = open_list()

    view.map("手机", "gender")
    qtbot.waitUntil(lambda: view.preview is not None and "手机" in view.preview.mapping)

    assert view.preview is not None
    assert "性别" not in view.preview.mapping


def test_the_mapping_is_remembered_once_it_was_used(
    open_list: Callable[..., ImportView], office: Office, qtbot: QtBot
) -> None:
    view = open_list(("刘桂兰", "女"), head=("姓名", "性別"))
    view.map("性別", "gender")
    qtbot.waitUntil(lambda: view.preview is not None and "性別" in view.preview.mapping)
    take_in(view, qtbot)

    again = open_list(("马丹丹", "女"), head=("姓名", "性別"))

    assert again.preview is not None
    assert again.preview.mapping == {"姓名": "name", "性別": "gender"}
    assert office.desk.settings_file.read().staff_columns


def test_a_broken_file_says_so_and_offers_another(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "坏的.xlsx"
    file.write_bytes(b"PK\x03\x04 cut off")
    view = ImportView(office.desk, office.town)
    qtbot.addWidget(view)
    qtbot.addWidget(view.header())
    view.show()

    view.read(file)
    qtbot.waitUntil(lambda: view._stack.currentWidget() is view._broken)

    said = [one.text() for one in view._broken.findChildren(QLabel)]
    assert "“坏的.xlsx” is not a table." in said
    assert not view.take.isEnabled()
    with qtbot.waitSignal(view.other_file_wanted):
        view._broken.findChildren(QPushButton)[0].click()


def test_nothing_is_written_before_the_button(
    open_list: Callable[..., ImportView], office: Office
) -> None:
    before = people(office)

    open_list().answer(1, "new")

    assert people(office) == before


def test_five_hundred_rows_are_painted_without_a_widget_each(
    open_list: Callable[..., ImportView],
) -> None:
    few = open_list()
    many = open_list(*[(f"刘{n}", "女", "语文", "一级", 3, "") for n in range(500)])

    assert many.grid.table.rowCount() == 500
    assert len(many.findChildren(object)) < len(few.findChildren(object)) + 20  # type: ignore[type-var]


def test_stopping_keeps_what_was_done(
    open_list: Callable[..., ImportView], office: Office, qtbot: QtBot
) -> None:
    view = open_list(*[(f"刘{chr(0x4E00 + n)}", "女", "语文", "一级", 3, "") for n in range(200)])
    view.take.click()
    view.stop()
    qtbot.waitUntil(lambda: view._job is None, timeout=10_000)
    qtbot.waitUntil(lambda: view._reading is None, timeout=10_000)

    assert view.told().startswith("Stopped.")
    assert view.taken() == 200 - sum(name.startswith("刘") for name in people(office))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_at_huge_letters_the_name_and_what_happens_fit(
    open_list: Callable[..., ImportView], wear: Callable[[Theme], None], language: str
) -> None:
    wear(Theme(scale=1.5, language=language))
    view = open_list(width=928)
    grid = view.grid

    assert grid.compact
    assert grid.horizontalScrollBar().maximum() == 0
    assert view.bar.columns.isVisible()
    view.bar.columns.setChecked(True)
    assert view.mapping.isVisible()


def test_the_table_tells_a_screen_reader_what_a_row_does(
    open_list: Callable[..., ImportView],
) -> None:
    view = open_list()
    table = view.grid.table

    said = table.data(table.index(1, table.last()), Qt.ItemDataRole.AccessibleTextRole)

    assert said == "Please look·one character away from “张晓梅”"
