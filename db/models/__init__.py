"""The tables: replicated kinds and what only this laptop keeps."""

from db.models import activities, calendar, local, people, schools

__all__ = ["activities", "calendar", "local", "people", "schools"]
