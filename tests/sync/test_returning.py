"""A laptop that was revoked by mistake comes back with all that it holds."""

from pathlib import Path

import pytest

from db import local
from db.commands.undoing import undo
from db.journal import begin, writing
from db.progress import finish
from db.queries.records import list_records, show
from db.queries.undo import plan_undo
from db.record import DELETED
from sync import adopting, identity, replacing, returning, revoking, undo_scope
from sync.errors import OtherInvitationError, StillMemberError, UnknownWordsError
from tests.sync.laptops import Laptop


def back(a: Laptop, d: Laptop, folder: Path) -> tuple[Path, str]:
    """Let `a` write the invitation that lets `d` come back."""
    file = folder / "back.invitation"
    words, _seen = replacing.replace(a.store, d.me.laptop, out=file)
    return file, words


@pytest.fixture
def revoked(a: Laptop, b: Laptop, c: Laptop, d: Laptop, stick: Path) -> Laptop:
    """Return a laptop that was revoked, has heard of it and worked on all the same."""
    d.write("activity", title="交换过的")
    for each in (d, c, d, a, b):
        each.exchange(stick)
    revoking.revoke(a.store, d.me.laptop, reason="弄错了")
    for each in (a, b, d):
        each.exchange(stick)
    return d


def test_what_it_wrote_while_it_was_out_reaches_everybody(
    a: Laptop, b: Laptop, revoked: Laptop, stick: Path, tmp_path: Path
) -> None:
    sealed = revoked.write("activity", title="撤销以后写的")
    revoked.exchange(stick)
    for each in (a, b):
        each.exchange(stick)
    unsealed = revoked.write("activity", title="还没封的")
    refused = [each.title(sealed) for each in (a, b)]

    file, words = back(a, revoked, tmp_path)
    a.exchange(stick)
    before = revoked.me.laptop
    returning.come_back(revoked.store, file, words)
    after = revoked.write("activity", title="回来以后写的")
    for each in (revoked, a, b, revoked):
        each.exchange(stick)

    assert refused == [None, None]
    assert revoked.me.laptop != before
    for each in (a, b):
        titles = [each.title(id) for id in (sealed, unsealed, after)]
        assert titles == ["撤销以后写的", "还没封的", "回来以后写的"]
    assert a.records() == b.records() == revoked.records()


def test_nothing_is_said_to_be_missing_after_it_came_back(
    a: Laptop, revoked: Laptop, stick: Path, tmp_path: Path
) -> None:
    file, words = back(a, revoked, tmp_path)
    returning.come_back(revoked.store, file, words)
    revoked.exchange(stick)

    with revoked.store.read() as session:
        assert replacing.gaps(session) == []
        assert not returning.is_wanted(session)


def test_a_form_that_was_open_meanwhile_goes_on(
    a: Laptop, b: Laptop, revoked: Laptop, stick: Path, tmp_path: Path
) -> None:
    with revoked.store.read() as session:
        sitting = begin(session, revoked.me.person)
    with writing(revoked.store, sitting) as writer:
        id = writer.create("activity", {"title": "打开着的"})
    file, words = back(a, revoked, tmp_path)
    a.exchange(stick)
    returning.come_back(revoked.store, file, words)

    with writing(revoked.store, sitting) as writer:
        writer.edit(id, {"place": "红石小学"})
    for each in (revoked, a, b):
        each.exchange(stick)

    with b.store.read() as session:
        assert show(session, id).values["place"] == "红石小学"
    assert b.title(id) == "打开着的"


def test_it_writes_for_its_school_again(
    a: Laptop, c: Laptop, revoked: Laptop, stick: Path, tmp_path: Path
) -> None:
    file, words = back(a, revoked, tmp_path)
    a.exchange(stick)
    returning.come_back(revoked.store, file, words)
    for each in (revoked, c, revoked):
        each.exchange(stick)
    mine = revoked.write_within("校内的事")
    theirs = c.write_within("另一件校内的事")
    for each in (revoked, c, revoked):
        each.exchange(stick)

    assert (c.title(mine), revoked.title(theirs)) == ("校内的事", "另一件校内的事")


def test_a_member_is_told_that_nothing_has_to_be_done(
    a: Laptop, d: Laptop, stick: Path, tmp_path: Path
) -> None:
    d.exchange(stick)
    a.exchange(stick)
    file, words = back(a, d, tmp_path)

    with pytest.raises(StillMemberError):
        returning.come_back(d.store, file, words)


def test_an_invitation_for_somebody_else_changes_nothing(
    a: Laptop, c: Laptop, revoked: Laptop, tmp_path: Path
) -> None:
    file = tmp_path / "other.invitation"
    school, person = c.me.school, c.me.person
    words = identity.invite(
        a.store, school=school, person=person, person_name="王校长", role="teacher", out=file
    )
    before = revoked.me

    with pytest.raises(OtherInvitationError):
        returning.come_back(revoked.store, file, words)
    with pytest.raises(UnknownWordsError):
        returning.come_back(revoked.store, file, "no words")

    assert revoked.me == before


def test_what_came_with_a_laptop_that_came_back_can_be_seen_and_taken_back(
    a: Laptop, b: Laptop, revoked: Laptop, stick: Path, tmp_path: Path
) -> None:
    kept, spoilt = "交换过的", revoked.write("activity", title="撤销以后写的")
    before = revoked.me.laptop
    file, words = back(a, revoked, tmp_path)
    a.exchange(stick)
    returning.come_back(revoked.store, file, words)
    for each in (revoked, a):
        each.exchange(stick)
    assert a.title(spoilt) == "撤销以后写的"

    with a.store.read() as session:
        meanwhile = adopting.adopted_beyond(session, before)
    scope = undo_scope.scope_of(a.store, before, meanwhile)
    with a.store.read() as session:
        member = local.member(session)
        assert member is not None
        seen = plan_undo(session, member, before, scope)
        sitting = begin(session, a.me.person)
    finish(undo(a.store, sitting, before, scope))
    for each in (a, b):
        each.exchange(stick)

    assert {row.record for row in seen.rows} == {spoilt}
    for each in (a, b):
        with each.store.read() as session:
            assert show(session, spoilt).deletion == DELETED
            titles = {str(row.values["title"]) for row in list_records(session, "activity")}
        assert kept in titles
