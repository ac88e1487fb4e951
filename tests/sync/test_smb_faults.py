"""A share that hangs, dies, stammers or lies: each call ends in time, with the right words."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from sync.carriers.smb import SmbCarrier
from sync.errors import PlaceError, PlaceSignInError, PlaceUnreachableError
from tests.shares import PASSWORD, USER, Share
from tests.wires import Relay, saying, silent_server

MIB = 1024**2
SOON_S = 1.0  # the time-out the tests give; what is slower than a few of them has hung


@pytest.fixture
def share(make_samba: Callable[..., Share]) -> Share:
    """Return a share whose server may be hung and killed."""
    return make_samba()


@pytest.fixture
def relay(samba: Share) -> Iterator[Relay]:
    """Return a way to a share that can be cut and made to lie."""
    relay = Relay(samba.port)
    yield relay
    relay.close()


@pytest.fixture
def carrier_at() -> Iterator[Callable[..., SmbCarrier]]:
    """Return a function that makes a carrier to a port of this machine."""
    with ExitStack() as stack:

        def make(port: int, folder: str = "", timeout_s: float = SOON_S) -> SmbCarrier:
            address = f"smb://127.0.0.1:{port}/share/{folder}"
            given = (address, "127.0.0.1", port, "share", folder, USER, PASSWORD, "me")
            return stack.enter_context(closing(SmbCarrier(*given, timeout_s)))

        yield make


MakeCarrier = Callable[..., SmbCarrier]


def failure(call: Callable[[], object], within_s: float = 4 * SOON_S) -> PlaceError:
    """Return what a call fails with, which must be soon."""
    began = time.monotonic()
    with pytest.raises(PlaceError) as caught:
        call()
    assert time.monotonic() - began < within_s
    return caught.value


def problem(call: Callable[[], object], within_s: float = 4 * SOON_S) -> str:
    """Return the code of the problem with the connection that ends a call."""
    error = failure(call, within_s)
    assert isinstance(error, PlaceUnreachableError)
    return error.problem


def blocks(count: int, at: int, action: Callable[[], object]) -> Callable[[], Iterator[bytes]]:
    """Return a source of that many MiB which does something in the middle."""

    def source() -> Iterator[bytes]:
        for number in range(count):
            if number == at:
                action()
            yield bytes([number]) * MIB

    return source


def test_a_port_where_nobody_listens_is_refused(carrier_at: MakeCarrier) -> None:
    with silent_server() as port:
        pass

    assert problem(lambda: carrier_at(port).list("")) == "refused"


def test_a_server_that_never_says_a_word_does_not_hang_us(carrier_at: MakeCarrier) -> None:
    with silent_server() as port:
        assert problem(lambda: carrier_at(port).list("")) == "silent"


def test_a_network_that_swallows_everything_does_not_hang_us() -> None:
    carrier = SmbCarrier("smb://x/share", "192.0.2.1", 445, "share", "", "", "", "me", SOON_S)

    assert problem(lambda: carrier.list("")) in {"silent", "refused"}


def test_a_resolver_that_hangs_does_not_hang_us(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr("sync.carriers.smb_wire.socket.getaddrinfo", lambda *_a, **_k: over.wait())
    carrier = SmbCarrier("smb://x/share", "server", 445, "share", "", "", "", "me", SOON_S)

    assert problem(lambda: carrier.list("")) == "name"
    over.set()


def test_the_whole_of_connecting_has_one_bound(
    carrier_at: MakeCarrier, samba: Share, relay: Relay
) -> None:
    def slowly(data: bytes) -> bytes:
        time.sleep(SOON_S * 0.6)  # no answer alone takes too long
        return data

    relay.alter = slowly

    assert problem(lambda: carrier_at(relay.port).list(""), 3 * SOON_S) == "silent"


def test_a_server_that_stammers_does_not_hang_us(carrier_at: MakeCarrier) -> None:
    long = (MIB).to_bytes(4, "big")
    with saying(long, *[b"x"] * 100, pause_s=SOON_S / 10) as port:
        assert problem(lambda: carrier_at(port).list("")) == "silent"


@pytest.mark.parametrize(
    "words",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"",
        (64).to_bytes(4, "big") + bytes(64),
        (100).to_bytes(4, "big") + b"\xfeSMB" + bytes(96),
        (70).to_bytes(4, "big") + b"\xfeSMB" + b"\xff" * 66,
        (60).to_bytes(4, "big") + b"\xfdSMB" + os.urandom(56),
    ],
    ids=["web", "nothing", "zeros", "empty answer", "numbers", "sealed"],
)
def test_what_is_no_such_server_is_told(carrier_at: MakeCarrier, words: bytes) -> None:
    with saying(words) as port:
        assert problem(lambda: carrier_at(port).list("")) == "stranger"


def test_a_server_of_the_last_century_is_told(make_samba: Callable[..., Share]) -> None:
    share = make_samba(oldest="NT1", newest="NT1")

    assert problem(lambda: share.carrier(timeout_s=SOON_S).list("")) == "old"


def test_a_server_that_hangs_before_it_lets_us_in_does_not_hang_us(share: Share) -> None:
    share.freeze()

    assert problem(lambda: share.carrier(timeout_s=SOON_S).list("")) == "silent"


@pytest.mark.parametrize("call", ["list", "put_new"])
def test_a_server_that_hangs_between_two_calls_does_not_hang_us(share: Share, call: str) -> None:
    carrier = share.carrier(timeout_s=SOON_S)
    carrier.put_new("a/file", lambda: [b"bytes"])
    share.freeze()
    calls: dict[str, Callable[[], object]] = {
        "list": lambda: carrier.list("a"),
        "read": lambda: carrier.read("a/file"),
        "put_new": lambda: carrier.put_new("a/file", lambda: [b"bytes"]),
        "delete": lambda: carrier.delete("a/file"),
        "set_aside": lambda: carrier.set_aside("a/file"),
        "free": carrier.free,
    }

    assert problem(calls[call]) == "silent"
    for again in calls.values():  # and whoever did not understand is told so at once
        assert problem(again, SOON_S / 2) == "silent"
    carrier.close()


def test_a_server_that_hangs_while_we_write_does_not_hang_us(share: Share) -> None:
    carrier = share.carrier(timeout_s=SOON_S)
    carrier.list("")

    assert problem(lambda: carrier.put_new("a/file", blocks(64, 5, share.freeze))) == "silent"

    share.thaw()
    after = share.carrier()
    assert after.list("a") == []
    assert list((share.root / "a").iterdir()) == []
    after.put_new("a/file", lambda: [b"bytes"])
    assert after.read("a/file") == b"bytes"


def test_a_server_that_hangs_while_we_read_does_not_hang_us(
    carrier_at: MakeCarrier, samba: Share, relay: Relay, tmp_path: Path
) -> None:
    (samba.root / tmp_path.name).write_bytes(bytes(16 * MIB))
    passed = [0]

    def cut_after_5_mib(data: bytes) -> bytes:
        passed[0] += len(data)
        if passed[0] > 5 * MIB:
            relay.cut()
        return data

    relay.alter = cut_after_5_mib

    assert problem(lambda: carrier_at(relay.port).read(tmp_path.name)) == "silent"


def test_a_cable_pulled_while_we_write_does_not_hang_us(
    carrier_at: MakeCarrier, samba: Share, relay: Relay, tmp_path: Path
) -> None:
    (samba.root / tmp_path.name).mkdir()
    carrier = carrier_at(relay.port, tmp_path.name)

    assert problem(lambda: carrier.put_new("file", blocks(64, 3, relay.cut))) == "silent"

    assert samba.carrier(tmp_path.name).list("") == []


def test_a_server_killed_while_we_write_is_told_and_made_good(share: Share) -> None:
    carrier = share.carrier()

    assert problem(lambda: carrier.put_new("a/file", blocks(32, 5, share.kill))) == "broken"
    assert problem(lambda: carrier.list("")) == "broken"

    share.start()
    after = share.carrier()
    assert after.list("a") == []
    after.put_new("a/file", blocks(32, 5, lambda: None))
    assert list((share.root / "a").iterdir()) == [share.root / "a" / "file"]
    assert len(after.read("a/file")) == 32 * MIB


def test_a_slow_server_is_waited_for(
    carrier_at: MakeCarrier, samba: Share, relay: Relay, tmp_path: Path
) -> None:
    body = os.urandom(3 * MIB)
    (samba.root / tmp_path.name).write_bytes(body)

    def slowly(data: bytes) -> bytes:
        time.sleep(len(data) / (2.5 * MIB))
        return data

    carrier = carrier_at(relay.port)
    carrier.list("")
    relay.alter = slowly
    began = time.monotonic()

    assert carrier.read(tmp_path.name) == body
    assert time.monotonic() - began > SOON_S  # longer than any one answer may take


@pytest.mark.parametrize("at", [0, 4, 20, 70, 110, 200])
def test_a_byte_changed_on_the_way_never_comes_through(
    carrier_at: MakeCarrier, samba: Share, relay: Relay, tmp_path: Path, at: int
) -> None:
    body = os.urandom(300)
    (samba.root / tmp_path.name).write_bytes(body)
    carrier = carrier_at(relay.port)
    carrier.list("")
    lying = [False]

    def lie(data: bytes) -> bytes:
        if len(data) < 300 or lying[0]:
            return data
        lying[0] = True
        changed = bytearray(data)
        changed[at] ^= 1
        return bytes(changed)

    relay.alter = lie

    assert problem(lambda: carrier.read(tmp_path.name)) in {"broken", "stranger", "silent"}
    assert lying[0]


def test_an_answer_without_a_signature_is_not_believed(
    carrier_at: MakeCarrier, samba: Share, relay: Relay, tmp_path: Path
) -> None:
    (samba.root / tmp_path.name).write_bytes(b"bytes")
    carrier = carrier_at(relay.port)
    carrier.list("")

    def strip(data: bytes) -> bytes:
        changed = bytearray(data)
        changed[4 + 16] &= ~8  # says that it is not signed
        changed[4 + 48 : 4 + 64] = bytes(16)
        return bytes(changed)

    relay.alter = strip

    assert problem(lambda: carrier.read(tmp_path.name)) == "broken"


def test_whoever_is_let_in_only_as_a_guest_is_told(samba: Share) -> None:
    error = failure(lambda: samba.carrier(user="unknown", share="everybody").list(""))

    assert isinstance(error, PlaceSignInError)


def test_nothing_is_logged_and_no_thread_stays(
    share: Share, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    before = set(threading.enumerate())
    carrier = share.carrier(timeout_s=SOON_S)
    carrier.put_new("file", lambda: [b"bytes"])

    failure(lambda: carrier.put_new("a/file", blocks(8, 3, share.kill)))
    carrier.close()

    assert set(threading.enumerate()) <= before
    assert caplog.text == ""
    assert capfd.readouterr() == ("", "")
