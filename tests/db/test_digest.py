"""The digest of a store: equal for equal records, and kept up at the cost of what changed."""

import random
from collections.abc import Callable

from sqlalchemy import func, select

from db import digest
from db.digest import SHARED, catch_up, catching_up, known
from db.documents import Document
from db.models.local import Document as Stored
from db.models.receipts import RecordDigest
from db.progress import finish
from tests.db.laptops import Laptop, exchange


def kept(laptop: Laptop) -> str | None:
    """Return the digest that a store keeps, as hexadecimal, or None while it is behind."""
    with laptop.store.read() as session:
        found = known(session)
    return found.hex() if found is not None else None


def whole(laptop: Laptop, circle: str | None = SHARED) -> str:
    """Return the digest worked out from all documents."""
    with laptop.store.read() as session:
        return digest.digest(session, circle)


def test_equal_records_have_an_equal_digest_in_any_order(a: Laptop, b: Laptop) -> None:
    ids = [a.record(title=f"送课 {n}") for n in range(5)]
    exchange(a, b)
    a.edit(ids[0], place="红石小学")
    b.edit(ids[0], place="李家小学")
    b.record(title="研讨")

    exchange(a, b, order=random.Random(7))

    assert whole(a) == whole(b)


def test_one_letter_makes_another_digest(a: Laptop, b: Laptop) -> None:
    id = a.record(title="送课")
    exchange(a, b)

    a.edit(id, title="送课。")

    assert whole(a) != whole(b)


def test_an_empty_store_has_a_digest(a: Laptop, b: Laptop) -> None:
    assert kept(a) == kept(b) == whole(a) == "0" * 64


def test_it_is_unknown_until_what_changed_is_worked_out(a: Laptop) -> None:
    a.record(title="送课")
    before = kept(a)

    finish(catching_up(a.store))

    assert before is None
    assert kept(a) == whole(a)


def test_keeping_up_is_the_same_as_working_out_all(a: Laptop, b: Laptop) -> None:
    dice = random.Random(1)
    ids = [a.record(title=f"送课 {n}") for n in range(8)]
    for _ in range(12):
        a.edit(dice.choice(ids), place=f"红石小学 {dice.random()}")
        if dice.random() < 0.5:
            finish(catching_up(a.store))
        b.record(title="研讨")
        exchange(a, b)

    finish(catching_up(a.store))
    finish(catching_up(b.store))

    assert kept(a) == kept(b) == whole(a) == whole(b)


def test_only_what_changed_is_worked_out_again(a: Laptop) -> None:
    ids = [a.record(title=f"送课 {n}") for n in range(6)]
    finish(catching_up(a.store))
    a.edit(ids[2], title="研讨")

    with a.store.read() as session:
        stale = session.scalar(
            select(func.count()).select_from(RecordDigest).where(RecordDigest.stale)
        )

    assert stale == 1


def test_it_is_worked_out_in_as_small_steps_as_wanted(a: Laptop) -> None:
    for number in range(5):
        a.record(title=f"送课 {number}")

    with a.store.write() as session:
        first = catch_up(session, 3)
    with a.store.write() as session:
        second = catch_up(session, 3)

    assert first is None
    assert second is not None
    assert second.hex() == whole(a)


def test_a_bounded_catching_up_leaves_the_rest_for_later(a: Laptop) -> None:
    for number in range(5):
        a.record(title=f"送课 {number}")

    finish(catching_up(a.store, most=3))
    before = kept(a)
    finish(catching_up(a.store, most=3))

    assert before is None
    assert kept(a) == whole(a)


def test_nothing_new_writes_nothing(a: Laptop) -> None:
    a.record(title="送课")
    finish(catching_up(a.store))
    with a.store.read() as session:
        before = session.connection().exec_driver_sql("PRAGMA data_version").scalar()

        finish(catching_up(a.store))

        assert session.connection().exec_driver_sql("PRAGMA data_version").scalar() == before


def test_a_record_that_changes_meanwhile_is_worked_out_again(a: Laptop) -> None:
    ids = [a.record(title=f"送课 {n}") for n in range(3)]
    with a.store.read() as session:
        found = digest._worked_out(session, 10)
    a.edit(ids[1], title="研讨")

    with a.store.write() as session:
        digest._keep(session, digest._still(session, found))
    finish(catching_up(a.store))

    assert kept(a) == whole(a)


def test_what_only_a_school_may_read_does_not_count(
    laptop: Callable[..., Laptop], a: Laptop
) -> None:
    a.record(title="送课")
    before = whole(a)
    with a.store.read() as session:
        shared = session.scalar(select(func.count()).select_from(Stored))
    a.write(lambda w: w.create("activity", {"title": "校内"}, circle="school", home=a.school))

    finish(catching_up(a.store))

    assert shared
    assert kept(a) == before
    assert whole(a, None) != before


def test_reading_a_text_that_is_not_there_changes_nothing(a: Laptop) -> None:
    body = a.document(a.record(title="送课")).body()
    looked_at = Document.load(body)
    looked_at.texts(["summary"])

    assert digest.of_record("x", looked_at.body()) == digest.of_record("x", body)


def test_an_empty_record_does_not_count() -> None:
    assert digest.of_record("x", Document().body()) == b""
