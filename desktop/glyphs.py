"""Icons as shapes: Phosphor glyphs and our own few paths, painted once into cached pixmaps.

Nothing here knows the theme: a colour comes in as a value.  `desktop.icons` asks the theme.
"""

import importlib.util
import json
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPainterPath, QPen, QPixmap

GRID = 256  # Phosphor's own grid, drawn with a pen of 16
PEN = 16


def _stick() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(72, 96, 112, 128), 16, 16)
    path.addRoundedRect(QRectF(92, 32, 72, 64), 6, 6)
    for x in (116, 140):
        path.moveTo(x, 60)
        path.lineTo(x, 68)
    return path


def _two_houses() -> QPainterPath:
    path = QPainterPath()
    for x in (32, 100):
        path.moveTo(x, 208)
        for dx, y in ((0, 112), (62, 48), (124, 112), (124, 208)):
            path.lineTo(x + dx, y)
        path.closeSubpath()
    return path


_PATHS = {"usb-stick": _stick, "two-houses": _two_houses}  # what Phosphor 1.3 lacks


@lru_cache(maxsize=1)
def _phosphor() -> tuple[str, dict[str, str]]:
    """Return the family and the characters of Phosphor.

    QtAwesome is found, not imported: its icon() would load and hash twelve fonts (0.2 s, 43 MB).
    """
    spec = importlib.util.find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("QtAwesome, which brings the icons, is not installed")
    folder = Path(spec.submodule_search_locations[0]) / "fonts"
    found = QFontDatabase.addApplicationFont(str(folder / "phosphor-1.3.0.ttf"))
    characters = json.loads((folder / "phosphor-charmap-1.3.0.json").read_text("utf-8"))
    return QFontDatabase.applicationFontFamilies(found)[0], characters


def exists(name: str) -> bool:
    """Return whether there is an icon of this name."""
    return name in _PATHS or name in _phosphor()[1]


def filled(name: str) -> str:
    """Return the name of the filled twin of an icon, or the icon itself if it has none."""
    twin = f"{name}-fill"
    return twin if exists(twin) else name


def draw(painter: QPainter, rect: QRectF, name: str, colour: QColor) -> None:
    """Draw an icon into a rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if name in _PATHS:
        factor = rect.width() / GRID
        painter.translate(rect.topLeft())
        painter.scale(factor, factor)
        round_ends = (Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(QPen(colour, PEN, Qt.PenStyle.SolidLine, *round_ends))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_PATHS[name]())
    else:
        family, characters = _phosphor()
        font = QFont(family)
        font.setPixelSize(round(rect.height()))
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, chr(int(characters[name], 16)))
    painter.restore()


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """Return an icon as pixels for a device-pixel ratio; lists paint these, never the font."""
    out = blank(size, size, ratio)
    painter = QPainter(out)
    draw(painter, QRectF(0, 0, size, size), name, QColor(colour))
    painter.end()
    return out


def blank(width: int, height: int, ratio: float) -> QPixmap:
    """Return a transparent pixmap of a size in logical pixels."""
    out = QPixmap(round(width * ratio), round(height * ratio))
    out.setDevicePixelRatio(ratio)
    out.fill(Qt.GlobalColor.transparent)
    return out


def draw_mark(painter: QPainter, rect: QRectF, colours: tuple[str, str, str]) -> None:
    """Draw the sign of the program: two schools, and what they share is a house too."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    one, other = _house(rect, 4), _house(rect, 24)
    for colour, path in zip(colours, (one, other, one.intersected(other)), strict=True):
        painter.setBrush(QColor(colour))
        painter.drawPath(path)
    painter.restore()


def _house(rect: QRectF, x: float) -> QPainterPath:
    """Return one house, by the same numbers as resources/icons/lianke.svg."""
    factor = rect.width() / 64
    corners = ((x, 52), (x, 28), (x + 18, 12), (x + 36, 28), (x + 36, 52))
    path = QPainterPath()
    path.addPolygon([rect.topLeft() + QPointF(px, py) * factor for px, py in corners])
    path.closeSubpath()
    return path
