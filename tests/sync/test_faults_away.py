"""A laptop that was away for a year meets tidied places; what is deleted stays deleted."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from db import journal
from db.commands import records
from db.deletion import ASKED, DELETED
from db.models.local import Document
from db.store import Store
from sync import snapshot_making
from tests.sync.laptops import Laptop, files
from tests.sync.test_pieces import attach

VISITS = 17
"""Visits of a year: enough for a pack of sixteen segments, and for a snapshot."""


def delete(laptop: Laptop, id: str) -> None:
    """Put a record into the bin."""
    with laptop.store.read() as session:
        sitting = journal.begin(session, laptop.me.person)
    with journal.writing(laptop.store, sitting) as writer:
        records.delete(writer, id)


def deletions(laptop: Laptop, *ids: str) -> list[int]:
    """Return how far each record is deleted."""
    with laptop.store.read() as session:
        rows = session.execute(select(Document.id, Document.deletion)).all()
    return [row.deletion for id in ids for row in rows if row.id == id]


@pytest.fixture
def year(a: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make snapshots of as few segments as a year has here."""
    monkeypatch.setattr(snapshot_making, "SNAPSHOT_AT", 10)


def test_a_laptop_away_for_a_year_meets_a_tidied_place(
    a: Laptop, b: Laptop, c: Laptop, stick: Path, year: None
) -> None:
    old = a.write("activity", title="去年")
    for laptop in (a, b, c, a):
        laptop.exchange(stick)
    own = [b.write("activity", title=f"离线 {number}") for number in range(3)]
    b.edit(old, title="离线改的")
    (piece,) = attach(a, 5000)
    for number in range(VISITS):
        a.edit(old, place=f"第{number}次")
        a.write("activity", title=f"送课 {number}")
        a.exchange(stick)
    c.exchange(stick)
    assert files(stick, "p1")
    assert files(stick, "man")
    tips = [path.name[:13] for path in files(stick, "tip")]
    assert len(tips) == len(set(tips))  # older ends of logs are gone
    assert len(files(stick, "seg")) < VISITS

    back = b.exchange(stick)
    for laptop in (a, c, b):
        laptop.exchange(stick)
    last = a.exchange(stick)

    assert back.skipped == last.skipped == ()
    assert a.records() == b.records() == c.records()
    assert all(a.title(id) is not None and c.title(id) == b.title(id) for id in own)
    assert a.title(old) == c.title(old) == "离线改的"
    assert b.store.blobs.has(piece)


def test_what_was_deleted_stays_deleted_whoever_comes_late(
    a: Laptop, b: Laptop, c: Laptop, stick: Path, tmp_path: Path, year: None
) -> None:
    gone, edited = (a.write("activity", title=title) for title in ("取消", "改期"))
    for laptop in (a, b, c, a):
        laptop.exchange(stick)
    old_stick = Path(shutil.copytree(stick, tmp_path / "old stick"))
    b.store.close()
    shutil.copytree(b.store.folder, tmp_path / "backup of b")
    b = Laptop("b", Store(b.store.folder))
    late = Laptop("late", Store(tmp_path / "backup of b"))
    for id in (gone, edited):
        delete(a, id)
    for number in range(VISITS):
        a.write("activity", title=f"送课 {number}")
        a.exchange(stick)
    c.exchange(stick)
    b.edit(edited, title="改到下周")  # who edits what others deleted is asked

    for place in (old_stick, stick, old_stick, stick, old_stick):
        for laptop in (late, b, c, a):
            laptop.exchange(place)

    for laptop in (a, b, c, late):
        assert deletions(laptop, gone, edited) == [DELETED, ASKED]
        assert laptop.title(edited) == "改到下周"
    late.store.close()
    b.store.close()
