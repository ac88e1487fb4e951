"""The command line as scripts use it: a program of its own, or for speed the same in this one."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop import words
from desktop.__main__ import main

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    """What a program left behind."""

    status: int
    out: str
    error: str

    @property
    def json(self) -> Any:
        """Return its answer, once it has succeeded."""
        assert self.status == 0, self.error
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """Return the one sentence it failed with."""
        assert self.status != 0, self.out
        lines = self.error.strip().splitlines()
        assert len(lines) == 1, self.error
        return lines[0]


@dataclass
class Laptop:
    """A laptop on which only the command line is used.

    Attributes:
        folder: Its data folder.
        real: Whether each command is a program of its own, as it is outside of tests.
        language: What the commands speak.
    """

    folder: Path
    real: bool = False
    language: str = "en"

    def __call__(self, *words: object, given: str = "", globally: tuple[str, ...] = ()) -> Done:
        """Run one command.

        Args:
            words: The command.
            given: What stands on standard input.
            globally: Options before the command.
        """
        line = [
            "--data", str(self.folder), "--lang", self.language, *globally, *map(str, words),
        ]  # fmt: skip
        return in_a_program(line, given) if self.real else in_this_program(line, given)

    def found(self) -> Any:
        """Found the alliance here."""
        return self(
            "init", "--alliance", "云岭联盟", "--school", "县三小", "--person", "张晓梅", "--json"
        ).json

    def add(self, kind: str, **values: object) -> str:
        """Add a record; return its id."""
        fields = [f"{name}={value}" for name, value in values.items()]
        return str(self("records", "add", kind, *fields, "--json").json["id"])

    def list(self, kind: str, *words: str) -> Any:
        """Return the records of a kind."""
        return self("records", "list", kind, *words, "--json").json

    def show(self, id: str) -> Any:
        """Return one record."""
        return self("records", "show", id, "--json").json

    def sync(self, place: Path) -> Any:
        """Exchange with a folder."""
        return self("sync", place, "--json").json


def in_a_program(line: Sequence[str], given: str = "", **environment: str) -> Done:
    """Run a command line in a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop", *line],
        cwd=ROOT,
        input=given,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def in_this_program(line: Sequence[str], given: str = "") -> Done:
    """Run a command line here: the same but for half a second of imports."""
    out, error, before = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.StringIO(given)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
            try:
                status = main(line)
            except SystemExit as end:  # argparse leaves this way after its help
                status = int(end.code or 0)
    finally:
        sys.stdin = before
        words.install("en")
    return Done(status, out.getvalue(), error.getvalue())


def invited(host: Laptop, guest: Laptop, school: str, person: str, role: str = "teacher") -> Any:
    """Let a laptop join by an invitation of another one; return what both said."""
    file = host.folder.with_name(f"{guest.folder.name}.invitation")
    invitation = host(
        "invite", "--school", school, "--person", person, "--role", role, "--out", file, "--json"
    ).json
    joined = guest("join", file, "--passphrase", invitation["passphrase"], "--json").json
    return {"invitation": invitation, "joined": joined}
