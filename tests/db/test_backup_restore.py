"""Restoring: the old store or the new one, whole; no peer continued, nothing of the outbox lost."""

import datetime
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from db.backup import back_up, list_backups
from db.check import check
from db.errors import BackupError, StoreBusyError
from db.migrate import HEAD
from db.models.local import Outgoing, Sitting
from db.outbox import waiting
from db.progress import finish
from db.queries.records import list_records
from db.record import Value
from db.restore import Restored, restore, restore_now
from db.sealed_backup import seal_backup
from db.store import FILE, Store
from tests.db.laptops import Laptop

TODAY = datetime.date(2025, 11, 3)


def restored(a: Laptop, file: Path, words: str = "") -> Restored:
    """Restore a laptop whose store is closed."""
    return restore_now(a.store.folder, file, passphrase=words, today=TODAY, prepare=lambda _: None)


def titles(folder: Path) -> list[Value]:
    """Return the titles of the activities of a data folder."""
    store = Store(folder)
    with store.read() as session:
        found = [row.values["title"] for row in list_records(session, "activity")]
    store.close()
    return found


@pytest.fixture
def backed_up(a: Laptop) -> Laptop:
    """Return a laptop that recorded one activity, backed up, then recorded another; closed."""
    a.record("activity", title="之前")
    back_up(a.store.folder, TODAY)
    a.record("activity", title="之后")
    a.store.close()
    return a


def rolling(a: Laptop) -> Path:
    """Return the newest rolling backup."""
    return list_backups(a.store.folder)[0].path


def test_a_rolling_backup_comes_back_and_the_old_folder_stays_aside(backed_up: Laptop) -> None:
    done = restored(backed_up, rolling(backed_up))

    assert titles(backed_up.store.folder) == ["之前"]
    assert done.aside is not None
    assert sorted(map(str, titles(done.aside))) == ["之前", "之后"]


def test_a_sealed_backup_comes_back_with_its_attachments(a: Laptop, tmp_path: Path) -> None:
    a.record("activity", title="之前")
    a.store.blobs.keep(b"photo")
    file = finish(seal_backup(a.store.folder, tmp_path / "backup.lkb", "words"))
    a.store.close()
    pieces = a.store.blobs.piece_ids()

    fresh = tmp_path / "another computer"
    done = restore_now(fresh, file, passphrase="words", today=TODAY, prepare=lambda _: None)

    store = Store(fresh)
    assert store.blobs.piece_ids() == pieces
    assert check(store, deep=True) == []
    store.close()
    assert done.aside is None
    assert titles(fresh) == ["之前"]


def test_two_restores_on_one_day_keep_two_folders_aside(backed_up: Laptop) -> None:
    first = restored(backed_up, rolling(backed_up))
    second = restored(backed_up, rolling(backed_up))

    assert first.aside is not None
    assert second.aside is not None
    assert first.aside != second.aside
    assert titles(second.aside) == ["之前"]


def test_attachments_and_older_backups_stay_where_they_are(backed_up: Laptop) -> None:
    backed_up.store.blobs.keep(b"photo taken after the backup")
    pieces = backed_up.store.blobs.piece_ids()

    restored(backed_up, rolling(backed_up))

    assert backed_up.store.blobs.piece_ids() == pieces
    assert len(list_backups(backed_up.store.folder)) == 1


def test_no_sitting_is_continued_and_the_outbox_keeps_its_own(a: Laptop) -> None:
    a.record("activity", title="已封")
    a.seal()
    a.sit_down()
    a.record("activity", title="未封")
    back_up(a.store.folder, TODAY)
    a.store.close()

    restored(a, rolling(a))

    store = Store(a.store.folder)
    with store.read() as session:
        sittings = {row.nonce for row in session.query(Sitting)}
        waits = {row.nonce for row in session.query(Outgoing)}
        assert waiting(session) == 1
    store.close()
    assert sittings == waits == {a.sitting.nonce}


