"""Who has what: receipts through several laptops, restored, cloned, lied in, and at rest."""

import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from db import permissions
from db.changes import DECODER
from db.models.exchange import Segment
from db.models.local import Parked
from db.models.receipts import PlaceHolding, Receipt, ReceiptFiles
from sync import epochs, hearing, holdings, laptop, receipt_body, receipts, segment, telling
from sync.errors import Reason
from sync.limits import RECEIPTS_KEPT
from sync.names import LogName, id_of, segment_path
from sync.receipt_body import Body, hash_of
from sync.receipts import Reach, RecordReach
from sync.wire import encode
from tests.sync.laptops import Laptop, tree


def reach(laptop: Laptop, other: Laptop) -> Reach:
    """Return how far a laptop knows its work to have come to another."""
    with laptop.store.read() as session:
        found = {one.holder.laptop: one for one in receipts.who_has(session)}
    return found[other.me.laptop]


def reach_of(laptop: Laptop, record: str) -> RecordReach:
    """Return how far a record of a laptop has come."""
    with laptop.store.read() as session:
        return receipts.reach_of(session, record)


def own_segments(laptop: Laptop) -> list[Segment]:
    """Return what a laptop has sealed, in order."""
    with laptop.store.read() as session:
        query = select(Segment).where(Segment.signer == laptop.me.certificate)
        rows = list(session.scalars(query.order_by(Segment.received_at, Segment.seq)))
        session.expunge_all()
    return rows


def receipts_of(laptop: Laptop) -> list[Body]:
    """Return the receipts of others that a laptop keeps."""
    with laptop.store.read() as session:
        return [receipt_body.read(row.body) for row in session.scalars(select(Receipt))]


