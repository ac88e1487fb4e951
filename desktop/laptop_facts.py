"""The laptops of the alliance, and what could be done about one: read for the page.  No Qt."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from db.commands.undoing import undo
from db.journal import Sitting
from db.local import member
from db.progress import Progress, Work
from db.queries.undo import UndoPlan, plan_undo
from db.store import Store
from desktop.founding import Invited, file_name, find_invitations
from desktop.member_words import own_lines
from sync import admitting, members, replacing, returning, revoking, undo_scope
from sync.errors import (
    InvitingNotAllowedError,
    NotFoundedError,
    OwnLaptopError,
    RevokedError,
    RevokingNotAllowedError,
    UnknownLaptopError,
)
from sync.joining import Joined
from sync.members import Member
from sync.revoking import Preview
from sync.standing import DOUBTFUL, GOOD, REVOKED


@dataclass(frozen=True, slots=True)
class Laptops:
    """All laptops and unused invitations.

    Attributes:
        members: Those that are members first.
        own: What the person here should know of this computer's own standing, in words.
        is_out: Whether this computer was revoked, and may come back with an invitation.
    """

    members: Sequence[Member]
    own: Sequence[str]
    is_out: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """One day on which a laptop sealed something.

    Attributes:
        day: Which.
        records: How many records what it sealed then changes.
    """

    day: datetime.date
    records: int


@dataclass(frozen=True, slots=True)
class OneLaptop:
    """What could be done about one laptop.

    Attributes:
        laptop: Its id.
        preview: What revoking it would do; None where this laptop may not.
        refusal: Why it may not; None where it may, where it is this laptop itself, or
            where this laptop is no member any more.
        days: When it sealed something that is here, the newest first.
        may_replace: Whether its person can be given another invitation here: it is revoked.
        may_admit: Whether it can be let in again here: it is in doubt.
        invited_at: When the newest invitation for its person was made that nobody used yet.
    """

    laptop: str
    preview: Preview | None
    refusal: Exception | None
    days: Sequence[Day]
    may_replace: bool = False
    may_admit: bool = False
    invited_at: int | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """What undoing would do, and of what: only what was shown is ever done.

    Attributes:
        laptop: Id of the laptop.
        since: From which day on.
        plan: What would be put back.
    """

    laptop: str
    since: datetime.date
    plan: UndoPlan


def reading_laptops(store: Store) -> Work[Laptops]:
    """Read who belongs to the alliance."""
    yield Progress(0, 1)
    with store.read() as session:
        is_out = members.own_state(session) == REVOKED
        return Laptops(members.members(session), own_lines(session), is_out)


def looking_at(store: Store, laptop: str) -> Work[OneLaptop]:
    """Read what could be done about one laptop: the same judgement that would do it."""
    yield Progress(0, 1)
    with store.read() as session:
        days: dict[datetime.date, int] = {}
        for row in undo_scope.sealed_by(session, laptop):
            stamp = row.changed_at or row.received_at
            day = datetime.datetime.fromtimestamp(stamp).astimezone().date()
            if row.records:
                days[day] = days.get(day, 0) + row.records
        newest = [Day(day, days[day]) for day in sorted(days, reverse=True)]
        ways = _ways(session, laptop)
        try:
            return OneLaptop(laptop, revoking.preview(session, laptop), None, newest, *ways)
        except (OwnLaptopError, UnknownLaptopError, RevokedError):
            return OneLaptop(laptop, None, None, newest)  # that it is out itself stands above
        except RevokingNotAllowedError as error:
            return OneLaptop(laptop, None, error, newest)


def _ways(session: Session, laptop: str) -> tuple[bool, bool, int | None]:
    """Tell whether a laptop can be replaced, or let in again, by this one; and is about to be."""
    every = members.members(session)
    one = next((row for row in every if row.laptop == laptop), None)
    if one is None or one.invited or one.own:
        return False, False, None
    waiting = [
        row.since for row in every
        if row.invited and row.state == GOOD and row.person == one.person
    ]  # fmt: skip
    try:
        if one.state == REVOKED:
            replacing.check_right(session, laptop)
        elif one.state == DOUBTFUL:
            admitting.check_right(session, laptop)
    except (InvitingNotAllowedError, RevokedError, UnknownLaptopError):
        return False, False, None
    return one.state == REVOKED, one.state == DOUBTFUL, max(waiting, default=None)


def inviting_again(store: Store, laptop: str, folder: Path) -> Work[Invited]:
    """Write the invitation for the person of a revoked laptop: same school, same role.

    Raises:
        SyncError: This laptop may not, or the file cannot be written.
    """
    yield Progress(0, 1)
    with store.read() as session:
        replacing.check_right(session, laptop)
        one = next(row for row in members.members(session) if row.laptop == laptop)
    out = folder / file_name(one.school_name, one.person_name)
    words, _seen = replacing.replace(store, laptop, out=out)
    return Invited(out, tuple(words.split()), one.person_name, one.school_name)


def admitting_laptop(store: Store, laptop: str) -> Work[str]:
    """Let in again a laptop that a revoked one had let in; give its id.

    Raises:
        SyncError: This laptop may not.
    """
    yield Progress(0, 1)
    admitting.admit(store, laptop)
    return laptop


def looking_for_invitations(folders: Sequence[Path]) -> Work[tuple[Path, ...]]:
    """Look for invitations at the top of sticks, which may be slow."""
    yield Progress(0, 1)
    return find_invitations(folders)


def coming_back(store: Store, file: Path, typed: str) -> Work[Joined]:
    """Take new keys with an invitation; who was invited goes on recording.

    Raises:
        SyncError: With what is wrong with the file, the words, or this computer's standing.
    """
    yield Progress(0, 0)
    return returning.come_back(store, file, typed)


def revoking_laptop(store: Store, laptop: str) -> Work[Preview]:
    """Revoke a laptop.

    Raises:
        SyncError: This laptop may not.
    """
    yield Progress(0, 1)
    return revoking.revoke(store, laptop)


def planning_undo(store: Store, laptop: str, since: datetime.date) -> Work[Planned]:
    """Work out what undoing a laptop's changes from a day on would do; nothing is done."""
    yield Progress(0, 2)
    segments = _segments(store, laptop, since)
    yield Progress(1, 2)
    scope = undo_scope.scope_of(store, laptop, segments)
    with store.read() as session:
        me = member(session)
        if me is None:
            raise NotFoundedError
        return Planned(laptop, since, plan_undo(session, me, laptop, scope))


def undoing(store: Store, sitting: Sitting, laptop: str, since: datetime.date) -> Work[UndoPlan]:
    """Undo a laptop's changes from a day on; what came meanwhile counts."""
    yield Progress(0, 0)
    scope = undo_scope.scope_of(store, laptop, _segments(store, laptop, since))
    return (yield from undo(store, sitting, laptop, scope))


def _segments(store: Store, laptop: str, since: datetime.date) -> list[str]:
    with store.read() as session:
        return undo_scope.since_day(undo_scope.sealed_by(session, laptop), since)
