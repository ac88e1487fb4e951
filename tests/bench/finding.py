"""A hundred thousand activities: looking for a word, and showing the list."""

import statistics
from collections.abc import Iterator
from pathlib import Path

from db.queries.activities import ActivityFilter, count_activities, list_activities
from db.queries.search_all import Wanted, search_all
from tests.bench import rows
from tests.bench.laptops import founded, record_all
from tests.bench.measure import Figure, timed

_COUNT = 100_000
_RARE = ("测绘", "珠算", "纺织", "渔网", "石磨", "皮影", "竹编", "风筝", "陶土", "口琴")


def finding(folder: Path) -> Iterator[Figure]:
    """Search and scroll in a store of 100,000 activities."""
    store = founded(folder / "store")
    for start in range(0, _COUNT, 10_000):
        many = rows.activities(10_000, seed=start)
        for number, word in enumerate(_RARE):
            many[number * 997]["summary"] = f"今天的本土课程是{word}，学生带来了家里的旧物。"
        record_all(store, many)
    taken: list[float] = []
    for word in _RARE * 5:
        wanted = ActivityFilter(words=word)
        with timed(taken), store.read() as session:
            found = list_activities(session, wanted, limit=50)
        assert found, word
    yield Figure("a two-character word in 100,000", statistics.median(taken) * 1000, "ms", 5)

    anything: list[float] = []
    for word in _RARE * 5:
        with timed(anything), store.read() as session:
            hits = search_all(session, Wanted(word))
        assert hits, word
    yield Figure("the same in all kinds at once", statistics.median(anything) * 1000, "ms", 5)

    window: list[float] = []
    with store.read() as session:
        assert count_activities(session, ActivityFilter()) == _COUNT
        for offset in range(0, _COUNT, 9_973):
            with timed(window):
                list_activities(session, ActivityFilter(), offset=offset, limit=200)
    yield Figure("200 rows anywhere in the list", statistics.median(window) * 1000, "ms", 50)
    store.close()
    yield from _scrolling(folder / "store")


def _scrolling(data: Path) -> Iterator[Figure]:
    """Scroll the list of the window from end to end, and count the rows it asked for."""
    from tests.bench import window

    asked, longest = window.scroll_through(data, steps=100)
    yield Figure("rows loaded by 100 leaps through the list", asked, "", 60_000)
    yield Figure("the longest of those leaps", longest * 1000, "ms", 250)
