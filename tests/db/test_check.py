"""The check finds what is not as it should be, and the repair puts right what can be computed."""

import datetime
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from db import local, projection
from db.check import Problem, check
from db.commands.attachments import attach_file
from db.progress import finish
from db.reproject import bring_up, repair, reproject, stale
from tests.db.laptops import Laptop, exchange


def codes(problems: list[Problem]) -> list[str]:
    """Return the codes of problems."""
    return sorted(one.code for one in problems)


def spoil(a: Laptop, *statements: str) -> None:
    """Write to a laptop's database past every door."""
    with a.store.write() as session:
        for statement in statements:
            session.connection().exec_driver_sql(statement)


@pytest.fixture
def busy(a: Laptop, b: Laptop) -> Laptop:
    """Return a laptop with records of every fate: edited, disputed, deleted, asked about."""
    a.record("person", name="李志强")
    disputed = a.record("activity", title="送课", summary="第一句。")
    gone = a.record("activity", title="删了")
    asked = a.record("activity", title="删了又改")
    parent = a.record("activity", title="有人还在用")
    exchange(a, b)
    a.sit_down()
    b.sit_down()
    a.edit(disputed, place="红石", summary="甲改。")
    b.edit(disputed, place="李家", summary="乙改。")
    a.delete(gone)
    a.delete(asked)
    b.edit(asked, place="车河")
    a.delete(parent)
    b.record("participant", activity=parent, person_name="王丽娟")
    exchange(a, b)
    return a


def test_a_store_in_use_is_in_order(busy: Laptop, b: Laptop) -> None:
    assert check(busy.store, deep=True) == []
    assert check(b.store, deep=True) == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE activity SET place = 'x' WHERE title = '送课'", "wrong_row"),
        ("UPDATE activity SET disputed = NULL WHERE title = '送课'", "wrong_row"),
        ("UPDATE activity SET deletion = 0 WHERE title = '删了'", "wrong_row"),
        ("UPDATE document SET deletion = 0 WHERE deletion = 2", "wrong_row"),
        ("UPDATE document SET disputed_texts = NULL", "wrong_row"),
        ("DELETE FROM person", "missing_row"),
        ("INSERT INTO person (id, deletion) VALUES ('x', 0)", "row_without_record"),
        ("UPDATE search_text SET text = 'x'", "wrong_index"),
        ("INSERT INTO search_text (n, text) VALUES (9999, 'x')", "wrong_index"),
        ("UPDATE document SET body = x'00' WHERE n = 1", "damaged_record"),
        ("UPDATE document SET home = 'x' WHERE n = 1", "foreign_record"),
        ("INSERT INTO outgoing (n, nonce, since) VALUES (9999, x'00', 0)", "orphan_in_outbox"),
    ],
)
def test_each_damage_is_found(statement: str, code: str, busy: Laptop) -> None:
    spoil(busy, statement)

    found = check(busy.store)

    assert code in codes(found)
    assert all(one.serious for one in found)


def test_a_damaged_attachment_is_found_when_its_bytes_are_read(a: Laptop, tmp_path: Path) -> None:
    id = a.record("activity")
    file = tmp_path / "记录.txt"
    file.write_bytes(b"what was said")
    today = datetime.date(2025, 11, 3)
    finish(attach_file(a.store, a.sitting, id, file, today=today))
    (piece,) = a.store.blobs.folder.glob("??/*")

    assert check(a.store, deep=True) == []
    piece.write_bytes(b"x" + piece.read_bytes()[1:])

    assert "damaged_piece" in codes(check(a.store, deep=True))
    assert check(a.store) == []


def test_an_attachment_that_has_not_come_is_no_problem(a: Laptop) -> None:
    id = a.record("activity")
    a.record("attachment", record=id, pieces=f"{'a' * 26}:{'a' * 52}", sha256="0")

    assert check(a.store, deep=True) == []


