"""Wrong words, files that are no invitation, staff lists with holes: one sentence, and no harm."""

import csv
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.faults.lianke import Lianke

LANGUAGES = pytest.mark.parametrize("lang", ["en", "zh_CN"])
WRONG = "青山 白云 玉米 小河 红枣 竹林"

Broken = Callable[[bytes], bytes]


@pytest.fixture
def invited(a: Lianke, tmp_path: Path) -> tuple[Path, str]:
    """Return an invitation and its six words."""
    file = tmp_path / "invitation"
    given = ("--school", "王家小学", "--person", "赵老师", "--role", "lead", "--out", file)
    return file, a.ask("invite", *given)["passphrase"]


@pytest.fixture
def newcomer(tmp_path: Path) -> Lianke:
    """Return a laptop that belongs to no alliance."""
    return Lianke(tmp_path / "new")


WORDS = {
    "of another": (
        WRONG,
        {"en": "but not those of this invitation.", "zh_CN": "但不是这份邀请的。"},
    ),
    "five": (WRONG.rpartition(" ")[0], {"en": "Those are 5 words", "zh_CN": "5"}),
    "none": ("", {"en": "Those are 0 words", "zh_CN": "0"}),
    "unknown": (WRONG.replace("玉米", "魑魅"), {"en": "3", "zh_CN": "3"}),
}


@pytest.mark.parametrize("words", WORDS)
@LANGUAGES
def test_wrong_words_are_told_and_the_right_ones_still_work(
    newcomer: Lianke, invited: tuple[Path, str], words: str, lang: str
) -> None:
    file, right = invited
    typed, expected = WORDS[words]

    said = newcomer.run("join", file, "--passphrase", typed, lang=lang).sentence()

    assert expected[lang] in said
    newcomer.ask("join", file, "--passphrase", right)
    assert newcomer.ask("status")["alliance"] == "青山联盟"


