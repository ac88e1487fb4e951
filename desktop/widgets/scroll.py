"""A page that scrolls downwards only."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override

AIR = 24  # pixels around what is brought into view
SETTLED_MS = 50  # the layout has settled then


class Scroll(QScrollArea):
    """A scrolling page; what takes the focus by keyboard comes into view with some air."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(page)
        page.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        moved = super().focusNextPrevChild(next)
        focused = self.window().focusWidget()
        if moved and self.isAncestorOf(focused):
            self.ensureWidgetVisible(focused, AIR, AIR)
        return moved

    def reveal(self, widget: QWidget) -> None:
        """Bring a widget of the page into view."""
        self.ensureWidgetVisible(widget, 0, AIR)

    def reveal_soon(self, widget: QWidget) -> None:
        """Bring a widget into view that is only now being laid out."""
        QTimer.singleShot(SETTLED_MS, widget, partial(self.reveal, widget))


def scroll(page: QWidget) -> Scroll:
    """Return a page that scrolls downwards only."""
    return Scroll(page)
