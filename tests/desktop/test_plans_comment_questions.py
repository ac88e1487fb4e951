"""What wants a decision in a comment on a plan: asked in the margin, and answered there."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.commands import plans, records
from db.journal import writing
from desktop.pages.plans.editor import PlanEditor
from tests.desktop.asking import answer, asked
from tests.desktop.office import TODAY, Office, ShowForm
from tests.desktop.plan_room import plan_with_steps, say, sheet


@pytest.fixture
def editor(show_form: ShowForm) -> PlanEditor:
    return show_form(PlanEditor, 1200, 700)


def decide_twice(office: Office, comment: str, mine: str, other: str) -> None:
    """Let two people decide on a comment without knowing of each other."""
    seen = office.show(comment).version
    for person, decision in ((office.me, mine), (office.colleague, other)):
        with writing(office.desk.store, office.sit(person)) as writer:
            plans.decide(writer, comment, decision, reason=f"{decision}!", today=TODAY, seen=seen)


@pytest.mark.parametrize("name", ["王丽娟", "张晓梅"])
@pytest.mark.parametrize("other", ["declined", "adopted"])
def test_of_two_who_decided_on_a_comment_one_is_chosen_with_all_he_wrote(
    name: str, other: str, office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    said = say(office, plan, "玉米粒好。", step=steps[1])
    decide_twice(office, said, "adopted", other)
    assert asked(office.desk) == [said]
    editor.open(plan)

    answer(qtbot, editor.panel.questions, "Compare both")
    card = editor.versions.card()
    assert card is not None
    qtbot.waitUntil(card.isVisible)
    at = next(n for n, side in enumerate(card.disputed.sides) if side.name == name)
    chosen = card.disputed.sides[at].value
    qtbot.mouseClick(card._uses[at], Qt.MouseButton.LeftButton)

    row = office.show(said)
    assert (row.disputed, asked(office.desk)) == ((), [])
    assert row.values[card.disputed.field] == chosen
    assert row.values["decided_by_name"] == name
    assert row.values["decided_by"] == (office.me if name == "王丽娟" else office.colleague)


@pytest.mark.parametrize(("words", "left"), [("Keep", 1), ("Delete", 0)])
def test_a_comment_deleted_while_another_worked_on_it_is_asked_in_the_margin(
    words: str, left: int, office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    said = say(office, plan, "玉米粒好。", step=steps[1])
    seen = office.show(said).version
    with writing(office.desk.store, office.sit(office.colleague)) as writer:
        records.delete(writer, said)
    office.write(said, {"body": "玉米粒很好。"}, seen=seen)
    assert asked(office.desk) == [said]
    editor.open(plan)

    answer(qtbot, editor.panel.questions, words)

    assert asked(office.desk) == []
    assert len(sheet(office, plan).comments) == left


def test_two_versions_of_what_a_comment_says_are_settled_in_the_margin(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    said = say(office, plan, "玉米粒好。", step=steps[1])
    office.dispute(said, "body", "玉米粒很好。", "玉米粒不好。")
    editor.open(plan)

    answer(qtbot, editor.panel.questions, "Compare both")
    card = editor.versions.card()
    assert card is not None
    chosen = card.disputed.sides[1].value
    card.choose(1)

    assert (office.show(said).values["body"], asked(office.desk)) == (chosen, [])
