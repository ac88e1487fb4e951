"""The bar at the foot of the first steps: back and past at the left, one way on at the right."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop import theme
from desktop.pages.wizard.step import Step
from desktop.widgets.basic import A, column, label, row, set_properties
from desktop.widgets.buttons import button

WIDEST = 720
MARGIN = 48


class Foot(QFrame):
    """It ends where the content ends."""

    back_wanted = Signal()
    skip_wanted = Signal()
    go_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "foot")
        side = 24 if theme.now().large else MARGIN
        wide = row(self, 0, (side, 12, side, 12))
        inner = QWidget()
        inner.setMaximumWidth(theme.now().size(WIDEST))
        both = column(inner, 4)
        line = row(gap=10)
        wide.addWidget(inner, 1)
        wide.addStretch(0)
        self._back, self._skip = button("", "quiet", "arrow-left"), button("", "quiet")
        self._lacking = label("", "small", "ink3")
        self.go = button("", "primary")
        line.addWidget(self._back)
        line.addWidget(self._skip)
        line.addStretch(1)
        if theme.now().large:  # on a line of its own: beside the buttons there is no room
            both.addWidget(self._lacking, 0, A.AlignRight)
        else:
            line.addWidget(self._lacking)
        line.addWidget(self.go)
        both.addLayout(line)
        self._back.clicked.connect(self.back_wanted)
        self._skip.clicked.connect(self.skip_wanted)
        self.go.clicked.connect(self.go_wanted)

    def show_step(self, step: Step) -> None:
        """Show what a step says of itself."""
        busy = step.busy()
        for one, words in ((self._back, step.back_words()), (self._skip, step.skip_words())):
            one.setText(words)
            one.setVisible(bool(words))
            one.setEnabled(not busy)
        lacking = step.lacking()
        self._lacking.setText(busy or lacking)
        self._lacking.setVisible(bool(busy or lacking))
        self.go.setText(step.go_words())
        self.go.setEnabled(not busy and not lacking)
        self.go.setAccessibleDescription(lacking)
        kind = "primary" if step.is_main() else "secondary"
        if self.go.property("kind") != kind:
            set_properties(self.go, kind=kind)
