"""The data folder: opened, refused with a name for the reason, written by one at a time."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from db import migrate
from db.errors import (
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreOnNetworkError,
    StoreReadOnlyError,
    StoreTooNewError,
)
from db.models.local import Local
from db.store import FILE, Store, on_network
from tests.cheap import make_engine_as_shipped


def keep(store: Store, name: str, value: str = "x") -> None:
    """Write something."""
    with store.write() as session:
        session.add(Local(name=name, value=value))


def test_a_new_folder_becomes_a_store_at_the_newest_revision(tmp_path: Path) -> None:
    Store(tmp_path / "new" / "folder").close()

    assert migrate.revision(tmp_path / "new" / "folder" / FILE) == migrate.HEAD


def test_a_save_is_on_the_disk_when_it_returns(tmp_path: Path) -> None:
    engine = make_engine_as_shipped(tmp_path / "a.db", read_only=False)

    with engine.connect() as connection:
        said = connection.exec_driver_sql("PRAGMA synchronous").scalar()

    engine.dispose()
    assert said == 2  # FULL: a power cut takes nothing back


START = """
import sys
from pathlib import Path
from db.models.local import Local
from db.store import Store
store = Store(Path(sys.argv[1]))
with store.write() as session:
    session.add(Local(name=sys.argv[2], value="x"))
"""


def test_programs_that_make_one_store_at_once_share_it(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    root = Path(__file__).parents[2]
    started = [
        subprocess.Popen([sys.executable, "-c", START, str(folder), name], cwd=root)
        for name in "abcd"
    ]

    assert [program.wait() for program in started] == [0, 0, 0, 0]

    store = Store(folder)
    with store.read() as session:
        assert session.query(Local).count() == 4
    store.close()
    assert list(folder.glob("*.new*")) == []


def test_an_error_undoes_all_of_a_write(store: Store) -> None:
    with suppress(ZeroDivisionError), store.write() as session:
        session.add(Local(name="half", value="x"))
        session.flush()
        1 / 0  # noqa: B018

    with store.read() as session:
        assert session.get(Local, "half") is None


def test_a_reader_cannot_write(store: Store) -> None:
    with store.read() as session, pytest.raises((StoreError, DBAPIError)):
        session.execute(insert(Local).values(name="x", value="x"))


def test_writers_wait_for_each_other_and_none_fails(store: Store) -> None:
    """A deferred BEGIN fails with "database is locked" when two meet in the middle."""
    failed: list[Exception] = []

    def count() -> None:
        try:
            for _ in range(30):
                with store.write() as session:
                    row = session.get(Local, "count") or Local(name="count", value="0")
                    row.value = str(int(row.value) + 1)
                    session.add(row)
        except StoreError as error:
            failed.append(error)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.read() as session:
        assert (failed, session.get_one(Local, "count").value) == ([], "120")


def test_a_reader_sees_one_moment(store: Store) -> None:
    with store.read() as session:
        before = session.query(Local).count()
        keep(store, "meanwhile")
        assert session.query(Local).count() == before


def test_a_store_of_a_newer_program_is_refused_untouched(store: Store) -> None:
    store.close()
    path = store.folder / FILE
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    before = path.read_bytes()

    with pytest.raises(StoreTooNewError) as raised:
        Store(store.folder)

    assert raised.value.found == "9999"
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"not a database at all" * 100, b"SQLite format 3\x00" + b"x" * 4096]
)
def test_a_file_that_is_no_store_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)

    with pytest.raises(StoreDamagedError):
        Store(tmp_path)

    assert (tmp_path / FILE).read_bytes() == content


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()

    Store(tmp_path).close()

    assert migrate.revision(tmp_path / FILE) == migrate.HEAD


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreReadOnlyError):
        Store(tmp_path / "file")


def test_a_folder_that_is_read_only_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write to any folder

    with pytest.raises(StoreReadOnlyError):
        Store(tmp_path)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("ext4", False), ("cifs", True), ("nfs4", True), ("fuse.sshfs", True), ("exfat", False)],
)
def test_a_network_share_is_known_by_its_mount(tmp_path: Path, kind: str, expected: bool) -> None:
    folder = tmp_path / "a share"
    folder.mkdir()
    mounts = tmp_path / "mounts"
    named = str(folder).replace(" ", "\\040")
    mounts.write_text(f"rootfs / ext4 rw 0 0\n//server/share {named} {kind} rw 0 0\n")

    assert on_network(folder / ".", mounts) is expected


def test_a_store_on_a_network_share_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.store.on_network", lambda _folder: True)

    with pytest.raises(StoreOnNetworkError):
        Store(tmp_path)

    assert not (tmp_path / FILE).exists()


def test_a_full_disk_is_told_and_what_was_saved_is_safe(
    make_small_disk: Callable[..., Path], empty_store: Path
) -> None:
    folder = make_small_disk(size_kib=4096) / "store"
    folder.mkdir()
    shutil.copy(empty_store / FILE, folder / FILE)
    store = Store(folder)
    keep(store, "saved")

    with pytest.raises(StoreFullError):
        keep(store, "large", "x" * 10_000_000)

    store.close()
    again = Store(folder)
    with again.read() as session:
        assert session.get_one(Local, "saved").value == "x"
    again.close()


def test_the_newest_revision_is_that_of_the_migrations() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(migrate._SCRIPTS))

    assert ScriptDirectory.from_config(config).get_current_head() == migrate.HEAD


def test_the_tables_are_those_of_the_models(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    import db.kinds
    import db.models.authority
    import db.models.circles
    import db.models.depots
    import db.models.exchange
    import db.models.materials
    import db.models.receipts
    from db.models.base import Base

    assert db.kinds.KINDS
    with store.read() as session:
        context = MigrationContext.configure(session.connection())
        differing = compare_metadata(context, Base.metadata)
    apart = (  # FTS5's, Alembic's; the indexes are by DESC
        "search_pairs", "alembic_version", "ix_activity_list", "ix_material_newest",
        "ix_document_plans_changed",
    )  # fmt: skip
    assert [d for d in differing if not any(name in str(d) for name in apart)] == []


BROKEN = '''"""A revision that fails half-way."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("activity", sa.Column("news", sa.String(), nullable=True))
    op.execute("INSERT INTO nowhere VALUES (1)")
