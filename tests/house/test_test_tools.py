"""The tools of the tests themselves: sticks, small disks, other clocks, no skips in CI."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.sticks import Stick

ALONE = [
    sys.executable, "-m", "pytest", "-q",
    *(f"-pno:{name}" for name in ("cacheprovider", "pytest-qt", "hypothesispytest", "randomly")),
]  # fmt: skip
"""Tests of tests, without what only costs time to read in."""


def test_a_stick_keeps_what_was_written_before_it_was_ejected(exfat_stick: Stick) -> None:
    (exfat_stick.path / "kept.txt").write_text("here")
    exfat_stick.eject()
    assert not exfat_stick.path.exists()

    exfat_stick.remount()

    assert (exfat_stick.path / "kept.txt").read_text() == "here"


def test_a_file_open_on_a_stick_fails_once_the_stick_is_pulled_out(exfat_stick: Stick) -> None:
    file = os.open(exfat_stick.path / "torn.bin", os.O_CREAT | os.O_WRONLY)
    os.write(file, b"x" * 100_000)

    exfat_stick.pull_out()

    with pytest.raises(OSError, match=r"not connected|abort|error|device"):
        os.write(file, b"y")
    with suppress(OSError):
        os.close(file)
    assert not exfat_stick.path.exists()


def test_a_stick_pulled_out_in_a_write_can_be_used_again(exfat_stick: Stick) -> None:
    (exfat_stick.path / "first.bin").write_bytes(b"1" * 5000)
    exfat_stick.pull_out()

    exfat_stick.remount()

    (exfat_stick.path / "second.bin").write_bytes(b"2")
    assert {path.name for path in exfat_stick.path.iterdir()} >= {"second.bin"}


def test_a_stick_can_be_read_only(exfat_stick: Stick) -> None:
    exfat_stick.eject()
    exfat_stick.plug_in(read_only=True)

    with pytest.raises(OSError, match="Read-only"):
        (exfat_stick.path / "new.txt").write_text("no")


def test_a_stick_has_the_size_that_was_asked_for(make_exfat_stick: Callable[..., Stick]) -> None:
    small = make_exfat_stick(size_mib=2, name="SMALL")

    with pytest.raises(OSError, match="No space left"):
        (small.path / "much.bin").write_bytes(bytes(3 * 1024 * 1024))


def test_a_small_disk_is_soon_full(small_disk: Path) -> None:
    (small_disk / "some.bin").write_bytes(bytes(500_000))

    with pytest.raises(OSError, match="No space left"):
        (small_disk / "more.bin").write_bytes(bytes(1_000_000))


@pytest.mark.parametrize("year", ["2009", "2038"])
def test_a_program_can_live_in_another_year(
    year: str, at_time: Callable[[str], dict[str, str]]
) -> None:
    ask = "import datetime, threading; print(datetime.datetime.now().year)"

    said = subprocess.run(
        [sys.executable, "-c", ask],
        env=at_time(f"{year}-03-01 08:00:00"),
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.strip() == year


def test_tests_do_not_see_the_users_own_settings() -> None:
    assert "lianke-test-home-" in os.environ["XDG_CONFIG_HOME"]


@pytest.mark.parametrize("where", ["module", "test"])
def test_a_skip_fails_in_ci_and_only_there(where: str, tmp_path: Path) -> None:
    here = Path(__file__).resolve().parents[2]
    body = {
        "module": "import pytest\npytest.skip('no tool', allow_module_level=True)\n",
        "test": "import pytest\n@pytest.mark.skip\ndef test_it(): ...\n",
    }[where]
    (tmp_path / "test_skipping.py").write_text(body)
    (tmp_path / "conftest.py").write_text("from tests.conftest import *\n")

    codes = {}
    for ci in ("", "true"):
        done = subprocess.run(
            [*ALONE, str(tmp_path)],
            cwd=tmp_path,
            env={**os.environ, "CI": ci, "PYTHONPATH": str(here)},
            capture_output=True,
            check=False,
        )
        codes[ci] = done.returncode

    assert codes[""] in (0, 5)  # 5: no test was run
    assert codes["true"] in (1, 2)


def test_a_group_of_tests_stays_in_one_process(tmp_path: Path) -> None:
    body = (
        "import os, pathlib, pytest\n"
        "pytestmark = pytest.mark.xdist_group('one')\n"
        "@pytest.mark.parametrize('n', range(6))\n"
        "def test_it(n): pathlib.Path(__file__).with_name(f'ran-{n}-{os.getpid()}').touch()\n"
    )
    (tmp_path / "test_grouped.py").write_text(body)
    own = f"--basetemp={tmp_path / 'own'}"  # else it tidies away what runs before this one left

    subprocess.run(
        [*ALONE, own, "-n", "2", "--dist", "loadgroup", str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )

    ran = [path.name.split("-") for path in tmp_path.glob("ran-*")]
    assert len(ran) == 6
    assert len({process for _, _, process in ran}) == 1
