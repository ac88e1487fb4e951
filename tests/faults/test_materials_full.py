"""The disk fills while a folder is put into the shared materials: nothing half, one sentence."""

import os
from collections.abc import Callable
from pathlib import Path

from tests.faults.lianke import Lianke
from tests.faults.test_data_folder import FULL, apart, fill

ROOM_BYTES = 900 * 1024
FILES = 40


def test_a_disk_full_while_files_are_put_in(
    a: Lianke, tmp_path: Path, make_small_disk: Callable[..., Path]
) -> None:
    source = tmp_path / "三年级数学上册"
    source.mkdir()
    for number in range(FILES):
        (source / f"练习{number:02}.bin").write_bytes(os.urandom(60_000))
    disk = make_small_disk(size_kib=5000)
    laptop = a.copy(disk / "data")
    film = fill(disk, ROOM_BYTES)

    done = apart(laptop, "materials", "share", source)

    assert (done.status, FULL["en"] in done.err) == (1, True)
    assert "files were put in." in done.out  # those before it are told
    film.unlink()
    rows = laptop.ask("materials", "list")
    assert len(rows) < FILES
    assert all(row["here"] for row in rows)
    assert laptop.is_sound()
    again = laptop.ask("materials", "share", source)
    assert len(again["same"]) == len(rows)
    assert len(again["added"]) == FILES - len(rows)
