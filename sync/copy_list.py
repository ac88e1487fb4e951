"""The list of readable copies at a place: which files are ours, so that no other is replaced.

It lies beside them and is as little believed as anything else there: it names files below their
folder only, and a file is taken for a copy only while its bytes are those that the list says.
"""

import msgspec

from sync.carriers.carrier import Carrier
from sync.errors import SkippedFileError
from sync.limits import MIB
from sync.safe_names import safe_name

NAME = ".lianke-copies"
LIST_BYTES = 8 * MIB
_DEEP = 3  # folders and a name


class Said(msgspec.Struct, frozen=True):
    """What the list says of one copy.

    Attributes:
        path: Where it lies, below the readable folder.
        stamp: What it was made of.
        size_bytes: How long it is.
        hashes: SHA-256 of its bytes in hexadecimal; two while one takes the place of another.
    """

    path: str
    stamp: str
    size_bytes: int
    hashes: tuple[str, ...]


_DECODER = msgspec.json.Decoder(dict[str, Said])


def read_list(data: bytes) -> dict[str, Said]:
    """Return what a list says, by the key of each copy; nothing for bytes that are no list."""
    try:
        found = _DECODER.decode(data) if len(data) <= LIST_BYTES else {}
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return {}
    return {key: said for key, said in found.items() if _leads_inside(said.path)}


def _leads_inside(path: str) -> bool:
    parts = path.split("/")
    return len(parts) <= _DEEP and all(part and safe_name(part) == part for part in parts)


class CopyList:
    """The list at one place.

    Args:
        carrier: The place.
        folder: The readable folder there.
    """

    def __init__(self, carrier: Carrier, folder: str) -> None:
        self._carrier, self._path = carrier, f"{folder}/{NAME}"
        try:
            self._said = read_list(carrier.read(self._path, 0, LIST_BYTES + 1))
        except SkippedFileError:
            self._said = {}
        self._is_news = False

    def of(self, key: str) -> Said | None:
        """Return what it says of a copy."""
        return self._said.get(key)

    def note(self, key: str, said: Said) -> None:
        """Let it say something of a copy, once it is saved."""
        if self._said.get(key) != said:
            self._said[key] = said
            self._is_news = True

    def save(self) -> None:
        """Write it, if it says anything new.

        Raises:
            PlaceError: The place does not take it.
        """
        if self._is_news:
            data = msgspec.json.encode(self._said)
            self._carrier.put_new(self._path, lambda: [data])
            self._is_news = False
