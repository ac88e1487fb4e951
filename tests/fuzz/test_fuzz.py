"""Wrong bytes from anywhere: only our own errors come out, soon, and within bounds of memory."""

import random
import subprocess
import sys
import zlib
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loro import ExportMode, LoroDoc, VersionVector
from openpyxl import Workbook

from db import table_files
from db.errors import ImportFileError
from sync import segment_header
from sync.errors import SkippedFileError
from tests.fuzz import mutate
from tests.fuzz.fuzzing import _call
from tests.fuzz.parsers import Parser

SECONDS = 12
ROOT = Path(__file__).parents[2]


def test_all_parsers_bear_wrong_bytes_within_bounds_of_memory() -> None:
    command = [sys.executable, "-m", "tests.fuzz.fuzzing", str(SECONDS), "1000"]

    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, timeout=200)

    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(data=st.binary(max_size=300), length=st.integers(0, 2**32 - 1))
def test_a_segment_of_any_bytes_is_refused(data: bytes, length: int) -> None:
    with pytest.raises(SkippedFileError):
        segment_header.header_bytes(b"LKS0" + length.to_bytes(4, "big") + data)


def test_a_parser_that_raises_anything_else_is_noticed() -> None:
    def wrong(_dice: random.Random) -> object:
        raise IndexError("beyond")

    assert "IndexError" in _call(Parser("broken", wrong), 1)


def test_a_loro_blob_has_a_right_checksum_though_its_contents_are_wrong() -> None:
    doc = LoroDoc()
    doc.get_map("f").insert("place", "三楼会议室")
    doc.commit()
    blob = bytes(doc.export(ExportMode.Updates(VersionVector())))

    assert mutate.xxh32(blob[20:], 0x4F524F4C).to_bytes(4, "little") == blob[16:20]
    assert mutate.loro(blob, random.Random(1))[:16] == blob[:16]


def test_a_workbook_whose_packed_cells_are_damaged_is_no_table(tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "staff.xlsx"
    for number in range(400):
        book.active.append([f"老师{number}", "女", number])  # type: ignore[union-attr]
    book.save(path)
    with ZipFile(path) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    data = bytearray(path.read_bytes())
    data[at + 60 : at + 200] = b"\xff" * 140
    path.write_bytes(data)
    with ZipFile(path) as archive, pytest.raises(zlib.error):
        archive.read("xl/worksheets/sheet1.xml")

    with pytest.raises(ImportFileError) as told:
        table_files.read_workbook(path, 5000)

    assert told.value.args


def test_a_workbook_under_a_password_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "staff.xlsx"
    Workbook().save(path)
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1  # the flag of a packed file that is encrypted
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(data)

    with pytest.raises(ImportFileError):
        table_files.read_workbook(path, 5000)
