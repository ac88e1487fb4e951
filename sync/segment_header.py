"""The header of a segment: what it says, and the bounds it must keep."""

import msgspec

from sync.errors import MalformedError, Reason, SkippedFileError
from sync.keys import ALLIANCE, SCHOOL
from sync.limits import HEADER_BYTES, SECTIONS, SEGMENT_FILE_BYTES, SEQ, WRAP_BYTES, WRAPS
from sync.names import is_id, is_short_id
from sync.sealing import SALT_BYTES, TAG_BYTES

MAGIC = b"LKS1"
PREFIX_BYTES = len(MAGIC) + 4
CIRCLES = {ALLIANCE: 1, SCHOOL: 2}
"""Codes of the circles whose keys are epochs."""
NAMED = 3
"""Code of a section whose own key is wrapped for named laptops."""


class Section(msgspec.Struct, array_like=True, frozen=True):
    """What the header says of one section.

    Attributes:
        circle: Code of the kind of circle it is sealed for.
        epoch: Id of the epoch; empty where the key is wrapped for named laptops.
        wraps: The section's key, HPKE-sealed for each named laptop, sorted, padded with random
            ones; empty for the other circles.
        salt: 32 random bytes; for named laptops the lock of the key.
        length: Bytes of the ciphertext.
    """

    circle: int
    epoch: str
    wraps: list[bytes]
    salt: bytes
    length: int


class Header(msgspec.Struct, array_like=True, frozen=True):
    """The header of a segment; new fields are appended with defaults.

    Attributes:
        protocol: Version of this form.
        suite: Which cryptography.
        alliance: Id of the alliance.
        replica: Whose log.
        seq: Number in the log, from 1; may repeat after a clone.
        previous: Id of the segment before it in the log; empty for the first.
        signer: Id of the certificate whose key signs.
        table: Version of the permission table the changes are judged by.
        reader: The oldest reader that understands the sections.
        sections: In the order of their ciphertexts.
    """

    protocol: int
    suite: int
    alliance: str
    replica: str
    seq: int
    previous: str
    signer: str
    table: int
    reader: int
    sections: list[Section]


class Beginning(msgspec.Struct, array_like=True, frozen=True):
    """What every version of the header begins with, for ever."""

    protocol: int
    suite: int
    alliance: str
    replica: str
    seq: int
    previous: str
    signer: str


HEADERS = msgspec.msgpack.Decoder(Header)
BEGINNINGS = msgspec.msgpack.Decoder(Beginning)


def header_bytes(data: bytes) -> bytes:
    """Cut the header out of a file's first bytes.

    Raises:
        SkippedFileError: It is no segment, or is cut.
    """
    if not data[:PREFIX_BYTES]:
        raise SkippedFileError(Reason.TRUNCATED, "empty")
    if not data.startswith(MAGIC[: len(data)]):
        raise MalformedError("no segment")
    if len(data) < PREFIX_BYTES:
        raise SkippedFileError(Reason.TRUNCATED, "prefix")
    length = int.from_bytes(data[len(MAGIC) : PREFIX_BYTES], "big")
    if length > HEADER_BYTES:
        raise MalformedError("header beyond its bound")
    header = data[PREFIX_BYTES : PREFIX_BYTES + length]
    if len(header) < length:
        raise SkippedFileError(Reason.TRUNCATED, "header")
    return header


def _check_section(section: Section) -> None:
    if len(section.salt) != SALT_BYTES or section.length < TAG_BYTES:
        raise MalformedError("section with an impossible salt or length")
    if len(section.wraps) > WRAPS or any(len(w) != WRAP_BYTES for w in section.wraps):
        raise MalformedError("wraps beyond their bound")
    if section.epoch and not is_id(section.epoch):
        raise MalformedError("epoch is no id")
    if section.circle in CIRCLES.values() and not section.epoch:
        raise MalformedError("section of a circle without an epoch")


def check_header(header: Header) -> None:
    """Make sure that a header keeps its bounds.

    Raises:
        SkippedFileError: It does not.
    """
    if header.table < 1 or len(header.sections) > SECTIONS or not header.sections:
        raise MalformedError("sections beyond their bound")
    for section in header.sections:
        _check_section(section)
    if sum(section.length for section in header.sections) > SEGMENT_FILE_BYTES:
        raise SkippedFileError(Reason.TOO_LARGE, "sections")


def check_beginning(header: Beginning, alliance: str) -> None:
    """Make sure that the part which all versions share is sound and of this alliance.

    Raises:
        SkippedFileError: It is not.
    """
    if not is_short_id(header.alliance):
        raise MalformedError("alliance is no id")
    if header.alliance != alliance:
        raise SkippedFileError(Reason.FOREIGN, "of another alliance")
    if not is_short_id(header.replica) or not is_id(header.signer):
        raise MalformedError("replica or signer is no id")
    if header.protocol < 1 or header.suite < 1:
        raise MalformedError("impossible version")
    if not 1 <= header.seq <= SEQ or (header.previous and not is_id(header.previous)):
        raise MalformedError("impossible place in a log")
