"""What a person presses: buttons, chips, the segmented choice, check boxes by the row."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from desktop import icons, theme
from desktop.widgets.basic import label, row, set_properties

FIXED = (QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


def button(
    text: str, kind: str = "", icon: str = "", *, small: bool = False, role: str = ""
) -> QPushButton:
    """Return a button: kind primary (one a screen), secondary (""), quiet or danger."""
    out = QPushButton(text)
    out.setProperty("kind", kind or "secondary")
    if small:
        out.setProperty("small", "true")
    if icon:
        wears = {"primary": "on_accent", "danger": "danger", "quiet": "accent"}
        if icon.startswith("caret"):
            out.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        size = 16 if small else 18
        icons.dress(out, icon, role or wears.get(kind, "ink2"), size, beside_words=True)
    out.setCursor(Qt.CursorShape.PointingHandCursor)
    out.setSizePolicy(*FIXED)
    out.setAutoDefault(False)
    return out


def icon_button(icon: str, tip: str, role: str = "ink2") -> QToolButton:
    """Return a button without words, of the few that may be one; its tip is its name."""
    out = QToolButton()
    out.setProperty("kind", "icon")
    out.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    out.setCursor(Qt.CursorShape.PointingHandCursor)
    icons.dress(out, icon, role, on="accent")
    set_tip(out, tip)
    return out


def set_tip(button: QToolButton, tip: str) -> None:
    """Give an icon button its tool tip and accessible name."""
    button.setToolTip(tip)
    button.setAccessibleName(tip)


def chip(
    text: str,
    *,
    checked: bool = False,
    checkable: bool = True,
    icon: str = "",
) -> QToolButton:
    """Return a chip that is on or off."""
    out = QToolButton()
    out.setProperty("kind", "chip")
    out.setText(text)
    out.setCheckable(checkable)
    out.setChecked(checked)
    out.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    out.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon:
        out.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        icons.dress(out, icon, "ink3", 14, on="accent", beside_words=True)
    return out


class FilledMenu(QMenu):
    """A menu that is made anew each time it opens.

    Attributes:
        fill: Puts what it offers into a menu: this one, or one inside another.
    """

    def __init__(self, parent: QWidget, fill: Callable[[QMenu], None]) -> None:
        super().__init__(parent)
        self.fill = fill
        self.aboutToShow.connect(self._refill)

    def _refill(self) -> None:
        self.clear()
        self.fill(self)


def menu_chip(fill: Callable[[QMenu], None]) -> QToolButton:
    """Return a chip with a caret that opens a menu, filled by what is given."""
    out = chip("", checkable=False, icon="caret-down")
    out.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    out.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    out.setMenu(FilledMenu(out, fill))
    return out


def set_chip(chip: QToolButton, text: str, *, on: bool) -> None:
    """Show on a menu chip what it is set to, and whether that narrows anything."""
    chip.setText(text)
    set_properties(chip, on="true" if on else "false")


class Segmented(QFrame):
    """A choice of two to four that is always made; `chosen` tells a new one by its number."""

    chosen = Signal(int)

    def __init__(self, names: Sequence[str], at: int = 0, glyphs: Sequence[str] = ()) -> None:
        super().__init__()
        self.setProperty("kind", "segmented")
        layout = row(self, 2, (3, 3, 3, 3))
        self._group = QButtonGroup(self)
        for number, name in enumerate(names):
            one = QToolButton()
            one.setText(name)
            one.setCheckable(True)
            one.setChecked(number == at)
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            if glyphs:
                one.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
                icons.dress(one, glyphs[number], "ink2", 16, on="accent")
            self._group.addButton(one, number)
            layout.addWidget(one)
        self.setSizePolicy(*FIXED)
        self._group.idClicked.connect(self.chosen)

    def at(self) -> int:
        """Return the number of the choice made."""
        return self._group.checkedId()

    def set_at(self, number: int) -> None:
        """Make a choice without telling anybody."""
        self._group.button(number).setChecked(True)

    def set_names(self, names: Sequence[str]) -> None:
        """Show the same choices in other words."""
        for number, name in enumerate(names):
            self._group.button(number).setText(name)


def segmented(names: Sequence[str], at: int = 0, glyphs: Sequence[str] = ()) -> Segmented:
    """Return a segmented choice."""
    return Segmented(names, at, glyphs)


class _Box(QCheckBox):
    """A check box that answers wherever it is hit; the sheet's style answers at its words only."""

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)


class Check(QWidget):
    """A check box whose whole row answers; at the right what is known about it."""

    toggled = Signal(bool)

    def __init__(self, words: str, *, on: bool = False, note: str = "", tone: str = "ink3") -> None:
        super().__init__()
        layout = row(self)
        self.box: QCheckBox = _Box(words)
        self.box.setChecked(on)
        self.box.setMinimumHeight(theme.now().size(28))
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.note: QLabel = label(note, "small", tone)
        layout.addWidget(self.box, 1)
        layout.addWidget(self.note)
        self.setFocusProxy(self.box)
        self.box.toggled.connect(self.toggled)

    def on(self) -> bool:
        """Return whether it is ticked."""
        return self.box.isChecked()

    def set_on(self, on: bool) -> None:
        """Tick it or not, without telling anybody."""
        was_blocked = self.box.blockSignals(True)
        self.box.setChecked(on)
        self.box.blockSignals(was_blocked)


def check(words: str, *, on: bool = False, note: str = "", tone: str = "ink3") -> Check:
    """Return a check box with a note at the right."""
    return Check(words, on=on, note=note, tone=tone)
