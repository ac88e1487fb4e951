"""What stands instead of a plan: compared, its past, all that was said of it, the groups."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.commands import plans
from db.journal import writing
from desktop.pages.plans.compare.choice import Choice
from desktop.pages.plans.compare.pane import ComparePane
from desktop.pages.plans.groups.pane import GroupsPane
from desktop.pages.plans.joint.pane import JointPane
from desktop.pages.plans.news_bar import NewsBar
from desktop.pages.plans.page import PlansPage
from desktop.pages.plans.past.pane import PlanPastPane
from desktop.pages.plans.printing.pane import PlanPrintPane
from tests.desktop.office import TODAY, Office
from tests.desktop.plan_room import plan_with_steps, say, texts
from tests.desktop.test_plans_page import show_page


@pytest.fixture
def page(office: Office, qtbot: QtBot) -> Iterator[PlansPage]:
    made, whole = show_page(office, qtbot, 1200)
    yield made
    made.end()
    whole.close()


def hosted(page: PlansPage) -> QWidget:
    shown: QWidget = page._stack.currentWidget()
    return shown


def test_what_is_new_in_the_agreed_plan_is_compared_and_left_again(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    with writing(office.desk.store, office.sit()) as writer:
        first = plans.freeze(writer, plan, today=TODAY)
        mine = plans.derive(writer, plan, today=TODAY, version=first)
    office.write(steps[0], {"teacher": "出示四叠贴纸。"})
    with writing(office.desk.store, office.sit()) as writer:
        newest = plans.freeze(writer, plan, today=TODAY)
    page.open(mine)
    editor = page.editor
    assert editor is not None
    qtbot.waitUntil(lambda: editor.relation.news is not None)

    editor.compare_wanted.emit()

    pane = hosted(page)
    assert isinstance(pane, ComparePane)
    assert pane.sheet is not None
    assert pane.sheet.left.ref.version == newest
    pane.back.emit()
    assert hosted(page) is editor


def test_what_is_new_in_the_agreed_plan_is_taken_over_in_two_clicks(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    with writing(office.desk.store, office.sit()) as writer:
        first = plans.freeze(writer, plan, today=TODAY)
        mine = plans.derive(writer, plan, today=TODAY, version=first)
    office.write(steps[0], {"teacher": "出示四叠贴纸。"})
    with writing(office.desk.store, office.sit()) as writer:
        plans.freeze(writer, plan, today=TODAY)
    page.open(mine)
    editor = page.editor
    assert editor is not None
    qtbot.waitUntil(lambda: editor.findChild(NewsBar) is not None)
    bar = editor.findChild(NewsBar)
    assert bar is not None

    bar.findChildren(QPushButton)[0].click()
    pane = hosted(page)
    assert isinstance(pane, ComparePane)
    qtbot.waitUntil(lambda: pane.findChild(Choice) is not None)
    choice = pane.findChild(Choice)
    assert choice is not None
    choice.findChildren(QPushButton)[0].click()
    pane.back.emit()

    assert texts(office, mine)[0] == "出示四叠贴纸。"
    qtbot.waitUntil(lambda: editor.findChild(NewsBar) is None)


def test_a_plan_that_derives_from_none_says_that_there_is_nothing_to_compare(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    plan, _steps = plan_with_steps(office)
    page.open(plan)

    with qtbot.waitSignal(page.warned) as told:
        page.compare()

    assert "nothing to compare" in told.args[0]
    assert hosted(page) is page.editor


def test_the_past_and_all_comments_are_shown_and_left_again(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    say(office, plan, "好。", step=steps[0])
    page.open(plan)

    page.show_history()
    past = hosted(page)
    assert isinstance(past, PlanPastPane)
    past.back.emit()
    page.show_joint()
    joint = hosted(page)
    assert isinstance(joint, JointPane)
    joint.back.emit()

    assert hosted(page) is page.editor


def test_the_groups_are_reached_from_the_list_and_left_again(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    page.others.show_groups()
    groups = hosted(page)
    assert isinstance(groups, GroupsPane)

    groups.back.emit()

    assert hosted(page) is page._shelf


def test_the_whole_unit_is_printed_from_a_plan_of_it(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    plan, _steps = plan_with_steps(office, unit="多位数乘一位数")
    page.open(plan)
    assert page.plan_head._in_unit

    page.plan_head.unit_wanted.emit()

    pane = hosted(page)
    assert isinstance(pane, PlanPrintPane)
    qtbot.waitUntil(lambda: pane._path is not None, timeout=20_000)
    assert pane.paper.page_count() == 4  # the cover, the contents, a plan of two pages
    pane.back.emit()
    assert hosted(page) is page.editor
