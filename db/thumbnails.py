"""Small pictures of files, kept beside the store by hash: never replicated, gone at any time.

A photo is drawn small, a PDF by its first page, an office file by the picture its program put into
it. A file of which none can be made is remembered as such, so that it is not tried again.
"""

import io
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from db import office_files, pdfs
from db.file_names import ending
from db.wholes import is_sha256

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH, HEIGHT = 480, 320
"""Pixels: twice what a tile shows."""

MOST_BYTES = 64 * 1024 * 1024
"""How much of the disk they may take."""

_MOST_PIXELS = 60_000_000
_TRIM_EVERY = 100
_OFFICE = {".docx", ".docm", ".pptx", ".pptm", ".ppsx", ".ppsm", ".xlsx", ".xlsm", ".potx"}
_PHOTOS = {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff"}


class Thumbnails:
    """The small pictures of one data folder.

    Attributes:
        folder: Where they lie.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder / "thumbnails"
        self._most_bytes = most_bytes
        self._kept = 0

    def find(self, sha256: str) -> bytes | None:
        """Return a picture, empty where none can be made; None if it was not tried yet."""
        try:
            return self._path(sha256).read_bytes() if is_sha256(sha256) else b""
        except OSError:
            return None

    def keep(self, sha256: str, picture: bytes) -> None:
        """Keep a picture, or nothing for a file of which none can be made; losing it is no loss."""
        if not is_sha256(sha256):
            return
        path = self._path(sha256)
        part = path.with_name(f"~{secrets.token_hex(8)}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(picture)
            part.replace(path)
        except OSError:  # a full disk: the next visit tries again
            with suppress(OSError):
                part.unlink(missing_ok=True)
        self._kept += 1
        if self._kept % _TRIM_EVERY == 1:
            self.trim()

    def trim(self) -> None:
        """Remove the oldest ones beyond the bound."""
        found = []
        for folder in _entries(self.folder):
            for entry in _entries(folder.path):
                with suppress(OSError):
                    told = entry.stat()
                    found.append((told.st_mtime, told.st_size, entry.path))
        left = self._most_bytes
        for _at, size, path in sorted(found, reverse=True):
            left -= size
            if left < 0:
                with suppress(OSError):
                    Path(path).unlink()

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256


def _entries(folder: str | Path) -> "list[os.DirEntry[str]]":
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def may_have_one(name: str) -> bool:
    """Tell whether a picture could be made of a file, by its name."""
    return ending(name) in _OFFICE or ending(name) in _PHOTOS or ending(name) == ".pdf"


def make(name: str, source: Path | bytes) -> bytes:
    """Return a small picture of a file as PNG; empty when none can be made, whatever is in it.

    Args:
        name: Its name: the ending tells how it is read.
        source: Where it lies, or its bytes.
    """
    kind = ending(name)
    if kind == ".pdf":
        try:
            return _png(pdfs.first_page(source, WIDTH, HEIGHT * 2))
        except (pdfs.BadPdfError, pdfs.LockedPdfError):
            return b""
    inner: Path | bytes | None = source
    if kind in _OFFICE:
        inner = office_files.picture(source)
    elif kind not in _PHOTOS:
        inner = None
    return b"" if inner is None else _small(inner)


def _small(source: Path | bytes) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415 - 60 ms, only when one is made

    try:
        with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                return b""
            opened.draft("RGB", (WIDTH * 2, HEIGHT * 2))  # a JPEG is read smaller at once
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((WIDTH, HEIGHT * 2))
            return _png(upright)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError,
            Image.DecompressionBombWarning, MemoryError, IndexError, KeyError, TypeError,
            OverflowError, AttributeError, RuntimeError):  # fmt: skip
        return b""  # what Pillow raises on broken pictures follows from where it stumbles


def _png(picture: "Image") -> bytes:
    out = io.BytesIO()
    clear = "A" in picture.getbands() or picture.mode == "P"
    picture.convert("RGBA" if clear else "RGB").save(out, "PNG")
    return out.getvalue()
