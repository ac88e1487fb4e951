"""What wants a decision in a preparation group and its members: asked and answered in its form."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.commands import records
from db.journal import writing
from db.queries.conflicts import open_questions
from db.record import DELETED, LIVE
from desktop.pages.plans.groups.form import GroupForm
from desktop.pages.plans.groups.pane import GroupsPane
from desktop.pages.plans.page import PlansPage
from desktop.pages.table import PLACES
from tests.desktop.asking import answer, asked
from tests.desktop.office import Office
from tests.desktop.test_prep_groups import pane

__all__ = ["pane"]  # a fixture

KINDS = ("prep_group", "prep_member")


def add(office: Office, kind: str) -> tuple[str, str]:
    """Make a group with a member; return its id, and that of what is of a kind."""
    with writing(office.desk.store, office.sit()) as writer:
        group = records.add(writer, "prep_group", {"name": "三年级数学", "subject": "maths"})
        member = records.add(writer, "prep_member", {"group": group, "person_name": "赵敏"})
    return group, {"prep_group": group, "prep_member": member}[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_page_leads_to_the_group(kind: str, office: Office, qtbot: QtBot) -> None:
    group, id = add(office, kind)
    field = {"prep_group": "notes", "prep_member": "person_name"}[kind]
    office.dispute(id, field, "赵敏敏", "赵小敏")
    with office.desk.store.read() as session:
        opens = open_questions(session)[0].opens
    page = PlansPage(office.desk)
    qtbot.addWidget(page)
    qtbot.addWidget(page.header())
    page.show()

    assert "prep_group" in next(place for place in PLACES if place.key == "plans").kinds
    page.show_record(*opens)

    (form,) = page.findChildren(GroupForm)
    assert form.id == group
    assert form.questions.isVisible()
    page.others.close()


@pytest.mark.parametrize(("words", "left"), [("Keep", LIVE), ("Delete", DELETED)])
@pytest.mark.parametrize("kind", KINDS)
def test_what_one_deleted_while_another_worked_on_it_is_asked(
    kind: str, words: str, left: int, office: Office, pane: GroupsPane, qtbot: QtBot
) -> None:
    group, id = add(office, kind)
    seen = office.show(id).version
    written = {"prep_group": {"notes": "周三下午"}, "prep_member": {"position": "b"}}[kind]
    with writing(office.desk.store, office.sit(office.colleague)) as writer:
        records.delete(writer, id)
    office.write(id, written, seen=seen)
    assert asked(office.desk) == [id]
    pane.show_group(group)

    answer(qtbot, pane.form.questions, words)

    assert (asked(office.desk), office.show(id).deletion) == ([], left)


@pytest.mark.parametrize(
    ("kind", "field", "mine", "other"),
    [
        ("prep_group", "notes", "周三下午", "周四下午"),
        ("prep_member", "person_name", "赵敏敏", "赵小敏"),
    ],
)
def test_two_versions_are_settled_in_the_form(
    kind: str, field: str, mine: str, other: str, office: Office, pane: GroupsPane, qtbot: QtBot
) -> None:
    group, id = add(office, kind)
    office.dispute(id, field, mine, other)
    assert asked(office.desk) == [id]
    pane.show_group(group)

    answer(qtbot, pane.form.questions, "Compare both")
    card = pane.form.versions.card()
    assert card is not None
    qtbot.waitUntil(card.isVisible)
    chosen = card.disputed.sides[1].value
    qtbot.mouseClick(card._uses[1], Qt.MouseButton.LeftButton)

    assert (office.show(id).values[field], asked(office.desk)) == (chosen, [])
    assert not pane.form.questions.isVisible()
