"""Attachments' bytes in the data folder: sealed pieces, each named by the hash of its ciphertext.

A piece is sealed with its own key, which stands in the (sealed) attachment record; so a courier
can check what it cannot read, and the same file is kept once. A file of one piece is kept sealed;
a longer one is kept whole (:mod:`db.wholes`), and its pieces are sealed again when they travel.
"""

import base64
import hashlib
import os
import secrets
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from typing_extensions import override

from db.disk import patiently, write_at
from db.piece_keys import PieceKeys
from db.wholes import PIECE_BYTES as _PIECE_BYTES
from db.wholes import Wholes

PIECE_BYTES = _PIECE_BYTES
"""How much of a file is one piece."""

SEALED_BYTES = 16
"""How much longer a sealed piece is than its plain bytes."""

_NONCE = bytes(12)  # each key is used once
_OVERHEAD = SEALED_BYTES


@dataclass(frozen=True, slots=True)
class Piece:
    """A sealed piece: the id of its ciphertext, and the key that opens it."""

    id: str
    key: bytes

    @override
    def __str__(self) -> str:
        return f"{self.id}:{base32(self.key)}"

    @property
    def raw_id(self) -> bytes:
        """The 16 bytes of its id."""
        return base64.b32decode(self.id.upper() + "======")

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


def seal(key: bytes, plain: bytes | bytearray | memoryview) -> bytes:
    """Return a piece's ciphertext; the same bytes each time, for a key seals nothing else."""
    return ChaCha20Poly1305(key).encrypt(_NONCE, plain, None)


def unseal(key: bytes, data: bytes) -> bytes | None:
    """Return a piece's plain bytes, or None when this key does not open it."""
    try:
        return ChaCha20Poly1305(key).decrypt(_NONCE, data, None)
    except (InvalidTag, ValueError):
        return None


class Blobs:
    """The pieces of one data folder.

    Attributes:
        folder: Where the sealed ones are.
        wholes: The long files, and those that are still coming.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "pieces"
        self.wholes = Wholes(folder)

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
            self._write(id, data)
        return True

    def size_of(self, id: str) -> int | None:
        """Return how long a piece's file is, unread; None when it is not here."""
        try:
            return self._path(id).stat().st_size if _is_id(id) else None
        except OSError:
            return None

    def drop_piece(self, id: str) -> None:
        """Remove a piece."""
        if _is_id(id):
            self._path(id).unlink(missing_ok=True)

    def _write(self, id: str, data: bytes) -> None:
        self.lay(id, data).settle()

    def lay(self, id: str, data: bytes) -> "Laid":
        """Write a piece of our own beside its place; it counts when it is settled.

        Many are laid first and settled together: then the disk is waited for once.

        Args:
            id: The hash of its bytes.
            data: Its ciphertext.
        """
        return Laid(self._path(id), data)

    def clear_up(self) -> None:
        """Remove what programs that were killed left half written."""
        for part in self.folder.glob("??/~*.part"):
            with suppress(OSError):
                part.unlink()
        self.wholes.clear_up()

    def keep(self, plain: bytes, keys: PieceKeys | None = None) -> list[Piece]:
        """Seal a file's bytes into pieces and keep them; return what its record must name.

        Args:
            plain: The file.
            keys: Where the keys come from; None for random ones.
        """
        keys, sha256 = keys or PieceKeys(), hashlib.sha256(plain).hexdigest()
        starts = range(0, max(1, len(plain)), PIECE_BYTES)
        return [
            self.keep_piece(keys.key(sha256, number), plain[start : start + PIECE_BYTES])
            for number, start in enumerate(starts)
        ]

    def keep_piece(self, key: bytes, plain: bytes) -> Piece:
        """Seal and keep one piece."""
        data = seal(key, plain)
        piece = Piece(piece_id(data), key)
        if self.read_piece(piece.id) is None:
            self._write(piece.id, data)
        return piece

    def open(self, pieces: Sequence[Piece]) -> bytes | None:
        """Return a file's bytes, or None while a piece is not here sealed or does not open."""
        out = []
        for piece in pieces:
            data = self.read_piece(piece.id)
            plain = None if data is None else unseal(piece.key, data)
            if plain is None:
                return None
            out.append(plain)
        return b"".join(out) if pieces else None

    def _path(self, id: str) -> Path:
        return self.folder / id[:2] / id


class Laid:
    """A piece that is written and not safe yet.

    Attributes:
        size_bytes: How long its ciphertext is.
    """

    def __init__(self, path: Path, data: bytes) -> None:
        self._path, self._data, self.size_bytes = path, data, len(data)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._part = path.with_name(f"~{secrets.token_hex(8)}.part")
        self._write()

    def _write(self) -> None:
        try:
            with self._part.open("xb", buffering=0) as file:
                write_at(file, 0, self._data)
        except BaseException:
            self.drop()
            raise

    def settle(self) -> None:
        """Force it to the disk, and put it in its place for good."""
        try:
            self._settle()
        except FileNotFoundError:  # another program cleared up at this moment
            self._write()
            self._settle()

    def _settle(self) -> None:
        try:
            with self._part.open("rb+") as file:
                os.fsync(file.fileno())
            patiently(lambda: self._part.replace(self._path))
        finally:
            self.drop()

    def drop(self) -> None:
        """Remove what is beside its place."""
        self._part.unlink(missing_ok=True)


def copy_out(blobs: Blobs, whole: Path | None, pieces: Sequence[Piece], target: Path) -> bool:
    """Copy a file to where another program may have it; False while it is not here.

    It is written beside its place first: a stick that is full, or that takes no file so long,
    has neither half a file under its name nor lost the one that was there.

    Args:
        blobs: The data folder's files.
        whole: Where the file lies as it is; None when it is kept sealed.
        pieces: What it is made of.
        target: The file to write; one that is there is replaced.
    """
    data = None if whole is not None else blobs.open(pieces)
    if whole is None and data is None:
        return False
    part = target.with_name(f"~{secrets.token_hex(8)}.part")
    try:
        if whole is not None:
            shutil.copyfile(whole, part)
        else:
            part.write_bytes(data or b"")
        patiently(lambda: part.replace(target))
    finally:
        with suppress(OSError):  # it has its name, or the stick is gone
            part.unlink()
    return True


def piece_id(data: bytes) -> str:
    """Return the name of a piece: the first 128 bits of its hash, in base32."""
    return base32(hashlib.sha256(data).digest()[:16])


def base32(data: bytes) -> str:
    """Return bytes as ids and keys are written: RFC 4648, lower case, no padding."""
    return base64.b32encode(data).decode().lower().rstrip("=")


def _is_id(id: str) -> bool:
    return len(id) == 26 and id.isalnum() and id.isascii() and id == id.lower()
