"""A long file at a place, written so that it goes on where it was cut off.

It grows under a name that no listing shows; what was forced is safe. Only a file that was read back
and is right gets its real name.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from typing_extensions import override

from db.disk import force, holds, let_go, write_at
from sync.errors import PlaceError


class LongFile(Protocol):
    """An unfinished file at a place; any call but ``close`` may raise a PlaceError."""

    def size_bytes(self) -> int:
        """Return how much of it is there."""
        ...

    def read(self, offset: int, length: int) -> bytes:
        """Return bytes of it, from the place itself where that can be had; from any thread."""
        ...

    def holds(self, offset: int, data: bytes) -> bool:
        """Tell whether the place itself gives back these bytes; from any thread."""
        ...

    def append(self, data: bytes) -> None:
        """Write bytes at its end."""
        ...

    def force(self) -> None:
        """Let what was appended be safe when this returns."""
        ...

    def cut(self, length: int) -> None:
        """Let go of what follows a length."""
        ...

    def finish(self, name: str) -> None:
        """Give it its real name, replacing what had it; nothing else may follow but ``close``."""
        ...

    def drop(self) -> None:
        """Remove it; nothing else may follow but ``close``."""
        ...

    def close(self) -> None:
        """Let go of it, as it is."""
        ...


class FolderLongFile(LongFile):
    """An unfinished file in a folder.

    Args:
        path: Where it grows; its folder exists.
        device: Number of the device it must lie on: not the bare folder where a stick was.
        folder_for: Makes and returns the folder of a name.
        replace: Renames a file over another, patiently, and forces that to the disk.
        failed: Finds the right error, from the system's and how many bytes were to be written.
    """

    def __init__(
        self,
        path: Path,
        device: int | None,
        *,
        folder_for: Callable[[str], Path],
        replace: Callable[[Path, Path], None],
        failed: Callable[[OSError, int], PlaceError],
    ) -> None:
        self._path = path
        self._folder_for, self._replace, self._failed = folder_for, replace, failed
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with self._named(0):
            self._file = os.fdopen(os.open(path, flags, 0o666), "r+b", buffering=0)
            if os.fstat(self._file.fileno()).st_dev != device:
                self._file.close()
                path.unlink(missing_ok=True)
                raise OSError("written beside the place")
            self._size = self._forced = os.fstat(self._file.fileno()).st_size

    @contextlib.contextmanager
    def _named(self, size_bytes: int) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._failed(error, size_bytes) from error

    @override
    def size_bytes(self) -> int:
        return self._size

    @override
    def read(self, offset: int, length: int) -> bytes:
        with self._named(0), self._path.open("rb", buffering=0) as file:
            file.seek(offset)
            out = bytearray()
            while len(out) < length and (block := file.read(length - len(out))):
                if len(block) == length:
                    return block
                out += block
            return bytes(out)

    @override
    def holds(self, offset: int, data: bytes) -> bool:
        with self._named(0), self._path.open("rb", buffering=0) as file:
            found = holds(file, offset, data)
            let_go(file, offset, len(data))  # nobody here needs it again
            return found

    @override
    def append(self, data: bytes) -> None:
        with self._named(len(data)):
            write_at(self._file, self._size, data)
            self._size += len(data)

    @override
    def force(self) -> None:
        with self._named(self._size - self._forced):
            force(self._file)
            # so that reading back comes from the place
            let_go(self._file, self._forced, self._size - self._forced)
            self._forced = self._size

    @override
    def cut(self, length: int) -> None:
        with self._named(0):
            if self._size != length:
                self._file.truncate(length)
                os.fsync(self._file.fileno())
                self._size = self._forced = length

    @override
    def finish(self, name: str) -> None:
        with self._named(0):
            self._file.close()  # Windows renames no file that is open
            self._replace(self._path, self._folder_for(name) / name.rpartition("/")[2])

    @override
    def drop(self) -> None:
        with contextlib.suppress(OSError):
            self._file.close()
            self._path.unlink(missing_ok=True)

    @override
    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._file.close()
