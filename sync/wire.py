"""MessagePack from elsewhere: decoded strictly, and every way to fail is one error."""

from typing import TypeVar

import msgspec

from sync.errors import MalformedError

T = TypeVar("T")

encode = msgspec.msgpack.Encoder().encode


def decode(decoder: msgspec.msgpack.Decoder[T], data: bytes, what: str) -> T:
    """Decode foreign bytes.

    Args:
        decoder: Of the type that is expected.
        data: The bytes; nothing may follow the value.
        what: For the log.

    Raises:
        MalformedError: The bytes are something else, or nested too deeply.
    """
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, OverflowError) as error:
        raise MalformedError(f"{what}: {error}") from error
