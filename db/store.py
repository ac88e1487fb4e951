"""The data folder and its database: opened, written, read, glanced at.

SQLAlchemy takes 0.4 s to read in: it comes with the first session, not with the store.
"""

import os
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from db import migrate
from db.errors import StoreError, StoreOnNetworkError, StoreReadOnlyError
from db.naming import named
from db.turns import Turns

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from db.ahead import Ahead
    from db.blobs import Blobs
    from db.documents import Document

FILE = "lianke.db"
_BUSY_S = 10
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
        written: For the journal: the document it wrote last, by its record.
    """

    def __init__(self, folder: Path) -> None:
        """Open a data folder, made or brought to this version where needed.

        Raises:
            StoreError: It cannot be used; the subclass says why, and nothing was changed.
        """
        self.folder = folder
        self._path = folder / FILE
        _usable(folder)
        with named(folder):
            migrate.bring_up(self._path)
        self.written: dict[str, Document] = {}
        self._eye: sqlite3.Connection | None = None
        self._looking = threading.RLock()
        self._turns = Turns()
        self._aside: threading.Thread | None = None

    @contextmanager
    def write(self) -> Iterator["Session"]:
        """Give a session that writes: begun at once, committed at the end, undone on any error."""
        from db.engines import session_on  # noqa: PLC0415 - with the first session

        with self._turns.turn(), session_on(self._writing, self.folder) as session:
            yield session

    @property
    def is_shared(self) -> bool:
        """Whether another thread of this program writes at this time too."""
        return self._turns.others()

    @contextmanager
    def pour(self) -> Iterator["Session"]:
        """Give a session that writes one of many batches; ``work_in`` is to be called after some.

        SQLite works its log into the database within a commit, every 4 MB: the same pages again
        and again, while a form that saves waits for its turn.
        """
        from db.engines import session_on  # noqa: PLC0415 - with the first session

        with self._turns.turn(), session_on(self._pouring, self.folder) as session:
            yield session

    def work_in(self, beyond_bytes: int = 0) -> None:
        """Work SQLite's log into the database where it is longer; no writer waits for it."""
        log = self._path.with_name(f"{FILE}-wal")
        with suppress(OSError):
            if log.stat().st_size > beyond_bytes:
                with named(self.folder), closing(sqlite3.connect(self._path)) as raw:
                    raw.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def work_in_aside(self, beyond_bytes: int) -> None:
        """Work the log in on a thread of its own, where it is longer; go on meanwhile."""
        self._wait_aside()
        log = self._path.with_name(f"{FILE}-wal")
        with suppress(OSError):
            if log.stat().st_size > beyond_bytes:
                self._aside = threading.Thread(target=self._work_in_quietly, name="work-in")
                self._aside.start()

    def _work_in_quietly(self) -> None:
        with suppress(StoreError, sqlite3.Error, OSError):  # the next that writes will say it
            self.work_in()

    def _wait_aside(self) -> None:
        aside, self._aside = self._aside, None
        if aside is not None:
            aside.join()

    @contextmanager
    def read(self) -> Iterator["Session"]:
        """Give a session that cannot write and sees one moment of the store."""
        from db.engines import session_on  # noqa: PLC0415 - with the first session

        with session_on(self._reading, self.folder) as session:
            yield session

    @contextmanager
    def glance(self) -> Iterator[sqlite3.Connection]:
        """Give a plain connection that cannot write and sees one moment of the store.

        It is for what the window shows first, which must not wait for SQLAlchemy.
        """
        with named(self.folder), self._looking:
            if self._eye is None:
                self._eye = _open_eye(self._path)
            self._eye.execute("BEGIN")
            try:
                yield self._eye
            finally:
                with suppress(sqlite3.Error):  # what went wrong before is what must be told
                    self._eye.execute("ROLLBACK")

    @cached_property
    def blobs(self) -> "Blobs":
        """The attachments' files."""
        from db.blobs import Blobs  # noqa: PLC0415 - with the first attachment

        return Blobs(self.folder)

    @cached_property
    def ahead(self) -> "Ahead":
        """What reads arrivals on another core, while an exchange wants it."""
        from db.ahead import Ahead  # noqa: PLC0415 - with the first arrivals

        return Ahead()

    @cached_property
    def _writing(self) -> "Engine":
        from db.engines import make_engine  # noqa: PLC0415 - with the first session

        return make_engine(self._path, read_only=False)

    @cached_property
    def _pouring(self) -> "Engine":
        from db.engines import make_engine  # noqa: PLC0415 - with the first session

        return make_engine(self._path, read_only=False, pours=True)

    @cached_property
    def _reading(self) -> "Engine":
        from db.engines import make_engine  # noqa: PLC0415 - with the first session

        return make_engine(self._path, read_only=True)

    def close(self) -> None:
        """Let go of the files; the store cannot be used after this."""
        self._wait_aside()
        if "ahead" in self.__dict__:
            self.ahead.rest()
        for name in ("_writing", "_pouring", "_reading"):
            if name in self.__dict__:  # an engine nobody asked for holds no file
                getattr(self, name).dispose()
        if self._eye is not None:
            self._eye.close()
            self._eye = None


def _open_eye(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
    raw.execute("PRAGMA journal_mode = WAL")  # a new store's first reader must stop no writer
    raw.execute("PRAGMA query_only = ON")
    return raw


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
    resolved, longest, kind = folder.resolve(), -1, ""
    for line in mounts.read_text(errors="replace").splitlines():
        parts = line.split()
        if len(parts) > 2:
            at = Path(parts[1].replace("\\040", " "))
            if resolved.is_relative_to(at) and len(at.parts) >= longest:
                longest, kind = len(at.parts), parts[2]
    return kind in _NETWORK
