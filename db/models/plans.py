"""Lesson plans, the catalogue of lessons, preparation groups, and what is said of plans."""

from typing import ClassVar, Literal

from sqlalchemy.orm import Mapped

from db import choices
from db.record import Record, field


class Lesson(Record):
    """课题: one lesson of a textbook edition; the catalogue is data and can be edited."""

    __tablename__ = "lesson"
    KIND: ClassVar[str] = "lesson"
    KEY: ClassVar[tuple[str, ...]] = ("edition", "subject", "grade", "volume", "title")
    HOME: ClassVar[Literal["author", "none", "school"]] = "none"

    edition: Mapped[str | None] = field("string")
    subject: Mapped[str | None] = field("choice", choices=choices.SUBJECT)
    grade: Mapped[str | None] = field("choice", choices=choices.GRADE)
    volume: Mapped[str | None] = field("choice", choices=choices.VOLUME)
    unit_no: Mapped[int | None] = field("integer")
    unit: Mapped[str | None] = field("string", search=True)
    lesson_no: Mapped[int | None] = field("integer")
    title: Mapped[str | None] = field("string", search=True, initials=True)
    periods: Mapped[int | None] = field("integer")


class PrepGroup(Record):
    """备课组: teachers of several schools who prepare lessons together."""

    __tablename__ = "prep_group"
    KIND: ClassVar[str] = "prep_group"
    LABEL: ClassVar[str] = "name"

    name: Mapped[str | None] = field("string", search=True, initials=True)
    subject: Mapped[str | None] = field("choice", choices=choices.SUBJECT)
    grade: Mapped[str | None] = field("codes", choices=choices.GRADE)
    term: Mapped[str | None] = field("ref", to="term")
    leader: Mapped[str | None] = field("ref", to="person")
    leader_name: Mapped[str | None] = field("string", search=True)
    notes: Mapped[str | None] = field("text")


class PrepMember(Record):
    """A member of a preparation group."""

    __tablename__ = "prep_member"
    KIND: ClassVar[str] = "prep_member"
    PARENT: ClassVar[str] = "group"
    KEY: ClassVar[tuple[str, ...]] = ("group", "person")
    LABEL: ClassVar[str] = "person_name"

    group: Mapped[str | None] = field("ref", to="prep_group", index=True)
    person: Mapped[str | None] = field("ref", to="person", index=True)
    person_name: Mapped[str | None] = field("string", search=True)
    school: Mapped[str | None] = field("ref", to="school")
    school_name: Mapped[str | None] = field("string")
    position: Mapped[str | None] = field("position")


class LessonPlan(Record):
    """教案: one plan, whatever its stage; what was agreed on is kept in frozen versions beside it.

    Attributes:
        parent: The plan this one was derived or copied from.
        base: The frozen version of it that was taken over last.
    """

    __tablename__ = "lesson_plan"
    KIND: ClassVar[str] = "lesson_plan"

    title: Mapped[str | None] = field("string", search=True, initials=True)
    stage: Mapped[str | None] = field("choice", choices=choices.PLAN_STAGE)
    layout: Mapped[str | None] = field("choice", choices=choices.PLAN_LAYOUT)
    lesson: Mapped[str | None] = field("ref", to="lesson", index=True)
    lesson_name: Mapped[str | None] = field("string")
    parent: Mapped[str | None] = field("ref", to="lesson_plan", index=True)
    parent_name: Mapped[str | None] = field("string")
    base: Mapped[str | None] = field("ref", to="plan_version")
    derivation: Mapped[str | None] = field("choice", choices=choices.DERIVATION)
    group: Mapped[str | None] = field("ref", to="prep_group", index=True)
    group_name: Mapped[str | None] = field("string", search=True)
    edition: Mapped[str | None] = field("string")
    subject: Mapped[str | None] = field("choice", choices=choices.SUBJECT)
    grade: Mapped[str | None] = field("codes", choices=choices.GRADE)
    volume: Mapped[str | None] = field("choice", choices=choices.VOLUME)
    unit: Mapped[str | None] = field("string", search=True)
    period_no: Mapped[int | None] = field("integer")
    period_count: Mapped[int | None] = field("integer")
    lesson_type: Mapped[str | None] = field("choice", choices=choices.LESSON_TYPE)
    school: Mapped[str | None] = field("ref", to="school")
    school_name: Mapped[str | None] = field("string", search=True)
    author: Mapped[str | None] = field("ref", to="person", index=True)
    author_name: Mapped[str | None] = field("string", search=True, initials=True)
    lead_preparer: Mapped[str | None] = field("ref", to="person")
    lead_preparer_name: Mapped[str | None] = field("string", search=True, initials=True)
    class_name: Mapped[str | None] = field("string")
    pupil_count: Mapped[int | None] = field("integer")
    prepared_on: Mapped[str | None] = field("date")
    taught_on: Mapped[str | None] = field("date")
    grade_a: Mapped[str | None] = field("choice", choices=choices.GRADE)
    grade_b: Mapped[str | None] = field("choice", choices=choices.GRADE)
    grade_c: Mapped[str | None] = field("choice", choices=choices.GRADE)
    homework_minutes: Mapped[int | None] = field("integer")
    standard: Mapped[str | None] = field("text", search=True)
    text_analysis: Mapped[str | None] = field("text", search=True)
    learner_analysis: Mapped[str | None] = field("text", search=True)
    objectives: Mapped[str | None] = field("text", search=True)
    key_points: Mapped[str | None] = field("text", search=True)
    difficult_points: Mapped[str | None] = field("text", search=True)
    methods: Mapped[str | None] = field("text", search=True)
    aids: Mapped[str | None] = field("text", search=True)
    board_plan: Mapped[str | None] = field("text", search=True)
    homework_basic: Mapped[str | None] = field("text", search=True)
    homework_improve: Mapped[str | None] = field("text", search=True)
    homework_extend: Mapped[str | None] = field("text", search=True)
    reflection: Mapped[str | None] = field("text", search=True)
    adaptation_note: Mapped[str | None] = field("text", search=True)


