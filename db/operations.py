"""What Loro says of a document's operations, and which of them a record's document may hold.

The only module that catches what Loro raises: plain ``BaseException`` objects.
"""

from collections.abc import Iterable, Sequence
from types import TracebackType

import msgspec
from loro import CounterSpan, IdSpan, LoroDoc

from db.errors import MalformedChangeError
from db.values import CELLS, MARK, Value

Span = tuple[int, int]

_MAP_ID = f"cid:root-{CELLS}:Map"
_ROOT = "cid:root-"
_INSERT, _DELETE = "insert", "delete"
_SIGN = MARK[0]


class guarded:  # noqa: N801 - reads as what it does; a generator would cost each change 5 µs
    """Turn what Loro raises into our own error; let the keyboard and the exit through."""

    __slots__ = ("_reason",)

    def __init__(self, reason: str = "panic") -> None:
        self._reason = reason

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, _kind: object, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if error is not None and not isinstance(error, _NOT_LOROS):
            raise MalformedChangeError(self._reason) from error


_NOT_LOROS = (KeyboardInterrupt, SystemExit, GeneratorExit, Exception)


class _Content(msgspec.Struct, gc=False):
    """What an operation does; hardly anything else decodes than a record's document may hold."""

    type: str  # as a Literal it would take half as long again to read
    key: str = ""
    value: Value = None
    pos: int = 0
    text: str = ""


class _Operation(msgspec.Struct, gc=False):
    container: str
    content: _Content
    counter: int = -1


class Written(msgspec.Struct):
    """Operations that one commit wrote, with its message."""

    msg: str | None
    ops: list[_Operation]


_WRITTEN = msgspec.json.Decoder(list[Written])


def read_written(doc: LoroDoc, peer: int, span: Span) -> list[Written]:
    """Return what one peer wrote in a span, not judged yet.

    Raises:
        MalformedChangeError: There are operations that no record's document may hold.
    """
    with guarded():
        found = doc.export_json_in_id_span(IdSpan(peer, CounterSpan(*span)))
    try:
        return _WRITTEN.decode(found)
    except (msgspec.MsgspecError, RecursionError):
        raise MalformedChangeError("containers") from None


def check_lawful(changes: Sequence[Written]) -> None:
    """Demand plain values in the map and letters in texts, and nothing else.

    Raises:
        MalformedChangeError: There is something else.
    """
    ops = [op for change in changes for op in change.ops]
    containers = {op.container for op in ops} - {_MAP_ID}
    if (
        {op.content.type for op in ops} - {_INSERT, _DELETE}
        or any(text_name(container) in ("", CELLS) for container in containers)
        or any(_names_container(op.content.value) for op in ops)
    ):
        raise MalformedChangeError("containers")


def _names_container(value: Value) -> bool:
    return type(value) is str and value[:1] == MARK[0] and value.startswith(MARK)


def first_writes(
    changes: Iterable[Written], end: int
) -> tuple[dict[str, Value], dict[str, str]] | None:
    """Return fields and texts of a document where each was written once, into nothing; else None.

    Then no operation stands on another, and Loro need not work out what they come to. They must
    be numbered without a gap: of a forged blob that is not so, the log may say what is not shown.
    What is returned is lawful.

    Args:
        changes: All operations of the document, not judged yet.
        end: How many operations it has.
    """
    fields: dict[str, Value] = {}
    texts: dict[str, str] = {}
    at = letters = 0
    for change in changes:
        for op in change.ops:
            content = op.content
            if op.counter != at or content.type != _INSERT:
                return None
            if op.container == _MAP_ID:
                value = content.value
                if value is None or (type(value) is str and value[:1] == _SIGN):
                    return None
                fields[content.key] = value
                at += 1
            else:
                name, words = text_name(op.container), content.text
                if name in ("", CELLS) or name in texts or content.pos != 0 or not words:
                    return None
                texts[name] = words
                letters += len(words)
                at += len(words)
    return (fields, texts) if at == end == letters + len(fields) else None


def is_cell(container: str) -> bool:
    """Tell whether an operation's container is the map of fields."""
    return container == _MAP_ID


def text_name(container: str) -> str:
    """Return the name of the root text an operation is on, or nothing."""
    if container.startswith(_ROOT) and container.endswith(":Text"):
        return container[len(_ROOT) : -len(":Text")]
    return ""
