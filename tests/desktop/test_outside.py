"""Materials opened by the system's program: a copy nobody writes to, marked, never a program."""

import os
import stat
import sys
from pathlib import Path

import pytest

from db.blobs import PIECE_BYTES, Blobs
from db.errors import AttachmentError
from db.progress import finish
from db.queries.attachments import AttachmentRow
from desktop.pages import outside
from desktop.pages.outside import save_as, take_out
from tests.db import office_samples as samples


def kept(blobs: Blobs, name: str, data: bytes, media_type: str = "") -> AttachmentRow:
    """Keep a file's bytes as a short attachment has them."""
    return AttachmentRow("a", name, name, media_type, len(data), blobs.keep(data), True)


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "data")


def test_a_file_is_a_copy_that_nobody_writes_to(blobs: Blobs) -> None:
    taken = finish(take_out(blobs, kept(blobs, "口算.docx", samples.docx("字"))))

    assert taken.path.name == "口算.docx"
    assert taken.path.read_bytes() == samples.docx("字")
    assert not taken.path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    assert not taken.macros


def test_two_files_of_one_name_lie_apart(blobs: Blobs) -> None:
    one, other = (finish(take_out(blobs, kept(blobs, "a.txt", d))) for d in (b"1", b"2"))

    assert (one.path.read_bytes(), other.path.read_bytes()) == (b"1", b"2")


@pytest.mark.skipif(sys.platform != "linux", reason="each system has a mark of its own")
def test_a_file_is_marked_as_from_elsewhere(blobs: Blobs, tmp_path: Path) -> None:
    probe = tmp_path / "probe"
    probe.write_bytes(b"")
    try:
        os.setxattr(probe, "user.probe", b"x")
    except OSError:
        pytest.skip("this file system keeps no marks")

    outside.mark(probe)

    assert os.getxattr(probe, "user.xdg.origin.url") == outside.ORIGIN.encode()


@pytest.mark.parametrize(
    "name", ["a.exe", "照片.jpg.scr", "课件.pptx.lnk", "a.bat", "a.vbs", "a.js", "a\u202extpp.exe"]
)
def test_a_program_is_never_taken_out(blobs: Blobs, name: str) -> None:
    with pytest.raises(AttachmentError) as told:
        finish(take_out(blobs, kept(blobs, name, b"MZ")))

    assert told.value.reason == "program"


@pytest.mark.parametrize("name", ["../../a.docx", "C:\\a.docx", "CON.docx", "a.docx:evil.docx"])
def test_a_hostile_name_stays_in_its_folder(blobs: Blobs, name: str) -> None:
    taken = finish(take_out(blobs, kept(blobs, name, b"x")))

    assert taken.path.parent.parent == Path(outside.folder().name)


def test_macros_are_told_before_it_is_opened(blobs: Blobs) -> None:
    data = samples.pptx("字", ppt__vbaProject_bin=b"x")

    assert finish(take_out(blobs, kept(blobs, "a.pptx", data))).macros


def test_a_file_that_is_not_here_is_one_error(blobs: Blobs) -> None:
    row = kept(blobs, "a.txt", b"x")
    blobs.drop_piece(row.pieces[0].id)

    with pytest.raises(AttachmentError) as told:
        finish(take_out(blobs, row))

    assert told.value.reason == "not_here"


def test_a_saved_copy_may_be_written_to(blobs: Blobs, tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old")

    finish(save_as(blobs, kept(blobs, "a.txt", b"new"), target))

    assert target.read_text() == "new"
    assert target.stat().st_mode & stat.S_IWUSR
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_a_copy_that_cannot_be_saved_leaves_the_old_file(blobs: Blobs, tmp_path: Path) -> None:
    row = kept(blobs, "a.txt", b"new")
    blobs.drop_piece(row.pieces[0].id)
    target = tmp_path / "out.txt"
    target.write_text("old")

    with pytest.raises(AttachmentError):
        finish(save_as(blobs, row, target))

    assert target.read_text() == "old"


def test_a_film_is_not_copied(blobs: Blobs, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.write_bytes(bytes(PIECE_BYTES + 1))
    row = AttachmentRow("a", "f", "课.mp4", "video/mp4", PIECE_BYTES + 1, (), True, whole)

    assert finish(take_out(blobs, row)).path.stat().st_ino == whole.stat().st_ino
