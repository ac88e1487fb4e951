"""One exchange at a time on a data folder; saving needs no lock."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.errors import SecondRoundError

FILE = "exchange.lock"


@contextmanager
def only_round(folder: Path) -> Iterator[None]:
    """Hold the data folder's lock for exchanges; a killed program lets go of it by itself.

    Raises:
        SecondRoundError: Another exchange holds it, in this program or another.
    """
    with (folder / FILE).open("ab") as file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise SecondRoundError from error
        try:
            yield
        finally:
            _unlock(file.fileno())


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
