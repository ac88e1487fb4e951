"""Schools and the people in them."""

import datetime
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.errors import UnknownPersonError
from db.models.local import Document, Outgoing
from db.models.people import Person, SameAs
from db.models.schools import Alliance, Membership, School
from db.projection import names_of
from db.queries.search import holding
from db.record import ASKED, DELETED


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school of the alliance.

    Attributes:
        role: ``core`` or ``member``; empty for one without a membership.
        people: How many persons are recorded here.
    """

    id: str
    name: str
    short_name: str
    code: str
    type: str
    role: str
    people: int
    versions: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the list; codes are separated by spaces."""

    id: str
    name: str
    school: str
    school_name: str
    posts: str
    subjects: str
    grades: str
    title_rank: str
    honour: str
    years_teaching: int | None
    unsent: bool
    versions: int
    asked: bool


def alliance_name(session: Session) -> str:
    """Return the alliance's name, or nothing before it is here."""
    return session.scalar(select(Alliance.name).where(Alliance.deletion < DELETED)) or ""


def list_schools(session: Session) -> list[SchoolRow]:
    """Return the schools, the core school first, then by name."""
    people = (
        select(func.count())
        .select_from(Person)
        .where(Person.school == School.id, Person.deletion < DELETED)
        .scalar_subquery()
    )
    rows = session.execute(
        select(School, Membership.role, people)
        .outerjoin(Membership, (Membership.school == School.id) & (Membership.deletion < DELETED))
        .where(School.deletion < DELETED)
    )
    found = {
        school.id: SchoolRow(
            school.id,
            school.name or "",
            school.short_name or school.name or "",
            school.code or "",
            school.type or "",
            role or "",
            count,
            len(names_of(school.disputed)),
        )
        for school, role, count in rows
    }
    return sorted(found.values(), key=lambda s: (s.role != "core", s.type == "bureau", s.name))


def list_people(
    session: Session, *, school: str | None = None, words: str = "", today: datetime.date
) -> list[PersonRow]:
    """Return people by school and name; of records that are one, the one that stands for all.

    Args:
        session: A reading session.
        school: Only of this school.
        words: Characters or pinyin initials.
        today: To reckon years of teaching.
    """
    query = select(Person).where(Person.deletion < DELETED)
    if school is not None:
        query = query.where(Person.school == school)
    if words.strip():
        query = query.where(Person.id.in_(holding(words, "person")))
    hidden = _hidden(session)
    waiting = _waiting(session)
    rows = [
        _person(person, today, waiting)
        for person in session.scalars(query)
        if person.id not in hidden
    ]
    return sorted(rows, key=lambda p: (p.school_name, _rank(p), p.name, p.id))


def resolve_person(session: Session, name: str) -> str:
    """Return the id of a person by id, name or alias.

    Raises:
        UnknownPersonError: Nobody, or more than one, goes by it.
    """
    if session.get(Person, name) is not None:
        return name
    hidden = _hidden(session)
    rows = session.execute(
        select(Person.id, Person.name, Person.aliases).where(Person.deletion < DELETED)
    ).all()
    found = [
        id
        for id, called, aliases in rows
        if id not in hidden and (called == name or name in (aliases or "").split())
    ]
    if len(found) != 1:
        raise UnknownPersonError(name, len(found))
    return str(found[0])


def canonical(session: Session, id: str) -> str:
    """Return the record that stands for all those linked as the same: the smallest id."""
    return stand_ins(session).get(id, id)


def same_persons(session: Session, id: str) -> set[str]:
    """Return a person's record and those that are linked as the same person."""
    found, to_do = {id}, [id]
    while to_do:
        one = to_do.pop()
        links = select(SameAs.one, SameAs.other).where(
            (SameAs.one == one) | (SameAs.other == one), SameAs.deletion < DELETED
        )
        for ends in session.execute(links):
            news = {end for end in ends if end} - found
            found |= news
            to_do += news
    return found


def _hidden(session: Session) -> set[str]:
    return {one for one, standing in stand_ins(session).items() if one != standing}


def stand_ins(session: Session) -> dict[str, str]:
    """Return for each linked record the smallest one of its group that is not deleted."""
    group: dict[str, set[str]] = {}
    for link in session.scalars(select(SameAs).where(SameAs.deletion < DELETED)):
        if link.one and link.other:
            joined = group.get(link.one, {link.one}) | group.get(link.other, {link.other})
            group |= dict.fromkeys(joined, joined)
    deleted = set(session.scalars(select(Person.id).where(Person.deletion == DELETED)))
    return {one: min(ids - deleted, default=one) for one, ids in group.items()}


def _waiting(session: Session) -> set[str]:
    return set(
        session.scalars(
            select(Document.id)
            .join(Outgoing, Outgoing.n == Document.n)
            .where(Document.kind == "person")
        )
    )


_POSTS = ("principal", "vice_principal", "dean", "research_head")


def _rank(person: PersonRow) -> int:
    posts = person.posts.split()
    return min((_POSTS.index(p) for p in posts if p in _POSTS), default=len(_POSTS))


def _person(person: Person, today: datetime.date, waiting: set[str]) -> PersonRow:
    since = person.teaching_since
    return PersonRow(
        person.id,
        person.name or "",
        person.school or "",
        person.school_name or "",
        person.posts or "",
        person.subjects or "",
        person.grades or "",
        person.title_rank or "",
        person.honour or "",
        today.year - since if since else None,
        person.id in waiting,
        len(names_of(person.disputed)),
        person.deletion == ASKED,
    )
