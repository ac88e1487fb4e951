"""A choice as large as a card: icon, verb, promise."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from desktop import theme
from desktop.tokens import RADIUS
from desktop.widgets.basic import Elided, Icon, column, row, set_properties


class Pick(QAbstractButton):
    """One choice; the chosen one has the bar and the tint."""

    def __init__(
        self,
        icon: str,
        name: str,
        hint: str = "",
        *,
        on: bool = False,
        tall: int = 60,
        icon_size: int = 22,
    ) -> None:
        super().__init__()
        worn, roomy = theme.now(), tall > 70
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(worn.size(tall - 14) + worn.px(14))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = row(self, 12, (16, 0, 12, 0))
        self._icon, self._icon_name = Icon(icon, "ink2", icon_size), icon
        self._name = Elided(name, "heading" if roomy else "strong")
        self._hint = Elided(hint, "body" if roomy else "small", "ink3")
        layout.addWidget(self._icon)
        words = column(gap=0)
        words.addStretch(1)
        words.addWidget(self._name)
        words.addWidget(self._hint)
        words.addStretch(1)
        layout.addLayout(words, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.toggled.connect(self._tint)
        self.set_words(name, hint)
        self.setChecked(on)

    def set_words(self, name: str, hint: str = "") -> None:
        """Show another verb and promise."""
        self._name.setText(name)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.setAccessibleName(name)
        self.setAccessibleDescription(hint)
        self.setToolTip(hint)

    def _tint(self, on: bool) -> None:
        self._icon.set_icon(self._icon_name, "accent" if on else "ink2")
        set_properties(self._hint, tone="ink2" if on else "ink3")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn, painter = theme.now(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, over = self.isChecked(), self.underMouse()
        painter.setPen(QPen(worn.q("accent" if on else "line"), 1))
        painter.setBrush(worn.q("accent_soft" if on else "hover" if over else "surface"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, RADIUS["control"], RADIUS["control"])
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(worn.q("accent"))
            painter.drawRoundedRect(QRectF(0, 0, 4, self.height()), 2, 2)


class Picks(QWidget):
    """Several of them, of which one is chosen; arrow keys choose, Enter goes on."""

    chosen = Signal(int)
    accepted = Signal()

    def __init__(self, picks: Sequence[Pick], at: int = 0, gap: int = 12) -> None:
        super().__init__()
        self._picks = list(picks)
        layout = column(self, gap)
        for pick in picks:
            pick.setAutoExclusive(True)
            pick.clicked.connect(self._tell)
            layout.addWidget(pick)
        self._picks[at].setChecked(True)
        self.setFocusProxy(self._picks[at])

    def at(self) -> int:
        """Return the number of the chosen one."""
        return next(at for at, pick in enumerate(self._picks) if pick.isChecked())

    def set_at(self, at: int) -> None:
        """Choose without telling anybody."""
        self._picks[at].setChecked(True)
        self.setFocusProxy(self._picks[at])

    def _tell(self) -> None:
        self.setFocusProxy(self._picks[self.at()])
        self.chosen.emit(self.at())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        else:
            super().keyPressEvent(event)


class Tile(QAbstractButton):
    """A large button of the first page: icon on a ground, verb, promise; one may be filled."""

    def __init__(
        self, icon: str, name: str, hint: str = "", *, main: bool = False, tone: str = "ink3"
    ) -> None:
        super().__init__()
        worn, self._main = theme.now(), main
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(worn.size(50) + worn.px(26))
        layout = row(self, 12, (16, 0, 12, 0))
        role, ground = ("on_accent", "accent_hover") if main else ("accent", "accent_soft")
        layout.addWidget(Icon(icon, role, 24, ground))
        self._name = Elided(name, "heading", "on_accent" if main else "")
        self._hint = Elided(hint, "small", "on_accent" if main else tone)
        words = column(gap=1)
        words.addStretch(1)
        words.addWidget(self._name)
        words.addWidget(self._hint)
        words.addStretch(1)
        layout.addLayout(words, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_words(name, hint)

    def set_words(self, name: str, hint: str = "", tone: str = "") -> None:
        """Show another verb and promise, the promise in another tone if one is named."""
        self._name.setText(name)
        self._hint.setText(hint)
        if tone and not self._main:
            set_properties(self._hint, tone=tone)
        self.setAccessibleName(name)
        self.setAccessibleDescription(hint)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn, painter, over = theme.now(), QPainter(self), self.underMouse()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._main:
            ground, edge = "accent_hover" if over or self.isDown() else "accent", "accent"
        else:
            ground, edge = ("hover", "accent") if over else ("surface", "line")
        painter.setPen(QPen(worn.q(edge), 1))
        painter.setBrush(worn.q(ground))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, RADIUS["card"], RADIUS["card"])
