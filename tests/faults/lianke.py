"""Laptops as people and scripts drive them: by the command line, on real data folders."""

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from db.digest import digest
from db.store import FILE, Store
from desktop.__main__ import main

_SEVERAL = """
import gc, json, sys
from desktop.__main__ import main
status = max(main(words) for words in json.loads(sys.argv[1]))
gc.freeze()
sys.exit(status)
"""
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str

    def answer(self) -> Any:
        """Return what was answered in JSON, once the command has succeeded."""
        assert self.status == 0, self.err
        return json.loads(self.out)

    def sentence(self) -> str:
        """Return the one clear sentence that a failure leaves, and nothing else."""
        assert self.status == 1, (self.status, self.out, self.err)
        assert self.out == ""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert not any(bad in self.err for bad in ("Traceback", "Error", "went wrong", "出了"))
        return lines[0]


@dataclass(frozen=True)
class Lianke:
    """The program on one data folder."""

    data: Path

    def run(self, *words: str | Path, lang: str = "en") -> Done:
        """Run a command line here, in this process."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = main(["--data", str(self.data), "--lang", lang, *map(str, words)])
        return Done(status, out.getvalue(), err.getvalue())

    def ask(self, *words: str | Path) -> Any:
        """Run a command that must succeed; return its JSON."""
        return self.run(*words, "--json").answer()

    def start(
        self, *words: str | Path, environment: dict[str, str] | None = None
    ) -> subprocess.Popen[str]:
        """Start a command line as a program of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "desktop", "--data", self.data, "--lang", "en", *words],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def program(self, *words: str | Path, environment: dict[str, str] | None = None) -> Done:
        """Run a command line as a program of its own, to its end."""
        with self.start(*words, environment=environment) as process:
            out, err = process.communicate(timeout=120)
            return Done(process.returncode, out, err)

    def programs(self, *commands: Sequence[str | Path], environment: dict[str, str]) -> str:
        """Run command lines in one program of its own that must succeed; return what it said."""
        lines = [["--data", str(self.data), *map(str, words)] for words in commands]
        done = subprocess.run(
            [sys.executable, "-c", _SEVERAL, json.dumps(lines)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sync(self, place: Path) -> Any:
        """Exchange with a place."""
        return self.ask("sync", place)

    def record(self, **fields: object) -> str:
        """Record an activity; return its id."""
        given = {"title": "送课下乡", **fields}
        pairs = (f"{name}={value}" for name, value in given.items())
        return str(self.ask("records", "add", "activity", *pairs)["id"])

    def change(self, id: str, **fields: object) -> None:
        """Change fields of a record."""
        self.ask("records", "set", id, *(f"{name}={value}" for name, value in fields.items()))

    def shown(self, id: str) -> Any:
        """Return a record with what else was written."""
        return self.ask("records", "show", id)

    def others(self, id: str, field: str) -> list[str | None]:
        """Return the other versions of a field, in order."""
        found = [one["other"] for one in self.shown(id)["conflicts"] if one["field"] == field]
        return sorted(found, key=str)

    def titles(self) -> set[str]:
        """Return the titles of all activities."""
        return {row["title"] for row in self.ask("records", "list", "activity")}

    def digest(self) -> str:
        """Return the digest of all that is here."""
        store = Store(self.data)
        try:
            with store.read() as session:
                return digest(session)
        finally:
            store.close()

    def is_sound(self) -> bool:
        """Tell whether the store opens and passes its check."""
        done = self.run("check", "--json")
        return done.status == 0 and json.loads(done.out)["problems"] == []

    def copy(self, folder: Path) -> "Lianke":
        """Copy the data folder as it lies there; return a laptop on the copy."""
        shutil.copytree(self.data, folder)
        return Lianke(folder)

    @property
    def database(self) -> Path:
        """Return the file of the database."""
        return self.data / FILE


def agree(*laptops: Lianke) -> bool:
    """Tell whether laptops hold the same."""
    return len({laptop.digest() for laptop in laptops}) == 1


def make_alliance(folder: Path) -> None:
    """Make the data folders of three laptops that have exchanged everything.

    a: the coordinator's, of 红石小学; b: a teacher's there; c: a lead's, of 李家小学.
    """
    a, b, c = (Lianke(folder / name) for name in "abc")
    a.ask("init", "--alliance", "青山联盟", "--school", "红石小学", "--person", "李志强")
    for laptop, school, person, role in (
        (b, "红石小学", "张晓梅", "teacher"),
        (c, "李家小学", "王校长", "lead"),
    ):
        file = folder / "invitation"
        given = ("--school", school, "--person", person, "--role", role, "--out", file)
        said = a.ask("invite", *given)["passphrase"]
        laptop.ask("join", file, "--passphrase", said)
        file.unlink()
    stick = folder / "stick"
    stick.mkdir()
    a.record(title="第一次送课", summary="上午听课。下午评课。", held_on="2025-10-17")
    for laptop in (a, b, c, a, b, c):
        laptop.sync(stick)
    assert agree(a, b, c)


def contents(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder, links and names that lie aside."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def litter(*folders: Path) -> list[Path]:
    """Return the unfinished files in folders."""
    return [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.name.startswith("~") or path.suffix in {".part", ".new"}
    ]
