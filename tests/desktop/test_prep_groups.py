"""Preparation groups: made, filled by name or initials, led, put into the bin."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from db.commands import records
from db.journal import writing
from db.queries.prep_groups import list_groups
from desktop.pages.plans.groups.pane import GroupsPane
from desktop.theme import Theme
from tests.desktop.office import Office


@pytest.fixture
def pane(office: Office, qtbot: QtBot) -> Iterator[GroupsPane]:
    made = GroupsPane(office.desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.header())
    made.resize(1100, 700)
    made.show()
    yield made
    made.end()


def group(office: Office, name: str = "三年级数学") -> str:
    with writing(office.desk.store, office.sit()) as writer:
        return records.add(writer, "prep_group", {"name": name, "subject": "maths", "grade": "3"})


def members(office: Office) -> list[list[str]]:
    with office.desk.store.read() as session:
        return [[one.name for one in row.members] for row in list_groups(session)]


def test_nothing_is_there_and_a_button_says_what_to_do(pane: GroupsPane) -> None:
    assert pane._side.currentWidget() is pane._nothing
    assert pane._first.isVisible()


def test_a_new_group_comes_to_be_with_its_name_and_its_leader_in_it(
    office: Office, pane: GroupsPane, qtbot: QtBot
) -> None:
    pane.begin_new()
    assert "Once it has a name" in pane.form._fields["name"]._hint.text()
    qtbot.keyClicks(pane.form.boxes["name"], "Grade 4")
    assert pane.form._fields["name"]._hint.text() == ""
    pane.flush()

    assert [one.name for one in pane.groups] == ["Grade 4"]
    assert pane.groups[0].leader_name == "王丽娟"
    assert members(office) == [["王丽娟"]]


def test_while_a_new_group_is_begun_no_other_one_is_chosen(
    office: Office, pane: GroupsPane
) -> None:
    pane.show_group(group(office))
    pane.refresh()
    pane.show_group(pane.groups[0].id)
    assert pane.view.currentIndex().isValid()

    pane.begin_new()

    assert not pane.view.currentIndex().isValid()


def test_members_are_found_by_initials_added_once_and_taken_out_with_a_way_back(
    office: Office, pane: GroupsPane
) -> None:
    pane.show_group(group(office))
    told: list[Callable[[], object]] = []
    pane.toasted.connect(lambda _words, _way, do: told.append(do))
    found = pane._directory.propose_people("zxm")[0]

    pane.form.members.added.emit(found)
    pane.form.members.added.emit(found)
    assert members(office) == [["张晓梅"]]
    pane.form.members.removed.emit(pane.form.members.tokens()[0].key)
    assert members(office) == [[]]
    told[0]()

    assert members(office) == [["张晓梅"]]


def test_a_group_is_put_into_the_bin_and_restored(office: Office, pane: GroupsPane) -> None:
    id = group(office)
    pane.refresh()
    pane.show_group(id)
    told: list[Callable[[], object]] = []
    pane.toasted.connect(lambda _words, _way, do: told.append(do))

    pane.form.delete()
    assert pane.groups == []
    told[0]()

    assert [one.id for one in pane.groups] == [id]


def test_what_a_colleague_brings_is_in_the_list(office: Office, pane: GroupsPane) -> None:
    id = group(office)
    pane.refresh()

    office.arrive(id, {"name": "三年级数学（联盟）"})

    assert [one.name for one in pane.groups] == ["三年级数学（联盟）"]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_nothing_is_clipped_at_the_largest_letters(
    office: Office, qtbot: QtBot, wear: Callable[[Theme], None], language: str
) -> None:
    wear(Theme(scale=1.5, language=language))
    id = group(office)
    made = GroupsPane(office.desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.header())
    made.resize(940, 700)
    made.show()
    made.show_group(id)

    assert made._left.isHidden()
    for one in made.findChildren(QPushButton):
        if one.isVisible():
            assert one.width() >= one.minimumSizeHint().width(), one.text()
            assert one.mapTo(made, QPoint(one.width(), 0)).x() <= made.width(), one.text()
    made.end()
