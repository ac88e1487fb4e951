"""The document that was written last is gone on with, and never with what was not saved."""

from dataclasses import replace

import pytest

from db.commands import records
from db.documents import Author, Document
from db.journal import Writer
from db.store import Store
from tests.db.laptops import Laptop


def test_the_next_save_of_a_form_does_not_read_the_history_again(
    a: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = a.record(summary="第一句。")
    seen = a.edit(id, summary="第一句。第二句。")

    with monkeypatch.context() as patched:
        patched.setattr(Document, "load", lambda _body: pytest.fail("read again"))
        a.edit(id, seen, summary="第一句。第二句。第三句。")

    assert a.value(id, "summary") == "第一句。第二句。第三句。"


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the second write of a test fail when its values stand in the document already."""
    writes = iter((False, True, False))
    commit = Document._commit

    def sometimes(document: Document, author: Author) -> None:
        if next(writes):
            raise MemoryError
        commit(document, author)

    monkeypatch.setattr(Document, "_commit", sometimes)


@pytest.mark.usefixtures("failing")
def test_of_a_save_that_failed_half_way_nothing_comes_with_the_next(a: Laptop) -> None:
    id = a.record(place="红石小学")
    a.edit(id, summary="写过了。")

    with pytest.raises(MemoryError):
        a.edit(id, place="没有存下")
    a.edit(id, summary="写过了。又写了。")

    assert a.value(id, "place") == "红石小学"


@pytest.mark.usefixtures("failing")
def test_of_what_failed_half_way_nothing_comes_with_the_rest_of_a_transaction(a: Laptop) -> None:
    id = a.record(place="红石小学")

    def work(writer: Writer) -> None:
        records.change(writer, id, {"summary": "写过了。"})
        with pytest.raises(MemoryError):
            records.change(writer, id, {"place": "没有存下"})
        records.change(writer, id, {"summary": "写过了。又写了。"})

    a.write(work)

    assert a.value(id, "place") == "红石小学"


def test_of_a_transaction_that_was_undone_nothing_comes_with_the_next(a: Laptop) -> None:
    id = a.record(place="红石小学")
    a.edit(id, summary="写过了。")

    def undone(writer: Writer) -> None:
        records.change(writer, id, {"place": "没有存下"})
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        a.write(undone)
    a.edit(id, summary="写过了。又写了。")

    assert a.value(id, "place") == "红石小学"
    assert "没有存下" not in {entry.new for entry in a.history(id)}


def test_what_another_program_saved_in_between_is_built_upon(a: Laptop) -> None:
    id = a.record(place="红石小学")
    a.edit(id, summary="写过了。")
    beside = replace(a, store=Store(a.store.folder))
    try:
        beside.edit(id, place="青山小学")
    finally:
        beside.store.close()

    a.edit(id, title="口算")

    assert a.value(id, "place") == "青山小学"
    assert a.conflicts(id) == []
