"""OSS, COS and OBS, as far as they can be met without an account: see ``vendor_stores``."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_vendors_stores_are_asked_as_they_want_to_be_and_understood() -> None:
    command = [sys.executable, "-m", "tests.sync.vendor_stores"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)

    assert done.returncode == 0, done.stderr[-2000:]
