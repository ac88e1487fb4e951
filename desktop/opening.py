"""Where Qt begins: the window, and the smoke run of the frozen program.

The command line is given these from outside and imports no Qt; here it is imported when called.
"""

import datetime
import os
import tempfile
from pathlib import Path

from desktop.words import CHINESE, language


def open_window(data: Path, spoken: str | None = None, person: str | None = None) -> int:
    """Open the window on a data folder and return its exit status."""
    from desktop.app import main  # noqa: PLC0415 - the command line needs no Qt

    return main(data, spoken, person)


def take_pictures(data: Path, out: Path) -> list[Path]:
    """Take pictures of the pages that matter most where there is no display."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from desktop.screenshots import ENGLISH, IN_DOCUMENTS, USUAL, shoot  # noqa: PLC0415

    out.mkdir(parents=True, exist_ok=True)
    return shoot(data, out, [USUAL if language() == CHINESE else ENGLISH], IN_DOCUMENTS)


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
