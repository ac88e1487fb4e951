"""The half of a Word form that is left for the pen: ruled, row by row.

Word alone knows how tall a row comes out, so each row brings its own lines, evenly in what it is
tall at least: no row grows for them, and a row that runs on to the next page takes lines along.
"""

from collections.abc import Sequence
from typing import Any

from desktop.reports.form_rows import Row
from desktop.reports.setting import MM, TYPE, set_lines
from desktop.reports.word_xml import element

APART = 8.5  # mm between two lines, as on paper, about
_AIR = 2.0  # points around a paragraph
_HAIR = {"w:val": "single", "w:sz": "2", "w:space": "0", "w:color": "7F7F7F"}


def ruled_cell(row: Row, widths: Sequence[float], wide: int, span: int) -> Any:
    """Return the ruled cell beside a row.

    Args:
        row: The row.
        widths: Of its cells without their air, in points.
        wide: Of this cell, in twips.
        span: How many columns of the grid it takes.
    """
    about = element("w:tcPr", element("w:tcW", **{"w:w": str(wide), "w:type": "dxa"}))
    if span > 1:
        about.append(element("w:gridSpan", **{"w:val": str(span)}))
    edges = (element("w:top", **_HAIR), element("w:bottom", **_HAIR))
    about.append(element("w:tcBorders", *edges))
    tall = _tall(row, widths)
    lines = max(round(tall / (APART * MM)), 1)
    apart = int(tall / lines * 20)
    return element("w:tc", about, *(_line(apart, last=n + 1 == lines) for n in range(lines)))


def _tall(row: Row, widths: Sequence[float]) -> float:
    """Return how tall a row comes out at least, in points."""
    tallest = row.least * MM
    for box, wide in zip(row.boxes, widths, strict=True):
        type, words = TYPE[box.kind], box.words.split("\n")
        lines = sum(len(set_lines(said, box.kind, wide, box.align)) or 1 for said in words)
        tallest = max(tallest, lines * type.leading + len(words) * _AIR)
    return tallest


def _line(apart: int, *, last: bool) -> Any:
    """Return one line to write on, in twips; the last one stands on the edge of the row."""
    spacing = element(
        "w:spacing",
        **{
            "w:before": "0",
            "w:after": "0",
            "w:line": str(apart),
            "w:lineRule": "exact",
        },
    )
    if last:
        return element("w:p", element("w:pPr", spacing))
    rule = element("w:pBdr", element("w:bottom", **_HAIR), element("w:between", **_HAIR))
    return element("w:p", element("w:pPr", rule, spacing))
