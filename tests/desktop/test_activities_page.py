"""The Activities page: the list by weeks, its filters and search, the bin, copies, a new one."""

import datetime
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from db.queries import activities
from db.record import DELETED
from desktop import theme, words
from desktop.pages.activities.activity_list import ActivityList
from desktop.pages.activities.boxes import LineBox
from desktop.pages.activities.directory import Directory
from desktop.pages.activities.page import ActivitiesPage
from desktop.tables import Band
from desktop.theme import Theme
from desktop.widgets.basic import Elided
from desktop.widgets.notices import Empty
from tests.desktop.menus import pick
from tests.desktop.office import TODAY, Office


def show(office: Office, qtbot: QtBot, width: int = 1100, height: int = 740) -> ActivitiesPage:
    page = ActivitiesPage(office.desk)
    head = page.header()
    qtbot.addWidget(page)
    qtbot.addWidget(head)
    page.resize(width, height)
    page.show()
    page.activate()
    return page


def bands(page: ActivitiesPage) -> list[tuple[str, str]]:
    model = page.list.model
    found = [model.band_at(line) for line in range(model.rowCount())]
    return [(band.words, band.right) for band in found if isinstance(band, Band)]


def titles(page: ActivitiesPage) -> list[str]:
    model = page.list.model
    rows = [model.row_at(line) for line in range(model.rowCount())]
    return [row.title for row in rows if row is not None]


def test_an_empty_list_names_the_first_step(office: Office, qtbot: QtBot) -> None:
    page = show(office, qtbot)

    empty = page.list.findChild(Empty)
    assert empty is not None
    said = [one.text() for one in empty.findChildren(QLabel)]
    assert "No activities yet" in said
    first = empty.findChild(QPushButton)
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert page._tiles is not None
    assert page._tiles.isVisible()


def test_activities_stand_in_the_weeks_of_the_term(office: Office, qtbot: QtBot) -> None:
    for day in ("2025-10-17", "2025-10-15", "2025-10-08"):
        office.record(title=day, held_on=day)

    page = show(office, qtbot)

    assert bands(page) == [("Week 7", "2"), ("Week 6", "1")]
    assert titles(page) == ["2025-10-17", "2025-10-15", "2025-10-08"]


def test_this_term_is_on_from_the_start(office: Office, qtbot: QtBot) -> None:
    office.record(title="今天")
    office.record(title="去年", held_on="2025-03-05")
    page = show(office, qtbot)
    assert titles(page) == ["今天"]

    pick(page.filters._term_chip.menu(), "All terms")

    assert titles(page) == ["今天", "去年"]
    assert page.filters._clear.isVisible()


def test_chips_narrow_the_list_and_clear_widens_it(office: Office, qtbot: QtBot) -> None:
    office.record(title="送", type="outreach_lesson")
    office.record(title="会", type="joint_meeting")
    page = show(office, qtbot)
    assert not page.filters._clear.isVisible()

    pick(page.filters._menus.chips["types"].menu(), "Joint meeting")
    assert titles(page) == ["会"]
    qtbot.mouseClick(page.filters._clear, Qt.MouseButton.LeftButton)

    assert sorted(titles(page)) == ["会", "送"]


def test_mine_school_and_alliance(office: Office, qtbot: QtBot) -> None:
    office.record(title="我的")
    office.record(office.colleague, title="本校", host_school=office.school)
    office.record(office.colleague, title="城里", host_school=office.town, partner_schools=None)
    page = show(office, qtbot)
    found = {}

    for at, name in enumerate(("mine", "school", "alliance")):
        page.filters._scope.set_at(at)
        page.filters._scope.chosen.emit(at)
        found[name] = sorted(titles(page))

    assert found == {
        "mine": ["我的"], "school": ["我的", "本校"], "alliance": ["城里", "我的", "本校"],
    }  # fmt: skip


def test_typing_searches_characters_and_initials(office: Office, qtbot: QtBot) -> None:
    office.record(title="口算乘法")
    office.record(title="桂花雨")
    page = show(office, qtbot)

    page._heads.search.setText("桂花")
    qtbot.waitUntil(lambda: titles(page) == ["桂花雨"])
    page._heads.search.setText("kscf")

    qtbot.waitUntil(lambda: titles(page) == ["口算乘法"])


