"""How much one text may hold; no Qt."""

from db.record import LONGEST_TEXT


def too_long(words: str, before: int = 0) -> bool:
    """Tell whether words are more than one field takes, with the signs already in it."""
    return len(words) + before > LONGEST_TEXT
