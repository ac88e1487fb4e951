"""The first store: every kind of record, the journal, the exchange, the search index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "action_item",
        sa.Column("activity", sa.String(), nullable=True),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("owner_name", sa.String(), nullable=True),
        sa.Column("due_on", sa.String(), nullable=True),
        sa.Column("done_on", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_action_item_activity"), "action_item", ["activity"], unique=False)
    op.create_index(
        "ix_action_item_asking",
        "action_item",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_index(op.f("ix_action_item_owner"), "action_item", ["owner"], unique=False)
    op.create_table(
        "activity",
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("type", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("held_on", sa.String(), nullable=True),
        sa.Column("ends_on", sa.String(), nullable=True),
        sa.Column("starts_at", sa.String(), nullable=True),
        sa.Column("ends_at", sa.String(), nullable=True),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("host_school", sa.String(), nullable=True),
        sa.Column("host_school_name", sa.String(), nullable=True),
        sa.Column("partner_schools", sa.String(), nullable=True),
        sa.Column("partner_school_names", sa.String(), nullable=True),
        sa.Column("direction", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("class_name", sa.String(), nullable=True),
        sa.Column("lesson", sa.String(), nullable=True),
        sa.Column("organiser", sa.String(), nullable=True),
        sa.Column("recorder", sa.String(), nullable=True),
        sa.Column("recorder_name", sa.String(), nullable=True),
        sa.Column("own_count", sa.Integer(), nullable=True),
        sa.Column("guest_count", sa.Integer(), nullable=True),
        sa.Column("pupil_count", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("lesson_count", sa.Integer(), nullable=True),
        sa.Column("dimensions", sa.String(), nullable=True),
        sa.Column("follow_up_on", sa.String(), nullable=True),
        sa.Column("follow_up_person", sa.String(), nullable=True),
        sa.Column("follow_up_person_name", sa.String(), nullable=True),
        sa.Column("follow_up_done", sa.Boolean(), nullable=True),
        sa.Column("summary", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("discussion", sa.String(), nullable=True),
        sa.Column("decisions", sa.String(), nullable=True),
        sa.Column("details", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_activity_asking",
        "activity",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_table(
        "adopted",
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("segment", "statement"),
    )
    op.create_table(
        "agenda_item",
        sa.Column("activity", sa.String(), nullable=True),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("starts_at", sa.String(), nullable=True),
        sa.Column("ends_at", sa.String(), nullable=True),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_agenda_item_activity"), "agenda_item", ["activity"], unique=False)
    op.create_index(
        "ix_agenda_item_asking",
        "agenda_item",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_table(
        "agreement",
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("party_a", sa.String(), nullable=True),
        sa.Column("party_a_name", sa.String(), nullable=True),
        sa.Column("party_b", sa.String(), nullable=True),
        sa.Column("party_b_name", sa.String(), nullable=True),
        sa.Column("signed_on", sa.String(), nullable=True),
        sa.Column("expires_on", sa.String(), nullable=True),
        sa.Column("signers", sa.String(), nullable=True),
        sa.Column("clauses", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_agreement_asking",
        "agreement",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_table(
        "alarm",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("laptop", sa.String(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("mine", sa.String(), nullable=False),
        sa.Column("theirs", sa.String(), nullable=False),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("ix_alarm_standing", "alarm", ["ended_at"], unique=False)
    op.create_table(
        "alliance",
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("county", sa.String(), nullable=True),
        sa.Column("founded_on", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_alliance_asking",
        "alliance",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_table(
        "attachment",
        sa.Column("record", sa.String(), nullable=True),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("caption", sa.String(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("media_type", sa.String(), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("pieces", sa.String(), nullable=True),
        sa.Column("added_on", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_attachment_asking",
        "attachment",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_index(op.f("ix_attachment_record"), "attachment", ["record"], unique=False)
    op.create_table(
        "certificate",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("laptop", sa.String(), nullable=False),
        sa.Column("sign_public", sa.LargeBinary(), nullable=False),
        sa.Column("exchange_public", sa.LargeBinary(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("made_at", sa.Integer(), nullable=False),
        sa.Column("valid", sa.Boolean(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_certificate_laptop"), "certificate", ["laptop"], unique=False)
    op.create_index(op.f("ix_certificate_school"), "certificate", ["school"], unique=False)
    op.create_table(
        "document",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("home", sa.String(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.LargeBinary(), nullable=False),
        sa.Column("heads", sa.LargeBinary(), nullable=True),
        sa.Column("disputed_texts", sa.String(), nullable=True),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("deletion_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_on", sa.String(), nullable=False),
        sa.Column("arrived", sa.Boolean(), nullable=False),
        sa.Column("indexed", sa.Boolean(), nullable=False),
        sa.Column("projection", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(
        "ix_document_deletion",
        "document",
        ["deletion_id"],
        unique=False,
        sqlite_where=sa.text("deletion_id IS NOT NULL"),
    )
    op.create_index(
        "ix_document_unindexed",
        "document",
        ["n"],
        unique=False,
        sqlite_where=sa.text("indexed IS 0"),
    )
    op.create_table(
        "epoch",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("home", sa.String(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "epoch_grant",
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("epoch", "certificate", "statement"),
    )
    op.create_table(
        "exchange",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("place_name", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("carried", sa.Integer(), nullable=False),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.Column("came", sa.LargeBinary(), nullable=False),
        sa.Column("went", sa.LargeBinary(), nullable=False),
        sa.Column("skipped", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_table(
        "holiday",
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("starts_on", sa.String(), nullable=True),
        sa.Column("ends_on", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_holiday_asking",
        "holiday",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_table(
        "identity",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("alliance_name", sa.String(), nullable=False),
        sa.Column("root_public", sa.LargeBinary(), nullable=False),
        sa.Column("laptop", sa.String(), nullable=False),
        sa.Column("replica", sa.String(), nullable=False),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("sign_private", sa.LargeBinary(), nullable=False),
        sa.Column("exchange_private", sa.LargeBinary(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("joined_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_table(
        "inside",
        sa.Column("laptop", sa.String(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("laptop", "segment"),
    )
    op.create_table(
        "inventory",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "local",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "looked_folder",
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("place", "folder"),
    )
    op.create_table(
        "membership",
        sa.Column("school", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("joined_on", sa.String(), nullable=True),
        sa.Column("left_on", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_membership_asking",
        "membership",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_index(op.f("ix_membership_school"), "membership", ["school"], unique=False)
    op.create_table(
        "membership_file",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("read", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "missing_segment",
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("place", "id"),
    )
    op.create_table(
        "named_section",
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("lock", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("segment", "place"),
    )
    op.create_index(op.f("ix_named_section_lock"), "named_section", ["lock"], unique=False)
    op.create_table(
        "outgoing",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("n", "nonce"),
    )
    op.create_table(
        "pack",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("index", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "pack_at",
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("pack", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("place", "pack"),
    )
    op.create_table(
        "parked",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("authority", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index(op.f("ix_parked_record"), "parked", ["record"], unique=False)
    op.create_table(
        "participant",
        sa.Column("activity", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=True),
        sa.Column("school", sa.String(), nullable=True),
        sa.Column("school_name", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("attendance", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_participant_activity"), "participant", ["activity"], unique=False)
    op.create_index(
        "ix_participant_asking",
        "participant",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_index(op.f("ix_participant_person"), "participant", ["person"], unique=False)
    op.create_table(
        "person",
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("aliases", sa.String(), nullable=True),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("born", sa.String(), nullable=True),
        sa.Column("school", sa.String(), nullable=True),
        sa.Column("school_name", sa.String(), nullable=True),
        sa.Column("posts", sa.String(), nullable=True),
        sa.Column("subjects", sa.String(), nullable=True),
        sa.Column("grades", sa.String(), nullable=True),
        sa.Column("title_rank", sa.String(), nullable=True),
        sa.Column("honour", sa.String(), nullable=True),
        sa.Column("employment", sa.String(), nullable=True),
        sa.Column("teaching_since", sa.Integer(), nullable=True),
        sa.Column("weekly_periods", sa.Integer(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_person_asking",
        "person",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_index(op.f("ix_person_school"), "person", ["school"], unique=False)
    op.create_table(
        "place",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("met_at", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("address"),
    )
    op.create_table(
        "place_holding",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("tips", sa.LargeBinary(), nullable=False),
        sa.Column("more", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("address"),
    )
    op.create_table(
        "receipt",
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("laptop", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("heard_at", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("compared", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("segment"),
    )
    op.create_index(op.f("ix_receipt_laptop"), "receipt", ["laptop"], unique=False)
    op.create_table(
        "receipt_files",
        sa.Column("laptop", sa.String(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("prefixes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("laptop", "digest"),
    )
    op.create_table(
        "record_digest",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index(
        "ix_record_digest_stale",
        "record_digest",
        ["n"],
        unique=False,
        sqlite_where=sa.text("stale IS 1"),
    )
    op.create_table(
        "refused_file",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "same_as",
        sa.Column("record_kind", sa.String(), nullable=True),
        sa.Column("one", sa.String(), nullable=True),
        sa.Column("other", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_same_as_asking",
        "same_as",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_index(op.f("ix_same_as_one"), "same_as", ["one"], unique=False)
    op.create_index(op.f("ix_same_as_other"), "same_as", ["other"], unique=False)
    op.create_table(
        "school",
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("short_name", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("type", sa.String(), nullable=True),
        sa.Column("county", sa.String(), nullable=True),
        sa.Column("township", sa.String(), nullable=True),
        sa.Column("classes", sa.Integer(), nullable=True),
        sa.Column("pupils", sa.Integer(), nullable=True),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("distance_km", sa.Float(), nullable=True),
        sa.Column("network", sa.String(), nullable=True),
        sa.Column("devices", sa.Integer(), nullable=True),
        sa.Column("left_behind_percent", sa.Float(), nullable=True),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_school_asking",
        "school",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_table(
        "school_year",
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("starts_on", sa.String(), nullable=True),
        sa.Column("ends_on", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_school_year_asking",
        "school_year",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_table(
        "sealed_section",
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("segment", "place"),
    )
    op.create_index(op.f("ix_sealed_section_epoch"), "sealed_section", ["epoch"], unique=False)
    op.create_table(
        "search_text",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_table(
        "section_key",
        sa.Column("lock", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("home", sa.String(), nullable=False),
        sa.Column("readers", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("lock"),
    )
    op.create_index(op.f("ix_section_key_home"), "section_key", ["home"], unique=False)
    op.create_table(
        "segment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("replica", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("signer", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("records", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_segment_replica"), "segment", ["replica"], unique=False)
    op.create_index(op.f("ix_segment_state"), "segment", ["state"], unique=False)
    op.create_table(
        "segment_bytes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "segment_pack",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("members", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "sitting",
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("process", sa.String(), nullable=False),
        sa.Column("opened_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("nonce"),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "snapshot_at",
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("place", "id"),
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("authorised", sa.Boolean(), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_statement_about"), "statement", ["about"], unique=False)
    op.create_index(op.f("ix_statement_issuer"), "statement", ["issuer"], unique=False)
    op.create_table(
        "term",
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("school_year", sa.String(), nullable=True),
        sa.Column("starts_on", sa.String(), nullable=True),
        sa.Column("ends_on", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deletion", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_term_asking",
        "term",
        ["id"],
        unique=False,
        sqlite_where=sa.text("(disputed IS NOT NULL OR deletion = 1)"),
    )
    op.create_table(
        "wish",
        sa.Column("attachment", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("attachment"),
    )
    op.create_index("ix_activity_list", "activity", [sa.text("held_on DESC"), "id", "deletion"])
    op.execute(
        "CREATE VIRTUAL TABLE search_pairs USING fts5(pairs, content='', detail=none, columnsize=0)"
    )
