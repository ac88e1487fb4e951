"""Changes from other laptops: judged, imported, projected; whatever cannot be yet is parked.

Order of arrival never matters, and one bad change never takes its neighbours with it.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import local, permissions, projection
from db.changes import CIRCLES, DECODER, OPERATIONS, UPDATE_BYTES, Change, peer_of
from db.documents import (
    Document,
    ends_of,
    may_nest,
    mode_problem,
    on_deep_stack,
    signed,
    span_of,
)
from db.errors import MalformedChangeError
from db.models.local import Document as Stored
from db.models.local import Parked
from db.pending import Identity, Pending
from db.permissions import Verdict
from db.record import ASKED

if TYPE_CHECKING:
    from db.store import Store

_BATCH = 500  # about a tenth of a second, which a save waits at most
_STAMP = 2**40  # more seconds than any clock shows
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
        person: Id of the person the certificate was made for.
    """

    laptop: str
    role: str
    school: str
    table: int
    person: str = ""


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

    @property
    def peer(self) -> int:
        """Return the one peer whose operations it may bring."""
        return peer_of(self.signer.laptop, self.change.nonce)

    @property
    def message(self) -> str:
        """Return what the commits in it must say."""
        return signed(self.change.person, self.signer.laptop)


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

    Returns:
        What came of it; what still waits is not counted again.
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
        total += replace(came, parked=0)
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
            if record in before or len(group) > 1 or not self._begin(group[0]):
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

    def _begin(self, judged: _Judged) -> bool:
        """Take the one change of a record that is new here; False when it is not as simple."""
        document, peer = Document(), judged.peer
        if may_nest(judged.change.update):
            return False
        try:
            came = document.import_(judged.change.update)
            span = came.brought.get(peer, (0, OPERATIONS + 1))
            if came.pending or len(came.brought) > 1 or span[1] > OPERATIONS:
                return False
            texts = projection.text_names(judged.change.kind)
            if document.only_message(peer, span[1], texts) != judged.message and (
                document.messages(peer, span) != {judged.message}
            ):
                return False
        except MalformedChangeError:
            return False
        self.done.append(judged.arrival)
        self._keep(document, [judged], None)
        return True

    def _news(self, record: str, group: list[_Judged], before: Stored | None) -> list[_Judged]:
        """Return what keeps the bounds and is not held yet."""
        ends = ends_of(before.body) if before else {}
        news: list[_Judged] = []
        for judged in group:
            try:
                end = _own_end(judged)
            except MalformedChangeError as error:
                self.parked.append((judged.arrival, error.reason, record))
            else:
                if end > ends.get(judged.peer, 0):
                    news.append(judged)
                else:
                    self.done.append(judged.arrival)
        return news

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
            person=signer.person,
        ):
            case Verdict.REFUSED:
                raise _NotYetError("refused", record)
            case Verdict.PARKED:
                raise _NotYetError("newer_table", record)
        if len(change.update) > UPDATE_BYTES:
            raise _NotYetError("too_large", record)
        if (problem := mode_problem(change.update)) is not None:
            raise _NotYetError(problem, record)
        return _Judged(arrival, change, signer, record)

    def _apply(self, record: str, group: list[_Judged], before: Stored | None) -> None:
        left = self._news(record, group, before)
        if not left:
            return
        document = Document.load(before.body) if before else Document()
        since = document.version
        applied: list[_Judged] = []
        while left:
            late: list[_Judged] = []
            for judged in left:
                document = self._import(document, judged, before, applied, late)
            if len(late) == len(left):
                self.parked += [(j.arrival, "pending", record) for j in late]
                break
            left = late
        self.done += [j.arrival for j in applied]
        if applied and document.version != since:
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

        def without_it() -> Document:
            clean = Document.load(before.body) if before else Document()
            for good in applied:
                clean.import_(good.change.update)
            return clean

        try:
            if may_nest(judged.change.update):
                on_deep_stack(lambda: _import_one(without_it(), judged), judged.change.update)
            if _import_one(document, judged):
                applied.append(judged)
                return document
            late.append(judged)
        except MalformedChangeError as error:
            self.parked.append((judged.arrival, error.reason, judged.record))
        return without_it()

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
            author=(change.person, signer.laptop, max(0, min(change.at, _STAMP))),
            arrived=True,
            index=False,
            body=change.update if before is None and len(applied) == 1 else None,
        )
        self.changed.append(record)
        asks = bool(state.disputed) or state.deletion == ASKED
        if asks and not (before is not None and _was_open(before, state)):
            self.conflicts += 1

    def _park(self) -> None:
        connection = self.session.connection()
        parked = {
            arrival.digest: (
                arrival.digest, arrival.raw if reason in _WAITS else b"",
                arrival.segment, arrival.certificate, arrival.table, record, reason,
            )
            for arrival, reason, record in self.parked
        }  # fmt: skip
        if self.done and self.session.scalar(select(Parked.digest).limit(1)) is not None:
            gone = {arrival.digest for arrival in self.done} - parked.keys()
            connection.exec_driver_sql(
                "DELETE FROM parked WHERE digest = ?", [(digest,) for digest in gone]
            )
        projection.put(self.session, Parked, list(parked.values()))


def _was_open(before: Stored, state: projection.Standing) -> bool:
    """Tell whether the same question was asked before this arrival."""
    if state.deletion == ASKED and before.deletion != ASKED:
        return False
    known = projection.heads_disputed(before.heads, before.disputed_texts)
    return set(state.disputed) <= known


def _own_end(judged: _Judged) -> int:
    """Return the end of an update that holds only its own session's operations, not too many.

    Raises:
        MalformedChangeError: It is something else.
    """
    span = span_of(judged.change.update)
    if span is None or span[0] != judged.peer:
        raise MalformedChangeError("foreign_peer")
    _, start, end = span
    if end - start > OPERATIONS:
        raise MalformedChangeError("too_large")
    return end


def _import_one(document: Document, judged: _Judged) -> bool:
    """Import; return False when it waits for others.

    Raises:
        MalformedChangeError: It brought what it must not.
    """
    peer = judged.peer
    came = document.import_(judged.change.update)
    if came.pending:
        return False
    if any(p != peer for p in came.brought):
        raise MalformedChangeError("foreign_peer")
    if peer in came.brought and document.messages(peer, came.brought[peer]) != {judged.message}:
        raise MalformedChangeError("foreign_author")
    return True
