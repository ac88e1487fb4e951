"""A form that is open while a colleague's edit arrives reverts nothing of it."""

import pytest

from db.errors import UnknownVersionError
from tests.db.laptops import Laptop, exchange


def test_a_stale_form_reverts_no_field(a: Laptop, b: Laptop) -> None:
    id = a.record(place="红石小学")
    exchange(a, b)
    seen = a.shown(id).version
    b.edit(id, place="青山小学")
    exchange(a, b)

    a.edit(id, seen, place="中心小学")
    exchange(a, b)

    for laptop in (a, b):
        (conflict,) = laptop.conflicts(id)
        assert {conflict.shown, conflict.other} == {"中心小学", "青山小学"}


def test_a_stale_form_deletes_no_paragraph(a: Laptop, b: Laptop) -> None:
    id = a.record(summary="第一段。\n")
    exchange(a, b)
    seen = a.shown(id).version
    b.edit(id, summary="第一段。\n第二段,别人写的。\n")
    exchange(a, b)

    a.edit(id, seen, summary="我先写。第一段。\n")
    exchange(a, b)

    for laptop in (a, b):
        assert laptop.value(id, "summary") == "我先写。第一段。\n第二段,别人写的。\n"


def test_a_stale_form_that_clears_a_field_keeps_the_other_version(a: Laptop, b: Laptop) -> None:
    id = a.record(place="红石小学")
    exchange(a, b)
    seen = a.shown(id).version
    b.edit(id, place="青山小学")
    exchange(a, b)

    a.edit(id, seen, place=None)

    assert a.shown(id).disputed == ("place",)


def test_two_saves_from_one_stale_version_build_on_each_other(a: Laptop, b: Laptop) -> None:
    id = a.record(summary="开头。")
    exchange(a, b)
    seen = a.shown(id).version
    b.edit(id, summary="开头。别人写的。")
    exchange(a, b)

    a.edit(id, seen, summary="我写:开头。")
    a.edit(id, seen, summary="我接着写:开头。")
    exchange(a, b)

    assert a.value(id, "summary") == "我接着写:开头。别人写的。"
    assert a.digest() == b.digest()


def test_a_save_returns_what_the_form_shows_now(a: Laptop, b: Laptop) -> None:
    id = a.record(summary="开头。")
    exchange(a, b)
    seen = a.shown(id).version
    b.edit(id, summary="开头。别人写的。")
    exchange(a, b)

    for words in ("我。开头。", "我写。开头。", "我写字。开头。"):
        seen = a.edit(id, seen, summary=words)
    exchange(a, b)

    assert a.value(id, "summary") == b.value(id, "summary") == "我写字。开头。别人写的。"


def test_a_form_older_than_its_own_settling_reverts_nothing(a: Laptop, b: Laptop) -> None:
    """The settling knew the colleague's edit; the form that saves afterwards did not."""
    id = a.record(place="红石小学", hours=1, summary="开头。")
    exchange(a, b)
    seen = a.shown(id).version
    b.edit(id, place="青山小学", summary="开头。别人写的。")
    exchange(a, b)
    a.settle(id, hours=2)

    a.edit(id, seen, place="中心小学", summary="我写:开头。")
    exchange(a, b)

    for laptop in (a, b):
        assert laptop.shown(id).disputed == ("place",)
        assert laptop.value(id, "summary") == "我写:开头。别人写的。"


def test_a_version_the_store_does_not_know_is_refused(a: Laptop, b: Laptop) -> None:
    id = a.record()
    exchange(a, b)
    b.edit(id, place="青山小学")
    unknown = b.shown(id).version

    with pytest.raises(UnknownVersionError):
        a.edit(id, unknown, place="中心小学")
    with pytest.raises(UnknownVersionError):
        a.edit(id, b"\xff\xff", place="中心小学")


def test_writing_what_stands_there_already_writes_nothing(a: Laptop) -> None:
    id = a.record(place="红石小学")
    a.seal()

    a.edit(id, place="红石小学")

    assert a.seal() == []
