"""Files given to the system's programs: a copy, write-protected, marked as from elsewhere.

A program or a script is never given out. What carries macros is opened only after a person was
told (:mod:`desktop.pages.file_opening`). What this program made itself lies here too.
"""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from db import file_texts
from db.blobs import Blobs, copy_out
from db.errors import AttachmentError
from db.file_names import is_program, safe_name
from db.progress import Progress, Work
from db.queries.attachments import AttachmentRow

ORIGIN = "about:internet"
_ZONE = "[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=about:internet\r\n"
_HARMLESS = ("video/", "audio/")  # linked, not copied: a film would take a minute


@dataclass(frozen=True, slots=True)
class Taken:
    """A file put where another program may open it.

    Attributes:
        path: Where it lies.
        macros: Whether it carries programs that its own program would run.
    """

    path: Path
    macros: bool


@cache
def folder() -> "tempfile.TemporaryDirectory[str]":
    """Return the folder for files shown outside the program, ours alone; gone when it ends."""
    return tempfile.TemporaryDirectory(prefix="lianke-", ignore_cleanup_errors=True)


def place_for(name: str) -> Path:
    """Return where a page that this program makes may lie to be shown or printed."""
    return Path(folder().name) / safe_name(name)


def take_out(blobs: Blobs, row: AttachmentRow) -> Work[Taken]:
    """Put a file where another program may open it.

    Raises:
        AttachmentError: It is a program, or not on this laptop.
    """
    yield Progress(0, 1, row.file_name)
    name = safe_name(row.file_name)
    if is_program(name):
        raise AttachmentError(Path(name), "program")
    path = Path(tempfile.mkdtemp(dir=folder().name)) / name
    if not _linked(row, path):
        if not copy_out(blobs, row.whole, row.pieces, path):
            raise AttachmentError(Path(name), "not_here")
        mark(path)
        path.chmod(stat.S_IREAD)
    return Taken(path, file_texts.read(name, path, limit=1).macros)


def save_as(blobs: Blobs, row: AttachmentRow, target: Path) -> Work[Path]:
    """Copy a file to where a person wants it; it may be changed there.

    Raises:
        AttachmentError: It is not on this laptop.
    """
    yield Progress(0, 1, row.file_name)
    part = target.with_name(f"~{target.name}.part")
    try:
        if not copy_out(blobs, row.whole, row.pieces, part):
            raise AttachmentError(target, "not_here")
        part.chmod(stat.S_IREAD | stat.S_IWRITE)
        mark(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def _linked(row: AttachmentRow, path: Path) -> bool:
    """Link a film that is kept whole; nobody may write to it."""
    if row.whole is None or not row.media_type.startswith(_HARMLESS):
        return False
    try:
        os.link(row.whole, path)
    except OSError:  # another disk, or one that knows no links
        return False
    return True


def mark(path: Path) -> None:
    """Say to the system that a file is from elsewhere; where that is not known, nothing happens."""
    with suppress(OSError):
        if sys.platform == "win32":
            with open(f"{path}:Zone.Identifier", "w", newline="") as stream:  # noqa: PTH123 - no path
                stream.write(_ZONE)
        elif sys.platform == "darwin":
            words = "0081;00000000;Lianke;"
            subprocess.run(
                ["/usr/bin/xattr", "-w", "com.apple.quarantine", words, str(path)], check=False
            )
        else:
            os.setxattr(path, "user.xdg.origin.url", ORIGIN.encode())


def free_bytes(place: Path) -> int:
    """Return how much room a disk has left."""
    try:
        return shutil.disk_usage(place).free
    except OSError:
        return 0
