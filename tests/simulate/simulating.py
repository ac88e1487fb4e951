"""Many histories, over all cores: what a night's run and a look at one seed have in common."""

import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import islice
from pathlib import Path

from tests.cheap import cheap
from tests.simulate.histories import WHERE, Failure, make, run, smallest
from tests.simulate.pool import Pools

_AT_ONCE = 20  # histories that a process is given together
_SHOWN = 5  # failures that are cut down and printed


def simulate(histories: int, seed: int, cores: int = 0) -> int:
    """Run histories of ascending seeds and say how it went; the status is 1 when any failed."""
    began = time.monotonic()
    failures: list[Failure] = []
    done = 0
    with cheap(), tempfile.TemporaryDirectory(prefix="lianke-simulate-", dir=WHERE) as folder:
        pools = Pools(Path(folder))
        pools.prepare()
        for count, found in _all(pools, range(seed, seed + histories), cores):
            done += count
            for failure in found:
                failures.append(failure)
                if len(failures) <= _SHOWN:
                    _say(str(smallest(pools, failure)))
                    again = f"--histories 1 --seed {failure.history.seed}"
                    _say(f"again: dev.py bench --simulate {again}")
            if done % 200 < count:
                _say(_line(done, failures, time.monotonic() - began))
    _say(_line(done, failures, time.monotonic() - began))
    return 1 if failures else 0


def _line(done: int, failures: list[Failure], seconds: float) -> str:
    seeds = ", ".join(str(failure.history.seed) for failure in failures[:50])
    return f"{done} histories, {len(failures)} failed ({seeds or 'none'}), {seconds:.0f} s"


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _all(pools: Pools, seeds: Iterable[int], cores: int) -> Iterator[tuple[int, list[Failure]]]:
    rest = iter(seeds)
    portions = iter(lambda: list(islice(rest, _AT_ONCE)), [])
    cores = cores or os.cpu_count() or 1
    if cores == 1:
        for portion in portions:
            yield len(portion), _some(pools, portion)
        return
    with ProcessPoolExecutor(cores) as workers:
        jobs = {workers.submit(_some, pools, portion): len(portion) for portion in portions}
        for job in as_completed(jobs):
            yield jobs.pop(job), job.result()


def _some(pools: Pools, seeds: list[int]) -> list[Failure]:
    return [failure for seed in seeds if (failure := run(pools, make(seed))) is not None]
