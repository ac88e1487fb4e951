"""Whom an activity is for: said in its form, and shared wider from its menu."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from db.circles import NAMED
from db.commands.activities import record_activity
from db.commands.sharing import home_for
from db.journal import writing
from db.record import DELETED
from desktop.pages.activities.page import ActivitiesPage
from tests.desktop.office import TODAY, Office


def private(office: Office, *persons: str, circle: str = NAMED) -> str:
    with writing(office.desk.store, office.sit()) as writer:
        home = home_for(writer.session, writer.member, persons) if circle == NAMED else None
        values = {"title": "听课"}
        return record_activity(writer, values, today=TODAY, circle=circle, home=home)


def shown(office: Office, qtbot: QtBot, id: str) -> tuple[ActivitiesPage, list[tuple[object, ...]]]:
    page = ActivitiesPage(office.desk)
    head = page.header()
    qtbot.addWidget(page)
    qtbot.addWidget(head)
    toasts: list[tuple[object, ...]] = []
    page.toasted.connect(lambda *said: toasts.append(said))
    page.resize(1100, 740)
    page.show()
    page.activate()
    page.show_record("activity", id)
    return page, toasts


def sharing(page: ActivitiesPage) -> dict[str, QAction]:
    """Open the menu and return what it offers under "share", by its words."""
    page.form.head._open_menu()
    inner = [one for one in page.form.head.findChildren(QMenu) if one.title()]
    return {action.text(): action for one in inner for action in one.actions()}


def tag_of(page: ActivitiesPage) -> str:
    tag = page.form.head._circle_tag
    return tag.text() if tag.isVisible() else ""


def test_the_form_says_who_reads_it(office: Office, qtbot: QtBot) -> None:
    page, _ = shown(office, qtbot, private(office, office.colleague))
    assert tag_of(page) == "A few people only"

    page.open(private(office, circle="school"))
    assert tag_of(page) == "Our school only"

    page.open(office.record(title="送课"))
    assert tag_of(page) == ""


def test_what_everybody_reads_cannot_be_shared_wider(office: Office, qtbot: QtBot) -> None:
    page, _ = shown(office, qtbot, office.record(title="送课"))

    assert sharing(page) == {}


def test_the_menu_says_what_sharing_does(office: Office, qtbot: QtBot) -> None:
    page, _ = shown(office, qtbot, private(office))

    offered = sharing(page)

    assert [words for words in offered if words] == ["With our school", "With the whole alliance"]
    assert any("a new record" in one.text() for one in page.form.head.findChildren(QLabel))


def test_sharing_shows_the_new_record_and_can_be_taken_back(office: Office, qtbot: QtBot) -> None:
    id = private(office, office.colleague)
    page, toasts = shown(office, qtbot, id)

    sharing(page)["With the whole alliance"].trigger()

    made = page.form.id
    assert made != id
    assert office.show(made).circle == "alliance"
    assert office.show(id).circle == NAMED
    words, undo, take_back = toasts[-1]
    assert (words, undo) == ("Shared with the whole alliance, as a new record", "Undo")
    assert callable(take_back)
    take_back()
    assert office.show(made).deletion == DELETED
