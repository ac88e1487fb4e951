"""What must not happen: two laptops hold the same segments and differ; compared, kept, reported."""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

import msgspec
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db import digest, permissions
from db.models.exchange import SealedSection, Segment
from db.models.local import Document, Outgoing
from db.models.receipts import Alarm, Receipt, RecordDigest
from db.store import Store
from sync import holdings, inner_digests, laptop, receipt_body, telling
from sync.holdings import Graph, Holdings, Said
from sync.inner_digests import Circle
from sync.limits import READER

_KIND = "digest"
_SHOWN = 8  # bytes of a record's digest in a report: enough to compare


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """Another laptop holds the same as this one, and shows it otherwise.

    Attributes:
        n: Its number.
        laptop: The other one.
        at: When it was noticed, by this laptop's clock.
        mine, theirs: The digests; of what not all may read, what stood for them in a receipt.
        circle, home: What is shown otherwise; the home is empty for the whole alliance.
    """

    n: int
    laptop: str
    at: int
    mine: str
    theirs: str
    circle: str = digest.SHARED
    home: str = ""


def standing(session: Session) -> list[AlarmRow]:
    """Return the alarms that have not passed."""
    rows = session.scalars(select(Alarm).where(Alarm.ended_at.is_(None)).order_by(Alarm.n))
    return [
        AlarmRow(row.n, row.laptop, row.at, row.mine, row.theirs, *_circle(row.kind))
        for row in rows
    ]


def _kind(circle: str, home: str) -> str:
    return _KIND if circle == digest.SHARED else f"{_KIND} {circle} {home}"


def _circle(kind: str) -> Circle:
    circle, _, home = kind.removeprefix(_KIND).strip().partition(" ")
    return circle or digest.SHARED, home


def are_due(look: sqlite3.Connection) -> bool:
    """Tell, by plain SQL from ``Store.glance``, whether a receipt waits to be compared."""
    return look.execute(_ANY_DUE).fetchone() is not None


_ANY_DUE = f"SELECT 1 FROM {Receipt.__tablename__} WHERE NOT compared LIMIT 1"


def compare(store: Store) -> None:
    """Compare this laptop's digest with those of laptops that held the same; keep what differs."""
    with store.read() as session:
        mine = digest.known(session)
        if mine is None or session.scalar(select(Outgoing.n).limit(1)) is not None:
            return
        known = holdings.load(session)
        if known.graph.unread or not telling.reads_all(session):
            return
        segments = _with_changes(session)
        known_inner = digest.inner(session)
        keys = inner_digests.circle_keys(session, laptop.me(session))
        done = set(session.scalars(select(Receipt.segment).where(Receipt.compared)))
    every = [said for several in known.said.values() for said in several]
    found = {said: _compare(known, said, segments) for said in every if said.segment not in done}
    settled = {said: verdict for said, verdict in found.items() if verdict is not _Verdict.LATER}
    if settled:
        with store.write() as session:
            for said, verdict in settled.items():
                both = {}
                if verdict is _Verdict.ALIKE:
                    both = inner_digests.compare(said.body.inner, known_inner, keys)
                    both[digest.SHARED, ""] = (mine, said.body.digest)
                _settle(session, said, both)


def _with_changes(session: Session) -> set[str]:
    """Return the segments that hold more than a receipt, as far as can be told."""
    changed = session.scalars(select(Segment.id).where(Segment.records != b""))
    return {*changed, *session.scalars(select(SealedSection.segment))}


class _Verdict(Enum):
    """What comparing with one receipt says."""

    NOTHING = 0  # for ever: it has no digest, or this laptop holds more than it did
    LATER = 1
    ALIKE = 2  # both hold the same: what they make of it must be the same


def _compare(known: Holdings, said: Said, segments: set[str]) -> _Verdict:
    body = said.body
    if not body.digest or (body.table, body.reader) != (permissions.CURRENT, READER):
        return _Verdict.NOTHING
    tips, more = receipt_body.unpack(body.tips), receipt_body.unpack(body.more)
    graph = known.graph
    if not (graph.complete.issuperset(tips) and graph.previous.keys() >= set(more)):
        return _Verdict.LATER  # it holds more than this laptop: what lacks may still come
    if any(not known.held[id] & said.bit for id in segments):
        return _Verdict.NOTHING
    return _Verdict.ALIKE


def _settle(session: Session, said: Said, both: Mapping[Circle, tuple[bytes, bytes]]) -> None:
    """Remember what came of comparing, so that it is done once."""
    row = session.get(Receipt, said.segment)
    if row is not None:
        row.compared = True
    now = int(time.time())
    for circle, (mine, theirs) in both.items():
        kind = _kind(*circle)
        if mine != theirs:
            session.add(
                Alarm(
                    kind=kind,
                    laptop=said.laptop,
                    segment=said.segment,
                    at=now,
                    mine=mine.hex(),
                    theirs=theirs.hex(),
                    ended_at=None,
                )
            )
            continue
        session.execute(
            update(Alarm)
            .where(Alarm.laptop == said.laptop, Alarm.kind == kind, Alarm.ended_at.is_(None))
            .values(ended_at=now)
        )


def report(session: Session) -> bytes:
    """Return what helps to find the fault, as JSON lines: no names, no words, no values.

    Two such reports, one of each laptop, name the records that differ.
    """
    return b"\n".join(map(msgspec.json.encode, _report(session))) + b"\n"


def _report(session: Session) -> Iterator[dict[str, object]]:
    mine = digest.known(session)
    held = Graph(session.connection().exec_driver_sql).held()
    yield {
        "lianke": "digest report 1",
        "table": permissions.CURRENT,
        "reader": READER,
        "digest": None if mine is None else mine.hex(),
        "tips": sorted(held.tips),
        "more": sorted(held.more),
        "unread": sorted(held.unread),
    }
    circles = {(digest.SHARED, "")}
    for row in standing(session):
        circles.add((row.circle, row.home))
        yield {"alarm": row.laptop, "at": row.at, "mine": row.mine, "theirs": row.theirs}
    for circle, home in sorted(circles):
        yield from _records(session, circle, home)


def _records(session: Session, circle: str, home: str) -> Iterator[dict[str, object]]:
    """Yield what each record adds; of what not all may read only where an alarm stands."""
    query = (
        select(Document.id, Document.kind, Document.version, RecordDigest.digest)
        .join(RecordDigest, RecordDigest.n == Document.n)
        .where(Document.circle == circle, RecordDigest.stale.is_(False))
        .order_by(Document.id)
        .execution_options(yield_per=500)
    )
    if home:
        query = query.where(Document.home == home)
    for id, kind, version, found in session.execute(query):
        yield {
            "record": id,
            "kind": kind,
            "version": version.hex(),
            "digest": found[:_SHOWN].hex(),
        }
