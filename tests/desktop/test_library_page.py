"""The library: tiles, what is dropped, one material whole; in a real window on a real store."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.commands import records
from db.commands.material_links import link
from db.commands.materials import Intake, add_materials
from db.journal import writing
from db.progress import finish
from db.queries.library import LibraryFilter, find_materials, material_rows
from db.record import Value
from desktop.pages import file_opening
from desktop.pages.library.finding import Question, finding
from desktop.pages.library.page import LibraryPage
from desktop.pages.library.picker import MaterialPicker
from desktop.pages.library.tiles import TileDelegate, paint_picture
from desktop.tables import ROW_ROLE
from desktop.theme import Theme
from sync import wishes
from tests.db import office_samples as samples
from tests.desktop.office import TODAY, Office
from tests.desktop.waiting import answered


@pytest.fixture
def desk_folder(tmp_path: Path) -> Path:
    """Return the folder in which a teacher keeps files."""
    folder = tmp_path / "三年级数学上册"
    folder.mkdir()
    return folder


def put(office: Office, folder: Path, name: str, data: bytes = b"", **values: Value) -> str:
    path = folder / name
    path.write_bytes(data or name.encode())
    filled: dict[str, Value] = {"title": path.stem, **values}
    work = add_materials(
        office.desk.store, office.desk.sit_down(), [Intake(path, filled)], today=TODAY
    )
    return finish(work).made[0].id


def away(office: Office, title: str) -> str:
    """Record a material of a colleague whose file has not come."""
    with writing(office.desk.store, office.sit(office.colleague)) as writer:
        id = records.add(writer, "material", {"title": title, "type": "slides"})
        records.add(writer, "attachment", {
            "record": id, "file_name": f"{title}.pptx", "size_bytes": 18_000_000,
            "sha256": os.urandom(32).hex(), "pieces": "a" * 26 + ":" + "a" * 52,
        })  # fmt: skip
    return id


@pytest.fixture
def shown(office: Office, qtbot: QtBot) -> Callable[[], LibraryPage]:
    """Return a function that shows the page."""

    def show() -> LibraryPage:
        page = LibraryPage(office.desk)
        qtbot.addWidget(page)
        qtbot.addWidget(page.header())
        page.resize(1100, 700)
        with qtbot.waitExposed(page):
            page.show()
        page.activate()
        settled(page)
        return page

    return show


def settled(page: LibraryPage) -> None:
    """Let the tiles show what the filter lets through, and the panel the first of them."""
    answered(page.finding, page.found)
    QApplication.processEvents()


def titles(page: LibraryPage) -> list[str]:
    settled(page)
    model = page.model
    return [model.data(model.index(n), ROW_ROLE).title for n in range(model.rowCount())]


def words_on(widget: QWidget) -> str:
    labels = [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]
    buttons = [one.text() for one in widget.findChildren(QPushButton) if one.isVisibleTo(widget)]
    return " ".join(labels + buttons)


def press(widget: QWidget, words: str, qtbot: QtBot) -> None:
    def found() -> list[QPushButton]:
        return [
            one
            for one in widget.findChildren(QPushButton)
            if one.text() == words and one.isVisibleTo(widget)
        ]

    qtbot.waitUntil(lambda: len(found()) == 1)
    qtbot.mouseClick(found()[0], Qt.MouseButton.LeftButton)


def says(widget: QWidget, words: str, qtbot: QtBot) -> None:
    """Wait until a widget says something: what was laid out anew shows a moment later."""
    qtbot.waitUntil(lambda: words in words_on(widget))


def stored(office: Office, wanted: LibraryFilter) -> list[str]:
    with office.desk.store.read() as session:
        return find_materials(session, office.desk.store.blobs, wanted)


def test_an_empty_library_says_what_to_do(shown: Callable[[], LibraryPage]) -> None:
    page = shown()

    assert "Drop files or whole folders anywhere here" in words_on(page)
    assert not page.panel.isVisible()


def test_the_newest_material_is_open_beside_the_tiles(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage]
) -> None:
    put(office, desk_folder, "旧.txt", added_on="2025-09-01")
    put(office, desk_folder, "新.txt", added_on="2025-10-01")

    page = shown()

    assert titles(page) == ["新", "旧"]
    assert "新" in words_on(page.panel)


def test_typing_finds_words_in_files(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage], qtbot: QtBot
) -> None:
    put(office, desk_folder, "口算.docx", samples.docx("玉米粒当学具"))
    put(office, desk_folder, "歌.mp3")
    page = shown()

    page.heads.search.setText("玉米")

    qtbot.waitUntil(lambda: titles(page) == ["口算"])
    page.heads.search.setText("没有")
    qtbot.waitUntil(lambda: "Nothing fits" in words_on(page))


def test_chips_narrow_the_tiles(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage], qtbot: QtBot
) -> None:
    put(office, desk_folder, "口算.txt", grade="3")
    away(office, "倍的认识")
    page = shown()
    page.resize(1500, 700)

    qtbot.mouseClick(page.filters._places["away"], Qt.MouseButton.LeftButton)
    assert titles(page) == ["倍的认识"]
    qtbot.mouseClick(page.filters._places["here"], Qt.MouseButton.LeftButton)
    assert titles(page) == ["口算"]
    page.filters.clear()
    page.filters.set_codes("grade", ("4",))
    assert titles(page) == []


def test_the_list_shows_the_same(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage]
) -> None:
    id = put(office, desk_folder, "口算.txt")
    page = shown()

    page.filters._view.set_at(1)
    page.filters.view_chosen.emit(1)

    assert page.lines.isVisible()
    assert page.lines.row().id == id


def drop(page: LibraryPage, paths: list[Path]) -> None:
    """Drop files on the page as the system does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(200, 200), copy, data, buttons, keys)
    page.dragEnterEvent(enter)
    assert page._drop.isVisible()
    page.dropEvent(QDropEvent(QPointF(200, 200), copy, data, buttons, keys))


