"""What a first step is to the wizard: words, a readiness, a way on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop import theme
from desktop.errors import describe
from desktop.widgets.basic import Prose, column, label
from desktop.widgets.notices import Notice


class Step(QWidget):
    """One step; its subclass fills `body` and says what its bar at the foot shows."""

    changed = Signal()  # whether one may go on, or what is lacking
    go_asked = Signal()  # Enter
    done = Signal(object)  # the step was taken; what came of it

    def __init__(self, title: str, lead: str = "") -> None:
        super().__init__()
        self.body = column(self, 8)
        self.notice = Notice("", "warn")
        self.notice.hide()
        self._busy = ""
        head = label(title, "display", wrap=True)
        self.body.addWidget(head)
        if lead:
            self.body.addWidget(Prose(lead, "body", "ink2"))
        self.body.addSpacing(theme.now().px(14))
        self.setAccessibleName(title)

    def finish_building(self) -> None:
        """Close the column; to be called at the end of a constructor."""
        self.body.addWidget(self.notice)
        self.body.addStretch(1)

    # what the bar at the foot shows

    def back_words(self) -> str:
        """Return the words of the way back; empty for none."""
        return ""

    def skip_words(self) -> str:
        """Return the words of the way past; empty for none."""
        return ""

    def go_words(self) -> str:
        """Return the words of the one way on."""
        raise NotImplementedError

    def lacking(self) -> str:
        """Return what is lacking before one may go on; empty when nothing is."""
        return ""

    def is_main(self) -> bool:
        """Return whether the way on is the filled button of the screen."""
        return True

    # what happens

    def go(self) -> None:
        """Take the step."""
        self.done.emit(None)

    def begin(self) -> None:
        """Give the focus to what is filled in first."""

    def busy(self) -> str:
        """Return what is being done at this moment; empty when nothing is."""
        return self._busy

    def set_busy(self, words: str) -> None:
        """Say that something is being done, or (empty) that it is over."""
        self._busy = words
        if words:
            self.notice.hide()
        self.changed.emit()

    def fail(self, error: Exception) -> None:
        """Say what went wrong, here, in a sentence."""
        said = describe(error)
        self.notice.set_text(said.text(), "warn" if said.expected else "danger")
        self.notice.show()
        self.set_busy("")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_asked.emit()
        else:
            super().keyPressEvent(event)
