"""One file on its way to a share: written beside its place, read back, then renamed."""

import contextlib
import hashlib
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from sync.carriers import smb_status
from sync.carriers.carrier import Source
from sync.carriers.smb_status import StatusError
from sync.errors import PlaceUnreadableError

if TYPE_CHECKING:
    from sync.carriers.smb_share import File, ShareFiles

T = TypeVar("T")

_RETRIES_S = (0.05, 0.1, 0.2, 0.4, 0.8)


def patiently(action: Callable[[], T]) -> T:
    """Do something that somebody else who holds the file may hinder for a moment."""
    for wait_s in _RETRIES_S:
        try:
            return action()
        except StatusError as error:
            if error.status not in smb_status.HELD:
                raise
            time.sleep(wait_s)
    return action()


class Writing:
    """A file being written.

    Args:
        files: Of the share.
        address: The place, for errors.
        root: Path of the depot, which is there; folders below it are made.
        part, path: Its name while it is unfinished, and the one it is to have.

    Attributes:
        written_bytes: How much of it the server was given.
    """

    def __init__(self, files: "ShareFiles", address: str, root: str, part: str, path: str) -> None:
        self._files, self._address, self._root = files, address, root
        self._part, self._path = part, path
        self._sum = hashlib.sha256()
        self.written_bytes = 0

    def run(self, source: Source) -> None:
        """Bring it there whole.

        Raises:
            StatusError: The server refuses; the unfinished file may have stayed.
            PlaceUnreadableError: What reads back is something else.
        """
        try:
            self._write(source)
        except StatusError as error:
            if self.written_bytes or error.status not in smb_status.ABSENT:
                raise
            self._make_folders()
            self._write(source)
        self._prove_and_rename()

    def _write(self, source: Source) -> None:
        with self._files.writing(self._part) as file:
            self._files.write(file, self._counted(source))

    def _counted(self, source: Source) -> Iterator[bytes]:
        for block in source():
            self._sum.update(block)
            self.written_bytes += len(block)
            yield block

    def _make_folders(self) -> None:
        path = self._root
        for step in self._part[len(path) :].strip("\\").split("\\")[:-1]:
            path = f"{path}\\{step}".lstrip("\\")
            self._files.make_folder(path)

    def _prove_and_rename(self) -> None:
        with self._files.reading(self._part, renaming=True) as file:
            if not self._is_right(file):
                raise PlaceUnreadableError(self._address, f"{self._path} reads back otherwise")
            try:
                patiently(lambda: self._files.rename(file, self._path))
            except StatusError:
                if not self._stands():
                    raise
            else:
                return
        self._files.remove(self._part)

    def _stands(self) -> bool:
        """Tell whether the right bytes have the name already, and somebody just reads them."""
        with contextlib.suppress(StatusError), self._files.reading(self._path) as file:
            return self._is_right(file)
        return False

    def _is_right(self, file: "File") -> bool:
        read = hashlib.sha256()
        for block in self._files.blocks(file, 0, None):
            read.update(block)
        return read.digest() == self._sum.digest()
