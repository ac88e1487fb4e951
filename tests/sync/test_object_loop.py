"""No thread of OpenDAL is in Python any more when a call has ended: it would take the end down."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typing_extensions import override

from sync.carriers import object_calls
from sync.carriers.object_loop import ObjectLoop
from sync.carriers.opening import open_place
from sync.errors import StoppedError
from sync.passwords import Passwords
from tests.sync.servers import PASSWORD, Served, webdav, webdav_address

ROOT = Path(__file__).resolve().parents[2]

_SLOW_TO_LEAVE = """
import sys, threading, time
from asyncio import selector_events
from pathlib import Path

from sync.carriers.opening import open_place
from sync.errors import PlaceError
from sync.passwords import Passwords

loop = selector_events.BaseSelectorEventLoop
wake = loop._write_to_self


def wake_and_linger(self):
    wake(self)
    if threading.current_thread() is not threading.main_thread():
        time.sleep(0.2)


loop._write_to_self = wake_and_linger
carrier = open_place("webdav://k@127.0.0.1:1/x", "me", Passwords(Path(sys.argv[1])))
try:
    carrier.list("")
except PlaceError:
    print("unreachable")
"""


@pytest.fixture
def dav(tmp_path: Path) -> Iterator[Served]:
    folder = tmp_path / "shared"
    folder.mkdir()
    with webdav(folder) as served:
        yield served


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many threads each loop that was closed did not see leaving."""
    found = []

    class Watched(ObjectLoop):
        @override
        def close(self) -> None:
            super().close()
            found.append(self._inside + len(self._to_come))

    monkeypatch.setattr(object_calls, "ObjectLoop", Watched)
    return found


def test_a_program_ends_well_though_a_thread_lingers_after_the_answer(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _SLOW_TO_LEAVE, str(tmp_path)]

    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "unreachable\n", "")


def test_a_call_that_was_given_up_is_waited_for_until_its_thread_has_come() -> None:
    loop = ObjectLoop()
    asked = loop.create_future()
    asked.cancel()
    came: list[bool] = []

    def come() -> None:
        came.append(asked.cancelled())

    thread = threading.Timer(0.1, come)
    thread.start()
    loop.close()

    assert came == [True]
    thread.join()


def test_opendal_comes_back_from_every_call_also_from_those_given_up(
    dav: Served, tmp_path: Path, left: list[int]
) -> None:
    address = webdav_address(dav.port)
    passwords = Passwords(tmp_path)
    passwords.keep(address, PASSWORD)
    place = open_place(address, "me", passwords, timeout_s=0.5)
    place.put_new("a/b", lambda: [b"x" * 100_000])
    assert [entry.name for entry in place.list("a")] == ["b"]
    assert place.read("a/b") == b"x" * 100_000
    sound = len(left)

    dav.hangs = True
    place.heed(lambda: True)
    with pytest.raises(StoppedError):
        place.read("a/b")

    assert len(left) > sound > 2
    assert not any(left)
