"""Revoked laptops: what of their work stays, what is refused, who is given new keys."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from db.models.authority import Statement
from db.models.exchange import Certificate, Identity, RefusedFile, Segment
from db.store import Store
from sync import (
    admitting,
    epochs,
    grants,
    identity,
    membership,
    recovery,
    renewing,
    revoking,
    standing,
)
from sync.errors import (
    OwnLaptopError,
    RecoveryCodeError,
    RevokedError,
    RevokingNotAllowedError,
    UnknownLaptopError,
)
from sync.keys import EpochKey, new_epoch
from sync.membership_file import GRANT, REVOCATION
from sync.result import RoundResult
from tests.sync.laptops import Laptop, files, invite
from tests.sync.members_apart import files_of, hand


@pytest.fixture
def open_laptop(met_made: Path, tmp_path: Path) -> Iterator[Callable[[str], Laptop]]:
    """Return a function that opens a copy of a laptop that has met the others."""
    opened: list[Laptop] = []

    def open_one(name: str) -> Laptop:
        shutil.copytree(met_made / name, tmp_path / name)
        opened.append(Laptop(name, Store(tmp_path / name)))
        return opened[-1]

    yield open_one
    for laptop in opened:
        laptop.store.close()


@pytest.fixture
def e(open_laptop: Callable[[str], Laptop]) -> Laptop:
    """Return a second coordinator's laptop, in the core school."""
    return open_laptop("e")


@pytest.fixture
def met(met_made: Path, tmp_path: Path) -> Path:
    """Return the stick on which all have met."""
    shutil.copytree(met_made / "stick", tmp_path / "stick", dirs_exist_ok=True)
    return tmp_path / "stick"


def reasons(result: RoundResult) -> list[str]:
    return [skipped.reason.value for skipped in result.skipped]


def verdict(on: Laptop, of: Laptop) -> str:
    with on.store.read() as session:
        return session.get_one(Certificate, of.me.certificate).standing


def current(of: Laptop, circle: str, home: str = "") -> EpochKey:
    with of.store.read() as session:
        return epochs.current(session, circle, home)


def test_what_came_before_stays_and_what_comes_later_is_refused(
    a: Laptop, c: Laptop, d: Laptop, met: Path
) -> None:
    before = d.write("activity", title="以前")
    d.exchange(met)
    a.exchange(met)
    revoking.revoke(a.store, d.me.laptop)
    late = d.write("activity", title="以后")
    d.exchange(met)
    a.exchange(met)

    result = c.exchange(met)

    assert (c.title(before), c.title(late)) == ("以前", None)
    assert reasons(result) == ["revoked"]
    assert verdict(c, d) == "revoked"


def test_a_refused_file_is_read_once_and_named_each_time(a: Laptop, d: Laptop, met: Path) -> None:
    revoking.revoke(a.store, d.me.laptop)
    d.write("activity", title="以后")
    d.exchange(met)

    first, second = a.exchange(met), a.exchange(met)

    assert reasons(first) == reasons(second) == ["revoked"]
    assert (second.bytes_in, second.bytes_out) == (0, 0)


def test_a_refused_segment_is_not_carried_on(
    a: Laptop, d: Laptop, met: Path, tmp_path: Path
) -> None:
    revoking.revoke(a.store, d.me.laptop)
    d.write("activity", title="以后")
    d.exchange(met)
    a.exchange(met)
    other = tmp_path / "other"
    other.mkdir()

    a.exchange(other)

    with d.store.read() as session:
        query = select(Segment.id).where(Segment.signer == d.me.certificate)
        late = session.scalars(query.order_by(Segment.seq.desc())).first()
    assert late is not None
    assert not [path for path in files(other, "seg") if late in path.name]


def test_what_somebody_had_taken_is_adopted_by_all(
    a: Laptop, b: Laptop, c: Laptop, d: Laptop, met: Path, tmp_path: Path
) -> None:
    apart = tmp_path / "apart"
    apart.mkdir()
    late = d.write("activity", title="路上的")
    d.exchange(apart)
    c.exchange(apart)
    revoking.revoke(a.store, d.me.laptop)
    d.exchange(met)
    a.exchange(met)
    b.exchange(met)
    refused = (a.title(late), b.title(late))

    c.exchange(met)
    result = a.exchange(met)
    b.exchange(met)

    assert refused == (None, None)
    assert (a.title(late), b.title(late), c.title(late)) == ("路上的",) * 3
    assert reasons(result) == []
    assert verdict(c, d) == "revoked"


