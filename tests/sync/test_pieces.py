"""Pieces of attachments: packed once, taken where wanted, healed when damaged."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import packs
from sync.errors import MalformedError, NewerFormatError, Reason, SkippedFileError
from sync.limits import HEADER_BYTES, PACK_BYTES, PACK_GOAL_BYTES, PACK_PIECES, PIECE_BYTES
from sync.names import id_of, text_of
from sync.wire import encode
from tests.sync.laptops import Laptop, files, tree

ALLIANCE = text_of(bytes(8))


def attach(laptop: Laptop, size_bytes: int) -> list[str]:
    """Attach a file to a new activity; return the ids of its pieces."""
    activity = laptop.write("activity", title="送课")
    pieces = laptop.store.blobs.keep(os.urandom(size_bytes))
    laptop.write("attachment", record=activity, pieces=" ".join(map(str, pieces)))
    return [piece.id for piece in pieces]


def index_of(pieces: object, **changed: object) -> bytes:
    said = {"protocol": 1, "alliance": ALLIANCE, "pieces": pieces, **changed}
    raw = encode(list(said.values()))
    return b"LKB1" + len(raw).to_bytes(4, "big") + raw


def test_an_attachment_reaches_the_other_laptop(a: Laptop, b: Laptop, stick: Path) -> None:
    (piece,) = attach(a, 300_000)

    sent = a.exchange(stick)
    got = b.exchange(stick)

    assert (sent.pieces_out, got.pieces_in) == (1, 1)
    assert b.store.blobs.read_piece(piece) == a.store.blobs.read_piece(piece)


def test_a_carrier_of_attachments_hands_them_on(
    a: Laptop, b: Laptop, c: Laptop, stick: Path, tmp_path: Path
) -> None:
    (piece,) = attach(a, 1000)
    other = tmp_path / "other"
    other.mkdir()
    for laptop, place in ((a, stick), (b, stick), (b, other), (c, other)):
        laptop.exchange(place)

    assert c.store.blobs.has(piece)


def test_many_attachments_ride_in_one_pack(a: Laptop, b: Laptop, stick: Path) -> None:
    wanted = [attach(a, 20_000)[0] for _ in range(12)]

    a.exchange(stick)
    b.exchange(stick)

    assert len(files(stick, "bpk")) == 1
    assert all(b.store.blobs.has(piece) for piece in wanted)


def test_what_nobody_wants_here_is_not_taken(a: Laptop, b: Laptop, stick: Path) -> None:
    (piece,) = a.store.blobs.keep(b"belongs to no record")

    a.exchange(stick)
    result = b.exchange(stick)

    assert result.pieces_in == 0
    assert not b.store.blobs.has(piece.id)


def test_an_exchange_without_new_attachments_writes_nothing(
    a: Laptop, b: Laptop, stick: Path
) -> None:
    attach(a, 1000)
    for laptop in (a, b, a):
        laptop.exchange(stick)
    before = tree(stick)

    for laptop in (a, b):
        laptop.exchange(stick)

    assert tree(stick) == before


@pytest.mark.parametrize("kept", [0, 1, 9, 4095, 4096, -1])
def test_a_cut_pack_is_named_and_healed(a: Laptop, b: Laptop, stick: Path, kept: int) -> None:
    (piece,) = attach(a, 10_000)
    a.exchange(stick)
    (pack,) = files(stick, "bpk")
    pack.write_bytes(pack.read_bytes()[:kept])

    cut = b.exchange(stick)
    a.exchange(stick)
    after = b.exchange(stick)

    assert [s.reason.value for s in cut.skipped] == ["truncated"]
    assert after.skipped == ()
    assert b.store.blobs.has(piece)


def test_a_flipped_bit_in_a_piece_is_named_and_the_others_are_used(
    a: Laptop, b: Laptop, stick: Path
) -> None:
    wanted = [attach(a, 10_000)[0] for _ in range(3)]
    a.exchange(stick)
    (pack,) = files(stick, "bpk")
    data = bytearray(pack.read_bytes())
    data[-1] ^= 1
    pack.write_bytes(bytes(data))

    bad = b.exchange(stick)
    a.exchange(stick)
    b.exchange(stick)

    assert [s.reason.value for s in bad.skipped] == ["altered"]
    assert bad.pieces_in == 2
    assert all(b.store.blobs.has(piece) for piece in wanted)


def test_a_flipped_bit_in_an_index_is_named_and_healed(a: Laptop, b: Laptop, stick: Path) -> None:
    (piece,) = attach(a, 10_000)
    a.exchange(stick)
    (pack,) = files(stick, "bpk")
    data = bytearray(pack.read_bytes())
    data[0] ^= 1
    pack.write_bytes(bytes(data))

    bad = b.exchange(stick)
    a.exchange(stick)
    b.exchange(stick)

    assert [s.reason.value for s in bad.skipped] == ["altered"]
    assert b.store.blobs.has(piece)


def test_a_pack_that_lies_about_its_pieces_is_hostile(a: Laptop, b: Laptop, stick: Path) -> None:
    (piece,) = attach(a, 500)
    a.exchange(stick)
    for honest in files(stick, "bpk"):
        honest.unlink()
    header = encode([1, a.me.alliance, [[piece, 9]]])
    data = b"LKB1" + len(header).to_bytes(4, "big") + header + b"nine byte"
    id = id_of(data)
    path = stick / "lianke1" / a.me.alliance / "b" / id[:2] / f"{id}.bpk"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)

    first = b.exchange(stick)
    second = b.exchange(stick)

    assert [s.reason.value for s in first.skipped] == ["hostile"]
    assert [s.reason.value for s in second.skipped] == ["hostile"]
    assert not b.store.blobs.has(piece)


def test_packs_are_cut_at_their_goal() -> None:
    pieces = [(id_of(bytes([n])), PIECE_BYTES) for n in range(20)]

    runs = list(packs.runs(pieces))

    assert [piece for run in runs for piece in run] == pieces
    assert all(sum(length for _, length in run) <= PACK_GOAL_BYTES for run in runs)
    assert max(len(r) for r in packs.runs([(id_of(b""), 1)] * 3000)) == PACK_PIECES


def test_a_pack_reads_back() -> None:
    pieces = {id_of(data): data for data in (b"one", b"two two", b"three")}
    listed = [(id, len(data)) for id, data in pieces.items()]

    made = packs.build(ALLIANCE, listed, pieces.__getitem__)
    whole = b"".join(made.source())
    index = packs.read_index(whole, ALLIANCE)

    assert (id_of(whole), len(whole), index.size_bytes) == (
        made.id,
        made.size_bytes,
        made.size_bytes,
    )
    for id, data in pieces.items():
        span = index.spans[id]
        assert whole[span.offset : span.offset + span.length] == data


ID = id_of(b"")
BAD = {
    "too many": index_of([(ID, 1)] * (PACK_PIECES + 1)),
    "too long a piece": index_of([(ID, PIECE_BYTES + 1)]),
    "empty piece": index_of([(ID, 0)]),
    "negative": index_of([(ID, -1)]),
    "evil name": index_of([("../../x", 1)]),
    "huge index": b"LKB1" + (HEADER_BYTES + 1).to_bytes(4, "big"),
    "not a list": index_of(7),
    "other magic": b"LKX1" + bytes(99),
}


@pytest.mark.parametrize("name", BAD)
def test_an_index_keeps_its_bounds(name: str) -> None:
    with pytest.raises(MalformedError):
        packs.read_index(BAD[name], ALLIANCE)


def test_a_pack_beyond_its_bound_is_too_large() -> None:
    many = index_of([(ID, PIECE_BYTES)] * (PACK_BYTES // PIECE_BYTES + 1))

    with pytest.raises(SkippedFileError) as caught:
        packs.read_index(many, ALLIANCE)

    assert caught.value.reason is Reason.TOO_LARGE


def test_a_pack_of_another_alliance_is_foreign() -> None:
    with pytest.raises(SkippedFileError) as caught:
        packs.read_index(index_of([]), text_of(bytes([1] * 8)))

    assert caught.value.reason is Reason.FOREIGN


def test_a_pack_of_a_newer_program_is_said_so() -> None:
    with pytest.raises(NewerFormatError):
        packs.read_index(index_of([], protocol=2), ALLIANCE)


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_are_refused_in_order(data: bytes) -> None:
    for start in (b"", b"LKB1", b"LKB1\0\0\0\x10"):
        with pytest.raises(SkippedFileError):
            packs.read_index(start + data, ALLIANCE)
