"""Changes from other laptops: judged, imported, projected; whatever cannot be yet is parked.

Order of arrival never matters, and one bad change never takes its neighbours with it.
"""

import gc
import hashlib
import json
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import local, permissions, projection
from db.ahead import Ahead, Reading
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
from db.first import Asked, First, read_first
from db.models.local import Document as Stored
from db.models.local import Parked
from db.pending import Identity, Outcome, Pending, outcome_of
from db.permissions import Verdict
from db.projection import Standing
from db.record import ASKED

if TYPE_CHECKING:
    from db.store import Store

_BATCH, _LEAST = 1000, 250  # changes a transaction
_MOMENT_S = 0.08  # which a save waits at most; on a slow machine fewer changes fit into it
_AHEAD = 2  # batches that are being read while one is taken in
_MANY = 2000  # changes for which a second process is worth its start
_STAMP = 2**40  # more seconds than any clock shows
WAITS = ("pending", "unknown_certificate", "newer_table", "undecodable", "unknown_circle")
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


class Arrival(msgspec.Struct, frozen=True, gc=False):
    """One change out of a segment.

    Attributes:
        raw: MessagePack bytes of one :class:`~db.changes.Change`.
        segment: Id of the segment.
        certificate: Id of the certificate named in its header.
        table: Version of the permission table named there.
        signer: What the certificate says; None while it is not known here.
        change: What ``raw`` says, where that was read already.
    """

    raw: bytes
    segment: str
    certificate: str
    table: int
    signer: Signer | None
    change: Change | None = None

    @property
    def digest(self) -> bytes:
        """Return what tells this change from any other that is parked."""
        return hashlib.sha256(self.segment.encode() + b"\0" + self.raw).digest()


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of some arrivals, in records.

    Attributes:
        received: How many records changed here.
        conflicts, parked, refused: How many ask for a decision, wait, or are refused for ever.
        records: Ids of those that changed, and by segment of what each segment changed.
    """

    received: int = 0
    conflicts: int = 0
    parked: int = 0
    refused: int = 0
    records: tuple[str, ...] = ()
    by_segment: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __add__(self, other: "Accepted") -> "Accepted":
        return together((self, other))


def together(parts: Iterable[Accepted]) -> Accepted:
    """Return what came of several batches, told at once: each record is looked at once."""
    records: dict[str, None] = {}
    by_segment: dict[str, list[str]] = {}
    conflicts = parked = refused = 0
    for part in parts:
        records.update(dict.fromkeys(part.records))
        for segment, ids in part.by_segment.items():
            by_segment.setdefault(segment, []).extend(ids)
        conflicts += part.conflicts
        parked += part.parked
        refused += part.refused
    return Accepted(len(records), conflicts, parked, refused, tuple(records), by_segment)


class _Judged(msgspec.Struct, frozen=True, gc=False):
    """A change that may be applied.

    Attributes:
        arrival, change, signer: What came, and by whom.
        identity: What the record's id is the hash of.
        record: That id.
        peer: The one peer whose operations it may bring.
        message: What the commits in it must say.
    """

    arrival: Arrival
    change: Change
    signer: Signer
    identity: Identity
    record: str
    peer: int
    message: str


class _Batch(msgspec.Struct):
    """One transaction's worth of arrivals, judged; some perhaps being read on another core."""

    good: list[_Judged]
    parked: list[tuple[Arrival, str, str]]
    asked: list[Asked]
    reading: Reading | None


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
    return together(accepting(store, list(arrivals)))


def accepting(store: "Store", arrivals: Sequence[Arrival]) -> Iterator[Accepted]:
    """Accept batch by batch; what was yielded stays when it is stopped there."""
    if len(arrivals) >= _MANY:
        store.ahead.want()
    with store.read() as session:
        member = local.member(session)
    alliance = member.alliance if member else ""
    start, size = 0, _BATCH
    queue: deque[_Batch] = deque()
    while True:
        most = 1 + _AHEAD if store.ahead.is_ready else 1
        while len(queue) < most and start < len(arrivals):
            queue.append(_judge_all(store.ahead, alliance, arrivals[start : start + size]))
            start += size
        if not queue:
            return
        batch = queue.popleft()
        firsts = store.ahead.result(batch.reading, len(batch.asked))
        if firsts is None:
            firsts = _read_here(store, batch)
        with _uncollected(), store.write() as session:
            began = time.monotonic()
            accepted = _Taking(session, batch).take(firsts)
        size = _next_size(len(batch.good), time.monotonic() - began)
        yield accepted


