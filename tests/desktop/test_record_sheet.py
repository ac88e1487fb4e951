"""The record sheet of an activity goes to paper the way the ledger does."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.pages.activities.printing import PrintView, make_sheet
from tests.desktop.office import Office


def test_without_a_printer_the_system_shows_the_sheet(
    office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)

    def show(url: QUrl) -> bool:
        shown.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", show)
    id = office.record(title="送课")
    view = PrintView(office.desk, "Record sheet", partial(make_sheet, office.desk, id))
    head = view.header()
    qtbot.addWidget(view)
    qtbot.addWidget(head)
    go = next(one for one in head.findChildren(QPushButton) if one.text() == "Print")
    qtbot.waitUntil(go.isEnabled, timeout=20_000)

    go.click()

    (path,) = shown
    assert path.name == "Record sheet.pdf"
    assert path.read_bytes().startswith(b"%PDF")
