"""The alliance, its schools, and what binds them."""

from typing import ClassVar, Literal

from sqlalchemy.orm import Mapped

from db import choices
from db.record import Record, field


class Alliance(Record):
    """结对联盟: the one alliance this store belongs to."""

    __tablename__ = "alliance"
    KIND: ClassVar[str] = "alliance"
    HOME: ClassVar[Literal["author", "none", "school"]] = "none"
    LABEL: ClassVar[str] = "name"

    name: Mapped[str | None] = field("string", search=True)
    model: Mapped[str | None] = field("choice", choices=choices.ALLIANCE_MODEL)
    county: Mapped[str | None] = field("string")
    founded_on: Mapped[str | None] = field("date")
    notes: Mapped[str | None] = field("text")


class School(Record):
    """A school of the alliance; its own home."""

    __tablename__ = "school"
    KIND: ClassVar[str] = "school"
    HOME: ClassVar[Literal["author", "none", "school"]] = "none"
    KEY: ClassVar[tuple[str, ...]] = ("code",)
    LABEL: ClassVar[str] = "name"

    name: Mapped[str | None] = field("string", search=True, initials=True)
    short_name: Mapped[str | None] = field("string", search=True, initials=True)
    code: Mapped[str | None] = field("string", search=True)
    type: Mapped[str | None] = field("choice", choices=choices.SCHOOL_TYPE)
    county: Mapped[str | None] = field("string")
    township: Mapped[str | None] = field("string", search=True)
    classes: Mapped[int | None] = field("integer")
    pupils: Mapped[int | None] = field("integer")
    staff: Mapped[int | None] = field("integer")
    distance_km: Mapped[float | None] = field("number")
    network: Mapped[str | None] = field("string")
    devices: Mapped[int | None] = field("integer")
    left_behind_percent: Mapped[float | None] = field("number")
    contact: Mapped[str | None] = field("string")
    notes: Mapped[str | None] = field("text")


class Membership(Record):
    """A school's place in the alliance."""

    __tablename__ = "membership"
    KIND: ClassVar[str] = "membership"
    HOME: ClassVar[Literal["author", "none", "school"]] = "school"
    KEY: ClassVar[tuple[str, ...]] = ("school",)
    LABEL: ClassVar[str] = "role"

    school: Mapped[str | None] = field("ref", index=True)
    role: Mapped[str | None] = field("choice", choices=choices.MEMBER_ROLE)
    joined_on: Mapped[str | None] = field("date")
    left_on: Mapped[str | None] = field("date")


class Agreement(Record):
    """结对协议 between two schools."""

    __tablename__ = "agreement"
    KIND: ClassVar[str] = "agreement"
    HOME: ClassVar[Literal["author", "none", "school"]] = "none"

    title: Mapped[str | None] = field("string", search=True, initials=True)
    party_a: Mapped[str | None] = field("ref")
    party_a_name: Mapped[str | None] = field("string")
    party_b: Mapped[str | None] = field("ref")
    party_b_name: Mapped[str | None] = field("string")
    signed_on: Mapped[str | None] = field("date")
    expires_on: Mapped[str | None] = field("date")
    signers: Mapped[str | None] = field("string")
    clauses: Mapped[str | None] = field("text", search=True)
    notes: Mapped[str | None] = field("text", search=True)
