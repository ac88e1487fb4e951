"""The head of the page: of the lists, with a way back on one pane, or of what stands instead."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from desktop.widgets.buttons import button
from desktop.widgets.lines import SearchField
from desktop.widgets.shell import Header
from desktop.words import _


class Heads(QStackedWidget):
    """Search, take in a list, and the one primary button."""

    searched = Signal(str)
    new_wanted = Signal()
    import_wanted = Signal()
    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchField("", 210)
        self._back = button("", "quiet", "arrow-left")
        self._import = button("", "", "table")
        self._new = button("", "primary", "user-plus")
        self._list = Header("", "", [self.search, self._import, self._new])
        self._narrow = Header("", "", [self._back])
        self.addWidget(self._list)
        self.addWidget(self._narrow)
        self._other: QWidget | None = None
        self._pane = ""
        self.search.searched.connect(self.searched)
        self._import.clicked.connect(self.import_wanted)
        self._new.clicked.connect(self.new_wanted)
        self._back.clicked.connect(self.back_wanted)
        self.setSizePolicy(
            self.sizePolicy().horizontalPolicy(), self._list.sizePolicy().verticalPolicy()
        )
        self._title, self._note = "", ""
        self._retranslate()

    def set_list(self, title: str, note: str) -> None:
        """Name the page and say how many people there are."""
        self._title, self._note = title, note
        self._list.set_title(title, note)
        self._narrow.set_title(title, note)

    def set_rights(self, *, add: bool) -> None:
        """Show the ways to add people only where there is a right to."""
        for one in (self._import, self._new):
            if one.isHidden() == add or not add:
                one.setVisible(add)
        if add:
            self._list.arrange()

    def show_way_back(self, pane: str) -> None:
        """Show how one gets back from a pane, where one is shown at a time; "" where not."""
        self._pane = pane
        self._show()

    def show_other(self, head: QWidget | None) -> None:
        """Show the head of what stands instead of the panes, or no longer."""
        before, self._other = self._other, head
        if head is not None:
            self.addWidget(head)
        self._show()
        if before is not None:  # only now: taking it away moves the page, which shows a head again
            self.removeWidget(before)
            before.deleteLater()

    def _show(self) -> None:
        narrow = self._narrow if self._pane == "side" else self._list
        self.setCurrentWidget(self._other or narrow)

    def _retranslate(self) -> None:
        self.search.set_hint(_("Name or pinyin initials"))
        self._import.setText(_("Take in a list"))
        self._new.setText(_("Add a person"))
        self._back.setText(_("Back to the list"))
        self._list.arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
