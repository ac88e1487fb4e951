"""The letters of the printed page: which face draws a sign, and how wide the sign is.

What the form asks is set in 黑体 (sans), what a person wrote in 宋体 (serif).
"""

from functools import cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from typing_extensions import override

from desktop.fonts import font_path

SONG, SONG_BOLD = "NotoSerifSC-Regular", "NotoSerifSC-Bold"
HEI, HEI_MEDIUM = "NotoSansSC-Regular", "NotoSansSC-Medium"
MISSING = "□"  # what Chinese print sets for a sign that no type has


class Face(TTFont):  # type: ignore[misc] # reportlab has no types
    """A TrueType face, embedded as subsets whose text can be copied out of the PDF."""

    @override
    def addObjects(self, doc: Any) -> None:
        """Write the font into the document, rare signs (beyond U+FFFF) with their right code."""
        rare = {code for subset in self.state[doc].subsets for code in subset if code > 0xFFFF}
        super().addObjects(doc)
        # reportlab 5.1 writes them as five hexadecimal digits, which readers take for two signs
        for name, item in doc.idToObject.items():
            if rare and name.startswith("toUnicodeCMap:") and self.face.name.decode() in name:
                for code in rare:
                    pair = chr(code).encode("utf-16-be").hex().upper()
                    item.content = item.content.replace(f"<{code:04X}>", f"<{pair}>")


@cache
def face(name: str) -> Face:
    """Return a face, read from its file at the first time (about 0.1 s)."""
    loaded = Face(name, str(font_path(name)))
    pdfmetrics.registerFont(loaded)
    return loaded


@cache
def drawn_by(sign: str, name: str) -> tuple[str, str]:
    """Return the sign that can be drawn for a sign, and the face that has it."""
    code = 32 if sign == "\xa0" else ord(sign)
    if code in face(name).face.charToGlyph:
        return sign, name
    for other in (SONG, HEI):
        if other != name and code in face(other).face.charToGlyph:
            return sign, other
    return MISSING, name


@cache
def advance(sign: str, name: str) -> float:
    """Return how wide a sign is, in ems."""
    drawn, by = drawn_by(sign, name)
    return float(face(by).face.getCharWidth(ord(drawn))) / 1000
