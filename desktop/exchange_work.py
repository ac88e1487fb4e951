"""One exchange as a piece of work for the window, and how it ended.  No Qt in here."""

import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from db.progress import Work
from db.store import Store
from desktop.readable_copies import readable_copies
from sync import doctor, places, suspects
from sync.carriers.carrier import Stopping
from sync.doctor import Finding
from sync.errors import PlaceError, SyncError
from sync.places import ExchangeRow
from sync.result import RoundResult, Skipped
from sync.round import exchange
from sync.suspects import NONE as NO_SUSPECTS
from sync.suspects import Suspects

DONE, STOPPED, FAILED = "done", "stopped", "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an exchange ended.

    Attributes:
        folder, name: Where (a folder, or the URL of a server), and what people call it.
        code: ``done``, ``stopped``, or the code of what went wrong.
        received, sent, carried, conflicts: Counts in records.
        came, went: Ids of records.
        skipped: Files that were not used.
        seconds: How long it took; 0 when that is not known any more.
        error: What went wrong, while it is known.
        at: When it ended, in seconds by this laptop's clock.
        left_behind: Names of files for which the place had no room, while they are known.
        no_room: Names of files for which this laptop had no room, while they are known.
        too_long: Names of files too long for a readable copy, while they are known.
        copies: How many readable copies were put there, while that is known.
        files: Whether any part of a photo or file came or went, while that is known.
        suspects: Programs that lie there, while they are known.
        waits: What came, now or before, and cannot be used yet.
    """

    folder: str
    name: str
    code: str
    received: int = 0
    sent: int = 0
    carried: int = 0
    conflicts: int = 0
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    seconds: float = 0.0
    error: Exception | None = None
    at: float = field(default_factory=time.time)
    left_behind: tuple[str, ...] = ()
    no_room: tuple[str, ...] = ()
    too_long: tuple[str, ...] = ()
    copies: int = 0
    files: bool = False
    suspects: Suspects = NO_SUSPECTS
    waits: tuple[Finding, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether any record came or went."""
        return bool(self.received or self.sent or self.carried)

    @property
    def files_told(self) -> bool:
        """Whether it is still known which files found no room; of those of the past it is not."""
        return self.seconds > 0


def exchanging(
    store: Store, place: str | Path, name: str, stopping: Stopping | None = None
) -> Work[Outcome]:
    """Exchange with a place; what can go wrong with places is part of the outcome.

    Args:
        store: The store; all that was typed is saved in it.
        place: A stick or another folder, or the URL of a server.
        name: What people call it.
        stopping: Tells that whoever drives the work will close it.
    """
    began, folder = time.monotonic(), str(place)
    try:
        result = yield from exchange(
            store, place, name=name, copies=readable_copies, stopping=stopping
        )
    except PlaceError as error:
        return _outcome(folder, name, error.code, error.result or RoundResult(), began, error)
    except SyncError as error:
        return _outcome(folder, name, FAILED, RoundResult(), began, error)
    with store.read() as session:
        waits = doctor.waiting(session, {skip.reason for skip in result.skipped})
    return replace(_outcome(folder, name, DONE, result, began, None), waits=waits)


def _outcome(
    folder: str,
    name: str,
    code: str,
    result: RoundResult,
    began: float,
    error: Exception | None,
) -> Outcome:
    return Outcome(
        folder,
        name,
        code,
        result.received,
        result.sent,
        result.carried,
        result.conflicts,
        result.came,
        result.went,
        result.skipped,
        time.monotonic() - began,
        error,
        left_behind=result.left_behind,
        no_room=result.no_room,
        too_long=result.too_long,
        copies=result.copies,
        files=bool(result.pieces_in or result.pieces_out),
        suspects=suspects.find(folder),
    )


def outcome_of(row: ExchangeRow) -> Outcome:
    """Return how an exchange of the past ended."""
    return Outcome(
        row.address,
        row.name,
        row.outcome,
        row.received,
        row.sent,
        row.carried,
        row.conflicts,
        row.came,
        row.went,
        row.skipped,
        at=row.at,
    )


def stopped(store: Store, folder: str, name: str) -> Outcome:
    """Return what an exchange did that a person stopped just now."""
    with store.read() as session:
        newest = places.past(session, 1)
    if newest and newest[0].outcome == STOPPED and newest[0].address == folder:
        return outcome_of(newest[0])
    return Outcome(folder, name, STOPPED)
