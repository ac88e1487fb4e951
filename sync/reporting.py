"""When in an exchange receipts are written, heard and compared."""

import time
from collections.abc import Collection, Iterator
from functools import partial

from sqlalchemy.orm import Session

from db import digest, outbox
from db.models.receipts import PlaceHolding
from db.store import Store
from sync import alarms, hearing, log, receipt_body, telling, wishes
from sync.holdings import Graph, Held
from sync.limits import RECEIPT_IDS
from sync.visit import RoundProgress, Stage, Visit

_DIGEST_MOST = 200
"""Records an exchange works out for the digest; where more wait, that is done when nobody waits."""


def sealing(store: Store, leave: Collection[bytes] = ()) -> Iterator[int]:
    """Seal what waits, with a receipt where there is something to tell.

    Args:
        store: The store.
        leave: Nonces of sittings whose records wait for another time.

    Yields:
        How many records each step sealed.
    """
    with store.glance() as look:
        waits = not outbox.is_empty(look)
        wish = telling.is_wish_untold(look)
    if waits:
        for _ in _catching_up(store):
            yield 0
        riding = partial(telling.riding, mine=telling.look(store))
        yield from log.seal_waiting(store, riding, leave)
    if wish:
        with store.glance() as look:
            wish = telling.is_wish_untold(look)
        if wish:
            log.seal_alone(store, partial(telling.alone, mine=telling.look(store)))
            yield 0


def _catching_up(store: Store) -> Iterator[object]:
    """Bring the digest up where that is done in a moment."""
    with store.glance() as look:
        many = digest.behind(look) > _DIGEST_MOST
    if not many:
        yield from digest.catching_up(store)


def report(visit: Visit) -> Iterator[RoundProgress]:
    """Compare what came in, and seal a receipt of one's own where one is due; it goes out next."""
    store = visit.store
    wishes.clear_up(store)
    hearing.tidy(store)
    with store.glance() as look:
        due = telling.is_due_alone(look, visit.who) and visit.failure is None
        compare = visit.result().moved and alarms.are_due(look)
    if due or compare:
        for _ in _catching_up(store):
            yield RoundProgress(0, 0, "", Stage.RECEIVING)
    if compare:
        alarms.compare(store)
    if due:
        log.seal_alone(store, partial(telling.alone, mine=telling.look(store)))
        visit.read_logs()


def held_now(visit: Visit) -> Held | None:
    """Return what is here after an exchange that came to its end; None where that is known."""
    address = visit.depot.carrier.address
    with visit.store.glance() as look:
        query = f"SELECT 1 FROM {PlaceHolding.__tablename__} WHERE address = ?"
        is_known = look.execute(query, (address,)).fetchone() is not None
    if is_known and not visit.result().moved:
        return None
    with visit.store.glance() as look:
        return Graph(look.execute).held()


def note_place(session: Session, address: str, held: Held) -> None:
    """Remember, in a write transaction, what a place holds: all that is here."""
    tips, more = (receipt_body.pack(ids, RECEIPT_IDS) for ids in (held.tips, held.more))
    session.connection().exec_driver_sql(_HOLDING, (address, tips, more, int(time.time())))


_HOLDING = f"""
INSERT OR REPLACE INTO {PlaceHolding.__tablename__} (address, tips, more, at) VALUES (?, ?, ?, ?)
"""
