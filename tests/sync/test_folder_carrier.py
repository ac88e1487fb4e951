"""A folder as a place: whole files or none, nothing followed, nothing left behind."""

import contextlib
import errno
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from db import disk
from sync import suspects
from sync.carriers import folder as folder_carrier
from sync.carriers.folder import FolderCarrier
from sync.carriers.opening import open_place
from sync.errors import (
    PlaceError,
    PlaceFullError,
    PlaceGoneError,
    PlaceMissingError,
    PlaceReadOnlyError,
    PlaceUnreadableError,
    PlaceUnusableError,
    SkippedFileError,
)
from sync.passwords import Passwords
from tests.sticks import Stick
from tests.sync.carrier_contract import RULES, Rule


@pytest.fixture
def carrier(tmp_path: Path) -> FolderCarrier:
    root = tmp_path / "root"
    root.mkdir()
    return FolderCarrier(root, "me")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_contract_is_kept(rule: Rule, tmp_path: Path) -> None:
    rule(lambda writer: FolderCarrier(tmp_path, writer))


def test_what_is_put_is_read_and_listed(carrier: FolderCarrier) -> None:
    carrier.put_new("a/b/file", lambda: [b"one", b"two"])

    assert carrier.read("a/b/file") == b"onetwo"
    assert carrier.read("a/b/file", 2, 3) == b"etw"
    assert [tuple(entry) for entry in carrier.list("a/b")] == [("file", 6, False)]
    assert [tuple(entry) for entry in carrier.list("a")] == [("b", 0, True)]
    assert carrier.list("nothing") == []


def test_a_file_is_replaced_whole(carrier: FolderCarrier) -> None:
    carrier.put_new("file", lambda: [b"old and long"])

    carrier.put_new("file", lambda: [b"new"])

    assert carrier.read("file") == b"new"


def test_a_file_set_aside_keeps_its_bytes(carrier: FolderCarrier) -> None:
    carrier.put_new("file", lambda: [b"bytes"])

    assert carrier.set_aside("file")
    assert not carrier.set_aside("file")
    assert carrier.read("file.bad") == b"bytes"


def test_deleting_what_is_not_there_is_nothing(carrier: FolderCarrier) -> None:
    carrier.put_new("file", lambda: [b""])
    carrier.delete("file")
    carrier.delete("file")

    assert carrier.list("") == []


def test_a_missing_file_cannot_be_read(carrier: FolderCarrier) -> None:
    with pytest.raises(SkippedFileError):
        carrier.read("file")


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.ENOSPC, PlaceFullError),
        (errno.EFBIG, PlaceFullError),
        (errno.EDQUOT, PlaceFullError),
        (errno.EROFS, PlaceReadOnlyError),
        (errno.EACCES, PlaceReadOnlyError),
        (errno.EIO, PlaceUnreadableError),
    ],
)
def test_errors_of_the_storage_are_named_and_nothing_is_left(
    carrier: FolderCarrier, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
) -> None:
    def fails(_descriptor: int) -> None:
        raise OSError(number, "storage")

    monkeypatch.setattr("sync.carriers.folder.os.fsync", fails)

    with pytest.raises(error):
        carrier.put_new("a/file", lambda: [b"bytes"])

    assert carrier.list("a") == []
    assert list(Path(carrier.address, "a").iterdir()) == []


def test_a_place_that_goes_away_is_named(carrier: FolderCarrier) -> None:
    Path(carrier.address).rmdir()

    with pytest.raises(PlaceGoneError):
        carrier.list("a")
    with pytest.raises(PlaceGoneError):
        carrier.read("a")
    with pytest.raises(PlaceGoneError):
        carrier.put_new("a", lambda: [b""])


def test_a_stick_whose_driver_died_is_gone_whatever_is_asked_of_it(
    exfat_stick: Stick, tmp_path: Path
) -> None:
    carrier = FolderCarrier(exfat_stick.path, "me")
    carrier.put_new("a/file", lambda: [b"bytes"])
    os.kill(exfat_stick._driver(), signal.SIGKILL)
    with contextlib.suppress(OSError):
        while True:  # until it is dead
            exfat_stick.path.stat()

    actions: list[Callable[[], object]] = [
        lambda: carrier.list("a"),
        lambda: carrier.read("a/file"),
        lambda: carrier.put_new("a/other", lambda: [b""]),
        lambda: FolderCarrier(exfat_stick.path, "me"),
        lambda: open_place(str(exfat_stick.path), "me", Passwords(tmp_path / "data")),
    ]
    for action in actions:
        with pytest.raises(PlaceGoneError):
            action()
    assert suspects.find(exfat_stick.path) == suspects.NONE


