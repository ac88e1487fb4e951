"""The ledger as a file that is kept: where to, writing it, and what can be done with it then."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from desktop.context import Desk
from desktop.pages.reports.making import Made, keeping
from desktop.widgets.buttons import button
from desktop.widgets.notices import Notice
from desktop.words import _


class Export(QObject):
    """Asks where a file should go, writes it, and says so in a notice of the page."""

    chosen = Signal(object)  # the path a person chose
    failed = Signal(object)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over
        self._path = Path()
        self._open: QPushButton = button("", "quiet", small=True)
        self._folder: QPushButton = button("", "quiet", small=True)
        self._away: QPushButton = button("", "quiet", small=True)
        self.notice = Notice("", "good", (self._open, self._folder, self._away))
        self.notice.hide()
        self._open.clicked.connect(self._open_file)
        self._folder.clicked.connect(self._open_folder)
        self._away.clicked.connect(self.notice.hide)

    def ask(self, format: str, name: str) -> None:
        """Ask where a file of a format should go; `chosen` tells the answer."""
        kinds = {
            "xlsx": _("Workbook (*.xlsx)"),
            "pdf": _("PDF (*.pdf)"),
            "csv": _("Text table (*.csv)"),
        }
        dialog = QFileDialog(self._over, _("Export the ledger"), self._start(), kinds[format])
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(format)
        dialog.selectFile(f"{name}.{format}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._take)
        dialog.open()

    def _start(self) -> str:
        """Return the folder of last time, else that of a person's documents."""
        last = self._desk.settings.last_folder
        if last and Path(last).is_dir():
            return last
        place = QStandardPaths.StandardLocation.DocumentsLocation
        return QStandardPaths.writableLocation(place)

    def _take(self, chosen: str) -> None:
        path = Path(chosen)
        self._desk.change_settings(replace(self._desk.settings, last_folder=str(path.parent)))
        self.chosen.emit(path)

    def write(self, made: Made, path: Path) -> None:
        """Write a ledger into a file."""
        self.notice.hide()
        self._desk.jobs.start(
            keeping(made, path), succeeded=self._written, failed=self._not_written
        )

    def _written(self, path: Path) -> None:
        self._path = path
        self._say()
        self.notice.show()
        self._open.setFocus()

    def _not_written(self, error: Exception) -> None:
        self.failed.emit(error)

    def _say(self) -> None:
        words = _("Exported as “{name}” into “{folder}”.")
        self.notice.set_text(words.format(name=self._path.name, folder=self._path.parent.name))

    def _open_file(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))

    def retranslate(self) -> None:
        """Set every visible text in the language spoken now."""
        self._open.setText(_("Open"))
        self._folder.setText(_("Open the folder"))
        self._away.setText(_("Put away"))
        self._say()