def _next_size(count: int, took_s: float) -> int:
    """Return how many changes to take in at once, so that a save waits no longer than a moment."""
    return min(_BATCH, max(_LEAST, int(count * _MOMENT_S / max(took_s, 0.001))))


def _read_here(store: "Store", batch: _Batch) -> list[First | None]:
    """Read the first changes of records that are new here, before anybody has to wait for it."""
    ids = [judged.record for judged in batch.good]
    with store.glance() as look:
        held = {id for (id,) in look.execute(_HELD.format("id"), (json.dumps(ids),))}
    once = Counter(ids)
    return [
        read_first(asked) if id not in held and once[id] == 1 else None
        for id, asked in zip(ids, batch.asked, strict=True)
    ]


_HELD = "SELECT {} FROM document WHERE id IN (SELECT value FROM json_each(?))"


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold Python's search for cycles: a batch makes many objects and no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _judge_all(ahead: Ahead, alliance: str, arrivals: Sequence[Arrival]) -> _Batch:
    batch = _Batch([], [], [], None)
    judge = _Judge(alliance)
    for arrival in arrivals:
        try:
            judged = judge.judge(arrival)
        except _NotYetError as wait:
            batch.parked.append((arrival, wait.reason, wait.record))
            continue
        batch.good.append(judged)
        names = projection.text_names(judged.change.kind)
        batch.asked.append(Asked(judged.change.update, judged.peer, names))
    batch.reading = ahead.ask(batch.asked)
    return batch


class _Judge:
    """Judges one batch: the same right of the same signer is looked up once."""

    def __init__(self, alliance: str) -> None:
        self._alliance = alliance
        self._verdicts: dict[tuple[Signer, str, str, str], Verdict] = {}

    def judge(self, arrival: Arrival) -> _Judged:
        """Return a change that may be applied.

        Raises:
            _NotYetError: It may not, now or ever.
        """
        change = arrival.change
        if change is None:
            try:
                change = DECODER.decode(arrival.raw)
            except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
                raise _NotYetError("undecodable") from None
        identity = Identity(change.kind, change.circle, change.home, change.key)
        record = identity.id(self._alliance)
        if change.circle not in CIRCLES:
            raise _NotYetError("unknown_circle", record)
        signer = arrival.signer
        if signer is None:
            raise _NotYetError("unknown_certificate", record)
        match self._verdict(signer, identity, record):
            case Verdict.REFUSED:
                raise _NotYetError("refused", record)
            case Verdict.PARKED:
                raise _NotYetError("newer_table", record)
        if len(change.update) > UPDATE_BYTES:
            raise _NotYetError("too_large", record)
        if (problem := mode_problem(change.update)) is not None:
            raise _NotYetError(problem, record)
        peer = peer_of(signer.laptop, change.nonce)
        message = signed(change.person, signer.laptop)
        return _Judged(arrival, change, signer, identity, record, peer, message)

    def _verdict(self, signer: Signer, of: Identity, record: str) -> Verdict:
        home = record if of.kind == "school" else of.home
        known = (signer, of.kind, of.circle, home)
        found = self._verdicts.get(known)
        if found is None:
            found = self._verdicts[known] = permissions.verdict(
                signer.table,
                signer.role,
                signer.school,
                kind=of.kind,
                circle=of.circle,
                home=of.home,
                record=record,
                person=signer.person,
            )
        return found


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
            waiting = session.scalars(select(Parked).where(Parked.reason.in_(WAITS))).all()
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


