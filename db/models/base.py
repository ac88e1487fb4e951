"""The root of all tables, and the few column types they use."""

from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Every table of the store: replicated records and what only this laptop keeps."""
