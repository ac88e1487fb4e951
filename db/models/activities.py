"""Activities of every type, and their parts."""

from typing import ClassVar

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db import choices
from db.record import Record, asking_index, field


class Activity(Record):
    """One activity of the alliance: a lesson, a meeting, a visit, a gift.

    Attributes:
        details: The type-specific keys ``d.<name>`` as one JSON object: a projection only.
    """

    __tablename__ = "activity"
    __table_args__ = (  # the list is read from this index alone, however long it is
        Index("ix_activity_list", text("held_on DESC"), "id", "deletion"),
        asking_index("activity"),
    )
    KIND: ClassVar[str] = "activity"

    title: Mapped[str | None] = field("string", search=True, initials=True)
    type: Mapped[str | None] = field("choice", choices=choices.ACTIVITY_TYPE)
    status: Mapped[str | None] = field("choice", choices=choices.ACTIVITY_STATUS)
    held_on: Mapped[str | None] = field("date")
    ends_on: Mapped[str | None] = field("date")
    starts_at: Mapped[str | None] = field("time")
    ends_at: Mapped[str | None] = field("time")
    period: Mapped[str | None] = field("string")
    place: Mapped[str | None] = field("string", search=True)
    host_school: Mapped[str | None] = field("ref")
    host_school_name: Mapped[str | None] = field("string", search=True, initials=True)
    partner_schools: Mapped[str | None] = field("refs")
    partner_school_names: Mapped[str | None] = field("string", search=True, initials=True)
    direction: Mapped[str | None] = field("choice", choices=choices.DIRECTION)
    subject: Mapped[str | None] = field("choice", choices=choices.SUBJECT)
    grade: Mapped[str | None] = field("codes", choices=choices.GRADE)
    class_name: Mapped[str | None] = field("string")
    lesson: Mapped[str | None] = field("string", search=True, initials=True)
    organiser: Mapped[str | None] = field("string", search=True)
    recorder: Mapped[str | None] = field("ref")
    recorder_name: Mapped[str | None] = field("string", search=True, initials=True)
    own_count: Mapped[int | None] = field("integer")
    guest_count: Mapped[int | None] = field("integer")
    pupil_count: Mapped[int | None] = field("integer")
    hours: Mapped[float | None] = field("number")
    lesson_count: Mapped[int | None] = field("integer")
    dimensions: Mapped[str | None] = field("codes", choices=choices.DIMENSION)
    follow_up_on: Mapped[str | None] = field("date")
    follow_up_person: Mapped[str | None] = field("ref")
    follow_up_person_name: Mapped[str | None] = field("string", search=True)
    follow_up_done: Mapped[bool | None] = field("boolean")
    summary: Mapped[str | None] = field("text", search=True)
    outcome: Mapped[str | None] = field("text", search=True)
    discussion: Mapped[str | None] = field("text", search=True)
    decisions: Mapped[str | None] = field("text", search=True)
    details: Mapped[str | None] = mapped_column(String)


class AgendaItem(Record):
    """日程: one item of an activity's agenda."""

    __tablename__ = "agenda_item"
    KIND: ClassVar[str] = "agenda_item"
    PARENT: ClassVar[str] = "activity"
    LABEL: ClassVar[str] = "content"

    activity: Mapped[str | None] = field("ref", index=True)
    position: Mapped[str | None] = field("position")
    starts_at: Mapped[str | None] = field("time")
    ends_at: Mapped[str | None] = field("time")
    content: Mapped[str | None] = field("string", search=True)
    person: Mapped[str | None] = field("ref")
    person_name: Mapped[str | None] = field("string", search=True)


class Participant(Record):
    """Who took part, in which role, and whether he came."""

    __tablename__ = "participant"
    KIND: ClassVar[str] = "participant"
    PARENT: ClassVar[str] = "activity"
    KEY: ClassVar[tuple[str, ...]] = ("activity", "person")
    LABEL: ClassVar[str] = "person_name"

    activity: Mapped[str | None] = field("ref", index=True)
    person: Mapped[str | None] = field("ref", index=True)
    person_name: Mapped[str | None] = field("string", search=True, initials=True)
    school: Mapped[str | None] = field("ref")
    school_name: Mapped[str | None] = field("string")
    role: Mapped[str | None] = field("choice", choices=choices.PARTICIPANT_ROLE)
    attendance: Mapped[str | None] = field("choice", choices=choices.ATTENDANCE)
    reason: Mapped[str | None] = field("string")
    position: Mapped[str | None] = field("position")


class ActionItem(Record):
    """待办事项: what was decided, who does it, by when."""

    __tablename__ = "action_item"
    KIND: ClassVar[str] = "action_item"
    PARENT: ClassVar[str] = "activity"
    LABEL: ClassVar[str] = "content"

    activity: Mapped[str | None] = field("ref", index=True)
    position: Mapped[str | None] = field("position")
    content: Mapped[str | None] = field("string", search=True)
    owner: Mapped[str | None] = field("ref", index=True)
    owner_name: Mapped[str | None] = field("string", search=True)
    due_on: Mapped[str | None] = field("date")
    done_on: Mapped[str | None] = field("date")


class Attachment(Record):
    """佐证材料: a photo or file of a record; its bytes travel as sealed pieces."""

    __tablename__ = "attachment"
    KIND: ClassVar[str] = "attachment"
    PARENT: ClassVar[str] = "record"
    LABEL: ClassVar[str] = "caption"

    record: Mapped[str | None] = field("ref", index=True)
    position: Mapped[str | None] = field("position")
    caption: Mapped[str | None] = field("string", search=True)
    file_name: Mapped[str | None] = field("string", search=True)
    media_type: Mapped[str | None] = field("string")
    size_bytes: Mapped[int | None] = field("integer")
    sha256: Mapped[str | None] = field("string")
    pieces: Mapped[str | None] = field("string")
    added_on: Mapped[str | None] = field("date")
