"""From the page of plans to files and back: import at its head, print at a plan's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.pages import file_opening
from desktop.pages.plans.importing.pane import PlanImportPane
from desktop.pages.plans.page import PlansPage
from desktop.pages.plans.printing.pane import PlanPrintPane
from tests.db.word_files import word_file
from tests.desktop.office import Office
from tests.desktop.plan_room import add_plan
from tests.desktop.test_plans_page import show_page, titles


@pytest.fixture
def page(office: Office, qtbot: QtBot) -> Iterator[PlansPage]:
    made, whole = show_page(office, qtbot, 1200)
    yield made
    made.end()
    whole.close()


def shown(page: PlansPage) -> QWidget:
    """Return what stands in for the list or the plan."""
    assert page.others._shown is not None
    return page.others._shown[0]


def test_a_plan_that_was_brought_in_is_shown(
    page: PlansPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    page._list_head.import_wanted.emit()
    pane = shown(page)
    assert isinstance(pane, PlanImportPane)
    pane.read([word_file(tmp_path / "a.docx", [["课题", "口算乘法"]])])
    qtbot.waitUntil(lambda: len(pane.files) == 1)

    pane._take.click()

    qtbot.waitUntil(lambda: page.shown_record() is not None)
    _kind, id = page.shown_record() or ("", "")
    assert office.show(id).values["title"] == "口算乘法"


def test_the_file_a_plan_was_brought_in_from_is_opened_from_the_plan(
    page: PlansPage, office: Office, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(file_opening, "show_file", opened.append)
    page.bring_in()
    pane = shown(page)
    assert isinstance(pane, PlanImportPane)
    table = [["课题", "口算乘法"], ["我校特色栏", "红军小学路线"]]
    pane.read([word_file(tmp_path / "口算.docx", table)])
    qtbot.waitUntil(lambda: len(pane.files) == 1)
    pane._take.click()
    qtbot.waitUntil(lambda: page.shown_record() is not None)
    assert page.editor is not None
    files = page.editor.form.files

    (way,) = [one for one in files.findChildren(QPushButton) if one.text() == "Open"]
    assert files.isVisible()
    way.click()
    qtbot.waitUntil(lambda: bool(opened))

    assert opened[0].name == "口算.docx"
    page.open(add_plan(office))
    assert not files.isVisible()


def test_the_list_has_what_was_brought_in(page: PlansPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.bring_in()
    pane = shown(page)
    assert isinstance(pane, PlanImportPane)
    files = [word_file(tmp_path / f"{n}.docx", [["课题", f"第{n}课"]]) for n in "12"]
    pane.read(files)
    qtbot.waitUntil(lambda: len(pane.files) == 2)
    pane._take.click()
    qtbot.waitUntil(lambda: all(one.made for one in pane.files))

    pane.back.emit()

    assert sorted(titles(page)) == ["第1课", "第2课"]


def test_a_plan_goes_to_paper_in_the_layout_chosen(
    page: PlansPage, office: Office, qtbot: QtBot
) -> None:
    page.open(add_plan(office))

    page.plan_head.print_wanted.emit()
    pane = shown(page)
    assert isinstance(pane, PlanPrintPane)
    qtbot.waitUntil(lambda: pane._path is not None, timeout=20_000)
    pane.choose("half")
    qtbot.waitUntil(lambda: pane._path is not None, timeout=20_000)

    assert pane._path is not None
    assert pane._path.read_bytes().startswith(b"%PDF")
    pane.back.emit()
    assert page.shown_record() is not None
