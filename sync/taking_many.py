"""Many segments taken in together: what :mod:`sync.taking` does, with few transactions.

Segments of a few changes each would cost a transaction or three apiece; a newcomer takes
thousands of them. What is judged, kept and applied is the same, and so is what a cut leaves.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import journal
from db.judging import Signer
from db.merging import Accepted, together
from db.models.exchange import Certificate, RefusedFile, Segment
from db.store import Store
from sync import epochs, laptop, named, segment, telling, trust
from sync.errors import Reason, SkippedFileError
from sync.keys import EpochKey
from sync.laptop import Me
from sync.limits import MIB
from sync.log import RECEIVED, TAKEN, pack_ids
from sync.names import id_of
from sync.segment import Sealed
from sync.segment_header import NAMED, Section
from sync.taking import KEPT_FOR_LATER, Opened, Taken, judge, keep, note, open_section
from sync.wrapping import NamedKey

AT_ONCE = 256
AT_ONCE_BYTES = 4 * MIB
"""So many segments, or bytes of them, are taken together."""
_OPENED_BYTES = 8 * MIB  # opened changes that are held at most, beyond one segment's

Told = Callable[[str, Reason], None]
"""Called with a segment's id and why it, or a part of it, is not used."""


@dataclass
class _One:
    """A segment that is kept, and what was opened of it."""

    sealed: Sealed
    signer: Signer
    size_bytes: int
    opened: list[Opened] = field(default_factory=list)
    locked: list[int] = field(default_factory=list)

    @property
    def is_plain(self) -> bool:
        """Whether all of it was opened, with keys of epochs, and holds records alone."""
        own = all(isinstance(found.key, EpochKey) and not found.said for found in self.opened)
        return own and not self.locked


def take_many(
    store: Store, files: Sequence[bytes], taken: Taken, told: Told
) -> Generator[None, None, int]:
    """Take in segments whose bytes are those their names were made of; yield where one may stop.

    Args:
        store: The store.
        files: The segments.
        taken: What came of them is added here, but for the reasons.
        told: Is told of each that cannot be used, or not wholly.

    Returns:
        How many bytes of them can be used now.
    """
    waiting: list[_One] = []
    opened_bytes = 0
    kept = _keep_all(store, files, told)
    keys = _keys(store, kept)
    for one in kept:
        opened_bytes += _open(store, one, keys, told)
        waiting.append(one)
        if opened_bytes > _OPENED_BYTES:
            yield from _apply(store, waiting, taken)
            waiting, opened_bytes = [], 0
    yield from _apply(store, waiting, taken)
    return sum(one.size_bytes for one in kept)


def _keep_all(store: Store, files: Sequence[bytes], told: Told) -> list[_One]:
    """Judge and keep all in one transaction; return those that can be opened."""
    kept = []
    with store.write() as session:
        who = laptop.me(session)
        by_id = {id_of(data): data for data in files}
        held = set(session.scalars(select(Segment.id).where(Segment.id.in_(by_id))))
        known = session.scalars(select(Certificate)).all()  # held, so that each is read once
        for data in (data for id, data in by_id.items() if id not in held):
            try:
                one = _keep(session, who, data)
            except SkippedFileError as error:
                told(id_of(data), error.reason)
            else:
                if one is not None:
                    kept.append(one)
        session.flush()
        del known
    return kept


def _keep(session: Session, who: Me, data: bytes) -> _One | None:
    try:
        found = segment.read(data, who.alliance)
        decided = not isinstance(found, Sealed) or judge(session, found)
    except SkippedFileError as error:
        reason = Reason.HOSTILE if error.reason is Reason.TRUNCATED else error.reason
        session.merge(RefusedFile(id=id_of(data), reason=reason.value))
        raise SkippedFileError(reason) from error
    state = keep(session, who, found, data, decided)
    if state != RECEIVED:
        raise SkippedFileError(KEPT_FOR_LATER[state])
    if not isinstance(found, Sealed):
        return None
    signer = trust.signer(session, found.header.signer, found.header.table)
    return None if signer is None else _One(found, signer, len(data))


def _keys(store: Store, kept: list[_One]) -> dict[str, EpochKey | None]:
    """Return the epochs' keys that these segments are sealed with, as far as they are here."""
    ids = {section.epoch for one in kept for section in one.sealed.header.sections}
    with store.read() as session:
        return {id: epochs.find(session, id) for id in ids if id}


def _open(store: Store, one: _One, keys: dict[str, EpochKey | None], told: Told) -> int:
    """Open the sections this laptop holds keys for; return how many bytes of changes they hold."""
    problems = Taken()
    for place, section in enumerate(one.sealed.header.sections):
        key = keys.get(section.epoch) if section.circle != NAMED else _named_key(store, section)
        if key is None:
            one.locked.append(place)
        else:
            one.opened.append(open_section(one.sealed, place, key, one.signer, problems))
    for reason in problems.reasons:
        told(one.sealed.id, reason)
    return sum(len(arrival.raw) for found in one.opened for arrival in found.arrivals)


def _named_key(store: Store, section: Section) -> NamedKey | None:
    with store.read() as session:
        return named.find(session, laptop.me(session), section)


def _apply(store: Store, waiting: list[_One], taken: Taken) -> Iterator[None]:
    """Hand all changes to the journal at once, then note what each segment changed."""
    arrivals = [a for one in waiting for found in one.opened for a in found.arrivals]
    parts: list[Accepted] = []
    try:
        for accepted in journal.accepting(store, arrivals):
            parts.append(accepted)
            yield
    finally:
        came = together(parts)
        taken.accepted += came
    if not waiting:
        return
    for one in waiting:
        for found in one.opened:
            found.arrivals.clear()
        if one.opened:
            ids = came.by_segment.get(one.sealed.id, ())
            one.opened[0].records.update(dict.fromkeys(ids))
    with store.write() as session:
        _note_plain(session, [one for one in waiting if one.is_plain])
        for one in waiting:
            if not one.is_plain:
                note(session, one.sealed, one.signer, one.opened, one.locked)


def _note_plain(session: Session, plain: list[_One]) -> None:
    """Note with one statement that segments were applied of which nothing else is to be kept."""
    if not plain:
        return
    rows = [
        {
            "of": one.sealed.id,
            "school": one.signer.school,
            "records": b"".join(pack_ids(found.records) for found in one.opened),
            "changed_at": max((found.newest for found in one.opened), default=0),
        }
        for one in plain
    ]
    session.connection().exec_driver_sql(
        f"UPDATE {Segment.__tablename__} SET state = '{TAKEN}', school = :school,"
        " records = :records, changed_at = :changed_at WHERE id = :of",
        rows,
    )
    if any(found.news for one in plain for found in one.opened):
        telling.note_news(session)
