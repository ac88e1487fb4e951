"""How much a store holds, in one number."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models.local import Document
from db.record import DELETED


def count_records(session: Session) -> int:
    """Return how many records of any kind are here, without those in the bin."""
    query = select(func.count()).select_from(Document).where(Document.deletion < DELETED)
    return session.scalar(query) or 0
