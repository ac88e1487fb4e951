"""What the first change of a record comes to: a pure function of its bytes.

Nearly all that a newcomer's laptop takes in are such changes. Reading one needs no store, so that
a process on another core can do it ahead (``db.ahead``); this module imports little, for that
process starts in the middle of an exchange.
"""

import gc
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import IO

import msgspec
from loro import LoroDoc

from db import plain
from db.changes import OPERATIONS
from db.documents import Document, may_nest
from db.errors import MalformedChangeError
from db.operations import check_lawful, first_writes, guarded, read_written
from db.values import DELETED_AT, Value

_LENGTH = 4
ENCODER = msgspec.msgpack.Encoder()


class Asked(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A change to read.

    Attributes:
        update: The Loro blob.
        peer: Whose operations it may bring.
        texts: The texts of its kind.
    """

    update: bytes
    peer: int
    texts: tuple[str, ...]


class First(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What a record is after its one change.

    Attributes:
        version: Encoded frontiers.
        values: What stands in the map and in the kind's texts, unchecked.
        message: What all its commits say.
    """

    version: bytes
    values: dict[str, Value]
    message: str


_ASKED = msgspec.msgpack.Decoder(list[Asked])


def read_first(asked: Asked) -> First | None:
    """Return what a record's first change comes to, or None when it is not as simple."""
    if plain.is_plain(asked.update):
        return _read_plain(asked)
    if may_nest(asked.update):
        return None
    doc = LoroDoc()
    doc.detach()  # working out what operations come to takes as long as importing them
    try:
        with guarded("undecodable"):
            came = doc.import_(asked.update)
            brought = came.success.inner()
        span = brought.get(asked.peer, (0, OPERATIONS + 1))
        if came.pending is not None or len(brought) > 1 or span[1] > OPERATIONS:
            return None
        written = read_written(doc, asked.peer, span)
        found = first_writes(written, span[1])
        if found is None:
            check_lawful(written)
            whole = Document.load(asked.update)
            values = whole.values()
            found = {name: values[name] for name in sorted(values)}, whole.texts(asked.texts)
    except MalformedChangeError:
        return None
    fields, texts = found
    message = written[0].msg if written else None
    if message is None or DELETED_AT in fields or any(one.msg != message for one in written):
        return None
    for name in asked.texts:
        if name in fields:
            return None
        if name in texts:
            fields[name] = texts[name]
    return First(doc.oplog_frontiers.encode(), fields, message)


def _read_plain(asked: Asked) -> First | None:
    try:
        said = plain.read(asked.update)
    except MalformedChangeError:
        return None
    if said.peer != asked.peer or said.end > OPERATIONS or DELETED_AT in said.fields:
        return None
    values = said.values(asked.texts)
    return None if values is None else First(said.version, values, said.message)


def read_all(asked: Sequence[Asked]) -> list[First | None]:
    """Read several changes."""
    return [read_first(one) for one in asked]


def serve() -> None:
    """Read changes from standard input until it ends: what the process does."""
    gc.disable()  # what is read is many objects and no cycles; looking for some took a fifth
    source, out = sys.stdin.buffer, sys.stdout.buffer
    write_frame(out, b"")
    with suppress(EOFError, OSError):
        while True:
            write_frame(out, ENCODER.encode(read_all(_ASKED.decode(read_frame(source)))))


def write_frame(pipe: IO[bytes] | None, data: bytes) -> None:
    """Write some bytes with their length before them."""
    if pipe is None:
        raise EOFError
    pipe.write(len(data).to_bytes(_LENGTH, "big") + data)
    pipe.flush()


def read_frame(pipe: IO[bytes] | None) -> bytes:
    """Read what ``write_frame`` wrote.

    Raises:
        EOFError: The other side is gone.
    """
    if pipe is None:
        raise EOFError
    length = int.from_bytes(_exactly(pipe, _LENGTH), "big")
    return _exactly(pipe, length)


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data
