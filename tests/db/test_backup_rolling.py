"""Rolling backups: one a day, seven days and four weeks of them."""

import datetime
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.backup import back_up, due, list_backups
from db.errors import BackupError
from tests.db.laptops import Laptop

FIRST = datetime.date(2025, 9, 1)


def day(number: int) -> datetime.date:
    """Return a day so many days after the first."""
    return FIRST + datetime.timedelta(days=number)


def test_a_backup_holds_what_was_just_saved(a: Laptop) -> None:
    a.record("activity", title="送课下乡")

    path = back_up(a.store.folder, FIRST)

    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT title FROM activity").fetchall() == [("送课下乡",)]


def test_one_backup_a_day_is_due(a: Laptop) -> None:
    assert due(a.store.folder, FIRST)
    back_up(a.store.folder, FIRST)

    assert not due(a.store.folder, FIRST)
    assert due(a.store.folder, day(1))


def test_seven_days_and_four_weeks_are_kept(a: Laptop) -> None:
    for number in range(60):
        back_up(a.store.folder, day(number))

    kept = [one.made_on for one in list_backups(a.store.folder)]

    assert kept[:7] == [day(number) for number in range(59, 52, -1)]
    assert len(kept) == 11
    assert len({one.isocalendar()[:2] for one in kept[7:]}) == 4


@pytest.mark.parametrize("wrong", [datetime.date(2009, 1, 1), datetime.date(2038, 1, 1)])
def test_a_wrong_clock_never_costs_the_newest_backup(wrong: datetime.date, a: Laptop) -> None:
    for number in range(10):
        back_up(a.store.folder, day(number))

    newest = back_up(a.store.folder, wrong)

    assert list_backups(a.store.folder)[0].path == newest
    assert newest.exists()


def test_other_files_beside_the_backups_are_left_alone(a: Laptop) -> None:
    other = a.store.folder / "backups" / "mine.db"
    other.parent.mkdir()
    other.write_bytes(b"x")

    for number in range(20):
        back_up(a.store.folder, day(number))

    assert other.exists()


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(a: Laptop) -> None:
    (a.store.folder / "backups").write_bytes(b"a file where the folder should be")

    with pytest.raises(BackupError) as caught:
        back_up(a.store.folder, FIRST)

    assert caught.value.reason == "unwritable"
    assert list(a.store.folder.rglob("*.part")) == []


def test_a_full_disk_is_said_and_leaves_nothing_behind(a: Laptop, small_disk: Path) -> None:
    from db.backup import copy_database
    from db.store import FILE

    target = small_disk / "copy.db"
    (small_disk / "filler").write_bytes(bytes(700 * 1024))

    with pytest.raises(BackupError) as caught:
        copy_database(a.store.folder / FILE, target)

    assert caught.value.reason == "unwritable"
    assert sorted(p.name for p in small_disk.iterdir() if p.name != "lost+found") == ["filler"]
