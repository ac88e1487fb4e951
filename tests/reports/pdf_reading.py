"""What a printed PDF really holds, read by another program than the one that wrote it."""

from pathlib import Path
from typing import Any

from pypdf import PdfReader


def texts(path: Path) -> list[str]:
    """Return the text of each page, without spaces and line ends."""
    pages = PdfReader(path).pages
    return ["".join(page.extract_text().split()) for page in pages]


def fonts(path: Path) -> dict[str, bool]:
    """Return the name of every font on every page, and whether its letters are in the file."""
    found: dict[str, bool] = {}
    for page in PdfReader(path).pages:
        named: Any = page["/Resources"]["/Font"]  # type: ignore[index]
        for font in named.values():
            described = font.get_object()
            descriptor = described.get("/FontDescriptor", {})
            found[described["/BaseFont"]] = "/FontFile2" in descriptor
    return found


def size_of(path: Path, words: str) -> float:
    """Return in which size words stand on the first page that has them in one piece."""
    sizes: list[float] = []

    def visit(text: str, _cm: Any, _tm: Any, _font: Any, size: float) -> None:
        if words in text:
            sizes.append(size)

    for page in PdfReader(path).pages:
        page.extract_text(visitor_text=visit)
    return sizes[0]
