"""The bytes of tables: workbooks, CSV in any of the usual encodings, JSON lines; all bounded."""

import codecs
import csv
import datetime
import io
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from db.errors import ImportFileError

Grid = list[tuple[int, tuple[str, ...]]]
"""Rows with their numbers in the file, from 1."""

COLUMNS = 200
CELL = 10_000
_PLAIN_BYTES = 512 * 1024 * 1024  # of an unpacked workbook
_RATIO = 300  # beyond it no honest sheet is packed
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_DELIMITERS = ",\t;|，"


def read_workbook(path: Path, limit: int) -> list[tuple[str, Grid]]:
    """Return the sheets of an XLSX file by name; formulas as what they last came to.

    Raises:
        ImportFileError: It is none, or is larger than an honest one.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _check_archive(path)
    try:
        with path.open("rb") as file:  # openpyxl leaves it open where it stumbles
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            return [
                (sheet.title, _sheet(path, sheet, limit))
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            ]
    except ImportFileError:
        raise
    # what openpyxl raises on broken files follows from where it stumbles
    except (
        InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError,
        AttributeError, SyntaxError, OSError, EOFError, OverflowError, RuntimeError, zlib.error,
    ) as error:  # fmt: skip
        raise ImportFileError(path, "not_a_table", type(error).__name__) from error


def _check_archive(path: Path) -> None:
    """Refuse a bomb before anything is unpacked; zipfile never gives more than is declared."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ImportFileError(path, "not_a_table") from error
    if "xl/workbook.xml" not in names:
        raise ImportFileError(path, "not_a_table")
    plain = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if plain > _PLAIN_BYTES or (plain > 2**20 and plain > _RATIO * max(packed, 1)):
        raise ImportFileError(path, "too_large", f"{plain // 2**20} MB")


def _sheet(path: Path, sheet: Any, limit: int) -> Grid:
    sheet.reset_dimensions()  # what a file says of its size may be wrong
    grid: Grid = []
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=COLUMNS), 1):
        cells = tuple(_words(value) for value in row)
        if any(cells):
            if len(grid) >= limit:
                raise ImportFileError(path, "too_large", str(number))
            grid.append((number, _trimmed(cells)))
    return _filled(grid, _merged(path, sheet))


def _words(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case datetime.datetime():
            return value.isoformat(" ", "minutes")
        case datetime.time():
            return value.isoformat("minutes")
        case _:
            return _clean(str(value))


def _clean(words: str) -> str:
    return words.replace("\0", "").replace("_x000D_", "").replace("\r\n", "\n").strip()[:CELL]


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _merged(path: Path, sheet: Any) -> list[tuple[int, int, int, int]]:
    """Return the merged cells: first row, last row, first column, last column.

    openpyxl forgets them when it reads row by row, and loading whole sheets takes fifty times
    their size.
    """
    part = getattr(sheet, "_worksheet_path", "")
    found = []
    with zipfile.ZipFile(path) as archive, archive.open(part) as file:
        for match in _scan(file):
            left, top, right, bottom = match.groups()
            found.append((int(top), int(bottom), _column(left), _column(right)))
            if len(found) >= CELL:
                break
    return found


def _scan(file: IO[bytes]) -> Iterator[re.Match[bytes]]:
    rest = b""
    while block := file.read(1 << 20):
        data = rest + block
        end = 0
        for match in _MERGED.finditer(data):
            end = match.end()
            yield match
        rest = data[max(end, len(data) - 64) :]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _filled(grid: Grid, merged: list[tuple[int, int, int, int]]) -> Grid:
    """Give every row of a merge that goes downwards the words of its first."""
    at = {number: place for place, (number, _) in enumerate(grid)}
    for top, bottom, column, right in merged:
        if top not in at or bottom == top or right != column or column >= COLUMNS:
            continue
        source = grid[at[top]][1]
        words = source[column] if column < len(source) else ""
        for number in range(top + 1, min(bottom, top + CELL) + 1):
            if words and number in at:
                _, cells = grid[at[number]]
                padded = list(cells) + [""] * (column + 1 - len(cells))
                padded[column] = padded[column] or words
                grid[at[number]] = (number, tuple(padded))
    return grid


def read_csv(path: Path, data: bytes) -> Grid:
    """Return the rows of a CSV file, whatever its encoding and delimiter.

    Raises:
        ImportFileError: It is no text, or no table.
    """
    text = decode(path, data)
    delimiter = _delimiter(text)
    grid: Grid = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            cleaned = _trimmed(tuple(_clean(cell) for cell in cells[:COLUMNS]))
            if cleaned:
                grid.append((reader.line_num, cleaned))
    except csv.Error as error:
        raise ImportFileError(path, "not_a_table", str(error)) from error
    return grid


def decode(path: Path, data: bytes) -> str:
    """Return a file's text: UTF-8 with or without its mark, UTF-16, or GB18030.

    Raises:
        ImportFileError: It is none of them.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif (ends := {at % 2 for at, byte in enumerate(data[:4000]) if not byte}) in ({0}, {1}):
        encodings = [
            "utf-16-le" if ends == {1} else "utf-16-be"
        ]  # plain letters have an empty half
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(ord(c) < 32 and c not in "\t\r\n\f\v\x1a" for c in text[:10_000]):
            return text
    raise ImportFileError(path, "not_a_table")


def _delimiter(text: str) -> str:
    """Return the delimiter that stands equally often in most of the first lines."""
    lines = [line for line in text.splitlines()[:40] if line.strip()]

    def fit(delimiter: str) -> tuple[int, int]:
        counts = Counter(line.count(delimiter) for line in lines)
        counts.pop(0, None)
        often, agreeing = counts.most_common(1)[0] if counts else (0, 0)
        return agreeing, often

    return max(_DELIMITERS, key=fit)


def read_json_lines(path: Path, data: bytes) -> Grid | None:
    """Return JSON lines as rows below the names of all their keys, or None when it is none.

    A line that is broken gives a row of one cell that begins with NUL.
    """
    if not data.lstrip(codecs.BOM_UTF8 + b" \t\r\n").startswith(b"{"):
        return None
    lines = decode(path, data).splitlines()
    objects = [(number, _object(line)) for number, line in enumerate(lines, 1) if line.strip()]
    keys = dict.fromkeys(key for _, found in objects if found is not None for key in found)
    columns = tuple(keys)[:COLUMNS]
    grid: Grid = [(0, columns)]
    for number, found in objects:
        if found is None:
            grid.append((number, ("\0not_json",)))
        else:
            grid.append((number, tuple(_json_words(found.get(key)) for key in columns)))
    return grid


def _object(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return {str(k): v for k, v in found.items()} if isinstance(found, dict) else None


def _json_words(value: object) -> str:
    if isinstance(value, list):
        return " ".join(_words(one) for one in value)
    if isinstance(value, dict):
        return ""
    return _words(value)
