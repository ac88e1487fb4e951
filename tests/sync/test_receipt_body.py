"""A receipt as bytes: read back as written, and refused in order when it breaks a bound."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.changes import DECODER
from sync.errors import MalformedError
from sync.limits import RECEIPT_BYTES, RECEIPT_FILES, RECEIPT_IDS, RECEIPT_WISHES
from sync.names import text_of
from sync.receipt_body import Body, element, hash_of, is_receipt, pack, pack_files, read, unpack
from sync.wire import encode

LAPTOP = text_of(bytes(16))
BODY = Body(1, LAPTOP, 5, b"", b"", b"", b"", 1, 1, b"", hash_of(b""), b"")


def changed(**given: object) -> bytes:
    """Return the bytes of a receipt that is like the plain one but for some fields."""
    return encode(msgspec.structs.replace(BODY, **given))


def test_a_receipt_reads_back_as_written() -> None:
    ids = [text_of(bytes([n] * 16)) for n in (3, 1, 2)]
    body = msgspec.structs.replace(BODY, tips=pack(ids, 9), files=None, digest=bytes(32))

    again = read(encode(body))

    assert again == body
    assert unpack(again.tips) == sorted(ids)


def test_a_receipt_looks_like_a_change_to_an_older_program() -> None:
    change = DECODER.decode(element(BODY))

    assert is_receipt(change)
    assert (change.kind, change.circle, change.home) == ("receipt", "alliance", "")
    assert read(change.update) == BODY


def test_a_newer_receipt_is_read_as_far_as_it_is_known() -> None:
    newer = encode([*msgspec.to_builtins(BODY, builtin_types=(bytes,)), "what comes later"])

    assert read(newer) == BODY


@pytest.mark.parametrize(
    "given",
    [
        {"version": 0},
        {"laptop": "x"},
        {"tips": bytes(15)},
        {"tips": bytes(16 * (RECEIPT_IDS + 1))},
        {"more": bytes(16 * (RECEIPT_IDS + 1))},
        {"unread": bytes(16 * (RECEIPT_IDS + 1))},
        {"wishes": bytes(16 * (RECEIPT_WISHES + 1))},
        {"files": bytes(7)},
        {"files": bytes(8 * (RECEIPT_FILES + 1))},
        {"files": bytes(8), "files_hash": bytes(8)},
        {"digest": bytes(31)},
        {"files_hash": b""},
        {"at": "Friday"},
    ],
)
def test_a_receipt_that_breaks_a_bound_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(MalformedError):
        read(changed(**given))


def test_a_receipt_beyond_its_length_is_not_even_decoded() -> None:
    with pytest.raises(MalformedError, match="bound"):
        read(bytes(RECEIPT_BYTES + 1))


def test_the_fullest_receipt_of_each_list_is_taken() -> None:
    files = bytes(8 * RECEIPT_FILES)

    read(changed(tips=bytes(16 * RECEIPT_IDS), more=bytes(16 * RECEIPT_IDS)))
    read(changed(files=files, files_hash=hash_of(files), wishes=bytes(16 * RECEIPT_WISHES)))


def test_whoever_holds_more_than_fits_tells_less() -> None:
    ids = [text_of(n.to_bytes(16, "big")) for n in range(20)]
    hashes = [f"{n:064x}" for n in range(5)]

    assert unpack(pack(ids, 7)) == ids[:7]
    assert pack_files([*hashes, *hashes]) == bytes(8)
    assert len(pack_files(f"{n:016x}" for n in range(RECEIPT_FILES + 1))) == 8 * RECEIPT_FILES


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=400))
def test_any_bytes_as_a_receipt_are_refused_in_order(data: bytes) -> None:
    try:
        read(data)
    except MalformedError:
        return
    msgspec.msgpack.decode(data)


@settings(max_examples=200, deadline=None)
@given(place=st.integers(0, 500), bit=st.integers(0, 7))
def test_a_flipped_bit_never_breaks_the_reader(place: int, bit: int) -> None:
    data = bytearray(changed(tips=bytes(160), files=None, digest=bytes(32)))
    data[place % len(data)] ^= 1 << bit

    try:
        read(bytes(data))
    except MalformedError:
        return
