"""The main job as scripts do it: found, invite, join, record, carry a stick, print the ledger.

Each step is the program itself in a process of its own; the answers are those of the contract.
What is looked at afterwards, where the process is not the point, is asked in this one.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.cli.programs import Done, in_this_program
from tests.sticks import NEEDED, Stick

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.xdist_group("main job")  # one journey, in one process


@dataclass(frozen=True)
class Laptop:
    """A laptop: a data folder, and the program as a script starts it."""

    data: Path

    def say(self, *words: str | Path) -> Done:
        """Run one command in this process."""
        return in_this_program(["--data", str(self.data), *map(str, words)])

    def look(self, *words: str | Path) -> Any:
        """Ask for what there is, in this process; return its JSON."""
        done = self.say("--json", *words)
        assert (done.status, done.error) == (0, ""), done.error
        return done.json

    def run(self, *words: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run one command."""
        return subprocess.run(
            [sys.executable, "-m", "desktop", *words],
            cwd=ROOT,
            env={**os.environ, "LIANKE_DATA": str(self.data), "LANGUAGE": "en"},
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def ask(self, *words: str | Path, stdin: str = "") -> Any:
        """Run one command that must succeed; return its JSON."""
        done = self.run("--json", *words, stdin=stdin)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return json.loads(done.stdout)


@dataclass(frozen=True)
class Journey:
    """What there is after the main job was done once."""

    a: Laptop
    b: Laptop
    founded: Any
    invited: Any
    joined: Any
    added: str
    term: str
    syncs: tuple[Any, ...]


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """Do the main job up to the printing, with a real stick."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if sys.platform != "linux" or os.geteuid() != 0 or missing:
        pytest.skip("real sticks need Linux, root, losetup, exfatprogs and exfat-fuse")
    folder = tmp_path_factory.mktemp("main job")
    stick = Stick(folder / "stick.img", folder / "media" / "STICK", 64)
    try:
        return travel(Laptop(folder / "a"), Laptop(folder / "b"), stick)
    finally:
        stick.close()


def travel(a: Laptop, b: Laptop, stick: Stick) -> Journey:
    """Found and join, record on both, and carry the stick between them."""
    founded = a.ask("init", "--alliance", "青山联盟", "--school", "红石小学", "--person", "李志强")
    invited = a.ask(
        "invite", "--school", "李家小学", "--person", "王校长",
        "--role", "lead", "--out", stick.path / "invitation",
    )  # fmt: skip
    joined = b.ask("join", stick.path / "invitation", stdin=invited["passphrase"] + "\n")
    term = a.ask("records", "list", "term")[0]
    first = date.fromisoformat(term["starts_on"])
    days = [f"held_on={first + timedelta(weeks=weeks)}" for weeks in (3, 6)]
    added = a.ask(
        "records", "add", "activity", "title=三年级数学送课", "type=outreach_lesson",
        days[0], "place=李家小学三年级教室", "summary=上午听课。\n下午评课。",
        "status=held", "hours=2", f"host_school={invited['school']}", "host_school_name=李家小学",
    )["id"]  # fmt: skip
    syncs = [a.ask("sync", stick.path)]
    stick.eject()
    stick.plug_in()
    syncs += [b.ask("sync", stick.path)]
    b.ask("records", "add", "activity", "title=期中走访", days[1])
    syncs += [laptop.ask("sync", stick.path) for laptop in (b, a, b)]
    return Journey(a, b, founded, invited, joined, added, term["code"], tuple(syncs))


def test_founding_inviting_and_joining_answer_as_promised(journey: Journey) -> None:
    assert journey.founded.keys() == {"alliance", "school", "person", "recovery"}
    assert journey.invited.keys() == {"file", "passphrase", "person", "school"}
    assert journey.joined.keys() == {"alliance", "school", "person"}
    assert len(journey.invited["passphrase"].split()) == 6
    assert journey.joined["alliance"] == journey.founded["alliance"]
    assert journey.joined["school"] == journey.invited["school"]
    assert journey.joined["person"] == journey.invited["person"]


def test_exchanges_count_records(journey: Journey) -> None:
    first, second, third, fourth, fifth = journey.syncs

    assert all(s.keys() == {"sent", "received", "conflicts", "skipped"} for s in journey.syncs)
    assert first["sent"] == second["received"] > 0
    assert (third["sent"], fourth["received"]) == (1, 1)
    assert fifth == {"sent": 0, "received": 0, "conflicts": 0, "skipped": []}


@pytest.mark.parametrize("kind", ["school", "person", "term", "activity"])
def test_both_laptops_hold_the_same_records(journey: Journey, kind: str) -> None:
    mine, theirs = (x.look("records", "list", kind) for x in (journey.a, journey.b))

    by_id = {row["id"]: row for row in mine}
    assert by_id == {row["id"]: row for row in theirs}
    assert by_id


def test_a_record_is_shown_with_what_was_written(journey: Journey) -> None:
    shown = journey.b.look("records", "show", journey.added)

    assert shown["title"] == "三年级数学送课"
    assert shown["summary"] == "上午听课。\n下午评课。"
    assert shown["hours"] == 2
    assert shown["conflicts"] == []


def test_the_history_names_person_and_laptop(journey: Journey) -> None:
    history = journey.b.look("records", "history", journey.added)

    entry = next(one for one in history if one["field"] == "title")
    assert entry.keys() >= {"at", "person", "device", "field", "old", "new"}
    assert (entry["person"], entry["old"], entry["new"]) == (
        journey.founded["person"], None, "三年级数学送课",
    )  # fmt: skip


def test_status_tells_whose_laptop_it_is(journey: Journey) -> None:
    status = journey.b.look("status")

    assert status.keys() >= {
        "alliance", "school", "person", "records", "unsent", "last_exchange",
    }  # fmt: skip
    assert (status["alliance"], status["school"], status["person"], status["unsent"]) == (
        "青山联盟", "李家小学", "王校长", 0,
    )  # fmt: skip
    assert status["last_exchange"]


def test_both_laptops_are_in_order(journey: Journey) -> None:
    for laptop in (journey.a, journey.b):
        answer = laptop.look("check")
        assert (answer["ok"], answer["problems"]) == (True, [])


def pdf_text(path: Path) -> str:
    """Return what a PDF says."""
    return "".join(page.extract_text() for page in PdfReader(path).pages)


def xlsx_text(path: Path) -> str:
    """Return what a workbook says."""
    sheet = load_workbook(path).worksheets[0]
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)


def csv_text(path: Path) -> str:
    """Return what a table in text says."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return "\n".join(cell for row in csv.reader(file) for cell in row)


def jsonl_text(path: Path) -> str:
    """Return what lines of JSON say."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(str(value) for line in lines for value in json.loads(line).values())


@pytest.mark.parametrize(
    ("form", "read"),
    [("pdf", pdf_text), ("xlsx", xlsx_text), ("csv", csv_text), ("jsonl", jsonl_text)],
)
def test_the_other_laptop_prints_the_ledger(
    journey: Journey, tmp_path: Path, form: str, read: Callable[[Path], str]
) -> None:
    out = tmp_path / f"台账.{form}"

    answer = journey.b.ask(
        "export", "ledger", "--term", journey.term, "--format", form, "--out", out
    )

    assert (answer["file"], answer["activities"]) == (str(out), 2)
    said = read(out).replace("\n", "").replace(" ", "")
    for words in ("三年级数学送课", "期中走访", "李家小学"):
        assert words in said, said


def test_both_laptops_print_the_same_ledger(journey: Journey, tmp_path: Path) -> None:
    files = []
    for laptop in (journey.a, journey.b):
        files.append(tmp_path / laptop.data.name)
        laptop.look(
            "export", "ledger", "--term", journey.term, "--format", "csv", "--out", files[-1]
        )

    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("records", "show", "no-such-id"), 1),
        (("export", "ledger", "--term", "1999-2000-1", "--format", "csv", "--out", "x"), 1),
        (("--as", "没有这个人", "status"), 1),
        (("sync", "no such folder"), 1),
        (("init", "--alliance", "x", "--school", "x", "--person", "x"), 1),
        (("records", "list", "dragon"), 2),
        (("records", "list", "activity", "--where", "wings=2"), 2),
        (("export", "ledger", "--format", "doc", "--out", "x"), 2),
        (("backup", "/nowhere/backup"), 2),
        (("fly",), 2),
    ],
)
def test_what_fails_says_one_sentence_in_json(
    journey: Journey, words: tuple[str, ...], status: int
) -> None:
    done = journey.b.say(*words, "--json")

    assert (done.status, done.out) == (status, "")
    assert json.loads(done.sentence).keys() == {"error"}
