"""Background work: results, progress, stopping, errors."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from db.progress import Progress, Work, finish
from desktop.jobs import Asking, Jobs


class Listener(QObject):
    """Hears what a job says, as a page would."""

    def __init__(self) -> None:
        super().__init__()
        self.results: list[object] = []
        self.errors: list[Exception] = []
        self.seen: list[Progress] = []
        self.threads: set[QThread] = set()
        self.stops = 0

    def succeed(self, result: object) -> None:
        self.results.append(result)
        self.threads.add(QThread.currentThread())

    def fail(self, error: Exception) -> None:
        self.errors.append(error)

    def progress(self, progress: Progress) -> None:
        self.seen.append(progress)

    def stop(self) -> None:
        self.stops += 1


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    one = Jobs()
    yield one
    one.shut_down()


def counting(total: int) -> Work[int]:
    for done in range(total):
        yield Progress(done, total, f"record {done}")
    return total


def failing() -> Work[int]:
    yield Progress(0, 1)
    raise ValueError("no")


def test_a_quick_job_is_heard(jobs: Jobs, qtbot: QtBot) -> None:
    listener = Listener()

    for _number in range(50):
        jobs.start(counting(1), succeeded=listener.succeed)

    qtbot.waitUntil(lambda: len(listener.results) == 50)
    assert listener.threads == {QThread.currentThread()}


def test_reports_do_not_flood_the_window(jobs: Jobs, qtbot: QtBot) -> None:
    listener = Listener()

    jobs.start(counting(20_000), succeeded=listener.succeed, progressed=listener.progress)

    qtbot.waitUntil(lambda: listener.results == [20_000])
    assert listener.seen[0] == Progress(0, 20_000, "record 0")
    assert len(listener.seen) < 100


def test_an_error_reaches_its_caller(jobs: Jobs, qtbot: QtBot) -> None:
    listener = Listener()

    jobs.start(failing(), succeeded=listener.succeed, failed=listener.fail)

    qtbot.waitUntil(lambda: len(listener.errors) == 1)
    assert isinstance(listener.errors[0], ValueError)
    assert listener.results == []


def test_an_error_nobody_claims_is_told_in_one_place(jobs: Jobs, qtbot: QtBot) -> None:
    listener = Listener()
    jobs.failed.connect(listener.fail)

    jobs.start(failing())

    qtbot.waitUntil(lambda: len(listener.errors) == 1)


def test_stopping_ends_the_work_at_a_safe_place(jobs: Jobs, qtbot: QtBot) -> None:
    listener, begun, cleaned = Listener(), threading.Event(), threading.Event()

    def endless() -> Work[None]:
        try:
            while True:
                begun.set()
                yield Progress(0, 0)
        finally:
            cleaned.set()

    job = jobs.start(endless(), succeeded=listener.succeed, stopped=listener.stop)
    begun.wait(5)

    job.stop()

    qtbot.waitUntil(lambda: listener.stops == 1)
    assert cleaned.is_set()
    assert listener.results == []


def test_jobs_run_one_after_another(jobs: Jobs, qtbot: QtBot) -> None:
    order: list[str] = []
    listener = Listener()

    def named(name: str) -> Work[None]:
        for step in range(3):
            order.append(f"{name}{step}")
            yield Progress(step, 3)

    jobs.start(named("a"), succeeded=listener.succeed)
    jobs.start(named("b"), succeeded=listener.succeed)

    qtbot.waitUntil(lambda: len(listener.results) == 2)
    assert order == ["a0", "a1", "a2", "b0", "b1", "b2"]


def test_a_listener_that_is_gone_is_not_called(jobs: Jobs, qtbot: QtBot) -> None:
    gate, listener, other = threading.Event(), Listener(), Listener()

    def waiting() -> Work[int]:
        gate.wait(5)
        yield Progress(0, 1)
        return 1

    jobs.start(waiting(), succeeded=listener.succeed)
    jobs.start(counting(1), succeeded=other.succeed)
    listener.deleteLater()
    qtbot.wait(0)
    gate.set()

    qtbot.waitUntil(lambda: other.results == [1])
    assert listener.results == []


def test_busy_lasts_as_long_as_work_waits(jobs: Jobs, qtbot: QtBot) -> None:
    with qtbot.waitSignal(jobs.busy_changed, check_params_cb=lambda busy: not busy):
        jobs.start(counting(3))
        assert jobs.busy()

    assert not jobs.busy()


def test_shutting_down_stops_what_runs_and_what_waits(qtbot: QtBot) -> None:
    jobs, begun = Jobs(), threading.Event()

    def endless() -> Work[None]:
        while True:
            begun.set()
            yield Progress(0, 0)

    jobs.start(endless())
    jobs.start(endless())
    begun.wait(5)

    jobs.shut_down()

    assert not any(thread.name.startswith("lianke-job") for thread in threading.enumerate())


def test_work_can_be_finished_without_a_window() -> None:
    assert finish(counting(3)) == 3


def test_after_shutting_down_nothing_starts(qtbot: QtBot) -> None:
    jobs, listener = Jobs(), Listener()
    jobs.shut_down()

    jobs.start(counting(1), succeeded=listener.succeed)

    assert not jobs.busy()
    assert listener.results == []


def test_what_is_looked_up_for_a_screen_waits_for_no_long_work(jobs: Jobs, qtbot: QtBot) -> None:
    ends = threading.Event()

    def long() -> Work[int]:
        yield Progress(0, 1)
        ends.wait(10)
        return 1

    listener = Listener()
    jobs.start(long(), succeeded=listener.succeed)

    jobs.start(counting(2), succeeded=listener.succeed, beside=True)

    qtbot.waitUntil(lambda: listener.results == [2])
    ends.set()
    qtbot.waitUntil(lambda: listener.results == [2, 1])


def gated(gate: threading.Event, answer: str) -> Work[str]:
    yield Progress(0, 1)
    gate.wait(10)
    return answer


@pytest.fixture
def asking(jobs: Jobs) -> Asking:
    return Asking(jobs, jobs)


def test_only_the_last_question_is_answered(jobs: Jobs, asking: Asking, qtbot: QtBot) -> None:
    listener, gate = Listener(), threading.Event()
    asking.answered.connect(listener.succeed)
    asking.ask(gated(gate, "older"))

    asking.ask(gated(gate, "newer"))
    assert asking.pending()
    gate.set()

    qtbot.waitUntil(lambda: not jobs.busy())
    assert listener.results == ["newer"]
    assert not asking.pending()


def test_an_answer_on_its_way_is_not_told_once_it_is_dropped(
    jobs: Jobs, asking: Asking, qtbot: QtBot
) -> None:
    listener, answered = Listener(), threading.Event()
    asking.answered.connect(listener.succeed)

    def work() -> Work[str]:
        yield Progress(0, 1)
        answered.set()
        return "older"

    asking.ask(work())
    assert answered.wait(10)
    asking.drop()

    qtbot.waitUntil(lambda: not jobs.busy())
    assert listener.results == []
    assert not asking.pending()


def test_a_question_that_fails_is_told_and_awaited_no_longer(
    jobs: Jobs, asking: Asking, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(jobs.failed):
        asking.ask(failing())

    qtbot.waitUntil(lambda: not asking.pending())
