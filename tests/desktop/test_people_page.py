"""The page of people: schools, people of one, search, the forms beside them, one pane at a time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from db.commands import records
from db.journal import writing
from db.record import DELETED, LIVE
from desktop.pages.people import likeness
from desktop.pages.people.import_view import ImportView
from desktop.pages.people.page import PeoplePage
from desktop.pages.people.rows import BIN, NO_SCHOOL
from desktop.pages.people.same_panel import SamePanel
from desktop.theme import Theme
from desktop.words import _
from tests.desktop.office import Office


@pytest.fixture
def show(office: Office, qtbot: QtBot) -> Iterator[Callable[..., PeoplePage]]:
    pages: list[PeoplePage] = []

    def make(width: int = 1100, height: int = 740) -> PeoplePage:
        page = PeoplePage(office.desk)
        pages.append(page)
        qtbot.addWidget(page)
        qtbot.addWidget(page.header())
        page.resize(width, height)
        page.show()
        page.activate()
        qtbot.waitExposed(page)
        return page

    yield make
    for page in pages:
        page.end()


def names(page: PeoplePage) -> list[str]:
    return [row.name for row in page.people.rows]


def places(page: PeoplePage) -> list[str]:
    return [line.name for line in page.schools.lines]


def add_person(office: Office, name: str, school: str = "") -> str:
    values = {"name": name, **({"school": school} if school else {})}
    with writing(office.desk.store, office.sit()) as writer:
        return records.add(writer, "person", values)


def test_the_core_school_comes_first(show: Callable[..., PeoplePage]) -> None:
    assert places(show()) == ["云岭县第三小学", "李家小学"]


def test_the_page_opens_on_ones_own_school_and_oneself(
    show: Callable[..., PeoplePage], office: Office
) -> None:
    page = show()

    assert page.schools.place() == office.school
    assert names(page) == ["王丽娟", "李志强"]
    assert page.person.id == office.me


def test_a_school_shows_its_people_and_itself(
    show: Callable[..., PeoplePage], office: Office
) -> None:
    page = show()

    page.schools.chosen.emit(office.town)

    assert names(page) == ["张晓梅"]
    assert page.school.id == office.town
    assert page.school.isVisible()


@pytest.mark.parametrize("typed", ["晓梅", "zxm"])
def test_search_goes_across_all_schools(
    show: Callable[..., PeoplePage], qtbot: QtBot, typed: str
) -> None:
    page = show()

    page.heads.search.setText(typed)
    qtbot.waitUntil(lambda: names(page) == ["张晓梅"])

    page.heads.search.clear()
    qtbot.waitUntil(lambda: names(page) == ["王丽娟", "李志强"])


def test_a_search_that_finds_nobody_says_so(show: Callable[..., PeoplePage], qtbot: QtBot) -> None:
    page = show()
    page.search("欧阳")

    assert any("Nobody found" in one.text() for one in seen(page, QLabel))


def seen(page: QWidget, kind: type[QLabel]) -> list[QLabel]:
    return [one for one in page.findChildren(kind) if one.isVisibleTo(page)]


def test_choosing_a_row_opens_the_form(
    show: Callable[..., PeoplePage], office: Office, qtbot: QtBot
) -> None:
    page = show()
    page.show_place(office.town)
    index = page.people.view.model().index(0, 0)

    place = page.people.view.visualRect(index).center()
    qtbot.mouseClick(page.people.view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert page.person.id == office.colleague
    assert page.person.isVisible()


def test_leaving_a_form_saves_it(show: Callable[..., PeoplePage], office: Office) -> None:
    page = show()
    page.open_person(office.colleague)
    page.person.keeper.type(page.person.keeper.draft.record, {"weekly_periods": 11})

    page.open_person(office.me)

    assert office.show(office.colleague).values["weekly_periods"] == 11


def test_an_exchange_first_saves_what_is_typed(
    show: Callable[..., PeoplePage], office: Office
) -> None:
    page = show()
    page.open_person(office.colleague)
    page.person.keeper.type(page.person.keeper.draft.record, {"weekly_periods": 11})

    office.desk.flush()

    assert office.show(office.colleague).values["weekly_periods"] == 11


def test_somebody_new_appears_in_the_list(
    show: Callable[..., PeoplePage], office: Office, qtbot: QtBot
) -> None:
    page = show()
    page.begin_new()
    box = page.person.box("name").box

    qtbot.keyClicks(box, "ma dandan")
    qtbot.waitUntil(lambda: "ma dandan" in names(page), timeout=5000)

    assert page.people.chosen() == page.person.id


def test_a_colleagues_person_appears_after_an_exchange(
    show: Callable[..., PeoplePage], office: Office, qtbot: QtBot
) -> None:
    page = show()

    add_person(office, "黄建军", office.school)
    office.desk.news.arrived.emit()

    qtbot.waitUntil(lambda: "黄建军" in names(page))


def test_people_without_a_school_have_a_place(
    show: Callable[..., PeoplePage], office: Office
) -> None:
    add_person(office, "无名氏")
    page = show()

    page.schools.chosen.emit(NO_SCHOOL)

    assert names(page) == ["无名氏"]


def test_the_bin_gives_back_whom_it_holds(show: Callable[..., PeoplePage], office: Office) -> None:
    page = show()
    page.open_person(office.colleague)
    page.person.delete()
    assert places(page)[-1] == "The bin"
    assert office.show(office.colleague).deletion == DELETED

    page.schools.chosen.emit(BIN)
    assert names(page) == ["张晓梅"]
    page._open_row(page.people.rows[0])
    page.person.restore()

    assert office.show(office.colleague).deletion == LIVE
    assert "The bin" not in places(page)


def test_showing_a_person_goes_to_his_school(
    show: Callable[..., PeoplePage], office: Office
) -> None:
    page = show()

    page.show_record("person", office.colleague)

    assert page.schools.place() == office.town
    assert page.people.chosen() == office.colleague
    assert page.shown_record() == ("person", office.colleague)


def test_showing_a_school_opens_its_form(show: Callable[..., PeoplePage], office: Office) -> None:
    page = show()

    page.show_record("school", office.town)

    assert page.shown_record() == ("school", office.town)


def test_showing_somebody_unknown_is_told(show: Callable[..., PeoplePage], qtbot: QtBot) -> None:
    page = show()

    with qtbot.waitSignal(page.failed):
        page.show_record("person", "nobody")


def test_an_observer_has_no_way_to_add(show: Callable[..., PeoplePage], office: Office) -> None:
    office.desk.member = replace(office.desk.member, role="observer")
    page = show()

    assert not page.schools.add.isVisible()
    shown = [one.text() for one in page.heads.findChildren(QPushButton) if not one.isHidden()]
    assert "Add a person" not in shown
    assert "Take in a list" not in shown


def test_a_lead_adds_people_but_no_schools(show: Callable[..., PeoplePage], office: Office) -> None:
    office.desk.member = replace(office.desk.member, role="lead")
    page = show()

    assert not page.schools.add.isVisible()
    shown = [one.text() for one in page.heads.findChildren(QPushButton) if not one.isHidden()]
    assert "Add a person" in shown


def test_a_new_person_of_a_lead_belongs_to_the_own_school(
    show: Callable[..., PeoplePage], office: Office
) -> None:
    office.desk.member = replace(office.desk.member, role="lead")
    page = show()
    page.show_place(office.town)

    page.begin_new()

    assert page.person.value("school") == office.school


def test_a_new_school_appears_in_the_list(show: Callable[..., PeoplePage], qtbot: QtBot) -> None:
    page = show()
    page.begin_school()

    qtbot.keyClicks(page.school.box("name").box, "shuangfeng")

    qtbot.waitUntil(lambda: "shuangfeng" in places(page), timeout=5000)


def test_linking_two_records_shows_one_and_can_be_undone(
    show: Callable[..., PeoplePage], office: Office, qtbot: QtBot
) -> None:
    other = add_person(office, "张小梅", office.town)
    page = show()
    page.show_place(office.town)
    page.ask_same(office.colleague)
    panel = page.findChild(SamePanel)
    assert panel is not None
    assert panel.other == other  # the likely one is chosen beforehand

    with qtbot.waitSignal(page.toasted) as told:
        panel.join()
    assert len(names(page)) == 1
    assert page.person.id == min(other, office.colleague)
    assert page.person.notes.standing().startswith("The same person as")
    assert told.args is not None
    told.args[2]()

    assert sorted(names(page)) == ["张小梅", "张晓梅"]


def test_linked_records_can_be_parted_later(
    show: Callable[..., PeoplePage], office: Office, qtbot: QtBot
) -> None:
    other = add_person(office, "张小梅", office.town)
    page = show()
    page.ask_same(office.colleague)
    panel = page.findChild(SamePanel)
    assert panel is not None
    panel.choose(other)
    panel.join()

    part = next(b for b in page.person.notes.findChildren(QPushButton) if b.text() == "Part them")
    part.click()
    page.show_place(office.town)

    assert sorted(names(page)) == ["张小梅", "张晓梅"]
    assert page.person.notes.standing() == ""


def test_activities_of_both_linked_records_count_together(
    show: Callable[..., PeoplePage], office: Office
) -> None:
    other = add_person(office, "张小梅", office.town)
    office.record(person=office.colleague, title="一", held_on="2025-10-01")
    office.record(person=other, title="二", held_on="2025-10-02")
    page = show()
    page.ask_same(office.colleague)
    panel = page.findChild(SamePanel)
    assert panel is not None
    panel.choose(other)
    panel.join()

    _links, rows = page.person._read_more()

    assert [one.title for one in rows] == ["二", "一"]


def test_history_opens_and_leads_back(show: Callable[..., PeoplePage], office: Office) -> None:
    page = show()
    page.open_person(office.me)

    page.show_history("person", office.me)
    assert not page.panes.isVisible()
    page._leave_whole()

    assert page.panes.isVisible()
    assert page.person.id == office.me


def test_a_table_dropped_on_the_page_is_taken_in(
    show: Callable[..., PeoplePage], office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "名单.csv"
    file.write_text("姓名,性别\n刘桂兰,女\n", encoding="gb18030")
    page = show()
    what = QMimeData()
    what.setUrls([QUrl.fromLocalFile(str(file))])

    page.dropEvent(
        QDropEvent(
            QPoint(5, 5),
            Qt.DropAction.CopyAction,
            what,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )

    view = page.findChild(ImportView)
    assert view is not None
    qtbot.waitUntil(lambda: view.preview is not None)
    assert view.taken() == 1


def test_a_narrow_window_shows_one_pane_with_a_way_back(
    show: Callable[..., PeoplePage], office: Office
) -> None:
    page = show(700)
    assert [page.schools.isVisible(), page.people.isVisible(), page.person.isVisible()] == [
        False,
        True,
        False,
    ]

    page._open_row(page.people.rows[0])
    assert page.person.isVisible()
    page.heads.back_wanted.emit()
    assert page.people.isVisible()
    page.people.back.click()

    assert page.schools.isVisible()
    assert not page.people.isVisible()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_at_huge_letters_the_page_fits_the_smallest_screen(
    show: Callable[..., PeoplePage], wear: Callable[[Theme], None], language: str
) -> None:
    wear(Theme(scale=1.5, language=language))
    page = show(928, 640)
    page._open_row(page.people.rows[0])

    assert page.minimumSizeHint().width() <= 928
    area = page.person._area
    assert area.widget().width() <= area.viewport().width()


def test_every_text_changes_with_the_language(
    show: Callable[..., PeoplePage], wear: Callable[[Theme], None]
) -> None:
    page = show()
    assert page.schools.view.accessibleName() == "Schools"
    before = page.people.view.accessibleName()

    wear(Theme(language="zh_CN"))
    QApplication.sendEvent(page, QEvent(QEvent.Type.LanguageChange))

    assert before == "People"
    assert page.people.view.accessibleName() == _("People") != before


def test_what_has_no_words_has_a_name(show: Callable[..., PeoplePage]) -> None:
    page = show()

    wordless = [
        one
        for one in page.findChildren(QToolButton)
        if one.isVisibleTo(page) and not one.text() and not one.accessibleName()
    ]
    assert wordless == []


@pytest.mark.parametrize(
    ("role", "may"), [("coordinator", True), ("lead", True), ("teacher", False)]
)
def test_coordinators_and_leads_can_invite(
    show: Callable[..., PeoplePage], office: Office, role: str, may: bool
) -> None:
    office.desk.member = replace(office.desk.member, role=role)
    page = show()
    page.open_person(office.me)

    shown = [one.text() for one in page.person.head.findChildren(QPushButton) if one.isVisible()]

    assert ("Invite" in shown) is may


def test_the_most_pressing_sign_is_said_with_its_word(
    show: Callable[..., PeoplePage], office: Office
) -> None:
    office.dispute(office.colleague, "weekly_periods", 12, 14)
    page = show()
    page.show_place(office.town)
    model = page.people.view.model()

    said = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)

    assert said == "张晓梅, Maths, 2 versions, Unsent"


def test_a_link_to_somebody_who_has_not_arrived_is_not_shown(
    show: Callable[..., PeoplePage], office: Office
) -> None:
    with writing(office.desk.store, office.sit()) as writer:
        likeness.link(writer, office.me, "f" * 36)
    page = show()

    page.open_person(office.me)

    assert page.person.notes.standing() == ""
