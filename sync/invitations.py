"""Invitation files as bytes: what lets one more laptop in, sealed with six words."""

import hashlib
import os
from collections.abc import Callable

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from sync.certificates import SignedCertificate
from sync.errors import (
    MalformedError,
    NewerInvitationError,
    NotAnInvitationError,
    WrongWordsError,
)
from sync.limits import (
    ARGON_LANES,
    ARGON_MEMORY_KIB,
    ARGON_MOST_LANES,
    ARGON_MOST_MEMORY_KIB,
    ARGON_MOST_PASSES,
    ARGON_PASSES,
    HEADER_BYTES,
    INVITATION_FILE_BYTES,
    INVITATION_PLAIN_BYTES,
    PROTOCOL,
    SUITE,
)
from sync.sealing import KEY_BYTES, decrypt, encrypt, pack, unpack
from sync.wire import decode, encode

MAGIC = b"LKI1"
_LABEL = b"lianke invite 1"
_PREFIX_BYTES = len(MAGIC) + 4
_SALT_BYTES = 16
_CHECK_BYTES = 16


class Header(msgspec.Struct, array_like=True, frozen=True):
    """The header of an invitation; new fields are appended with defaults.

    Attributes:
        protocol: Version of this form.
        suite: Which cryptography.
        memory_kib, passes, lanes: Costs of Argon2id.
        salt: 16 random bytes.
    """

    protocol: int
    suite: int
    memory_kib: int
    passes: int
    lanes: int
    salt: bytes


class CarriedEpoch(msgspec.Struct, array_like=True, frozen=True):
    """An epoch with its key."""

    circle: str
    home: str
    height: int
    key: bytes


class Invitation(msgspec.Struct, array_like=True, frozen=True):
    """What an invitation holds; new fields are appended with defaults.

    Attributes:
        alliance, alliance_name: Which alliance.
        root_public: Its root public key.
        key: Ed25519 private key of the invitation.
        certificates: The invitation's certificate first, then those above it up to the root key.
        epochs: Keys of circles: membership, alliance, and the school's where the inviter has it.
        school_name: For display.
    """

    alliance: str
    alliance_name: str
    root_public: bytes
    key: bytes
    certificates: list[SignedCertificate]
    epochs: list[CarriedEpoch]
    school_name: str


_HEADERS = msgspec.msgpack.Decoder(Header)
_INVITATIONS = msgspec.msgpack.Decoder(Invitation)


def _key(words: bytes, header: Header) -> bytes:
    return Argon2id(
        salt=header.salt,
        length=KEY_BYTES,
        iterations=header.passes,
        lanes=header.lanes,
        memory_cost=header.memory_kib,
    ).derive(words)


def _check(header: bytes, ciphertext: bytes) -> bytes:
    """Return what tells a damaged file from wrong words."""
    return hashlib.sha256(header + ciphertext).digest()[:_CHECK_BYTES]


def build(
    invitation: Invitation,
    words: bytes,
    *,
    memory_kib: int = ARGON_MEMORY_KIB,
    passes: int = ARGON_PASSES,
    salts: Callable[[int], bytes] = os.urandom,
) -> bytes:
    """Seal an invitation with the canonical form of its words."""
    said = Header(PROTOCOL, SUITE, memory_kib, passes, ARGON_LANES, salts(_SALT_BYTES))
    header = encode(said)
    ciphertext = encrypt(_key(words, said), pack(encode(invitation)), _LABEL + header)
    check = _check(header, ciphertext)
    return MAGIC + len(header).to_bytes(4, "big") + header + check + ciphertext


def _parts(data: bytes) -> tuple[Header, bytes, bytes]:
    """Return the header, its bytes and the ciphertext."""
    if not data.startswith(MAGIC) or len(data) > INVITATION_FILE_BYTES:
        raise NotAnInvitationError("not_one")
    end = _PREFIX_BYTES + int.from_bytes(data[len(MAGIC) : _PREFIX_BYTES], "big")
    start = end + _CHECK_BYTES
    if len(data) <= start or end > HEADER_BYTES:
        raise NotAnInvitationError("damaged")
    header = data[_PREFIX_BYTES:end]
    if _check(header, data[start:]) != data[end:start]:
        raise NotAnInvitationError("damaged")
    try:
        said = decode(_HEADERS, header, "invitation header")
    except MalformedError as error:
        raise NotAnInvitationError("hostile") from error
    if said.protocol > PROTOCOL or said.suite > SUITE:
        raise NewerInvitationError
    _check_costs(said)
    return said, header, data[start:]


def _check_costs(header: Header) -> None:
    costs = (
        (header.memory_kib, 8 * header.lanes, ARGON_MOST_MEMORY_KIB),
        (header.passes, 1, ARGON_MOST_PASSES),
        (header.lanes, 1, ARGON_MOST_LANES),
        (len(header.salt), _SALT_BYTES, 64),
    )
    if any(not least <= value <= most for value, least, most in costs):
        raise NotAnInvitationError("hostile")


def check(data: bytes) -> None:
    """Make sure that a file is an invitation, before anybody types words.

    Raises:
        InvitationError: It is none, is damaged, or is for a newer program.
    """
    _parts(data)


def open_with(data: bytes, words: bytes) -> Invitation:
    """Open an invitation with the canonical form of its words; takes about a third of a second.

    Raises:
        InvitationError: With what is wrong.
    """
    said, header, ciphertext = _parts(data)
    try:
        key = _key(words, said)
    except (ValueError, MemoryError, UnsupportedAlgorithm) as error:
        raise NotAnInvitationError("hostile") from error
    packed = decrypt(key, ciphertext, _LABEL + header)
    if packed is None:
        raise WrongWordsError
    try:
        return decode(_INVITATIONS, unpack(packed, INVITATION_PLAIN_BYTES), "invitation")
    except MalformedError as error:
        raise NotAnInvitationError("hostile") from error
