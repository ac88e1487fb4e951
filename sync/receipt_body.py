"""A receipt as bytes: what one laptop says it holds, its digest and its wishes.

``docs/sync-format.md`` has the bytes. What stands in a receipt is a claim of the laptop that
signed it, about itself; nothing follows from it for anybody else.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from db.changes import ENCODER, Change
from sync.errors import MalformedError
from sync.limits import (
    RECEIPT_BYTES,
    RECEIPT_FILES,
    RECEIPT_IDS,
    RECEIPT_INNER,
    RECEIPT_WISHES,
)
from sync.names import bytes_of, is_id, text_of
from sync.wire import decode, encode

KIND = "receipt"
"""The kind of the change it looks like, so that an older program hands it on and keeps quiet."""

CIRCLE = "alliance"
VERSION = 1
ID_BYTES, PREFIX_BYTES, DIGEST_BYTES = 16, 8, 32
INNER_BYTES = 32  # each of the digests that only some can compare


class Body(msgspec.Struct, array_like=True, frozen=True):
    """What a receipt says; new fields are appended with defaults.

    Attributes:
        version: Of this form; a higher one only appends.
        laptop: Who says it.
        at: Seconds since 1970 by its clock, for display only.
        tips: Segments that are held with all before them in their log, 16 bytes each; those that
            a named one includes are left out.
        more: Segments that are held while one before them is not.
        unread: Held segments that could not be read yet: from strangers, for newer programs.
        digest: Of the records of the alliance; empty while it says nothing.
        table: Version of the permission table it judges by.
        reader: The newest sections it can read.
        wishes: Pieces it wants brought along, 16 bytes each.
        files_hash: First 8 bytes of the SHA-256 of the list of whole files it holds.
        files: That list, 8 bytes each: the beginnings of what they are proven by, in order; None
            when an earlier receipt of this laptop has brought the list of that hash.
        inner: 16 bytes of salt, then the digests of what not all may read, 32 bytes each: only
            who reads the same knows which is which (``sync.inner_digests``); empty while it says
            nothing.
    """

    version: int
    laptop: str
    at: int
    tips: bytes
    more: bytes
    unread: bytes
    digest: bytes
    table: int
    reader: int
    wishes: bytes
    files_hash: bytes
    files: bytes | None
    inner: bytes = b""


_BODIES = msgspec.msgpack.Decoder(Body)


def read(data: bytes) -> Body:
    """Read a receipt from anywhere.

    Raises:
        MalformedError: It is something else, or breaks a bound.
    """
    if len(data) > RECEIPT_BYTES:
        raise MalformedError("receipt beyond its bound")
    body = decode(_BODIES, data, "receipt")
    if body.version < 1 or not is_id(body.laptop):
        raise MalformedError("receipt of an impossible version or laptop")
    for ids in (body.tips, body.more, body.unread):
        _check_list(ids, ID_BYTES, RECEIPT_IDS)
    _check_list(body.wishes, ID_BYTES, RECEIPT_WISHES)
    _check_list(body.files or b"", PREFIX_BYTES, RECEIPT_FILES)
    if len(body.digest) not in (0, DIGEST_BYTES) or len(body.files_hash) != PREFIX_BYTES:
        raise MalformedError("receipt with an impossible digest")
    if len(body.inner) > ID_BYTES + INNER_BYTES * RECEIPT_INNER:
        raise MalformedError("receipt with too many digests")
    if body.files is not None and hash_of(body.files) != body.files_hash:
        raise MalformedError("receipt with another list of files than it says")
    return body


def _check_list(data: bytes, each: int, most: int) -> None:
    if len(data) % each or len(data) > each * most:
        raise MalformedError("list in a receipt beyond its bound")


def element(body: Body) -> bytes:
    """Return the element of a section that a receipt is: shaped like a change."""
    return ENCODER.encode(Change(KIND, CIRCLE, "", b"", b"", encode(body), "", body.at))


def is_receipt(change: Change) -> bool:
    """Tell whether an element of a section is a receipt."""
    return change.kind == KIND and change.circle == CIRCLE


def pack(ids: Iterable[str], most: int) -> bytes:
    """Return ids as 16 bytes each, in order, no more than fit into a receipt."""
    raw = sorted(plain for id in ids if (plain := bytes_of(id)) is not None)
    return b"".join(raw[:most])


def unpack(data: bytes) -> list[str]:
    """Return ids from 16 bytes each."""
    return [_text(data[at : at + ID_BYTES]) for at in range(0, len(data), ID_BYTES)]


@lru_cache(maxsize=16 * 1024)
def _text(raw: bytes) -> str:
    """Return an id as text; the receipts of an alliance name much the same segments."""
    return text_of(raw)


def pack_files(hashes: Iterable[str]) -> bytes:
    """Return the list of files of these SHA-256, in hexadecimal, no more than fit."""
    raw = sorted({bytes.fromhex(found[: 2 * PREFIX_BYTES]) for found in hashes})
    return b"".join(raw[:RECEIPT_FILES])


def hash_of(files: bytes) -> bytes:
    """Return what a list of files is known by."""
    return hashlib.sha256(files).digest()[:PREFIX_BYTES]
