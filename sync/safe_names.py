"""Names for files that people see, safe on FAT, exFAT and NTFS, whatever a record calls them."""

import unicodedata
from collections.abc import Iterator

MOST = 60
"""The most characters of a name; three folders of such names fit in what Windows bears."""

_FORBIDDEN = set('<>:"/\\|?*')
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # control, bidi, halves of characters
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{device}{number}" for device in ("com", "lpt") for number in "0123456789¹²³"
}


def safe_name(words: str, most: int = MOST) -> str:
    """Return a name that any of these file systems takes, near to the words; empty for nothing.

    It begins with neither a dot nor a tilde, which are for unfinished and hidden files.

    Args:
        words: What people call it.
        most: How many characters it may have; an ending such as ``.docx`` stays.
    """
    plain = unicodedata.normalize("NFC", words)
    kept = "".join(
        " " if c in _FORBIDDEN or unicodedata.category(c) in _UNSEEN else c for c in plain
    )
    name = " ".join(kept.split()).strip(" .~")
    stem, dot, ending = name.rpartition(".")
    if stem and dot and len(ending) <= 10:
        name = f"{_cut(stem, most - len(ending) - 1)}.{ending}"
    else:
        name = _cut(name, most)
    return f"_{name}" if name.split(".")[0].strip().casefold() in _DEVICES else name


def _is_unsafe(character: str) -> bool:
    return character in _FORBIDDEN or unicodedata.category(character) in _UNSEEN


def _cut(words: str, most: int) -> str:
    return words[: max(1, most)].rstrip(" .")


def numbered(name: str) -> Iterator[str]:
    """Give a name, then the same with (2), (3) … before its ending."""
    yield name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > 10:
        stem, dot, ending = name, "", ""
    for number in range(2, 1000):
        yield f"{stem} ({number}){dot}{ending}"


def same(name: str) -> str:
    """Return what two names share that one folder cannot hold both of."""
    return unicodedata.normalize("NFC", name).casefold()
