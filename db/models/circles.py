"""What only this laptop keeps of sections sealed for named laptops: keys held, and what is locked.

These tables never travel.
"""

from sqlalchemy import Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class SectionKey(Base):
    """The key of a section for named laptops, sealed or opened here, or given by a grant.

    Attributes:
        lock: SHA-256 of the key as it stands in the section's header; so a wrong key fits nowhere.
        key: 32 random bytes.
        home: The home of what is in the section: for whom it is.
        readers: Ids of the laptops that were given it, as far as known here, joined by spaces.
    """

    __tablename__ = "section_key"

    lock: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)
    home: Mapped[str] = mapped_column(String, index=True)
    readers: Mapped[str]


class NamedSection(Base):
    """A section of a held segment that is for others, or whose key was not given here yet.

    Attributes:
        segment: Id of the segment.
        place: Index of the section in it.
        lock: As in its header.
    """

    __tablename__ = "named_section"

    segment: Mapped[str] = mapped_column(String, primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True)
    lock: Mapped[bytes] = mapped_column(LargeBinary, index=True)
