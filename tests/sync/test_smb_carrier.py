"""A share as a place, on a real Samba server: as every carrier, and what can be wrong with it."""

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.carriers import smb, smb_share, smb_writing
from sync.carriers.smb_share import _entries
from sync.carriers.smb_status import StatusError
from sync.errors import (
    PlaceError,
    PlaceForbiddenError,
    PlaceFullError,
    PlaceGoneError,
    PlaceMissingError,
    PlaceReadOnlyError,
    PlaceSignInError,
    PlaceUnreachableError,
    PlaceUnreadableError,
    PlaceUnusableError,
    SkippedFileError,
)
from tests.shares import Share
from tests.sync.carrier_contract import (
    RULES,
    Rule,
    a_file_is_replaced_whole,
    a_large_file_comes_in_uneven_blocks,
)

MIB = 1024**2


@pytest.fixture
def folder(samba: Share, tmp_path: Path) -> str:
    """Return the name of an empty folder on the share."""
    (samba.root / tmp_path.name).mkdir()
    return tmp_path.name


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_contract_is_kept(rule: Rule, samba: Share, folder: str) -> None:
    rule(lambda writer: samba.carrier(folder, writer=writer))


@pytest.mark.parametrize(
    "options",
    [
        {"newest": "SMB2_02"},
        {"newest": "SMB2_10"},
        {"newest": "SMB3_00"},
        {"encrypt": "required"},
    ],
    ids=lambda options: next(iter(options.values())),
)
def test_servers_of_all_ages_are_understood(
    make_samba: Callable[..., Share], options: dict[str, str]
) -> None:
    share = make_samba(**options)

    a_large_file_comes_in_uneven_blocks(lambda writer: share.carrier(writer=writer))
    a_file_is_replaced_whole(lambda writer: share.carrier(writer=writer))


def test_a_share_open_to_everybody_needs_no_name(samba: Share, folder: str) -> None:
    carrier = samba.carrier(folder, share="everybody", user="", password="")

    carrier.put_new("file", lambda: [b"bytes"])

    assert carrier.read("file") == b"bytes"


@pytest.mark.parametrize("given", [{"share": "教案"}, {"user": "LIANKE\\teacher"}])
def test_shares_and_users_are_called_as_they_are(
    samba: Share, folder: str, given: dict[str, str]
) -> None:
    carrier = samba.carrier(folder, **given)  # type: ignore[arg-type]

    carrier.put_new("file", lambda: [b"bytes"])

    assert carrier.read("file") == b"bytes"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"password": "wrong"}, PlaceSignInError),
        ({"password": ""}, PlaceSignInError),
        ({"user": "nobody-here"}, PlaceSignInError),
        ({"share": "no-such-share"}, PlaceMissingError),
        ({"share": "closed"}, PlaceForbiddenError),
        ({"folder": "no/such/folder"}, PlaceMissingError),
        ({"folder": "a-file"}, PlaceUnusableError),
    ],
)
def test_what_is_wrong_with_a_share_is_told(
    samba: Share, given: dict[str, str], error: type[PlaceError]
) -> None:
    (samba.root / "a-file").write_bytes(b"")

    with pytest.raises(PlaceError) as caught:
        samba.carrier(**given).list("")  # type: ignore[arg-type]

    assert caught.type is error
    assert caught.value.place.startswith("smb://127.0.0.1:")
    assert "wrong" not in str(caught.value)


def test_a_share_that_may_only_be_read_is_read(samba: Share, folder: str) -> None:
    samba.carrier(folder).put_new("file", lambda: [b"bytes"])
    carrier = samba.carrier(folder, share="reading")

    with pytest.raises(PlaceReadOnlyError):
        carrier.put_new("other", lambda: [b"bytes"])
    with pytest.raises(PlaceReadOnlyError):
        carrier.put_new("a/other", lambda: [b"bytes"])
    carrier.delete("file")

    assert not carrier.set_aside("file")
    assert carrier.read("file") == b"bytes"


