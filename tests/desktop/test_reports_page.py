"""The ledger's page on a real store: what goes in, the sheets, what is missing, the way out."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog
from pytestqt.qtbot import QtBot

from db.commands import records
from db.journal import begin, writing
from db.local import member
from db.queries.records import show
from db.queries.terms import list_terms
from db.record import Value
from desktop.context import Desk
from desktop.errors import describe
from desktop.jobs import Jobs
from desktop.pages.reports.page import ReportsPage
from desktop.pages.reports.wants import _Item
from desktop.pages.reports.words import FIELDS
from desktop.reports.errors import ReportNotWrittenError
from desktop.settings import SettingsFile
from desktop.theme import Theme
from tests.reports.laptop import DAY, Founded, Laptop
from tests.reports.pdf_reading import texts

Open = Callable[..., ReportsPage]


@pytest.fixture
def laptop(founded_laptop: Founded, tmp_path: Path) -> Iterator[Laptop]:
    """A village school's laptop with two activities; one of them lacks its hours."""
    made = founded_laptop.copy(tmp_path / "data")
    common: dict[str, Value] = {
        "own_count": 5,
        "subject": "maths",
        "summary": "先摆小棒。",
        "outcome": "已发四校",
    }
    common |= {"partner_school_names": "三小", "held_on": "2025-10-17"}
    made.add("activity", {**common, "title": "口算乘法送课", "type": "outreach_lesson"})
    made.add("activity", {**common, "title": "校本培训", "type": "training", "hours": 1.5})
    yield made
    made.store.close()


@pytest.fixture
def desk(laptop: Laptop, settings_file: SettingsFile) -> Iterator[Desk]:
    with laptop.store.read() as session:
        me = member(session)
    assert me is not None
    jobs = Jobs()
    settings = settings_file.read()
    yield Desk(laptop.store, jobs, settings_file, settings, me, laptop.person, lambda: DAY)
    jobs.shut_down()


@pytest.fixture
def open_page(desk: Desk, qtbot: QtBot) -> Open:
    """Return a function that opens the page and waits for the sheets."""

    def open_it(width: int = 1100, height: int = 700) -> ReportsPage:
        page = ReportsPage(desk)
        qtbot.addWidget(page.header())
        qtbot.addWidget(page)
        page.resize(width, height)
        page.show()
        page.activate()
        qtbot.waitUntil(page.latest.fresh)
        return page

    return open_it


def previewed(page: ReportsPage) -> str:
    """Return the text of the sheets that are looked at."""
    assert page.latest.shown is not None
    return "".join(texts(page.latest.shown.path))


def wait_for(qtbot: QtBot, page: ReportsPage, change: Callable[[], object]) -> None:
    """Change something and wait for the sheets of it."""
    with qtbot.waitSignal(page.latest.made):
        change()


def choose_file(page: ReportsPage, path: Path) -> str:
    """Answer the question where to; return the name that was proposed."""
    (dialog,) = page.findChildren(QFileDialog)
    proposed = Path(dialog.selectedFiles()[0]).name
    dialog.selectFile(str(path))
    dialog.accept()
    return proposed


def test_the_sheets_are_those_of_the_present_term(open_page: Open) -> None:
    page = open_page()

    assert page.sheets.view.page_count() == 1
    assert "口算乘法送课" in previewed(page)
    assert page.pane.ask().term == "2025-2026-1"
    assert "2 activities" in page.header().findChildren(type(page.sheets.note))[2].text()


def test_a_village_school_looks_at_its_own_ledger(open_page: Open, laptop: Laptop) -> None:
    page = open_page()

    assert page.pane.ask().school == laptop.school
    assert "云岭县李家小学" in previewed(page)


def test_the_whole_alliance_can_be_chosen(open_page: Open, qtbot: QtBot) -> None:
    page = open_page()

    wait_for(qtbot, page, page.pane.schools._lines[""][0].click)

    assert "Wholealliance" in previewed(page)


