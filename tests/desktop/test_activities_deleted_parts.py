"""A part of an activity that one deleted while another worked on it: asked in its tab, answered."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from db.commands import records
from db.journal import writing
from db.progress import finish
from db.queries.records import show
from db.record import DELETED, LIVE, Value
from desktop.context import Desk
from desktop.pages.activities.directory import Directory
from desktop.pages.activities.files_tab import FilesTab
from desktop.pages.activities.parts_tab import PartsTab
from desktop.pages.activities.plans_tab import PlansTab
from desktop.pages.activities.record_form import RecordForm
from desktop.pages.part_questions import PartQuestions
from sync.round import exchange
from tests.desktop.asking import answer, asked, sit
from tests.desktop.exchange_laptops import Laptops, add_activity, laptops, made_alliance
from tests.desktop.office import Office, ShowForm

__all__ = ["laptops", "made_alliance"]  # fixtures

PARTS: Mapping[str, tuple[str, Mapping[str, Value], Mapping[str, Value]]] = {
    "agenda_item": ("agenda", {"content": "听课"}, {"content": "听课、议课"}),
    "participant": ("people", {"person_name": "赵敏"}, {"reason": "生病"}),
    "action_item": ("actions", {"content": "做教具"}, {"content": "做二十套教具"}),
    "activity_plan": ("plans", {"plan_name": "分数的初步认识"}, {"observation": "学生动手了。"}),
    "attachment": ("files", {"file_name": "板书.jpg"}, {"caption": "板书"}),
}
"""By kind: its tab, what it says at first, and what is written on it."""


def questions_in(form: RecordForm, tab: str) -> PartQuestions:
    form.head.set_tab(tab)
    page = form.tab(tab)
    assert isinstance(page, PartsTab | PlansTab | FilesTab)
    return page.questions


def deletion(desk: Desk, id: str) -> int:
    with desk.store.read() as session:
        return show(session, id).deletion


def add_part(desk: Desk, activity: str, kind: str) -> str:
    whole = "record" if kind == "attachment" else "activity"
    with writing(desk.store, sit(desk)) as writer:
        return records.add(writer, kind, {whole: activity, **PARTS[kind][1]})


@pytest.fixture
def show_on(qtbot: QtBot) -> Callable[[Desk], RecordForm]:
    """Return a function that shows the form of an activity on a laptop."""

    def on_screen(desk: Desk) -> RecordForm:
        form = RecordForm(desk, Directory(desk))
        form.resize(700, 700)
        qtbot.addWidget(form, before_close_func=lambda _form: form.end())
        form.show()
        qtbot.waitExposed(form)
        return form

    return on_screen


@pytest.mark.parametrize(("words", "left"), [("Keep", LIVE), ("Delete", DELETED)])
@pytest.mark.parametrize("kind", PARTS)
def test_an_answer_given_on_one_laptop_ends_the_question_on_both(
    kind: str,
    words: str,
    left: int,
    laptops: Laptops,
    tmp_path: Path,
    show_on: Callable[[Desk], RecordForm],
    qtbot: QtBot,
) -> None:
    tab, _first, written = PARTS[kind]
    core, guest, stick = laptops.desk("core"), laptops.desk("guest"), tmp_path / "stick"
    stick.mkdir()
    activity = add_activity(core.store, "口算")
    part = add_part(core, activity, kind)
    for desk in (core, guest):
        finish(exchange(desk.store, stick))
    with writing(core.store, sit(core)) as writer:
        records.delete(writer, part)
    with writing(guest.store, sit(guest)) as writer:
        records.change(writer, part, written)
    for desk in (core, guest, core):
        finish(exchange(desk.store, stick))
    assert [asked(desk) for desk in (core, guest)] == [[part], [part]]

    form = show_on(guest)
    form.open(activity)
    answer(qtbot, questions_in(form, tab), words)
    for desk in (guest, core):
        finish(exchange(desk.store, stick))

    for desk in (core, guest):
        assert (asked(desk), deletion(desk, part)) == ([], left)
        with desk.store.read() as session:
            values = show(session, part).values
        assert {name: values[name] for name in written} == dict(written)


def ask_about(office: Office, activity: str, kind: str) -> str:
    """Let a colleague delete a part while somebody writes on it."""
    part = add_part(office.desk, activity, kind)
    seen = office.show(part).version
    with writing(office.desk.store, office.sit(office.colleague)) as writer:
        records.delete(writer, part)
    office.write(part, PARTS[kind][2], seen=seen)
    return part


def test_the_form_leads_from_its_first_tab_to_those_that_ask(
    office: Office, show_form: ShowForm, qtbot: QtBot
) -> None:
    id = office.record(title="口算")
    for kind in ("agenda_item", "action_item"):
        ask_about(office, id, kind)
    form = show_form(RecordForm, 700, 700)

    form.open(id)
    assert form.notes.parts_deleted().startswith("On other pages 2 parts")
    (way,) = [one for one in form.notes.findChildren(QPushButton) if one.text() == "Agenda"]
    qtbot.mouseClick(way, Qt.MouseButton.LeftButton)

    assert form.notes.parts_deleted().startswith("On another page one part")
    answer(qtbot, questions_in(form, "agenda"), "Keep")
    assert not questions_in(form, "agenda").isVisible()
    answer(qtbot, questions_in(form, "actions"), "Keep")
    assert form.notes.parts_deleted() == ""


def test_the_answer_delete_can_be_taken_back(
    office: Office, show_form: ShowForm, qtbot: QtBot
) -> None:
    id = office.record(title="口算")
    part = ask_about(office, id, "agenda_item")
    form = show_form(RecordForm, 700, 700)
    told: list[Callable[[], object]] = []
    form.toasted.connect(lambda _words, _way, do: told.append(do))
    form.open(id)

    answer(qtbot, questions_in(form, "agenda"), "Delete")
    told[0]()

    row = office.show(part)
    assert (row.deletion, row.values["content"]) == (LIVE, "听课、议课")


def test_who_may_only_read_is_not_asked(office: Office, show_form: ShowForm) -> None:
    id = office.record(title="口算")
    ask_about(office, id, "agenda_item")
    office.desk.member = replace(office.desk.member, role="observer")
    form = show_form(RecordForm, 700, 700)

    form.open(id)

    assert not questions_in(form, "agenda").isVisible()
    assert form.notes.parts_deleted() == ""
