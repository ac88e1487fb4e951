"""The receipts of others: believed of nobody but their signers, kept while none later is known."""

import time
from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.models.receipts import Receipt, ReceiptFiles
from db.store import Store
from sync import holdings, laptop, receipt_body
from sync.errors import MalformedError
from sync.limits import RECEIPTS_KEPT
from sync.receipt_body import Body


def read(data: bytes, signer: str) -> Body:
    """Read a receipt that stood in a segment.

    Args:
        data: The receipt.
        signer: Id of the laptop that signed the segment.

    Raises:
        MalformedError: It is none, or speaks for another laptop.
    """
    body = receipt_body.read(data)
    if body.laptop != signer:
        raise MalformedError("receipt in the name of another laptop")
    return body


def keep(session: Session, segment: str, said: Sequence[bytes]) -> None:
    """Keep what a segment's receipt says; of several in one segment the last counts.

    Args:
        session: A writing session.
        segment: Id of the segment.
        said: Receipts that :func:`read` has taken.
    """
    if not said or session.get(Receipt, segment) is not None:
        return
    body = receipt_body.read(said[-1])
    if body.laptop == laptop.me(session).laptop:
        return  # of this laptop before it was restored, or of its clone: it knows better
    session.add(
        Receipt(
            segment=segment,
            laptop=body.laptop,
            at=max(0, min(body.at, 2**40)),
            heard_at=int(time.time()),
            body=said[-1],
            files=body.files_hash,
            compared=False,
        )
    )
    if body.files is not None:
        session.merge(ReceiptFiles(laptop=body.laptop, digest=body.files_hash, prefixes=body.files))
    session.flush()


def tidy(store: Store) -> None:
    """Drop the receipts that a later one of the same laptop knew, and lists nobody means now."""
    several = f"SELECT 1 FROM {Receipt.__tablename__} GROUP BY laptop HAVING count(*) > 1"
    with store.glance() as look:
        if look.execute(several).fetchone() is None:
            return
    with store.read() as session:
        known = holdings.load(session)
    gone = set(known.superseded)
    for said in known.said.values():
        # without end only from a liar; whom it misleads about is the liar
        newest = sorted(said, key=lambda one: (one.heard_at, one.segment), reverse=True)
        gone.update(one.segment for one in newest[RECEIPTS_KEPT:])
    if not gone:
        return
    with store.write() as session:
        session.execute(delete(Receipt).where(Receipt.segment.in_(gone)))
        _drop_lists(session)


def _drop_lists(session: Session) -> None:
    meant = {tuple(row) for row in session.execute(select(Receipt.laptop, Receipt.files))}
    for row in session.scalars(select(ReceiptFiles)).all():
        if (row.laptop, row.digest) not in meant:
            session.delete(row)
