"""Small facts of this laptop: who it is, who recorded last."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.member import Member as Member
from db.models.exchange import Identity
from db.models.local import Local

LAST_PERSON = "last_person"


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
