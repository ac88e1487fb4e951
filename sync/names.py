"""Ids and file names as text: made, read back strictly, and made safe to show."""

import base64
import binascii
import hashlib
import re
import unicodedata
from dataclasses import dataclass

from sync.limits import NAME_CHARACTERS, PACKED, SEQ, SNAPSHOT_PARTS

_BASE32 = re.compile(r"[a-z2-7]+")
_ID = re.compile(r"[a-z2-7]{25}[aeimquy4]")  # the last letter holds three bits
_SHORT_ID = re.compile(r"[a-z2-7]{12}[acegikmoqsuwy246]")  # here four
_TIP = re.compile(r"([a-z2-7]{13})-([0-9]{8})-([a-z2-7]{26})\.tip")
_SEGMENT = re.compile(r"([0-9]{8})-([a-z2-7]{26})\.seg(\.bad)?")
_SEGMENTS = re.compile(r"([0-9]{8})-([0-9]{8})-([a-z2-7]{26})\.p[1-9]")
_MEMBERSHIP = re.compile(r"([a-z2-7]{26})\.mem(\.bad)?")
_PACK = re.compile(r"([a-z2-7]{26})\.bpk(\.bad)?")
_INVENTORY = re.compile(r"([a-z2-7]{26})\.inv(\.bad)?")
_MANIFEST = re.compile(r"([a-z2-7]{26})\.man(\.bad)?")
_PART = re.compile(r"([a-z2-7]{26})\.([0-9]{3})\.part")


def text_of(data: bytes) -> str:
    """Return bytes as an id: lower-case base32 without padding."""
    return base64.b32encode(data).decode().rstrip("=").lower()


def bytes_of(text: str) -> bytes | None:
    """Return the bytes of an id, or None when it is not written the one right way."""
    if not _BASE32.fullmatch(text):
        return None
    try:
        data = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except binascii.Error:
        return None
    return data if text_of(data) == text else None


def is_id(text: str) -> bool:
    """Tell whether this is a hash id: 26 characters, 128 bits."""
    return _ID.fullmatch(text) is not None


def is_short_id(text: str) -> bool:
    """Tell whether this is the id of an alliance or a replica: 13 characters, 64 bits."""
    return _SHORT_ID.fullmatch(text) is not None


def id_of(data: bytes) -> str:
    """Return the id of bytes: the first 128 bits of their SHA-256."""
    return text_of(hashlib.sha256(data).digest()[:16])


def short_id_of(data: bytes) -> str:
    """Return the first 64 bits of the SHA-256 of bytes as an id."""
    return text_of(hashlib.sha256(data).digest()[:8])


@dataclass(frozen=True, slots=True)
class LogName:
    """What the name of a segment or tip says.

    Attributes:
        replica: Whose log.
        seq: Its number there; may repeat after a clone.
        id: The segment's id.
    """

    replica: str
    seq: int
    id: str


@dataclass(frozen=True, slots=True)
class SegmentPackName:
    """What the name of a pack of segments says.

    Attributes:
        replica: Whose log.
        low: Number of the first segment in it; the last one's follows from the level.
        level: 1 for 16 segments, 2 for 16 such packs.
        id: The pack's id.
    """

    replica: str
    low: int
    level: int
    id: str

    @property
    def high(self) -> int:
        """Number of the last segment in it."""
        return self.low + int(PACKED**self.level) - 1


def segment_path(name: LogName) -> str:
    """Return where a segment lies in a depot."""
    return f"s/{name.replica}/{name.seq:08}-{name.id}.seg"


def tip_path(name: LogName) -> str:
    """Return where the tip of a log lies in a depot."""
    return f"t/{name.replica}-{name.seq:08}-{name.id}.tip"


def membership_path(id: str) -> str:
    """Return where a membership file lies in a depot."""
    return f"m/{id}.mem"


def pack_path(id: str) -> str:
    """Return where a pack of pieces lies in a depot."""
    return f"b/{id[:2]}/{id}.bpk"


