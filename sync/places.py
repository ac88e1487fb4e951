"""The sticks and shares this laptop exchanges with, and what became of each exchange."""

import json
import time
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db.models.exchange import Exchange, Place
from sync import skipped_files
from sync.addresses import Address, read_address
from sync.errors import PlaceAddressError, Reason
from sync.log import pack_ids, unpack_ids
from sync.result import RoundResult, Skipped


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place, with its last exchange.

    Attributes:
        address: The folder, as given, or the URL of a server, without a password.
        name: What people call it.
        met_at: When an exchange last came to its end there, in seconds by this laptop's clock;
            None before the first that did.
        outcome: Of the last exchange: ``done``, ``stopped``, or the code of a place error; empty
            before the first.
        sent, received, skipped: Counts of the last exchange.
    """

    address: str
    name: str
    met_at: int | None
    outcome: str
    sent: int
    received: int
    skipped: int


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """One exchange of the past that moved something or failed.

    Attributes:
        n: Counts up.
        address, name: Where.
        at: Seconds by this laptop's clock, for display.
        outcome: ``done``, ``stopped``, or the code of a place error.
        sent, received, carried, conflicts: Counts in records.
        came, went: Ids of records.
        skipped: Files that were not used.
    """

    n: int
    address: str
    name: str
    at: int
    outcome: str
    sent: int
    received: int
    carried: int
    conflicts: int
    came: tuple[str, ...]
    went: tuple[str, ...]
    skipped: tuple[Skipped, ...]


def known(session: Session) -> list[PlaceRow]:
    """Return the places, the one met last first."""
    query = select(Place).order_by(Place.met_at.desc().nulls_last(), Place.address)
    return [_row(place) for place in session.scalars(query)]


def _row(place: Place) -> PlaceRow:
    return PlaceRow(
        place.address,
        place.name,
        place.met_at,
        place.outcome,
        place.sent,
        place.received,
        place.skipped,
    )


def remember(session: Session, address: str, name: str = "") -> None:
    """Add a place, or call it otherwise."""
    place = session.get(Place, address)
    if place is None:
        session.add(_new(address, name))
    elif name:
        place.name = name
    session.flush()


def forget(session: Session, address: str) -> None:
    """Take a place from the list; nothing happens to what lies there."""
    session.execute(delete(Place).where(Place.address == address))


def _new(address: str, name: str) -> Place:
    called = name or _called(address)
    return Place(
        address=address, name=called, met_at=None, outcome="", sent=0, received=0, skipped=0
    )


def meant(session: Session, address: str) -> str:
    """Return the address of the place that is meant: the known one, if only the user is left out.

    Raises:
        PlaceAddressError: It is no address.
    """
    found = read_address(address)
    if found.is_folder or found.user:
        return found.text
    others = [one.address for one in known(session)]
    same = [one for one in others if _without_user(one) == found]
    return found.text if found.text in others or len(same) != 1 else same[0]


def _without_user(address: str) -> Address | None:
    try:
        return read_address(address).signed_in_as("")
    except PlaceAddressError:  # of a newer version
        return None


def _called(address: str) -> str:
    """Return what a place is called until people call it otherwise."""
    try:
        return read_address(address).name
    except PlaceAddressError:
        return address


def note(session: Session, address: str, name: str, result: RoundResult, outcome: str) -> None:
    """Remember an exchange: the place always, the history when something moved or failed.

    Args:
        session: In a write transaction.
        address: Of the place.
        name: What people call it; empty keeps the name it has.
        result: What was done.
        outcome: ``done``, ``stopped``, or the code of a place error.
    """
    now, skipped = int(time.time()), len(result.skipped)
    run = session.connection().exec_driver_sql
    met_at = now if outcome == "done" else None  # one that could not be reached was not met
    last = (met_at, outcome, result.sent, result.received, skipped)
    (called,) = run(_MET, (address, name or _called(address), *last, name)).one()
    skipped_files.note(session, address, result.skipped, whole=outcome == "done")
    if result.moved or outcome != "done":
        run(_PAST, _past(result, address, called, now, outcome))


_MET = f"""
INSERT INTO {Place.__tablename__} (address, name, met_at, outcome, sent, received, skipped)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (address) DO UPDATE SET
    met_at = coalesce(excluded.met_at, met_at), outcome = excluded.outcome,
    sent = excluded.sent, received = excluded.received, skipped = excluded.skipped,
    name = coalesce(nullif(?, ''), name)
RETURNING name
"""
_PAST = f"""
INSERT INTO {Exchange.__tablename__}
    (place, place_name, at, outcome, sent, received, carried, conflicts, came, went, skipped)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def _past(
    result: RoundResult, address: str, called: str, now: int, outcome: str
) -> tuple[object, ...]:
    skipped = [[skipped.name, skipped.reason.value] for skipped in result.skipped]
    counts = (result.sent, result.received, result.carried, result.conflicts)
    ids = (pack_ids(result.came), pack_ids(result.went))
    said = json.dumps(skipped, ensure_ascii=False)
    return (address, called, now, outcome, *counts, *ids, said)


def past(session: Session, most: int = 50) -> list[ExchangeRow]:
    """Return the exchanges of the past, newest first."""
    query = select(Exchange).order_by(Exchange.n.desc()).limit(most)
    return [
        ExchangeRow(
            row.n,
            row.place,
            row.place_name,
            row.at,
            row.outcome,
            row.sent,
            row.received,
            row.carried,
            row.conflicts,
            unpack_ids(row.came),
            unpack_ids(row.went),
            tuple(Skipped(name, Reason(reason)) for name, reason in json.loads(row.skipped)),
        )
        for row in session.scalars(query)
    ]


def last_met(session: Session) -> int | None:
    """Return when an exchange with any place last came to its end, or None."""
    return session.scalar(select(func.max(Place.met_at)))
