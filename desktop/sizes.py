"""How large a file is, in words; no Qt."""

KIB = 1024


def size_words(size_bytes: int) -> str:
    """Return a size as people say it."""
    if size_bytes >= KIB**3:
        return f"{size_bytes / KIB**3:.1f} GB"
    if size_bytes >= 10 * KIB * KIB:
        return f"{size_bytes / KIB / KIB:.0f} MB"
    if size_bytes >= KIB * KIB:
        return f"{size_bytes / KIB / KIB:.1f} MB"
    return f"{max(1, round(size_bytes / KIB))} kB"
