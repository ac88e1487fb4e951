"""A key sealed for named laptops: wrapped for each, without their names, among as many others.

Every wrap is an HPKE seal of 80 bytes. The number of readers is hidden by further seals for keys
that nobody holds: random bytes would not do, for half of them are no point of the curve.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sync import keys
from sync.sealing import new_key

SIZES = (4, 8, 16, 64)
_LOCK_LABEL = b"lianke lock 1"


@dataclass(frozen=True, slots=True)
class NamedKey:
    """The key of one section for named laptops.

    Attributes:
        key: 32 random bytes.
        wraps: The key sealed for each reader, padded and sorted; empty when it was opened here.
    """

    key: bytes
    wraps: tuple[bytes, ...] = ()

    @property
    def lock(self) -> bytes:
        """What the header says of the key: it fits this one and no other."""
        return lock_of(self.key)


def lock_of(key: bytes) -> bytes:
    """Return the 32 bytes by which a key is known to be the right one."""
    return hashlib.sha256(_LOCK_LABEL + key).digest()


def wrap_for(
    readers: Iterable[bytes], key: bytes, label: bytes, alliance: str
) -> tuple[bytes, ...]:
    """Seal a key for the holders of X25519 keys, so that nobody can count or name them.

    Args:
        readers: Their public keys; those beyond the largest number are left out.
        key: What they shall have.
        label: What it is for.
        alliance: Id of the alliance.
    """
    info = _info(label, alliance, lock_of(key))
    found = [keys.wrap(public, key, info) for public in readers]
    wraps = [wrap for wrap in found if wrap is not None][: SIZES[-1]]
    size = next(size for size in SIZES if size >= len(wraps))
    while len(wraps) < size:
        nobody = keys.exchange_public(keys.new_private())
        other = keys.wrap(nobody, new_key(), info)
        if other is not None:
            wraps.append(other)
    return tuple(sorted(wraps))


def unwrap_any(
    private: bytes, wraps: Sequence[bytes], lock: bytes, label: bytes, alliance: str
) -> bytes | None:
    """Return the key when one of the wraps is for this X25519 key, else None."""
    info = _info(label, alliance, lock)
    for wrap in wraps:
        key = keys.unwrap(private, wrap, info)
        if key is not None and lock_of(key) == lock:
            return key
    return None


def _info(label: bytes, alliance: str, lock: bytes) -> bytes:
    return label + alliance.encode() + lock
