"""Wrong bytes for every parser, for as long as one likes: `dev.py bench --fuzz SECONDS`.

Whatever comes out must be our own error, in a moment, within bounds of memory. The work is done in
a process of its own, which may take only so much memory: a bomb ends it, and nobody else.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from db.errors import LiankeError
from tests.cheap import cheap
from tests.fuzz.parsers import Parser, parsers
from tests.simulate.histories import WHERE
from tests.simulate.pool import FEW, make_pool, open_quick
from tests.sync.laptops import Laptop

MIB = 1024 * 1024
_MORE_BYTES = 640 * MIB  # an invitation may ask for 256 MiB by its bounds
_SLOW_S = 3.0  # processor time of one call
_PYTHON_ROOM = 4096 * MIB


def fuzz(seconds: float, seed: int = 0) -> int:
    """Feed all parsers in a process of its own; the status is 1 when one did wrong."""
    command = [sys.executable, "-m", "tests.fuzz.fuzzing", str(seconds), str(seed)]
    done = subprocess.run(command, check=False, timeout=seconds * 3 + 300)
    return 1 if done.returncode else 0


def feed(found: list[Parser], seconds: float, seed: int) -> list[str]:
    """Feed parsers one after another until the time is over; return what went wrong, in words."""
    end = time.monotonic() + seconds
    wrong: dict[str, str] = {}
    calls: Counter[str] = Counter()
    number = seed
    while time.monotonic() < end:
        for parser in found:
            words = _call(parser, number)
            calls[parser.name] += 1
            if words:
                wrong.setdefault(parser.name, words)
        number += 1
    sys.stdout.write(f"{sum(calls.values())} inputs for {len(calls)} parsers, last {number - 1}\n")
    return list(wrong.values())


def _call(parser: Parser, number: int) -> str:
    """Give one parser the bytes of a number; return what went wrong."""
    began = time.process_time()
    try:
        parser.feed(random.Random(f"{parser.name} {number}"))
    except LiankeError:
        pass
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - the boundary: Loro's are no Exceptions
        words = "".join(traceback.format_exception(error)[-4:])
        return f"{parser.name} {number}: {type(error).__name__}\n{words}"
    took_s = time.process_time() - began
    return f"{parser.name} {number}: took {took_s:.1f} s" if took_s > _SLOW_S else ""


def main(seconds: float, seed: int) -> int:
    """Feed a laptop's parsers within bounds of memory, and say how it went."""
    resource.setrlimit(resource.RLIMIT_AS, (_PYTHON_ROOM, _PYTHON_ROOM))
    with cheap(), tempfile.TemporaryDirectory(prefix="lianke-fuzz-", dir=WHERE) as name:
        folder = Path(name)
        pool = make_pool(folder, FEW[:2])
        store = open_quick(pool.joined(0))
        found = parsers(Laptop("0", store), folder)
        before = _peak_bytes()
        wrong = feed(found, seconds, seed)
        more = _peak_bytes() - before
        store.close()
    sys.stdout.write(f"{more / MIB:.0f} MiB more than before\n")
    if more > _MORE_BYTES:
        wrong.append(f"{more / MIB:.0f} MiB were taken, {_MORE_BYTES / MIB:.0f} are allowed")
    for words in wrong:
        sys.stdout.write(words + "\n")
    return 1 if wrong else 0


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2])))
