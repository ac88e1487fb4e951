"""PDF files of anybody: their text and their first page; one at a time, and bombs not at all.

PDFium may be called by one thread at a time, whichever file it reads. It gives a packed stream up
to a gigabyte, so the streams are measured before it sees them.
"""

import mmap
import re
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

PAGES = 40
"""How many pages are read for their text."""

LOCK = threading.RLock()
_STREAM = re.compile(rb"stream\r?\n")
_STREAMS = 20_000
_PLAIN_BYTES = 512 * 1024 * 1024  # of all streams
_ONE_BYTES = 64 * 1024 * 1024  # of one stream: a page, or the points of a picture
_BLOCK = 1024 * 1024
_LONGEST_BYTES = 300 * 1024 * 1024
_LAYERS = 3


class LockedPdfError(Exception):
    """A PDF asks for a password; caught in this package, no person ever sees it."""


class BadPdfError(Exception):
    """A PDF cannot be read, or must not be; caught in this package, no person ever sees it."""


@contextmanager
def opened(source: Path | bytes) -> Iterator[Any]:
    """Give an open PDF, alone: no other thread reads one meanwhile.

    Raises:
        LockedPdfError: It asks for a password.
        BadPdfError: It is broken, none at all, too long, or a bomb.
    """
    import pypdfium2 as pdfium

    with LOCK:
        if _is_bomb(source):
            raise BadPdfError
        try:
            document = pdfium.PdfDocument(source)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD:
                raise LockedPdfError from error
            raise BadPdfError from error
        try:
            yield document
        except pdfium.PdfiumError as error:
            raise BadPdfError from error
        finally:
            document.close()


_PASSWORD = 4  # FPDF_ERR_PASSWORD


def text_of(source: Path | bytes, limit: int) -> str:
    """Return the first characters of a PDF's text.

    Raises:
        LockedPdfError, BadPdfError: as they say.
    """
    found: list[str] = []
    left = limit
    with opened(source) as document:
        for number in range(min(len(document), PAGES)):
            if left <= 0:
                break
            page = document[number]
            text = page.get_textpage()
            words = text.get_text_range(0, min(text.count_chars(), left), errors="ignore")
            text.close()
            page.close()
            found.append(words)
            left -= len(words)
    return "\n".join(found)


def first_page(source: Path | bytes, width: int, height: int) -> "Image":
    """Return a picture of the first page that fits into a box of pixels.

    Raises:
        LockedPdfError, BadPdfError: as they say.
    """
    with opened(source) as document:
        if not len(document):
            raise BadPdfError
        page = document[0]
        wide, tall = page.get_size()
        if not (0 < wide < 1e5 and 0 < tall < 1e5):
            raise BadPdfError
        bitmap = page.render(scale=min(width / wide, height / tall), may_draw_forms=False)
        picture: Image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        page.close()
        return picture


def _is_bomb(source: Path | bytes) -> bool:
    """Tell whether a file's packed streams unpack to more than an honest one's do."""
    if isinstance(source, bytes):
        return _streams_burst(source)
    try:
        with source.open("rb") as file:
            if not 0 < source.stat().st_size <= _LONGEST_BYTES:
                return True
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _streams_burst(data)
    except (OSError, ValueError):
        return True


def _streams_burst(data: "bytes | mmap.mmap") -> bool:
    left = _PLAIN_BYTES
    for number, match in enumerate(_STREAM.finditer(data)):
        if number >= _STREAMS:
            return True
        start = match.end()
        head = data[start : start + 2]
        if not _is_packed(head):
            continue
        plain = _unpacked(data, start, _LAYERS)
        left -= plain
        if plain > _ONE_BYTES or left < 0:
            return True
    return False


def _is_packed(head: bytes) -> bool:
    """Tell whether bytes begin as zlib's do."""
    return len(head) == 2 and head[0] & 15 == 8 and (head[0] * 256 + head[1]) % 31 == 0


def _unpacked(data: "bytes | mmap.mmap", start: int, layers: int) -> int:
    """Return how many bytes a stream unpacks to, or more than is allowed once it is more.

    A stream may be packed more than once, each time to a thousandth.
    """
    engine, size, first = zlib.decompressobj(), 0, b""
    at = start
    try:
        while not engine.eof and size <= _ONE_BYTES:
            block = engine.unconsumed_tail or data[at : at + _BLOCK]
            if not engine.unconsumed_tail:
                at += len(block)
            if not block:
                break
            plain = engine.decompress(block, _BLOCK)
            first = first or plain
            size += len(plain)
    except zlib.error:
        pass
    if layers > 1 and _is_packed(first[:2]):
        size = max(size, _unpacked(first, 0, layers - 1))
    return size