'''


def test_a_failing_migration_leaves_the_store_as_it_was(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, "saved")
    store.close()
    scripts = tmp_path / "migrations"
    shutil.copytree(migrate._SCRIPTS, scripts)
    (scripts / "versions" / "0004_broken.py").write_text(BROKEN, encoding="utf-8")
    with monkeypatch.context() as newer:
        newer.setattr(migrate, "_SCRIPTS", scripts)
        newer.setattr(migrate, "HEAD", "0004")
        with pytest.raises((StoreError, DBAPIError)):
            Store(store.folder)

    again = Store(store.folder)
    with again.read() as session:
        assert session.get_one(Local, "saved").value == "x"
        columns = session.connection().exec_driver_sql("PRAGMA table_info(activity)").all()
    assert "news" not in {column[1] for column in columns}
    assert (store.folder / "lianke-before-0003.db").exists()
    again.close()


def test_a_glance_cannot_write(store: Store) -> None:
    with pytest.raises(StoreReadOnlyError), store.glance() as look:
        look.execute("INSERT INTO local VALUES ('half', 'x')")

    with store.glance() as look:
        assert look.execute("SELECT count(*) FROM local WHERE name = 'half'").fetchone() == (0,)


def test_a_glance_sees_one_moment(store: Store) -> None:
    count = "SELECT count(*) FROM local WHERE name = 'late'"
    with store.glance() as look:
        before = look.execute(count).fetchone()
        keep(store, "late")
        during = look.execute(count).fetchone()
    with store.glance() as look:
        after = look.execute(count).fetchone()

    assert (before, during, after) == ((0,), (0,), (1,))


def test_what_is_poured_in_stays_in_the_log_until_it_is_worked_in(store: Store) -> None:
    log, database = store.folder / f"{FILE}-wal", store.folder / FILE
    for number in range(3):
        with store.pour() as session:
            session.add(Local(name=f"poured {number}", value="x" * 6_000_000))
    before = database.stat().st_size
    assert log.stat().st_size > 16_000_000 > before

    store.work_in(beyond_bytes=10**9)
    assert database.stat().st_size == before
    store.work_in()

    assert database.stat().st_size > 16_000_000
    with store.read() as session:
        assert len(session.get_one(Local, "poured 2").value) == 6_000_000


def test_a_log_is_worked_in_aside_before_the_store_is_closed(store: Store) -> None:
    database = store.folder / FILE
    with store.pour() as session:
        session.add(Local(name="poured", value="x" * 6_000_000))
    with store.glance() as look:  # somebody reads all the while
        look.execute("SELECT count(*) FROM local").fetchone()
        store.work_in_aside(beyond_bytes=10**9)
        assert store._aside is None
        store.work_in_aside(beyond_bytes=0)
        with store.write() as session:
            session.add(Local(name="beside", value="x"))
    store._wait_aside()

    assert database.stat().st_size > 6_000_000
    store.close()
    assert Store(store.folder).folder == store.folder


def test_what_could_not_be_worked_in_aside_is_worked_in_later(small_disk: Path) -> None:
    store = Store(small_disk / "data")
    with store.pour() as session:
        session.add(Local(name="before", value="x" * 100_000))
    rest = shutil.disk_usage(small_disk).free
    with (small_disk / "film").open("wb") as file, suppress(OSError):
        file.write(bytes(rest))

    store.work_in_aside(beyond_bytes=0)
    store.close()

    (small_disk / "film").unlink()
    again = Store(store.folder)
    with again.read() as session:
        assert session.get_one(Local, "before").value == "x" * 100_000
    again.close()


def test_a_disk_that_is_full_when_the_log_is_worked_in_loses_nothing(
    small_disk: Path,
) -> None:
    store = Store(small_disk / "data")
    with store.pour() as session:
        session.add(Local(name="before", value="x"))
    rest = shutil.disk_usage(small_disk).free
    with (small_disk / "film").open("wb") as file, suppress(OSError):
        file.write(bytes(rest))

    with suppress(StoreFullError):
        store.work_in()

    (small_disk / "film").unlink()
    store.work_in()
    with store.read() as session:
        assert session.get_one(Local, "before").value == "x"
    store.close()
