"""The index: pairs of characters, initials, and what arrived before anybody indexed it."""

import random

import pytest
from sqlalchemy.orm import Session

from db import search
from db.indexing import catch_up, catching_up
from db.progress import finish
from tests.db.laptops import Laptop, exchange


def found(laptop: Laptop, words: str) -> int:
    """Return how many records the index finds."""
    with laptop.store.read() as session:
        return count(session, words)


def count(session: Session, words: str) -> int:
    """Return how many records hold every pair of the words."""
    wanted = f"SELECT count(*) FROM {search.TABLE} WHERE {search.TABLE} MATCH ?"
    rows = session.connection().exec_driver_sql(wanted, (search.query(words),))
    return int(rows.scalar_one())


@pytest.mark.parametrize("words", ["送教", "送教下乡", "红石", "sjxx", "SJXX", "hs"])
def test_what_is_recorded_here_is_found_at_once(a: Laptop, words: str) -> None:
    a.record(title="送教下乡", host_school_name="红石小学")

    assert found(a, words) == 1


def test_an_edit_is_found_by_its_new_words_only(a: Laptop) -> None:
    id = a.record(title="送教下乡")

    a.edit(id, title="同课异构")

    assert (found(a, "送教"), found(a, "同课")) == (0, 1)


def test_what_arrived_is_found_after_catching_up(a: Laptop, b: Laptop) -> None:
    a.record(title="送教下乡", summary="讲了分数的意义")
    exchange(a, b)
    before = found(b, "分数")

    left = catch_up(b.store)

    assert (before, left, found(b, "分数")) == (0, 0, 1)


def test_what_changed_elsewhere_is_found_by_its_new_words_only(a: Laptop, b: Laptop) -> None:
    id = a.record(title="送教下乡")
    exchange(a, b)
    catch_up(b.store)
    a.edit(id, title="同课异构")
    exchange(a, b)

    catch_up(b.store)

    assert (found(b, "送教"), found(b, "同课")) == (0, 1)


def test_an_edit_of_what_arrived_is_indexed_with_it(a: Laptop, b: Laptop) -> None:
    id = a.record(title="送教下乡", place="红石小学")
    exchange(a, b)

    b.edit(id, place="青山小学")

    assert found(b, "送教") == found(b, "青山") == 1
    assert catch_up(b.store) == 0


def test_a_part_of_what_waits_may_be_indexed(a: Laptop, b: Laptop) -> None:
    for number in range(5):
        a.record(title=f"第{number}次送教")
    exchange(a, b)

    assert [catch_up(b.store, limit=2) for _ in range(3)] == [3, 1, 0]
    assert found(b, "送教") == 5


def test_indexing_tells_how_far_it_is_and_may_stop(
    a: Laptop, b: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.indexing.catch_up", lambda store: catch_up(store, limit=2))
    for number in range(5):
        a.record(title=f"第{number}次送教")
    exchange(a, b)
    work = catching_up(b.store)
    seen = [next(work) for _ in range(2)]
    work.close()

    rest = finish(catching_up(b.store))

    assert [(p.done, p.total) for p in seen] == [(0, 5), (2, 5)]
    assert rest == 3
    assert found(b, "送教") == 5


def test_pairs_do_not_cross_from_word_to_word() -> None:
    assert search.pairs("送教 下乡,ab c") == "送教 下乡 ab c1"


def test_initials_are_those_of_the_commonest_sound() -> None:
    assert search.pinyin_initials("张晓梅A1班") == "zxma1b"


def test_an_index_kept_by_differences_equals_one_made_anew(a: Laptop) -> None:
    chance = random.Random(1)
    words = "送教下乡同课异构集体备课听评课说课a1b 1，。\n"
    ids = [a.record(title="送教") for _ in range(4)]
    for _ in range(120):
        summary = "".join(chance.choice(words) for _ in range(chance.randint(0, 30)))
        a.edit(chance.choice(ids), summary=summary)

    with a.store.write() as session:
        connection = session.connection()
        texts = connection.exec_driver_sql("SELECT n, text FROM search_text").all()
        tokens = {token for _, text in texts for token in search.pairs(text).split()}
        for token in tokens | {"甲乙", "a1", "b1"}:
            wanted = f"SELECT rowid FROM {search.TABLE} WHERE {search.TABLE} MATCH ?"
            found = connection.exec_driver_sql(wanted, (f'"{token}"',)).scalars().all()
            assert sorted(found) == sorted(n for n, t in texts if token in search.pairs(t).split())
        check = f"INSERT INTO {search.TABLE} ({search.TABLE}) VALUES ('integrity-check')"
        connection.exec_driver_sql(check)
        connection.exec_driver_sql(check.replace("integrity-check", "optimize"))
        connection.exec_driver_sql(check)


def test_the_difference_of_two_texts_is_that_of_their_pairs() -> None:
    letters = "送教下ab1 2，。\n_甲"
    for seed in range(4000):
        chance = random.Random(seed)
        of = letters if seed % 2 else "送教下乡甲乙"
        old = "".join(chance.choice(of) for _ in range(chance.randint(0, 30)))
        new = old
        for _ in range(chance.randint(1, 2)):
            start = chance.randint(0, len(new))
            end = min(len(new), start + chance.randint(0, 4))
            put = "".join(chance.choice(of) for _ in range(chance.randint(0, 4)))
            new = new[:start] + put + new[end:]
        was, now = set(search.pairs(old).split()), set(search.pairs(new).split())

        gone, came = search._moved(old, new)

        assert (set(gone.split()), set(came.split())) == (was - now, now - was), (old, new)