def test_nothing_more_is_adopted_once_the_revocation_is_known(
    a: Laptop, b: Laptop, d: Laptop, met: Path
) -> None:
    revoking.revoke(a.store, d.me.laptop)
    a.exchange(met)
    b.exchange(met)
    late = d.write("activity", title="以后")
    d.exchange(met)

    for each in (b, a, b, a):
        each.exchange(met)

    assert (a.title(late), b.title(late)) == (None, None)
    assert not files(met, "bad")


def test_a_newcomer_takes_what_lies_inside_and_nothing_else(
    a: Laptop, d: Laptop, met: Path, tmp_path: Path, ids: dict[str, str]
) -> None:
    inside = [d.write("activity", title=f"第{n}次") for n in range(3)]
    for _ in inside:
        d.write("activity", title="又一次")
        d.exchange(met)
    a.exchange(met)
    revoking.revoke(a.store, d.me.laptop)
    late = d.write("activity", title="以后")
    d.exchange(met)
    a.exchange(met)
    new = invite(a, tmp_path / "new", "teacher", ids["core"], a.me.person)

    new.exchange(met)

    assert [new.title(id) for id in inside] == ["第0次", "第1次", "第2次"]
    assert new.title(late) is None
    assert a.records() == new.records()
    new.store.close()


def test_a_segment_is_not_judged_before_the_cut_can_be_followed(
    a: Laptop, b: Laptop, d: Laptop, met: Path
) -> None:
    made = []
    for n in range(3):
        made.append(d.write("activity", title=f"第{n}次"))
        d.exchange(met)
    a.exchange(met)
    revoking.revoke(a.store, d.me.laptop)
    with d.store.read() as session:
        rows = session.execute(
            select(Segment.id).where(Segment.signer == d.me.certificate).order_by(Segment.seq)
        ).all()
    logs = files_of(d)
    members = [file for file in files_of(a).values() if file[0] == "m"]
    late = d.write("activity", title="以后")
    beyond = [file for id, file in files_of(d).items() if id not in logs and file[0] == "s"]
    hand(b, members)

    hand(b, [*beyond, *(logs[row.id] for row in rows)])
    waiting = b.title(made[0])
    b.exchange(met)

    assert len(beyond) == 1
    assert waiting is None
    assert [b.title(id) for id in made] == ["第0次", "第1次", "第2次"]
    assert b.title(late) is None


def test_new_keys_go_to_all_but_the_revoked(
    a: Laptop, b: Laptop, c: Laptop, d: Laptop, met: Path
) -> None:
    before = {circle: current(a, circle) for circle in ("membership", "alliance")}
    revoking.revoke(a.store, d.me.laptop)
    for each in (a, b, c, d, c, b, a):
        each.exchange(met)

    for circle in ("membership", "alliance"):
        now = current(a, circle)
        assert now.height == 2
        assert current(b, circle) == current(c, circle) == now
        assert current(d, circle) == before[circle]


def test_the_school_of_a_revoked_laptop_renews_its_own_key(
    a: Laptop, c: Laptop, d: Laptop, met: Path, ids: dict[str, str]
) -> None:
    revoking.revoke(a.store, d.me.laptop)
    for each in (a, c, d, a):
        each.exchange(met)

    with a.store.read() as session:
        assert epochs.held(session, "school", ids["village"]) == []
    assert current(c, "school", ids["village"]).height == 2
    assert current(d, "school", ids["village"]).height == 1
    assert current(a, "school", ids["core"]).height == 1


def test_a_revoked_laptop_cannot_read_what_is_written_after(
    a: Laptop, b: Laptop, d: Laptop, met: Path
) -> None:
    revoking.revoke(a.store, d.me.laptop)
    a.exchange(met)
    b.exchange(met)
    id = b.write("activity", title="不给他看")
    b.exchange(met)

    a.exchange(met)
    d.exchange(met)

    assert a.title(id) == "不给他看"
    assert d.title(id) is None


