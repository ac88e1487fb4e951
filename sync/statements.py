"""Revocations and adoptions: what they say, and how they are signed.

A revocation ends what a laptop may do, but never takes back: it names a *cut*, the ends of the
laptop's log as far as the revoker knows them, and those of its statements that stay. An adoption
names segments from beyond a cut that somebody had taken before the revocation came.
"""

import msgspec

from sync.errors import MalformedError, NewerFormatError
from sync.keys import sign, verifies
from sync.limits import NAMED_IDS, PROTOCOL, REASON_CHARACTERS
from sync.membership_file import ADOPTION, REVOCATION, Item
from sync.names import is_id
from sync.wire import decode, encode

_LABELS = {REVOCATION: b"lianke revocation 1", ADOPTION: b"lianke adoption 1"}


class Revocation(msgspec.Struct, array_like=True, frozen=True):
    """The body of a revocation; new fields are appended with defaults.

    Attributes:
        protocol: Version of this form.
        alliance: Id of the alliance.
        issuer: Id of the certificate whose key signs; empty for the root key.
        laptop: Id of the laptop, or of the invitation's key: whatever was signed with that key.
        cut: Ids of segments; inside is what is reached from them by ``previous``.
        kept: Ids of those of its statements that stay: certificates, grants, revocations,
            adoptions.
        reason: In the revoker's words, for display.
        made_at: Seconds since 1970 by the revoker's clock, for display.
    """

    protocol: int
    alliance: str
    issuer: str
    laptop: str
    cut: list[str]
    kept: list[str]
    reason: str
    made_at: int


class Adoption(msgspec.Struct, array_like=True, frozen=True):
    """The body of an adoption; new fields are appended with defaults.

    Attributes:
        protocol: Version of this form.
        alliance: Id of the alliance.
        issuer: Id of the certificate whose key signs.
        segments: Ids of segments that lie beyond a cut and were taken before it was known.
        made_at: Seconds since 1970 by the issuer's clock, for display.
    """

    protocol: int
    alliance: str
    issuer: str
    segments: list[str]
    made_at: int


_REVOCATIONS = msgspec.msgpack.Decoder(Revocation)
_ADOPTIONS = msgspec.msgpack.Decoder(Adoption)


def revocation_item(private: bytes, said: Revocation) -> Item:
    """Sign a revocation with the key of its issuer."""
    return _item(REVOCATION, private, encode(said))


def adoption_item(private: bytes, said: Adoption) -> Item:
    """Sign an adoption with the key of its issuer."""
    return _item(ADOPTION, private, encode(said))


def _item(kind: int, private: bytes, body: bytes) -> Item:
    return Item(kind, body, sign(private, _LABELS[kind] + body))


def is_signed_by(item: Item, public: bytes) -> bool:
    """Tell whether the signature of a revocation or adoption is this key's."""
    return verifies(public, item.signature, _LABELS[item.kind] + item.body)


def read_revocation(body: bytes, alliance: str) -> Revocation:
    """Return what a revocation says, without believing it yet.

    Raises:
        NewerFormatError: A newer program made it.
        MalformedError: It breaks the format or is of another alliance.
    """
    said = decode(_REVOCATIONS, body, "revocation")
    _check_common(said.protocol, said.alliance, alliance, "revocation")
    if said.issuer and not is_id(said.issuer):
        raise MalformedError("issuer is no id")
    if not all(map(is_id, (said.laptop, *said.cut, *said.kept))):
        raise MalformedError("revocation that names what is no id")
    if len(said.cut) + len(said.kept) > NAMED_IDS or len(said.reason) > REASON_CHARACTERS:
        raise MalformedError("endless revocation")
    return said


def read_adoption(body: bytes, alliance: str) -> Adoption:
    """Return what an adoption says, without believing it yet.

    Raises:
        NewerFormatError: A newer program made it.
        MalformedError: It breaks the format or is of another alliance.
    """
    said = decode(_ADOPTIONS, body, "adoption")
    _check_common(said.protocol, said.alliance, alliance, "adoption")
    if not all(map(is_id, (said.issuer, *said.segments))) or len(said.segments) > NAMED_IDS:
        raise MalformedError("adoption that names what is no id")
    return said


def _check_common(protocol: int, said: str, alliance: str, what: str) -> None:
    if protocol > PROTOCOL:
        raise NewerFormatError(what)
    if protocol < 1 or said != alliance:
        raise MalformedError(f"{what} of another alliance")
