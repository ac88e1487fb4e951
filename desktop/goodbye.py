"""The small window after the large one closed: what waits still goes to the share, not for long."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop import theme
from desktop.unasked import Unasked
from desktop.widgets.basic import A, column, label
from desktop.widgets.buttons import button
from desktop.words import _

MOST_MS = 15_000


class Goodbye(QWidget):
    """Says that the last records go to a place; can be left at any time."""

    left = Signal()

    def __init__(self, unasked: Unasked, name: str, most_ms: int = MOST_MS) -> None:
        """Wait for an exchange that began.

        Args:
            unasked: Runs it.
            name: What people call its place.
            most_ms: How long to wait at most.
        """
        super().__init__(None, Qt.WindowType.Dialog)
        self._unasked, self._gone = unasked, False
        self.setWindowTitle(_("Lianke"))
        self.setProperty("area", True)
        layout = column(self, 12, (24, 20, 24, 20))
        said = _("Taking your new records to “{place}”").format(place=name)
        layout.addWidget(label(said, "heading", wrap=True))
        rest = _("The program closes by itself in a moment. What does not fit goes the next time.")
        layout.addWidget(label(rest, "body", "ink2", wrap=True))
        self.leave_now = button(_("Close now"), "secondary")
        self.leave_now.clicked.connect(self.leave)
        layout.addWidget(self.leave_now, 0, A.AlignRight)
        self.setFixedWidth(theme.now().size(400))
        unasked.ended.connect(self.leave)
        QTimer.singleShot(most_ms, self, self.leave)

    def leave(self) -> None:
        """Wait no longer; the exchange ends after the file that is moving."""
        if not self._gone:
            self._gone = True
            self._unasked.stop()
            self.hide()
            self.left.emit()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.leave()
        event.accept()
