"""Which sittings of this process wrote just now, by a clock that nobody can set."""

import time
from collections.abc import Iterable

RECENT_S = 600.0
"""How long after its last write a sitting counts as open to a round that nobody asked for."""

_WROTE: dict[bytes, float] = {}  # by nonce: random, so that stores do not get in each other's way


def note(nonces: Iterable[bytes], now: float | None = None) -> None:
    """Remember that sittings write now.

    Args:
        nonces: Which.
        now: Seconds by the monotonic clock; None reads it.
    """
    moment = time.monotonic() if now is None else now
    for nonce in nonces:
        _WROTE[nonce] = moment


def recent(now: float | None = None) -> frozenset[bytes]:
    """Return the sittings that wrote lately, and forget the others.

    Args:
        now: Seconds by the monotonic clock; None reads it.
    """
    moment = time.monotonic() if now is None else now
    found = dict(_WROTE)
    kept = frozenset(nonce for nonce, at in found.items() if moment - at < RECENT_S)
    for nonce in found.keys() - kept:
        _WROTE.pop(nonce, None)
    return kept
