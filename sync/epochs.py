"""The keys of circles in the store: which are held, which to seal with, who was given them."""

from sqlalchemy.orm import Session

from db.models.authority import Statement
from db.models.exchange import Epoch, EpochGrant, Identity
from sync.errors import NoKeyError
from sync.keys import EpochKey


def keep(session: Session, epoch: EpochKey) -> bool:
    """Keep an epoch; tell whether it is new here."""
    if session.get(Epoch, epoch.id) is not None:
        return False
    session.add(
        Epoch(
            id=epoch.id,
            circle=epoch.circle,
            home=epoch.home,
            height=epoch.height,
            key=epoch.key,
        )
    )
    session.flush()
    return True


def find(session: Session, id: str) -> EpochKey | None:
    """Return an epoch that is held, or None."""
    row = session.connection().exec_driver_sql(_FIND, (id,)).first()
    return None if row is None else EpochKey(*row)


def ids(session: Session) -> list[str]:
    """Return the ids of all epochs that are held."""
    return [id for (id,) in session.connection().exec_driver_sql(_IDS)]


def held(session: Session, circle: str, home: str = "") -> list[EpochKey]:
    """Return the epochs of a circle that are held, the one to seal with first."""
    rows = session.connection().exec_driver_sql(_HELD, (circle, home))
    return [EpochKey(*row) for row in rows]


# plain statements: these are asked some twenty times for each statement about members that comes
_IDS = f"SELECT id FROM {Epoch.__tablename__}"
_KEYS = f"SELECT circle, home, height, key, id FROM {Epoch.__tablename__}"
_FIND = f"{_KEYS} WHERE id = ?"
_HELD = f"{_KEYS} WHERE circle = ? AND home = ? ORDER BY height DESC, id"


def current(session: Session, circle: str, home: str = "") -> EpochKey:
    """Return the epoch to seal with: the smallest id among those of greatest height.

    An epoch counts when somebody who may begin one did; one that came with the invitation, and
    of which nothing else is known yet, counts too.

    Raises:
        NoKeyError: None is held.
    """
    found = held(session, circle, home)
    if not found:
        raise NoKeyError(circle, home)
    return next((epoch for epoch in found if is_begun(session, epoch.id)), found[0])


def is_begun(session: Session, epoch: str) -> bool:
    """Tell whether to seal with an epoch: who began it might do so, and counts."""
    ask = session.connection().exec_driver_sql
    counts, others = ask(_BEGUN, (epoch,)).one()
    return bool(counts or not others)


_BEGUN = f"""
SELECT coalesce(sum(authorised AND standing), 0),
  coalesce(sum(issuer NOT IN (SELECT certificate FROM {Identity.__tablename__})), 0)
FROM {Statement.__tablename__} WHERE about = ?
"""


def first(session: Session, circle: str) -> EpochKey:
    """Return the epoch of an alliance-wide circle that every member has.

    Raises:
        NoKeyError: None is held.
    """
    found = held(session, circle)
    if not found:
        raise NoKeyError(circle, "")
    return found[-1]


def note_grant(session: Session, epoch: str, certificate: str, statement: str) -> None:
    """Remember that a grant gives an epoch to the holder of a certificate."""
    session.connection().exec_driver_sql(_NOTE, (epoch, certificate, statement))


_NOTE = f"""
INSERT OR REPLACE INTO {EpochGrant.__tablename__} (epoch, certificate, statement) VALUES (?, ?, ?)
"""
