"""Two programs on one data folder: one exchange at a time, and everything else side by side."""

from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from db import journal
from db.commands import records
from db.queries.records import list_records
from db.store import Store
from tests.faults.apart import Apart, count_steps, start
from tests.faults.lianke import Done, Lianke, agree

SECOND = {"en": "An exchange is already running.", "zh_CN": "正在交换"}


@pytest.fixture
def exchanging(a: Lianke, b: Lianke, stick: Path, tmp_path: Path) -> Iterator[Apart]:
    """Return b's exchange with a's news, stopped in the middle of it."""
    a.ask("records", "add", "activity", "title=甲")
    a.sync(stick)
    rehearsal = b.copy(tmp_path / "rehearsal")
    steps = count_steps(["--data", rehearsal.data, "sync", stick], [stick], sql=False)
    process = start(["--data", b.data, "--json", "sync", stick], [stick], steps // 2, sql=False)
    assert process.next()[0] == "here"
    yield process
    process.close()


def ended(process: Apart) -> Done:
    """Let an exchange go on; return how it ended."""
    process.go_on()
    done = process.next()[1]
    assert isinstance(done, Done)
    return done


@pytest.mark.parametrize("lang", SECOND)
def test_a_second_exchange_is_refused_in_one_sentence(
    b: Lianke, exchanging: Apart, stick: Path, lang: str
) -> None:
    said = b.run("sync", stick, lang=lang).sentence()

    assert SECOND[lang] in said
    assert ended(exchanging).answer()["skipped"] == []
    b.sync(stick)


def test_everything_else_works_beside_an_exchange(
    a: Lianke, b: Lianke, common: str, exchanging: Apart, stick: Path
) -> None:
    id = b.record(title="同时")
    b.change(common, place="同时")
    assert b.shown(id)["title"] == "同时"
    assert b.is_sound()
    b.ask("status")
    b.ask("backup")

    ended(exchanging).answer()
    for laptop in (b, a):
        laptop.sync(stick)

    assert {"同时", "甲"} <= a.titles() & b.titles()
    assert agree(a, b)


def test_a_long_look_sees_one_moment_while_an_exchange_writes(b: Lianke, exchanging: Apart) -> None:
    store = Store(b.data)
    with store.read() as session:
        before = list_records(session, "activity", {})
        ended(exchanging).answer()
        again = list_records(session, "activity", {})
    with store.read() as session:
        after = list_records(session, "activity", {})
    store.close()

    assert [row.id for row in before] == [row.id for row in again]
    assert len(after) == len(before) + 1


def save_slowly(pipe: Connection, data: str) -> None:
    """Keep the store in the middle of a save until told to go on."""
    store = Store(Path(data))
    with store.read() as session:
        sitting = journal.begin(session, "")
    with journal.writing(store, sitting) as writer:
        records.add(writer, "activity", {"title": "慢"})
        writer.flush()
        pipe.send("saving")
        pipe.recv()
    store.close()
    pipe.send("saved")


@pytest.mark.parametrize("what", ["save", "exchange"])
def test_a_save_in_one_program_lets_the_other_wait_and_not_fail(
    a: Lianke, b: Lianke, stick: Path, what: str
) -> None:
    a.record(title="甲")
    a.sync(stick)
    slow = Apart(save_slowly, str(b.data))
    assert slow.next() == "saving"
    words = ["records", "add", "activity", "title=快"] if what == "save" else ["sync", str(stick)]
    other = start(["--data", b.data, "--json", *words], [b.data], 0, sql=False)

    assert other.says_nothing_for(1.5)
    slow.go_on()
    assert slow.next() == "saved"
    other.next()[1].answer()

    slow.close()
    other.close()
    assert "慢" in b.titles()
    assert {"save": "快", "exchange": "甲"}[what] in b.titles()