def looked_through(page: LibraryPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.adding is not None and bool(page.adding.draft.lines))
    qtbot.waitUntil(lambda: page.adding is not None and not page.adding.busy())


def test_dropped_files_are_shown_before_they_are_put_in(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage], qtbot: QtBot
) -> None:
    (desk_folder / "口算乘法课件（最终版2）.pptx").write_bytes(samples.pptx("字"))
    (desk_folder / "坏.exe").write_bytes(b"MZ")
    page = shown()

    drop(page, [desk_folder])
    looked_through(page, qtbot)

    assert page.adding is not None
    assert stored(office, LibraryFilter()) == []
    assert "1 cannot be put in" in words_on(page.adding)
    page.adding.fields._lines["title"].setText("口算乘法一")
    page.adding.fields._lines["title"].setFocus()
    with qtbot.waitSignal(page.toasted):
        page.adding.begin()
    (id,) = stored(office, LibraryFilter())
    values = office.show(id).values
    assert (values["title"], values["grade"], values["type"]) == ("口算乘法一", "3", "slides")
    assert page.adding is None
    assert page.panel.id == id


def test_a_dropped_file_that_is_here_is_named(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage], qtbot: QtBot
) -> None:
    put(office, desk_folder, "口算.txt")
    page = shown()

    page.take_in([desk_folder / "口算.txt"])
    looked_through(page, qtbot)

    assert page.adding is not None
    assert "1 is here already" in words_on(page.adding)
    assert not page.adding.put.isEnabled()


