"""Snapshots as bytes: many segments, verbatim, one after another, cut into parts.

Everything in a part verifies by itself, so a snapshot is signed by nobody, and importing it
changes nothing for one who holds its segments.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from sync.errors import MalformedError, NewerFormatError, Reason, SkippedFileError
from sync.limits import (
    PROTOCOL,
    SEGMENT_FILE_BYTES,
    SEQ,
    SNAPSHOT_MANIFEST_BYTES,
    SNAPSHOT_PART_BYTES,
    SNAPSHOT_PARTS,
    SNAPSHOT_SEGMENTS,
)
from sync.names import LogName, id_of, is_id, is_short_id
from sync.wire import decode, encode

MAGIC = b"LKN1"


class Body(msgspec.Struct, array_like=True, frozen=True):
    """What a manifest says; new fields are appended with defaults.

    Attributes:
        protocol: Version of this form.
        alliance: Id of the alliance.
        segments: Replica, number, id and length of each segment, in the order of their bytes.
        parts: What each part hashes to, in order; all but the last are of the greatest length.
    """

    protocol: int
    alliance: str
    segments: list[tuple[str, int, str, int]]
    parts: list[str]


_BODIES = msgspec.msgpack.Decoder(Body)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a segment lies in the stream of all parts."""

    name: LogName
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds.

    Attributes:
        id: Hash of the manifest's file; stands in the names of the parts too.
        spans: The segments, in the order of their bytes.
        parts: What each part hashes to.
        size_bytes: Length of all parts together.
    """

    id: str
    spans: tuple[Span, ...]
    parts: tuple[str, ...]
    size_bytes: int

    def part_bytes(self, number: int) -> int:
        """Return how long a part must be."""
        return min(SNAPSHOT_PART_BYTES, self.size_bytes - number * SNAPSHOT_PART_BYTES)


def read_manifest(data: bytes, alliance: str) -> Manifest:
    """Read a manifest whose bytes are those its name was made of.

    Raises:
        SkippedFileError: With the reason why it cannot be used.
    """
    if len(data) > SNAPSHOT_MANIFEST_BYTES:
        raise SkippedFileError(Reason.TOO_LARGE, "manifest")
    if not data.startswith(MAGIC):
        raise MalformedError("no manifest")
    said = decode(_BODIES, data[len(MAGIC) :], "manifest")
    if said.protocol > PROTOCOL:
        raise NewerFormatError("manifest")
    if said.alliance != alliance:
        raise SkippedFileError(Reason.FOREIGN, "of another alliance")
    if not said.segments or len(said.segments) > SNAPSHOT_SEGMENTS:
        raise MalformedError("segments beyond their bound")
    spans, offset = [], 0
    for replica, seq, id, length in said.segments:
        if not (is_short_id(replica) and is_id(id) and 1 <= seq <= SEQ):
            raise MalformedError("impossible segment")
        if not 1 <= length <= SEGMENT_FILE_BYTES:
            raise MalformedError("impossible length")
        spans.append(Span(LogName(replica, seq, id), offset, length))
        offset += length
    count = -(-offset // SNAPSHOT_PART_BYTES)
    if count > SNAPSHOT_PARTS or len(said.parts) != count or not all(map(is_id, said.parts)):
        raise MalformedError("parts beyond their bound, or not as many as the segments take")
    return Manifest(id_of(data), tuple(spans), tuple(said.parts), offset)


def parts_of(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a stream into parts; never holds more than a part and a segment."""
    part = bytearray()
    for block in blocks:
        part += block
        while len(part) >= SNAPSHOT_PART_BYTES:
            yield bytes(part[:SNAPSHOT_PART_BYTES])
            del part[:SNAPSHOT_PART_BYTES]
    if part:
        yield bytes(part)


def build_manifest(
    alliance: str, segments: Sequence[tuple[LogName, int]], read: Callable[[str], bytes]
) -> bytes:
    """Make the manifest of a snapshot of these segments, which are read one after another."""
    ids = [id_of(part) for part in parts_of(read(name.id) for name, _ in segments)]
    rows = [(name.replica, name.seq, name.id, length) for name, length in segments]
    return MAGIC + encode(Body(PROTOCOL, alliance, rows, ids))
