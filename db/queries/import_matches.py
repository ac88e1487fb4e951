"""Which records the rows of a table mean: people by name and school, activities by day."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import natural_key
from db.models.activities import Activity, Participant
from db.models.local import Document
from db.models.people import Person
from db.models.plans import Lesson
from db.models.schools import School
from db.queries.people import canonical
from db.record import DELETED, Record, Value

_CODES = ("posts", "subjects", "grades", "grade", "dimensions")


class Known:
    """What is recorded, looked up once for a whole table."""

    def __init__(self, session: Session, own_school: str) -> None:
        self.session, self.own_school = session, own_school
        self.schools: dict[str, School] = {}
        for school in session.scalars(select(School).where(School.deletion < DELETED)):
            for name in (school.id, school.code, school.name, school.short_name):
                if name:
                    self.schools.setdefault(plain(name), school)

    def with_references(
        self, kind: str, values: dict[str, Value]
    ) -> tuple[dict[str, Value], list[tuple[str, str]]]:
        """Put the ids of known schools and people beside the names of a row.

        Returns:
            The values, and each field whose school is not known, with its words.
        """
        if kind == "lesson":
            return values, []
        if kind == "person":
            return self._person(values)
        unknown = []
        for names, refs in (
            ("host_school_name", "host_school"),
            ("partner_school_names", "partner_schools"),
        ):
            if names not in values:
                continue
            said = names_in(str(values[names] or ""))
            found = [self.schools.get(plain(name)) for name in said]
            unknown += [(names, n) for n, s in zip(said, found, strict=True) if s is None]
            values[refs] = " ".join(s.id for s in found if s is not None) or None
            values[names] = (
                "、".join((s.name if s else None) or n for n, s in zip(said, found, strict=True))
                or None
            )
        if "recorder_name" in values:
            values["recorder"] = self.person(str(values["recorder_name"] or ""))
        return values, unknown

    def _person(self, values: dict[str, Value]) -> tuple[dict[str, Value], list[tuple[str, str]]]:
        said = str(values.get("school_name") or "")
        school = self.schools.get(plain(said or self.own_school))
        values["school"] = school.id if school else None
        values["school_name"] = school.name if school else said or None
        return values, [("school_name", said)] if said and school is None else []

    def person(self, name: str, school: Value = None) -> str | None:
        """Return the id of the one person of this name, of a school if there are several."""
        query = select(Person).where(Person.name == name, Person.deletion < DELETED)
        found = self.session.scalars(query).all() if name else []
        if len(found) > 1:
            found = [p for p in found if p.school == school]
        return found[0].id if len(found) == 1 else None

    def participants(self, activity: str) -> set[str]:
        """Return the names of who took part in an activity."""
        query = select(Participant.person_name).where(
            Participant.activity == activity, Participant.deletion < DELETED
        )
        return {name for name in self.session.scalars(query) if name}


class PersonMatches:
    """People by name and school; of the same name, by the month of their birth."""

    kind: ClassVar[str] = "person"

    def __init__(self, known: Known) -> None:
        self._session = known.session
        self._people: dict[str, list[Person]] = {}
        for person in known.session.scalars(select(Person).where(Person.deletion < DELETED)):
            for name in {person.name, *(person.aliases or "").split()}:
                if name:
                    self._people.setdefault(name, []).append(person)

    def key(self, values: Mapping[str, Value]) -> tuple[Value, ...]:
        """Return what two rows share that mean one person."""
        return values.get("name"), values.get("school") or values.get("school_name")

    def candidates(self, values: Mapping[str, Value]) -> list[str]:
        """Return the ids a row may mean."""
        name, where = self.key(values)
        found = [
            p for p in self._people.get(str(name), []) if where in (p.school, p.school_name, None)
        ]
        born = values.get("born")
        if len(found) > 1 and born:
            found = [p for p in found if p.born == born] or found
        if len(found) > 1:
            return sorted({canonical(self._session, p.id) for p in found})
        return [p.id for p in found]

    def differing(self, id: str, values: Mapping[str, Value]) -> dict[str, Value]:
        """Return what a row says otherwise than the record; an empty cell says nothing."""
        person = next(p for ps in self._people.values() for p in ps if p.id == id)
        skip = {"name", "school", "school_name"}
        since = values.get("teaching_since")
        if isinstance(since, int) and abs((person.teaching_since or 0) - since) <= 1:
            skip.add("teaching_since")  # years of teaching are rounded
        return _differing(person, values, skip)


class ActivityMatches:
    """Activities by title and day, and by host where both say one."""

    kind: ClassVar[str] = "activity"

    def __init__(self, known: Known) -> None:
        self._activities: dict[tuple[Value, Value], list[Activity]] = {}
        self._by_id: dict[str, Activity] = {}
        query = select(Activity).where(Activity.deletion < DELETED)
        for activity in known.session.scalars(query):
            self._by_id[activity.id] = activity
            key = (activity.title, activity.held_on)
            self._activities.setdefault(key, []).append(activity)

    def key(self, values: Mapping[str, Value]) -> tuple[Value, ...]:
        """Return what two rows share that mean one activity."""
        return values.get("title"), values.get("held_on"), values.get("host_school_name")

    def candidates(self, values: Mapping[str, Value]) -> list[str]:
        """Return the ids a row may mean."""
        title, held_on, host = self.key(values)
        if not held_on:
            return []
        found = self._activities.get((title, held_on), [])
        return [a.id for a in found if not host or host in (a.host_school_name, None)]

    def differing(self, id: str, values: Mapping[str, Value]) -> dict[str, Value]:
        """Return what a row says otherwise than the record; an empty cell says nothing."""
        return _differing(self._by_id[id], values, {"title", "held_on"})


class LessonMatches:
    """Lessons of the catalogue by all that makes their natural key, as it is now or as it was."""

    kind: ClassVar[str] = "lesson"

    def __init__(self, known: Known) -> None:
        query = select(Lesson).where(Lesson.deletion < DELETED)
        self._lessons = {lesson.id: lesson for lesson in known.session.scalars(query)}
        self._ids: dict[tuple[Value, ...], list[str]] = {}
        for id, lesson in self._lessons.items():
            key = tuple(getattr(lesson, name) for name in Lesson.KEY)
            self._ids.setdefault(key, []).append(id)
        keys = select(Document.key, Document.id).where(Document.kind == self.kind)
        self._first = {key: id for key, id in known.session.execute(keys) if id in self._lessons}

    def key(self, values: Mapping[str, Value]) -> tuple[Value, ...]:
        """Return what two rows share that mean one lesson."""
        return tuple(values.get(name) for name in Lesson.KEY)

    def candidates(self, values: Mapping[str, Value]) -> list[str]:
        """Return the ids a row may mean: what is called so, else what was when it was made."""
        key = self.key(values)
        if found := self._ids.get(key):
            return found
        renamed = self._first.get(natural_key(*(str(part or "") for part in key)))
        return [renamed] if renamed else []

    def other_name(self, id: str, values: Mapping[str, Value]) -> str:
        """Return what a lesson is called now, where a row calls it otherwise."""
        title = self._lessons[id].title or ""
        return title if title != values.get("title") else ""

    def differing(self, id: str, values: Mapping[str, Value]) -> dict[str, Value]:
        """Return what a row says otherwise than the record; an empty cell says nothing."""
        return _differing(self._lessons[id], values, set(Lesson.KEY))


def _differing(record: Record, values: Mapping[str, Value], skip: set[str]) -> dict[str, Value]:
    out: dict[str, Value] = {}
    for name, value in values.items():
        before = getattr(record, name)
        if name in skip or value in (None, "") or value == before:
            continue
        if name in _CODES and set(str(value).split()) == set(str(before or "").split()):
            continue
        out[name] = value
    return out


def names_in(words: str) -> list[str]:
    """Return the names in words such as 李家小学、红石小学."""
    for mark in ",，;；/\n":
        words = words.replace(mark, "、")
    return _stripped(words.split("、"))


def plain(name: str) -> str:
    """Return a name without the spaces that people put into it."""
    return "".join(name.split())


def _stripped(names: Iterable[str]) -> list[str]:
    return [name.strip() for name in names if name.strip()]
