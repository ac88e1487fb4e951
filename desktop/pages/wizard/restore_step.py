"""A new computer instead of an old one: a backup is put in place."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit
from typing_extensions import override

from db.sealed_backup import is_sealed
from desktop import theme
from desktop.pages.wizard.step import Step
from desktop.widgets.basic import Elided, Icon, label, row
from desktop.widgets.buttons import button
from desktop.widgets.fields import Field
from desktop.words import _, pgettext


class RestoreStep(Step):
    """`done` gives the file and the passphrase."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            _("Restore a backup"),
            _("Take the file you saved in Settings on the old computer, and its passphrase."),
        )
        self._folder, self.file = folder, Path()
        line = row(gap=10)
        line.addWidget(Icon("archive-box", "ink2", 22))
        self._name = Elided(_("No file yet"), "strong")
        line.addWidget(self._name, 1)
        self.choose = button(_("Choose the file"), "", "folder-open")
        self.choose.clicked.connect(self._ask)
        line.addWidget(self.choose)
        self.body.addLayout(line)
        self.passphrase = QLineEdit()
        self.passphrase.setMaximumWidth(theme.now().size(360))
        self.passphrase.textChanged.connect(self.changed)
        self._field = Field(_("Passphrase"), self.passphrase)
        self.body.addWidget(self._field)
        kept = _("The old computer should no longer be used: exchange once more with it before.")
        self.body.addWidget(label(kept, "small", "ink3", wrap=True))
        self.finish_building()

    def take(self, path: str) -> None:
        """Choose a file."""
        self.file = Path(path)
        self._name.setText(self.file.name)
        self._field.setVisible(is_sealed(self.file))
        self.notice.hide()
        self.changed.emit()
        self.passphrase.setFocus()

    def _ask(self) -> None:
        dialog = QFileDialog(self, _("Choose the file"), self._folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take)
        dialog.open()

    @override
    def back_words(self) -> str:
        return pgettext("to the step before", "Back")

    @override
    def go_words(self) -> str:
        return _("Restore")

    @override
    def lacking(self) -> str:
        if not self.file.name:
            return _("The file is still missing")
        needs = self._field.isVisibleTo(self) and not self.passphrase.text().strip()
        return _("The passphrase is still missing") if needs else ""

    @override
    def begin(self) -> None:
        self.choose.setFocus()

    @override
    def go(self) -> None:
        self.done.emit((self.file, self.passphrase.text()))
