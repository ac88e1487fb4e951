"""Words for programs that lie on a stick; for window and command line."""

from desktop.labels import listed
from desktop.words import ngettext
from sync.suspects import Suspects

_NAMED = 12


def suspect_words(suspects: Suspects) -> str:
    """Return what to say of them, with their names; nothing of none."""
    if not suspects:
        return ""
    said = ngettext(
        "There is {count} suspicious program on the stick. It was not opened: {names}",
        "There are {count} suspicious programs on the stick. They were not opened: {names}",
        suspects.count,
    )
    names = listed(list(suspects.names[:_NAMED]))
    return said.format(count=suspects.count, names=names + "…" * (suspects.count > _NAMED))
