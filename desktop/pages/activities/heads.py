"""The head of the page: of the list, of one record, or of what stands instead of both."""

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from desktop.widgets.buttons import button, icon_button, set_tip
from desktop.widgets.lines import SearchField
from desktop.widgets.shell import Header
from desktop.words import _


class Heads(QStackedWidget):
    """Search and the one primary button; on one pane, the topic and the ways out of it."""

    searched = Signal(str)
    new_wanted = Signal()
    menu_wanted = Signal()
    back_wanted = Signal()
    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchField("", 260)
        self._menu = icon_button("dots-three", "")
        self._new = button("", "primary", "plus")
        self._list = Header("", "", [self.search, self._menu, self._new])
        self._up, self._down = icon_button("arrow-up", ""), icon_button("arrow-down", "")
        self._back = button("", "", "list-bullets")
        self._record = Header("", "", [self._up, self._down, self._back])
        self.addWidget(self._list)
        self.addWidget(self._record)
        self._other: QWidget | None = None
        self._record_shown = False
        self.search.searched.connect(self.searched)
        self._menu.clicked.connect(self.menu_wanted)
        self._new.clicked.connect(self.new_wanted)
        self._back.clicked.connect(self.back_wanted)
        self._up.clicked.connect(self._step_up)
        self._down.clicked.connect(self._step_down)
        self.setSizePolicy(
            self.sizePolicy().horizontalPolicy(), self._list.sizePolicy().verticalPolicy()
        )
        self._retranslate()

    def set_list(self, title: str, note: str) -> None:
        """Name the list and say how many it holds."""
        self._list.set_title(title, note)

    def set_record(self, title: str) -> None:
        """Name the record."""
        self._record.set_title(title or _("No topic yet"))

    def show_record_head(self, shown: bool) -> None:
        """Show the record's head instead of the list's."""
        self._record_shown = shown
        self._show()

    def show_other(self, head: QWidget | None) -> None:
        """Show the head of what stands instead of both, or no longer."""
        before, self._other = self._other, head
        if head is not None:
            self.addWidget(head)
        self._show()
        if before is not None:  # only now: taking it away moves the page, which shows a head again
            self.removeWidget(before)
            before.deleteLater()

    def _show(self) -> None:
        self.setCurrentWidget(self._other or (self._record if self._record_shown else self._list))

    def menu_place(self) -> QPoint:
        """Return where the menu opens."""
        return self._menu.mapToGlobal(self._menu.rect().bottomLeft())

    def _step_up(self) -> None:
        self.stepped.emit(-1)

    def _step_down(self) -> None:
        self.stepped.emit(1)

    def _retranslate(self) -> None:
        self.search.set_hint(_("Search topics, names, schools"))
        set_tip(self._menu, _("More"))
        self._new.setText(_("Record an activity"))
        set_tip(self._up, _("The one before"))
        set_tip(self._down, _("The next one"))
        self._back.setText(_("Back to the list"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
