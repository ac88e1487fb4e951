"""Small facts of this laptop: who it is, who recorded last."""

import sqlite3

from sqlalchemy.orm import Session

from db.member import Member as Member
from db.models.exchange import Identity
from db.models.local import Local

LAST_PERSON = "last_person"

_READ = f"SELECT value FROM {Local.__tablename__} WHERE name = ?"
_MEMBER = f"SELECT alliance, laptop, role, school, person FROM {Identity.__tablename__}"
_WRITE = f"INSERT OR REPLACE INTO {Local.__tablename__} (name, value) VALUES (?, ?)"


def read(session: Session, name: str) -> str | None:
    """Return a fact, or None."""
    found = session.connection().exec_driver_sql(_READ, (name,)).first()
    return None if found is None else found[0]


def glance(look: sqlite3.Connection, name: str) -> str | None:
    """Return a fact, read by plain SQL from ``Store.glance``; or None."""
    found = look.execute(_READ, (name,)).fetchone()
    return None if found is None else found[0]


def write(session: Session, name: str, value: str) -> None:
    """Keep a fact."""
    session.connection().exec_driver_sql(_WRITE, (name, value))


def glance_member(look: sqlite3.Connection) -> Member | None:
    """Return who this laptop is, read by plain SQL from ``Store.glance``; or None."""
    me = look.execute(_MEMBER).fetchone()
    return Member(*me) if me is not None else None


def member(session: Session) -> Member | None:
    """Return who this laptop is, or None before it founded or joined."""
    me = session.connection().exec_driver_sql(_MEMBER).first()
    return Member(*me) if me is not None else None
