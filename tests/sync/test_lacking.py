"""Whether some member lacks a key is told by one statement; it says what the long way says."""

from pathlib import Path

import pytest
from sqlalchemy import delete

from db.models.exchange import EpochGrant
from sync import epochs, grants, revoking
from sync.keys import ALLIANCE, MEMBERSHIP, SCHOOL
from tests.sync.laptops import Laptop


def both(laptop: Laptop) -> bool:
    """Return whether anybody lacks a key here; the short way must say what the long one says."""
    who = laptop.me
    with laptop.store.read() as session:
        short = grants._anybody_lacks(session, who)
        circles = ((MEMBERSHIP, ""), (ALLIANCE, ""), (SCHOOL, who.school))
        long = [
            grants._without(session, epoch)
            for circle in circles
            for epoch in epochs.held(session, *circle)
        ]
    assert short is any(long)
    return short


def test_nobody_lacks_a_key_when_all_have_met(
    a: Laptop, b: Laptop, c: Laptop, d: Laptop, stick: Path
) -> None:
    laptops = (a, b, c, d)
    for laptop in laptops * 3:
        both(laptop)
        laptop.exchange(stick)

    assert [both(laptop) for laptop in laptops] == [False] * 4


def test_a_grant_that_is_not_known_is_lacked_until_it_is_given_again(
    a: Laptop, b: Laptop, stick: Path
) -> None:
    for laptop in (a, b, a):
        laptop.exchange(stick)
    with a.store.write() as session:
        session.execute(delete(EpochGrant))

    assert both(a)
    a.exchange(stick)
    assert not both(a)


@pytest.mark.parametrize("who", ["b", "d"])
def test_new_keys_after_a_revocation_are_lacked_until_given(
    a: Laptop, b: Laptop, c: Laptop, d: Laptop, stick: Path, who: str
) -> None:
    for laptop in (a, b, c, d, a):
        laptop.exchange(stick)
    revoking.revoke(a.store, {"b": b, "d": d}[who].me.laptop)
    for laptop in (a, c, a, c):
        both(laptop)
        laptop.exchange(stick)

    assert not both(a)
    assert not both(c)
