"""A backup that leaves the data folder: everything in one file, sealed with a passphrase.

The file: ``LKB1`` | length of the header, 4 bytes | header | 16 bytes | sealed chunks. The header
is a MessagePack array (format 1, Argon2id memory in KiB, passes, lanes, salt). The key is
Argon2id(passphrase, NFC). The 16 bytes are nothing, sealed with a nonce of 12 bytes 0xff: they
tell a wrong passphrase from a damaged file. Each chunk is ChaCha20-Poly1305 over at most 1 MiB;
its nonce is its number (11 bytes, big-endian) and one byte that is 1 for the last; the header's
bytes are the associated data. The chunks hold a zstd frame of a tar: ``lianke.db``, then
``pieces/xx/…``, then the long files, ``files/xx/<SHA-256>``.
"""

import io
import os
import secrets
import tarfile
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec
from backports import zstd
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from typing_extensions import Buffer, override

from db.backup import copy_database
from db.blobs import PIECE_BYTES, SEALED_BYTES, Blobs
from db.errors import BackupError
from db.progress import Progress, Work
from db.store import FILE

MAGIC = b"LKB1"
FORMAT = 1
CHUNK = 1 << 20
MOST_MEMORY_KIB, MOST_PASSES = 256 * 1024, 10
COST = (64 * 1024, 3, 1)
"""Memory in KiB, passes and lanes of Argon2id for a passphrase; written in the file."""
_TAG = 16
_CHECK = b"\xff" * 12  # no chunk has this nonce
_HEADER_BYTES = 1024


class Header(msgspec.Struct, array_like=True, frozen=True):
    """What stands before the chunks, in the open."""

    format: int
    memory_kib: int
    passes: int
    lanes: int
    salt: bytes


def is_sealed(path: Path) -> bool:
    """Tell whether a file begins as a sealed backup does."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def seal_backup(folder: Path, out: Path, passphrase: str) -> Work[Path]:
    """Write a data folder's database and attachments into one sealed file.

    Args:
        folder: The data folder; its store may be open and in use.
        out: The file to write; one that is there is replaced once the new one is whole.
        passphrase: At least one character; the same letters give the same key however typed.

    Raises:
        BackupError: It cannot be written, or there is no passphrase.
    """
    if not passphrase.strip():
        raise BackupError(out, "needs_passphrase")
    part = out.with_name(f"~{secrets.token_hex(8)}.part")
    copy = folder / f"~backup-{secrets.token_hex(8)}.db"
    try:
        copy_database(folder / FILE, copy)
        with part.open("xb") as file:
            yield from _write(file, copy, folder, passphrase)
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
    except OSError as error:
        raise BackupError(out, "unwritable") from error
    finally:
        for leftover in (copy, part):
            with suppress(OSError):  # the stick is gone, or was never writable
                leftover.unlink(missing_ok=True)
    return out


def _write(file: IO[bytes], copy: Path, folder: Path, passphrase: str) -> Iterator[Progress]:
    header = Header(FORMAT, *COST, secrets.token_bytes(16))
    said = msgspec.msgpack.encode(header)
    cipher = _key(header, passphrase)
    check = cipher.encrypt(_CHECK, b"", said)
    file.write(MAGIC + len(said).to_bytes(4, "big") + said + check)
    sealing = _Sealing(file, cipher, said)
    blobs = Blobs(folder)
    pieces, longs = sorted(blobs.piece_ids()), sorted(blobs.wholes.names())
    total = len(pieces) + len(longs) + 1
    with (
        zstd.ZstdFile(sealing, "w", level=3) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        yield Progress(0, total)
        tar.add(copy, FILE, filter=_plain)
        for done, id in enumerate(pieces, 1):
            yield Progress(done, total)
            data = blobs.read_piece(id)
            if data is not None:
                info = tarfile.TarInfo(f"pieces/{id[:2]}/{id}")
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
        for done, sha256 in enumerate(longs, len(pieces) + 1):
            yield Progress(done, total)
            path = blobs.wholes.place(sha256)
            tar.add(path, f"files/{sha256[:2]}/{sha256}", filter=_plain)
    sealing.finish()


def _plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Keep the name and the size of a file only; nothing of its owner or its computer."""
    bare = tarfile.TarInfo(info.name)
    bare.size = info.size
    return bare


