"""The stick of the sample year: when it leaves the county town, and where it goes."""

from dataclasses import dataclass

from desktop.demo.people import CORE

NEAR = (CORE, "lijia", "hongshi", CORE)
FAR = (CORE, "chehe", "shuangfeng", "chehe", CORE)
ROUND = (CORE, "lijia", "hongshi", "chehe", "shuangfeng")
LAST_LAPS = (*ROUND, *ROUND[:-1])
"""Once round to collect, once more to hand out: then all hold everything."""


@dataclass(frozen=True, slots=True)
class Trip:
    """One trip of the stick.

    Attributes:
        day: Each laptop has recorded everything up to that day.
        stops: The schools in their order.
    """

    day: str
    stops: tuple[str, ...]


JOINING = ROUND
FIRST_TERM = (
    Trip("2025-10-17", NEAR),
    Trip("2025-11-14", NEAR),
    Trip("2025-12-05", FAR),
    Trip("2026-01-31", ROUND),
)
SECOND_TERM = (
    Trip("2026-04-03", NEAR),
    Trip("2026-04-30", FAR),
    Trip("2026-07-10", ROUND),
)
