"""The catalogue of textbooks in Settings: taken in, looked through, edited, given out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from db.queries.lessons import LessonRow, list_lessons
from desktop.pages.settings.catalogue.pane import CataloguePane
from desktop.pages.settings.page import SettingsPage
from desktop.theme import Theme
from tests.desktop.office import Office

TABLE = """版本,学科,年级,册次,单元号,单元,课号,课题,课时
人教版,数学,三年级,上册,6,多位数乘一位数,1,口算乘法,1
人教版,数学,三年级,上册,6,多位数乘一位数,2,笔算乘法,4
人教版,数学,三年级,上册,7,长方形和正方形,1,四边形,1
人教版,数学,三年级,上册,7,长方形和正方形,2,,1
"""


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "目录.csv"
    path.write_text(TABLE, encoding="utf-8")
    return str(path)


def open_pane(office: Office, qtbot: QtBot, wide: int = 1100) -> CataloguePane:
    pane = CataloguePane(office.desk)
    qtbot.addWidget(pane)
    qtbot.addWidget(pane.header())
    pane.resize(wide, 700)
    pane.show()
    return pane


def take_in(pane: CataloguePane, table: str, qtbot: QtBot) -> None:
    pane.taking.read(table)
    qtbot.waitUntil(lambda: pane.taking.plan is not None)
    with qtbot.waitSignal(pane.taking.done):
        pane.taking.take_in()


def lessons(office: Office) -> list[LessonRow]:
    with office.desk.store.read() as session:
        return list_lessons(session)


def titles(office: Office) -> list[str]:
    return [row.title for row in lessons(office)]


def test_nothing_is_written_before_a_person_wants_it(
    office: Office, table: str, qtbot: QtBot
) -> None:
    pane = open_pane(office, qtbot)

    pane.taking.read(table)
    qtbot.waitUntil(lambda: pane.taking.plan is not None)

    assert titles(office) == []
    assert pane.taking._do.text() == "Take in 3 lessons"
    assert [row.number for row in pane.taking._rows if row.failed] == [5]
    assert pane.taking._rows[0].number == 5  # what is wrong stands on top


def test_a_table_becomes_books_and_units_and_is_taken_back_as_a_whole(
    office: Office, table: str, qtbot: QtBot
) -> None:
    pane = open_pane(office, qtbot)
    told: list[Callable[[], object]] = []
    pane.warned.connect(lambda _words, _way, do: told.append(do))

    take_in(pane, table, qtbot)
    assert titles(office) == ["口算乘法", "笔算乘法", "四边形"]
    assert len(pane.books) == 1
    told[-1]()

    qtbot.waitUntil(lambda: titles(office) == [])


def test_the_sample_is_a_start(office: Office, qtbot: QtBot) -> None:
    pane = open_pane(office, qtbot)

    with qtbot.waitSignal(pane.taking.done, timeout=60_000):
        pane._sample.click()

    assert len(titles(office)) > 100
    assert not pane._sample.isVisible()


def test_a_lesson_is_added_behind_the_chosen_one_and_renamed(
    office: Office, table: str, qtbot: QtBot
) -> None:
    pane = open_pane(office, qtbot)
    take_in(pane, table, qtbot)
    pane._choose_lesson(next(r.id for r in lessons(office) if r.title == "笔算乘法"))

    pane.adding.setText("解决问题")
    pane._add_typed()
    added = next(row for row in lessons(office) if row.title == "解决问题")
    assert (added.unit_no, added.unit, added.lesson_no) == (6, "多位数乘一位数", 3)
    pane.form.boxes["periods"].edited.emit(2)
    pane.form.flush()

    assert next(r.periods for r in lessons(office) if r.id == added.id) == 2


def test_a_unit_is_renamed_in_all_its_lessons(office: Office, table: str, qtbot: QtBot) -> None:
    pane = open_pane(office, qtbot)
    take_in(pane, table, qtbot)
    pane._choose_lesson(lessons(office)[0].id)

    pane.rename_unit()
    pane._unit.setText("乘法")
    pane._keep_unit()

    assert [row.unit for row in lessons(office)] == ["乘法", "乘法", "长方形和正方形"]


def test_a_lesson_is_deleted_with_a_way_back(office: Office, table: str, qtbot: QtBot) -> None:
    pane = open_pane(office, qtbot)
    take_in(pane, table, qtbot)
    told: list[Callable[[], object]] = []
    pane.toasted.connect(lambda _words, _way, do: told.append(do))

    pane.delete(lessons(office)[0].id)
    assert titles(office) == ["笔算乘法", "四边形"]
    told[-1]()

    assert titles(office) == ["口算乘法", "笔算乘法", "四边形"]


def test_a_title_is_never_emptied(office: Office, table: str, qtbot: QtBot) -> None:
    pane = open_pane(office, qtbot)
    take_in(pane, table, qtbot)

    pane.form.boxes["title"].edited.emit(None)
    pane.form.flush()

    assert titles(office)[0] == "口算乘法"


def test_it_is_given_out_as_a_table_that_comes_in_again_unchanged(
    office: Office, table: str, qtbot: QtBot, tmp_path: Path
) -> None:
    pane = open_pane(office, qtbot)
    take_in(pane, table, qtbot)
    out = tmp_path / "out.xlsx"

    with qtbot.waitSignal(pane.taking.toasted):
        pane.taking.give_out(str(out))
    pane.taking.read(str(out))
    qtbot.waitUntil(lambda: pane.taking.plan is not None)

    assert pane.taking.plan is not None
    assert pane.taking.plan.count("same") == 3


def test_a_file_that_is_no_table_is_said_to_be_none(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    pane = open_pane(office, qtbot)
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"\x00\x01 no table")

    pane.taking.read(str(bad))

    qtbot.waitUntil(pane.taking.isVisible)
    assert pane.taking._title.text() == "This table could not be taken in"
    assert titles(office) == []


def test_a_table_that_could_not_be_written_is_not_called_one_that_was_not_taken_in(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    pane = open_pane(office, qtbot)
    taking = pane.taking

    taking.give_out(str(tmp_path / "nowhere" / "out.csv"))

    qtbot.waitUntil(taking.isVisible)
    assert taking._title.text() == "The table was not written"
    assert taking._said.y() < taking.height() / 2  # under its title


def test_settings_lead_there_and_back(office: Office, qtbot: QtBot) -> None:
    page = SettingsPage(office.desk)
    qtbot.addWidget(page)
    qtbot.addWidget(page.header())
    page.show()

    page.open_catalogue()
    pane = page.findChild(CataloguePane)
    assert pane is not None
    assert page._body.currentWidget() is pane
    pane.back.emit()

    assert page._body.currentIndex() == 0
    assert page._heads.currentWidget() is page._header


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_nothing_is_clipped_at_the_largest_letters(
    office: Office, table: str, qtbot: QtBot, wear: Callable[[Theme], None], language: str
) -> None:
    wear(Theme(scale=1.5, language=language))
    pane = open_pane(office, qtbot, 940)
    take_in(pane, table, qtbot)
    first = pane.book_view.visualRect(pane.book_view.model().index(0, 0)).center()
    for _time in range(2):
        qtbot.mouseClick(pane.book_view.viewport(), Qt.MouseButton.LeftButton, pos=first)
        assert pane._left.isHidden()
        pane._go_back()
        assert pane._side.isHidden()
    pane._open_row(pane.books[0])

    assert pane._left.isHidden()
    assert pane.minimumSizeHint().width() <= 940
    for one in pane.findChildren(QPushButton):
        if one.isVisible():
            assert one.width() >= one.minimumSizeHint().width(), one.text()
            assert one.mapTo(pane, QPoint(one.width(), 0)).x() <= pane.width(), one.text()
