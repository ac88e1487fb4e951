"""Segments as bytes: what goes in comes out, and nothing but SyncError comes of anything else."""

import tracemalloc

import msgspec
import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import keys, segment
from sync.errors import MalformedError, Reason, SkippedFileError
from sync.keys import EpochKey, new_epoch
from sync.limits import (
    CHANGE_BYTES,
    HEADER_BYTES,
    PROTOCOL,
    READER,
    SECTIONS,
    SEGMENT_FILE_BYTES,
    SEGMENT_PLAIN_BYTES,
    SEQ,
    SUITE,
    WRAP_BYTES,
    WRAPS,
)
from sync.names import id_of, text_of
from sync.sealing import TAG_BYTES, encrypt
from sync.segment import NewerSegment, Sealed
from sync.segment_header import Header, Section
from sync.wire import encode

ALLIANCE = text_of(bytes(8))
REPLICA = text_of(bytes([1] * 8))
SIGNER = id_of(b"certificate")
PRIVATE = bytes([9] * 32)
PUBLIC = keys.sign_public(PRIVATE)
EPOCH = new_epoch(ALLIANCE, "alliance")
HOME = "00000000-0000-8000-8000-000000000001"
WITHIN = new_epoch(ALLIANCE, "school", HOME)


def build(*contents: tuple[EpochKey, list[bytes]], seq: int = 1) -> bytes:
    return segment.build(
        alliance=ALLIANCE,
        replica=REPLICA,
        seq=seq,
        previous="",
        signer=SIGNER,
        table=1,
        private=PRIVATE,
        contents=contents or [(EPOCH, [encode(["one"])])],
    )


def read(data: bytes) -> Sealed:
    found = segment.read(data, ALLIANCE)
    assert isinstance(found, Sealed)
    return found


def header(**changed: object) -> Header:
    section = Section(1, EPOCH.id, [], bytes(32), TAG_BYTES)
    said = Header(PROTOCOL, SUITE, ALLIANCE, REPLICA, 1, "", SIGNER, 1, READER, [section])
    return msgspec.structs.replace(said, **changed)


def file_of(said: object, rest: bytes = bytes(64 + TAG_BYTES)) -> bytes:
    raw = encode(said)
    return b"LKS1" + len(raw).to_bytes(4, "big") + raw + rest


def crafted(plain: bytes, *, packed: bytes | None = None) -> Sealed:
    """Return a well-signed segment around any plain, as an insider could make it."""
    body = packed if packed is not None else zstd.compress(plain, level=1)
    body += bytes(-len(body) % 1024)
    section = Section(1, EPOCH.id, [], bytes(32), len(body) + TAG_BYTES)
    raw = encode(header(sections=[section]))
    key = segment._section_key(EPOCH.key, section.salt, ALLIANCE, section)
    sealed = encrypt(key, body, segment._associated(raw, 0))
    data = b"LKS1" + len(raw).to_bytes(4, "big") + raw + bytes(64) + sealed
    return read(data)


@given(st.lists(st.lists(st.binary(max_size=200), max_size=20), min_size=1, max_size=4))
@settings(max_examples=50, deadline=None)
def test_what_goes_in_comes_out(sections: list[list[bytes]]) -> None:
    contents = [(EPOCH, [encode(raw) for raw in raws]) for raws in sections]

    found = read(build(*contents))

    assert found.is_signed_by(PUBLIC)
    assert [segment.open_section(found, i, EPOCH) for i in range(len(contents))] == [
        raws for _, raws in contents
    ]


def test_a_segment_is_named_by_its_bytes() -> None:
    data = build()

    assert read(data).id == id_of(data)


def test_two_seals_of_the_same_changes_differ() -> None:
    assert build() != build()


def test_lengths_hide_in_whole_kilobytes() -> None:
    found = read(build((EPOCH, [encode(["x"])])))

    assert all((section.length - TAG_BYTES) % 1024 == 0 for section in found.header.sections)


def test_another_key_does_not_open_a_section() -> None:
    found = read(build())
    other = new_epoch(ALLIANCE, "alliance")

    with pytest.raises(MalformedError):
        segment.open_section(found, 0, other)


def test_a_section_of_one_circle_does_not_open_as_another() -> None:
    found = read(build((WITHIN, [encode(["x"])])))
    mixed = EpochKey("alliance", "", 1, WITHIN.key, WITHIN.id)

    with pytest.raises(MalformedError):
        segment.open_section(found, 0, mixed)