def test_a_lead_revokes_within_the_school_and_a_coordinator_renews_the_keys(
    a: Laptop, c: Laptop, d: Laptop, met: Path, ids: dict[str, str]
) -> None:
    revoking.revoke(c.store, d.me.laptop)
    c.exchange(met)
    heights = current(c, "alliance").height, current(c, "school", ids["village"]).height

    a.exchange(met)
    c.exchange(met)

    assert heights == (1, 2)
    assert current(c, "alliance") == current(a, "alliance")
    assert current(c, "alliance").height == 2
    assert verdict(a, d) == "revoked"


@pytest.mark.parametrize(
    ("by", "target"), [("c", "b"), ("c", "a"), ("d", "c"), ("b", "b2"), ("d", "a")]
)
def test_others_may_not_revoke(
    request: pytest.FixtureRequest, a: Laptop, met: Path, tmp_path: Path, by: str, target: str
) -> None:
    one: Laptop = request.getfixturevalue(by)
    if target == "b2":
        other = invite(a, tmp_path / "b2", "teacher", one.me.school, one.me.person)
        other.exchange(met)
        one.exchange(met)
    else:
        other = request.getfixturevalue(target)

    with pytest.raises(RevokingNotAllowedError):
        revoking.revoke(one.store, other.me.laptop)

    with one.store.read() as session:
        assert not session.scalars(select(Statement).where(Statement.kind == REVOCATION)).all()


def test_a_laptop_revokes_neither_itself_nor_nobody(a: Laptop) -> None:
    with pytest.raises(OwnLaptopError):
        revoking.revoke(a.store, a.me.laptop)
    with pytest.raises(UnknownLaptopError):
        revoking.revoke(a.store, "x" * 26)


def test_a_revoked_laptop_does_nothing_for_others(
    a: Laptop, c: Laptop, d: Laptop, met: Path, tmp_path: Path, ids: dict[str, str]
) -> None:
    revoking.revoke(a.store, c.me.laptop)
    a.exchange(met)
    c.exchange(met)
    before = c.count(Statement)

    with pytest.raises(RevokedError):
        revoking.revoke(c.store, d.me.laptop)
    with pytest.raises(RevokedError):
        invite(c, tmp_path / "x", "teacher", ids["village"], c.me.person)
    with c.store.write() as session:
        membership.give_on(session)

    assert c.count(Statement) == before


def test_whom_a_revoked_lead_let_in_before_stays(
    a: Laptop, c: Laptop, met: Path, tmp_path: Path, ids: dict[str, str]
) -> None:
    guest = invite(c, tmp_path / "guest", "teacher", ids["village"], c.me.person)
    guest.exchange(met)
    a.exchange(met)
    seen = revoking.revoke(a.store, c.me.laptop)
    id = guest.write("activity", title="照常")

    guest.exchange(met)
    a.exchange(met)

    assert guest.me.certificate in seen.let_in
    assert a.title(id) == "照常"
    assert verdict(a, guest) == "good"
    guest.store.close()


def test_whom_a_revoked_lead_let_in_unseen_is_in_doubt_until_admitted(
    a: Laptop, b: Laptop, c: Laptop, met: Path, tmp_path: Path, ids: dict[str, str]
) -> None:
    revoking.revoke(a.store, c.me.laptop)
    guest = invite(c, tmp_path / "guest", "teacher", ids["village"], c.me.person)
    id = guest.write("activity", title="不知情")
    guest.exchange(met)
    a.exchange(met)
    before = verdict(a, guest), a.title(id)

    admitting.admit(a.store, guest.me.laptop)
    for each in (a, guest, b, a):
        each.exchange(met)

    assert before == ("doubtful", None)
    assert {verdict(on, guest) for on in (a, b, guest)} == {"good"}
    assert (a.title(id), b.title(id)) == ("不知情", "不知情")
    assert current(guest, "alliance") == current(a, "alliance")
    with pytest.raises(UnknownLaptopError):
        admitting.admit(a.store, guest.me.laptop)
    guest.store.close()


