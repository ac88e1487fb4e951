"""同课异构: the plans of an activity, side by side, with what was seen and concluded."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from db.queries.records import RecordRow
from desktop.pages.activities.page import ActivitiesPage
from desktop.pages.activities.parallel import ParallelPane
from desktop.pages.activities.plans_tab import PlansTab
from desktop.widgets.tokens import Token
from tests.desktop.office import Office
from tests.desktop.prepared import Prepared, prepare, value_of


@pytest.fixture
def prepared(office: Office) -> Prepared:
    return prepare(office)


@pytest.fixture
def activity(office: Office) -> str:
    return office.record(title="《口算乘法》同课异构", type="parallel_lesson", subject="maths")


@pytest.fixture
def page(office: Office, activity: str, qtbot: QtBot) -> Iterator[ActivitiesPage]:
    made = ActivitiesPage(office.desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.header())
    made.resize(1200, 800)
    made.show()
    made.activate()
    made.show_record("activity", activity)
    made.form.head.set_tab("plans")
    yield made
    made.end()


def tab(page: ActivitiesPage) -> PlansTab:
    found = page.form.tab("plans")
    assert isinstance(found, PlansTab)
    return found


def links(office: Office, activity: str) -> list[RecordRow]:
    return office.parts("activity_plan", activity)


def test_plans_are_found_by_title_and_initials(
    office: Office, prepared: Prepared, page: ActivitiesPage
) -> None:
    by_title = [token.key for token in page.form.plans.propose("口算")]
    by_initials = [token.key for token in page.form.plans.propose("kscf")]

    assert set(by_title) == set(by_initials) == {prepared.plan, prepared.mine}


def test_a_plan_is_linked_taken_away_and_brought_back(
    office: Office, prepared: Prepared, activity: str, page: ActivitiesPage
) -> None:
    told: list[Callable[[], object]] = []
    page.form.toasted.connect(lambda _words, _way, do: told.append(do))

    page.form.plans.link(Token(prepared.mine, "口算乘法"))
    link = links(office, activity)[0]
    assert link.values["person_name"] == "王丽娟"
    page.form.plans.take_away(link.id)
    assert links(office, activity) == []
    told[-1]()

    assert [one.id for one in links(office, activity)] == [link.id]


def test_what_was_seen_is_saved_as_one_types(
    office: Office, prepared: Prepared, activity: str, page: ActivitiesPage
) -> None:
    page.form.plans.link(Token(prepared.mine, "口算乘法"))

    tab(page).notes[0].boxes["observation"].setPlainText("后排两组没跟上。")
    page.form.flush()

    link = links(office, activity)[0]
    assert link.values["observation"] == "后排两组没跟上。"


def test_the_two_texts_are_shown_for_parallel_lessons_only(
    office: Office, prepared: Prepared, activity: str, page: ActivitiesPage
) -> None:
    page.form.plans.link(Token(prepared.mine, "口算乘法"))
    assert tab(page).notes[0].isVisible()

    office.write(activity, {"type": "joint_preparation"})
    page.form.keeper.reload()

    assert not tab(page).notes[0].isVisible()


def test_two_plans_are_put_side_by_side_and_concluded(
    office: Office, prepared: Prepared, activity: str, page: ActivitiesPage, qtbot: QtBot
) -> None:
    for plan in (prepared.plan, prepared.mine):
        page.form.plans.link(Token(plan, "口算乘法"))
    page.form.plans.compare_wanted.emit()
    pane = page.findChild(ParallelPane)
    assert pane is not None

    differing = [one.line.number for one in pane.table.rows if one.line.places]
    assert differing == ["1", "3", "4"]
    pane.conclusion.setPlainText("先圈再说更清楚。")
    pane.notes[1].boxes["usable"].setPlainText("口令可用。")
    pane._go_back()

    assert value_of(office, activity, "discussion") == "先圈再说更清楚。"
    assert links(office, activity)[1].values["usable"] == "口令可用。"
    assert page.form.keeper.draft.record.value("discussion") == "先圈再说更清楚。"


def test_what_is_typed_is_saved_wherever_one_goes_from_there(
    office: Office, prepared: Prepared, activity: str, page: ActivitiesPage, qtbot: QtBot
) -> None:
    page.form.plans.link(Token(prepared.mine, "口算乘法"))
    page.show_parallel(activity)
    pane = page.findChild(ParallelPane)
    assert pane is not None
    pane.conclusion.setPlainText("再议。")

    page.show_history(activity)

    qtbot.waitUntil(lambda: value_of(office, activity, "discussion") == "再议。")


def test_one_plan_alone_says_what_is_missing(
    office: Office, prepared: Prepared, activity: str, page: ActivitiesPage
) -> None:
    page.form.plans.link(Token(prepared.mine, "口算乘法"))

    page.show_parallel(activity)

    pane = page.findChild(ParallelPane)
    assert pane is not None
    assert pane._stack.currentWidget() is pane._nothing
