"""What only this laptop keeps of who may still do what: statements that were met, and cuts.

All of it can be worked out again from the membership files; verdicts are kept so that a segment is
judged by one look. These tables never travel.
"""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Statement(Base):
    """One grant, revocation or adoption whose signature is right.

    Attributes:
        id: First 128 bits of the SHA-256 of its body.
        kind: 2 grant, 3 revocation, 4 adoption.
        issuer: Id of the certificate whose key signed; empty for the root key.
        about: Of a grant the epoch, of a revocation the laptop; else empty.
        body, signature: The exact bytes; a grant's body is not kept twice.
        authorised: Of a grant, whether its issuer may begin an epoch; else True.
        standing: Whether it counts, as far as is known now.
    """

    __tablename__ = "statement"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    kind: Mapped[int]
    issuer: Mapped[str] = mapped_column(String, index=True)
    about: Mapped[str] = mapped_column(String, index=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    authorised: Mapped[bool]
    standing: Mapped[bool]


class Adopted(Base):
    """That an adoption names a segment."""

    __tablename__ = "adopted"

    segment: Mapped[str] = mapped_column(String, primary_key=True)
    statement: Mapped[str] = mapped_column(String, primary_key=True)


class Inside(Base):
    """That a segment lies inside the cut of a revoked laptop: named by it, or reached from it."""

    __tablename__ = "inside"

    laptop: Mapped[str] = mapped_column(String, primary_key=True)
    segment: Mapped[str] = mapped_column(String, primary_key=True)
