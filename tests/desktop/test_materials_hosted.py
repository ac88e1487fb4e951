"""Shared materials where they are used: in the editor of a plan, on the files of an activity."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.commands import records
from db.commands.attachments import attach_file
from db.commands.material_links import link
from db.commands.materials import Intake, add_materials
from db.errors import AttachmentError
from db.journal import writing
from db.progress import finish
from db.queries.library_detail import materials_of
from desktop.pages import file_opening
from desktop.pages.activities.directory import Directory
from desktop.pages.activities.files_tab import FilesTab
from desktop.pages.activities.record_form import RecordForm
from desktop.pages.plans.editor import PlanEditor
from desktop.theme import Theme
from sync import wishes
from tests.db import office_samples as samples
from tests.desktop.office import TODAY, Office, ShowForm
from tests.desktop.plan_room import add_plan
from tests.desktop.test_library_page import away, press, says, words_on


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the files given to the system's programs."""
    found: list[Path] = []
    monkeypatch.setattr(file_opening, "show_file", found.append)
    return found


@pytest.fixture
def form(show_form: ShowForm) -> RecordForm:
    return show_form(RecordForm, 700, 700)


@pytest.fixture
def editor(show_form: ShowForm) -> PlanEditor:
    return show_form(PlanEditor, 1100, 700)


def put(office: Office, folder: Path, name: str, data: bytes = b"") -> str:
    path = folder / name
    path.write_bytes(data or name.encode())
    files = [Intake(path, {"title": path.stem})]
    return (
        finish(add_materials(office.desk.store, office.desk.sit_down(), files, today=TODAY))
        .made[0]
        .id
    )


def plan_with(office: Office, material: str) -> str:
    """Begin a plan that a material belongs to."""
    plan = add_plan(office)
    with office.desk.write() as writer:
        link(writer, material, plan)
    return plan


def attach(office: Office, folder: Path, activity: str, name: str, data: bytes) -> None:
    path = folder / name
    path.write_bytes(data)
    desk = office.desk
    finish(attach_file(desk.store, desk.sit_down(), activity, path, today=TODAY))


def linked(office: Office, record: str) -> list[str]:
    with office.desk.store.read() as session:
        return [one.title for _id, one in materials_of(session, office.desk.store.blobs, record)]


def files_tab(form: RecordForm) -> FilesTab:
    form.head.set_tab("files")
    tab = form.tab("files")
    assert isinstance(tab, FilesTab)
    return tab


def test_a_plan_takes_a_shared_material(
    office: Office, editor: PlanEditor, tmp_path: Path, qtbot: QtBot
) -> None:
    plan = add_plan(office)
    put(office, tmp_path, "口算课件.pptx", samples.pptx("字"))
    editor.open(plan)
    picker = editor.form.materials

    picker.ask()
    picker.look_for("口算")
    press(picker, "口算课件", qtbot)

    assert linked(office, plan) == ["口算课件"]
    assert "No shared material" not in words_on(picker)


def test_what_is_found_for_a_plan_is_brought_into_view(
    office: Office, editor: PlanEditor, tmp_path: Path, qtbot: QtBot
) -> None:
    plan = add_plan(office)
    put(office, tmp_path, "口算课件.txt")
    editor.resize(1100, 400)
    editor.open(plan)
    picker = editor.form.materials
    assert picker.visibleRegion().isEmpty()

    picker.ask()
    picker.look_for("口算")

    qtbot.waitUntil(lambda: not picker._leave.visibleRegion().isEmpty())


def test_a_material_of_a_plan_is_opened_as_a_copy_and_leads_to_its_page(
    office: Office, editor: PlanEditor, tmp_path: Path, opened: list[Path], qtbot: QtBot
) -> None:
    id = put(office, tmp_path, "口算课件.txt")
    plan = plan_with(office, id)
    editor.open(plan)

    press(editor.form.materials, "Open", qtbot)
    qtbot.waitUntil(lambda: bool(opened))
    with qtbot.waitSignal(editor.material_wanted) as told:
        press(editor.form.materials, "口算课件", qtbot)

    assert opened[0].read_bytes() == "口算课件.txt".encode()
    assert not opened[0].stat().st_mode & 0o222
    assert told.args == [id]


def test_a_material_is_taken_off_a_plan_and_stays_in_the_library(
    office: Office, editor: PlanEditor, tmp_path: Path, qtbot: QtBot
) -> None:
    id = put(office, tmp_path, "口算课件.txt")
    plan = plan_with(office, id)
    editor.open(plan)
    (off,) = [
        one
        for one in editor.form.materials.findChildren(QAbstractButton)
        if one.accessibleName() == "Not for this any more"
    ]

    qtbot.mouseClick(off, Qt.MouseButton.LeftButton)

    assert linked(office, plan) == []
    assert office.show(id).values["title"] == "口算课件"


