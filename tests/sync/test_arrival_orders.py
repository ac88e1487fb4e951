"""Laptops that hear of the same things in any order end with the same verdicts, every time."""

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from db.models.exchange import Certificate
from db.store import Store
from sync import recovery, revoking
from sync.errors import SyncError
from tests.sync.laptops import Laptop
from tests.sync.members_apart import adopt, facts, files_of, hand, seal, settle_down

Act = Callable[[dict[str, Laptop], random.Random], None]


@pytest.fixture
def five(met_made: Path, tmp_path: Path) -> Iterator[dict[str, Laptop]]:
    """Return copies of five laptops that have met: a and e coordinate, c leads the village."""
    found = {}
    for name in "abcde":
        shutil.copytree(met_made / name, tmp_path / name)
        found[name] = Laptop(name, Store(tmp_path / name))
    yield found
    for laptop in found.values():
        laptop.store.close()


def some_meet(laptops: Sequence[Laptop], dice: random.Random) -> None:
    """Let two laptops hand over some of what they have, in any order."""
    giver, taker = dice.sample(laptops, 2)
    held = files_of(taker)
    news = [file for id, file in files_of(giver).items() if id not in held]
    dice.shuffle(news)
    hand(taker, news[: dice.randrange(len(news) + 1)])
    adopt(taker)


def someone_revokes(laptops: Sequence[Laptop], dice: random.Random, root: bytes) -> None:
    """Let somebody revoke somebody, where that is allowed, now and then with the code."""
    by, of = dice.sample(laptops, 2)
    try:
        revoking.revoke(by.store, of.me.laptop, root_private=root if dice.random() < 0.2 else None)
    except SyncError:
        return


@pytest.mark.parametrize("seed", range(8))
def test_all_end_with_the_same_verdicts(
    five: dict[str, Laptop], ids: dict[str, str], seed: int
) -> None:
    dice = random.Random(seed)
    laptops = list(five.values())
    root = recovery.read_code(ids["recovery"], five["a"].me.alliance)
    revoked = 0
    for step in range(14):
        writer = dice.choice(laptops)
        writer.write("activity", title=f"{writer.name}{step}")
        seal(writer)
        some_meet(laptops, dice)
        if dice.random() < 0.4 and revoked < 3:
            revoked += 1
            someone_revokes(laptops, dice, root)

    settle_down(laptops, dice)

    members = [one for one in laptops if verdict(one, one) == "good"]
    ends = [facts(one) for one in members]
    assert members
    assert all(end == ends[0] for end in ends)
    assert len({tuple(sorted(one.records())) for one in members}) == 1


def verdict(on: Laptop, of: Laptop) -> str:
    """Return what one laptop thinks of another."""
    with on.store.read() as session:
        query = select(Certificate.standing).where(Certificate.id == of.me.certificate)
        return session.scalar(query) or ""


@pytest.mark.parametrize("seed", range(3))
def test_one_history_told_in_any_order_gives_one_verdict(
    five: dict[str, Laptop], met_made: Path, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    a, c, d, e = (five[name] for name in "acde")
    for n in range(2):
        for one in (c, d, e):
            one.write("activity", title=f"{one.name}{n}")
            seal(one)
    hand(a, files_of(d).values())
    revoking.revoke(a.store, e.me.laptop)
    revoking.revoke(e.store, a.me.laptop)
    revoking.revoke(c.store, d.me.laptop)
    revoking.revoke(e.store, c.me.laptop)
    d.write("activity", title="以后")
    told: dict[str, tuple[str, bytes]] = {}
    for one in five.values():
        told |= files_of(one)
    listeners = []
    for n in range(2):
        shutil.copytree(met_made / "b", tmp_path / f"b{n}")
        listeners.append(Laptop("b", Store(tmp_path / f"b{n}")))

    for one in listeners:
        order = list(told.values())
        dice.shuffle(order)
        hand(one, order)
        adopt(one)
        hand(one, order)  # what was refused is still where it was
        adopt(one)

    first, second = (facts(one)["members"] for one in listeners)
    settle_down(listeners, dice)  # each adopts what it had taken before it heard
    assert first == second
    assert facts(listeners[0]) == facts(listeners[1])
    assert {verdict(one, e) for one in listeners} == {"revoked"}
    assert {verdict(one, c) for one in listeners} == {"good"}
    for one in listeners:
        one.store.close()
