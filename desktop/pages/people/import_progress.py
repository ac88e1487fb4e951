"""How far the taking in of a list has come: the name it is at, n of m, and a way to stop."""

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from db.progress import Progress
from desktop.widgets.basic import Elided, column, label, row
from desktop.widgets.buttons import button
from desktop.words import _

_SOON_S = 3  # before so many seconds nobody can say how long it takes


class ImportProgress(QWidget):
    """A bar, the name of what is moving, how many, about how long, and 「停下」."""

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        layout = column(self, 6)
        line = row(gap=10)
        self._name, self._count = Elided(""), label("", "small", "ink3")
        line.addWidget(self._name, 1)
        line.addWidget(self._count)
        stop = button(_("Stop"), "", small=True)
        stop.setToolTip(_("Nothing is lost; it can be taken up again"))
        stop.clicked.connect(self.stopped)
        line.addWidget(stop)
        layout.addLayout(line)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        layout.addWidget(self._bar)
        self._words, self._since = "{name}", 0.0
        self.hide()

    def begin(self, words: str) -> None:
        """Begin with what is being done: words with {name} in them."""
        self._words, self._since = words, time.monotonic()
        self.show_progress(Progress(0, 0))
        self.show()

    def show_progress(self, progress: Progress) -> None:
        """Show how far it has come."""
        self._name.setText(self._words.format(name=progress.words))
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        if not progress.total:
            self._count.setText("")
            return
        said = _("{done} of {total}").format(done=progress.done, total=progress.total)
        spent = time.monotonic() - self._since
        if progress.done and spent >= _SOON_S:
            left = round(spent / progress.done * (progress.total - progress.done))
            said += "·" + _("about {seconds} s left").format(seconds=left)
        self._count.setText(said)
