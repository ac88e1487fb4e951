"""Laptops for measuring: real stores, founded and joined as by users."""

from pathlib import Path

from sqlalchemy.orm import Session

from db import journal
from db.commands import records
from db.journal import Sitting, Writer, begin
from db.record import Value
from db.store import Store
from sync import identity

TERM = "2025-2026-1"


def founded(folder: Path) -> Store:
    """Return a coordinator's laptop with a school, a person and a term."""
    store = Store(folder)

    def make_records(session: Session) -> tuple[str, str]:
        writer = Writer(session, begin(session, ""))
        school = records.add(writer, "school", {"name": "云岭县第三小学", "code": "5301000001"})
        person = records.add(writer, "person", {"name": "孙敏", "school": school})
        term = {"code": TERM, "starts_on": "2025-09-01", "ends_on": "2026-01-23"}
        records.add(writer, "term", {**term, "name": TERM})
        records.add(writer, "alliance", {"name": "三小—山乡"})
        writer.flush()
        return school, person

    identity.found(store, alliance_name="三小—山乡", person_name="孙敏", make_records=make_records)
    return store


def pair(folder: Path) -> tuple[Store, Store]:
    """Return a coordinator's laptop and one that joined it, both empty of activities."""
    one, other = founded(folder / "one"), Store(folder / "other")
    with journal.writing(one, sit(one)) as writer:
        school = records.add(writer, "school", {"name": "李家小学", "code": "5301000002"})
        person = records.add(writer, "person", {"name": "王丽娟", "school": school})
    file = folder / "invitation"
    words = identity.invite(
        one, school=school, person=person, person_name="王丽娟", role="lead", out=file
    )
    identity.join(other, file, words)
    return one, other


def sit(store: Store) -> Sitting:
    """Begin a sitting of whoever this laptop belongs to."""
    with store.read() as session:
        me = identity.me(session)
        return begin(session, me.person)


def record_all(store: Store, rows: list[dict[str, Value]]) -> list[str]:
    """Record activities through the commands, in one transaction."""
    with journal.writing(store, sit(store)) as writer:
        return [records.add(writer, "activity", row) for row in rows]
