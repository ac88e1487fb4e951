"""Shared teaching materials: what they are, what they belong to, and who taught with them."""

from typing import ClassVar

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from db import choices
from db.record import Record, asking_index, field


class Material(Record):
    """共享资料: a file that helps to teach, and what it needs; the file is an attachment of it.

    Attributes:
        words: The beginning of the text in the file, so that it is found where the file is not.
    """

    __tablename__ = "material"
    __table_args__ = (  # the library in its order: the texts in the rows are not read for it
        asking_index("material"),
        Index("ix_material_newest", text("added_on DESC"), "title", "id", "deletion"),
    )
    KIND: ClassVar[str] = "material"

    title: Mapped[str | None] = field("string", search=True, initials=True)
    type: Mapped[str | None] = field("choice", choices=choices.MATERIAL_TYPE)
    lesson: Mapped[str | None] = field("ref", to="lesson", index=True)
    lesson_name: Mapped[str | None] = field("string", search=True)
    edition: Mapped[str | None] = field("string")
    subject: Mapped[str | None] = field("choice", choices=choices.SUBJECT)
    grade: Mapped[str | None] = field("codes", choices=choices.GRADE)
    volume: Mapped[str | None] = field("choice", choices=choices.VOLUME)
    unit: Mapped[str | None] = field("string", search=True)
    needs: Mapped[str | None] = field("codes", choices=choices.MATERIAL_NEEDS)
    author: Mapped[str | None] = field("ref", to="person")
    author_name: Mapped[str | None] = field("string", search=True, initials=True)
    school: Mapped[str | None] = field("ref", to="school")
    school_name: Mapped[str | None] = field("string", search=True)
    source: Mapped[str | None] = field("string", search=True)
    locality: Mapped[str | None] = field("string", search=True)
    tags: Mapped[str | None] = field("string", search=True)
    added_on: Mapped[str | None] = field("date")
    words: Mapped[str | None] = field("string", search=True)
    notes: Mapped[str | None] = field("text", search=True)


class MaterialLink(Record):
    """That a material belongs to a plan or an activity."""

    __tablename__ = "material_link"
    KIND: ClassVar[str] = "material_link"
    PARENT: ClassVar[str] = "material"
    KEY: ClassVar[tuple[str, ...]] = ("material", "record")
    LABEL: ClassVar[str] = "record_name"

    material: Mapped[str | None] = field("ref", to="material", index=True)
    record_kind: Mapped[str | None] = field("string")
    record: Mapped[str | None] = field("ref", index=True)
    record_name: Mapped[str | None] = field("string")
    position: Mapped[str | None] = field("position")


class MaterialUse(Record):
    """我用过: that somebody taught with a material, how it went, and what he changed."""

    __tablename__ = "material_use"
    KIND: ClassVar[str] = "material_use"
    PARENT: ClassVar[str] = "material"
    LABEL: ClassVar[str] = "person_name"

    material: Mapped[str | None] = field("ref", to="material", index=True)
    person: Mapped[str | None] = field("ref", to="person", index=True)
    person_name: Mapped[str | None] = field("string", search=True)
    school_name: Mapped[str | None] = field("string")
    used_on: Mapped[str | None] = field("date")
    class_name: Mapped[str | None] = field("string")
    plan: Mapped[str | None] = field("ref", to="lesson_plan")
    worked: Mapped[str | None] = field("choice", choices=choices.USE_RESULT)
    changed: Mapped[str | None] = field("text", search=True)
