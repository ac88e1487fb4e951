"""What waits to leave this laptop: spans of operations, taken out as changes when a round seals."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from sqlalchemy.orm import Session

from db import local
from db.changes import ENCODER, OPERATIONS, UPDATE_BYTES, Change, peer_of
from db.documents import Document, mode_problem, span_of

_PIECE = UPDATE_BYTES // 2
_SMALL = 4096  # bytes in which there is no room for too many operations


class Sealing(NamedTuple):
    """A change as it leaves.

    Attributes:
        circle, home: Whose section it goes into.
        raw: The change as MessagePack.
        record: Id of its record.
        at: Its stamp.
    """

    circle: str
    home: str
    raw: bytes
    record: str
    at: int


def is_empty(look: sqlite3.Connection) -> bool:
    """Tell, by plain SQL from ``Store.glance``, whether nothing waits."""
    return look.execute("SELECT 1 FROM outgoing LIMIT 1").fetchone() is None


def waiting(session: Session) -> int:
    """Return how many records have changes that no segment holds yet."""
    found = session.connection().exec_driver_sql("SELECT count(DISTINCT n) FROM outgoing")
    return int(found.scalar_one())


def seal(session: Session, limit_bytes: int, leave: Collection[bytes] = ()) -> list[Sealing]:
    """Take what waits, oldest record first, up to a limit.

    Args:
        session: A writing session; what is taken leaves the outbox when the caller commits, and
            stays if he does not.
        limit_bytes: How many bytes of changes fit into one segment; only a single change that
            alone is longer exceeds it. A record's changes may continue in the next segment.
        leave: Nonces of sittings that are not done yet: what they wrote to stays as a whole.

    Returns:
        The changes; none when nothing waits.
    """
    me = local.member(session)
    if me is None:
        return []
    taken: list[Sealing] = []
    gone: list[tuple[int, bytes]] = []
    left: list[tuple[int, int, bytes]] = []
    size = 0
    connection = session.connection()
    plain = connection.connection.cursor()  # SQLAlchemy's rows would cost a fifth of all this
    rows = plain.execute(_WAITING.format(but=_but(leave)), tuple(leave))
    for n, id, kind, circle, home, key, body, heads, at, nonce, since, person in rows:
        alone = heads is None  # one session wrote all of it: this one
        for start, update in _updates(body, me.laptop, nonce, since, alone=alone):
            raw = ENCODER.encode(Change(kind, circle, home, key, nonce, update, person, at))
            if taken and size + len(raw) > limit_bytes:
                left.append((start, n, nonce))
                break
            taken.append(Sealing(circle, home, raw, id, at))
            size += len(raw)
        else:
            gone.append((n, nonce))
        if left:
            break
    plain.close()
    _take_out(session, gone)
    if left:
        connection.exec_driver_sql("UPDATE outgoing SET since = ? WHERE n = ? AND nonce = ?", left)
    return taken


def _take_out(session: Session, gone: list[tuple[int, bytes]]) -> None:
    """Take rows out of the outbox: as one range, where nothing else lies in it."""
    if not gone:
        return
    connection = session.connection()
    ends = (*gone[0], *gone[-1])
    inside = "FROM outgoing WHERE (n, nonce) >= (?, ?) AND (n, nonce) <= (?, ?)"
    if connection.exec_driver_sql(f"SELECT count(*) {inside}", ends).scalar_one() == len(gone):
        connection.exec_driver_sql(f"DELETE {inside}", ends)
    else:
        connection.exec_driver_sql("DELETE FROM outgoing WHERE n = ? AND nonce = ?", gone)


_WAITING = """
SELECT d.n, d.id, d.kind, d.circle, d.home, d.key, d.body, d.heads, d.changed_at,
       o.nonce, o.since, s.person
FROM outgoing o JOIN document d ON d.n = o.n JOIN sitting s ON s.nonce = o.nonce
{but} ORDER BY o.n, o.nonce
"""


def _but(leave: Collection[bytes]) -> str:
    """Return the condition that leaves the records of some sittings where they are."""
    if not leave:
        return ""
    marks = ", ".join("?" * len(leave))
    return f"WHERE o.n NOT IN (SELECT n FROM outgoing WHERE nonce IN ({marks}))"


def _updates(
    body: bytes, laptop: str, nonce: bytes, since: int, *, alone: bool
) -> Iterable[tuple[int, bytes]]:
    """Yield one session's operations from a counter to the document's end, with their starts."""
    if alone and since == 0 and len(body) <= _SMALL and mode_problem(body) is None:
        return ((0, body),)  # nearly every new record: small, and kept as the update it came by
    return _spans(body, peer_of(laptop, nonce), since)


def _spans(body: bytes, peer: int, since: int) -> Iterator[tuple[int, bytes]]:
    is_update = since == 0 and len(body) <= _PIECE and mode_problem(body) is None
    whole = span_of(body) if is_update else None
    if whole is not None and whole[:2] == (peer, 0) and whole[2] <= OPERATIONS:
        yield 0, body  # written in one session, kept as its updates: nothing to cut
        return
    document = Document.load(body)
    end = document.spans().get(peer, (0, 0))[1]
    if end > since:
        yield from _cut(document, peer, since, end)


def _cut(document: Document, peer: int, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Yield a span in pieces that keep the bounds of a change."""
    if end - start <= OPERATIONS // 2:
        update = document.export_span(peer, start, end)
        if len(update) <= _PIECE or end - start == 1:
            yield start, update
            return
    middle = (start + end) // 2
    yield from _cut(document, peer, start, middle)
    yield from _cut(document, peer, middle, end)
