"""An office at one school: a founded store, its desk, and colleagues who write meanwhile."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from db.commands import records
from db.commands.activities import record_activity
from db.journal import Sitting, Writer, begin, writing
from db.local import member
from db.queries.records import RecordRow, parts_of, show
from db.record import Value
from db.store import Store
from desktop.context import Desk
from desktop.jobs import Jobs
from desktop.pages.activities.directory import Directory
from desktop.settings import SettingsFile
from sync import identity

TODAY = datetime.date(2025, 10, 17)
TERM = {"code": "2025-2026-1", "starts_on": "2025-09-01", "ends_on": "2026-01-23"}


@dataclass
class Office:
    """A desk, and who is there.

    Attributes:
        me, colleague: Ids of 王丽娟, who records here, and of 张晓梅.
        school, town: Ids of 李家小学, which is here, and of the school in town.
    """

    desk: Desk
    me: str
    colleague: str
    school: str
    town: str

    def record(self, person: str = "", **values: Value) -> str:
        """Record an activity, as another command would."""
        with writing(self.desk.store, self.sit(person)) as writer:
            return record_activity(writer, values, today=TODAY)

    def sit(self, person: str = "") -> Sitting:
        """Begin a sitting of somebody: mine without a name."""
        with self.desk.store.read() as session:
            return begin(session, person or self.me)

    def show(self, id: str) -> RecordRow:
        """Return a record as it stands."""
        with self.desk.store.read() as session:
            return show(session, id)

    def parts(self, kind: str, id: str) -> list[RecordRow]:
        """Return the parts of an activity."""
        with self.desk.store.read() as session:
            return parts_of(session, kind, id)

    def write(
        self, id: str, values: Mapping[str, Value], *, person: str = "", seen: bytes | None = None
    ) -> None:
        """Write fields of a record from elsewhere; with `seen`, not knowing what came since."""
        with writing(self.desk.store, self.sit(person)) as writer:
            records.change(writer, id, values, seen)

    def arrive(self, id: str, values: Mapping[str, Value], *, seen: bytes | None = None) -> None:
        """Let a colleague's change come in by an exchange."""
        self.write(id, values, person=self.colleague, seen=seen)
        self.desk.news.arrived.emit()

    def dispute(self, id: str, field: str, mine: Value, other: Value) -> None:
        """Let two people write one field without knowing of each other."""
        seen = self.show(id).version
        self.write(id, {field: mine}, seen=seen)
        self.write(id, {field: other}, person=self.colleague, seen=seen)

    def close(self) -> None:
        """Let go of the threads and files."""
        self.desk.jobs.shut_down()
        self.desk.store.close()


@dataclass(frozen=True)
class Ids:
    """Who is there: ids, as an office has them."""

    me: str
    colleague: str
    school: str
    town: str


def found_office(folder: Path) -> Ids:
    """Found an alliance of two schools and three people on one laptop, and put it to sleep."""
    store = Store(folder / "data")
    made: dict[str, str] = {}

    def make(session: Session) -> tuple[str, str]:
        writer = Writer(session, begin(session, ""))
        school = records.add(writer, "school", {"name": "李家小学", "short_name": "李家"})
        person = records.add(
            writer, "person", {"name": "王丽娟", "school": school, "posts": "dean"}
        )
        town = {"name": "云岭县第三小学", "short_name": "三小", "type": "county_primary"}
        made["town"] = records.add(writer, "school", town)
        other = {"name": "张晓梅", "school": made["town"], "subjects": "maths"}
        made["colleague"] = records.add(writer, "person", other)
        records.add(writer, "person", {"name": "李志强", "school": school})
        records.add(writer, "alliance", {"name": "三小—山乡"})
        records.add(writer, "membership", {"school": made["town"], "role": "core"})
        records.add(writer, "term", {**TERM, "name": "上学期"})
        records.add(writer, "term", {
            "code": "2024-2025-2", "name": "下学期", "starts_on": "2025-02-24",
            "ends_on": "2025-07-04",
        })  # fmt: skip
        writer.flush()
        return school, person

    done = identity.found(store, alliance_name="三小", person_name="王丽娟", make_records=make)
    store.close()
    return Ids(done.person, made["colleague"], done.school, made["town"])


def office_in(folder: Path, ids: Ids) -> Office:
    """Open the office on a founded laptop, or on a copy of one."""
    store = Store(folder / "data")
    with store.read() as session:
        me = member(session)
    assert me is not None
    file = SettingsFile(folder / "lianke.ini")
    desk = Desk(store, Jobs(), file, file.read(), me, ids.me, lambda: TODAY)
    return Office(desk, ids.me, ids.colleague, ids.school, ids.town)


def open_office(folder: Path) -> Office:
    """Found a laptop and open the office on it."""
    return office_in(folder, found_office(folder))


class Ends(Protocol):
    """What lets go of its threads when it is over."""

    def end(self) -> None: ...


Form = TypeVar("Form", bound=Ends)


class ShowForm(Protocol):
    """Shows a form or an editor at the office, so wide and so high; it ends with the test."""

    def __call__(
        self, make: Callable[[Desk, Directory], Form], width: int, height: int
    ) -> Form: ...
