"""Laptops of different people: who may read what is for a few of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from db import journal, permissions
from db.circles import NAMED, named_home
from db.commands import records
from db.models.exchange import Segment, SegmentBytes
from db.store import Store
from sync import identity, laptop, segment
from sync.keys import EpochKey
from sync.names import LogName, id_of, segment_path, tip_path
from sync.segment import Sealed
from sync.wrapping import NamedKey
from tests.sync.laptops import VILLAGE, Laptop, first_records, invite

TEACHER, OBSERVER, THIRD = "张晓梅", "王校长", "赵老师"


@dataclass(frozen=True)
class Made:
    """The ids of the schools and persons of an alliance.

    Attributes:
        core, village: The schools.
        coordinator, teacher, observer, third: The persons of laptops a, t, o and x.
    """

    core: str
    village: str
    coordinator: str
    teacher: str
    observer: str
    third: str


def make_circle_alliance(folder: Path) -> Made:
    """Make the data folders of a coordinator (a), teacher (t), observer (o) and third (x)."""
    a = Laptop("a", Store(folder / "a"))
    founded = identity.found(
        a.store, alliance_name="青山联盟", person_name="李志强", make_records=first_records
    )
    village = a.write("school", name=VILLAGE)
    teacher = a.write("person", name=TEACHER, school=founded.school)
    observer = a.write("person", name=OBSERVER, school=village)
    third = a.write("person", name=THIRD, school=founded.school)
    made = Made(founded.school, village, founded.person, teacher, observer, third)
    laptops = [
        a,
        invite(a, folder / "t", "teacher", made.core, teacher, TEACHER),
        invite(a, folder / "o", "lead", village, observer, OBSERVER),
        invite(a, folder / "x", "lead", made.core, third, THIRD),
    ]
    stick = folder / "stick"
    stick.mkdir()
    keep_exchanging(stick, *laptops)  # so that everybody knows everybody's certificate
    for one in laptops:
        one.store.close()
    return made


def write_named(one: Laptop, title: str, *persons: str) -> str:
    """Make an activity that only these persons and this laptop's own may read."""
    me = one.me
    with one.store.read() as session:
        sitting = journal.begin(session, me.person)
    with journal.writing(one.store, sitting) as writer:
        home = named_home((me.person, *persons))
        return records.add(writer, "activity", {"title": title}, circle=NAMED, home=home)


def add_part(one: Laptop, kind: str, **values: str) -> str:
    """Make a part of a record."""
    with one.store.read() as session:
        sitting = journal.begin(session, one.me.person)
    with journal.writing(one.store, sitting) as writer:
        return records.add(writer, kind, values)


def own_segments(one: Laptop) -> list[Sealed]:
    """Return the segments that a laptop sealed itself, in order."""
    who = one.me
    with one.store.read() as session:
        query = (
            select(SegmentBytes.data)
            .join(Segment, Segment.id == SegmentBytes.id)
            .where(Segment.replica == who.replica)
            .order_by(Segment.seq)
        )
        found = [segment.read(data, who.alliance) for data in session.scalars(query)]
    return [one for one in found if isinstance(one, Sealed)]


def keep_exchanging(stick: Path, *laptops: Laptop) -> None:
    """Let everybody exchange until everybody has everything."""
    for _ in range(3):
        for one in laptops:
            one.exchange(stick)


def put_segment(
    place: Path,
    one: Laptop,
    contents: Sequence[tuple[EpochKey | NamedKey, list[bytes]]],
    seq: int = 90,
) -> bytes:
    """Lay a segment with these sections, signed by a laptop, on a stick that it has met."""
    who = one.me
    with one.store.read() as session:
        private = laptop.secrets(session).sign
    data = segment.build(
        alliance=who.alliance,
        replica=who.replica,
        seq=seq,
        previous="",
        signer=who.certificate,
        table=permissions.CURRENT,
        private=private,
        contents=contents,
    )
    for name in (segment_path, tip_path):
        path = place / "lianke1" / who.alliance / name(LogName(who.replica, seq, id_of(data)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if name is segment_path else b"")
    return data