@pytest.mark.parametrize("answer", [errno.ECONNABORTED, errno.ENODEV, errno.ENOTCONN])
def test_a_request_that_the_pulling_cuts_off_is_no_worn_out_stick(
    carrier: FolderCarrier, monkeypatch: pytest.MonkeyPatch, answer: int
) -> None:
    def cut_off(_descriptor: int) -> None:
        raise OSError(answer, os.strerror(answer))

    monkeypatch.setattr(os, "fsync", cut_off)

    with pytest.raises(PlaceGoneError):  # though the system still shows the place's root
        carrier.put_new("a/file", lambda: [b"bytes"])


def test_read_errors_of_a_device_that_is_not_plugged_in_any_more_say_so(
    carrier: FolderCarrier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(_descriptor: int) -> None:
        raise OSError(errno.EIO, "read error")

    monkeypatch.setattr(os, "fsync", cut_off)
    with pytest.raises(PlaceUnreadableError):
        carrier.put_new("a/file", lambda: [b"bytes"])
    for part in ("major", "minor"):  # Windows has neither
        monkeypatch.setattr(os, part, lambda _device: 8, raising=False)
    monkeypatch.setattr(folder_carrier, "_DEVICES", tmp_path)  # no device at all

    with pytest.raises(PlaceGoneError):
        carrier.put_new("a/file", lambda: [b"bytes"])


def test_storage_that_reads_back_otherwise_is_caught(
    carrier: FolderCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FolderCarrier, "_digest", staticmethod(lambda _path: b"other"))

    with pytest.raises(PlaceUnreadableError):
        carrier.put_new("file", lambda: [b"bytes"])

    assert list(Path(carrier.address).iterdir()) == []


def test_a_writer_that_is_stopped_leaves_nothing(carrier: FolderCarrier) -> None:
    def source() -> list[bytes]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carrier.put_new("file", source)

    assert list(Path(carrier.address).iterdir()) == []


def test_what_a_round_left_unfinished_is_cleared_where_the_next_one_writes(
    carrier: FolderCarrier,
) -> None:
    folder = Path(carrier.address, "a")
    folder.mkdir()
    (folder / "~me-0123456789abcdef.part").write_bytes(b"cut off")
    (folder / "~you-0123456789abcdef.part").write_bytes(b"being written")

    carrier.put_new("a/file", lambda: [b"bytes"])

    assert {path.name for path in folder.iterdir()} == {"file", "~you-0123456789abcdef.part"}


@pytest.mark.skipif(os.name != "posix", reason="links need POSIX")
def test_links_are_neither_followed_nor_listed(carrier: FolderCarrier, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"secret")
    Path(carrier.address, "link").symlink_to(outside)
    Path(carrier.address, "file").symlink_to(outside / "secret")

    assert carrier.list("") == []
    assert carrier.list("link") == []
    with pytest.raises(SkippedFileError):
        carrier.read("link/secret")
    with pytest.raises(SkippedFileError):
        carrier.read("file")
    with pytest.raises(PlaceUnusableError):
        carrier.put_new("link/x", lambda: [b""])
    carrier.delete("link/secret")
    assert not carrier.set_aside("link/secret")
    assert [p.name for p in outside.iterdir()] == ["secret"]


def test_a_virus_scanner_on_windows_is_waited_for(
    carrier: FolderCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "_RETRIES_S", (0.0, 0.0, 0.0))
    real, tries = Path.replace, []

    def busy(self: Path, target: Path) -> Path:
        tries.append(target)
        if len(tries) < 3:
            error = PermissionError(13, "sharing violation")
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "replace", busy)

    carrier.put_new("file", lambda: [b"bytes"])

    assert len(tries) == 3
    assert carrier.read("file") == b"bytes"


def test_free_room_is_known(carrier: FolderCarrier) -> None:
    assert (carrier.free() or 0) > 0


def test_a_place_must_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(PlaceMissingError):
        FolderCarrier(tmp_path / "nowhere")
    with pytest.raises(PlaceUnusableError):
        FolderCarrier(tmp_path / "file")


@pytest.mark.parametrize(
    ("code", "told"), [(errno.ENOTCONN, PlaceGoneError), (errno.EACCES, PlaceUnreadableError)]
)
def test_a_root_that_does_not_answer_is_told_by_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, told: type[PlaceError]
) -> None:
    def exists(_path: Path) -> bool:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "exists", exists)

    with pytest.raises(told):
        FolderCarrier(tmp_path, "a")
