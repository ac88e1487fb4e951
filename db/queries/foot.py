"""Whose laptop this is, and what the foot of the window says.

It is read by plain SQL from ``Store.glance``, for it shows before SQLAlchemy is there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from db.deletion import DELETED
from db.errors import UnknownRecordError
from db.member import Member


@dataclass(frozen=True, slots=True)
class SchoolAge:
    """A school whose work comes from other laptops, and how fresh it is here.

    Attributes:
        changed_at: Seconds: the newest stamp in its work; 0 when nothing has come, or no stamp
            could be believed.
    """

    name: str
    changed_at: int


@dataclass(frozen=True, slots=True)
class Foot:
    """What the foot says, as facts.

    Attributes:
        unsent: How many records have changes that wait to leave this laptop.
        place: Name of the place of the last exchange that came to its end; empty before that.
        met_at: When that was, in seconds by this laptop's clock.
        schools: The other schools, the core school first, then by name.
    """

    unsent: int
    place: str
    met_at: int
    schools: Sequence[SchoolAge]


@dataclass(frozen=True, slots=True)
class WhoRow:
    """A person as the foot of the board shows her.

    Attributes:
        posts: Codes, separated by spaces.
        school: Short name of her school.
    """

    name: str
    posts: str
    school: str


def foot(look: sqlite3.Connection, own_school: str) -> Foot:
    """Return what the foot of the window says, for a laptop of a school."""
    (unsent,) = look.execute("SELECT count(DISTINCT n) FROM outgoing").fetchone()
    name, met_at = look.execute(_LAST_PLACE).fetchone() or ("", 0)
    schools = [SchoolAge(*found) for found in look.execute(_SCHOOLS, (own_school,))]
    return Foot(unsent, name, met_at, schools)


# one that failed since is told of where it failed; here counts which came to its end
_LAST_PLACE = """
SELECT name, at FROM (
    SELECT name, met_at AS at, address FROM place WHERE met_at > 0 AND outcome = 'done'
    UNION ALL
    SELECT place.name, max(exchange.at), place.address
    FROM exchange JOIN place ON place.address = exchange.place
    WHERE exchange.at > 0 AND exchange.outcome = 'done' GROUP BY place.address
) ORDER BY at DESC, address LIMIT 1
"""
_SCHOOLS = f"""
SELECT coalesce(nullif(short_name, ''), name, ''), coalesce(max(segment.changed_at), 0)
FROM school LEFT JOIN segment ON segment.school = school.id
WHERE deletion < {DELETED} AND school.id != ? AND type IS NOT 'bureau'
GROUP BY school.id
ORDER BY NOT EXISTS (
    SELECT 1 FROM membership
    WHERE school = school.id AND deletion < {DELETED} AND role = 'core'
), coalesce(name, '')
"""


def who(look: sqlite3.Connection, person: str) -> WhoRow:
    """Return who a person is, deleted or not.

    Raises:
        UnknownRecordError: There is no such person here.
    """
    found = look.execute(_WHO, (person,)).fetchone()
    if found is None:
        raise UnknownRecordError(person)
    return WhoRow(*found)


_WHO = f"""
SELECT coalesce(person.name, ''), coalesce(posts, ''), coalesce(
    (
        SELECT coalesce(nullif(short_name, ''), school.name, '') FROM school
        WHERE school.id = person.school AND school.deletion < {DELETED}
    ), school_name, ''
)
FROM person WHERE person.id = ?
"""


def member(look: sqlite3.Connection) -> Member | None:
    """Return who this laptop is in its alliance, or None before it founded or joined."""
    found = look.execute("SELECT alliance, laptop, role, school, person FROM identity").fetchone()
    return Member(*found) if found else None


def is_person(look: sqlite3.Connection, id: str) -> bool:
    """Tell whether an id is a person's."""
    return look.execute("SELECT 1 FROM person WHERE id = ?", (id,)).fetchone() is not None


def last_person(look: sqlite3.Connection) -> str:
    """Return who recorded last by the command line, or nothing."""
    found = look.execute("SELECT value FROM local WHERE name = 'last_person'").fetchone()
    return str(found[0]) if found else ""
