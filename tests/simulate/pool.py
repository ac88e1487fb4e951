"""Laptops of an alliance as histories begin with them: just joined, or after they have all met.

An alliance of six for most histories, for small ones find more in the same time; one of twelve for
the few that are large. Both are made once and copied.
"""

import functools
import gc
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from db import engines
from db import store as stores
from db.naming import named
from db.progress import finish
from db.store import Store
from sync import identity
from sync.round import exchange_by
from tests.cheap import cheap
from tests.simulate.places import Fault, Place, SimulatedCarrier
from tests.simulate.small import small_bounds
from tests.sync.laptops import Laptop, first_records


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
    """One alliance: data folders that are never opened again but copied.

    Attributes:
        folder: Where they lie.
        members: Its laptops.
        met: How many of them have met, from the first on; the others have only joined.
        place: What lies where they met.
        common: Ids of the activities that all of these hold.
    """

    folder: Path
    members: list[Member] = field(default_factory=list)
    met: int = 0
    place: dict[str, bytes] = field(default_factory=dict)
    common: list[str] = field(default_factory=list)

    def joined(self, number: int) -> Path:
        """Return the data folder of a laptop that has joined and met nobody."""
        return self.folder / "joined" / str(number)

    def after_meeting(self, number: int) -> Path:
        """Return the data folder of a laptop that knows the others."""
        return self.folder / "met" / str(number)


@dataclass
class Pools:
    """Both alliances; each is made when first asked for.

    Attributes:
        folder: Where they lie.
    """

    folder: Path

    def prepare(self) -> None:
        """Make both now, before other processes ask for them."""
        assert self.few.members
        assert self.many.members

    @functools.cached_property
    def few(self) -> Pool:
        """Six laptops of two schools, four of which have met."""
        return make_pool(self.folder / "few", FEW, met=4)

    @functools.cached_property
    def many(self) -> Pool:
        """Twelve laptops of three schools, ten of which have met."""
        return make_pool(self.folder / "many", MANY, met=10)


FEW = [
    ("coordinator", 0),
    ("teacher", 0),
    ("lead", 1),
    ("coordinator", 1),
    ("teacher", 1),
    ("observer", 0),
]
MANY = [
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
_SCHOOLS = ("红石小学", "李家小学", "河口小学")


def make_pool(folder: Path, roles: list[tuple[str, int]], met: int = 0) -> Pool:
    """Found an alliance, let laptops join it, and let the first of them meet."""
    empty = folder / "empty"
    Store(empty).close()
    pool = Pool(folder, met=met)
    with quick():
        first = Laptop("0", Store(copied(empty, pool.joined(0))))
        founded = identity.found(
            first.store, alliance_name="青山联盟", person_name="李志强", make_records=first_records
        )
        schools = [founded.school]
        count = max(school for _, school in roles)
        schools += [first.write("school", name=name) for name in _SCHOOLS[1 : count + 1]]
        pool.members.append(_member(first, 0))
        for number, (role, school) in enumerate(roles[1:], start=1):
            person = first.write("person", name=f"老师{number}", school=schools[school])
            store = Store(copied(empty, pool.joined(number)))
            file = folder / "invitation"
            words = identity.invite(
                first.store, school=schools[school], person=person,
                person_name=f"老师{number}", role=role, out=file,
            )  # fmt: skip
            identity.join(store, file, words)
            file.unlink()
            pool.members.append(_member(Laptop(str(number), store), school))
            close_quick(store)
        close_quick(first.store)
        _meet(pool)
    return pool


def _member(laptop: Laptop, school: int) -> Member:
    me = laptop.me
    return Member(laptop.name, school, me.role, me.person, me.laptop, me.school)


def _meet(pool: Pool) -> None:
    place = Place("stick")
    met = [open_quick(copied(pool.joined(n), pool.after_meeting(n))) for n in range(pool.met)]
    if met:
        first = Laptop("0", met[0])
        pool.common = [first.write("activity", title="送课", place=f"地点{n}") for n in range(2)]
    before = -1
    while met and before != place.changes:
        before = place.changes
        for store in met:
            finish(exchange_by(store, SimulatedCarrier(place, Fault())))
    for store in met:
        close_quick(store)
    pool.place = place.files


@contextmanager
def quick() -> Iterator[None]:
    """Spend nothing on what no history is about.

    A folder is not looked at before it is opened, for it is always a good one; bounds are small;
    sessions keep their connections; and garbage, of which little goes in circles, is looked for
    seldom. Besides, all that costs little in tests.
    """
    thresholds = gc.get_threshold()
    usable: Any = stores._usable
    stores._usable = _good  # type: ignore[assignment]
    gc.set_threshold(100_000, *thresholds[1:])
    try:
        with cheap(), small_bounds(), kept_sessions():
            yield
    finally:
        stores._usable = usable
        gc.set_threshold(*thresholds)


@contextmanager
def kept_sessions() -> Iterator[None]:
    """Let all stores keep their sessions and connections; `close_quick` lets go of them."""
    session_on: Any = engines.session_on
    engines.session_on = _session_on
    try:
        yield
    finally:
        engines.session_on = session_on


@contextmanager
def _session_on(engine: Engine, folder: Path) -> Iterator[Session]:
    """Give a session on a connection that is kept, as many as are open at once.

    To SQLite each has a transaction of its own, as ever; to SQLAlchemy all are one that goes on,
    for it spends more on beginning and ending them than on what most of them ask.
    """
    free = _KEPT.setdefault(engine, [])
    kept = free.pop() if free else _begun(engine)
    try:
        with named(folder, DatabaseError):
            if not kept.raw.in_transaction:
                kept.raw.execute(kept.words)
            yield kept.session
            kept.session.flush()
            kept.raw.commit()
    except BaseException:
        kept.let_go()
        raise
    kept.session.expunge_all()
    free.append(kept)


@dataclass(frozen=True)
class _Kept:
    """A session that is kept, its connection, and how a transaction of that begins."""

    session: Session
    raw: sqlite3.Connection
    words: str

    def let_go(self) -> None:
        """Undo what was not committed, and let go of the connection."""
        self.session.close()
        connection = self.session.bind
        assert isinstance(connection, Connection)
        connection.close()


_KEPT: WeakKeyDictionary[Engine, list[_Kept]] = WeakKeyDictionary()


def _begun(engine: Engine) -> _Kept:
    session = Session(engine.connect())
    raw = session.connection().connection.driver_connection  # begins
    assert isinstance(raw, sqlite3.Connection)
    reads = raw.execute("PRAGMA query_only").fetchone()[0]
    return _Kept(session, raw, "BEGIN" if reads else "BEGIN IMMEDIATE")


def _good(_folder: Path) -> None:
    return None


def open_quick(folder: Path) -> Store:
    """Open a store that does not wait for the disk: a process dies here, no power is cut."""
    store = Store(folder)
    store.__dict__["_pouring"] = store._writing  # one connection less for each laptop
    for engine in (store._writing, store._reading):
        event.listen(engine, "connect", _hurry)
    return store


def close_quick(store: Store) -> None:
    """Let go of a store and of the connections that were kept."""
    for engine in (store._writing, store._reading):
        for kept in _KEPT.pop(engine, []):
            kept.let_go()
    store.close()


def _hurry(raw: Any, _entry: object) -> None:
    raw.execute("PRAGMA synchronous = OFF")


def copied(source: Path, folder: Path) -> Path:
    """Copy a data folder as it lies there."""
    shutil.copytree(source, folder)
    return folder
