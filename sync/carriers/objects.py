"""Servers for files and objects, by OpenDAL: WebDAV, S3, OSS, COS, OBS.

An object store puts an object whole or not at all, so a file is written under its name. WebDAV
promises nothing of the kind: there it is written beside its place and renamed, as on a stick. Both
are read back. Listings may be cut, stale or repeat themselves; nothing is concluded from absence.
"""

import contextlib
import hashlib
import secrets
import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from typing_extensions import override

from sync.addresses import read_address
from sync.carriers import several
from sync.carriers.budget import RequestBudget
from sync.carriers.carrier import (
    Carrier,
    CarrierLimits,
    Entry,
    NewFile,
    Source,
    Stopping,
    Wanted,
)
from sync.carriers.object_calls import CallError, ObjectCalls
from sync.errors import (
    PlaceError,
    PlaceUnreadableError,
    PlaceUnusableError,
    Reason,
    SkippedFileError,
    StoppedError,
)
from sync.limits import FOLDER_ENTRIES

if TYPE_CHECKING:
    from opendal import AsyncOperator

_AT_ONCE = 6  # files on their way: what a browser opens to one server, too
LISTED = 750
"""Most entries that some WebDAV servers show of a folder."""


class ObjectsCarrier(Carrier):
    """A depot on a server that OpenDAL speaks with.

    Args:
        address: The place as given, without a password.
        operator: OpenDAL's, with no layers.
        writer: Stands in the names of unfinished files, so that each laptop clears up its own.
        budget: What may be asked of the server.
        limits: What it can bear.
        timeout_s: How long the server may be silent.
    """

    def __init__(
        self,
        address: str,
        operator: "AsyncOperator",
        writer: str,
        budget: RequestBudget,
        limits: CarrierLimits,
        timeout_s: float = 30.0,
    ) -> None:
        self._address, self._limits = address, limits
        self._part = f"~{writer}-"
        self._calls = ObjectCalls(address, operator, budget, timeout_s)
        self._in_parts = self._calls.can_rename
        self._folders: set[str] = set()  # that are known to be there
        self._making = threading.Lock()
        self._cut: set[str] = set()  # whose listing may have hidden something
        self._sizes: dict[str, int] = {}

    @property
    @override
    def address(self) -> str:
        return self._address

    @property
    @override
    def limits(self) -> CarrierLimits:
        return self._limits

    @override
    def list(self, folder: str) -> list[Entry]:
        path = self._path(folder) + "/" if folder else ""
        try:
            found = self._calls.list(path)
        except CallError as error:
            if error.failure.is_absent:
                return []
            raise self._place_error(error) from error
        if found:  # nothing may also mean that there is no such folder
            self._folders.add(folder)
        if len(found) >= min(self._limits.entries, FOLDER_ENTRIES):
            self._cut.add(folder)
        entries = []
        for entry in found:
            if entry.name.startswith("~") and entry.name.endswith(".part"):
                if entry.name.startswith(self._part):  # ours, from a round that was cut off
                    self._remove(path + entry.name)
            elif "\\" not in entry.name and "\0" not in entry.name:
                entries.append(entry)
                self._sizes[path + entry.name] = entry.size_bytes
                if entry.is_folder:
                    self._folders.add(path + entry.name)
        return entries

    @override
    def read(self, name: str, offset: int = 0, length: int | None = None) -> bytes:
        path = self._path(name)
        if length == 0:
            return b""
        try:
            if length is not None and offset + length <= self._sizes.get(path, 0):
                with contextlib.suppress(_BeyondEndError):
                    return self._read_range(path, offset, length)
            return self._calls.read_on(path, offset, length)
        except CallError as error:
            if error.failure.is_beyond_end:
                return b""
            if error.failure.is_absent:
                raise SkippedFileError(Reason.UNREADABLE, f"{name}: {error}") from error
            raise self._place_error(error) from error

    def _read_range(self, path: str, offset: int, length: int) -> bytes:
        """Return bytes that the listing says are there; it may lie."""
        try:
            return self._calls.read_range(path, offset, length)
        except CallError as error:
            if error.failure.is_beyond_end:
                raise _BeyondEndError from error
            raise

    @override
    def put_new(self, name: str, source: Source) -> None:
        path = self._path(name)
        if not name:
            raise PlaceUnusableError(self._address, "a file without a name")
        body = b"".join(source())
        digest = hashlib.sha256(body).digest()
        try:
            if self._was_hidden(path, body, digest):
                return
            if self._in_parts and body:  # an empty file cannot be there by half
                self._put_by_renaming(path, body, digest)
            else:
                self._write(path, body)
                if body and self._calls.digest(path) != digest:
                    raise self._otherwise(name)
        except CallError as error:
            raise self._place_error(error, writing=True, size_bytes=len(body)) from error
        self._sizes[path] = len(body)

    @override
    def put_several(self, files: Iterable[NewFile]) -> Iterator[str]:
        return several.put_several([self.put_new] * _AT_ONCE, files)

    @override
    def read_several(self, wanted: Iterable[Wanted]) -> Iterator[bytes | SkippedFileError]:
        return several.read_several([self.read] * _AT_ONCE, wanted)

    def _was_hidden(self, path: str, body: bytes, digest: bytes) -> bool:
        """Tell whether a listing that was cut hid the very file that is to be put."""
        if path.rpartition("/")[0] not in self._cut:
            return False
        try:
            return self._calls.size(path) == len(body) and self._calls.digest(path) == digest
        except CallError as error:
            if error.failure.is_absent:
                return False
            raise

    def _put_by_renaming(self, path: str, body: bytes, digest: bytes) -> None:
        folder = path.rpartition("/")[0]
        part = f"{folder}/{self._part}{secrets.token_hex(8)}.part".lstrip("/")
        try:
            self._write(part, body)
            if self._calls.digest(part) != digest:
                raise self._otherwise(path)
            try:
                self._calls.rename(part, path)
            except CallError as error:
                # asked twice because the first answer was lost: then it is there already
                if not error.failure.is_absent or self._calls.digest(path) != digest:
                    raise
        except StoppedError:
            raise  # the server may hang: the next listing clears it away
        except BaseException:
            self._remove(part)
            raise

    def _write(self, path: str, body: bytes) -> None:
        folder = path.rpartition("/")[0]
        if not self._in_parts or folder in self._folders:
            self._calls.write(path, body)
            return
        with self._making:  # of several files on their way, one makes the folder
            try:
                self._calls.write(path, body)
            except CallError as error:
                if folder in self._folders or not error.failure.wants_folder:
                    raise
                self._calls.make_folder(folder + "/")
                self._calls.write(path, body)
            self._folders.add(folder)

    def _otherwise(self, name: str) -> PlaceError:
        return PlaceUnreadableError(self._address, f"{name} reads back otherwise")

    @override
    def delete(self, name: str) -> None:
        path = self._path(name)
        try:
            self._calls.delete(path)
        except CallError as error:
            if error.failure.status == 0:  # the place itself; any answer is about the file
                raise self._place_error(error, writing=True) from error
        self._sizes.pop(path, None)

    @override
    def set_aside(self, name: str) -> bool:
        path = self._path(name)
        try:
            if self._in_parts:
                self._calls.rename(path, f"{path}.bad")
            else:
                self._calls.copy(path, f"{path}.bad")
                self._calls.delete(path)
        except CallError as error:
            if error.failure.status == 0 and not error.failure.is_absent:
                raise self._place_error(error, writing=True) from error
            return False
        self._sizes.pop(path, None)
        return True

    @override
    def free(self) -> int | None:
        return None

    @override
    def lacking_folder(self) -> str:
        if not self._in_parts:  # an object store has no folders, only names with slashes
            return ""
        try:
            is_there = self._calls.has_own_folder()
        except CallError as error:
            raise self._place_error(error) from error
        return "" if is_there else read_address(self._address).path.rpartition("/")[2]

    @override
    def make_folder(self) -> None:
        try:
            self._calls.make_folder("/")
        except CallError as error:
            raise self._place_error(error, writing=True) from error

    @override
    def heed(self, stopping: Stopping) -> None:
        self._calls.stopping = stopping

    @override
    def close(self) -> None:
        self._calls.close()

    def _path(self, name: str) -> str:
        """Return a name when it leads nowhere else."""
        steps = name.split("/") if name else []
        if any(step in {"", ".", ".."} or "\\" in step or "\0" in step for step in steps):
            raise PlaceUnusableError(self._address, f"evil name {name!r}")
        return name

    def _remove(self, path: str) -> None:
        with contextlib.suppress(CallError, PlaceError):
            self._calls.delete(path)

    def _place_error(
        self, error: CallError, *, writing: bool = False, size_bytes: int = 0
    ) -> PlaceError:
        return error.failure.place_error(self._address, writing=writing, size_bytes=size_bytes)


class _BeyondEndError(Exception):
    """A file is shorter than its listing said."""
