"""The head of the page while the list is shown: search, the one primary button, the rest."""

from PySide6.QtCore import QEvent, QPoint, Signal
from typing_extensions import override

from desktop.widgets.buttons import button, icon_button, set_tip
from desktop.widgets.header import Header
from desktop.widgets.lines import SearchField
from desktop.words import _


class ListHead(Header):
    """Search, menu, 写教案."""

    searched = Signal(str)
    new_wanted = Signal()
    menu_wanted = Signal()
    import_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchField("", 260)
        self._ways, self._new = icon_button("dots-three", ""), button("", "primary", "plus")
        self._bring = button("", "", "folder-open")
        for one in (self.search, self._bring, self._ways, self._new):
            self.add(one)
        self.search.searched.connect(self.searched)
        self._ways.clicked.connect(self.menu_wanted)
        self._bring.clicked.connect(self.import_wanted)
        self._new.clicked.connect(self.new_wanted)
        self._say()

    def menu_place(self) -> QPoint:
        """Return where the menu opens."""
        return self._ways.mapToGlobal(self._ways.rect().bottomLeft())

    def _say(self) -> None:
        self.search.set_hint(_("Search plans and their steps"))
        set_tip(self._ways, _("More"))
        self._bring.setText(_("Import"))
        self._new.setText(_("Write a plan"))
        self.arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
