"""A Word file without the programs that came in it: what a school keeps must not run anything."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from db.plan_files.word_file import reading

_PROGRAM = re.compile(
    r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml|.*vbaProject\.bin\.rels|customizations\.xml)$", re.I
)
_LINK = re.compile(
    rb"<Relationship\b[^>]*(?:vbaProject|wordVbaData|keyMapCustomizations)[^>]*/>", re.I
)
_NAMED = re.compile(rb"<Override\b[^>]*(?:vbaData|vbaProject|customizations)[^>]*/>", re.I)
_WITH = re.compile(
    rb"application/vnd\.ms-word\.(?:document|template)\.macroEnabled\.main\+xml", re.I
)
_WITHOUT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def leave_macros_out(source: Path, target: Path) -> None:
    """Write a copy of a Word file, judged before, with all its parts but the programs.

    Raises:
        PlanFileError: One of its parts cannot be read, such as a damaged picture.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in _parts(source):
            if name == "[Content_Types].xml":
                data = _WITH.sub(_WITHOUT, _NAMED.sub(b"", data))
            elif name.endswith(".rels"):
                data = _LINK.sub(b"", data)
            made = zipfile.ZipInfo(name)  # without a time: the same file makes the same copy
            made.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(made, data)


def _parts(source: Path) -> Iterator[tuple[str, bytes]]:
    """Give name and bytes of all parts but the programs."""
    with reading(source), source.open("rb") as file, zipfile.ZipFile(file) as old:
        for part in old.infolist():
            if not _PROGRAM.search(part.filename):
                yield part.filename, old.read(part)
