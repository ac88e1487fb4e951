"""Models: a long list is loaded in windows, a table is its columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QSortFilterProxyModel, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.tables import (
    ROW_ROLE,
    SORT_ROLE,
    WINDOW,
    WINDOWS,
    Band,
    Column,
    LazyListModel,
    RowTable,
)
from desktop.widgets.lists import Rows, list_view


class Query:
    """A hundred thousand rows that are made when they are asked for."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[tuple[int, int]] = []

    def load(self, offset: int, limit: int) -> Sequence[str]:
        self.asked.append((offset, limit))
        return [f"row {number}" for number in range(offset, min(offset + limit, self.count))]


@dataclass(frozen=True)
class Person:
    name: str
    periods: int


PEOPLE = [Person("李志强", 18), Person("张晓梅", 9), Person("赵建国", 22)]


@pytest.fixture
def people(qtbot: QtBot) -> RowTable[Person]:
    table = RowTable[Person]()
    table.set_columns(
        Column("Name", lambda person: person.name),
        Column("Periods", lambda person: str(person.periods), lambda person: person.periods),
    )
    table.set_rows(PEOPLE)
    return table


def test_a_long_list_is_not_loaded_to_be_counted(qtbot: QtBot) -> None:
    query, model = Query(100_000), LazyListModel[str]()

    model.set_source(query.count, query.load)

    assert model.rowCount() == 100_000
    assert query.asked == []


def test_a_row_in_the_middle_loads_only_its_window(qtbot: QtBot) -> None:
    query, model = Query(100_000), LazyListModel[str]()
    model.set_source(query.count, query.load)

    row = model.index(70_123).data(ROW_ROLE)

    assert row == "row 70123"
    assert query.asked == [(70_123 // WINDOW * WINDOW, WINDOW)]


def test_rows_are_loaded_once_while_they_are_near(qtbot: QtBot) -> None:
    query, model = Query(1000), LazyListModel[str]()
    model.set_source(query.count, query.load)

    for _time in range(3):
        assert model.row_at(5) == "row 5"

    assert len(query.asked) == 1


def test_scrolling_through_everything_holds_little(qtbot: QtBot) -> None:
    query, model = Query(20_000), LazyListModel[str]()
    model.set_source(query.count, query.load)

    assert [model.row_at(line) for line in range(20_000)][-1] == "row 19999"

    assert model.loaded() <= WINDOW * WINDOWS


def test_bands_stand_above_their_rows(qtbot: QtBot) -> None:
    query, model = Query(3), LazyListModel[str]()

    model.set_groups([(Band("Week 7", right="2"), 2), (Band("Week 6"), 1)], query.load)

    shown = [model.index(line).data() for line in range(model.rowCount())]
    assert shown == ["Week 7  2", "row 0", "row 1", "Week 6", "row 2"]


def test_a_band_cannot_be_chosen(qtbot: QtBot) -> None:
    query, model = Query(2), LazyListModel[str]()
    model.set_groups([(Band("Week 7"), 2)], query.load)

    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable


def test_a_row_of_the_query_is_found_among_the_bands(qtbot: QtBot) -> None:
    query, model = Query(9), LazyListModel[str]()
    model.set_groups([(Band("a"), 4), (Band("b"), 0), (Band("c"), 5)], query.load)

    for offset in range(9):
        assert model.row_at(model.line_of(offset)) == f"row {offset}"


def test_reloading_shows_what_changed(qtbot: QtBot) -> None:
    names, model = ["old"], LazyListModel[str]()
    model.set_source(1, lambda _offset, _limit: list(names))
    assert model.row_at(0) == "old"
    names[0] = "new"

    with qtbot.waitSignal(model.dataChanged):
        model.reload()

    assert model.row_at(0) == "new"


def test_a_row_that_has_gone_meanwhile_is_nothing(qtbot: QtBot) -> None:
    model = LazyListModel[str]()
    model.set_source(5, lambda _offset, _limit: ["only one"])

    assert model.index(4).data(ROW_ROLE) is None
    assert model.index(4).data() is None


def test_the_lazy_list_is_a_proper_model(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    query, model = Query(30), LazyListModel[str]()
    model.set_groups([(Band("a"), 10), (Band("b"), 20)], query.load)

    qtmodeltester.check(model)


def test_a_list_shows_its_first_rows_without_loading_the_rest(qtbot: QtBot) -> None:
    query, model, view = Query(100_000), LazyListModel[str](), list_view(name="Activities")
    qtbot.addWidget(view)
    view.resize(400, 600)
    view.setModel(model)
    view.show()

    model.set_groups([(Band(f"{number}"), 500) for number in range(200)], query.load)

    qtbot.waitUntil(lambda: query.asked == [(0, WINDOW)])
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 4_000_000, timeout=20_000)
    assert query.asked == [(0, WINDOW)]


@pytest.fixture
def filled(qtbot: QtBot) -> Rows:
    query, view = Query(50), list_view(name="Activities")
    model = LazyListModel[str](parent=view)
    model.set_groups([(Band("a"), 10), (Band("b"), 40)], query.load)
    qtbot.addWidget(view)
    view.resize(400, 600)
    view.setModel(model)
    view.show()
    return view


def test_a_click_opens_a_row(qtbot: QtBot, filled: Rows) -> None:
    place = filled.visualRect(filled.model().index(3, 0)).center()

    with qtbot.waitSignal(filled.opened, timeout=1000) as opened:
        qtbot.mouseClick(filled.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert opened.args == ["row 2"]


def test_an_arrow_key_opens_the_row_it_stays_on(qtbot: QtBot, filled: Rows) -> None:
    filled.choose(1)
    told: list[object] = []
    filled.opened.connect(told.append)

    with qtbot.waitSignal(filled.opened, timeout=2000):
        for _time in range(4):
            qtbot.keyClick(filled, Qt.Key.Key_Down)

    assert told == ["row 4"]


def test_choosing_from_the_program_tells_nobody(qtbot: QtBot, filled: Rows) -> None:
    told: list[object] = []
    filled.opened.connect(told.append)

    filled.choose(5)
    qtbot.wait(2 * Rows.PAUSE_MS)  # nothing may happen

    assert told == []
    assert filled.row() == "row 4"


def test_a_table_says_what_its_columns_say(people: RowTable[Person]) -> None:
    lines = [
        [people.index(line, column).data() for column in range(people.columnCount())]
        for line in range(people.rowCount())
    ]

    assert lines[2] == ["赵建国", "22"]
    assert people.headerData(1, Qt.Orientation.Horizontal) == "Periods"


def test_a_table_sorts_numbers_as_numbers(people: RowTable[Person]) -> None:
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(people)
    proxy.setSortRole(SORT_ROLE)

    proxy.sort(1)

    assert [proxy.index(line, 1).data() for line in range(3)] == ["9", "18", "22"]


def test_a_table_gives_the_whole_row(people: RowTable[Person]) -> None:
    assert people.index(1, 1).data(ROW_ROLE) is PEOPLE[1]


def test_the_table_is_a_proper_model(people: RowTable[Person], qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(people)


def test_what_a_job_has_read_is_not_loaded_again(qtbot: QtBot) -> None:
    query = Query(1000)
    model: LazyListModel[str] = LazyListModel(window=10)

    model.set_source(query.count, query.load, {2: query.load(20, 10)})
    query.asked.clear()

    assert model.row_at(25) == "row 25"
    assert query.asked == []
    assert model.row_at(31) == "row 31"
    assert query.asked == [(30, 10)]
