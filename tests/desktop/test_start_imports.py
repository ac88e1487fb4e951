"""What is slow to import is not imported before it is needed: the window opens without it."""

import os
import subprocess
import sys
from pathlib import Path

from tests.desktop.office import open_office

ROOT = Path(__file__).resolve().parents[2]
SLOW = ("reportlab", "openpyxl", "alembic", "PIL", "pypinyin")
FAR = ("opendal", "smbprotocol", "spnego", "keyring", "requests", "urllib3")
AFTER = ("sqlalchemy", "loro", "msgspec", "cryptography", "zstandard", "backports")

OPEN_THE_WINDOW = """
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop
from desktop import app as program

app = program.application()
running = program.Program(app, Path(sys.argv[1]), "zh_CN")
running.open()
until = time.monotonic() + 30
while not eval(sys.argv[2]) and time.monotonic() < until:
    app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
print(" ".join(sorted({name.split(".")[0] for name in sys.modules})))
running.window.close()
running.shut_down()
"""
FIRST_PAGE = "running.window.page()"
QUIET = "'desktop.stick_offer' in sys.modules"


def imported(folder: Path, until: str) -> list[str]:
    """Open the window on a used folder and return what was imported until something is true."""
    open_office(folder).close()
    env = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", OPEN_THE_WINDOW, str(folder / "data"), until],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_the_window_opens_without_what_is_slow_to_import(tmp_path: Path) -> None:
    loaded = imported(tmp_path, FIRST_PAGE)

    assert "PySide6" in loaded
    assert [name for name in (*SLOW, *FAR, *AFTER) if name in loaded] == []


def test_what_the_first_click_needs_is_read_in_after_the_first_page(tmp_path: Path) -> None:
    loaded = imported(tmp_path, QUIET)

    assert "sqlalchemy" in loaded
    assert [name for name in (*SLOW, *FAR) if name in loaded] == []
