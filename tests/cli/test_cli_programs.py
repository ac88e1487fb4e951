"""Real programs on real folders: what only processes show; `e2e/test_main_job` does the journey."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sync.lock import only_round
from tests.cli.programs import ROOT, Laptop, in_a_program


@pytest.fixture
def lianke(founded_folder: Path, tmp_path: Path) -> Laptop:
    """Return a laptop that founded an alliance, whose commands are programs of their own."""
    shutil.copytree(founded_folder, tmp_path / "data")
    return Laptop(tmp_path / "data", real=True)


@pytest.fixture
def here(lianke: Laptop) -> Laptop:
    """Return the same laptop, whose commands run in this program: to prepare and to look."""
    return Laptop(lianke.folder)


def test_statuses_and_streams_are_those_of_the_contract(lianke: Laptop) -> None:
    good, wrong = lianke("status", "--json"), lianke("records", "list", "diary", "--json")
    failed = lianke("records", "show", "nothing")

    assert (good.status, good.error) == (0, "")
    assert (wrong.status, wrong.out) == (2, "")
    assert (failed.status, failed.out, bool(failed.sentence)) == (1, "", True)


def test_the_data_folder_may_be_named_by_the_environment(founded_folder: Path) -> None:
    done = in_a_program(["records", "list", "school", "--json"], LIANKE_DATA=str(founded_folder))

    assert done.json[0]["name"] == "县三小"


def test_the_language_may_stand_anywhere(founded_folder: Path) -> None:
    data = ("--data", str(founded_folder))

    behind = in_a_program([*data, "records", "list", "--lang", "zh_CN"])
    joined = in_a_program([*data, "records", "list", "--lang=zh_CN"])
    kept = in_a_program([*data, "--lang", "zh_CN", "records", "list", "--", "--lang"])

    assert "还缺" in behind.sentence
    assert "帮助：lianke --help" in behind.sentence
    assert joined.error == behind.error
    assert "--lang" in kept.sentence


def test_who_stops_a_command_while_it_starts_gets_the_sentence(tmp_path: Path) -> None:
    # stands where the first of our modules is imported, as if Ctrl+C came just then
    tried = (
        "import sys, desktop.__main__ as program\n"
        "class Now:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'desktop.cli.run': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Now())\n"
        "sys.exit(program.program())\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", tried],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "LANGUAGE": "en", "LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8"},
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Stopped. What was done until then is kept.\n"


def test_chinese_is_written_as_utf8_whatever_the_system_says(founded_folder: Path) -> None:
    line = ["--data", str(founded_folder), "--lang", "zh_CN", "records", "list", "school"]

    done = in_a_program(line, PYTHONIOENCODING="ascii", LC_ALL="C")

    assert "县三小" in done.out


def test_no_qt_is_needed(founded_folder: Path) -> None:
    blocked = (
        "import sys; sys.modules['PySide6'] = None;"
        "from desktop.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )

    done = subprocess.run(
        [sys.executable, "-c", blocked, "--data", str(founded_folder), "check"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("window", "left"), [(False, True), (True, False)])
def test_a_command_ends_without_looking_for_garbage_and_a_window_does_not(
    window: bool, left: bool, founded_folder: Path
) -> None:
    told = (
        "import gc, sys; from desktop.__main__ import program;"
        f"sys.modules.update({{'PySide6.QtWidgets': sys}} if {window} else {{}});"
        "before = gc.get_freeze_count(); program(); print(gc.get_freeze_count() > before)"
    )
    line = ["--data", str(founded_folder), "status"]

    done = subprocess.run(
        [sys.executable, "-c", told, *line], cwd=ROOT, capture_output=True, encoding="utf-8",
        check=True,
    )  # fmt: skip

    assert done.stdout.splitlines()[-1] == str(left)


def test_help_needs_no_database(founded_folder: Path) -> None:
    told = (
        "import sys; from desktop.__main__ import main\ntry: main(['--help'])\nexcept SystemExit:"
    )
    told += (
        " print([n for n in ('sqlalchemy', 'loro', 'PySide6', 'reportlab') if n in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )

    assert done.stdout.splitlines()[-1] == "[]"


def test_a_second_exchange_at_the_same_time_fails_while_saving_goes_on(
    lianke: Laptop, here: Laptop, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    with only_round(lianke.folder):
        done = lianke("sync", stick)
        saved = lianke.add("activity", title="照常记录")

    assert (done.status, bool(done.sentence)) == (1, True)
    assert here.show(saved)["title"] == "照常记录"
    assert list(stick.iterdir()) == []


def test_several_commands_at_once_all_save(lianke: Laptop, here: Laptop) -> None:
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda n: lianke.add("activity", title=f"第{n}次"), range(6)))

    assert {one["id"] for one in here.list("activity")} == set(made)
    assert here("check", "--json").json["ok"]


def test_whoever_reads_along_may_leave(here: Laptop) -> None:
    for number in range(3):
        here.add("activity", title=f"第{number}次")
    reading, writing = os.pipe()
    os.close(reading)

    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--data", here.folder, "records", "list", "activity"],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)

    assert b"Traceback" not in done.stderr
