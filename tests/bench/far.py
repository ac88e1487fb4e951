"""Three hundred laptops meet on real servers on loopback: WebDAV that shows 750 entries, and S3.

Requests are counted by the server. Seconds are those of this machine, where the servers, which are
slower than any bought one, run in the same process.
"""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.progress import finish
from db.store import Store
from sync import identity
from sync.carriers.objects import LISTED
from sync.passwords import Passwords
from sync.result import RoundResult
from sync.round import exchange
from tests.bench import rows
from tests.bench.joining import busy
from tests.bench.laptops import record_all
from tests.bench.measure import Figure, timed
from tests.sync import servers
from tests.sync.servers import Served

_REPLICAS = 300
_SEGMENTS = 4  # of each: packs and snapshots make the rest of a longer life few files
_EACH = 4  # records in a segment


def far(folder: Path) -> Iterator[Figure]:
    """Exchange with nothing new, with one record, and as a newcomer."""
    one = busy(folder / "one", _REPLICAS * _SEGMENTS * _EACH, _REPLICAS, _EACH)
    shared = folder / "shared"
    place = shared / "共享" / "lianke"
    place.mkdir(parents=True)
    finish(exchange(one, place))  # as it lies there after a year; each server gets the same
    with servers.webdav(shared) as served:
        served.entries = LISTED
        address = servers.webdav_address(served.port)
        yield from _at("WebDAV", folder / "webdav", one, served, address, servers.PASSWORD)
    with _filled(place) as served:
        address = servers.s3_address(served.port)
        yield from _at("S3", folder / "s3", one, served, address, servers.SECRET)
    one.close()


@contextmanager
def _filled(place: Path) -> Iterator[Served]:
    """Serve an object store that holds what lies at a place."""
    files = [path for path in place.rglob("*") if path.is_file()]
    names = {f"lianke/{path.relative_to(place).as_posix()}": path for path in files}
    with servers.s3() as served:
        servers.fill_bucket(names, lambda name: names[name].read_bytes())
        yield served


def _at(
    name: str, folder: Path, one: Store, served: Served, address: str, password: str
) -> Iterator[Figure]:
    folder.mkdir()

    def met(store: Store) -> tuple[int, float, RoundResult]:
        served.asked.clear()
        taken: list[float] = []
        with timed(taken):
            result = finish(exchange(store, address))
        return len(served.asked), taken[0], result

    for _ in range(2):
        Passwords(one.folder).keep(address, password)
        met(one)  # the first time it learns what is there
    quiet = [met(one) for _ in range(5)]
    yield _requests(f"{name}: requests, nothing new", quiet, 5)
    yield _seconds(f"{name}: an exchange with nothing new", quiet, 2)
    news = []
    for number in range(3):
        record_all(one, rows.activities(1, seed=1000 + number))
        news.append(met(one))
    yield _requests(f"{name}: requests, one record goes out", news, 12)
    yield _seconds(f"{name}: one record goes out", news, 2)
    other = _newcomer(folder, one)
    met(one)
    Passwords(other.folder).keep(address, password)
    first = met(other)
    assert first[2].received >= _REPLICAS * _SEGMENTS * _EACH, first[2]
    yield _requests(f"{name}: requests, a newcomer takes all", [first], 60)
    yield _seconds(f"{name}: a newcomer takes all", [first], 30)
    record_all(one, rows.activities(1, seed=2000))
    met(one)
    comes = met(other)
    assert comes[2].received == 1, comes[2]
    yield _requests(f"{name}: requests, one record comes in", [comes], 12)
    other.close()


def _newcomer(folder: Path, one: Store) -> Store:
    file = folder / "invitation"
    with one.read() as session:
        me = identity.me(session)
    words = identity.invite(
        one, school=me.school, person=me.person, person_name="王丽娟", role="teacher", out=file
    )
    other = Store(folder / "other")
    identity.join(other, file, words)
    return other


def _requests(name: str, met: list[tuple[int, float, RoundResult]], most: int) -> Figure:
    counts = sorted(count for count, _, _ in met)
    # now and then one more: the first that looks whether a snapshot is due
    return Figure(name, statistics.median(counts), "", most, f"{_REPLICAS} replicas; {counts}")


def _seconds(name: str, met: list[tuple[int, float, RoundResult]], most: float) -> Figure:
    return Figure(name, statistics.median(took for _, took, _ in met), "s", most)
