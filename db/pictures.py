"""Files on their way in: photos are scaled and lose where they were taken; others are only read."""

import hashlib
import io
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from db.blobs import PIECE_BYTES
from db.disk import patiently
from db.errors import AttachmentError

LONGEST_EDGE = 2048  # pixels: sharp on A4, some 400 kB
_QUALITY = 85
_MOST_PIXELS = 200_000_000
_MOST_BYTES = 200 * 1024 * 1024
_SEVERAL = {"GIF", "TIFF", "WEBP", "PNG"}  # not MPO: a phone's photo that brings its preview
_PHOTOS = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"}


@dataclass(frozen=True, slots=True)
class File:
    """A file ready to be kept."""

    name: str
    media_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Return the hash of the bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()


def is_long(path: Path) -> bool:
    """Tell whether a file is to be taken in piece by piece, as it is.

    Raises:
        AttachmentError: It is missing or unreadable.
    """
    try:
        long = path.stat().st_size > PIECE_BYTES
    except FileNotFoundError:
        raise AttachmentError(path, "missing") from None
    except OSError as error:
        raise AttachmentError(path, "unreadable") from error
    return long and (path.suffix.lower() not in _PHOTOS or _is_several(path))


def _is_several(source: Path | io.BytesIO) -> bool:
    """Tell whether a picture is several: it moves, or it is a scan of many pages."""
    from PIL import Image  # noqa: PLC0415 - as below

    try:
        with Image.open(source) as opened:
            return opened.format in _SEVERAL and bool(getattr(opened, "is_animated", False))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False  # whoever reads it in its turn says why


def is_photo(path: Path) -> bool:
    """Tell whether a file is a photo by its name: it is scaled as it is kept."""
    return path.suffix.lower() in _PHOTOS


def media_type(path: Path) -> str:
    """Return what kind of file this is, by its name."""
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def load(path: Path) -> File:
    """Read a file to attach; a photo comes back scaled, turned upright and without its EXIF.

    A picture that moves, or a scan of many pages, stays as it is: scaling keeps only the first.

    Raises:
        AttachmentError: It is missing, unreadable, no picture after all, or too large for one
            piece.
    """
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise AttachmentError(path, "too_large", size, PIECE_BYTES)
        data = patiently(path.read_bytes)
    except FileNotFoundError:
        raise AttachmentError(path, "missing") from None
    except OSError as error:
        raise AttachmentError(path, "unreadable") from error
    if path.suffix.lower() in _PHOTOS and not _is_several(io.BytesIO(data)):
        return _photo(path, data)
    if len(data) > PIECE_BYTES:
        raise AttachmentError(path, "too_large", len(data), PIECE_BYTES)
    return File(path.name, media_type(path), data)


def _photo(path: Path, data: bytes) -> File:
    from PIL import Image, ImageOps  # noqa: PLC0415 - 60 ms, only when a photo is added

    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise AttachmentError(path, "too_large", len(data), PIECE_BYTES)
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
            clear = "A" in upright.getbands() or upright.mode == "P"
            kind = "PNG" if clear else "JPEG"
            picture = upright.convert("RGBA" if clear else "RGB")
            out = io.BytesIO()
            picture.save(out, kind, quality=_QUALITY, optimize=True)  # without exif=: none is kept
    except AttachmentError:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise AttachmentError(path, "no_picture") from error
    suffix = ".png" if kind == "PNG" else ".jpg"
    if len(out.getvalue()) > PIECE_BYTES:
        raise AttachmentError(path, "too_large", len(out.getvalue()), PIECE_BYTES)
    return File(path.stem + suffix, f"image/{kind.lower()}", out.getvalue())
