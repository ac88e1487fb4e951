"""Word files that are broken, locked or made to do harm: one clear reason for each."""

import io
import zipfile
from pathlib import Path

import pytest

from db.errors import PlanFileError
from db.plan_files import word_file as word
from db.plan_files.reading import read_plan
from tests.db.word_files import body_of, nested, with_part, word_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "教案.docx"


def reason(path: Path) -> str:
    """Return why a file is refused."""
    with pytest.raises(PlanFileError) as told:
        read_plan(path)
    return told.value.reason


def test_a_file_that_is_not_there(path: Path) -> None:
    assert reason(path) == "missing"


@pytest.mark.parametrize("size", [0, 4096])  # a stick that was pulled out leaves either
def test_a_file_of_nothing(size: int, path: Path) -> None:
    path.write_bytes(bytes(size))

    assert reason(path) == "blank"


def test_a_document_without_words(path: Path) -> None:
    word_file(path, "")

    assert reason(path) == "empty"


def test_a_folder(tmp_path: Path) -> None:
    assert reason(tmp_path) == "not_a_plan"


def test_what_word_wrote_before_2007(path: Path) -> None:
    path.write_bytes(OLE)

    assert reason(path) == "old_word"


def test_a_web_page_and_rtf_under_the_name_of_word(path: Path) -> None:
    for data in (b"<html><body>x</body></html>", b"{\\rtf1 x}"):
        path.write_bytes(data)

        assert reason(path) == "old_word"


def test_a_file_locked_with_a_password(path: Path) -> None:
    path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le"))

    assert reason(path) == "password"


def stamp(path: Path, central: int, local: int | None, value: int) -> None:
    """Write a byte at an offset of each entry: in the archive's index, and before each part."""
    data = bytearray(word_file(path, "教学目标：会口算").read_bytes())
    for mark, offset in ((b"PK\x01\x02", central), (b"PK\x03\x04", local)):
        at = data.find(mark)
        while at >= 0 and offset is not None:
            data[at + offset] = value
            at = data.find(mark, at + 4)
    path.write_bytes(data)


@pytest.mark.parametrize("flags", [0x01, 0x41])  # the second is what zipfile calls strong
def test_an_archive_locked_with_a_password(flags: int, path: Path) -> None:
    stamp(path, 8, None, flags)

    assert reason(path) == "password"


def test_an_archive_packed_in_an_unknown_way(path: Path) -> None:
    stamp(path, 10, 8, 9)  # Deflate64, which zipfile does not know

    assert reason(path) == "packing"


def test_an_archive_for_a_newer_unpacker(path: Path) -> None:
    stamp(path, 6, None, 99)

    assert reason(path) == "packing"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_file_that_was_cut_off(share: float, path: Path) -> None:
    data = word_file(path, "教学目标：会口算").read_bytes()
    path.write_bytes(data[: int(len(data) * share)])

    assert reason(path) == "damaged"


def test_a_text_under_the_name_of_word(path: Path) -> None:
    path.write_text("教学目标：会口算", encoding="utf-8")

    assert reason(path) == "damaged"


def test_an_archive_that_is_no_word_file(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")

    assert reason(path) == "not_a_plan"


def test_a_picture_under_the_name_of_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))

    assert reason(path) == "not_a_plan"


def test_a_bomb_is_refused_before_it_is_unpacked(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + bytes(64 * 2**20))
    monkeypatch.setattr(zipfile.ZipFile, "read", _never)

    assert reason(path) == "too_large"


def _never(*_given: object) -> bytes:
    raise AssertionError("unpacked")


def test_a_thousand_parts_too_many(path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(word._PARTS + 1):
            archive.writestr(f"word/{number}.xml", "")
    path.write_bytes(stream.getvalue())

    assert reason(path) == "too_large"


def test_entities_are_never_expanded(path: Path) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'
    with_part(word_file(path, "x"), "word/document.xml", bomb)

    assert reason(path) == "damaged"


def test_a_file_from_outside_is_never_read(path: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    outside = f'<!DOCTYPE a [<!ENTITY a SYSTEM "{secret.as_uri()}">]><a>&a;</a>'.encode()
    with_part(word_file(path, "x"), "word/document.xml", outside)

    assert reason(path) == "damaged"


def test_ten_megabytes_of_text(path: Path) -> None:
    word_file(path, "教学目标：MUCH")
    body = body_of(path).replace(b"MUCH", "会口算整十数。".encode() * 160_000)
    with_part(path, "word/document.xml", body)

    assert reason(path) == "too_large"


def test_ten_thousand_rows(path: Path) -> None:
    word_file(path, [["环节", "教师活动"], ["导入", "ROW"]])
    body = body_of(path)
    row = body[body.rindex(b"<w:tr>") : body.rindex(b"</w:tr>") + 7]
    with_part(path, "word/document.xml", body.replace(row, row * 10_000))

    assert reason(path) == "too_large"


def test_tables_in_tables_in_tables(path: Path) -> None:
    assert reason(nested(path, 12)) == "too_large"


def test_a_few_tables_in_tables_are_read(path: Path) -> None:
    found = read_plan(nested(path, 4))

    assert found.title == "里面"


def test_elements_in_elements_without_end(path: Path) -> None:
    word_file(path, "教学目标：DEEP")
    deep = b"<w:r>" * 5_000 + b"</w:r>" * 5_000
    with_part(path, "word/document.xml", body_of(path).replace(b"<w:r>", deep + b"<w:r>", 1))

    assert reason(path) == "damaged"


def test_programs_in_a_file_are_told_and_left(path: Path) -> None:
    with_part(word_file(path, "教学目标：会口算"), "word/vbaProject.bin", OLE)

    found = read_plan(path)

    assert found.macros
    assert found.pieces[0].words == "会口算"


def test_pictures_are_counted(tmp_path: Path) -> None:
    from docx import Document
    from PIL import Image

    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    document = Document()
    document.add_paragraph("教学目标：会口算")
    for _ in range(2):
        document.add_picture(str(tmp_path / "a.png"))
    document.save(str(tmp_path / "a.docx"))

    assert read_plan(tmp_path / "a.docx").pictures == 2


def test_what_was_deleted_while_changes_were_tracked_is_gone(path: Path) -> None:
    word_file(path, "教学目标：会口算OLD")
    body = body_of(path).replace(
        "会口算OLD</w:t></w:r>".encode(),
        "会口算</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>新</w:t></w:r></w:ins>".encode(),
    )
    with_part(path, "word/document.xml", body)

    assert read_plan(path).pieces[0].words == "会口算新"
