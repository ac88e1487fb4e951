"""What is done about one place: taken over, kept, or thought of again."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.pages.plans.compare.lines import Place
from desktop.widgets.basic import A, Icon, clear, column, label, row
from desktop.widgets.buttons import button
from desktop.words import _

OPEN, ADOPTED, KEPT = "", "adopted", "kept"


@dataclass(frozen=True, slots=True)
class Verbs:
    """What the ways are called here: taking over, leaving, and both once they are done."""

    adopt: str
    keep: str
    adopted: str
    kept: str


def verbs(*, mine: bool) -> Verbs:
    """Return the words for taking something over into a plan."""
    if mine:
        return Verbs(_("Take this over"), _("Keep mine"), _("Taken over"), _("Mine is kept"))
    return Verbs(
        _("Take this over"), _("Leave as it is"), _("Taken over"), _("Left as it was")
    )  # fmt: skip


def bringing_back() -> Verbs:
    """Return the words for bringing something back that stood there before."""
    return Verbs(
        _("Restore this only"), _("Leave as it is"), _("Restored"), _("Left as it was")
    )  # fmt: skip


class Choice(QWidget):
    """Two ways of equal weight; once one is taken it shrinks to a tick and a way back."""

    adopt_wanted = Signal(str)  # the place's key
    keep_wanted = Signal(str)
    again_wanted = Signal(str)

    def __init__(self, place: Place, words: Verbs, *, stacked: bool) -> None:
        super().__init__()
        self._place, self._words, self._stacked = place, words, stacked
        self._layout = (row if stacked else column)(self, 6)
        self.set_decision(OPEN)

    def set_decision(self, decision: str) -> None:
        """Show what was decided, or the two ways."""
        clear(self._layout)
        if decision == OPEN:
            self._offer()
        else:
            self._say(decision)

    def _offer(self) -> None:
        adopt = button(self._words.adopt, "", "arrow-right", small=True)
        keep = button(self._words.keep, "", small=True)
        for one, do in ((adopt, self._adopt), (keep, self._keep)):
            if not self._stacked:
                one.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            one.clicked.connect(do)
            one.setAccessibleName(f"{one.text()}·{self._place.name}")
            self._layout.addWidget(one)
            one.show()
        adopt.setToolTip(_("Key 1"))
        keep.setToolTip(_("Key 2"))
        if self._stacked:
            self._layout.addStretch(1)
        self.setFocusProxy(adopt)

    def _say(self, decision: str) -> None:
        said = QWidget()
        line = row(said, 5)
        line.addWidget(Icon("check", "accent", 16))
        words = self._words.adopted if decision == ADOPTED else self._words.kept
        line.addWidget(label(words, "small", "accent", wrap=True), 1)
        self._layout.addWidget(said)
        again = button(_("Think again"), "quiet", small=True)
        again.setAccessibleName(f"{again.text()}·{self._place.name}")
        again.clicked.connect(self._again)
        self._layout.addWidget(again, 0, A.AlignLeft)
        said.show()
        again.show()
        if self._stacked:
            self._layout.addStretch(1)
        self.setFocusProxy(again)

    def _adopt(self) -> None:
        self.adopt_wanted.emit(self._place.key)

    def _keep(self) -> None:
        self.keep_wanted.emit(self._place.key)

    def _again(self) -> None:
        self.again_wanted.emit(self._place.key)
