"""A plan as it was: sitting by sitting over plan and steps, and any part of it brought back."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import journal
from db.commands import plan_steps, records
from db.journal import writing
from db.queries.plan_sheet import steps_of, versions_of
from desktop.pages.plans.past.pane import PlanPastPane
from desktop.plan_past import content_then, moments
from desktop.theme import Theme
from tests.desktop.office import TODAY, Office, open_office
from tests.desktop.prepared import STEPS, Prepared, prepare, value_of


@pytest.fixture
def office(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    seconds = itertools.count(1_760_000_000)
    monkeypatch.setattr(journal, "now", lambda: next(seconds))  # no two writes in one second
    made = open_office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def prepared(office: Office) -> Prepared:
    return prepare(office)


def show(office: Office, plan: str, qtbot: QtBot, wide: int = 1100) -> PlanPastPane:
    pane = PlanPastPane(office.desk)
    qtbot.addWidget(pane)
    qtbot.addWidget(pane.header())
    pane.resize(wide, 800)
    pane.show()
    pane.show_plan(plan)
    qtbot.waitUntil(lambda: pane._then is not None)
    return pane


def teachers(office: Office, plan: str) -> list[object]:
    with office.desk.store.read() as session:
        return [step.values["teacher"] for step in steps_of(session, plan)]


def test_one_sitting_tells_what_it_changed_in_plan_and_steps(
    office: Office, prepared: Prepared
) -> None:
    with office.desk.store.read() as session:
        found = moments(session, prepared.plan, office.desk.member.laptop, TODAY)

    assert [moment.row.name for moment in found] == ["张晓梅"] * 3
    newest = list(found[0].row.changes)
    assert newest == ["3 New content·Changed Pupils", "4 Practice·Changed Teacher"]
    assert list(found[1].row.changes) == ["Stage: First draft → Agreed plan"]
    assert "Added 4 steps" in found[2].row.changes


def test_the_plan_is_put_together_as_it_was_then(office: Office, prepared: Prepared) -> None:
    with writing(office.desk.store, office.sit(office.colleague)) as writer:
        records.delete(writer, prepared.steps[0])
        plan_steps.move_step(writer, prepared.steps[3], "")
    with office.desk.store.read() as session:
        found = moments(session, prepared.plan, office.desk.member.laptop, TODAY)
        then = content_then(session, prepared.plan, found[-1])
        now = content_then(session, prepared.plan, found[0])

    assert [step.values["teacher"] for step in then.steps] == [step[2] for step in STEPS]
    assert [step.id for step in now.steps] == [
        prepared.steps[3], prepared.steps[1], prepared.steps[2],
    ]  # fmt: skip


def test_one_part_is_brought_back_alone_and_that_is_undone(
    office: Office, prepared: Prepared, qtbot: QtBot
) -> None:
    pane = show(office, prepared.plan, qtbot)
    told: list[Callable[[], object]] = []
    pane.toasted.connect(lambda _words, _way, do: told.append(do))

    pane.restore(f"{prepared.steps[3]}:teacher")
    assert value_of(office, prepared.steps[3], "teacher") == STEPS[3][2]
    assert value_of(office, prepared.steps[2], "student") == "先用计数器拨 2 个百，再口算。"
    told[0]()

    assert value_of(office, prepared.steps[3], "teacher") == "完成练一练第 1 题。"


def test_all_of_it_is_brought_back_with_a_step_that_was_deleted(
    office: Office, prepared: Prepared, qtbot: QtBot
) -> None:
    with writing(office.desk.store, office.sit(office.colleague)) as writer:
        records.delete(writer, prepared.steps[0])
    pane = show(office, prepared.plan, qtbot)
    pane.buttons[-1].setChecked(True)
    qtbot.waitUntil(lambda: not office.desk.jobs.busy())

    pane.restore_all()

    assert teachers(office, prepared.plan) == [step[2] for step in STEPS]


def test_it_is_compared_with_any_agreed_version(
    office: Office, prepared: Prepared, qtbot: QtBot
) -> None:
    pane = show(office, prepared.plan, qtbot)
    with office.desk.store.read() as session:
        versions = versions_of(session, prepared.plan)

    pane.show_version(versions[-1])
    assert pane._places() == []
    pane.show_version(versions[0])

    assert len(pane._places()) == 2
    assert "version 1" in pane._notice.text()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_large_letters_show_the_list_then_the_plan(
    office: Office,
    prepared: Prepared,
    qtbot: QtBot,
    wear: Callable[[Theme], None],
    language: str,
) -> None:
    wear(Theme(scale=1.5, language=language))
    pane = show(office, prepared.plan, qtbot, 940)
    assert pane._main.isHidden()

    next(one for one in pane.buttons if one.isChecked()).click()
    assert pane._side.isHidden()
    pane._go_back()

    assert pane._main.isHidden()
    assert pane.minimumSizeHint().width() <= 940
