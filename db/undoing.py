"""What stood in a record before some operations: a pure function of its document and of these.

Order is that of causes, never of clocks. A field goes back to the last value that somebody else,
or the same laptop before, gave it. A text goes back to what it would be without these operations,
where nobody has typed in it since he saw them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from loro import ID, VersionVector

from db.documents import Document, Op, signature
from db.heads import DELETED_AT, SETTLED, heads_of
from db.operations import Span, is_cell, text_name
from db.record import Value
from db.texts import disputed_texts

Spans = Mapping[int, Sequence[Span]]
"""Operations: for each peer, first counters and those behind the last."""


@dataclass(frozen=True, slots=True)
class Before:
    """What some operations did to a record that still stands.

    Attributes:
        born: Whether they made the record, and nobody else has written in it.
        others: Whether they made it, and somebody else has written in it.
        fields: By name the value now and before; ``deleted_at`` may be among them.
        texts: By name the words now and before.
        typed_since: Texts that others have typed in since they saw these operations.
        still_open: Texts of which there were two versions before, too.
    """

    born: bool = False
    others: bool = False
    fields: Mapping[str, tuple[Value, Value]] = field(default_factory=dict)
    texts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    typed_since: tuple[str, ...] = ()
    still_open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """One operation: where it is, how long, in which order, on what, and whether it is chosen."""

    at: Op
    end: int
    lamport: int
    key: str
    text: str
    value: Value
    chosen: bool


def look_back(document: Document, laptop: str, spans: Spans) -> Before:
    """Work out what stood before.

    Args:
        document: The record's document.
        laptop: Id of the laptop whose operations they are; another's are never taken for them.
        spans: Which operations.
    """
    pieces, ends = _read(document, laptop, spans)
    chosen = [piece for piece in pieces if piece.chosen]
    if not chosen:
        return Before()
    rest = [piece for piece in pieces if not piece.chosen]
    if not any(ends.get(piece.at[0], piece.end) > piece.at[1] for piece in rest):
        only_deletions = all(piece.key == DELETED_AT for piece in rest)
        return Before(born=only_deletions, others=not only_deletions)
    known = VersionVector.decode(document.doc.oplog_vv.encode())
    for peer, end in ends.items():
        known.set_end(ID(peer, end))
    past = document.at(known)
    texts, since = _texts(document, past, pieces, ends)
    return Before(
        fields=_fields(document, pieces),
        texts=texts,
        typed_since=since,
        still_open=disputed_texts(past, list(texts)),
    )


def _read(document: Document, laptop: str, spans: Spans) -> tuple[list[_Piece], dict[int, int]]:
    """Return all operations, and where each peer first wrote or knew a chosen one."""
    pieces: list[_Piece] = []
    ends: dict[int, int] = {}
    for change in document.changes_since(VersionVector()):
        peer: int = change["peer"]
        own = spans.get(peer, ()) if signature(change["msg"])[1] == laptop else ()
        if peer not in ends and _knows(document, (peer, change["counter"]), spans):
            ends[peer] = change["counter"]
        for op in change["ops"]:
            piece = _piece(change, op, own)
            if piece.chosen:
                first = max(piece.at[1], min(s for s, e in own if e > piece.at[1]))
                ends[peer] = min(ends.get(peer, first), first)
            pieces.append(piece)
    return pieces, ends


def _knows(document: Document, op: Op, spans: Spans) -> bool:
    """Tell whether the author of an operation had seen one of another peer's that is chosen."""
    seen = document.known_to(op)
    return any(
        peer != op[0] and seen.includes_id(ID(peer, start))
        for peer, some in spans.items()
        for start, _ in some
    )


def _piece(change: dict[str, Any], op: dict[str, Any], own: Sequence[Span]) -> _Piece:
    content, counter = op["content"], op["counter"]
    length = 1
    if "text" in content:
        length = len(content["text"])
    elif "len" in content:
        length = abs(int(content["len"]))
    cell = is_cell(op["container"])
    return _Piece(
        (change["peer"], counter),
        counter + length,
        change["lamport"] + counter - change["counter"],
        content.get("key", "") if cell else "",
        "" if cell else text_name(op["container"]),
        content.get("value"),
        any(start < counter + length and counter < end for start, end in own),
    )


def _fields(document: Document, pieces: Sequence[_Piece]) -> dict[str, tuple[Value, Value]]:
    chosen = {piece.at for piece in pieces if piece.chosen}
    found: dict[str, tuple[Value, Value]] = {}
    for name, standing in heads_of(document).items():
        if name.startswith(SETTLED) or not chosen & standing.keys():
            continue
        rest = [p for p in pieces if p.key == name and not p.chosen]
        before = max(rest, key=lambda p: (p.lamport, p.at[0])).value if rest else None
        if any(_told(value) != _told(before) for value in standing.values()):
            found[name] = (document.values().get(name), before)
    return found


def _texts(
    document: Document, past: Document, pieces: Sequence[_Piece], ends: Mapping[int, int]
) -> tuple[dict[str, tuple[str, str]], tuple[str, ...]]:
    changed = sorted({piece.text for piece in pieces if piece.chosen and piece.text})
    found: dict[str, tuple[str, str]] = {}
    since = []
    for name in changed:
        now = document.texts([name]).get(name, "")
        before = past.texts([name]).get(name, "")
        typed = any(
            piece.text == name and not piece.chosen and piece.end > ends.get(piece.at[0], piece.end)
            for piece in pieces
        )
        if typed:
            since.append(name)
        elif now != before:
            found[name] = (now, before)
    return found, tuple(since)


def _told(value: Value) -> str:
    return f"{type(value).__name__} {value}"