def test_the_store_is_prepared_before_it_is_in_place(backed_up: Laptop) -> None:
    seen: list[Path] = []

    restore_now(
        backed_up.store.folder,
        rolling(backed_up),
        today=TODAY,
        prepare=lambda store: seen.append(store.folder),
    )

    assert len(seen) == 1
    assert seen[0] != backed_up.store.folder
    assert not seen[0].exists()


def test_a_store_in_use_is_not_taken_away(backed_up: Laptop) -> None:
    used = Store(backed_up.store.folder)
    with used.read() as session:
        list_records(session, "activity")
        with pytest.raises(StoreBusyError):
            restored(backed_up, rolling(backed_up))
    used.close()

    assert sorted(map(str, titles(backed_up.store.folder))) == ["之前", "之后"]


def test_a_damaged_store_is_replaced_and_kept_aside_as_it_is(backed_up: Laptop) -> None:
    path = backed_up.store.folder / FILE
    path.write_bytes(b"not a database any more" * 100)

    done = restored(backed_up, rolling(backed_up))

    assert titles(backed_up.store.folder) == ["之前"]
    assert done.aside is not None
    assert (done.aside / FILE).read_bytes().startswith(b"not a database")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not_a_backup"),
        (b"\x89PNG" + bytes(100), "not_a_backup"),
        (b"SQLite format 3\0" + bytes(5000), "damaged"),
    ],
)
def test_a_file_that_is_no_backup_changes_nothing(
    data: bytes, reason: str, backed_up: Laptop, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_bytes(data)

    with pytest.raises(BackupError) as caught:
        restored(backed_up, file)

    assert caught.value.reason == reason
    assert len(titles(backed_up.store.folder)) == 2
    assert list(tmp_path.glob("*-aside-*")) == []


def test_a_backup_by_a_newer_program_is_said_to_be_one(backed_up: Laptop) -> None:
    import sqlite3
    from contextlib import closing

    file = rolling(backed_up)
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(BackupError) as caught:
        restored(backed_up, file)

    assert (caught.value.reason, HEAD < "9999") == ("too_new", True)


KILLED = """
import datetime, os, signal, sys
from pathlib import Path
from db import restore
folder, file, step = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
steps = 0
def traced(frame, event, arg):
    global steps
    if event == "line" and frame.f_code.co_filename.endswith(("restore.py", "backup.py")):
        steps += 1
        if steps == step:
            os.kill(os.getpid(), signal.SIGKILL)
    return traced
sys.settrace(traced)
restore.restore_now(folder, file, today=datetime.date(2025, 11, 3), prepare=lambda store: None)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_a_restore_killed_anywhere_leaves_the_old_store_or_the_new(
    backed_up: Laptop, tmp_path: Path
) -> None:
    from db.store import Store
    from tests.db.laptops import copy_of

    before, after = ["之前", "之后"], ["之前"]
    found = set()
    for step in range(random.randrange(2, 20), 500, 19):
        folder = copy_of(backed_up.store.folder, tmp_path / f"killed-{step}")
        done = subprocess.run(
            [sys.executable, "-c", KILLED, folder, list_backups(folder)[0].path, str(step)],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
        store = Store(folder)
        assert check(store) == []
        store.close()
        held = sorted(map(str, titles(folder)))
        assert held in (before, after)
        found.add(tuple(held))
        if done.returncode == 0:
            break
    else:
        pytest.fail("the restore has more steps than were tried")
    assert found == {tuple(before), tuple(after)}


def test_a_restore_that_is_stopped_leaves_the_old_store(backed_up: Laptop) -> None:
    work = restore(backed_up.store.folder, rolling(backed_up), today=TODAY, prepare=lambda _: None)
    next(work)
    next(work)
    work.close()

    assert len(titles(backed_up.store.folder)) == 2
    assert list(backed_up.store.folder.glob("~*")) == []