def test_an_invitation_nobody_used_can_be_revoked(
    a: Laptop, met: Path, tmp_path: Path, ids: dict[str, str]
) -> None:
    file = tmp_path / "invitation"
    words = identity.invite(
        a.store,
        school=ids["core"],
        person=a.me.person,
        person_name="某人",
        role="teacher",
        out=file,
    )
    with a.store.read() as session:
        query = select(Certificate.laptop).where(Certificate.purpose == "invitation")
        known = session.scalars(query.where(Certificate.person_name == "某人")).one()
    revoking.revoke(a.store, known)
    a.exchange(met)
    thief = Laptop("thief", identity_store := Store(tmp_path / "t"))
    identity.join(identity_store, file, words)
    id = thief.write("activity", title="冒名")

    thief.exchange(met)
    a.exchange(met)

    assert verdict(a, thief) == "doubtful"
    assert a.title(id) is None
    assert current(a, "alliance").height == 2
    thief.store.close()


def test_a_second_coordinator_does_everything_after_the_first_is_gone(
    a: Laptop, b: Laptop, e: Laptop, d: Laptop, met: Path, tmp_path: Path, ids: dict[str, str]
) -> None:
    a.store.close()

    revoking.revoke(e.store, d.me.laptop)
    rule = e.write("agreement", title="规则")
    new = invite(e, tmp_path / "new", "lead", ids["village"], e.me.person)
    for each in (e, b, new, e, b):
        each.exchange(met)

    assert rule in b.records()
    assert verdict(b, new) == "good"
    assert verdict(b, d) == "revoked"
    assert current(new, "alliance") == current(e, "alliance") == current(b, "alliance")
    new.store.close()


