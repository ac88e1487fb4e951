"""What only this laptop keeps: documents, edit sessions, the outbox, what is parked, the index.

These tables never travel. They are keyed by a small number instead of the record's id, which
keeps a store of 100,000 records small.
"""

from sqlalchemy import Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Document(Base):
    """The truth of one record, and what follows from it.

    Attributes:
        n: A small number for this record on this laptop only.
        id: The record's id.
        kind, circle, home, key: What the id is the hash of.
        body: A blob that Loro imports: the document.
        version: Encoded frontiers of the body.
        heads: MessagePack cache of ``db.heads``; None while one edit session wrote it all.
        disputed_texts: JSON list of the texts of which there are two versions.
        deletion: LIVE, ASKED or DELETED by this document alone, without its parts.
        deletion_id: Value of ``deleted_at``, to restore what one deletion took.
        created_at, created_by: First change: seconds by its laptop's clock, person's id.
        changed_at, changed_by, changed_on: The same of the last change seen, and its laptop.
        arrived: Whether the last change came from another laptop.
        indexed: Whether the search index holds it as it is.
        projection: Number of the projection the row was made by.
    """

    __tablename__ = "document"
    __table_args__ = (  # only for the few rows that are asked for by them
        Index("ix_document_unindexed", "n", sqlite_where=text("indexed IS 0")),
        Index("ix_document_deletion", "deletion_id", sqlite_where=text("deletion_id IS NOT NULL")),
        Index(
            "ix_document_plans_changed",
            text("changed_at DESC"),
            "id",
            sqlite_where=text("kind = 'lesson_plan'"),
        ),
    )

    n: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[str] = mapped_column(String, unique=True)
    kind: Mapped[str]
    circle: Mapped[str]
    home: Mapped[str]
    key: Mapped[bytes] = mapped_column(LargeBinary)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[bytes] = mapped_column(LargeBinary)
    heads: Mapped[bytes | None] = mapped_column(LargeBinary)
    disputed_texts: Mapped[str | None]
    deletion: Mapped[int] = mapped_column(Integer)
    deletion_id: Mapped[str | None]
    created_at: Mapped[int] = mapped_column(Integer)
    created_by: Mapped[str]
    changed_at: Mapped[int] = mapped_column(Integer)
    changed_by: Mapped[str]
    changed_on: Mapped[str]
    arrived: Mapped[bool]
    indexed: Mapped[bool]
    projection: Mapped[int] = mapped_column(Integer)


class Sitting(Base):
    """An edit session: one form or command from open to close, by one person in one process.

    Attributes:
        nonce: Random; with the laptop's id it makes the Loro peer.
        person: Id of who is recording.
        process: Random token of the process; only that one may write with this nonce.
        opened_at: Seconds by this laptop's clock, for display.
    """

    __tablename__ = "sitting"

    nonce: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person: Mapped[str]
    process: Mapped[str]
    opened_at: Mapped[int] = mapped_column(Integer)


class Outgoing(Base):
    """The outbox: which operations have not been sealed yet; no bytes.

    Attributes:
        n: The document.
        nonce: The edit session.
        since: Counter of the first operation that waits.
    """

    __tablename__ = "outgoing"

    n: Mapped[int] = mapped_column(Integer, primary_key=True)
    nonce: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    since: Mapped[int] = mapped_column(Integer)


class Parked(Base):
    """A change that cannot be applied yet, or never: kept as bytes, with the reason.

    Attributes:
        digest: SHA-256 of the bytes and the segment; the same change is parked once.
        raw: The bytes of the change.
        segment, certificate, authority: Where it came from; ``authority`` is the permission
            table's version.
        record: The record's id where it could be read, else empty.
        reason: ``pending``, ``unknown_certificate``, ``newer_table``, ``undecodable`` … or, for
            ever, ``refused``.
    """

    __tablename__ = "parked"

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    segment: Mapped[str]
    certificate: Mapped[str]
    authority: Mapped[int] = mapped_column(Integer)
    record: Mapped[str] = mapped_column(String, index=True)
    reason: Mapped[str]


class SearchText(Base):
    """The words of one record as the index holds them, to confirm a hit and to take it out."""

    __tablename__ = "search_text"

    n: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str]


class Local(Base):
    """Small facts of this laptop, such as who recorded last."""

    __tablename__ = "local"

    name: Mapped[str] = mapped_column(String, primary_key=True)
    value: Mapped[str]
