"""The library and the list of plans in their order, without sorting them each time."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index(
        "ix_material_newest",
        "material",
        [sa.text("added_on DESC"), "title", "id", "deletion"],
        unique=False,
    )
    op.create_index(
        "ix_document_plans_changed",
        "document",
        [sa.text("changed_at DESC"), "id"],
        unique=False,
        sqlite_where=sa.text("kind = 'lesson_plan'"),
    )
