"""Paper: sheets of a printed form, in millimetres from the top left, black on white.

There is no grey ground and no colour anywhere: a third photocopy would lose them.
"""

from threading import Lock
from typing import Any, BinaryIO

from reportlab import rl_config
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from desktop.reports.faces import SONG, advance, drawn_by, face
from desktop.reports.setting import MM, TYPE, Line, height, set_line, set_lines

# ASCII armour, written in Python, took two thirds of the time of a long ledger.
rl_config.useA85 = 0

LINE = {"frame": 1.0, "rule": 0.5, "hair": 0.25}  # points
PAD = (1.9, 1.3)  # mm inside a cell: across, down
ROW = 9.0  # mm: the least row, a pen fits in
# mm: top, right, bottom, left; the bound side is wider
MARGIN = {"portrait": (15.0, 18.0, 16.0, 25.0), "wide": (18.0, 12.0, 15.0, 15.0)}

_one_at_a_time = Lock()  # the faces read their files while a document is saved


class _Canvas(Canvas):  # type: ignore[misc] # reportlab has no types
    """A canvas that tells its document, for the names of font subsets."""

    @property
    def document(self) -> Any:
        return self._doc


class Paper:
    """A document of sheets of one size; y grows downwards.

    Attributes:
        w: Millimetres between the side margins.
        h: Millimetres from the top edge to the bottom edge.
        left: The left margin; `top` and `bottom` are margins too.
    """

    def __init__(self, stream: BinaryIO, kind: str, title: str, *, invariant: bool = False) -> None:
        face(SONG)
        self.size = landscape(A4) if kind == "wide" else A4
        # without our own first face, Helvetica, which is not embedded, is named on every page
        self._canvas = _Canvas(
            stream, pagesize=self.size, initialFontName=SONG, invariant=invariant, pageCompression=1
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor("Lianke")
        self._canvas.setCreator("Lianke")
        self._codes: dict[str, dict[str, tuple[str, str, float]]] = {}
        self.top, right, self.bottom, self.left = MARGIN[kind]
        self.w = self.size[0] / MM - self.left - right
        self.h = self.size[1] / MM

    def next_sheet(self) -> None:
        """End this sheet and begin another."""
        self._canvas.showPage()

    def save(self) -> None:
        """Write the document to its stream."""
        with _one_at_a_time:
            self._canvas.save()

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str = "rule") -> None:
        """Draw a line, thick as its kind says."""
        self._canvas.setLineWidth(LINE[kind])
        self._canvas.line(x1 * MM, self._up(y1), x2 * MM, self._up(y2))

    def box(self, x: float, y: float, w: float, h: float, kind: str = "rule") -> None:
        """Draw the outline of a rectangle."""
        self._canvas.setLineWidth(LINE[kind])
        self._canvas.rect(x * MM, self._up(y + h), w * MM, h * MM)

    def one(self, x: float, y: float, words: str, kind: str, align: str = "left") -> float:
        """Draw one line whose box begins at y; return its width in millimetres."""
        line = set_line(words, kind)
        at = x * MM - {"left": 0.0, "center": line.width / 2, "right": line.width}[align]
        self._draw(line, at, y, 0, kind)
        return line.width / MM

    def lines(self, x: float, y: float, lines: tuple[Line, ...], kind: str) -> None:
        """Draw lines that were set before, the first one's box beginning at y."""
        for n, line in enumerate(lines):
            self._draw(line, x * MM, y, n, kind)

    def text(
        self, x: float, y: float, w: float, words: str, kind: str, align: str = "left"
    ) -> float:
        """Draw a text in a column; return its height in millimetres."""
        lines = set_lines(words, kind, w * MM, align)
        self.lines(x, y, lines, kind)
        return len(lines) * TYPE[kind].leading / MM

    def centred(self, x: float, y: float, w: float, h: float, words: str, kind: str) -> None:
        """Draw words in the middle of a cell."""
        tall = height(words, kind, w * MM) / MM
        self.text(x, y + max(0.4, (h - tall) / 2), w, words, kind, "center")

    def code(self, x: float, y: float, side: float, words: str) -> None:
        """Draw a small square code, so that a scanned paper finds its record again."""
        code = QrCodeWidget(words, barLevel="M").qr  # its drawOn() names an unembedded Helvetica
        code.make()
        count = code.getModuleCount()
        step = side * MM / count
        path = self._canvas.beginPath()
        for row in range(count):
            for column in range(count):
                if code.isDark(row, column):
                    path.rect(x * MM + column * step, self._up(y) - (row + 1) * step, step, step)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def foot(self, left: str, middle: str, right: str) -> None:
        """Draw the foot of the sheet."""
        y = self.h - self.bottom + 3.5
        self.one(self.left, y, left, "foot")
        self.one(self.left + self.w / 2, y, middle, "foot", "center")
        self.one(self.left + self.w, y, right, "foot", "right")

    def _up(self, down: float) -> float:
        return float(self.size[1]) - down * MM

    def _draw(self, line: Line, left: float, y: float, n: int, kind: str) -> None:
        """Write a line as one text object, its gaps as kerns: far faster than a string a sign."""
        type = TYPE[kind]
        base = self._up(y) - n * type.leading - (type.leading - type.size) / 2 - type.size * 0.88
        codes = self._codes.setdefault(type.face, {})
        out = [f"BT 1 0 0 1 {left:.2f} {base:.2f} Tm "]
        font, array = "", ""
        at = 0.0  # where the pen stands, in points from the left end of the line
        for words, x in line.pieces:
            kern = round((at - x) / type.size * 1000)
            at = x
            for sign in words:
                wanted, code, wide = codes.get(sign) or self._learn(sign, type.face)
                if wanted != font:
                    out.append(f"[{array}]TJ " if array else "")
                    out.append(f"{wanted} {type.size} Tf ")
                    font, array = wanted, ""
                array += f"{kern}{code}" if kern else code
                kern = 0
                at += wide * type.size
        if array:
            out.append(f"[{array}]TJ ")
        self._canvas.addLiteral("".join(out).replace("><", "") + "ET")

    def _learn(self, sign: str, name: str) -> tuple[str, str, float]:
        """Take a sign into the fonts of this document: the subset's name, its code, its advance."""
        drawn, by = drawn_by(sign, name)
        document = self._canvas.document
        ((subset, code),) = face(by).splitString(drawn, document)
        font = face(by).getSubsetInternalName(subset, document)
        learnt = (font, f"<{code.hex()}>", advance(sign, name))
        self._codes[name][sign] = learnt
        return learnt
