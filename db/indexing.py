"""The search index brought up to what arrived: accept leaves it behind, this follows later.

A record that arrived stands in every list at once, and is found by its words after this.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import search
from db.kinds import KINDS
from db.models.local import Document
from db.progress import Progress, Work
from db.record import Value, fields_of
from db.store import Store

AT_ONCE = 200
"""Records a transaction: some hundredths of a second, which nobody's save notices."""


def catch_up(store: Store, limit: int = AT_ONCE) -> int:
    """Index some of what arrived, in one transaction; return how many records are left.

    Args:
        store: The store.
        limit: How many records at most.
    """
    with store.write() as session:
        waiting = select(Document.n, Document.kind, Document.id).where(Document.indexed.is_(False))
        rows = session.execute(waiting.order_by(Document.n).limit(limit)).all()
        if rows:
            by_kind: dict[str, dict[str, int]] = {}
            for n, kind, id in rows:
                by_kind.setdefault(kind, {})[id] = n
            for kind, numbers in by_kind.items():
                _index(session, kind, numbers)
            session.connection().exec_driver_sql(
                f"UPDATE {Document.__tablename__} SET indexed = 1 WHERE n = ?",
                [(n,) for n, _, _ in rows],
            )
        return _left(session)


def catching_up(store: Store) -> Work[int]:
    """Index all that arrived, with progress; stopped anywhere, the rest waits for the next time.

    Returns:
        How many records were indexed.
    """
    with store.read() as session:
        total = _left(session)
    done, left = 0, total
    while left:
        yield Progress(done, total)
        before, left = left, catch_up(store)
        done += max(0, before - left)
    return done


def _index(session: Session, kind: str, numbers: dict[str, int]) -> None:
    model = KINDS.get(kind)
    if model is None:
        return  # of a newer program: nobody knows its words here
    names = [field.name for field in fields_of(model).values() if field.search]
    columns = model.__table__.c
    found = select(columns.id, *(columns[name] for name in names)).where(columns.id.in_(numbers))
    entries: list[tuple[int, str]] = []
    for id, *cells in session.execute(found):
        values: dict[str, Value] = dict(zip(names, cells, strict=True))
        entries.append((numbers[id], search.words_of(model, values)))
    search.replace(session, entries)


def _left(session: Session) -> int:
    waiting = select(func.count()).select_from(Document).where(Document.indexed.is_(False))
    return session.scalar(waiting) or 0
