"""Stopping takes effect in the middle of a file; the next exchange goes on."""

import os
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Timer

import pytest

from db.progress import finish
from sync import looking, places
from sync.carriers.counted import CountedCarrier
from sync.carriers.folder import FolderCarrier
from sync.carriers.smb import SmbCarrier
from sync.errors import StoppedError
from sync.passwords import Passwords
from sync.round import exchange
from sync.visit import Stage, Visit
from tests.shares import PASSWORD, USER, Share
from tests.sync import servers
from tests.sync.laptops import Laptop
from tests.sync.servers import Served, webdav, webdav_address
from tests.wires import Relay


@pytest.fixture
def dav(tmp_path: Path) -> Iterator[Served]:
    folder = tmp_path / "shared"
    folder.mkdir()
    with webdav(folder) as served:
        yield served


def test_a_file_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    carrier, given = CountedCarrier(FolderCarrier(tmp_path)), 0

    def stopping() -> bool:
        nonlocal given
        given += 1
        return given > 3

    carrier.heed(stopping)
    with pytest.raises(StoppedError):
        carrier.put_new("b/pack", lambda: [bytes(8 * 1024 * 1024)])

    assert given == 4
    assert list((tmp_path / "b").iterdir()) == []


def test_blocks_come_through_as_they_are(tmp_path: Path) -> None:
    carrier = CountedCarrier(FolderCarrier(tmp_path))
    data = bytes(range(256)) * 4000

    carrier.put_new("file", lambda: [b"", data, b"end"])

    assert carrier.read("file") == data + b"end"


def test_a_server_that_hangs_is_not_waited_for_once_somebody_stops(a: Laptop, dav: Served) -> None:
    address = webdav_address(dav.port)
    Passwords(a.store.folder).keep(address, servers.PASSWORD)
    a.write("activity", title="送课")
    ends = Event()
    work = exchange(a.store, address, stopping=ends.is_set)
    while getattr(next(work), "stage", None) is not Stage.SENDING:
        pass
    dav.hangs = True
    timer = Timer(0.3, ends.set)
    timer.start()

    began = time.monotonic()
    while not ends.is_set():
        next(work)
    took = time.monotonic() - began
    work.close()

    timer.join()
    assert took < 10  # the server would be waited for half a minute and more
    with a.store.read() as session:
        assert places.past(session)[0].outcome == "stopped"
    dav.hangs = False
    assert finish(exchange(a.store, address)).sent > 0


def test_who_stops_and_does_not_end_the_work_is_told(a: Laptop, stick: Path) -> None:
    a.write("activity", title="送课")

    with pytest.raises(StoppedError):
        finish(exchange(a.store, stick, stopping=lambda: True))

    assert finish(exchange(a.store, stick)).sent > 0


def test_on_a_slow_line_to_a_share_stopping_is_heeded_at_once(samba: Share) -> None:
    relay = Relay(samba.port)
    relay.bytes_per_s = 100_000
    address = f"smb://127.0.0.1:{relay.port}/share"
    carrier = SmbCarrier(address, "127.0.0.1", relay.port, "share", "", USER, PASSWORD, "me")
    counted, stop, stopped_at = CountedCarrier(carrier), Event(), 0.0

    def stopping() -> bool:
        return stop.is_set()

    def ask_to_stop() -> None:
        nonlocal stopped_at
        stopped_at = time.monotonic()
        stop.set()

    counted.heed(stopping)
    counted.list("")
    timer = Timer(1.0, ask_to_stop)
    timer.start()
    with pytest.raises(StoppedError):
        counted.put_new("pack", lambda: [os.urandom(8 * 1024 * 1024)])
    took_s = time.monotonic() - stopped_at
    timer.join()
    counted.close()
    relay.close()
    quick = samba.carrier("")
    left = [entry.name for entry in quick.list("")]

    assert took_s < 1.0  # a megabyte is under way by then: ten seconds of this line
    assert "pack" not in left


def test_a_share_that_hangs_is_not_waited_for_once_somebody_stops(samba: Share) -> None:
    relay = Relay(samba.port)
    address = f"smb://127.0.0.1:{relay.port}/share"
    with closing(
        SmbCarrier(address, "127.0.0.1", relay.port, "share", "", USER, PASSWORD, "me")
    ) as carrier:
        stop = Event()
        carrier.heed(stop.is_set)
        carrier.list("")
        relay.cut()
        timer = Timer(0.3, stop.set)
        timer.start()
        began = time.monotonic()
        with pytest.raises(StoppedError):
            carrier.read("file")
        took_s = time.monotonic() - began
        timer.join()
    relay.close()

    assert took_s < 2  # without, half a minute


def test_an_exchange_that_ctrl_c_ends_is_noted_as_stopped(
    a: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(_visit: Visit) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(looking, "look", pressed)

    with pytest.raises(KeyboardInterrupt):
        a.exchange(stick)

    with a.store.read() as session:
        assert places.past(session)[0].outcome == "stopped"
