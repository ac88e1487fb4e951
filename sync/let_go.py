"""Small files that a person let go from this laptop: they come when somebody wishes for them.

Without this the next exchange would bring them back by itself, as it does with every small file.
"""

import sqlite3
from collections.abc import Iterable

from sqlalchemy.orm import Session

from db import local
from db.models.local import Local

_NAME = "let_go "  # then what the file is proven by
_NAMES = f"SELECT name FROM {Local.__tablename__} WHERE name >= ? AND name < ? AND value = '1'"
_FORGET = f"DELETE FROM {Local.__tablename__} WHERE name = ?"


def note(session: Session, files: Iterable[str]) -> None:
    """Remember files that go, by what they are proven by."""
    for proof in files:
        local.write(session, _NAME + proof, "1")


def forget(session: Session, files: Iterable[str]) -> None:
    """Remember files no more that are here again."""
    for proof in files:
        session.connection().exec_driver_sql(_FORGET, (_NAME + proof,))


def glance(look: sqlite3.Connection) -> frozenset[str]:
    """Return what was let go, read by plain SQL from ``Store.glance``."""
    rows = look.execute(_NAMES, (_NAME, _NAME[:-1] + "!")).fetchall()  # "!" follows the blank
    return frozenset(name.removeprefix(_NAME) for (name,) in rows)
