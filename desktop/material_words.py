"""Words for files that found no room in an exchange; for window and command line."""

from collections.abc import Sequence

from desktop.labels import listed
from desktop.words import _
from sync.result import RoundResult

_NAMED = 3


def room_lines(result: RoundResult) -> list[str]:
    """Return what to say of files that found no room: at the place, and on this computer."""
    lines = []
    if result.left_behind:
        words = _("Not enough room there: records and lesson plans first, {names} next time.")
        lines.append(words.format(names=_named(result.left_behind)))
    if result.no_room:
        words = _("Not enough room on this computer: {names} next time.")
        lines.append(words.format(names=_named(result.no_room)))
    if result.too_long:
        lines.append(too_long_words(result.too_long))
    return lines


def too_long_words(names: Sequence[str]) -> str:
    """Return what to say of files of which no readable copy can lie on a stick."""
    words = _("Over 4 GB, so without a readable copy: {names}. The exchange carries it in parts.")
    return words.format(names=_named(names))


def _named(names: Sequence[str]) -> str:
    return listed([name or _("a file") for name in names[:_NAMED]])
