"""What a person chose about files: which come by themselves, and how much room they may take."""

import msgspec
from sqlalchemy.orm import Session

from db import local
from db.keeping import ROOM_BYTES
from sync.limits import MIB

_NAME = "material_rules"
LEAST_ROOM_BYTES = 64 * MIB
"""What every file leaves free on this laptop: the records need room, and a form must save."""

_PLACE_ROOM_BYTES = 32 * MIB
_SMALL_PLACE_BYTES = 256 * MIB


class Rules(msgspec.Struct, frozen=True):
    """What a person chose; new fields are appended with defaults.

    Attributes:
        take_long: Whether long files come by themselves, not only when somebody wishes for them.
        room_bytes: What long files leave free on this laptop.
        courier_bytes: How much may be carried here for others.
    """

    take_long: bool = False
    room_bytes: int = ROOM_BYTES
    courier_bytes: int = 2048 * MIB


def read(session: Session) -> Rules:
    """Return what was chosen; what cannot be read any more counts as not chosen."""
    words = local.read(session, _NAME)
    try:
        return msgspec.json.decode(words, type=Rules) if words else Rules()
    except msgspec.DecodeError:
        return Rules()


def write(session: Session, rules: Rules) -> None:
    """Keep what was chosen."""
    local.write(session, _NAME, msgspec.json.encode(rules).decode())


def room_at_place(free_bytes: int | None, total_bytes: int | None) -> int | None:
    """Return how many bytes files may take at a place, or None when nobody knows.

    32 MiB stay free for the changes that are still to come; on a stick of a few MiB there is
    nothing to spare, and it is simply full when it is full.
    """
    if free_bytes is None:
        return None
    if total_bytes is not None and total_bytes < _SMALL_PLACE_BYTES:
        return None
    return max(0, free_bytes - _PLACE_ROOM_BYTES)
