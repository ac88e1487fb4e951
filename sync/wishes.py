"""The files somebody here wants brought along: told in this laptop's receipts, until they came."""

import time
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.blobs import Blobs
from db.errors import UnknownRecordError
from db.models.activities import Attachment
from db.models.receipts import Wish as Stored
from db.queries.materials import material_of
from db.record import DELETED
from db.store import Store


@dataclass(frozen=True, slots=True)
class Wish:
    """One file that is wanted here.

    Attributes:
        attachment: Id of its record.
        record: Id of what it belongs to, or empty.
        file_name, caption, size_bytes: What it is.
        at: When it was wished for, by this laptop's clock.
    """

    attachment: str
    record: str
    file_name: str
    caption: str
    size_bytes: int
    at: int


def add(session: Session, attachment: str) -> None:
    """Wish for the file of an attachment; wishing twice is wishing once.

    Raises:
        UnknownRecordError: No such attachment is here.
    """
    if session.get(Attachment, attachment) is None:
        raise UnknownRecordError(attachment)
    if session.get(Stored, attachment) is None:
        session.add(Stored(attachment=attachment, at=int(time.time()), told=False))
        session.flush()


def remove(session: Session, attachment: str) -> None:
    """Take a wish back; nothing happens when there was none."""
    session.execute(delete(Stored).where(Stored.attachment == attachment))


def mine(session: Session) -> list[Wish]:
    """Return what is wished for here, in the order of the wishes."""
    rows = session.execute(
        select(Stored, Attachment)
        .outerjoin(Attachment, Attachment.id == Stored.attachment)
        .order_by(Stored.at, Stored.attachment)
    ).all()
    return [
        Wish(
            wish.attachment,
            (row.record or "") if row else "",
            (row.file_name or "") if row else "",
            (row.caption or "") if row else "",
            (row.size_bytes or 0) if row else 0,
            wish.at,
        )
        for wish, row in rows
    ]


def come(session: Session, blobs: Blobs) -> list[str]:
    """Return the wishes that are done with: the file is whole here, or its record is in the bin.

    A record that is not here any more keeps its wish: after a restore it comes back.
    """
    rows = session.execute(
        select(Stored.attachment, Attachment.deletion).join(
            Attachment, Attachment.id == Stored.attachment
        )
    ).all()
    return [id for id, deletion in rows if deletion == DELETED or _is_here(session, blobs, id)]


def _is_here(session: Session, blobs: Blobs, attachment: str) -> bool:
    found = material_of(session, blobs, attachment)
    return found is not None and found.is_here(blobs)


def clear_up(store: Store) -> None:
    """Take back the wishes that have come true; writes nothing when none has."""
    with store.glance() as look:
        if look.execute(f"SELECT 1 FROM {Stored.__tablename__} LIMIT 1").fetchone() is None:
            return
    with store.read() as session:
        done = come(session, store.blobs)
    if done:
        with store.write() as session:
            for attachment in done:
                remove(session, attachment)


def pieces(session: Session, blobs: Blobs) -> list[str]:
    """Return the pieces that are wished for and not here, small files first."""
    found: list[str] = []
    for wish in sorted(mine(session), key=lambda wish: (wish.size_bytes, wish.attachment)):
        material = material_of(session, blobs, wish.attachment)
        if material is None or material.is_here(blobs):
            continue
        have = material.arriving(blobs).have if material.is_long else frozenset[int]()
        if material.listing is not None and not blobs.has(material.listing.id):
            found.append(material.listing.id)
        found += [
            piece.id
            for number, piece in enumerate(material.pieces)
            if number not in have and not blobs.has(piece.id)
        ]
    return list(dict.fromkeys(found))
