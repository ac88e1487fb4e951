"""Check, backup, restore, import, export and unusable data folders from the command line."""

import json
import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from db.store import FILE
from tests.cli.programs import Laptop


def test_a_store_in_order_is_said_to_be(lianke: Laptop) -> None:
    answer = lianke("check", "--json").json

    assert (answer["ok"], answer["problems"]) == (True, [])


def test_a_store_that_is_not_in_order_is_1_with_its_problems(lianke: Laptop) -> None:
    with closing(sqlite3.connect(lianke.folder / FILE)) as raw, raw:
        raw.execute("UPDATE person SET name = 'x'")

    done = lianke("check", "--json")

    assert (done.status, json.loads(done.out)["ok"]) == (1, False)
    assert json.loads(done.out)["problems"][0]["code"] == "wrong_row"


def test_a_backup_inside_needs_no_passphrase(lianke: Laptop) -> None:
    file = Path(lianke("backup", "--json").json["file"])

    assert file.parent == lianke.folder / "backups"


def test_a_backup_elsewhere_without_a_passphrase_is_2(lianke: Laptop, tmp_path: Path) -> None:
    done = lianke("backup", tmp_path / "backup.lkb")

    assert (done.status, bool(done.sentence)) == (2, True)
    assert not (tmp_path / "backup.lkb").exists()


def test_a_sealed_backup_is_restored_with_a_new_log_and_the_old_folder_aside(
    lianke: Laptop, tmp_path: Path
) -> None:
    first = lianke.add("activity", title="之前")
    lianke("backup", tmp_path / "backup.lkb", "--passphrase", "山高水长")
    lianke.add("activity", title="之后")
    replica = read(lianke, "SELECT replica FROM identity")

    aside = lianke("restore", tmp_path / "backup.lkb", "--passphrase", "山高水长", "--json").json

    assert [one["id"] for one in lianke.list("activity")] == [first]
    assert len(Laptop(Path(aside["aside"])).list("activity")) == 2
    assert read(lianke, "SELECT replica FROM identity") != replica
    assert lianke("check", "--json").json["ok"]


def read(laptop: Laptop, statement: str) -> object:
    """Return the first value that a statement gives."""
    with closing(sqlite3.connect(laptop.folder / FILE)) as raw:
        return raw.execute(statement).fetchone()[0]


def test_a_wrong_passphrase_is_1_and_changes_nothing(lianke: Laptop, tmp_path: Path) -> None:
    lianke("backup", tmp_path / "backup.lkb", "--passphrase", "山高水长")

    done = lianke("restore", tmp_path / "backup.lkb", "--passphrase", "山高")

    assert (done.status, bool(done.sentence)) == (1, True)
    assert list(tmp_path.glob("*-aside-*")) == []


def test_a_sealed_backup_without_its_passphrase_is_2(lianke: Laptop, tmp_path: Path) -> None:
    lianke("backup", tmp_path / "backup.lkb", "--passphrase", "山高水长")

    assert lianke("restore", tmp_path / "backup.lkb").status == 2


def test_a_rolling_backup_is_restored(lianke: Laptop) -> None:
    file = lianke("backup", "--json").json["file"]
    lianke.add("activity", title="之后")

    lianke("restore", file)

    assert lianke.list("activity") == []


def test_after_a_restore_the_others_give_back_what_they_hold(
    pair: tuple[Laptop, Laptop, Path],
) -> None:
    a, b, stick = pair
    file = a("backup", "--json").json["file"]
    early = a.add("activity", title="备份之后，已交换")
    a.sync(stick)
    b.sync(stick)

    a("restore", file)
    late = a.add("activity", title="恢复之后")
    a.sync(stick)
    b.sync(stick)

    assert {one["id"] for one in a.list("activity")} == {early, late}
    assert sorted(map(str, a.list("activity"))) == sorted(map(str, b.list("activity")))


