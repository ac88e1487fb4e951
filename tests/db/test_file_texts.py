"""The first words of files of anybody, and that no file does harm by being looked into."""

import threading
import time
import tracemalloc
from pathlib import Path

import pytest
from openpyxl import Workbook

from db import file_texts, pdfs
from db.file_texts import CHARACTERS, FileText, read
from tests.db import office_samples as samples

DEEP = 3000


def test_the_words_of_a_word_file_come_in_lines() -> None:
    data = samples.docx("口算乘法", "玉米粒 当学具")

    assert read("教案.docx", data) == FileText("口算乘法\n玉米粒 当学具")


def test_the_words_of_slides_come_in_their_order() -> None:
    slides = [f"第{n}张" for n in range(1, 13)]

    assert read("课件.PPTX", samples.pptx(*slides)).words == "\n".join(slides)


def test_the_words_of_a_workbook_are_its_texts(tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "名单.xlsx"
    book.active.append(["姓名", "分数"])  # type: ignore[union-attr]
    book.save(path)
    assert read(path.name, path).words == "姓名\n分数"


def test_the_words_of_a_pdf_come_page_by_page() -> None:
    assert read("a.pdf", samples.pdf("first page", "second page")).words.split("\n") == [
        "first page",
        "second page",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_words_of_plain_text_come_in_any_encoding(encoding: str) -> None:
    assert read("说明.txt", "乘法口诀歌".encode(encoding)).words == "乘法口诀歌"


def test_only_the_first_characters_are_kept() -> None:
    data = samples.docx(*["三位数乘两位数" * 10] * 300)

    assert len(read("长.docx", data).words) == CHARACTERS
    assert len(read("长.txt", ("字" * 50_000).encode()).words) == CHARACTERS


def test_what_nobody_sees_is_left_out() -> None:
    assert file_texts.tidy("a\u202eb\0c \u3000 d\n \n\ne") == "a b c d\ne"


@pytest.mark.parametrize("name", ["a.docx", "a.pptx", "a.xlsx", "a.pdf", "a.doc", "a.txt", "a"])
@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x05\x06", b"%PDF-1.7", samples.docx("字")[:-40], samples.docx("字")[60:],
     samples.pdf("x")[:300], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(5000)],
)  # fmt: skip
def test_a_broken_file_tells_nothing(name: str, data: bytes) -> None:
    assert not read(name, data).macros


def test_a_file_that_is_gone_tells_nothing(tmp_path: Path) -> None:
    for name in ("a.docx", "a.pdf", "a.txt"):
        assert read(name, tmp_path / name) == FileText()


def test_what_stands_before_the_break_is_kept() -> None:
    data = samples.archive({"word/document.xml": f"<a {samples.W}><w:t>前半</w:t><w:p>".encode()})

    assert read("a.docx", data).words == "前半"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", samples.ole("EncryptedPackage")),
        ("a.pptx", samples.locked_zip(samples.pptx("字"))),
        ("a.pdf", samples.pdf("secret", password="1234")),
    ],
)
def test_a_file_under_a_password_says_so(name: str, data: bytes) -> None:
    assert read(name, data) == FileText(locked=True)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docm", samples.docx("字", word__vbaProject_bin=b"x")),
        ("a.pptx", samples.pptx("字", ppt__vbaProject_bin=b"x")),
        ("a.doc", samples.ole("Root Entry", "Macros", "_VBA_PROJECT")),
    ],
)
def test_macros_are_noted_whatever_the_ending(name: str, data: bytes) -> None:
    assert read(name, data).macros


def test_macros_under_another_name_are_noted_by_their_type() -> None:
    kinds = b'<Types><Override ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    data = samples.archive({"word/harmless.bin": b"x"}, kinds=kinds)

    assert read("a.docx", data).macros


def bounded(name: str, data: bytes) -> FileText:
    """Read a file, with little memory and soon."""
    tracemalloc.start()
    began = time.process_time()
    found = read(name, data)
    took = time.process_time() - began
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < 5
    assert most < len(data) + 64 * 1024 * 1024
    return found


def test_a_part_that_unpacks_to_much_is_not_unpacked() -> None:
    bomb = samples.archive({"word/document.xml": b"<a>" + b" " * 40_000_000})

    assert bounded("a.docx", bomb) == FileText()


def test_entities_that_multiply_are_not_resolved() -> None:
    levels = "".join(
        f'<!ENTITY e{n} "{"".join([f"&e{n - 1};"] * 10)}">' for n in range(1, 12)
    )  # fmt: skip
    text = f'<!DOCTYPE d [<!ENTITY e0 "lol">{levels}]><w:d {samples.W}><w:t>&e11;</w:t></w:d>'

    assert (
        "lol" not in bounded("a.docx", samples.archive({"word/document.xml": text.encode()})).words
    )


def test_an_entity_does_not_fetch_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("geheim")
    text = (
        f'<!DOCTYPE d [<!ENTITY e SYSTEM "file://{tmp_path}/secret.txt">]>'
        f"<w:d {samples.W}><w:t>&e;</w:t></w:d>"
    )

    assert (
        "geheim" not in read("a.docx", samples.archive({"word/document.xml": text.encode()})).words
    )


def test_tags_that_nest_without_end_are_left() -> None:
    text = f"<w:d {samples.W}><w:t>前</w:t>" + "<w:p>" * DEEP

    assert bounded("a.docx", samples.archive({"word/document.xml": text.encode()})).words == "前"


def test_an_index_of_endless_parts_is_not_read() -> None:
    data = bytearray(samples.docx("字"))
    end = data.rfind(b"PK\x05\x06")
    data[end + 12 : end + 16] = (2**31).to_bytes(4, "little")

    assert bounded("a.docx", bytes(data)) == FileText()


@pytest.mark.parametrize("layers", [1, 2])
def test_a_page_that_unpacks_to_much_is_not_given_to_the_reader(layers: int) -> None:
    assert bounded("a.pdf", samples.pdf_bomb(layers=layers)) == FileText()


def test_two_threads_read_one_pdf_after_the_other() -> None:
    data = samples.pdf(*["page"] * 5)
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(pdfs.text_of(data, 100))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == ["page\npage\npage\npage\npage"] * 8
