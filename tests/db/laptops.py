"""Laptops of one alliance that exchange in memory: what they seal arrives, in any order."""

import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from db import journal, permissions
from db.changes import ENCODER, Change, record_id
from db.commands import records
from db.digest import digest
from db.documents import Author, Document
from db.journal import Sitting, Writer
from db.judging import Arrival, Signer
from db.merging import Accepted
from db.models.exchange import Identity
from db.models.local import Document as Stored
from db.models.local import Parked
from db.queries.conflicts import Conflict, conflicts
from db.queries.history import HistoryEntry, history
from db.queries.records import RecordRow, show
from db.record import Value
from db.store import FILE, Store

ALLIANCE = "abcdefghijklm"
HOME = "00000000-0000-8000-8000-000000000001"
OTHER_HOME = "00000000-0000-8000-8000-000000000002"
SEGMENT_BYTES = 8 * 1024 * 1024


@dataclass
class Air:
    """Everything that was ever sealed by anybody."""

    all: list[Arrival] = field(default_factory=list)


@dataclass
class Laptop:
    """One laptop's store, with a person before it."""

    name: str
    store: Store
    air: Air
    role: str = "coordinator"
    school: str = HOME
    sitting: Sitting = field(init=False)

    def __post_init__(self) -> None:
        self.sit_down()

    @property
    def person(self) -> str:
        """Return the id of who is recording."""
        return f"person-{self.name}"

    @property
    def id(self) -> str:
        """Return the laptop's id."""
        return laptop_id(self.name)

    @property
    def signer(self) -> Signer:
        """Return what its certificate says."""
        return Signer(self.id, self.role, self.school, permissions.CURRENT)

    def sit_down(self) -> None:
        """Begin a new sitting: a form is opened."""
        with self.store.read() as session:
            self.sitting = journal.begin(session, self.person)

    def write(self, work: Callable[[Writer], object]) -> None:
        """Do work in one transaction."""
        with journal.writing(self.store, self.sitting) as writer:
            work(writer)

    def record(self, kind: str = "activity", **values: Value) -> str:
        """Make a record; return its id."""
        made: list[str] = []
        self.write(lambda writer: made.append(records.add(writer, kind, plain(kind, values))))
        return made[0]

    def edit(self, id: str, seen: bytes | None = None, **values: Value) -> bytes:
        """Change fields; return the version the form now shows."""
        shown: list[bytes] = []
        self.write(lambda writer: shown.append(records.change(writer, id, values, seen)))
        return shown[0]

    def settle(self, id: str, **values: Value) -> None:
        """Decide between versions."""
        self.write(lambda writer: records.settle(writer, id, values))

    def delete(self, id: str) -> None:
        """Put a record into the bin."""
        self.write(lambda writer: records.delete(writer, id))

    def restore(self, id: str) -> None:
        """Take a record out of the bin, or answer "keep"."""
        self.write(lambda writer: records.restore(writer, id))

    def seal(self, limit_bytes: int = SEGMENT_BYTES) -> list[Arrival]:
        """Seal all that waits; return it as it arrives elsewhere."""
        sealed: list[Arrival] = []
        while True:
            with self.store.write() as session:
                taken = journal.seal(session, limit_bytes)
            if not taken:
                return sealed
            news = [arrival(one.raw, self.signer) for one in taken]
            sealed += news
            self.air.all += news

    def take(self, arrivals: Sequence[Arrival]) -> Accepted:
        """Accept arrivals, then try again what had to wait, as a round does."""
        came = journal.accept(self.store, arrivals)
        met = [*self.air.all, *arrivals]
        signers = {(a.certificate, a.table): a.signer for a in met if a.signer}
        return came + journal.retry_parked(self.store, lambda *named: signers.get(named))

    def shown(self, id: str) -> RecordRow:
        """Return a record as it stands."""
        with self.store.read() as session:
            return show(session, id)

    def value(self, id: str, name: str) -> Value:
        """Return one value of a record."""
        return self.shown(id).values[name]

    def conflicts(self, id: str) -> list[Conflict]:
        """Return what there are two versions of."""
        with self.store.read() as session:
            return conflicts(session, id)

    def history(self, id: str) -> list[HistoryEntry]:
        """Return who changed what."""
        with self.store.read() as session:
            return history(session, id)

    def document(self, id: str) -> Document:
        """Return a record's document."""
        with self.store.read() as session:
            return Document.load(session.scalars(select(Stored.body).where(Stored.id == id)).one())

    def stored(self) -> dict[str, Stored]:
        """Return the rows of all documents, by id."""
        with self.store.read() as session:
            rows = session.scalars(select(Stored)).all()
            session.expunge_all()
        return {row.id: row for row in rows}

    def parked(self) -> list[str]:
        """Return the reasons for which changes are parked."""
        with self.store.read() as session:
            return sorted(session.scalars(select(Parked.reason)))

    def digest(self) -> str:
        """Return the digest of all that it holds."""
        with self.store.read() as session:
            return digest(session)

    def clone(self, folder: Path, name: str) -> "Laptop":
        """Return a laptop with a copy of this one's data folder, and this one's identity."""
        copied = Laptop.__new__(Laptop)
        copied.name, copied.air, copied.role, copied.school = name, self.air, self.role, self.school
        copied.store = Store(copy_of(self.store.folder, folder))
        copied.sit_down()
        return copied


