"""WebDAV and S3 as places: the contract of all carriers, and what servers do to people."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.carriers.objects import ObjectsCarrier
from sync.carriers.opening import open_place
from sync.errors import (
    PlaceBusyError,
    PlaceError,
    PlaceMissingError,
    PlaceSignInError,
    PlaceUnreachableError,
    PlaceUnreadableError,
    SkippedFileError,
)
from sync.passwords import Passwords
from tests.sync.carrier_contract import RULES, MakeCarrier, Rule
from tests.sync.servers import (
    BUCKET,
    PASSWORD,
    SECRET,
    Served,
    fill_bucket,
    s3,
    s3_address,
    webdav,
    webdav_address,
)

Open = Callable[..., ObjectsCarrier]


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


@pytest.fixture
def dav(shared: Path) -> Iterator[Served]:
    with webdav(shared) as served:
        yield served


@pytest.fixture
def store() -> Iterator[Served]:
    with s3() as served:
        yield served


@pytest.fixture
def open_one(tmp_path: Path) -> Iterator[Open]:
    """Return a function that opens a place: `open_one(address, password)`."""
    opened = []

    def one(
        address: str, password: str = PASSWORD, writer: str = "me", timeout_s: float = 10.0
    ) -> ObjectsCarrier:
        carrier = open_place(address, writer, Passwords(tmp_path), password, timeout_s)
        assert isinstance(carrier, ObjectsCarrier)
        opened.append(carrier)
        return carrier

    yield one
    for carrier in opened:
        carrier.close()


@pytest.fixture(params=["webdav", "s3"])
def make(request: pytest.FixtureRequest, open_one: Open) -> MakeCarrier:
    if request.param == "webdav":
        address, password = webdav_address(request.getfixturevalue("dav").port), PASSWORD
    else:
        address, password = s3_address(request.getfixturevalue("store").port), SECRET
    return lambda writer: open_one(address, password, writer)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_server_keeps_the_contract(rule: Rule, make: MakeCarrier) -> None:
    rule(make)


def test_a_wrong_password_is_told_from_a_wrong_server(dav: Served, open_one: Open) -> None:
    with pytest.raises(PlaceSignInError):
        open_one(webdav_address(dav.port), "wrong").list("")
    dav.stop()
    with pytest.raises(PlaceUnreachableError) as caught:
        open_one(webdav_address(dav.port)).list("")
    assert caught.value.problem == "refused"


def test_a_server_nobody_knows_is_told(open_one: Open) -> None:
    with pytest.raises(PlaceUnreachableError) as caught:
        open_one("webdav://nobody.invalid/lianke").list("")

    assert caught.value.problem == "name"


def test_a_bucket_that_is_not_there_is_told(store: Served, open_one: Open) -> None:
    with pytest.raises(PlaceMissingError):
        open_one(s3_address(store.port).replace(BUCKET, "another-one"), SECRET).list("")


def test_a_server_that_speaks_plainly_where_it_should_prove_itself_is_a_stranger(
    dav: Served, open_one: Open
) -> None:
    with pytest.raises(PlaceUnreachableError) as caught:
        open_one(webdav_address(dav.port).replace("webdav:", "webdavs:")).list("")

    assert caught.value.problem in {"stranger", "certificate"}


def test_a_page_that_wants_a_sign_in_is_no_listing(dav: Served, open_one: Open) -> None:
    carrier = open_one(webdav_address(dav.port))
    carrier.put_new("a/file", lambda: [b"bytes"])
    dav.alter = lambda _method, _path, _body: b"<html><body>Welcome to the hotel</body></html>"

    with pytest.raises(PlaceUnreachableError) as caught:
        carrier.list("a")

    assert caught.value.problem == "stranger"


@pytest.mark.parametrize("kind", ["list", "read", "put_new", "delete", "set_aside"])
def test_a_server_that_hangs_never_hangs_us(dav: Served, open_one: Open, kind: str) -> None:
    carrier = open_one(webdav_address(dav.port), timeout_s=0.3)
    carrier.put_new("a/file", lambda: [b"bytes"])
    dav.hangs = True
    calls: dict[str, Callable[[], object]] = {
        "list": lambda: carrier.list("a"),
        "read": lambda: carrier.read("a/file"),
        "put_new": lambda: carrier.put_new("a/other", lambda: [b"bytes"]),
        "delete": lambda: carrier.delete("a/file"),
        "set_aside": lambda: carrier.set_aside("a/file"),
    }
    began = time.monotonic()

    with pytest.raises(PlaceUnreachableError) as caught:
        calls[kind]()

    assert caught.value.problem == "silent"
    assert time.monotonic() - began < 3


def test_other_threads_go_on_while_a_server_hangs(dav: Served, open_one: Open) -> None:
    """The window's thread must not wait for Python's lock: OpenDAL's own listing holds it."""
    carrier = open_one(webdav_address(dav.port), timeout_s=0.5)
    dav.hangs = True
    failed: list[PlaceError] = []

    def look() -> None:
        try:
            carrier.list("a")
        except PlaceError as error:
            failed.append(error)

    thread = threading.Thread(target=look)
    thread.start()
    longest, last = 0.0, time.monotonic()
    while thread.is_alive():
        time.sleep(0.002)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    thread.join()

    assert failed
    assert longest < 0.3