def open_backup(path: Path, passphrase: str, into: Path) -> Work[None]:
    """Unpack a sealed backup into a folder.

    Args:
        path: The file.
        passphrase: What it was sealed with.
        into: An existing empty folder; what is in it after an error is to be thrown away.

    Raises:
        BackupError: With what is wrong with the file or the passphrase.
    """
    try:
        with path.open("rb") as file:
            header, said = _read_header(path, file)
            cipher = _key(header, passphrase)
            try:
                cipher.decrypt(_CHECK, file.read(_TAG), said)
            except InvalidTag as error:
                raise BackupError(path, "wrong_passphrase") from error
            opening = _Opening(path, file, cipher, said)
            yield from _unpack(path, io.BufferedReader(opening, CHUNK), into)
            opening.check_end()
    except FileNotFoundError as error:
        raise BackupError(path, "missing") from error
    except (tarfile.TarError, zstd.ZstdError, EOFError) as error:
        raise BackupError(path, "damaged") from error
    except OSError as error:
        raise BackupError(path, "unwritable") from error


def _read_header(path: Path, file: IO[bytes]) -> tuple[Header, bytes]:
    if file.read(len(MAGIC)) != MAGIC:
        raise BackupError(path, "not_a_backup")
    length = int.from_bytes(file.read(4), "big")
    said = file.read(min(length, _HEADER_BYTES))
    try:
        header = msgspec.msgpack.decode(said, type=Header)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BackupError(path, "damaged") from error
    if header.format > FORMAT:
        raise BackupError(path, "too_new")
    sound = (
        8 * header.lanes <= header.memory_kib <= MOST_MEMORY_KIB
        and 1 <= header.passes <= MOST_PASSES
        and 1 <= header.lanes <= 16
        and len(header.salt) == 16
    )
    if not sound:
        raise BackupError(path, "damaged")
    return header, said


def _unpack(path: Path, plain: IO[bytes], into: Path) -> Iterator[Progress]:
    blobs = Blobs(into)
    with zstd.ZstdFile(plain, "r") as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
        for done, info in enumerate(tar):
            yield Progress(done, 0)
            source = tar.extractfile(info) if info.isfile() else None
            if source is None:
                raise BackupError(path, "damaged")
            if info.name == FILE:
                _copy(source, into / FILE)
            elif not _keep(blobs, info, source):
                raise BackupError(path, "damaged")
    if not (into / FILE).exists():
        raise BackupError(path, "damaged")


def _keep(blobs: Blobs, info: tarfile.TarInfo, source: IO[bytes]) -> bool:
    """Keep a piece or a long file; False when it is neither, or not what its name says."""
    name = info.name.rpartition("/")[2]
    if info.name.startswith("files/"):
        return blobs.wholes.take(name, iter(lambda: source.read(CHUNK), b""))
    return info.size <= PIECE_BYTES + SEALED_BYTES and blobs.add_piece(name, source.read())


def _copy(source: IO[bytes], target: Path) -> None:
    with target.open("xb") as file:
        while block := source.read(CHUNK):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())


def _key(header: Header, passphrase: str) -> ChaCha20Poly1305:
    derived = Argon2id(
        salt=header.salt,
        length=32,
        iterations=header.passes,
        lanes=header.lanes,
        memory_cost=header.memory_kib,
    ).derive(unicodedata.normalize("NFC", passphrase.strip()).encode())
    return ChaCha20Poly1305(derived)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class _Sealing(io.RawIOBase):
    """Seals what is written to it, chunk by chunk; ``finish`` seals the last one."""

    def __init__(self, file: IO[bytes], cipher: ChaCha20Poly1305, said: bytes) -> None:
        super().__init__()
        self._file, self._cipher, self._said = file, cipher, said
        self._waiting = bytearray()
        self._number = 0

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: Buffer, /) -> int:
        plain = bytes(data)
        self._waiting += plain
        while len(self._waiting) > CHUNK:  # never the last one: that is sealed as such
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(plain)

    def finish(self) -> None:
        """Seal what is left as the last chunk."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last), plain, self._said))
        self._number += 1


class _Opening(io.RawIOBase):
    """Gives back what was sealed; nothing of a chunk before all of it is proven."""

    def __init__(self, path: Path, file: IO[bytes], cipher: ChaCha20Poly1305, said: bytes) -> None:
        super().__init__()
        self._path, self._file, self._cipher, self._said = path, file, cipher, said
        self._ready = b""
        self._number = 0
        self._ended = False

    @override
    def readable(self) -> bool:
        return True

    def check_end(self) -> None:
        """Make sure that the chunk marked as the last one was met."""
        while not self._ended:
            self._next()

    @override
    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer).cast("B")
        while not self._ready and not self._ended:
            self._next()
        count = min(len(view), len(self._ready))
        view[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _next(self) -> None:
        data = self._file.read(CHUNK + _TAG)
        for last in (False, True):
            try:
                plain = self._cipher.decrypt(_nonce(self._number, last), data, self._said)
            except InvalidTag:
                continue
            self._ready += plain
            self._number += 1
            self._ended = last
            if last and self._file.read(1):
                break
            return
        raise BackupError(self._path, "damaged")