def laptop_id(name: str) -> str:
    """Return the id of the laptop of this name."""
    return (name * 26)[:26]


def plain(kind: str, values: dict[str, Value]) -> dict[str, Value]:
    """Return values with what a record of the kind cannot be without."""
    defaults: dict[str, dict[str, Value]] = {
        "activity": {"title": "送教下乡"},
        "person": {"name": "李志强"},
        "school": {"name": "红石小学"},
    }
    return {**defaults.get(kind, {}), **values}


def copy_of(source: Path, folder: Path) -> Path:
    """Copy a data folder as a disk image would: whatever lies there at this moment."""
    shutil.copytree(source, folder)
    return folder


def identity(name: str, role: str = "coordinator", school: str = HOME) -> Identity:
    """Return the row that says who a laptop is."""
    return Identity(
        n=1,
        alliance=ALLIANCE,
        alliance_name="红石联盟",
        root_public=b"",
        laptop=laptop_id(name),
        replica=name,
        certificate=f"certificate-{name}",
        sign_private=b"",
        exchange_private=b"",
        school=school,
        role=role,
        person=f"person-{name}",
        person_name=name,
        joined_at=0,
    )


def new_laptop(
    template: Path,
    folder: Path,
    air: Air,
    name: str,
    role: str = "coordinator",
    school: str = HOME,
) -> Laptop:
    """Return a laptop that has just joined, its store copied from an empty one."""
    folder.mkdir()
    shutil.copy(template / FILE, folder / FILE)
    store = Store(folder)
    with store.write() as session:
        session.add(identity(name, role, school))
    return Laptop(name, store, air, role, school)


def arrival(raw: bytes, signer: Signer | None, segment: str = "segment") -> Arrival:
    """Return a change as it comes out of a segment."""
    name = signer.laptop if signer else "nobody"
    return Arrival(raw, segment, f"certificate-{name}", signer.table if signer else 1, signer)


def exchange(*laptops: Laptop, order: random.Random | None = None) -> None:
    """Give everybody everything that was ever sealed, to each in an order of its own."""
    shuffled = order or random.Random(0)
    for laptop in laptops:
        laptop.seal()
    for laptop in laptops:
        arrivals = list(laptop.air.all)
        shuffled.shuffle(arrivals)
        laptop.take(arrivals)


def forged(
    update: bytes,
    sitting: Sitting,
    *,
    key: bytes = b"k" * 16,
    kind: str = "activity",
    circle: str = "alliance",
    home: str = HOME,
    person: str | None = None,
    at: int = 0,
) -> bytes:
    """Return the bytes of a change made by hand."""
    person = sitting.person if person is None else person
    return ENCODER.encode(Change(kind, circle, home, key, sitting.nonce, update, person, at))


def forged_id(key: bytes = b"k" * 16, kind: str = "activity", home: str = HOME) -> str:
    """Return the id of the record that ``forged`` writes."""
    return record_id(ALLIANCE, kind, "alliance", home, key)


def written(sitting: Sitting, **values: Value) -> Document:
    """Return a document that a sitting wrote honestly."""
    document = Document()
    document.write(author(sitting), values, {})
    return document


def author(sitting: Sitting) -> Author:
    """Return how a sitting signs its operations."""
    return sitting.author(1_700_000_000)
