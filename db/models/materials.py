"""What this laptop remembers of where files lie; nothing here travels, and nothing is believed."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class PackAt(Base):
    """That a pack of pieces lay at a place when it was looked through last.

    Attributes:
        place: The place's address.
        pack: Id of the pack.
    """

    __tablename__ = "pack_at"

    place: Mapped[str] = mapped_column(String, primary_key=True)
    pack: Mapped[str] = mapped_column(String, primary_key=True)
