"""Many files taken in at once: in their order, each safe before anybody is told of it."""

import datetime
import os
from pathlib import Path

import pytest
from sqlalchemy import select

from db.blobs import PIECE_BYTES, Laid, pieces_of
from db.commands.attachments import attach_file, attach_files
from db.errors import AttachmentError
from db.models.activities import Attachment
from db.progress import finish
from tests.db.laptops import Laptop

TODAY = datetime.date(2025, 11, 3)


def write(folder: Path, count: int, size_bytes: int = 3000) -> list[Path]:
    """Write files that do not compress."""
    paths = [folder / f"课件{number:02}.pptx" for number in range(count)]
    for path in paths:
        path.write_bytes(os.urandom(size_bytes))
    return paths


def kept(a: Laptop) -> dict[str, bytes | None]:
    """Return what every attachment's file holds, by its name."""
    with a.store.read() as session:
        rows = session.execute(select(Attachment.file_name, Attachment.pieces)).all()
    return {name or "": a.store.blobs.open(pieces_of(field)) for name, field in rows}


def left_beside(a: Laptop) -> list[Path]:
    """Return what lies unfinished in the data folder."""
    return list(a.store.folder.rglob("~*.part"))


def test_many_files_are_kept_in_their_order(a: Laptop, tmp_path: Path) -> None:
    paths = write(tmp_path, 70)
    activity = a.record("activity")

    ids = finish(attach_files(a.store, a.sitting, activity, paths, today=TODAY))

    with a.store.read() as session:
        names = [session.get_one(Attachment, id).file_name for id in ids]
    assert names == [path.name for path in paths]
    assert kept(a) == {path.name: path.read_bytes() for path in paths}
    assert left_beside(a) == []


def test_long_and_short_files_come_in_one_after_another(a: Laptop, tmp_path: Path) -> None:
    paths = write(tmp_path, 5)
    paths[2].write_bytes(os.urandom(2 * PIECE_BYTES + 5))
    activity = a.record("activity")

    ids = finish(attach_files(a.store, a.sitting, activity, paths, today=TODAY))

    with a.store.read() as session:
        sizes = [session.get_one(Attachment, id).size_bytes for id in ids]
    assert sizes == [path.stat().st_size for path in paths]


def test_those_before_a_file_that_is_missing_are_kept_and_none_behind(
    a: Laptop, tmp_path: Path
) -> None:
    paths = write(tmp_path, 6)
    paths[3].unlink()
    activity = a.record("activity")

    with pytest.raises(AttachmentError) as caught:
        finish(attach_files(a.store, a.sitting, activity, paths, today=TODAY))

    assert caught.value.reason == "missing"
    assert sorted(kept(a)) == [path.name for path in paths[:3]]
    assert left_beside(a) == []


def test_whoever_stops_keeps_what_was_taken_in(a: Laptop, tmp_path: Path) -> None:
    paths = write(tmp_path, 20)
    activity = a.record("activity")
    work = attach_files(a.store, a.sitting, activity, paths, today=TODAY)
    for _ in range(12):
        next(work)

    work.close()

    names = sorted(kept(a))
    assert names == [path.name for path in paths[: len(names)]]
    assert 1 <= len(names) < 20
    assert None not in kept(a).values()
    assert left_beside(a) == []


def test_one_file_twice_is_kept_once(a: Laptop, tmp_path: Path) -> None:
    paths = write(tmp_path, 3)
    paths[2].write_bytes(paths[0].read_bytes())
    activity = a.record("activity")

    finish(attach_files(a.store, a.sitting, activity, paths, today=TODAY))

    assert len(a.store.blobs.piece_ids()) == len(kept(a)) - 1


def test_a_file_that_a_record_names_is_named_by_the_same_words(a: Laptop, tmp_path: Path) -> None:
    paths = write(tmp_path, 3)
    activity = a.record("activity")  # this laptop has no circle's key: each sealing is another
    finish(attach_file(a.store, a.sitting, activity, paths[1], today=TODAY))

    finish(attach_files(a.store, a.sitting, activity, paths, today=TODAY))

    with a.store.read() as session:
        named = session.scalars(
            select(Attachment.pieces).where(Attachment.file_name == paths[1].name)
        ).all()
    assert len(named) == 2
    assert len(set(named)) == 1
    assert len(a.store.blobs.piece_ids()) == 3


def test_what_is_cleared_away_before_it_is_safe_is_written_again(
    a: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = write(tmp_path, 4)
    activity = a.record("activity")
    settle, tidied = Laid.settle, list[Laid]()

    def late(laid: Laid) -> None:  # an exchange of another program tidies in this very moment
        if not tidied:
            tidied.append(laid)
            a.store.blobs.clear_up()
        settle(laid)

    with monkeypatch.context() as patched:
        patched.setattr(Laid, "settle", late)
        finish(attach_files(a.store, a.sitting, activity, paths, today=TODAY))

    assert kept(a) == {path.name: path.read_bytes() for path in paths}


def test_a_disk_that_fails_in_the_middle_loses_no_file_that_was_told(
    a: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = write(tmp_path, 4)
    activity = a.record("activity")
    paths[2].write_bytes(os.urandom(5000))
    settle = Laid.settle

    def failing(laid: Laid) -> None:
        if laid.size_bytes > 5000:
            raise OSError("no space left")
        settle(laid)

    with monkeypatch.context() as patched:
        patched.setattr(Laid, "settle", failing)
        with pytest.raises(OSError, match="no space"):
            finish(attach_files(a.store, a.sitting, activity, paths, today=TODAY))

    assert kept(a) == {path.name: path.read_bytes() for path in paths[:2]}
