"""The editor of plans is made while the list is read; whoever is quicker waits for the rest."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.pages.plans.page import PlansPage
from tests.desktop.office import Office
from tests.desktop.plan_room import add_plan
from tests.desktop.test_plans_page import page  # noqa: F401 - the fixture


@pytest.fixture
def plan(office: Office) -> str:
    """Return a plan that stands in the list."""
    return add_plan(office, title="口算乘法")


def test_the_editor_is_made_while_the_list_is_read(
    plan: str,
    page: PlansPage,  # noqa: F811
    qtbot: QtBot,
) -> None:
    page.show_list()
    assert page.editor is None

    qtbot.waitUntil(lambda: page._readying._done, timeout=20_000)

    assert page.editor is not None
    assert page.shown_record() is None
    made = page.editor
    page.open(plan)
    assert page.editor is made
    assert page.shown_record() == ("lesson_plan", plan)


def test_a_plan_that_is_opened_at_once_waits_for_what_is_left_only(
    plan: str,
    page: PlansPage,  # noqa: F811
) -> None:
    page.show_list()
    page._readying._step()  # one part of it is made

    page.open(plan)

    assert page._readying._done
    assert page.shown_record() == ("lesson_plan", plan)


def test_nothing_is_made_for_a_list_without_plans_or_a_page_that_ended(
    office: Office,
    page: PlansPage,  # noqa: F811
) -> None:
    page.show_list()
    assert not page._readying._clock.isActive()

    page._readying.begin_soon(add_plan(office, title="口算乘法"))
    page._readying._step()  # one part of it is made
    page.end()

    assert not page._readying._clock.isActive()
    assert page.editor is None
