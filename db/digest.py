"""One number for what a store holds: equal on laptops that hold the same changes, in any order.

It is the sum, modulo 2^256, of one SHA-256 for each record: so one record that changed costs one
record's work, and a store of 100,000 is never read again as a whole. Different numbers at equal
sets of segments are a fault of the program, to be reported.
"""

import hashlib
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import local, plain
from db.documents import Document
from db.models.local import Document as Stored
from db.models.local import Local
from db.models.receipts import RecordDigest
from db.progress import Progress, Work

if TYPE_CHECKING:
    from db.store import Store

SHARED = "alliance"
"""The circle whose records every laptop of an alliance can compare."""

_ENCODER = msgspec.msgpack.Encoder(order="sorted")
_BYTES = 32
_MODULUS: int = 2**256
_SUM = "digest"
_INNER = "digest "
"""Before circle and home: the names of the sums of what not all may read."""
_HAS_INNER = "digest_has_inner"
_AT_ONCE = 500  # records between two places to stop; writers wait a few milliseconds for them


def of_record(id: str, body: bytes) -> bytes:
    """Return the SHA-256 of a record's id and whole value; nothing for an empty record."""
    said = plain.read(body) if plain.is_plain(body) else Document.load(body)
    value = said.deep()
    return hashlib.sha256(_ENCODER.encode((id, value))).digest() if value else b""


def digest(session: Session, circle: str | None = None) -> str:
    """Return the digest of all records, or those of one circle, worked out from the documents."""
    query = select(Stored.id, Stored.body).execution_options(yield_per=200)
    if circle is not None:
        query = query.where(Stored.circle == circle)
    total = sum(_number(of_record(id, body)) for id, body in session.execute(query))
    return _bytes(total).hex()


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "big")


def _bytes(total: int) -> bytes:
    return (total % _MODULUS).to_bytes(_BYTES, "big")


def known(session: Session) -> bytes | None:
    """Return the digest of what the whole alliance may read; None while it is not worked out."""
    if _behind(session):
        return None
    return bytes.fromhex(local.read(session, _SUM) or _bytes(0).hex())


def inner(session: Session) -> dict[tuple[str, str], bytes]:
    """Return the digests of what not all may read, by circle and home; none while behind."""
    if _behind(session) or local.read(session, _HAS_INNER) is None:
        return {}
    rows = session.connection().exec_driver_sql(
        f"SELECT name, value FROM {Local.__tablename__} WHERE name GLOB '{_INNER}*'"
    )
    found = {}
    for name, value in rows:
        circle, _, home = name.removeprefix(_INNER).partition(" ")
        found[circle, home] = bytes.fromhex(value)
    return found


def _begin_inner(session: Session) -> None:
    """Work out anew, once, what an older program left out of all sums."""
    if local.read(session, _HAS_INNER) is None:
        session.connection().exec_driver_sql(
            "UPDATE record_digest SET stale = 1 WHERE n IN"
            f" (SELECT n FROM {Stored.__tablename__} WHERE circle <> '{SHARED}')"
        )
        local.write(session, _HAS_INNER, "1")


def _behind(session: Session) -> bool:
    stale = select(RecordDigest.n).where(RecordDigest.stale.is_(True)).limit(1)
    if session.scalar(stale) is not None:
        return True
    return _last(session, Stored) > _last(session, RecordDigest)


def behind(look: sqlite3.Connection) -> int:
    """Return, by plain SQL, about how many records the digest does not hold as they are."""
    (found,) = look.execute(_BEHIND).fetchone()
    return int(found)


_BEHIND = f"""
SELECT (SELECT count(*) FROM {RecordDigest.__tablename__} WHERE stale)
    + coalesce((SELECT max(n) FROM {Stored.__tablename__}), 0)
    - coalesce((SELECT max(n) FROM {RecordDigest.__tablename__}), 0)
"""


def _last(session: Session, table: type[Stored] | type[RecordDigest]) -> int:
    newest = f"SELECT max(n) FROM {table.__tablename__}"
    return session.connection().exec_driver_sql(newest).scalar() or 0


