"""How a record was before: sittings in words, then and now, and bringing back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.pages.history import HistoryView
from desktop.past import parts, restored, sittings
from desktop.widgets.differing import Differing
from tests.desktop.office import TODAY, Office


@pytest.fixture
def id(office: Office) -> str:
    made = office.record(title="口算", period="3", summary="先摆小棒。", place="一班")
    office.write(made, {"period": "2", "place": "二班"}, person=office.colleague)
    office.write(made, {"summary": "先摆玉米粒。"})
    return made


def test_each_sitting_says_who_changed_what(office: Office, id: str) -> None:
    with office.desk.store.read() as session:
        found = sittings(session, id, office.desk.member.laptop, TODAY)

    assert [(one.name, list(one.changes)) for one in found] == [
        ("王丽娟", ["Changed What was done"]),
        ("张晓梅", ["Lesson of the day: 3 → 2", "Place: 一班 → 二班"]),
        ("王丽娟", ["Recorded this activity"]),
    ]


def test_the_record_is_shown_as_it_was_beside_as_it_is(office: Office, id: str) -> None:
    with office.desk.store.read() as session:
        first = sittings(session, id, office.desk.member.laptop, TODAY)[-1]
        found = {part.field: part for part in parts(session, id, first.version)}

    assert (found["period"].then, found["period"].now) == ("3", "2")
    assert found["title"].now is None
    assert found["held_on"].then == "2025-10-17 (Fri, week 7)"
    assert dict(restored(list(found.values()), ["period"])) == {"period": "3"}


def show(office: Office, id: str, qtbot: QtBot) -> HistoryView:
    view = HistoryView(office.desk, "activity", id)
    qtbot.addWidget(view)
    qtbot.addWidget(view.header())
    view.resize(1000, 700)
    view.show()
    return view


def test_differing_places_are_marked(office: Office, id: str, qtbot: QtBot) -> None:
    view = show(office, id, qtbot)

    view.sittings()[1].setChecked(True)

    texts = [one.accessibleName() for one in view.findChildren(Differing) if one.isVisible()]
    assert texts == ["先摆小棒。", "先摆玉米粒。"]


def test_looking_changes_nothing(office: Office, id: str, qtbot: QtBot) -> None:
    version = office.show(id).version

    view = show(office, id, qtbot)
    for one in view.sittings():
        one.setChecked(True)

    assert office.show(id).version == version


def test_one_field_is_brought_back_alone(office: Office, id: str, qtbot: QtBot) -> None:
    view = show(office, id, qtbot)
    view.sittings()[2].setChecked(True)

    view.restore_field("period")

    values = office.show(id).values
    assert values["period"] == "3"
    assert values["place"] == "二班"
    assert values["summary"] == "先摆玉米粒。"


def test_all_of_it_is_brought_back_and_that_is_undone(
    office: Office, id: str, qtbot: QtBot
) -> None:
    view = show(office, id, qtbot)
    told: list[Callable[[], object]] = []
    view.toasted.connect(lambda _words, _way, do: told.append(do))
    view.sittings()[2].setChecked(True)
    whole = [b for b in view.findChildren(QPushButton) if b.text() == "Restore all of it"]

    with qtbot.waitSignal(view.left):
        qtbot.mouseClick(whole[-1], Qt.MouseButton.LeftButton)
    assert office.show(id).values["summary"] == "先摆小棒。"
    told[0]()

    assert office.show(id).values["summary"] == "先摆玉米粒。"
    assert office.show(id).values["period"] == "2"


def test_restoring_is_a_sitting_of_its_own(office: Office, id: str, qtbot: QtBot) -> None:
    view = show(office, id, qtbot)
    view.sittings()[2].setChecked(True)
    view.restore()

    with office.desk.store.read() as session:
        assert len(sittings(session, id, office.desk.member.laptop, TODAY)) == 4


def test_the_present_offers_nothing_to_restore(office: Office, id: str, qtbot: QtBot) -> None:
    view = show(office, id, qtbot)

    view.sittings()[0].setChecked(True)

    def said() -> list[str]:
        return [one.text() for one in view.findChildren(QLabel) if one.isVisible()]

    qtbot.waitUntil(lambda: "This is how it is now." in said())