class PlanStep(Record):
    """教学环节: one row of a plan's procedure.

    Attributes:
        source: The step it was taken from, in the plan this one derives from.
        mode_a, track_a: Of a plan for several grades: how its first grade is taught, and what it
            does; the second and third are called ``b`` and ``c``.
    """

    __tablename__ = "plan_step"
    KIND: ClassVar[str] = "plan_step"
    PARENT: ClassVar[str] = "plan"

    plan: Mapped[str | None] = field("ref", to="lesson_plan", index=True)
    position: Mapped[str | None] = field("position")
    source: Mapped[str | None] = field("ref", to="plan_step")
    phase: Mapped[str | None] = field("choice", choices=choices.PHASE)
    title: Mapped[str | None] = field("string", search=True)
    minutes: Mapped[float | None] = field("number")
    mode_a: Mapped[str | None] = field("choice", choices=choices.TRACK_MODE)
    mode_b: Mapped[str | None] = field("choice", choices=choices.TRACK_MODE)
    mode_c: Mapped[str | None] = field("choice", choices=choices.TRACK_MODE)
    teacher: Mapped[str | None] = field("text", search=True)
    student: Mapped[str | None] = field("text", search=True)
    intent: Mapped[str | None] = field("text", search=True)
    second: Mapped[str | None] = field("text", search=True)
    track_a: Mapped[str | None] = field("text", search=True)
    track_b: Mapped[str | None] = field("text", search=True)
    track_c: Mapped[str | None] = field("text", search=True)


class PlanVersion(Record):
    """共案第几版: a plan as it was agreed on, whole and never changed again.

    Attributes:
        digest: SHA-256 of the content in hexadecimal. It makes the natural key: two laptops that
            freeze the same content make one record, and what was altered later can be told.
    """

    __tablename__ = "plan_version"
    KIND: ClassVar[str] = "plan_version"
    PARENT: ClassVar[str] = "plan"
    KEY: ClassVar[tuple[str, ...]] = ("plan", "digest")
    LABEL: ClassVar[str] = "note"
    FROZEN: ClassVar[bool] = True

    plan: Mapped[str | None] = field("ref", to="lesson_plan", index=True)
    digest: Mapped[str | None] = field("string")
    number: Mapped[int | None] = field("integer")
    frozen_on: Mapped[str | None] = field("date")
    frozen_by: Mapped[str | None] = field("ref", to="person")
    frozen_by_name: Mapped[str | None] = field("string")
    note: Mapped[str | None] = field("string")
    content: Mapped[str | None] = field("text", made=True)


class PlanComment(Record):
    """意见: what somebody says of a plan or one of its steps, and what became of it.

    Attributes:
        step, part: What it speaks of: a step, or a field of the plan; neither: the whole.
        about: The frozen version it speaks of; empty for the plan in work.
        answers: The comment it answers.
    """

    __tablename__ = "plan_comment"
    KIND: ClassVar[str] = "plan_comment"
    PARENT: ClassVar[str] = "plan"
    LABEL: ClassVar[str] = "person_name"

    plan: Mapped[str | None] = field("ref", to="lesson_plan", index=True)
    step: Mapped[str | None] = field("ref", to="plan_step")
    step_title: Mapped[str | None] = field("string")
    part: Mapped[str | None] = field("string")
    about: Mapped[str | None] = field("ref", to="plan_version")
    answers: Mapped[str | None] = field("ref", to="plan_comment")
    person: Mapped[str | None] = field("ref", to="person", index=True)
    person_name: Mapped[str | None] = field("string", search=True)
    school_name: Mapped[str | None] = field("string")
    made_on: Mapped[str | None] = field("date")
    body: Mapped[str | None] = field("text", search=True)
    decision: Mapped[str | None] = field("choice", choices=choices.COMMENT_DECISION)
    reason: Mapped[str | None] = field("string")
    decided_by: Mapped[str | None] = field("ref", to="person")
    decided_by_name: Mapped[str | None] = field("string")
    decided_on: Mapped[str | None] = field("date")


class ActivityPlan(Record):
    """A plan that an activity is about: prepared together, or taught beside another."""

    __tablename__ = "activity_plan"
    KIND: ClassVar[str] = "activity_plan"
    PARENT: ClassVar[str] = "activity"
    KEY: ClassVar[tuple[str, ...]] = ("activity", "plan")
    LABEL: ClassVar[str] = "plan_name"

    activity: Mapped[str | None] = field("ref", to="activity", index=True)
    plan: Mapped[str | None] = field("ref", to="lesson_plan", index=True)
    plan_name: Mapped[str | None] = field("string")
    plan_version: Mapped[str | None] = field("ref", to="plan_version")
    position: Mapped[str | None] = field("position")
    person: Mapped[str | None] = field("ref", to="person")
    person_name: Mapped[str | None] = field("string")
    observation: Mapped[str | None] = field("text", search=True)
    usable: Mapped[str | None] = field("text", search=True)
