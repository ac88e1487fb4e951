"""Where Qt begins: the window, and the smoke run of the frozen program.

The command line is given these from outside and imports no Qt; here it is imported when called.
"""

import datetime
import os
import tempfile
from contextlib import closing
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
    """Open a page, print one, ask for servers; 0 when nothing the program needs is missing."""
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
        reached = _asks_for_servers(folder)
    return status or int(not (printed and reached))


def _asks_for_servers(folder: Path) -> bool:
    """Tell whether the parts are there that speak with servers: nobody answers on port 1."""
    from keyring import get_keyring  # noqa: PLC0415

    from sync.carriers.opening import open_place  # noqa: PLC0415
    from sync.errors import PlaceUnreachableError  # noqa: PLC0415
    from sync.passwords import Passwords  # noqa: PLC0415

    addresses = (
        "webdavs://127.0.0.1:1/lianke",
        "s3://key@bucket/lianke?endpoint=http://127.0.0.1:1",
        "smb://guest@127.0.0.1:1/share",
    )
    for address in addresses:
        with closing(open_place(address, "smoke", Passwords(folder), "none")) as place:
            try:
                place.list("")
            except PlaceUnreachableError:
                continue
            return False
    return bool(get_keyring())
