"""Sealed backups: whole or refused, and nothing in them to be read without the passphrase."""

import os
from pathlib import Path

import pytest

from db.blobs import Blobs
from db.errors import BackupError
from db.keeping import keep_file
from db.progress import finish
from db.sealed_backup import CHUNK, is_sealed, open_backup, seal_backup
from db.store import Store
from tests.db.laptops import Laptop

WORDS = "山高水长 2025"


@pytest.fixture
def sealed(a: Laptop, tmp_path: Path) -> Path:
    """Return a sealed backup of a laptop with an activity and an attachment of two pieces."""
    a.record("activity", title="送课下乡")
    a.store.blobs.keep(os.urandom(5 * CHUNK))
    return finish(seal_backup(a.store.folder, tmp_path / "backup.lkb", WORDS))


def opened(path: Path, words: str, into: Path) -> Path:
    """Unpack a backup into a new folder."""
    into.mkdir()
    finish(open_backup(path, words, into))
    return into


def reason(path: Path, words: str, into: Path) -> str:
    """Return why a backup was refused."""
    with pytest.raises(BackupError) as caught:
        opened(path, words, into)
    return caught.value.reason


def test_what_was_sealed_comes_out_again(sealed: Path, a: Laptop, tmp_path: Path) -> None:
    folder = opened(sealed, WORDS, tmp_path / "out")

    store = Store(folder)
    with store.read() as session:
        titles = session.connection().exec_driver_sql("SELECT title FROM activity").all()
    store.close()
    assert titles == [("送课下乡",)]
    assert store.blobs.piece_ids() == a.store.blobs.piece_ids() != set()


def test_nothing_can_be_read_without_the_passphrase(sealed: Path) -> None:
    data = sealed.read_bytes()

    assert "送课下乡".encode() not in data
    assert b"SQLite" not in data


def test_the_same_backup_sealed_twice_shares_no_bytes(a: Laptop, tmp_path: Path) -> None:
    one = finish(seal_backup(a.store.folder, tmp_path / "one", WORDS)).read_bytes()
    other = finish(seal_backup(a.store.folder, tmp_path / "other", WORDS)).read_bytes()

    assert one[-64:] != other[-64:]


def test_a_passphrase_is_the_same_however_its_letters_are_composed(
    a: Laptop, tmp_path: Path
) -> None:
    path = finish(seal_backup(a.store.folder, tmp_path / "backup", "caf\u00e9"))

    assert opened(path, " cafe\u0301", tmp_path / "out").exists()


def test_a_wrong_passphrase_is_said(sealed: Path, tmp_path: Path) -> None:
    assert reason(sealed, "山高水长", tmp_path / "out") == "wrong_passphrase"


def test_no_backup_is_sealed_without_a_passphrase(a: Laptop, tmp_path: Path) -> None:
    with pytest.raises(BackupError) as caught:
        finish(seal_backup(a.store.folder, tmp_path / "backup", "  "))

    assert caught.value.reason == "needs_passphrase"


@pytest.mark.parametrize("keep", [0, 1, 10, 60, 100, CHUNK, CHUNK + 200, -17, -1])
def test_a_backup_cut_off_is_refused(keep: int, sealed: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    cut.write_bytes(sealed.read_bytes()[:keep])

    assert reason(cut, WORDS, tmp_path / "out") in {
        "not_a_backup", "damaged", "wrong_passphrase",
    }  # fmt: skip


@pytest.mark.parametrize("at", [CHUNK // 2, 2 * CHUNK, -5])
def test_a_changed_byte_is_damage(at: int, sealed: Path, tmp_path: Path) -> None:
    data = bytearray(sealed.read_bytes())
    data[at] ^= 1
    changed = tmp_path / "changed"
    changed.write_bytes(data)

    assert reason(changed, WORDS, tmp_path / "out") == "damaged"


def test_chunks_put_in_another_order_are_damage(sealed: Path, tmp_path: Path) -> None:
    data = sealed.read_bytes()
    head = 8 + int.from_bytes(data[4:8], "big") + 16
    size = CHUNK + 16
    swapped = tmp_path / "swapped"
    first, second = data[head : head + size], data[head + size : head + 2 * size]
    swapped.write_bytes(data[:head] + second + first + data[head + 2 * size :])

    assert reason(swapped, WORDS, tmp_path / "out") == "damaged"


def test_a_backup_with_something_behind_its_end_is_damage(sealed: Path, tmp_path: Path) -> None:
    longer = tmp_path / "longer"
    longer.write_bytes(sealed.read_bytes() + b"x")

    assert reason(longer, WORDS, tmp_path / "out") == "damaged"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [(0, 2, "too_new"), (1, 2**31, "damaged"), (2, 1000, "damaged"), (3, 0, "damaged")],
)
def test_a_header_beyond_the_bounds_is_never_worked_on(
    field: int, value: int, said: str, tmp_path: Path
) -> None:
    import msgspec

    header: list[object] = [1, 65536, 3, 1, bytes(16)]
    header[field] = value
    packed = msgspec.msgpack.encode(header)
    path = tmp_path / "hostile"
    path.write_bytes(b"LKB1" + len(packed).to_bytes(4, "big") + packed + bytes(200))

    assert reason(path, WORDS, tmp_path / "out") == said


def test_other_files_are_no_backups(tmp_path: Path) -> None:
    other = tmp_path / "photo.jpg"
    other.write_bytes(b"\xff\xd8\xff\xe0" + bytes(500))

    assert not is_sealed(other)
    assert reason(other, WORDS, tmp_path / "out") == "not_a_backup"


def test_a_missing_backup_is_said_to_be_missing(tmp_path: Path) -> None:
    assert reason(tmp_path / "nothing", WORDS, tmp_path / "out") == "missing"


def test_a_stick_that_is_full_is_said_and_keeps_the_backup_before(
    a: Laptop, small_disk: Path
) -> None:
    target = small_disk / "backup.lkb"
    finish(seal_backup(a.store.folder, target, WORDS))
    before = target.read_bytes()
    a.store.blobs.keep(os.urandom(2 * CHUNK))

    with pytest.raises(BackupError) as caught:
        finish(seal_backup(a.store.folder, target, WORDS))

    assert caught.value.reason == "unwritable"
    assert target.read_bytes() == before
    assert list(small_disk.glob("~*")) == []
    assert list(a.store.folder.glob("~*")) == []


def test_a_long_file_comes_back_with_a_sealed_backup(a: Laptop, tmp_path: Path) -> None:
    film = tmp_path / "课堂.mp4"
    film.write_bytes(os.urandom(5 * 1024 * 1024))
    kept = finish(keep_file(a.store, film))
    out = tmp_path / "out.lkb"
    finish(seal_backup(a.store.folder, out, "纸条"))
    into = tmp_path / "into"
    into.mkdir()

    finish(open_backup(out, "纸条", into))

    path = Blobs(into).wholes.path(kept.sha256)
    assert path is not None
    assert path.read_bytes() == film.read_bytes()