def test_a_row_says_what_it_wants(office: Office, qtbot: QtBot) -> None:
    id = office.record(title="口算", summary="摆小棒")
    office.dispute(id, "period", "2", "3")
    page = show(office, qtbot)

    said = page.list.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)

    assert "2 versions" in said
    assert "No head count" in said
    assert "Unsent" in said
    assert "2025-10-17 Fri" in said


def test_four_clicks_and_a_topic(office: Office, qtbot: QtBot) -> None:
    page = show(office, qtbot)

    qtbot.mouseClick(page._heads._new, Qt.MouseButton.LeftButton)
    assert page._tiles is not None
    qtbot.mouseClick(page._tiles.tile("outreach_lesson"), Qt.MouseButton.LeftButton)
    title = page.form.basics.box("title").box
    assert isinstance(title, LineBox)
    qtbot.waitUntil(title.hasFocus)
    qtbot.keyClicks(title, "Mental multiplication")
    qtbot.waitUntil(lambda: titles(page) == ["Mental multiplication"], timeout=5000)

    values = office.show(page.form.id).values
    assert values["type"] == "outreach_lesson"
    assert values["recorder_name"] == "王丽娟"
    assert page.list.chosen() == page.form.id


def test_a_new_day_moves_the_row_to_its_week(office: Office, qtbot: QtBot) -> None:
    id = office.record(title="口算")
    page = show(office, qtbot)
    page.open(id)

    page.form.basics.box("held_on").box.edited.emit("2025-09-03")
    page.form.flush()

    qtbot.waitUntil(lambda: bands(page) == [("Week 1", "1")])
    row = page.list.view.row()
    assert row is not None
    assert row.id == id


def test_copying_takes_the_frame_to_today(office: Office, qtbot: QtBot) -> None:
    id = office.record(title="口算", held_on="2025-10-08", place="一班", summary="摆小棒")
    page = show(office, qtbot)

    page.copy(id)

    values = office.show(page.form.id).values
    assert (values["title"], values["place"]) == ("口算", "一班")
    assert values["held_on"] == TODAY.isoformat()
    assert values["summary"] is None


def test_the_bin_shows_what_was_deleted_and_restores_it(office: Office, qtbot: QtBot) -> None:
    id = office.record(title="口算")
    page = show(office, qtbot)
    page.open(id)
    page.form.delete()
    qtbot.waitUntil(lambda: titles(page) == [])

    page.filters.show_bin()
    assert titles(page) == ["口算"]
    page.open(id)
    assert "bin" in page.form.notes.standing()
    page.form.restore()

    assert office.show(id).deletion != DELETED
    assert not page.filters.bin_shown()
    assert titles(page) == ["口算"]


def test_undoing_a_deletion_brings_the_row_and_the_form_back(office: Office, qtbot: QtBot) -> None:
    id = office.record(title="口算")
    page = show(office, qtbot)
    page.open(id)
    told: list[Callable[[], object]] = []
    page.toasted.connect(lambda _words, _way, do: told.append(do))
    page.form.delete()
    qtbot.waitUntil(lambda: titles(page) == [])

    told[0]()

    assert titles(page) == ["口算"]
    assert page.form.id == id


def test_a_chip_leads_to_what_wants_a_decision(office: Office, qtbot: QtBot) -> None:
    office.record(title="别的")
    id = office.record(title="口算")
    office.dispute(id, "period", "2", "3")
    page = show(office, qtbot)
    assert page.filters._questions.text() == "To decide 1"

    qtbot.mouseClick(page.filters._questions, Qt.MouseButton.LeftButton)

    assert titles(page) == ["口算"]


def test_a_record_the_filter_hides_is_reached_all_the_same(office: Office, qtbot: QtBot) -> None:
    id = office.record(title="去年", held_on="2025-03-05")
    page = show(office, qtbot)

    page.show_record("activity", id)

    assert page.form.id == id
    assert titles(page) == ["去年"]


def test_an_arrival_shows_in_the_list(office: Office, qtbot: QtBot) -> None:
    page = show(office, qtbot)

    office.record(office.colleague, title="城里来的", host_school=office.school)
    office.desk.news.arrived.emit()

    qtbot.waitUntil(lambda: titles(page) == ["城里来的"])


