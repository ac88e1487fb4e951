"""Bringing plans in by the window: what goes where is shown first, nothing is written before."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.queries.records import list_records
from desktop.pages.plans.importing.pane import PlanImportPane
from desktop.pages.plans.importing.taking import Candidate
from desktop.pages.plans.importing.words import LEAVE
from tests.db.word_files import word_file
from tests.desktop.office import Office

BLOCKS = (
    [["课题", "口算乘法"], ["跨学科联系", "美术"]],
    [["环节", "教师活动", "技术支持"], ["导入", "出示", "投屏"]],
)


@pytest.fixture
def pane(office: Office, qtbot: QtBot) -> PlanImportPane:
    made = PlanImportPane(office.desk)
    qtbot.addWidget(made.header())
    qtbot.addWidget(made)
    return made


def read(pane: PlanImportPane, qtbot: QtBot, *paths: Path) -> list[Candidate]:
    """Read files and wait until they are shown."""
    pane.read(paths)
    qtbot.waitUntil(lambda: len(pane.files) == len(paths))
    return pane.files


def take(pane: PlanImportPane, qtbot: QtBot) -> list[Candidate]:
    pane._take.click()
    qtbot.waitUntil(lambda: any(one.made for one in pane.files))
    return pane.files


def plans(office: Office) -> list[str]:
    with office.desk.store.read() as session:
        return [str(row.values["title"]) for row in list_records(session, "lesson_plan")]


def test_reading_files_writes_nothing(
    pane: PlanImportPane, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    read(pane, qtbot, word_file(tmp_path / "a.docx", *BLOCKS))

    assert plans(office) == []
    assert pane._take.text() == "Make 1 plan"


def test_what_was_not_understood_comes_first_and_is_marked(
    pane: PlanImportPane, qtbot: QtBot, tmp_path: Path
) -> None:
    read(pane, qtbot, word_file(tmp_path / "a.docx", *BLOCKS))

    first, *_rest = pane.preview.pieces
    assert first.combo.code() == LEAVE
    assert not first._sign.isHidden()
    assert "2 parts not understood" in pane.preview.notice.text()


def test_a_choice_of_a_person_is_what_is_written(
    pane: PlanImportPane, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    read(pane, qtbot, word_file(tmp_path / "a.docx", *BLOCKS))

    pane.preview.pieces[0]._tell("adaptation_note")
    pane.preview.columns[-1]._tell("second")
    with qtbot.waitSignal(pane.made) as told:
        pane._take.click()

    (id,) = told.args
    assert office.show(id).values["adaptation_note"] == "美术"
    assert [step.values["second"] for step in office.parts("plan_step", id)] == ["投屏"]


def test_a_broken_file_says_why_and_keeps_no_other_back(
    pane: PlanImportPane, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    old = tmp_path / "old.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    read(pane, qtbot, old, word_file(tmp_path / "a.docx", *BLOCKS))

    told = pane._notice.text()
    take(pane, qtbot)

    assert "older Word format" in told
    assert plans(office) == ["口算乘法"]


def test_a_file_that_is_left_out_makes_no_plan(
    pane: PlanImportPane, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    other = word_file(tmp_path / "b.docx", [["课题", "笔算乘法"]])
    read(pane, qtbot, word_file(tmp_path / "a.docx", *BLOCKS), other)

    pane._skip.click()
    take(pane, qtbot)

    assert plans(office) == ["笔算乘法"]


def test_a_file_that_was_here_leads_to_its_plan(
    pane: PlanImportPane, qtbot: QtBot, tmp_path: Path
) -> None:
    path = word_file(tmp_path / "a.docx", *BLOCKS)
    read(pane, qtbot, path)
    (first,) = take(pane, qtbot)
    read_again = PlanImportPane(pane._desk)
    qtbot.addWidget(read_again.header())
    qtbot.addWidget(read_again)
    read(read_again, qtbot, path)
    take(read_again, qtbot)

    with qtbot.waitSignal(read_again.made) as told:
        read_again._open.click()

    assert first.made is not None
    assert told.args == [first.made.plan]
