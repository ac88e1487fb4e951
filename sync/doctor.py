"""How the exchange of this laptop fares: facts for people, each with what it is about."""

import shutil
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from db import digest, journal, permissions
from db.merging import WAITS
from db.models.exchange import MissingSegment, Place, Segment
from db.models.local import Parked
from db.models.receipts import Receipt
from db.progress import Work
from db.store import Store
from sync import alarms, receipt_body, receipts, skipped_files, telling
from sync.errors import MalformedError, Reason
from sync.laptop import me
from sync.limits import MIB, READER, VISITS
from sync.log import NEWER, WAITING, is_believable
from sync.standing import is_good

WEEKS = 6
"""After how many weeks without a word a laptop is named."""

ROOM_BYTES = 256 * MIB
"""With less free space than this the next pictures may not fit."""

_DAY_S = 86_400
_SAME = (("stranger", Reason.STRANGER), ("newer_segment", Reason.NEWER))
_SERIOUS = ("digest_differs", "clock", "room", "missing_file")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a person should know.

    Attributes:
        code: ``digest_differs`` (a laptop holds the same and shows it otherwise), ``parked`` and
            ``refused`` (changes), ``stranger`` and ``newer_segment`` (segments that wait for a
            certificate or a program), ``no_key``, ``refused_file``, ``missing_file``,
            ``place_failed``, ``clock``, ``room``, ``unsent``, ``newer_program``, ``silent``.
        subject: The person, place or reason it is about; or empty. Of ``place_failed`` the code.
        count: How many there are.
        place: Name of the place that failed, or where files are of no use; empty for all else.
        files: Their names.
        at: When, in seconds by this laptop's clock; None where that says nothing. Of
            ``place_failed`` when the place was last met.
    """

    code: str
    subject: str = ""
    count: int = 1
    at: int | None = None
    place: str = ""
    files: tuple[str, ...] = ()

    @property
    def serious(self) -> bool:
        """Tell whether somebody must do something."""
        return self.code in _SERIOUS


@dataclass(frozen=True, slots=True)
class Health:
    """What was found.

    Attributes:
        digest: The digest of what the alliance shares; None while it is not worked out.
        findings: What to know, the serious first.
    """

    digest: str | None
    findings: tuple[Finding, ...]

    @property
    def well(self) -> bool:
        """Tell whether nothing serious was found."""
        return not any(finding.serious for finding in self.findings)


def examining(store: Store) -> Work[Health]:
    """Look at everything; works out the digest first where records changed."""
    yield from digest.catching_up(store)
    with store.read() as session:
        found = [*_findings(session), *_machine(session, store)]
        known = digest.known(session)
    found.sort(key=lambda finding: not finding.serious)
    return Health(None if known is None else known.hex(), tuple(found))


def waiting(session: Session, told: Collection[Reason] = ()) -> tuple[Finding, ...]:
    """Return what came and cannot be used yet, alone: for the end of an exchange.

    Args:
        session: A reading session.
        told: Why files were skipped in it; what waits for the same is told with them.
    """
    said = {"refused"}
    said.update(code for code, reason in _SAME if reason in told)
    return tuple(one for one in (*_changes(session), *_segments(session)) if one.code not in said)


def _findings(session: Session) -> Iterator[Finding]:
    names = {holder.laptop: holder for holder in receipts.others(session)}
    for alarm in alarms.standing(session):
        who = names.get(alarm.laptop)
        yield Finding("digest_differs", who.person_name if who else "", at=alarm.at)
    yield from _changes(session)
    yield from _segments(session)
    yield from _files(session)
    if unsent := journal.waiting(session):
        yield Finding("unsent", count=unsent)
    yield from _others(session)


def _changes(session: Session) -> Iterator[Finding]:
    """Yield the changes that were put aside, and those that were not allowed."""
    query = select(Parked.reason, func.count()).group_by(Parked.reason).order_by(Parked.reason)
    for reason, count in session.execute(query):
        yield Finding("parked" if reason in WAITS else "refused", reason, count)


def _segments(session: Session) -> Iterator[Finding]:
    for state, code in ((WAITING, "stranger"), (NEWER, "newer_segment")):
        count = session.scalar(select(func.count()).where(Segment.state == state))
        # a laptop that is out hears nothing of those who came later, and is told so elsewhere
        if count and (state != WAITING or is_good(session, me(session).certificate)):
            yield Finding(code, count=count)
    if not telling.reads_all(session):
        yield Finding("no_key")


def _files(session: Session) -> Iterator[Finding]:
    """Yield what is wrong at places: files that are of no use, or announced and not there."""
    for one in skipped_files.there(session):
        if one.reason is not Reason.MISSING:  # named below, once it failed often enough
            yield Finding(
                "refused_file", one.reason.value, len(one.files), place=one.name, files=one.files
            )
    missing = (
        select(Place.name, func.count())
        .join(MissingSegment, MissingSegment.place == Place.address)
        .where(MissingSegment.visits >= VISITS)
        .group_by(Place.address)
        .order_by(Place.address)
    )
    for name, count in session.execute(missing):
        yield Finding("missing_file", name, count)
    for place in session.scalars(select(Place).order_by(Place.address)):
        if place.outcome not in ("", "done", "stopped"):
            yield Finding("place_failed", place.outcome, at=place.met_at, place=place.name)


def _others(session: Session) -> Iterator[Finding]:
    newer = set()
    for row in session.scalars(select(Receipt)):
        try:
            body = receipt_body.read(row.body)
        except MalformedError:
            continue
        if body.table > permissions.CURRENT or body.reader > READER:
            newer.add(row.laptop)
    if newer:
        yield Finding("newer_program", count=len(newer))
    now = int(time.time())
    for reach in receipts.who_has(session):
        if reach.heard_at is None or now - reach.heard_at > WEEKS * 7 * _DAY_S:
            yield Finding("silent", reach.holder.person_name, at=reach.heard_at)


def _machine(session: Session, store: Store) -> Iterator[Finding]:
    """Yield what is wrong with this computer: its clock, its room."""
    now = int(time.time())
    # the last that came, not the latest stamp: one from a clock that was wrong stays for ever
    newest = session.scalar(select(Segment.received_at).order_by(text("rowid DESC")).limit(1)) or 0
    if not is_believable(now, now) or newest > now + _DAY_S:
        yield Finding("clock", at=now)
    free = shutil.disk_usage(store.folder).free
    if free < ROOM_BYTES:
        yield Finding("room", count=free // MIB)
