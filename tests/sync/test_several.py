"""Files go to a far server several at once: quicker, and announced only when they are there."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from db.progress import finish
from sync.carriers import several, smb
from sync.carriers.carrier import Source
from sync.errors import PlaceError, PlaceUnreachableError
from sync.passwords import Passwords
from sync.round import exchange
from tests.shares import PASSWORD as SHARE_PASSWORD
from tests.shares import USER, Share
from tests.sync.laptops import Laptop
from tests.sync.servers import PASSWORD, SECRET, Served, s3, s3_address, webdav, webdav_address
from tests.wires import Relay

LATENCY_S = 0.1


@pytest.fixture
def dav(tmp_path: Path) -> Iterator[Served]:
    folder = tmp_path / "shared"
    folder.mkdir()
    with webdav(folder) as served:
        yield served


@pytest.fixture
def store() -> Iterator[Served]:
    with s3() as served:
        yield served


def address_of(laptop: Laptop, served: Served, *, at_s3: bool) -> str:
    """Return the address of a server, its password kept."""
    address = s3_address(served.port) if at_s3 else webdav_address(served.port)
    Passwords(laptop.store.folder).keep(address, SECRET if at_s3 else PASSWORD)
    return address


def segments(laptop: Laptop, stick: Path, count: int) -> None:
    """Give a laptop so many segments of its own."""
    for number in range(count):
        laptop.write("activity", title=f"送课 {number}")
        laptop.exchange(stick)


class Slow:
    """Takes files in after a while, and knows how many were on their way at once."""

    def __init__(self) -> None:
        self.there: list[str] = []
        self.most = self.now = 0
        self.broken: set[str] = set()
        self._lock = threading.Lock()

    def put(self, name: str, source: Source) -> None:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.02)
        with self._lock:
            self.now -= 1
            if name in self.broken:
                raise PlaceUnreachableError("x", "broken")
            self.there.append(name)


def test_several_go_at_once_and_each_is_named_when_it_is_there() -> None:
    slow = Slow()
    named = []

    for name in several.put_several([slow.put] * 3, ((str(n), list) for n in range(9))):
        assert name in slow.there
        named.append(name)

    assert sorted(named) == sorted(slow.there) == [str(n) for n in range(9)]
    assert slow.most == 3


def test_after_a_failure_none_is_begun_and_the_others_end() -> None:
    slow = Slow()
    slow.broken = {"1"}
    asked: list[int] = []
    named: list[str] = []

    def files() -> Iterator[tuple[str, Source]]:
        for number in range(100):
            asked.append(number)
            yield str(number), list

    with pytest.raises(PlaceError):
        named.extend(several.put_several([slow.put] * 3, files()))

    assert slow.now == 0
    assert len(asked) < 10
    assert threading.active_count() < 10


@pytest.mark.parametrize("at_s3", [False, True], ids=["webdav", "s3"])
def test_a_server_with_latency_takes_many_files_in_a_fraction_of_the_time(
    a: Laptop, dav: Served, store: Served, stick: Path, at_s3: bool
) -> None:
    served = store if at_s3 else dav
    segments(a, stick, 12)
    served.latency_s = LATENCY_S

    began = time.monotonic()
    finish(exchange(a.store, address_of(a, served, at_s3=at_s3)))
    took_s = time.monotonic() - began

    assert served.count("PUT") > 12
    assert served.most > 3
    # one after another every request costs its latency at least
    assert took_s < len(served.asked) * LATENCY_S


@pytest.mark.parametrize("at_s3", [False, True], ids=["webdav", "s3"])
def test_cut_off_anywhere_nothing_is_announced_that_is_not_there(
    a: Laptop, b: Laptop, dav: Served, store: Served, stick: Path, at_s3: bool
) -> None:
    served = store if at_s3 else dav
    segments(a, stick, 8)
    broken = 0
    for allowed in (8, 11, 17, 25):
        served.allowed, served.refusal = allowed, "500 Broken"
        try:
            finish(exchange(a.store, address_of(a, served, at_s3=at_s3)))
        except PlaceError:
            broken += 1
        served.allowed = None
        met = finish(exchange(b.store, address_of(b, served, at_s3=at_s3)))
        assert met.skipped == ()

    finish(exchange(a.store, address_of(a, served, at_s3=at_s3)))
    finish(exchange(b.store, address_of(b, served, at_s3=at_s3)))

    assert broken > 1
    assert a.records() <= b.records()


@pytest.fixture
def relay(samba: Share) -> Iterator[Relay]:
    """Return a long way to a share."""
    relay = Relay(samba.port)
    yield relay
    relay.close()


def test_a_share_far_away_takes_many_files_over_several_connections(
    a: Laptop, samba: Share, relay: Relay, stick: Path
) -> None:
    segments(a, stick, 20)
    relay.latency_s = 0.02
    took: list[float] = []

    for folder, helpers in (("one", 0), ("four", smb._HELPERS)):
        (samba.root / folder).mkdir()
        address = f"smb://{USER}@127.0.0.1:{relay.port}/share/{folder}"
        Passwords(a.store.folder).keep(address, SHARE_PASSWORD)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(smb, "_HELPERS", helpers)
            began = time.monotonic()
            finish(exchange(a.store, address))
            took.append(time.monotonic() - began)

    one, four = (
        sorted(path.name for path in (samba.root / folder).rglob("*") if path.is_file())
        for folder in ("one", "four")
    )
    assert one == four
    assert not [name for name in four if name.endswith(".part")]
    assert took[1] < took[0]


def test_a_share_takes_files_into_many_folders_at_once(samba: Share, relay: Relay) -> None:
    relay.latency_s = 0.005
    (samba.root / "many").mkdir()
    address = f"smb://127.0.0.1:{relay.port}/share/many"
    given = ("share", "many", USER, SHARE_PASSWORD, "me")
    names = [f"s/{number % 17}/{number}.seg" for number in range(50)]
    with closing(smb.SmbCarrier(address, "127.0.0.1", relay.port, *given)) as carrier:

        def files() -> Iterator[tuple[str, Source]]:
            for name in names:
                yield name, partial(iter, (name.encode() * 1000,))

        for name in carrier.put_several(files()):
            assert carrier.read(name) == name.encode() * 1000

    there = {path.name for path in (samba.root / "many").rglob("*") if path.is_file()}
    assert there == {name.rpartition("/")[2] for name in names}


def test_a_share_that_breaks_off_announces_nothing_that_is_not_there(
    a: Laptop, b: Laptop, samba: Share, stick: Path
) -> None:
    segments(a, stick, 12)
    (samba.root / "place").mkdir()
    broken = 0
    for answers in (40, 90, 160, 250):
        relay = Relay(samba.port)
        relay.answers = answers
        address = f"smb://{USER}@127.0.0.1:{relay.port}/share/place"
        Passwords(a.store.folder).keep(address, SHARE_PASSWORD)
        try:
            finish(exchange(a.store, address))
        except PlaceError:
            broken += 1
        relay.close()
        met = finish(exchange(b.store, samba.root / "place"))
        assert met.skipped == ()

    finish(exchange(a.store, samba.root / "place"))
    finish(exchange(b.store, samba.root / "place"))

    assert broken > 1
    assert a.records() <= b.records()
