"""The commands that need Qt: the window, and the smoke run of the frozen program."""

import datetime
import tempfile
from pathlib import Path

from desktop.cli.terminal import Terminal


def open_window(terminal: Terminal, language: str | None) -> int:
    """Open the window and return its exit status."""
    from desktop.app import main  # noqa: PLC0415 - the command line needs no Qt

    return main(terminal.data, language, terminal.person)


def smoke() -> int:
    """Open a fresh store and a page, print a page; 0 when nothing the program needs is missing."""
    from db.queries.ledger import Ledger  # noqa: PLC0415
    from desktop.app import smoke as open_pages  # noqa: PLC0415
    from desktop.reports.export import export_ledger  # noqa: PLC0415

    day = datetime.date(2025, 10, 17)
    ledger = Ledger("云岭县联盟", "", "2025-2026-1", "上学期", day, day, day, day)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        status = open_pages(folder / "data")
        export_ledger(ledger, "pdf", folder / "ledger.pdf")
        printed = (folder / "ledger.pdf").read_bytes().startswith(b"%PDF-")
    return status or int(not printed)
