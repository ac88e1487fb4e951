"""The recovery code used: a new laptop becomes a coordinator's again, from any stick."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from db.errors import UnknownPersonError
from db.models.exchange import Certificate
from db.store import Store
from sync import epochs, identity, members, recovering, recovery, replacing, revoking
from sync.carriers.folder import FolderCarrier
from sync.errors import (
    AlreadyFoundedError,
    RecoveryCodeError,
    RecoveryPlaceError,
    UnknownLaptopError,
)
from tests.sync.laptops import Laptop, files, invite


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
def met(met_made: Path, tmp_path: Path) -> Path:
    """Return the stick on which all have met."""
    shutil.copytree(met_made / "stick", tmp_path / "stick", dirs_exist_ok=True)
    return tmp_path / "stick"


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Laptop]:
    """Return a laptop out of the box."""
    made = Laptop("new", Store(tmp_path / "new"))
    yield made
    made.store.close()


def recover(new: Laptop, place: Path, code: str, person: str = "") -> None:
    identity.recover(new.store, FolderCarrier(place, "x"), code, person_name=person)


def state(on: Laptop, of: Laptop) -> str:
    with on.store.read() as session:
        return session.get_one(Certificate, of.me.certificate).standing


def test_the_code_and_a_stick_make_a_coordinator(
    a: Laptop, b: Laptop, new: Laptop, met: Path, ids: dict[str, str]
) -> None:
    kept = a.write("activity", title="以前")
    within = a.write_within("校内")
    a.exchange(met)

    recover(new, met, ids["recovery"])
    new.exchange(met)
    rule = new.write("agreement", title="规则")
    new.exchange(met)
    b.exchange(met)

    assert (new.me.role, new.me.school, new.me.person) == ("coordinator", ids["core"], a.me.person)
    assert (new.title(kept), new.title(within)) == ("以前", "校内")
    assert rule in b.records()
    assert state(b, new) == "good"


def test_the_code_reads_what_was_sealed_after_new_keys_were_begun(
    a: Laptop, b: Laptop, d: Laptop, new: Laptop, met: Path, ids: dict[str, str]
) -> None:
    revoking.revoke(a.store, d.me.laptop)
    a.exchange(met)
    b.exchange(met)
    revoking.revoke(a.store, b.me.laptop)
    late = a.write("activity", title="以后")
    a.exchange(met)

    recover(new, met, ids["recovery"])
    new.exchange(met)

    assert new.title(late) == "以后"
    with new.store.read() as one, a.store.read() as two:
        for circle, home in (("membership", ""), ("alliance", ""), ("school", ids["core"])):
            assert epochs.current(one, circle, home) == epochs.current(two, circle, home)


def test_what_other_schools_keep_to_themselves_stays_closed(
    c: Laptop, new: Laptop, met: Path, ids: dict[str, str]
) -> None:
    within = c.write_within("村里的事")
    c.exchange(met)

    recover(new, met, ids["recovery"])
    new.exchange(met)

    assert new.title(within) is None
    with new.store.read() as session:
        assert recovering.unread_schools(session) == [ids["village"]]


def test_the_new_coordinator_revokes_the_lost_laptop(
    a: Laptop, b: Laptop, new: Laptop, met: Path, ids: dict[str, str]
) -> None:
    recover(new, met, ids["recovery"])
    new.exchange(met)
    root = recovery.read_code(ids["recovery"], new.me.alliance)

    revoking.revoke(new.store, a.me.laptop, root_private=root)
    for each in (new, b, a):
        each.exchange(met)

    assert {state(on, a) for on in (new, b, a)} == {"revoked"}
    assert {state(on, new) for on in (new, b, a)} == {"good"}
    assert state(b, b) == "good"


def test_who_works_there_can_be_named(
    new: Laptop, met: Path, tmp_path: Path, ids: dict[str, str]
) -> None:
    other = Laptop("other", Store(tmp_path / "other"))

    recover(new, met, ids["recovery"], "陈老师")
    with pytest.raises(UnknownPersonError):
        recover(other, met, ids["recovery"], "没有这个人")

    assert (new.me.person_name, new.me.role) == ("陈老师", "coordinator")
    with other.store.read() as session:
        assert identity.mine(session) is None
    other.store.close()


def test_a_wrong_code_or_an_empty_stick_changes_nothing(
    a: Laptop, new: Laptop, met: Path, tmp_path: Path, ids: dict[str, str]
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    bare = tmp_path / "bare"
    (bare / "lianke1" / a.me.alliance).mkdir(parents=True)

    with pytest.raises(RecoveryCodeError):
        recover(new, met, "2222 " * 6)
    for place in (empty, bare):
        with pytest.raises(RecoveryPlaceError):
            recover(new, place, ids["recovery"])
    with pytest.raises(RecoveryPlaceError):
        recover(new, met, recovery.write_code(bytes(14)))
    with pytest.raises(AlreadyFoundedError):
        recover(a, met, ids["recovery"])

    with new.store.read() as session:
        assert identity.mine(session) is None


def test_damaged_and_foreign_files_do_not_stop_it(
    a: Laptop, new: Laptop, met: Path, ids: dict[str, str]
) -> None:
    kept = a.write("activity", title="以前")
    a.exchange(met)
    folder = files(met, "mem")[0].parent
    (folder / ("a" * 26 + ".mem")).write_bytes(b"LKM1 rubbish")
    (folder / "readme.txt").write_text("x")

    recover(new, met, ids["recovery"])
    new.exchange(met)

    assert new.title(kept) == "以前"


def test_a_replaced_laptop_comes_back_from_a_stick_and_says_what_may_be_missing(
    a: Laptop, d: Laptop, new: Laptop, met: Path, tmp_path: Path
) -> None:
    kept = d.write("activity", title="交换过的")
    d.exchange(met)
    lost = d.write("activity", title="没交换的")
    a.exchange(met)
    file = tmp_path / "invitation"

    words, seen = replacing.replace(a.store, d.me.laptop, out=file, reason="坏了")
    identity.join(new.store, file, words)
    a.exchange(met)
    new.exchange(met)

    assert (seen.records, seen.segments > 0) == (1, True)
    assert (new.title(kept), new.title(lost)) == ("交换过的", None)
    assert (new.me.person, new.me.school, new.me.role) == (d.me.person, d.me.school, d.me.role)
    with new.store.read() as session:
        (gap,) = replacing.gaps(session)
    assert gap.laptop == d.me.laptop
    assert gap.since is not None
    assert gap.since <= gap.until
    assert gap.records == 1


def test_a_laptop_that_never_exchanged_may_miss_everything(
    a: Laptop, new: Laptop, met: Path, tmp_path: Path, ids: dict[str, str]
) -> None:
    silent = invite(a, tmp_path / "silent", "teacher", ids["core"], a.me.person)
    empty = tmp_path / "empty"
    empty.mkdir()
    silent.exchange(empty)  # nothing was there, so it left only its certificate
    a.exchange(empty)
    file = tmp_path / "invitation"

    words, _ = replacing.replace(a.store, silent.me.laptop, out=file)
    identity.join(new.store, file, words)
    a.exchange(met)
    new.exchange(met)

    with new.store.read() as session:
        assert [gap.since for gap in replacing.gaps(session)] == [None]
    silent.store.close()


def test_who_replaced_nothing_misses_nothing(b: Laptop) -> None:
    with b.store.read() as session:
        assert replacing.gaps(session) == []


def test_only_a_laptop_can_be_replaced(a: Laptop, tmp_path: Path) -> None:
    with pytest.raises(UnknownLaptopError):
        replacing.replace(a.store, "x" * 26, out=tmp_path / "file")

    assert not (tmp_path / "file").exists()


def test_a_replacement_whose_file_could_not_be_written_is_made_again(
    a: Laptop, d: Laptop, new: Laptop, met: Path, tmp_path: Path
) -> None:
    with pytest.raises(Exception, match="nowhere"):
        replacing.replace(a.store, d.me.laptop, out=tmp_path / "nowhere" / "file")

    words, _ = replacing.replace(a.store, d.me.laptop, out=tmp_path / "file")
    identity.join(new.store, tmp_path / "file", words)

    with a.store.read() as session:
        assert len(revoking.revocations_of(session, d.me.laptop)) == 1


def test_two_on_one_invitation_are_shown_and_one_is_revoked(
    a: Laptop, b: Laptop, met: Path, tmp_path: Path, ids: dict[str, str]
) -> None:
    file = tmp_path / "invitation"
    words = identity.invite(
        a.store, school=ids["core"], person=a.me.person, person_name="周", role="teacher", out=file
    )
    with a.store.read() as session:
        before = [row for row in members.members(session) if row.invited]
    one, two = (Laptop(name, Store(tmp_path / name)) for name in ("one", "two"))
    for each in (one, two):
        identity.join(each.store, file, words)
        each.exchange(met)
    a.exchange(met)
    with a.store.read() as session:
        rows = {row.laptop: row for row in members.members(session)}

    revoking.revoke(a.store, two.me.laptop)
    good, late = one.write("activity", title="好"), two.write("activity", title="坏")
    for each in (one, two, a, b):
        each.exchange(met)

    assert [row.person_name for row in before] == ["周"]
    assert rows[one.me.laptop].shared_with == (two.me.laptop,)
    assert rows[two.me.laptop].shared_with == (one.me.laptop,)
    assert not any(row.invited for row in rows.values())
    assert (a.title(good), a.title(late)) == ("好", None)
    assert (state(b, one), state(b, two)) == ("good", "revoked")
    for each in (one, two):
        each.store.close()


def test_members_show_who_is_who(a: Laptop, d: Laptop, met: Path, ids: dict[str, str]) -> None:
    d.write("activity", title="走访")
    d.exchange(met)
    a.exchange(met)
    revoking.revoke(a.store, d.me.laptop, reason="丢了")

    with a.store.read() as session:
        rows = {row.laptop: row for row in members.members(session)}
        found = members.find(session, d.me.laptop[:6])
        with pytest.raises(UnknownLaptopError):
            members.find(session, "没有")

    gone = rows[d.me.laptop]
    assert found == d.me.laptop
    assert len(rows) == 5
    assert rows[a.me.laptop].own
    assert (gone.state, gone.school, gone.role) == ("revoked", ids["village"], "teacher")
    assert [(r.by, r.reason, r.counts) for r in gone.revoked] == [("李志强", "丢了", True)]
    assert gone.heard_at is not None
    assert gone.host == "李志强"
    assert [rows[a.me.laptop].state, rows[a.me.laptop].host] == ["good", ""]


def test_what_was_adopted_beyond_a_cut_is_counted(
    a: Laptop, c: Laptop, d: Laptop, met: Path, tmp_path: Path
) -> None:
    apart = tmp_path / "apart"
    apart.mkdir()
    d.write("activity", title="路上的")
    d.exchange(apart)
    c.exchange(apart)
    revoking.revoke(a.store, d.me.laptop)
    for each in (a, c, a):
        each.exchange(met)

    with a.store.read() as session:
        rows = {row.laptop: row for row in members.members(session)}
        assert session.scalar(select(Certificate.id).where(Certificate.laptop == d.me.laptop))

    assert rows[d.me.laptop].adopted == 1
