"""Names for people are safe on every file system, whatever a record calls a thing."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.safe_names import MOST, numbered, safe_name, same


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("课堂.jpg", "课堂.jpg"),
        ("../../etc/passwd", "etc passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("LPT1 .docx", "_LPT1.docx"),
        ('a<b>c:d"e|f?g*h', "a b c d e f g h"),
        ("尾点...", "尾点"),
        (" 空白 ", "空白"),
        ("~草稿.part", "草稿.part"),
        (".lianke-copies", "lianke-copies"),
        ("倒\u202egpj.exe", "倒 gpj.exe"),
        ("行\n尾\x00", "行 尾"),
        ("", ""),
        (" . ", ""),
    ],
)
def test_evil_names_become_harmless(words: str, name: str) -> None:
    assert safe_name(words) == name


def test_a_long_name_is_cut_and_keeps_its_ending() -> None:
    found = safe_name("课" * 300 + ".docx")

    assert len(found) == MOST
    assert found.endswith("课.docx")


@given(st.text(max_size=200))
def test_any_words_give_a_safe_name_that_stays_itself(words: str) -> None:
    name = safe_name(words)

    assert safe_name(name) == name
    assert len(name) <= MOST + 1
    assert not set(name) & set('<>:"/\\|?*\0\n')
    assert name == name.strip(" .")
    assert not name.startswith(("~", "."))


def test_the_second_of_a_name_is_numbered_before_its_ending() -> None:
    assert list(itertools.islice(numbered("课堂.jpg"), 3)) == [
        "课堂.jpg",
        "课堂 (2).jpg",
        "课堂 (3).jpg",
    ]


def test_names_that_one_folder_cannot_hold_both_of_are_the_same() -> None:
    assert same("Photo.JPG") == same("photo.jpg")
    assert same("e\u0301") == same("\u00e9")
