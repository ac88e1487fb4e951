"""Elements of a Word file, as python-docx has them."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def element(name: str, *children: Any, **attributes: str) -> Any:
    """Return an element with its attributes and children; names have their prefix, as `w:tc`."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(key), value)
    for child in children:
        made.append(child)
    return made
