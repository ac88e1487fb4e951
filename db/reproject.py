"""Rows and index made again from the documents: after an update, or when a check found them wrong.

No document is written. The work goes in batches: cut off anywhere, the rest is done next time.
"""

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from db import local, projection
from db.documents import Document
from db.errors import MalformedChangeError
from db.kinds import KINDS
from db.models.local import Document as Stored
from db.models.local import SearchText
from db.pending import Identity, Pending, outcome_of, prepare
from db.progress import Progress, Work, finish
from db.search import TABLE

if TYPE_CHECKING:
    from db.store import Store

_BATCH = 200
_DONE = "projection"  # number of the projection that all rows are made by


def bring_up(store: "Store") -> None:
    """Make rows again where an update of the program changed how; quick when there are none."""
    with store.read() as session:
        if local.read(session, _DONE) == str(projection.NUMBER):
            return
    finish(reproject(store))


def stale(session: Session) -> int:
    """Return how many rows were made by an older projection."""
    query = select(func.count()).where(Stored.projection != projection.NUMBER)
    return session.scalar(query) or 0


def reproject(store: "Store") -> Work[int]:
    """Make the rows again that an older projection made; a damaged document is passed over.

    Returns:
        How many were made.
    """
    made, after = 0, 0
    with store.read() as session:
        total = stale(session)
    while True:
        yield Progress(made, total)
        with store.write() as session:
            query = select(Stored).where(Stored.projection != projection.NUMBER, Stored.n > after)
            rows = session.scalars(query.order_by(Stored.n).limit(_BATCH)).all()
            if not rows:
                local.write(session, _DONE, str(projection.NUMBER))
                return made
            pending = Pending(session)
            for stored in rows:
                made += _again(pending, stored)
            after = rows[-1].n
            pending.flush()


def repair(store: "Store") -> Work[int]:
    """Make every row and the whole index again, and take out rows that no document stands for.

    Returns:
        How many rows were made.
    """
    with store.write() as session:
        for model in KINDS.values():
            session.execute(delete(model).where(model.id.not_in(select(Stored.id))))
        session.execute(text(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('delete-all')"))
        session.execute(delete(SearchText))
        session.execute(update(Stored).values(projection=-1))
    return (yield from reproject(store))


def _again(pending: Pending, stored: Stored) -> int:
    try:
        document = Document.load(stored.body)
        state = projection.standing(document, stored.kind)
    except MalformedChangeError:
        return 0
    prepared = prepare(
        Identity(stored.kind, stored.circle, stored.home, stored.key),
        stored.id,
        outcome_of(stored.kind, document, stored.body),
        state,
        stored,
        author=(stored.changed_by, stored.changed_on, stored.changed_at),
        arrived=stored.arrived,
        index=True,
    )
    pending.add(prepared)
    return 1
