"""Background work: progress, stopping, one way for errors to reach people.

What writes runs on one thread, one piece after another; what only looks something up for a
screen runs beside it on another, or a search would wait for the end of an exchange.

A piece of work is a generator (`db.progress.Work`); nothing here knows what it does.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Signal

from db.progress import Progress, Result, Work

REPORT_EVERY_S = 0.05  # the worker never waits for the window: reports in between are dropped


class Job(QObject):
    """One piece of work on its way; its signals arrive on the thread of the window.

    `succeeded` (the result), `failed` (the exception) or `stopped` comes once, then `ended`.
    """

    progressed = Signal(Progress)
    succeeded = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = threading.Event()

    def stop(self) -> None:
        """Ask the work to end at the next place where nothing is half done."""
        self._stop.set()

    def stopping(self) -> bool:
        """Return whether it was asked to end."""
        return self._stop.is_set()

    def drive(self, work: Work[Any]) -> None:
        """Run the work to its end. Called on the worker thread."""
        last_report = float("-inf")
        try:
            while not self._stop.is_set():
                progress = next(work)
                if time.monotonic() - last_report >= REPORT_EVERY_S:
                    last_report = time.monotonic()
                    self.progressed.emit(progress)
            work.close()
            self.stopped.emit()
        except StopIteration as end:
            self.succeeded.emit(end.value)
        except Exception as error:  # noqa: BLE001 - the boundary: nothing may vanish in a thread
            self.failed.emit(error)
        finally:
            self.ended.emit()


class Jobs(QObject):
    """Runs work one piece after another, for the store has one writer; what only reads, beside it.

    `failed` tells of errors that no caller claimed; the window shows them.
    """

    failed = Signal(object)
    busy_changed = Signal(bool)
    _left = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lianke-job")
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lianke-look")
        self._running: list[Job] = []
        self._closed = False
        self._last: list[Future[None]] = []
        self._left.connect(self._forget)

    def start(
        self,
        work: Work[Result],
        *,
        succeeded: Callable[[Result], object] | None = None,
        progressed: Callable[[Progress], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        stopped: Callable[[], object] | None = None,
        beside: bool = False,
    ) -> Job:
        """Queue work and tell the callbacks, which are bound methods of QObjects.

        They are connected before the work starts: otherwise a quick job ends unheard.  Nothing
        is called after the object a method belongs to is gone.  After `shut_down` nothing runs.

        Args:
            work: What to do.
            succeeded: Hears the result.
            progressed: Hears how far it is.
            failed: Hears what went wrong; the window says it otherwise.
            stopped: Hears that it was stopped.
            beside: Whether it only reads for a screen, and need not wait for what is written.
        """
        job = Job(self)
        if self._closed:  # a page that outlives its window by a moment: nobody waits for it
            return job
        if succeeded:
            job.succeeded.connect(succeeded)
        if progressed:
            job.progressed.connect(progressed)
        if stopped:
            job.stopped.connect(stopped)
        job.failed.connect(failed or self.failed)
        self._running.append(job)
        if len(self._running) == 1:
            self.busy_changed.emit(True)
        (self._beside if beside else self._pool).submit(self._run, job, work)
        return job

    def busy(self) -> bool:
        """Return whether any work is running or waits."""
        return bool(self._running)

    def runs(self, job: Job) -> bool:
        """Return whether a job is running or waits."""
        return job in self._running

    def shut_down(self, within_s: float | None = None) -> bool:
        """Stop all work at its next safe place; return whether the threads ended.

        Args:
            within_s: How long to wait for them; None waits for ever.  A thread that hangs in a
                share cannot be ended: then only the process can.
        """
        self._closed = True
        for job in self._running:
            job.stop()
        pools = (self._pool, self._beside)
        if within_s is not None:
            with suppress(RuntimeError):  # shut down before
                self._last = [pool.submit(_nothing) for pool in pools]
        for pool in pools:
            pool.shutdown(wait=within_s is None)
        return not wait(self._last, within_s).not_done

    def _run(self, job: Job, work: Work[Any]) -> None:
        job.drive(work)
        self._left.emit(job)  # not on job.ended: it would die while it is still emitting

    def _forget(self, job: Job) -> None:
        self._running.remove(job)
        job.deleteLater()
        if not self._running:
            self.busy_changed.emit(False)


class Asking(QObject):
    """Asks one thing after another for a screen; only the answer to the last question is told.

    What is shown may stay until then.  Errors go where those of all work go.
    """

    answered = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._number = jobs, 0
        self._job: Job | None = None

    def ask(self, work: Work[Any]) -> None:
        """Look something up; what was asked before is of no interest any more."""
        self.drop()
        numbered = _numbered(self._number, work)
        self._job = self._jobs.start(numbered, succeeded=self._hear, beside=True)

    def drop(self) -> None:
        """Wait for no answer any more."""
        self._number += 1
        if self._job is not None:
            self._job.stop()
            self._job = None

    def pending(self) -> bool:
        """Return whether an answer is awaited."""
        return self._job is not None and self._jobs.runs(self._job)

    def _hear(self, heard: tuple[int, Any]) -> None:
        number, answer = heard
        if number == self._number:  # one that was stopped may have been about to answer
            self._job = None
            self.answered.emit(answer)


def _numbered(number: int, work: Work[Result]) -> Work[tuple[int, Result]]:
    answer = yield from work
    return number, answer


def _nothing() -> None:
    """Come after all other work."""
