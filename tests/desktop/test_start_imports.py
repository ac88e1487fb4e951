"""What is slow to import is not imported before it is needed: the window opens without it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SLOW = ("reportlab", "openpyxl", "alembic", "PIL", "pypinyin")

OPEN_THE_WINDOW = """
import sys
from pathlib import Path

from db.local import Member
from db.store import Store
from desktop.app import application, wear
from desktop.context import Desk
from desktop.jobs import Jobs
from desktop.settings import Settings, SettingsFile
from desktop.window import Window

folder = Path(sys.argv[1])
Store(folder / "data").close()  # the first start migrates, and may read Alembic
for name in [name for name in sys.modules if name.split(".")[0] == "alembic"]:
    del sys.modules[name]

app = application()
wear(app, Settings(), "zh_CN")
store, jobs = Store(folder / "data"), Jobs()
file = SettingsFile(folder / "lianke.ini")
window = Window(Desk(store, jobs, file, file.read(), Member("", "", "observer", ""), ""))
window.show()
window.start()
app.processEvents()
print(" ".join(sorted({name.split(".")[0] for name in sys.modules})))
window.close()
jobs.shut_down()
store.close()
"""


def test_the_window_opens_without_what_is_slow_to_import(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPEN_THE_WINDOW, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    loaded = done.stdout.split()
    assert "PySide6" in loaded
    assert [name for name in SLOW if name in loaded] == []
