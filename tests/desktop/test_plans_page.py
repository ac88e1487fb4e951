"""The page of plans: the list, choosing a lesson, and what is done with a whole plan."""

import datetime
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from db import journal
from db.commands import plans, records
from db.errors import UnknownRecordError
from db.journal import writing
from db.progress import finish
from db.queries.plan_shelf import PlanPlace
from db.queries.plans import PlanRow
from desktop import theme, words
from desktop.pages.activities.activity_draft import Draft
from desktop.pages.plans.freeze_bar import FreezeBar
from desktop.pages.plans.lesson_choice import LessonChoice
from desktop.pages.plans.lesson_plans import MOST
from desktop.pages.plans.page import PlansPage
from desktop.pages.plans.shelf import Asked, by_week, shelving
from desktop.pages.plans.step_rows import StepRows
from desktop.theme import Theme
from desktop.widgets.lists import Rows
from desktop.widgets.notices import Empty
from tests.desktop.office import TODAY, Office
from tests.desktop.plan_room import STEPS, add_plan, add_steps, plan_with_steps, say, sheet
from tests.desktop.test_activities_page import clipped_words
from tests.desktop.waiting import answered


@pytest.fixture
def page(office: Office, qtbot: QtBot) -> Iterator[PlansPage]:
    made, whole = show_page(office, qtbot, 1200)
    yield made
    made.end()
    whole.close()


def show_page(office: Office, qtbot: QtBot, width: int) -> tuple[PlansPage, QWidget]:
    """Show the page under its head, as in the window."""
    made, whole = PlansPage(office.desk), QWidget()
    qtbot.addWidget(whole)
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(made.header())
    layout.addWidget(made, 1)
    whole.resize(width, 740)
    whole.show()
    qtbot.waitExposed(whole)
    made.activate()
    return made, whole


def add_lesson(office: Office, title: str, unit_no: int = 6) -> str:
    with writing(office.desk.store, office.sit()) as writer:
        return records.add(writer, "lesson", {
            "edition": "人教版", "subject": "maths", "grade": "3", "volume": "1",
            "unit_no": unit_no, "unit": "多位数乘一位数", "title": title, "periods": 2,
        })  # fmt: skip


def titles(page: PlansPage) -> list[str]:
    """Return the titles in the order of the list, without its headings."""
    answered(page.list.finding, page.list.regrouped)
    lines = range(page.list.model.rowCount())
    rows = [page.list.model.row_at(line) for line in lines]
    return [row.title for row in rows if isinstance(row, PlanRow)]


def headings(page: PlansPage) -> list[str]:
    answered(page.list.finding, page.list.regrouped)
    lines = range(page.list.model.rowCount())
    bands = [page.list.model.band_at(line) for line in lines]
    return [f"{band.words} {band.note}".strip() for band in bands if band]


