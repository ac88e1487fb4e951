"""Saving: ten thousand activities at once, and one autosave on a long history."""

import random
import statistics
from collections.abc import Iterator
from pathlib import Path

from db import journal
from db.commands import records
from db.queries.records import show
from tests.bench import raw, rows
from tests.bench.laptops import founded, record_all, sit
from tests.bench.measure import Figure, timed

_COUNT = 10_000
_EARLIER = 2_000


def saving(folder: Path) -> Iterator[Figure]:
    """Save activities through commands and journal, indexed, beside plain inserts."""
    store = founded(folder / "ours")
    many = rows.activities(_COUNT)
    plain: list[float] = []
    ours: list[float] = []
    for turn in range(3):
        with timed(plain):
            raw.insert_by_orm(folder / f"plain-{turn}.db", many)
        with timed(ours):
            record_all(store, many)
    one, other = statistics.median(ours), statistics.median(plain)
    note = f"{one:.2f} s beside {other:.2f} s"
    yield Figure("save 10,000 activities / plain SQLAlchemy", one / other, "×", 5, note)
    store.close()


def autosave(folder: Path) -> Iterator[Figure]:
    """Save one more sentence of a text of 3,000 characters that was saved 2,000 times before."""
    store = founded(folder / "store")
    dice, sitting = random.Random(7), sit(store)
    words = "先用小棒摆三个二十。" * 300
    with journal.writing(store, sitting) as writer:
        id = records.add(writer, "activity", {"title": "口算乘法", "summary": words})
    with store.read() as session:
        seen = show(session, id).version
    taken: list[float] = []
    with journal.writing(store, sitting) as writer:
        for _ in range(_EARLIER):
            words = _typed(words, dice)
            seen = records.change(writer, id, {"summary": words}, seen)
    for _ in range(50):
        words = _typed(words, dice)
        with timed(taken), journal.writing(store, sitting) as writer:
            seen = records.change(writer, id, {"summary": words}, seen)
    yield Figure("one autosave after 2,000", statistics.median(taken) * 1000, "ms", 10)
    store.close()


def _typed(words: str, dice: random.Random) -> str:
    at = dice.randrange(len(words))
    return words[:at] + "新" + words[at:]
