"""What only this laptop keeps for the exchange: keys, certificates, the log, places, history.

These tables never travel. The bytes of segments and membership files stand here exactly as they
were received: that is what is handed on. Private keys stand here too; a backup that leaves the
data folder is therefore sealed.
"""

from sqlalchemy import Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Identity(Base):
    """Who this laptop is: at most one row.

    Attributes:
        n: Always 1.
        alliance: The alliance's id, 13 characters.
        alliance_name: Its name when this laptop founded or joined, for display only.
        root_public: The alliance's root public key.
        laptop: The laptop's id, 26 characters.
        replica: This installation's log, 13 characters; new after a restore.
        certificate: Id of this laptop's certificate.
        sign_private, exchange_private: The laptop's Ed25519 and X25519 private keys.
        school, role, person, person_name: As the certificate says.
        joined_at: Seconds by this laptop's clock, for display.
    """

    __tablename__ = "identity"

    n: Mapped[int] = mapped_column(Integer, primary_key=True)
    alliance: Mapped[str]
    alliance_name: Mapped[str]
    root_public: Mapped[bytes] = mapped_column(LargeBinary)
    laptop: Mapped[str]
    replica: Mapped[str]
    certificate: Mapped[str]
    sign_private: Mapped[bytes] = mapped_column(LargeBinary)
    exchange_private: Mapped[bytes] = mapped_column(LargeBinary)
    school: Mapped[str]
    role: Mapped[str]
    person: Mapped[str]
    person_name: Mapped[str]
    joined_at: Mapped[int] = mapped_column(Integer)


class Certificate(Base):
    """One certificate that was met, with what it says.

    Attributes:
        id: First 128 bits of the SHA-256 of its body.
        body, signature: The exact bytes.
        issuer: Id of the certificate that signed it; empty for the root key.
        purpose: ``laptop``, ``invitation``, or ``recovery`` for the holder of the recovery code.
        laptop: Id of the laptop whose key it names.
        sign_public, exchange_public: The keys it names; an invitation's second one is empty.
        school, role, person, person_name: What it grants, to whom.
        made_at: Seconds since 1970 by the signer's clock, for display.
        valid: Whether the chain up to the root key holds; False also while it is incomplete.
        standing: ``good``, ``revoked``, ``doubtful`` (a revoked laptop let it in, and nobody is
            known to have seen that before), or empty while it is not valid.
    """

    __tablename__ = "certificate"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    issuer: Mapped[str]
    purpose: Mapped[str]
    laptop: Mapped[str] = mapped_column(String, index=True)
    sign_public: Mapped[bytes] = mapped_column(LargeBinary)
    exchange_public: Mapped[bytes] = mapped_column(LargeBinary)
    school: Mapped[str] = mapped_column(String, index=True)
    role: Mapped[str]
    person: Mapped[str]
    person_name: Mapped[str]
    made_at: Mapped[int] = mapped_column(Integer)
    valid: Mapped[bool]
    standing: Mapped[str]


class Epoch(Base):
    """A key that a circle seals with, for a time.

    Attributes:
        id: Hash of what follows.
        circle: ``membership``, ``alliance`` or ``school``.
        home: Id of the school, or empty.
        height: 1 for the first, one more after each revocation.
        key: 32 random bytes.
    """

    __tablename__ = "epoch"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    circle: Mapped[str]
    home: Mapped[str]
    height: Mapped[int] = mapped_column(Integer)
    key: Mapped[bytes] = mapped_column(LargeBinary)


class EpochGrant(Base):
    """That a grant gives an epoch's key to the holder of a certificate; nobody need do it again."""

    __tablename__ = "epoch_grant"

    epoch: Mapped[str] = mapped_column(String, primary_key=True)
    certificate: Mapped[str] = mapped_column(String, primary_key=True)
    statement: Mapped[str] = mapped_column(String, primary_key=True)


class MembershipFile(Base):
    """A membership file, byte for byte.

    Attributes:
        id: First 128 bits of the SHA-256 of the file.
        data: The file.
        read: Whether it could be opened and everything in it was understood.
    """

    __tablename__ = "membership_file"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    read: Mapped[bool]


