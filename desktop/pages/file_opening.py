"""Opening a file that came with a record: one way for every page, and one sentence about macros."""

from pathlib import Path

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame
from typing_extensions import override

from db.queries.attachments import AttachmentRow
from desktop.context import Desk
from desktop.pages.outside import Taken, take_out
from desktop.widgets.basic import column
from desktop.widgets.buttons import button
from desktop.widgets.notices import Notice
from desktop.words import _


class FileOpening(QFrame):
    """Gives files to the system's programs; seen only while it has to ask about macros."""

    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._pending: Taken | None = None
        self._still = button("", "", small=True)
        self._still.clicked.connect(self._open_anyway)
        self._warning = Notice("", "warn", [self._still])
        column(self, 0).addWidget(self._warning)
        self._retranslate()
        self.put_away()

    def open(self, one: AttachmentRow) -> None:
        """Open a file in the system's program; one with macros only after a sentence."""
        self.put_away()
        work = take_out(self._desk.store.blobs, one)
        self._desk.jobs.start(work, succeeded=self._taken, failed=self.failed.emit)

    def put_away(self) -> None:
        """Ask nothing any more: another record is shown."""
        self._pending = None
        self.hide()

    def _taken(self, taken: Taken) -> None:
        if taken.macros:
            self._pending = taken
            self.show()
        else:
            show_file(taken.path)

    def _open_anyway(self) -> None:
        taken = self._pending
        self.put_away()
        if taken is not None:
            show_file(taken.path)

    def _retranslate(self) -> None:
        self._still.setText(_("Open it all the same"))
        self._warning.set_text(
            _("This file brings macros: small programs. Open it only if you know who made it.")
        )

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def show_file(path: Path) -> bool:
    """Open a file in the system's own program."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
