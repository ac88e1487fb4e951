"""Word files as schools make them, built for a test: tables by their words, merges by marks."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocumentType

Rows = Sequence[Sequence[str]]
UP, LEFT = "^", "<"
"""Words of a cell that is merged with the one above, or with the one to its left."""


def word_file(path: Path, *blocks: str | Rows) -> Path:
    """Write a Word file of paragraphs and tables; a paragraph between ** is bold."""
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            _paragraph(document, block)
        else:
            _table(document, block)
    document.save(str(path))
    return path


def _paragraph(document: DocumentType, words: str) -> None:
    bold = words.startswith("**")
    document.add_paragraph().add_run(words.strip("*")).bold = bold or None


def _table(document: DocumentType, rows: Rows) -> None:
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    for r, row in enumerate(rows):
        for c in range(len(table.columns)):
            words = row[c] if c < len(row) else LEFT
            cell = table.cell(r, c)
            if words == UP:
                table.cell(r - 1, c).merge(cell)
            elif words == LEFT:
                table.cell(r, c - 1).merge(cell)
            else:
                cell.text = words


def with_part(path: Path, name: str, data: bytes, *, keep: bool = True) -> Path:
    """Put a part into a Word file, or in the place of one."""
    stream = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name and keep:
                new.writestr(part, old.read(part))
        new.writestr(name, data)
    path.write_bytes(stream.getvalue())
    return path


def body_of(path: Path) -> bytes:
    """Return the XML of a document's body."""
    with zipfile.ZipFile(path) as archive:
        return archive.read("word/document.xml")


def nested(path: Path, deep: int) -> Path:
    """Write a Word file with tables in cells of tables."""
    document = Document()
    cell: Any = document
    for _ in range(deep):
        table = cell.add_table(1, 1)
        cell = table.cell(0, 0)
    cell.text = "里面"
    document.save(str(path))
    return path
