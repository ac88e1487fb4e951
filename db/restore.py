"""Putting a backup in place of what a data folder holds: the old folder is kept aside.

What is put in place is one file, by one rename: a program that is killed at any moment leaves the
old store whole or the new one.
"""

import datetime
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from db import migrate
from db.backup import FOLDER, copy_database
from db.blobs import Blobs
from db.errors import BackupError, StoreBusyError, StoreReadOnlyError, StoreTooNewError
from db.progress import Progress, Work, finish
from db.sealed_backup import is_sealed, open_backup
from db.store import FILE, Store
from db.wholes import settle

_SQLITE = b"SQLite format 3\0"
_BESIDE = (f"{FILE}-wal", f"{FILE}-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done.

    Attributes:
        aside: Where the old data folder is now; None when there was nothing in it.
    """

    aside: Path | None


def restore(
    folder: Path,
    file: Path,
    *,
    passphrase: str = "",
    today: datetime.date,
    prepare: Callable[[Store], None],
) -> Work[Restored]:
    """Put a rolling or a sealed backup in place of what a data folder holds.

    Args:
        folder: The data folder; its store must be closed, in this program and any other.
        file: The backup.
        passphrase: For a sealed one.
        today: For the name of the folder kept aside.
        prepare: Called with the restored store before it is put in place: it must give it a new
            replica id, since what this laptop sealed after the backup is known to others.

    Raises:
        BackupError: With what is wrong with the backup or the passphrase; nothing was changed.
        StoreBusyError: Another program has the data open.
    """
    beside = _beside(folder)
    try:
        yield Progress(0, 4)
        if is_sealed(file):
            if not passphrase.strip():
                raise BackupError(file, "needs_passphrase")
            yield from open_backup(file, passphrase, beside)
        else:
            _take_plain(file, beside)
        yield Progress(1, 4)
        _make_ready(file, beside, prepare)
        yield Progress(2, 4)
        aside = _keep_aside(folder, today)
        yield Progress(3, 4)
        _put_in_place(beside, folder)
        return Restored(aside)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _beside(folder: Path) -> Path:
    """Make a folder for the new store inside the data folder, so that one rename can move it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for leftover in folder.glob("~restore-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        beside = folder / f"~restore-{secrets.token_hex(8)}"
        beside.mkdir()
    except OSError as error:
        raise StoreReadOnlyError(folder) from error
    return beside


def _take_plain(file: Path, beside: Path) -> None:
    try:
        with file.open("rb") as opened:
            start = opened.read(len(_SQLITE))
    except FileNotFoundError as error:
        raise BackupError(file, "missing") from error
    except OSError as error:
        raise BackupError(file, "unreadable") from error
    if start != _SQLITE:
        raise BackupError(file, "not_a_backup")
    copy_database(file, beside / FILE)


def _make_ready(file: Path, beside: Path, prepare: Callable[[Store], None]) -> None:
    """Check the restored database, bring it to this version, and let nothing be continued."""
    path = beside / FILE
    try:
        found = migrate.revision(path)
        with closing(sqlite3.connect(path)) as raw:
            sound = raw.execute("PRAGMA quick_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError as error:
        raise BackupError(file, "damaged") from error
    if not found or not sound:
        raise BackupError(file, "damaged" if found else "not_a_backup")
    try:
        store = Store(beside)
    except StoreTooNewError as error:
        raise BackupError(file, "too_new") from error
    try:
        with store.write() as session:
            # a sitting that still has something in the outbox stands: who wrote it is named there
            session.connection().exec_driver_sql(
                "DELETE FROM sitting WHERE nonce NOT IN (SELECT nonce FROM outgoing)"
            )
        prepare(store)
    finally:
        store.close()
    _fold(path)


def _fold(path: Path) -> None:
    """Make a database one file: what its write-ahead log holds goes into it.

    Raises:
        StoreBusyError: Another connection has it open.
    """
    with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as raw:
        try:
            mode = raw.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise StoreBusyError(path.parent) from error
            raise
        if mode != "delete":
            raise StoreBusyError(path.parent)
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _keep_aside(folder: Path, today: datetime.date) -> Path | None:
    """Copy the data folder beside itself, its large files by links, and fold its database."""
    path = folder / FILE
    if not path.exists():
        return None
    damaged = False
    try:
        _fold(path)
    except sqlite3.DatabaseError:
        damaged = True  # what is damaged is kept as it is
    number = 1
    while (aside := folder.with_name(f"{folder.name}-aside-{today}-{number}")).exists():
        number += 1
    part = aside.with_name(f"~{aside.name}-{secrets.token_hex(4)}")
    try:
        part.mkdir()
        for name in (FILE, *(_BESIDE if damaged else ())):
            if (folder / name).exists():
                shutil.copy2(folder / name, part / name)
        for name in ("pieces", "files", FOLDER):
            if (folder / name).is_dir():
                shutil.copytree(folder / name, part / name, copy_function=_link)
        part.replace(aside)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise BackupError(aside, "unwritable") from error
    return aside


def _link(source: str, target: str) -> str:
    """Link a file that is never changed; copy it where the disk knows no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def _put_in_place(beside: Path, folder: Path) -> None:
    here, new = Blobs(folder), Blobs(beside)
    for id in new.piece_ids():  # named by their hash: one more does no harm
        data = new.read_piece(id)
        if data is not None:
            here.add_piece(id, data)
    for sha256 in new.wholes.names():
        if here.wholes.path(sha256) is None:
            settle(new.wholes.place(sha256), here.wholes.place(sha256))
    for name in _BESIDE:  # only a damaged store still has them, and it lies aside
        (folder / name).unlink(missing_ok=True)
    (beside / FILE).replace(folder / FILE)
    if hasattr(os, "O_DIRECTORY"):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def restore_now(
    folder: Path,
    file: Path,
    *,
    passphrase: str = "",
    today: datetime.date,
    prepare: Callable[[Store], None],
) -> Restored:
    """Restore where nobody watches; see ``restore``."""
    return finish(restore(folder, file, passphrase=passphrase, today=today, prepare=prepare))
