"""A record written in one go, as what it says and not as operations.

Most records are written once and never again. Nothing can hide in such an update, and it is read
twenty times as fast. Operations are made of it once somebody writes on: the same on every laptop,
for they follow from what stands here. ``docs/format.md`` has the bytes.
"""

import math
import re
from collections.abc import Mapping

import msgspec
from loro import ID, Frontiers

from db.errors import MalformedChangeError
from db.values import CELLS, MARK, Value

MAGIC = b"LKP1"

_INTEGERS = 2**63
_SIGN = MARK[0]
_TEXT_NAME = re.compile(r"[a-z0-9_]{1,64}")  # a root container of Loro's must not be named freely


class Plain(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What one edit session wrote into an empty record; a later version may append to it.

    The operations are numbered from 0: one for each field, then one for each letter of each text,
    in the order in which they stand here.

    Attributes:
        peer: The session's Loro peer, of 63 bits.
        at: Seconds since 1970 by the laptop's clock: for display only.
        message: What the commit says: who wrote.
        fields: Values by name; none is empty.
        texts: Texts by name; none is empty.
    """

    peer: int
    at: int
    message: str
    fields: dict[str, Value]
    texts: dict[str, str]

    @property
    def end(self) -> int:
        """Return how many operations it stands for."""
        return len(self.fields) + sum(map(len, self.texts.values()))

    def encode(self) -> bytes:
        """Return the update, which is the document's body too."""
        return MAGIC + _ENCODER.encode(self)

    @property
    def version(self) -> bytes:
        """Return the encoded frontiers of the document it makes."""
        return bytes(Frontiers.from_id(ID(self.peer, self.end - 1)).encode())

    def deep(self) -> Mapping[str, object]:
        """Return the whole value of the document it makes, without empty containers."""
        return {CELLS: self.fields, **self.texts} if self.fields else dict(self.texts)

    def values(self, texts: tuple[str, ...]) -> dict[str, Value] | None:
        """Return fields and the named texts; None where a field is named as one of these."""
        values = {**self.fields}
        for name in texts:
            if name in values:
                return None
            if name in self.texts:
                values[name] = self.texts[name]
        return values


_TYPES = {str, int, bool, float}
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Plain)


def is_plain(update: bytes) -> bool:
    """Tell whether an update says that it is of this form."""
    return update[:4] == MAGIC


def of(
    peer: int, at: int, message: str, fields: Mapping[str, Value], texts: Mapping[str, str]
) -> Plain | None:
    """Return what a session writes into an empty record; None where it takes operations to say."""
    said = Plain(
        peer,
        at,
        message,
        {name: fields[name] for name in sorted(fields)},
        {name: texts[name] for name in sorted(texts)},
    )
    return said if _problem(said) is None else None


def read(update: bytes) -> Plain:
    """Return what a plain update says.

    Raises:
        MalformedChangeError: It cannot be read (``undecodable``), or says what no record's
            document may hold (``containers``).
    """
    try:
        said = _DECODER.decode(memoryview(update)[len(MAGIC) :])
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise MalformedChangeError("undecodable") from None
    problem = _problem(said)
    if problem is not None:
        raise MalformedChangeError(problem)
    return said


def _problem(said: Plain) -> str | None:
    if not (0 <= said.peer < _INTEGERS and 0 <= said.at < _INTEGERS):
        return "undecodable"
    return None if _is_lawful(said) else "containers"


def _is_lawful(said: Plain) -> bool:
    """Tell whether there is something, and nothing that no record's document may hold."""
    values = said.fields.values()
    if not _TYPES.issuperset(map(type, values)):
        return False
    for value in values:
        if type(value) is str:
            if value[:1] == _SIGN and value.startswith(MARK):
                return False
        elif type(value) is int:
            if not -_INTEGERS <= value < _INTEGERS:
                return False
        elif type(value) is float and not math.isfinite(value):
            return False
    for name, words in said.texts.items():
        if not words or name == CELLS or _TEXT_NAME.fullmatch(name) is None:
            return False
    return bool(said.fields or said.texts)
