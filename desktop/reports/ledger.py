"""活动台账 as a PDF: months as bands with their counts, empty cells left for the pen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from db.queries.ledger import Ledger
from db.queries.ledger_row import LedgerRow
from desktop.reports.ledger_columns import BETWEEN_VERSIONS, TWO_VERSIONS, Column, chosen, shown
from desktop.reports.ledger_words import counts, data_as_of, scope, title, total
from desktop.reports.mark import Mark
from desktop.reports.paper import Paper
from desktop.reports.setting import MM, TYPE, Line, cut, set_lines
from desktop.reports.terms import month, stands_wide
from desktop.reports.written import written
from desktop.words import CHINESE, _, language, ngettext, pgettext

_PAD = (1.2, 1.0)  # mm inside a cell: across, down
_HEAD, _BAND, _LEAST = 10.4, 5.6, 7.4  # mm high
_MOST_LINES = 9  # of one cell: a row never grows taller than a third of the sheet
_BLANK_ROWS = 8  # on a ledger with nothing in it yet


@dataclass(frozen=True, slots=True)
class _Band:
    """A month, without columns."""

    title: str
    counts: str
    h: float = _BAND


@dataclass(frozen=True, slots=True)
class _Row:
    row: LedgerRow
    cells: tuple[tuple[Line, ...], ...]
    h: float


_Item = _Band | _Row


def write_pdf(
    ledger: Ledger, path: Path, *, columns: Sequence[str] = (), invariant: bool = False
) -> list[Mark]:
    """Print a ledger into a PDF file.

    Args:
        ledger: What is printed.
        path: The file; replaced whole or not at all.
        columns: Names of `ledger_columns.COLUMNS`; () prints the usual ones.
        invariant: Leave the time out, so that equal ledgers make equal files.

    Returns:
        The cells that are still empty and should not be.

    Raises:
        ReportNotWrittenError: The file cannot be put there.
    """
    with written(path) as stream:
        sheets = _Sheets(Paper(stream, "wide", title(ledger), invariant=invariant), ledger, columns)
        return sheets.print()


class _Sheets:
    """One ledger on its way onto paper: set every row, break into sheets, draw."""

    def __init__(self, paper: Paper, ledger: Ledger, columns: Sequence[str]) -> None:
        self.paper, self.ledger = paper, ledger
        self.columns = chosen(columns)
        self.widths = _widths(self.columns, paper.w)
        self.xs = [paper.left]
        for wide in self.widths:
            self.xs.append(self.xs[-1] + wide)
        self.marks: list[Mark] = []
        self.number = self.disputed = self.shortened = 0

    def print(self) -> list[Mark]:
        sheets = self._break(list(self._items()))
        for n, (items, with_tail) in enumerate(sheets):
            if n:
                self.paper.next_sheet()
            top = self._top(first=n == 0)
            bottom = self._table(top, items, n)
            if with_tail:
                self._tail(bottom)
            self._foot(n + 1, len(sheets))
        self.paper.save()
        return self.marks

    def _items(self) -> Iterator[_Item]:
        """Set the rows, a band before each month."""
        for first, group in groupby(self.ledger.rows, key=_month_of):
            rows = list(group)
            yield _Band(self._month(first), counts(rows))
            for row in rows:
                yield self._set(row)

    def _month(self, first: tuple[int, int] | None) -> str:
        if first is None:
            return pgettext("ledger", "No date")
        day = next(r.held_on for r in self.ledger.rows if _month_of(r) == first)
        assert day is not None
        begins = self.ledger.starts_on or self.ledger.term_starts_on
        if begins and day.year != begins.year:
            return _("{month} {year}").format(month=month(day), year=day.year)
        return month(day)

    def _set(self, row: LedgerRow) -> _Row:
        self.number += 1
        cells = []
        for column, wide in zip(self.columns, self.widths, strict=True):
            is_number = column.name == "number"
            words = str(self.number) if is_number else shown(column, row, self.ledger)
            self.disputed += words.startswith(TWO_VERSIONS) and BETWEEN_VERSIONS in words
            lines: tuple[Line, ...] = ()
            if words:
                lines = set_lines(words, "dense", (wide - 2 * _PAD[0]) * MM, column.align)
            short = cut(lines, _MOST_LINES)
            self.shortened += short is not lines or words.endswith("…")
            cells.append(short)
        most = max(len(lines) for lines in cells)
        return _Row(row, tuple(cells), max(_LEAST, most * TYPE["dense"].leading / MM + 2 * _PAD[1]))

    def _break(self, items: list[_Item]) -> list[tuple[list[_Item], bool]]:
        """Share the items out to sheets; a band is never the last on one, and no tail is alone."""
        sheets: list[list[_Item]] = [[]]
        floor = self.paper.h - self.paper.bottom
        y = self._below_top(first=True)
        band: _Band | None = None
        for i, item in enumerate(items):
            follower = items[i + 1].h if isinstance(item, _Band) else 0
            if y + item.h + follower > floor and sheets[-1]:
                sheets.append([])
                y = self._below_top(first=False)
                if isinstance(item, _Row) and band is not None:
                    sheets[-1].append(_Band(_("{month} (continued)").format(month=band.title), ""))
                    y += _BAND
            band = item if isinstance(item, _Band) else band
            sheets[-1].append(item)
            y += item.h
        if y + self._tail_height() > floor:
            sheets.append(self._pull(sheets[-1], band))
        return [(sheet, n + 1 == len(sheets)) for n, sheet in enumerate(sheets)]

    def _pull(self, sheet: list[_Item], band: _Band | None) -> list[_Item]:
        """Take the last row over to the sheet with the signatures."""
        last = sheet.pop()
        if sheet and isinstance(sheet[-1], _Band):
            return [sheet.pop(), last]
        if band is None:
            return [last]
        return [_Band(_("{month} (continued)").format(month=band.title), ""), last]

    def _below_top(self, *, first: bool) -> float:
        return self.paper.top + (13.0 if first else 2.4) + _HEAD

    def _tail_height(self) -> float:
        lines = set_lines(self._notes(99), "foot", self.paper.w * MM)
        return 2 + len(lines) * TYPE["foot"].leading / MM + 2.6 + 6.5

    def _top(self, *, first: bool) -> float:
        """Draw the name, or on later sheets one small line; return where the table begins."""
        paper, right = self.paper, self.paper.left + self.paper.w
        if not first:
            paper.one(paper.left, paper.top - 3.4, title(self.ledger), "foot")
            paper.one(right, paper.top - 3.4, scope(self.ledger), "foot", "right")
            return paper.top + 2.4
        paper.one(
            paper.left + paper.w / 2, paper.top - 4, title(self.ledger), "title-wide", "center"
        )
        paper.one(paper.left, paper.top + 6, scope(self.ledger), "sub")
        paper.one(right, paper.top + 6, total(self.ledger), "sub", "right")
        return paper.top + 13.0

    def _table(self, top: float, items: list[_Item], page: int) -> float:
        paper, y = self.paper, top + _HEAD
        right = paper.left + paper.w
        for column, x, wide in zip(self.columns, self.xs, self.widths, strict=False):
            paper.centred(x, top, wide, _HEAD, _head(column), "head")
        paper.line(paper.left, y, right, y)
        bands: list[tuple[float, float]] = []
        for n, item in enumerate(items):
            if isinstance(item, _Band):
                wide = paper.one(paper.left + 2, y + 0.65, item.title, "head")
                paper.one(paper.left + max(15, wide + 6), y + 0.85, item.counts, "foot")
                bands.append((y, y + item.h))
            else:
                self._draw(item, y, page)
            y += item.h
            if n + 1 < len(items):
                paper.line(paper.left, y, right, y, "hair")
        if not items:
            y = self._blank(y)
        for x in self.xs[1:-1]:
            at = top
            for begin, end in [*bands, (y, y)]:
                paper.line(x, at, x, begin, "hair")
                at = end
        paper.box(paper.left, top, paper.w, y - top, "frame")
        return y

    def _blank(self, y: float) -> float:
        """Draw empty rows for the pen."""
        for n in range(_BLANK_ROWS):
            if n:
                self.paper.line(self.paper.left, y, self.paper.left + self.paper.w, y, "hair")
            y += 11.2
        return y

    def _draw(self, item: _Row, y: float, page: int) -> None:
        leading = TYPE["dense"].leading / MM
        for column, lines, x, wide in zip(
            self.columns, item.cells, self.xs, self.widths, strict=False
        ):
            if lines:
                self.paper.lines(
                    x + _PAD[0], y + (item.h - len(lines) * leading) / 2, lines, "dense"
                )
            elif column.asks and item.row.is_asked(column.asks):
                self.marks.append(Mark(page, x, y, wide, item.h, item.row.id, column.asks))

    def _notes(self, empty: int) -> str:
        notes = [data_as_of(self.ledger)]
        if not self.ledger.rows:
            notes.append(_("No activities in this time yet; the rows are for the pen."))
        if empty:
            notes.append(
                ngettext(
                    "{count} empty cell, to be filled by hand.",
                    "{count} empty cells, to be filled by hand.",
                    empty,
                ).format(count=empty)
            )
        if self.disputed:
            notes.append(_("▲ Two versions were written, and nobody has chosen yet."))
        if self.shortened:
            notes.append(_("… Shortened here; whole in the table and on the record sheet."))
        return ("" if language() == CHINESE else " ").join(notes)

    def _tail(self, y: float) -> None:
        """Draw how old the data is, and the lines to sign on."""
        paper, y = self.paper, y + 2
        y += paper.text(paper.left, y, paper.w, self._notes(len(self.marks)), "foot") + 2.6
        names = (
            pgettext("ledger", "Filled in by:"),
            pgettext("ledger", "Checked by:"),
            pgettext("ledger", "Head teacher:"),
            pgettext("ledger", "(Seal)"),
        )
        for n, name in enumerate(names):
            x = paper.left + n * paper.w / 4
            wide = paper.one(x, y, name, "label")
            if n < len(names) - 1:
                paper.line(x + wide + 1, y + 4.6, x + wide + 38, y + 4.6)
        paper.one(paper.left + paper.w, y, _("Date: ____ / ____ / ______"), "label", "right")

    def _foot(self, page: int, pages: int) -> None:
        whom = self.ledger.school or self.ledger.alliance
        self.paper.foot(
            _("Activity ledger, {school}, {term}").format(
                school=whom, term=self.ledger.term_name or self.ledger.term
            ),
            _("Page {page} of {pages}").format(page=page, pages=pages),
            _("Lianke, printed on {date}").format(date=self.ledger.made_on),
        )


def _month_of(row: LedgerRow) -> tuple[int, int] | None:
    return (row.held_on.year, row.held_on.month) if row.held_on else None


def _widths(columns: Sequence[Column], room: float) -> list[float]:
    """Return the columns' widths in millimetres; the longest text takes what is left."""
    side = 0 if language() == CHINESE else 1
    widths = [column.mm[side] for column in columns]
    left = room - sum(widths)
    names = [column.name for column in columns]
    taker = next((name for name in ("summary", "title", "outcome") if name in names), "")
    if taker:
        widths[names.index(taker)] += left
        return widths
    return [wide * room / sum(widths) for wide in widths]


def _head(column: Column) -> str:
    """Return a column's head; one of two Chinese signs is opened with two spaces."""
    return stands_wide(column.head()) if column.align == "left" else column.head()