def test_files_that_find_no_room_stay_in_the_preview(
    office: Office,
    desk_folder: Path,
    shown: Callable[[], LibraryPage],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from db import keeping

    for name in ("一.txt", "二.txt"):
        (desk_folder / name).write_text(name)
    page = shown()
    page.take_in([desk_folder])
    looked_through(page, qtbot)
    real = keeping.Keeping.new_short

    def new_short(self: keeping.Keeping, path: Path) -> object:
        if path.name == "二.txt":
            raise OSError(28, "No space left on device")
        return real(self, path)

    monkeypatch.setattr(keeping.Keeping, "new_short", new_short)
    assert page.adding is not None
    page.adding.begin()

    qtbot.waitUntil(lambda: page.adding is not None and not page.adding.busy())

    assert "1 file was put in." in words_on(page.adding)
    assert "The disk is full" in words_on(page.adding)
    assert [line.candidate.path.name for line in page.adding.draft.lines] == ["二.txt"]
    assert page.adding._line is page.adding.draft.lines[0]
    assert len(stored(office, LibraryFilter())) == 1


def test_adding_many_files_can_be_stopped(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage], qtbot: QtBot
) -> None:
    for number in range(120):
        (desk_folder / f"{number:03}.txt").write_text(f"{number}")
    page = shown()
    page.take_in([desk_folder])
    looked_through(page, qtbot)
    adding = page.adding
    assert adding is not None
    adding.begin()

    adding.stop()

    qtbot.waitUntil(lambda: page.adding is None)
    found = stored(office, LibraryFilter())
    assert len(found) < 120
    assert len(office.desk.store.blobs.piece_ids()) == len(found)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the files given to the system's programs."""
    found: list[Path] = []
    monkeypatch.setattr(file_opening, "show_file", found.append)
    return found


def test_open_gives_a_copy_to_the_system(
    office: Office,
    desk_folder: Path,
    shown: Callable[[], LibraryPage],
    opened: list[Path],
    qtbot: QtBot,
) -> None:
    put(office, desk_folder, "口算.txt")
    page = shown()

    press(page.panel, "Open", qtbot)

    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].read_bytes() == "口算.txt".encode()


def test_macros_are_opened_only_after_a_sentence(
    office: Office,
    desk_folder: Path,
    shown: Callable[[], LibraryPage],
    opened: list[Path],
    qtbot: QtBot,
) -> None:
    put(office, desk_folder, "倍.pptm", samples.pptx("字", ppt__vbaProject_bin=b"x"))
    page = shown()

    press(page.panel, "Open", qtbot)

    qtbot.waitUntil(lambda: "This file brings macros" in words_on(page.panel))
    assert opened == []
    press(page.panel, "Open it all the same", qtbot)
    assert [path.name for path in opened] == ["倍.pptm"]


def test_a_program_from_elsewhere_is_never_offered(
    office: Office, shown: Callable[[], LibraryPage], opened: list[Path]
) -> None:
    data = b"MZ"
    pieces = office.desk.store.blobs.keep(data)
    with writing(office.desk.store, office.sit(office.colleague)) as writer:
        id = records.add(writer, "material", {"title": "照片"})
        records.add(writer, "attachment", {
            "record": id, "file_name": "照片.jpg.exe", "size_bytes": 2, "sha256": "0" * 64,
            "pieces": " ".join(map(str, pieces)),
        })  # fmt: skip
    page = shown()

    assert "A program: it is not opened here." in words_on(page.panel)
    page.panel.open_first()
    assert opened == []


def test_a_file_that_is_not_here_is_wished_for(
    office: Office, shown: Callable[[], LibraryPage], qtbot: QtBot
) -> None:
    away(office, "倍的认识")
    page = shown()
    says(page.panel, "Not on this computer yet. 17 MB.", qtbot)

    press(page.panel, "Bring it next time", qtbot)

    with office.desk.store.read() as session:
        assert len(wishes.mine(session)) == 1
    says(page.panel, "It comes with the next exchange", qtbot)
    press(page.panel, "Take back", qtbot)
    with office.desk.store.read() as session:
        assert wishes.mine(session) == []


def test_where_it_is_follows_from_a_job(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage], qtbot: QtBot
) -> None:
    put(office, desk_folder, "口算.txt")
    page = shown()

    qtbot.waitUntil(lambda: "this computer" in words_on(page.panel))


