"""First changes read on another core, ahead of the transaction that takes them in.

Loro holds Python's lock, so a thread would win nothing: it is a process, fed through pipes. It
is a convenience: where it cannot be had, is late or dies, this process reads what it needs by
itself, with the same function.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec

from db.first import ENCODER, Asked, First, read_frame, write_frame

FLAG = "--read-changes"
"""What the frozen program is started with to become such a process."""

_PATIENCE_S = 20
_PIPE_BYTES = 1024 * 1024
_READ = msgspec.msgpack.Decoder(list[First | None])

Reading = Future[list[First | None]]


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, FLAG]
    return [sys.executable, "-c", "from db.first import serve; serve()"]


class Ahead:
    """At most one process that reads ahead; it costs nothing until it is wanted."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._writes: ThreadPoolExecutor | None = None
        self._reads: ThreadPoolExecutor | None = None
        self._ready: Future[bytes] | None = None

    def want(self) -> None:
        """Start the process, where there is a second core for it; it is ready in a moment."""
        if self._process is not None or (os.cpu_count() or 1) < 2:
            return
        try:
            self._process = subprocess.Popen(
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=Path(__file__).parent.parent,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            return
        for pipe in (self._process.stdin, self._process.stdout):
            _widen(pipe)
        self._writes = ThreadPoolExecutor(1, "ahead-out")
        self._reads = ThreadPoolExecutor(1, "ahead-in")
        self._ready = self._reads.submit(read_frame, self._process.stdout)

    @property
    def is_ready(self) -> bool:
        """Tell whether the process can be asked."""
        ready = self._ready
        return ready is not None and ready.done() and ready.exception() is None

    def ask(self, asked: Sequence[Asked]) -> Reading | None:
        """Let the process read some changes; None while there is none that is ready."""
        if self._process is None or self._writes is None or self._reads is None:
            return None
        if not self.is_ready:
            return None
        pipes = self._process.stdin, self._process.stdout
        self._writes.submit(write_frame, pipes[0], ENCODER.encode(asked))
        return self._reads.submit(lambda: _READ.decode(read_frame(pipes[1])))

    def result(self, reading: Reading | None, count: int) -> list[First | None] | None:
        """Return what was asked for, so many; None when the process did not do it."""
        if reading is None or self._process is None:
            return None
        with suppress(OSError, EOFError, TimeoutError, CancelledError, msgspec.MsgspecError):
            found = reading.result(_PATIENCE_S)
            if len(found) == count:
                return found
        self.rest()
        return None

    def rest(self) -> None:
        """End the process; it is started again when it is wanted."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for threads in (self._writes, self._reads):
            if threads is not None:
                threads.shutdown(wait=True, cancel_futures=True)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.wait()
        self._writes = self._reads = self._ready = None


def _widen(pipe: IO[bytes] | None) -> None:
    """Let a whole batch lie in a pipe, so that neither side waits for the other's lock."""
    if sys.platform == "linux" and pipe is not None:
        import fcntl  # noqa: PLC0415 - not on Windows

        with suppress(OSError):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
