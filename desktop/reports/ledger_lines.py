"""活动台账 as plain lines: CSV for any table program, JSON lines for other programs."""

import csv
import datetime
import json
from dataclasses import fields
from io import TextIOWrapper
from pathlib import Path

from db.queries.ledger import Ledger
from db.queries.ledger_row import LedgerRow
from desktop.reports.ledger_cells import TABLE, Cell, cell
from desktop.reports.written import written

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(ledger: Ledger, path: Path) -> None:
    """Write a ledger as CSV, in UTF-8 with the mark that Excel needs to see that it is.

    Raises:
        ReportNotWrittenError: The file cannot be put there.
    """
    with written(path) as stream:
        text = TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
        lines = csv.writer(text)
        lines.writerow([column.head().replace("\n", " ") for column in TABLE])
        for number, row in enumerate(ledger.rows, 1):
            values = [cell(column, row, ledger) for column in TABLE[1:]]
            lines.writerow([number, *(_harmless(value) for value in values)])
        text.flush()
        text.detach()


def _harmless(value: Cell) -> str:
    """Return a value as text that no table program takes for a formula."""
    if value is None:
        return ""
    words = value if isinstance(value, str) else f"{value}"
    return f"'{words}" if isinstance(value, str) and words.startswith(_FORMULA) else words


def write_jsonl(ledger: Ledger, path: Path) -> None:
    """Write a ledger as JSON, one activity a line, fields by their wire names.

    Raises:
        ReportNotWrittenError: The file cannot be put there.
    """
    with written(path) as stream:
        for row in ledger.rows:
            line = json.dumps(_facts(row), ensure_ascii=False)
            stream.write(line.encode("utf-8", errors="replace") + b"\n")


def _facts(row: LedgerRow) -> dict[str, object]:
    """Return what is known of an activity; what is not is left out."""
    facts: dict[str, object] = {"id": row.id}
    for field in fields(row):
        value = getattr(row, field.name)
        if field.name != "others" and value not in (None, "", ()):
            facts[field.name] = _plain(value)
    if row.others:
        facts["conflicts"] = {
            name: [_plain(other) for other in others] for name, others in row.others.items()
        }
    return facts


def _plain(value: object) -> object:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
