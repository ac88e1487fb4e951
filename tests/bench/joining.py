"""A newcomer joins what sixty laptops wrote in three years; an exchange far away has no news.

LIANKE_BENCH_RECORDS tells how many records; 100,000 unless told.
"""

import os
import resource
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from sqlalchemy import update

from db import indexing
from db.models.exchange import Identity, Segment, SegmentBytes
from db.models.local import Document
from db.progress import Work, finish
from db.store import Store
from sync import identity, laptop, log
from sync.names import id_of
from sync.result import RoundResult
from sync.round import exchange, exchange_by
from tests.bench import rows
from tests.bench.laptops import founded, record_all
from tests.bench.measure import Figure, timed
from tests.sync.told_carriers import Remote

RECORDS = int(os.environ.get("LIANKE_BENCH_RECORDS", "100000"))
_LOGS, _EACH = 60, 37  # laptops, and records in a segment of theirs: two weeks of work


def joining(folder: Path) -> Iterator[Figure]:
    """Join from snapshots, as a place has them where everybody meets."""
    stick = folder / "stick"
    stick.mkdir()
    one = busy(folder / "one", RECORDS)
    finish(exchange(one, stick))
    file = folder / "invitation"
    with one.read() as session:
        me = identity.me(session)
    words = identity.invite(
        one, school=me.school, person=me.person, person_name="王丽娟", role="teacher", out=file
    )
    finish(exchange(one, stick))
    one.close()
    other = Store(folder / "other")
    identity.join(other, file, words)
    memory = Memory()
    taken: list[float] = []
    first: float | None = None
    work = exchange(other, stick)
    with memory, timed(taken):
        start, spent = time.perf_counter(), time.thread_time()

        def watched() -> Work[RoundResult]:
            nonlocal first
            while True:
                try:
                    yield next(work)
                except StopIteration as end:
                    return cast("RoundResult", end.value)
                if first is None and _count(other) >= RECORDS / 10:
                    first = time.perf_counter() - start

        got = finish(watched())
        spent = time.thread_time() - spent
    assert got.received >= RECORDS, got
    note = f"{got.received} records in {taken[0]:.1f} s ({spent:.1f} s of one core)"
    yield Figure("joining: seconds for 5,000 records", taken[0] / got.received * 5000, "s", 1, note)
    yield Figure(
        "memory it takes beyond the program's", memory.peak_mib - memory.start_mib, "MiB", 150
    )
    yield Figure("until the first tenth stands in lists", first or taken[0], "s", taken[0] / 5)
    with timed(taken):
        finish(indexing.catching_up(other))
    yield Figure("index built behind, of the joining time", taken[1] / taken[0], "×", 2)
    other.close()


def quiet(folder: Path) -> Iterator[Figure]:
    """Exchange with a far place where 300 logs of three years lie and nothing is new."""
    stick = folder / "stick"
    stick.mkdir()
    one = founded(folder / "one")
    _logs(one, 300, 45)
    finish(exchange(one, stick))
    finish(exchange_by(one, Remote(stick)))
    most, writes = 0, 0
    taken: list[float] = []
    for _ in range(10):
        carrier = Remote(stick)
        with timed(taken):
            finish(exchange_by(one, carrier))
        most, writes = max(most, carrier.requests), writes + carrier.writes
    yield Figure("requests, nothing new, 300 logs, 13,500 segments", most, "", 5)
    yield Figure("writes by it", writes, "", 0)
    yield Figure("its own time", sorted(taken)[5] * 1000, "ms", 500)
    one.close()


def busy(folder: Path, count: int, logs: int = _LOGS, each: int = _EACH) -> Store:
    """Return a laptop that holds what many wrote, in logs of their own, in the order of weeks."""
    one = founded(folder)
    many = rows.activities(count)
    with one.read() as session:
        own = identity.me(session).replica
    replicas = [own] + [laptop.new_replica_id() for _ in range(logs - 1)]
    for turn, start in enumerate(range(0, count, each)):
        _use(one, replicas[turn % logs])
        record_all(one, many[start : start + each])
        for _ in log.seal_waiting(one):
            pass
    return one


def _logs(store: Store, count: int, each: int) -> None:
    with store.write() as session:
        certificate = identity.me(session).certificate
        for _ in range(count):
            replica, previous = laptop.new_replica_id(), ""
            for seq in range(1, each + 1):
                data = f"{replica} {seq}".encode()
                id = id_of(data)
                session.add_all(
                    [
                        Segment(
                            id=id,
                            replica=replica,
                            seq=seq,
                            previous=previous,
                            signer=certificate,
                            school="",
                            state="taken",
                            size_bytes=len(data),
                            records=b"",
                            changed_at=0,
                            received_at=0,
                        ),
                        SegmentBytes(id=id, data=data),
                    ]
                )
                previous = id


def _use(store: Store, replica: str) -> None:
    with store.write() as session:
        session.execute(update(Identity).values(replica=replica))


def _count(store: Store) -> int:
    with store.glance() as look:
        return look.execute(f"SELECT max(n) FROM {Document.__tablename__}").fetchone()[0] or 0


class Memory:
    """Samples the memory of this process while it works.

    Attributes:
        start_mib, peak_mib: Resident memory at first, and at most.
    """

    def __enter__(self) -> "Memory":
        self.start_mib = self.peak_mib = self._now()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.05):
            self.peak_mib = max(self.peak_mib, self._now())

    @staticmethod
    def _now() -> float:
        if sys.platform != "linux":
            return 0.0
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 1024**2
