"""Two sittings on one laptop write to one record by turns: it still arrives everywhere."""

from collections.abc import Callable

import pytest

from db.journal import Sitting
from tests.db.laptops import Laptop

NewLaptop = Callable[..., Laptop]
Write = Callable[[Laptop, str, str], None]


def edit_what_is_shown(laptop: Laptop, id: str, value: str) -> None:
    laptop.edit(id, laptop.shown(id).version, place=value)


def edit_the_newest(laptop: Laptop, id: str, value: str) -> None:
    laptop.edit(id, place=value)


def settle(laptop: Laptop, id: str, value: str) -> None:
    laptop.settle(id, place=value)


def mark(laptop: Laptop, id: str, _value: str) -> None:
    laptop.delete(id)
    laptop.restore(id)


def by_turns(laptop: Laptop, id: str, write: Write, turns: int) -> list[Sitting]:
    """Let two sittings write by turns; return the two."""
    two = []
    for _ in range(2):
        laptop.sit_down()
        two.append(laptop.sitting)
    for turn in range(turns):
        laptop.sitting = two[turn % 2]
        write(laptop, id, f"v{turn}")
    return two


@pytest.mark.parametrize("write", [edit_what_is_shown, edit_the_newest, settle, mark])
def test_what_two_sittings_wrote_by_turns_arrives(a: Laptop, b: Laptop, write: Write) -> None:
    id = a.record(title="送课")
    b.take(a.seal())

    by_turns(a, id, write, 5)
    b.take(a.seal())

    assert b.parked() == []
    assert b.digest() == a.digest()
    assert b.shown(id).values == a.shown(id).values


def test_a_sitting_alone_stays_one_session(a: Laptop) -> None:
    id = a.record(title="送课")
    a.sit_down()
    seen = a.shown(id).version

    for turn in range(4):
        seen = a.edit(id, seen, place=f"v{turn}")

    assert len(a.document(id).spans()) == 2


def test_a_sitting_that_goes_on_after_another_stays_two_sessions(a: Laptop) -> None:
    id = a.record(title="送课")
    first, _second = by_turns(a, id, edit_what_is_shown, 2)
    a.sitting = first
    seen = a.shown(id).version

    for turn in range(4):
        seen = a.edit(id, seen, place=f"later {turn}")

    assert len(a.document(id).spans()) == 4  # who made it, the two, and the first going on
