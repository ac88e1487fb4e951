"""The theme dresses what is open, by day and by night, at every size."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontInfo, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

import desktop
from desktop import icons, theme
from desktop.theme import Theme
from desktop.tokens import DARK, LIGHT, SCALES
from desktop.widgets.basic import Card, label
from desktop.widgets.buttons import button

Wear = Callable[[Theme], None]


def test_an_open_sheet_turns_dark_without_a_restart(qtbot: QtBot, wear: Wear) -> None:
    card = Card("Today")
    qtbot.addWidget(card)
    card.resize(120, 90)
    card.show()

    wear(Theme(dark=True))

    assert card.grab().toImage().pixelColor(60, 80) == QColor(DARK.surface)


def test_an_icon_follows_the_theme(qtbot: QtBot, wear: Wear) -> None:
    one: QPushButton = button("", icon="circle-fill", role="accent")
    qtbot.addWidget(one)
    size = QSize(20, 20)
    by_day = one.icon().pixmap(size).toImage().pixelColor(10, 10)

    wear(Theme(dark=True))

    assert by_day == QColor(LIGHT.accent)
    assert one.icon().pixmap(size).toImage().pixelColor(10, 10) == QColor(DARK.accent)


def test_a_checked_chip_wears_its_other_colour(qtbot: QtBot) -> None:
    picture = icons.icon("circle-fill", "ink3", on="accent")
    size, normal = QSize(20, 20), QIcon.Mode.Normal

    on = picture.pixmap(size, normal, QIcon.State.On).toImage().pixelColor(10, 10)

    assert on == QColor(LIGHT.accent)


def test_letters_are_ours_and_grow(qtbot: QtBot, wear: Wear) -> None:
    wear(Theme(scale=SCALES["huge"]))
    words = label("三年级数学", "title")
    qtbot.addWidget(words)
    words.show()

    info = QFontInfo(words.font())

    assert info.family() == "Noto Sans SC"
    assert words.font().pointSizeF() == 24


def test_the_palette_speaks_for_what_the_sheet_does_not_reach(
    qapp: QApplication, wear: Wear
) -> None:
    wear(Theme(dark=True))

    assert qapp.palette().color(QPalette.ColorRole.Base) == QColor(DARK.surface)


def test_the_announcer_tells_of_a_new_theme(qtbot: QtBot, wear: Wear) -> None:
    with qtbot.waitSignal(theme.announcer.changed, timeout=1000):
        wear(Theme(dark=True))


def test_property_changes_are_seen_after_showing(qtbot: QtBot) -> None:
    from desktop.widgets.basic import set_properties

    words: QLabel = label("old data", "small")
    qtbot.addWidget(words)
    words.show()

    set_properties(words, tone="warn")

    assert words.palette().color(words.foregroundRole()) == QColor(LIGHT.warn)


def test_no_colour_is_written_outside_the_tokens() -> None:
    folder = Path(desktop.__file__).parent
    found = [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if re.search(r"[\"' ]#[0-9A-Fa-f]{6}\b", path.read_text("utf-8"))
        and path.name != "tokens.py"
        and not {"reports", "demo"} & set(path.parts)
    ]

    assert found == []
