"""A form as a Word file: the rows that `Form` draws on paper, as one real table on A4.

Word, WPS and LibreOffice open it; the letters are named, not embedded: 宋体 for what was written,
黑体 for what the form asks, which every Chinese system has, each named for East Asian letters too.
"""

import datetime
import io
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from desktop.reports.form_rows import Box, Frame, Row, label_width
from desktop.reports.paper import MARGIN
from desktop.reports.setting import TYPE, clean
from desktop.reports.terms import stands_wide
from desktop.reports.word_ruled import ruled_cell
from desktop.reports.word_xml import element
from desktop.words import _

SONG, HEI, LATIN = "宋体", "黑体", "Times New Roman"
WIDE = 167.0  # mm between the margins
_PAD = 80  # twips inside a cell, left and right
_TWIPS = 1440 / 25.4  # in a millimetre
_RULE, _FRAME = 4, 8  # eighths of a point
_EPOCH = datetime.datetime(2025, 1, 1)  # noqa: DTZ001 - a Word file holds no zone
_WHOLE = 300  # signs: a row of more may go on over the end of a page


def word_form(frame: Frame, rows: Sequence[Row]) -> bytes:
    """Return a form as the bytes of a Word file."""
    word = Word(frame.title)
    word.form(frame, rows)
    return word.bytes()


def blank() -> Any:
    """Return an empty Word document, without the picture of an empty page that python-docx puts in.

    Systems would show that picture as the file's preview, whatever stands in it.
    """
    document: Any = Document()
    parts = document.part.package.rels
    for name in [name for name, to in parts.items() if to.reltype.endswith("/thumbnail")]:
        del parts[name]
    return document


class Word:
    """A Word document on its way: forms one after another, each on a page of its own."""

    def __init__(self, title: str) -> None:
        self._document: Any = blank()
        self._body: Any = self._document.element.body
        self._lay_out()
        about = self._document.core_properties
        about.title, about.author, about.comments = clean(title), "Lianke", ""
        about.created = about.modified = _EPOCH
        self._begun = False

    def form(self, frame: Frame, rows: Sequence[Row]) -> None:
        """Add a form."""
        self._title(frame.title, new_page=self._begun)
        self._line(frame.left, frame.right)
        self._add(_table(rows))
        self._signs(frame)
        if not self._begun:
            self._foot(frame)
        self._begun = True

    def cover(self, lines: Sequence[tuple[str, float]]) -> None:
        """Add lines in the middle of a page of their own, each with its size in points."""
        for number, (words, size) in enumerate(lines):
            paragraph = self._paragraph(words, SONG if number else HEI, size, center=True)
            paragraph.paragraph_format.space_before = Pt(180 if number == 0 else 14)
        self._begun = True

    def contents(self, name: str, lines: Sequence[str]) -> None:
        """Add a list of what follows, on a page of its own."""
        self._title(name, new_page=self._begun)
        for words in lines:
            self._paragraph(words, SONG, 12)
        self._begun = True

    def foot(self, frame: Frame) -> None:
        """Name the document in the foot of its pages, with their numbers."""
        self._foot(frame)

    def bytes(self) -> bytes:
        """Return the file."""
        stream = io.BytesIO()
        self._document.save(stream)
        return stream.getvalue()

    def _lay_out(self) -> None:
        section = self._document.sections[0]
        top, right, bottom, left = MARGIN["portrait"]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(top), Mm(bottom + 4)
        section.left_margin, section.right_margin = Mm(left), Mm(right)
        section.footer_distance = Mm(bottom - 4)
        normal = self._document.styles["Normal"]
        normal.font.name, normal.font.size = LATIN, Pt(10.5)
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), SONG)
        tongue = element("w:lang", **{"w:val": "en-US", "w:eastAsia": "zh-CN"})
        normal.element.rPr.append(tongue)  # Chinese marks stand low and left
        normal.paragraph_format.space_after = Pt(0)

    def _paragraph(self, words: str, face: str, size: float, *, center: bool = False) -> Any:
        paragraph = self._document.add_paragraph()
        paragraph._p.append(_run(words, face, size))  # noqa: SLF001 - python-docx names no other way
        if center:
            paragraph.alignment = 1
        return paragraph

    def _title(self, words: str, *, new_page: bool) -> None:
        paragraph = self._paragraph(words, HEI, 18, center=True)
        paragraph.paragraph_format.page_break_before = new_page
        paragraph.paragraph_format.space_after = Pt(4)

    def _line(self, left: str, right: str) -> None:
        paragraph = self._paragraph(f"{left}\t{right}", SONG, 10.5)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(WIDE), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.paragraph_format.space_after = Pt(3)

    def _signs(self, frame: Frame) -> None:
        for names in frame.signs:
            date = _("Date: ____ / ____ / ______")
            words = [
                name if name.startswith(("(", "（")) else f"{name}__________"
                for name in names
                if name
            ]
            paragraph = self._paragraph(
                "    ".join([*words, *([date] if "" in names else [])]), HEI, 10
            )
            paragraph.paragraph_format.space_before = Pt(8)

    def _foot(self, frame: Frame) -> None:
        paragraph = self._document.sections[0].footer.paragraphs[0]
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(WIDE / 2), WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Mm(WIDE), WD_TAB_ALIGNMENT.RIGHT)
        page, pages = "\0", "\1"
        numbers = _("Page {page} of {pages}").format(page=page, pages=pages)
        before, rest = numbers.split(page)
        between, after = rest.split(pages)
        element = paragraph._p  # noqa: SLF001 - python-docx has no fields
        for part in (
            _run(f"{frame.foot}\t{before}", HEI, 8), *_number("PAGE"), _run(between, HEI, 8),
            *_number("NUMPAGES"), _run(f"{after}\t{frame.printed}", HEI, 8),
        ):  # fmt: skip
            element.append(part)

    def _add(self, element: Any) -> None:
        self._body.insert(len(self._body) - 1, element)  # the section's properties stay last


