"""How a figure is taken and told: medians, ratios within one run, a target beside each."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure.

    Attributes:
        name: What was measured.
        value: The figure.
        unit: ``×`` for a ratio, else what it is counted in.
        target: The most it may be.
        note: The raw figures behind it.
    """

    name: str
    value: float
    unit: str
    target: float
    note: str = ""

    @property
    def met(self) -> bool:
        """Tell whether the target is kept."""
        return self.value <= self.target

    def line(self) -> str:
        """Return the figure as one line of the table."""
        value, target = f"{self.value:.4g} {self.unit}", f"{self.target:.4g} {self.unit}"
        verdict = "met" if self.met else "MISSED"
        return f"{self.name:<52}{value:>12}   ≤ {target:<12}{verdict:<8}{self.note}"


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    """Append the seconds that the block takes."""
    start = time.perf_counter()
    yield
    into.append(time.perf_counter() - start)


def median_of(times: int, work: Callable[[], object]) -> float:
    """Return the median seconds of a piece of work."""
    taken: list[float] = []
    for _ in range(times):
        with timed(taken):
            work()
    return statistics.median(taken)
