"""The head of the library: how many, search, a folder, files; or of what stands instead of it."""

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from desktop.widgets.buttons import button, icon_button, set_tip
from desktop.widgets.lines import SearchField
from desktop.widgets.shell import Header
from desktop.words import _


class Heads(QStackedWidget):
    """Search, and what puts something in."""

    searched = Signal(str)
    files_wanted = Signal()
    folder_wanted = Signal()
    menu_wanted = Signal()
    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchField("", 344)
        self._menu = icon_button("dots-three", "")
        self._folder = button("", "", "folder-plus")
        self._files = button("", "primary", "plus")
        self._list = Header("", "", [self.search, self._menu, self._folder, self._files])
        self._back = button("", "", "arrow-left")
        self._other = Header("", "", [self._back])
        self.addWidget(self._list)
        self.addWidget(self._other)
        self.search.searched.connect(self.searched)
        self._menu.clicked.connect(self.menu_wanted)
        self._folder.clicked.connect(self.folder_wanted)
        self._files.clicked.connect(self.files_wanted)
        self._back.clicked.connect(self.back_wanted)
        self._retranslate()

    def set_list(self, title: str, note: str) -> None:
        """Name the library and say how many are shown."""
        self._list.set_title(title, note)

    def set_other(self, title: str, note: str = "") -> None:
        """Name what stands instead of the tiles, and show its head."""
        self._other.set_title(title, note)
        self.setCurrentWidget(self._other)

    def show_list(self) -> None:
        """Show the head of the library again."""
        self.setCurrentWidget(self._list)

    def other_shown(self) -> bool:
        """Return whether something stands instead of the tiles."""
        return self.currentWidget() is self._other

    def menu_place(self) -> QPoint:
        """Return where the menu opens."""
        return self._menu.mapToGlobal(self._menu.rect().bottomLeft())

    def _retranslate(self) -> None:
        self.search.set_hint(_("Search titles, lessons, words in files"))
        set_tip(self._menu, _("More"))
        self._folder.setText(_("Take in a folder"))
        self._files.setText(_("Put materials in"))
        self._back.setText(_("Back to the materials"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
