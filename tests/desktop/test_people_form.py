"""The forms of people and schools: they save as one types, and take in what comes meanwhile."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from db.commands import records
from db.journal import writing
from db.queries.history import HistoryEntry, history
from db.record import DELETED, LIVE
from desktop.pages.activities.boxes import ChoiceBox, CodesBox, LineBox, TextBox
from desktop.pages.activities.directory import Directory
from desktop.pages.home.lines import Line
from desktop.pages.people.person_form import PersonForm
from desktop.pages.people.record_form import RecordForm
from desktop.pages.people.school_form import SchoolForm
from tests.desktop.office import Office, ShowForm


@pytest.fixture
def form(show_form: ShowForm) -> PersonForm:
    return show_form(PersonForm, 640, 700)


@pytest.fixture
def school_form(show_form: ShowForm) -> SchoolForm:
    return show_form(SchoolForm, 640, 700)


def line(form: RecordForm, name: str) -> LineBox:
    box = form.box(name).box
    assert isinstance(box, LineBox)
    return box


def type_into(form: RecordForm, name: str, words: str) -> None:
    box = line(form, name)
    box.setFocus()
    box.setText(words)
    box.textEdited.emit(words)


def saved(qtbot: QtBot, form: RecordForm) -> None:
    qtbot.waitUntil(lambda: bool(form.id) and not form.keeper.draft.pending(), timeout=5000)


def test_typing_saves_by_itself(office: Office, form: PersonForm, qtbot: QtBot) -> None:
    form.open(office.colleague)

    type_into(form, "weekly_periods", "13")
    saved(qtbot, form)

    assert office.show(office.colleague).values["weekly_periods"] == 13
    assert form.head.saved.text().startswith("Saved ")


def test_only_the_field_that_was_changed_is_written(
    office: Office, form: PersonForm, qtbot: QtBot
) -> None:
    form.open(office.colleague)
    before = len(entries(office, office.colleague))

    type_into(form, "weekly_periods", "13")
    assert form.flush()

    assert [one.field for one in entries(office, office.colleague)[before:]] == ["weekly_periods"]


def entries(office: Office, id: str) -> list[HistoryEntry]:
    with office.desk.store.read() as session:
        return history(session, id)


def test_a_form_is_one_sitting_however_often_it_saves(office: Office, form: PersonForm) -> None:
    form.open(office.colleague)
    before = len(entries(office, office.colleague))

    for periods in ("11", "12", "13"):
        type_into(form, "weekly_periods", periods)
        assert form.flush()

    assert len(entries(office, office.colleague)) == before + 1


def test_an_exchange_behind_an_open_form_reverts_nobody(office: Office, form: PersonForm) -> None:
    form.open(office.colleague)
    office.write(office.colleague, {"subjects": "maths science"}, person=office.colleague)

    type_into(form, "weekly_periods", "13")
    assert form.flush()

    values = office.show(office.colleague).values
    assert (values["subjects"], values["weekly_periods"]) == ("maths science", 13)


def test_what_arrives_is_shown_in_one_step_and_said(office: Office, form: PersonForm) -> None:
    form.open(office.colleague)

    office.arrive(office.colleague, {"weekly_periods": 9, "aliases": "张小梅"})

    assert (line(form, "weekly_periods").text(), line(form, "aliases").text()) == ("9", "张小梅")
    assert "张晓梅 wrote this" in form.box("weekly_periods").hint()
    assert "also written 张小梅" in form.head.about()


def test_an_arrival_waits_while_somebody_types(office: Office, form: PersonForm) -> None:
    form.open(office.colleague)
    type_into(form, "aliases", "晓梅")

    office.arrive(office.colleague, {"weekly_periods": 9})

    assert line(form, "weekly_periods").text() == ""


def test_a_new_person_comes_to_be_with_the_name(
    office: Office, form: PersonForm, qtbot: QtBot
) -> None:
    form.open_new({"school": office.school, "school_name": "李家小学"})
    assert not form.box("weekly_periods").box.isEnabled()

    type_into(form, "name", "马丹丹")
    saved(qtbot, form)

    made = office.show(form.id)
    assert (made.values["name"], made.values["school"]) == ("马丹丹", office.school)
    assert made.home == office.school
    assert form.box("weekly_periods").box.isEnabled()


def test_a_new_form_without_a_name_leaves_nobody(office: Office, form: PersonForm) -> None:
    form.open_new({"school": office.school})

    assert form.flush()
    form.close_record()

    from db.queries.people import list_people

    with office.desk.store.read() as session:
        assert len(list_people(session, today=office.desk.today())) == 3


def test_a_name_that_is_known_is_pointed_at(office: Office, form: PersonForm) -> None:
    form.open_new({"school": office.school})

    type_into(form, "name", "张晓梅")

    assert "There is already “张晓梅·" in form.box("name").hint()


def test_a_name_is_not_taken_away(office: Office, form: PersonForm) -> None:
    form.open(office.colleague)

    type_into(form, "name", "")
    assert "name is needed" in form.box("name").hint()
    line(form, "name").editingFinished.emit()

    assert line(form, "name").text() == "张晓梅"
    assert office.show(office.colleague).values["name"] == "张晓梅"


def test_a_month_of_birth_is_saved_as_a_month(office: Office, form: PersonForm) -> None:
    form.open(office.colleague)

    type_into(form, "born", "1984.3")
    assert form.flush()

    assert office.show(office.colleague).values["born"] == "1984-03"


def test_what_is_no_year_is_said_and_not_saved(office: Office, form: PersonForm) -> None:
    form.open(office.colleague)

    type_into(form, "teaching_since", "三十")
    line(form, "teaching_since").editingFinished.emit()

    assert "not saved yet" in form.box("teaching_since").hint()
    assert office.show(office.colleague).values["teaching_since"] is None


def test_years_of_teaching_are_told_under_the_year(office: Office, form: PersonForm) -> None:
    form.open(office.colleague)

    type_into(form, "teaching_since", "2007")

    assert form.box("teaching_since").hint() == "18 years of teaching"


def test_several_subjects_are_chosen_in_one_field(office: Office, form: PersonForm) -> None:
    form.open(office.colleague)
    box = form.box("subjects").box
    assert isinstance(box, CodesBox)

    box.edited.emit("maths science")
    assert form.flush()

    assert office.show(office.colleague).values["subjects"] == "maths science"


def test_another_school_brings_its_name(office: Office, form: PersonForm) -> None:
    form.open(office.colleague)
    box = form.box("school").box
    assert isinstance(box, ChoiceBox)

    box.set_code(office.school)
    box.chosen.emit(office.school)
    assert form.flush()

    values = office.show(office.colleague).values
    assert (values["school"], values["school_name"]) == (office.school, "李家小学")


def test_recent_activities_lead_to_the_activity(
    office: Office, form: PersonForm, qtbot: QtBot
) -> None:
    mine = office.record(title="送课", held_on="2025-10-10")
    office.record(person=office.colleague, title="不是我的")
    form.open(office.me)

    def lines() -> list[Line]:
        return [one for one in form.findChildren(Line) if one.isVisibleTo(form)]

    qtbot.waitUntil(lambda: len(lines()) == 1)

    with qtbot.waitSignal(form.activity_wanted) as asked:
        lines()[0].click()

    assert asked.args == [mine]


def test_deleting_can_be_undone(office: Office, form: PersonForm, qtbot: QtBot) -> None:
    form.open(office.colleague)

    with qtbot.waitSignal(form.toasted) as told:
        form.delete()
    assert office.show(office.colleague).deletion == DELETED
    assert told.args is not None
    told.args[2]()

    assert office.show(office.colleague).deletion == LIVE


def test_what_is_in_the_bin_can_be_restored_from_its_form(office: Office, form: PersonForm) -> None:
    with writing(office.desk.store, office.sit()) as writer:
        records.delete(writer, office.colleague)
    form.open(office.colleague)
    assert form.notes.standing() == "This is in the bin."
    assert line(form, "weekly_periods").isReadOnly()

    back = next(b for b in form.notes.findChildren(QPushButton) if b.text() == "Restore")
    back.click()

    assert office.show(office.colleague).deletion == LIVE
    assert form.notes.standing() == ""


def test_two_versions_are_shown_and_settled(office: Office, form: PersonForm) -> None:
    office.dispute(office.colleague, "weekly_periods", 12, 14)
    form.open(office.colleague)

    form.box("weekly_periods").versions_wanted.emit("weekly_periods")
    card = form.card()
    assert card is not None
    at = next(n for n, side in enumerate(card.disputed.sides) if side.value == 12)
    card.choose(at)

    now = office.show(office.colleague)
    assert (now.values["weekly_periods"], now.disputed) == (12, ())
    assert form.card() is None


def test_notes_merge_by_letter(office: Office, form: PersonForm) -> None:
    office.write(office.colleague, {"notes": "数学组。"})
    form.open(office.colleague)
    office.write(office.colleague, {"notes": "数学组。会弹琴。"}, person=office.colleague)
    box = form.box("notes").box
    assert isinstance(box, TextBox)

    box.setPlainText("三年级数学组。")
    assert form.flush()
    form.keeper.reload()

    assert box.toPlainText() == "三年级数学组。会弹琴。"


def test_a_teacher_may_only_read_people_of_other_schools(office: Office, qtbot: QtBot) -> None:
    from dataclasses import replace

    office.desk.member = replace(office.desk.member, role="teacher")
    form = PersonForm(office.desk, Directory(office.desk))
    qtbot.addWidget(form)
    form.open(office.colleague)

    assert form.notes.standing().startswith("You can read this")
    assert line(form, "weekly_periods").isReadOnly()
    assert not form.box("gender").box.isEnabled()

    form.open(office.me)

    assert not line(form, "weekly_periods").isReadOnly()
    form.end()


def test_a_new_school_becomes_a_member_of_the_alliance(
    office: Office, school_form: SchoolForm, qtbot: QtBot
) -> None:
    school_form.open_new({"county": "云岭县"})

    type_into(school_form, "name", "双峰教学点")
    saved(qtbot, school_form)

    from db.queries.people import list_schools

    with office.desk.store.read() as session:
        made = next(one for one in list_schools(session) if one.id == school_form.id)
    assert (made.name, made.role) == ("双峰教学点", "member")
    assert office.show(made.id).values["county"] == "云岭县"


def test_a_school_is_changed_in_its_form(office: Office, school_form: SchoolForm) -> None:
    school_form.open(office.town)

    type_into(school_form, "pupils", "860")
    type_into(school_form, "distance_km", "1.5")
    assert school_form.flush()

    values = office.show(office.town).values
    assert (values["pupils"], values["distance_km"]) == (860, 1.5)


def test_a_school_with_people_cannot_be_deleted(office: Office, school_form: SchoolForm) -> None:
    school_form.open(office.town)

    assert not school_form.may_delete()


def test_tab_goes_through_the_fields_in_reading_order(form: PersonForm, office: Office) -> None:
    form.open(office.colleague)
    box = form.box("name").box
    box.setFocus()
    seen = []

    for _step in range(4):
        box.window().focusNextPrevChild(True)
        held = QApplication.focusWidget()
        seen.append(next((n for n, e in form.tab.entries.items() if e.box is held), ""))

    assert seen == ["gender", "born", "school", "posts"]


def test_every_field_has_a_name_for_a_screen_reader(form: PersonForm, office: Office) -> None:
    form.open(office.colleague)

    assert all(entry.box.accessibleName() for entry in form.tab.entries.values())
    assert Qt.FocusPolicy.NoFocus not in {e.box.focusPolicy() for e in form.tab.entries.values()}