def test_beside_a_school_stands_the_age_of_its_data(open_page: Open, laptop: Laptop) -> None:
    page = open_page()

    assert page.pane.schools._lines[laptop.school][1].text() == "today"


def test_a_type_left_out_is_not_on_the_sheets(open_page: Open, qtbot: QtBot) -> None:
    page = open_page()
    chip = page.pane.types._chips["training"]

    wait_for(qtbot, page, chip.click)

    assert chip.text() == "Training 1"
    assert "校本培训" not in previewed(page)
    assert "口算乘法送课" in previewed(page)
    assert page.pane.types.note.text() == "1 / 2"


def test_without_any_type_the_page_says_so_and_exports_nothing(
    open_page: Open, qtbot: QtBot
) -> None:
    page = open_page()

    for chip in page.pane.types._chips.values():
        chip.click()
    qtbot.waitUntil(page.latest.fresh)

    assert page._stack.currentWidget() is page._empty
    assert not page._table.isEnabled()
    wait_for(qtbot, page, page.pane.types.all.click)
    assert page._stack.currentWidget() is page.sheets
    assert page._table.isEnabled()


def test_a_column_left_out_is_not_on_the_sheets(open_page: Open, qtbot: QtBot) -> None:
    page = open_page()
    assert "Recorder" in previewed(page)

    wait_for(qtbot, page, page.pane.columns._checks["recorder"].box.click)

    assert "Recorder" not in previewed(page)


def test_several_changes_make_one_file(open_page: Open, qtbot: QtBot) -> None:
    page = open_page()
    made: list[object] = []
    page.latest.made.connect(made.append)

    for name in ("recorder", "place", "evidence"):
        page.pane.columns._checks[name].box.click()
    qtbot.waitUntil(page.latest.fresh)

    assert len(made) == 1


def test_the_sheets_before_stay_until_the_new_ones_are_there(open_page: Open) -> None:
    page = open_page()

    page.pane.types._chips["training"].click()

    assert page._stack.currentWidget() is page.sheets
    assert page.sheets.view.page_count() == 1
    assert page.latest.shown is not None
    assert page.latest.shown.path.exists()


def test_an_empty_cell_is_marked_and_listed(open_page: Open) -> None:
    page = open_page()

    (mark,) = [mark for mark in page.sheets.view._marks if mark[5] == "? 1"]
    items = [item.button.accessibleName() for item in page.sheets.wants.findChildren(_Item)]

    assert mark[0] == 0
    assert any("口算乘法送课 Hours missing" in words for words in items)


def test_filling_in_opens_the_record(open_page: Open, qtbot: QtBot) -> None:
    page = open_page()
    (want,) = [want for want in page.sheets._marked if want.field == "hours"]
    (item,) = [
        item
        for item in page.sheets.wants.findChildren(_Item)
        if "Hours" in item.button.accessibleName()
    ]

    with qtbot.waitSignal(page.open_field) as opened:
        item.button.click()

    assert opened.args == ["activity", want.record, "hours"]


def test_the_list_of_what_is_missing_opens_records_by_enter(open_page: Open, qtbot: QtBot) -> None:
    page = open_page(640)
    wants = page.sheets.wants
    wants._more.click()
    wants._list.setCurrentIndex(wants._model.index(0))

    with qtbot.waitSignal(page.open_field) as opened:
        qtbot.keyClick(wants._list, Qt.Key.Key_Return)

    first = page.sheets._marked[0]
    assert opened.args == ["activity", first.record, FIELDS.get(first.field, first.field)]


def test_walking_through_the_list_opens_nothing(open_page: Open, qtbot: QtBot) -> None:
    page = open_page(640)
    wants = page.sheets.wants
    wants._more.click()
    opened: list[object] = []
    page.open_field.connect(lambda kind, id, field: opened.append(id))

    qtbot.keyClick(wants._list, Qt.Key.Key_Down)
    qtbot.wait(wants._list.PAUSE_MS * 2)

    assert opened == []