def segment_pack_path(name: SegmentPackName) -> str:
    """Return where a pack of segments lies in a depot."""
    return f"s/{name.replica}/{name.low:08}-{name.high:08}-{name.id}.p{name.level}"


def inventory_path(id: str) -> str:
    """Return where a list of the packs of pieces lies in a depot."""
    return f"b/{id}.inv"


def part_path(id: str, number: int) -> str:
    """Return where a part of a snapshot lies in a depot."""
    return f"n/{id}.{number:03}.part"


def manifest_path(id: str) -> str:
    """Return where the manifest of a snapshot lies in a depot."""
    return f"n/{id}.man"


def read_segment_name(replica: str, name: str) -> tuple[LogName, bool] | None:
    """Return what a file name in a replica's folder says, and whether the file was set aside."""
    found = _SEGMENT.fullmatch(name)
    if found is None or not 1 <= int(found[1]) <= SEQ or not is_id(found[2]):
        return None
    return LogName(replica, int(found[1]), found[2]), found[3] is not None


def read_tip_name(name: str) -> LogName | None:
    """Return what the name of a tip says."""
    found = _TIP.fullmatch(name)
    if found is None or not 1 <= int(found[2]) <= SEQ:
        return None
    if not is_short_id(found[1]) or not is_id(found[3]):
        return None
    return LogName(found[1], int(found[2]), found[3])


def read_membership_name(name: str) -> tuple[str, bool] | None:
    """Return the id in the name of a membership file, and whether the file was set aside."""
    found = _MEMBERSHIP.fullmatch(name)
    return (found[1], found[2] is not None) if found and is_id(found[1]) else None


def read_pack_name(folder: str, name: str) -> tuple[str, bool] | None:
    """Return the id in the name of a pack, and whether the file was set aside."""
    found = _PACK.fullmatch(name)
    if found is None or not is_id(found[1]) or found[1][:2] != folder:
        return None
    return found[1], found[2] is not None


def is_segment_pack(name: str) -> bool:
    """Tell whether this is a pack of segments, also of a level that only newer programs make."""
    return _SEGMENTS.fullmatch(name) is not None


def read_segment_pack_name(replica: str, name: str) -> tuple[SegmentPackName, bool] | None:
    """Return what the name of a pack in a replica's folder says, and whether it was set aside."""
    bare = name.removesuffix(".bad")
    found = _SEGMENTS.fullmatch(bare)
    if found is None or bare[-1] not in "12" or not is_id(found[3]):
        return None
    said = SegmentPackName(replica, int(found[1]), int(bare[-1]), found[3])
    right = said.high == int(found[2]) <= SEQ and (said.low - 1) % PACKED**said.level == 0
    return (said, name != bare) if said.low >= 1 and right else None


def read_inventory_name(name: str) -> tuple[str, bool] | None:
    """Return the id in the name of a list of packs, and whether the file was set aside."""
    found = _INVENTORY.fullmatch(name)
    return (found[1], found[2] is not None) if found and is_id(found[1]) else None


def read_manifest_name(name: str) -> tuple[str, bool] | None:
    """Return the id in the name of a snapshot's manifest, and whether the file was set aside."""
    found = _MANIFEST.fullmatch(name)
    return (found[1], found[2] is not None) if found and is_id(found[1]) else None


def read_part_name(name: str) -> tuple[str, int] | None:
    """Return a snapshot's id and the number of a part of it."""
    found = _PART.fullmatch(name)
    if found is None or not is_id(found[1]) or int(found[2]) >= SNAPSHOT_PARTS:
        return None
    return found[1], int(found[2])


def shown(name: str, most: int = NAME_CHARACTERS) -> str:
    """Return a name from elsewhere without control and bidi characters, cut, for people."""
    kept = "".join(
        c if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} else "\ufffd"
        for c in name
    )
    return kept if len(kept) <= most else kept[: most - 1] + "…"
