"""Chips that open menus of codes, and what of them has no room."""

from collections.abc import Callable, Mapping

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.widgets.buttons import chip
from desktop.widgets.choice_menus import ChoiceMenus
from desktop.widgets.filters import Filters
from tests.desktop.menus import pick

SUBJECTS = {"maths": "Maths", "music": "Music", "chinese": "Chinese"}


def options(_name: str) -> Mapping[str, str]:
    return SUBJECTS


def ticked(menu: QMenu) -> list[str]:
    menu.aboutToShow.emit()
    return [one.text() for one in menu.actions() if one.isChecked()]


@pytest.fixture
def subjects(qtbot: QtBot) -> ChoiceMenus:
    return made(qtbot, many=True)


def made(qtbot: QtBot, *, many: bool) -> ChoiceMenus:
    out = ChoiceMenus(("subject",), options, str.title, many=many)
    qtbot.addWidget(out.chips["subject"])
    out.retranslate()
    return out


def test_several_codes_stand_in_the_order_of_the_menu(subjects: ChoiceMenus) -> None:
    menu = subjects.chips["subject"].menu()

    pick(menu, "Chinese")
    pick(menu, "Maths")

    assert subjects.codes("subject") == ("maths", "chinese")
    assert subjects.chips["subject"].text() == "Subject 2"
    assert ticked(menu) == ["Maths", "Chinese"]


def test_a_code_chosen_again_is_chosen_no_more(subjects: ChoiceMenus) -> None:
    menu = subjects.chips["subject"].menu()
    pick(menu, "Music")
    assert subjects.chips["subject"].text() == "Music"

    pick(menu, "Music")

    assert not subjects.narrow()
    assert subjects.chips["subject"].text() == "Subject"


def test_who_cannot_see_hears_the_field_and_what_is_chosen(subjects: ChoiceMenus) -> None:
    subjects.set_codes("subject", ("music",))

    assert subjects.chips["subject"].accessibleName() == "Subject Music"


def test_where_one_may_be_chosen_all_is_offered_too(qtbot: QtBot) -> None:
    one = made(qtbot, many=False)
    menu = one.chips["subject"].menu()
    assert ticked(menu) == ["All"]
    pick(menu, "Maths")
    pick(menu, "Music")
    assert one.codes("subject") == ("music",)

    pick(menu, "All")

    assert one.codes("subject") == ()


def test_what_has_no_room_is_chosen_in_the_last_menu(qtbot: QtBot, subjects: ChoiceMenus) -> None:
    here = chip("On this computer")
    row = crowded(qtbot, [*(chip("A filter with long words") for _ in range(3)), here,
                          subjects.chips["subject"]])  # fmt: skip
    menu = row.more.menu()

    pick(menu, "On this computer")
    (inner,) = (one for one in menu.actions() if one.text() == "Subject")
    offered: QObject = inner.menu()
    assert isinstance(offered, QMenu)
    next(one for one in offered.actions() if one.text() == "Maths").trigger()

    assert here.isChecked()
    assert "On this computer" in ticked(menu)
    assert subjects.codes("subject") == ("maths",)


def test_the_last_chip_speaks_the_language_chosen_now(
    wear: Callable[[Theme], None], qtbot: QtBot
) -> None:
    row = crowded(qtbot, [chip("A filter with long words") for _ in range(5)])

    wear(Theme(language="zh_CN"))
    QApplication.sendEvent(row, QEvent(QEvent.Type.LanguageChange))

    assert row.more.text() == "更多"


def crowded(qtbot: QtBot, chips: list[QToolButton]) -> Filters:
    out = Filters(chips)
    qtbot.addWidget(out)
    out.resize(320, 40)
    out.show()
    qtbot.waitUntil(out.more.isVisible)
    return out