class _Taking:
    """One transaction that takes in a batch."""

    def __init__(self, session: Session, batch: _Batch) -> None:
        self.session = session
        self.batch = batch
        self.pending = Pending(session)
        self.parked = batch.parked
        self.done: list[Arrival] = []
        self.changed: list[str] = []
        self.by_segment: dict[str, list[str]] = {}
        self.conflicts = 0

    def take(self, firsts: Sequence[First | None]) -> Accepted:
        """Apply what was judged; return what came of it.

        Args:
            firsts: What each change comes to, where that is as simple.
        """
        groups: dict[str, list[int]] = {}
        for place, judged in enumerate(self.batch.good):
            groups.setdefault(judged.record, []).append(place)
        before = self._stored(groups)
        for record, places in groups.items():
            if record in before or len(places) > 1 or not self._begin(places[0], firsts[places[0]]):
                group = [self.batch.good[place] for place in places]
                self._apply(record, group, before.get(record))
        self.pending.flush()
        self._park()
        waits = sum(reason in WAITS for _, reason, _ in self.parked)
        return Accepted(
            len(self.changed),
            self.conflicts,
            waits,
            len(self.parked) - waits,
            tuple(self.changed),
            self.by_segment,
        )

    def _stored(self, ids: Iterable[str]) -> dict[str, Stored]:
        """Return those that the store holds: asked for by one small statement, mostly none."""
        read = self.session.connection().exec_driver_sql
        numbers = [n for (n,) in read(_HELD.format("n"), (json.dumps(list(ids)),))]
        if not numbers:
            return {}
        rows = self.session.scalars(select(Stored).where(Stored.n.in_(numbers)))
        return {row.id: row for row in rows}

    def _begin(self, place: int, first: First | None) -> bool:
        """Take the one change of a record that is new here; False when it is not as simple."""
        judged = self.batch.good[place]
        if first is None or first.message != judged.message:
            return False
        self.done.append(judged.arrival)
        outcome = Outcome(judged.change.update, first.version, first.values)
        self._keep(outcome, (judged,), projection.UNDISPUTED, None)
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
            self._project(document, applied, before)

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

    def _project(self, document: Document, applied: list[_Judged], before: Stored | None) -> None:
        kind = applied[-1].change.kind
        state = projection.standing(
            document,
            kind,
            cached=before.heads if before else None,
            cached_at=before.version if before else None,
            texts=_undisputed(document, applied, before),
        )
        alone = before is None and len(applied) == 1
        body = applied[0].change.update if alone else document.body()
        self._keep(outcome_of(kind, document, body), applied, state, before)

    def _keep(
        self, outcome: Outcome, applied: Sequence[_Judged], state: Standing, before: Stored | None
    ) -> None:
        last = applied[-1]
        self.pending.add(
            last.identity,
            last.record,
            outcome,
            state,
            before,
            author=(last.change.person, last.signer.laptop, max(0, min(last.change.at, _STAMP))),
            arrived=True,
            index=False,
        )
        self.changed.append(last.record)
        for segment in dict.fromkeys(judged.arrival.segment for judged in applied):
            self.by_segment.setdefault(segment, []).append(last.record)
        asks = bool(state.disputed) or state.deletion == ASKED
        if asks and not (before is not None and _was_open(before, state)):
            self.conflicts += 1

    def _park(self) -> None:
        connection = self.session.connection()
        parked = {
            arrival.digest: {
                "digest": arrival.digest, "raw": arrival.raw if reason in WAITS else b"",
                "segment": arrival.segment, "certificate": arrival.certificate,
                "authority": arrival.table, "record": record, "reason": reason,
            }
            for arrival, reason, record in self.parked
        }  # fmt: skip
        if self.done and self.session.scalar(select(Parked.digest).limit(1)) is not None:
            gone = {arrival.digest for arrival in self.done} - parked.keys()
            connection.exec_driver_sql(
                "DELETE FROM parked WHERE digest = ?", [(digest,) for digest in gone]
            )
        projection.put(self.session, Parked, parked.values())


def _undisputed(
    document: Document, applied: Sequence[_Judged], before: Stored | None
) -> tuple[str, ...] | None:
    """Return that no text is disputed where none was and the change knew all; None to compare."""
    if before is None or before.disputed_texts is not None or len(applied) != 1:
        return None
    (judged,) = applied
    start = ends_of(before.body).get(judged.peer, 0)
    return () if document.knew_all((judged.peer, start), before.version) else None


def _was_open(before: Stored, state: Standing) -> bool:
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
