"""What waits to leave: spans taken out when a round seals, whoever wrote them."""

import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from db import journal
from db.changes import DECODER, OPERATIONS, UPDATE_BYTES
from db.documents import span_of
from db.journal import waiting
from db.store import Store
from tests.db.laptops import SEGMENT_BYTES, Air, Laptop, arrival

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _texts_of_any_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let records hold what another program may let people write."""
    monkeypatch.setattr("db.record.LONGEST_TEXT", 10_000_000)


def test_nothing_waits_twice(a: Laptop) -> None:
    a.record(place="红石小学")

    first, again = a.seal(), a.seal()

    assert (len(first), again) == (1, [])


def test_a_rolled_back_seal_seals_again(a: Laptop) -> None:
    a.record(place="红石小学")
    with suppress(RuntimeError), a.store.write() as session:
        assert len(journal.seal(session, SEGMENT_BYTES)) == 1
        raise RuntimeError

    assert len(a.seal()) == 1


def test_an_open_session_is_sealed_too_and_goes_on_where_it_was_cut(a: Laptop, b: Laptop) -> None:
    id = a.record(summary="开头。")
    seen = a.shown(id).version
    spans = []
    for words in ("开头。一", "开头。一二", "开头。一二三"):
        seen = a.edit(id, seen, summary=words)
        (arrival,) = a.seal()
        spans.append(span_of(DECODER.decode(arrival.raw).update))

    b.take(a.air.all)

    assert b.value(id, "summary") == "开头。一二三"
    assert [s[1] for s in spans[1:] if s] == [s[2] for s in spans[:-1] if s]


def test_many_autosaves_leave_as_one_change(a: Laptop, b: Laptop) -> None:
    id = a.record()
    for number in range(30):
        a.edit(id, summary="字" * number)

    sealed = a.seal()
    b.take(sealed)

    assert len(sealed) == 1
    assert b.value(id, "summary") == "字" * 29


def test_each_session_leaves_as_a_change_of_its_own(a: Laptop, b: Laptop) -> None:
    id = a.record(hours=1)
    a.sit_down()
    a.edit(id, hours=2)

    sealed = a.seal()
    b.take(sealed[::-1])

    assert len(sealed) == 2
    assert b.value(id, "hours") == 2


def test_what_waits_is_counted_in_records(a: Laptop) -> None:
    id = a.record(hours=1)
    a.sit_down()
    a.edit(id, hours=2)
    a.record(hours=3)

    with a.store.read() as session:
        assert waiting(session) == 2


def test_a_long_text_is_split_into_changes_that_keep_the_bound(a: Laptop, b: Laptop) -> None:
    words = "".join(f"第{number}句话各不相同。" for number in range(350_000))
    assert len(words.encode()) > 2 * UPDATE_BYTES
    id = a.record(summary=words)

    sealed = a.seal()
    b.take(sealed)

    assert len(sealed) > 2
    assert all(len(DECODER.decode(s.raw).update) <= UPDATE_BYTES for s in sealed)
    assert b.value(id, "summary") == words


def test_many_long_values_are_split_into_changes_that_keep_the_bound(
    a: Laptop, b: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.outbox._PIECE", 100_000)
    chance = random.Random(1)
    id = a.record()
    for _ in range(12):
        letters = (chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(9_000))
        a.edit(id, class_name="".join(letters))

    sealed = a.seal()
    b.take(sealed)

    assert len(sealed) > 2
    assert all(len(DECODER.decode(s.raw).update) <= 100_000 for s in sealed)
    assert b.value(id, "class_name") == a.value(id, "class_name")


def test_more_operations_than_a_change_may_hold_are_split(a: Laptop, b: Laptop) -> None:
    words = "a" * (OPERATIONS + 10)
    id = a.record(summary=words)

    sealed = a.seal()
    b.take(sealed)

    spans = [span_of(DECODER.decode(s.raw).update) for s in sealed]
    assert all(s is not None and s[2] - s[1] <= OPERATIONS for s in spans)
    assert len(str(b.value(id, "summary"))) == OPERATIONS + 10


def test_no_segment_outgrows_its_limit_though_one_record_does(a: Laptop, b: Laptop) -> None:
    words = "".join(f"第{number}句话各不相同。" for number in range(350_000))
    id = a.record(summary=words)
    a.record(place="红石小学")
    segments = []
    while True:
        with a.store.write() as session:
            taken = journal.seal(session, UPDATE_BYTES)
        if not taken:
            break
        segments.append(taken)

    sizes = [sum(len(one.raw) for one in taken) for taken in segments]
    assert len(segments) > 1
    assert all(size <= UPDATE_BYTES for size in sizes)
    b.take([arrival(one.raw, a.signer) for taken in segments for one in taken])
    assert b.value(id, "summary") == words


KILLED = """
import os, signal, sys
from pathlib import Path
from db import journal
from db.store import Store
store = Store(Path(sys.argv[1]))
with store.read() as session:
    sitting = journal.begin(session, "person-a")
with journal.writing(store, sitting) as writer:
    print(writer.create("activity", {"title": "未完的一课"}), flush=True)
with journal.writing(store, sitting) as writer:
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_work_of_a_killed_session_leaves_from_another_process(a: Laptop, b: Laptop) -> None:
    a.store.close()
    child = subprocess.run(
        [sys.executable, "-c", KILLED, str(a.store.folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    again = Laptop("a", Store(a.store.folder), Air())

    b.take(again.seal())

    assert b.value(child.stdout.strip(), "title") == "未完的一课"
    again.store.close()
