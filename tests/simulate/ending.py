"""The end of a history: all meet without faults, and what must hold then."""

import random
from typing import Any

from sqlalchemy import select

from db.circles import NAMED
from db.digest import digest
from db.merging import WAITS
from db.models.local import Document as Stored
from db.models.local import Parked
from db.models.receipts import Alarm
from tests.simulate import courier, films
from tests.simulate.forging import AFTER_THE_CUT, HOSTILE
from tests.simulate.ledger import Kept, body, check_record, written
from tests.simulate.places import Fault, Place
from tests.simulate.world import Seat, World
from tests.sync.members_apart import facts

PASSES = 10
_BY_COURIER = 3 / 4


def settle_down(world: World, dice: random.Random) -> None:
    """Let everybody who counts have all there is, by a courier or by exchanges with one place."""
    for seat in world.seats:
        seat.is_old = False
    late = [seat for seat in world.seats if seat.member.laptop in world.revoked]
    if not late and dice.random() < _BY_COURIER:
        courier.carry(world, dice)
        return
    place = world.places[dice.randrange(len(world.places))]
    _meet(world, place, dice)
    world.came_to_rest = not late
    for seat in late:
        if _counts_nowhere(world, seat):
            world.forge(seat, place, AFTER_THE_CUT, dice)
        else:
            assert world.restored, "a revocation that was lost"
    if late:  # everybody has heard by now: nobody may take this
        _meet(world, place, dice)


def _counts_nowhere(world: World, late: Seat) -> bool:
    """Tell whether all have heard of a revocation; it may be lost with a laptop put back alone."""
    certificate = late.laptop.me.certificate
    ends: list[dict[str, Any]] = [facts(seat.laptop) for seat in world.readers()]
    return all(end["members"].get(certificate) != "good" for end in ends)


def _meet(world: World, place: Place, dice: random.Random) -> None:
    """Let all exchange in any order until nobody has news: who had none comes again after news."""
    seats = world.readers()
    quiet: dict[int, int] = {}
    for _ in range(PASSES):
        for number in dice.sample(range(len(seats)), len(seats)):
            if quiet.get(number) == place.changes:
                continue
            result = world.exchange(seats[number], place, Fault())
            assert result is not None
            if not (result.bytes_out or result.came):
                quiet[number] = place.changes
        if all(quiet.get(number) == place.changes for number in range(len(seats))):
            return
    raise AssertionError(f"something still moves after {PASSES} rounds of everybody")


def check(world: World) -> None:
    """Check what must hold on every laptop that counts.

    Raises:
        AssertionError: It does not; the message says what.
    """
    seats = world.readers()
    _check_verdicts(seats)
    first = {str(digest_of(seat)) for seat in seats}
    assert len(first) == 1, "digests differ"
    held = {kept.id for kept in world.kept} | {film.id for film in world.films} | _template(world)
    for seat in seats:
        _check_no_stranger(seat, held)
        _check_no_alarm(seat)
    for kept in world.kept:
        _check_kept(world, kept)
    all_came = world.came_to_rest and not (world.restored or world.revoked)
    for film in world.films:
        must = [seat for seat in seats if _must_read(world, film.of, seat)]
        films.check(world, must, film, all_came=all_came)
    if not (world.restored or world.revoked):
        for seat in seats:
            _check_nothing_waits(seat)


def digest_of(seat: Seat) -> str:
    """Return the digest of what all may read."""
    with seat.laptop.store.read() as session:
        return digest(session, "alliance")


def _check_verdicts(seats: list[Seat]) -> None:
    """Check that all took the same, and judge all alike whom they know."""
    ends: list[dict[str, Any]] = [facts(seat.laptop) for seat in seats]
    first = ends[0]
    for number, end in enumerate(ends):
        for name, value in end.items():
            other = first[name]
            if name == "members":
                value, other = _common(value, other), _common(other, value)
            words = f"laptop {number} does not agree on {name}: {value} is not {other}"
            assert value == other, words


def _common(one: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    return {id: verdict for id, verdict in one.items() if id in other}


def _template(world: World) -> set[str]:
    with world.seats[0].laptop.store.read() as session:
        query = select(Stored.id).where(Stored.kind.in_(("alliance", "school", "person")))
        return set(session.scalars(query))


def _check_no_stranger(seat: Seat, held: set[str]) -> None:
    with seat.laptop.store.read() as session:
        rows = session.execute(select(Stored.id, Stored.kind)).all()
    for id, kind in rows:
        assert id in held, f"a {kind} that nobody rightly made"
        if kind == "alliance":
            values = written(body(seat.laptop, id)).values()
            assert all(value != HOSTILE for _, value in values), "an edit without right"


def _check_no_alarm(seat: Seat) -> None:
    """Check that nobody was alarmed: nothing was ever shown otherwise, in no circle."""
    with seat.laptop.store.read() as session:
        rows = session.scalars(select(Alarm.kind)).all()
    assert not rows, f"an alarm for nothing: {rows}"


def _check_kept(world: World, kept: Kept) -> None:
    must = [seat for seat in world.readers() if _must_read(world, kept, seat)]
    found = {world.seats.index(seat): written(body(seat.laptop, kept.id)) for seat in must}
    everything = set().union(*found.values()) if found else set()
    strange = everything - set(kept.writes)
    assert not strange, f"{kept.id} holds writes that nobody rightly made: {strange}"
    for number, ops in found.items():
        lacking = everything - set(ops)
        assert not lacking, f"laptop {number} lacks {lacking} of a {kept.circle} record"
    if must:
        lost = set(kept.writes) - kept.may_be_lost - everything
        assert not lost, f"lost from a {kept.circle} record: {[kept.writes[op] for op in lost]}"
    for seat in must:
        forgotten = seat.saw.get(kept.id, set()) - everything
        assert not forgotten, f"laptop {world.seats.index(seat)} held {forgotten} once"
        if everything:
            has_parts = any(
                film.of is kept and body(seat.laptop, film.id) is not None for film in world.films
            )
            check_record(seat.laptop, kept, everything, has_parts=has_parts)
    for seat in world.readers():
        if seat.member.laptop not in kept.readers | kept.others:
            assert body(seat.laptop, kept.id) is None, "read by one it is not for"


def _must_read(world: World, kept: Kept, seat: Seat) -> bool:
    """Tell whether a record must be on a laptop: keys may be gone with one that was revoked."""
    if seat.member.laptop not in kept.readers:
        return False
    if kept.circle == "school":
        school = seat.member.school_id
        members = [one for one in world.pool.members if one.school_id == school]
        return not any(one.laptop in world.revoked for one in members)
    return kept.circle != NAMED or not (world.restored and world.revoked)


def _check_nothing_waits(seat: Seat) -> None:
    with seat.laptop.store.read() as session:
        query = select(Parked.reason).where(Parked.reason.in_(WAITS))
        reasons = [reason for reason in session.scalars(query) if reason != "newer_table"]
    assert not reasons, f"still waits: {reasons}"