def test_plans_stand_by_subject_grade_volume_and_unit(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    add_plan(office, title="倍的认识", unit="第五单元")
    add_plan(office, title="观潮", subject="chinese", grade="4", unit="第一单元")
    add_plan(office, title="口算乘法", unit="第六单元")

    page.activate()

    assert titles(page) == ["观潮", "倍的认识", "口算乘法"]
    assert [one.rsplit(" ", 1)[1] for one in headings(page)] == ["第一单元", "第五单元", "第六单元"]


def test_by_week_this_weeks_lessons_come_first(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    add_plan(office, title="上周", taught_on="2025-10-09")
    add_plan(office, title="下周", taught_on="2025-10-21")
    add_plan(office, title="本周", taught_on="2025-10-15")
    add_plan(office, title="还没定")

    page.filters.set_weekly(True)

    assert titles(page) == ["本周", "下周", "上周", "还没定"]
    assert headings(page)[0].startswith("This week")


def test_weeks_outside_every_term_are_named_by_their_month() -> None:
    place = PlanPlace("a", "", "", "", "", datetime.date(2024, 8, 14))

    groups, _ids = by_week([place], [], TODAY)

    assert groups[0][0].words == "2024-08"


def test_initials_find_a_plan_by_its_steps_too(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    plan_with_steps(office, title="口算乘法")
    add_plan(office, title="观潮")

    page.filters.set_words("kscf")
    by_initials = titles(page)
    page.filters.set_words("摆小棒")

    assert by_initials == titles(page) == ["口算乘法"]


def test_an_empty_list_says_what_to_do_first(page: PlansPage, qtbot: QtBot) -> None:
    answered(page.list.finding, page.list.regrouped)
    (said,) = page.list.findChildren(Empty)

    assert "Write a plan" in said._hint.text()


def test_a_lesson_typed_by_its_initials_fills_the_head_in(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    add_lesson(office, "口算乘法")
    add_lesson(office, "笔算乘法")
    page.begin_new()
    assert page.choice is not None

    page.choice.search.setText("kscf")
    page.choice.search.returnPressed.emit()

    assert page.editor is not None
    values = page.editor.values()
    assert (values["title"], values["unit"], values["edition"]) == (
        "口算乘法",
        "多位数乘一位数",
        "人教版",
    )
    assert values["author"] == office.me


def test_a_title_of_ones_own_begins_a_plan_too(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    page.begin_new()
    assert page.choice is not None

    page.choice.search.setText("校园里的测量")
    page.choice.search.returnPressed.emit()

    assert page.editor is not None
    assert page.editor.values()["title"] == "校园里的测量"


def test_agreeing_freezes_the_plan_with_its_note(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    plan, _steps = plan_with_steps(office)
    page.open(plan)

    page.ask_freeze()
    page._freeze("三校都看过")

    versions = sheet(office, plan).versions
    assert [(one.number, one.note) for one in versions] == [(1, "三校都看过")]
    assert sheet(office, plan).record.values["stage"] == "agreed"


def test_agreeing_on_what_stands_in_two_versions_shows_them_to_be_decided(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)
    office.dispute(steps[1], "minutes", 20.0, 15.0)
    page.open(plan)
    assert page.editor is not None

    with qtbot.waitSignal(page.warned) as told:
        page.ask_freeze()

    assert "1 place of this plan still stands in two versions" in told.args[0]
    card = page.editor.versions.card()
    assert card is not None
    qtbot.waitUntil(card.isVisible)
    assert not sheet(office, plan).versions


def test_deriving_makes_a_plan_of_mine_with_the_agreed_steps(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    plan, _steps = plan_with_steps(office)
    page.open(plan)
    page.ask_freeze()
    page._freeze("")

    page.derive()

    assert page.editor is not None
    assert page.editor.id != plan
    mine = sheet(office, page.editor.id)
    assert (mine.record.values["parent"], mine.record.values["stage"]) == (plan, "personal")
    assert len(mine.steps) == 3


def test_a_plan_of_somebody_else_is_not_called_mine(office: Office, page: PlansPage) -> None:
    said = {"stage": "personal", "author": office.colleague, "author_name": "张晓梅"}
    plan, _steps = plan_with_steps(office, **said)

    page.open(plan)

    assert [words for words, _tone in page.plan_head.chain.links()] == ["Plan of 张晓梅"]


def test_a_plan_begun_by_mistake_is_taken_back_by_the_toast(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    page.begin_new()
    with qtbot.waitSignal(page.toasted) as told:
        page._begin_titled("写错了")

    told.args[2]()

    assert titles(page) == []


def test_a_step_found_elsewhere_opens_its_plan_at_that_step(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    plan, steps = plan_with_steps(office)

    page.show_record("plan_step", steps[2])

    assert page.shown_record() == ("lesson_plan", plan)
    assert page.editor is not None
    assert page.editor.form.table.current() == steps[2]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(("scale", "width"), [(1.0, 1204), (1.5, 916), (1.0, 800)])
def test_no_word_is_clipped(
    office: Office, qtbot: QtBot, qapp: QApplication, language: str, scale: float, width: int
) -> None:
    words.install(language)
    theme.apply(qapp, Theme(scale=scale, language=language))
    lesson = add_lesson(office, "口算乘法")
    plan, steps = plan_with_steps(
        office, taught_on="2025-10-17", group_name="三数备课组", lesson=lesson
    )
    say(office, plan, "玉米粒这个想法好。", step=steps[1])
    office.dispute(steps[1], "minutes", 20.0, 15.0)
    page, whole = show_page(office, qtbot, width)
    clipped = clipped_words(whole)

    page.begin_new()
    clipped += clipped_words(whole)
    choose_lesson(page, "口算乘法")
    clipped += clipped_words(whole)
    page.open(plan)
    clipped += clipped_words(whole)
    assert page.editor is not None
    page.editor.form.strip.set_open(True)
    clipped += clipped_words(whole)
    page.editor.compare(steps[1], "minutes")
    clipped += clipped_words(whole)
    page.editor.open_margin()
    clipped += clipped_words(whole)
    page.editor.show_bar(FreezeBar())
    clipped += clipped_words(whole)
    page.end()

    assert clipped == []


def test_the_answer_to_an_older_question_is_not_shown(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    add_plan(office, title="口算乘法")
    add_plan(office, title="观潮")
    page.filters.set_words("观潮")
    number = page.list._asking._number
    asked = Asked(page.filters.filter(), False, (), TODAY)
    older = finish(shelving(office.desk.store, asked))

    page.filters.set_words("口算")
    page.list._asking._hear((number, older))

    assert titles(page) == ["口算乘法"]


def test_the_plan_one_comes_back_from_is_chosen_in_the_list(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    add_plan(office, title="口算乘法")
    plan = add_plan(office, title="观潮")
    page.open(plan)

    page.show_list()

    assert len(titles(page)) == 2
    assert page.list.view.row().id == plan


def test_an_arrow_key_walks_through_the_list_and_opens_no_plan(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    add_plan(office, title="口算乘法")
    add_plan(office, title="观潮")
    page.show_list()
    assert len(titles(page)) == 2

    qtbot.keyClick(page.list.view, Qt.Key.Key_Down)
    qtbot.wait(2 * Rows.PAUSE_MS)  # nothing may happen

    assert page.list.view.row() is not None
    assert page.shown_record() is None
    assert page.editor is None or not page.editor.id  # it may be made meanwhile, for later


def choose_lesson(page: PlansPage, words: str) -> LessonChoice:
    """Choose a lesson as a person does who begins a plan."""
    page.begin_new()
    assert page.choice is not None
    page.choice.search.setText(words)
    page.choice.search.returnPressed.emit()
    return page.choice


def test_a_lesson_that_has_plans_offers_to_write_after_one(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    lesson = add_lesson(office, "口算乘法")
    with writing(office.desk.store, office.sit(office.colleague)) as writer:
        theirs = plans.add_plan(writer, {"lesson": lesson, "key_points": "算理"}, today=TODAY)

    choice = choose_lesson(page, "口算乘法")

    assert page.editor is None
    take = next(
        b for b in choice.plans.findChildren(QPushButton) if b.property("kind") == "primary"
    )
    qtbot.mouseClick(take, Qt.MouseButton.LeftButton)
    assert page.editor is not None
    values = page.editor.values()
    assert (values["parent"], values["key_points"]) == (theirs, "算理")
    assert (values["author"], values["stage"]) == (office.me, "personal")


def test_what_was_agreed_on_is_offered_first_and_taken_as_it_was(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    lesson = add_lesson(office, "口算乘法")
    with writing(office.desk.store, office.sit(office.colleague)) as writer:
        agreed = plans.add_plan(writer, {"lesson": lesson, "key_points": "算理"}, today=TODAY)
        writer.flush()
        version = plans.freeze(writer, agreed, today=TODAY)
    office.write(agreed, {"key_points": "还没定"}, person=office.colleague)
    add_plan(office, lesson=lesson)

    choice = choose_lesson(page, "口算乘法")
    choice.plans.taken.emit(choice.plans._plans[0])

    assert page.editor is not None
    values = page.editor.values()
    assert (values["parent"], values["base"]) == (agreed, version)
    assert values["key_points"] == "算理"


def test_of_many_plans_the_agreed_one_is_offered_and_all_are_counted(
    office: Office, page: PlansPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = itertools.count(1_900_000_000)
    monkeypatch.setattr(journal, "now", lambda: next(seconds))  # no two writes in one second
    lesson = add_lesson(office, "口算乘法")
    agreed = add_plan(office, lesson=lesson, stage="agreed")
    for _number in range(MOST + 1):
        add_plan(office, lesson=lesson)

    choice = choose_lesson(page, "口算乘法")

    offered = [one.id for one in choice.plans._plans]
    assert (offered[0], len(offered)) == (agreed, MOST)
    assert f"There are {MOST + 2} plans" in choice.plans._said.text()


def test_a_lesson_that_has_plans_may_begin_with_an_empty_one(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    lesson = add_lesson(office, "口算乘法")
    add_plan(office, lesson=lesson, key_points="算理")
    choice = choose_lesson(page, "口算乘法")

    qtbot.mouseClick(choice.plans._empty, Qt.MouseButton.LeftButton)

    assert page.editor is not None
    values = page.editor.values()
    assert (values["lesson"], values["key_points"], values["parent"]) == (lesson, None, None)


def test_last_years_plan_of_mine_becomes_a_draft(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    lesson = add_lesson(office, "口算乘法")
    add_plan(office, lesson=lesson, key_points="算理", reflection="太赶了。")
    choice = choose_lesson(page, "口算乘法")

    choice.plans.taken.emit(choice.plans._plans[0])

    assert page.editor is not None
    values = page.editor.values()
    assert (values["key_points"], values["reflection"]) == ("算理", None)
    assert (values["derivation"], values["stage"]) == ("copied", "draft")


def test_who_wants_none_of_the_plans_chooses_another_lesson(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    lesson = add_lesson(office, "口算乘法")
    add_plan(office, lesson=lesson)
    choice = choose_lesson(page, "口算乘法")
    assert not choice.search.isVisible()

    choice.plans.left.emit()

    assert choice.search.isVisible()


def test_a_title_that_plans_have_already_offers_them_too(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    other = add_plan(office, title="校园里的测量", key_points="估一估")

    choice = choose_lesson(page, "校园里的测量")

    assert [one.id for one in choice.plans._plans] == [other]
    qtbot.mouseClick(choice.plans._empty, Qt.MouseButton.LeftButton)
    assert page.editor is not None
    assert page.editor.id != other
    assert page.editor.values()["title"] == "校园里的测量"


def test_the_editor_is_made_while_the_list_is_read(
    office: Office, page: PlansPage, qtbot: QtBot
) -> None:
    add_plan(office)
    page.activate()
    assert page.editor is None

    qtbot.waitUntil(lambda: page.editor is not None)


def test_the_first_plan_lays_its_steps_out_once(
    office: Office,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    wear: Callable[[Theme], None],
) -> None:
    wear(Theme())
    page, _whole = show_page(office, qtbot, 1280)
    plan = add_plan(office)
    steps = add_steps(office, plan, STEPS * 5)
    laid: list[int] = []
    lay_out = StepRows.lay_out

    def count(rows: StepRows, drafts: Sequence[Draft], *more: Any, **named: Any) -> None:
        laid.append(len(drafts))
        lay_out(rows, drafts, *more, **named)

    monkeypatch.setattr(StepRows, "lay_out", count)

    page.open(plan)
    QApplication.processEvents()

    page.end()
    assert [one for one in laid if one] == [len(steps)]


def test_a_plan_that_is_not_here_leaves_the_list_on_view(office: Office, page: PlansPage) -> None:
    add_plan(office)
    page.activate()

    with pytest.raises(UnknownRecordError):
        page.open("00000000-0000-8000-8000-000000000000")

    assert page.list.isVisible()
    assert page.shown_record() is None
