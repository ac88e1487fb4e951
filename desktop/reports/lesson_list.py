"""The catalogue of lessons as a table that can be changed elsewhere and imported again."""

import csv
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from db.queries.lessons import LessonRow
from desktop.labels import choice_label, field_label
from desktop.reports.written import written
from desktop.words import pgettext

Encoding = Literal["utf-8", "gb18030"]
_FIELDS = (
    "edition", "subject", "grade", "volume", "unit_no", "unit", "lesson_no", "title", "periods",
)  # fmt: skip
_CODES = ("subject", "grade", "volume")
_WIDE = (12, 10, 10, 10, 8, 28, 8, 32, 8)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_lessons(
    lessons: Sequence[LessonRow], path: Path, *, encoding: Encoding = "utf-8"
) -> None:
    """Write lessons to a file, whole or not at all: a workbook if its name says so, else CSV.

    Args:
        lessons: In the order in which they are written.
        path: The file; an older one is replaced.
        encoding: Of CSV; ``gb18030`` is what older Chinese table programs expect.

    Raises:
        ReportNotWrittenError: The file cannot be put there.
    """
    if path.suffix.lower() == ".xlsx":
        _write_book(lessons, path)
    else:
        _write_csv(lessons, path, encoding)


def _rows(lessons: Sequence[LessonRow]) -> Iterator[list[str | int | None]]:
    for lesson in lessons:
        row: list[str | int | None] = []
        for name in _FIELDS:
            value = getattr(lesson, name)
            row.append(choice_label("lesson", name, value) if name in _CODES else value)
        yield row


def _heads() -> list[str]:
    return [field_label("lesson", name) for name in _FIELDS]


def _write_csv(lessons: Sequence[LessonRow], path: Path, encoding: Encoding) -> None:
    with written(path) as stream:
        name = "utf-8-sig" if encoding == "utf-8" else encoding
        text = TextIOWrapper(stream, encoding=name, errors="replace", newline="")
        lines = csv.writer(text)
        lines.writerow(_heads())
        lines.writerows([_harmless(value) for value in row] for row in _rows(lessons))
        text.flush()
        text.detach()


def _harmless(value: str | int | None) -> str:
    """Return a value as text that no table program takes for a formula."""
    words = "" if value is None else str(value)
    return f"'{words}" if isinstance(value, str) and words.startswith(_FORMULA) else words


def _write_book(lessons: Sequence[LessonRow], path: Path) -> None:
    book = Workbook(write_only=True)
    book.properties.creator = "Lianke"
    sheet = book.create_sheet(pgettext("lessons", "Catalogue"))
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHI", _WIDE, strict=True):
        sheet.column_dimensions[letter].width = width
    heads = []
    for words in _heads():
        cell = WriteOnlyCell(sheet, words)
        cell.font = Font(bold=True)
        heads.append(cell)
    sheet.append(heads)
    for row in _rows(lessons):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value)
            if isinstance(value, str):
                cell.data_type = "s"  # words are always words, never a formula
            cells.append(cell)
        sheet.append(cells)
    with written(path) as stream:
        book.save(stream)
