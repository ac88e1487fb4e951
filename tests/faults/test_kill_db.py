"""kill -9 at random moments of a save, a seal, an acceptance and a migration."""

import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec
import pytest

from db import migrate
from db.models.exchange import SegmentBytes
from db.store import FILE, Store
from tests.db.laptops import Air, Laptop, arrival, copy_of, new_laptop
from tests.faults import kill_children
from tests.faults.forks import FORKS

KILLS, FEWER = 32, 14

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


@pytest.fixture(scope="module")
def processes() -> Any:
    """Return a source of processes that start at once, the program already loaded."""
    return FORKS


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an empty store."""
    folder = tmp_path_factory.mktemp("empty")
    Store(folder).close()
    return folder


@pytest.fixture
def laptop(empty: Path, tmp_path: Path) -> Iterator[Callable[[str], Laptop]]:
    """Return a function that makes a laptop."""
    made: list[Laptop] = []
    air = Air()

    def make(name: str) -> Laptop:
        made.append(new_laptop(empty, tmp_path / f"{len(made)}-{name}", air, name))
        return made[-1]

    yield make
    for one in made:
        one.store.close()


def killed_at(
    processes: Any, work: Callable[..., None], args: tuple[Any, ...], after_s: float
) -> list[Any]:
    """Start work, kill it some time after it says it began; return all it said."""
    ours, theirs = processes.Pipe()
    child = processes.Process(target=work, args=(*args, theirs), daemon=True)
    child.start()
    theirs.close()
    said = [ours.recv()]
    deadline = time.monotonic() + after_s
    while (left := deadline - time.monotonic()) > 0:
        if ours.poll(left):
            said.append(ours.recv())
    child.kill()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    return said + rest_of(ours)


def rest_of(ours: Connection) -> list[Any]:
    """Return what was said between the last look and the end."""
    said = []
    with suppress(EOFError, OSError):  # killed in the middle of a word
        while ours.poll():
            said.append(ours.recv())
    return said


def sound(folder: Path) -> None:
    """Hold the database against SQLite's own check."""
    with closing(sqlite3.connect(folder / FILE)) as raw:
        assert raw.execute("PRAGMA quick_check").fetchall() == [("ok",)]


def test_no_acknowledged_save_is_lost(
    processes: Any, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    chance = random.Random(1)
    a, b = laptop("a"), laptop("b")
    id = a.record()
    a.store.close()
    for number in range(KILLS):
        args = (a.store.folder, id)
        said = killed_at(processes, kill_children.save, args, chance.uniform(0, 0.12))
        sound(a.store.folder)
        again = Laptop("a", Store(a.store.folder), a.air)

        if last := said[-1]:  # none was saved in its time otherwise
            assert again.value(id, "own_count") in (last, last + 1)
        sealed = again.seal()
        b.take(sealed)
        assert b.value(id, "own_count") == again.value(id, "own_count"), number
        assert again.digest() == b.digest()
        again.store.close()


def test_what_was_recorded_is_sealed_once_or_waits(
    processes: Any, laptop: Callable[[str], Laptop]
) -> None:
    chance = random.Random(2)
    a, b = laptop("a"), laptop("b")
    a.store.close()
    recorded: set[str] = set()
    for _ in range(FEWER):
        args = (a.store.folder,)
        said = killed_at(processes, kill_children.save_and_seal, args, chance.uniform(0, 0.15))
        recorded |= set(said) - {""}
        sound(a.store.folder)
    again = Laptop("a", Store(a.store.folder), a.air)
    with again.store.read() as session:
        segments = [msgspec.msgpack.decode(s.data) for s in session.query(SegmentBytes)]
    sealed = [arrival(raw, a.signer) for raws in segments for raw in raws]

    b.take([*sealed, *again.seal()])

    assert recorded <= b.stored().keys() == again.stored().keys()
    assert again.digest() == b.digest()
    again.store.close()


def test_an_acceptance_cut_off_is_completed_by_the_next(
    processes: Any, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    chance = random.Random(3)
    a, b = laptop("a"), laptop("b")
    for number in range(25):
        id = a.record(title=f"第{number}次", summary="上午听课。" * 20)
        a.seal()
        a.sit_down()
        a.edit(id, place="红石小学")
    a.seal()
    arrivals = list(a.air.all)
    chance.shuffle(arrivals)
    b.store.close()
    for number in range(FEWER):
        folder = copy_of(b.store.folder, tmp_path / f"copy-{number}")
        after_s = chance.uniform(0, 0.1)
        killed_at(processes, kill_children.accept, (folder, arrivals), after_s)
        sound(folder)
        again = Laptop("b", Store(folder), a.air)

        again.take(arrivals)

        assert again.digest() == a.digest()
        assert again.parked() == []
        again.store.close()
        shutil.rmtree(folder)


def test_a_first_start_cut_off_is_completed_by_the_next(processes: Any, tmp_path: Path) -> None:
    chance = random.Random(4)
    cut = 0
    for number in range(FEWER):
        folder = tmp_path / f"new-{number}"
        args = (folder, None, migrate.HEAD)
        said = killed_at(processes, kill_children.bring_up, args, chance.uniform(0, 0.25))
        cut += "done" not in said

        Store(folder).close()

        sound(folder)
        assert migrate.revision(folder / FILE) == migrate.HEAD
        assert sorted(p.name for p in folder.glob("*.new*")) == []
        shutil.rmtree(folder)
    assert cut > 2  # else nothing was cut off


UPGRADE = '''"""A next revision that takes its time."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("document") as table:
        table.add_column(sa.Column("news", sa.String(), nullable=True))
    for number in range(30):
        op.add_column("activity", sa.Column(f"news{number}", sa.String(), nullable=True))
        op.execute(f"UPDATE activity SET news{number} = title")
'''


def test_an_upgrade_cut_off_leaves_the_old_store_or_the_new(
    processes: Any,
    laptop: Callable[[str], Laptop],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = random.Random(5)
    a = laptop("a")
    for number in range(20):
        a.record(title=f"第{number}次")
    before = a.digest()
    a.store.close()
    scripts = tmp_path / "migrations"
    shutil.copytree(migrate._SCRIPTS, scripts)
    (scripts / "versions" / "0004_news.py").write_text(UPGRADE)
    monkeypatch.setattr(migrate, "_SCRIPTS", scripts)
    cut = 0
    for number in range(FEWER):
        folder = copy_of(a.store.folder, tmp_path / f"copy-{number}")
        args = (folder, scripts, "0004")
        said = killed_at(processes, kill_children.bring_up, args, chance.uniform(0, 0.3))
        cut += "done" not in said
        assert migrate.revision(folder / FILE) in ("0003", "0004")
        sound(folder)

        with monkeypatch.context() as newer:
            newer.setattr(migrate, "HEAD", "0004")
            again = Laptop("a", Store(folder), a.air)

        assert migrate.revision(folder / FILE) == "0004"
        assert again.digest() == before
        with closing(sqlite3.connect(folder / FILE)) as raw:
            assert raw.execute("SELECT count(news29) FROM activity").fetchone() == (20,)
        again.store.close()
        shutil.rmtree(folder)
    assert cut > 2
