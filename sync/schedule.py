"""When the program exchanges by itself: a place that answers is met again soon, a silent one later.

Decides by the monotonic clock. The wall clock is asked one thing only, whether it ran ahead of
the other: then the laptop slept, and wakes up perhaps elsewhere. A clock that is wrong or is set
costs one look too many, never one too few.
"""

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

FIRST_S = 60.0
"""How long after the start, or after waking up, the first look comes."""
SILENT_S = 60.0
MOST_SILENT_S = 3600.0
ANSWERED_S = 600.0
_SPREAD = 0.25  # laptops that are switched on together do not all come together
_SLEPT_S = 120.0


@dataclass(slots=True)
class _Turn:
    """When a place is looked at next.

    Attributes:
        at: Seconds by the monotonic clock.
        silent: How often in a row it did not answer.
        answers: Whether it answered the last time.
        closed_until: Before that its server wants to hear nothing.
    """

    at: float
    silent: int = 0
    answers: bool = False
    closed_until: float = 0.0


class Schedule:
    """Says which place is to be met now.

    Args:
        now: The monotonic clock, in seconds.
        wall: The clock on the wall, in seconds.
        chance: Gives a number from 0 to 1.
    """

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._now, self._wall, self._chance = now, wall, chance
        self._turns: dict[str, _Turn] = {}
        self._last = (now(), wall())

    def watch(self, places: Iterable[str]) -> None:
        """Mind these places, and no others."""
        wanted = dict.fromkeys(places)
        for place in self._turns.keys() - wanted:
            del self._turns[place]
        for place in wanted:
            if place not in self._turns:
                self._turns[place] = _Turn(self._in(FIRST_S))

    def due(self) -> str | None:
        """Return the place whose turn it is, the one that waited longest, or None."""
        self._notice_sleep()
        now = self._now()
        ready = [p for p, turn in self._turns.items() if max(turn.at, turn.closed_until) <= now]
        return min(ready, key=lambda place: (self._turns[place].at, place), default=None)

    def answering(self) -> list[str]:
        """Return the places that answered the last time."""
        return [place for place, turn in self._turns.items() if turn.answers]

    def answered(self, place: str) -> None:
        """Remember that a place was met."""
        self._next(place, ANSWERED_S, answers=True, silent=0)

    def silent(self, place: str) -> None:
        """Remember that a place did not answer: each time twice as long until the next look."""
        turn = self._turns.get(place)
        times = 0 if turn is None else turn.silent
        wait_s = min(SILENT_S * 2 ** min(times, 16), MOST_SILENT_S)
        self._next(place, wait_s, answers=False, silent=times + 1)

    def busy(self, place: str, wait_s: float | None) -> None:
        """Remember that a place wants to hear nothing for a while.

        Args:
            place: Which.
            wait_s: For how long; None when it did not say.
        """
        self._next(place, ANSWERED_S if wait_s is None else wait_s, answers=False, silent=0)
        if place in self._turns:
            self._turns[place].closed_until = self._now() + (wait_s or 0.0)

    def _next(self, place: str, wait_s: float, *, answers: bool, silent: int) -> None:
        if place in self._turns:
            turn = self._turns[place]
            turn.at, turn.answers, turn.silent = self._in(wait_s), answers, silent

    def _in(self, wait_s: float) -> float:
        return self._now() + wait_s * (1 + _SPREAD * self._chance())

    def _notice_sleep(self) -> None:
        """After a sleep every place is looked at soon: the laptop may be elsewhere by now."""
        now, wall = self._now(), self._wall()
        passed, seen = now - self._last[0], wall - self._last[1]
        self._last = now, wall
        if passed > _SLEPT_S or seen - passed > _SLEPT_S:
            for turn in self._turns.values():
                turn.at, turn.silent = min(turn.at, self._in(FIRST_S)), 0
