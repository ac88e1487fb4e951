"""Compress, pad and encrypt; open, verify and decompress within bounds.

Nothing here knows what is inside. Every key is used once: it is derived from an epoch's key and
32 random bytes of salt, so the nonce can be zero even on a cloned laptop.
"""

import os

from backports import zstd
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.errors import MalformedError
from sync.limits import PAD, WINDOW_LOG, ZSTD_LEVEL

SALT_BYTES = 32
KEY_BYTES = 32
TAG_BYTES = 16
_NONCE = bytes(12)


def new_key() -> bytes:
    """Return 32 random bytes: a key or a salt."""
    return os.urandom(KEY_BYTES)


def derive(key: bytes, salt: bytes, info: bytes) -> bytes:
    """Return the 32-byte key that HKDF-SHA256 makes of a key, a salt and a purpose."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(key)


def pack(plain: bytes) -> bytes:
    """Compress to one zstd frame and fill up with zeros to the next KiB."""
    frame = zstd.compress(plain, level=ZSTD_LEVEL)
    return frame + bytes(-len(frame) % PAD)


def unpack(packed: bytes, limit: int) -> bytes:
    """Return what was packed.

    Args:
        packed: One zstd frame, then only zeros.
        limit: How long the result may be.

    Raises:
        MalformedError: It is something else, or would be longer.
    """
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: WINDOW_LOG}
    decompressor = zstd.ZstdDecompressor(options=options)
    try:
        plain = decompressor.decompress(packed, max_length=limit + 1)
    except (zstd.ZstdError, EOFError) as error:
        raise MalformedError(f"compression: {error}") from error
    if len(plain) > limit:
        raise MalformedError("decompresses beyond its bound")
    if not decompressor.eof:
        raise MalformedError("the compressed frame is cut")
    if decompressor.unused_data.strip(b"\0"):
        raise MalformedError("something follows the compressed frame")
    return plain


def encrypt(key: bytes, plain: bytes, associated: bytes) -> bytes:
    """Encrypt with a key that is used once."""
    return ChaCha20Poly1305(key).encrypt(_NONCE, plain, associated)


def decrypt(key: bytes, sealed: bytes, associated: bytes) -> bytes | None:
    """Return what was encrypted, or None when key, bytes or associated data are not the same."""
    if len(sealed) < TAG_BYTES:
        return None
    try:
        return ChaCha20Poly1305(key).decrypt(_NONCE, sealed, associated)
    except InvalidTag:
        return None
