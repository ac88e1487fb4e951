"""Who wrote which field knowing what: conflicts and deletions, a pure function of the document.

A field's heads are its writes that no other write knew. More than one head of different value is
a conflict, the same on every laptop whatever the order of arrival.
"""

from collections.abc import Mapping

import msgspec
from loro import ID, VersionVector

from db.documents import Document, Op
from db.operations import is_cell
from db.values import DELETED_AT as DELETED_AT
from db.values import Value

SETTLED = "settled."
_NOT_ASKED = (DELETED_AT, "position")
"""What has its own question, and what nobody could choose between: two places in one list."""


Heads = dict[str, dict[Op, Value]]


def advance(heads: Heads, document: Document, since: VersionVector) -> Heads:
    """Bring heads from a version up to the document's; causes are met before effects.

    Args:
        heads: Heads at ``since``; changed in place.
        document: The document, all of whose operations since then are looked at.
        since: An empty vector computes them from the beginning.
    """
    for change in document.changes_since(since):
        peer = change["peer"]
        seen: VersionVector | None = None  # of others, the whole of a change knew the same
        for op in change["ops"]:
            if not is_cell(op["container"]):
                continue
            standing = heads.setdefault(op["content"]["key"], {})
            for old in list(standing):
                if old[0] != peer:
                    if seen is None:
                        seen = document.known_to((peer, change["counter"]))
                    if not seen.includes_id(ID(*old)):
                        continue
                del standing[old]
            standing[peer, op["counter"]] = op["content"].get("value")  # a delete has none
    return heads


def heads_of(document: Document) -> Heads:
    """Return the heads of every field, from the whole history."""
    return advance({}, document, VersionVector())


def disputed(heads: Heads) -> list[str]:
    """Return the fields of which there are different versions, in order of name."""
    return sorted(
        name
        for name, standing in heads.items()
        if len(standing) > 1
        and name not in _NOT_ASKED
        and not name.startswith(SETTLED)
        and len({_told(value) for value in standing.values()}) > 1
    )


def is_deleted(document: Document, heads: Heads) -> bool:
    """Tell whether every operation was known to a deletion that still stands."""
    known = VersionVector()
    for op, value in heads.get(DELETED_AT, {}).items():
        if value is not None:
            known.merge(document.known_to(op))
    return known.includes_vv(document.doc.oplog_vv)


def deletion_of(heads: Heads) -> str | None:
    """Return the id of a deletion that stands, or None."""
    standing = [str(v) for v in heads.get(DELETED_AT, {}).values() if v is not None]
    return min(standing, default=None)


def pack(heads: Heads) -> bytes:
    """Return heads as bytes for the cache."""
    return msgspec.msgpack.encode(
        {name: [(p, c, v) for (p, c), v in standing.items()] for name, standing in heads.items()}
    )


def unpack(packed: bytes) -> Heads:
    """Return heads from the cache."""
    plain: Mapping[str, list[tuple[int, int, Value]]] = msgspec.msgpack.decode(packed)
    return {name: {(p, c): v for p, c, v in standing} for name, standing in plain.items()}


def _told(value: Value) -> str:
    return f"{type(value).__name__} {value}"
