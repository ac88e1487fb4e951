"""Slips of paper: the recovery code, the six words; the same on the screen and from the printer."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPaintEvent,
    QPdfWriter,
    QPen,
)
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QSizePolicy, QWidget
from typing_extensions import override

from desktop import glyphs, theme
from desktop.fonts import SANS
from desktop.tokens import LIGHT, RADIUS, TYPE
from desktop.widgets.basic import A
from desktop.words import _

TALL = 196
_PAPER_WIDE = 640  # units a slip is across on paper; the type is set in the same units
_COVER = "––––"


@dataclass(frozen=True, slots=True)
class SlipWords:
    """What a slip says.

    Attributes:
        head: The line on top.
        cells: The groups or words, numbered, three across.
        foot: The line at the bottom.
    """

    head: str
    cells: Sequence[str]
    foot: str


def draw(painter: QPainter, box: QRectF, said: SlipWords, scale: float, *, covered: bool) -> None:
    """Draw a slip into a box; black on white, at night too."""
    ink, quiet = QColor(LIGHT.ink), QColor(LIGHT.ink2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(LIGHT.edge), scale, Qt.PenStyle.DashLine))
    painter.setBrush(QColor(LIGHT.surface))
    painter.drawRoundedRect(box, RADIUS["control"] * scale, RADIUS["control"] * scale)
    left, top = box.x() + 24 * scale, box.y() + 12 * scale
    wide = box.width() - 48 * scale
    _words(painter, QRectF(left, top, wide, 22 * scale), said.head, "small", scale, quiet)
    for number, cell in enumerate(said.cells):
        at = QRectF(
            left + (number % 3) * wide / 3,
            box.y() + (44 + (number // 3) * 48) * scale,
            wide / 3 - 12 * scale,
            42 * scale,
        )
        _words(painter, at, str(number + 1), "small", scale, quiet)
        shown = _COVER if covered else cell
        _words(painter, at.adjusted(18 * scale, 0, 0, 0), shown, "display", scale, ink)
    foot = QRectF(left, box.bottom() - 34 * scale, wide, 26 * scale)
    _words(painter, foot, said.foot, "small", scale, quiet)


def _words(painter: QPainter, at: QRectF, words: str, kind: str, scale: float, ink: QColor) -> None:
    font, (points, weight) = QFont(SANS), TYPE[kind]
    size = max(1, round(points * 4 / 3 * scale))
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    wide = QFontMetricsF(font, painter.device()).horizontalAdvance(words)
    if wide > at.width():  # nothing on a slip may be cut: smaller letters rather
        font.setPixelSize(max(1, int(size * at.width() / wide)))
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(at, A.AlignVCenter | A.AlignLeft, words)


class Slip(QWidget):
    """A slip on the screen, with a cut line; it can be covered."""

    def __init__(self, said: SlipWords) -> None:
        super().__init__()
        self._said, self._covered = said, False
        self.setFixedHeight(theme.now().size(TALL))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_covered(covered=False)

    def set_covered(self, *, covered: bool) -> None:
        """Cover what is on it, or show it."""
        self._covered = covered
        said = self._said
        self.setAccessibleName(said.head if covered else f"{said.head} {' '.join(said.cells)}")
        self.update()

    def covered(self) -> bool:
        """Return whether it is covered."""
        return self._covered

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        worn, painter = theme.now(), QPainter(self)
        box = QRectF(self.rect()).adjusted(1, worn.size(9), -1, -1)
        draw(painter, box, self._said, worn.scale, covered=self._covered)
        side = worn.size(18)
        left = round(box.right()) - side - worn.px(20)
        ground = QRectF(left - worn.px(4), 0, side + worn.px(8), side)
        painter.fillRect(ground, worn.q("canvas"))
        colour, ratio = worn.c.ink3, self.devicePixelRatioF()
        painter.drawPixmap(left, 0, glyphs.pixmap("scissors", colour, side, ratio))


def draw_copies(device: QPagedPaintDevice, said: SlipWords, copies: int) -> bool:
    """Draw a slip several times onto one sheet of paper; return whether the device took it."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageMargins(QMarginsF(20, 20, 20, 20), QPageLayout.Unit.Millimeter)
    painter = QPainter()
    if not painter.begin(device):
        return False
    wide = float(painter.viewport().width())
    scale = wide / _PAPER_WIDE
    for number in range(copies):
        top = number * (TALL + 40) * scale
        box = QRectF(QRectF(0, top, wide, 0).topLeft(), QSizeF(wide, (TALL - 10) * scale))
        draw(painter, box, said, scale, covered=False)
    return painter.end()


def save_pdf(path: str, said: SlipWords, copies: int) -> bool:
    """Write the slips as a PDF; return whether that went well."""
    return draw_copies(QPdfWriter(path), said, copies)


def ask_printer(parent: QWidget, said: SlipWords, copies: int) -> QPrintDialog:
    """Open the system's print dialog, and print when it is accepted."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(_("Lianke"))
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(_Print(printer, said, copies))
    QDialog.open(dialog)  # its own open() wants a slot by name
    return dialog


class _Print:
    """Prints when called; holds no widget."""

    def __init__(self, printer: QPrinter, said: SlipWords, copies: int) -> None:
        self._printer, self._said, self._copies = printer, said, copies

    def __call__(self) -> None:
        draw_copies(self._printer, self._said, self._copies)
