"""Where processes come from that start at once: one server of forks for all tests of a process."""

import multiprocessing
import sys
from typing import Any

FORKS: Any = None if sys.platform == "win32" else multiprocessing.get_context("forkserver")
if FORKS is not None:
    FORKS.set_forkserver_preload(["tests.faults.warm"])