def test_a_use_is_noted_and_shown(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage], qtbot: QtBot
) -> None:
    put(office, desk_folder, "口算.txt")
    page = shown()

    press(page.panel, "I used it", qtbot)
    page.panel.use_form._changed.setPlainText("动画关掉")
    press(page.panel, "Save", qtbot)

    says(page.panel, "Worked well. 动画关掉", qtbot)
    says(page.panel, "1 time", qtbot)


def test_a_page_that_stands_is_not_painted_over(
    office: Office, desk_folder: Path, qtbot: QtBot
) -> None:
    id = put(office, desk_folder, "口算.txt")
    with office.desk.store.read() as session:
        (row,) = material_rows(session, office.desk.store.blobs, [id])
    page, tile = QPixmap(180, 320), QImage(100, 100, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.red)

    with QPainter(tile) as painter:
        painter.setBrush(Qt.GlobalColor.white)  # as the tile around it was painted
        paint_picture(painter, QRectF(0, 0, 100, 100), replace(row, file_name="a.pdf"), page)

    assert tile.pixelColor(50, 50) == QColor(Qt.GlobalColor.red)


@pytest.mark.parametrize(("name", "whole"), [("课件.pdf", True), ("照片.jpg", False)])
def test_a_slide_is_shown_whole_and_a_photo_fills_its_tile(
    office: Office, desk_folder: Path, qtbot: QtBot, name: str, whole: bool
) -> None:
    id = put(office, desk_folder, "口算.txt")
    with office.desk.store.read() as session:
        (row,) = material_rows(session, office.desk.store.blobs, [id])
    slide, tile = QPixmap(320, 180), QImage(100, 100, QImage.Format.Format_RGB32)
    slide.fill(Qt.GlobalColor.white)
    with QPainter(slide) as painter:
        painter.fillRect(0, 0, 40, 180, Qt.GlobalColor.red)

    with QPainter(tile) as painter:
        painter.setBrush(Qt.GlobalColor.white)  # as the tile around it was painted
        paint_picture(painter, QRectF(0, 0, 100, 100), replace(row, file_name=name), slide)

    assert (tile.pixelColor(6, 50) == QColor(Qt.GlobalColor.red)) is whole


def test_the_boxes_for_a_use_come_into_view(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage], qtbot: QtBot
) -> None:
    put(office, desk_folder, "口算.txt")
    page = shown()
    page.resize(1100, 360)

    press(page.panel, "I used it", qtbot)

    boxes = page.panel.use_form
    qtbot.waitUntil(lambda: boxes.visibleRegion().boundingRect().height() == boxes.height())


def test_an_empty_bin_says_that_it_is_empty(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage], qtbot: QtBot
) -> None:
    put(office, desk_folder, "口算.txt")
    page = shown()

    page.filters.show_bin()

    qtbot.waitUntil(lambda: page._views.currentWidget() is page._empty_bin)
    page.filters.set_words("口算")
    qtbot.waitUntil(lambda: page._views.currentWidget() is page._none_match)


def test_a_material_is_linked_to_an_activity_and_opens_it(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage], qtbot: QtBot
) -> None:
    activity = office.record(title="送课到红石")
    put(office, desk_folder, "口算.txt")
    page = shown()
    page.panel.ask_link()
    assert page.panel._picker is not None
    page.panel._picker.look_for("红石")
    (found,) = [
        one for one in page.panel._picker.findChildren(QPushButton) if one.objectName() == activity
    ]
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)

    with qtbot.waitSignal(page.open_record) as told:
        press(page.panel, f"送课到红石·{TODAY}", qtbot)

    assert told.args == ["activity", activity]


def test_a_changed_title_is_saved_when_it_is_left(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage]
) -> None:
    id = put(office, desk_folder, "口算.txt")
    page = shown()
    page.panel.edit()
    line = page.panel.fields._lines["title"]

    line.setText("口算乘法")
    line.editingFinished.emit()

    assert office.show(id).values["title"] == "口算乘法"
    assert titles(page) == ["口算"] or titles(page) == ["口算乘法"]


