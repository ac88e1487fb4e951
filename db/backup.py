"""Rolling backups inside the data folder: one a day, the last seven and one of four older weeks.

They are plain copies of the database; attachments' pieces are named by their hash and stay where
they are. What leaves the data folder is sealed: see ``db/sealed_backup.py``.
"""

import datetime
import os
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from db.disk import patiently
from db.errors import BackupError
from db.store import FILE

FOLDER = "backups"
DAYS, WEEKS = 7, 4
_NAME = re.compile(r"(\d{6})-(\d{4}-\d{2}-\d{2})\.db")


@dataclass(frozen=True, slots=True)
class Backup:
    """One rolling backup.

    Attributes:
        path: The file.
        number: Counts up; clocks of old laptops cannot be trusted to order anything.
        made_on: The day by this laptop's clock.
        size_bytes: Its size.
    """

    path: Path
    number: int
    made_on: datetime.date
    size_bytes: int


def list_backups(folder: Path) -> list[Backup]:
    """Return the rolling backups of a data folder, the newest first."""
    found = []
    for path in (folder / FOLDER).glob("*.db"):
        match = _NAME.fullmatch(path.name)
        if match:
            day = _day(match[2])
            found.append(Backup(path, int(match[1]), day, path.stat().st_size))
    return sorted(found, key=lambda one: one.number, reverse=True)


def due(folder: Path, today: datetime.date) -> bool:
    """Tell whether there is no backup of today yet."""
    backups = list_backups(folder)
    return not backups or backups[0].made_on != today


def back_up(folder: Path, today: datetime.date) -> Path:
    """Make a rolling backup now and let go of those that are too many.

    Args:
        folder: A data folder; its store may be open and in use.
        today: The day by this laptop's clock.

    Returns:
        The new file.

    Raises:
        BackupError: It cannot be written.
    """
    before = list_backups(folder)
    number = before[0].number + 1 if before else 1
    path = folder / FOLDER / f"{number:06}-{today.isoformat()}.db"
    copy_database(folder / FILE, path)
    for old in _too_many(list_backups(folder)):
        old.path.unlink(missing_ok=True)
    return path


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment, its write-ahead log included; whole or not at all.

    Raises:
        BackupError: It cannot be read or written.
    """
    part = target.with_name(f"~{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with (
            closing(sqlite3.connect(source, timeout=10)) as one,
            closing(sqlite3.connect(part)) as other,
        ):
            one.backup(other)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        patiently(lambda: part.replace(target))
    except sqlite3.DatabaseError as error:
        full = getattr(error, "sqlite_errorcode", 0) & 0xFF
        unwritable = full in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        raise BackupError(target, "unwritable" if unwritable else "damaged") from error
    except OSError as error:
        raise BackupError(target, "unwritable") from error
    finally:
        with suppress(OSError):  # the stick is gone, or was never writable
            part.unlink(missing_ok=True)


def _too_many(backups: Sequence[Backup]) -> list[Backup]:
    """Return what is neither among the last seven nor the newest of one of four older weeks."""
    older = backups[DAYS:]
    weeks: dict[tuple[int, int], Backup] = {}
    for one in older:
        weeks.setdefault(one.made_on.isocalendar()[:2], one)
    kept = list(weeks.values())[:WEEKS]
    return [one for one in older if one not in kept]


def _day(words: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        return datetime.date.min
