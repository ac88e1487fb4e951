"""Laptops of one alliance for tests: made once, copied for each test, used with few words."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import journal
from db.documents import Document
from db.journal import Writer
from db.models.local import Document as Stored
from db.progress import finish
from db.store import Store
from sync import identity, round
from sync.laptop import Me
from sync.result import RoundResult

CORE, VILLAGE = "红石小学", "李家小学"


def first_records(session: Session) -> tuple[str, str]:
    """Make the records that an alliance begins with."""
    writer = Writer(session, journal.begin(session, ""))
    writer.create("alliance", {"name": "青山联盟"})
    school = writer.create("school", {"name": CORE})
    person = writer.create("person", {"name": "李志强", "school": school})
    writer.flush()
    return school, person


@dataclass
class Laptop:
    """A laptop: its data folder, opened."""

    name: str
    store: Store

    @property
    def me(self) -> Me:
        with self.store.read() as session:
            return identity.me(session)

    def write(self, kind: str, **values: str) -> str:
        """Make a record and return its id."""
        with self.store.read() as session:
            sitting = journal.begin(session, identity.me(session).person)
        with journal.writing(self.store, sitting) as writer:
            return writer.create(kind, values)

    def write_many(self, count: int) -> None:
        """Make activities."""
        with self.store.read() as session:
            sitting = journal.begin(session, identity.me(session).person)
        with journal.writing(self.store, sitting) as writer:
            for number in range(count):
                writer.create("activity", {"title": f"送课 {number}"})

    def write_within(self, title: str) -> str:
        """Make an activity that only the own school may read."""
        with self.store.read() as session:
            me = identity.me(session)
            sitting = journal.begin(session, me.person)
        with journal.writing(self.store, sitting) as writer:
            return writer.create("activity", {"title": title}, circle="school", home=me.school)

    def edit(self, id: str, **values: str) -> None:
        """Change a record."""
        with self.store.read() as session:
            sitting = journal.begin(session, identity.me(session).person)
        with journal.writing(self.store, sitting) as writer:
            writer.edit(id, values)

    def exchange(self, place: Path) -> RoundResult:
        """Exchange with a place."""
        return finish(round.exchange(self.store, place))

    def title(self, id: str) -> str | None:
        """Return the title of a record, or None when it is not here."""
        with self.store.read() as session:
            body = session.scalar(select(Stored.body).where(Stored.id == id))
        return None if body is None else str(Document.load(body).values().get("title"))

    def count(self, table: type) -> int:
        """Return how many rows a table has."""
        with self.store.read() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def records(self) -> set[str]:
        """Return the ids of all records that are here."""
        with self.store.read() as session:
            return set(session.scalars(select(Stored.id)))

    def copy(self, folder: Path) -> "Laptop":
        """Return another laptop on a copy of this one's disk."""
        self.store.close()
        shutil.copytree(self.store.folder, folder)
        return Laptop(folder.name, Store(folder))


def invite(
    host: Laptop, guest: Path, role: str, school: str, person: str, name: str = "张晓梅"
) -> Laptop:
    """Let one more laptop join, with an invitation and its words."""
    file = host.store.folder.parent / f"{guest.name}.invitation"
    words = identity.invite(
        host.store, school=school, person=person, person_name=name, role=role, out=file
    )
    store = Store(guest)
    identity.join(store, file, words)
    file.unlink()
    return Laptop(guest.name, store)


def make_alliance(folder: Path) -> dict[str, str]:
    """Make four laptops' data folders; return the ids of the two schools and the recovery code.

    a: coordinator of the core school; b: a teacher there; c: lead of the village school; d: a
    teacher there. They have not exchanged anything yet.
    """
    a = Laptop("a", Store(folder / "a"))
    founded = identity.found(
        a.store, alliance_name="青山联盟", person_name="李志强", make_records=first_records
    )
    village = a.write("school", name=VILLAGE)
    b = invite(a, folder / "b", "teacher", founded.school, founded.person)
    c = invite(a, folder / "c", "lead", village, a.write("person", name="王校长", school=village))
    d = invite(a, folder / "d", "teacher", village, founded.person)
    for laptop in (a, b, c, d):
        laptop.store.close()
    return {"core": founded.school, "village": village, "recovery": founded.recovery}


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what lies in a folder: each file's length and when it was written."""
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def files(place: Path, part: str) -> list[Path]:
    """Return the files of one kind in a place: `seg`, `mem`, `tip`, `bpk`, `bad`, `part`."""
    return sorted(path for path in place.rglob(f"*.{part}") if path.is_file())
