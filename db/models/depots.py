"""What this laptop remembers of places, so that it need not look through them wholly each time.

Nothing here travels, and nothing here is believed: whether a place has a file is told from its
tips and listings. Lose all these rows and the next exchange only asks more questions.
"""

from sqlalchemy import Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class LookedFolder(Base):
    """When a folder of a place was looked through last.

    Attributes:
        place: The place's address.
        folder: Below the depot's root, such as ``s/<replica>``.
        turn: Number of the exchange with this place; counts up.
    """

    __tablename__ = "looked_folder"

    place: Mapped[str] = mapped_column(String, primary_key=True)
    folder: Mapped[str] = mapped_column(String, primary_key=True)
    turn: Mapped[int] = mapped_column(Integer)


class SegmentPack(Base):
    """What a pack of segments holds, known from its very bytes.

    Attributes:
        id: First 128 bits of the SHA-256 of the file.
        size_bytes: Length of the file.
        members: MessagePack array of [seq, id, offset, length] of each segment in it.
    """

    __tablename__ = "segment_pack"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    size_bytes: Mapped[int] = mapped_column(Integer)
    members: Mapped[bytes] = mapped_column(LargeBinary)


class Inventory(Base):
    """A list of the packs of pieces at some place, byte for byte; its name is its hash."""

    __tablename__ = "inventory"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Snapshot(Base):
    """The manifest of a snapshot that was met or made, byte for byte; its name is its hash."""

    __tablename__ = "snapshot"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class SnapshotAt(Base):
    """That a snapshot lies at a place, or is being put there.

    Attributes:
        place: The place's address.
        id: Id of the manifest.
        whole: Whether its manifest lay there; else this laptop was cut off while putting it.
    """

    __tablename__ = "snapshot_at"

    place: Mapped[str] = mapped_column(String, primary_key=True)
    id: Mapped[str] = mapped_column(String, primary_key=True)
    whole: Mapped[bool]