def test_what_is_typed_is_saved_before_the_window_closes(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage]
) -> None:
    id = put(office, desk_folder, "口算.txt")
    page = shown()
    page.panel.edit()
    page.panel.fields._lines["unit"].setFocus()
    page.panel.fields._lines["unit"].setText("第六单元")

    page.flush()

    assert office.show(id).values["unit"] == "第六单元"


def test_choosing_a_lesson_fills_its_place(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage]
) -> None:
    with office.desk.write() as writer:
        lesson = records.add(writer, "lesson", {
            "title": "倍的认识", "edition": "人教版", "subject": "maths", "grade": "3",
            "volume": "1", "unit": "倍",
        })  # fmt: skip
    id = put(office, desk_folder, "课件.txt")
    page = shown()
    page.panel.edit()
    line = page.panel.fields._lines["lesson_name"]

    line.setText("倍的认识")
    line.editingFinished.emit()

    values = office.show(id).values
    assert (values["lesson"], values["grade"], values["unit"]) == (lesson, "3", "倍")


def test_a_deleted_material_comes_back_from_the_bin(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage], qtbot: QtBot
) -> None:
    id = put(office, desk_folder, "口算.txt")
    page = shown()
    with qtbot.waitSignal(page.toasted) as told:
        page.panel._delete()
    assert titles(page) == []

    page.filters.show_bin()
    assert titles(page) == ["口算"]
    told.args[2]()
    page.filters.show_bin(False)

    assert titles(page) == ["口算"]
    assert stored(office, LibraryFilter()) == [id]


def test_a_narrow_window_shows_one_pane_at_a_time(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage]
) -> None:
    put(office, desk_folder, "口算.txt")
    page = shown()
    page.resize(700, 700)

    assert not (page.tiles.isVisible() and page.panel.isVisible())
    page.go_back()
    assert page.tiles.isVisible()


def test_tidying_says_what_may_go(
    office: Office, shown: Callable[[], LibraryPage], qtbot: QtBot
) -> None:
    page = shown()
    page.make_room()

    qtbot.waitUntil(lambda: "Nothing may go" in words_on(page))
    page.go_back()
    assert page.filters.isVisible()


def test_pictures_are_made_by_a_job_and_kept(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage], qtbot: QtBot
) -> None:
    put(office, desk_folder, "练习.pdf", samples.pdf("page"))
    page = shown()
    row = page.model.data(page.model.index(0), ROW_ROLE)

    page.thumbs.pixmap(row)

    qtbot.waitUntil(lambda: page.thumbs.pixmap(row) is not None)
    assert list((office.desk.store.folder / "thumbnails").rglob("*"))


def test_a_picker_links_materials_to_its_record(
    office: Office, desk_folder: Path, qtbot: QtBot
) -> None:
    activity = office.record(title="送课")
    id = put(office, desk_folder, "口算乘法.txt")
    picker = MaterialPicker(office.desk)
    qtbot.addWidget(picker)
    picker.show()
    picker.show_record(activity)
    assert "No shared material belongs here yet." in words_on(picker)

    picker.ask()
    picker.look_for("口算")
    press(picker, "口算乘法", qtbot)

    with qtbot.waitSignal(picker.opened) as told:
        press(picker, "口算乘法", qtbot)
    assert told.args == [id]


