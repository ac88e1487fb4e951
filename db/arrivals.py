"""Changes from other laptops: judged, imported, projected; whatever cannot be yet is parked.

Order of arrival never matters, and one bad change never takes its neighbours with it.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db import local, permissions, projection
from db.changes import CIRCLES, DECODER, OPERATIONS, UPDATE_BYTES, Change, peer_of
from db.documents import Document, span_of
from db.errors import MalformedChangeError
from db.models.local import Document as Stored
from db.models.local import Parked
from db.pending import Identity, Pending
from db.permissions import Verdict
from db.record import ASKED

if TYPE_CHECKING:
    from db.store import Store

_BATCH = 200
_WAITS = ("pending", "unknown_certificate", "newer_table", "undecodable", "unknown_circle")
"""Reasons that may pass; any other is for ever."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who sealed a segment, from the certificate named in its header.

    Attributes:
        laptop: Id of the laptop.
        role: What its certificate allows at most.
        school: Record id of its school.
        table: Version of the permission table named in the header.
    """

    laptop: str
    role: str
    school: str
    table: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """One change out of a segment.

    Attributes:
        raw: MessagePack bytes of one :class:`~db.changes.Change`.
        segment: Id of the segment.
        certificate: Id of the certificate named in its header.
        table: Version of the permission table named there.
        signer: What the certificate says; None while it is not known here.
    """

    raw: bytes
    segment: str
    certificate: str
    table: int
    signer: Signer | None

    @property
    def digest(self) -> bytes:
        """Return what tells this change from any other that is parked."""
        return hashlib.sha256(self.segment.encode() + b"\0" + self.raw).digest()


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of some arrivals, in records; ids of those that changed here."""

    received: int = 0
    conflicts: int = 0
    parked: int = 0
    refused: int = 0
    records: tuple[str, ...] = ()

    def __add__(self, other: "Accepted") -> "Accepted":
        records = tuple(dict.fromkeys((*self.records, *other.records)))
        return Accepted(
            len(records),
            self.conflicts + other.conflicts,
            self.parked + other.parked,
            self.refused + other.refused,
            records,
        )


@dataclass(frozen=True, slots=True)
class _Judged:
    arrival: Arrival
    change: Change
    signer: Signer
    record: str
    span: tuple[int, int]


class _NotYetError(Exception):
    def __init__(self, reason: str, record: str = "") -> None:
        super().__init__(reason)
        self.reason, self.record = reason, record


def accept(store: "Store", arrivals: Iterable[Arrival]) -> Accepted:
    """Apply what may be applied, park the rest; the same arrival again changes nothing.

    Args:
        store: The store; each batch is a transaction of its own.
        arrivals: Changes in any order.
    """
    total = Accepted()
    for batch in _batches(arrivals):
        with store.write() as session:
            total += _Batch(session).take(batch)
    return total


def retry_parked(store: "Store", signer_of: Callable[[str, int], Signer | None]) -> Accepted:
    """Try again what waits for a certificate, a table or an earlier change.

    Args:
        store: The store.
        signer_of: Gives the signer for a certificate id and a permission table's version.
    """
    total = Accepted()
    while True:
        with store.read() as session:
            waiting = session.scalars(select(Parked).where(Parked.reason.in_(_WAITS))).all()
            arrivals = [
                Arrival(p.raw, p.segment, p.certificate, p.authority, signer)
                for p in waiting
                if (signer := signer_of(p.certificate, p.authority)) is not None
            ]
        if not arrivals:
            return total
        came = accept(store, arrivals)
        total += came
        if not came.records:
            return total


def _batches(arrivals: Iterable[Arrival]) -> Iterator[Sequence[Arrival]]:
    source = iter(arrivals)
    while batch := list(islice(source, _BATCH)):
        yield batch