def test_a_listing_that_is_cut_makes_nothing_vanish(dav: Served, open_one: Open) -> None:
    carrier = open_one(webdav_address(dav.port))
    for number in range(9):
        carrier.put_new(f"m/{number}", lambda number=number: [b"body %d" % number])  # type: ignore[misc]
    dav.entries = 5

    shown = {entry.name for entry in carrier.list("m")}

    assert len(shown) == 5
    assert all(carrier.read(f"m/{number}") == b"body %d" % number for number in range(9))


def test_what_a_cut_listing_hid_is_not_sent_again(
    dav: Served, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_one: Open
) -> None:
    monkeypatch.setattr("sync.carriers.objects.LISTED", 5)
    carrier = open_one(webdav_address(dav.port))
    for number in range(9):
        carrier.put_new(f"m/{number}", lambda: [b"body"])
    dav.entries = 5
    carrier.list("m")
    puts = dav.count("PUT")

    for number in range(9):
        carrier.put_new(f"m/{number}", lambda: [b"body"])

    assert dav.count("PUT") == puts


def test_what_a_cut_listing_hid_is_sent_again_when_its_bytes_differ(
    dav: Served, shared: Path, monkeypatch: pytest.MonkeyPatch, open_one: Open
) -> None:
    monkeypatch.setattr("sync.carriers.objects.LISTED", 1)
    carrier = open_one(webdav_address(dav.port))
    carrier.put_new("m/one", lambda: [b"good"])
    (shared / "共享" / "lianke" / "m" / "one").write_bytes(b"evil")
    carrier.list("m")

    carrier.put_new("m/one", lambda: [b"good"])

    assert carrier.read("m/one") == b"good"


def test_a_listing_that_repeats_itself_shows_each_file_once(dav: Served, open_one: Open) -> None:
    carrier = open_one(webdav_address(dav.port))
    carrier.put_new("m/one", lambda: [b"1"])
    carrier.put_new("m/two", lambda: [b"22"])

    def twice(method: str, _path: str, body: bytes) -> bytes:
        begin, end = body.find(b"<ns0:response"), body.rfind(b"</ns0:multistatus")
        found = method == "PROPFIND" and begin > 0
        return body[:begin] + body[begin:end] * 2 + body[end:] if found else body

    dav.alter = twice

    assert sorted(entry.name for entry in carrier.list("m")) == ["one", "two"]


def test_a_stale_listing_neither_hides_a_file_nor_breaks_the_reading(
    dav: Served, open_one: Open
) -> None:
    """The size of before an exchange of files must not cut the bytes of after."""
    carrier, other = open_one(webdav_address(dav.port)), open_one(webdav_address(dav.port))
    carrier.put_new("a/file", lambda: [b"short"])
    carrier.list("a")
    other.put_new("a/file", lambda: [b"rather longer"])

    assert carrier.read("a/file", 0, 100) == b"rather longer"

    other.put_new("a/file", lambda: [b"x"])
    assert carrier.read("a/file", 0, 3) == b"x"


def test_a_file_that_comes_broken_is_no_file_of_the_place(dav: Served, open_one: Open) -> None:
    carrier = open_one(webdav_address(dav.port))
    carrier.put_new("a/kept", lambda: [b"kept"])
    dav.alter = lambda method, _path, body: b"other" if method == "GET" else body

    with pytest.raises(PlaceUnreadableError):
        carrier.put_new("a/file", lambda: [b"bytes"])

    dav.alter = None
    assert [entry.name for entry in carrier.list("a")] == ["kept"]


