"""What the depot holds and this laptop lacks is taken: members first, then the logs of others."""

import sqlite3
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import cache

from sqlalchemy import delete

from db import journal, local, migrate, permissions, projection
from db.judging import Signer
from db.merging import Accepted
from db.models.circles import NamedSection
from db.models.exchange import (
    Certificate,
    MembershipFile,
    MissingSegment,
    SealedSection,
    Segment,
)
from sync import (
    adopting,
    grants,
    identity,
    membership,
    membership_file,
    packed,
    renewing,
    section_grants,
    segment,
    taking,
)
from sync.errors import Reason, SkippedFileError
from sync.limits import MEMBERSHIP_FILE_BYTES, READER, SEGMENT_FILE_BYTES, VISITS
from sync.listing import File
from sync.log import TAKEN
from sync.looking import look_into
from sync.names import LogName, segment_path
from sync.taking import Taken
from sync.visit import RoundProgress, Stage, Visit

STEPS = 3
"""So many segments of a log are asked for by name before its folder is looked through."""

_TOGETHER = 64
"""So many membership files are taken in one transaction."""

_TRIED_BY = "parked_tried_by"
_HELD = f"""
SELECT (SELECT count(*) FROM {Segment.__tablename__} WHERE state = '{TAKEN}'),
    (SELECT count(*) FROM {Certificate.__tablename__} WHERE valid),
    (SELECT count(*) FROM {SealedSection.__tablename__}),
    (SELECT count(*) FROM {NamedSection.__tablename__})
"""


def _candidates(visit: Visit, files: dict[str, File], held: set[str], part: str) -> list[File]:
    """Return the files to read: what is not held, also where it was set aside, in order of logs."""
    aside = {
        id: file
        for id, file in visit.listing.aside.items()
        if id not in files and file.path.startswith(part)
    }
    wanted = []
    for id, file in {**files, **aside}.items():
        if id in visit.refused:
            visit.skip(file.path, visit.refused[id])
        elif id not in held:
            wanted.append(file)
    return sorted(wanted, key=lambda file: file.path)


def take_membership(visit: Visit) -> Iterator[RoundProgress]:
    """Take in membership files, believe what can be believed, give on keys that somebody lacks."""
    with visit.store.glance() as look:
        rows = look.execute(f"SELECT id FROM {MembershipFile.__tablename__}").fetchall()
    wanted = _candidates(visit, visit.listing.membership, {id for (id,) in rows}, "m/")
    yield RoundProgress(0, len(wanted), stage=Stage.LOOKING)
    files = visit.depot.read_several(
        wanted,
        MEMBERSHIP_FILE_BYTES,
        lambda bad: membership_file.reason_of_bad_bytes(bad, visit.who.alliance),
    )
    some: list[tuple[File, bytes]] = []
    for done, (file, data) in enumerate(files, 1):
        yield RoundProgress(done, len(wanted), stage=Stage.LOOKING)
        if isinstance(data, SkippedFileError):
            visit.skip(file.path, data.reason)
            continue
        some.append((file, data))
        if len(some) == _TOGETHER:
            _take_members(visit, some)
            some = []
    if some or _lacking_keys(visit):
        _take_members(visit, some)
    if wanted:
        visit.read_refused()


def _take_members(visit: Visit, files: Sequence[tuple[File, bytes]]) -> None:
    """Keep membership files and believe what they say, or neither.

    A file that is kept is not read again: were it cut off in between, nobody would be believed
    until another one comes.
    """
    refused: dict[File, Reason] = {}
    with visit.store.write() as session:
        for file, data in files:
            try:
                with session.begin_nested():
                    membership.take(session, data)
            except SkippedFileError as error:
                refused[file] = error.reason
        renewing.see_to(session)
    visit.bytes_in += sum(len(data) for file, data in files if file not in refused)
    for file, reason in refused.items():
        visit.refuse(file.id, file.path, reason)


def _lacking_keys(visit: Visit) -> bool:
    """Tell whether some member was not given a key that is held here."""
    with visit.store.glance() as look:
        if not (grants.may_lack(look, visit.who) or section_grants.may_lack(look)):
            return False
    with visit.store.read() as session:
        lacking = grants.lacking(session, visit.who) or section_grants.lacking(session, visit.who)
        return bool(lacking)


def take_segments(visit: Visit) -> Iterator[RoundProgress]:
    """Take in segments in any order, then try again what waited for one of them."""
    yield from _take_listed(visit)
    yield from _take_announced(visit)
    late = Taken()
    for _ in taking.resume(visit.store, late):
        yield RoundProgress(0, 0, "", Stage.RECEIVING)
    visit.accept(late.accepted)
    adopting.see_to(visit.store)
    _try_parked(visit)
    _note_missing(visit)


def _take_listed(visit: Visit) -> Iterator[RoundProgress]:
    """Take what is seen in folders that were looked through: packs first, then what is single."""
    yield from packed.take_packs(visit)
    wanted = _candidates(visit, visit.listing.segments, set(visit.logs.held), "s/")
    if not wanted:
        return
    names = _names(visit)
    yield RoundProgress(0, len(wanted), names(_replica(wanted[0])), Stage.RECEIVING)
    files = visit.depot.read_several(
        wanted,
        SEGMENT_FILE_BYTES,
        lambda bad: segment.reason_of_bad_bytes(bad, visit.who.alliance),
    )
    for done, (file, data) in enumerate(files, 1):
        yield RoundProgress(done, len(wanted), names(_replica(file)), Stage.RECEIVING)
        if isinstance(data, SkippedFileError):
            visit.skip(file.path, data.reason)
            continue
        for _ in visit.gather(data, file.path):
            yield RoundProgress(done, len(wanted), "", Stage.RECEIVING)
    for _ in visit.take_gathered():
        yield RoundProgress(len(wanted), len(wanted), "", Stage.RECEIVING)
    visit.read_logs()


