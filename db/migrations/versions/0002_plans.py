"""Lesson plans, preparation groups and shared materials."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "activity_plan",
        sa.Column("activity", sa.String(), nullable=True),
        sa.Column("plan", sa.String(), nullable=True),
        sa.Column("plan_name", sa.String(), nullable=True),
        sa.Column("plan_version", sa.String(), nullable=True),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=True),
        sa.Column("observation", sa.String(), nullable=True),
        sa.Column("usable", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_activity_plan_activity"), "activity_plan", ["activity"], unique=False)
    op.create_index(
        "ix_activity_plan_asking",
        "activity_plan",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_index(op.f("ix_activity_plan_plan"), "activity_plan", ["plan"], unique=False)
    op.create_table(
        "lesson",
        sa.Column("edition", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("volume", sa.String(), nullable=True),
        sa.Column("unit_no", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("lesson_no", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("periods", sa.Integer(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_lesson_asking",
        "lesson",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_table(
        "lesson_plan",
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("layout", sa.String(), nullable=True),
        sa.Column("lesson", sa.String(), nullable=True),
        sa.Column("lesson_name", sa.String(), nullable=True),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("parent_name", sa.String(), nullable=True),
        sa.Column("base", sa.String(), nullable=True),
        sa.Column("derivation", sa.String(), nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("group_name", sa.String(), nullable=True),
        sa.Column("edition", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("volume", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("period_no", sa.Integer(), nullable=True),
        sa.Column("period_count", sa.Integer(), nullable=True),
        sa.Column("lesson_type", sa.String(), nullable=True),
        sa.Column("school", sa.String(), nullable=True),
        sa.Column("school_name", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("author_name", sa.String(), nullable=True),
        sa.Column("lead_preparer", sa.String(), nullable=True),
        sa.Column("lead_preparer_name", sa.String(), nullable=True),
        sa.Column("class_name", sa.String(), nullable=True),
        sa.Column("pupil_count", sa.Integer(), nullable=True),
        sa.Column("prepared_on", sa.String(), nullable=True),
        sa.Column("taught_on", sa.String(), nullable=True),
        sa.Column("grade_a", sa.String(), nullable=True),
        sa.Column("grade_b", sa.String(), nullable=True),
        sa.Column("grade_c", sa.String(), nullable=True),
        sa.Column("homework_minutes", sa.Integer(), nullable=True),
        sa.Column("standard", sa.String(), nullable=True),
        sa.Column("text_analysis", sa.String(), nullable=True),
        sa.Column("learner_analysis", sa.String(), nullable=True),
        sa.Column("objectives", sa.String(), nullable=True),
        sa.Column("key_points", sa.String(), nullable=True),
        sa.Column("difficult_points", sa.String(), nullable=True),
        sa.Column("methods", sa.String(), nullable=True),
        sa.Column("aids", sa.String(), nullable=True),
        sa.Column("board_plan", sa.String(), nullable=True),
        sa.Column("homework_basic", sa.String(), nullable=True),
        sa.Column("homework_improve", sa.String(), nullable=True),
        sa.Column("homework_extend", sa.String(), nullable=True),
        sa.Column("reflection", sa.String(), nullable=True),
        sa.Column("adaptation_note", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_lesson_plan_asking",
        "lesson_plan",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_index(op.f("ix_lesson_plan_author"), "lesson_plan", ["author"], unique=False)
    op.create_index(op.f("ix_lesson_plan_group"), "lesson_plan", ["group"], unique=False)
    op.create_index(op.f("ix_lesson_plan_lesson"), "lesson_plan", ["lesson"], unique=False)
    op.create_index(op.f("ix_lesson_plan_parent"), "lesson_plan", ["parent"], unique=False)
    op.create_table(
        "material",
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("type", sa.String(), nullable=True),
        sa.Column("lesson", sa.String(), nullable=True),
        sa.Column("lesson_name", sa.String(), nullable=True),
        sa.Column("edition", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("volume", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("needs", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("author_name", sa.String(), nullable=True),
        sa.Column("school", sa.String(), nullable=True),
        sa.Column("school_name", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("locality", sa.String(), nullable=True),
        sa.Column("tags", sa.String(), nullable=True),
        sa.Column("added_on", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_material_asking",
        "material",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_index(op.f("ix_material_lesson"), "material", ["lesson"], unique=False)
    op.create_table(
        "material_link",
        sa.Column("material", sa.String(), nullable=True),
        sa.Column("record_kind", sa.String(), nullable=True),
        sa.Column("record", sa.String(), nullable=True),
        sa.Column("record_name", sa.String(), nullable=True),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_material_link_asking",
        "material_link",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_index(op.f("ix_material_link_material"), "material_link", ["material"], unique=False)
    op.create_index(op.f("ix_material_link_record"), "material_link", ["record"], unique=False)
    op.create_table(
        "material_use",
        sa.Column("material", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=True),
        sa.Column("school_name", sa.String(), nullable=True),
        sa.Column("used_on", sa.String(), nullable=True),
        sa.Column("class_name", sa.String(), nullable=True),
        sa.Column("plan", sa.String(), nullable=True),
        sa.Column("worked", sa.String(), nullable=True),
        sa.Column("changed", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_material_use_asking",
        "material_use",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_index(op.f("ix_material_use_material"), "material_use", ["material"], unique=False)
    op.create_index(op.f("ix_material_use_person"), "material_use", ["person"], unique=False)
    op.create_table(
        "plan_comment",
        sa.Column("plan", sa.String(), nullable=True),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("step_title", sa.String(), nullable=True),
        sa.Column("part", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("answers", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=True),
        sa.Column("school_name", sa.String(), nullable=True),
        sa.Column("made_on", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_by_name", sa.String(), nullable=True),
        sa.Column("decided_on", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_plan_comment_asking",
        "plan_comment",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_index(op.f("ix_plan_comment_person"), "plan_comment", ["person"], unique=False)
    op.create_index(op.f("ix_plan_comment_plan"), "plan_comment", ["plan"], unique=False)
    op.create_table(
        "plan_step",
        sa.Column("plan", sa.String(), nullable=True),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("phase", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("minutes", sa.Float(), nullable=True),
        sa.Column("mode_a", sa.String(), nullable=True),
        sa.Column("mode_b", sa.String(), nullable=True),
        sa.Column("mode_c", sa.String(), nullable=True),
        sa.Column("teacher", sa.String(), nullable=True),
        sa.Column("student", sa.String(), nullable=True),
        sa.Column("intent", sa.String(), nullable=True),
        sa.Column("second", sa.String(), nullable=True),
        sa.Column("track_a", sa.String(), nullable=True),
        sa.Column("track_b", sa.String(), nullable=True),
        sa.Column("track_c", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_plan_step_asking",
        "plan_step",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_index(op.f("ix_plan_step_plan"), "plan_step", ["plan"], unique=False)
    op.create_table(
        "plan_version",
        sa.Column("plan", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("frozen_on", sa.String(), nullable=True),
        sa.Column("frozen_by", sa.String(), nullable=True),
        sa.Column("frozen_by_name", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_plan_version_asking",
        "plan_version",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_index(op.f("ix_plan_version_plan"), "plan_version", ["plan"], unique=False)
    op.create_table(
        "prep_group",
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("term", sa.String(), nullable=True),
        sa.Column("leader", sa.String(), nullable=True),
        sa.Column("leader_name", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_prep_group_asking",
        "prep_group",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_table(
        "prep_member",
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=True),
        sa.Column("school", sa.String(), nullable=True),
        sa.Column("school_name", sa.String(), nullable=True),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_prep_member_asking",
        "prep_member",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_index(op.f("ix_prep_member_group"), "prep_member", ["group"], unique=False)
    op.create_index(op.f("ix_prep_member_person"), "prep_member", ["person"], unique=False)
