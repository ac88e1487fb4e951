"""What is shown instead of the window when the data folder cannot be used."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.errors import describe
from desktop.widgets.basic import A, Icon, Prose, column, label, row
from desktop.widgets.buttons import button
from desktop.words import _


class Refusal(QWidget):
    """One sentence that says why, one that says what to do, and a way out."""

    closed = Signal()

    def __init__(self, error: Exception) -> None:
        super().__init__()
        said = describe(error)
        self.setWindowTitle(_("Lianke"))
        layout = column(self, 12, (32, 32, 32, 24))
        head = row(gap=12)
        head.addWidget(Icon("warning-circle", "danger", 28), 0, A.AlignTop)
        head.addWidget(label(said.title, "heading", wrap=True), 1)
        layout.addLayout(head)
        layout.addWidget(Prose(said.advice))
        layout.addStretch(1)
        foot = row()
        foot.addStretch(1)
        end = button(_("Close"), "primary")
        end.clicked.connect(self.close)
        foot.addWidget(end)
        layout.addLayout(foot)

    @override
    def sizeHint(self) -> QSize:
        return QSize(560, 280)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
