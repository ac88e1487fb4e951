"""Which operations of a laptop are to be undone: those of some of its segments.

People choose by a day or by a segment, but what is chosen is a set of segments, cut where causes
cut: with a segment goes everything that follows it in its log, and what this laptop received after
it. A day only says where to begin; a clock that was set back hides nothing, for a stamp older than
one before it in the log does not count, and the day of receiving is taken instead.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from db.changes import Change, peer_of, record_id
from db.documents import span_of
from db.errors import MalformedChangeError
from db.models.exchange import Certificate, Segment, SegmentBytes
from db.models.local import Document, Outgoing
from db.operations import Span
from db.queries.undo import Scope
from db.store import Store
from sync import epochs, laptop, named, segment
from sync.errors import MalformedError, SkippedFileError, UnknownLaptopError, UnknownSegmentError
from sync.laptop import Me
from sync.log import TAKEN, read_change
from sync.segment import Sealed
from sync.segment_header import NAMED


@dataclass(frozen=True, slots=True)
class SealedRow:
    """One segment of a laptop, to choose by.

    Attributes:
        id, previous: The segment and the one before it in its log.
        person_name: Whom the laptop's certificate names.
        records: How many records it changes, as far as it could be opened.
        changed_at: Its newest stamp that can be believed; 0 when there is none.
        received_at: When it came here.
    """

    id: str
    previous: str
    person_name: str
    records: int
    changed_at: int
    received_at: int


def find_laptop(session: Session, words: str) -> str:
    """Return the id of a laptop by its id, the beginning of it, or the name of its person.

    Raises:
        UnknownLaptopError: None, or more than one, goes by it.
    """
    rows = session.execute(
        select(Certificate.laptop, Certificate.person_name)
        .where(Certificate.valid, Certificate.purpose == "laptop")
        .distinct()
    ).all()
    found = {id for id, name in rows if words and (id.startswith(words) or name == words)}
    if len(found) != 1:
        raise UnknownLaptopError(words, len(found))
    return found.pop()


def sealed_by(session: Session, of: str) -> list[SealedRow]:
    """Return the segments of a laptop, in the order in which they came here."""
    rows = session.execute(
        select(
            Segment.id,
            Segment.previous,
            Certificate.person_name,
            Segment.records,
            Segment.changed_at,
            Segment.received_at,
        )
        .join(Certificate, Certificate.id == Segment.signer)
        .where(Certificate.laptop == of, Segment.state == TAKEN)
        .order_by(literal_column("segment.rowid"))
    )
    return [SealedRow(*r[:3], len(r.records) // 16, r.changed_at, r.received_at) for r in rows]


def since_segment(rows: Sequence[SealedRow], words: str) -> list[str]:
    """Return a segment and what came after it: by its log, or received here later.

    Args:
        rows: All segments of the laptop, in the order in which they came.
        words: The segment's id or the beginning of it.

    Raises:
        UnknownSegmentError: None, or more than one, of them goes by it.
    """
    found = [row.id for row in rows if words and row.id.startswith(words)]
    if len(found) != 1:
        raise UnknownSegmentError(words, len(found))
    came = [row.id for row in rows]
    before = set(_behind(rows, found[0]))
    later = [id for id in came[came.index(found[0]) :] if id not in before]
    return [*later, *_followers(rows, found, besides=later)]


def since_day(rows: Sequence[SealedRow], day: datetime.date) -> list[str]:
    """Return the segments from a day on, by their stamps, and what follows them in their logs."""
    by_id = {row.id: row for row in rows}
    start = datetime.datetime.combine(day, datetime.time()).astimezone().timestamp()

    def stamp(row: SealedRow) -> int:
        earlier = [by_id[id].changed_at for id in _behind(rows, row.id)]
        believable = row.changed_at and row.changed_at >= max(earlier, default=0)
        return row.changed_at if believable else row.received_at

    first = [row.id for row in rows if stamp(row) >= start]
    return [*first, *_followers(rows, first, besides=first)]


def _behind(rows: Sequence[SealedRow], id: str) -> Iterator[str]:
    """Yield what lies before a segment in its log."""
    previous = {row.id: row.previous for row in rows}
    at = previous.get(id, "")
    while at in previous:
        yield at
        at = previous[at]


def _followers(
    rows: Sequence[SealedRow], first: Collection[str], besides: Collection[str]
) -> list[str]:
    """Return what follows some segments in their logs."""
    after: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        after[row.previous].append(row.id)
    found: dict[str, None] = {}
    to_do = list(first)
    while to_do:
        for id in after[to_do.pop()]:
            if id not in found:
                found[id] = None
                to_do.append(id)
    return [id for id in found if id not in besides]


def scope_of(store: Store, of: str, segments: Collection[str]) -> Scope:
    """Return the operations in some segments of a laptop, by record and peer.

    Of this laptop itself what waits to leave belongs to it, too.

    Args:
        store: The store.
        of: Id of the laptop; operations in its segments that are not its own are left out.
        segments: Ids of its segments.
    """
    found: dict[str, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for id in segments:
        with store.read() as session:
            who = laptop.me(session)
            for change in _changes(session, who, id):
                span = _span(change, of)
                if span is not None:
                    record = record_id(
                        who.alliance, change.kind, change.circle, change.home, change.key
                    )
                    found[record][span[0]].append(span[1:])
    with store.read() as session:
        if laptop.me(session).laptop == of:
            for record, peer, since in _waiting(session, of):
                found[record][peer].append((since, 2**31 - 1))
    return found


def _changes(session: Session, who: Me, id: str) -> Iterator[Change]:
    """Yield the changes in a held segment that can be read here."""
    try:
        sealed = segment.read(session.get_one(SegmentBytes, id).data, who.alliance)
    except SkippedFileError:
        return
    if not isinstance(sealed, Sealed):
        return
    for place, section in enumerate(sealed.header.sections):
        is_named = section.circle == NAMED
        key = named.find(session, who, section) if is_named else epochs.find(session, section.epoch)
        if key is None:
            continue
        try:
            raws = segment.open_section(sealed, place, key)
        except MalformedError:
            continue
        yield from filter(None, map(read_change, raws))


def _span(change: Change, of: str) -> tuple[int, int, int] | None:
    """Return peer and span of a change, when they are those of the laptop."""
    try:
        span = span_of(change.update)
    except MalformedChangeError:
        return None
    return span if span is not None and span[0] == peer_of(of, change.nonce) else None


def _waiting(session: Session, of: str) -> list[tuple[str, int, int]]:
    rows = session.execute(
        select(Document.id, Outgoing.nonce, Outgoing.since).join(Outgoing, Outgoing.n == Document.n)
    )
    return [(row.id, peer_of(of, row.nonce), row.since) for row in rows]
