"""School years, terms with their weeks, and holidays."""

from typing import ClassVar, Literal

from sqlalchemy.orm import Mapped

from db.record import Record, field


class SchoolYear(Record):
    """学年, known by its code ``2025-2026``."""

    __tablename__ = "school_year"
    KIND: ClassVar[str] = "school_year"
    HOME: ClassVar[Literal["author", "none", "school"]] = "none"
    KEY: ClassVar[tuple[str, ...]] = ("code",)
    LABEL: ClassVar[str] = "code"

    code: Mapped[str | None] = field("string")
    starts_on: Mapped[str | None] = field("date")
    ends_on: Mapped[str | None] = field("date")


class Term(Record):
    """学期, known by its code ``2025-2026-1``; its weeks follow from its first day."""

    __tablename__ = "term"
    KIND: ClassVar[str] = "term"
    HOME: ClassVar[Literal["author", "none", "school"]] = "none"
    KEY: ClassVar[tuple[str, ...]] = ("code",)
    LABEL: ClassVar[str] = "name"

    code: Mapped[str | None] = field("string")
    name: Mapped[str | None] = field("string")
    school_year: Mapped[str | None] = field("ref")
    starts_on: Mapped[str | None] = field("date")
    ends_on: Mapped[str | None] = field("date")


class Holiday(Record):
    """Days without lessons, known by the first of them."""

    __tablename__ = "holiday"
    KIND: ClassVar[str] = "holiday"
    HOME: ClassVar[Literal["author", "none", "school"]] = "none"
    KEY: ClassVar[tuple[str, ...]] = ("starts_on",)
    LABEL: ClassVar[str] = "name"

    name: Mapped[str | None] = field("string")
    starts_on: Mapped[str | None] = field("date")
    ends_on: Mapped[str | None] = field("date")
