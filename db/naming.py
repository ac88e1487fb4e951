"""What the environment does to SQLite, named once as errors that a person can be told."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.errors import (
    LiankeError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
)

_ROOM_BYTES = 64 * 1024


@contextmanager
def named(folder: Path, *wrapping: type[Exception]) -> Iterator[None]:
    """Turn what SQLite raises into an error with a name.

    Args:
        folder: The data folder.
        wrapping: Errors that carry SQLite's own as their ``orig``, as SQLAlchemy's do.
    """
    raised: tuple[type[Exception], ...] = (sqlite3.DatabaseError, *wrapping)
    try:
        yield
    except LiankeError:
        raise
    except raised as error:
        found = _name(folder, getattr(error, "orig", error))
        if found is None:
            raise
        raise found from error
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
