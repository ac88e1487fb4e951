"""Files of a share over one connection: opened, listed, read and written in large pieces.

Imported only when a share is opened, as `smb_link` is.
"""

import contextlib
import struct
import time
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from smbprotocol.file_info import FileFsFullSizeInformation, FileRenameInformation
from smbprotocol.open import (
    CreateDisposition,
    CreateOptions,
    ImpersonationLevel,
    SMB2CloseRequest,
    SMB2CloseResponse,
    SMB2CreateRequest,
    SMB2CreateResponse,
    SMB2FlushRequest,
    SMB2FlushResponse,
    SMB2QueryDirectoryRequest,
    SMB2QueryDirectoryResponse,
    SMB2QueryInfoRequest,
    SMB2QueryInfoResponse,
    SMB2ReadRequest,
    SMB2ReadResponse,
    SMB2SetInfoRequest,
    SMB2SetInfoResponse,
    SMB2WriteRequest,
    SMB2WriteResponse,
)

from sync.carriers import smb_status
from sync.carriers.carrier import Entry
from sync.carriers.smb_link import MALFORMED, Link
from sync.carriers.smb_status import StatusError
from sync.errors import PlaceError

_LOOK = 0x00100081  # list or read data, read attributes, wait
_WRITE = 0x00100182  # write data, read and write attributes, wait
_DELETE = 0x00110080  # delete or rename, read attributes, wait
_SHARED = 0x7  # others may read, write, rename
_FILE = CreateOptions.FILE_NON_DIRECTORY_FILE
_FOLDER = CreateOptions.FILE_DIRECTORY_FILE

_DIRECTORY_INFORMATION, _RESTART = 1, 1
_ENTRY = struct.Struct("<II32xQ8xII")  # next, index, times, length, room, attributes, name length
_ATTRIBUTE_FOLDER, _NEITHER = 0x10, 0x440  # a device, a reparse point
_LISTING_BYTES = 1024**2

# A piece grows while the line is quick and shrinks when it is slow, so that no answer takes long.
_PIECE_BYTES, _LEAST_BYTES, _MOST_BYTES = 256 * 1024, 64 * 1024, 1024**2
_UNDER_WAY = 4
_QUICK_S, _SLOW_S = 0.3, 3.0


class File(NamedTuple):
    """An open file or folder: the server's handle, and its length when it was opened."""

    handle: bytes
    size_bytes: int


