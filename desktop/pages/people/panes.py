"""Three panes side by side, or one at a time where letters are large or the window narrow."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop import theme
from desktop.widgets.basic import row

SCHOOLS, PEOPLE, SIDE = "schools", "people", "side"
ONE_UNDER = 62 * 15  # pixels at usual letters: under 62 em one pane at a time
_WIDTHS = {SCHOOLS: 226, PEOPLE: 290}
_BEFORE = {SIDE: PEOPLE, PEOPLE: SCHOOLS, SCHOOLS: SCHOOLS}
_ANY = 16_777_215


class Panes(QWidget):
    """Schools, people, and what is open; one knows the way back to the other."""

    arranged = Signal(str)  # the pane in front, where one is shown at a time; else nothing

    def __init__(self, schools: QWidget, people: QWidget, side: QWidget) -> None:
        super().__init__()
        self._panes = {SCHOOLS: schools, PEOPLE: people, SIDE: side}
        self._front = PEOPLE
        self.one = False
        layout = row(self, 0)
        for name, pane in self._panes.items():
            layout.addWidget(pane, 0 if name in _WIDTHS else 1)

    def go_to(self, pane: str) -> None:
        """Bring a pane to the front, where one is shown at a time."""
        self._front = pane
        self.arrange()

    def go_back(self) -> str:
        """Go from what is open to the people, or from them to the schools; return where to."""
        self.go_to(_BEFORE[self._front])
        return self._front

    def front(self) -> str:
        """Return the pane in front, where one is shown at a time; else nothing."""
        return self._front if self.one else ""

    def arrange(self) -> None:
        """Show as many panes as there is room for."""
        worn = theme.now()
        self.one = worn.large or self.width() / worn.scale < ONE_UNDER
        for name, pane in self._panes.items():
            pane.setVisible(not self.one or name == self._front)
            if name in _WIDTHS and self.one:
                pane.setMinimumWidth(0)
                pane.setMaximumWidth(_ANY)
            elif name in _WIDTHS:
                pane.setFixedWidth(worn.size(_WIDTHS[name]))
        self.arranged.emit(self.front())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
