"""One change as it travels, and the ids that follow from it.

Nothing here can be forged by choosing values: a change carries what its record's id is the hash
of, never the id; and the operations in it must be those of its laptop and edit session.
"""

import hashlib
from functools import lru_cache

import msgspec


class Change(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One edit session's operations on one record; new fields are appended with defaults.

    Attributes:
        kind: Wire name of the record's kind.
        circle: Who may read it: ``alliance``, ``school`` or ``named``.
        home: Id of the record's home school, or empty; of a named circle the ids of its persons.
        key: 16 random bytes, or the natural key.
        nonce: The edit session's random bytes; with the laptop's id they make the Loro peer.
        update: A Loro blob in mode ``Updates``.
        person: Id of the person recording, claimed by the laptop.
        at: Seconds since 1970 by the laptop's clock: for display only.
    """

    kind: str
    circle: str
    home: str
    key: bytes
    nonce: bytes
    update: bytes
    person: str
    at: int


ENCODER = msgspec.msgpack.Encoder()
DECODER = msgspec.msgpack.Decoder(Change)


def record_id(alliance: str, kind: str, circle: str, home: str, key: bytes) -> str:
    """Return the id of a record: a version-8 UUID made of what the record is."""
    digest = _begun(alliance, kind, circle, home).copy()
    digest.update(len(key).to_bytes(4, "big") + key)
    value = bytearray(digest.digest()[:16])
    value[6] = value[6] & 0x0F | 0x80
    value[8] = value[8] & 0x3F | 0x80
    hexed = value.hex()
    return f"{hexed[:8]}-{hexed[8:12]}-{hexed[12:16]}-{hexed[16:20]}-{hexed[20:]}"


@lru_cache(maxsize=1024)
def _begun(*parts: str) -> "hashlib._Hash":
    digest = hashlib.sha256(b"lianke record 1")
    for part in parts:
        plain = part.encode()
        digest.update(len(plain).to_bytes(4, "big") + plain)
    return digest


@lru_cache(maxsize=1024)
def peer_of(laptop: str, nonce: bytes) -> int:
    """Return the 63-bit Loro peer of one edit session on one laptop."""
    digest = hashlib.sha256(b"lianke peer" + laptop.encode() + nonce).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def natural_key(*parts: str) -> bytes:
    """Return the key of a record that is known by what it stands for."""
    return "\x1f".join(parts).encode()


CIRCLES = ("alliance", "school", "named")
"""The circles this version knows; a change in another is parked."""

UPDATE_BYTES = 4 * 1024 * 1024
OPERATIONS = 1_000_000
"""Bounds of one change, judged from the bytes alone so that every laptop refuses alike."""
