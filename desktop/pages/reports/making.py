"""From what a person asks for to the file that is printed, and to the one they keep; no Qt."""

import datetime
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from db.progress import Progress, Work
from db.queries.ledger import Ledger, ledger
from db.store import Store
from desktop.reports.mark import Mark


@dataclass(frozen=True, slots=True)
class Ask:
    """What goes into a ledger.

    Attributes:
        term: Code of the term.
        school: Id of a school; empty for the whole alliance.
        without: Codes of the types that are left out.
        columns: Names of the columns that are printed.
    """

    term: str
    school: str = ""
    without: frozenset[str] = frozenset()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A ledger that was printed into a file.

    Attributes:
        ask: What was asked for.
        ledger: The facts in it.
        types: How many activities of each type there are, also of those left out.
        path: The file.
        marks: The cells on it that are still empty.
    """

    ask: Ask
    ledger: Ledger
    types: Mapping[str, int]
    path: Path
    marks: tuple[Mark, ...]


def making(store: Store, ask: Ask, path: Path, day: datetime.date) -> Work[Made]:
    """Print a ledger into a file.

    Args:
        store: The data folder.
        ask: What goes in.
        path: The file.
        day: The day it is printed.
    """
    from desktop.reports.export import export_ledger  # noqa: PLC0415 - reportlab is slow

    yield Progress(0, 2)
    whole = _read(store, ask, day)
    yield Progress(1, 2)
    rows = tuple(row for row in whole.rows if row.type not in ask.without)
    found = replace(whole, rows=rows)
    marks = export_ledger(found, "pdf", path, columns=ask.columns)
    return Made(ask, found, whole.by_type, path, tuple(marks))


def keeping(made: Made, path: Path) -> Work[Path]:
    """Write a ledger where a person wants it; the name of the file says in which format.

    A PDF is the very file that was looked at.
    """
    from desktop.reports.export import FORMATS, Format, export_ledger  # noqa: PLC0415 - reportlab is slow
    from desktop.reports.written import written  # noqa: PLC0415

    yield Progress(0, 1, path.name)
    format: Format = next((one for one in FORMATS if path.suffix.lower() == f".{one}"), "xlsx")
    if format == "pdf":
        with made.path.open("rb") as source, written(path) as stream:
            shutil.copyfileobj(source, stream)
    else:
        export_ledger(made.ledger, format, path)
    return path


def _read(store: Store, ask: Ask, day: datetime.date) -> Ledger:
    with store.read() as session:
        return ledger(session, term=ask.term, school=ask.school or None, made_on=day)
