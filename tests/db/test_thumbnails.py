"""Small pictures of files of anybody: made within bounds, kept within bounds, gone at any time."""

import io
import os
import time
from pathlib import Path

import pytest
from PIL import Image

from db.thumbnails import HEIGHT, WIDTH, Thumbnails, make, may_have_one
from tests.db import office_samples as samples

HASH = "ab" * 32


def jpeg(wide: int = 2000, tall: int = 1000, colour: str = "green", kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (wide, tall), colour).save(out, kind)
    return out.getvalue()


def size_of(picture: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(picture)) as opened:
        return opened.size


def test_a_photo_is_drawn_small() -> None:
    assert size_of(make("a.JPG", jpeg())) == (WIDTH, WIDTH // 2)


def test_a_pdf_is_drawn_by_its_first_page() -> None:
    wide, tall = size_of(make("a.pdf", samples.pdf("first")))

    assert wide == WIDTH
    assert tall <= HEIGHT * 2


@pytest.mark.parametrize("part", ["docProps__thumbnail_jpeg", "docProps__thumbnail_png"])
def test_an_office_file_is_drawn_by_the_picture_in_it(part: str) -> None:
    data = samples.pptx("字", **{part: jpeg(256, 192)})

    assert size_of(make("a.pptx", data)) == (256, 192)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", b"\xff\xd8\xff"),
        ("a.jpg", jpeg()[:500]),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50)),
        ("a.pdf", b"%PDF-1.7 broken"),
        ("a.pdf", samples.pdf("x", password="1")),
        ("a.pdf", samples.pdf_bomb()),
        ("a.pptx", samples.pptx("字")),
        ("a.pptx", samples.pptx("字", docProps__thumbnail_jpeg=b"\xff\xd8broken")),
        ("a.docx", b"PK"),
        ("a.mp4", b"film"),
        ("a", b""),
    ],
)
def test_of_a_file_without_a_picture_none_is_made(name: str, data: bytes) -> None:
    assert make(name, data) == b""


def test_a_picture_of_endless_pixels_is_not_drawn() -> None:
    import struct
    import zlib

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk
    data += struct.pack(">I", zlib.crc32(chunk))

    assert make("a.png", data) == b""


def test_a_picture_is_kept_and_found(tmp_path: Path) -> None:
    kept = Thumbnails(tmp_path)
    assert kept.find(HASH) is None

    kept.keep(HASH, b"png")
    kept.keep("cd" * 32, b"")

    assert kept.find(HASH) == b"png"
    assert kept.find("cd" * 32) == b""
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("sha256", ["", "../../x", "AB" * 32])
def test_what_is_no_hash_is_never_a_path(tmp_path: Path, sha256: str) -> None:
    kept = Thumbnails(tmp_path)
    kept.keep(sha256, b"png")

    assert kept.find(sha256) == b""
    assert not list(tmp_path.rglob("*"))


def test_the_oldest_go_when_they_are_too_many(tmp_path: Path) -> None:
    kept = Thumbnails(tmp_path, most_bytes=250)
    for number in range(4):
        kept.keep(f"{number:02}" * 32, bytes(100))
        at = time.time() - 100 + number
        os.utime(kept._path(f"{number:02}" * 32), (at, at))

    kept.trim()

    assert [kept.find(f"{n:02}" * 32) is None for n in range(4)] == [True, True, False, False]


def test_losing_the_folder_is_no_loss(tmp_path: Path) -> None:
    import shutil

    kept = Thumbnails(tmp_path)
    kept.keep(HASH, b"png")
    shutil.rmtree(kept.folder)

    assert kept.find(HASH) is None
    kept.trim()


def test_a_name_tells_whether_a_picture_could_be_made() -> None:
    assert [may_have_one(name) for name in ("a.pdf", "a.PPTX", "a.jpg", "a.mp4", "a.txt")] == [
        True, True, True, False, False,
    ]  # fmt: skip
