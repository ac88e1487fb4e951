"""Attachments' bytes in the data folder: sealed pieces, each named by the hash of its ciphertext.

A piece is sealed with its own random key, which stands in the (sealed) attachment record; so a
courier can check what it cannot read, and the same file is kept once.
"""

import base64
import hashlib
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from typing_extensions import override

PIECE_BYTES = 4 * 1024 * 1024
TRAVELS_BYTES = PIECE_BYTES
"""An attachment up to this size travels with everybody."""

_NONCE = bytes(12)  # each key is used once
_OVERHEAD = 16


@dataclass(frozen=True, slots=True)
class Piece:
    """A sealed piece: the id of its ciphertext, and the key that opens it."""

    id: str
    key: bytes

    @override
    def __str__(self) -> str:
        return f"{self.id}:{_base32(self.key)}"

    @classmethod
    def parse(cls, words: str) -> "Piece | None":
        """Return the piece that a record names, or None for words that name none."""
        id, _, key = words.partition(":")
        try:
            plain = base64.b32decode(key.upper() + "=" * (-len(key) % 8))
        except ValueError:
            return None
        return cls(id, plain) if _is_id(id) and len(plain) == 32 else None


def pieces_of(field: str | None) -> list[Piece]:
    """Return the pieces that an attachment's ``pieces`` names."""
    found = (Piece.parse(words) for words in (field or "").split())
    return [piece for piece in found if piece is not None]


class Blobs:
    """The pieces of one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "pieces"

    def has(self, id: str) -> bool:
        """Tell whether a piece is here."""
        return _is_id(id) and self._path(id).exists()

    def piece_ids(self) -> set[str]:
        """Return the ids of all pieces that are here."""
        return {p.name for p in self.folder.glob("??/*") if _is_id(p.name)}

    def read_piece(self, id: str) -> bytes | None:
        """Return a piece's ciphertext, or None when it is not here or its file is damaged."""
        try:
            data = self._path(id).read_bytes() if _is_id(id) else b""
        except OSError:
            return None
        return data if piece_id(data) == id else None

    def add_piece(self, id: str, data: bytes) -> bool:
        """Keep a piece from elsewhere; False when it is not what its name says."""
        if not _is_id(id) or len(data) > PIECE_BYTES + _OVERHEAD or piece_id(data) != id:
            return False
        if self.read_piece(id) is None:
            try:
                self._write(id, data)
            except FileNotFoundError:  # another program cleared up at this moment
                self._write(id, data)
        return True

    def _write(self, id: str, data: bytes) -> None:
        path = self._path(id)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"~{secrets.token_hex(8)}.part")
        try:
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def clear_up(self) -> None:
        """Remove what programs that were killed left half written."""
        for part in self.folder.glob("??/~*.part"):
            with suppress(OSError):
                part.unlink()

    def keep(self, plain: bytes) -> list[Piece]:
        """Seal a file's bytes into pieces and keep them; return what its record must name."""
        found = []
        for start in range(0, max(1, len(plain)), PIECE_BYTES):
            key = secrets.token_bytes(32)
            data = ChaCha20Poly1305(key).encrypt(_NONCE, plain[start : start + PIECE_BYTES], None)
            piece = Piece(piece_id(data), key)
            self.add_piece(piece.id, data)
            found.append(piece)
        return found

    def open(self, pieces: list[Piece]) -> bytes | None:
        """Return a file's bytes, or None while a piece is not here or does not open."""
        out = []
        for piece in pieces:
            data = self.read_piece(piece.id)
            if data is None:
                return None
            try:
                out.append(ChaCha20Poly1305(piece.key).decrypt(_NONCE, data, None))
            except InvalidTag:
                return None
        return b"".join(out) if pieces else None

    def _path(self, id: str) -> Path:
        return self.folder / id[:2] / id


def piece_id(data: bytes) -> str:
    """Return the name of a piece: the first 128 bits of its hash, in base32."""
    return _base32(hashlib.sha256(data).digest()[:16])


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().lower().rstrip("=")


def _is_id(id: str) -> bool:
    return len(id) == 26 and id.isalnum() and id.isascii() and id == id.lower()