def test_a_full_share_is_told_and_nothing_is_left_there(
    make_samba: Callable[..., Share], make_small_disk: Callable[..., Path]
) -> None:
    disk = make_small_disk(size_kib=4096)
    carrier = make_samba(root=disk).carrier()
    carrier.put_new("a/before", lambda: [bytes(1000)])

    with pytest.raises(PlaceFullError) as caught:
        carrier.put_new("a/file", lambda: (bytes(MIB) for _ in range(16)))

    assert [path.name for path in (disk / "a").iterdir()] == ["before"]
    assert caught.value.needed_bytes > 3 * MIB
    assert (caught.value.free_bytes or 0) > 3 * MIB
    carrier.put_new("a/file", lambda: [bytes(MIB)])
    assert len(carrier.read("a/file")) == MIB


def test_a_disk_taken_out_of_the_server_is_told(samba: Share, folder: str) -> None:
    carrier = samba.carrier(folder)
    carrier.list("")

    (samba.root / folder).rmdir()

    with pytest.raises(PlaceGoneError):
        carrier.list("a")
    with pytest.raises(PlaceGoneError):
        carrier.read("a")
    with pytest.raises(PlaceGoneError):
        carrier.put_new("a/file", lambda: [b""])
    assert not (samba.root / folder).exists()


def test_only_own_unfinished_files_are_cleared_away(samba: Share, folder: str) -> None:
    place = samba.root / folder
    (place / "~me-0123456789abcdef.part").write_bytes(b"cut off")
    (place / "~you-0123456789abcdef.part").write_bytes(b"being written")

    listed = samba.carrier(folder).list("")

    assert listed == []
    assert [path.name for path in place.iterdir()] == ["~you-0123456789abcdef.part"]


