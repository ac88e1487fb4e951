"""Names of files from anywhere: safe to write, and programs known by them."""

import pytest

from db.file_names import LONGEST, ending, is_litter, is_program, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("口算乘法（最终版2）.pptx", "口算乘法（最终版2）.pptx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\启动\\a.docx", "a.docx"),
        ("C:\\Windows\\a.docx", "a.docx"),
        ("a.txt:evil.exe", "a.txt_evil.exe"),
        ("CON.txt", "_CON.txt"),
        ("lpt1", "_lpt1"),
        ("课件\u202excod.exe", "课件xcod.exe"),
        ("a\0b\nc.pdf", "abc.pdf"),
        ("a.docx. . .", "a.docx"),
        ('a<b>"c"|d?.doc', "a_b__c__d_.doc"),
        ("", "file"),
        ("...", "file"),
        ("/", "file"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("长" * 300 + ".pptx")

    assert len(name) == LONGEST
    assert name.endswith("长.pptx")


@pytest.mark.parametrize(
    "name",
    ["setup.exe", "照片.jpg.EXE", "课件.pptx.lnk", "a.scr. ", "a\u202etpp.exe", "宏.vbs", "run.bat",
     "a.js", "a.ps1", "autorun.inf", "x.docx:run.exe", "a.hta", "a.url", "a.jar", "a.chm"],
)  # fmt: skip
def test_a_program_is_known_by_its_name(name: str) -> None:
    assert is_program(name)


@pytest.mark.parametrize(
    "name",
    ["a.exe.docx", "课件.pptx", "a.pdf", "exe", "a.mp4", "json.json", "a.html", "b.zip", "x"],
)
def test_other_files_are_no_programs(name: str) -> None:
    assert not is_program(name)


@pytest.mark.parametrize(
    "name", [".DS_Store", "Thumbs.db", "~$教案.docx", "desktop.ini", "__MACOSX", "a.mp4.crdownload"]
)
def test_what_systems_leave_is_litter(name: str) -> None:
    assert is_litter(name)


def test_an_ending_is_small_and_short() -> None:
    assert ending("A.PPTX") == ".pptx"
    assert ending("a.b c d e f g h i j k") == ""
    assert ending("说明") == ""
