"""Office files of anybody (DOCX, PPTX, XLSX): text, macros, the small picture in them; bounded.

They are ZIP archives of XML. What each part unpacks to, how many parts there are and how deep they
nest is bounded before it is read; entities are never resolved and nothing is fetched.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PARTS = 10_000
"""How many parts an honest file has at most."""

_INDEX_BYTES = 8 * 1024 * 1024
_PART_BYTES = 16 * 1024 * 1024
_RATIO = 400  # beyond it no honest part of more than a megabyte is packed
_BLOCK = 64 * 1024
_SLIDES = 400
_END = b"PK\x05\x06"
_FAR_END = b"PK\x06\x07"
_SLIDE = re.compile(r"ppt/slides/slide(\d{1,6})\.xml")
_MACROS = re.compile(r".*vbaproject\.bin|xl/macrosheets/.*|.*/vbadata\.xml")
_SHEET = re.compile(r"xl/worksheets/sheet(\d{1,6})\.xml")
_BREAKS = {"p", "si", "is", "tr"}
_PICTURES = ("docprops/thumbnail.jpeg", "docprops/thumbnail.jpg", "docprops/thumbnail.png")

BROKEN = (
    zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, IndexError, EOFError,
    NotImplementedError, OverflowError, struct.error, RuntimeError, AttributeError,
)  # fmt: skip
"""What reading a broken archive raises: it follows from where zipfile stumbles."""


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """What an office file tells without being opened.

    Attributes:
        words: The beginning of its text.
        macros: Whether it carries programs.
        locked: Whether it asks for a password.
    """

    words: str = ""
    macros: bool = False
    locked: bool = False


def read(source: Path | bytes, limit: int) -> OfficeFile:
    """Return what an office file tells; of a broken one, what could be read until there."""
    found: list[str] = []
    macros = False
    try:
        with _archive(source) as archive:
            names = _names(archive)
            macros = _has_macros(archive, names)
            for part in _texts(names):
                if limit <= sum(map(len, found)):
                    break
                found += _words(archive, part, limit - sum(map(len, found)))
    except RuntimeError as error:
        return OfficeFile("".join(found)[:limit], macros, "password" in str(error))
    except BROKEN:
        pass
    return OfficeFile("".join(found)[:limit], macros)


def picture(source: Path | bytes) -> bytes | None:
    """Return the small picture that an office program put into its file, or None."""
    try:
        with _archive(source) as archive:
            names = _names(archive)
            part = next((names[name] for name in _PICTURES if name in names), None)
            return None if part is None else b"".join(_blocks(archive, part))
    except BROKEN:
        return None


def _archive(source: Path | bytes) -> zipfile.ZipFile:
    """Open an archive whose index is no larger than an honest one's.

    Raises:
        BadZipFile: It is none, or is too large.
    """
    file: IO[bytes] = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    try:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - 65_557))
        tail = file.read()
        at = tail.rfind(_END)
        if at < 0 or len(tail) < at + 22 or _FAR_END in tail[max(0, at - 20) : at]:
            raise zipfile.BadZipFile
        _count, index = struct.unpack_from("<HL", tail, at + 10)
        if index > _INDEX_BYTES:
            raise zipfile.BadZipFile
        return _Closing(file)
    except BaseException:
        file.close()
        raise


class _Closing(zipfile.ZipFile):
    """An archive that closes the file it was given."""

    def __init__(self, file: IO[bytes]) -> None:
        self._given = file
        super().__init__(file)

    def close(self) -> None:  # type: ignore[explicit-override]  # ZipFile's own is not typed so
        """Close both."""
        super().close()
        self._given.close()


def _names(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    parts = archive.infolist()
    if len(parts) > PARTS:
        raise zipfile.BadZipFile
    return {part.filename.replace("\\", "/").lower().lstrip("/"): part for part in parts}


def _has_macros(archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo]) -> bool:
    if any(_MACROS.fullmatch(name) for name in names):
        return True
    kinds = names.get("[content_types].xml")
    if kinds is None:
        return False
    told = b"".join(_blocks(archive, kinds)).lower()
    return b"vbaproject" in told or b"macroenabled" in told or b"macrosheet" in told


def _texts(names: dict[str, zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return the parts that hold the text, in the order in which one reads them."""
    first = [names[n] for n in ("word/document.xml", "xl/sharedstrings.xml") if n in names]
    pages = [
        (int(m[1]), names[n]) for n in names if (m := _SLIDE.fullmatch(n) or _SHEET.fullmatch(n))
    ]
    return first + [part for _number, part in sorted(pages, key=lambda page: page[0])[:_SLIDES]]


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Give the plain bytes of a part, up to a bound.

    Raises:
        BadZipFile: It is a bomb.
    """
    if part.file_size > _BLOCK * 16 and part.file_size > _RATIO * max(part.compress_size, 1):
        raise zipfile.BadZipFile
    left = _PART_BYTES
    with archive.open(part) as file:
        while left > 0 and (block := file.read(min(_BLOCK, left))):
            left -= len(block)
            yield block


def _words(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limit: int) -> list[str]:
    """Return the words in a part of XML, until it ends, breaks or is enough."""
    from lxml import etree

    parser = etree.XMLPullParser(
        events=("end",), resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    found: list[str] = []
    for block in _blocks(archive, part):
        broken = False
        try:
            parser.feed(block)
        except etree.XMLSyntaxError:
            broken = True
        for _event, element in parser.read_events():
            found += _said(element)
            element.clear(keep_tail=True)
        if broken or sum(map(len, found)) >= limit:
            break
    return found


def _said(element: object) -> list[str]:
    """Return what the end of an element adds to the text."""
    tag, text = getattr(element, "tag", ""), getattr(element, "text", None)
    name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
    if name == "t" and isinstance(text, str):
        return [text]
    if name in _BREAKS:
        return ["\n"]
    return [" "] if name in ("tab", "br", "tc") else []