def test_a_staff_list_is_imported_with_a_report_for_each_row(
    lianke: Laptop, tmp_path: Path
) -> None:
    file = tmp_path / "教师.csv"
    file.write_bytes("姓名,性别,出生年月\n李志强,男,1973.3\n,女,\n王丽娟,不明,\n".encode("gb18030"))

    report = lianke("records", "import", "person", file, "--json").json

    assert (report["added"], report["updated"], report["skipped"], report["failed"]) == (2, 0, 0, 1)
    assert [(row["row"], row["did"]) for row in report["rows"]] == [
        (2, "added"), (3, "failed"), (4, "added"),
    ]  # fmt: skip
    assert report["rows"][0]["reason"] is None
    assert "不明" in report["rows"][2]["reason"]


def test_activities_are_imported_from_json_lines(lianke: Laptop, tmp_path: Path) -> None:
    file = tmp_path / "activities.jsonl"
    file.write_text('{"title": "送课", "held_on": "2025-10-17"}\n{"title": "备课"}\n', "utf-8")

    report = lianke("records", "import", "activity", file, "--json").json

    assert report["added"] == 2
    assert {one["title"] for one in lianke.list("activity")} == {"送课", "备课"}


@pytest.mark.parametrize("data", [b"", "性别\n男\n".encode(), b"\x89PNG\r\n" + bytes(99)])
def test_a_list_that_cannot_be_used_is_1(data: bytes, lianke: Laptop, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(data)

    done = lianke("records", "import", "person", file)

    assert (done.status, bool(done.sentence)) == (1, True)


@pytest.mark.parametrize(
    ("form", "start"),
    [("pdf", b"%PDF-"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("jsonl", b"{")],
)
def test_the_ledger_is_exported(form: str, start: bytes, lianke: Laptop, tmp_path: Path) -> None:
    lianke.add("activity", title="送课下乡")
    out = tmp_path / f"ledger.{form}"

    done = lianke("export", "ledger", "--format", form, "--out", out, "--json")

    assert done.json["activities"] == 1
    assert out.read_bytes().startswith(start)


def test_a_term_by_its_code_is_exported(lianke: Laptop, tmp_path: Path) -> None:
    term = lianke.list("term")[0]
    lianke.add("activity", title="开学", held_on=term["starts_on"])

    done = lianke(
        "export", "ledger", "--term", term["code"], "--format", "csv",
        "--out", tmp_path / "x.csv", "--json",
    )  # fmt: skip

    assert (done.json["term"], done.json["activities"]) == (term["code"], 1)


def test_a_file_that_cannot_be_written_is_1(lianke: Laptop, tmp_path: Path) -> None:
    done = lianke("export", "ledger", "--format", "csv", "--out", tmp_path / "no" / "x.csv")

    assert (done.status, bool(done.sentence)) == (1, True)


def test_a_store_from_a_newer_version_is_refused_untouched(lianke: Laptop) -> None:
    with closing(sqlite3.connect(lianke.folder / FILE)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    before = (lianke.folder / FILE).read_bytes()

    done = lianke("status")

    assert (done.status, "newer" in done.sentence) == (1, True)
    assert (lianke.folder / FILE).read_bytes() == before


def test_a_file_that_is_no_store_is_refused(lianke: Laptop) -> None:
    for beside in lianke.folder.glob(f"{FILE}-*"):
        beside.unlink()
    (lianke.folder / FILE).write_bytes(b"no database" * 1000)

    done = lianke("status")

    assert (done.status, "damaged" in done.sentence) == (1, True)


def test_a_folder_without_an_alliance_says_what_to_do(tmp_path: Path) -> None:
    done = Laptop(tmp_path / "new")("records", "list", "activity")

    assert (done.status, bool(done.sentence)) == (1, True)
    assert not (tmp_path / "new").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting needs root")
def test_a_read_only_folder_is_said_to_be_one(lianke: Laptop) -> None:
    for words in (["--bind", str(lianke.folder), str(lianke.folder)],
                  ["-o", "remount,ro,bind", str(lianke.folder)]):  # fmt: skip
        subprocess.run(["mount", *words], check=True)
    try:
        done = lianke("records", "add", "activity", "title=x")
    finally:
        subprocess.run(["umount", str(lianke.folder)], check=True)

    assert (done.status, done.sentence.startswith("The data folder cannot be written")) == (1, True)


def test_a_data_folder_that_is_a_file_is_said_to_be_unusable(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")

    done = Laptop(tmp_path / "file")("init", "--alliance", "x", "--school", "x", "--person", "x")

    assert (done.status, bool(done.sentence)) == (1, True)
