"""What this laptop knows of the others: their receipts, its own wishes, digests and alarms.

These tables never travel; what travels is the receipt itself, ``sync.receipt_body``.
"""

from sqlalchemy import Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Receipt(Base):
    """What another laptop said it holds; one that a later one of it knew is dropped.

    Attributes:
        segment: Id of the segment it stood in.
        laptop: Who said it: the laptop of that segment's signer.
        at: Its stamp, for display only.
        heard_at: Seconds by this laptop's clock when it was taken in.
        body: The receipt's bytes.
        files: First 8 bytes of the hash of the list of files it means; the list stands in
            ``ReceiptFiles`` once any receipt brought it.
        compared: Whether its digest was compared with this laptop's.
    """

    __tablename__ = "receipt"

    segment: Mapped[str] = mapped_column(String, primary_key=True)
    laptop: Mapped[str] = mapped_column(String, index=True)
    at: Mapped[int] = mapped_column(Integer)
    heard_at: Mapped[int] = mapped_column(Integer)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    files: Mapped[bytes] = mapped_column(LargeBinary)
    compared: Mapped[bool]


class ReceiptFiles(Base):
    """A list of whole files that a laptop said it holds.

    Attributes:
        laptop: Who.
        digest: First 8 bytes of the hash of the list.
        prefixes: The first 8 bytes of the SHA-256 of each file, in order.
    """

    __tablename__ = "receipt_files"

    laptop: Mapped[str] = mapped_column(String, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    prefixes: Mapped[bytes] = mapped_column(LargeBinary)


class PlaceHolding(Base):
    """What a place held when an exchange with it came to its end; for display only.

    Attributes:
        address: The place's address.
        tips, more: Segments, 16 bytes each, as in a receipt.
        at: Seconds by this laptop's clock.
    """

    __tablename__ = "place_holding"

    address: Mapped[str] = mapped_column(String, primary_key=True)
    tips: Mapped[bytes] = mapped_column(LargeBinary)
    more: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[int] = mapped_column(Integer)


class Wish(Base):
    """An attachment whose file somebody here wants brought along.

    Attributes:
        attachment: Id of its record.
        at: Seconds by this laptop's clock.
        told: Whether a receipt was sealed since.
    """

    __tablename__ = "wish"

    attachment: Mapped[str] = mapped_column(String, primary_key=True)
    at: Mapped[int] = mapped_column(Integer)
    told: Mapped[bool]


class RecordDigest(Base):
    """What one document adds to the digest of the store.

    Attributes:
        n: The document's number.
        digest: 32 bytes; none of an empty document.
        stale: Whether the document was changed since.
    """

    __tablename__ = "record_digest"
    __table_args__ = (Index("ix_record_digest_stale", "n", sqlite_where=text("stale IS 1")),)

    n: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    stale: Mapped[bool]


class Alarm(Base):
    """Something that must not happen: two laptops hold the same and show it otherwise.

    Attributes:
        n: Counts up.
        kind: ``digest``; followed by circle and home where not all may read it.
        laptop: The other one.
        segment: Id of the segment that its receipt stood in.
        at: Seconds by this laptop's clock.
        mine, theirs: The two digests, in hexadecimal.
        ended_at: When it was seen to have passed; None while it stands.
    """

    __tablename__ = "alarm"
    __table_args__ = (Index("ix_alarm_standing", "ended_at"),)

    n: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str]
    laptop: Mapped[str]
    segment: Mapped[str]
    at: Mapped[int] = mapped_column(Integer)
    mine: Mapped[str]
    theirs: Mapped[str]
    ended_at: Mapped[int | None] = mapped_column(Integer)
