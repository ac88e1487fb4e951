"""Circles: who may read a record, fixed with its home when it is born.

The home of a record for named persons is their ids: so its id says for ever for whom it is, and
nobody can be added or taken away.
"""

from collections.abc import Iterable

ALLIANCE, SCHOOL, NAMED = "alliance", "school", "named"

PERSONS = 16
"""How many persons a record can be for."""

_WIDTH = {NAMED: 0, SCHOOL: 1, ALLIANCE: 2}
_LONGEST = 64  # characters of a person's id


def named_home(persons: Iterable[str]) -> str:
    """Return the home of a record for these persons.

    Raises:
        ValueError: There are none, too many, or one has no usable id.
    """
    home = " ".join(sorted(set(persons)))
    if not persons_of(home):
        raise ValueError(f"nobody can be named by {home!r}")
    return home


def persons_of(home: str) -> tuple[str, ...]:
    """Return the persons that the home of a named record names; none when it is no such home."""
    persons = tuple(home.split(" "))
    if list(persons) != sorted(set(persons)) or len(persons) > PERSONS:
        return ()
    usable = all(1 <= len(p) <= _LONGEST and p.isascii() and p.isprintable() for p in persons)
    return persons if usable else ()


def is_wider(circle: str, than: str) -> bool:
    """Tell whether more people read one circle than another."""
    return _WIDTH.get(circle, -1) > _WIDTH.get(than, len(_WIDTH))
