"""Membership files as bytes: statements about members, sealed with the membership key.

A statement is a kind, a body and a signature. Kinds: 1 certificate, 2 grant of an epoch,
3 revocation, 4 adoption, 5 grant of sections' keys. Others come with later programs; their files
are kept and handed on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from sync.errors import MalformedError, NewerFormatError, Reason, SkippedFileError
from sync.keys import EpochKey
from sync.limits import (
    HEADER_BYTES,
    MEMBERSHIP_FILE_BYTES,
    MEMBERSHIP_PLAIN_BYTES,
    PROTOCOL,
    STATEMENTS,
    SUITE,
)
from sync.names import is_id
from sync.sealing import SALT_BYTES, TAG_BYTES, decrypt, derive, encrypt, new_key, pack, unpack
from sync.wire import decode, encode

MAGIC = b"LKM1"
CERTIFICATE, GRANT, REVOCATION, ADOPTION, SECTION_GRANT = 1, 2, 3, 4, 5
_LABEL = b"lianke mem 1"
_PREFIX_BYTES = len(MAGIC) + 4


class Header(msgspec.Struct, array_like=True, frozen=True):
    """The header of a membership file; new fields are appended with defaults.

    Attributes:
        protocol: Version of this form.
        suite: Which cryptography.
        alliance: Id of the alliance.
        epoch: Id of the membership epoch it is sealed with.
        salt: 32 random bytes.
        length: Bytes of the ciphertext.
    """

    protocol: int
    suite: int
    alliance: str
    epoch: str
    salt: bytes
    length: int


class Item(msgspec.Struct, array_like=True, frozen=True):
    """One signed statement."""

    kind: int
    body: bytes
    signature: bytes


class Grant(msgspec.Struct, array_like=True, frozen=True):
    """The body of a grant: an epoch's key, for the holders of some certificates.

    Attributes:
        protocol: Version of this form.
        alliance: Id of the alliance.
        issuer: Id of the certificate whose key signs.
        circle, home, height: Which epoch, and
        epoch: its id, with which the key is checked.
        keys: Pairs of a certificate's id and the key, HPKE-sealed for it.
        made_at: Seconds since 1970 by the issuer's clock, for display.
        begins: Whether the issuer begins the epoch; else it only hands on a key it holds.
    """

    protocol: int
    alliance: str
    issuer: str
    circle: str
    home: str
    height: int
    epoch: str
    keys: list[tuple[str, bytes]]
    made_at: int
    begins: bool = True


_HEADERS = msgspec.msgpack.Decoder(Header)
_RAW_ITEMS = msgspec.msgpack.Decoder(list[msgspec.Raw])
_ITEMS = msgspec.msgpack.Decoder(Item)
_GRANTS = msgspec.msgpack.Decoder(Grant)


@dataclass(frozen=True, slots=True)
class SealedMembership:
    """A membership file that holds to the format and is not opened yet."""

    header: Header
    header_bytes: bytes
    ciphertext: bytes


def _key(epoch: EpochKey, header: Header) -> bytes:
    return derive(epoch.key, header.salt, _LABEL + header.alliance.encode() + header.epoch.encode())


def build(
    alliance: str,
    epoch: EpochKey,
    items: Sequence[Item],
    salts: Callable[[], bytes] = new_key,
) -> bytes:
    """Seal statements as a membership file."""
    packed = pack(encode(items))
    said = Header(PROTOCOL, SUITE, alliance, epoch.id, salts(), len(packed) + TAG_BYTES)
    header = encode(said)
    ciphertext = encrypt(_key(epoch, said), packed, _LABEL + header)
    return MAGIC + len(header).to_bytes(4, "big") + header + ciphertext


def read(data: bytes, alliance: str) -> SealedMembership:
    """Read a membership file from anywhere, as far as that goes without its key.

    Raises:
        SkippedFileError: With the reason why it cannot be used.
    """
    if len(data) > MEMBERSHIP_FILE_BYTES:
        raise SkippedFileError(Reason.TOO_LARGE, "membership")
    if not data.startswith(MAGIC[: len(data)]):
        raise MalformedError("no membership file")
    if len(data) < _PREFIX_BYTES:
        raise SkippedFileError(Reason.TRUNCATED, "prefix")
    length = int.from_bytes(data[len(MAGIC) : _PREFIX_BYTES], "big")
    if length > HEADER_BYTES:
        raise MalformedError("header beyond its bound")
    end = _PREFIX_BYTES + length
    if len(data) <= end:
        raise SkippedFileError(Reason.TRUNCATED, "header")
    header = decode(_HEADERS, data[_PREFIX_BYTES:end], "membership header")
    if header.alliance != alliance:
        raise SkippedFileError(Reason.FOREIGN, "of another alliance")
    if header.protocol > PROTOCOL or header.suite > SUITE:
        raise NewerFormatError("membership")
    if not is_id(header.epoch) or len(header.salt) != SALT_BYTES:
        raise MalformedError("membership header with an impossible value")
    if len(data) - end != header.length:
        short = len(data) - end < header.length
        raise SkippedFileError(Reason.TRUNCATED if short else Reason.HOSTILE, "length")
    return SealedMembership(header, data[_PREFIX_BYTES:end], data[end:])


def open_items(sealed: SealedMembership, epoch: EpochKey) -> tuple[list[Item], bool]:
    """Open a membership file with the epoch its header names.

    Returns:
        The statements this program can decode, and whether there were others.

    Raises:
        MalformedError: It does not open with this key, or breaks a bound.
    """
    packed = decrypt(_key(epoch, sealed.header), sealed.ciphertext, _LABEL + sealed.header_bytes)
    if packed is None:
        raise MalformedError("membership file does not open with its key")
    raws = decode(_RAW_ITEMS, unpack(packed, MEMBERSHIP_PLAIN_BYTES), "statements")
    if len(raws) > STATEMENTS:
        raise MalformedError("statements beyond their bound")
    items, others = [], False
    for raw in raws:
        try:
            items.append(decode(_ITEMS, bytes(raw), "statement"))
        except MalformedError:
            others = True
    return items, others


def reason_of_bad_bytes(data: bytes, alliance: str) -> Reason:
    """Tell people what became of a file whose bytes are not those its name was made of."""
    try:
        read(data, alliance)
    except SkippedFileError as error:
        if error.reason is Reason.TRUNCATED:
            return Reason.TRUNCATED
    return Reason.ALTERED


def read_grant(body: bytes, alliance: str) -> Grant:
    """Return what a grant says, without believing it yet.

    Raises:
        NewerFormatError: A newer program made it.
        MalformedError: It breaks the format or is of another alliance.
    """
    said = decode(_GRANTS, body, "grant")
    if said.protocol > PROTOCOL:
        raise NewerFormatError("grant")
    if said.alliance != alliance or not is_id(said.epoch) or not is_id(said.issuer):
        raise MalformedError("grant with an impossible value")
    if not 1 <= said.height < 2**31:
        raise MalformedError("grant of an impossible height")
    return said