def test_two_versions_are_counted_and_shown(
    open_page: Open, laptop: Laptop, desk: Desk, qtbot: QtBot
) -> None:
    page = open_page()
    assert page.latest.shown is not None
    id = page.latest.shown.ledger.rows[0].id
    with laptop.store.read() as session:
        seen = show(session, id).version
        sittings = [begin(session, laptop.person) for _n in range(2)]
    for sitting, place in zip(sittings, ("三（1）班", "三（2）班"), strict=True):
        with writing(laptop.store, sitting) as writer:
            records.change(writer, id, {"place": place}, seen)

    wait_for(qtbot, page, desk.news.arrived.emit)

    assert page.sheets.wants._wants[0].lack == "two versions of Place"
    assert "1 with two versions" in page.sheets.wants._note.text()


def test_what_an_exchange_brings_is_on_the_sheets(
    open_page: Open, laptop: Laptop, desk: Desk, qtbot: QtBot
) -> None:
    page = open_page()
    laptop.add("activity", {"title": "新来的一次", "held_on": "2025-10-20"})

    wait_for(qtbot, page, desk.news.arrived.emit)

    assert "新来的一次" in previewed(page)


def test_the_pdf_that_is_kept_is_the_one_looked_at(
    open_page: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    page = open_page()
    path = tmp_path / "ledger.pdf"

    page._pdf.click()
    choose_file(page, path)
    qtbot.waitUntil(page.export.notice.isVisible)

    assert page.latest.shown is not None
    assert path.read_bytes() == page.latest.shown.path.read_bytes()


def test_the_workbook_holds_what_the_sheets_hold(
    open_page: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    page = open_page()
    wait_for(qtbot, page, page.pane.types._chips["training"].click)
    path = tmp_path / "ledger.xlsx"

    page._table.click()
    choose_file(page, path)
    qtbot.waitUntil(page.export.notice.isVisible)

    rows = list(load_workbook(path).worksheets[0].iter_rows(values_only=True))
    assert [row[7] for row in rows[1:]] == ["口算乘法送课"]
    assert "ledger.xlsx" in page.export.notice.text()


def test_the_lines_are_written(open_page: Open, qtbot: QtBot, tmp_path: Path) -> None:
    page = open_page()
    path = tmp_path / "ledger.csv"

    page._csv.click()
    choose_file(page, path)
    qtbot.waitUntil(page.export.notice.isVisible)

    assert "口算乘法送课" in path.read_text("utf-8-sig")


def test_the_file_has_a_name_that_says_what_it_is(open_page: Open, tmp_path: Path) -> None:
    page = open_page()

    page._table.click()

    assert choose_file(page, tmp_path / "x.xlsx") == "云岭县李家小学 activity ledger 上学期.xlsx"


def test_the_folder_is_remembered(
    open_page: Open, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    page = open_page()
    folder = tmp_path / "台账"
    folder.mkdir()

    page._table.click()
    choose_file(page, folder / "a.xlsx")
    qtbot.waitUntil(page.export.notice.isVisible)

    assert desk.settings.last_folder == str(folder)
    page._pdf.click()
    dialog = [one for one in page.findChildren(QFileDialog) if one.isVisible()][-1]
    assert dialog.directory().path() == str(folder)


def test_a_place_that_is_gone_is_said_and_nothing_else_changes(
    open_page: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    page = open_page()

    with qtbot.waitSignal(page.failed) as failed:
        page.export.chosen.emit(tmp_path / "gone" / "ledger.xlsx")

    (error,) = failed.args
    assert isinstance(error, ReportNotWrittenError)
    assert "folder is not there" in describe(error).text()
    assert not page.export.notice.isVisible()


def test_a_file_that_cannot_be_replaced_stays_as_it_was(
    open_page: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    page = open_page()
    taken = tmp_path / "ledger.pdf"
    taken.mkdir()

    with qtbot.waitSignal(page.failed) as failed:
        page.export.chosen.emit(taken)

    assert "A folder has this name" in describe(failed.args[0]).text()
    assert taken.is_dir()


def test_what_is_kept_right_after_a_change_has_the_change_in_it(
    open_page: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    page = open_page()
    path = tmp_path / "ledger.csv"

    page.pane.types._chips["training"].click()
    page.export.chosen.emit(path)
    qtbot.waitUntil(page.export.notice.isVisible)

    assert "校本培训" not in path.read_text("utf-8-sig")


def test_an_empty_term_offers_the_first_step(
    open_page: Open, laptop: Laptop, desk: Desk, qtbot: QtBot
) -> None:
    desk.today = lambda: datetime.date(2026, 3, 2)
    term = {
        "code": "2025-2026-2",
        "name": "下学期",
        "starts_on": "2026-03-02",
        "ends_on": "2026-07-03",
    }
    laptop.add("term", term)
    page = open_page()

    with qtbot.waitSignal(page.open_record) as opened:
        qtbot.mouseClick(page._first, Qt.MouseButton.LeftButton)

    assert page._stack.currentWidget() is page._empty
    assert opened.args == ["activity", ""]
    assert not page._print.isEnabled()


def test_without_a_term_nothing_is_made(laptop: Laptop, desk: Desk, qtbot: QtBot) -> None:
    with laptop.store.read() as session:
        (term,) = list_terms(session)
    laptop.delete(term.id)
    page = ReportsPage(desk)
    qtbot.addWidget(page)
    qtbot.addWidget(page.header())

    with qtbot.waitSignal(page.latest.termless):
        page.activate()

    assert page._stack.currentWidget() is page._empty
    assert not desk.jobs.busy()


def test_pages_are_turned_by_buttons(open_page: Open, laptop: Laptop, qtbot: QtBot) -> None:
    for number in range(40):
        laptop.add("activity", {"title": f"第 {number} 次", "held_on": "2025-10-20"})
    page = open_page()
    assert not page.sheets._back.isEnabled()

    page.sheets._on.click()

    assert page.sheets._where.text().startswith("Page 2 of ")
    assert page.sheets._back.isEnabled()


def test_larger_and_whole(open_page: Open) -> None:
    page = open_page()

    page.sheets._fit._group.button(1).click()
    larger = page.sheets.view.zoom()
    page.sheets._fit._group.button(0).click()

    assert larger == pytest.approx(1.25, rel=0.01)
    assert page.sheets.view.zoom() < larger
    assert page.sheets._fit.at() == 0


def test_in_large_letters_what_goes_in_is_a_page_of_its_own(
    open_page: Open, wear: Callable[[Theme], None]
) -> None:
    wear(Theme(scale=1.5, language="en"))
    page = open_page(940, 620)
    assert page.sheets.isVisible()
    assert not page.pane.isVisible()

    page.sheets.choices.click()
    assert page.pane.isVisible()
    assert not page.sheets.isVisible()

    page.pane._back.click()
    assert page.sheets.isVisible()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(("scale", "width"), [(1.0, 684), (1.0, 1100), (1.5, 900)])
def test_nothing_is_wider_than_its_place(
    open_page: Open, wear: Callable[[Theme], None], language: str, scale: float, width: int
) -> None:
    wear(Theme(scale=scale, language=language))
    page = open_page(width, 620)

    panes = [one for one in (page.pane, page._right) if one.isVisible()]
    assert page.width() == width
    assert sum(one.minimumSizeHint().width() for one in panes) <= width
    assert page.sheets.wants.geometry().right() <= page.sheets.width()


def test_a_page_that_ends_takes_its_files_away(open_page: Open, desk: Desk, qtbot: QtBot) -> None:
    page = open_page()
    assert page.latest.shown is not None
    failures: list[object] = []
    page.failed.connect(failures.append)
    page.latest.make()

    page.end()
    qtbot.waitUntil(lambda: not desk.jobs.busy())

    assert not page.latest.shown.path.parent.exists()
    assert failures == []


def test_every_button_has_a_name(open_page: Open) -> None:
    page = open_page()
    nameless = [
        one
        for one in page.findChildren(QAbstractButton)
        if one.isVisibleTo(page) and not (one.text() or one.accessibleName())
    ]

    assert nameless == []
