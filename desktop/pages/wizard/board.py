"""The green board of the first steps: what this is, and where one is among the steps."""

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop import theme
from desktop.widgets.basic import Icon, column, label, row
from desktop.widgets.nav_item import Mark
from desktop.words import _

WIDE = 340
_NUMBERS = ("one", "two", "three", "four", "five", "six")


class Board(QWidget):
    """The name, a promise, the steps with a tick each; the present one in chalk."""

    def __init__(self) -> None:
        super().__init__()
        worn = theme.now()
        self.setFixedWidth(worn.px(WIDE - 40) if worn.large else worn.size(WIDE))
        layout = column(self, 0, (36, 40, 28, 24))
        top = row(gap=12)
        top.addWidget(Mark(worn.size(44)))
        top.addWidget(label(_("Lianke"), "display", "nav_ink"))
        top.addStretch(1)
        layout.addLayout(top)
        layout.addSpacing(worn.px(20))
        promise = _(
            "Paired schools of town and village prepare and observe lessons together and record "
            "what they do. It works without a network."
        )
        layout.addWidget(label(promise, "body", "nav_ink2", wrap=True))
        layout.addSpacing(worn.px(36))
        self._steps = QVBoxLayout()
        self._steps.setSpacing(worn.px(16))
        layout.addLayout(self._steps)
        layout.addStretch(1)
        for own in (_("Everything stays on this computer."), _("No account, no phone number.")):
            layout.addWidget(label(own, "small", "nav_ink2", wrap=True))

    def show_steps(self, names: Sequence[str], at: int) -> None:
        """Show where one is; without names, nothing."""
        while (item := self._steps.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, name in enumerate(names):
            here = number == at
            icon = "check-circle" if number < at else f"number-circle-{_NUMBERS[number]}"
            one = QWidget()
            line = row(one, 12)
            line.addWidget(Icon(icon, "chalk" if here else "nav_ink2", 22))
            tone = "nav_ink" if here else "nav_ink2"
            said = label(name, "strong" if here else "body", tone, wrap=True)
            line.addWidget(said, 1)
            state = _("done") if number < at else _("now") if here else _("later")
            one.setAccessibleName(f"{name}, {state}")
            self._steps.addWidget(one)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.now().q("nav"))
