"""定稿: one line to say what is new, and what agreeing means."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from desktop.widgets.basic import column, label
from desktop.widgets.buttons import button
from desktop.widgets.filters import chips
from desktop.words import _


class FreezeBar(QFrame):
    """Over the plan, no dialog: a note may be given, and does not have to be."""

    accepted = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "chosen")
        layout = column(self, 8, (16, 10, 16, 10))
        said = _(
            "What stands here is kept for good as the agreed plan; everybody can derive from it."
        )
        layout.addWidget(label(said, wrap=True))
        self.note = QLineEdit()
        self.note.setPlaceholderText(_("What is new in it? One line is enough"))
        self.note.setAccessibleName(_("What is new in it? One line is enough"))
        self.note.returnPressed.connect(self._accept)
        layout.addWidget(self.note)
        done, back = (
            button(_("Agree on it"), "", "circle-wavy-check", small=True),
            button(_("Cancel"), "quiet", small=True),
        )
        done.clicked.connect(self._accept)
        back.clicked.connect(self.left)
        layout.addWidget(chips([done, back]))

    def _accept(self) -> None:
        self.accepted.emit(self.note.text().strip())
