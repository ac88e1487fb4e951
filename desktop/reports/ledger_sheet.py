"""活动台账 as an XLSX workbook: the activities, and a sheet that sums them up.

openpyxl writes the workbook with the heads; the rows of activities are put into its XML directly,
because styled cells of openpyxl take four times as long as all the rest.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter

from db.queries.ledger import Ledger
from desktop.reports.ledger_cells import TABLE, Cell, cell
from desktop.reports.ledger_words import data_as_of, scope, title, total
from desktop.reports.terms import term
from desktop.reports.written import written
from desktop.words import pgettext

_A4 = 9
_HEAD, _WORDS, _DAY = "Lianke head", "Lianke words", "Lianke day"
_EPOCH = datetime.date(1899, 12, 30)  # day 0 of a sheet, as Excel counts after February 1900
_LONGEST = 32_000  # characters Excel takes in a cell, nearly
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_THIN, _HAIR = Side(style="thin", color="999999"), Side(style="hair", color="999999")


def write_xlsx(ledger: Ledger, path: Path) -> None:
    """Write a ledger as a workbook that can be sorted, filtered and printed as it is.

    Raises:
        ReportNotWrittenError: The file cannot be put there.
    """
    book = Workbook(write_only=True)
    book.properties.title = title(ledger)
    book.properties.creator = "Lianke"
    _add_styles(book)
    activities = book.create_sheet(pgettext("ledger", "Activities"))
    _activities(activities, ledger)
    styles = {name: _cell(activities, "", name).style_id for name in (_WORDS, _DAY)}
    _summary(book.create_sheet(pgettext("ledger", "Summary")), ledger)
    made = BytesIO()
    book.save(made)
    with written(path) as stream:
        _fill(made, stream, "".join(_rows(ledger, styles)).encode())


def _fill(made: BytesIO, stream: BinaryIO, rows: bytes) -> None:
    """Copy a workbook, adding rows to its first sheet."""
    with ZipFile(made) as book, ZipFile(stream, "w", ZIP_DEFLATED) as whole:
        for name in book.namelist():
            data = book.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b"</sheetData>", rows + b"</sheetData>", 1)
            whole.writestr(name, data)


def _rows(ledger: Ledger, styles: Mapping[str, int]) -> Iterator[str]:
    """Give the rows of activities as XML; words are always words, never a formula."""
    letters = [get_column_letter(n) for n in range(1, len(TABLE) + 1)]
    words, day = styles[_WORDS], styles[_DAY]
    for number, row in enumerate(ledger.rows, 1):
        values: list[Cell] = [number, *(cell(column, row, ledger) for column in TABLE[1:])]
        yield f'<row r="{number + 1}">'
        for letter, value in zip(letters, values, strict=True):
            place = f'<c r="{letter}{number + 1}" s='
            if isinstance(value, str):
                text = f'<t xml:space="preserve">{escape(_text(value))}</t>'
                yield f'{place}"{words}" t="inlineStr"><is>{text}</is></c>'
            elif isinstance(value, datetime.date):
                yield f'{place}"{day}"><v>{(value - _EPOCH).days}</v></c>'
            elif value is None:
                yield f'{place}"{words}"/>'
            else:
                yield f'{place}"{words}"><v>{value!r}</v></c>'
        yield "</row>"


def _activities(sheet: Any, ledger: Ledger) -> None:
    """Set the sheet of activities up and write its head."""
    _set_up(sheet, ledger, landscape=True)
    last = f"{get_column_letter(len(TABLE))}{max(2, len(ledger.rows) + 1)}"
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{last}"
    sheet.print_title_rows = "1:1"
    sheet.print_area = f"A1:{last}"
    for n, column in enumerate(TABLE, 1):
        sheet.column_dimensions[get_column_letter(n)].width = column.wide
    sheet.append(_heads(sheet, (column.head() for column in TABLE)))


def _summary(sheet: Any, ledger: Ledger) -> None:
    """Write how much there was, by type and by school."""
    _set_up(sheet, ledger, landscape=False)
    for letter, wide in zip("ABCD", (26, 12, 12, 12), strict=True):
        sheet.column_dimensions[letter].width = wide
    for words in (title(ledger), scope(ledger), total(ledger), data_as_of(ledger)):
        sheet.append([_cell(sheet, words, "Normal")])
    sheet.append([])
    sheet.append(_heads(sheet, (pgettext("ledger", "Type"), pgettext("ledger", "Activities"))))
    for kind, count in ledger.by_type.items():
        sheet.append(
            [_cell(sheet, term("type", kind) or pgettext("ledger", "no type")), _cell(sheet, count)]
        )
    sheet.append([_cell(sheet, pgettext("ledger", "All")), _cell(sheet, len(ledger.rows))])
    sheet.append([])
    sheet.append(
        _heads(
            sheet,
            (
                pgettext("ledger", "School"),
                pgettext("ledger", "Hosted"),
                pgettext("ledger", "Took part"),
                pgettext("ledger", "Hours"),
            ),
        )
    )
    for school in ledger.by_school:
        values = (school.name, school.hosted, school.joined, school.hours)
        sheet.append([_cell(sheet, value) for value in values])


def _set_up(sheet: Any, ledger: Ledger, *, landscape: bool) -> None:
    """Make the sheet fit A4, with its name above and the page number below."""
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.center.text = _codeless(title(ledger))
    sheet.oddFooter.left.text = _codeless(scope(ledger))
    sheet.oddFooter.right.text = "&P / &N"


def _codeless(words: str) -> str:
    """Return words for a printed head; & begins a code there, and 255 signs are the most."""
    return words.replace("&", "&&")[:200]


def _add_styles(book: Workbook) -> None:
    """Put the few looks of cells into the workbook."""
    top = Alignment(vertical="top", wrap_text=True)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    under = Border(bottom=_HAIR)
    for style in (
        NamedStyle(_HEAD, font=Font(bold=True), alignment=middle, border=Border(bottom=_THIN)),
        NamedStyle(_WORDS, alignment=top, border=under),
        NamedStyle(_DAY, number_format="yyyy-mm-dd", alignment=top, border=under),
    ):
        book.add_named_style(style)


def _heads(sheet: Any, heads: Iterable[str]) -> list[Any]:
    return [_cell(sheet, words.replace("\n", " "), _HEAD) for words in heads]


def _cell(sheet: Any, value: str | float, style: str = _WORDS) -> Any:
    """Make a cell by openpyxl; what looks like a formula stays words."""
    made = WriteOnlyCell(sheet, _text(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        made.data_type = "s"
    made.style = style
    return made


def _text(words: str) -> str:
    return _UNWRITABLE.sub("", words)[:_LONGEST]
