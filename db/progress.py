"""Long work as a generator of progress: drained by a job, a command line or a test alike.

Work yields only where it may be stopped for good, and opens its own session between two yields.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of work has come.

    Attributes:
        done: How many things are behind it.
        total: How many there are; 0 while that is not known.
        words: The name of the thing it is at, as people call it; never a path or an id.
    """

    done: int
    total: int
    words: str = ""


Work = Generator[Progress, None, Result]


def finish(work: Work[Result]) -> Result:
    """Run work to its end and return its result, where nobody watches."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: Result = end.value
            return result
