"""The laptops of the alliance, and what could be done about one: read for the page.  No Qt."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from db.commands.undoing import undo
from db.journal import Sitting
from db.local import member
from db.progress import Progress, Work
from db.queries.undo import UndoPlan, plan_undo
from db.store import Store
from desktop.member_words import own_lines
from sync import members, revoking, undo_scope
from sync.errors import (
    NotFoundedError,
    OwnLaptopError,
    RevokedError,
    RevokingNotAllowedError,
    UnknownLaptopError,
)
from sync.members import Member
from sync.revoking import Preview


@dataclass(frozen=True, slots=True)
class Laptops:
    """All laptops and unused invitations.

    Attributes:
        members: Those that are members first.
        own: What the person here should know of this computer's own standing, in words.
    """

    members: Sequence[Member]
    own: Sequence[str]


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
        refusal: Why it may not; None where it may, or where it is this laptop itself.
        days: When it sealed something that is here, the newest first.
    """

    laptop: str
    preview: Preview | None
    refusal: Exception | None
    days: Sequence[Day]


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
        return Laptops(members.members(session), own_lines(session))


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
        try:
            return OneLaptop(laptop, revoking.preview(session, laptop), None, newest)
        except (OwnLaptopError, UnknownLaptopError):
            return OneLaptop(laptop, None, None, newest)
        except (RevokedError, RevokingNotAllowedError) as error:
            return OneLaptop(laptop, None, error, newest)


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
