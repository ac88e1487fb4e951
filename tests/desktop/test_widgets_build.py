"""Every shared part builds, shows and paints: in both languages, at every size, day and night."""

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop import glyphs
from desktop.dates import Span
from desktop.language import speak
from desktop.theme import Theme
from desktop.tokens import SCALES
from desktop.widgets import basic, buttons, facts, fields, filters, notices, picks
from desktop.widgets.date_field import DateField
from desktop.widgets.differing import Differing, differences
from desktop.widgets.lines import SearchField
from desktop.widgets.nav import Nav, NavPage
from desktop.widgets.paper_view import PaperView
from desktop.widgets.scroll import scroll
from desktop.widgets.shell import Header, Shell, StatusBar
from desktop.widgets.tokens import Token, Tokens
from desktop.widgets.week_picker import Picker

TERM = Span("autumn", date(2025, 9, 1), date(2026, 1, 23))
PAGES = [NavPage("home", "Home", "house"), NavPage("activities", "活动", "calendar-blank")]
FOOT = [NavPage("exchange", "Exchange", "usb-stick")]


def date_field() -> QWidget:
    out = DateField(whole_weeks=True)
    out.set_calendar([TERM], [TERM])
    out.set_days(date(2025, 10, 13), date(2025, 10, 19))
    return out


def picker() -> QWidget:
    out = Picker(whole_weeks=True)
    out.weeks.set_calendar([TERM], [])
    out.weeks.show_days(date(2025, 10, 17), date(2025, 10, 17), chosen=True)
    return out


def differing() -> QWidget:
    one, other = "先用小棒摆 3 个 20。", "先用玉米粒摆 4 个 20，𬭎说。"
    return Differing(other, differences(one, other)[1])


def tokens() -> QWidget:
    out = Tokens()
    out.set_tokens([Token("1", "张晓梅", "执教"), Token("2", "李志强")])
    return out


def loading() -> QWidget:
    out = notices.Loading("Opening")
    out._show_bars()
    out._show_words()
    return out


def shell() -> QWidget:
    nav, status = Nav(PAGES, FOOT), StatusBar()
    nav.set_person("王丽娟", "李家小学")
    nav.set_current("home")
    nav.set_count("exchange", 12)
    status.set_saved("All saved")
    status.set_unsent("12 unsent")
    status.set_stale("Shuangfeng’s data is 26 days old")
    status.set_last("Last exchange 10-14")
    out = Shell(nav, status)
    out.show_page(Header("Activities", "34", [buttons.button("Record", "primary", "plus")], "Home"))
    return out


PARTS: dict[str, Callable[[], QWidget]] = {
    "label": lambda: basic.label("三年级数学", "title", "accent"),
    "prose": lambda: basic.Prose("<b>not bold</b>\nsecond line"),
    "tag": lambda: basic.tag("送课", "far"),
    "elided": lambda: basic.Elided("三年级数学《口算乘法》送课"),
    "icon": lambda: basic.Icon("house", "accent", 24, "accent_soft"),
    "card": lambda: basic.Card("Today", "2 more", buttons.button("See all", "quiet")),
    "swatch": lambda: basic.Swatch(3),
    "avatar": lambda: basic.Avatar("王丽娟"),
    "button": lambda: buttons.button("Delete", "danger", "trash", small=True),
    "caret": lambda: buttons.button("Evidence", "quiet", "caret-right"),
    "icon button": lambda: buttons.icon_button("printer", "Print"),
    "chip": lambda: buttons.chip("This term", checked=True),
    "menu chip": lambda: buttons.menu_chip(QMenu.clear),
    "segmented": lambda: buttons.segmented(["List", "Month"], 1, ["list-bullets", "calendar"]),
    "check": lambda: buttons.check("李家小学", on=True, note="today"),
    "cap": lambda: facts.cap("Schools", "as of"),
    "fact": lambda: facts.fact("Place", "李家小学三年级教室"),
    "said": lambda: facts.said("check", "accent", "All of it is here."),
    "keycap": lambda: facts.keycap("F6"),
    "field": lambda: fields.Field("Topic", QLineEdit(), "Empty, can wait", "warn", "by Wang"),
    "combo": lambda: fields.combo(["Period 1", "Period 2"], 1),
    "search": lambda: SearchField("Search"),
    "date": date_field,
    "picker": picker,
    "filters": lambda: filters.Filters([buttons.chip("Type")]),
    "chips": lambda: filters.chips([buttons.chip("Type"), buttons.chip("School")]),
    "tokens": tokens,
    "notice": lambda: notices.Notice("The clock seems wrong.", "warn", [buttons.button("Check")]),
    "autosave": lambda: notices.Autosave("Saved 09:24"),
    "empty": lambda: notices.Empty("calendar-blank", "No activities", "Record one."),
    "loading": loading,
    "not here": lambda: notices.NotHere("“Multiples” is not here yet", buttons.button("Bring it")),
    "differing": differing,
    "pick": lambda: picks.Picks(
        [picks.Pick("house", "Join", "Six words"), picks.Pick("eye", "Look")]
    ),
    "tile": lambda: picks.Tile("usb-stick", "Exchange", "12 unsent", main=True),
    "paper": PaperView,
    "scroll": lambda: scroll(basic.Card("Long")),
    "shell": shell,
}
LOOKS = [
    Theme(dark, scale, language)
    for dark, scale, language in product((False, True), SCALES.values(), ("zh_CN", "en"))
]


@pytest.mark.parametrize(
    "look", LOOKS, ids=lambda look: f"{look.dark}-{look.scale:.2f}-{look.language}"
)
def test_every_part_builds_and_paints(
    look: Theme, qtbot: QtBot, wear: Callable[[Theme], None]
) -> None:
    wear(look)
    for make in PARTS.values():
        part = make()
        qtbot.addWidget(part)
        part.show()
        assert not part.grab().isNull()


@pytest.mark.parametrize("name", PARTS)
def test_every_part_survives_a_change_of_theme_and_language(
    name: str, qtbot: QtBot, qapp: QApplication, wear: Callable[[Theme], None]
) -> None:
    part = PARTS[name]()
    qtbot.addWidget(part)
    part.show()

    wear(Theme(dark=True))
    speak(qapp, "zh_CN")

    assert not part.grab().isNull()
    speak(qapp, "en")


def test_every_icon_named_here_exists() -> None:
    used = set(notices.GLYPHS.values())
    used |= {page.icon for page in PAGES + FOOT} | {"two-houses", "arrows-left-right", "tray"}

    assert [name for name in used if not glyphs.exists(name)] == []


def test_an_icon_without_a_filled_twin_stays_itself() -> None:
    assert glyphs.filled("house") == "house-fill"
    assert glyphs.filled("usb-stick") == "usb-stick"
