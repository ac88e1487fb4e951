"""`python -m tests.bench [name …]`: every figure in one run, as a ratio where a peer can be had.

Machines are noisy: a figure is the median of several where that is affordable, and a ratio is
always against a peer measured in the same run. The status is 1 when a target was missed.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.exchanging import exchanging
from tests.bench.far import far
from tests.bench.finding import finding
from tests.bench.joining import joining, quiet
from tests.bench.library import library
from tests.bench.materials import adding, materials
from tests.bench.measure import Figure
from tests.bench.plan_first import opening_first
from tests.bench.plan_window import plan_window
from tests.bench.planning import planning
from tests.bench.printing import printing
from tests.bench.responding import responding
from tests.bench.storing import autosave, saving
from tests.bench.window import starting

MEASURES: dict[str, Callable[[Path], Iterator[Figure]]] = {
    "saving": saving,
    "autosave": autosave,
    "exchange": exchanging,
    "join": joining,
    "quiet": quiet,
    "far": far,
    "materials": materials,
    "adding": adding,
    "library": library,
    "ledger": printing,
    "start": starting,
    "responsive": responding,
    "search": finding,
    "plan_first": opening_first,
    "plan_window": plan_window,
    "plans": planning,
}


def main() -> int:
    """Run the measures that were asked for, all without a name."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # people's programs are compiled once too
    sys.dont_write_bytecode = False
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=", ".join(MEASURES))
    parser.add_argument("--simulate", action="store_true", help="run histories of chance instead")
    parser.add_argument("--histories", type=int, default=10_000, help="how many")
    parser.add_argument("--seed", type=int, default=0, help="of the first; the others follow it")
    parser.add_argument("--fuzz", type=int, metavar="SECONDS", help="feed all parsers bad bytes")
    given = parser.parse_args()
    if given.simulate:
        from tests.simulate.simulating import simulate

        return simulate(given.histories, given.seed)
    if given.fuzz:
        from tests.fuzz.fuzzing import fuzz

        return fuzz(given.fuzz, given.seed)
    wanted = given.names or list(MEASURES)
    if unknown := [name for name in wanted if name not in MEASURES]:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(MEASURES)}")
    missed = 0
    for name in wanted:
        with tempfile.TemporaryDirectory(prefix="lianke-bench-") as folder:
            for figure in MEASURES[name](Path(folder)):
                sys.stdout.write(figure.line() + "\n")
                sys.stdout.flush()
                missed += not figure.met
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
