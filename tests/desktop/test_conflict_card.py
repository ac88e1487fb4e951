"""Versions side by side: whose they are, and that neither is the first choice."""

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.pages.conflicts import ConflictCard
from desktop.versions import Disputed, disputed
from tests.desktop.office import Office


def versions(office: Office, id: str) -> Disputed:
    with office.desk.store.read() as session:
        return disputed(session, id)[0]


def test_it_names_person_school_and_day(office: Office, qtbot: QtBot) -> None:
    id = office.record(title="口算")
    office.dispute(id, "period", "2", "3")

    card = ConflictCard(versions(office, id))
    qtbot.addWidget(card)

    said = [one.text() for one in card.findChildren(QLabel)]
    assert {"王丽娟", "张晓梅"} <= set(said)
    assert any(words.startswith("三小·") for words in said)


def test_neither_version_is_primary(office: Office, qtbot: QtBot) -> None:
    id = office.record(title="口算")
    office.dispute(id, "period", "2", "3")

    card = ConflictCard(versions(office, id))
    qtbot.addWidget(card)

    kinds = [one.property("kind") for one in card.findChildren(QPushButton)]
    assert "primary" not in kinds
    assert not any(one.isDefault() for one in card.findChildren(QPushButton))


def test_schools_are_named_not_numbered(office: Office, qtbot: QtBot) -> None:
    id = office.record(title="口算")
    office.dispute(id, "host_school", office.town, None)

    found = versions(office, id)

    assert {side.words for side in found.sides} == {"云岭县第三小学", "(empty)"}


def test_narrow_versions_stand_one_over_the_other(office: Office, qtbot: QtBot) -> None:
    id = office.record(title="口算")
    office.dispute(id, "period", "2", "3")
    card = ConflictCard(versions(office, id))
    qtbot.addWidget(card)

    card.resize(350, 400)
    card.show()

    assert [use.text() for use in card._uses] == ["Use the upper one", "Use the lower one"]


def test_a_sentence_both_changed_offers_both_in_one(office: Office, qtbot: QtBot) -> None:
    id = office.record(title="口算", summary="先摆小棒。")
    office.dispute(id, "summary", "先摆六根小棒。", "先摆十根小棒。")
    card = ConflictCard(versions(office, id))
    qtbot.addWidget(card)

    card.keep_both()

    editor = card.editor()
    assert editor is not None
    assert "六" in editor.toPlainText()
    assert "十" in editor.toPlainText()
