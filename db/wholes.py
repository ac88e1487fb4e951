"""Files too long for one piece, as plain bytes: whole ones by their hash, others as they come.

A whole file is never stored a second time as pieces: they are sealed again from it when they are
to travel. What comes is written where it belongs in the file, and noted. After a power cut a note
may speak of bytes that never reached the disk; so nothing counts as whole before its hash is right.
"""

import contextlib
import hashlib
import os
import re
import secrets
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from db.disk import blocks, force, force_folder, patiently, read_at, write_at

PIECE_BYTES = 4 * 1024 * 1024

_SHA256 = re.compile(r"[0-9a-f]{64}")
_BLOCK = 1024 * 1024
_MARK = 4  # bytes of a piece's number in the list of those that are here


def is_sha256(words: str | None) -> bool:
    """Tell whether this is the hash of a file as records name it."""
    return bool(words) and _SHA256.fullmatch(words or "") is not None


class Arriving:
    """A file that comes piece by piece, in any order, through any number of exchanges.

    Attributes:
        size_bytes: How long it will be.
    """

    def __init__(self, data: Path, size_bytes: int) -> None:
        self.size_bytes = size_bytes
        self._data, self._marks = data, data.with_suffix(".have")
        self._lock = threading.Lock()
        self._have = self._read_marks()

    @property
    def count(self) -> int:
        """How many pieces it has."""
        return max(1, -(-self.size_bytes // PIECE_BYTES))

    @property
    def have(self) -> frozenset[int]:
        """The numbers of the pieces that are here."""
        return frozenset(self._have)

    def has(self, number: int) -> bool:
        """Tell whether a piece is here."""
        return number in self._have

    def length(self, number: int) -> int:
        """Return how long a piece is."""
        return min(PIECE_BYTES, self.size_bytes - number * PIECE_BYTES)

    def put(self, number: int, plain: bytes) -> None:
        """Write a piece where it belongs; from any thread.

        Raises:
            OSError: The disk is full, or fails.
        """
        with self._open() as file:
            write_at(file, number * PIECE_BYTES, plain)
        with self._lock, self._marks.open("ab") as marks:
            marks.write(number.to_bytes(_MARK, "big"))
            self._have.add(number)

    def _open(self) -> IO[bytes]:
        with self._lock:
            self._data.parent.mkdir(parents=True, exist_ok=True)
            return self._data.open("r+b" if self._data.exists() else "x+b", buffering=0)

    def force(self) -> None:
        """Force what has come to the disk; from any thread."""
        with self._data.open("rb+", buffering=0) as file:
            force(file)

    def read(self, number: int) -> bytes | None:
        """Return a piece's bytes, or None while it is not here."""
        if number not in self._have:
            return None
        return _read_block(self._data, number, self.length(number))

    def hash(self, number: int, digest: "hashlib._Hash") -> bool:
        """Add a piece's bytes to a hash, read back; False when the disk gives fewer of them."""
        length = self.length(number)
        with contextlib.suppress(OSError), self._data.open("rb", buffering=0) as file:
            for block in blocks(file, number * PIECE_BYTES, length):
                digest.update(block)
                length -= len(block)
        return not length

    def forget(self, numbers: set[int]) -> None:
        """Let pieces count as not here: their bytes on the disk are not what was written."""
        with self._lock:
            self._have -= numbers
            part = self._marks.with_name(f"~{secrets.token_hex(8)}.part")
            marks = b"".join(n.to_bytes(_MARK, "big") for n in sorted(self._have))
            part.write_bytes(marks)
            patiently(lambda: part.replace(self._marks))

    def drop(self) -> None:
        """Remove what came so far."""
        self._marks.unlink(missing_ok=True)  # first: bytes without marks are litter
        self._data.unlink(missing_ok=True)
        self._have.clear()

    def give_to(self, path: Path) -> None:
        """Put the file, which is whole and verified, in its place for good."""
        settle(self._data, path)
        self._marks.unlink(missing_ok=True)

    def _read_marks(self) -> set[int]:
        try:
            raw, size = self._marks.read_bytes(), self._data.stat().st_size
        except OSError:
            return set()
        numbers = {
            int.from_bytes(raw[at : at + _MARK], "big") for at in range(0, len(raw) - 3, _MARK)
        }
        # a mark torn by a power cut may say anything: what it names is verified in the end
        return {n for n in numbers if n < self.count and n * PIECE_BYTES + self.length(n) <= size}


class Following:
    """Hashes an arriving file from its beginning, as far as it is there and as it reads back."""

    def __init__(self, arriving: Arriving) -> None:
        self._arriving = arriving
        self._digest = hashlib.sha256()
        self._next, self._is_cut = 0, False

    def advance(self) -> None:
        """Hash what has come since the last call."""
        while not self._is_cut and self._arriving.has(self._next):
            self._is_cut = not self._arriving.hash(self._next, self._digest)
            self._next += 1

    def sha256(self) -> str | None:
        """Return the hash of the whole file, or None while something is missing."""
        self.advance()
        whole = self._next == self._arriving.count and not self._is_cut
        return self._digest.hexdigest() if whole else None


class Wholes:
    """The long files of one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "files"

    def path(self, sha256: str) -> Path | None:
        """Return where a whole file lies, or None when it is not here; nobody may write to it."""
        path = self.place(sha256) if is_sha256(sha256) else None
        return path if path is not None and path.is_file() else None

    def place(self, sha256: str) -> Path:
        """Return where a whole file belongs."""
        return self.folder / sha256[:2] / sha256

    def read(self, sha256: str, number: int) -> bytes | None:
        """Return the plain bytes of one piece of a whole file, or None when it is not here."""
        path = self.path(sha256)
        return None if path is None else _read_block(path, number, PIECE_BYTES)

    def read_into(self, sha256: str, number: int, room: bytearray) -> memoryview | None:
        """Return what ``read`` returns, in room for a piece that is used again."""
        path = self.path(sha256)
        try:
            with (path or self.place(sha256)).open("rb", buffering=0) as file:
                return memoryview(room)[: read_at(file, number * PIECE_BYTES, room)]
        except OSError:
            return None

    def hash_of(self, sha256: str) -> str | None:
        """Return what a whole file hashes to now; None when it cannot be read."""
        path = self.path(sha256)
        try:
            with (path or self.place(sha256)).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return None

    def take(self, sha256: str, blocks: Iterable[bytes]) -> bool:
        """Keep a whole file from elsewhere; False when it is not what its name says."""
        if not is_sha256(sha256):
            return False
        digest = hashlib.sha256()
        with self.writing() as (part, file):
            offset = 0
            for block in blocks:
                digest.update(block)
                write_at(file, offset, block)
                offset += len(block)
            if digest.hexdigest() != sha256:
                return False
            if self.path(sha256) is None:
                settle(part, self.place(sha256))
        return True

    def names(self) -> set[str]:
        """Return the hashes of all whole files."""
        return {path.name for path in self.folder.glob("??/*") if is_sha256(path.name)}

    def arriving(self, id: str, size_bytes: int) -> Arriving:
        """Return a file that comes piece by piece.

        Args:
            id: Of the list of its pieces: two records that claim one hash do not mix.
            size_bytes: How long it will be.
        """
        return Arriving(self.folder / "coming" / f"{id}.part", size_bytes)

    def begun(self) -> set[str]:
        """Return the ids of the files of which something came, and not all."""
        return {path.stem for path in (self.folder / "coming").glob("*.have")}

    def tags(self, id: str) -> bytes:
        """Return the last 16 bytes of each sealed piece of a whole file, or nothing.

        They tell at once, without hashing, that a piece was sealed from unspoilt bytes.
        """
        try:
            return (self.folder / "tags" / id).read_bytes()
        except OSError:
            return b""

    def keep_tags(self, id: str, tags: bytes) -> None:
        """Keep what ``tags`` returns; losing it costs a moment, nothing else."""
        path = self.folder / "tags" / id
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"~{secrets.token_hex(8)}.part")
        part.write_bytes(tags)
        patiently(lambda: part.replace(path))

    def drop(self, sha256: str) -> None:
        """Remove a whole file."""
        path = self.path(sha256)
        if path is not None:
            path.chmod(0o600)  # Windows does not remove what is read-only
            path.unlink()

    @contextlib.contextmanager
    def writing(self) -> Iterator[tuple[Path, IO[bytes]]]:
        """Give an empty file to be filled; gone afterwards unless it was settled.

        It is locked meanwhile, so that another thread's or program's tidying leaves it alone.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"~{secrets.token_hex(8)}.part"
        try:
            with path.open("x+b", buffering=0) as file:
                hold(file)
                yield path, file
        finally:
            path.unlink(missing_ok=True)

    def clear_up(self) -> None:
        """Remove what programs that were killed left half written."""
        for part in [*self.folder.glob("~*.part"), *self.folder.glob("*/~*.part")]:
            with contextlib.suppress(OSError), part.open("rb") as file:
                hold(file)
                part.unlink()
        for data in self.folder.glob("coming/*.part"):
            if not data.with_suffix(".have").exists() and not data.name.startswith("~"):
                with contextlib.suppress(OSError):
                    data.unlink()
        for marks in self.folder.glob("coming/*.have"):
            if not marks.with_suffix(".part").exists():
                with contextlib.suppress(OSError):
                    marks.unlink()


def settle(part: Path, path: Path) -> None:
    """Put a file that is whole in its place for good; nobody may write to it any more."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.chmod(0o444)  # a viewer that is shown it must not change it
    if path.exists():
        path.chmod(0o600)  # Windows does not replace what is read-only
    patiently(lambda: part.replace(path))
    force_folder(path.parent)


def _read_block(path: Path, number: int, length: int) -> bytes | None:
    try:
        with path.open("rb", buffering=0) as file:
            file.seek(number * PIECE_BYTES)
            return file.read(length)
    except OSError:
        return None


if sys.platform == "win32":

    def hold(_file: IO[bytes]) -> None:
        """Windows removes no file that a program has open."""

else:
    import fcntl

    def hold(file: IO[bytes]) -> None:
        """Lock a file while it is open.

        Raises:
            OSError: Another opening of it holds the lock.
        """
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
