"""A run of one laptop's log as bytes: made, read back and judged.

Nothing here touches the store; ``docs/sync-format.md`` has the bytes.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from sync.errors import MalformedError, Reason, SkippedFileError
from sync.keys import EpochKey, sign, verifies
from sync.limits import (
    CHANGE_BYTES,
    CHANGES,
    PROTOCOL,
    READER,
    SEGMENT_FILE_BYTES,
    SEGMENT_PLAIN_BYTES,
    SUITE,
)
from sync.names import id_of
from sync.sealing import TAG_BYTES, decrypt, derive, encrypt, new_key, pack, unpack
from sync.segment_header import (
    BEGINNINGS,
    CIRCLES,
    HEADERS,
    MAGIC,
    NAMED,
    PREFIX_BYTES,
    Beginning,
    Header,
    Section,
    check_beginning,
    check_header,
    header_bytes,
)
from sync.wire import decode, encode
from sync.wrapping import NamedKey

_SIGNATURE_BYTES = 64
_SEGMENT_LABEL = b"lianke seg 1"
_SECTION_LABEL = b"lianke sec 1"
_CHANGES = msgspec.msgpack.Decoder(list[msgspec.Raw])


@dataclass(frozen=True, slots=True)
class Sealed:
    """A segment that holds to the format; who signed it is not known yet.

    Attributes:
        id: First 128 bits of the SHA-256 of the file.
        header: What it says of itself.
        header_bytes: The header exactly as it stands in the file.
        signature: By the key of the certificate that the header names.
        sections: The ciphertexts.
    """

    id: str
    header: Header
    header_bytes: bytes
    signature: bytes
    sections: tuple[bytes, ...]

    def is_signed_by(self, public: bytes) -> bool:
        """Tell whether the segment's signature is this key's."""
        return verifies(public, self.signature, _signed(self.header_bytes, b"".join(self.sections)))


@dataclass(frozen=True, slots=True)
class NewerSegment:
    """A segment for a newer program: known enough to hand it on.

    Attributes:
        id: First 128 bits of the SHA-256 of the file.
        replica, seq, previous, signer: As in every version of the header.
    """

    id: str
    replica: str
    seq: int
    previous: str
    signer: str


def _signed(header: bytes, ciphertext: bytes) -> bytes:
    return _SEGMENT_LABEL + hashlib.sha256(header).digest() + hashlib.sha256(ciphertext).digest()


def _section_key(key: bytes, salt: bytes, alliance: str, section: Section) -> bytes:
    circle = section.circle.to_bytes(1, "big")
    info = _SECTION_LABEL + alliance.encode() + circle + section.epoch.encode()
    return derive(key, salt, info)


def _key(key: EpochKey | NamedKey, alliance: str, section: Section) -> bytes:
    if isinstance(key, NamedKey):
        return key.key  # random, and used for this section only
    return _section_key(key.key, section.salt, alliance, section)


def _section(key: EpochKey | NamedKey, length: int, salts: Callable[[], bytes]) -> Section:
    if isinstance(key, NamedKey):
        return Section(NAMED, "", list(key.wraps), key.lock, length)
    return Section(CIRCLES[key.circle], key.id, [], salts(), length)


def _associated(header: bytes, index: int) -> bytes:
    return _SECTION_LABEL + header + index.to_bytes(1, "big")


def build(
    *,
    alliance: str,
    replica: str,
    seq: int,
    previous: str,
    signer: str,
    table: int,
    private: bytes,
    contents: Sequence[tuple[EpochKey | NamedKey, Sequence[bytes]]],
    salts: Callable[[], bytes] = new_key,
) -> bytes:
    """Seal changes as a segment.

    Args:
        alliance: Id of the alliance.
        replica: Whose log.
        seq: Number in the log.
        previous: Id of the segment before it, or empty.
        signer: Id of the certificate of the key that signs.
        table: Version of the permission table.
        private: That key.
        contents: For each section its epoch, or its own key, and its changes, each as MessagePack.
        salts: Where salts come from; fixed in the golden depot only.
    """
    packed = [pack(encode([msgspec.Raw(c) for c in changes])) for _, changes in contents]
    sections = [
        _section(key, len(plain) + TAG_BYTES, salts)
        for (key, _), plain in zip(contents, packed, strict=True)
    ]
    header = encode(
        Header(PROTOCOL, SUITE, alliance, replica, seq, previous, signer, table, READER, sections)
    )
    ciphertext = b"".join(
        encrypt(
            _key(key, alliance, section),
            plain,
            _associated(header, index),
        )
        for index, ((key, _), section, plain) in enumerate(
            zip(contents, sections, packed, strict=True)
        )
    )
    signature = sign(private, _signed(header, ciphertext))
    return MAGIC + len(header).to_bytes(4, "big") + header + signature + ciphertext


def read(data: bytes, alliance: str) -> Sealed | NewerSegment:
    """Read a segment from anywhere.

    Args:
        data: The whole file.
        alliance: Id of the alliance it must be of.

    Raises:
        SkippedFileError: With the reason why it cannot be used.
    """
    if len(data) > SEGMENT_FILE_BYTES:
        raise SkippedFileError(Reason.TOO_LARGE, "segment")
    raw_header = header_bytes(data)
    beginning = decode(BEGINNINGS, raw_header, "header")
    check_beginning(beginning, alliance)
    identity = id_of(data)
    if beginning.protocol > PROTOCOL or beginning.suite > SUITE:
        return _newer(identity, beginning)
    header = decode(HEADERS, raw_header, "header")
    if header.reader > READER:
        return _newer(identity, beginning)
    check_header(header)
    start = PREFIX_BYTES + len(raw_header)
    signature = data[start : start + _SIGNATURE_BYTES]
    sections, at = [], start + _SIGNATURE_BYTES
    for section in header.sections:
        sections.append(data[at : at + section.length])
        at += section.length
    if len(data) < at:
        raise SkippedFileError(Reason.TRUNCATED, "sections")
    if len(data) > at:
        raise MalformedError("something follows the last section")
    return Sealed(identity, header, raw_header, signature, tuple(sections))


def is_newer(beginning: bytes) -> bool:
    """Tell from the first bytes of a file that was read before whether it is still too new."""
    try:
        header = decode(HEADERS, header_bytes(beginning), "header")
    except SkippedFileError:
        return True
    return header.protocol > PROTOCOL or header.suite > SUITE or header.reader > READER


def _newer(identity: str, said: Beginning) -> NewerSegment:
    return NewerSegment(identity, said.replica, said.seq, said.previous, said.signer)


def open_section(sealed: Sealed, index: int, key: EpochKey | NamedKey) -> list[bytes]:
    """Open one section.

    Each section is judged by itself, for who holds which keys must not decide what is refused.

    Args:
        sealed: A segment whose signature was verified.
        index: Which section.
        key: The epoch that its header names, or the key that its lock fits.

    Returns:
        The changes as MessagePack, each to be decoded by itself.

    Raises:
        MalformedError: It does not open with this key, or breaks a bound.
    """
    section = sealed.header.sections[index]
    if not _is_for(key, section):
        raise MalformedError("section of one circle sealed with the key of another")
    packed = decrypt(
        _key(key, sealed.header.alliance, section),
        sealed.sections[index],
        _associated(sealed.header_bytes, index),
    )
    if packed is None:
        raise MalformedError("section does not open with its key")
    changes = [
        bytes(raw) for raw in decode(_CHANGES, unpack(packed, SEGMENT_PLAIN_BYTES), "section")
    ]
    if len(changes) > CHANGES or any(len(c) > CHANGE_BYTES for c in changes):
        raise MalformedError("changes beyond their bound")
    return changes


def _is_for(key: EpochKey | NamedKey, section: Section) -> bool:
    if isinstance(key, NamedKey):
        return section.circle == NAMED and key.lock == section.salt
    return CIRCLES.get(key.circle) == section.circle


def reason_of_bad_bytes(data: bytes, alliance: str) -> Reason:
    """Tell people what became of a file whose bytes are not those its name was made of."""
    try:
        read(data, alliance)
    except SkippedFileError as error:
        if error.reason is Reason.TRUNCATED:
            return Reason.TRUNCATED
    return Reason.ALTERED
