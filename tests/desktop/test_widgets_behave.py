"""What the shared parts do under hand and keyboard."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import dates
from desktop.dates import Span
from desktop.pages.activities.boxes import TextBox
from desktop.theme import Theme
from desktop.widgets.basic import Elided, Prose, column, label
from desktop.widgets.buttons import Check, Segmented, button, chip
from desktop.widgets.date_field import DateField
from desktop.widgets.differing import differences
from desktop.widgets.fields import Combo, Field
from desktop.widgets.filters import Chips, Filters
from desktop.widgets.lines import SearchField
from desktop.widgets.nav import Nav, NavPage
from desktop.widgets.notices import Notice, Toast
from desktop.widgets.picks import Pick, Picks
from desktop.widgets.shell import RAIL_UNDER, Header, Shell, StatusBar
from desktop.widgets.tokens import Token, Tokens

Key = Qt.Key
TERM = Span("autumn", date(2025, 9, 1), date(2026, 1, 23))
LEFT = Qt.MouseButton.LeftButton


class Heard:
    """What a signal told."""

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def hear(self, *what: object) -> None:
        self.told.append(what)


@pytest.fixture
def heard() -> Heard:
    return Heard()


def write(line: QLineEdit, words: str) -> None:
    """Type as people type Chinese: through an input method."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(line, event)


def shown(qtbot: QtBot, widget: QWidget, width: int = 400, height: int = 300) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()


# ---- dates ----


@pytest.fixture
def field(qtbot: QtBot, heard: Heard) -> DateField:
    out = DateField(whole_weeks=True)
    out.set_calendar([TERM])
    out.changed.connect(heard.hear)
    shown(qtbot, out)
    return out


def test_a_typed_date_is_read_when_the_field_is_left(
    qtbot: QtBot, field: DateField, heard: Heard
) -> None:
    field.set_days(date(2025, 9, 3))
    field.selectAll()

    qtbot.keyClicks(field, "10-17")
    qtbot.keyClick(field, Key.Key_Return)

    assert heard.told == [(date(2025, 10, 17), date(2025, 10, 17))]
    assert field.text() == "2025-10-17 (Fri, week 7)"


def test_what_is_no_date_leaves_the_last_one(qtbot: QtBot, field: DateField, heard: Heard) -> None:
    field.set_days(date(2025, 10, 17))
    field.selectAll()

    qtbot.keyClicks(field, "soon")
    qtbot.keyClick(field, Key.Key_Return)

    assert heard.told == []
    assert field.day() == date(2025, 10, 17)
    assert field.text().startswith("2025-10-17")


def test_an_emptied_date_is_none(qtbot: QtBot, field: DateField, heard: Heard) -> None:
    field.set_days(date(2025, 10, 17))

    field.selectAll()
    qtbot.keyClick(field, Key.Key_Delete)
    qtbot.keyClick(field, Key.Key_Return)

    assert heard.told == [(None, None)]


def test_leaving_a_date_untouched_tells_nobody(
    qtbot: QtBot, field: DateField, heard: Heard
) -> None:
    field.set_days(date(2025, 10, 13), date(2025, 10, 19))

    qtbot.keyClick(field, Key.Key_Return)

    assert heard.told == []
    assert field.last() == date(2025, 10, 19)


def test_the_calendar_is_walked_by_keys(qtbot: QtBot, field: DateField, heard: Heard) -> None:
    field.set_days(date(2025, 10, 17))
    qtbot.keyClick(field, Key.Key_Down)
    weeks = field.picker().weeks

    for key in (Key.Key_Right, Key.Key_Down, Key.Key_PageDown, Key.Key_Home, Key.Key_Return):
        qtbot.keyClick(weeks, key)

    assert heard.told == [(date(2025, 11, 24), date(2025, 11, 24))]
    assert not field.picker().isVisible()


