"""Where the list of activities begins, and how loud its signs are."""

import datetime

from pytestqt.qtbot import QtBot

from desktop.pages.activities.page import ActivitiesPage
from desktop.pages.activities.row_delegate import ActivityDelegate
from desktop.status import MANY_UNSENT
from tests.desktop.office import TODAY, Office


def show(office: Office, qtbot: QtBot) -> ActivitiesPage:
    """Return the page as a person first sees it."""
    page = ActivitiesPage(office.desk)
    head = page.header()
    qtbot.addWidget(page)
    qtbot.addWidget(head)
    page.resize(1104, 700)
    page.show()
    page.activate()
    return page


def test_the_newest_activity_that_was_is_open_at_first(office: Office, qtbot: QtBot) -> None:
    day = datetime.timedelta(days=1)
    for number in range(1, 30):
        office.record(title="还没到", held_on=(TODAY + day * number).isoformat())
    office.record(title="上次", held_on=(TODAY - day).isoformat())
    office.record(title="更早", held_on=(TODAY - day * 8).isoformat())

    page = show(office, qtbot)

    assert page.form.title() == "上次"
    view = page.list.view
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))


def test_where_all_lie_ahead_the_first_is_open(office: Office, qtbot: QtBot) -> None:
    office.record(title="下周", held_on=(TODAY + datetime.timedelta(days=7)).isoformat())

    assert show(office, qtbot).form.title() == "下周"


def test_where_much_waits_rows_do_not_all_say_so(office: Office, qtbot: QtBot) -> None:
    for _number in range(MANY_UNSENT + 1):
        office.record(title="送课")

    page = show(office, qtbot)

    delegate = page.list.view.itemDelegate()
    assert isinstance(delegate, ActivityDelegate)
    assert delegate.many_unsent
