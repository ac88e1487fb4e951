"""The head of a page: its title at the left, what can be done at the right."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from desktop import theme
from desktop.widgets.basic import A, Elided, column, label, row
from desktop.widgets.buttons import icon_button, set_tip
from desktop.words import _

_TITLE, _LEAST_TITLE = 200, 72  # pixels at usual letters that a title keeps, and keeps at worst


class Header(QFrame):
    """The page's head: where I am, what it is, at the right what can be done; one primary.

    It never widens the window: secondary buttons without room go behind "more".
    """

    def __init__(
        self,
        title: str = "",
        note: str = "",
        right: Sequence[QWidget] = (),
        crumbs: str = "",
        beside: QWidget | None = None,
    ) -> None:
        """Take the words, what can be done, and what stands beside the title."""
        super().__init__()
        self.setProperty("kind", "bar")
        layout = row(self, 10, (24, 0, 20, 0))
        self._crumbs = label(crumbs, "small", "ink3")
        self._title = Elided(title, "title", least=_TITLE)
        self._note = Elided(note, "small", "ink3")
        for part in (self._title, self._note):
            part.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        words = column(gap=0)
        words.addStretch(1)
        words.addWidget(self._crumbs)
        line = row(gap=12)
        line.addWidget(self._title, 0, A.AlignVCenter)
        line.addWidget(self._note, 0, A.AlignVCenter)
        if beside is not None:
            line.addWidget(beside, 0, A.AlignVCenter)
        line.addStretch(1)
        words.addLayout(line)
        words.addStretch(1)
        layout.addLayout(words, 1)
        self._right = row(gap=10)
        layout.addLayout(self._right)
        self._layouts = (line, words, self._right, layout)
        self._page_menu = False
        self._more = icon_button("dots-three", "")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._more.setMenu(self._menu)
        self._more.hide()
        self._right.addWidget(self._more)
        self._retranslate()
        for widget in right:
            self.add(widget)
        self.set_title(title, note, crumbs)

    def leave_to_page(self) -> None:
        """Hear that the page has a menu of its own, which offers what has no room."""
        self._page_menu = True
        self.arrange()

    def add(self, widget: QWidget) -> None:
        """Put a button or a field to the right end."""
        self._right.insertWidget(self._right.count() - 1, widget)
        self.arrange()

    def set_title(self, title: str, note: str = "", crumbs: str = "") -> None:
        """Say where one is: the page, a small note beside it, the way here above it."""
        worn = theme.now()
        self._title.setText(title)
        self._note.setText(note)
        self._crumbs.setText(crumbs)
        self._note.setVisible(bool(note))
        self._crumbs.setVisible(bool(crumbs))
        self.setMinimumHeight(worn.px(16) + worn.size(56 if crumbs else 40))

    def _secondary(self) -> list[QPushButton]:
        """Return the buttons that may hide, the first to go first."""
        widgets = [self._right.itemAt(at).widget() for at in range(self._right.count())]
        return [
            one
            for one in widgets
            if isinstance(one, QPushButton) and one.property("kind") in ("secondary", "quiet")
        ]

    def arrange(self) -> None:
        """Hide what has no room, after a button came, went or changed its words."""
        buttons = self._secondary()
        hidden = [one for one in buttons if one.property("aside")]
        for one in hidden:
            one.hide()  # the page may have shown it meanwhile
        size = theme.now().size
        self._title.set_least(size(_TITLE))
        gap = self._right.spacing()
        spare = self._spare()
        for one in hidden[::-1]:
            if (spare := spare - one.sizeHint().width() - gap) >= 0:
                self._put_aside(one, aside=False)
        spare = self._spare()
        for one in buttons:
            if spare >= 0:
                break
            if not one.property("aside"):
                self._put_aside(one, aside=True)
                spare += one.sizeHint().width() + gap
        aside = any(one.property("aside") for one in buttons)
        self._more.setVisible(aside and not self._page_menu)
        spare = self._spare()
        if spare < 0:  # rather a shorter title than a button that is cut
            kept = self._title.minimumSizeHint().width() + spare
            self._title.set_least(max(kept, size(_LEAST_TITLE)))

    def _spare(self) -> int:
        """Return how much wider it is than it must be; layouts inside others remember old sizes."""
        for one in self._layouts:
            one.invalidate()
        return self.width() - super().minimumSizeHint().width()

    def _put_aside(self, button: QPushButton, *, aside: bool) -> None:
        button.setProperty("aside", aside)
        button.setVisible(not aside)

    def _fill_menu(self) -> None:
        self._menu.clear()
        for one in self._secondary():
            if one.property("aside"):
                action = self._menu.addAction(one.icon(), one.text())
                action.setEnabled(one.isEnabled())
                action.triggered.connect(one.click)

    def _retranslate(self) -> None:
        set_tip(self._more, _("More"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.now().size(320), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
