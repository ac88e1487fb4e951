"""Two versions of what is said of a plan or a file of an activity: settled beside it."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.commands import records
from db.journal import writing
from desktop.pages.activities.plans_tab import PlanNotes, PlansTab
from desktop.pages.activities.record_form import RecordForm
from tests.desktop.asking import answer, asked
from tests.desktop.office import Office, ShowForm


@pytest.fixture
def form(show_form: ShowForm) -> RecordForm:
    return show_form(RecordForm, 700, 700)


def add_plan(office: Office, activity: str, name: str) -> str:
    with writing(office.desk.store, office.sit()) as writer:
        return records.add(writer, "activity_plan", {"activity": activity, "plan_name": name})


def cards(form: RecordForm) -> list[PlanNotes]:
    tab = form.tab("plans")
    assert isinstance(tab, PlansTab)
    return tab.notes


@pytest.mark.parametrize("field", ["observation", "usable"])
def test_two_versions_of_what_was_seen_are_settled_beside_the_plan(
    field: str, office: Office, form: RecordForm, qtbot: QtBot
) -> None:
    id = office.record(title="口算", type="parallel_lesson")
    add_plan(office, id, "分数的初步认识")
    plan = add_plan(office, id, "口算乘法")
    office.write(plan, {field: "学生动手了。"})
    office.dispute(plan, field, "学生都动手了。", "学生没有动手。")
    form.open(id)
    form.head.set_tab("plans")

    (asking,) = [one for one in cards(form) if one.disputed]
    assert asking.draft.id == plan
    answer(qtbot, asking, "2 versions")
    card = form.versions.card()
    assert card is not None
    qtbot.waitUntil(card.isVisible)
    qtbot.waitUntil(lambda: asking.geometry().bottom() < card.geometry().top())
    assert {side.name for side in card.disputed.sides} == {"王丽娟", "张晓梅"}
    chosen = card.disputed.sides[1].value
    qtbot.mouseClick(card._uses[1], Qt.MouseButton.LeftButton)

    row = office.show(plan)
    assert (row.disputed, row.values[field]) == ((), chosen)
    assert not any(one.disputed for one in cards(form))
    assert asked(office.desk) == []


def test_the_form_leads_from_its_first_tab_to_the_versions_beside_a_plan(
    office: Office, form: RecordForm, qtbot: QtBot
) -> None:
    id = office.record(title="口算", type="parallel_lesson")
    plan = add_plan(office, id, "口算乘法")
    office.dispute(plan, "observation", "动手了。", "没动手。")

    form.open(id)
    assert form.notes.standing().startswith("There are two versions of one place")
    answer(qtbot, form, "Seen of the pupils")

    card = form.versions.card()
    assert card is not None
    qtbot.waitUntil(card.isVisible)
    card.put_off.emit()
    assert office.show(plan).disputed == ("observation",)
    assert [one.draft.id for one in cards(form) if one.disputed] == [plan]


def test_two_versions_of_a_plans_name_are_settled_where_nothing_was_seen_yet(
    office: Office, form: RecordForm, qtbot: QtBot
) -> None:
    id = office.record(title="口算", type="joint_preparation")
    plan = add_plan(office, id, "口算")
    office.dispute(plan, "plan_name", "口算乘法", "口算除法")
    form.open(id)

    form.compare(plan, "plan_name")
    card = form.versions.card()
    assert card is not None
    qtbot.waitUntil(card.isVisible)
    card.choose(1)

    assert office.show(plan).disputed == ()
    assert not any(one.isVisible() for one in cards(form))


def test_two_versions_of_what_a_file_shows_are_settled_among_the_files(
    office: Office, form: RecordForm, qtbot: QtBot
) -> None:
    id = office.record(title="口算")
    with writing(office.desk.store, office.sit()) as writer:
        said = {"record": id, "file_name": "板书.jpg"}
        file = records.add(writer, "attachment", said)
    office.dispute(file, "caption", "板书", "板书照片")
    form.open(id)
    answer(qtbot, form, "Caption")
    form.versions.close_card()
    form.head.set_tab("files")

    answer(qtbot, form, "Compare both")
    card = form.versions.card()
    assert card is not None
    qtbot.waitUntil(card.isVisible)
    chosen = card.disputed.sides[1].value
    qtbot.mouseClick(card._uses[1], Qt.MouseButton.LeftButton)

    row = office.show(file)
    assert (row.disputed, row.values["caption"]) == ((), chosen)
    assert form.notes.standing() == ""
