"""Persons: teachers, heads, liaisons, research officers; never pupils."""

from typing import ClassVar, Literal

from sqlalchemy.orm import Mapped

from db import choices
from db.record import Record, field


class Person(Record):
    """A member of staff of one school."""

    __tablename__ = "person"
    KIND: ClassVar[str] = "person"
    HOME: ClassVar[Literal["author", "none", "school"]] = "school"
    LABEL: ClassVar[str] = "name"

    name: Mapped[str | None] = field("string", search=True, initials=True)
    aliases: Mapped[str | None] = field("string", search=True, initials=True)
    gender: Mapped[str | None] = field("choice", choices=choices.GENDER)
    born: Mapped[str | None] = field("string")
    school: Mapped[str | None] = field("ref", index=True)
    school_name: Mapped[str | None] = field("string")
    posts: Mapped[str | None] = field("codes", choices=choices.POST)
    subjects: Mapped[str | None] = field("codes", choices=choices.SUBJECT)
    grades: Mapped[str | None] = field("codes", choices=choices.GRADE)
    title_rank: Mapped[str | None] = field("choice", choices=choices.TITLE_RANK)
    honour: Mapped[str | None] = field("choice", choices=choices.HONOUR)
    employment: Mapped[str | None] = field("choice", choices=choices.EMPLOYMENT)
    teaching_since: Mapped[int | None] = field("integer")
    weekly_periods: Mapped[int | None] = field("integer")
    notes: Mapped[str | None] = field("text", search=True)


class SameAs(Record):
    """Says that two records are one; the smallest id that is not deleted stands for all."""

    __tablename__ = "same_as"
    KIND: ClassVar[str] = "same_as"
    HOME: ClassVar[Literal["author", "none", "school"]] = "none"
    KEY: ClassVar[tuple[str, ...]] = ("one", "other")
    LABEL: ClassVar[str] = "one"

    record_kind: Mapped[str | None] = field("string")
    one: Mapped[str | None] = field("ref", index=True)
    other: Mapped[str | None] = field("ref", index=True)
