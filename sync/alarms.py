"""What must not happen: two laptops hold the same segments and differ; compared, kept, reported."""

import time
from collections.abc import Iterator
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
from sync import holdings, receipt_body, telling
from sync.holdings import Graph, Holdings, Said
from sync.limits import READER

_SHOWN = 8  # bytes of a record's digest in a report: enough to compare


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """Another laptop holds the same as this one, and shows it otherwise.

    Attributes:
        n: Its number.
        laptop: The other one.
        at: When it was noticed, by this laptop's clock.
        mine, theirs: The digests.
    """

    n: int
    laptop: str
    at: int
    mine: str
    theirs: str


def standing(session: Session) -> list[AlarmRow]:
    """Return the alarms that have not passed."""
    rows = session.scalars(select(Alarm).where(Alarm.ended_at.is_(None)).order_by(Alarm.n))
    return [AlarmRow(row.n, row.laptop, row.at, row.mine, row.theirs) for row in rows]


def are_due(session: Session) -> bool:
    """Tell whether a receipt with a digest waits to be compared."""
    waiting = select(Receipt.segment).where(Receipt.compared.is_(False)).limit(1)
    return session.scalar(waiting) is not None


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
        done = set(session.scalars(select(Receipt.segment).where(Receipt.compared)))
    found = {
        said: _compare(known, said, segments, mine)
        for several in known.said.values()
        for said in several
        if said.segment not in done
    }
    settled = {said: verdict for said, verdict in found.items() if verdict is not _Verdict.LATER}
    if settled:
        with store.write() as session:
            for said, verdict in settled.items():
                _settle(session, said, verdict, mine)


def _with_changes(session: Session) -> set[str]:
    """Return the segments that hold more than a receipt, as far as can be told."""
    changed = session.scalars(select(Segment.id).where(Segment.records != b""))
    return {*changed, *session.scalars(select(SealedSection.segment))}


class _Verdict(Enum):
    """What comparing with one receipt says."""

    NOTHING = 0  # for ever: it has no digest, or this laptop holds more than it did
    LATER = 1
    EQUAL = 2
    DIFFERENT = 3


def _compare(known: Holdings, said: Said, segments: set[str], mine: bytes) -> _Verdict:
    body = said.body
    if not body.digest or (body.table, body.reader) != (permissions.CURRENT, READER):
        return _Verdict.NOTHING
    claimed = receipt_body.unpack(body.tips + body.more)
    if any(id not in known.graph.previous for id in claimed):
        return _Verdict.LATER  # it holds more than this laptop: what lacks may still come
    if any(not known.held[id] & said.bit for id in segments):
        return _Verdict.NOTHING
    return _Verdict.EQUAL if body.digest == mine else _Verdict.DIFFERENT


def _settle(session: Session, said: Said, verdict: _Verdict, mine: bytes) -> None:
    """Remember what came of comparing, so that it is done once."""
    row = session.get(Receipt, said.segment)
    if row is not None:
        row.compared = True
    if verdict is _Verdict.EQUAL:
        session.execute(
            update(Alarm)
            .where(Alarm.laptop == said.laptop, Alarm.ended_at.is_(None))
            .values(ended_at=int(time.time()))
        )
    if verdict is not _Verdict.DIFFERENT:
        return
    session.add(
        Alarm(
            kind="digest",
            laptop=said.laptop,
            segment=said.segment,
            at=int(time.time()),
            mine=mine.hex(),
            theirs=said.body.digest.hex(),
            ended_at=None,
        )
    )


def report(session: Session) -> bytes:
    """Return what helps to find the fault, as JSON lines: no names, no words, no values.

    Two such reports, one of each laptop, name the records that differ.
    """
    return b"\n".join(map(msgspec.json.encode, _report(session))) + b"\n"


def _report(session: Session) -> Iterator[dict[str, object]]:
    mine = digest.known(session)
    held = Graph(session).held()
    yield {
        "lianke": "digest report 1",
        "table": permissions.CURRENT,
        "reader": READER,
        "digest": None if mine is None else mine.hex(),
        "tips": sorted(held.tips),
        "more": sorted(held.more),
        "unread": sorted(held.unread),
    }
    for row in standing(session):
        yield {"alarm": row.laptop, "at": row.at, "mine": row.mine, "theirs": row.theirs}
    query = (
        select(Document.id, Document.kind, Document.version, RecordDigest.digest)
        .join(RecordDigest, RecordDigest.n == Document.n)
        .where(Document.circle == digest.SHARED, RecordDigest.stale.is_(False))
        .order_by(Document.id)
        .execution_options(yield_per=500)
    )
    for id, kind, version, found in session.execute(query):
        yield {
            "record": id,
            "kind": kind,
            "version": version.hex(),
            "digest": found[:_SHOWN].hex(),
        }
