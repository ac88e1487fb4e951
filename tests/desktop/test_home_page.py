"""The first page: what it shows of the day, and where its lines lead."""

import datetime

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from db.commands import records
from db.queries.activities import ActivityFilter, list_activities
from db.queries.terms import TermRow
from desktop import dates
from desktop.context import Desk
from desktop.pages.home import words
from desktop.pages.home.lines import Line
from desktop.pages.home.page import HomePage
from desktop.widgets.picks import Tile
from tests.desktop.menus import pick

TODAY = datetime.date(2025, 10, 17)


def _page(desk: Desk, qtbot: QtBot) -> HomePage:
    page = HomePage(desk)
    qtbot.addWidget(page)
    qtbot.addWidget(page.header())
    page.resize(1100, 740)
    page.show()
    page.activate()
    QCoreApplication.processEvents()  # what was put into a layout shows with the next events
    return page


def _lines(page: HomePage) -> list[Line]:
    return [line for line in page.findChildren(Line) if line.isVisible()]


def _today(desk: Desk) -> str:
    with desk.store.read() as session:
        wanted = ActivityFilter(first=TODAY, last=TODAY)
        return list_activities(session, wanted)[0].id


def test_an_activity_of_today_stands_first_and_opens(sample_desk: Desk, qtbot: QtBot) -> None:
    page = _page(sample_desk, qtbot)

    with qtbot.waitSignal(page.open_record) as opened:
        _lines(page)[0].click()

    assert opened.args == ["activity", _today(sample_desk)]


def test_a_new_activity_is_one_click_away(sample_desk: Desk, qtbot: QtBot) -> None:
    page = _page(sample_desk, qtbot)

    with qtbot.waitSignal(page.open_record) as opened:
        page.findChildren(Tile)[0].click()

    assert opened.args == ["activity", ""]


def test_tiles_lead_to_the_other_pages(sample_desk: Desk, qtbot: QtBot) -> None:
    page = _page(sample_desk, qtbot)
    gone: list[str] = []
    page.go.connect(gone.append)

    for tile in page.findChildren(Tile)[1:]:
        tile.click()

    assert gone == ["exchange", "reports", "people"]


def test_a_promised_visit_is_a_todo_until_it_is_done(sample_desk: Desk, qtbot: QtBot) -> None:
    id = _today(sample_desk)
    with sample_desk.write() as writer:
        visit = {"follow_up_on": "2025-10-18", "follow_up_person": sample_desk.person}
        records.change(writer, id, {**visit, "follow_up_done": False, "title": "回访口算"})
    page = _page(sample_desk, qtbot)
    told = "Follow up: 回访口算"
    before = [line.accessibleName() for line in _lines(page)]

    with sample_desk.write() as writer:
        records.change(writer, id, {"follow_up_done": True})
    QCoreApplication.processEvents()

    assert any(told in name for name in before)
    assert not any(told in line.accessibleName() for line in _lines(page))


def test_typing_finds_people_by_pinyin_initials(sample_desk: Desk, qtbot: QtBot) -> None:
    page = _page(sample_desk, qtbot)

    page._search.setText("lzq")
    qtbot.keyClick(page._search, Qt.Key.Key_Return)

    assert page._found is not None
    hits = page._found.hits
    rows = range(hits.rowCount())
    found = [hits.data(hits.index(row), Qt.ItemDataRole.UserRole) for row in rows]
    assert ("person", "李志强") in [(hit.kind, hit.label) for hit in found]


def test_what_is_found_can_be_narrowed_to_a_kind_and_a_subject(
    sample_desk: Desk, qtbot: QtBot
) -> None:
    page = _page(sample_desk, qtbot)
    page._search.setText("李志强")
    qtbot.keyClick(page._search, Qt.Key.Key_Return)
    found = page._found
    assert found is not None

    def kinds() -> set[str]:
        rows = range(found.hits.rowCount())
        role = Qt.ItemDataRole.UserRole
        return {found.hits.data(found.hits.index(row), role).kind for row in rows}

    before = kinds()
    qtbot.mouseClick(found._kinds["person"], Qt.MouseButton.LeftButton)
    narrowed = kinds()
    pick(found._menus.chips["subject"].menu(), "Music")
    nothing = kinds()
    qtbot.mouseClick(found._kinds[""], Qt.MouseButton.LeftButton)
    pick(found._menus.chips["subject"].menu(), "All")

    assert {"activity", "person"} <= before
    assert narrowed == {"person"}
    assert nothing == set()
    assert kinds() == before


def test_nothing_found_under_a_filter_offers_to_take_it_away(
    sample_desk: Desk, qtbot: QtBot
) -> None:
    page = _page(sample_desk, qtbot)
    page._search.setText("口算")
    qtbot.keyClick(page._search, Qt.Key.Key_Return)
    found = page._found
    assert found is not None
    qtbot.mouseClick(found._kinds["person"], Qt.MouseButton.LeftButton)
    assert found._all.isVisible()

    qtbot.mouseClick(found._all, Qt.MouseButton.LeftButton)

    assert found.hits.rowCount() > 0
    assert found._kinds[""].isChecked()


def test_an_empty_day_says_what_to_do(sample_desk: Desk, qtbot: QtBot) -> None:
    sample_desk.today = lambda: datetime.date(2005, 1, 1)

    page = _page(sample_desk, qtbot)

    said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "No activity yet" in said


def test_days_late_are_counted() -> None:
    late = words.due_words(datetime.date(2025, 10, 15), TODAY)

    assert late == ("2 days late", "warn")


def test_a_term_is_called_as_people_call_it() -> None:
    assert dates.term_name("2025-2026-1") == "2025–2026, autumn term"
    assert dates.term_name("winter camp") == "winter camp"


def test_in_large_letters_the_week_stands_without_the_term() -> None:
    starts, ends = datetime.date(2025, 9, 1), datetime.date(2026, 1, 16)
    term = TermRow("", "2025-2026-1", starts, ends)

    said = words.term_words(term, datetime.date(2025, 10, 17), short=True)

    assert said == "Week 7"
