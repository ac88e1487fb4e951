"""The form of an activity: saves as one types, and takes in what others write meanwhile."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.errors import StoreFullError
from db.record import DELETED
from desktop.pages import keeper
from desktop.pages.activities.boxes import LineBox, TextBox
from desktop.pages.activities.parts_tab import PartsTab
from desktop.pages.activities.record_form import RecordForm
from tests.desktop.office import TODAY, Office, ShowForm


@pytest.fixture
def form(show_form: ShowForm) -> RecordForm:
    return show_form(RecordForm, 700, 700)


def line(form: RecordForm, name: str) -> LineBox:
    box = form.basics.box(name).box
    assert isinstance(box, LineBox)
    return box


def text(form: RecordForm, name: str = "summary") -> TextBox:
    box = form.basics.box(name).box
    assert isinstance(box, TextBox)
    return box


def type_into(qtbot: QtBot, box: QWidget, words: str) -> None:
    box.setFocus()
    if isinstance(box, TextBox):
        box.moveCursor(QTextCursor.MoveOperation.End)
        box.insertPlainText(words)
    elif isinstance(box, LineBox):
        box.end(False)
        box.insert(words)
        box.textEdited.emit(box.text())


def saved(qtbot: QtBot, form: RecordForm) -> None:
    qtbot.waitUntil(lambda: bool(form.id) and not form.keeper.draft.pending(), timeout=5000)


def test_typing_saves_by_itself(office: Office, form: RecordForm, qtbot: QtBot) -> None:
    id = office.record(title="口算")
    form.open(id)

    type_into(qtbot, line(form, "title"), "乘法")
    saved(qtbot, form)

    assert office.show(id).values["title"] == "口算乘法"
    assert form.head.saved.text().startswith("Saved ")


def test_leaving_a_field_saves_at_once(office: Office, form: RecordForm, qtbot: QtBot) -> None:
    id = office.record(title="口算")
    form.open(id)

    type_into(qtbot, line(form, "title"), "乘法")
    line(form, "title").editingFinished.emit()
    form.keeper._saver.wait()

    assert office.show(id).values["title"] == "口算乘法"


def test_a_new_one_comes_to_be_with_the_first_thing_typed(
    office: Office, form: RecordForm, qtbot: QtBot
) -> None:
    form.open_new("outreach_lesson")
    assert form.id == ""

    type_into(qtbot, line(form, "title"), "送课")
    saved(qtbot, form)

    values = office.show(form.id).values
    assert values["title"] == "送课"
    assert values["type"] == "outreach_lesson"
    assert values["held_on"] == TODAY.isoformat()
    assert values["host_school"] == office.school
    assert values["recorder"] == office.me


def test_a_form_that_nobody_typed_into_leaves_no_record(office: Office, form: RecordForm) -> None:
    form.open_new("donation")
    form.keeper.close()

    with office.desk.store.read() as session:
        from db.queries.activities import ActivityFilter, count_activities

        assert count_activities(session, ActivityFilter()) == 0


def test_one_form_is_one_sitting(office: Office, form: RecordForm, qtbot: QtBot) -> None:
    id = office.record(title="一")
    form.open(id)
    for words in "二三四":
        type_into(qtbot, line(form, "title"), words)
        assert form.flush()

    with office.desk.store.read() as session:
        from db.queries.history import history

        found = {entry.sitting for entry in history(session, id) if entry.field == "title"}
    assert len(found) == 2  # the command that recorded it, and the form


def test_what_a_colleague_wrote_is_shown_in_one_step_and_tinted(
    office: Office, form: RecordForm, qtbot: QtBot
) -> None:
    id = office.record(title="口算", summary="先摆小棒。", place="一班")
    form.open(id)

    office.arrive(id, {"place": "二班", "summary": "先摆小棒。再用玉米粒。"})

    qtbot.waitUntil(lambda: text(form).toPlainText() == "先摆小棒。再用玉米粒。")
    form.basics.set_unfolded(True)
    assert line(form, "place").text() == "二班"
    assert form.basics.box("summary").state() == "came"
    assert "张晓梅" in form.basics.box("summary").hint()
    assert len(text(form).extraSelections()) == 1


def test_nothing_of_either_is_reverted(office: Office, form: RecordForm, qtbot: QtBot) -> None:
    id = office.record(title="口算", summary="先摆小棒。")
    form.open(id)
    type_into(qtbot, text(form), "学生说算理。")  # not saved yet

    office.arrive(id, {"place": "二班", "summary": "课前：先摆小棒。"})
    form.keeper._last_key.invalidate()  # the fingers rest
    qtbot.waitUntil(lambda: "课前" in text(form).toPlainText(), timeout=5000)
    type_into(qtbot, line(form, "title"), "乘法")
    saved(qtbot, form)

    values = office.show(id).values
    assert values["summary"] == "课前：先摆小棒。学生说算理。"
    assert values["place"] == "二班"
    assert values["title"] == "口算乘法"


def test_an_autosave_behind_an_arrival_that_is_not_shown_yet_reverts_nothing(
    office: Office, form: RecordForm, qtbot: QtBot
) -> None:
    id = office.record(title="口算", summary="先摆小棒。", place="一班")
    form.open(id)
    office.write(
        id, {"place": "二班", "summary": "先摆小棒。再用玉米粒。"}, person=office.colleague
    )

    type_into(qtbot, text(form), "下课。")
    assert form.flush()

    values = office.show(id).values
    assert values["place"] == "二班"
    assert "再用玉米粒" in str(values["summary"])
    assert "下课" in str(values["summary"])


def test_an_arrival_waits_while_keys_are_pressed(
    office: Office, form: RecordForm, qtbot: QtBot
) -> None:
    id = office.record(title="口算", place="一班")
    form.open(id)
    form.keeper.touch()

    office.arrive(id, {"title": "口算乘法"})

    assert line(form, "title").text() == "口算"
    qtbot.waitUntil(lambda: line(form, "title").text() == "口算乘法", timeout=4000)


def test_an_arrival_waits_while_an_input_method_composes(
    office: Office, form: RecordForm, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "QUIET_MS", 0)
    id = office.record(title="口算")
    form.open(id)
    box = line(form, "title")
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    QApplication.sendEvent(box, QInputMethodEvent("chengfa", []))

    office.arrive(id, {"title": "口算乘法"})
    assert box.text() == "口算"
    QApplication.sendEvent(box, QInputMethodEvent("", []))

    qtbot.waitUntil(lambda: box.text() == "口算乘法")


def test_the_caret_keeps_its_place_when_text_comes_before_it(
    office: Office, form: RecordForm, qtbot: QtBot
) -> None:
    id = office.record(title="口算", summary="先摆小棒。")
    form.open(id)
    box = text(form)
    box.setFocus()
    cursor = box.textCursor()
    cursor.setPosition(3)
    box.setTextCursor(cursor)

    office.arrive(id, {"summary": "课上，先摆小棒。"})

    qtbot.waitUntil(lambda: "课上" in box.toPlainText())
    assert box.textCursor().position() == 6


def test_what_could_not_be_saved_stays_on_the_screen_and_is_told(
    office: Office, form: RecordForm, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = office.record(title="口算")
    form.open(id)
    before = office.desk.store.write

    def full() -> None:
        raise StoreFullError(office.desk.store.folder)

    monkeypatch.setattr(office.desk.store, "write", full)
    with qtbot.waitSignal(office.desk.news.saving, check_params_cb=lambda ok: not ok):
        type_into(qtbot, line(form, "title"), "乘法")

    assert line(form, "title").text() == "口算乘法"
    assert "full" in form.notes.failure()
    monkeypatch.setattr(office.desk.store, "write", before)
    assert form.flush()
    assert office.show(id).values["title"] == "口算乘法"
    assert form.notes.failure() == ""


def test_an_empty_field_says_so_and_never_stops_anybody(
    office: Office, form: RecordForm, qtbot: QtBot
) -> None:
    form.open_new("joint_meeting")

    line(form, "own_count").setFocus()
    line(form, "own_count").editingFinished.emit()
    assert form.basics.box("own_count").hint() == "Empty, can wait"
    type_into(qtbot, line(form, "own_count"), "18")

    saved(qtbot, form)
    assert form.basics.box("own_count").hint() == ""
    assert office.show(form.id).values["own_count"] == 18


def test_words_in_a_number_stay_and_are_told(
    office: Office, form: RecordForm, qtbot: QtBot
) -> None:
    id = office.record(title="口算", own_count=3)
    form.open(id)

    line(form, "own_count").setText("")
    type_into(qtbot, line(form, "own_count"), "十八")

    assert form.basics.box("own_count").state() == "doubt"
    assert line(form, "own_count").text() == "十八"
    assert not form.keeper.draft.pending()


def test_what_cannot_be_read_yet_survives_an_arrival(
    office: Office, form: RecordForm, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "QUIET_MS", 0)
    id = office.record(title="口算", own_count=3)
    form.open(id)
    line(form, "own_count").setText("")
    type_into(qtbot, line(form, "own_count"), "十八")

    office.arrive(id, {"title": "口算乘法"})

    qtbot.waitUntil(lambda: line(form, "title").text() == "口算乘法")
    assert line(form, "own_count").text() == "十八"
    other = office.record(title="别的", own_count=7)
    form.open(other)
    assert line(form, "own_count").text() == "7"


def test_the_tab_key_walks_in_reading_order(office: Office, form: RecordForm, qtbot: QtBot) -> None:
    form.open_new("donation")
    form.open_new("outreach_lesson")  # made later than some of its fields
    names = []
    line(form, "title").setFocus()
    qtbot.waitUntil(line(form, "title").hasFocus)

    for _step in range(40):
        held = QApplication.focusWidget()
        names += [n for n, boxes in form._boxes.items() if boxes[0].box is held]
        qtbot.keyClick(held, Qt.Key.Key_Tab)

    wanted = ["title", "held_on", "period", "d.stage", "host_school", "subject", "grade", "lesson"]
    assert [name for name in names if name in wanted][: len(wanted)] == wanted


def test_full_width_figures_count(office: Office, form: RecordForm, qtbot: QtBot) -> None:
    form.open(office.record(title="口算"))

    type_into(qtbot, line(form, "own_count"), "１８")
    assert form.flush()

    assert office.show(form.id).values["own_count"] == 18


def test_two_versions_are_settled_by_a_click(
    office: Office, form: RecordForm, qtbot: QtBot
) -> None:
    id = office.record(title="口算")
    office.dispute(id, "period", "2", "3")
    form.open(id)
    shown = office.show(id).values["period"]

    form.compare(id, "period")
    card = form.versions.card()
    assert card is not None
    assert [side.value for side in card.disputed.sides] == [shown, "2" if shown == "3" else "3"]
    assert {side.name for side in card.disputed.sides} == {"王丽娟", "张晓梅"}
    qtbot.mouseClick(card._uses[1], Qt.MouseButton.LeftButton)

    record = office.show(id)
    assert record.disputed == ()
    assert record.values["period"] != shown
    assert form.versions.card() is None


def test_the_version_already_shown_can_be_chosen(
    office: Office, form: RecordForm, qtbot: QtBot
) -> None:
    id = office.record(title="口算")
    office.dispute(id, "period", "2", "3")
    form.open(id)
    shown = office.show(id).values["period"]

    form.compare(id, "period")
    card = form.versions.card()
    assert card is not None
    card.choose(0)

    assert office.show(id).disputed == ()
    assert office.show(id).values["period"] == shown


def test_both_texts_can_be_kept_in_one(office: Office, form: RecordForm, qtbot: QtBot) -> None:
    id = office.record(title="口算", summary="先摆小棒。")
    office.dispute(id, "summary", "先摆六根小棒。", "先摆十根小棒。")
    form.open(id)

    form.compare(id, "summary")
    card = form.versions.card()
    assert card is not None
    card.keep_both()
    editor = card.editor()
    assert editor is not None
    editor.setPlainText("先摆六根，再摆十根小棒。")
    card._keep_edited()

    assert office.show(id).disputed == ()
    assert office.show(id).values["summary"] == "先摆六根，再摆十根小棒。"


def test_deciding_later_leaves_both(office: Office, form: RecordForm) -> None:
    id = office.record(title="口算")
    office.dispute(id, "period", "2", "3")
    form.open(id)
    form.compare(id, "period")
    card = form.versions.card()
    assert card is not None

    card.put_off.emit()

    assert form.versions.card() is None
    assert office.show(id).disputed == ("period",)


def test_what_was_deleted_elsewhere_while_edited_here_is_asked(
    office: Office, form: RecordForm
) -> None:
    from db.commands import records
    from db.journal import writing

    id = office.record(title="口算")
    seen = office.show(id).version
    form.open(id)
    with writing(office.desk.store, office.sit(office.colleague)) as writer:
        records.delete(writer, id)
    office.write(id, {"place": "二班"}, seen=seen)

    form.keeper.reload()

    assert "deleted" in form.notes.standing()
    form.restore()
    assert form.notes.standing() == ""
    assert office.show(id).deletion != DELETED


def test_deleting_can_be_undone(office: Office, form: RecordForm, qtbot: QtBot) -> None:
    id = office.record(title="口算")
    form.open(id)
    told: list[Callable[[], object]] = []
    form.toasted.connect(lambda _words, _way, do: told.append(do))

    form.delete()
    assert office.show(id).deletion == DELETED
    told[0]()

    assert office.show(id).deletion != DELETED


def test_a_person_is_added_with_school_and_taken_away(office: Office, form: RecordForm) -> None:
    id = office.record(title="口算")
    form.open(id)
    token = next(t for t in form._directory.propose_people("张晓梅"))

    form.people.added.emit(token)
    row = office.parts("participant", id)[0]
    assert row.values["person_name"] == "张晓梅"
    assert row.values["school"] == office.town
    form.people.removed.emit(row.id)

    assert office.parts("participant", id) == []


def test_a_person_is_found_by_initials(office: Office, form: RecordForm) -> None:
    assert [t.name for t in form._directory.propose_people("zxm")] == ["张晓梅"]


def test_a_name_that_is_not_in_the_list_is_kept_as_a_name(office: Office, form: RecordForm) -> None:
    form.open_new("joint_meeting")

    form.people.typed.emit("周校长")

    rows = office.parts("participant", form.id)
    assert [row.values["person_name"] for row in rows] == ["周校长"]
    assert rows[0].values["person"] is None


def test_the_same_people_as_last_time(office: Office, form: RecordForm) -> None:
    first = office.record(title="上次", type="joint_meeting")
    form.open(first)
    form.people.added.emit(form._directory.propose_people("张晓梅")[0])
    form.open_new("joint_meeting")

    form.parts.take_same_people()

    rows = office.parts("participant", form.id)
    assert [row.values["person_name"] for row in rows] == ["张晓梅"]


def test_a_row_of_the_agenda_becomes_a_record_and_moves(
    office: Office, form: RecordForm, qtbot: QtBot
) -> None:
    id = office.record(title="会")
    form.open(id)
    form.head.set_tab("agenda")
    for words in ("开场", "讨论"):
        form.parts.add("agenda_item")
        page = form.tab("agenda")
        assert isinstance(page, PartsTab)
        row = page.rows()[-1]
        box = row.boxes["content"]
        assert isinstance(box, LineBox)
        type_into(qtbot, box, words)
        assert form.flush()

    second = form.keeper.draft.parts["agenda_item"][1]
    form.parts.move(second, -1)
    assert form.flush()

    rows = office.parts("agenda_item", id)
    assert [row.values["content"] for row in rows] == ["讨论", "开场"]


def test_a_field_on_two_tabs_reads_the_same(office: Office, form: RecordForm, qtbot: QtBot) -> None:
    form.open(office.record(title="口算"))
    form.head.set_tab("notes")
    form.head.set_tab("basics")

    type_into(qtbot, text(form), "先摆小棒。")

    other = form._boxes["summary"][1].box
    assert isinstance(other, TextBox)
    assert other.toPlainText() == "先摆小棒。"


def test_a_photo_loses_the_place_where_it_was_taken(
    office: Office, form: RecordForm, qtbot: QtBot, tmp_path: Path
) -> None:
    from PIL import Image

    picture = Image.new("RGB", (60, 40), "green")
    exif = picture.getexif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "phone"
    picture.save(tmp_path / "课堂.jpg", exif=exif)
    assert b"phone" in (tmp_path / "课堂.jpg").read_bytes()
    id = office.record(title="口算")
    form.open(id)

    form.files.attach([tmp_path / "课堂.jpg"])
    qtbot.waitUntil(lambda: bool(form.keeper.form and form.keeper.form.attachments))

    attached = form.keeper.form.attachments[0]  # type: ignore[union-attr]
    data = office.desk.store.blobs.open(list(attached.pieces))
    assert data is not None
    assert b"phone" not in data
    assert attached.caption == "课堂"


def test_a_file_that_cannot_travel_is_told(
    office: Office, form: RecordForm, qtbot: QtBot, tmp_path: Path
) -> None:
    broken = tmp_path / "课堂.jpg"
    broken.write_bytes(b"no picture at all")
    form.open(office.record(title="口算"))

    form.files.attach([broken])

    qtbot.waitUntil(lambda: bool(form.notes.failure()))


def test_an_observer_reads_and_cannot_type(office: Office, form: RecordForm) -> None:
    from dataclasses import replace

    id = office.record(title="口算")
    office.desk.member = replace(office.desk.member, role="observer")

    form.open(id)

    assert line(form, "title").isReadOnly()
    assert "not change it" in form.notes.standing()


def test_a_form_in_chinese_speaks_chinese(
    office: Office, form: RecordForm, qapp: QApplication
) -> None:
    from PySide6.QtCore import QEvent

    from desktop import words

    form.open(office.record(title="口算"))
    words.install("zh_CN")
    QApplication.sendEvent(form, QEvent(QEvent.Type.LanguageChange))
    for child in form.findChildren(QWidget):
        QApplication.sendEvent(child, QEvent(QEvent.Type.LanguageChange))

    assert form.basics.box("title").box.accessibleName() == "主题"
