"""Packs of attachment pieces as bytes: an index, then the pieces one after another.

A piece is ciphertext whose name is the hash of its bytes, so a courier can check what it cannot
read, and a pack needs no check of its own.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from sync.errors import MalformedError, NewerFormatError, Reason, SkippedFileError
from sync.limits import (
    HEADER_BYTES,
    PACK_BYTES,
    PACK_GOAL_BYTES,
    PACK_PIECES,
    PIECE_BYTES,
    PROTOCOL,
)
from sync.names import is_id, text_of
from sync.wire import decode, encode

MAGIC = b"LKB1"
PREFIX_BYTES = len(MAGIC) + 4


class Header(msgspec.Struct, array_like=True, frozen=True):
    """The index of a pack; new fields are appended with defaults.

    Attributes:
        protocol: Version of this form.
        alliance: Id of the alliance.
        pieces: Id and length of each piece, in the order of their bytes.
    """

    protocol: int
    alliance: str
    pieces: list[tuple[str, int]]


_HEADERS = msgspec.msgpack.Decoder(Header)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a piece lies in a pack."""

    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Index:
    """What a pack holds.

    Attributes:
        spans: Where each piece lies, by id.
        size_bytes: How long the whole file must be.
    """

    spans: dict[str, Span]
    size_bytes: int


def index_length(beginning: bytes) -> int:
    """Return how many bytes of a file its index takes, from its first eight.

    Raises:
        SkippedFileError: It is no pack.
    """
    if not beginning.startswith(MAGIC[: len(beginning)]):
        raise MalformedError("no pack")
    if len(beginning) < PREFIX_BYTES:
        raise SkippedFileError(Reason.TRUNCATED, "prefix")
    length = int.from_bytes(beginning[len(MAGIC) : PREFIX_BYTES], "big")
    if length > HEADER_BYTES:
        raise MalformedError("index beyond its bound")
    return PREFIX_BYTES + length


def read_index(data: bytes, alliance: str) -> Index:
    """Read the index of a pack.

    Args:
        data: The file's first bytes, as many as the index takes, or more.
        alliance: Id of the alliance it must be of.

    Raises:
        SkippedFileError: With the reason why it cannot be used.
    """
    end = index_length(data[:PREFIX_BYTES])
    if len(data) < end:
        raise SkippedFileError(Reason.TRUNCATED, "index")
    header = decode(_HEADERS, data[PREFIX_BYTES:end], "index")
    if header.protocol > PROTOCOL:
        raise NewerFormatError("pack")
    if header.alliance != alliance:
        raise SkippedFileError(Reason.FOREIGN, "of another alliance")
    if len(header.pieces) > PACK_PIECES:
        raise MalformedError("pieces beyond their bound")
    spans, offset = {}, end
    for id, length in header.pieces:
        if not is_id(id) or not 1 <= length <= PIECE_BYTES:
            raise MalformedError("impossible piece")
        spans[id] = Span(offset, length)
        offset += length
    if offset > PACK_BYTES:
        raise SkippedFileError(Reason.TOO_LARGE, "pack")
    return Index(spans, offset)


@dataclass(frozen=True, slots=True)
class NewPack:
    """A pack that is to be written.

    Attributes:
        id: First 128 bits of the SHA-256 of the file.
        index: Its first bytes.
        size_bytes: Length of the file.
        source: Gives its bytes, as often as asked.
    """

    id: str
    index: bytes
    size_bytes: int
    source: Callable[[], Iterable[bytes]]


def index_of(alliance: str, pieces: Sequence[tuple[str, int]]) -> bytes:
    """Return the first bytes of a pack: its index."""
    header = encode(Header(PROTOCOL, alliance, list(pieces)))
    return MAGIC + len(header).to_bytes(4, "big") + header


def build(
    alliance: str, pieces: Sequence[tuple[str, int]], read_piece: Callable[[str], bytes]
) -> NewPack:
    """Make a pack of pieces; their bytes are read twice and never held together."""
    index = index_of(alliance, pieces)

    def source() -> Iterator[bytes]:
        yield index
        for id, _ in pieces:
            yield read_piece(id)

    digest = hashlib.sha256()
    for block in source():
        digest.update(block)
    size_bytes = len(index) + sum(length for _, length in pieces)
    return NewPack(text_of(digest.digest()[:16]), index, size_bytes, source)


def runs(
    pieces: Iterable[tuple[str, int]], goal_bytes: int = PACK_GOAL_BYTES
) -> Iterator[list[tuple[str, int]]]:
    """Cut a list of pieces into packs."""
    run: list[tuple[str, int]] = []
    size = 0
    for id, length in pieces:
        if run and (size + length > goal_bytes or len(run) >= PACK_PIECES):
            yield run
            run, size = [], 0
        run.append((id, length))
        size += length
    if run:
        yield run
