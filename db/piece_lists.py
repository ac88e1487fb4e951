"""What an attachment's record says of its pieces: each by name, or one piece that lists them.

A film of 3 GB has 768 pieces; their names and keys would make a record of 60 KB that every laptop
keeps. So from a certain number on the list is itself a piece, one level deep and no deeper.
"""

from collections.abc import Sequence

from db.blobs import PIECE_BYTES, Blobs, Piece, base32, pieces_of, unseal
from db.piece_keys import LIST, PieceKeys

INLINE = 16
"""The most pieces that stand in the record itself."""

MARK = "+"
"""Stands in the field before a piece that lists the others."""

_ID, _KEY = 16, 32
MOST = PIECE_BYTES // (_ID + _KEY)
"""The most pieces a file can have: 340 GB."""


def listing_piece(field: str | None) -> Piece | None:
    """Return the piece that lists the others, or None when they stand in the record."""
    if not (field or "").startswith(MARK):
        return None
    return Piece.parse((field or "")[len(MARK) :])


def named_pieces(field: str | None, blobs: Blobs) -> list[Piece] | None:
    """Return the pieces of a file in their order, or None while their list is not here.

    Args:
        field: The record's ``pieces``.
        blobs: Where the list would be.
    """
    lists = listing_piece(field)
    if lists is None:
        return pieces_of(field)
    data = blobs.read_piece(lists.id)
    plain = None if data is None else unseal(lists.key, data)
    return None if plain is None else _read(plain)


def write(pieces: Sequence[Piece], blobs: Blobs, keys: PieceKeys, sha256: str) -> str:
    """Return the words for a record; the list, where it takes one, is kept first."""
    if len(pieces) <= INLINE:
        return " ".join(map(str, pieces))
    plain = b"".join(piece.raw_id + piece.key for piece in pieces)
    return f"{MARK}{blobs.keep_piece(keys.key(sha256, LIST), plain)}"


def _read(plain: bytes) -> list[Piece]:
    """Read a list; one that is cut or too long lists nothing."""
    step = _ID + _KEY
    if len(plain) % step or len(plain) > MOST * step:
        return []
    return [
        Piece(base32(plain[at : at + _ID]), plain[at + _ID : at + step])
        for at in range(0, len(plain), step)
    ]
