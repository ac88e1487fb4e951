"""定稿: what will happen, one line for what is new, and the button."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QLineEdit
from typing_extensions import override

from desktop.widgets.basic import column, label, row
from desktop.widgets.buttons import button
from desktop.widgets.fields import Field
from desktop.widgets.filters import chips
from desktop.words import _, ngettext, pgettext


class FreezeBar(QFrame):
    """Opens over the page; the plan becomes the next agreed version."""

    frozen = Signal(str)  # the note
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        layout = column(self, 8, (24, 12, 20, 12))
        self._said = label("", "body", wrap=True)
        layout.addWidget(self._said)
        self.note = QLineEdit()
        self.note.setMaxLength(200)
        self._field = Field("", self.note)
        line = row(gap=12)
        line.addWidget(self._field, 1)
        layout.addLayout(line)
        self._do, self._not = button("", "primary", "check"), button("", "quiet")
        layout.addWidget(chips([self._do, self._not], 8))
        self._do.clicked.connect(self._freeze)
        self.note.returnPressed.connect(self._freeze)
        self._not.clicked.connect(self.left)
        self._number, self._open = 1, 0
        self._retranslate()

    def begin(self, number: int, open: int, note: str = "") -> None:
        """Say which version it will be, and how many comments wait."""
        self._number, self._open = number, open
        self.note.setText(note)
        self._retranslate()
        self.show()
        self.note.setFocus()

    def _freeze(self) -> None:
        self.frozen.emit(self.note.text().strip())

    def _retranslate(self) -> None:
        said = _("The plan as it stands becomes agreed version {number}; it stays so for ever.")
        words = said.format(number=self._number)
        if self._open:
            rest = ngettext(
                "{count} comment is still open and will count as late.",
                "{count} comments are still open and will count as late.",
                self._open,
            )
            words = pgettext("two sentences", "{one} {other}").format(
                one=words, other=rest.format(count=self._open)
            )
        self._said.setText(words)
        self._field.set_name(_("What is new in it"), _("may stay empty"))
        self._do.setText(_("Agree on it"))
        self._not.setText(pgettext("agree on a plan", "Not yet"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
