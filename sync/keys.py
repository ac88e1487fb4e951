"""Key pairs as raw bytes, signatures, and what a laptop and an epoch are called."""

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from sync.names import id_of, short_id_of
from sync.sealing import new_key

MEMBERSHIP, ALLIANCE, SCHOOL = "membership", "alliance", "school"
_HPKE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class EpochKey:
    """A key that a circle seals with, for a time.

    Attributes:
        circle: ``membership``, ``alliance`` or ``school``.
        home: Id of the school, or empty.
        height: 1 for the first, one more after each revocation.
        key: 32 random bytes.
        id: Hash of all these and the alliance.
    """

    circle: str
    home: str
    height: int
    key: bytes
    id: str


def epoch_id(alliance: str, circle: str, home: str, height: int, key: bytes) -> str:
    """Return the id of an epoch, which nobody can choose."""
    parts = (alliance.encode(), circle.encode(), home.encode(), height.to_bytes(4, "big"), key)
    lengths = b"".join(len(p).to_bytes(4, "big") + p for p in parts)
    return id_of(b"lianke epoch 1" + lengths)


def new_epoch(alliance: str, circle: str, home: str = "", height: int = 1) -> EpochKey:
    """Make a new random epoch of a circle."""
    key = new_key()
    return EpochKey(circle, home, height, key, epoch_id(alliance, circle, home, height, key))


def new_private() -> bytes:
    """Return 32 random bytes, good as an Ed25519 or an X25519 private key."""
    return os.urandom(32)


def sign_public(private: bytes) -> bytes:
    """Return the Ed25519 public key of a private one."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def exchange_public(private: bytes) -> bytes:
    """Return the X25519 public key of a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(private: bytes, message: bytes) -> bytes:
    """Sign a message with Ed25519."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether a signature is this key's."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def wrap(public: bytes, key: bytes, info: bytes) -> bytes | None:
    """Seal a key for the holder of an X25519 key; None when the public key is no good one."""
    try:
        return _HPKE.encrypt(key, X25519PublicKey.from_public_bytes(public), info=info)
    except ValueError:
        return None


def unwrap(private: bytes, wrapped: bytes, info: bytes) -> bytes | None:
    """Return the key that was sealed for this holder, or None when it was not."""
    try:
        return _HPKE.decrypt(wrapped, X25519PrivateKey.from_private_bytes(private), info=info)
    except (InvalidTag, ValueError):
        return None


def laptop_id(public: bytes) -> str:
    """Return the id of the laptop that holds this Ed25519 key."""
    return id_of(public)


def alliance_id(root_public: bytes) -> str:
    """Return the id of the alliance with this root key."""
    return short_id_of(root_public)
