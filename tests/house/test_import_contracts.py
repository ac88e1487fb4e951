"""The import contracts hold, and each barks when it is broken."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("db", "sync", "desktop")
LINTER = Path(sys.executable).parent / "lint-imports"

pytestmark = pytest.mark.xdist_group("contracts")  # one copy of the house


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the house, to break."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package)
    return copy


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(LINTER), "--no-cache"],
        cwd=house,
        env={**os.environ, "NO_COLOR": "1", "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_hold(house: Path) -> None:
    done = lint(house)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("db/intruder.py", "import sync", "Imports run downwards only"),
        ("db/intruder.py", "import desktop.words", "Imports run downwards only"),
        ("sync/intruder.py", "import desktop", "Imports run downwards only"),
        ("db/intruder.py", "import PySide6.QtCore", "The core and the reports know no Qt"),
        ("sync/intruder.py", "import PySide6", "The core and the reports know no Qt"),
        ("desktop/reports/intruder.py", "import PySide6.QtGui", "The core and the reports know no"),
        ("desktop/cli/intruder.py", "import PySide6.QtGui", "The core and the reports know no Qt"),
        ("desktop/pages/intruder.py", "import sqlalchemy", "Pages know neither SQLAlchemy"),
        ("desktop/widgets/intruder.py", "import db.models", "Pages know neither SQLAlchemy"),
    ],
)
def test_a_broken_contract_barks(house: Path, module: str, line: str, contract: str) -> None:
    intruder = house / module
    intruder.write_text(line + "\n")
    try:
        done = lint(house)
    finally:
        intruder.unlink()

    assert done.returncode != 0
    broken = [said for said in done.stdout.splitlines() if said.endswith("BROKEN")]
    assert len(broken) == 1
    assert broken[0].startswith(contract)
