"""This laptop's log: what waits is sealed as segments, kept before any carrier sees them."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

import msgspec
from sqlalchemy.orm import Session

from db import journal, outbox, permissions
from db.changes import DECODER, Change
from db.circles import NAMED
from db.models.exchange import Segment, SegmentBytes
from db.outbox import Sealing
from db.store import Store
from sync import epochs, laptop, named, receipt_body, segment
from sync.keys import EpochKey
from sync.laptop import Me
from sync.limits import MIB
from sync.names import id_of
from sync.wrapping import NamedKey

RECEIVED, WAITING, NEWER, TAKEN = "received", "waiting", "newer", "taken"
_GOAL_BYTES, _LITTLE_BYTES = 3 * MIB, MIB
"""What is sealed in one transaction, and while somebody types: so long a save must wait."""
_NAMED_SETS = 8  # sets of named persons in one segment: 64 wraps each still fit into its header
_EARLIEST = 1_262_304_000  # 2010: a stamp before that is a clock without a battery

Riding = Callable[[Session, Me, Collection[tuple[str, str]]], bytes | None]
"""Gives this laptop's receipt where one should go along; asked once nothing else is left, with
the circles and homes of what goes with it."""


def read_change(raw: bytes) -> Change | None:
    """Return a change, or None when a newer program's cannot be read here."""
    try:
        return DECODER.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def is_believable(at: int, now: int) -> bool:
    """Tell whether a stamp can be shown: not from before the program, not from the future."""
    return _EARLIEST <= at <= now


def _newest(changes: Iterable[Sealing], now: int) -> int:
    """Return the newest stamp that can be believed, or 0."""
    stamps = {one.at for one in changes}  # few: thousands of records come in one second
    return max((at for at in stamps if is_believable(at, now)), default=0)


def pack_ids(ids: Iterable[str]) -> bytes:
    """Return ids of records as 16 bytes each."""
    return bytes.fromhex("".join(ids).replace("-", ""))


def unpack_ids(data: bytes) -> tuple[str, ...]:
    """Return ids of records from 16 bytes each."""
    h = data.hex()
    return tuple(
        f"{h[i : i + 8]}-{h[i + 8 : i + 12]}-{h[i + 12 : i + 16]}-{h[i + 16 : i + 20]}-"
        f"{h[i + 20 : i + 32]}"
        for i in range(0, len(h), 32)
    )


def head(session: Session, replica: str) -> tuple[int, str]:
    """Return number and id of the last segment of a log; (0, "") before the first."""
    row = session.connection().exec_driver_sql(_HEAD, (replica,)).first()
    return (0, "") if row is None else (row[0], row[1])


_HEAD = f"""
SELECT seq, id FROM {Segment.__tablename__} WHERE replica = ? ORDER BY seq DESC, id LIMIT 1
"""


class Kept(NamedTuple):
    """What is known of a segment, by the columns of its table."""

    id: str
    replica: str
    seq: int
    previous: str
    signer: str
    school: str
    state: str
    size_bytes: int
    records: bytes
    changed_at: int
    received_at: int


def keep(session: Session, segment: Kept, data: bytes) -> None:
    """Keep a segment byte for byte, with what is known of it."""
    run = session.connection().exec_driver_sql
    run(_KEEP, segment)
    run(_KEEP_BYTES, (segment.id, data))


_KEEP = f"""
INSERT INTO {Segment.__tablename__} ({", ".join(Kept._fields)})
VALUES ({", ".join("?" * len(Kept._fields))})
"""
_KEEP_BYTES = f"INSERT INTO {SegmentBytes.__tablename__} (id, data) VALUES (?, ?)"


def seal_waiting(
    store: Store, riding: Riding | None = None, leave: Collection[bytes] = ()
) -> Iterator[int]:
    """Seal all that waits, a transaction for about 3 MiB; yield how many records each sealed.

    Segment, head of the log and outbox change together: whatever happens afterwards, the bytes
    that may be on a stick are the bytes that are here.

    Args:
        store: The store.
        riding: Gives a receipt to put into the last segment.
        leave: Nonces of sittings whose records wait for another time.
    """
    with store.glance() as look:
        left = not outbox.is_empty(look)
    while left:
        goal_bytes = _LITTLE_BYTES if store.is_shared else _GOAL_BYTES
        with store.write() as session:
            changes = journal.seal(session, goal_bytes, leave)
            if not changes:
                return
            who = laptop.me(session)
            *runs, last = _runs(changes)
            sealed = sum(_seal(session, who, run) for run in runs)
            left = journal.waiting(session) > 0
            if riding is not None and not left:
                last += _receipt(riding(session, who, {(one.circle, one.home) for one in last}))
            sealed += sum(_seal(session, who, run) for run in _runs(last))
        yield sealed


def seal_rest(session: Session) -> None:
    """Seal all that waits within a transaction: nothing may be written in between."""
    while changes := journal.seal(session, _GOAL_BYTES):
        who = laptop.me(session)
        for run in _runs(changes):
            _seal(session, who, run)


def seal_alone(store: Store, receipt: Callable[[Session, Me], bytes | None]) -> None:
    """Seal a segment that holds nothing but this laptop's receipt, if there is one."""
    with store.write() as session:
        who = laptop.me(session)
        run = _receipt(receipt(session, who))
        if run:
            _seal(session, who, run)


def _receipt(raw: bytes | None) -> list[Sealing]:
    return [] if raw is None else [Sealing(receipt_body.CIRCLE, "", raw, "", 0)]


def _runs(changes: list[Sealing]) -> Iterator[list[Sealing]]:
    """Cut what was taken where a segment is full."""
    run: list[Sealing] = []
    size = 0
    sets: set[str] = set()
    for change in changes:
        length = len(change.raw)
        is_named = change.circle == NAMED
        full = size + length > _GOAL_BYTES
        if run and (full or (is_named and len(sets | {change.home}) > _NAMED_SETS)):
            yield run
            run, size, sets = [], 0, set()
        run.append(change)
        size += length
        if is_named:
            sets.add(change.home)
    if run:
        yield run


def _content(
    session: Session, who: Me, circle: str, home: str, raws: list[bytes]
) -> tuple[EpochKey | NamedKey, list[bytes]]:
    """Return the key that a circle's section is sealed with, and what goes into it."""
    if circle != NAMED:
        return epochs.current(session, circle, home), raws
    key, readers = named.seal(session, who, home)
    return key, [readers, *raws]


def _seal(session: Session, who: Me, run: list[Sealing]) -> int:
    sections: dict[tuple[str, str], list[bytes]] = {}
    for circle, home, raw, _, _ in run:
        sections.setdefault((circle, home if circle != "alliance" else ""), []).append(raw)
    seq, previous = head(session, who.replica)
    data = segment.build(
        alliance=who.alliance,
        replica=who.replica,
        seq=seq + 1,
        previous=previous,
        signer=who.certificate,
        table=permissions.CURRENT,
        private=laptop.secrets(session).sign,
        contents=[_content(session, who, *of, raws) for of, raws in sections.items()],
    )
    now = int(time.time())
    records = dict.fromkeys(one.record for one in run if one.record)
    row = Kept(
        id=id_of(data),
        replica=who.replica,
        seq=seq + 1,
        previous=previous,
        signer=who.certificate,
        school=who.school,
        state=TAKEN,
        size_bytes=len(data),
        records=pack_ids(records),
        changed_at=_newest(run, now),
        received_at=now,
    )
    keep(session, row, data)
    return len(records)
