"""What a document is made of, whatever its format: paragraphs, and tables of cells."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph.

    Attributes:
        words: Its text, with the number of a list before it.
        strong: Whether all of it is bold or in a heading's style.
    """

    words: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        blocks: What stands in it.
        start: The first column of the table's grid it stands in.
        span: How many columns of the grid it takes.
        goes_on: Whether it is part of the cell above.
    """

    blocks: "tuple[Block, ...]"
    start: int
    span: int = 1
    goes_on: bool = False

    @property
    def words(self) -> str:
        """Return all that stands in it, line by line."""
        return "\n".join(one.words for one in flat(self.blocks) if one.words.strip()).strip()

    @property
    def end(self) -> int:
        """Return the first column behind it."""
        return self.start + self.span


@dataclass(frozen=True, slots=True)
class Table:
    """A table, row by row."""

    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Text:
    """A document.

    Attributes:
        pictures: How many pictures and drawn objects stand in it.
        macros: Whether it brings programs of its own, which nobody runs here.
    """

    blocks: tuple[Block, ...]
    pictures: int = 0
    macros: bool = False


def flat(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Give the paragraphs in their order, those in tables too; a row of a table is one."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
            continue
        for row in block.rows:
            words = "  ".join(cell.words for cell in row if cell.words)
            if words:
                yield Paragraph(words)
