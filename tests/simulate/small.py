"""Smaller bounds, so that short histories meet packs, snapshots and files of several pieces.

What is made of them holds to the format in everything but these numbers.
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import NamedTuple

from db import keeping_many, piece_lists
from sync import (
    limits,
    names,
    packed,
    pieces_out,
    segment_packs,
    snapshot_files,
    snapshot_making,
    snapshots,
    tidying,
)

READ_IN_BEFORE = (keeping_many,)
"""Modules that must not be read in for the first time while bounds are small."""

PIECE = 1000
_TAG = 16
_PACKED = 2
_PART = 4096

_BOUNDS: dict[str, tuple[int, tuple[ModuleType, ...]]] = {
    "PACKED": (_PACKED, (limits, names, packed, segment_packs, tidying)),
    "LEAST_BYTES": (segment_packs.PREFIX_BYTES + _PACKED * 28, (segment_packs,)),
    "SNAPSHOT_AT": (4, (limits, snapshot_making)),
    "SNAPSHOT_PART_BYTES": (_PART, (limits, snapshot_files, snapshot_making, snapshots)),
    "WORTH": (2, (snapshots,)),
    "INLINE": (2, (piece_lists,)),
    "_LONG_GOAL_BYTES": (3 * (PIECE + _TAG), (pieces_out,)),
}
_PIECES = {4 * limits.MIB: PIECE, limits.PIECE_BYTES: PIECE + _TAG}
"""By what it is otherwise: a plain piece, and a sealed one. Every module that knows it must."""


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


def _large(_path: object) -> _Usage:
    return _Usage(2**40, 0, 2**40)


@contextmanager
def small_bounds() -> Iterator[None]:
    """Let the program's bounds be small for a while, and every disk be large."""
    bounds = [(module, name, n) for name, (n, some) in _BOUNDS.items() for module in some]
    bounds += [
        (module, "PIECE_BYTES", _PIECES[module.PIECE_BYTES])
        for name, module in list(sys.modules.items())
        if name.startswith(("db.", "sync.")) and hasattr(module, "PIECE_BYTES")
    ]
    before = [(module, name, getattr(module, name)) for module, name, _ in bounds]
    usage = shutil.disk_usage
    for module, name, number in bounds:
        setattr(module, name, number)
    shutil.disk_usage = _large  # type: ignore[assignment]
    try:
        yield
    finally:
        shutil.disk_usage = usage
        for module, name, number in before:
            setattr(module, name, number)
