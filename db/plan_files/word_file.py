"""DOCX files as bytes of strangers: what is in the archive is judged before it is unpacked."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.disk import patiently
from db.errors import PlanFileError

FILE_BYTES = 64 * 1024 * 1024
_XML_BYTES = 48 * 1024 * 1024
_PARTS = 5_000
_RATIO = 300  # beyond it no honest text is packed
_PLAIN_BYTES = 512 * 1024 * 1024
_LOCKED = 0x01 | 0x40  # flags of a part that asks for a password
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BODY = "word/document.xml"
_NUMBERS = "word/numbering.xml"


@dataclass(frozen=True, slots=True)
class WordParts:
    """The parts of a Word file that say something.

    Attributes:
        body: The root element of the document.
        numbering: That of its lists, or None.
        macros: Whether it brings programs.
    """

    body: Any
    numbering: Any
    macros: bool


def bytes_of(path: Path) -> bytes:
    """Return a file that is short enough to be a plan.

    Raises:
        PlanFileError: It is not there, cannot be read, is empty or too large.
    """
    try:
        if path.is_dir():
            raise PlanFileError(path, "not_a_plan")
        size = path.stat().st_size
        if size > FILE_BYTES:
            raise PlanFileError(path, "too_large", f"{size // 2**20} MB")
        data = patiently(path.read_bytes)
    except FileNotFoundError as error:
        raise PlanFileError(path, "missing") from error
    except OSError as error:
        raise PlanFileError(path, "unreadable") from error
    if not data.strip(b"\0 \r\n\t"):
        raise PlanFileError(path, "blank")
    return data


def check_kind(path: Path, data: bytes) -> None:
    """Refuse what is an older or a locked Word file under any name.

    Raises:
        PlanFileError: It is one.
    """
    if data.startswith(_OLE):
        raise PlanFileError(path, "password" if _ENCRYPTED in data else "old_word")
    if data.startswith(b"{\\rtf") or data.lstrip()[:5].lower() in (b"<html", b"<!doc", b"mime-"):
        raise PlanFileError(path, "old_word")
    if data.startswith(b"%PDF"):
        raise PlanFileError(path, "not_a_plan", "pdf")


def open_word(path: Path) -> WordParts:
    """Return the parts of a Word file, within bounds of size.

    Raises:
        PlanFileError: It is none, is damaged, locked, or larger than an honest one.
    """
    with reading(path), path.open("rb") as file, zipfile.ZipFile(file) as archive:
        parts = {part.filename: part for part in archive.infolist()}
        _judge(path, list(parts.values()), parts)
        body = _tree(path, archive.read(_BODY))
        numbering = _tree(path, archive.read(_NUMBERS)) if _NUMBERS in parts else None
    macros = any(name.lower().endswith("vbaproject.bin") for name in parts)
    return WordParts(body, numbering, macros)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Tell in one way what an archive that is being read can turn out to be.

    Raises:
        PlanFileError: It is damaged, packed in a way not known here, or cannot be read.
    """
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError) as error:
        raise PlanFileError(path, "damaged", type(error).__name__) from error
    except RuntimeError as error:  # what zipfile cannot unpack, once no part asks for a password
        raise PlanFileError(path, "packing", str(error)) from error
    except OSError as error:
        raise PlanFileError(path, "unreadable") from error


def _judge(path: Path, listed: list[zipfile.ZipInfo], named: dict[str, zipfile.ZipInfo]) -> None:
    """Refuse a bomb and a locked file before anything is unpacked.

    zipfile never gives more than is declared.
    """
    plain = sum(part.file_size for part in listed)
    packed = sum(part.compress_size for part in listed)
    bomb = plain > 2**20 and plain > _RATIO * max(packed, 1)
    if len(listed) > _PARTS or plain > _PLAIN_BYTES or bomb:
        raise PlanFileError(path, "too_large", f"{plain // 2**20} MB")
    if _BODY not in named:
        raise PlanFileError(path, "not_a_plan")
    for part in (named[name] for name in (_BODY, _NUMBERS) if name in named):
        if part.file_size > _XML_BYTES:
            raise PlanFileError(path, "too_large", f"{part.file_size // 2**20} MB")
        if part.flag_bits & _LOCKED:
            raise PlanFileError(path, "password")


def _tree(path: Path, data: bytes) -> Any:
    """Return the root of a part; one that defines entities is no Word file."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise PlanFileError(path, "damaged", "XML") from error
    if root.getroottree().docinfo.doctype:
        raise PlanFileError(path, "damaged", "DOCTYPE")
    return root
