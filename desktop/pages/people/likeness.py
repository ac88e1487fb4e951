"""Who may be one person recorded twice, and what linking the two shows; no Qt here."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from db.commands import records
from db.errors import UnknownRecordError
from db.journal import Writer
from db.queries.people import PersonRow, list_people
from db.queries.records import RecordRow, list_records, show
from db.record import DELETED
from db.store import Store
from desktop.labels import field_label
from desktop.pages.people.form_plan import PERSON
from desktop.versions import words_of

_SURE = 3  # from so many characters on, one that differs may be a slip
_MOST = 4


@dataclass(frozen=True, slots=True)
class Link:
    """A link that says that two records are one person: its id, and who is at its other end."""

    id: str
    other: RecordRow


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two people side by side, as people read it."""

    name: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        """Whether they read otherwise."""
        return self.one != self.other


def alike(one: str, other: str) -> bool:
    """Tell whether two names may be one: the same, or one character of the given name differs."""
    if one == other:
        return bool(one)
    slips = sum(a != b for a, b in zip(one, other, strict=False))
    return len(one) == len(other) >= _SURE and one[0] == other[0] and slips == 1


def likely(store: Store, person: RecordRow, today: datetime.date) -> list[PersonRow]:
    """Return who may be the same person: of the same name, or almost, at the same school."""
    name, school = str(person.values["name"] or ""), person.values["school"] or ""
    known = {name, *str(person.values["aliases"] or "").split()}
    with store.read() as session:
        people = list_people(session, today=today)
    found = [
        row
        for row in people
        if row.id != person.id
        and (row.name in known or (row.school == school and alike(row.name, name)))
    ]
    return sorted(found, key=lambda row: (row.name != name, row.school != school))[:_MOST]


def links_of(store: Store, person: str) -> list[Link]:
    """Return the links of a person to other records that are him too."""
    found = []
    with store.read() as session:
        for near, far in (("one", "other"), ("other", "one")):
            for link in list_records(session, "same_as", {near: person}):
                try:
                    other = show(session, str(link.values[far] or ""))
                except UnknownRecordError:
                    continue  # the other end may arrive tomorrow
                if other.deletion != DELETED:
                    found.append(Link(link.id, other))
    return found


def link(writer: Writer, one: str, other: str) -> str:
    """Say that two records are one person; return the link's id, by which it is taken back."""
    first, second = sorted((one, other))
    return records.add(writer, "same_as", {"record_kind": "person", "one": first, "other": second})


def compare(store: Store, one: RecordRow, other: RecordRow) -> Sequence[Compared]:
    """Return the fields that either of two people has, side by side."""
    out = []
    with store.read() as session:
        for name in [name for line in PERSON for name, _span in line]:
            values = (one.values.get(name), other.values.get(name))
            if any(values):
                said = [words_of(session, "person", name, v) if v else "" for v in values]
                out.append(Compared(field_label("person", name), *said))
    return out
