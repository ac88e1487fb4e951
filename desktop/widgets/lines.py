"""Lines of text with an icon or a button in them; the search line."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton
from typing_extensions import override

from desktop import icons, theme
from desktop.widgets.basic import Icon
from desktop.words import _

NARROWEST = 100  # pixels at usual letters that a search keeps: the title of a page comes first


class IconLine(QLineEdit):
    """A line of text with an icon or a button in it that grows with the letters.

    Qt keeps the icons of `addAction` at 16 pixels, whatever the letters.
    """

    def __init__(self, leading: str = "", trailing: str = "") -> None:
        super().__init__()
        worn = theme.now()
        self._leading = Icon(leading, "ink3", 18) if leading else None
        self._trailing = QToolButton(self) if trailing else None
        gap, side = worn.px(6), worn.size(18)
        if self._leading:
            self._leading.setParent(self)
            self._leading.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if self._trailing:
            self._trailing.setProperty("kind", "inside")
            self._trailing.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._trailing.setCursor(Qt.CursorShape.PointingHandCursor)
            icons.dress(self._trailing, trailing, "ink2", 18)
        left = side + gap if leading else 0
        right = side + gap if trailing else 0
        self.setTextMargins(left, 0, right, 0)

    def trailing(self) -> QToolButton:
        """Return the button at the right end."""
        if self._trailing is None:
            raise AttributeError("this line has no button")
        return self._trailing

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        worn = theme.now()
        side, pad = worn.size(18), worn.px(10)
        if self._leading:
            self._leading.move(pad, (self.height() - side) // 2)
        if self._trailing:
            hit = side + worn.px(10)  # nothing to hit is smaller than 28
            left = self.width() - hit - worn.px(4)
            self._trailing.setGeometry(left, (self.height() - hit) // 2, hit, hit)


class SearchField(IconLine):
    """A line that searches as one types; Escape or its cross empties it."""

    searched = Signal(str)
    PAUSE_MS = 150

    def __init__(self, hint: str = "", width: int = 220) -> None:
        super().__init__("magnifying-glass", "x")
        self.setProperty("kind", "search")
        self.set_hint(hint)
        self.setMinimumWidth(theme.now().size(min(width // 2, NARROWEST)))
        self._wide = theme.now().size(width)
        self._pause = QTimer(self, singleShot=True, interval=self.PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self._told = ""
        self.textChanged.connect(self._typed)
        self.returnPressed.connect(self._search)
        self.trailing().clicked.connect(self.clear)
        self.trailing().hide()
        self._name_cross()

    def set_hint(self, hint: str) -> None:
        """Say what can be searched."""
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)

    def _name_cross(self) -> None:
        self.trailing().setToolTip(_("Clear"))
        self.trailing().setAccessibleName(_("Clear"))

    def _typed(self, text: str) -> None:
        self.trailing().setVisible(bool(text))
        if text:
            self._pause.start()
        else:
            self._search()

    def _search(self) -> None:
        self._pause.stop()
        words = self.text().strip()
        if words != self._told:
            self._told = words
            self.searched.emit(words)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._wide, super().sizeHint().height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_cross()
        super().changeEvent(event)
