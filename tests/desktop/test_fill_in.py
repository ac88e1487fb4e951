"""What the ledger lacks is filled in where it belongs."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.pages.activities.page import ActivitiesPage
from desktop.pages.table import PLACES
from desktop.window import Window
from tests.desktop.office import Office

ONLY = tuple(place for place in PLACES if place.key == "activities")


@pytest.fixture
def window(office: Office, qtbot: QtBot) -> Window:
    window = Window(office.desk, ONLY)
    qtbot.addWidget(window, before_close_func=lambda window: window._end_pages())
    window.resize(1280, 800)
    window.show()
    window.start()
    window.activateWindow()
    return window


def has_focus(widget: QWidget) -> bool:
    """Return whether the focus is inside a widget."""
    focused = QApplication.focusWidget()
    return focused is not None and widget.isAncestorOf(focused)


@pytest.mark.parametrize("field", ["own_count", "host_school", "partner_schools", "recorder"])
def test_the_focus_is_in_the_field_that_was_asked_for(
    office: Office, window: Window, qtbot: QtBot, field: str
) -> None:
    id = office.record(title="送课")

    window.open_field("activity", id, field)

    page = window.page("activities")
    assert isinstance(page, ActivitiesPage)
    box = page.form.basics.box(field)
    qtbot.waitUntil(lambda: has_focus(box))
    assert box.isVisible()


def test_results_are_asked_for_among_the_notes(
    office: Office, window: Window, qtbot: QtBot
) -> None:
    id = office.record(title="送课")

    window.open_field("activity", id, "outcome")

    page = window.page("activities")
    assert isinstance(page, ActivitiesPage)
    notes = page.form.tab("notes")
    qtbot.waitUntil(lambda: has_focus(notes))


def test_who_spoke_is_asked_for_among_the_people(office: Office, window: Window) -> None:
    id = office.record(title="送课")

    window.open_field("activity", id, "leads")

    page = window.page("activities")
    assert isinstance(page, ActivitiesPage)
    assert page.form.tab("people").isVisible()
