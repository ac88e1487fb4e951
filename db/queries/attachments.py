"""Attachments and the pieces their bytes travel in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.blobs import Blobs, Piece
from db.models.activities import Attachment
from db.projection import names_of
from db.queries.materials import material_of
from db.record import DELETED, LIVE


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One attachment of a record.

    Attributes:
        pieces: What its bytes are made of; empty while their list is not here.
        here: Whether all of them are on this laptop.
        whole: Where the file lies as it is, never to be written to; None when it is kept sealed
            or not here.
        deletion: ``db.record.LIVE`` or ``ASKED``.
        disputed: Its fields of which there are two versions.
    """

    id: str
    caption: str
    file_name: str
    media_type: str
    size_bytes: int
    pieces: Sequence[Piece]
    here: bool
    whole: Path | None = None
    deletion: int = LIVE
    disputed: tuple[str, ...] = ()


def list_attachments(session: Session, blobs: Blobs, record: str) -> list[AttachmentRow]:
    """Return the standing attachments of a record, by position."""
    rows = session.scalars(
        select(Attachment)
        .where(Attachment.record == record, Attachment.deletion < DELETED)
        .order_by(Attachment.position, Attachment.id)
    )
    found = [(row, material_of(session, blobs, row.id)) for row in rows]
    return [
        AttachmentRow(
            row.id,
            row.caption or "",
            row.file_name or "",
            row.media_type or "",
            row.size_bytes or 0,
            of.pieces if of else (),
            of is not None and of.is_here(blobs),
            of.whole_path(blobs) if of else None,
            row.deletion,
            names_of(row.disputed),
        )
        for row, of in found
    ]
