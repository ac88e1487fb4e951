"""One readable folder at a place: each copy put there once, nothing of a person's touched.

Whatever else stands there is that person's: it is never replaced and never removed. A copy is
replaced only when the list of copies names it and its bytes are still those that were written;
who changed one keeps it, and the new one gets another name.
"""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sync.carriers.carrier import Source
from sync.copy_list import CopyList, Said
from sync.errors import PlaceFullError, SkippedFileError
from sync.limits import MIB
from sync.safe_names import numbered, safe_name, same
from sync.suspects import is_suspect
from sync.visit import Visit

ROOM_BYTES = 32 * MIB
"""What they leave free for the records that are still to come."""

_MOST_READ_BYTES = 4 * 1024 * MIB


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that people may want to read at a place.

    Attributes:
        key: What it is of; the same on every laptop, for ever.
        stamp: Something else whenever the file would say something else.
        top: In which of the readable folders.
        folder: In which folder below that, as people call it; empty for none.
        name: What people call it, with its ending.
        changes: Whether it may say something else tomorrow.
        open: Gives how long it is, and its bytes as often as asked; None when they are not here.
    """

    key: str
    stamp: str
    top: str
    folder: str
    name: str
    changes: bool
    open: Callable[[], tuple[int, Source] | None]


class Putting:
    """What is put into one of the readable folders in one exchange."""

    def __init__(self, visit: Visit, top: str) -> None:
        self._visit, self._carrier = visit, visit.depot.carrier
        self._place = Path(self._carrier.address)
        self._listed: dict[str, dict[str, tuple[str, int | None]]] = {}
        self._root = self._folder("", top)
        self._list = CopyList(self._carrier, self._root)

    def put(self, copy: Copy) -> bool:
        """Put a copy, unless it stands there; False when the place takes nothing more."""
        name = safe_name(copy.name)
        if not name or is_suspect(name):  # no program comes from us
            return True
        said = self._list.of(copy.key)
        if said is not None and said.stamp == copy.stamp and self._stands(said):
            return True
        opened = copy.open()
        if opened is None:
            return True
        size_bytes, source = opened
        longest = self._carrier.limits.file_bytes
        if longest is not None and size_bytes > longest:
            self._visit.too_long[copy.name] = None
            return True
        free = self._carrier.free()
        if free is not None and size_bytes > free - ROOM_BYTES:
            self._visit.left_behind[copy.name] = None
            return True
        try:
            self._write(copy, name, said, _said(copy, size_bytes, source), source)
        except PlaceFullError:
            self._visit.left_behind[copy.name] = None
            return False
        return True

    def finish(self) -> None:
        """Write the list, if it says anything new."""
        self._list.save()

    def _write(self, copy: Copy, name: str, old: Said | None, new: Said, source: Source) -> None:
        inner = safe_name(copy.folder)
        folder = self._folder(self._root, inner) if inner else self._root
        ours = old is not None and self._is(old.path, old.size_bytes, old.hashes)
        path, stands = self._free_name(folder, name, old.path if old and ours else "", new)
        below = path[len(self._root) + 1 :]
        new = Said(below, new.stamp, new.size_bytes, new.hashes)
        if not stands:
            if copy.changes:  # one that is cut off now is known for ours the next time
                hashes = (*new.hashes, *(old.hashes[:1] if old and ours else ()))
                self._list.note(copy.key, Said(below, "", new.size_bytes, hashes))
                self._list.save()
            self._carrier.put_new(path, source)
            self._visit.bytes_out += new.size_bytes
            self._visit.copies += 1
            self._note(folder, path.rpartition("/")[2], new.size_bytes)
        self._list.note(copy.key, new)
        if old is not None and ours and same(old.path) != same(below):
            self._list.save()  # it says where the new one is before the old one goes
            self._carrier.delete(f"{self._root}/{old.path}")

    def _free_name(self, folder: str, name: str, ours: str, new: Said) -> tuple[str, bool]:
        """Return where a copy may lie, and whether it lies there already."""
        for one in numbered(name):
            path = f"{folder}/{one}"
            below = path[len(self._root) + 1 :]
            if ours and same(below) == same(ours):
                return f"{self._root}/{ours}", False
            if self._is(below, new.size_bytes, new.hashes):
                return path, True
            free = same(one) not in self._entries(folder)
            if free and not os.path.lexists(self._place.joinpath(*path.split("/"))):
                return path, False
        return f"{folder}/{new.hashes[0][:16]} {name}", False

    def _folder(self, parent: str, name: str) -> str:
        """Return the folder of a name, or of the next one where a person's file has it."""
        for one in numbered(name):
            found = self._entries(parent).get(same(one))
            if found is None or found[1] is None:
                return f"{parent}/{found[0] if found else one}".lstrip("/")
        return f"{parent}/{name}".lstrip("/")

    def _entries(self, folder: str) -> dict[str, tuple[str, int | None]]:
        """Return what lies in a folder: its name and length, which a folder has not."""
        if folder not in self._listed:
            self._listed[folder] = {
                same(one.name): (one.name, None if one.is_folder else one.size_bytes)
                for one in self._carrier.list(folder)
            }
        return self._listed[folder]

    def _note(self, folder: str, name: str, size_bytes: int) -> None:
        self._entries(folder)[same(name)] = (name, size_bytes)

    def _stands(self, said: Said) -> bool:
        """Tell whether a copy stands where the list says, by its length."""
        folder, _, name = f"{self._root}/{said.path}".rpartition("/")
        found = self._entries(folder).get(same(name))
        return found is not None and found[1] == said.size_bytes

    def _is(self, below: str, size_bytes: int, hashes: tuple[str, ...]) -> bool:
        """Tell whether a file of one of these hashes stands at a place below the folder."""
        path = f"{self._root}/{below}"
        folder, _, name = path.rpartition("/")
        found = self._entries(folder).get(same(name))
        if found is None or found[1] is None or found[1] > _MOST_READ_BYTES:
            return False
        if len(hashes) == 1 and found[1] != size_bytes:
            return False
        digest, offset = hashlib.sha256(), 0
        try:
            while block := self._carrier.read(path, offset, MIB):
                digest.update(block)
                offset += len(block)
        except SkippedFileError:
            return False
        return digest.hexdigest() in hashes


def _said(copy: Copy, size_bytes: int, source: Source) -> Said:
    digest = hashlib.sha256()
    for block in source():
        digest.update(block)
    return Said("", copy.stamp, size_bytes, (digest.hexdigest(),))
