"""One piece of a file, or one column of its steps: its name, its words, what it is taken for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from desktop import theme
from desktop.widgets.basic import A, Elided, Icon, Prose, row
from desktop.widgets.fields import Combo
from desktop.words import _

_SIGNS = 220  # of the words shown


class PieceRow(QFrame):
    """A choice, and the words it is about; `chosen` tells another one."""

    chosen = Signal(int, str)  # the number of the piece or column, the code

    def __init__(
        self, number: int, name: str, words: str, choices: list[tuple[str, str]], code: str
    ) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._number = number
        worn = theme.now()
        line = row(self, 12, (12, 6, 12, 6))
        self._sign = Icon("warning", "warn", 16)
        policy = self._sign.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # names stand below each other
        self._sign.setSizePolicy(policy)
        line.addWidget(self._sign)
        called = Elided(name or _("Without a name"), "small", "ink2")
        called.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        called.setFixedWidth(worn.size(104))
        line.addWidget(called)
        self.combo = Combo(choices, code)
        self.combo.setFixedWidth(worn.size(180))
        shown = name or words[:20]
        self.combo.setAccessibleName(_("“{column}” is taken for").format(column=shown))
        line.addWidget(self.combo)
        excerpt = words if len(words) <= _SIGNS else words[:_SIGNS].rstrip() + "…"
        line.addWidget(Prose(excerpt, "small"), 1, A.AlignVCenter)
        self.combo.chosen.connect(self._tell)

    def mark(self, *, unknown: bool) -> None:
        """Show that nobody knows yet what it is."""
        self._sign.setVisible(unknown)

    def _tell(self, code: str) -> None:
        self.mark(unknown=False)
        self.chosen.emit(self._number, code)
