"""Small facts of this laptop: who it is, who recorded last."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.exchange import Identity
from db.models.local import Local

LAST_PERSON = "last_person"


@dataclass(frozen=True, slots=True)
class Member:
    """Who this laptop is in its alliance.

    Attributes:
        alliance: Id of the alliance (13 characters).
        laptop: Id of the laptop (26 characters).
        role: What its certificate allows at most.
        school: Record id of its school.
        person: Id of the person its certificate was made for.
    """

    alliance: str
    laptop: str
    role: str
    school: str
    person: str = ""


def read(session: Session, name: str) -> str | None:
    """Return a fact, or None."""
    return session.scalar(select(Local.value).where(Local.name == name))


def write(session: Session, name: str, value: str) -> None:
    """Keep a fact."""
    session.merge(Local(name=name, value=value))
    session.flush()


def member(session: Session) -> Member | None:
    """Return who this laptop is, or None before it founded or joined."""
    me = session.scalar(select(Identity))
    return Member(me.alliance, me.laptop, me.role, me.school, me.person) if me else None
