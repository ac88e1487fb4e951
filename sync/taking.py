"""Segments taken in: judged, kept byte for byte, handed to the journal, tried again later."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db import circles, journal
from db.changes import Change
from db.judging import Arrival, Signer
from db.merging import Accepted
from db.models.exchange import RefusedFile, SealedSection, Segment, SegmentBytes
from db.store import Store
from sync import (
    epochs,
    hearing,
    laptop,
    log,
    named,
    receipt_body,
    segment,
    standing,
    telling,
    trust,
)
from sync.errors import MalformedError, Reason, SkippedFileError
from sync.keys import EpochKey
from sync.laptop import Me
from sync.limits import HEADER_BYTES, KIB, PARKED_BYTES, SEQ
from sync.log import (
    NEWER,
    RECEIVED,
    TAKEN,
    WAITING,
    Kept,
    is_believable,
    pack_ids,
    read_change,
)
from sync.names import id_of
from sync.segment import NewerSegment, Sealed
from sync.segment_header import NAMED
from sync.wrapping import NamedKey

KEPT_FOR_LATER = {NEWER: Reason.NEWER, WAITING: Reason.STRANGER}


@dataclass
class Taken:
    """What came of one segment or of several.

    Attributes:
        accepted: What the journal says.
        reasons: What of it was refused though the rest was used.
    """

    accepted: Accepted = field(default_factory=Accepted)
    reasons: list[Reason] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Opened:
    """One section that was opened."""

    place: int
    arrivals: list[Arrival]
    newest: int
    key: EpochKey | NamedKey
    home: str = ""
    readers: Sequence[str] = ()
    said: list[bytes] = field(default_factory=list)
    news: bool = False
    records: dict[str, None] = field(default_factory=dict)


def take(store: Store, data: bytes, taken: Taken) -> Iterator[None]:
    """Take in a segment whose bytes are those its name was made of; yield where one may stop.

    Args:
        store: The store.
        data: The file.
        taken: What came of it is added here.

    Raises:
        SkippedFileError: Nothing of it can be used now. A stranger's and a newer program's are
            kept all the same, to be handed on.
    """
    with store.write() as session:
        who = laptop.me(session)
        try:
            found = segment.read(data, who.alliance)
            decided = not isinstance(found, Sealed) or judge(session, found)
        except SkippedFileError as error:
            reason = Reason.HOSTILE if error.reason is Reason.TRUNCATED else error.reason
            session.merge(RefusedFile(id=id_of(data), reason=reason.value))
            refused: Reason | None = reason
        else:
            refused = KEPT_FOR_LATER.get(keep(session, who, found, data, decided))
    if refused is not None:
        raise SkippedFileError(refused)
    yield from _apply(store, id_of(data), taken)


def judge(session: Session, sealed: Sealed, *, was_taken: bool = False) -> bool:
    """Check signature and cut; tell whether it is to be taken, or must wait to be judged."""
    header = sealed.header
    known = trust.find(session, header.signer)
    if known is not None and not sealed.is_signed_by(known.sign_public):
        raise MalformedError("segment with a wrong signature")
    return was_taken or standing.check(session, header.signer, sealed.id, header.previous)


def keep(
    session: Session, who: Me, found: Sealed | NewerSegment, data: bytes, decided: bool
) -> str:
    """Keep the bytes with what the header says; return in which state."""
    said = found if isinstance(found, NewerSegment) else found.header
    known = trust.find(session, said.signer)
    state = NEWER if isinstance(found, NewerSegment) else RECEIVED if known and decided else WAITING
    if state != RECEIVED:
        _check_room(session, len(data), Reason.NEWER if state == NEWER else Reason.STRANGER)
    if said.replica == who.replica and known is not None and known.laptop == who.laptop:
        laptop.new_replica(session)  # this laptop was cloned or restored: two logs are better
    seq, school = min(said.seq, SEQ), known.school if known else ""
    place = (found.id, said.replica, seq, said.previous, said.signer)
    row = Kept(*place, school, state, len(data), b"", 0, int(time.time()))
    log.keep(session, row, data)
    return state


def _check_room(session: Session, size_bytes: int, reason: Reason) -> None:
    query = select(func.coalesce(func.sum(Segment.size_bytes), 0)).where(
        Segment.state.in_((WAITING, NEWER))
    )
    if (session.scalar(query) or 0) + size_bytes > PARKED_BYTES:
        raise SkippedFileError(reason, "no more room for what must wait")


def _apply(store: Store, id: str, taken: Taken, places: list[int] | None = None) -> Iterator[None]:
    """Open what can be opened of a kept segment and hand it to the journal.

    Cut off anywhere, it is done again from the beginning: the journal takes nothing twice.
    """
    with store.read() as session:
        who = laptop.me(session)
        sealed = segment.read(session.get_one(SegmentBytes, id).data, who.alliance)
        if not isinstance(sealed, Sealed):
            return
        signer = trust.signer(session, sealed.header.signer, sealed.header.table)
    if signer is None:
        return
    opened: list[Opened] = []
    locked: list[int] = []
    for place in range(len(sealed.sections)) if places is None else places:
        section = sealed.header.sections[place]
        with store.read() as session:
            key = (
                named.find(session, who, section)
                if section.circle == NAMED
                else epochs.find(session, section.epoch)
            )
        if key is None:
            locked.append(place)
            continue
        found = open_section(sealed, place, key, signer, taken)
        for accepted in journal.accepting(store, found.arrivals):
            taken.accepted += accepted
            found.records.update(dict.fromkeys(accepted.by_segment.get(id, ())))
            yield
        found.arrivals.clear()
        opened.append(found)
    with store.write() as session:
        note(session, sealed, signer, opened, locked)


def note(
    session: Session, sealed: Sealed, signer: Signer, opened: list[Opened], locked: list[int]
) -> None:
    """Remember that a segment was applied, and which of its sections could not be opened."""
    row = session.get_one(Segment, sealed.id)
    row.state, row.school = TAKEN, signer.school
    hearing.keep(session, sealed.id, [raw for found in opened for raw in found.said])
    if locked or any(found.news for found in opened):
        telling.note_news(session)
    for found in opened:
        row.records += pack_ids(found.records)
        row.changed_at = max(row.changed_at, found.newest)
    session.execute(
        delete(SealedSection).where(
            SealedSection.segment == sealed.id,
            SealedSection.place.in_([found.place for found in opened]),
        )
    )
    named.note_opened(session, sealed.id, [found.place for found in opened])
    for found in opened:
        if isinstance(found.key, NamedKey):
            named.keep(session, found.key, found.home, found.readers)
    for place in locked:
        section = sealed.header.sections[place]
        if section.circle == NAMED:
            named.note_locked(session, sealed.id, place, section)
        else:
            session.merge(SealedSection(segment=sealed.id, place=place, epoch=section.epoch))


def open_section(
    sealed: Sealed, place: int, key: EpochKey | NamedKey, signer: Signer, taken: Taken
) -> Opened:
    """Open a section; one that breaks the format is empty for everybody who can open it."""
    header = sealed.header
    readers: Sequence[str] = ()
    changes: Sequence[bytes] = ()
    try:
        changes = segment.open_section(sealed, place, key)
    except MalformedError:
        taken.reasons.append(Reason.HOSTILE)
    if isinstance(key, NamedKey):
        readers, changes = named.split(changes)
    now, newest, home = int(time.time()), 0, ""
    arrivals = []
    said: list[bytes] = []
    for raw in changes:
        change = read_change(raw)
        # one that cannot be read is for a newer program: the journal keeps it
        if change is not None and not _fits(change, key):
            taken.reasons.append(Reason.HOSTILE)
            continue
        if change is not None and receipt_body.is_receipt(change):
            said += _receipt(change, signer, taken)
            continue
        if change is not None and not home:
            home = change.home
        if change is not None and is_believable(change.at, now):
            newest = max(newest, change.at)
        arrivals.append(Arrival(raw, sealed.id, header.signer, header.table, signer, change))
    return Opened(place, arrivals, newest, key, home, readers, said, news=bool(arrivals))


def _receipt(change: Change, signer: Signer, taken: Taken) -> list[bytes]:
    """Return the receipt that a change is, unless it is none or speaks for another laptop."""
    try:
        hearing.read(change.update, signer.laptop)
    except MalformedError:
        taken.reasons.append(Reason.HOSTILE)
        return []
    return [change.update]


def _fits(change: Change, key: EpochKey | NamedKey) -> bool:
    """Tell whether a change was sealed for its own circle; else some would never receive it."""
    if isinstance(key, NamedKey):
        return change.circle == circles.NAMED
    return change.circle == key.circle and key.home in ("", change.home)


_ANY_LATE = """
SELECT 1 FROM segment WHERE state IN (?, ?, ?)
UNION ALL SELECT 1 FROM sealed_section WHERE epoch IN (SELECT id FROM epoch)
UNION ALL SELECT 1 FROM named_section n JOIN section_key k ON k.lock = n.lock
LIMIT 1
"""


def resume(store: Store, taken: Taken) -> Iterator[None]:
    """Take what was kept and not applied: its certificate, its key or a newer program has come."""
    with store.glance() as look:
        if look.execute(_ANY_LATE, (WAITING, RECEIVED, NEWER)).fetchone() is None:
            return
    with store.read() as session:
        ready = _ready(session)
        sections = session.execute(
            select(SealedSection.segment, SealedSection.place).where(
                SealedSection.epoch.in_(epochs.ids(session))
            )
        ).all()
        opened_late = [*((row.segment, row.place) for row in sections), *named.unlocked(session)]
    for id in ready:
        if _still_good(store, id, taken):
            yield from _apply(store, id, taken)
    by_segment: dict[str, list[int]] = {}
    for id, place in opened_late:
        by_segment.setdefault(id, []).append(place)
    for id, places in by_segment.items():
        yield from _apply(store, id, taken, places)


def _ready(session: Session) -> list[str]:
    query = select(Segment.id, Segment.signer, Segment.state).where(Segment.state != TAKEN)
    ready = []
    for id, certificate, state in session.execute(query):
        if state == NEWER and not _is_readable_now(session, id):
            continue
        if trust.find(session, certificate) is not None:
            ready.append(id)
    return ready


def _is_readable_now(session: Session, id: str) -> bool:
    beginning = session.scalar(
        select(func.substr(SegmentBytes.data, 1, HEADER_BYTES + KIB)).where(SegmentBytes.id == id)
    )
    return not segment.is_newer(bytes(beginning or b""))


def _still_good(store: Store, id: str, taken: Taken) -> bool:
    """Judge a kept segment as if it came now; forget it when it is not what it seemed."""
    with store.write() as session:
        who = laptop.me(session)
        data = session.get_one(SegmentBytes, id).data
        row = session.get_one(Segment, id)
        began = row.state == RECEIVED  # some of it may be applied: no revocation takes it back
        try:
            found = segment.read(data, who.alliance)
            decided = not isinstance(found, Sealed) or judge(session, found, was_taken=began)
        except SkippedFileError as error:
            session.merge(RefusedFile(id=id, reason=error.reason.value))
            for table in (Segment, SegmentBytes):
                session.execute(delete(table).where(table.id == id))
            taken.reasons.append(error.reason)
            return False
        row.state = RECEIVED if decided else row.state
    return decided
