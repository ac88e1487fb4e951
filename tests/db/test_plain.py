"""A record written in one go travels as what it says: the same record, judged alike."""

import math
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import digest, plain
from db.documents import Author, Document, ends_of, mode_problem, span_of
from db.errors import MalformedChangeError
from db.first import Asked, read_first
from db.plain import MAGIC, Plain
from db.values import Value
from tests.db.laptops import Laptop, arrival, author, exchange, forged, forged_id, written

TEXTS = ("summary", "decisions")
PEER = 2**63 - 1
MESSAGE = "p@l"

words = st.text(st.characters(codec="utf-8"), max_size=12)
values = st.one_of(
    words, st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False)
)


def said(fields: dict[str, Value], texts: dict[str, str] | None = None) -> bytes:
    """Return a plain update."""
    found = plain.of(PEER, 5, MESSAGE, fields, texts or {})
    assert found is not None
    return found.encode()


def by_operations(fields: dict[str, Value], texts: dict[str, str]) -> Document:
    """Return the document of the same words, written by operations."""
    document = Document()
    document.write(
        Author(PEER, "p", "l", 5),
        {name: fields[name] for name in sorted(fields)},
        {name: texts[name] for name in sorted(texts)},
    )
    return document


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(
    fields=st.dictionaries(words, values, max_size=6),
    texts=st.dictionaries(st.sampled_from(TEXTS), words.filter(bool)),
)
def test_it_is_the_document_that_the_same_operations_make(
    fields: dict[str, Value], texts: dict[str, str]
) -> None:
    found = plain.of(PEER, 5, MESSAGE, fields, texts)
    if found is None:
        assert not (fields or texts) or any(_takes_operations(one) for one in fields.values())
        return
    update, whole = found.encode(), by_operations(fields, texts)
    made = Document.load(update)

    assert plain.read(update) == found
    assert made.version == whole.version == found.version
    assert made.deep() == whole.deep() == found.deep()
    assert list(made.spans().items()) == list(whole.spans().items())
    assert span_of(update) == (PEER, 0, found.end) == span_of(whole.updates())
    assert ends_of(update) == ends_of(whole.updates())
    assert digest.of_record("x", update) == digest.of_record("x", whole.updates())
    assert made.author_of((PEER, 0)) == ("p", "l", 5)
    assert _history(made) == _history(whole)


def _takes_operations(value: Value) -> bool:
    marked = isinstance(value, str) and value.startswith("🦜:")
    return marked or (isinstance(value, float) and not math.isfinite(value))


def _history(document: Document) -> list[object]:
    from loro import VersionVector

    return list(document.changes_since(VersionVector()))


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(
    fields=st.dictionaries(st.sampled_from(("title", "place", "x")), values, min_size=1),
    texts=st.dictionaries(st.sampled_from(TEXTS), words.filter(bool)),
)
def test_it_is_read_as_the_same_operations_are(
    fields: dict[str, Value], texts: dict[str, str]
) -> None:
    if plain.of(PEER, 5, MESSAGE, fields, texts) is None:
        return
    one = read_first(Asked(said(fields, texts), PEER, TEXTS))
    other = read_first(Asked(by_operations(fields, texts).updates(), PEER, TEXTS))

    assert one is not None
    assert one == other


def test_what_takes_operations_to_say_is_not_said_plainly() -> None:
    for value in (None, float("nan"), float("inf"), 2**63, "🦜:cid"):
        assert plain.of(PEER, 5, MESSAGE, {"title": value}, {}) is None
    assert plain.of(PEER, 5, MESSAGE, {}, {}) is None
    assert plain.of(PEER, 5, MESSAGE, {"title": "🦜"}, {}) is not None


def test_a_record_written_in_one_go_leaves_plainly_and_is_kept_so(a: Laptop, b: Laptop) -> None:
    id = a.record(place="红石小学", summary="先量再算。")
    b.take(a.seal())

    assert plain.is_plain(a.stored()[id].body)
    assert b.stored()[id].body == a.stored()[id].body
    assert b.stored()[id].version == a.stored()[id].version == b.document(id).version
    assert (b.value(id, "place"), b.value(id, "summary")) == ("红石小学", "先量再算。")
    assert b.digest() == a.digest()


def test_what_is_written_on_stands_on_it_wherever_it_arrives_first(
    a: Laptop, b: Laptop, laptop: Callable[..., Laptop]
) -> None:
    id = a.record(place="红石小学", summary="先量再算。")
    first = a.seal()
    a.edit(id, summary="先量再算，然后说。")
    second = a.seal()
    b.take(first)
    b.edit(id, place="礼堂", summary="先量再算。最后写。")
    third = b.seal()
    c = laptop("c")
    c.take(third)
    c.take(second)
    assert c.stored() == {}
    c.take(first)
    exchange(a, b, c)

    assert a.digest() == b.digest() == c.digest()
    assert c.value(id, "place") == "礼堂"
    assert c.value(id, "summary") == "先量再算，然后说。最后写。"
    assert len(c.history(id)) == len(a.history(id)) > 3


