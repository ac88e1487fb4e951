"""Changes from other laptops: judged, imported, projected; whatever cannot be yet is parked.

Order of arrival never matters, and one bad change never takes its neighbours with it.
"""

import gc
import json
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from db import local, plain, projection
from db.ahead import Ahead
from db.first import Asked, First, read_first
from db.judging import Arrival, Judge, NotYetError, Signer
from db.merging import HELD, WAITS, Accepted, Batch, Merging, prepare_firsts, together
from db.models.local import Parked
from db.pending import Prepared

if TYPE_CHECKING:
    from db.store import Store

_BATCH, _LEAST = 2000, 250  # changes a transaction: with fewer, pages of indexes are written often
_MOMENT_S = 0.03  # which a save waits at most while somebody types; fewer changes fit into it
_LONG_S = 0.5  # which the first one waits where nobody did
_LOG_BYTES = 64 * 2**20  # SQLite's log may grow by meanwhile,
_LOG_TYPING_BYTES = 8 * 2**20  # while somebody types whose save would have to work it in,
_LOG_LEFT_BYTES = 4 * 2**20  # and this may be left of it
_AHEAD = 2  # batches that are being read while one is taken in
_MANY = 2000  # changes of Loro's for which a second process is worth its start


def accept(store: "Store", arrivals: Iterable[Arrival]) -> Accepted:
    """Apply what may be applied, park the rest; the same arrival again changes nothing.

    Args:
        store: The store; each batch is a transaction of its own.
        arrivals: Changes in any order.
    """
    return together(accepting(store, list(arrivals)))