def test_links_on_the_server_lead_nowhere(samba: Share, folder: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    (samba.root / folder / "file").symlink_to(secret)
    (samba.root / folder / "folder").symlink_to(tmp_path)
    carrier = samba.carrier(folder)

    assert carrier.list("") == []
    assert carrier.list("folder") == []
    for name in ("file", "folder/secret"):
        with pytest.raises(SkippedFileError):
            carrier.read(name)
    with pytest.raises(PlaceError):
        carrier.put_new("folder/new", lambda: [b"new"])
    assert not (tmp_path / "new").exists()


def test_names_of_other_systems_do_no_harm(samba: Share, folder: str) -> None:
    place = samba.root / folder
    evil = ["a:b", "a\\b", "CON", "dot.", "x\u202egpj.exe", "tab\t", "?*", 'a"b']
    for name in evil:
        (place / name).write_bytes(b"evil")
    with open(bytes(place) + b"/\xed\xa0\x80\xff", "wb"):  # noqa: PTH123 - no text
        pass
    carrier = samba.carrier(folder)

    names = [entry.name for entry in carrier.list("")]

    assert not any(set(name) & set('\\/:*?"<>|\t') for name in names)
    for name in names:
        carrier.read(name)
    with pytest.raises(PlaceUnusableError):
        carrier.read("CON:$DATA")


def entry(name: bytes, following: int, attributes: int = 0x20, length: int | None = None) -> bytes:
    """Return a line of a listing as a server puts it."""
    said = len(name) if length is None else length
    head = following.to_bytes(4, "little") + bytes(36) + (7).to_bytes(8, "little") + bytes(8)
    return head + attributes.to_bytes(4, "little") + said.to_bytes(4, "little") + name


def names(entries: Iterable[object]) -> list[str | None]:
    return [getattr(one, "name", None) for one in entries]


def test_a_listing_that_lies_about_its_lengths_ends() -> None:
    good = entry("一".encode("utf-16-le"), 66)

    assert names(_entries(good + entry(b"b\0", 0))) == ["一", "b"]
    assert names(_entries(good + entry(b"b\0", 1))) == ["一", "b"]
    assert names(_entries(good + entry(b"b\0", 2**32 - 1))) == ["一", "b"]
    assert names(_entries(entry(b"b\0", 0, length=2**32 - 1))) == ["b"]
    assert names(_entries(entry(b"\x00\xd8", 66) + entry(b"b\0", 0))) == [None, "b"]
    assert names(_entries(entry(b"link", 0, attributes=0x420))) == [None]
    assert names(_entries(good[:63])) == []


@given(st.binary(max_size=400))
def test_no_listing_breaks_us(data: bytes) -> None:
    assert len(list(_entries(data))) <= len(data) // 64


def test_an_endless_listing_is_cut(
    samba: Share, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = entry(b"a\0", 0)
    monkeypatch.setattr(smb_share, "_entries", lambda _data: _entries(line))
    real = smb_share.ShareFiles._do
    answer = {"buffer": type("Field", (), {"get_value": staticmethod(lambda: line)})}

    def endless(self: smb_share.ShareFiles, message: object, kind: type) -> object:
        return answer if "QueryDir" in kind.__name__ else real(self, message, kind)

    monkeypatch.setattr(smb_share.ShareFiles, "_do", endless)

    monkeypatch.setattr(smb, "FOLDER_ENTRIES", 500)

    assert len(samba.carrier(folder).list("")) == 500


def test_a_name_that_somebody_reads_is_verified_instead_of_replaced(
    samba: Share, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier = samba.carrier(folder)
    carrier.put_new("file", lambda: [b"bytes"])
    tries: list[str] = []

    def refuses(_self: smb_share.ShareFiles, _file: object, path: str) -> None:
        tries.append(path)
        raise StatusError(0xC0000043)  # Windows, while a virus scanner reads the file

    monkeypatch.setattr(smb_writing, "_RETRIES_S", (0.01,))
    monkeypatch.setattr(smb_share.ShareFiles, "rename", refuses)

    carrier.put_new("file", lambda: [b"bytes"])
    with pytest.raises(PlaceUnreadableError):
        carrier.put_new("file", lambda: [b"other"])
    with pytest.raises(PlaceUnreadableError):
        carrier.put_new("new", lambda: [b"other"])

    assert len(tries) == 6
    assert [path.name for path in (samba.root / folder).iterdir()] == ["file"]
    assert carrier.read("file") == b"bytes"


def test_storage_that_reads_back_otherwise_is_caught(
    samba: Share, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smb_writing.Writing, "_is_right", lambda _self, _file: False)

    with pytest.raises(PlaceUnreadableError):
        samba.carrier(folder).put_new("file", lambda: [b"bytes"])

    assert list((samba.root / folder).iterdir()) == []


def test_a_file_that_shrinks_while_it_is_read_ends_where_it_does(samba: Share, folder: str) -> None:
    carrier = samba.carrier(folder)
    carrier.put_new("file", lambda: [bytes(3 * MIB)])

    with carrier._files.reading(f"{folder}\\file") as file:
        with (samba.root / folder / "file").open("r+b") as real:
            real.truncate(MIB + 5)
        read = b"".join(carrier._files.blocks(file, 0, None))

    assert len(read) == MIB + 5
    assert carrier.read("file") == read


@pytest.mark.parametrize(
    ("host", "problem"), [("no-such-host.invalid", "name"), ("." * 300, "name"), ("", "name")]
)
def test_an_unknown_server_is_told(samba: Share, host: str, problem: str) -> None:
    carrier = smb.SmbCarrier("smb://x/share", host, 445, "share", "", "", "", "me", 2.0)

    with pytest.raises(PlaceUnreachableError) as caught:
        carrier.list("")

    assert caught.value.problem == problem


def test_the_library_is_loaded_only_when_a_share_is_opened() -> None:
    program = "import sys, sync.carriers.smb; sys.exit('smbprotocol' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
