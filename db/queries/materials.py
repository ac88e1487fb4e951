"""Files as the records here name them, whether their bytes are here or not."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.blobs import PIECE_BYTES, SEALED_BYTES, Blobs, Piece, base32
from db.models.activities import Attachment
from db.models.local import Document
from db.piece_lists import MOST, listing_piece, named_pieces
from db.record import DELETED
from db.wholes import Arriving, is_sha256


@dataclass(frozen=True, slots=True)
class Material:
    """One file, by what its records say; records that name the same pieces are one.

    Attributes:
        id: Hash of the names of its pieces, or of their list while that is not here.
        attachments: Ids of the records.
        name: Its caption, or its file name.
        sha256: Hash of the file in hexadecimal; empty when no record says it.
        size_bytes: Length of the file.
        listing: The piece that lists the others; None when they stand in the record.
        pieces: In their order; empty while their list is not here.
        standing: Whether one of the records is not in the bin.
    """

    id: str
    attachments: tuple[str, ...]
    name: str
    sha256: str
    size_bytes: int
    listing: Piece | None
    pieces: tuple[Piece, ...]
    standing: bool

    @property
    def is_long(self) -> bool:
        """Whether it is put together from pieces, and kept whole."""
        fits = len(self.pieces) == max(1, -(-self.size_bytes // PIECE_BYTES))
        return len(self.pieces) > 1 and fits and is_sha256(self.sha256)

    @property
    def is_small(self) -> bool:
        """Whether it is one piece, kept sealed as it travels."""
        return len(self.pieces) == 1 and self.listing is None

    @property
    def proof(self) -> str:
        """What its bytes are proven by, in hexadecimal; empty while nothing proves them.

        A long file's own hash, read back when it was put together. Of any other the hash of the
        names of its pieces, which are hashes of what is kept: nobody need believe its record.
        """
        if self.is_long:
            return self.sha256
        names = " ".join(piece.id for piece in self.pieces)
        return hashlib.sha256(names.encode()).hexdigest() if names else ""

    @property
    def claim(self) -> str:
        """What its records say: these pieces make a file with this hash."""
        return _hash(f"{self.id} {self.sha256} {self.size_bytes}")

    @property
    def is_unlisted(self) -> bool:
        """Whether the list of its pieces has not come yet."""
        return self.listing is not None and not self.pieces

    def sealed_bytes(self, number: int) -> int:
        """Return how long a piece is on its way."""
        return min(PIECE_BYTES, self.size_bytes - number * PIECE_BYTES) + SEALED_BYTES

    def arriving(self, blobs: Blobs) -> Arriving:
        """Return what came of it so far."""
        return blobs.wholes.arriving(self.id, self.size_bytes)

    def whole_path(self, blobs: Blobs) -> Path | None:
        """Return where the file lies as it is; None while it is not here, or kept sealed."""
        return blobs.wholes.path(self.sha256) if self.is_long else None

    def is_here(self, blobs: Blobs) -> bool:
        """Tell whether the whole file is on this laptop, put together and proven."""
        if self.is_long:
            return self.whole_path(blobs) is not None
        return bool(self.pieces) and all(blobs.has(piece.id) for piece in self.pieces)


def list_materials(session: Session, blobs: Blobs) -> list[Material]:
    """Return every file that a record here names, in the bin or not."""
    rows = session.execute(_ROWS.where(Attachment.pieces.is_not(None)).order_by(Attachment.id))
    by_field: dict[str, list[FileRow]] = {}
    for row in rows:
        by_field.setdefault(row[5] or "", []).append(FileRow(*row))
    return [material(blobs, field, found) for field, found in by_field.items()]


def material_of(session: Session, blobs: Blobs, attachment: str) -> Material | None:
    """Return the file of an attachment; None when its record is not here or names no pieces."""
    row = session.execute(_ROWS.where(Attachment.id == attachment)).first()
    if row is None or not row.pieces:
        return None
    return material(blobs, row.pieces, [FileRow(*row)])


@dataclass(frozen=True, slots=True)
class FileRow:
    """What one record says of its file."""

    id: str
    caption: str | None
    file_name: str | None
    sha256: str | None
    size_bytes: int | None
    pieces: str | None
    deletion: int


_ROWS = select(
    Attachment.id,
    Attachment.caption,
    Attachment.file_name,
    Attachment.sha256,
    Attachment.size_bytes,
    Attachment.pieces,
    Attachment.deletion,
)


def material(blobs: Blobs, field: str, rows: list[FileRow]) -> Material:
    """Return the file that some records name by the same words."""
    first = rows[0]
    pieces = tuple(named_pieces(field, blobs) or ())
    size = first.size_bytes or 0
    return Material(
        pieces_id(pieces, field),
        tuple(row.id for row in rows),
        first.caption or first.file_name or "",
        first.sha256 if first.sha256 and is_sha256(first.sha256) else "",
        size if 0 <= size <= MOST * PIECE_BYTES else 0,
        listing_piece(field),
        pieces,
        any(row.deletion < DELETED for row in rows),
    )


def pieces_id(pieces: Sequence[Piece], field: str = "") -> str:
    """Return the id of a list of pieces; of the record's words while the list is not here."""
    named = " ".join(piece.id for piece in pieces) or field
    return _hash(named)


def _hash(words: str) -> str:
    return base32(hashlib.sha256(words.encode()).digest()[:16])


def same_files(session: Session, sha256: str, circle: str, home: str) -> Iterator[str]:
    """Give the words for a file's pieces that records already use and a new record may repeat.

    Args:
        session: A session.
        sha256: Of the file.
        circle: Of the new record. It repeats words of its own circle or of the alliance's, never
            of a narrower one: that would show there that the file is known.
        home: Of the new record.
    """
    query = (
        select(Attachment.pieces, Document.circle, Document.home)
        .join(Document, Document.id == Attachment.id)
        .where(Attachment.sha256 == sha256, Attachment.pieces.is_not(None))
        .order_by(Document.n)
    )
    for field, of, at in session.execute(query):
        if of == "alliance" or (of, at) == (circle, home):
            yield field or ""


def known_hashes(session: Session, hashes: Sequence[str]) -> set[str]:
    """Return those of some hashes whose files a record here names."""
    query = select(Attachment.sha256).where(Attachment.sha256.in_(hashes))
    return {sha256 for sha256 in session.scalars(query) if sha256}
