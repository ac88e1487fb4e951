"""The page of settings: choices that stick, backups and the check from the window."""

from pathlib import Path

from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from db.backup import list_backups
from db.sealed_backup import is_sealed
from desktop.context import Desk
from desktop.pages.settings.page import SettingsPage
from desktop.pages.settings.safety import SafetyCard
from desktop.widgets.notices import Notice


def _page(desk: Desk, qtbot: QtBot) -> SettingsPage:
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    qtbot.addWidget(page.header())
    page.show()
    page.activate()
    return page


def _card(page: SettingsPage) -> SafetyCard:
    return page.findChildren(SafetyCard)[0]


def _said(card: SafetyCard) -> str:
    return card.findChildren(Notice)[0].text()


def test_large_letters_are_kept_for_the_next_start(sample_desk: Desk, qtbot: QtBot) -> None:
    page = _page(sample_desk, qtbot)

    next(b for b in page.findChildren(QToolButton) if b.text() == "Huge").click()

    assert sample_desk.settings.letters == "huge"
    assert sample_desk.settings_file.read().letters == "huge"


def test_a_backup_is_made_by_one_click(sample_desk: Desk, qtbot: QtBot) -> None:
    card = _card(_page(sample_desk, qtbot))

    card._now.click()
    qtbot.waitUntil(lambda: _said(card) == "Backed up.")

    (backup,) = list_backups(sample_desk.store.folder)
    assert backup.made_on == sample_desk.today()


def test_a_backup_elsewhere_is_sealed(sample_desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    card = _card(_page(sample_desk, qtbot))
    card._away.click()
    card._one.setText("玉米粒三个二十")
    card._two.setText("玉米粒三个二十")

    card.seal_to(str(tmp_path / "stick.lkb"))
    qtbot.waitUntil(lambda: "stick.lkb" in _said(card), timeout=20_000)

    assert is_sealed(tmp_path / "stick.lkb")


def test_two_different_passphrases_seal_nothing(sample_desk: Desk, qtbot: QtBot) -> None:
    card = _card(_page(sample_desk, qtbot))
    card._away.click()

    card._one.setText("玉米粒三个二十")
    card._two.setText("玉米粒三个三十")

    assert not card._go.isEnabled()
    assert "not the same" in card._why.text()


def test_a_sound_store_is_said_to_be_in_order(sample_desk: Desk, qtbot: QtBot) -> None:
    card = _card(_page(sample_desk, qtbot))

    card._check.click()
    qtbot.waitUntil(lambda: _said(card) == "Everything is in order.", timeout=20_000)

    assert card._now.isEnabled()


def test_what_is_out_of_order_is_counted_and_reported(sample_desk: Desk, qtbot: QtBot) -> None:
    with sample_desk.store.write() as session:
        session.connection().exec_driver_sql(
            "UPDATE activity SET title = 'x' WHERE id = (SELECT min(id) FROM activity)"
        )
    card = _card(_page(sample_desk, qtbot))

    card._check.click()
    qtbot.waitUntil(lambda: "not in order" in _said(card), timeout=20_000)

    assert "wrong_row" in (sample_desk.store.folder / "check.txt").read_text(encoding="utf-8")