def test_sections_cannot_change_places() -> None:
    data = build((EPOCH, [encode(["a"])]), (EPOCH, [encode(["b"])]))
    found = read(data)
    size = found.header.sections[0].length
    swapped = read(data[: -2 * size] + data[-size:] + data[-2 * size : -size])

    assert not swapped.is_signed_by(PUBLIC)
    with pytest.raises(MalformedError):
        segment.open_section(swapped, 0, EPOCH)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_flipped_bit_never_passes(data: st.DataObject) -> None:
    good = build((EPOCH, [encode(["送课"])]), (WITHIN, [encode(["校内"])]))
    at = data.draw(st.integers(0, len(good) * 8 - 1))
    bad = bytearray(good)
    bad[at // 8] ^= 1 << at % 8

    try:
        found = segment.read(bytes(bad), ALLIANCE)
    except SkippedFileError:
        return
    assert found.id != id_of(good)
    assert isinstance(found, NewerSegment) or not found.is_signed_by(PUBLIC)


@given(st.integers(0, 5000))
@settings(max_examples=100, deadline=None)
def test_a_cut_file_is_truncated(kept: int) -> None:
    data = build((EPOCH, [encode(["x"])]), (WITHIN, [encode(["y"])]))
    cut = data[: min(kept, len(data) - 1)]

    with pytest.raises(SkippedFileError) as caught:
        segment.read(cut, ALLIANCE)

    assert caught.value.reason is Reason.TRUNCATED
    assert segment.reason_of_bad_bytes(cut, ALLIANCE) is Reason.TRUNCATED


@given(st.binary(max_size=500))
def test_any_bytes_are_refused_in_order(data: bytes) -> None:
    for start in (b"", b"LKS1", b"LKS1\0\0\0\x20"):
        with pytest.raises(SkippedFileError):
            segment.read(start + data, ALLIANCE)


SIMPLE = st.none() | st.integers(-(2**63), 2**64 - 1) | st.text() | st.binary()


@given(st.recursive(SIMPLE, st.lists, max_leaves=30))
def test_any_header_is_refused_in_order(said: object) -> None:
    with pytest.raises(SkippedFileError):
        segment.read(file_of(said), ALLIANCE)


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_plain_under_a_good_key_is_refused_or_cut_into_raws(plain: bytes) -> None:
    found = crafted(plain)

    try:
        changes = segment.open_section(found, 0, EPOCH)
    except MalformedError:
        return
    assert all(isinstance(change, bytes) for change in changes)


def test_a_deeply_nested_plain_is_malformed() -> None:
    found = crafted(b"\x91" * 200_000 + b"\xc0")

    with pytest.raises(MalformedError):
        segment.open_section(found, 0, EPOCH)


def test_a_deeply_nested_header_is_malformed() -> None:
    nested = b"\x9a" + b"\x91" * 60_000 + b"\xc0"
    data = b"LKS1" + len(nested).to_bytes(4, "big") + nested + bytes(100)

    with pytest.raises(MalformedError):
        segment.read(data, ALLIANCE)


def test_a_bomb_is_stopped_at_its_bound() -> None:
    found = crafted(bytes(64 * 1024 * 1024))

    assert len(b"".join(found.sections)) < 64 * 1024
    tracemalloc.start()
    with pytest.raises(MalformedError, match="bound"):
        segment.open_section(found, 0, EPOCH)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 4 * SEGMENT_PLAIN_BYTES


def test_a_frame_with_a_huge_window_is_refused() -> None:
    options: dict[int, int] = {zstd.CompressionParameter.window_log: 24}
    huge = zstd.ZstdCompressor(options=options)
    packed = huge.compress(encode([bytes(9_000_000)])) + huge.flush()
    found = crafted(b"", packed=packed)

    with pytest.raises(MalformedError):
        segment.open_section(found, 0, EPOCH)


@pytest.mark.parametrize(
    "packed",
    [
        zstd.compress(encode([])) + b"\x01",
        zstd.compress(encode([])) + zstd.compress(encode([])),
        zstd.compress(encode([]))[:-1],
        b"",
        b"no frame",
    ],
)
def test_after_the_frame_only_zeros_are_allowed(packed: bytes) -> None:
    found = crafted(b"", packed=packed)

    with pytest.raises(MalformedError):
        segment.open_section(found, 0, EPOCH)


def test_a_plain_at_its_bound_is_read_and_one_beyond_is_not() -> None:
    overhead = 5
    most = encode([msgspec.Raw(encode(b"x" * (4 * 1024 * 1024 - 5)))] * 2)
    assert len(most) == SEGMENT_PLAIN_BYTES + 1

    with pytest.raises(MalformedError):
        segment.open_section(crafted(most), 0, EPOCH)
    fitting = encode([b"x" * (CHANGE_BYTES - overhead), b"x" * (CHANGE_BYTES - overhead - 1)])
    assert len(fitting) == SEGMENT_PLAIN_BYTES

    assert len(segment.open_section(crafted(fitting), 0, EPOCH)) == 2


def test_a_change_beyond_its_bound_is_refused() -> None:
    found = crafted(encode([b"x" * (CHANGE_BYTES - 4)]))

    with pytest.raises(MalformedError, match="bound"):
        segment.open_section(found, 0, EPOCH)


def test_a_file_beyond_its_bound_is_too_large() -> None:
    with pytest.raises(SkippedFileError) as caught:
        segment.read(bytes(SEGMENT_FILE_BYTES + 1), ALLIANCE)

    assert caught.value.reason is Reason.TOO_LARGE


def test_a_header_beyond_its_bound_is_refused() -> None:
    with pytest.raises(MalformedError, match="bound"):
        segment.read(b"LKS1" + (HEADER_BYTES + 1).to_bytes(4, "big") + bytes(99), ALLIANCE)


BAD_SECTIONS = {
    "none": [],
    "too many": [Section(1, EPOCH.id, [], bytes(32), TAG_BYTES)] * (SECTIONS + 1),
    "short salt": [Section(1, EPOCH.id, [], bytes(31), TAG_BYTES)],
    "shorter than a tag": [Section(1, EPOCH.id, [], bytes(32), TAG_BYTES - 1)],
    "negative length": [Section(1, EPOCH.id, [], bytes(32), -5)],
    "too long": [Section(1, EPOCH.id, [], bytes(32), SEGMENT_FILE_BYTES + 1)],
    "too many wraps": [Section(3, "", [bytes(WRAP_BYTES)] * (WRAPS + 1), bytes(32), TAG_BYTES)],
    "odd wrap": [Section(3, "", [bytes(79)], bytes(32), TAG_BYTES)],
    "epoch no id": [Section(1, "../../etc", [], bytes(32), TAG_BYTES)],
    "no epoch": [Section(1, "", [], bytes(32), TAG_BYTES)],
}


@pytest.mark.parametrize("name", BAD_SECTIONS)
def test_sections_keep_their_bounds(name: str) -> None:
    with pytest.raises(SkippedFileError):
        segment.read(file_of(header(sections=BAD_SECTIONS[name])), ALLIANCE)


BAD_HEADERS: dict[str, dict[str, object]] = {
    "replica": {"replica": "../x"},
    "long replica": {"replica": "a" * 14},
    "signer": {"signer": "A" * 26},
    "previous": {"previous": "x"},
    "seq zero": {"seq": 0},
    "seq huge": {"seq": SEQ + 1},
    "table": {"table": 0},
    "protocol": {"protocol": 0},
    "suite": {"suite": -1},
    "alliance": {"alliance": "../../../etc/x"},
}


@pytest.mark.parametrize("name", BAD_HEADERS)
def test_headers_keep_their_bounds(name: str) -> None:
    with pytest.raises(MalformedError):
        segment.read(file_of(header(**BAD_HEADERS[name])), ALLIANCE)


def test_another_alliance_is_foreign() -> None:
    with pytest.raises(SkippedFileError) as caught:
        segment.read(build(), text_of(bytes([7] * 8)))

    assert caught.value.reason is Reason.FOREIGN


def test_bytes_after_the_last_section_are_refused() -> None:
    with pytest.raises(MalformedError):
        segment.read(build() + b"\0", ALLIANCE)


@pytest.mark.parametrize(
    "newer", [{"protocol": PROTOCOL + 1}, {"suite": SUITE + 1}, {"reader": READER + 1}]
)
def test_a_newer_segment_is_known_enough_to_hand_on(newer: dict[str, object]) -> None:
    data = file_of(header(**newer))

    found = segment.read(data, ALLIANCE)

    assert isinstance(found, NewerSegment)
    assert (found.replica, found.seq, found.signer) == (REPLICA, 1, SIGNER)
    assert segment.is_newer(data)


def test_a_newer_header_of_another_shape_is_handed_on_too() -> None:
    said = [PROTOCOL + 5, 9, ALLIANCE, REPLICA, 3, "", SIGNER, {"anything": [1, 2]}]

    assert isinstance(segment.read(file_of(said), ALLIANCE), NewerSegment)


def test_new_fields_at_the_end_are_no_hindrance() -> None:
    said = msgspec.to_builtins(header(), builtin_types=(bytes,))
    data = file_of([*said, "new", 7])

    assert isinstance(segment.read(data, ALLIANCE), Sealed)