def _table(rows: Sequence[Row]) -> Any:
    """Return the rows as one table: the grid holds every edge that any row has."""
    placed = [_edges(row) for row in rows]
    grid = sorted({edge for edges in placed for edge in edges})
    table = element("w:tbl", _properties(), _grid(grid))
    for number, (row, edges) in enumerate(zip(rows, placed, strict=True)):
        before = rows[number - 1] if number else None
        table.append(_row(row, before, edges, grid))
    return table


def _edges(row: Row) -> list[int]:
    """Return where the cells of a row end, in twips, the left edge first."""
    side = label_width() if row.side else 0.0
    room = WIDE * row.share
    rest = room - side - sum(box.w for box in row.boxes)
    free = sum(not box.w for box in row.boxes) or 1
    edges, at = [0.0], side
    if row.side:
        edges.append(side)
    for box in row.boxes:
        at += box.w or rest / free
        edges.append(at)
    edges[-1] = room
    if row.share < 1:
        edges.append(WIDE)
    return [round(edge * _TWIPS / 10) * 10 for edge in edges]


def _row(row: Row, before: Row | None, edges: list[int], grid: list[int]) -> Any:
    height = element(
        "w:trHeight", **{"w:val": str(round(row.least * _TWIPS)), "w:hRule": "atLeast"}
    )
    about = element("w:trPr", height)
    if sum(len(box.words) for box in row.boxes) < _WHOLE:
        about.append(element("w:cantSplit"))
    out = element("w:tr", about)
    boxes: list[tuple[Box, str]] = [(box, "") for box in row.boxes]
    if row.side:
        goes_on = before is not None and before.side == row.side
        words = "" if goes_on else stands_wide(row.side)
        boxes.insert(0, (Box(words, 0, "label", "center"), "continue" if goes_on else "restart"))
    top = row.flows and not row.head
    for (box, merged), left, right in zip(boxes, edges, edges[1:], strict=False):
        span = grid.index(right) - grid.index(left)
        kept = row.head or row.leads
        out.append(
            _cell(box, right - left, span, merged, top=top and box.kind == "note", kept=kept)
        )
    if row.share < 1:
        widths = [(right - left - 2 * _PAD) / 20 for left, right in pairwise(edges[:-1])]
        span = grid.index(edges[-1]) - grid.index(edges[-2])
        out.append(ruled_cell(row, widths, edges[-1] - edges[-2], span))
    return out


