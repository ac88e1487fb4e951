"""What the depot holds and this laptop lacks is taken: members first, then the logs of others."""

from collections.abc import Iterator
from functools import cache

from sqlalchemy import delete, select

from db import journal, local, migrate, permissions, projection
from db.arrivals import Accepted, Signer
from db.models.exchange import Certificate, MembershipFile, MissingSegment, Segment
from sync import identity, membership, membership_file, segment, taking
from sync.errors import Reason, SkippedFileError
from sync.limits import MEMBERSHIP_FILE_BYTES, READER, SEGMENT_FILE_BYTES, VISITS
from sync.listing import File
from sync.names import LogName, segment_path
from sync.taking import Taken
from sync.visit import RoundProgress, Stage, Visit

_TRIED_BY = "parked_tried_by"


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
    with visit.store.read() as session:
        held = set(session.scalars(select(MembershipFile.id)))
    wanted = _candidates(visit, visit.listing.membership, held, "m/")
    for done, file in enumerate(wanted):
        yield RoundProgress(done, len(wanted), stage=Stage.LOOKING)
        try:
            data = visit.depot.read(
                file,
                MEMBERSHIP_FILE_BYTES,
                lambda bad: membership_file.reason_of_bad_bytes(bad, visit.who.alliance),
            )
        except SkippedFileError as error:
            visit.skip(file.path, error.reason)
            continue
        try:
            with visit.store.write() as session:
                membership.take(session, data)
            visit.bytes_in += len(data)
        except SkippedFileError as error:
            visit.refuse(file.id, file.path, error.reason)
    with visit.store.read() as session:
        news = bool(wanted) or bool(membership.lacking(session, visit.who))
    if news:
        with visit.store.write() as session:
            membership.settle(session)
            membership.give_on(session)


def take_segments(visit: Visit) -> Iterator[RoundProgress]:
    """Take in segments in any order, then try again what waited for one of them."""
    with visit.store.read() as session:
        held = set(session.scalars(select(Segment.id)))
        names = {row.id: row.person_name for row in session.scalars(select(Certificate))}
    wanted = _candidates(visit, visit.listing.segments, held, "s/")
    for done, file in enumerate(wanted):
        yield RoundProgress(done, len(wanted), _last_name(visit, file, names), Stage.RECEIVING)
        for _ in _take_segment(visit, file):
            yield RoundProgress(done, len(wanted), "", Stage.RECEIVING)
    late = Taken()
    for _ in taking.resume(visit.store, late):
        yield RoundProgress(len(wanted), len(wanted), "", Stage.RECEIVING)
    visit.accept(late.accepted)
    updated = _is_updated(visit)
    if visit.bytes_in or late.accepted.records or updated:
        visit.accept(_retry_parked(visit))
    if updated:
        with visit.store.write() as session:
            local.write(session, _TRIED_BY, _program())
    _note_missing(visit)


def _program() -> str:
    """Return what tells a program that judges or reads more from one that could not."""
    return f"{permissions.CURRENT} {projection.NUMBER} {READER} {migrate.HEAD}"


def _is_updated(visit: Visit) -> bool:
    """Tell whether what is parked here was never tried by this version of the program."""
    with visit.store.read() as session:
        return local.read(session, _TRIED_BY) != _program()


def _last_name(visit: Visit, file: File, names: dict[str, str]) -> str:
    """Return whose log this is, when a segment of it was met before."""
    replica = file.path.split("/")[1]
    with visit.store.read() as session:
        known = session.scalar(select(Segment.signer).where(Segment.replica == replica).limit(1))
    return names.get(known or "", "")


def _take_segment(visit: Visit, file: File) -> Iterator[None]:
    taken = Taken()
    try:
        data = visit.depot.read(
            file,
            SEGMENT_FILE_BYTES,
            lambda bad: segment.reason_of_bad_bytes(bad, visit.who.alliance),
        )
        yield from taking.take(visit.store, data, taken)
        visit.bytes_in += len(data)
    except SkippedFileError as error:
        visit.skip(file.path, error.reason)
    for reason in taken.reasons:
        visit.skip(file.path, reason)
    visit.accept(taken.accepted)


def _retry_parked(visit: Visit) -> Accepted:
    @cache
    def signer_of(certificate: str, table: int) -> Signer | None:
        with visit.store.read() as session:
            return identity.signer(session, certificate, table)

    return journal.retry_parked(visit.store, signer_of)


def _note_missing(visit: Visit) -> None:
    """Name a segment that was announced here and found on none of several visits."""
    place = visit.depot.carrier.address
    with visit.store.read() as session:
        held = set(session.scalars(select(Segment.id)))
        query = select(MissingSegment.id, MissingSegment.visits)
        rows = session.execute(query.where(MissingSegment.place == place)).all()
    before = {row.id: row.visits for row in rows}
    there = visit.listing.segments
    missing = {t.id: t for t in visit.listing.tips if t.id not in held and t.id not in there}
    for id, tip in missing.items():
        if before.get(id, 0) + 1 >= VISITS:
            visit.skip(_path(tip), Reason.MISSING)
    counted = {id: min(before.get(id, 0) + 1, VISITS) for id in missing}
    if counted == before:
        return
    with visit.store.write() as session:
        session.execute(delete(MissingSegment).where(MissingSegment.place == place))
        for id, visits in counted.items():
            session.add(MissingSegment(place=place, id=id, visits=visits))


def _path(tip: LogName) -> str:
    return segment_path(tip)
