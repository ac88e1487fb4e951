"""Bounds that have no test beside what they bound; and that none is forgotten."""

import re
from pathlib import Path

import pytest

from sync import invitations, limits, membership_file
from sync.carriers.folder import FolderCarrier
from sync.errors import MalformedError, NotAnInvitationError
from sync.keys import new_epoch
from sync.limits import CHANGES, INVITATION_PLAIN_BYTES, MEMBERSHIP_PLAIN_BYTES
from sync.membership_file import Item
from sync.names import text_of
from sync.sealing import encrypt, pack
from sync.segment import open_section
from sync.wire import encode
from tests.sync.test_segment import EPOCH, crafted

ALLIANCE = text_of(bytes(8))
NOT_JUDGED = {"KIB", "MIB", "PAD", "PROTOCOL", "SUITE", "ZSTD_LEVEL"}
"""Units, versions and what only a writer heeds."""


def test_every_bound_is_named_in_a_test() -> None:
    folder = Path(__file__).parent
    tests = "".join(p.read_text(encoding="utf-8") for p in folder.glob("test_*.py"))
    bounds = {name for name in vars(limits) if name.isupper()} - NOT_JUDGED

    forgotten = {name for name in bounds if not re.search(rf"\b{name}\b", tests)}

    assert forgotten == set()


def test_changes_beyond_their_number_are_refused() -> None:
    assert len(open_section(crafted(encode([None] * CHANGES)), 0, EPOCH)) == CHANGES

    with pytest.raises(MalformedError, match="bound"):
        open_section(crafted(encode([None] * (CHANGES + 1))), 0, EPOCH)


def test_a_membership_file_that_swells_is_refused() -> None:
    epoch = new_epoch(ALLIANCE, "membership")
    data = membership_file.build(ALLIANCE, epoch, [Item(9, bytes(MEMBERSHIP_PLAIN_BYTES), b"")])

    with pytest.raises(MalformedError, match="bound"):
        membership_file.open_items(membership_file.read(data, ALLIANCE), epoch)


def test_an_invitation_that_swells_is_refused() -> None:
    said = invitations.Header(1, 1, 64, 1, 1, bytes(16))
    header = encode(said)
    packed = pack(bytes(INVITATION_PLAIN_BYTES + 1))
    sealed = encrypt(invitations._key(b"words", said), packed, b"lianke invite 1" + header)
    check = invitations._check(header, sealed)
    data = b"LKI1" + len(header).to_bytes(4, "big") + header + check + sealed

    with pytest.raises(NotAnInvitationError) as caught:
        invitations.open_with(data, b"words")

    assert caught.value.problem == "hostile"


def test_a_listing_that_would_exhaust_us_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.carriers.folder.FOLDER_ENTRIES", 5)
    for number in range(9):
        (tmp_path / str(number)).write_bytes(b"")

    assert len(FolderCarrier(tmp_path).list("")) == 5


def test_what_a_newcomer_pays_is_what_is_written_in_the_file() -> None:
    assert (limits.ARGON_MEMORY_KIB, limits.ARGON_PASSES, limits.ARGON_LANES) == (65536, 3, 1)
    assert (limits.WORDS, limits.WINDOW_LOG) == (6, 23)
