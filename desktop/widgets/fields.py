"""Fields of a form: a label above its control, and the choice of a code."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from desktop.widgets.basic import Icon, column, label, row, set_properties
from desktop.words import _


class Field(QWidget):
    """A label above its control, and under it a hint, or a problem with a sign; never red."""

    def __init__(
        self, name: str, control: QWidget, hint: str = "", state: str = "", mark: str = ""
    ) -> None:
        super().__init__()
        self.control = control
        layout = column(self, 4)
        head = row(gap=6)
        self._name, self._mark = label(name, "small", "ink2"), label(mark, "small", "ink3")
        self._name.setBuddy(control)
        head.addWidget(self._name)
        head.addWidget(self._mark)
        head.addStretch(1)
        layout.addLayout(head)
        layout.addWidget(control)
        self._foot = QWidget()
        foot = row(self._foot, 4)
        self._sign = Icon("warning", "warn", 14)
        self._hint = label("", "small", "ink3", wrap=True)
        sign = column(margins=(0, 2, 0, 0))  # beside the first line, however many follow
        sign.addWidget(self._sign)
        sign.addStretch(1)
        foot.addLayout(sign)
        foot.addWidget(self._hint, 1)
        layout.addWidget(self._foot)
        layout.addStretch(1)
        self.set_name(name, mark)
        self.set_hint(hint, state)

    def set_name(self, name: str, mark: str = "") -> None:
        """Show another label, and a small note beside it."""
        self._name.setText(name)
        self._mark.setText(mark)
        self._mark.setVisible(bool(mark))
        self.control.setAccessibleName(name)

    def set_hint(self, hint: str, state: str = "") -> None:
        """Say something under the field.

        Args:
            hint: The sentence; empty for none.
            state: "" for a hint, "warn" for a problem (a sign, amber), "far" for what came from
                elsewhere.
        """
        self._hint.setText(hint)
        self._foot.setVisible(bool(hint))
        self._sign.setVisible(bool(state))
        if state:
            self._sign.set_icon("warning" if state == "warn" else "download-simple", state)
        set_properties(self._hint, tone=state or "ink3")
        set_properties(self.control, state=state)
        self.control.setAccessibleDescription(hint)

    def hint(self) -> str:
        """Return the sentence under the field."""
        return self._hint.text()


class Combo(QComboBox):
    """A choice of codes, each shown by its words; `chosen` tells what a person chose.

    A code that is not among the items (a newer version wrote it) is kept and shown as itself.
    The wheel scrolls the page, not the choice, unless the list is open.
    """

    chosen = Signal(str)

    def __init__(self, items: Sequence[tuple[str, str]] = (), code: str = "") -> None:
        super().__init__()
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMaxVisibleItems(14)
        self.set_items(items)
        self.set_code(code)
        self.activated.connect(self._tell)

    def set_items(self, items: Sequence[tuple[str, str]]) -> None:
        """Offer other codes or the same in other words; the choice stays."""
        code = self.code()
        self.clear()
        for one, words in items:
            self.addItem(words, one)
        self.set_code(code)

    def code(self) -> str:
        """Return the code chosen, or nothing."""
        return str(self.currentData() or "")

    def set_code(self, code: str) -> None:
        """Choose without telling anybody."""
        at = self.findData(code)
        if at < 0 and code:
            self.addItem(_("Other (newer version)"), code)
            at = self.count() - 1
        self.setCurrentIndex(at)

    def _tell(self, _at: int) -> None:
        self.chosen.emit(self.code())

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def combo(names: Sequence[str], at: int = 0) -> Combo:
    """Return a choice of words whose codes are their numbers."""
    return Combo([(str(number), name) for number, name in enumerate(names)], str(at))
