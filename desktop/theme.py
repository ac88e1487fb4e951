"""The theme: tokens made into one font, one palette and one style sheet; switched while it runs.

Widgets hold no colours: they ask `now()` while they paint, so `apply` dresses all that is open.
"""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop.fonts import FONTS, SANS
from desktop.style_sheet import sheet
from desktop.tokens import DARK, LIGHT, TYPE, Colours

LARGE = 1.2  # from this scale on, pages lay themselves out for large letters


@dataclass(frozen=True)
class Theme:
    """What the program looks like: the set of colours, the size of the letters, the language.

    Attributes:
        dark: Whether the night colours are worn.
        scale: Factor on letters and controls, one of `tokens.SCALES`.
        language: The language spoken, "zh_CN" or "en": Latin text needs its own spacing.
    """

    dark: bool = False
    scale: float = 1.0
    language: str = "zh_CN"

    @property
    def c(self) -> Colours:
        """The colours by role, as #RRGGBB."""
        return DARK if self.dark else LIGHT

    @property
    def large(self) -> bool:
        """Whether the letters are so large that panes become pages."""
        return self.scale > LARGE

    def px(self, length: float) -> int:
        """Return a length of space: it grows half as fast as the letters."""
        return round(length * (1 + (self.scale - 1) * 0.5))

    def size(self, length: float) -> int:
        """Return the size of what holds letters or stands beside them: it grows with them."""
        return round(length * self.scale)

    def pt(self, kind: str) -> float:
        """Return the points of a kind of text."""
        return round(TYPE[kind][0] * self.scale, 1)

    def font(self, kind: str = "body") -> QFont:
        """Return a new font for a kind of text."""
        font = QFont(SANS)
        font.setPointSizeF(self.pt(kind))
        font.setWeight(QFont.Weight(TYPE[kind][1]))
        if self.language.startswith("en"):  # else ’ “ ” · stand in a full Chinese square
            font.setFeature(QFont.Tag("pwid"), 1)
            font.setFeature(QFont.Tag("palt"), 1)
        return font

    def shared_font(self, kind: str = "body") -> QFont:
        """Return the same font object each time, for painting; never change it."""
        return _shared_font(self, kind)

    def q(self, role: str) -> QColor:
        """Return the shared colour of a role; never change it."""
        return _shared_colour(str(getattr(self.c, role)))


@lru_cache(maxsize=64)
def _shared_font(theme: Theme, kind: str) -> QFont:
    return theme.font(kind)


@lru_cache(maxsize=256)
def _shared_colour(value: str) -> QColor:
    return QColor(value)


class Announcer(QObject):
    """Says that another theme is worn now."""

    changed = Signal()


class _Worn:
    """The one theme worn now."""

    theme = Theme()


announcer = Announcer()


def now() -> Theme:
    """Return the theme worn now."""
    return _Worn.theme


def load_fonts() -> None:
    """Register the letters of the window: once, before the first widget (10 ms, mapped)."""
    for name, path in FONTS.items():
        if name.startswith("NotoSans") and QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(f"no font at {path.name}")


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the whole program: style, font, palette, sheet.  Safe to call again at any time.

    A change of scale also wants pages to be rebuilt: layout margins are numbers.
    """
    _Worn.theme = theme
    if app.style().objectName() != "fusion" and not app.styleSheet():
        app.setStyle(QStyleFactory.create("Fusion"))  # before the sheet: a sheet wraps the style
    app.setFont(theme.font())
    app.setPalette(palette(theme))
    app.setStyleSheet(sheet(theme))  # last: it polishes every widget once, with the new palette
    announcer.changed.emit()


def palette(theme: Theme) -> QPalette:
    """Return the palette for what the sheet does not reach: delegates and native parts."""
    c, role, out = theme.c, QPalette.ColorRole, QPalette()
    colours = {
        role.Window: c.canvas,
        role.WindowText: c.ink,
        role.Base: c.surface,
        role.AlternateBase: c.canvas,
        role.Text: c.ink,
        role.PlaceholderText: c.ink3,
        role.Button: c.surface,
        role.ButtonText: c.ink,
        role.BrightText: c.danger,
        role.ToolTipBase: c.toast,
        role.ToolTipText: c.on_toast,
        role.Highlight: c.accent,
        role.HighlightedText: c.on_accent,
        role.Link: c.far,
        role.LinkVisited: c.far,
        role.Light: c.surface,
        role.Midlight: c.sunken,
        role.Mid: c.line,
        role.Dark: c.edge,
        role.Shadow: c.line,
        role.Accent: c.accent,
    }
    for name, colour in colours.items():
        out.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        out.setColor(QPalette.ColorGroup.Disabled, name, QColor(c.edge))
    out.setColor(QPalette.ColorGroup.Inactive, role.Highlight, QColor(c.accent_soft))
    out.setColor(QPalette.ColorGroup.Inactive, role.HighlightedText, QColor(c.ink))
    return out