def accepting(store: "Store", arrivals: Sequence[Arrival]) -> Iterator[Accepted]:
    """Accept batch by batch; what was yielded stays when it is stopped there."""
    if len(arrivals) >= _MANY and sum(map(_takes_loro, arrivals)) >= _MANY:
        store.ahead.want()
    batches = _Batches(store, arrivals)
    kept: Callable[[], _Kept] | None = None
    with ThreadPoolExecutor(1, "commit") as aside:
        while (batch := batches.next()) is not None:
            with _uncollected():
                prepared = prepare_firsts(batch, batches.firsts(batch))
            if kept is not None:
                yield batches.done(kept())
            with _uncollected():
                keep = _take(store, batch, prepared)
            kept = aside.submit(keep).result if batches.has_more else keep
        if kept is not None:
            yield batches.done(kept())
    if len(arrivals) > _LEAST:  # what few write is worked in by a save, some time
        store.work_in_aside(beyond_bytes=_LOG_LEFT_BYTES)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A portion that the disk has kept.

    Attributes:
        accepted: What came of it.
        changes: How many changes were looked at.
        took_s: How long nobody else could write.
    """

    accepted: Accepted
    changes: int
    took_s: float


def _take(store: "Store", batch: Batch, prepared: Sequence[Prepared | None]) -> Callable[[], _Kept]:
    """Take in a portion; return what lets the disk keep it, on any thread."""
    with ExitStack() as opened:
        session = opened.enter_context(store.pour())
        began = time.monotonic()
        accepted = Merging(session, batch).take(prepared)
        commit = opened.pop_all().close

    def keep() -> _Kept:
        commit()
        return _Kept(accepted, len(batch.good), time.monotonic() - began)

    return keep


class _Batches:
    """Arrivals in portions that fit into a moment, judged and read ahead."""

    def __init__(self, store: "Store", arrivals: Sequence[Arrival]) -> None:
        self._store, self._arrivals = store, arrivals
        with store.glance() as look:
            member = local.glance_member(look)
        self._alliance = member.alliance if member else ""
        self._start, self._size = 0, min(_LEAST, _BATCH)  # few at first: the process has to start
        self._queue: deque[Batch] = deque()

    @property
    def has_more(self) -> bool:
        """Whether a portion is left."""
        return bool(self._queue) or self._start < len(self._arrivals)

    def next(self) -> Batch | None:
        """Return the next portion, or None when there is no more."""
        most = 1 + _AHEAD if self._store.ahead.is_ready else 1
        while len(self._queue) < most and self._start < len(self._arrivals):
            some = self._arrivals[self._start : self._start + self._size]
            self._queue.append(_judge_all(self._store.ahead, self._alliance, some))
            self._start += self._size
        return self._queue.popleft() if self._queue else None

    def firsts(self, batch: Batch) -> Sequence[First | None]:
        """Return what each change of a portion comes to, where that is simple."""
        others = sum(not plain.is_plain(one.update) for one in batch.asked)
        found = self._store.ahead.result(batch.reading, others) if others else []
        if found is None:
            return _read_here(self._store, batch)
        read = iter(found)
        return [
            read_first(one) if plain.is_plain(one.update) else next(read) for one in batch.asked
        ]

    def done(self, kept: _Kept) -> Accepted:
        """Note how long a portion took, and return what came of it."""
        shared = self._store.is_shared
        if kept.changes:
            moment_s = _MOMENT_S if shared else _LONG_S
            self._size = _next_size(kept.changes, kept.took_s, moment_s)
        self._store.work_in(beyond_bytes=_LOG_TYPING_BYTES if shared else _LOG_BYTES)
        return kept.accepted


def _next_size(count: int, took_s: float, moment_s: float) -> int:
    """Return how many changes to take in at once, so that a save waits no longer than a moment."""
    return min(_BATCH, max(_LEAST, int(count * moment_s / max(took_s, 0.001))))


def _read_here(store: "Store", batch: Batch) -> list[First | None]:
    """Read the first changes of records that are new here, before anybody has to wait for it."""
    ids = [judged.record for judged in batch.good]
    with store.glance() as look:
        held = {id for (id,) in look.execute(HELD.format("id"), (json.dumps(ids),))}
    once = Counter(ids)
    return [
        read_first(asked) if id not in held and once[id] == 1 else None
        for id, asked in zip(ids, batch.asked, strict=True)
    ]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold Python's search for cycles: a batch makes many objects and no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _judge_all(ahead: Ahead, alliance: str, arrivals: Sequence[Arrival]) -> Batch:
    batch = Batch([], [], [])
    judge = Judge(alliance)
    for arrival in arrivals:
        try:
            judged = judge.judge(arrival)
        except NotYetError as wait:
            batch.parked.append((arrival, wait.reason, wait.record))
            continue
        batch.good.append(judged)
        names = projection.text_names(judged.change.kind)
        batch.asked.append(Asked(judged.change.update, judged.peer, names))
    others = [one for one in batch.asked if not plain.is_plain(one.update)]
    batch.reading = ahead.ask(others) if others else None
    return batch


def _takes_loro(arrival: Arrival) -> bool:
    """Tell whether reading a change takes so long that another core should do it."""
    return arrival.change is not None and not plain.is_plain(arrival.change.update)


def any_waits(store: "Store") -> bool:
    """Tell whether any change is parked that may be applied some time."""
    with store.glance() as look:
        return look.execute(_ANY_WAITS, WAITS).fetchone() is not None


def retry_parked(store: "Store", signer_of: Callable[[str, int], Signer | None]) -> Accepted:
    """Try again what waits for a certificate, a table or an earlier change.

    Args:
        store: The store.
        signer_of: Gives the signer for a certificate id and a permission table's version.

    Returns:
        What came of it; what still waits is not counted again.
    """
    total = Accepted()
    if not any_waits(store):
        return total
    while True:
        with store.read() as session:
            waiting = session.scalars(select(Parked).where(Parked.reason.in_(WAITS))).all()
            arrivals = [
                Arrival(p.raw, p.segment, p.certificate, p.authority, signer)
                for p in waiting
                if (signer := signer_of(p.certificate, p.authority)) is not None
            ]
        if not arrivals:
            return total
        came = accept(store, arrivals)
        total += replace(came, parked=0)
        if not came.records:
            return total


_MARKS = ", ".join("?" * len(WAITS))
_ANY_WAITS = f"SELECT 1 FROM {Parked.__tablename__} WHERE reason IN ({_MARKS}) LIMIT 1"
