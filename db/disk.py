"""Bytes on a disk: sent off early, written whole, read back a block at a time; no file's meaning.

A piece of 4 MiB is moved in small blocks on purpose: they stay in the processor's own memory, and
the system need not find new memory for each piece, which takes as long as hashing it.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path
from typing import IO, TypeVar

from typing_extensions import Buffer

Done = TypeVar("Done")

BLOCK_BYTES = 512 * 1024
_HELD = {5, 32, 33}  # Windows: somebody (a virus scanner) holds the file for a moment
_RETRIES_S = (0.05, 0.1, 0.2, 0.4, 0.8)


def patiently(action: Callable[[], Done]) -> Done:
    """Do something that a virus scanner on Windows may hinder for a moment."""
    for wait_s in _RETRIES_S:
        try:
            return action()
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(wait_s)
    return action()


def write_at(file: IO[bytes], offset: int, data: Buffer) -> None:
    """Write all of the bytes at a place in an unbuffered file; the disk begins with them at once.

    Nothing is safe yet: that takes forcing, which then has little left to wait for.
    """
    view = memoryview(data)
    file.seek(offset)
    while view:
        written = file.write(view[:BLOCK_BYTES])
        let_go(file, offset, written)
        view, offset = view[written:], offset + written


def force(file: IO[bytes]) -> None:
    """Force a file's bytes to the disk."""
    getattr(os, "fdatasync", os.fsync)(file.fileno())


def let_go(file: IO[bytes], offset: int, length: int) -> None:
    """Let a span of a file go from memory: what is not on the disk yet goes there first.

    Linux begins to write such bytes and keeps them meanwhile; elsewhere nothing happens.
    """
    if hasattr(os, "posix_fadvise"):
        with contextlib.suppress(OSError):
            os.posix_fadvise(file.fileno(), offset, length, os.POSIX_FADV_DONTNEED)


def blocks(file: FileIO, offset: int, length: int) -> Iterator[memoryview]:
    """Give bytes of a file, fewer where it ends; each block is good until the next is asked for."""
    room = memoryview(bytearray(min(BLOCK_BYTES, length)))
    file.seek(offset)
    while length > 0 and (came := file.readinto(room[:length])):
        yield room[:came]
        length -= came


def read_at(file: FileIO, offset: int, room: bytearray) -> int:
    """Fill some room with a file's bytes; return how many there were."""
    view, done = memoryview(room), 0
    file.seek(offset)
    while done < len(room) and (came := file.readinto(view[done:])):
        done += came
    return done


def holds(file: FileIO, offset: int, data: bytes) -> bool:
    """Tell whether these bytes stand at a place in a file."""
    wanted, at = memoryview(data), 0
    room = bytearray(min(BLOCK_BYTES, len(data)))  # compares as memory; a view would item by item
    file.seek(offset)
    while at < len(data) and (came := file.readinto(memoryview(room)[: len(data) - at])):
        if (room if came == len(room) else room[:came]) != wanted[at : at + came]:
            return False
        at += came
    return at == len(data)


def force_folder(folder: Path) -> None:
    """Force a rename to the disk; Windows cannot, and its rename is journalled."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
