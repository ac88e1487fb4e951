"""Changes read on another core: the outcome is the same without that process, or when it dies."""

import sys
from collections.abc import Callable

import pytest
from loro import LoroMap

from db import ahead
from db import arrivals as arrivals_module
from db.ahead import Ahead
from db.documents import Author, Document
from db.first import Asked, First, read_all, read_first
from db.judging import Arrival
from db.merging import Accepted
from db.operations import first_writes
from db.projection import text_names
from db.record import Value
from tests.db.laptops import Laptop, author, written

TEXTS = text_names("activity")


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.arrivals._BATCH", 10)
    monkeypatch.setattr("db.arrivals._MANY", 30)


def many(a: Laptop, count: int = 60) -> list[Arrival]:
    """Return the first changes of so many records, some of them not plain."""
    for number in range(count):
        id = a.record(place=f"红石小学 {number}", summary="先量再算。", hours=1.5)
        if number % 7 == 0:
            a.edit(id, summary="先量再算，然后说。", place="礼堂")
        if number % 11 == 0:
            a.delete(id)
    return a.seal()


def started(laptop: Laptop) -> Ahead:
    """Return the process beside a laptop, ready to read."""
    reader = laptop.store.ahead
    reader.want()
    assert reader._ready is not None
    reader._ready.result(20)
    return reader


def test_the_process_reads_what_this_one_would(a: Laptop) -> None:
    peer = a.sitting.peer
    plain = Document()
    values: dict[str, Value] = {"title": "送教下乡", "hours": 2.0, "own_count": 3}
    plain.write(author(a.sitting), values, {"summary": "先量再算。"})
    nested = written(a.sitting, title="送教")
    nested.doc.get_map("f").insert_container("place", LoroMap())
    nested.doc.commit_with(None, 1, None, author(a.sitting).message)
    asked = [
        Asked(plain.updates(), peer, TEXTS),
        Asked(plain.updates(), peer + 1, TEXTS),
        Asked(nested.updates(), peer, TEXTS),
        Asked(b"loro" + bytes(40), peer, TEXTS),
        Asked(b"[[" * 4000, peer, TEXTS),
    ]
    reader = started(a)

    found = reader.result(reader.ask(asked), len(asked))

    assert found == read_all(asked) == [read_first(asked[0]), None, None, None, None]
    assert isinstance(found[0], First)
    assert (found[0].values["hours"], found[0].values["summary"]) == (2.0, "先量再算。")


def rewritten(d: Document) -> None:
    d.write(author_(), {"title": "送教", "place": "礼堂"}, {"summary": "先量再算。"})
    d.write(author_(), {"title": "下乡", "place": None}, {"summary": "先量，后算。"})


def typed_on(d: Document) -> None:
    d.write(author_(), {}, {"summary": "量"})
    d.write(author_(), {"hours": 2.0}, {"summary": "先量", "decisions": "算"})


def emptied(d: Document) -> None:
    d.write(author_(), {"title": "送教"}, {"summary": "先量"})
    d.write(author_(), {"title": ""}, {"summary": ""})


def unusual(d: Document) -> None:
    d.write(author_(), {"hours": float("nan"), "own_count": 2**53 + 1, "place": "🦜"}, {})


def author_() -> Author:
    return Author(77, "p", "l", 5)


@pytest.mark.parametrize("made", [rewritten, typed_on, emptied, unusual])
def test_what_stands_on_something_is_read_from_the_whole_document(
    made: Callable[[Document], None],
) -> None:
    document = Document()
    made(document)

    found = read_first(Asked(document.updates(), 77, TEXTS))

    assert found is not None
    whole = document.values() | document.texts(TEXTS)
    assert repr(sorted(found.values.items())) == repr(sorted(whole.items()))
    assert (found.version, found.message) == (document.version, "p@l")


def test_operations_with_a_gap_in_their_numbers_are_not_read_by_themselves() -> None:
    document = Document()
    document.write(author_(), {"title": "送教"}, {"summary": "先量"})
    written = document.written(77, (0, 3))

    assert first_writes(written, 3) == ({"title": "送教"}, {"summary": "先量"})
    assert first_writes(written, 4) is None
    written[0].ops[1].counter = 2
    assert first_writes(written, 3) is None


def test_what_it_read_is_taken_in_as_without_it(
    a: Laptop, b: Laptop, laptop: Callable[..., Laptop]
) -> None:
    arrivals = many(a)
    started(b)
    c = laptop("c")
    by_process = b.take(arrivals)
    by_itself = sum((c.take([one]).received for one in arrivals), 0)

    assert b.store.ahead._process is not None
    assert by_process.received == by_itself == 60
    assert {id: row.body for id, row in b.stored().items()} == {
        id: row.body for id, row in c.stored().items()
    }
    assert [(r.version, r.heads, r.deletion) for _, r in sorted(b.stored().items())] == [
        (r.version, r.heads, r.deletion) for _, r in sorted(c.stored().items())
    ]


def test_a_process_that_dies_in_the_middle_costs_nothing(a: Laptop, b: Laptop) -> None:
    arrivals = many(a)
    reader = started(b)
    asks = reader.ask
    asked: list[int] = []

    def ask(batch: list[Asked]) -> ahead.Reading | None:
        asked.append(len(batch))
        reading = asks(batch)
        if len(asked) == 2 and reader._process is not None:
            reader._process.kill()
        return reading

    reader.ask = ask  # type: ignore[method-assign,assignment]

    assert b.take(arrivals).received == 60
    assert reader._process is None


@pytest.mark.parametrize(
    "program",
    [
        "import sys; sys.exit(1)",
        "import sys; o=sys.stdout.buffer; o.write(bytes(4)); o.flush(); sys.stdin.buffer.read()",
        "import sys; o=sys.stdout.buffer; o.write(bytes(4) + bytes([0,0,0,1,0x90])*9); o.flush()",
    ],
    ids=["gone", "closed after a while", "another answer"],
)
def test_a_process_that_is_no_help_costs_nothing(
    a: Laptop, b: Laptop, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(ahead, "_command", lambda: [sys.executable, "-c", program])
    monkeypatch.setattr(ahead, "_PATIENCE_S", 1)
    arrivals = many(a)

    assert b.take(arrivals).received == 60
    b.store.close()


def test_on_a_slow_machine_a_save_waits_for_fewer(
    a: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals_module, "_BATCH", 1000)
    batches = arrivals_module._Batches(a.store, [])

    def size_after(count: int, took_s: float, *, typed: bool) -> int:
        monkeypatch.setattr(type(a.store), "is_shared", typed)
        batches.done(arrivals_module._Kept(Accepted(), count, took_s))
        return batches._size

    assert size_after(1000, 0.1, typed=False) == 1000
    assert size_after(1000, 1.0, typed=False) == 500
    assert size_after(1000, 0.06, typed=True) == 500
    assert size_after(500, 2.0, typed=True) == arrivals_module._LEAST


def test_a_few_changes_start_no_process(a: Laptop, b: Laptop) -> None:
    assert b.take(many(a, 5)).received == 5
    assert b.store.ahead._process is None


def test_a_closed_store_leaves_no_process_behind(a: Laptop) -> None:
    process = started(a)._process
    assert process is not None
    a.store.close()
    assert process.returncode is not None
