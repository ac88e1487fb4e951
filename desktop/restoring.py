"""Restoring a backup and beginning a new log with it; no Qt in here."""

import datetime
from pathlib import Path

from db.progress import Work, finish
from db.restore import Restored
from db.restore import restore as put_in_place
from db.store import Store
from sync.laptop import mine, new_replica


def restoring(folder: Path, file: Path, passphrase: str, today: datetime.date) -> Work[Restored]:
    """Put a backup in place of what a data folder holds; the store must be closed.

    Raises:
        BackupError: With what is wrong with the backup or the passphrase; nothing was changed.
        StoreBusyError: Another program has the data open.
    """
    return put_in_place(folder, file, passphrase=passphrase, today=today, prepare=_begin_new_log)


def restore(folder: Path, file: Path, passphrase: str, today: datetime.date) -> Restored:
    """Restore where nobody watches; see ``restoring``."""
    return finish(restoring(folder, file, passphrase, today))


def _begin_new_log(store: Store) -> None:
    """Take a new replica id: others know segments of the old log that this store does not."""
    with store.write() as session:
        if mine(session) is not None:
            new_replica(session)
