"""Sticks, mounted shares and UNC paths: a depot in a folder.

A file is written beside its place under a name of its own, forced to the disk, read back, and
only then renamed: whatever happens, a name stands for whole bytes or is not there.
"""

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from typing_extensions import override

from db.disk import patiently
from sync.carriers.carrier import Carrier, CarrierLimits, Entry, Source
from sync.carriers.long_file import FolderLongFile, LongFile
from sync.errors import (
    PlaceError,
    PlaceFullError,
    PlaceGoneError,
    PlaceMissingError,
    PlaceReadOnlyError,
    PlaceUnreadableError,
    PlaceUnusableError,
    Reason,
    SkippedFileError,
)
from sync.limits import FOLDER_ENTRIES

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
# what a driver answers that is taken away in the middle of a request
_PULLED = {
    errno.ENOTCONN, errno.ECONNABORTED, errno.ENODEV, errno.ENXIO, errno.ESHUTDOWN,
}  # fmt: skip
_DEVICES = Path("/sys/dev/block")  # Linux: the devices that are plugged in
_BLOCK = 1024 * 1024
# A pipe or a link on a stick must neither hang us nor lead us elsewhere.
_PLAIN_FILE = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)


def _is_plugged_in(device: int) -> bool:
    """Tell whether the device of a place is there, where the system tells of such at all."""
    if not _DEVICES.is_dir():
        return True
    major, minor = os.major(device), os.minor(device)
    # 0 is no block device: a share, a driver in a process of its own
    return major == 0 or (_DEVICES / f"{major}:{minor}").exists()


