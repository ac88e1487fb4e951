"""The frozen program does the main job: what PyInstaller misses is missed here, not in a school.

Alembic, reportlab, the catalogue of words and Qt's plugins are loaded late and by name, so a
build can be green and the program dead at its start.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from db.ahead import FLAG
from db.documents import Author, Document
from db.first import ENCODER, Asked, read_all, write_frame
from tests.db.word_files import word_file

ROOT = Path(__file__).resolve().parents[2]
SUFFIX = ".exe" if sys.platform == "win32" else ""

pytestmark = pytest.mark.xdist_group("packaged")  # one build, in one process

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def program() -> Path:
    """Build the program; what did not change since the last build is used again."""
    place = ROOT / "build" / "packaged"
    subprocess.run(
        [
            sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR",
            "--distpath", str(place / "dist"), "--workpath", str(place / "work"),
            str(ROOT / "packaging" / "lianke.spec"),
        ],
        cwd=ROOT,
        check=True,
    )  # fmt: skip
    return place / "dist" / "lianke" / f"lianke{SUFFIX}"


def on(program: Path, data: Path) -> Run:
    """Return a function that runs the frozen program on a data folder."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON")
    }

    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(program), "--data", str(data), *arguments],
            cwd=data.parent,
            env=environment,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


def answer(done: subprocess.CompletedProcess[str]) -> Any:
    """Return what the program said with --json, once it has succeeded."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def run(program: Path, tmp_path: Path) -> Run:
    """Return a function that runs the frozen program on an empty data folder."""
    return on(program, tmp_path / "data")


@pytest.fixture(scope="session")
def founded_folder(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let the frozen program found an alliance, which migrates a fresh store, and record a visit.

    Every start of it costs a second or two; each test takes a copy.
    """
    folder = tmp_path_factory.mktemp("founded") / "data"
    run = on(program, folder)
    answer(run("init", "--alliance", "云岭", "--school", "县三小", "--person", "张晓梅", "--json"))
    held_on = f"held_on={term(run)['starts_on']}"
    answer(run("records", "add", "activity", "title=送课下乡", held_on, "--json"))
    return folder


@pytest.fixture
def founded(founded_folder: Path, run: Run, tmp_path: Path) -> Run:
    """Return a function that runs the frozen program where an alliance was founded."""
    shutil.copytree(founded_folder, tmp_path / "data")
    return run


def term(run: Run) -> Any:
    """Return a term of this school year."""
    return answer(run("records", "list", "term", "--json"))[0]


def test_it_reads_changes_for_itself_on_another_core(program: Path) -> None:
    document = Document()
    document.write(
        Author(7, "person", "laptop", 1), {"title": "送教下乡"}, {"summary": "先量再算。"}
    )
    asked = [Asked(document.updates(), 7, ("summary",)), Asked(b"loro", 7, ())]
    question, said = BytesIO(), BytesIO()
    write_frame(question, ENCODER.encode(asked))

    done = subprocess.run(
        [str(program), FLAG], input=question.getvalue(), capture_output=True, timeout=60, check=True
    )

    write_frame(said, b"")
    write_frame(said, ENCODER.encode(read_all(asked)))
    assert done.stdout == said.getvalue()
    assert read_all(asked)[0] is not None


def test_the_window_opens_its_pages(run: Run) -> None:
    done = run("--smoke")

    assert done.returncode == 0, done.stderr


def test_a_fresh_store_is_migrated(founded: Run) -> None:
    assert answer(founded("status", "--json"))["alliance"] == "云岭"


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF-"), ("xlsx", b"PK\x03\x04")])
def test_the_ledger_is_printed(form: str, start: bytes, founded: Run, tmp_path: Path) -> None:
    code = term(founded)["code"]
    out = tmp_path / f"ledger.{form}"

    done = founded("export", "ledger", "--term", code, "--format", form, "--out", str(out))

    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(start)


def test_the_words_come_with_it_in_chinese(run: Run) -> None:
    english = run("--lang", "en", "records", "show", "no-such-id")
    chinese = run("--lang", "zh_CN", "records", "show", "no-such-id")

    assert english.stderr.isascii()
    assert not chinese.stderr.isascii()


@pytest.mark.parametrize(
    "address",
    ["webdavs://127.0.0.1:1/x", "smb://127.0.0.1:1/x", "s3://k@b/x?endpoint=http://[::1]:1"],
)
def test_a_server_that_is_not_there_is_asked_for(founded: Run, address: str) -> None:
    """The parts that speak with servers are loaded late; so is the system's keyring."""
    done = founded("--lang", "en", "places", "test", address, "--json", stdin="password\n")

    assert done.returncode == 1
    assert json.loads(done.stdout)["reason"] == "unreachable"


def test_a_plan_comes_in_from_word_and_goes_out_again(founded: Run, tmp_path: Path) -> None:
    """The templates of Word files and the parser of XML are data and libraries of others."""
    file = word_file(
        tmp_path / "plan.docx", "教学目标：会口算", [["环节", "教师活动"], ["导入", "看"]]
    )

    (made,) = answer(founded("plans", "import", str(file), "--json"))["files"]

    assert made["steps"] == 1
    for form, start in (("docx", b"PK\x03\x04"), ("pdf", b"%PDF-")):
        out = tmp_path / f"out.{form}"
        done = founded("plans", "export", made["id"], "--format", form, "--out", str(out))
        assert done.returncode == 0, done.stderr
        assert out.read_bytes().startswith(start)