class _Batch:
    """One transaction's worth of arrivals."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.pending = Pending(session)
        self.parked: list[tuple[Arrival, str, str]] = []
        self.done: list[Arrival] = []
        self.changed: list[str] = []
        self.conflicts = 0
        self.member = local.member(session)

    def take(self, arrivals: Sequence[Arrival]) -> Accepted:
        """Judge and apply; return what came of it."""
        groups: dict[str, list[_Judged]] = {}
        for arrival in arrivals:
            try:
                judged = self._judge(arrival)
            except _NotYetError as wait:
                self.parked.append((arrival, wait.reason, wait.record))
            else:
                groups.setdefault(judged.record, []).append(judged)
        stored = select(Stored).where(Stored.id.in_(groups))
        before = {row.id: row for row in self.session.scalars(stored)}
        for record, group in groups.items():
            self._apply(record, group, before.get(record))
        self.pending.flush()
        self._park()
        waits = sum(reason in _WAITS for _, reason, _ in self.parked)
        return Accepted(
            len(self.changed),
            self.conflicts,
            waits,
            len(self.parked) - waits,
            tuple(self.changed),
        )

    def _judge(self, arrival: Arrival) -> _Judged:
        try:
            change = DECODER.decode(arrival.raw)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            raise _NotYetError("undecodable") from None
        identity = Identity(change.kind, change.circle, change.home, change.key)
        record = identity.id(self.member.alliance if self.member else "")
        if change.circle not in CIRCLES:
            raise _NotYetError("unknown_circle", record)
        signer = arrival.signer
        if signer is None:
            raise _NotYetError("unknown_certificate", record)
        match permissions.verdict(
            signer.table,
            signer.role,
            signer.school,
            kind=change.kind,
            circle=change.circle,
            home=change.home,
            record=record,
        ):
            case Verdict.REFUSED:
                raise _NotYetError("refused", record)
            case Verdict.PARKED:
                raise _NotYetError("newer_table", record)
        return _Judged(arrival, change, signer, record, _own_span(change, signer, record))

    def _apply(self, record: str, group: list[_Judged], before: Stored | None) -> None:
        document = Document.load(before.body) if before else Document()
        since = document.spans()
        applied: list[_Judged] = []
        left = group
        while left:
            late: list[_Judged] = []
            for judged in left:
                document = self._import(document, judged, before, applied, late)
            if len(late) == len(left):
                self.parked += [(j.arrival, "pending", record) for j in late]
                break
            left = late
        self.done += [j.arrival for j in applied]
        if applied and document.spans() != since:
            self._keep(document, applied, before)

    def _import(
        self,
        document: Document,
        judged: _Judged,
        before: Stored | None,
        applied: list[_Judged],
        late: list[_Judged],
    ) -> Document:
        """Import one change; a document it spoilt is thrown away and made again without it."""
        try:
            if _import_one(document, judged):
                applied.append(judged)
                return document
            late.append(judged)
        except MalformedChangeError as error:
            self.parked.append((judged.arrival, error.reason, judged.record))
        document = Document.load(before.body) if before else Document()
        for good in applied:
            document.import_(good.change.update)
        return document

    def _keep(self, document: Document, applied: list[_Judged], before: Stored | None) -> None:
        change, signer, record = applied[-1].change, applied[-1].signer, applied[-1].record
        state = projection.standing(
            document,
            change.kind,
            cached=before.heads if before else None,
            cached_at=before.version if before else None,
        )
        self.pending.add(
            Identity(change.kind, change.circle, change.home, change.key),
            record,
            document,
            state,
            before,
            author=(change.person, signer.laptop, change.at),
            arrived=True,
            index=False,
        )
        self.changed.append(record)
        asks = bool(state.disputed) or state.deletion == ASKED
        if asks and not (before is not None and _was_open(before, state)):
            self.conflicts += 1

    def _park(self) -> None:
        parked = {arrival.digest for arrival, _, _ in self.parked}
        done = [a.digest for a in self.done if a.digest not in parked]
        if done:
            self.session.execute(delete(Parked).where(Parked.digest.in_(done)))
        for arrival, reason, record in self.parked:
            self.session.merge(
                Parked(
                    digest=arrival.digest,
                    raw=arrival.raw,
                    segment=arrival.segment,
                    certificate=arrival.certificate,
                    authority=arrival.table,
                    record=record,
                    reason=reason,
                )
            )


def _was_open(before: Stored, state: projection.Standing) -> bool:
    """Tell whether the same question was asked before this arrival."""
    if state.deletion == ASKED and before.deletion != ASKED:
        return False
    known = projection.heads_disputed(before.heads, before.disputed_texts)
    return set(state.disputed) <= known


def _own_span(change: Change, signer: Signer, record: str) -> tuple[int, int]:
    """Return the peer and end of an update that holds only its own session's operations."""
    if len(change.update) > UPDATE_BYTES:
        raise _NotYetError("too_large", record)
    try:
        span = span_of(change.update)
    except MalformedChangeError as error:
        raise _NotYetError(error.reason, record) from None
    if span is None:
        raise _NotYetError("not_updates", record)
    if span[0] != peer_of(signer.laptop, change.nonce):
        raise _NotYetError("foreign_peer", record)
    if span[1] > OPERATIONS:
        raise _NotYetError("too_large", record)
    return span


def _import_one(document: Document, judged: _Judged) -> bool:
    """Import; return False when it waits for others.

    Raises:
        MalformedChangeError: It brought what it must not.
    """
    peer = judged.span[0]
    came = document.import_(judged.change.update)
    if came.pending:
        return False
    if any(p != peer for p in came.brought):
        raise MalformedChangeError("foreign_peer")
    if document.foreign_parts():
        raise MalformedChangeError("containers")
    message = f"{judged.change.person}@{judged.signer.laptop}"
    start, end = came.brought.get(peer, (0, 0))
    if not all(m == message for m in document.messages(peer, (start, end))):
        raise MalformedChangeError("foreign_author")
    return True