def test_two_coordinators_who_revoke_each_other_end_alike_everywhere(
    a: Laptop, b: Laptop, c: Laptop, e: Laptop, met: Path, tmp_path: Path
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    revoking.revoke(a.store, e.me.laptop)
    revoking.revoke(e.store, a.me.laptop)
    for first, second, place in ((a, b, one), (e, c, two)):
        first.exchange(place)
        second.exchange(place)
    halves = verdict(b, e), verdict(c, a)

    for each in (b, c, a, e, b, c, a):
        each.exchange(met)

    assert halves == ("revoked", "revoked")
    assert {(verdict(on, a), verdict(on, e)) for on in (a, b, c, e)} == {("good", "revoked")}
    assert current(a, "alliance") == current(b, "alliance") == current(c, "alliance")
    id = b.write("activity", title="又在一起")
    for each in (b, c, e):
        each.exchange(met)
    assert (c.title(id), e.title(id)) == ("又在一起", None)


def test_two_who_renew_the_keys_at_once_end_with_the_same(
    a: Laptop, b: Laptop, c: Laptop, d: Laptop, e: Laptop, met: Path
) -> None:
    revoking.revoke(a.store, d.me.laptop)
    revoking.revoke(e.store, b.me.laptop)
    both = {current(a, "alliance"), current(e, "alliance")}

    for each in (a, e, a, c, e, a, c):
        each.exchange(met)

    now = current(a, "alliance")
    assert len(both) == 2
    assert current(c, "alliance") == current(e, "alliance") == now
    assert now.height == 3  # each of the two was given to one of the revoked
    assert {verdict(c, b), verdict(c, d)} == {"revoked"}


def test_the_recovery_code_ends_even_the_first_coordinator(
    a: Laptop, b: Laptop, e: Laptop, met: Path, ids: dict[str, str]
) -> None:
    root = recovery.read_code(ids["recovery"], a.me.alliance)

    revoking.revoke(e.store, a.me.laptop, root_private=root)
    revoking.revoke(a.store, e.me.laptop)
    for each in (e, a, b, e, a):
        each.exchange(met)

    assert {verdict(on, a) for on in (a, b, e)} == {"revoked"}
    assert {verdict(on, e) for on in (a, b, e)} == {"good"}
    with pytest.raises(RecoveryCodeError):
        revoking.revoke(e.store, b.me.laptop, root_private=bytes(32))


def test_who_misses_a_new_key_is_given_it_by_any_member(
    a: Laptop, b: Laptop, c: Laptop, d: Laptop, met: Path, tmp_path: Path, ids: dict[str, str]
) -> None:
    late = invite(c, tmp_path / "late", "teacher", ids["village"], c.me.person)
    revoking.revoke(a.store, d.me.laptop)
    for each in (a, b):
        each.exchange(met)
    a.store.close()
    late.exchange(met)
    before = current(late, "alliance").height

    b.exchange(met)
    late.exchange(met)

    assert before == 1
    assert current(late, "alliance") == current(b, "alliance")
    assert current(late, "membership") == current(b, "membership")
    late.store.close()


def test_a_revoked_coordinators_later_grant_makes_nobody_seal_with_it(
    a: Laptop, b: Laptop, e: Laptop, met: Path
) -> None:
    revoking.revoke(a.store, e.me.laptop)
    a.exchange(met)
    with e.store.write() as session:
        forged = new_epoch(e.me.alliance, "alliance", height=9)
        epochs.keep(session, forged)
        holders = session.execute(
            select(Certificate.id, Certificate.exchange_public).where(
                Certificate.purpose == "laptop"
            )
        ).all()
        item = grants.make(
            session, e.me, forged, [(row.id, row.exchange_public) for row in holders], begins=True
        )
        assert item is not None
        membership.publish(session, e.me, [item], epochs.first(session, "membership"))
    e.exchange(met)

    for each in (b, a, b):
        each.exchange(met)

    assert current(b, "alliance") == current(a, "alliance")
    assert current(b, "alliance").id != forged.id
    with b.store.read() as session:
        begun = select(Statement.standing).where(
            Statement.kind == GRANT, Statement.about == forged.id, Statement.authorised
        )
        assert session.scalars(begun).all() == [False]


def test_a_teachers_grant_of_a_new_key_makes_nobody_seal_with_it(
    a: Laptop, b: Laptop, met: Path
) -> None:
    forged = new_epoch(b.me.alliance, "alliance", height=2**31 - 1)
    with b.store.write() as session:
        public = session.get_one(Certificate, a.me.certificate).exchange_public
        item = grants.make(session, b.me, forged, [(a.me.certificate, public)], begins=True)
        assert item is not None
        membership.publish(session, b.me, [item])
    b.exchange(met)

    a.exchange(met)

    assert current(a, "alliance").height == 1


def test_a_revocation_that_turns_out_void_takes_nothing_away(
    a: Laptop, b: Laptop, d: Laptop, e: Laptop, met: Path, tmp_path: Path
) -> None:
    apart = tmp_path / "apart"
    apart.mkdir()
    revoking.revoke(e.store, d.me.laptop)  # not known to the other one
    e.exchange(apart)
    b.exchange(apart)
    late = d.write("activity", title="照常")
    d.exchange(met)
    b.exchange(met)
    refused = b.title(late), verdict(b, d)

    revoking.revoke(a.store, e.me.laptop)
    a.exchange(met)
    b.exchange(met)

    assert refused == (None, "revoked")
    assert (b.title(late), verdict(b, d)) == ("照常", "good")


def test_a_revocation_is_made_whole_or_not_at_all(
    a: Laptop, d: Laptop, met: Path, tmp_path: Path
) -> None:
    class Killed(BaseException):
        pass

    def die(*_args: object, **_named: object) -> None:
        raise Killed

    for step in ("judge_all", "renew"):
        copy = a.copy(tmp_path / step)
        where = standing if step == "judge_all" else renewing
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(where, step, die)
            with pytest.raises(Killed):
                revoking.revoke(copy.store, d.me.laptop)
        with copy.store.read() as session:
            assert session.scalar(select(Statement.id).where(Statement.kind == REVOCATION)) is None
        copy.store.close()


def test_the_own_certificate_stays_that_of_the_laptop(a: Laptop) -> None:
    with a.store.read() as session:
        row = session.scalar(select(Identity))
        assert row is not None
        assert standing.is_good(session, row.certificate)
    assert a.count(RefusedFile) == 0