def _replica(file: File) -> str:
    return file.path.split("/")[1]


def _take_announced(visit: Visit) -> Iterator[RoundProgress]:
    """Take what tips announce in folders that were not looked through, by name alone.

    Where that leads nowhere, or far, the folder is looked through after all.
    """
    news = [tip for tip in visit.unread() if not visit.listing.knows(tip.replica)]
    if not news:
        return
    names = _names(visit)
    lost: set[str] = set()
    ends = visit.depot.read_several(
        [File(segment_path(tip), tip.id, 0) for tip in news],  # how long, no tip tells
        SEGMENT_FILE_BYTES,
        lambda bad: segment.reason_of_bad_bytes(bad, visit.who.alliance),
    )
    for done, tip in enumerate(news):
        yield RoundProgress(done, len(news), names(tip.replica), Stage.RECEIVING)
        _, end = next(ends)
        if tip.replica not in lost and not (yield from _walk_back(visit, tip, end)):
            lost.add(tip.replica)
    for folder in sorted({f"s/{replica}" for replica in lost} - visit.listing.looked):
        look_into(visit, folder)
        yield RoundProgress(0, 0, "", Stage.RECEIVING)
    visit.read_logs()
    if lost:
        yield from _take_listed(visit)


def _walk_back(
    visit: Visit, tip: LogName, end: bytes | SkippedFileError
) -> Generator[RoundProgress, None, bool]:
    """Take the end of a log and what lies before it; tell whether that met what is held.

    The name of a segment follows from the one after it, so nothing need be listed.

    Args:
        visit: The visit.
        tip: What was announced.
        end: The bytes of the announced segment, or why they are of no use.
    """
    at, data = tip, end
    for step in range(STEPS):
        path = segment_path(at)
        if step:
            data = _read(visit, File(path, at.id, 0))
        if isinstance(data, bytes):
            for _ in visit.take(data, path):
                yield RoundProgress(0, 0, "", Stage.RECEIVING)
        elif data.reason is not Reason.UNREADABLE:  # one that is not there may be packed
            visit.skip(path, data.reason)
        with visit.store.read() as session:
            row = session.get(Segment, at.id)
            if row is None:
                return False
            if not row.previous or session.get(Segment, row.previous) is not None:
                return True
            at = LogName(at.replica, row.seq - 1, row.previous)
        if at.seq < 1:
            return True
    return False


def _try_parked(visit: Visit) -> None:
    """Try what is parked again, where more is held than when it was tried, or by a newer program.

    Told from what is held, not from what came just now: an exchange may have been cut off here.
    """
    if not journal.any_waits(visit.store):
        return
    with visit.store.glance() as look:
        tried, now = local.glance(look, _TRIED_BY), _held(look)
    if tried == now:
        return
    visit.accept(_retry_parked(visit))
    with visit.store.write() as session:
        local.write(session, _TRIED_BY, now)


def _held(look: sqlite3.Connection) -> str:
    """Return what tells how much is held, and a program that judges or reads more from others."""
    program = (permissions.CURRENT, projection.NUMBER, READER, migrate.HEAD)
    return " ".join(map(str, (*program, *look.execute(_HELD).fetchone())))


def _names(visit: Visit) -> Callable[[str], str]:
    """Return what tells whose log one is, when a segment of it was met before."""

    @cache
    def people() -> dict[str, str]:
        with visit.store.glance() as look:
            names = f"SELECT id, person_name FROM {Certificate.__tablename__}"
            return dict(look.execute(names).fetchall())

    def name(replica: str) -> str:
        rows = visit.logs.of_replica.get(replica)
        return people().get(rows[0].signer, "") if rows else ""

    return name


def _read(visit: Visit, file: File) -> bytes | SkippedFileError:
    """Return a segment of its own, or why it is of no use."""
    try:
        return visit.depot.read(
            file,
            SEGMENT_FILE_BYTES,
            lambda bad: segment.reason_of_bad_bytes(bad, visit.who.alliance),
        )
    except SkippedFileError as error:
        return error


def _retry_parked(visit: Visit) -> Accepted:
    @cache
    def signer_of(certificate: str, table: int) -> Signer | None:
        with visit.store.read() as session:
            return identity.signer(session, certificate, table)

    return journal.retry_parked(visit.store, signer_of)


def _note_missing(visit: Visit) -> None:
    """Name a segment that was announced here and found on none of several visits."""
    place = visit.depot.carrier.address
    query = f"SELECT id, visits FROM {MissingSegment.__tablename__} WHERE place = ?"
    with visit.store.glance() as look:
        before: dict[str, int] = dict(look.execute(query, (place,)).fetchall())
    there = visit.listing.segments
    missing = {t.id: t for t in visit.unread() if t.id not in there}
    for id, tip in missing.items():
        if before.get(id, 0) + 1 >= VISITS:
            visit.skip(segment_path(tip), Reason.MISSING)
    counted = {id: min(before.get(id, 0) + 1, VISITS) for id in missing}
    if counted == before:
        return
    with visit.store.write() as session:
        session.execute(delete(MissingSegment).where(MissingSegment.place == place))
        for id, visits in counted.items():
            session.add(MissingSegment(place=place, id=id, visits=visits))
