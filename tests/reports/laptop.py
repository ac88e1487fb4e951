"""A laptop of one village school, its store founded, to record on and print from."""

import datetime
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from db.commands import records
from db.commands.activities import record_activity
from db.journal import Sitting, Writer, begin, writing
from db.record import Value
from db.store import Store
from sync import identity

DAY = datetime.date(2025, 10, 17)


@dataclass(frozen=True)
class Laptop:
    """A store, who is recording, and the school."""

    store: Store
    sitting: Sitting
    school: str
    person: str

    def add(self, kind: str, values: Mapping[str, Value], *, circle: str = "alliance") -> str:
        """Record something; return its id."""
        with writing(self.store, self.sitting) as writer:
            if kind == "activity":
                return record_activity(writer, values, today=DAY, circle=circle)
            return records.add(writer, kind, values, circle=circle)

    def delete(self, id: str) -> None:
        """Put a record in the bin."""
        with writing(self.store, self.sitting) as writer:
            records.delete(writer, id)


def laptop_at(store: Store, school: str, person: str) -> Laptop:
    """Sit down at a store."""
    with store.read() as session:
        return Laptop(store, begin(session, person), school, person)


class Founded:
    """A laptop that was founded once; each test opens a copy of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        made = found_laptop(folder)
        made.store.close()
        self._who = made.school, made.person

    def copy(self, folder: Path) -> Laptop:
        """Open a copy in a folder that is not there yet."""
        shutil.copytree(self._folder, folder)
        return laptop_at(Store(folder), *self._who)


def found_laptop(folder: Path) -> Laptop:
    """Found an alliance of one school with one term."""
    store = Store(folder)

    def make(session: Session) -> tuple[str, str]:
        writer = Writer(session, begin(session, ""))
        school = records.add(writer, "school", {"name": "云岭县李家小学", "short_name": "李家"})
        person = records.add(writer, "person", {"name": "王丽娟", "school": school})
        writer.flush()
        return school, person

    founded = identity.found(
        store, alliance_name="云岭县联盟", person_name="王丽娟", make_records=make
    )
    laptop = laptop_at(store, founded.school, founded.person)
    laptop.add("alliance", {"name": "“三小—山乡”结对联盟"})
    laptop.add("membership", {"school": founded.school, "role": "member"})
    laptop.add(
        "term",
        {
            "code": "2025-2026-1",
            "name": "上学期",
            "starts_on": "2025-09-01",
            "ends_on": "2026-01-23",
        },
    )
    return laptop
