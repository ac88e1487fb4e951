"""The board at the left: where one can go, what is unsent, who is recording."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from desktop import glyphs, theme
from desktop.widgets.basic import A, Avatar, Elided, column, frame, label, row
from desktop.widgets.ring import keyboard_used
from desktop.words import _


@dataclass(frozen=True)
class NavPage:
    """A place to go: its key, its words, its icon."""

    key: str
    words: str
    icon: str


class Mark(QWidget):
    """The sign of the program."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.setFixedSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        glyphs.draw_mark(QPainter(self), QRectF(self.rect()), theme.now().c.mark)


class NavItem(QAbstractButton):
    """One place: words beside the icon, or under it on the rail; never an icon alone.

    Painted by hand, so no QToolButton: the sheet's rules (min-height!) would reach it.
    """

    def __init__(self, page: NavPage, *, rail: bool = False) -> None:
        super().__init__()
        self.key, self._words, self._icon = page.key, page.words, page.icon
        self._count, self._rail = 0, rail
        self.setCheckable(True)
        self.setProperty("ring", "chalk")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_rail(rail)
        self._name()

    def set_rail(self, rail: bool) -> None:
        """Stand on the rail or on the wide board."""
        worn, self._rail = theme.now(), rail
        tall, wide = worn.size(40) + worn.px(6), worn.px(8) + worn.size(30)
        self.setFixedHeight(tall if rail else wide)
        self.update()

    def set_words(self, words: str) -> None:
        """Show other words."""
        self._words = words
        self._name()

    def set_count(self, count: int) -> None:
        """Show a number in chalk; 0 shows none."""
        self._count = count
        self._name()

    def _name(self) -> None:
        self.setAccessibleName(f"{self._words} {self._count}" if self._count else self._words)
        self.setToolTip(self._words if self._rail else "")
        self.update()

    @override
    def nextCheckState(self) -> None:
        """Leave it to the window whether the page is shown: a click only asks."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn, painter = theme.now(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = 4 if self._rail else worn.px(8)
        box = QRectF(self.rect()).adjusted(side, 1, -side, -1)
        self._ground(painter, box)
        glyph = worn.size(22 if self._rail else 20)
        if self._rail:
            left, top = self.width() / 2 - glyph / 2, box.top() + worn.px(5)
            below = box.height() - glyph - worn.px(6)
            words = QRectF(0, top + glyph, self.width(), below)
            align = A.AlignCenter
        else:
            left, top = box.left() + worn.px(13), self.height() / 2 - glyph / 2
            beside = left + glyph + worn.px(10)
            words = QRectF(beside, 0, box.right() - beside, self.height())
            align = A.AlignVCenter | A.AlignLeft
        ink = "nav_ink" if self.isChecked() else "nav_ink2"
        name = glyphs.filled(self._icon) if self.isChecked() else self._icon
        colour, ratio = str(getattr(worn.c, ink)), self.devicePixelRatioF()
        painter.drawPixmap(round(left), round(top), glyphs.pixmap(name, colour, glyph, ratio))
        font = worn.font("strong" if self.isChecked() else "body")
        if self._rail:
            font.setPointSizeF(worn.pt("small"))
        painter.setFont(font)
        painter.setPen(worn.q(ink))
        metrics, mode = painter.fontMetrics(), Qt.TextElideMode.ElideRight
        painter.drawText(words, align, metrics.elidedText(self._words, mode, int(words.width())))
        if self._count:
            self._pill(painter, box, left + glyph)

    def _ground(self, painter: QPainter, box: QRectF) -> None:
        worn, on = theme.now(), self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen)
        if on or self.underMouse():
            painter.setBrush(worn.q("nav_on" if on else "nav_hover"))
            painter.drawRoundedRect(box, 6, 6)
        if on:
            painter.setBrush(worn.q("chalk"))
            top, height = box.top() + box.height() * 0.24, box.height() * 0.52
            painter.drawRoundedRect(QRectF(box.left(), top, 3, height), 1.5, 1.5)

    def _pill(self, painter: QPainter, box: QRectF, right_of_icon: float) -> None:
        worn, words = theme.now(), str(self._count) if self._count < 1000 else "999+"
        font = worn.font("small")
        font.setWeight(QFont.Weight.Medium)
        font.setPointSizeF(worn.pt("caption"))
        metrics = QFontMetrics(font)
        height = metrics.height() - 2
        width = max(height, metrics.horizontalAdvance(words) + worn.px(10))
        left, top = box.right() - width - worn.px(8), self.height() / 2 - height / 2
        if self._rail:
            left, top = min(right_of_icon - 2, self.width() - width - 2), box.top() + 2
        pill = QRectF(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(worn.q("chalk"))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(worn.q("on_chalk"))
        painter.drawText(pill, A.AlignCenter, words)


class _Person(QAbstractButton):
    """Who is recording; a click asks for somebody else."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ring", "chalk")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        worn = theme.now()
        self.setFixedHeight(worn.size(38) + worn.px(10))
        layout = row(self, 9, (16, 2, 8, 2))
        self._avatar = Avatar("", "nav_on", "nav_ink")
        self._name = Elided("", "strong", "nav_ink")
        self._note = Elided("", "caption", "nav_ink2")
        layout.addWidget(self._avatar)
        words = column(gap=0)
        for part in (self._name, self._note):
            words.addWidget(part)
        layout.addLayout(words, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_person(self, name: str, note: str) -> None:
        """Show a name, and school and post under it."""
        self._avatar.set_name(name)
        self._name.setText(name)
        self._note.setText(note)
        self.setAccessibleName(f"{name} {note}".strip())
        self.setToolTip(f"{name}\n{note}".strip())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.underMouse():
            QPainter(self).fillRect(self.rect(), theme.now().q("nav_hover"))


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
        self._person = _Person()
        self._person.clicked.connect(self.person_wanted)
        self._has_person = False
        layout.addWidget(self._rule)
        layout.addWidget(self._person)
        self.set_rail(rail)

    def _make_head(self) -> QWidget:
        worn = theme.now()
        head = QWidget()
        head.setFixedHeight(worn.px(16) + worn.size(24 if worn.large else 40))
        self._head = row(head, 9, (16, 0, 0, 0))
        self._head.addWidget(Mark(worn.size(30)))
        self._title = label(_("Lianke"), "title", "nav_ink")
        self._head.addWidget(self._title)
        self._head.addStretch(1)
        return head

    def _make_item(self, page: NavPage) -> NavItem:
        item = NavItem(page)
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
        for item in self._items.values():
            item.set_rail(rail)
        self._show_person()

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