def at(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let every clock of the program show a moment."""
    monkeypatch.setattr(time, "time", lambda: seconds)


def put_by_hand(laptop: Laptop, place: Path, *said: Body | bytes) -> str:
    """Seal a segment by hand, of a log of its own, with receipts; return its id."""
    with laptop.store.write() as session:
        who = laptop.me
        raws = [
            receipt_body.element(one)
            if isinstance(one, Body)
            else msgspec.msgpack.encode(["receipt", "alliance", "", b"", b"", one, "", 0])
            for one in said
        ]
        replica = "b" * 12 + "a"
        data = segment.build(
            alliance=who.alliance,
            replica=replica,
            seq=1,
            previous="",
            signer=who.certificate,
            table=permissions.CURRENT,
            private=_secret(session),
            contents=[(epochs.current(session, "alliance"), raws)],
        )
    path = place / "lianke1" / who.alliance / segment_path(LogName(replica, 1, id_of(data)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return id_of(data)


def _secret(session: object) -> bytes:
    return laptop.secrets(session).sign  # type: ignore[arg-type]


def body(laptop: Laptop, **given: object) -> Body:
    """Return a receipt in the name of a laptop."""
    plain = Body(1, laptop.me.laptop, 5, b"", b"", b"", b"", 1, 1, b"", hash_of(b""), b"")
    return msgspec.structs.replace(plain, **given)


def test_the_writer_learns_that_the_other_has_it(a: Laptop, b: Laptop, stick: Path) -> None:
    id = a.write("activity", title="送课")
    a.exchange(stick)
    b.exchange(stick)
    with a.store.read() as session:
        before = receipts.who_has(session)

    a.exchange(stick)
    after = reach(a, b)

    assert before == []  # it did not even know that there is another
    assert after.complete
    assert after.lacking == 0
    assert after.until is not None
    assert [holder.laptop for holder in reach_of(a, id).holders] == [b.me.laptop]


def test_a_record_is_told_from_here_to_the_stick_to_the_other(
    a: Laptop, b: Laptop, stick: Path
) -> None:
    id = a.write("activity", title="送课")
    here = reach_of(a, id)
    a.exchange(stick)
    on_stick = reach_of(a, id)
    b.exchange(stick)
    a.exchange(stick)
    there = reach_of(a, id)
    a.edit(id, title="研讨")

    assert here.unsent
    assert not here.places
    assert not on_stick.unsent
    assert [place.address for place in on_stick.places] == [str(stick)]
    assert not on_stick.holders
    assert [holder.laptop for holder in there.holders] == [b.me.laptop]
    assert there.others == len({b.me.laptop, *(h.laptop for h in there.holders)}) == 1
    assert reach_of(a, id).unsent


def test_what_came_later_is_lacking(a: Laptop, b: Laptop, stick: Path) -> None:
    a.write("activity", title="送课")
    for one in (a, b, a):
        one.exchange(stick)
    late = [a.write("activity", title="研讨"), a.write("activity", title="评课")]
    unsent = reach(a, b)
    a.exchange(stick)
    sent = reach(a, b)

    assert (unsent.complete, unsent.lacking) == (False, len(late))
    assert (sent.complete, sent.lacking) == (False, len(late))
    assert sent.until is not None


def test_a_record_of_others_is_followed_too(a: Laptop, b: Laptop, stick: Path) -> None:
    id = a.write("activity", title="送课")
    a.exchange(stick)
    b.exchange(stick)

    found = reach_of(b, id)

    assert not found.unsent
    assert [place.address for place in found.places] == [str(stick)]


def test_a_receipt_is_no_record_and_is_never_parked(a: Laptop, b: Laptop, stick: Path) -> None:
    a.write("activity", title="送课")
    for one in (a, b, a):
        one.exchange(stick)

    assert len(receipts_of(a)) == 1
    assert a.count(Parked) == 0
    assert a.records() == b.records()


def test_a_receipt_rides_along_where_something_is_sealed(a: Laptop, b: Laptop, stick: Path) -> None:
    a.write("activity", title="送课")
    a.exchange(stick)
    b.exchange(stick)
    count = len(own_segments(b))
    a.write("activity", title="评课")
    a.exchange(stick)
    b.exchange(stick)  # takes it in, and has told of today already
    b.write("activity", title="研讨")

    b.exchange(stick)
    a.exchange(stick)

    assert len(own_segments(b)) == count + 1
    assert reach(a, b).complete


def test_laptops_without_news_fall_silent(
    a: Laptop, b: Laptop, c: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    for one in (a, b, c):
        one.write("activity", title="送课")
    for day in range(3):
        at(monkeypatch, now + day * 86_400)
        for one in (a, b, c):
            one.exchange(stick)
    before = tree(stick)

    for day in range(3, 8):
        at(monkeypatch, now + day * 86_400)
        for one in (c, a, b):
            assert not one.exchange(stick).moved

    assert tree(stick) == before
    assert all(reach(x, y).complete for x in (a, b, c) for y in (a, b, c) if x is not y)


def test_alone_a_receipt_goes_once_a_day(
    a: Laptop, b: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    counts = []
    for day in (0, 0, 0, 1):
        at(monkeypatch, now + day * 86_400)
        a.write("activity", title="送课")
        a.exchange(stick)
        b.exchange(stick)
        counts.append(len(own_segments(b)))

    assert counts == [1, 1, 1, 2]


@pytest.mark.parametrize("clock", [315_532_800, 2_147_483_648])  # 1980; 2038, beyond 32 bits
def test_an_absurd_clock_stops_no_receipt(
    a: Laptop, b: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch, clock: int
) -> None:
    at(monkeypatch, clock)
    for _ in range(2):
        a.write("activity", title="送课")
        a.exchange(stick)
        b.exchange(stick)
        at(monkeypatch, clock + 86_400 if clock > 2**31 - 1 else clock)
    b.exchange(stick)

    a.exchange(stick)

    assert reach(a, b).lacking == 0
    assert reach(a, b).complete


def test_a_later_receipt_counts_though_its_clock_went_back(
    a: Laptop, b: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a.write("activity", title="送课")
    now = time.time()
    for days in (0, -400):
        at(monkeypatch, now + days * 86_400)
        a.write("activity", title="送课")
        a.exchange(stick)
        b.exchange(stick)

    a.exchange(stick)

    assert reach(a, b).complete
    assert len(receipts_of(a)) == 1


def test_a_third_laptop_carries_receipts(
    a: Laptop, b: Laptop, c: Laptop, stick: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other stick"
    other.mkdir()
    a.write("activity", title="送课")
    a.exchange(stick)
    c.exchange(stick)
    c.exchange(other)
    b.exchange(other)
    c.exchange(other)

    c.exchange(stick)
    a.exchange(stick)

    assert reach(a, b).complete
    assert reach(a, c).complete


def test_only_the_tips_of_complete_logs_are_told(a: Laptop, b: Laptop, stick: Path) -> None:
    for _ in range(3):
        a.write("activity", title="送课")
        a.exchange(stick)
    first, *_, last = own_segments(a)
    path = next(stick.rglob(f"*{first.id}.seg"))
    kept = path.read_bytes()
    path.unlink()

    b.exchange(stick)
    with b.store.read() as session:
        cut = holdings.Graph(session.connection().exec_driver_sql).held()
    path.write_bytes(kept)
    b.exchange(stick)
    with b.store.read() as session:
        whole = holdings.Graph(session.connection().exec_driver_sql).held()

    assert last.id in cut.more
    assert last.id not in cut.tips
    assert last.id in whole.tips
    assert not whole.more


def test_who_lacks_the_beginning_is_not_said_to_hold_it(a: Laptop, b: Laptop, stick: Path) -> None:
    for _ in range(2):
        a.write("activity", title="送课")
        a.exchange(stick)
    first, second = own_segments(a)[:2]
    next(stick.rglob(f"*{first.id}.seg")).unlink()
    b.exchange(stick)

    a.exchange(stick)

    with a.store.read() as session:
        assert receipts.holders_of_segment(session, first.id) == []
        assert receipts.holders_of_segment(session, second.id) == [b.me.laptop]


def test_a_restored_laptop_is_not_believed_to_hold_what_it_lost(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    early = b.copy(tmp_path / "backup")
    try:
        a.write("activity", title="送课")
        for one in (a, Laptop("b", type(b.store)(b.store.folder)), a):
            one.exchange(stick)
        assert reach(a, early).complete
        with early.store.write() as session:
            laptop.new_replica(session)
        other = tmp_path / "other stick"
        other.mkdir()
        early.write("activity", title="研讨")
        early.exchange(other)
        put_by_hand(early, other, body(early))

        a.exchange(other)

        assert not reach(a, early).complete
        assert len(receipts_of(a)) == 2
    finally:
        early.store.close()


def test_a_restored_laptop_tells_of_itself_at_once(a: Laptop, b: Laptop, stick: Path) -> None:
    a.write("activity", title="送课")
    for one in (a, b, a):
        one.exchange(stick)
    with b.store.write() as session:
        laptop.new_replica(session)
    count = len(own_segments(b))

    b.exchange(stick)
    b.exchange(stick)

    assert len(own_segments(b)) == count + 1


def test_of_two_receipts_the_one_that_knew_the_other_counts(
    a: Laptop, b: Laptop, stick: Path
) -> None:
    a.write("activity", title="送课")
    a.exchange(stick)
    b.exchange(stick)
    with b.store.write() as session:
        laptop.new_replica(session)  # restored, and all it had lay on the stick
    b.exchange(stick)

    a.exchange(stick)

    assert len(receipts_of(a)) == 1
    assert reach(a, b).complete


def test_a_clone_is_believed_only_where_both_agree(
    a: Laptop, b: Laptop, stick: Path, tmp_path: Path
) -> None:
    for one in (a, b, a):
        one.exchange(stick)
    twin = b.copy(tmp_path / "clone")
    again = Laptop("b", type(b.store)(b.store.folder))
    other = tmp_path / "other stick"
    other.mkdir()
    try:
        a.write("activity", title="送课")
        a.exchange(stick)
        again.exchange(stick)
        again.write("activity", title="评课")
        again.exchange(stick)
        twin.write("activity", title="研讨")
        put_by_hand(twin, other, body(twin))
        twin.exchange(other)
        a.exchange(stick)
        alone = reach(a, twin).complete

        a.exchange(other)

        assert alone
        assert not reach(a, twin).complete
    finally:
        twin.store.close()
        again.store.close()


def test_a_receipt_in_the_name_of_another_is_hostile(
    a: Laptop, b: Laptop, c: Laptop, stick: Path
) -> None:
    for one in (a, b, c, a, b):
        one.exchange(stick)
    id = a.write("activity", title="送课")
    a.exchange(stick)
    own = own_segments(a)[-1].id
    put_by_hand(c, stick, body(b, tips=receipt_body.pack([own], 9)))

    result = a.exchange(stick)

    assert Reason.HOSTILE in {skip.reason for skip in result.skipped}
    assert not reach_of(a, id).holders


def test_a_liar_misleads_only_about_itself(a: Laptop, b: Laptop, c: Laptop, stick: Path) -> None:
    for one in (a, b, c, a):
        one.exchange(stick)
    a.write("activity", title="送课")
    a.exchange(stick)
    own = own_segments(a)[-1].id
    put_by_hand(c, stick, body(c, tips=receipt_body.pack([own], 9)))

    a.exchange(stick)

    assert not reach(a, b).complete
    with a.store.read() as session:
        assert b.me.laptop not in receipts.holders_of_segment(session, own)


@pytest.mark.parametrize(
    "raw", [b"", b"\x91\x01", b"\x93" * 400, bytes(100), b"\xdf" + b"\xff" * 4]
)
def test_a_receipt_that_is_none_spoils_nothing(
    a: Laptop, b: Laptop, stick: Path, raw: bytes
) -> None:
    for one in (a, b, a):
        one.exchange(stick)
    kept = len(receipts_of(a))
    put_by_hand(b, stick, raw)

    first = a.exchange(stick)
    again = a.exchange(stick)

    assert Reason.HOSTILE in {skip.reason for skip in first.skipped}
    assert not again.moved
    assert len(receipts_of(a)) == kept


def test_of_several_receipts_in_a_segment_the_last_counts(
    a: Laptop, b: Laptop, stick: Path
) -> None:
    for one in (a, b, a):
        one.exchange(stick)
    put_by_hand(b, stick, body(b, table=7), body(b, table=8))

    a.exchange(stick)

    assert {one.table for one in receipts_of(a)} & {7, 8} == {8}


def test_receipts_without_end_are_bounded(a: Laptop, b: Laptop) -> None:
    with a.store.write() as session:
        for number in range(RECEIPTS_KEPT + 5):
            raw = encode(body(b, at=number))
            hearing.keep(session, id_of(raw), [raw])

    hearing.tidy(a.store)

    assert len(receipts_of(a)) == RECEIPTS_KEPT


def test_a_list_of_files_is_sent_once_and_found_in_any_order(a: Laptop, b: Laptop) -> None:
    sha = "ab" * 32
    files = receipt_body.pack_files([sha])
    full = body(b, files=files, files_hash=hash_of(files))
    short = body(b, files=None, files_hash=hash_of(files), at=6)
    with a.store.write() as session:
        raw = encode(short)
        hearing.keep(session, id_of(raw), [raw])
    with a.store.read() as session:
        before = receipts.FileHolders(session).of(sha)
    with a.store.write() as session:
        raw = encode(full)
        hearing.keep(session, id_of(raw), [raw])

    with a.store.read() as session:
        assert before == []
        assert receipts.FileHolders(session).of(sha) == [b.me.laptop]
        assert receipts.FileHolders(session).of("cd" * 32) == []
    assert a.count(ReceiptFiles) == 1


def test_a_stopped_exchange_does_not_say_that_the_place_has_all(a: Laptop, stick: Path) -> None:
    from sync import round

    a.write("activity", title="送课")
    work = round.exchange(a.store, stick)
    next(work)
    work.close()

    assert a.count(PlaceHolding) == 0


def test_an_older_program_sees_a_change_of_a_kind_it_does_not_know(a: Laptop) -> None:
    change = DECODER.decode(receipt_body.element(body(a)))
    verdict = permissions.verdict(
        1, "teacher", "", kind=change.kind, circle=change.circle, home="", record=""
    )

    assert verdict is not permissions.Verdict.ALLOWED


def test_a_laptop_with_nothing_to_tell_writes_no_receipt(a: Laptop) -> None:
    with a.store.glance() as look:
        assert not telling.is_due_alone(look, a.me)
        assert not telling.is_wish_untold(look)
    mine = telling.look(a.store)
    with a.store.write() as session:
        assert telling.riding(session, a.me, mine=mine) is None


def test_holdings_are_worked_out_for_all_at_once(
    a: Laptop, b: Laptop, open_laptop: Callable[[str], Laptop], stick: Path
) -> None:
    d = open_laptop("d")
    a.write("activity", title="送课")
    for one in (a, b, d, a):
        one.exchange(stick)
    with a.store.read() as session:
        known = holdings.load(session)

    own = own_segments(a)[-1].id

    assert set(known.laptops_with(own)) == {b.me.laptop, d.me.laptop}
    assert known.places_with(own) == [str(stick)]
