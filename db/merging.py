"""One transaction's worth of judged changes: imported, projected; what cannot be yet is parked.

Nearly all that a newcomer takes in are first changes of records. What their rows will say is worked
out before the transaction begins: a form that saves meanwhile waits for what SQLite does, no more.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import projection
from db.ahead import Reading
from db.changes import OPERATIONS
from db.documents import Document, ends_of, may_nest, on_deep_stack, span_of
from db.errors import MalformedChangeError
from db.first import Asked, First
from db.judging import Arrival, Judged
from db.models.local import Document as Stored
from db.models.local import Parked
from db.pending import Outcome, Pending, Prepared, outcome_of, prepare
from db.projection import Standing
from db.record import ASKED

HELD = "SELECT {} FROM document WHERE id IN (SELECT value FROM json_each(?))"
"""Which of some records the store has: by one small statement."""

WAITS = ("pending", "unknown_certificate", "newer_table", "undecodable", "unknown_circle")
"""Reasons that may pass; any other is for ever."""

_STAMP = 2**40  # more seconds than any clock shows


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of some arrivals, in records.

    Attributes:
        received: How many records changed here.
        conflicts, parked, refused: How many ask for a decision, wait, or are refused for ever.
        records: Ids of those that changed.
        by_segment: Ids of those that each segment is about, also if nothing of it was new here.
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


class Batch(msgspec.Struct):
    """One transaction's worth of arrivals, judged.

    Attributes:
        good: What may be applied.
        parked: What may not, or not yet, with the reason and the record.
        asked: What is to be read of each that may be applied.
        reading: That, while another core does it.
    """

    good: list[Judged]
    parked: list[tuple[Arrival, str, str]]
    asked: list[Asked]
    reading: Reading | None = None


def prepare_firsts(batch: Batch, firsts: Sequence[First | None]) -> list[Prepared | None]:
    """Return the rows that follow from a record's first change alone, where it is as simple.

    Args:
        batch: What was judged.
        firsts: What each change comes to.
    """
    return [
        _prepared(judged, Outcome(judged.change.update, first.version, first.values))
        if first is not None and first.message == judged.message
        else None
        for judged, first in zip(batch.good, firsts, strict=True)
    ]


def _prepared(
    judged: Judged,
    outcome: Outcome,
    state: Standing = projection.UNDISPUTED,
    before: Stored | None = None,
) -> Prepared:
    change = judged.change
    return prepare(
        judged.identity,
        judged.record,
        outcome,
        state,
        before,
        author=(change.person, judged.signer.laptop, max(0, min(change.at, _STAMP))),
        arrived=True,
        index=False,
    )


class Merging:
    """One transaction that takes in a batch."""

    def __init__(self, session: Session, batch: Batch) -> None:
        self.session = session
        self.batch = batch
        self.pending = Pending(session)
        self.parked = batch.parked
        self.done: list[Arrival] = []
        self.changed: list[str] = []
        self.conflicts = 0

    def take(self, prepared: Sequence[Prepared | None]) -> Accepted:
        """Apply what was judged; return what came of it.

        Args:
            prepared: The rows that follow from each change if it is the record's first and only
                one; None where that is not as simple.
        """
        groups: dict[str, list[int]] = {}
        for place, judged in enumerate(self.batch.good):
            groups.setdefault(judged.record, []).append(place)
        before = self._stored(groups)
        for record, places in groups.items():
            rows = prepared[places[0]] if len(places) == 1 else None
            group = [self.batch.good[place] for place in places]
            if rows is None or record in before:
                self._apply(record, group, before.get(record))
            else:
                self.done.append(group[0].arrival)
                self._keep(rows)
        self.pending.flush()
        self._park()
        waits = sum(reason in WAITS for _, reason, _ in self.parked)
        return Accepted(
            len(self.changed),
            self.conflicts,
            waits,
            len(self.parked) - waits,
            tuple(self.changed),
            self._by_segment(),
        )

    def _by_segment(self) -> Mapping[str, Sequence[str]]:
        """Return which records each segment is about: also what was held before, or still waits."""
        refused = {id(arrival) for arrival, reason, _ in self.parked if reason not in WAITS}
        about = [(judged.arrival, judged.record) for judged in self.batch.good]
        about += [(arrival, record) for arrival, _, record in self.parked if record]
        found: dict[str, dict[str, None]] = {}
        for arrival, record in about:
            if id(arrival) not in refused:
                found.setdefault(arrival.segment, {})[record] = None
        return {segment: list(records) for segment, records in found.items()}

    def _stored(self, ids: Iterable[str]) -> dict[str, Stored]:
        """Return those that the store holds: asked for by one small statement, mostly none."""
        read = self.session.connection().exec_driver_sql
        numbers = [n for (n,) in read(HELD.format("n"), (json.dumps(list(ids)),))]
        if not numbers:
            return {}
        rows = self.session.scalars(select(Stored).where(Stored.n.in_(numbers)))
        return {row.id: row for row in rows}

    def _news(self, record: str, group: list[Judged], before: Stored | None) -> list[Judged]:
        """Return what keeps the bounds and is not held yet."""
        ends = ends_of(before.body) if before else {}
        news: list[Judged] = []
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

    def _apply(self, record: str, group: list[Judged], before: Stored | None) -> None:
        left = self._news(record, group, before)
        if not left:
            return
        document = Document.load(before.body) if before else Document()
        since = document.version
        applied: list[Judged] = []
        while left:
            late: list[Judged] = []
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
        judged: Judged,
        before: Stored | None,
        applied: list[Judged],
        late: list[Judged],
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

    def _project(self, document: Document, applied: list[Judged], before: Stored | None) -> None:
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
        self._keep(_prepared(applied[-1], outcome_of(kind, document, body), state, before))
        asks = bool(state.disputed) or state.deletion == ASKED
        if asks and not (before is not None and _was_open(before, state)):
            self.conflicts += 1

    def _keep(self, prepared: Prepared) -> None:
        self.pending.add(prepared)
        self.changed.append(prepared.id)

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
        projection.put(self.session, Parked, map(projection.cells_of, parked.values()))


def _undisputed(
    document: Document, applied: Sequence[Judged], before: Stored | None
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


def _own_end(judged: Judged) -> int:
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


def _import_one(document: Document, judged: Judged) -> bool:
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