def test_arrow_keys_walk_through_the_records(office: Office, qtbot: QtBot) -> None:
    first = office.record(title="后", held_on="2025-10-16")
    second = office.record(title="先", held_on="2025-10-08")
    page = show(office, qtbot)
    assert page.form.id == first

    page.list.step(1)

    assert page.form.id == second


def test_many_activities_are_loaded_by_windows(
    office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[int] = []
    count = 100_000
    days = [
        ((datetime.date(2025, 12, 31) - datetime.timedelta(days=n)).isoformat(), 100)
        for n in range(count // 100)
    ]
    row = activities.ActivityRow(
        "x", "口算", "other", "held", TODAY, "", "", "", "", "", 0, False, False, "", "", 0, False
    )

    def load(_session: object, _wanted: object, *, offset: int, limit: int) -> list[object]:
        loaded.append(limit)
        return [row] * limit

    monkeypatch.setattr(activities, "days_of_activities", lambda _session, _wanted: days)
    monkeypatch.setattr(activities, "list_activities", load)
    shown = ActivityList(office.desk, Directory(office.desk))
    qtbot.addWidget(shown)
    shown.resize(450, 700)
    shown.show()
    shown.show_filter(activities.ActivityFilter())
    bar = shown.view.verticalScrollBar()

    for place in range(5):
        bar.setValue(bar.maximum() * place // 4)
        shown.view.grab()

    assert shown.count() == count
    assert sum(loaded) < 6000


def test_large_letters_show_one_pane_at_a_time(
    office: Office, qtbot: QtBot, qapp: QApplication
) -> None:
    id = office.record(title="口算")
    theme.apply(qapp, Theme(scale=1.5, language="en"))
    page = show(office, qtbot, 920, 700)
    assert page.list.isVisible()
    assert not page.form.isVisible()

    page.open(id)
    assert page.form.isVisible()
    assert not page.list.isVisible()
    page._heads.back_wanted.emit()

    assert page.list.isVisible()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(("scale", "width"), [(1.0, 1100), (1.5, 920), (1.5, 1180), (1.0, 700)])
def test_no_word_is_clipped(
    office: Office, qtbot: QtBot, qapp: QApplication, language: str, scale: float, width: int
) -> None:
    words.install(language)
    theme.apply(qapp, Theme(scale=scale, language=language))
    id = office.record(title="口算", type="outreach_lesson", summary="先摆小棒。")
    office.dispute(id, "period", "2", "3")
    page = show(office, qtbot, width)
    clipped = []

    page.begin_new()
    clipped += clipped_words(page)
    page.open(id)
    for tab in ("basics", "agenda", "people", "notes", "actions", "files"):
        page.form.head.set_tab(tab)
        clipped += clipped_words(page)
    page.form.compare(id, "period")
    qtbot.waitUntil(lambda: page.form.versions.card() is not None)
    clipped += clipped_words(page)
    page.show_history(id)
    clipped += clipped_words(page)

    assert clipped == []


def clipped_words(page: QWidget) -> list[str]:
    """Return the words that have less room than they need; names that may be elided do not."""
    QApplication.processEvents()
    found = []
    shown: list[QLabel | QPushButton | QToolButton] = [*page.findChildren(QLabel)]
    shown += [*page.findChildren(QPushButton), *page.findChildren(QToolButton)]
    for one in shown:
        if not one.isVisible() or isinstance(one, Elided) or not one.width() or not one.text():
            continue
        if isinstance(one, QLabel) and one.wordWrap():
            continue
        need = one.sizeHint().width()
        if need > one.width() + 1:
            found.append(f"{one.text()}: {need} > {one.width()}")
    return found


def test_one_head_follows_another_although_they_move_the_page(office: Office, qtbot: QtBot) -> None:
    id = office.record(title="倍的认识", held_on=TODAY.isoformat())
    page = ActivitiesPage(office.desk)
    whole = QWidget()  # the head over its page, as in the window: they move each other
    qtbot.addWidget(whole)
    layout = QVBoxLayout(whole)
    layout.addWidget(page.header())
    layout.addWidget(page, 1)
    whole.resize(1100, 740)
    whole.show()
    page.activate()
    page.show_record("activity", id)
    page.show_history(id)
    QApplication.processEvents()

    page.print(id)

    assert page._heads.currentWidget() is page._heads._other  # and Qt warned of nothing