def test_what_is_linked_elsewhere_shows_in_the_open_plan(
    office: Office, editor: PlanEditor, tmp_path: Path
) -> None:
    plan = add_plan(office)
    id = put(office, tmp_path, "口算课件.txt")
    editor.open(plan)

    with writing(office.desk.store, office.sit(office.colleague)) as writer:
        link(writer, id, plan)
    office.desk.news.arrived.emit()

    assert "口算课件" in words_on(editor.form.materials)


def test_a_material_that_is_not_here_is_wished_for_in_the_plan(
    office: Office, editor: PlanEditor, qtbot: QtBot
) -> None:
    id = away(office, "倍的认识")
    plan = plan_with(office, id)
    editor.open(plan)

    press(editor.form.materials, "Bring it next time", qtbot)

    with office.desk.store.read() as session:
        assert len(wishes.mine(session)) == 1
    assert "Bring it next time" not in words_on(editor.form.materials)


def test_an_activity_takes_a_shared_material_beside_its_own_files(
    office: Office, form: RecordForm, tmp_path: Path, qtbot: QtBot
) -> None:
    activity = office.record(title="送课到红石")
    put(office, tmp_path, "口算课件.txt")
    form.open(activity)
    tab = files_tab(form)

    tab.picker.ask()
    tab.picker.look_for("口算")
    press(tab.picker, "口算课件", qtbot)

    assert linked(office, activity) == ["口算课件"]
    assert form.head._counts["files"] == 1


def test_an_activity_that_is_new_is_saved_before_a_material_is_chosen(
    office: Office, form: RecordForm, tmp_path: Path, qtbot: QtBot
) -> None:
    put(office, tmp_path, "口算课件.txt")
    form.open_new("outreach_lesson")
    tab = files_tab(form)

    tab.picker.ask()
    tab.picker.look_for("口算")
    press(tab.picker, "口算课件", qtbot)

    assert form.id
    assert linked(office, form.id) == ["口算课件"]


def test_a_file_of_an_activity_opens_as_a_copy_nobody_writes_to(
    office: Office, form: RecordForm, tmp_path: Path, opened: list[Path], qtbot: QtBot
) -> None:
    activity = office.record(title="送课")
    attach(office, tmp_path, activity, "签到.txt", b"1")
    form.open(activity)
    (tile,) = files_tab(form).tiles()

    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: bool(opened))
    assert not opened[0].stat().st_mode & 0o222


def test_a_file_of_an_activity_with_macros_is_asked_about(
    office: Office, form: RecordForm, tmp_path: Path, opened: list[Path], qtbot: QtBot
) -> None:
    activity = office.record(title="送课")
    attach(office, tmp_path, activity, "倍.pptm", samples.pptx("字", ppt__vbaProject_bin=b"x"))
    form.open(activity)
    tab = files_tab(form)

    qtbot.mouseClick(tab.tiles()[0], Qt.MouseButton.LeftButton)

    says(tab, "Open it all the same", qtbot)
    assert opened == []
    press(tab, "Open it all the same", qtbot)
    assert [path.name for path in opened] == ["倍.pptm"]


def test_a_program_attached_to_an_activity_is_refused(
    office: Office, form: RecordForm, opened: list[Path], qtbot: QtBot
) -> None:
    activity = office.record(title="送课")
    pieces = office.desk.store.blobs.keep(b"MZ")
    with writing(office.desk.store, office.sit(office.colleague)) as writer:
        records.add(writer, "attachment", {
            "record": activity, "file_name": "照片.jpg.exe", "size_bytes": 2, "sha256": "0" * 64,
            "pieces": " ".join(map(str, pieces)),
        })  # fmt: skip
    form.open(activity)
    tab = files_tab(form)

    with qtbot.waitSignal(form.files.failed) as told:
        qtbot.mouseClick(tab.tiles()[0], Qt.MouseButton.LeftButton)

    assert isinstance(told.args[0], AttachmentError)
    assert told.args[0].reason == "program"
    assert opened == []


def right_of(one: QWidget, page: QWidget) -> int:
    return one.mapTo(page, QPoint(one.width(), 0)).x()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_long_titles_give_way_to_the_buttons_at_the_largest_letters(
    office: Office, tmp_path: Path, wear: Callable[[Theme], None], qtbot: QtBot, language: str
) -> None:
    id = put(office, tmp_path, f"{'人教版三年级上册口算乘法' * 4}.txt")
    plan = plan_with(office, id)
    wear(Theme(scale=1.5, language=language))
    page = PlanEditor(office.desk, Directory(office.desk))
    qtbot.addWidget(page)
    page.resize(880, 700)
    page.show()
    page.open(plan)
    QApplication.sendPostedEvents()

    shown = [one for one in page.form.materials.findChildren(QAbstractButton) if one.isVisible()]

    assert len(shown) >= 4
    assert all(one.width() >= one.minimumSizeHint().width() for one in shown)
    assert all(right_of(one, page) <= page.width() for one in shown)
    page.end()
