"""Twelve laptops of one alliance that have joined and met nobody yet, and copies of them."""

import functools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from db.store import Store
from sync import identity, invitations
from tests.sync.laptops import Laptop, first_records

CHEAP_WORDS = {"memory_kib": 8, "passes": 1}


@dataclass(frozen=True)
class Member:
    """One laptop of the alliance.

    Attributes:
        name: Of its folder.
        school: Number of its school.
        role, person: As its certificate says.
        laptop: Its id.
        school_id: Id of its school.
    """

    name: str
    school: int
    role: str
    person: str
    laptop: str
    school_id: str


@dataclass
class Pool:
    """The data folders of all, never opened again but copied."""

    folder: Path
    members: list[Member] = field(default_factory=list)


ROLES = [
    ("coordinator", 0),
    ("teacher", 0),
    ("lead", 1),
    ("teacher", 1),
    ("coordinator", 0),
    ("lead", 2),
    ("teacher", 2),
    ("observer", 0),
    ("teacher", 0),
    ("teacher", 1),
    ("teacher", 2),
    ("observer", 1),
]


def make_pool(folder: Path, count: int = 12) -> Pool:
    """Found an alliance and let other laptops join it."""
    first = Laptop("0", Store(folder / "0"))
    founded = identity.found(
        first.store, alliance_name="青山联盟", person_name="李志强", make_records=first_records
    )
    schools = [founded.school, first.write("school", name="李家小学")]
    schools.append(first.write("school", name="河口小学"))
    pool = Pool(folder, [_member(first, 0)])
    with _cheap_words():
        for number, (role, school) in enumerate(ROLES[1:count], start=1):
            person = first.write("person", name=f"老师{number}", school=schools[school])
            file = folder / "invitation"
            words = identity.invite(
                first.store,
                school=schools[school],
                person=person,
                person_name=f"老师{number}",
                role=role,
                out=file,
            )
            store = Store(folder / str(number))
            identity.join(store, file, words)
            file.unlink()
            pool.members.append(_member(Laptop(str(number), store), school))
            store.close()
    first.store.close()
    return pool


def _member(laptop: Laptop, school: int) -> Member:
    me = laptop.me
    return Member(laptop.name, school, me.role, me.person, me.laptop, me.school)


@contextmanager
def _cheap_words() -> Iterator[None]:
    """Write invitations that cost little to open: nobody attacks these."""
    before: Any = invitations.build
    invitations.build = functools.partial(before, **CHEAP_WORDS)
    try:
        yield
    finally:
        invitations.build = before


class _Shared:
    """What all engines of a process share, so that no statement is compiled for each laptop."""

    dialect: Any = None
    compiled: Any = None


def open_quick(folder: Path) -> Store:
    """Open a store that does not wait for the disk: a process dies here, no power is cut."""
    store = Store(folder)
    for engine in (store._writing, store._reading):
        event.listen(engine, "connect", _hurry)
        _share(engine)
    return store


def _hurry(raw: Any, _entry: object) -> None:
    raw.execute("PRAGMA synchronous = OFF")


def _share(engine: Engine) -> None:
    if _Shared.dialect is None:
        with engine.connect():  # the first connection settles what the dialect knows
            pass
        engine.dispose()
        _Shared.dialect, _Shared.compiled = engine.dialect, engine._compiled_cache
    engine.dialect = _Shared.dialect
    engine._compiled_cache = _Shared.compiled


def copied(source: Path, folder: Path) -> Path:
    """Copy a data folder as it lies there."""
    shutil.copytree(source, folder)
    return folder
