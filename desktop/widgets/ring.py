"""One focus ring for a whole window, drawn over it, and only for people who use the keyboard.

A sheet cannot tell a key from a click (no :focus-visible), has no outline offset, and a thicker
border moves the text.  This is one transparent child that moves.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from desktop import theme
from desktop.tokens import RADIUS

OWN_BORDER = (QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit)
FOLLOWED = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Hide,
    QEvent.Type.Show,
    QEvent.Type.LayoutRequest,
)


class FocusRing(QWidget):
    """The ring.  The window says `by_key()` before it moves the focus for a key.

    A widget can set the property "ring" to "chalk" (on the board), "inside" (as large as a pane)
    or "none" (it draws its own).
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._keys = False
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._over = window
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def by_key(self) -> None:
        """Remember that the keyboard is in use: what has the focus is ringed until a click."""
        self._keys = True
        self._follow(None, QApplication.focusWidget())

    def target(self) -> QWidget | None:
        """Return the widget that is ringed now."""
        return self._target

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._keys = False
        wanted = (
            self._keys
            and new is not None
            and new.window() is self._over.window()
            and self._over.isAncestorOf(new)
            and new.focusPolicy() != Qt.FocusPolicy.NoFocus  # Qt gives it to a page turned to
            and not isinstance(new, OWN_BORDER)
            and new.property("ring") != "none"
        )
        self._surround(new if wanted else None)

    def _surround(self, target: QWidget | None) -> None:
        for widget in filter(isValid, self._watched):  # pages come and go
            widget.removeEventFilter(self)
        self._watched.clear()
        self._target = target
        while target is not None and target is not self._over:
            target.installEventFilter(self)  # when a pane scrolls, an ancestor moves
            self._watched.append(target)
            target = target.parentWidget()
        self._place()

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        at = target.mapTo(self._over, QPoint(0, 0))
        air = -2 if target.property("ring") in ("chalk", "inside") else 4
        self.setGeometry(QRect(at, target.size()).adjusted(-air, -air, air, air))
        self.show()
        self.raise_()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in FOLLOWED:
            self._place()
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        on_board = self._target is not None and self._target.property("ring") == "chalk"
        worn, painter = theme.now(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(worn.q("chalk" if on_board else "focus"), 2))
        radius = RADIUS["control"] + 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)


def keyboard_used(widget: QWidget) -> None:
    """Tell the ring of a widget's window that a key moved the focus."""
    ring = widget.window().findChild(FocusRing)
    if isinstance(ring, FocusRing):
        ring.by_key()
