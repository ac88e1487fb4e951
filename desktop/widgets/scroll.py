"""A page that scrolls downwards only."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override


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
            self.ensureWidgetVisible(focused, 24, 24)
        return moved


def scroll(page: QWidget) -> Scroll:
    """Return a page that scrolls downwards only."""
    return Scroll(page)
