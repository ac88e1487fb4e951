"""Icons for buttons, menus and items: they ask the theme for their colour while they paint."""

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton
from typing_extensions import override

from desktop import glyphs, theme
from desktop.tokens import ICON

APP_ICONS = Path(__file__).resolve().parents[1] / "resources" / "icons"
AIR = 5  # a sheet cannot set the gap between icon and words: the picture brings it
Button = TypeVar("Button", bound=QAbstractButton)


class _Engine(QIconEngine):
    """Paints one glyph in the colour its role has now, so that a new theme needs no new icons."""

    def __init__(self, name: str, role: str, on: str, size: int, air: int, air_left: bool) -> None:
        super().__init__()
        self._name, self._role, self._on = name, role, on
        self._size, self._air, self._air_left = size, air, air_left

    @override
    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role, self._on, self._size, self._air, self._air_left)

    @override
    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        return size

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        colours = theme.now().c
        role = self._on if state == QIcon.State.On else self._role
        colour = colours.edge if mode == QIcon.Mode.Disabled else str(getattr(colours, role))
        side = min(self._size or rect.height(), rect.height(), rect.width())
        free = rect.width() - self._air - side
        left = rect.left() + free // 2 + (self._air if self._air_left else 0)
        top = rect.top() + (rect.height() - side) // 2
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(left, top, glyphs.pixmap(self._name, colour, side, ratio))

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    @override
    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        out = glyphs.blank(size.width(), size.height(), scale)
        painter = QPainter(out)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return out


def icon(name: str, role: str = "ink2", *, on: str = "") -> QIcon:
    """Return an icon that follows the theme.

    Args:
        name: A Phosphor name such as "calendar-blank", or one of our own.
        role: The colour role it wears.
        on: The role it wears while its button is checked; the same if empty.
    """
    return QIcon(_Engine(name, role, on or role, 0, 0, air_left=False))


def dress(
    button: Button,
    name: str,
    role: str = "ink2",
    size: int = ICON["control"],
    *,
    on: str = "",
    beside_words: bool = False,
) -> Button:
    """Give a button its icon, with air between it and its words, and return the button.

    A button that gets its words later says `beside_words`.
    """
    side = theme.now().size(size)
    air = AIR if button.text() or beside_words else 0
    mirrored = button.layoutDirection() == Qt.LayoutDirection.RightToLeft
    button.setIcon(QIcon(_Engine(name, role, on or role, side, air, air_left=mirrored)))
    button.setIconSize(QSize(side + air, side))
    return button


def app_icon() -> QIcon:
    """Return the icon of the program, for the window and the task bar."""
    out = QIcon()
    for path in sorted(APP_ICONS.glob("lianke-*.png")):
        out.addFile(str(path))
    return out
