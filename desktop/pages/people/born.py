"""When somebody was born, as people type it; no Qt here."""

import re
import unicodedata

_LATEST = 2100
_EARLIEST = 1900


def read_born(words: str) -> str | None:
    """Return YYYY-MM, or YYYY alone, from 1984-03, 1984.3, 198403, 1984年3月; else None."""
    plain = unicodedata.normalize("NFKC", words).strip()
    found = re.fullmatch(r"(\d{4})(\d{2})(?:\d{2})?", plain)
    found = found or re.fullmatch(r"(\d{4})(?:\s*[-./年]\s*(\d{1,2})?(?:\s*[-./月].*)?)?", plain)
    if found is None or not _EARLIEST <= int(found[1]) <= _LATEST:
        return None
    if found[2] is None:
        return found[1]
    month = int(found[2])
    return f"{found[1]}-{month:02}" if 1 <= month <= 12 else None