def test_a_picker_offers_the_materials_of_the_lesson_first(
    office: Office, desk_folder: Path, qtbot: QtBot
) -> None:
    lesson = "00000000-0000-8000-8000-00000000000a"
    put(office, desk_folder, "倍的认识.txt", lesson=lesson)
    picker = MaterialPicker(office.desk)
    qtbot.addWidget(picker)
    picker.show()
    picker.show_record(office.record(title="送课"), lesson)

    picker.ask()

    says(picker, "倍的认识", qtbot)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_no_words_are_cut_at_the_largest_letters(
    office: Office,
    desk_folder: Path,
    wear: Callable[[Theme], None],
    qtbot: QtBot,
    language: str,
) -> None:
    activity = office.record(title="送课到红石小学：三年级口算乘法与倍的认识")
    id = put(office, desk_folder, "口算乘法.docx", samples.docx("字"), type="slides",
             subject="maths", grade="3", needs="no_network no_projector")  # fmt: skip
    with office.desk.write() as writer:
        link(writer, id, activity)
    wear(Theme(scale=1.5, language=language))
    page = LibraryPage(office.desk)
    qtbot.addWidget(page)
    qtbot.addWidget(page.header())
    page.resize(950, 700)
    with qtbot.waitExposed(page):
        page.show()
    page.activate()
    page.show_record("material", id)
    page.panel._begin_use()
    page.panel.ask_link()
    QApplication.sendPostedEvents()

    for one in page.findChildren(QPushButton):
        if one.isVisible() and one.text():
            assert one.width() >= one.minimumSizeHint().width(), one.text()
            right = one.mapTo(page, QPoint(one.width(), 0)).x()
            assert right <= page.width(), one.text()


def test_the_tiles_stay_until_an_answer_is_there(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage]
) -> None:
    put(office, desk_folder, "口算.txt")
    put(office, desk_folder, "观潮.txt")
    page = shown()
    before = page.model.rowCount()

    page.filters.set_words("观潮")

    assert page.finding()
    assert page.model.rowCount() == before == 2
    assert titles(page) == ["观潮"]


def test_the_answer_to_an_older_question_is_not_shown(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage]
) -> None:
    put(office, desk_folder, "口算.txt")
    put(office, desk_folder, "观潮.txt")
    page = shown()
    page.filters.set_words("观潮")
    number = page._asking._number
    asked = Question(page.filters.filter(), "", (), 0)
    older = finish(finding(office.desk.store, asked))

    page.filters.set_words("口算")
    page._asking._hear((number, older))

    assert page.model.rowCount() == 2
    assert titles(page) == ["口算"]


def test_what_a_filter_hides_is_shown_when_it_is_asked_for_by_name(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage]
) -> None:
    id = put(office, desk_folder, "口算.txt")
    put(office, desk_folder, "观潮.txt")
    page = shown()
    page.filters.set_words("观潮")
    assert titles(page) == ["观潮"]

    page.show_record("material", id)
    settled(page)

    assert sorted(titles(page)) == ["口算", "观潮"]
    assert page.tiles.row().id == id


def test_a_tile_is_painted_once_while_it_looks_the_same(
    office: Office,
    desk_folder: Path,
    shown: Callable[[], LibraryPage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    id = put(office, desk_folder, "口算.txt")
    page = shown()
    page.tiles.viewport().repaint()
    painted: list[str] = []
    paint = TileDelegate._paint_tile

    def told(*given: Any, **how: Any) -> None:
        painted.append(given[3].title)
        paint(*given, **how)

    monkeypatch.setattr(TileDelegate, "_paint_tile", told)

    page.tiles.viewport().repaint()
    assert painted == []
    office.write(id, {"title": "口算乘法"})
    page.refresh()
    assert titles(page) == ["口算乘法"]
    page.tiles.viewport().repaint()

    assert set(painted) == {"口算乘法"}


def test_the_grid_stands_where_it_stood_after_the_same_was_found(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage], qtbot: QtBot
) -> None:
    for number in range(60):
        put(office, desk_folder, f"口算{number:02}.txt")
    page = shown()
    bar = page.tiles.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    stood = bar.value()

    page.refresh()
    settled(page)

    assert bar.value() == stood > 0


def test_a_page_that_nobody_sees_asks_nothing(
    office: Office, desk_folder: Path, shown: Callable[[], LibraryPage]
) -> None:
    put(office, desk_folder, "口算.txt")
    page = shown()
    page.hide()

    office.desk.news.changed.emit()

    assert not page._soon.isActive()
    page.show()
    office.desk.news.changed.emit()
    assert page._soon.isActive()