def test_unfinished_files_of_this_laptop_alone_are_cleared_up(
    dav: Served, shared: Path, open_one: Open
) -> None:
    carrier = open_one(webdav_address(dav.port))
    carrier.put_new("a/file", lambda: [b"bytes"])
    folder = shared / "共享" / "lianke" / "a"
    (folder / "~me-1.part").write_bytes(b"mine")
    (folder / "~you-1.part").write_bytes(b"theirs")

    assert [entry.name for entry in carrier.list("a")] == ["file"]

    assert sorted(path.name for path in folder.iterdir()) == ["file", "~you-1.part"]


def test_a_server_that_dies_while_a_file_is_sent_keeps_the_old_one(
    dav: Served, shared: Path, open_one: Open
) -> None:
    carrier = open_one(webdav_address(dav.port))
    carrier.put_new("a/file", lambda: [b"old"])

    def dies() -> list[bytes]:
        dav.stop()
        return [b"new"]

    with pytest.raises(PlaceUnreachableError):
        carrier.put_new("a/file", dies)

    assert (shared / "共享" / "lianke" / "a" / "file").read_bytes() == b"old"


@pytest.mark.parametrize("refusal", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_server_that_allows_no_more_is_left_alone_for_a_while(
    dav: Served, open_one: Open, refusal: str
) -> None:
    carrier = open_one(webdav_address(dav.port))
    carrier.put_new("a/file", lambda: [b"bytes"])
    dav.refusal, dav.allowed = refusal, 0

    with pytest.raises(PlaceBusyError) as caught:
        carrier.list("a")
    asked = len(dav.asked)
    with pytest.raises(PlaceBusyError):
        open_one(webdav_address(dav.port)).list("a")  # also after a restart

    assert caught.value.wait_s == 90  # as the server said
    assert len(dav.asked) == asked


def test_no_more_is_counted_than_is_asked_and_no_less(
    dav: Served, tmp_path: Path, open_one: Open
) -> None:
    """What is left over is for the server's own program: one request in twenty."""
    address = webdav_address(dav.port, options="?requests=100")
    carrier = open_one(address)
    done: list[int] = []

    def put_all() -> None:
        for number in range(100):
            carrier.put_new(f"a/{number}", lambda: [b"bytes"])
            done.append(number)

    with pytest.raises(PlaceBusyError) as caught:
        put_all()
    carrier.close()

    assert 0 < (caught.value.wait_s or 0) <= 31 * 60
    assert 80 <= len(dav.asked) <= 95
    assert len(done) >= 15
    again = open_one(address)  # also after a restart
    with pytest.raises(PlaceBusyError):
        again.put_new("a/other", lambda: [b"bytes"])
    assert len(dav.asked) <= 95


def test_a_request_is_made_once_more_when_the_server_stumbles(dav: Served, open_one: Open) -> None:
    carrier = open_one(webdav_address(dav.port))
    carrier.put_new("a/file", lambda: [b"bytes"])
    dav.refusal, dav.allowed = "502 Bad Gateway", 0
    began = len(dav.asked)

    with pytest.raises(PlaceUnreadableError):
        carrier.list("a")

    assert len(dav.asked) == began + 2


def test_a_list_of_many_pages_is_whole(store: Served, open_one: Open) -> None:
    carrier = open_one(s3_address(store.port), SECRET)
    fill_bucket([f"lianke/t/{number:04}" for number in range(1001)])

    assert len(carrier.list("t")) == 1001


def test_signing_in_without_a_key_is_not_even_tried(open_one: Open) -> None:
    with pytest.raises(PlaceSignInError):
        open_one("s3://bucket/lianke?region=cn-north-1", "")


@pytest.mark.parametrize("kind", ["oss", "cos", "obs"])
def test_chinese_stores_are_spoken_with_and_told_from_nobody(kind: str, open_one: Open) -> None:
    carrier = open_one(f"{kind}://AK@bucket/lianke?endpoint=http://localhost:1", "secret")

    with pytest.raises(PlaceUnreachableError) as caught:
        carrier.list("lianke1")

    assert caught.value.problem in {"refused", "name"}  # some put the bucket before the server
    assert "secret" not in str(caught.value)


def test_a_file_that_is_gone_is_skipped_and_not_the_place(dav: Served, open_one: Open) -> None:
    with pytest.raises(SkippedFileError):
        open_one(webdav_address(dav.port)).read("a/file", 0, 10)


def test_what_the_server_stores_is_what_was_sent(dav: Served, shared: Path, open_one: Open) -> None:
    carrier = open_one(webdav_address(dav.port))

    carrier.put_new("a/50% of #1.bin", lambda: [b"bytes"])

    assert (shared / "共享" / "lianke" / "a" / "50% of #1.bin").read_bytes() == b"bytes"
    assert carrier.read("a/50% of #1.bin") == b"bytes"
