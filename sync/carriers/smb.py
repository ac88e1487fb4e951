"""Shares by SMB, without a mount: a depot in a folder of one.

As on a stick, a file is written beside its place under a name of its own, forced to the disk, read
back, and only then renamed. Every wait has an end: a share that hangs never hangs us.
"""

import contextlib
import hashlib
import secrets
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from typing_extensions import override

from sync.carriers import smb_status
from sync.carriers.carrier import Carrier, CarrierLimits, Entry, Source
from sync.carriers.smb_status import StatusError
from sync.errors import (
    PlaceError,
    PlaceForbiddenError,
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

if TYPE_CHECKING:
    from sync.carriers.smb_link import Link
    from sync.carriers.smb_share import File, ShareFiles

T = TypeVar("T")

_RETRIES_S = (0.05, 0.1, 0.2, 0.4, 0.8)
_FORBIDDEN = frozenset('\\/:*?"<>|') | {chr(code) for code in range(32)}


def _is_plain(name: str) -> bool:
    """Tell whether a name names one thing in its folder, not a way out nor a stream of a file."""
    return name not in {"", ".", ".."} and not _FORBIDDEN.intersection(name)


def _patiently(action: Callable[[], T]) -> T:
    """Do something that somebody else who holds the file may hinder for a moment."""
    for wait_s in _RETRIES_S:
        try:
            return action()
        except StatusError as error:
            if error.status not in smb_status.HELD:
                raise
            time.sleep(wait_s)
    return action()


def _below(folder: str, name: str) -> str:
    return "\\".join(part for part in (folder, name) if part)


class SmbCarrier(Carrier):
    r"""A depot in a folder of a share. Connects with the first call; close it when done.

    Args:
        address: The place as given.
        host, port: The server.
        share: Name of the share.
        folder: The folder in it, with slashes; it must exist. Empty for the share itself.
        user: Empty for a guest; ``domain\user`` is understood.
        password: The user's.
        writer: Stands in the names of unfinished files, so that each laptop clears up its own.
        timeout_s: How long any one answer may take; connecting takes 10 s at most.
    """

    def __init__(
        self,
        address: str,
        host: str,
        port: int,
        share: str,
        folder: str,
        user: str,
        password: str,
        writer: str,
        timeout_s: float = 30.0,
    ) -> None:
        self._address, self._host, self._port = address, host, port
        self._share, self._user, self._password = share, user, password
        self._part, self._timeout_s = f"~{writer}-", timeout_s
        self._root = self._path(folder.strip("/"))
        self._depth = len(self._root.split("\\")) if self._root else 0
        self._link: Link | None = None
        self._shared: ShareFiles | None = None
        self._failure: PlaceError | None = None

    @property
    @override
    def address(self) -> str:
        return self._address

    @property
    @override
    def limits(self) -> CarrierLimits:
        return CarrierLimits(latency_s=0.005)

    @override
    def list(self, folder: str) -> list[Entry]:
        path = self._inside(folder)
        entries: list[Entry] = []
        mine: list[str] = []
        try:
            with self._files.folder(path) as opened:
                for number, entry in enumerate(self._files.entries(opened)):
                    if number >= FOLDER_ENTRIES:
                        break
                    if entry is None or not _is_plain(entry.name):
                        continue
                    if entry.name.startswith("~") and entry.name.endswith(".part"):
                        mine += [entry.name] if entry.name.startswith(self._part) else []
                    else:
                        entries.append(entry)
        except StatusError as error:
            if error.status not in smb_status.ABSENT:
                raise self._reading_error(error) from error
        for name in mine:  # from a round that was cut off
            self._remove(_below(path, name))
        if not entries:
            self._check_still_there()
        return entries

    @override
    def read(self, name: str, offset: int = 0, length: int | None = None) -> bytes:
        path = self._inside(name)

        def whole() -> bytes:
            with self._files.reading(path) as file:
                return b"".join(self._files.blocks(file, offset, length))

        try:
            return _patiently(whole)
        except StatusError as error:
            self._check_signed_in(error)
            self._check_still_there()
            raise SkippedFileError(Reason.UNREADABLE, f"{name}: {error}") from error

    @override
    def put_new(self, name: str, source: Source) -> None:
        path = self._inside(name)
        if not name:
            raise PlaceUnusableError(self._address, "a file without a name")
        part = _below(path.rpartition("\\")[0], f"{self._part}{secrets.token_hex(8)}.part")
        digest = hashlib.sha256()
        written_bytes = 0

        def counted() -> Iterator[bytes]:
            nonlocal written_bytes
            for block in source():
                digest.update(block)
                written_bytes += len(block)
                yield block

        try:
            self._write(part, counted())
            self._prove_and_rename(part, path, digest.digest())
        except StatusError as error:
            self._remove(part)
            raise self._writing_error(error, written_bytes) from error
        except BaseException:
            self._remove(part)
            raise

    def _write(self, path: str, source: Iterator[bytes]) -> None:
        """Write a new file; make the folders above it when they are missing."""
        for folders_made in (False, True):
            try:
                with self._files.writing(path) as file:
                    self._files.write(file, source)
            except StatusError as error:
                if folders_made or error.status not in smb_status.ABSENT:
                    raise
                self._check_still_there()
                above = path.split("\\")[:-1]
                for depth in range(self._depth + 1, len(above) + 1):
                    self._files.make_folder("\\".join(above[:depth]))
            else:
                return

    def _prove_and_rename(self, part: str, path: str, digest: bytes) -> None:
        with self._files.reading(part, renaming=True) as file:
            if self._digest(file) != digest:
                raise PlaceUnreadableError(self._address, f"{path} reads back otherwise")
            try:
                _patiently(lambda: self._files.rename(file, path))
            except StatusError:
                with self._files.reading(path) as there:
                    if self._digest(there) != digest:
                        raise
            else:
                return
        self._remove(part)  # the right bytes have the name already, and somebody reads them

    def _digest(self, file: "File") -> bytes:
        digest = hashlib.sha256()
        for block in self._files.blocks(file, 0, None):
            digest.update(block)
        return digest.digest()

    @override
    def delete(self, name: str) -> None:
        path = self._inside(name)
        with contextlib.suppress(StatusError):
            _patiently(lambda: self._files.remove(path))

    @override
    def set_aside(self, name: str) -> bool:
        path = self._inside(name)
        try:
            with self._files.renaming(path) as file:
                self._files.rename(file, path + ".bad")
        except StatusError:
            return False
        return True

    @override
    def free(self) -> int | None:
        try:
            with self._files.folder(self._root) as folder:
                return self._files.free(folder)
        except StatusError:
            return None

    @override
    def close(self) -> None:
        if self._link is not None:
            self._link.close()

    @property
    def _files(self) -> "ShareFiles":
        """The files of the share; what hindered the first call hinders all."""
        if self._failure is not None:
            raise self._failure
        if self._shared is None:
            try:
                self._shared = self._connected()
            except PlaceError as error:
                self._failure = error
                raise
        return self._shared

    def _connected(self) -> "ShareFiles":
        from sync.carriers.smb_link import Link
        from sync.carriers.smb_share import ShareFiles

        self._link = Link(
            self._address,
            self._host,
            self._port,
            signing=bool(self._user),
            timeout_s=self._timeout_s,
        )
        self._link.open_share(self._share, self._user, self._password)
        files = ShareFiles(self._link)
        try:
            with files.folder(self._root):
                return files
        except StatusError as error:
            raise self._entering_error(error) from error

    def _path(self, name: str) -> str:
        """Return a name as the server writes it, when it leads nowhere else."""
        if not all(_is_plain(step) for step in name.split("/")) and name:
            raise PlaceUnusableError(self._address, f"evil name {name!r}")
        return name.replace("/", "\\")

    def _inside(self, name: str) -> str:
        return _below(self._root, self._path(name))

    def _remove(self, path: str) -> None:
        with contextlib.suppress(StatusError, PlaceError):
            self._files.remove(path)

    def _check_still_there(self) -> None:
        try:
            with self._files.folder(self._root):
                pass
        except StatusError as error:
            self._check_signed_in(error)
            raise PlaceGoneError(self._address, str(error)) from error

    def _check_signed_in(self, error: StatusError) -> None:
        if error.status in smb_status.SIGNED_OUT and self._link is not None:
            raise self._link.unreachable() from error

    def _entering_error(self, error: StatusError) -> PlaceError:
        if error.status == smb_status.ACCESS_DENIED:
            return PlaceForbiddenError(self._address, str(error))
        if error.status in smb_status.NO_FOLDER:
            return PlaceUnusableError(self._address, str(error))
        if error.status in smb_status.ABSENT:
            return PlaceMissingError(self._address, str(error))
        return PlaceUnreadableError(self._address, str(error))

    def _reading_error(self, error: StatusError) -> PlaceError:
        self._check_signed_in(error)
        self._check_still_there()
        if error.status == smb_status.ACCESS_DENIED:
            return PlaceForbiddenError(self._address, str(error))
        return PlaceUnreadableError(self._address, str(error))

    def _writing_error(self, error: StatusError, size_bytes: int) -> PlaceError:
        self._check_signed_in(error)
        if error.status in smb_status.FULL:
            return PlaceFullError(self._address, size_bytes, self.free())
        if error.status in smb_status.READ_ONLY:
            return PlaceReadOnlyError(self._address, str(error))
        self._check_still_there()
        return PlaceUnreadableError(self._address, str(error))
