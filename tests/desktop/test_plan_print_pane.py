"""A plan on its way to paper: the real page in each layout, kept as PDF or for Word."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.commands import records
from db.commands.plans import add_plan
from db.errors import UnknownRecordError
from db.journal import writing
from desktop.pages.plans.printing.making import Unit
from desktop.pages.plans.printing.pane import PlanPrintPane
from tests.desktop.office import TODAY, Office


def plan(office: Office, **values: str) -> str:
    with writing(office.desk.store, office.sit()) as writer:
        id = add_plan(writer, {"title": "口算/乘法", **values}, today=TODAY)
        records.add(writer, "plan_step", {"plan": id, "title": "导入", "teacher": "出示"})
        return id


@pytest.fixture
def pane(office: Office, qtbot: QtBot) -> PlanPrintPane:
    made = PlanPrintPane(office.desk)
    qtbot.addWidget(made.header())
    qtbot.addWidget(made)
    made.show()
    return made


def shown(pane: PlanPrintPane, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: pane._path is not None, timeout=20_000)


def test_the_real_page_is_shown(pane: PlanPrintPane, office: Office, qtbot: QtBot) -> None:
    pane.show_plan(plan(office))
    shown(pane, qtbot)

    assert pane.paper.page_count() == 1
    assert pane._print.isEnabled()


def test_a_plan_for_several_grades_opens_in_its_layout(
    pane: PlanPrintPane, office: Office, qtbot: QtBot
) -> None:
    pane.show_plan(plan(office, layout="multigrade"))
    shown(pane, qtbot)

    assert pane.layouts.at() == 2


def test_another_layout_is_set_at_once(pane: PlanPrintPane, office: Office, qtbot: QtBot) -> None:
    pane.show_plan(plan(office))
    shown(pane, qtbot)
    before = pane._path

    pane.choose("half")
    shown(pane, qtbot)

    assert pane._path != before


def test_the_page_can_be_looked_at_large_and_whole_again(
    pane: PlanPrintPane, office: Office, qtbot: QtBot
) -> None:
    pane.resize(1100, 640)
    pane.show_plan(plan(office))
    shown(pane, qtbot)
    whole = pane.paper.zoom()

    pane.fit.chosen.emit(1)
    assert pane.paper.zoom() > 1 > whole
    assert pane.fit.at() == 1
    pane.fit.chosen.emit(0)

    assert pane.paper.zoom() == whole
    assert pane.fit.at() == 0


def test_it_is_kept_for_word_and_as_pdf(
    pane: PlanPrintPane, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    pane.show_plan(plan(office))
    shown(pane, qtbot)

    with qtbot.waitSignal(pane.toasted, timeout=20_000):
        pane._keep_word(str(tmp_path / "a.docx"))
    with qtbot.waitSignal(pane.toasted, timeout=20_000):
        pane._keep_pdf(str(tmp_path / "a.pdf"))

    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_a_place_that_cannot_be_written_is_told(
    pane: PlanPrintPane, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    pane.show_plan(plan(office))
    shown(pane, qtbot)

    with qtbot.waitSignal(pane.failed, timeout=20_000):
        pane._keep_pdf(str(tmp_path / "none" / "a.pdf"))


def test_the_name_of_the_file_is_one_that_every_system_bears(
    pane: PlanPrintPane, office: Office, qtbot: QtBot
) -> None:
    pane.show_plan(plan(office))
    shown(pane, qtbot)

    assert pane._name() == "口算 乘法"


def test_a_unit_is_shown_as_one_booklet(pane: PlanPrintPane, office: Office, qtbot: QtBot) -> None:
    for title in ("口算乘法", "笔算乘法"):
        plan(office, title=title, unit="多位数乘一位数", subject="maths", grade="3")
    plan(office, title="观潮", unit="第一单元", subject="chinese", grade="4")

    pane.show_unit(Unit("多位数乘一位数", "maths", "3"))
    shown(pane, qtbot)

    assert pane.paper.page_count() == 4  # the cover, the contents, a page for each of two plans
    assert pane._name() == "多位数乘一位数"


def test_a_booklet_is_kept_for_word_too(
    pane: PlanPrintPane, office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    plan(office, title="口算乘法", unit="多位数乘一位数")
    pane.show_unit(Unit("多位数乘一位数"))
    shown(pane, qtbot)

    with qtbot.waitSignal(pane.toasted):
        pane._keep_word(str(tmp_path / "单元.docx"))

    assert (tmp_path / "单元.docx").read_bytes().startswith(b"PK")


def test_a_unit_without_plans_is_one_sentence(pane: PlanPrintPane, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pane.failed) as told:
        pane.show_unit(Unit("没有这个单元"))

    assert isinstance(told.args[0], UnknownRecordError)
