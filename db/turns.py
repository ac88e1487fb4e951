"""Whose turn it is to write: in the order in which they came.

SQLite lets a second writer sleep and try again, longer each time: beside an exchange, which writes
one batch after another, a form would get through by luck alone (a save took a second, measured).
"""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE_S = 10.0
_RECENTLY_S = 5.0


class Turns:
    """Lets one thread of this process write at a time; other processes are SQLite's to keep out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()
        self._had: dict[int, float] = {}

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, and have it; after long, SQLite decides."""
        mine = self._take()
        self._had[threading.get_ident()] = time.monotonic()
        try:
            yield
        finally:
            if mine:
                self._pass_on()

    def others(self) -> bool:
        """Tell whether another thread had a turn just now: somebody types, and should not wait."""
        before, me = time.monotonic() - _RECENTLY_S, threading.get_ident()
        return any(at > before for thread, at in list(self._had.items()) if thread != me)

    def _take(self) -> bool:
        """Return whether this turn is ours to pass on."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return True
            called = threading.Event()
            self._waiting.append(called)
        if called.wait(_PATIENCE_S):
            return True
        with self._lock:
            if called.is_set():  # in the very last moment
                return True
            self._waiting.remove(called)
            return False

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
