"""Tables that people bring: XLSX, CSV, JSON lines as rows of words; their meaning is not here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.errors import ImportFileError
from db.table_files import Grid, read_csv, read_json_lines, read_workbook

ROWS = 100_000
"""How many rows a table may have."""

FILE_BYTES = 64 * 1024 * 1024
_TITLE_ROWS = 30  # how far down the names of the columns may stand

Recognises = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the names of the columns.

    Attributes:
        number: Its number in the file, from 1, as a spreadsheet shows it.
        cells: Words under each column; empty where there are none.
        problem: A short code when the row cannot be read: ``not_json``.
    """

    number: int
    cells: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands in a file.

    Attributes:
        path: The file.
        sheets: Names of the sheets it has; empty unless it is a workbook.
        sheet: Name of the one read here.
        columns: Names of the columns, in order; never twice the same.
        rows: What stands below them.
    """

    path: Path
    sheets: tuple[str, ...]
    sheet: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(
    path: Path, *, sheet: str | None = None, recognises: Recognises = lambda _: False
) -> Table:
    """Read a table: the names of its columns are found below title lines, also in two rows.

    Args:
        path: An XLSX or CSV file, or one of JSON lines.
        sheet: Name of a workbook's sheet; None takes the one that looks most like a table.
        recognises: Tells whether words are the name of a column that is known.

    Raises:
        ImportFileError: With what is wrong with the file.
    """
    grids = _grids(path)
    names = tuple(name for name, _ in grids if name)
    if sheet is not None:
        grids = [one for one in grids if one[0] == sheet] or grids
    found = [_table(path, names, name, grid, recognises) for name, grid in grids if grid]
    if not found:
        raise ImportFileError(path, "empty")
    best = max(found, key=lambda table: (_known(table.columns, recognises), bool(table.rows)))
    if not best.rows:
        raise ImportFileError(path, "empty")
    return best


def _grids(path: Path) -> list[tuple[str, Grid]]:
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise ImportFileError(path, "not_a_table")
        if size > FILE_BYTES:
            raise ImportFileError(path, "too_large", f"{size // 2**20} MB")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ImportFileError(path, "missing") from error
    except OSError as error:
        raise ImportFileError(path, "unreadable") from error
    if not data.strip():
        raise ImportFileError(path, "empty")
    if data.startswith(b"PK\x03\x04"):
        return read_workbook(path, ROWS + _TITLE_ROWS)
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # an old workbook, or a new one with a password
        raise ImportFileError(path, "not_a_table", "xls")
    lines = read_json_lines(path, data)
    grid = lines if lines is not None else read_csv(path, data)
    if len(grid) > ROWS + _TITLE_ROWS:
        raise ImportFileError(path, "too_large", str(len(grid)))
    return [("", grid)]


def _table(
    path: Path, names: tuple[str, ...], name: str, grid: Grid, recognises: Recognises
) -> Table:
    first, last = _header(grid, recognises)
    columns, places = _columns([cells for _, cells in grid[first : last + 1]], recognises)
    heads = {cells for _, cells in grid[first : last + 1]}
    rows = []
    for number, cells in grid[last + 1 :]:
        if cells in heads or not any(cells):  # printed again on each page, or empty
            continue
        problem = cells[0][1:] if cells[0].startswith("\0") else ""
        said = () if problem else cells
        picked = tuple(said[at] if at < len(said) else "" for at in places)
        rows.append(Row(number, picked, problem))
    if len(rows) > ROWS:
        raise ImportFileError(path, "too_large", str(len(rows)))
    return Table(path, names, name, columns, tuple(rows))


def _header(grid: Grid, recognises: Recognises) -> tuple[int, int]:
    """Return the first and last row of the names of the columns."""
    top = [cells for _, cells in grid[:_TITLE_ROWS]]
    scores = [_known(cells, recognises) for cells in top]
    best = max(range(len(top)), key=lambda at: (scores[at], -at))
    if not scores[best]:  # nothing is known: the first row with more than a title in it
        wide = [at for at, cells in enumerate(top) if sum(map(bool, cells)) > 1]
        return (wide[0], wide[0]) if wide else (0, 0)
    for first, last in ((best - 1, best), (best, best + 1)):
        if first < 0 or last >= len(top):
            continue
        both, _ = _columns(top[first : last + 1], recognises)
        if _known(both, recognises) > scores[best]:
            return first, last
    return best, best


def _columns(
    heads: Sequence[tuple[str, ...]], recognises: Recognises
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the names of the columns that have one, and where they stand.

    Of a name above several others the lower one counts, unless only the upper one is known.
    """
    names: list[str] = []
    places: list[int] = []
    for at in range(max(map(len, heads))):
        said = [cells[at] for cells in reversed(heads) if at < len(cells) and cells[at]]
        known = [words for words in said if recognises(words)]
        if not said:
            continue
        name = known[0] if known else said[0]
        count = sum(one == name or one.startswith(f"{name} (") for one in names)
        names.append(f"{name} ({count + 1})" if count else name)
        places.append(at)
    return tuple(names), tuple(places)


def _known(words: Iterable[str], recognises: Recognises) -> int:
    return len({one for one in words if one and recognises(one)})