def _cell(box: Box, wide: int, span: int, merged: str, *, top: bool, kept: bool) -> Any:
    about = element("w:tcPr", element("w:tcW", **{"w:w": str(wide), "w:type": "dxa"}))
    if span > 1:
        about.append(element("w:gridSpan", **{"w:val": str(span)}))
    if merged:
        about.append(element("w:vMerge", **{"w:val": merged}))
    about.append(element("w:vAlign", **{"w:val": "top" if top else "center"}))
    cell = element("w:tc", about)
    type = TYPE[box.kind]
    face = HEI if box.kind in ("label", "head", "sub") else SONG
    for line in clean(box.words).split("\n"):
        spacing = element(
            "w:spacing",
            **{
                "w:before": "20",
                "w:after": "20",
                "w:line": str(round(type.leading * 20)),
                "w:lineRule": "atLeast",
            },
        )
        align = {"center": "center", "right": "right"}.get(box.align, "left")
        beside = [element("w:keepNext")] if kept else []  # with the row below it on one page
        about = element("w:pPr", *beside, spacing, element("w:jc", **{"w:val": align}))
        cell.append(element("w:p", about, *([_run(line, face, type.size)] if line else [])))
    return cell


def _properties() -> Any:
    edges = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        size = _RULE if side.startswith("inside") else _FRAME
        line = {"w:val": "single", "w:sz": str(size), "w:space": "0", "w:color": "000000"}
        edges.append(element(f"w:{side}", **line))
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", **{"w:w": str(_PAD), "w:type": "dxa"}))
    return element(
        "w:tblPr",
        element("w:tblW", **{"w:w": str(round(WIDE * _TWIPS)), "w:type": "dxa"}),
        element("w:tblInd", **{"w:w": str(_PAD), "w:type": "dxa"}),
        edges,
        element("w:tblLayout", **{"w:type": "fixed"}),
        margins,
    )


def _grid(edges: list[int]) -> Any:
    columns = [
        element("w:gridCol", **{"w:w": str(right - left)}) for left, right in pairwise(edges)
    ]
    return element("w:tblGrid", *columns)


def _run(words: str, face: str, size: float) -> Any:
    """Return words in a face; a tab stays one."""
    half = str(round(size * 2))
    fonts = {
        "w:ascii": LATIN,
        "w:hAnsi": LATIN,
        "w:eastAsia": face,
        "w:cs": LATIN,
        "w:hint": "eastAsia",
    }
    about = element(
        "w:rPr",
        element("w:rFonts", **fonts),
        element("w:sz", **{"w:val": half}),
        element("w:szCs", **{"w:val": half}),
    )
    run = element("w:r", about)
    for number, part in enumerate(words.split("\t")):
        if number:
            run.append(element("w:tab"))
        text = element("w:t", **{"xml:space": "preserve"})
        text.text = clean(part)
        run.append(text)
    return run


def _number(field: str) -> list[Any]:
    """Return a field that Word fills in."""
    out = []
    for kind in ("begin", "", "end"):
        run = _run("", HEI, 8)
        run.remove(run[-1])
        if kind:
            run.append(element("w:fldChar", **{"w:fldCharType": kind}))
        else:
            asked = element("w:instrText", **{"xml:space": "preserve"})
            asked.text = f" {field} "
            run.append(asked)
        out.append(run)
    return out
