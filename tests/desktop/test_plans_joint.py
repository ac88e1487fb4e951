"""Preparing a lesson together: deciding, agreeing, who gave what, what is changed most."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from db.commands import plans
from db.journal import writing
from db.queries.plan_activities import activities_of
from db.queries.plan_changes import changes_in, children_of
from db.queries.plan_sheet import versions_of
from db.queries.records import parts_of, show
from desktop.pages.plans.joint.pane import JointPane
from desktop.pages.plans.joint.talk import LATE
from desktop.theme import Theme
from tests.desktop.office import TODAY, Office
from tests.desktop.prepared import Prepared, prepare, value_of


@pytest.fixture
def prepared(office: Office) -> Prepared:
    return prepare(office)


def say(office: Office, prepared: Prepared, body: str, step: int = -1, about: str = "") -> str:
    with writing(office.desk.store, office.sit()) as writer:
        on = prepared.steps[step] if step >= 0 else ""
        return plans.comment(writer, prepared.plan, body, today=TODAY, step=on, about=about)


@pytest.fixture
def said(office: Office, prepared: Prepared) -> tuple[str, str, str]:
    """Three comments: on the third step, on the second, and on the whole."""
    third = say(office, prepared, "改用玉米粒。", 2)
    second = say(office, prepared, "先圈再说。", 1)
    return second, third, say(office, prepared, "时间不够。")


def open_pane(office: Office, prepared: Prepared, qtbot: QtBot, wide: int = 1100) -> JointPane:
    pane = JointPane(office.desk)
    qtbot.addWidget(pane)
    qtbot.addWidget(pane.header())
    pane.resize(wide, 800)
    pane.show_plan(prepared.plan)
    pane.show()
    qtbot.waitUntil(lambda: not office.desk.jobs.busy())
    return pane


def test_comments_stand_by_step_and_the_whole_comes_first(
    office: Office, prepared: Prepared, said: tuple[str, ...], qtbot: QtBot
) -> None:
    pane = open_pane(office, prepared, qtbot)

    assert [[one.comment.body for one in topic.said] for topic in pane.topics] == [
        ["时间不够。"], ["先圈再说。"], ["改用玉米粒。"],
    ]  # fmt: skip


def test_keys_decide_one_after_another(
    office: Office, prepared: Prepared, said: tuple[str, ...], qtbot: QtBot
) -> None:
    pane = open_pane(office, prepared, qtbot)
    pane.view.setFocus()

    qtbot.keyClick(pane.view, Qt.Key.Key_1)
    qtbot.keyClick(pane.view, Qt.Key.Key_2)

    second, third, whole = said
    assert value_of(office, whole, "decision") == "adopted"
    assert value_of(office, second, "decision") == "partly"
    assert value_of(office, third, "decision") is None
    at_hand = pane._at_hand()
    assert at_hand is not None
    assert at_hand.comment.id == third


def test_who_declines_is_asked_once_for_a_reason(
    office: Office, prepared: Prepared, said: tuple[str, ...], qtbot: QtBot
) -> None:
    pane = open_pane(office, prepared, qtbot)

    pane.decide_card.decide("declined")
    assert value_of(office, said[2], "decision") is None
    pane.decide_card.reason.setText("四十分钟够了")
    pane.decide_card.decide("declined")

    assert value_of(office, said[2], "decision") == "declined"
    assert value_of(office, said[2], "reason") == "四十分钟够了"
    assert value_of(office, said[2], "decided_by_name") == "王丽娟"


def test_a_decision_is_undone(
    office: Office, prepared: Prepared, said: tuple[str, ...], qtbot: QtBot
) -> None:
    pane = open_pane(office, prepared, qtbot)
    told: list[Callable[[], object]] = []
    pane.toasted.connect(lambda _words, _way, do: told.append(do))
    pane.decide_card.decide("adopted")

    told[0]()

    assert value_of(office, said[2], "decision") is None


def test_what_speaks_of_an_older_version_comes_apart_as_late(
    office: Office, prepared: Prepared, qtbot: QtBot
) -> None:
    say(office, prepared, "这一版的作业太多。", about=prepared.first)

    pane = open_pane(office, prepared, qtbot)

    assert [topic.key for topic in pane.topics] == [LATE]


def test_the_plan_is_agreed_on_with_a_note(
    office: Office, prepared: Prepared, said: tuple[str, ...], qtbot: QtBot
) -> None:
    with writing(office.desk.store, office.sit()) as writer:
        plans.decide(writer, said[0], "adopted", today=TODAY)
    pane = open_pane(office, prepared, qtbot)
    pane.begin_freezing()
    pane.freezing.note.setText("改用玉米粒")

    qtbot.keyClick(pane.freezing.note, Qt.Key.Key_Return)

    with office.desk.store.read() as session:
        newest = versions_of(session, prepared.plan)[-1]
    assert (newest.number, newest.note) == (3, "改用玉米粒")
    assert pane.freezing.isHidden()


def test_only_one_button_is_filled_while_the_note_is_asked_for(
    office: Office, prepared: Prepared, qtbot: QtBot
) -> None:
    pane = open_pane(office, prepared, qtbot)

    pane.begin_freezing()

    filled = [
        one
        for one in (*pane.findChildren(QPushButton), *pane.header().findChildren(QPushButton))
        if one.property("kind") == "primary" and not one.isHidden()
    ]
    assert len(filled) == 1


def test_what_is_changed_most_is_counted_step_by_step(office: Office, prepared: Prepared) -> None:
    with office.desk.store.read() as session:
        found = changes_in(session, prepared.plan, children_of(session, prepared.plan))

    assert found.plans == 1
    assert [[one.parts for one in step.changes] for step in found.steps] == [
        [("teacher",)], [], [("student",)], [],
    ]  # fmt: skip


def test_a_meeting_is_recorded_with_all_who_spoke_and_linked(
    office: Office, prepared: Prepared, said: tuple[str, ...], qtbot: QtBot
) -> None:
    pane = open_pane(office, prepared, qtbot)

    pane.record_meeting()

    with office.desk.store.read() as session:
        linked = activities_of(session, prepared.plan)
        people = parts_of(session, "participant", linked[0].id)
        activity = show(session, linked[0].id).values
        link = show(session, linked[0].link).values
    assert activity["type"] == "joint_preparation"
    assert link["plan_version"] == prepared.second
    roles = {str(one.values["person_name"]): one.values["role"] for one in people}
    assert roles == {"张晓梅": "lead_preparer", "王丽娟": "participant"}


def test_an_activity_is_chosen_and_taken_away_again(
    office: Office, prepared: Prepared, qtbot: QtBot
) -> None:
    activity = office.record(title="第三次集体备课", type="joint_preparation")
    pane = open_pane(office, prepared, qtbot)

    pane.link(activity)
    with office.desk.store.read() as session:
        linked = activities_of(session, prepared.plan)
    assert [one.id for one in linked] == [activity]
    pane.unlink(linked[0].link)

    with office.desk.store.read() as session:
        assert activities_of(session, prepared.plan) == []
        assert show(session, activity).deletion == 0


def test_the_comment_at_hand_stays_when_something_arrives(
    office: Office, prepared: Prepared, said: tuple[str, ...], qtbot: QtBot
) -> None:
    pane = open_pane(office, prepared, qtbot)
    pane._choose(said[1])

    office.arrive(said[0], {"body": "先圈一圈，再说。"})

    at_hand = pane._at_hand()
    assert at_hand is not None
    assert at_hand.comment.id == said[1]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_one_pane_at_a_time_at_the_largest_letters_and_nothing_is_clipped(
    office: Office,
    prepared: Prepared,
    said: tuple[str, ...],
    qtbot: QtBot,
    wear: Callable[[Theme], None],
    language: str,
) -> None:
    wear(Theme(scale=1.5, language=language))
    pane = open_pane(office, prepared, qtbot, 940)
    assert pane._side.isHidden()

    at_hand = pane.view.visualRect(pane.view.currentIndex()).center()
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=at_hand)

    assert pane._left.isHidden()
    assert pane.minimumSizeHint().width() <= 940
    for one in pane.findChildren(QPushButton):
        if one.isVisible():
            assert one.width() >= one.minimumSizeHint().width(), one.text()
            assert one.mapTo(pane, QPoint(one.width(), 0)).x() <= pane.width(), one.text()
