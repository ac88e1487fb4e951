"""Certificates: what they say, how they are signed, which of them may sign which.

A certificate names a key, the school and the role it works with, and who signed it. The root key
signs the first coordinator's; a coordinator or a school lead signs an invitation's; the
invitation's key signs those of the laptops that join with it. One certificate is not a laptop's:
that of the recovery code, whose holder is given keys as members are.
"""

from typing import Literal, get_args

import msgspec

from sync.errors import MalformedError, NewerFormatError
from sync.keys import laptop_id, sign, verifies
from sync.limits import PROTOCOL
from sync.names import id_of, is_id, is_short_id
from sync.wire import decode, encode

Purpose = Literal["laptop", "invitation", "recovery"]
Role = Literal["coordinator", "lead", "teacher", "observer"]
ROLES = get_args(Role)
_PURPOSES = get_args(Purpose)
_LABEL = b"lianke certificate 1"
_LONGEST = 4096  # characters or bytes of anything in it


class Statement(msgspec.Struct, array_like=True, frozen=True):
    """The body of a certificate, as it is signed; new fields are appended with defaults.

    Attributes:
        protocol: Version of this form.
        alliance: Id of the alliance.
        purpose: ``laptop``, ``invitation`` or ``recovery``.
        issuer: Id of the certificate whose key signs; empty for the root key.
        sign_public: The Ed25519 key it names.
        exchange_public: The X25519 key of the holder; empty in an invitation's.
        school: Id of the school record.
        role: What the holder may do at most.
        person: Id of the person it was made for.
        person_name: Their name then, for display.
        made_at: Seconds since 1970 by the signer's clock, for display.
    """

    protocol: int
    alliance: str
    purpose: str
    issuer: str
    sign_public: bytes
    exchange_public: bytes
    school: str
    role: str
    person: str
    person_name: str
    made_at: int


class SignedCertificate(msgspec.Struct, array_like=True, frozen=True):
    """A certificate as it travels: the exact bytes of its body, and their signature."""

    body: bytes
    signature: bytes

    @property
    def id(self) -> str:
        """Id of the certificate: the hash of its body."""
        return id_of(self.body)


_DECODER = msgspec.msgpack.Decoder(Statement)


def issue(private: bytes, statement: Statement) -> SignedCertificate:
    """Sign a certificate with the key of its issuer."""
    body = encode(statement)
    return SignedCertificate(body, sign(private, _LABEL + body))


def read_statement(certificate: SignedCertificate, alliance: str) -> Statement:
    """Return what a certificate says, without believing it yet.

    Raises:
        NewerFormatError: A newer program made it, or it has a purpose or role unknown here.
        MalformedError: It breaks the format or is of another alliance.
    """
    said = decode(_DECODER, certificate.body, "certificate")
    if said.protocol > PROTOCOL:
        raise NewerFormatError("certificate")
    if said.alliance != alliance or not is_short_id(said.alliance):
        raise MalformedError("certificate of another alliance")
    if said.purpose not in _PURPOSES or said.role not in ROLES:
        raise NewerFormatError("certificate with an unknown purpose or role")
    if said.issuer and not is_id(said.issuer):
        raise MalformedError("issuer is no id")
    exchange_bytes = 0 if said.purpose == "invitation" else 32
    if len(said.sign_public) != 32 or len(said.exchange_public) != exchange_bytes:
        raise MalformedError("keys of the wrong length")
    if max(map(len, (said.school, said.person, said.person_name))) > _LONGEST:
        raise MalformedError("certificate with endless text")
    return said


def laptop_of(said: Statement) -> str:
    """Return the id of the laptop whose key a certificate names."""
    return laptop_id(said.sign_public)


def is_signed_by(certificate: SignedCertificate, public: bytes) -> bool:
    """Tell whether the certificate's signature is this key's."""
    return verifies(public, certificate.signature, _LABEL + certificate.body)


def may_invite(role: str, school: str, *, to_role: str, to_school: str) -> bool:
    """Tell whether a laptop with such a certificate may let another one in."""
    if role == "coordinator":
        return True
    return role == "lead" and school == to_school and to_role in {"lead", "teacher"}


def may_issue(issuer: Statement, said: Statement) -> bool:
    """Tell whether a certificate may sign another: only immutable things decide."""
    if said.purpose == "recovery" or issuer.purpose == "recovery":
        return False  # the root key alone signs the one, and signs by itself, not with it
    if issuer.purpose == "laptop":
        return may_invite(issuer.role, issuer.school, to_role=said.role, to_school=said.school)
    return said.purpose == "laptop" and (
        (said.role, said.school, said.person) == (issuer.role, issuer.school, issuer.person)
    )
