"""The first records of an alliance, and those of a school and a person who are invited."""

import datetime
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import local
from db.commands import records
from db.commands.calendar import make_school_year, school_year_of
from db.errors import UnknownPersonError
from db.journal import Writer, begin
from db.models.people import Person
from db.models.schools import School
from db.record import DELETED


@dataclass(frozen=True, slots=True)
class First:
    """What an alliance begins with.

    Attributes:
        alliance, school, person: Names.
        school_short_name: What people call the school; empty for its name.
        today: The day it is founded; its school year is made.
    """

    alliance: str
    school: str
    person: str
    today: datetime.date
    school_short_name: str = ""

    def make(self, session: Session) -> tuple[str, str]:
        """Make the alliance, its core school, its first person and the school year.

        Args:
            session: A writing session of a laptop that just became a coordinator's.

        Returns:
            Ids of the school and the person.
        """
        # who writes the first two records does not exist yet: they name nobody
        writer = Writer(session, begin(session, ""))
        school = records.add(
            writer,
            "school",
            {"name": self.school, "short_name": self.school_short_name or None},
        )
        person = records.add(writer, "person", {"name": self.person, "school": school})
        writer.flush()
        writer = Writer(session, begin(session, person))
        today = self.today.isoformat()
        records.add(writer, "alliance", {"name": self.alliance, "founded_on": today})
        records.add(writer, "membership", {"school": school, "role": "core", "joined_on": today})
        make_school_year(writer, school_year_of(self.today))
        writer.flush()
        local.write(session, local.LAST_PERSON, person)
        return school, person


def school_named(writer: Writer, name: str, *, today: datetime.date) -> str:
    """Return the id of a school by id, name or short name; it is made a member if it is new."""
    query = select(School.id).where(
        (School.id == name) | (School.name == name) | (School.short_name == name),
        School.deletion < DELETED,
    )
    found = writer.session.scalars(query.order_by(School.id)).first()
    if found is not None:
        return str(found)
    school = records.add(writer, "school", {"name": name})
    records.add(
        writer,
        "membership",
        {"school": school, "role": "member", "joined_on": today.isoformat()},
    )
    return school


def person_named(writer: Writer, name: str, school: str) -> tuple[str, str]:
    """Return id and name of a person of a school, by id or name; he is made if he is new.

    Raises:
        UnknownPersonError: Several at this school go by the name.
    """
    writer.flush()
    query = select(Person).where(
        (Person.id == name) | ((Person.name == name) & (Person.school == school)),
        Person.deletion < DELETED,
    )
    found = writer.session.scalars(query).all()
    if len(found) > 1:
        raise UnknownPersonError(name, len(found))
    if found:
        return found[0].id, found[0].name or name
    return records.add(writer, "person", {"name": name, "school": school}), name
