"""Plans from files and as files by the command line: a report for each file."""

from pathlib import Path

import pytest

from db.plan_files.reading import read_plan
from tests.cli.programs import Laptop
from tests.db.word_files import word_file


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    return word_file(
        tmp_path / "口算.docx",
        [["课题", "口算乘法", "单元", "第六单元"], ["跨学科", "美术", "学科", "数学"]],
        [["环节", "时间", "教师活动"], ["导入", "5", "出示"], ["新授", "20", "指导"]],
    )


def test_a_file_becomes_a_plan_and_what_was_not_understood_is_told(
    lianke: Laptop, plan_file: Path
) -> None:
    (made,) = lianke("plans", "import", str(plan_file), "--json").json["files"]

    assert (made["title"], made["steps"]) == ("口算乘法", 2)
    assert made["not_understood"] == [{"label": "跨学科", "words": "美术"}]
    assert lianke.show(made["id"])["subject"] == "maths"


def test_a_broken_file_keeps_no_other_back(lianke: Laptop, plan_file: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    broken, made = lianke("plans", "import", str(old), str(plan_file), "--json").json["files"]

    assert "Word" in broken["error"]
    assert made["new"]


def test_the_same_file_is_taken_in_once(lianke: Laptop, plan_file: Path) -> None:
    (first,) = lianke("plans", "import", str(plan_file), "--json").json["files"]

    (second,) = lianke("plans", "import", str(plan_file), "--json").json["files"]

    assert (second["id"], second["new"]) == (first["id"], False)


@pytest.mark.parametrize(("format", "start"), [("pdf", b"%PDF"), ("docx", b"PK")])
@pytest.mark.parametrize("layout", ["full", "half", "multigrade", "study"])
def test_a_plan_is_written_in_every_layout(
    layout: str, format: str, start: bytes, lianke: Laptop, plan_file: Path, tmp_path: Path
) -> None:
    (made,) = lianke("plans", "import", str(plan_file), "--json").json["files"]
    out = tmp_path / f"out.{format}"

    lianke("plans", "export", made["id"], "--layout", layout, "--format", format, "--out", str(out))

    assert out.read_bytes().startswith(start)


def test_a_plan_that_went_out_for_word_comes_in_again(
    lianke: Laptop, plan_file: Path, tmp_path: Path
) -> None:
    (made,) = lianke("plans", "import", str(plan_file), "--json").json["files"]
    out = tmp_path / "out.docx"
    lianke("plans", "export", made["id"], "--format", "docx", "--out", str(out))

    (again,) = lianke("plans", "import", str(out), "--json").json["files"]

    assert (again["title"], again["steps"], again["not_understood"]) == ("口算乘法", 2, [])


def test_a_unit_is_one_booklet(lianke: Laptop, plan_file: Path, tmp_path: Path) -> None:
    lianke("plans", "import", str(plan_file))
    out = tmp_path / "unit.docx"

    words = ("--unit", "第六单元", "--format", "docx", "--out", str(out), "--json")
    told = lianke("plans", "booklet", *words)

    assert told.json["plans"] == 1
    assert len(read_plan(out).rows) == 2


def test_the_record_of_an_activity_is_written(lianke: Laptop, tmp_path: Path) -> None:
    id = lianke.add("activity", title="集体备课", type="joint_preparation")

    for format in ("pdf", "docx"):
        out = tmp_path / f"out.{format}"
        lianke("export", "activity", id, "--format", format, "--out", str(out))

        assert out.stat().st_size > 5_000


def test_a_unit_that_no_plan_is_of_is_named(lianke: Laptop, tmp_path: Path) -> None:
    words = ["--unit", "没有", "--format", "pdf", "--out", tmp_path / "x.pdf"]

    assert "没有" in lianke("plans", "booklet", *words).sentence
