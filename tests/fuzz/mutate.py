"""Bytes made wrong: as cables do, as a broken disk does, and as somebody would who knows how."""

import random
from collections.abc import Callable
from typing import Any

import msgspec

_ODD: list[Any] = [
    None, True, 0, -1, 1, 2**31, 2**63 - 1, -(2**63), 2**64 - 1, 0.5, float("nan"), float("inf"),
    "", "a", "a" * 13, "a" * 26, "\0", "\ud7ff", "💥" * 50, "x" * 70_000, b"", b"\0" * 16,
    b"\xff" * 32, b"\0" * 5000, [], [[]], {}, {"": None}, [0] * 3000, ["a" * 26] * 300,
]  # fmt: skip
_DEEP = 3000


def bytes_of(data: bytes, dice: random.Random) -> bytes:
    """Return bytes with some bits, pieces or lengths wrong."""
    out = bytearray(data)
    for _ in range(dice.choice((1, 1, 1, 2, 5))):
        at = dice.randrange(len(out) + 1)
        match dice.randrange(7):
            case 0 if out:
                out[at % len(out)] ^= 1 << dice.randrange(8)
            case 1 if out:
                out[at % len(out)] = dice.choice((0, 1, 0x7F, 0x80, 0xDD, 0xDF, 0xFF))
            case 2:
                del out[at:]
            case 3:
                del out[at : at + dice.randrange(1, 40)]
            case 4:
                out[at:at] = dice.randbytes(dice.randrange(1, 40))
            case 5:
                out[at:at] = out[at : at + dice.randrange(1, 200)]
            case _:
                out[at : at + 4] = dice.choice((0, 1, 2**16, 2**31, 2**32 - 1)).to_bytes(4, "big")
    return bytes(out)


def message(packed: bytes, dice: random.Random) -> bytes:
    """Return a MessagePack value with some of its parts replaced, doubled or left out."""
    if dice.random() < 0.25:
        return bytes_of(packed, dice)
    if dice.random() < 0.05:
        return b"\x91" * _DEEP + packed
    value = msgspec.msgpack.decode(packed)
    for _ in range(dice.choice((1, 1, 2, 4))):
        value = _node(value, dice)
    return msgspec.msgpack.encode(value)


def _node(value: Any, dice: random.Random) -> Any:
    if isinstance(value, list) and value and dice.random() < 0.9:
        at, out = dice.randrange(len(value)), list(value)
        match dice.randrange(8):
            case 0:
                del out[at]
            case 1:
                out.insert(at, dice.choice(_ODD))
            case 2:
                out[at:at] = [out[at]] * dice.choice((1, 2, 400))
            case 3:
                out.append(dice.choice(_ODD))
            case _:
                out[at] = _node(out[at], dice)
        return out
    if isinstance(value, bytes) and value and dice.random() < 0.5:
        return bytes_of(value, dice)
    if isinstance(value, int) and not isinstance(value, bool) and dice.random() < 0.5:
        return max(-(2**63), min(2**64 - 1, value + dice.choice((-1, 1, 255, -value * 2))))
    return dice.choice(_ODD)


def framed(data: bytes, dice: random.Random) -> bytes:
    """Return a file of magic, length, MessagePack and body with one of the four wrong."""
    length = int.from_bytes(data[4:8], "big")
    if dice.random() < 0.4 or len(data) < 8 + length:
        return bytes_of(data, dice)
    header = message(data[8 : 8 + length], dice)
    return data[:4] + len(header).to_bytes(4, "big") + header + data[8 + length :]


def after(magic: int) -> Callable[[bytes, random.Random], bytes]:
    """Return what makes the MessagePack behind a magic wrong."""
    return lambda data, dice: data[:magic] + message(data[magic:], dice)


def loro(blob: bytes, dice: random.Random) -> bytes:
    """Return a Loro blob with wrong contents under a right checksum."""
    body = bytes_of(blob[20:], dice)
    return blob[:16] + xxh32(body, 0x4F524F4C).to_bytes(4, "little") + body


def xxh32(data: bytes, seed: int) -> int:
    """Return the checksum that Loro puts before its blobs."""
    p1, p2, p3, p4, p5 = 2654435761, 2246822519, 3266489917, 668265263, 374761393
    mask, at = 0xFFFFFFFF, 0

    def rotated(x: int, by: int) -> int:
        x &= mask
        return (x << by | x >> 32 - by) & mask

    def word(place: int) -> int:
        return int.from_bytes(data[place : place + 4], "little")

    if len(data) >= 16:
        lanes = [seed + p1 + p2, seed + p2, seed, seed - p1]
        while at + 16 <= len(data):
            lanes = [rotated(v + word(at + 4 * n) * p2, 13) * p1 for n, v in enumerate(lanes)]
            at += 16
        found = sum(rotated(v, by) for v, by in zip(lanes, (1, 7, 12, 18), strict=True))
    else:
        found = seed + p5
    found += len(data)
    while at + 4 <= len(data):
        found = rotated(found + word(at) * p3, 17) * p4
        at += 4
    while at < len(data):
        found = rotated(found + data[at] * p5, 11) * p1
        at += 1
    found &= mask
    found = ((found ^ found >> 15) * p2) & mask
    found = ((found ^ found >> 13) * p3) & mask
    return found ^ found >> 16
