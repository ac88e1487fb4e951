"""A courier who meets everybody and hands over all there is, file by file, without a place.

Most histories end so: what laptops make of each other's files is the same, and costs a fifth of
exchanges with a place until nobody has news. The others end at a place, see :mod:`ending`.
"""

import random
from functools import cache

from db import journal
from db.judging import Signer
from sync import adopting, identity, log, membership, renewing, taking
from sync.taking import Taken
from sync.taking_many import take_many
from tests.simulate.world import Seat, World

ROUNDS = 6
_HELD = "SELECT id FROM segment UNION ALL SELECT id FROM refused_file"
_MEMBERSHIP = "SELECT id FROM membership_file"


def carry(world: World, dice: random.Random) -> None:
    """Hand everything to everybody until nobody lacks anything.

    Raises:
        AssertionError: Somebody always has something new.
    """
    seats = world.readers()
    for seat in seats:
        with world.as_of(seat):
            for _ in log.seal_waiting(seat.laptop.store):
                pass
            _try_again(seat)  # what was kept when an exchange was cut off
    for _ in range(ROUNDS):
        segments, members = _all(seats, "segment_bytes"), _all(seats, "membership_file")
        moved = False
        for seat in dice.sample(seats, len(seats)):
            with world.as_of(seat):
                moved |= _hand(seat, segments, members, dice)
        if not moved:
            return
    raise AssertionError(f"a courier still has something new after {ROUNDS} rounds")


def _all(seats: list[Seat], table: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for seat in seats:
        with seat.laptop.store.glance() as raw:
            rows = raw.execute(f"SELECT id FROM {table}").fetchall()
            lacking = [(id,) for (id,) in rows if id not in found]
            for one in lacking:
                query = f"SELECT data FROM {table} WHERE id = ?"
                found[one[0]] = raw.execute(query, one).fetchone()[0]
    return found


def _hand(
    seat: Seat, segments: dict[str, bytes], members: dict[str, bytes], dice: random.Random
) -> bool:
    """Hand a laptop what it lacks, in any order, as one exchange would; tell if that was any."""
    store = seat.laptop.store
    with store.glance() as raw:
        held = {id for (id,) in raw.execute(_HELD)}
        told = {id for (id,) in raw.execute(_MEMBERSHIP)}
    news = [data for id, data in segments.items() if id not in held]
    statements = [data for id, data in members.items() if id not in told]
    dice.shuffle(news)
    dice.shuffle(statements)
    if statements:
        with store.write() as session:
            for data in statements:
                membership.take(session, data)
            renewing.see_to(session)
    if news:
        for _ in take_many(store, news, Taken(), lambda _id, _reason: None):
            pass
    if news or statements:
        _try_again(seat)
    return bool(news or statements)


def _try_again(seat: Seat) -> None:
    store = seat.laptop.store

    @cache
    def signer_of(certificate: str, table: int) -> Signer | None:
        with store.read() as session:
            return identity.signer(session, certificate, table)

    for _ in taking.resume(store, Taken()):
        pass
    adopting.see_to(store)
    journal.retry_parked(store, signer_of)
