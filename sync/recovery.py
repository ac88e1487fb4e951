"""The recovery code: 24 letters and digits on paper, from which the root key follows.

Two more keys follow from it: an X25519 key that members seal the keys of circles for, and the
first key of the circle ``membership``, without which nothing of a depot could be read.
"""

import hashlib
import itertools
import os
import unicodedata

from sync.errors import RecoveryCodeError
from sync.keys import MEMBERSHIP, EpochKey, alliance_id, epoch_id, sign_public
from sync.sealing import derive

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
SECRET_BYTES = 14
_LENGTH = 24
_GROUP = 4
# The alphabet has none of these: what a person may have meant, the likeliest first.
_MEANT = {"0": "QDU", "O": "QDU", "1": "LJT", "I": "LJT", "|": "LJT", "!": "LJT"}
_MOST_DOUBTS = 6  # 729 readings; their check bits alone leave three of them, the alliance one


def new_secret() -> bytes:
    """Return the 112 random bits of a new alliance."""
    return os.urandom(SECRET_BYTES)


def root_private(secret: bytes) -> bytes:
    """Return the root private key that follows from the 112 bits."""
    return derive(secret, b"", b"lianke root 1")


def exchange_private(secret: bytes) -> bytes:
    """Return the X25519 private key that follows from the 112 bits."""
    return derive(secret, b"", b"lianke root exchange 1")


def membership_epoch(secret: bytes, alliance: str) -> EpochKey:
    """Return the first epoch of the circle ``membership``, which follows from the 112 bits."""
    key = derive(secret, b"", b"lianke root membership 1")
    return EpochKey(MEMBERSHIP, "", 1, key, epoch_id(alliance, MEMBERSHIP, "", 1, key))


def alliance_of(secret: bytes) -> str:
    """Return the id of the alliance whose code this is."""
    return alliance_id(sign_public(root_private(secret)))


def _check(secret: bytes) -> bytes:
    return hashlib.sha256(b"lianke check 1" + secret).digest()[:1]


def write_code(secret: bytes) -> str:
    """Write the secret as people keep it: six groups of four."""
    number = int.from_bytes(secret + _check(secret), "big")
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(115, -1, -5))
    return " ".join(letters[i : i + _GROUP] for i in range(0, _LENGTH, _GROUP))


def _readings(code: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", code).upper()
    letters = [c for c in plain if not c.isspace() and c not in "-_.·,，—–"]
    if len(letters) != _LENGTH:
        raise RecoveryCodeError("length")
    meant = [_MEANT.get(letter, letter) for letter in letters]
    if any(letter not in ALPHABET for choice in meant for letter in choice):
        raise RecoveryCodeError("characters")
    if sum(len(choice) > 1 for choice in meant) > _MOST_DOUBTS:
        raise RecoveryCodeError("characters")
    return ["".join(reading) for reading in itertools.product(*meant)]


def _secret_of(letters: str) -> bytes | None:
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    data = number.to_bytes(SECRET_BYTES + 1, "big")
    secret, check = data[:-1], data[-1:]
    return secret if check == _check(secret) else None


def secrets_of(code: str) -> list[bytes]:
    """Return the 112 bits that a typed code may stand for, nearly always one reading.

    Args:
        code: As typed; case, spaces and look-alikes are forgiven.

    Raises:
        RecoveryCodeError: Mistyped.
    """
    secrets = [secret for secret in map(_secret_of, _readings(code)) if secret is not None]
    if not secrets:
        raise RecoveryCodeError("check")
    return secrets


def read_code(code: str, alliance: str) -> bytes:
    """Return the root private key that a typed code stands for.

    Args:
        code: As typed; case, spaces and look-alikes are forgiven.
        alliance: Id of the alliance it must be the code of.

    Raises:
        RecoveryCodeError: Mistyped, or the code of another alliance.
    """
    for secret in secrets_of(code):
        if alliance_of(secret) == alliance:
            return root_private(secret)
    raise RecoveryCodeError("alliance")