class ShareFiles:
    """The files of a share. Paths are from its top, with backslashes."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._piece_bytes = _PIECE_BYTES

    @contextlib.contextmanager
    def folder(self, path: str) -> Iterator[File]:
        """Open a folder to list it."""
        with self._opened(path, _LOOK, CreateDisposition.FILE_OPEN, _FOLDER) as folder:
            yield folder

    @contextlib.contextmanager
    def reading(self, path: str, *, renaming: bool = False) -> Iterator[File]:
        """Open a file to read it, perhaps to rename it too."""
        access = _LOOK | _DELETE if renaming else _LOOK
        with self._opened(path, access, CreateDisposition.FILE_OPEN, _FILE) as file:
            yield file

    @contextlib.contextmanager
    def renaming(self, path: str) -> Iterator[File]:
        """Open a file to rename it."""
        with self._opened(path, _DELETE, CreateDisposition.FILE_OPEN, _FILE) as file:
            yield file

    @contextlib.contextmanager
    def writing(self, path: str) -> Iterator[File]:
        """Make a file and open it to write it."""
        with self._opened(path, _WRITE, CreateDisposition.FILE_CREATE, _FILE) as file:
            yield file

    def make_folder(self, path: str) -> None:
        """Make a folder where there is none."""
        with self._opened(path, _LOOK, CreateDisposition.FILE_OPEN_IF, _FOLDER):
            pass

    def remove(self, path: str) -> None:
        """Remove a file."""
        options = _FILE | CreateOptions.FILE_DELETE_ON_CLOSE
        with self._opened(path, _DELETE, CreateDisposition.FILE_OPEN, options):
            pass

    @contextlib.contextmanager
    def _opened(self, path: str, access: int, disposition: int, options: int) -> Iterator[File]:
        message = SMB2CreateRequest()
        message["impersonation_level"] = ImpersonationLevel.Impersonation
        message["desired_access"] = access
        message["share_access"] = _SHARED
        message["create_disposition"] = disposition
        message["create_options"] = options
        message["buffer_path"] = path.encode("utf-16-le") or b"\0\0"
        reply: Any = self._do(message, SMB2CreateResponse)
        file = File(reply["file_id"].get_value(), reply["end_of_file"].get_value())
        try:
            yield file
        except BaseException:
            with contextlib.suppress(StatusError, PlaceError):
                self._close(file)
            raise
        self._close(file)

    def _close(self, file: File) -> None:
        message = SMB2CloseRequest()
        message["file_id"] = file.handle
        self._do(message, SMB2CloseResponse)

    def _do(self, message: Any, kind: type[Any]) -> Any:
        return self._link.answer(self._link.ask(message), kind)

    def entries(self, folder: File) -> Iterator[Entry | None]:
        """List an open folder; None stands for what is neither a plain file nor a folder."""
        flags = _RESTART
        while True:
            message = SMB2QueryDirectoryRequest()
            message["file_information_class"] = _DIRECTORY_INFORMATION
            message["flags"] = flags
            message["file_id"] = folder.handle
            message["output_buffer_length"] = min(
                _LISTING_BYTES, self._link.max_transact_size, self._link.largest_bytes
            )
            message["buffer"] = "*".encode("utf-16-le")
            try:
                reply = self._do(message, SMB2QueryDirectoryResponse)
            except StatusError as error:
                if error.status in {smb_status.NO_MORE_FILES, smb_status.NO_SUCH_FILE}:
                    return
                raise
            found = list(_entries(reply["buffer"].get_value()))
            if not found:
                return
            yield from found
            flags = 0

    def blocks(self, file: File, offset: int, length: int | None) -> Iterator[bytes]:
        """Read an open file, several pieces under way; ends where the file does."""
        end = file.size_bytes if length is None else min(offset + length, file.size_bytes)
        waiting: deque[tuple[Any, int, float]] = deque()
        while offset < end or waiting:
            if offset < end and self._may_ask(len(waiting)):
                size = min(self._piece(), end - offset)
                message = SMB2ReadRequest()
                message["length"], message["offset"] = size, offset
                message["file_id"], message["padding"] = file.handle, b"\x50"
                waiting.append((self._link.ask(message), size, time.monotonic()))
                offset += size
                continue
            request, size, since = waiting.popleft()
            try:
                data = self._link.answer(request, SMB2ReadResponse)["buffer"].get_value()
            except StatusError as error:
                if error.status != smb_status.END_OF_FILE:
                    raise
                data = b""  # it was longer a moment ago
            yield data[:size]
            if len(data) < size:
                end = offset = 0
                self._drop(waiting)
            self._learn(since)

    def write(self, file: File, source: Iterable[bytes]) -> None:
        """Write to an open file from its beginning, several pieces under way; then force it."""
        offset, gathered = 0, bytearray()
        waiting: deque[tuple[Any, int, float]] = deque()
        for block in source:
            gathered += block
            while len(gathered) >= self._piece_bytes:
                offset += self._send(file, gathered, offset, waiting)
        while gathered:
            offset += self._send(file, gathered, offset, waiting)
        while waiting:
            self._written(waiting)
        message = SMB2FlushRequest()
        message["file_id"] = file.handle
        self._do(message, SMB2FlushResponse)

    def _send(self, file: File, gathered: bytearray, offset: int, waiting: deque[Any]) -> int:
        """Send the next piece of what was gathered; return its length."""
        while not self._may_ask(len(waiting)):
            self._written(waiting)
        size = min(self._piece(), len(gathered))
        message = SMB2WriteRequest()
        message["length"], message["offset"], message["file_id"] = size, offset, file.handle
        message["buffer"] = bytes(memoryview(gathered)[:size])
        del gathered[:size]
        waiting.append((self._link.ask(message), size, time.monotonic()))
        return size

    def _written(self, waiting: deque[Any]) -> None:
        request, size, since = waiting.popleft()
        count = self._link.answer(request, SMB2WriteResponse)["count"].get_value()
        if count != size:
            raise StatusError(min(smb_status.FULL))
        self._learn(since)

    def _drop(self, waiting: deque[Any]) -> None:
        """Take in the answers of which nothing is wanted any more."""
        while waiting:
            with contextlib.suppress(StatusError):
                self._link.answer(waiting.popleft()[0], SMB2ReadResponse)

    def _may_ask(self, under_way: int) -> bool:
        enough = self._link.largest_bytes >= min(self._piece_bytes, self._link.max_write_size)
        return under_way == 0 or (under_way < _UNDER_WAY and enough)

    def _piece(self) -> int:
        return min(self._piece_bytes, self._link.largest_bytes)

    def _learn(self, since: float) -> None:
        took_s = time.monotonic() - since
        if took_s < _QUICK_S:
            self._piece_bytes = min(self._piece_bytes * 2, _MOST_BYTES)
        elif took_s > _SLOW_S:
            self._piece_bytes = max(self._piece_bytes // 2, _LEAST_BYTES)

    def rename(self, file: File, path: str) -> None:
        """Rename an open file over whatever has the name."""
        new = FileRenameInformation()
        new["replace_if_exists"] = True
        new["file_name"] = path.encode("utf-16-le")
        message = SMB2SetInfoRequest()
        message["info_type"], message["file_info_class"] = new.INFO_TYPE, new.INFO_CLASS
        message["file_id"], message["buffer"] = file.handle, new
        self._do(message, SMB2SetInfoResponse)

    def free(self, folder: File) -> int | None:
        """Return how many bytes this user may still write; None when the server talks nonsense."""
        kind = FileFsFullSizeInformation
        message = SMB2QueryInfoRequest()
        message["info_type"], message["file_info_class"] = kind.INFO_TYPE, kind.INFO_CLASS
        message["output_buffer_length"], message["file_id"] = 32, folder.handle
        reply = self._do(message, SMB2QueryInfoResponse)
        try:
            _, mine, _, sectors, size_bytes = struct.unpack("<qqqII", reply["buffer"].get_value())
        except MALFORMED:
            return None
        return max(int(mine * sectors * size_bytes), 0)


def _entries(data: bytes) -> Iterator[Entry | None]:
    """Take a piece of a listing apart; the server may be a liar."""
    at = 0
    while at + _ENTRY.size <= len(data):
        following, _, size_bytes, attributes, length = _ENTRY.unpack_from(data, at)
        name = data[at + _ENTRY.size : at + _ENTRY.size + length]
        yield _entry(name, size_bytes, attributes)
        if following < _ENTRY.size:
            return
        at += following


def _entry(raw: bytes, size_bytes: int, attributes: int) -> Entry | None:
    try:
        name = raw.decode("utf-16-le")
    except UnicodeDecodeError:
        return None
    if attributes & _NEITHER:
        return None
    if attributes & _ATTRIBUTE_FOLDER:
        return Entry(name, 0, is_folder=True)
    return Entry(name, size_bytes, is_folder=False)
