"""A WebDAV server as there are: 750 entries of a folder are shown, 600 requests in half an hour."""

from pathlib import Path

from sync.carriers import objects
from sync.errors import PlaceBusyError
from sync.names import LogName, id_of, text_of, tip_path
from tests.sync.laptops import Laptop, files
from tests.sync.servers import webdav, webdav_address
from tests.sync.test_exchange_servers import go

SHOWN = 750
ALLOWED = 600


def test_a_server_that_shows_750_entries_hides_no_work(
    a: Laptop, b: Laptop, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    tips = shared / "共享" / "lianke" / "lianke1" / a.me.alliance / "t"
    tips.mkdir(parents=True)
    for number in range(SHOWN + 60):  # ends of logs that nobody has, more than are shown
        replica, id = text_of(number.to_bytes(8, "big")), id_of(number.to_bytes(4, "big"))
        (tips.parent / tip_path(LogName(replica, 1, id))).write_bytes(b"")
    assert objects.LISTED == SHOWN
    from_a = a.write("activity", title="送课")
    from_b = b.write("activity", title="听课")
    with webdav(shared) as served:
        served.entries = SHOWN
        for laptop in (a, b, a, b):
            go(laptop, webdav_address(served.port))
        sent = served.count("PUT")
        again = go(b, webdav_address(served.port))

        assert served.count("PUT") == sent
    assert not again.moved
    assert (a.title(from_b), b.title(from_a)) == ("听课", "送课")


def test_600_requests_in_half_an_hour_are_enough_and_never_passed(
    a: Laptop, b: Laptop, tmp_path: Path
) -> None:
    """The server would be rude at the 601st; nobody ever asks it that often."""
    shared = tmp_path / "shared"
    shared.mkdir()
    with webdav(shared) as served:
        served.allowed = ALLOWED
        address = webdav_address(served.port, options=f"?requests={ALLOWED}")
        visits = 0
        busy: PlaceBusyError | None = None
        while busy is None:
            a.write("activity", title=f"送课 {visits}")
            try:
                go(a, address)
                visits += 1
            except PlaceBusyError as error:
                busy = error

        assert served.allowed > 0  # the allowance was kept to here, not found out there
        assert visits >= 30
        assert 0 < (busy.wait_s or 0) <= 31 * 60
        served.allowed = None
        (a.store.folder / "requests.json").unlink()  # half an hour later
        go(a, address)
        go(b, address)
    assert b.records() == a.records()
    assert files(shared, "bad") == []
