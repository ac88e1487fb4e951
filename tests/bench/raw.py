"""What everything is measured against: the same rows by the plainest means there are."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
from backports import zstd
from sqlalchemy import String, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from db.record import Value

Rows = list[dict[str, Value]]


class PlainBase(DeclarativeBase):
    """The root of the plain table."""


class PlainActivity(PlainBase):
    """An activity as any program without merging would keep it."""

    __tablename__ = "activity"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    title: Mapped[str | None]
    type: Mapped[str | None]
    status: Mapped[str | None]
    held_on: Mapped[str | None] = mapped_column(String, index=True)
    place: Mapped[str | None]
    host_school: Mapped[str | None]
    host_school_name: Mapped[str | None]
    partner_schools: Mapped[str | None]
    partner_school_names: Mapped[str | None]
    direction: Mapped[str | None]
    subject: Mapped[str | None]
    grade: Mapped[str | None]
    lesson: Mapped[str | None]
    recorder: Mapped[str | None]
    recorder_name: Mapped[str | None]
    own_count: Mapped[int | None]
    hours: Mapped[float | None]
    summary: Mapped[str | None]


def insert_by_orm(path: Path, rows: Rows) -> None:
    """Insert the rows by SQLAlchemy, one object each, one commit, as safe as our store."""
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _safe)
    PlainBase.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        session.add_all([PlainActivity(id=str(n), **row) for n, row in enumerate(rows)])
    engine.dispose()


def _safe(raw: sqlite3.Connection, _entry: object) -> None:
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")


def carry(folder: Path, rows: Rows) -> int:
    """Carry the rows over by MessagePack, zstd and executemany; return the bytes on the stick."""
    file = folder / "raw.zst"
    packed = zstd.compress(msgspec.msgpack.encode(rows), level=3)
    with file.open("wb") as out:
        out.write(packed)
        out.flush()
        os.fsync(out.fileno())
    back: Rows = msgspec.msgpack.decode(zstd.decompress(file.read_bytes()))
    names = list(rows[0])
    marks = ", ".join("?" * (len(names) + 1))
    with closing(sqlite3.connect(folder / "raw.db", isolation_level=None)) as raw:
        _safe(raw, None)
        raw.execute(f"CREATE TABLE activity (id TEXT PRIMARY KEY, {', '.join(names)})")
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(
            f"INSERT INTO activity VALUES ({marks})",
            [(str(n), *row.values()) for n, row in enumerate(back)],
        )
        raw.execute("COMMIT")
    return len(packed)
