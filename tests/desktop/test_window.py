"""The window: pages, status, who records, clothes, keys, and the last words when it closes."""

from dataclasses import replace
from itertools import pairwise
from typing import Literal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from typing_extensions import override

from db.errors import StoreFullError
from desktop import app as program
from desktop.pages.activities.boxes import LineBox
from desktop.pages.activities.page import ActivitiesPage
from desktop.pages.page import Page
from desktop.pages.plans.page import PlansPage
from desktop.pages.table import PLACES, Place
from desktop.settings import Settings
from desktop.who import WhoPanel
from desktop.widgets.nav_item import NavItem
from desktop.window import Frame, Window
from tests.desktop.office import Office

ONLY = tuple(place for place in PLACES if place.key == "activities")


def show(office: Office, qtbot: QtBot, places: tuple[Place, ...] = ONLY) -> Window:
    window = Window(office.desk, places)
    window.dressing.connect(_wear)
    qtbot.addWidget(window, before_close_func=_end)
    window.resize(1280, 800)
    window.show()
    window.start()
    window.refresh_status()
    return window


def _wear(settings: Settings) -> None:
    program.wear(program.application(), replace(settings, dark="light"))


def _end(window: Window) -> None:
    window._end_pages()


def activities(window: Window) -> ActivitiesPage:
    page = window.page("activities")
    assert isinstance(page, ActivitiesPage)
    return page


class Other(Page):
    """A page that counts its visits."""

    visits = 0

    @override
    def activate(self) -> None:
        self.visits += 1


TWO = (*ONLY, Place("other", lambda: "Other", "house", Other, ("person",)))


def test_a_page_is_made_at_its_first_visit(office: Office, qtbot: QtBot) -> None:
    window = show(office, qtbot, TWO)
    assert window.page("other") is None

    window.go("other")
    window.go("activities")
    window.go("other")

    page = window.page("other")
    assert isinstance(page, Other)
    assert page.visits == 2


def test_a_number_key_goes_to_a_page(office: Office, qtbot: QtBot) -> None:
    window = show(office, qtbot, TWO)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)

    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: window.current() == "other")


def test_a_record_opens_on_the_page_for_its_kind(office: Office, qtbot: QtBot) -> None:
    id = office.record(title="口算")
    window = show(office, qtbot, TWO)
    window.go("other")

    window.open_record("activity", id)

    assert window.current() == "activities"
    assert activities(window).form.id == id


def test_what_waits_for_an_exchange_is_counted(office: Office, qtbot: QtBot) -> None:
    window = show(office, qtbot)
    before = int(window._status.text("unsent").removeprefix("Unsent "))

    office.record(title="口算")
    office.desk.news.changed.emit()

    qtbot.waitUntil(lambda: window._status.text("unsent") == f"Unsent {before + 1}")


def test_another_one_records(office: Office, qtbot: QtBot) -> None:
    window = show(office, qtbot)

    window.ask_who()
    panel = window.findChild(WhoPanel)
    assert panel is not None
    panel._search.setText("zxm")
    qtbot.waitUntil(lambda: [p.name for p in panel._people] == ["张晓梅"])
    qtbot.keyClick(panel._search, Qt.Key.Key_Return)

    assert office.desk.person == office.colleague
    assert window._nav._person.accessibleName().startswith("张晓梅")
    remembered = office.desk.settings_file.read().last_person
    assert list(remembered.values()) == [office.colleague]


def test_what_the_other_one_types_is_hers(office: Office, qtbot: QtBot) -> None:
    id = office.record(title="口算")
    window = show(office, qtbot)
    window.open_record("activity", id)

    office.desk.change_person(office.colleague)
    form = activities(window).form
    form.basics.box("title").box.edited.emit("口算乘法")
    assert form.flush()

    with office.desk.store.read() as session:
        from db.queries.history import history

        assert history(session, id)[-1].person == office.colleague


def test_closing_saves_the_last_words(office: Office, qtbot: QtBot) -> None:
    id = office.record(title="口算")
    window = show(office, qtbot)
    window.open_record("activity", id)
    box = activities(window).form.basics.box("title").box
    assert isinstance(box, LineBox)
    box.setText("口算乘法")
    box.textEdited.emit("口算乘法")

    with qtbot.waitSignal(window.closed):
        window.close()

    assert office.show(id).values["title"] == "口算乘法"


