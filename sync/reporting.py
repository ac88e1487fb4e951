"""When in an exchange receipts are written, heard and compared."""

import time
from collections.abc import Collection, Iterator
from functools import partial

from db import digest, journal
from db.models.receipts import PlaceHolding
from db.store import Store
from sync import alarms, hearing, log, receipt_body, telling, wishes
from sync.holdings import Graph
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
    with store.read() as session:
        waiting = journal.waiting(session)
        wish = telling.is_wish_untold(session)
    if waiting:
        for _ in _catching_up(store):
            yield 0
        riding = partial(telling.riding, mine=telling.look(store))
        yield from log.seal_waiting(store, riding, leave)
    if wish:
        with store.read() as session:
            wish = telling.is_wish_untold(session)
        if wish:
            log.seal_alone(store, partial(telling.alone, mine=telling.look(store)))
            yield 0


def _catching_up(store: Store) -> Iterator[object]:
    """Bring the digest up where that is done in a moment."""
    with store.read() as session:
        many = digest.behind(session) > _DIGEST_MOST
    if not many:
        yield from digest.catching_up(store)


def report(visit: Visit) -> Iterator[RoundProgress]:
    """Compare what came in, and seal a receipt of one's own where one is due; it goes out next."""
    store = visit.store
    wishes.clear_up(store)
    hearing.tidy(store)
    with store.read() as session:
        due = telling.is_due_alone(session, visit.who) and visit.failure is None
        compare = visit.result().moved and alarms.are_due(session)
    if due or compare:
        for _ in _catching_up(store):
            yield RoundProgress(0, 0, "", Stage.RECEIVING)
    if compare:
        alarms.compare(store)
    if due:
        log.seal_alone(store, partial(telling.alone, mine=telling.look(store)))
        visit.read_logs()


def note_place(visit: Visit) -> None:
    """Remember what a place holds after an exchange that came to its end: all that is here."""
    address = visit.depot.carrier.address
    with visit.store.glance() as look:
        query = f"SELECT 1 FROM {PlaceHolding.__tablename__} WHERE address = ?"
        is_known = look.execute(query, (address,)).fetchone() is not None
    if is_known and not visit.result().moved:
        return
    with visit.store.read() as session:
        held = Graph(session).held()
    with visit.store.write() as session:
        session.connection().exec_driver_sql(
            f"INSERT OR REPLACE INTO {PlaceHolding.__tablename__} (address, tips, more, at)"
            " VALUES (?, ?, ?, ?)",
            (
                address,
                receipt_body.pack(held.tips, RECEIPT_IDS),
                receipt_body.pack(held.more, RECEIPT_IDS),
                int(time.time()),
            ),
        )