def test_two_that_write_one_record_by_its_key_agree(a: Laptop, b: Laptop) -> None:
    one = a.record("school", name="红石小学", code="5301")
    other = b.record("school", name="红石完全小学", code="5301")
    exchange(a, b)

    assert one == other
    assert a.digest() == b.digest()
    assert len(a.conflicts(one)) == len(b.conflicts(one)) == 1


def encoded(*parts: object) -> bytes:
    """Return a plain update by other hands."""
    return MAGIC + msgspec.msgpack.encode(parts)


@pytest.mark.parametrize(
    ("fields", "texts"),
    [
        ({}, {}),
        ({"title": None}, {}),
        ({"title": "🦜:cid:1@2:Map"}, {}),
        ({"hours": float("nan")}, {}),
        ({"own_count": 2**64 - 1}, {}),
        ({}, {"summary": ""}),
        ({}, {"f": "x"}),
        ({}, {"": "x"}),
        ({}, {"a/b": "x"}),
        ({}, {"a\0b": "x"}),
    ],
)
def test_what_no_document_may_hold_is_refused_also_beside_what_stands_there(
    a: Laptop, b: Laptop, fields: dict[str, Value], texts: dict[str, str]
) -> None:
    sign = author(a.sitting)
    bad = arrival(forged(encoded(sign.peer, 1, sign.message, fields, texts), a.sitting), a.signer)
    good = arrival(forged(written(b.sitting, title="一").updates(), b.sitting), b.signer)

    a.take([bad, good])
    b.take([good, bad])

    assert a.parked() == b.parked() == ["containers"]
    assert a.digest() == b.digest()
    assert a.value(forged_id(), "title") == "一"


@pytest.mark.parametrize(
    "update",
    [
        MAGIC,
        MAGIC + b"\xc1",
        MAGIC + b"\x91" * 4000,
        encoded("x", 1, "m", {"title": "一"}, {}),
        encoded(1, 1, "m", {"title": [1]}, {}),
        encoded(1, 1, "m", {"title": b"x"}, {}),
        encoded(-1, 1, "m", {"title": "一"}, {}),
        encoded(2**63, 1, "m", {"title": "一"}, {}),
        encoded(1, -1, "m", {"title": "一"}, {}),
        encoded(1, 1, "m", {"title": "一"}),
        b"LKP2" + encoded(1, 1, "m", {"title": "一"}, {})[4:],
    ],
)
def test_what_cannot_be_read_waits_for_a_program_that_can(
    a: Laptop, b: Laptop, update: bytes
) -> None:
    came = b.take([arrival(forged(update, a.sitting), a.signer)])

    assert (came.received, b.parked()) == (0, ["undecodable"])


def test_what_a_later_version_appends_is_kept_and_handed_on(a: Laptop, b: Laptop) -> None:
    sign = author(a.sitting)
    update = encoded(sign.peer, 1, sign.message, {"title": "一"}, {}, {"more": [1]})

    b.take([arrival(forged(update, a.sitting), a.signer)])

    assert b.value(forged_id(), "title") == "一"
    assert b.stored()[forged_id()].body == update


def test_another_peer_or_another_author_is_refused(a: Laptop, b: Laptop) -> None:
    sign = author(a.sitting)
    theirs = Plain(sign.peer + 1, 1, sign.message, {"title": "假"}, {}).encode()
    named = Plain(sign.peer, 1, "somebody@else", {"title": "假"}, {}).encode()
    arrivals = [
        arrival(forged(update, a.sitting, key=key * 16), a.signer)
        for update, key in ((theirs, b"1"), (named, b"2"))
    ]

    assert b.take(arrivals).refused == 2
    assert b.parked() == ["foreign_author", "foreign_peer"]
    assert b.stored() == {}


def test_more_operations_than_the_bound_are_refused(
    a: Laptop, b: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.merging.OPERATIONS", 10)
    monkeypatch.setattr("db.first.OPERATIONS", 10)
    sign = author(a.sitting)
    long = Plain(sign.peer, 1, sign.message, {"title": "一"}, {"summary": "字" * 10}).encode()

    assert b.take([arrival(forged(long, a.sitting), a.signer)]).refused == 1
    assert b.parked() == ["too_large"]


def test_a_field_named_as_a_text_is_taken_by_operations(a: Laptop, b: Laptop) -> None:
    sign = author(a.sitting)
    update = Plain(sign.peer, 1, sign.message, {"summary": "假"}, {"summary": "真"}).encode()

    b.take([arrival(forged(update, a.sitting), a.signer)])

    assert b.value(forged_id(), "summary") == "真"


def test_a_body_that_is_damaged_is_said_so() -> None:
    assert mode_problem(MAGIC) is None
    with pytest.raises(MalformedChangeError):
        Document.load(MAGIC + b"\xc1")


def test_what_knew_nothing_of_each_other_stands_in_one_order_in_everybodys_history(
    a: Laptop, b: Laptop
) -> None:
    for _ in range(6):  # each by new peers, whose order is by chance
        id = a.record(place="红石小学")
        exchange(a, b)
        for laptop in (a, b):
            laptop.sit_down()
            laptop.edit(id, place=f"{laptop.name} 的礼堂")
            laptop.sit_down()
            laptop.edit(id, place=f"{laptop.name} 的教室")
        exchange(a, b)

        assert a.history(id) == b.history(id)
