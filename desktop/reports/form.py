"""An A4 form: rows of labels and values in one frame, growing and flowing over sheets.

A form is first set (every cell into lines), then broken into sheets, then drawn: the foot of the
first sheet must know how many there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from desktop.reports.form_rows import BLOCK, Box, Frame, Row, label_width
from desktop.reports.paper import PAD, Paper
from desktop.reports.setting import MM, TYPE, Line, height, set_line, set_lines
from desktop.reports.terms import stands_wide
from desktop.words import _

_SPLIT = 24.0  # mm that must be left on a sheet for a text to begin on it
_TIGHT = 6.6  # mm: a row in which all is filled in
_DENSE = 0.7  # mm above and below the words of a list
_ASIDE = 0.8  # mm beside a label at the left
_SIGN = 8.4  # mm a line to sign on takes
_RULED = 8.5  # mm between the lines for the pen


@dataclass(frozen=True, slots=True)
class _Set:
    row: Row
    lines: tuple[tuple[Line, ...], ...]
    widths: tuple[float, ...]
    h: float


class Form:
    """One form on its way onto paper."""

    def __init__(self, paper: Paper, frame: Frame, rows: Iterable[Row]) -> None:
        self.paper, self.frame = paper, frame
        self.side = label_width()
        self.floor = paper.h - paper.bottom - 1
        self.signing = 3.6 + _SIGN * len(frame.signs) if frame.signs else 0.0
        self.rows = [self._set(row) for row in rows]
        if len(self._break()) == 2:
            self._tighten()

    def print(self) -> int:
        """Draw the sheets and save; return how many there are."""
        count = self.draw()
        self.paper.save()
        return count

    def count(self) -> int:
        """Return how many sheets it takes."""
        return len(self._break())

    def draw(self, before: int = 0, pages: int = 0) -> int:
        """Draw the sheets, the first one onto the sheet that is open; return how many there are.

        Args:
            before: How many sheets of the document stand before it.
            pages: How many the whole document has; 0 when it is nothing else.
        """
        sheets = self._break()
        for n, sheet in enumerate(sheets):
            if n:
                self.paper.next_sheet()
            last = n + 1 == len(sheets)
            bottom = self._draw(self._top(n == 0), self._grown(sheet, n == 0) if last else sheet)
            if last:
                self._signs(bottom)
            self.paper.foot(
                self.frame.foot,
                _("Page {page} of {pages}").format(page=before + n + 1, pages=pages or len(sheets)),
                self.frame.printed,
            )
        return len(sheets)

    def _tighten(self) -> None:
        """Save the second sheet if that is enough: rows that need no pen get lower."""
        wide = self.rows
        self.rows = [
            self._set(replace(item.row, least=min(item.row.least, _TIGHT)))
            if all(box.words for box in item.row.boxes)
            else item
            for item in wide
        ]
        if len(self._break()) > 1:
            self.rows = wide

    def _set(self, row: Row) -> _Set:
        room = self.paper.w * row.share - (self.side if row.side else 0)
        rest = room - sum(box.w for box in row.boxes)
        open_boxes = sum(not box.w for box in row.boxes) or 1
        widths = tuple(box.w or rest / open_boxes for box in row.boxes)
        lines = tuple(
            set_lines(box.words, box.kind, (w - 2 * self._pad(box)) * MM, box.align)
            if box.words
            else ()
            for box, w in zip(row.boxes, widths, strict=True)
        )
        return _Set(row, lines, widths, self._height(row, lines))

    def _pad(self, box: Box) -> float:
        return 0.8 if box.align == "center" else PAD[0]

    def _height(self, row: Row, lines: Sequence[tuple[Line, ...]]) -> float:
        tall = max(
            (len(ls) * TYPE[b.kind].leading / MM for b, ls in zip(row.boxes, lines, strict=True)),
            default=0,
        )
        dense = all(box.kind in ("note", "label") for box in row.boxes) and bool(row.side)
        pad = _DENSE if dense else PAD[1]
        least = row.least
        if row.side and row.grows:  # alone beside its label, which may take more lines than it
            wide = (self.side - 2 * _ASIDE) * MM
            least = max(least, height(stands_wide(row.side), "label", wide) / MM + 2 * _DENSE)
        return max(least, tall + 2 * pad + (0.6 if row.grows else 0))

    def _break(self) -> list[list[_Set]]:
        """Share the rows out to sheets; the signatures never stand alone."""
        sheets: list[list[_Set]] = [[]]
        y = self._below_top(first=True)
        waiting = list(reversed(self.rows))
        while waiting:
            item = waiting.pop()
            if y + _with_followers(item, waiting) <= self.floor:
                sheets[-1].append(item)
                y += item.h
                continue
            if item.row.spare and all(rest.row.spare for rest in waiting):
                break
            room = self.floor - y
            whole = all(one.row.head for one in sheets[-1])  # nothing is gained by waiting
            if whole or (room >= _SPLIT and _runs_on(item.row)):
                here, item = self._split(item, room)
                sheets[-1].append(here)
            sheets.append([])
            y = self._below_top(first=False)
            waiting.append(item)
            if not item.row.head and (head := self._head_of(item)):
                sheets[-1].append(head)
                y += head.h
        if y + self.signing > self.floor and sheets[-1]:
            sheets.append(self._carry(sheets[-1]))
        return sheets

    def _carry(self, sheet: list[_Set]) -> list[_Set]:
        """Take the last row over to the signatures, with its list's head."""
        last = sheet.pop()
        if sheet and sheet[-1].row.head:
            return [sheet.pop(), last]
        head = self._head_of(last)
        return [head, last] if head else [last]

    def _head_of(self, item: _Set) -> _Set | None:
        if item.row.head:
            return None
        name = item.row.side or item.row.of
        heads = (s for s in self.rows if s.row.head)
        return next((s for s in heads if (s.row.side or s.row.of) == name), None)

    def _split(self, item: _Set, room: float) -> tuple[_Set, _Set]:
        high = [TYPE[box.kind].leading for box in item.row.boxes]
        fits = [max(1, int((room - 2 * PAD[1]) * MM / leading)) for leading in high]
        here = tuple(lines[:many] for lines, many in zip(item.lines, fits, strict=True))
        rest = tuple(lines[many:] for lines, many in zip(item.lines, fits, strict=True))
        row = replace(item.row, least=min(item.row.least, BLOCK))
        return (
            replace(item, row=row, lines=here, h=room),
            replace(item, row=row, lines=rest, h=self._height(row, rest)),
        )

    def _grown(self, sheet: list[_Set], first: bool) -> list[_Set]:
        """Give the texts what is left of the last sheet: more room for the pen, no bare paper."""
        parts = sum(item.row.grows for item in sheet)
        used = self._below_top(first=first) + sum(item.h for item in sheet) + self.signing
        spare = max(0.0, self.floor - used) if first and parts else 0.0
        return [replace(s, h=s.h + spare * s.row.grows / (parts or 1)) for s in sheet]

    def _below_top(self, *, first: bool) -> float:
        return self.paper.top + (18.4 if first else 5.0)

    def _top(self, first: bool) -> float:
        """Draw the name and the code, or on later sheets one small line."""
        paper, frame = self.paper, self.frame
        right = paper.left + paper.w
        if not first:
            paper.one(paper.left, paper.top, frame.title, "foot")
            paper.one(right, paper.top, frame.short, "foot", "right")
            return self._below_top(first=False)
        name = "title-latin" if frame.title.isascii() else "title"
        paper.one(paper.left + paper.w / 2, paper.top, frame.title, name, "center")
        paper.code(right - 13, paper.top - 1, 13, frame.code)
        paper.one(right, paper.top + 12.2, frame.short, "foot", "right")
        paper.one(paper.left, paper.top + 11, frame.left, "sub")
        paper.one(right - 27, paper.top + 11, frame.right, "sub", "right")
        return self._below_top(first=True)

    def _draw(self, top: float, sheet: list[_Set]) -> float:
        paper, y = self.paper, top
        beside = top  # where the part begins that is left for the pen
        for (side, share), group in groupby(sheet, key=lambda s: (s.row.side, s.row.share)):
            begin, items = y, list(group)
            left, right = paper.left + (self.side if side else 0), paper.left + paper.w * share
            for n, item in enumerate(items):
                self._boxes(item, left, y)
                y += item.h
                if n + 1 < len(items):
                    paper.line(left, y, right, y, "hair" if side else "rule")
            if side:
                words = stands_wide(side)
                x, wide = paper.left + _ASIDE, self.side - 2 * _ASIDE
                paper.centred(x, begin, wide, y - begin, words, "label")
                paper.line(left, begin, left, y)
            if y < top + sum(item.h for item in sheet) - 0.01:
                paper.line(paper.left, y, right, y)
            if share == 1:
                self._ruled(beside, begin, sheet)
                beside = y
        self._ruled(beside, y, sheet)
        paper.box(paper.left, top, paper.w, y - top, "frame")
        return y

    def _ruled(self, top: float, bottom: float, sheet: list[_Set]) -> None:
        """Rule the part beside narrow rows, for the pen."""
        share = min((item.row.share for item in sheet), default=1.0)
        if share == 1 or bottom - top < 0.1:
            return
        paper = self.paper
        left, right = paper.left + paper.w * share, paper.left + paper.w
        paper.line(left, top, left, bottom)
        paper.line(left, bottom, right, bottom)
        at = top + _RULED
        while at < bottom - _RULED / 2:
            paper.line(left + 2, at, right - 2, at, "hair")
            at += _RULED

    def _boxes(self, item: _Set, x: float, y: float) -> None:
        for n, (box, lines, w) in enumerate(
            zip(item.row.boxes, item.lines, item.widths, strict=True)
        ):
            if n:
                self.paper.line(x, y, x, y + item.h, "hair" if item.row.side else "rule")
            tall = len(lines) * TYPE[box.kind].leading / MM
            at_top = (item.row.grows or item.row.flows) and (
                tall + 2 * PAD[1] + 0.7 > BLOCK or item.h > BLOCK + 0.1
            )
            down = PAD[1] if at_top else max(0.4, (item.h - tall) / 2)
            self.paper.lines(x + self._pad(box), y + down, lines, box.kind)
            x += w

    def _signs(self, y: float) -> None:
        """Draw the lines to sign on: names with lines share what seal and date leave."""
        paper = self.paper
        for n, names in enumerate(self.frame.signs):
            at, x = y + 4.6 + n * _SIGN, paper.left
            date = _("Date: ____ / ____ / ______") if "" in names else ""
            seal = next((name for name in names if name.startswith(("(", "（"))), "")
            lined = [name for name in names if name and name != seal]
            step = (paper.w - _wide(date)) / (len(lined) + (0.6 if seal else 0))
            for name in lined:
                wide = paper.one(x, at, name, "label")
                paper.line(x + wide + 1, at + 4.6, min(x + step - 5, x + wide + 40), at + 4.6)
                x += step
            paper.one(x, at, seal, "label")
            paper.one(paper.left + paper.w, at, date, "label", "right")


def _with_followers(item: _Set, waiting: Sequence[_Set]) -> float:
    """Return how much room a row wants with what it stands over; the next row comes last."""
    tall = item.h
    for above, below in pairwise([item, *reversed(waiting)]):
        if not (above.row.head or above.row.leads):
            break
        named = below.row.head or below.row.leads
        tall += below.h if named else min(below.h, _SPLIT)
    return tall


def _runs_on(row: Row) -> bool:
    return row.flows or (len(row.boxes) == 1 and bool(row.grows))


def _wide(words: str) -> float:
    return set_line(words, "label").width / MM if words else 0.0
