"""Alembic: how an older store becomes this one."""