def test_a_value_that_cannot_be_shown_is_a_note(a: Laptop) -> None:
    id = a.record("activity", held_on="2025-10-17")
    document = a.document(id)
    document.write(a.sitting.author(0), {"held_on": "soon"}, {})
    with a.store.write() as session:
        session.connection().exec_driver_sql(
            "UPDATE document SET body = ?, version = ? WHERE id = ?",
            (document.body(), document.version, id),
        )
        session.connection().exec_driver_sql("UPDATE activity SET held_on = NULL")

    found = check(a.store)

    assert [(one.code, one.field, one.serious) for one in found] == [
        ("unusable_value", "held_on", False)
    ]


def test_what_is_parked_is_told_with_its_reason(a: Laptop, laptop: Callable[..., Laptop]) -> None:
    observer = laptop("o", role="observer")
    teacher = laptop("t")
    teacher.record("activity")
    arrivals = teacher.seal()
    a.take([msgspec.structs.replace(one, signer=observer.signer) for one in arrivals])

    assert [(one.code, one.serious, one.count) for one in check(a.store)] == [("parked", False, 1)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE activity SET place = 'x', deletion = 0",
        "DELETE FROM person",
        "INSERT INTO person (id, deletion) VALUES ('x', 0)",
        "UPDATE search_text SET text = 'x'",
        "UPDATE document SET deletion = 0, disputed_texts = NULL",
    ],
)
def test_a_repair_makes_rows_and_index_again(statement: str, busy: Laptop) -> None:
    before = busy.digest()
    spoil(busy, statement)

    finish(repair(busy.store))

    assert check(busy.store) == []
    assert busy.digest() == before


def test_a_repair_keeps_who_wrote_when(busy: Laptop) -> None:
    before = {id: (d.created_by, d.changed_by, d.changed_on, d.arrived, d.version)
              for id, d in busy.stored().items()}  # fmt: skip

    finish(repair(busy.store))

    after = {id: (d.created_by, d.changed_by, d.changed_on, d.arrived, d.version)
             for id, d in busy.stored().items()}  # fmt: skip
    assert after == before


def test_rows_of_an_older_projection_are_made_again_at_the_start(busy: Laptop) -> None:
    bring_up(busy.store)
    spoil(busy, "UPDATE document SET projection = 0", "UPDATE activity SET place = 'x'")
    with busy.store.write() as session:
        assert stale(session) == len(busy.stored())
        local.write(session, "projection", "0")

    bring_up(busy.store)

    with busy.store.read() as session:
        assert stale(session) == 0
        assert local.read(session, "projection") == str(projection.NUMBER)
    assert check(busy.store) == []


def test_a_reprojection_that_is_cut_off_goes_on_where_it_was(a: Laptop) -> None:
    for number in range(450):
        a.record("person", name=f"教师{number}")
    spoil(a, "UPDATE document SET projection = 0")
    work = reproject(a.store)
    next(work)
    next(work)
    work.close()
    with a.store.read() as session:
        left = stale(session)

    assert 0 < left < 450
    assert finish(reproject(a.store)) == left


def test_a_damaged_document_does_not_stop_a_reprojection(a: Laptop) -> None:
    a.record("person", name="一")
    a.record("person", name="二")
    spoil(a, "UPDATE document SET body = x'00' WHERE n = 1", "UPDATE document SET projection = 0")

    assert finish(reproject(a.store)) == 1


def test_a_long_file_that_is_not_what_it_was_is_found(a: Laptop, tmp_path: Path) -> None:
    id = a.record("activity")
    film = tmp_path / "课堂.mp4"
    film.write_bytes(bytes(5 * 1024 * 1024))
    today = datetime.date(2025, 11, 3)
    finish(attach_file(a.store, a.sitting, id, film, today=today))
    (whole,) = a.store.blobs.wholes.names()
    path = a.store.blobs.wholes.place(whole)

    assert check(a.store, deep=True) == []
    path.chmod(0o600)
    with path.open("rb+") as file:
        file.write(b"spoilt")

    assert "damaged_piece" in codes(check(a.store, deep=True))