def catching_up(store: "Store", most: int | None = None) -> Work[None]:
    """Work out what each changed record adds to the digest.

    Args:
        store: The store; documents are read beside its writers, who wait for a moment only.
        most: After how many records to leave the rest for later; None works them all out.
    """
    with store.read() as session:
        begun = local.read(session, _HAS_INNER) is not None
    if not begun:
        with store.write() as session:
            _begin_inner(session)
    done = 0
    while most is None or done < most:
        with store.read() as session:
            total = _last(session, Stored)
            portion = _AT_ONCE if most is None else min(_AT_ONCE, most - done)
            found = _worked_out(session, portion)
        if not found:
            return
        with store.write() as session:
            still = _still(session, found)
            _keep(session, still)
        done += len(found)
        yield Progress(done, max(done, total))
        if len(still) == len(found) < portion:
            return


def catch_up(session: Session, most: int) -> bytes | None:
    """Return the digest after working out at most so many records; None when there are more."""
    _begin_inner(session)
    found = _worked_out(session, most)
    if found:
        _keep(session, found)
    return known(session)


@dataclass(frozen=True, slots=True)
class _Found:
    n: int
    version: bytes
    sum: str
    digest: bytes


def _worked_out(session: Session, most: int) -> list[_Found]:
    """Work out some records that changed or are new, in the order of their numbers."""
    stale = (
        select(RecordDigest.n)
        .where(RecordDigest.stale.is_(True))
        .order_by(RecordDigest.n)
        .limit(most)
    )
    numbers = list(session.scalars(stale))
    fresh = (
        select(Stored.n)
        .where(Stored.n > _last(session, RecordDigest))
        .order_by(Stored.n)
        .limit(most - len(numbers))
    )
    numbers += session.scalars(fresh)
    rows = session.execute(
        select(Stored.n, Stored.version, Stored.id, Stored.circle, Stored.home, Stored.body).where(
            Stored.n.in_(numbers)
        )
    )
    return [
        _Found(n, version, _sum_of(circle, home), of_record(id, body))
        for n, version, id, circle, home, body in rows
    ]


def _sum_of(circle: str, home: str) -> str:
    return _SUM if circle == SHARED else f"{_INNER}{circle} {home}"


def _still(session: Session, found: list[_Found]) -> list[_Found]:
    """Return what was worked out from documents that are still as they were, without a gap."""
    query = select(Stored.n, Stored.version).where(Stored.n.in_([one.n for one in found]))
    versions: dict[int, bytes] = dict(session.execute(query).all())
    last = _last(session, RecordDigest)
    still = []
    for one in sorted(found, key=lambda one: one.n):
        if versions.get(one.n) == one.version:
            still.append(one)
        elif one.n > last:
            break  # what is above the last number is new: none may be left out below it
    return still


def _keep(session: Session, found: list[_Found]) -> None:
    query = select(RecordDigest.n, RecordDigest.digest)
    before: dict[int, bytes] = dict(
        session.execute(query.where(RecordDigest.n.in_([one.n for one in found]))).all()
    )
    added: dict[str, int] = {}
    for one in found:
        grown = _number(one.digest) - _number(before.get(one.n, b""))
        added[one.sum] = added.get(one.sum, 0) + grown
    session.connection().exec_driver_sql(
        "INSERT OR REPLACE INTO record_digest (n, digest, stale) VALUES (?, ?, 0)",
        [(one.n, one.digest) for one in found],
    )
    for name, grown in added.items():
        total = _number(bytes.fromhex(local.read(session, name) or "")) + grown
        local.write(session, name, _bytes(total).hex())


def forget(session: Session, numbers: list[int]) -> None:
    """Note that documents changed; whoever changes one calls this in the same transaction."""
    session.connection().exec_driver_sql(
        "UPDATE record_digest SET stale = 1 WHERE n = ? AND stale = 0", [(n,) for n in numbers]
    )
