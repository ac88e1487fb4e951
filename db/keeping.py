"""Taking a file of any size in: read once, kept, and told what its record must say.

No transaction is open meanwhile: a film takes a minute, and forms save as people type. A program
that is killed leaves a part without a name, which the next exchange clears away.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from db import pictures
from db.blobs import PIECE_BYTES, SEALED_BYTES, Laid, Piece, piece_id, seal
from db.disk import patiently, write_at
from db.errors import AttachmentError
from db.piece_keys import keys_for
from db.piece_lists import MOST, named_pieces, write
from db.progress import Progress, Work
from db.queries.materials import known_hashes, pieces_id, same_files
from db.store import Store
from db.wholes import settle

ROOM_BYTES = 512 * 1024 * 1024
"""What a long file leaves free on this laptop."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file whose bytes are here; its record is still to be written.

    Attributes:
        pieces: The words for the record.
    """

    name: str
    media_type: str
    size_bytes: int
    sha256: str
    pieces: str


def keep_file(
    store: Store,
    path: Path,
    *,
    circle: str = "alliance",
    home: str = "",
    room_bytes: int = ROOM_BYTES,
) -> Work[Kept]:
    """Keep a photo or a file of any size; a photo is scaled and loses its position.

    Args:
        store: The store; no session may be open in this thread.
        path: The file.
        circle: Of the record that will name it.
        home: Of that record.
        room_bytes: What must stay free on this laptop.

    Raises:
        AttachmentError: It cannot be read, changes meanwhile, or finds no room.
    """
    yield Progress(0, 0, path.name)
    keeping = Keeping(store, circle, home)
    if not pictures.is_long(path):
        kept, laid = keeping.short(path)
        if laid is not None:
            laid.settle()
        return kept
    size = path.stat().st_size
    free = shutil.disk_usage(store.folder).free
    if size > MOST * PIECE_BYTES or free - size < room_bytes:
        raise AttachmentError(path, "no_room", size, max(0, free - room_bytes))
    with store.blobs.wholes.writing() as (part, out):
        sha256 = yield from _copy(path, out, size)
        field = yield from keeping.long(path, out, size, sha256)
        if store.blobs.wholes.path(sha256) is None:
            settle(part, store.blobs.wholes.place(sha256))
    return Kept(path.name, pictures.media_type(path), size, sha256, field)


class Keeping:
    """Finds the words for one file's pieces: those that records use already, or new ones."""

    def __init__(self, store: Store, circle: str, home: str) -> None:
        self._store, self._circle, self._home = store, circle, home
        with store.read() as session:
            self._keys = keys_for(session, circle, home)

    def _known(self, sha256: str) -> list[tuple[str, list[Piece]]]:
        with self._store.read() as session:
            fields = list(same_files(session, sha256, self._circle, self._home))
        found = [(field, named_pieces(field, self._store.blobs)) for field in dict.fromkeys(fields)]
        return [(field, pieces) for field, pieces in found if pieces]

    def known(self, hashes: Iterable[str]) -> set[str]:
        """Return those of some hashes whose files a record names already."""
        with self._store.read() as session:
            return known_hashes(session, list(hashes))

    def short(self, path: Path) -> tuple[Kept, Laid | None]:
        """Write a file of one piece beside its place; from any thread.

        Returns:
            What its record must say, and what is to be settled first; nothing when it is here.

        Raises:
            AttachmentError: It cannot be read, or is no picture after all.
        """
        file = pictures.load(path)
        sha256 = file.sha256
        for field, pieces in self._known(sha256):
            data = seal(pieces[0].key, file.data)
            if len(pieces) == 1 and piece_id(data) == pieces[0].id:  # else a record that lies
                return self._laid(file, sha256, field, pieces[0].id, data)
        return self._sealed(file, sha256)

    def new_short(self, path: Path) -> tuple[Kept, Laid | None]:
        """Do as ``short`` does with a file that no record names; no record is looked for."""
        file = pictures.load(path)
        return self._sealed(file, file.sha256)

    def _sealed(self, file: pictures.File, sha256: str) -> tuple[Kept, Laid | None]:
        data = seal(key := self._keys.key(sha256, 0), file.data)
        piece = Piece(piece_id(data), key)
        return self._laid(file, sha256, str(piece), piece.id, data)

    def _laid(
        self, file: pictures.File, sha256: str, field: str, id: str, data: bytes
    ) -> tuple[Kept, Laid | None]:
        blobs = self._store.blobs
        kept = Kept(file.name, file.media_type, len(file.data), sha256, field)
        return kept, None if blobs.read_piece(id) is not None else blobs.lay(id, data)

    def long(self, path: Path, out: IO[bytes], size: int, sha256: str) -> Work[str]:
        """Find the words for a long file, from its copy; the copy is proven meanwhile.

        Returns:
            The words.

        Raises:
            AttachmentError: The disk did not keep what was written.
        """
        count = -(-size // PIECE_BYTES)
        known = [one for one in self._known(sha256) if len(one[1]) == count]
        for field, pieces in known[:1]:
            keys = [piece.key for piece in pieces]
            made, tags = yield from _sealed(path, out, keys, sha256)
            if made == pieces:
                self._store.blobs.wholes.keep_tags(pieces_id(made), tags)
                return field
        keys = [self._keys.key(sha256, number) for number in range(count)]
        made, tags = yield from _sealed(path, out, keys, sha256)
        self._store.blobs.wholes.keep_tags(pieces_id(made), tags)
        return write(made, self._store.blobs, self._keys, sha256)


def _copy(path: Path, out: IO[bytes], size: int) -> Work[str]:
    """Copy a file piece by piece; return its hash.

    Raises:
        AttachmentError: It cannot be read to its end, or is not the same any more.
    """
    digest, done = hashlib.sha256(), 0
    try:
        opened = patiently(lambda: path.open("rb", buffering=0))
        with opened as source, ThreadPoolExecutor(1) as aside:
            before = os.fstat(source.fileno())
            hashed: Future[None] | None = None
            while block := _read(path, source):
                yield Progress(done, 2 * -(-size // PIECE_BYTES), path.name)
                if hashed is not None:
                    hashed.result()
                hashed = aside.submit(digest.update, block)
                write_at(out, done * PIECE_BYTES, block)
                done += 1
            after = os.fstat(source.fileno())
    except FileNotFoundError:
        raise AttachmentError(path, "missing") from None
    except PermissionError as error:
        raise AttachmentError(path, "unreadable") from error
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if not same or after.st_size != size or out.seek(0, os.SEEK_END) != size:
        raise AttachmentError(path, "changed", size)
    os.fsync(out.fileno())
    return digest.hexdigest()


def _read(path: Path, source: IO[bytes]) -> bytes:
    """Read the next piece, as long as it can be."""
    out = bytearray()
    try:
        while len(out) < PIECE_BYTES and (block := source.read(PIECE_BYTES - len(out))):
            if len(block) == PIECE_BYTES:
                return block
            out += block
    except OSError as error:
        raise AttachmentError(path, "unreadable") from error
    return bytes(out)


def _sealed(
    path: Path, out: IO[bytes], keys: list[bytes], sha256: str
) -> Work[tuple[list[Piece], bytes]]:
    """Seal a copy piece by piece, and keep none; return the pieces, and their last 16 bytes.

    Raises:
        AttachmentError: The disk did not keep what was written.
    """
    digest = hashlib.sha256()
    names: list[Future[str]] = []
    tags = bytearray()
    out.seek(0)
    with ThreadPoolExecutor(2) as aside:
        for number, key in enumerate(keys):
            yield Progress(len(keys) + number, 2 * len(keys), path.name)
            block = _read(path, out)
            hashed = aside.submit(digest.update, block)
            data = seal(key, block)
            tags += data[-SEALED_BYTES:]
            names.append(aside.submit(piece_id, data))
            hashed.result()  # one after another, and no more than two pieces in memory
            if number:
                names[number - 1].result()
    if digest.hexdigest() != sha256:
        raise AttachmentError(path, "unreadable")
    made = [Piece(name.result(), key) for name, key in zip(names, keys, strict=True)]
    return made, bytes(tags)