def test_a_click_on_the_number_of_a_week_takes_the_week(
    qtbot: QtBot, field: DateField, heard: Heard
) -> None:
    field.set_days(date(2025, 10, 17))
    field.open()
    weeks = field.picker().weeks
    row_height = weeks.height() // 7

    qtbot.mouseClick(weeks, LEFT, pos=QPoint(10, row_height * 3 + row_height // 2))

    assert heard.told == [(date(2025, 10, 13), date(2025, 10, 19))]


def test_a_click_on_a_day_takes_the_day(qtbot: QtBot, field: DateField, heard: Heard) -> None:
    field.set_days(date(2025, 10, 17))
    field.open()
    weeks = field.picker().weeks
    row_height = weeks.height() // 7

    qtbot.mouseClick(weeks, LEFT, pos=QPoint(weeks.width() - 10, row_height + row_height // 2))

    assert heard.told == [(date(2025, 10, 5), date(2025, 10, 5))]


def test_escape_closes_the_calendar_and_changes_nothing(
    qtbot: QtBot, field: DateField, heard: Heard
) -> None:
    field.open()

    qtbot.keyClick(field.picker().weeks, Key.Key_Escape)

    assert not field.picker().isVisible()
    assert heard.told == []


def test_today_is_one_click(
    qtbot: QtBot, field: DateField, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dates, "today", lambda: date(2025, 11, 5))
    field.open()

    buttons = field.picker().findChildren(QPushButton)
    qtbot.mouseClick(buttons[0], LEFT)

    assert heard.told == [(date(2025, 11, 5), date(2025, 11, 5))]


# ---- people ----


def colleagues(typed: str) -> Sequence[Token]:
    everybody = [Token("1", "张晓梅", "三小"), Token("2", "张建国", "红石"), Token("3", "李志强")]
    return [token for token in everybody if typed in token.name]


@pytest.fixture
def people(qtbot: QtBot) -> Tokens:
    out = Tokens(colleagues)
    out.set_tokens([Token("9", "孙敏", "带队"), Token("8", "王丽娟")])
    shown(qtbot, out)
    return out


def adder(people: Tokens) -> QLineEdit:
    return people.findChildren(QLineEdit)[0]


def test_a_name_that_is_typed_takes_the_one_who_has_it(
    qtbot: QtBot, people: Tokens, heard: Heard
) -> None:
    people.added.connect(heard.hear)
    people.begin_adding()

    write(adder(people), "张建国")
    qtbot.keyClick(adder(people), Key.Key_Return)

    assert heard.told == [(Token("2", "张建国", "红石"),)]


def test_a_name_nobody_has_is_told_as_typed(qtbot: QtBot, people: Tokens, heard: Heard) -> None:
    people.typed.connect(heard.hear)
    people.begin_adding()

    write(adder(people), "省城专家")
    qtbot.keyClick(adder(people), Key.Key_Return)

    assert heard.told == [("省城专家",)]


def test_a_proposal_is_chosen_with_the_arrow(qtbot: QtBot, people: Tokens, heard: Heard) -> None:
    people.added.connect(heard.hear)
    people.begin_adding()
    write(adder(people), "张")
    popup = adder(people)._completer.popup()  # type: ignore[attr-defined]

    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Return):
        qtbot.keyClick(popup, key)

    assert heard.told == [(Token("2", "张建国", "红石"),)]


def test_escape_ends_adding(qtbot: QtBot, people: Tokens) -> None:
    people.begin_adding()

    qtbot.keyClick(adder(people), Key.Key_Escape)

    assert not adder(people).isVisible()


def token(people: Tokens, key: str) -> QWidget:
    from desktop.widgets.tokens import _Chip

    return next(one for one in people.findChildren(_Chip) if one._token.key == key)


def test_delete_takes_a_token_away(qtbot: QtBot, people: Tokens, heard: Heard) -> None:
    people.removed.connect(heard.hear)

    qtbot.keyClick(token(people, "8"), Key.Key_Delete)

    assert heard.told == [("8",)]


def test_the_cross_removes_and_the_name_opens(qtbot: QtBot, people: Tokens, heard: Heard) -> None:
    one = token(people, "9")
    people.removed.connect(lambda key: heard.hear("removed", key))
    people.opened.connect(lambda key: heard.hear("opened", key))

    qtbot.mouseClick(one, LEFT, pos=QPoint(one.width() - 12, one.height() // 2))
    qtbot.mouseClick(one, LEFT, pos=QPoint(20, one.height() // 2))

    assert heard.told == [("removed", "9"), ("opened", "9")]


def test_new_tokens_stand_before_the_place_to_add(qtbot: QtBot, people: Tokens) -> None:
    people.set_tokens([Token("1", "张晓梅"), Token("2", "李志强"), Token("3", "陈雨欣")])

    order = sorted(people.findChildren(QWidget), key=lambda one: (one.y(), one.x()))
    names = [one.text() for one in order if hasattr(one, "text") and one.isVisible()]
    assert names == ["张晓梅", "李志强", "陈雨欣", "Add one"]


# ---- small fields and buttons ----


def test_a_search_is_told_after_a_pause_and_once(qtbot: QtBot, heard: Heard) -> None:
    line = SearchField("Search")
    shown(qtbot, line)
    line.searched.connect(heard.hear)

    with qtbot.waitSignal(line.searched, timeout=2000):
        write(line, "口算")

    assert heard.told == [("口算",)]


def test_escape_empties_the_search_at_once(qtbot: QtBot, heard: Heard) -> None:
    line = SearchField("Search")
    shown(qtbot, line)
    line.setText("口算")
    qtbot.keyClick(line, Key.Key_Return)
    line.searched.connect(heard.hear)

    qtbot.keyClick(line, Key.Key_Escape)

    assert heard.told == [("",)]


def test_a_code_of_a_newer_version_is_kept(qtbot: QtBot) -> None:
    choice = Combo([("held", "Held"), ("planned", "Planned")], "postponed")
    qtbot.addWidget(choice)

    assert choice.code() == "postponed"
    assert choice.currentText() == "Other (newer version)"


def test_other_words_keep_the_choice(qtbot: QtBot, heard: Heard) -> None:
    choice = Combo([("held", "Held"), ("planned", "Planned")], "planned")
    qtbot.addWidget(choice)
    choice.chosen.connect(heard.hear)

    choice.set_items([("planned", "已安排"), ("held", "已开展")])

    assert choice.code() == "planned"
    assert heard.told == []


def test_a_person_choosing_tells_the_code(qtbot: QtBot, heard: Heard) -> None:
    choice = Combo([("held", "Held"), ("planned", "Planned")], "held")
    shown(qtbot, choice)
    choice.chosen.connect(heard.hear)

    qtbot.keyClick(choice, Key.Key_Down)

    assert heard.told == [("planned",)]


def test_a_problem_stands_under_its_field_with_words_for_the_ear(qtbot: QtBot) -> None:
    line = QLineEdit()
    one = Field("Head count", line)
    shown(qtbot, one)

    one.set_hint("Empty, can wait", "warn")

    assert line.property("state") == "warn"
    assert line.accessibleName() == "Head count"
    assert line.accessibleDescription() == "Empty, can wait"


def test_a_solved_problem_leaves_no_trace(qtbot: QtBot) -> None:
    line = QLineEdit()
    one = Field("Head count", line, "Empty, can wait", "warn")
    shown(qtbot, one)

    one.set_hint("")

    assert line.property("state") == ""
    assert one.hint() == ""


def test_a_segmented_choice_tells_only_what_a_person_chose(qtbot: QtBot, heard: Heard) -> None:
    choice = Segmented(["Mine", "School", "Alliance"], 1)
    shown(qtbot, choice)
    choice.chosen.connect(heard.hear)

    choice.set_at(2)
    qtbot.mouseClick(choice._group.button(0), LEFT)

    assert heard.told == [(0,)]
    assert choice.at() == 0


def test_the_whole_row_of_a_check_box_answers(qtbot: QtBot, heard: Heard) -> None:
    one = Check("李家小学", note="today")
    shown(qtbot, one, 400, 40)
    one.toggled.connect(heard.hear)

    qtbot.mouseClick(one.box, LEFT, pos=QPoint(one.box.width() - 4, one.box.height() // 2))

    assert heard.told == [(True,)]


def test_arrow_keys_pick_and_enter_goes_on(qtbot: QtBot, heard: Heard) -> None:
    first, second = Pick("house", "Join"), Pick("eye", "Look")
    choice = Picks([first, second])
    shown(qtbot, choice)
    choice.chosen.connect(heard.hear)
    choice.accepted.connect(heard.hear)
    first.setFocus()

    qtbot.keyClick(first, Key.Key_Down)
    qtbot.keyClick(second, Key.Key_Space)
    qtbot.keyClick(second, Key.Key_Return)

    assert choice.at() == 1
    assert heard.told[-1] == ()


def test_prose_is_never_read_as_markup(qtbot: QtBot) -> None:
    words = Prose("<b>2</b> < 3")
    qtbot.addWidget(words)

    assert "&lt;b&gt;" in words.text()
    assert words.accessibleName() == "<b>2</b> < 3"


def test_a_line_that_is_cut_is_whole_in_its_tip(qtbot: QtBot) -> None:
    line = Elided("三年级数学《口算乘法》送课")
    shown(qtbot, line, 60, 30)

    line.setText("四年级科学《水到哪里去了》")

    assert line.toolTip() == "四年级科学《水到哪里去了》"


# ---- rows of chips ----


def test_chips_that_do_not_fit_hide_behind_more(qtbot: QtBot) -> None:
    one = Filters([chip(f"Filter {number}") for number in range(6)])
    shown(qtbot, one, 320, 40)

    assert one.more.isVisible()
    assert len(one.hidden()) > 0

    one.resize(1200, 40)
    qtbot.waitUntil(lambda: not one.more.isVisible())
    assert one.hidden() == []


def test_a_filter_row_never_widens_the_window(qtbot: QtBot) -> None:
    one = Filters([chip(f"Filter {number}") for number in range(20)])
    qtbot.addWidget(one)

    assert one.minimumSizeHint().width() < 120


def test_chips_wrap_and_take_the_height_they_need(qtbot: QtBot) -> None:
    page = QWidget()
    one = Chips([chip(f"Grade {number}") for number in range(12)])
    layout = column(page)
    layout.addWidget(one)
    layout.addStretch(1)
    shown(qtbot, page, 300, 600)
    narrow = one.height()

    page.resize(1200, 600)

    qtbot.waitUntil(lambda: one.height() < narrow / 2)


# ---- telling ----


def test_blanks_in_words_to_be_read_stay_as_they_were_written(qtbot: QtBot) -> None:
    close, open_ = Prose("2×3=6 20×3=60"), Prose("2×3=6    20×3=60")
    for one in (close, open_):
        qtbot.addWidget(one)
        one.setWordWrap(False)

    assert open_.sizeHint().width() > close.sizeHint().width()


def test_a_toast_takes_back(qtbot: QtBot, heard: Heard) -> None:
    window = QWidget()
    toast = Toast(window)
    shown(qtbot, window, 800, 600)
    toast.say("Deleted", "Undo", heard.hear)

    qtbot.mouseClick(toast._action, LEFT)

    assert heard.told == [()]
    assert not toast.isVisible()


def test_a_toast_goes_by_itself(qtbot: QtBot) -> None:
    window = QWidget()
    toast = Toast(window)
    shown(qtbot, window, 800, 600)
    toast.say("Deleted")
    toast._clock.start(1)

    with qtbot.waitSignal(toast.ended, timeout=1000):
        pass

    assert not toast.isVisible()


def test_a_toast_stays_while_its_way_back_has_the_focus(qtbot: QtBot, heard: Heard) -> None:
    window = QWidget()
    toast = Toast(window)
    shown(qtbot, window, 800, 600)
    toast.say("Deleted", "Undo", heard.hear)
    toast._action.setFocus()

    toast._leave()

    assert toast.isVisible()


def test_a_toast_stays_at_the_bottom_when_the_window_grows(qtbot: QtBot) -> None:
    window = QWidget()
    toast = Toast(window)
    shown(qtbot, window, 800, 600)
    toast.say("Deleted")

    window.resize(1000, 700)

    qtbot.waitUntil(lambda: 600 < toast.geometry().bottom() < 700)
    assert abs(toast.geometry().center().x() - 500) <= 1


def test_what_was_not_done_wears_no_tick(qtbot: QtBot) -> None:
    shell = Shell(Nav([], []), StatusBar())
    shown(qtbot, shell, 900, 600)

    done = shell.toast("Saved").mark()
    refused = shell.warn("Not pasted").mark()

    assert done == ("check-circle", "on_toast")
    assert refused == ("warning", "toast_warn")


@pytest.mark.parametrize("width", [760, 1366])
def test_a_long_toast_is_wrapped_rather_than_cut_at_both_ends(qtbot: QtBot, width: int) -> None:
    window = QWidget()
    toast = Toast(window)
    shown(qtbot, window, width, 600)

    toast.say("This is too long for one text, so it was not pasted. " * 4, "Undo", str, "warn")

    assert window.rect().contains(toast.geometry())
    assert toast._text.height() >= toast._text.heightForWidth(toast._text.width())


def test_a_short_toast_after_a_long_one_is_short_again(qtbot: QtBot) -> None:
    window = QWidget()
    toast = Toast(window)
    shown(qtbot, window, 760, 600)
    toast.say("This is too long for one text, so it was not pasted. " * 4)

    toast.say("Saved")

    assert toast.width() < 200
    assert toast.height() < 60


def test_a_notice_can_turn_from_good_to_bad(qtbot: QtBot) -> None:
    one = Notice("Saved", "good")
    shown(qtbot, one)

    one.set_text("Not saved", "danger")

    assert one.property("notice") == "danger"
    assert one.text() == "Not saved"


# ---- the window ----

PAGES = [NavPage("home", "Home", "house"), NavPage("activities", "Activities", "calendar-blank")]
FOOT = [NavPage("exchange", "Exchange", "usb-stick")]


@pytest.fixture
def shell(qtbot: QtBot) -> Shell:
    nav, status = Nav(PAGES, FOOT), StatusBar()
    nav.set_current("home")
    status.set_saved("All saved")
    status.set_unsent("12 unsent")
    out = Shell(nav, status)
    page = QWidget()
    layout = column(page)
    left, right = QWidget(), QWidget()
    for pane, words in ((left, "list"), (right, "record")):
        pane.setProperty("area", True)
        column(pane).addWidget(button(words))
        layout.addWidget(pane)
    out.show_page(page)
    shown(qtbot, out, 1280, 800)
    return out


def test_a_click_on_the_board_asks_and_the_window_answers(
    qtbot: QtBot, shell: Shell, heard: Heard
) -> None:
    shell.nav.chosen.connect(heard.hear)

    qtbot.mouseClick(shell.nav.item("activities"), LEFT)

    assert heard.told == [("activities",)]
    assert shell.nav.current() == "home"


def test_the_number_of_a_page_is_in_its_name(shell: Shell) -> None:
    shell.nav.set_count("exchange", 12)

    assert shell.nav.item("exchange").accessibleName() == "Exchange 12"


def test_the_board_is_a_rail_in_a_narrow_window(qtbot: QtBot, shell: Shell) -> None:
    assert not shell.nav.rail()

    shell.resize(RAIL_UNDER - 1, 700)

    qtbot.waitUntil(shell.nav.rail)


def test_a_page_that_needs_the_width_gets_the_rail(shell: Shell) -> None:
    shell.set_narrow_nav(True)
    assert shell.nav.rail()

    shell.set_narrow_nav(False)
    assert not shell.nav.rail()


def test_large_letters_have_the_rail(qtbot: QtBot, wear: Callable[[Theme], None]) -> None:
    wear(Theme(scale=1.5))
    out = Shell(Nav(PAGES, FOOT), StatusBar())
    shown(qtbot, out, 1600, 900)

    assert out.nav.rail()


def test_arrow_keys_walk_on_the_board(qtbot: QtBot, shell: Shell, heard: Heard) -> None:
    shell.nav.chosen.connect(heard.hear)
    shell.nav.item("home").setFocus()

    qtbot.keyClick(shell.nav.item("home"), Key.Key_Down)
    qtbot.keyClick(shell.nav.item("activities"), Key.Key_Space)

    assert heard.told == [("activities",)]


def test_f6_goes_from_area_to_area_and_round(qtbot: QtBot, shell: Shell) -> None:
    shell.nav.item("home").setFocus()
    seen = []

    for _time in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_F6)
        focused = QApplication.focusWidget()
        seen.append(focused.text() if isinstance(focused, QPushButton) else "board")

    assert seen == ["list", "record", "12 unsent", "board"]


def test_shift_f6_goes_back(qtbot: QtBot, shell: Shell) -> None:
    shell.nav.item("home").setFocus()

    qtbot.keyClick(QApplication.focusWidget(), Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)

    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "12 unsent"


def test_the_ring_shows_for_a_key_and_goes_with_a_click(qtbot: QtBot, shell: Shell) -> None:
    list_button, record_button = (
        one for one in shell.findChildren(QPushButton) if one.text() in ("list", "record")
    )
    list_button.setFocus()
    assert shell.ring.isHidden()

    qtbot.keyClick(list_button, Key.Key_Tab)
    assert shell.ring.target() is record_button
    assert shell.ring.isVisible()

    at = list_button.mapTo(shell, list_button.rect().center())
    QTest.mouseClick(shell.windowHandle(), LEFT, Qt.KeyboardModifier.NoModifier, at)
    assert list_button.hasFocus()
    assert shell.ring.isHidden()


def test_focus_moved_by_the_program_is_not_ringed_after_a_click(qtbot: QtBot, shell: Shell) -> None:
    shell.nav.item("home").setFocus()

    next(one for one in shell.findChildren(QPushButton) if one.text() == "list").setFocus()

    assert shell.ring.isHidden()


def test_a_page_that_was_turned_to_is_not_ringed(qtbot: QtBot, shell: Shell) -> None:
    page = QWidget()
    shell.show_page(page)
    page.setFocus()

    shell.ring.by_key()

    assert QApplication.focusWidget() is page
    assert shell.ring.isHidden()


def test_the_ring_follows_what_moves(qtbot: QtBot, shell: Shell) -> None:
    one = next(one for one in shell.findChildren(QPushButton) if one.text() == "list")
    one.setFocus()
    shell.ring.by_key()
    before = shell.ring.geometry()

    one.move(one.x() + 50, one.y())

    assert shell.ring.geometry() == before.translated(50, 0)


def test_the_ring_survives_a_page_that_goes(qtbot: QtBot, shell: Shell) -> None:
    page = QWidget()
    one = button("gone soon")
    column(page).addWidget(one)
    shell.show_page(page)
    one.setFocus()
    shell.ring.by_key()

    shell.pages.removeWidget(page)
    page.deleteLater()
    qtbot.wait(0)
    shell.nav.item("home").setFocus()

    assert shell.ring.target() is shell.nav.item("home")


def test_a_text_field_keeps_its_own_border(qtbot: QtBot, shell: Shell) -> None:
    line = QLineEdit()
    shell.show_page(line)

    line.setFocus()
    shell.ring.by_key()

    assert shell.ring.isHidden()


def test_the_status_bar_leaves_out_what_has_no_room(qtbot: QtBot, shell: Shell) -> None:
    status = shell.status
    status.set_stale("The data of the Shuangfeng teaching point is 26 days old already")
    status.set_last("Last exchange on Tuesday 10-14 with the stick of Ms Zhang")

    assert status._parts["last"].isVisible()

    shell.resize(760, 600)
    qtbot.waitUntil(lambda: not status._parts["last"].isVisible())
    assert status._parts["unsent"].isVisible()


def test_a_click_on_what_is_unsent_is_told(qtbot: QtBot, shell: Shell, heard: Heard) -> None:
    shell.status.clicked.connect(heard.hear)

    qtbot.mouseClick(shell.status._parts["unsent"], LEFT)

    assert heard.told == [("unsent",)]


def test_a_long_title_gives_way_to_the_buttons(qtbot: QtBot) -> None:
    head = Header("三年级数学《口算乘法》送课", "34 条", [button("Record an activity", "primary")])
    shown(qtbot, head, 420, 60)

    right = head.findChildren(QPushButton)[0]
    assert right.geometry().right() <= head.width()


@pytest.fixture
def crowded(qtbot: QtBot) -> Iterator[Header]:
    right = [
        SearchField("Search topic, person, school"),
        button("From the plan", icon="calendar-plus"),
        button("Print the list"),
        button("Record an activity", "primary", "plus"),
    ]
    window, out = QWidget(), Header("Activities", "34", right)
    column(window).addWidget(out)
    shown(qtbot, window, 1200, 60)
    yield out
    window.close()


def asides(head: Header) -> list[str]:
    return [one.text() for one in head.findChildren(QPushButton) if not one.isVisible()]


def test_a_head_never_widens_the_window(qtbot: QtBot, crowded: Header) -> None:
    assert crowded.minimumSizeHint().width() <= 320
    assert asides(crowded) == []

    crowded.window().resize(560, 60)

    qtbot.waitUntil(lambda: asides(crowded) == ["From the plan", "Print the list"])
    assert crowded._more.isVisible()


def test_a_long_title_gives_way_before_the_first_button_is_cut(qtbot: QtBot) -> None:
    right = [SearchField("Search", 200), button("Record an activity", "primary", "plus")]
    head = Header("Activities of all the schools", "34", right)
    window = QWidget()
    column(window).addWidget(head)
    shown(qtbot, window, 460, 60)

    assert right[1].width() >= right[1].sizeHint().width()
    assert right[0].width() <= right[0].minimumSizeHint().width() + 1  # and only as much as it must
    assert head._title.width() > 72


def test_a_title_that_gave_way_is_whole_again_with_room(qtbot: QtBot) -> None:
    right = [SearchField("Search", 200), button("Record an activity", "primary", "plus")]
    head = Header("Activities of all the schools", "34", right)
    window = QWidget()
    column(window).addWidget(head)
    shown(qtbot, window, 430, 60)
    assert head._title.width() < head._title.sizeHint().width()

    window.resize(900, 60)

    qtbot.waitUntil(lambda: head._title.width() >= head._title.sizeHint().width())


def test_what_the_page_shows_again_stays_behind_more_without_room(
    qtbot: QtBot, crowded: Header
) -> None:
    crowded.window().resize(560, 60)
    qtbot.waitUntil(lambda: len(asides(crowded)) == 2)

    for one in crowded.findChildren(QPushButton):
        one.show()
    crowded.arrange()

    assert asides(crowded) == ["From the plan", "Print the list"]


def test_a_page_with_a_menu_of_its_own_shows_no_second_one(qtbot: QtBot, crowded: Header) -> None:
    crowded.leave_to_page()

    crowded.window().resize(560, 60)

    qtbot.waitUntil(lambda: len(asides(crowded)) == 2)
    assert not crowded._more.isVisible()


def test_what_went_behind_more_can_still_be_done(
    qtbot: QtBot, crowded: Header, heard: Heard
) -> None:
    plan = crowded.findChildren(QPushButton)[0]
    plan.clicked.connect(lambda: heard.hear(plan.text()))
    crowded.window().resize(560, 60)
    qtbot.waitUntil(crowded._more.isVisible)
    crowded._menu.aboutToShow.emit()

    crowded._menu.actions()[0].trigger()

    assert heard.told == [("From the plan",)]


def test_buttons_come_back_when_there_is_room(qtbot: QtBot, crowded: Header) -> None:
    crowded.window().resize(560, 60)
    qtbot.waitUntil(crowded._more.isVisible)

    crowded.window().resize(1200, 60)

    qtbot.waitUntil(lambda: asides(crowded) == [])
    assert not crowded._more.isVisible()


# ---- differences ----


def test_differences_are_told_by_signs_and_numbers() -> None:
    one, other = differences("摆 3 个 20", "摆 4 个 20")

    assert (one, other) == ([(2, 1)], [(2, 1)])


def test_one_equal_sign_between_two_changes_is_swallowed() -> None:
    one, _other = differences("春天来了", "秋天走了")

    assert one == [(0, 3)]


def test_equal_texts_differ_nowhere() -> None:
    assert differences("一样", "一样") == ([], [])


def test_what_only_one_text_has_is_marked_only_there() -> None:
    assert differences("先算再说", "先口头算再说") == ([], [(1, 2)])


def test_the_label_of_a_line_is_plain(qtbot: QtBot) -> None:
    words = label("<i>x</i>")
    qtbot.addWidget(words)

    assert words.textFormat() == Qt.TextFormat.PlainText


def test_a_text_keeps_all_its_lines_in_view_when_it_becomes_narrow(qtbot: QtBot) -> None:
    box = TextBox(2)
    qtbot.addWidget(box)
    box.resize(900, 80)
    box.show()
    box.setPlainText("教材用乘车、买票的情境引出口算，用小棒说明几个十乘几。" * 3)
    wide = box.height()

    box.resize(300, box.height())

    lines = int(box.document().size().height())
    assert box.height() > wide
    assert box.height() >= lines * box.fontMetrics().lineSpacing()
