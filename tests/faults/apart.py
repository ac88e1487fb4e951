"""A command line in a process of its own that stops at a chosen step, there to be killed.

A step is a statement to the database, a commit, or something done to a file below the folders
that are watched. The parent decides what happens at the step: `kill -9`, a stick pulled out, or
nothing; so the moment does not depend on how busy the machine is.
"""

import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from tests.faults.forks import FORKS
from tests.faults.lianke import Done

_FILES = {"open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.scandir"}
LONGEST_S = 120


class Apart:
    """A command line, or a piece of work, in a process of its own."""

    def __init__(self, work: Callable[..., Any], *given: Any) -> None:
        self._here, there = FORKS.Pipe()
        self._process: BaseProcess = FORKS.Process(target=_do, args=(work, there, *given))
        self._process.start()
        there.close()

    def next(self) -> Any:
        """Return what the process says next; it waits for an answer if it stopped at a step."""
        if not self._here.poll(LONGEST_S):
            raise TimeoutError
        return self._here.recv()

    def says_nothing_for(self, seconds: float) -> bool:
        """Tell whether it neither stops nor ends for a while."""
        return not self._here.poll(seconds)

    def go_on(self) -> None:
        """Let it go on from where it stopped."""
        self._here.send(None)

    def kill(self) -> None:
        """Do `kill -9`."""
        self._process.kill()
        self.close()

    def kill_after(self, seconds: float) -> bool:
        """Do `kill -9` after a while; return whether it still ran."""
        self._process.join(seconds)
        running = self._process.is_alive()
        self.kill()
        return running

    def close(self) -> None:
        """Wait for its end."""
        self._process.join(LONGEST_S)
        self._process.close()
        self._here.close()


def start(words: Sequence[str | Path], watched: Sequence[Path], at: int, *, sql: bool) -> Apart:
    """Start a command line that stops at a step; at 0 it never stops."""
    return Apart(_command, [str(word) for word in words], [str(w) for w in watched], at, sql)


def count_steps(words: Sequence[str | Path], watched: Sequence[Path], *, sql: bool = True) -> int:
    """Run a command line to its end; return how many steps it had."""
    process = start(words, watched, 0, sql=sql)
    _, done, steps = process.next()
    process.close()
    assert done.status == 0, done.err
    return int(steps)


def _do(work: Callable[..., Any], pipe: Connection, *given: Any) -> None:
    work(pipe, *given)


def _command(pipe: Connection, words: list[str], watched: list[str], at: int, sql: bool) -> None:
    from desktop.__main__ import main

    steps = Steps(pipe, watched, at)
    if sql:
        steps.count_statements()
    sys.addaudithook(steps.hear)
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main(words)
    pipe.send(("done", Done(status, out.getvalue(), err.getvalue()), steps.count))


class Steps:
    """Counts steps and stops at one of them."""

    def __init__(self, pipe: Connection, watched: list[str], at: int) -> None:
        self.count = 0
        self._pipe, self._watched, self._at = pipe, tuple(watched), at

    def count_statements(self) -> None:
        """Count what is said to the database too."""
        from sqlalchemy import Engine, event

        for name in ("before_cursor_execute", "commit"):
            event.listen(Engine, name, self._step)

    def hear(self, name: str, given: tuple[Any, ...]) -> None:
        """Count something done to a file that is watched."""
        if name in _FILES and any(self._is_watched(one) for one in given):
            self._step()

    def _is_watched(self, path: object) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        return os.fsdecode(path).startswith(self._watched)

    def _step(self, *_given: object) -> None:
        self.count += 1
        if self.count == self._at:
            self._pipe.send(("here", self.count))
            self._pipe.recv()
