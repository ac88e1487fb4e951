"""Hands a file to the program that people open such files with."""

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from db.blobs import Blobs, copy_out
from db.queries.attachments import AttachmentRow


@cache
def folder() -> "tempfile.TemporaryDirectory[str]":
    """Return the folder for files shown outside the program; gone when it ends."""
    return tempfile.TemporaryDirectory(prefix="lianke-", ignore_cleanup_errors=True)


def place_for(name: str) -> Path:
    """Return where a file of a name may lie to be shown; a path in the name counts for nothing."""
    safe = Path(name.replace("\\", "/")).name.strip(". ") or "file"
    return Path(folder().name) / safe


def take_out(blobs: Blobs, row: AttachmentRow) -> Path | None:
    """Put an attachment where another program can read it; None while its bytes are not here."""
    path = place_for(row.file_name)
    if row.whole is not None:
        try:
            path.unlink(missing_ok=True)
            os.link(row.whole, path)  # nobody may write to it; copying a film would take a minute
        except OSError:  # another disk, or one that knows no links
            shutil.copyfile(row.whole, path)
        return path
    return path if copy_out(blobs, None, row.pieces, path) else None


def open_attachment(blobs: Blobs, row: AttachmentRow) -> bool:
    """Open an attachment in the system's own viewer."""
    path = take_out(blobs, row)
    return path is not None and open_file(path)


def open_file(path: Path) -> bool:
    """Open a file in the system's own viewer."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
