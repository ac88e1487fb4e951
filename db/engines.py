"""SQLAlchemy's side of a store: its two engines and their sessions; read when first needed."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from db.naming import named

_BUSY_MS = 10_000
_LOG_PAGES = 4096  # after which a save works SQLite's log in: four times as rarely as by itself
_LOG_BYTES = 16 * 1024 * 1024  # what SQLite's log keeps of its length once it was worked in


def make_engine(path: Path, *, read_only: bool, pours: bool = False) -> Engine:
    """Return an engine on a database whose transactions begin as ours must.

    Args:
        path: The database.
        read_only: Whether its sessions cannot write.
        pours: Whether they leave SQLite's log to grow, for who calls ``Store.work_in`` later.
    """
    engine = create_engine(f"sqlite:///{path}")

    def configure(raw: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        raw.isolation_level = None  # sqlite3 would commit by itself before some statements
        raw.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES}")
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("PRAGMA cache_size = -16000")
        raw.execute("PRAGMA temp_store = MEMORY")
        raw.execute(f"PRAGMA wal_autocheckpoint = {0 if pours else _LOG_PAGES}")
        if read_only:
            raw.execute("PRAGMA query_only = ON")

    # a deferred BEGIN fails with "database is locked" when two writers meet in the middle
    words = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    def begin(connection: Connection) -> None:
        raw = connection.connection.driver_connection
        if raw is not None:
            raw.execute(words)  # straight to SQLite: an exchange opens some forty sessions

    event.listen(engine, "connect", configure)
    event.listen(engine, "begin", begin)
    return engine


@contextmanager
def session_on(engine: Engine, folder: Path) -> Iterator[Session]:
    """Give a session: begun at once, committed at the end, undone on any error."""
    with named(folder, DatabaseError), Session(engine) as session, session.begin():
        yield session
