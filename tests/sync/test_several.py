"""Files go to a far server several at once: quicker, and announced only when they are there."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from db.progress import finish
from sync import pieces, pieces_in, snapshots
from sync.carriers import objects, several, smb
from sync.carriers.carrier import Source, Wanted
from sync.errors import PlaceError, PlaceUnreachableError, Reason, SkippedFileError
from sync.limits import PACKED
from sync.passwords import Passwords
from sync.round import exchange
from tests.shares import PASSWORD as SHARE_PASSWORD
from tests.shares import USER, Share
from tests.sync.laptops import Laptop
from tests.sync.servers import PASSWORD, SECRET, Served, s3, s3_address, webdav, webdav_address
from tests.sync.test_materials import attach, choose, film, material, whole
from tests.sync.test_segment_packs import make_long_log
from tests.wires import Relay

FIRST = pieces._FIRST_READ_BYTES


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


def test_several_go_at_once_and_each_is_named_when_it_is_there() -> None:
    together = threading.Barrier(3)
    there: list[str] = []
    named = []

    def put(name: str, source: Source) -> None:
        together.wait(10)  # until three are on their way
        there.append(name)

    for name in several.put_several([put] * 3, ((str(n), list) for n in range(9))):
        assert name in there
        named.append(name)

    assert sorted(named) == sorted(there) == [str(n) for n in range(9)]


def test_several_are_read_at_once_and_given_in_the_order_asked() -> None:
    together = threading.Barrier(3)

    def read(name: str, _offset: int, _length: int | None) -> bytes:
        together.wait(10)  # until three are on their way
        return name.encode()

    found = list(several.read_several([read] * 3, (Wanted(str(n)) for n in range(9))))

    assert found == [str(n).encode() for n in range(9)]


def test_no_more_is_read_ahead_than_fits() -> None:
    begun: list[str] = []

    def read(name: str, _offset: int, _length: int | None) -> bytes:
        begun.append(name)
        return b""

    half = several.AHEAD_BYTES // 2
    wanted = (Wanted(str(number), size_bytes=half) for number in range(20))
    for _ in several.read_several([read] * 6, wanted):
        break

    assert len(begun) <= 2


def test_one_file_that_cannot_be_read_is_told_in_its_place_and_the_rest_come() -> None:
    def read(name: str, _offset: int, _length: int | None) -> bytes:
        if name == "1":
            raise SkippedFileError(Reason.UNREADABLE, name)
        return name.encode()

    found = list(several.read_several([read] * 2, (Wanted(str(n)) for n in range(4))))

    assert [type(one) for one in found] == [bytes, SkippedFileError, bytes, bytes]


def test_after_the_place_failed_nothing_more_is_read_and_no_thread_stays() -> None:
    asked: list[int] = []
    threads = threading.active_count()

    def wanted() -> Iterator[Wanted]:
        for number in range(100):
            asked.append(number)
            yield Wanted(str(number))

    def read(name: str, _offset: int, _length: int | None) -> bytes:
        if name == "5":
            raise PlaceUnreachableError("x", "broken")
        return name.encode()

    with pytest.raises(PlaceUnreachableError):
        list(several.read_several([read] * 3, wanted()))

    assert len(asked) < 12
    assert threading.active_count() == threads


def test_after_a_failure_none_is_begun_and_the_others_end() -> None:
    never = threading.Event()
    ended: list[str] = []
    asked: list[int] = []
    named: list[str] = []
    threads = threading.active_count()

    def files() -> Iterator[tuple[str, Source]]:
        for number in range(100):
            asked.append(number)
            yield str(number), list

    def put(name: str, source: Source) -> None:
        if name == "1":
            raise PlaceUnreachableError("x", "broken")
        never.wait(0.5)  # the failure is known long before
        ended.append(name)

    with pytest.raises(PlaceError):
        named.extend(several.put_several([put] * 3, files()))

    assert asked == [0, 1, 2]
    assert sorted(ended) == sorted(named) == ["0", "2"]
    assert threading.active_count() == threads


@pytest.mark.parametrize("at_s3", [False, True], ids=["webdav", "s3"])
def test_a_server_is_given_as_many_segments_at_once_as_may_be(
    a: Laptop, dav: Served, store: Served, stick: Path, at_s3: bool
) -> None:
    served = store if at_s3 else dav
    segments(a, stick, 1)
    address = address_of(a, served, at_s3=at_s3)
    finish(exchange(a.store, address))
    segments(a, stick, 12)
    served.gather = ("/s/", objects._AT_ONCE)

    finish(exchange(a.store, address))

    assert served.most == objects._AT_ONCE


@pytest.mark.parametrize("at_s3", [False, True], ids=["webdav", "s3"])
def test_a_server_is_asked_for_as_many_segments_at_once_as_may_be(
    a: Laptop,
    b: Laptop,
    dav: Served,
    store: Served,
    stick: Path,
    at_s3: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    served = store if at_s3 else dav
    segments(a, stick, 14)
    finish(exchange(a.store, address_of(a, served, at_s3=at_s3)))
    together = threading.Barrier(objects._AT_ONCE)
    first = iter(range(objects._AT_ONCE))

    def meeting(read: several.Read) -> several.Read:
        def met(name: str, offset: int, length: int | None) -> bytes:
            if "/s/" in name and next(first, None) is not None:
                together.wait(10)  # breaks when the others are not on their way too
            return read(name, offset, length)

        return met

    honest = several.read_several
    monkeypatch.setattr(
        several, "read_several", lambda reads, wanted: honest([*map(meeting, reads)], wanted)
    )
    finish(exchange(b.store, address_of(b, served, at_s3=at_s3)))

    assert next(first, None) is None
    assert a.records() <= b.records()


def test_what_several_announce_is_asked_for_at_once(
    a: Laptop, b: Laptop, c: Laptop, dav: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    three = (a, b, c)
    for one in (*three, *three):
        one.write("activity", title="送课")
        finish(exchange(one.store, address_of(one, dav, at_s3=False)))
    for one in (b, c):
        one.write("activity", title="听课")
        finish(exchange(one.store, address_of(one, dav, at_s3=False)))
    asked: list[list[str]] = []
    honest = several.read_several

    def noting(
        reads: list[several.Read], wanted: Iterable[Wanted]
    ) -> Iterator[bytes | SkippedFileError]:
        together = list(wanted)
        asked.append([one.name for one in together if "/s/" in one.name])
        return honest(reads, together)

    monkeypatch.setattr(several, "read_several", noting)
    finish(exchange(a.store, address_of(a, dav, at_s3=False)))

    assert max(map(len, asked)) >= 2  # more where a folder was due to be looked through
    assert b.records() | c.records() <= a.records()


def meet(monkeypatch: pytest.MonkeyPatch, part: str) -> Callable[[], bool]:
    """Let reads of some files wait for each other; return what tells whether they met.

    Args:
        monkeypatch: Of the test.
        part: What stands in the names of these files.
    """
    together = threading.Barrier(objects._AT_ONCE)
    first = iter(range(objects._AT_ONCE))

    def meeting(read: several.Read) -> several.Read:
        def met(name: str, offset: int, length: int | None) -> bytes:
            if part in name and length != FIRST and next(first, None) is not None:
                together.wait(10)  # breaks when the others are not on their way too
            return read(name, offset, length)

        return met

    honest = several.read_several
    monkeypatch.setattr(
        several, "read_several", lambda reads, wanted: honest([*map(meeting, reads)], wanted)
    )
    return lambda: next(first, None) is None and not together.broken


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Return the folder that the server shows as its place, for who fills it before."""
    place = tmp_path / "shared" / "共享" / "lianke"
    place.mkdir(parents=True)
    return place


