"""The one door through which a ledger leaves the program as a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

from db.queries.ledger import Ledger
from desktop.reports.ledger import write_pdf
from desktop.reports.ledger_lines import write_csv, write_jsonl
from desktop.reports.ledger_sheet import write_xlsx
from desktop.reports.mark import Mark

Format = Literal["pdf", "xlsx", "csv", "jsonl"]
FORMATS: tuple[Format, ...] = get_args(Format)


def export_ledger(
    ledger: Ledger, format: Format, path: Path, *, columns: Sequence[str] = ()
) -> list[Mark]:
    """Write a ledger to a file, whole or not at all.

    Args:
        ledger: What is written.
        format: One of FORMATS.
        path: The file; an older one is replaced.
        columns: Which columns the PDF prints, by name; () the usual ones.

    Returns:
        The empty cells of the PDF; nothing for the other formats.

    Raises:
        ReportNotWrittenError: The file cannot be put there.
    """
    match format:
        case "pdf":
            return write_pdf(ledger, path, columns=columns)
        case "xlsx":
            write_xlsx(ledger, path)
        case "csv":
            write_csv(ledger, path)
        case "jsonl":
            write_jsonl(ledger, path)
    return []
