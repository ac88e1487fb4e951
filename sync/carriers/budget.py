"""Requests that a server allows: counted minute by minute, kept over restarts, never waited for.

What is counted is at least what was sent, in any 30 minutes; a clock that jumps costs a wait or an
answer "no more" from the server, never an exchange. Counts are written before the requests are
sent, some at a time, so that a power cut forgets none.
"""

import contextlib
import hashlib
import json
import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

FILE = "requests.json"
WINDOW_MINUTES = 30
REFUSED_S = 300.0
"""How long a server is left alone that allows no more and does not say until when."""
_AT_ONCE = 10
_FILES = threading.Lock()  # a test of a place and an exchange may run side by side

log = logging.getLogger(__name__)


class RequestBudget:
    """What may still be asked of one account at one server.

    Args:
        folder: The data folder, where the counts are kept.
        account: Whom the server counts.
        most: How many requests it allows in 30 minutes; None when it does not limit them.
        now: The clock, in seconds.
    """

    def __init__(
        self,
        folder: Path,
        account: str,
        most: int | None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._file = folder / FILE
        self._account = hashlib.sha256(account.encode()).hexdigest()[:16]
        # one in twenty is left to what nobody counts: a browser, the server's own program
        self._most = None if most is None else most - most // 20
        self._now = now
        self._reserved, self._minute = 0, 0
        self._own = threading.Lock()  # several files may be on their way at once

    def take(self, count: int) -> float:
        """Take leave for some requests; return 0, or in how many seconds to ask again."""
        with self._own:
            return self._take(count)

    def _take(self, count: int) -> float:
        if int(self._now() // 60) != self._minute:
            self._reserved = 0  # what was set apart counts from when it was
        if count <= self._reserved:
            self._reserved -= count
            return 0.0
        with _FILES:
            counts, closed_until = self._read()
            now = self._now()
            if closed_until > now:
                return closed_until - now
            if self._most is None:
                return 0.0
            wait_s = self._wait_s(counts, count - self._reserved)
            if wait_s > 0:
                return wait_s
            room = self._most - sum(counts.values())
            more = min(max(count - self._reserved, _AT_ONCE), room)
            self._minute = int(now // 60)
            counts[self._minute] = counts.get(self._minute, 0) + more
            self._write(counts, 0.0)
            self._reserved += more - count
        return 0.0

    def refused(self, wait_s: float | None) -> float:
        """Remember that the server allows no more; return for how many seconds it is left alone."""
        wait_s = REFUSED_S if wait_s is None else min(max(wait_s, 1.0), WINDOW_MINUTES * 60)
        with _FILES:
            counts, _ = self._read()
            self._write(counts, self._now() + wait_s)
        return wait_s

    def close(self) -> None:
        """Give back what was not used."""
        if self._reserved:
            with _FILES:
                counts, closed_until = self._read()
                used = counts.get(self._minute, 0) - self._reserved
                counts[self._minute] = max(0, used)
                self._write(counts, closed_until)
            self._reserved = 0

    def _wait_s(self, counts: dict[int, int], count: int) -> float:
        """Return how long it takes until so many more fit into the window."""
        most = self._most or 0
        used = sum(counts.values())
        for minute in sorted(counts):
            if used + count <= most:
                return 0.0
            used -= counts[minute]
            if used + count <= most:
                return (minute + WINDOW_MINUTES + 1) * 60 - self._now()
        return 0.0

    def _read(self) -> tuple[dict[int, int], float]:
        """Return the requests by minute, and until when the server is left alone."""
        said = self._all().get(self._account)
        if not isinstance(said, dict):
            return {}, 0.0
        now = self._now()
        counts: dict[int, int] = {}
        from_future = False
        try:
            for minute, count in said["minutes"].items():
                at = min(int(minute), int(now // 60))
                from_future |= at != int(minute)
                if at >= int(now // 60) - WINDOW_MINUTES:
                    counts[at] = counts.get(at, 0) + max(0, int(count))
            closed_until = min(float(said["closed_until"]), now + WINDOW_MINUTES * 60)
            from_future |= closed_until != float(said["closed_until"])
        except (KeyError, TypeError, ValueError, AttributeError):
            return {}, 0.0
        if from_future:  # another clock wrote it: from now on it is as old as if it were from now
            self._write(counts, closed_until)
        return counts, closed_until

    def _all(self) -> dict[str, object]:
        try:
            found = json.loads(self._file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def _write(self, counts: dict[int, int], closed_until: float) -> None:
        accounts = self._all()
        minutes = {str(minute): count for minute, count in counts.items() if count}
        accounts[self._account] = {"minutes": minutes, "closed_until": closed_until}
        new = self._file.with_suffix(".new")
        try:
            with new.open("wb") as file:
                file.write(json.dumps(accounts).encode())
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._file)
        except OSError as error:  # the server counts too: it says when it is enough
            log.warning("requests are not counted: %s", error)
            with contextlib.suppress(OSError):
                new.unlink()
