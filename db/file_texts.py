"""What can be read in a file of anybody without opening it: its first words, macros, a password."""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from db import office_files, pdfs
from db.file_names import ending

CHARACTERS = 6000
"""How much of its text a material's record keeps."""

_OFFICE = {
    ".docx", ".docm", ".dotx", ".dotm", ".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm",
    ".xlsx", ".xlsm", ".xltx", ".xltm",
}  # fmt: skip
_OLD_OFFICE = {".doc", ".dot", ".ppt", ".pps", ".pot", ".xls", ".xlt", ".wps", ".dps", ".et"}
_PLAIN = {".txt", ".md", ".csv", ".srt"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_BYTES = 64 * 1024 * 1024
_VBA = "_VBA_PROJECT".encode("utf-16-le")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BLANK = re.compile(r"[ \t\f\v\u3000\xa0]+")
_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class FileText:
    """What a file tells.

    Attributes:
        words: The beginning of its text, empty where there is none or it cannot be read.
        macros: Whether it carries programs that its own program would run.
        locked: Whether it asks for a password.
    """

    words: str = ""
    macros: bool = False
    locked: bool = False


def read(name: str, source: Path | bytes, limit: int = CHARACTERS) -> FileText:
    """Return what a file tells; whatever is in it, this ends soon and raises nothing.

    Args:
        name: Its name: the ending tells how it is read.
        source: Where it lies, or its bytes.
        limit: How many characters are enough.
    """
    kind = ending(name)
    try:
        if kind in _OFFICE or kind in _OLD_OFFICE:
            found = _office(source, limit)
        elif kind == ".pdf":
            found = FileText(pdfs.text_of(source, limit))
        elif kind in _PLAIN:
            found = FileText(_plain(_head(source, limit * 4 + 4)))
        else:
            return FileText()
    except pdfs.LockedPdfError:
        return FileText(locked=True)
    except (pdfs.BadPdfError, OSError):
        return FileText()
    return FileText(tidy(found.words)[:limit], found.macros, found.locked)


def tidy(words: str) -> str:
    """Return words without what nobody sees, blanks and empty lines drawn together."""
    kept = "".join(
        c if c in "\n\t" or unicodedata.category(c)[0] != "C" else " "
        for c in words.replace("\r", "\n")
    )
    return _LINES.sub("\n", _BLANK.sub(" ", kept)).strip()


def _office(source: Path | bytes, limit: int) -> FileText:
    if _head(source, len(_OLE)) == _OLE:  # the old format, or the new one under a password
        data = _head(source, _OLE_BYTES)
        return FileText(macros=_VBA in data, locked=_ENCRYPTED in data)
    found = office_files.read(source, limit)
    return FileText(found.words, found.macros, found.locked)


def _head(source: Path | bytes, count: int) -> bytes:
    if isinstance(source, bytes):
        return source[:count]
    with source.open("rb") as file:
        return file.read(count)


def _plain(data: bytes) -> str:
    """Return text in any of the usual encodings; its last character may be cut."""
    encodings = ["utf-8-sig", "gb18030"]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            return codecs.getincrementaldecoder(encoding)().decode(data)
        except UnicodeDecodeError:
            continue
    return ""
