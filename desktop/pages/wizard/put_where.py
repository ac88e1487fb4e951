"""Where an invitation is put: a stick that is in, the folder of last time, or another one."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog

from desktop.context import Desk
from desktop.exchanges import Exchanges
from desktop.widgets.fields import Combo
from desktop.words import _

ELSEWHERE = "elsewhere"


class PutWhere(Combo):
    """The sticks come by themselves; any other folder is asked for in the system's dialog."""

    moved = Signal()  # another place is shown, or the list changed
    given = Signal()  # the folder that was asked for is here: what waited for it can go on

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._exchanges = Exchanges.of(desk)
        self._folder, self._waited = desk.settings.last_folder, False
        self._show()
        self._exchanges.sticks.changed.connect(self._show)
        self.chosen.connect(self._choose)

    def folder(self) -> Path | None:
        """Return the folder that is chosen, or None before there is one."""
        return None if self.code() in (ELSEWHERE, "") else Path(self.code())

    def last(self) -> str:
        """Return the folder that other files of this invitation may go to."""
        return self._folder

    def ask_folder(self, *, waited: bool = False) -> None:
        """Ask for a folder.

        Args:
            waited: Whether something goes on as soon as it is there.
        """
        self._waited = waited
        dialog = QFileDialog(self, _("Where to put the invitation"), self._folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_folder)
        dialog.open()

    def take_folder(self, folder: str) -> None:
        """Put the invitation into a folder."""
        self._folder = folder
        self._show()
        self.set_code(folder)
        self.moved.emit()
        if self._waited:
            self._waited = False
            self.given.emit()

    def _show(self) -> None:
        sticks = [(str(s.folder), s.name) for s in self._exchanges.sticks.now() if not s.read_only]
        here = self.code()
        folders = [(self._folder, Path(self._folder).name)] if self._folder else []
        items = [*sticks, *(one for one in folders if one not in sticks)]
        self.set_items([*items, (ELSEWHERE, _("Choose a folder …"))])
        kept = here in dict(items)
        self.set_code(here if kept else items[0][0] if items else ELSEWHERE)
        self.moved.emit()

    def _choose(self, code: str) -> None:
        self._waited = False
        if code == ELSEWHERE:
            self.ask_folder()
        self.moved.emit()
