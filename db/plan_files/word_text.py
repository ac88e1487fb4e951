"""The text of a Word document: its paragraphs and tables as a reader sees them."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from db.errors import PlanFileError
from db.plan_files.blocks import Block, Cell, Paragraph, Table, Text
from db.plan_files.word_file import open_word
from db.plan_files.word_lists import Lists

SIGNS = 1_000_000
"""How many signs a plan may have; a book is no plan."""

ROWS = 3_000
_COLUMNS = 60
_DEEP = 6  # tables in cells of tables
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_SKIPPED = {
    "del", "moveFrom", "Fallback", "pPr", "rPr", "instrText", "delText", "sectPr", "tblPr",
    "tblGrid", "trPr", "sdtPr", "sdtEndPr",
}  # fmt: skip
_PICTURES = {"blip", "imagedata", "OLEObject"}


def read_word(path: Path) -> Text:
    """Return the text of a Word file.

    Raises:
        PlanFileError: It cannot be used.
    """
    parts = open_word(path)
    reading = _Reading(path, Lists(parts.numbering))
    body = next((child for child in parts.body if _name(child) == "body"), None)
    if body is None:
        raise PlanFileError(path, "damaged", "body")
    blocks = tuple(reading.blocks(body, 0))
    pictures = sum(1 for one in body.iter() if _name(one) in _PICTURES)
    return Text(blocks, pictures, parts.macros)


class _Reading:
    def __init__(self, path: Path, lists: Lists) -> None:
        self.path, self.lists = path, lists
        self.left: Counter[str] = Counter({"signs": SIGNS, "rows": ROWS})

    def blocks(self, parent: Any, depth: int) -> Iterator[Block]:
        for child in parent:
            match _name(child):
                case "p":
                    yield from self._paragraph(child, depth)
                case "tbl":
                    if depth >= _DEEP:
                        raise PlanFileError(self.path, "too_large", "tables")
                    yield self._table(child, depth)
                case name if name not in _SKIPPED:  # content controls, inserted text, wrappers
                    yield from self.blocks(child, depth)

    def _paragraph(self, element: Any, depth: int) -> Iterator[Block]:
        pieces: list[str] = []
        boxes: list[Any] = []
        runs: list[bool] = []
        self._read(element, pieces, boxes, runs)
        words = "".join(pieces)
        self._take("signs", len(words))
        if words.strip():
            words = self.lists.number_of(element) + words.strip("\n")
        style = _value(element, "pPr", "pStyle").lower()
        heading = style.startswith(("heading", "title")) or style in {"1", "2", "3", "a3"}
        yield Paragraph(words, heading or (bool(runs) and all(runs)))
        for box in boxes:
            yield from self.blocks(box, depth)

    def _read(self, element: Any, out: list[str], boxes: list[Any], runs: list[bool]) -> None:
        for child in element:
            match _name(child):
                case "t":
                    out.append(child.text or "")
                    if (child.text or "").strip():
                        runs.append(_is_bold(element))
                case "tab" | "ptab":
                    out.append("\t")
                case "br" | "cr":
                    out.append("\n")
                case "noBreakHyphen":
                    out.append("-")
                case "txbxContent":
                    boxes.append(child)
                case "rt":  # pinyin above a character
                    above: list[str] = []
                    self._read(child, above, boxes, [])
                    out.append(f"（{''.join(above).strip()}）")
                case "ruby":
                    base = sorted(child, key=lambda part: _name(part) == "rt")
                    self._read(base, out, boxes, runs)
                case name if name not in _SKIPPED:
                    self._read(child, out, boxes, runs)

    def _table(self, element: Any, depth: int) -> Table:
        rows = []
        for row in _inside(element, "tr"):
            self._take("rows", 1)
            cells, at = [], _number(_value(row, "trPr", "gridBefore"), 0)
            for cell in _inside(row, "tc"):
                span = _number(_value(cell, "tcPr", "gridSpan"), 1)
                merge = _child(cell, "tcPr", "vMerge")
                goes_on = merge is not None and _attribute(merge) in ("", "continue")
                if at >= _COLUMNS:
                    break
                cells.append(Cell(tuple(self.blocks(cell, depth + 1)), at, span, goes_on))
                at += span
            rows.append(tuple(cells))
        return Table(tuple(rows))

    def _take(self, what: str, many: int) -> None:
        self.left[what] -= many
        if self.left[what] < 0:
            raise PlanFileError(self.path, "too_large", what)


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _inside(element: Any, name: str) -> Iterator[Any]:
    """Give the children of a name, also inside of wrappers."""
    for child in element:
        if _name(child) == name:
            yield child
        elif _name(child) in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _inside(child, name)


def _child(element: Any, *names: str) -> Any:
    for name in names:
        element = next((child for child in element if _name(child) == name), None)
        if element is None:
            return None
    return element


def _attribute(element: Any, name: str = "val") -> str:
    return element.get(_W + name) or element.get(_STRICT + name) or ""


def _value(element: Any, *names: str) -> str:
    found = _child(element, *names)
    return "" if found is None else _attribute(found)


def _number(words: str, otherwise: int) -> int:
    return max(1, min(int(words), _COLUMNS)) if words.isascii() and words.isdecimal() else otherwise


def _is_bold(run: Any) -> bool:
    mark = _child(run, "rPr", "b")
    return mark is not None and _attribute(mark) not in ("0", "false")