class FolderCarrier(Carrier):
    """A depot in a folder.

    Args:
        root: The folder; it must exist.
        writer: Stands in the names of unfinished files, so that each laptop clears up its own.
    """

    def __init__(self, root: Path, writer: str = "") -> None:
        self._root = root
        self._part = f"~{writer}-"
        self._tidied: set[Path] = set()
        try:
            if not root.exists():
                raise PlaceMissingError(str(root))
            if not root.is_dir():
                raise PlaceUnusableError(str(root), "no folder")
        except PermissionError as error:
            raise PlaceUnreadableError(str(root), str(error)) from error
        except OSError as error:
            raise PlaceGoneError(str(root), str(error)) from error
        self._device = self._device_now()

    @property
    @override
    def address(self) -> str:
        return str(self._root)

    @property
    @override
    def limits(self) -> CarrierLimits:
        return CarrierLimits()

    @override
    def list(self, folder: str) -> list[Entry]:
        path = self._inside(folder)
        if path is None:
            return []
        entries = []
        try:
            with os.scandir(path) as found:
                for item in found:
                    entry = self._entry(item)
                    if entry is not None:
                        entries.append(entry)
                    if len(entries) >= FOLDER_ENTRIES:
                        break
        except FileNotFoundError:
            self._check_still_there()
            return []
        except OSError as error:
            raise self._reading_error(error) from error
        if not entries:
            self._check_still_there()
        return entries

    def _entry(self, item: "os.DirEntry[str]") -> Entry | None:
        if item.name.startswith("~") and item.name.endswith(".part"):
            if item.name.startswith(self._part):  # ours, from a round that was cut off
                with contextlib.suppress(OSError):
                    Path(item.path).unlink()
            return None
        try:
            item.name.encode()
            status = item.stat(follow_symlinks=False)
        except (OSError, UnicodeEncodeError):
            return None
        if stat.S_ISDIR(status.st_mode):
            return Entry(item.name, 0, is_folder=True)
        if stat.S_ISREG(status.st_mode):
            return Entry(item.name, status.st_size, is_folder=False)
        return None

    @override
    def read(self, name: str, offset: int = 0, length: int | None = None) -> bytes:
        path = self._inside(name)
        if path is None:
            raise SkippedFileError(Reason.UNREADABLE, name)
        try:
            with os.fdopen(patiently(lambda: os.open(path, _PLAIN_FILE)), "rb") as file:
                file.seek(offset)
                return file.read() if length is None else file.read(length)
        except OSError as error:
            if self._is_pulled(error):
                raise PlaceGoneError(self.address, str(error)) from error
            raise SkippedFileError(Reason.UNREADABLE, f"{name}: {error}") from error

    @override
    def put_new(self, name: str, source: Source) -> None:
        written_bytes = 0
        part: Path | None = None
        try:
            folder = self._folder_for(name)
            self._tidy(folder)
            part = folder / f"{self._part}{secrets.token_hex(8)}.part"
            digest = hashlib.sha256()
            with part.open("xb") as file:
                if os.fstat(file.fileno()).st_dev != self._device:
                    raise PlaceGoneError(self.address, "written beside the place")
                for block in source():
                    digest.update(block)
                    written_bytes += len(block)
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
                self._forget_cached(file.fileno())
            if self._digest(part) != digest.digest():
                raise PlaceUnreadableError(self.address, f"{name} reads back otherwise")
            whole = part
            patiently(lambda: whole.replace(folder / name.rpartition("/")[2]))
            self._sync_folder(folder)
        except OSError as error:
            self._remove(part)
            raise self._writing_error(error, written_bytes) from error
        except BaseException:
            self._remove(part)
            raise

    @override
    def delete(self, name: str) -> None:
        path = self._inside(name)
        if path is not None:
            with contextlib.suppress(OSError):
                patiently(path.unlink)

    @override
    def set_aside(self, name: str) -> bool:
        path = self._inside(name)
        if path is None:
            return False
        try:
            path.replace(path.with_name(path.name + ".bad"))
        except OSError:
            return False
        return True

    @override
    def free(self) -> int | None:
        try:
            return shutil.disk_usage(self._root).free
        except OSError:
            return None

    @override
    def close(self) -> None:
        """Do nothing: between two calls no file is open."""

    @override
    def total(self) -> int | None:
        try:
            return shutil.disk_usage(self._root).total
        except OSError:
            return None

    @override
    def open_long(self, part: str) -> LongFile:
        try:
            path = self._folder_for(part) / part.rpartition("/")[2]
        except OSError as error:
            raise self._writing_error(error, 0) from error
        return FolderLongFile(
            path,
            self._device,
            folder_for=self._folder_for,
            replace=self._replace,
            failed=self._writing_error,
        )

    def _replace(self, part: Path, path: Path) -> None:
        patiently(lambda: part.replace(path))
        self._sync_folder(path.parent)

    def _steps(self, name: str) -> Iterator[Path]:
        path = self._root
        for part in name.split("/") if name else ():
            if part in {"", ".", ".."} or "\\" in part or "\0" in part:
                raise PlaceUnusableError(self.address, f"evil name {name!r}")
            path /= part
            yield path

    def _inside(self, name: str) -> Path | None:
        """Return the path of a name, or None when a link would lead it elsewhere."""
        path = self._root
        try:
            for path in self._steps(name):
                if path.is_symlink():
                    return None
        except OSError as error:  # the driver of a stick that was pulled out answers so
            raise self._reading_error(error) from error
        return path

    def _folder_for(self, name: str) -> Path:
        self._check_still_there()
        folder = self._root
        for step in [*self._steps(name)][:-1]:
            if step.is_symlink():
                raise PlaceUnusableError(self.address, f"{step.name} leads elsewhere")
            if not step.is_dir():
                step.mkdir()
                self._sync_folder(folder)
            folder = step
        return folder

    def _tidy(self, folder: Path) -> None:
        """Clear away, once, what a round that was cut off left where nothing is listed now."""
        if folder not in self._tidied:
            self._tidied.add(folder)
            for left in folder.glob(f"{self._part}*.part"):
                self._remove(left)

    @staticmethod
    def _digest(path: Path) -> bytes:
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
        return digest.digest()

    @staticmethod
    def _forget_cached(descriptor: int) -> None:
        """Let the reading back come from the stick, not from memory."""
        if hasattr(os, "posix_fadvise"):
            with contextlib.suppress(OSError):
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)

    @staticmethod
    def _sync_folder(folder: Path) -> None:
        if os.name != "posix":  # Windows cannot open a folder; its rename is journalled
            return
        with contextlib.suppress(OSError):  # some network mounts refuse, and have no need of it
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    @staticmethod
    def _remove(part: Path | None) -> None:
        if part is not None:
            with contextlib.suppress(OSError):
                part.unlink()

    def _device_now(self) -> int | None:
        try:
            return self._root.stat().st_dev
        except OSError:  # the driver of a stick that was pulled out answers so
            return None

    def _is_there(self) -> bool:
        """Tell a stick from the bare folder that stays on the disk when it is pulled out."""
        return (
            self._device is not None
            and self._device_now() == self._device
            and _is_plugged_in(self._device)
        )

    def _is_pulled(self, error: OSError) -> bool:
        """Tell from an error whether the place is gone; a system may still show its root."""
        return error.errno in _PULLED or not self._is_there()

    def _check_still_there(self) -> None:
        if not self._is_there():
            raise PlaceGoneError(self.address)

    def _reading_error(self, error: OSError) -> PlaceError:
        if self._is_pulled(error):
            return PlaceGoneError(self.address, str(error))
        return PlaceUnreadableError(self.address, str(error))

    def _writing_error(self, error: OSError, size_bytes: int) -> PlaceError:
        if error.errno in _FULL:
            return PlaceFullError(self.address, size_bytes, self.free())
        if self._is_pulled(error):
            return PlaceGoneError(self.address, str(error))
        if error.errno in _READ_ONLY:
            return PlaceReadOnlyError(self.address, str(error))
        return PlaceUnreadableError(self.address, str(error))
