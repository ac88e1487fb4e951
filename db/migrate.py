"""Bring a store to this version of the program: a copy aside first, all or nothing."""

import os
import secrets
import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path

from db.errors import StoreTooNewError

HEAD = "0003"
"""The newest revision; a test holds it against the migrations."""

_ONE_AT_A_TIME = threading.Lock()  # Alembic keeps what it is at in module globals
_SCRIPTS = Path(__file__).parent / "migrations"


def bring_up(path: Path) -> None:
    """Make the database at a path, or bring it to this version.

    Args:
        path: The database's file; a copy of an older one is kept beside it.

    Raises:
        StoreTooNewError: A newer program wrote it; it is left untouched.
    """
    found = revision(path)
    if found == HEAD:
        return
    if found and found not in _known():
        raise StoreTooNewError(path.parent, found)
    if found:
        copy_aside(path, found)
        _upgrade(path)
    else:
        _make(path)


def _make(path: Path) -> None:
    """Make a new store beside its place and put it there: a cut leaves none, never half of one."""
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - the start of a program waits for it

    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        with _ONE_AT_A_TIME:
            _upgrade(part)
        _put(part, path)
    except (OSError, sqlite3.Error, SQLAlchemyError):
        if revision(path) != HEAD:  # else another process was quicker, and swept ours away
            raise
    for leftover in path.parent.glob(f"{path.name}.*.new*"):
        with suppress(OSError):
            leftover.unlink()


def _put(part: Path, path: Path) -> None:
    try:
        os.link(part, path)  # unlike a rename, never over a store that another process just made
    except FileExistsError:
        if not path.stat().st_size:
            part.replace(path)
    except OSError:  # a file system without links, such as exFAT
        part.replace(path)


def revision(path: Path) -> str:
    """Return the revision stamped in a database; empty when there is none yet."""
    if not path.exists() or path.stat().st_size == 0:
        return ""
    with closing(sqlite3.connect(path, timeout=10)) as raw:
        known = raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        row = known and raw.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def copy_aside(path: Path, label: str) -> Path:
    """Copy a database, its write-ahead log included; return the copy."""
    copy = path.with_name(f"{path.stem}-before-{label}.db")
    part = copy.with_name(f"{copy.name}.part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
    part.replace(copy)
    return copy


def _known() -> set[str]:
    return {p.name[:4] for p in (_SCRIPTS / "versions").glob("[0-9]*.py")}


def _upgrade(path: Path) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine, event  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def _configure(raw: sqlite3.Connection, _entry: object) -> None:
    raw.isolation_level = None  # or sqlite3 commits before each CREATE TABLE
    raw.execute("PRAGMA foreign_keys = OFF")  # batch mode drops tables: nothing may cascade
    raw.execute("PRAGMA synchronous = FULL")