def test_a_window_with_unsaved_words_stays_open_once(
    office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = office.record(title="口算")
    window = show(office, qtbot)
    window.open_record("activity", id)
    activities(window).form.basics.box("title").box.edited.emit("口算乘法")

    def full() -> None:
        raise StoreFullError(office.desk.store.folder)

    monkeypatch.setattr(office.desk.store, "write", full)
    assert not window.close()
    assert window._status.text("saved") == "Not saved yet"

    assert window.close()


def test_the_window_comes_back_where_it_was(office: Office, qtbot: QtBot) -> None:
    window = show(office, qtbot, TWO)
    window.go("other")
    window.close()

    kept = office.desk.settings_file.read()
    assert kept.last_page == "other"
    assert kept.geometry
    again = show(office, qtbot, TWO)
    assert again.current() == "other"


def test_a_language_chosen_speaks_at_once(office: Office, qtbot: QtBot) -> None:
    window = show(office, qtbot)
    assert window.page() is not None

    office.desk.change_settings(replace(office.desk.settings, language="zh_CN"))

    assert [window._nav.item("activities").accessibleName()] == ["活动"]

    def said() -> set[str]:
        return {one.text() for one in window.findChildren(QPushButton) if one.isVisible()}

    qtbot.waitUntil(lambda: "记一次活动" in said())
    assert "Record an activity" not in said()


def test_larger_letters_are_worn_at_once_and_the_form_stays_open(
    office: Office, qtbot: QtBot
) -> None:
    id = office.record(title="口算")
    window = show(office, qtbot)
    window.open_record("activity", id)
    before = window.fontMetrics().height()

    office.desk.change_settings(replace(office.desk.settings, letters="huge"))

    assert window.fontMetrics().height() > before * 1.3
    qtbot.waitUntil(window._nav.rail)
    assert activities(window).form.id == id


def test_the_least_window_grows_with_the_letters(office: Office, qtbot: QtBot) -> None:
    window = show(office, qtbot)
    usual = window.minimumSize()

    office.desk.change_settings(replace(office.desk.settings, letters="huge"))

    assert window.minimumWidth() > usual.width()
    room = window.screen().availableSize()
    assert window.minimumSize() == window.minimumSize().boundedTo(room)


@pytest.mark.parametrize("letters", ["standard", "huge"])
def test_no_place_on_the_rail_lies_over_another(
    office: Office, qtbot: QtBot, letters: Literal["standard", "huge"]
) -> None:
    window = show(office, qtbot, PLACES)
    office.desk.change_settings(replace(office.desk.settings, letters=letters))

    window.resize(window.minimumSize())

    def items() -> list[NavItem]:
        found = [one for one in window._nav.findChildren(NavItem) if one.isVisible()]
        return sorted(found, key=lambda one: one.y())

    qtbot.waitUntil(lambda: len(items()) == len(PLACES) + 1)
    qtbot.waitUntil(lambda: all(a.geometry().bottom() < b.y() for a, b in pairwise(items())))
    assert items()[-1].geometry().bottom() <= window._nav.height()


def test_who_records_is_reached_from_the_rail(office: Office, qtbot: QtBot) -> None:
    window = show(office, qtbot)
    assert not window._nav.item("who").isVisible()

    window.resize(1000, 700)

    qtbot.waitUntil(lambda: window._nav.item("who").isVisible())


def test_an_error_nobody_claimed_is_told_over_the_page(office: Office, qtbot: QtBot) -> None:
    window = show(office, qtbot)

    office.desk.jobs.failed.emit(StoreFullError(office.desk.store.folder))

    def said() -> list[str]:
        return [one.text() for one in window.findChildren(QLabel) if one.isVisible()]

    qtbot.waitUntil(lambda: any("full" in words for words in said()))


def test_what_went_wrong_is_told_no_more_when_something_else_is_shown(
    office: Office, qtbot: QtBot
) -> None:
    window = show(office, qtbot, PLACES)
    window.go("plans")
    page = window.page("plans")
    assert isinstance(page, PlansPage)
    page.failed.emit(StoreFullError(office.desk.store.folder))
    frame = window.shell.pages.currentWidget()
    assert isinstance(frame, Frame)
    assert frame._notice is not None

    page.begin_new()

    assert frame._notice is None


def test_f6_moves_between_board_list_and_form(office: Office, qtbot: QtBot) -> None:
    office.record(title="口算")
    window = show(office, qtbot)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    seen = []

    for _step in range(3):
        qtbot.keyClick(window.shell, Qt.Key.Key_F6)
        held = QApplication.focusWidget()
        page = activities(window)
        where = {"list": page.list, "form": page.form, "board": window._nav}
        seen += [name for name, area in where.items() if held and area.isAncestorOf(held)]

    assert set(seen) >= {"list", "form"}
