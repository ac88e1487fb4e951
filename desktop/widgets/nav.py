"""The board at the left: where one can go, what is unsent, who is recording."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop import theme
from desktop.widgets.basic import column, frame, label, row
from desktop.widgets.nav_item import Mark, NavItem, Person
from desktop.widgets.ring import keyboard_used
from desktop.words import _


@dataclass(frozen=True)
class NavPage:
    """A place to go: its key, its words, its icon."""

    key: str
    words: str
    icon: str


class Nav(QWidget):
    """The board: pages above, others apart at the foot, then who is recording.

    Arrow keys move the focus, Enter goes.  `chosen` asks for a page by its key; the window shows
    it and says `set_current`.
    """

    chosen = Signal(str)
    person_wanted = Signal()

    def __init__(
        self, pages: Sequence[NavPage], foot: Sequence[NavPage] = (), *, rail: bool = False
    ) -> None:
        super().__init__()
        self.setAccessibleName(_("Navigation"))
        self._rail = not rail  # set_rail below does the work
        self._items: dict[str, NavItem] = {}
        layout = column(self, 2, (0, 0, 0, 8))
        layout.addWidget(self._make_head())
        layout.addSpacing(theme.now().px(2))
        for page in pages:
            layout.addWidget(self._make_item(page))
        layout.addStretch(1)
        for page in foot:
            layout.addWidget(self._make_item(page))
        self._rule = frame("nav-rule")
        self._person = Person()
        self._person.clicked.connect(self.person_wanted)
        self._has_person = False
        layout.addWidget(self._rule)
        layout.addWidget(self._person)
        self.set_rail(rail)

    def _make_head(self) -> QWidget:
        worn = theme.now()
        head = QWidget()
        self._head_height = worn.px(16) + worn.size(24 if worn.large else 40)
        head.setFixedHeight(self._head_height)
        self._head = row(head, 9, (16, 0, 0, 0))
        self._head.addWidget(Mark(worn.size(30)))
        self._title = label(_("Lianke"), "title", "nav_ink")
        self._head.addWidget(self._title)
        self._head.addStretch(1)
        return head

    def _make_item(self, page: NavPage) -> NavItem:
        item = NavItem(page.key, page.words, page.icon)
        item.clicked.connect(self._ask)
        self._items[page.key] = item
        return item

    def _ask(self) -> None:
        item = self.sender()
        if isinstance(item, NavItem):
            self.chosen.emit(item.key)

    def set_current(self, key: str) -> None:
        """Mark the page one is on; the Tab key comes to it first."""
        for one, item in self._items.items():
            item.setChecked(one == key)
            here = Qt.FocusPolicy.StrongFocus if one == key else Qt.FocusPolicy.ClickFocus
            item.setFocusPolicy(here)

    def current(self) -> str:
        """Return the key of the page one is on, or nothing."""
        return next((key for key, item in self._items.items() if item.isChecked()), "")

    def item(self, key: str) -> NavItem:
        """Return the item of a page."""
        return self._items[key]

    def set_count(self, key: str, count: int) -> None:
        """Show a number at a page: how much waits there."""
        self._items[key].set_count(count)

    def set_words(self, words: dict[str, str]) -> None:
        """Show the pages in other words, by key."""
        for key, text in words.items():
            self._items[key].set_words(text)

    def set_person(self, name: str, note: str = "") -> None:
        """Show who is recording."""
        self._has_person = bool(name)
        self._person.set_person(name, note)
        self._show_person()

    def rail(self) -> bool:
        """Return whether the words stand under the icons."""
        return self._rail

    def set_rail(self, rail: bool) -> None:
        """Stand narrow, words under icons, or wide, words beside icons."""
        if rail == self._rail:
            return
        worn, self._rail = theme.now(), rail
        self.setFixedWidth(worn.size(64) + 12 if rail else worn.size(176))
        left = (self.width() - worn.size(30)) // 2 if rail else worn.px(16)
        self._head.setContentsMargins(left, 0, 0, 0)
        self._title.setVisible(not rail)
        self._fit()
        self._show_person()

    def _fit(self) -> None:
        """Leave the icons of the rail out where they would lie over each other."""
        items = [item for item in self._items.values() if not item.isHidden()]
        gap = theme.now().px(2)
        need = self._head_height + len(items) * (NavItem.tall() + gap) + theme.now().px(16)
        low = self._rail and 0 < self.height() < need
        for item in self._items.values():
            item.set_rail(self._rail, low)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show_person(self) -> None:
        for part in (self._rule, self._person):
            part.setVisible(self._has_person and not self._rail)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        items = list(self._items.values())
        focused = next((at for at, item in enumerate(items) if item.hasFocus()), -1)
        if focused < 0 or event.key() not in steps:
            super().keyPressEvent(event)
            return
        at = (focused + steps[Qt.Key(event.key())]) % len(items)
        items[at].setFocus(Qt.FocusReason.TabFocusReason)
        keyboard_used(self)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._title.setText(_("Lianke"))
            self.setAccessibleName(_("Navigation"))
        super().changeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.now().q("nav"))