NO_INVITATIONS: dict[str, tuple[Broken, dict[str, str]]] = {
    "a photo": (
        lambda data: b"\xff\xd8\xff\xe0" + os.urandom(5000),
        {"en": "This file is no invitation.", "zh_CN": "这个文件不是邀请。"},
    ),
    "empty": (
        lambda data: b"",
        {"en": "This file is no invitation.", "zh_CN": "这个文件不是邀请。"},
    ),
    "half": (
        lambda data: data[: len(data) // 2],
        {"en": "The invitation is damaged.", "zh_CN": "邀请坏了。"},
    ),
    "all but one byte": (
        lambda data: data[:-1],
        {"en": "The invitation is damaged.", "zh_CN": "邀请坏了。"},
    ),
    "a flipped bit": (
        lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
        {"en": "The invitation is damaged.", "zh_CN": "邀请坏了。"},
    ),
}


@pytest.mark.parametrize("kind", NO_INVITATIONS)
@LANGUAGES
def test_what_is_no_invitation_is_told_and_the_folder_stays_free(
    newcomer: Lianke, invited: tuple[Path, str], tmp_path: Path, kind: str, lang: str
) -> None:
    file, right = invited
    broken, expected = NO_INVITATIONS[kind]
    bad = tmp_path / "bad"
    bad.write_bytes(broken(file.read_bytes()))

    said = newcomer.run("join", bad, "--passphrase", right, lang=lang).sentence()

    assert expected[lang] in said
    newcomer.ask("join", file, "--passphrase", right)


@pytest.mark.parametrize("what", ["missing", "a folder", "a used folder"])
def test_what_cannot_be_joined_is_said_so(
    newcomer: Lianke, b: Lianke, invited: tuple[Path, str], tmp_path: Path, what: str
) -> None:
    file, words = invited
    laptop = b if what == "a used folder" else newcomer
    given = {"missing": tmp_path / "nowhere", "a folder": tmp_path}.get(what, file)
    expected = {
        "missing": "The invitation is not there.",
        "a folder": "The invitation cannot be read.",
        "a used folder": "青山联盟",
    }[what]

    said = laptop.run("join", given, "--passphrase", words).sentence()

    assert expected in said


def test_two_laptops_on_one_invitation_both_get_in(
    a: Lianke, newcomer: Lianke, invited: tuple[Path, str], stick: Path, tmp_path: Path
) -> None:
    file, words = invited
    second = Lianke(tmp_path / "second")
    for laptop in (newcomer, second):
        laptop.ask("join", file, "--passphrase", words)
        laptop.record(title=laptop.data.name)
        laptop.sync(stick)

    a.sync(stick)

    assert {"new", "second"} <= a.titles()


def people(laptop: Lianke) -> set[str]:
    """Return the names of all people."""
    return {row["name"] for row in laptop.ask("records", "list", "person")}


def written(path: Path, rows: list[list[str]]) -> Path:
    """Write a list in the form its name says."""
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in rows:
            book.active.append(row)  # type: ignore[union-attr]
        book.save(path)
    else:
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows(rows)
    return path


BAD_LISTS: dict[str, tuple[Callable[[Path], Path], dict[str, str]]] = {
    "no column we know": (
        lambda folder: written(folder / "名单.xlsx", [["编号", "车牌"], ["1", "冀A"]]),
        {"en": "has no column we know.", "zh_CN": "没有认得的列"},
    ),
    "no names": (
        lambda folder: written(folder / "名单.csv", [["性别", "任教学科"], ["男", "数学"]]),
        {"en": "has no column we know.", "zh_CN": "没有认得的列"},
    ),
    "a photo": (
        lambda folder: photo(folder / "名单.xlsx"),
        {"en": "is not a table.", "zh_CN": "不是表格。"},
    ),
    "half a workbook": (
        lambda folder: half(written(folder / "名单.xlsx", [["姓名"], ["李志强"]])),
        {"en": "名单.xlsx", "zh_CN": "名单.xlsx"},
    ),
    "empty": (
        lambda folder: written(folder / "名单.csv", []),
        {"en": "has no rows.", "zh_CN": "名单.csv"},
    ),
    "only columns": (
        lambda folder: written(folder / "名单.csv", [["姓名", "学校"]]),
        {"en": "has no rows.", "zh_CN": "名单.csv"},
    ),
    "missing": (
        lambda folder: folder / "名单.csv",
        {"en": "is not there.", "zh_CN": "名单.csv"},
    ),
}


def photo(path: Path) -> Path:
    """Write a picture under a list's name."""
    path.write_bytes(b"\xff\xd8\xff\xe0" + os.urandom(5000))
    return path


def half(path: Path) -> Path:
    """Cut a file in half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


@pytest.mark.parametrize("kind", BAD_LISTS)
@LANGUAGES
def test_a_list_that_cannot_be_used_is_said_so(
    a: Lianke, tmp_path: Path, kind: str, lang: str
) -> None:
    make, expected = BAD_LISTS[kind]
    before = people(a)

    said = a.run("records", "import", "person", make(tmp_path), lang=lang).sentence()

    assert expected[lang] in said
    assert people(a) == before


@pytest.mark.parametrize("name", ["名单.xlsx", "名单.csv"])
def test_missing_columns_leave_fields_empty(a: Lianke, tmp_path: Path, name: str) -> None:
    file = written(tmp_path / name, [["姓名", "属相"], ["周丽", "马"]])

    answer = a.ask("records", "import", "person", file)

    assert (answer["added"], answer["failed"]) == (1, 0)
    (row,) = a.ask("records", "list", "person", "--where", "name=周丽")
    assert row["subjects"] is None


@pytest.mark.parametrize("name", ["名单.xlsx", "名单.csv"])
def test_broken_rows_are_named_and_the_others_kept(a: Lianke, tmp_path: Path, name: str) -> None:
    file = written(
        tmp_path / name,
        [
            ["姓名", "学校", "性别", "教龄", "任教学科"],
            ["周丽", "李家小学", "女", "八年", "语文"],
            ["", "李家小学", "男", "3", "数学"],
            ["吴刚", "没有的小学", "男", "许多", "占卜"],
            ["合计", "", "", "2", ""],
            ["郑爽"],
        ],
    )

    answer = a.ask("records", "import", "person", file)

    assert {"周丽", "吴刚", "郑爽"} <= people(a)
    assert "合计" not in people(a)
    by_row = {row["row"]: row for row in answer["rows"]}
    assert answer["added"] == 3
    assert sum(row["reason"] is not None for row in by_row.values()) >= 3
    assert all(row["reason"] for row in by_row.values() if row["did"] in {"skipped", "failed"})


def test_a_list_of_only_broken_rows_fails_with_its_report(a: Lianke, tmp_path: Path) -> None:
    file = tmp_path / "people.jsonl"
    file.write_text('{"name": \nno json\n{"subjects": "maths"}\n', encoding="utf-8")
    before = people(a)

    done = a.run("records", "import", "person", file, "--json")

    assert done.status == 1
    assert people(a) == before
