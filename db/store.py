"""The data folder and its database: opened, written, read; the environment's errors named once."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from db import migrate
from db.blobs import Blobs
from db.errors import (
    LiankeError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreOnNetworkError,
    StoreReadOnlyError,
)

FILE = "lianke.db"
_BUSY_MS = 10_000
_ROOM_BYTES = 64 * 1024
_NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "9p",
    "afs",
    "davfs",
    "fuse.davfs2",
}
_DRIVE_REMOTE = 4  # what Windows' GetDriveTypeW says of a mapped share


class Store:
    """One data folder: a database, and the files of its attachments.

    Shared by threads; sessions never leave their ``with``.

    Attributes:
        folder: The data folder.
        blobs: The attachments' files.
    """

    def __init__(self, folder: Path) -> None:
        """Open a data folder, made or brought to this version where needed.

        Raises:
            StoreError: It cannot be used; the subclass says why, and nothing was changed.
        """
        self.folder = folder
        path = folder / FILE
        _usable(folder)
        with _named(folder):
            migrate.bring_up(path)
            self._writing = _engine(path, read_only=False)
            self._reading = _engine(path, read_only=True)
        self.blobs = Blobs(folder)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session that writes: begun at once, committed at the end, undone on any error."""
        with _named(self.folder), Session(self._writing) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that cannot write and sees one moment of the store."""
        with _named(self.folder), Session(self._reading) as session, session.begin():
            yield session

    def close(self) -> None:
        """Let go of the files; the store cannot be used after this."""
        self._writing.dispose()
        self._reading.dispose()


def _engine(path: Path, *, read_only: bool) -> Engine:
    engine = create_engine(f"sqlite:///{path}")

    def configure(raw: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        raw.isolation_level = None  # sqlite3 would commit by itself before some statements
        raw.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("PRAGMA cache_size = -16000")
        raw.execute("PRAGMA temp_store = MEMORY")
        if read_only:
            raw.execute("PRAGMA query_only = ON")

    # a deferred BEGIN fails with "database is locked" when two writers meet in the middle
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
    event.listen(engine, "connect", configure)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


@contextmanager
def _named(folder: Path) -> Iterator[None]:
    """Turn what the environment does to SQLite into errors a person can be told."""
    try:
        yield
    except LiankeError:
        raise
    except (OperationalError, DatabaseError) as error:
        named = _name(folder, error.orig)
        if named is None:
            raise
        raise named from error
    except sqlite3.DatabaseError as error:
        named = _name(folder, error)
        if named is None:
            raise
        raise named from error
    except PermissionError as error:
        raise StoreReadOnlyError(folder) from error


def _name(folder: Path, error: BaseException | None) -> StoreError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_IOERR and _is_full(folder):
        return StoreFullError(folder, str(error))
    found = {
        sqlite3.SQLITE_FULL: StoreFullError,
        sqlite3.SQLITE_BUSY: StoreBusyError,
        sqlite3.SQLITE_LOCKED: StoreBusyError,
        sqlite3.SQLITE_READONLY: StoreReadOnlyError,
        sqlite3.SQLITE_CANTOPEN: StoreReadOnlyError,
        sqlite3.SQLITE_PERM: StoreReadOnlyError,
        sqlite3.SQLITE_CORRUPT: StoreDamagedError,
        sqlite3.SQLITE_NOTADB: StoreDamagedError,
        sqlite3.SQLITE_IOERR: StoreDamagedError,
    }.get(code)
    return found(folder, str(error)) if found else None


def _is_full(folder: Path) -> bool:
    """Tell whether not even SQLite's shared memory (32 KB) finds room: it calls that I/O."""
    try:
        return shutil.disk_usage(folder).free < _ROOM_BYTES
    except OSError:
        return False


def _usable(folder: Path) -> None:
    """Make the folder, and refuse one where SQLite cannot keep its promises."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreReadOnlyError(folder, str(error)) from error
    if on_network(folder):
        raise StoreOnNetworkError(folder)
    if not os.access(folder, os.W_OK) or _mounted_read_only(folder):
        raise StoreReadOnlyError(folder)


def _mounted_read_only(folder: Path) -> bool:
    if not hasattr(os, "statvfs"):
        return False
    return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def on_network(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> bool:
    """Tell whether a folder lies on a network share.

    Args:
        folder: An existing folder.
        mounts: Linux's table of mounts; another one in tests.
    """
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - Windows only

        resolved = folder.resolve()
        drive = resolved.drive
        return drive.startswith("\\\\") or (
            ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _DRIVE_REMOTE
        )
    if not mounts.exists():
        return False
    longest, kind = -1, ""
    for line in mounts.read_text(errors="replace").splitlines():
        parts = line.split()
        if len(parts) > 2:
            at = Path(parts[1].replace("\\040", " "))
            if folder.resolve().is_relative_to(at) and len(at.parts) >= longest:
                longest, kind = len(at.parts), parts[2]
    return kind in _NETWORK
