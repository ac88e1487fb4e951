"""Packs of segments as bytes: sixteen files of one log, verbatim, one after another.

The same sixteen make the same file on every laptop. What lies in a pack is believed only by its
own hash, so a pack that lies about its segments deceives nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from sync.errors import MalformedError, NewerFormatError, Reason, SkippedFileError
from sync.limits import (
    HEADER_BYTES,
    PACKED,
    PROTOCOL,
    SEGMENT_FILE_BYTES,
    SEGMENT_PACK_BYTES,
)
from sync.names import SegmentPackName, id_of, is_id
from sync.wire import decode, encode

MAGIC = b"LKP1"
PREFIX_BYTES = len(MAGIC) + 4
LEAST_BYTES = PREFIX_BYTES + PACKED * 28
"""No pack is shorter: its index alone names so many ids."""


class Header(msgspec.Struct, array_like=True, frozen=True):
    """The index of a pack; new fields are appended with defaults.

    Attributes:
        protocol: Version of this form.
        alliance: Id of the alliance.
        replica: Whose log.
        low: Number of the first segment in it.
        level: 1 for sixteen segments, 2 for sixteen packs of level 1.
        files: Id and length of each, in the order of the log and of their bytes.
    """

    protocol: int
    alliance: str
    replica: str
    low: int
    level: int
    files: list[tuple[str, int]]


_HEADERS = msgspec.msgpack.Decoder(Header)


@dataclass(frozen=True, slots=True)
class Member:
    """Where one file lies in a pack.

    Attributes:
        seq: Its number in the log, or that of the first segment in it.
        id: What its bytes hash to.
        offset, length: Its bytes.
    """

    seq: int
    id: str
    offset: int
    length: int


def index_length(beginning: bytes) -> int:
    """Return how many bytes of a file its index takes, from its first eight.

    Raises:
        SkippedFileError: It is no pack.
    """
    if not beginning.startswith(MAGIC[: len(beginning)]):
        raise SkippedFileError(Reason.FOREIGN, "no pack of segments")
    if len(beginning) < PREFIX_BYTES:
        raise SkippedFileError(Reason.TRUNCATED, "prefix")
    length = int.from_bytes(beginning[len(MAGIC) : PREFIX_BYTES], "big")
    if length > HEADER_BYTES:
        raise MalformedError("index beyond its bound")
    return PREFIX_BYTES + length


def read_index(data: bytes, alliance: str, name: SegmentPackName) -> list[Member]:
    """Read the index of a pack.

    Args:
        data: The file's first bytes, as many as the index takes, or more.
        alliance: Id of the alliance it must be of.
        name: What the file's name says, and the index must say too.

    Raises:
        SkippedFileError: With the reason why it cannot be used.
    """
    end = index_length(data[:PREFIX_BYTES])
    if len(data) < end:
        raise SkippedFileError(Reason.TRUNCATED, "index")
    header = decode(_HEADERS, data[PREFIX_BYTES:end], "index")
    if header.protocol > PROTOCOL:
        raise NewerFormatError("pack of segments")
    if header.alliance != alliance:
        raise SkippedFileError(Reason.FOREIGN, "of another alliance")
    if (header.replica, header.low, header.level) != (name.replica, name.low, name.level):
        raise MalformedError("pack under the name of another")
    if len(header.files) != PACKED:
        raise MalformedError("files beyond their bound")
    most = SEGMENT_FILE_BYTES if name.level == 1 else SEGMENT_PACK_BYTES
    members, offset, step = [], end, PACKED ** (name.level - 1)
    for number, (id, length) in enumerate(header.files):
        if not is_id(id) or not 1 <= length <= most:
            raise MalformedError("impossible file")
        members.append(Member(name.low + number * step, id, offset, length))
        offset += length
    if offset > SEGMENT_PACK_BYTES:
        raise SkippedFileError(Reason.TOO_LARGE, "pack of segments")
    return members


def build(
    alliance: str, replica: str, low: int, level: int, files: Sequence[tuple[str, bytes]]
) -> tuple[SegmentPackName, bytes]:
    """Make a pack of sixteen files with their ids, in the order of the log."""
    lengths = [(id, len(data)) for id, data in files]
    header = encode(Header(PROTOCOL, alliance, replica, low, level, lengths))
    parts = [MAGIC, len(header).to_bytes(4, "big"), header, *(data for _, data in files)]
    data = b"".join(parts)
    return SegmentPackName(replica, low, level, id_of(data)), data


def members_of(data: bytes, alliance: str, name: SegmentPackName) -> list[Member]:
    """Return the segments in a whole pack, those of packs within it too.

    Raises:
        SkippedFileError: It breaks the format, or its length is not what its index says.
    """
    inner = read_index(data, alliance, name)
    if inner[-1].offset + inner[-1].length != len(data):
        raise MalformedError("pack of another length than its index says")
    if name.level == 1:
        return inner
    found = []
    for pack in inner:
        part = data[pack.offset : pack.offset + pack.length]
        below = SegmentPackName(name.replica, pack.seq, name.level - 1, pack.id)
        found += [
            Member(one.seq, one.id, pack.offset + one.offset, one.length)
            for one in members_of(part, alliance, below)
        ]
    return found
