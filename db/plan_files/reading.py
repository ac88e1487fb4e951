"""A file that holds a lesson plan, read whole: a Word document, or a plain text with headings."""

import hashlib
import unicodedata
from pathlib import Path

from db.errors import ImportFileError, PlanFileError
from db.plan_files.blocks import Paragraph, Text
from db.plan_files.plan_file import PlanFile
from db.plan_files.sections import Sections
from db.plan_files.word_file import bytes_of, check_kind
from db.plan_files.word_text import SIGNS, read_word
from db.table_files import decode

SUFFIXES = (".docx", ".docm", ".txt")
"""What can be read."""


def read_plan(path: Path) -> PlanFile:
    """Read a plan; nothing is written, and what was not understood is told with its words.

    Raises:
        PlanFileError: The file cannot be used, with what is wrong with it.
    """
    data = bytes_of(path)
    check_kind(path, data)
    if data.startswith(b"PK"):
        text = read_word(path)
    elif path.suffix.lower() in (".docx", ".docm", ".doc", ".wps"):
        raise PlanFileError(path, "damaged")
    else:
        text = _plain(path, data)
    sections = Sections()
    sections.read(text.blocks)
    pieces = sections.pieces()
    columns, rows = sections.steps.table()
    if not pieces and not rows and not sections.title:
        raise PlanFileError(path, "empty")
    return PlanFile(
        path,
        hashlib.sha256(data).hexdigest(),
        sections.title or path.stem,
        pieces,
        columns,
        rows,
        sections.steps.grades,
        text.pictures,
        text.macros,
    )


def _plain(path: Path, data: bytes) -> Text:
    try:
        words = decode(path, data)
    except ImportFileError as error:
        raise PlanFileError(path, "not_a_plan") from error
    if len(words) > SIGNS:
        raise PlanFileError(path, "too_large", str(len(words)))
    said = unicodedata.normalize("NFC", words)
    return Text(tuple(Paragraph(line) for line in said.splitlines()))