def test_a_server_is_asked_for_several_packs_of_segments_at_once(
    a: Laptop, b: Laptop, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_long_log(a, PACKED * (objects._AT_ONCE + 1))
    a.exchange(filled)
    monkeypatch.setattr(snapshots, "WORTH", 10**6)
    met = meet(monkeypatch, ".p1")

    with webdav(filled.parents[1]) as served:
        finish(exchange(b.store, address_of(b, served, at_s3=False)))

    assert met()
    assert a.records() <= b.records()


def test_a_server_is_asked_for_several_stretches_of_small_files_at_once(
    a: Laptop, b: Laptop, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [attach(a, film(tmp_path, 5000, f"{n}.bin")) for n in range(2 * objects._AT_ONCE)]
    a.exchange(filled)
    monkeypatch.setattr(pieces_in, "_STRETCH_BYTES", 6000)
    met = meet(monkeypatch, "/b/")

    with webdav(filled.parents[1]) as served:
        finish(exchange(b.store, address_of(b, served, at_s3=False)))

    assert met()
    assert all(material(b, id).is_here(b.store.blobs) for id in ids)


def test_small_files_that_lie_behind_each_other_come_with_one_request(
    a: Laptop, b: Laptop, filled: Path, tmp_path: Path
) -> None:
    for number in range(12):
        attach(a, film(tmp_path, 5000, f"{number}.bin"))
    a.exchange(filled)

    with webdav(filled.parents[1]) as served:
        done = finish(exchange(b.store, address_of(b, served, at_s3=False)))
        asked = [path for method, path in served.asked if method == "GET" and path.endswith(".bpk")]

    assert done.pieces_in == 12
    assert len(asked) == 2  # its beginning, and all that is in it


def test_a_long_file_has_two_pieces_on_their_way(
    a: Laptop, b: Laptop, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = attach(a, film(tmp_path))
    a.exchange(filled)
    choose(b, take_long=True)
    counted: list[list[int]] = []
    honest = several.read_several

    def noting(
        reads: list[several.Read], wanted: Iterable[Wanted]
    ) -> Iterator[bytes | SkippedFileError]:
        together = list(wanted)
        counted.append([one.size_bytes for one in together])
        return honest(reads, together)

    monkeypatch.setattr(several, "read_several", noting)
    with webdav(filled.parents[1]) as served:
        finish(exchange(b.store, address_of(b, served, at_s3=False)))

    assert [several.AHEAD_BYTES // 2] * 4 in counted
    assert whole(b, id) == whole(a, id)


def test_a_server_that_fails_among_packs_loses_nothing_that_came(
    a: Laptop, b: Laptop, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_long_log(a, PACKED * 4)
    ids = [attach(a, film(tmp_path, 5000, f"{n}.bin")) for n in range(8)]
    a.exchange(filled)
    monkeypatch.setattr(snapshots, "WORTH", 10**6)
    monkeypatch.setattr(pieces_in, "_STRETCH_BYTES", 6000)
    before, broken = 0, 0

    with webdav(filled.parents[1]) as served:
        address = address_of(b, served, at_s3=False)
        for allowed in range(6, 40, 3):
            served.allowed, served.refusal = allowed, "500 Broken"
            try:
                finish(exchange(b.store, address))
            except PlaceError:
                broken += 1
            have = len(b.records()) + len(b.store.blobs.piece_ids())
            assert have >= before
            before = have
        served.allowed = None
        finish(exchange(b.store, address))

    assert broken > 1
    assert a.records() <= b.records()
    assert all(material(b, id).is_here(b.store.blobs) for id in ids)


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
    a: Laptop, samba: Share, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    segments(a, stick, 20)
    put, helpers = smb.SmbCarrier.put_new, smb._HELPERS
    waves = 4
    left = iter(range(waves * helpers))

    def give(way: Relay, count: int) -> list[str]:
        """Give a new folder of the share all files, with so many helpers; return their names."""

        def all_ask() -> None:
            way.gather = helpers

        together = threading.Barrier(helpers, action=all_ask)

        def put_together(self: smb.SmbCarrier, name: str, source: Source) -> None:
            if count and "/s/" in name and next(left, None) is not None:
                together.wait(10)  # so that each connection has the same number of files
            put(self, name, source)

        place = samba.root / str(count)
        place.mkdir()
        address = f"smb://{USER}@127.0.0.1:{way.port}/share/{count}"
        Passwords(a.store.folder).keep(address, SHARE_PASSWORD)
        monkeypatch.setattr(smb, "_HELPERS", count)
        monkeypatch.setattr(smb.SmbCarrier, "put_new", put_together)
        finish(exchange(a.store, address))
        way.close()
        return sorted(path.name for path in place.rglob("*") if path.is_file())

    alone, shared = Relay(samba.port), Relay(samba.port)
    one, several_ways = give(alone, 0), give(shared, helpers)

    assert one == several_ways
    assert not [name for name in one if name.endswith(".part")]
    assert shared.most >= helpers
    # what one connection brings follows each other: the first one's, then the helpers' beside
    first, *others = shared.asked
    assert first + max(others) < max(alone.asked)


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