class Segment(Base):
    """A segment that is held, of this laptop's log or of another's, with what its header says.

    Attributes:
        id: First 128 bits of the SHA-256 of the file.
        replica, seq, previous: Its place in a log; seq may repeat after a clone.
        signer: Id of the certificate it names.
        school: School of that certificate; empty while it is unknown.
        state: ``received`` (kept, not applied yet), ``waiting`` (its certificate is unknown),
            ``newer`` (for a newer program), ``taken`` (all that can be opened is applied).
        size_bytes: Length of the file.
        records: 16 bytes for each record it changes, as far as it could be opened.
        changed_at: Newest stamp in it, never later than it came; 0 while it is unread.
        received_at: Seconds by this laptop's clock when it was sealed or came.
    """

    __tablename__ = "segment"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    replica: Mapped[str] = mapped_column(String, index=True)
    seq: Mapped[int] = mapped_column(Integer)
    previous: Mapped[str]
    signer: Mapped[str]
    school: Mapped[str]
    state: Mapped[str] = mapped_column(String, index=True)
    size_bytes: Mapped[int] = mapped_column(Integer)
    records: Mapped[bytes] = mapped_column(LargeBinary)
    changed_at: Mapped[int] = mapped_column(Integer)
    received_at: Mapped[int] = mapped_column(Integer)


class SegmentBytes(Base):
    """The file of a segment, apart from what is looked through often."""

    __tablename__ = "segment_bytes"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class SealedSection(Base):
    """A section of a held segment that this laptop has no key for yet.

    Attributes:
        segment: Id of the segment.
        place: Index of the section in it.
        epoch: Id of the epoch it is sealed with; empty for named laptops.
    """

    __tablename__ = "sealed_section"

    segment: Mapped[str] = mapped_column(String, primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True)
    epoch: Mapped[str] = mapped_column(String, index=True)


class Pack(Base):
    """A pack of pieces whose index was read once.

    Attributes:
        id: First 128 bits of the SHA-256 of the file.
        size_bytes: Length of the file as its index says.
        index: The bytes before the first piece.
    """

    __tablename__ = "pack"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    size_bytes: Mapped[int] = mapped_column(Integer)
    index: Mapped[bytes] = mapped_column(LargeBinary)


class RefusedFile(Base):
    """A file whose name is the hash of its bytes, and which still cannot be used, ever.

    Attributes:
        id: First 128 bits of the SHA-256 of the file.
        reason: A code of ``sync.errors.Reason``.
    """

    __tablename__ = "refused_file"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    reason: Mapped[str]


class MissingSegment(Base):
    """A tip at a place whose segment was not there.

    Attributes:
        place: Where: the place's address.
        id: Id of the segment.
        visits: How many exchanges in a row missed it.
    """

    __tablename__ = "missing_segment"

    place: Mapped[str] = mapped_column(String, primary_key=True)
    id: Mapped[str] = mapped_column(String, primary_key=True)
    visits: Mapped[int] = mapped_column(Integer)


class Place(Base):
    """A stick or share that this laptop exchanges with.

    Attributes:
        address: Its folder, as given; later also a URL.
        name: What people call it.
        met_at: Seconds by this laptop's clock of the last exchange that was whole; or None.
        outcome: ``done``, or the code of what stopped the last exchange.
        sent, received, skipped: Counts of the last exchange.
    """

    __tablename__ = "place"

    address: Mapped[str] = mapped_column(String, primary_key=True)
    name: Mapped[str]
    met_at: Mapped[int | None] = mapped_column(Integer)
    outcome: Mapped[str]
    sent: Mapped[int] = mapped_column(Integer)
    received: Mapped[int] = mapped_column(Integer)
    skipped: Mapped[int] = mapped_column(Integer)


class Exchange(Base):
    """One exchange that moved something or failed.

    Attributes:
        n: Counts up.
        place, place_name: Where.
        at: Seconds by this laptop's clock, for display.
        outcome: ``done``, or the code of what stopped it.
        sent, received, carried, conflicts: Counts in records; carried are those of other laptops.
        came, went: 16 bytes for each record.
        skipped: JSON list of [name, reason].
    """

    __tablename__ = "exchange"

    n: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str]
    place_name: Mapped[str]
    at: Mapped[int] = mapped_column(Integer)
    outcome: Mapped[str]
    sent: Mapped[int] = mapped_column(Integer)
    received: Mapped[int] = mapped_column(Integer)
    carried: Mapped[int] = mapped_column(Integer)
    conflicts: Mapped[int] = mapped_column(Integer)
    came: Mapped[bytes] = mapped_column(LargeBinary)
    went: Mapped[bytes] = mapped_column(LargeBinary)
    skipped: Mapped[str]
