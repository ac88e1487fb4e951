"""What runs in a process of its own until it is killed; each says what it has done."""

from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from db import journal, migrate
from db.judging import Arrival
from db.models.exchange import SegmentBytes
from db.record import Value
from db.store import Store


def save(folder: Path, id: str, tell: Connection) -> None:
    """Save for ever, as a form does; tell each number after it is saved."""
    store = Store(folder)
    with store.read() as session:
        sitting = journal.begin(session, "person-a")
    seen: bytes | None = None
    number = 0
    tell.send(number)
    while True:
        number += 1
        with journal.writing(store, sitting) as writer:
            values: dict[str, Value] = {"own_count": number, "summary": f"第{number}次保存。" * 20}
            seen = writer.edit(id, values, seen)
        tell.send(number)


def save_and_seal(folder: Path, tell: Connection) -> None:
    """Record and seal for ever; the sealed bytes stand in the same transaction as the outbox."""
    store = Store(folder)
    tell.send("")
    while True:
        with store.read() as session:
            sitting = journal.begin(session, "person-a")
        made = []
        for number in range(3):
            with journal.writing(store, sitting) as writer:
                made.append(writer.create("activity", {"title": f"第{number}次", "hours": number}))
            with journal.writing(store, sitting) as writer:
                writer.edit(made[-1], {"summary": "上午听课。" * 50})
            tell.send(made[-1])
        with store.write() as session:
            taken = journal.seal(session, 1 << 20)
            data = msgspec.msgpack.encode([one.raw for one in taken])
            session.add(SegmentBytes(id=sitting.nonce.hex(), data=data))


def accept(folder: Path, arrivals: Sequence[Arrival], tell: Connection) -> None:
    """Accept a few changes at a time, then others again."""
    store = Store(folder)
    tell.send(0)
    for start in range(0, len(arrivals), 7):
        journal.accept(store, arrivals[start : start + 7])
        tell.send(start)
    while True:
        journal.accept(store, arrivals)


def bring_up(folder: Path, scripts: Path | None, head: str, tell: Connection) -> None:
    """Make a store, or bring one to a head, as a start of the program does."""
    if scripts is not None:
        migrate._SCRIPTS, migrate.HEAD = scripts, head
    tell.send("started")
    Store(folder).close()
    tell.send("done")
    tell.recv()
