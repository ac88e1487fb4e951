"""Positions of ordered parts: strings between any two of which there is always another."""

import secrets

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)
_CHANCE = 3  # digits, so that two laptops that insert at one place do not collide


def between(before: str | None, after: str | None) -> str:
    """Return a position behind one part and before another.

    Args:
        before: Position of the part above; None at the top.
        after: Position of the part below; None at the end.
    """
    middle = _middle(before or "", after)
    return middle + "".join(secrets.choice(_DIGITS) for _ in range(_CHANCE))


def spread(count: int) -> list[str]:
    """Return positions for so many parts at once, in order and with room between them."""
    width = 2
    while _BASE**width < 2 * (count + 1):
        width += 1
    step = _BASE**width // (count + 1)
    return [_written(step * (n + 1), width) for n in range(count)]


def _written(number: int, width: int) -> str:
    digits = ""
    for _ in range(width):
        number, digit = divmod(number, _BASE)
        digits = _DIGITS[digit] + digits
    return digits


def _middle(low: str, high: str | None) -> str:
    """Return a string strictly between two, as short as it goes."""
    out = ""
    at = 0
    while True:
        floor = _DIGITS.index(low[at]) if at < len(low) and low[at] in _DIGITS else 0
        ceiling = _BASE
        if high is not None:
            ceiling = _DIGITS.index(high[at]) if at < len(high) and high[at] in _DIGITS else _BASE
        if ceiling - floor > 1:
            return out + _DIGITS[(floor + ceiling) // 2]
        out += _DIGITS[floor]
        if ceiling > floor:
            high = None  # below the next digit anything goes
        at += 1
