"""Shares by SMB, without a mount: a depot in a folder of one.

As on a stick, a file is written beside its place under a name of its own, forced to the disk, read
back, and only then renamed. Every wait has an end: a share that hangs never hangs us.
"""

import contextlib
import secrets
from collections.abc import Iterable, Iterator, MutableSequence, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from typing_extensions import override

from sync.carriers import several, smb_errors, smb_status
from sync.carriers.carrier import (
    Carrier,
    CarrierLimits,
    Entry,
    NewFile,
    Source,
    Stopping,
    Wanted,
)
from sync.carriers.smb_status import StatusError
from sync.carriers.smb_writing import Writing, patiently
from sync.errors import (
    PlaceError,
    PlaceGoneError,
    PlaceMissingError,
    PlaceUnusableError,
    Reason,
    SkippedFileError,
)
from sync.limits import FOLDER_ENTRIES

if TYPE_CHECKING:
    from sync.carriers.smb_link import Link
    from sync.carriers.smb_share import ShareFiles

_FEW = 8  # files for which no further connection is worth its signing in
_HELPERS = 4

_FORBIDDEN = frozenset('\\/:*?"<>|') | {chr(code) for code in range(32)}


def _is_plain(name: str) -> bool:
    """Tell whether a name names one thing in its folder, not a way out nor a stream of a file."""
    return name not in {"", ".", ".."} and not _FORBIDDEN.intersection(name)


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
        self._tidied: set[str] = set()
        self._link: Link | None = None
        self._shared: ShareFiles | None = None
        self._entered: ShareFiles | None = None  # the share, whether or not the folder is there
        self._failure: PlaceError | None = None
        self._stopping: Stopping | None = None

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
        self._tidied.add(path)
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
                self._check_still_there()
                raise smb_errors.listing(self._address, error) from error
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
            return patiently(whole)
        except StatusError as error:
            smb_errors.raise_if_signed_out(self._address, error)
            self._check_still_there()
            raise SkippedFileError(Reason.UNREADABLE, f"{name}: {error}") from error

    @override
    def put_new(self, name: str, source: Source) -> None:
        path = self._inside(name)
        if not name:
            raise PlaceUnusableError(self._address, "a file without a name")
        folder = name.rpartition("/")[0]
        if self._inside(folder) not in self._tidied:
            self.list(folder)  # what was left there must not stay for ever
        part = _below(self._inside(folder), f"{self._part}{secrets.token_hex(8)}.part")
        writing = Writing(self._files, self._address, self._root, part, path)
        try:
            writing.run(source)
        except StatusError as error:
            self._remove(part)
            self._check_still_there()
            free_bytes = self.free() if error.status in smb_status.FULL else None
            size_bytes = writing.written_bytes
            raise smb_errors.writing(self._address, error, size_bytes, free_bytes) from error
        except BaseException:
            self._remove(part)
            raise

    @override
    def put_several(self, files: Iterable[NewFile]) -> Iterator[str]:
        rest = iter(files)
        first = list(islice(rest, _FEW + 1))
        every = chain(first, rest)
        helpers = self._helpers() if len(first) > _FEW else ()
        if not helpers:
            for name, source in every:
                self.put_new(name, source)
                yield name
            return
        # this connection stays with the caller's thread, who may ask for other things meanwhile
        tidy = (self._tidied_before(file) for file in every)
        try:
            yield from several.put_several([helper.put_new for helper in helpers], tidy)
        finally:
            for helper in helpers:
                helper.close()

    @override
    def read_several(self, wanted: Iterable[Wanted]) -> Iterator[bytes | SkippedFileError]:
        rest = iter(wanted)
        first = list(islice(rest, _FEW + 1))
        helpers = self._helpers() if len(first) > _FEW else ()
        reads = [helper.read for helper in helpers] or [self.read]
        try:
            if helpers:
                yield from several.read_several(reads, chain(first, rest))
            else:
                yield from super().read_several(chain(first, rest))
        finally:
            for helper in helpers:
                helper.close()

    def _tidied_before(self, file: NewFile) -> NewFile:
        """Clear up a folder before anything is on its way into it: parts have one name."""
        folder = file[0].rpartition("/")[0]
        if self._inside(folder) not in self._tidied:
            self.list(folder)
        return file

    def _helpers(self) -> "Sequence[SmbCarrier]":
        """Return further connections, as many as the server likes to have."""
        found: MutableSequence[SmbCarrier] = []
        for _ in range(_HELPERS):
            one = SmbCarrier(
                self._address, self._host, self._port, self._share, "", self._user, self._password,
                "", self._timeout_s,
            )  # fmt: skip
            one._root, one._part, one._tidied = self._root, self._part, self._tidied
            if self._stopping is not None:
                one.heed(self._stopping)
            try:
                one.free()  # connects
            except PlaceError:
                one.close()
                break
            found.append(one)
        return found

    @override
    def delete(self, name: str) -> None:
        path = self._inside(name)
        with contextlib.suppress(StatusError):
            patiently(lambda: self._files.remove(path))

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
    def lacking_folder(self) -> str:
        try:
            self._check_still_there()
        except PlaceMissingError:
            if self._entered is None:  # it is the share that is not there
                raise
            return self._root.rpartition("\\")[2]
        return ""

    @override
    def make_folder(self) -> None:
        files, made = self._entered, ""
        if files is None:
            raise PlaceUnusableError(self._address, "nothing is lacking")
        try:
            for name in self._root.split("\\"):
                made = _below(made, name)
                files.make_folder(made)
        except StatusError as error:
            raise smb_errors.writing(self._address, error, 0, None) from error
        self._shared, self._failure = files, None

    @override
    def heed(self, stopping: Stopping) -> None:
        self._stopping = stopping
        if self._link is not None:
            self._link.heed(stopping)

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
        self._link.heed(self._stopping)
        self._link.open_share(self._share, self._user, self._password)
        self._entered = files = ShareFiles(self._link)
        try:
            with files.folder(self._root):
                return files
        except StatusError as error:
            raise smb_errors.entering(self._address, error.status) from error

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
        """Tell a folder that is not there from a disk that was taken out of the server."""
        try:
            with self._files.folder(self._root):
                pass
        except StatusError as error:
            smb_errors.raise_if_signed_out(self._address, error)
            raise PlaceGoneError(self._address, str(error)) from error
