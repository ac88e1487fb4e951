"""Who is believed: forged, foreign, misplaced and unallowed changes, and keys given on."""

import dataclasses
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loro import ExportMode, LoroDoc, VersionVector

from db.changes import ENCODER, Change, peer_of
from db.models.exchange import Certificate, MembershipFile, RefusedFile, Segment
from sync import epochs, grants, keys, laptop, membership, membership_file, segment
from sync.certificates import Statement, issue
from sync.errors import MalformedError, Reason, SkippedFileError
from sync.keys import EpochKey, new_epoch
from sync.limits import MEMBERSHIP_FILE_BYTES, PARKED_BYTES, STATEMENTS
from sync.membership_file import CERTIFICATE, GRANT, Grant, Item
from sync.names import LogName, id_of, membership_path, segment_path, text_of
from sync.result import RoundResult
from sync.wire import encode
from tests.sync.laptops import Laptop, files

REPLICA = text_of(bytes([1] * 8))


def reasons(result: RoundResult) -> list[str]:
    return [skipped.reason.value for skipped in result.skipped]


def update(laptop_id: str, title: str, nonce: bytes, person: str = "p") -> bytes:
    """Return a well-formed update as that laptop would make it."""
    doc = LoroDoc()
    doc.peer_id = peer_of(laptop_id, nonce)
    doc.get_map("f").insert("title", title)
    doc.set_next_commit_message(f"{person}@{laptop_id}")
    doc.commit()
    return bytes(doc.export(ExportMode.Updates(VersionVector())))


def change(by: Laptop, title: str, circle: str = "alliance", **changed: object) -> bytes:
    nonce = os.urandom(16)
    home = by.me.school
    made = update(by.me.laptop, title, nonce)
    said = Change("activity", circle, home, os.urandom(16), nonce, made, "p", 1_760_000_000)
    return ENCODER.encode(msgspec.structs.replace(said, **changed))


def seal(
    by: Laptop,
    changes: Sequence[bytes],
    *,
    circle: str = "alliance",
    signer: str = "",
    private: bytes = b"",
    seq: int = 1,
) -> bytes:
    me = by.me
    with by.store.read() as session:
        epoch = epochs.current(session, circle, "" if circle == "alliance" else me.school)
        own = laptop.secrets(session).sign
    return segment.build(
        alliance=me.alliance,
        replica=REPLICA,
        seq=seq,
        previous="",
        signer=signer or me.certificate,
        table=1,
        private=private or own,
        contents=[(epoch, changes)],
    )


def put(place: Path, by: Laptop, data: bytes, seq: int = 1) -> Path:
    name = segment_path(LogName(REPLICA, seq, id_of(data)))
    path = place / "lianke1" / by.me.alliance / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.fixture
def met(a: Laptop, b: Laptop, stick: Path) -> Path:
    """Return a stick on which a and b have met each other."""
    for each in (a, b, a):
        each.exchange(stick)
    return stick


def test_a_sound_segment_made_by_hand_is_taken(a: Laptop, b: Laptop, met: Path) -> None:
    put(met, b, seal(b, [change(b, "送课")]))

    result = a.exchange(met)

    assert (result.received, result.refused, result.skipped) == (1, 0, ())


def test_a_wrong_signature_is_hostile_and_not_carried(
    a: Laptop, b: Laptop, met: Path, tmp_path: Path
) -> None:
    path = put(met, b, seal(b, [change(b, "送课")], private=keys.new_private()))

    first = a.exchange(met)
    second = a.exchange(met)
    other = tmp_path / "other"
    other.mkdir()
    a.exchange(other)

    assert reasons(first) == reasons(second) == ["hostile"]
    assert first.received == 0
    assert a.count(RefusedFile) == 1
    assert path.name not in [p.name for p in files(other, "seg")]


def test_a_signature_in_the_name_of_another_is_hostile(a: Laptop, b: Laptop, met: Path) -> None:
    put(met, b, seal(b, [change(a, "冒名")], signer=a.me.certificate))

    assert reasons(a.exchange(met)) == ["hostile"]


def test_a_forged_peer_is_refused(a: Laptop, b: Laptop, met: Path) -> None:
    put(met, b, seal(b, [change(a, "冒名")]))

    result = a.exchange(met)

    assert (result.received, result.refused) == (0, 1)


def test_a_change_in_a_section_of_another_circle_is_left_out(
    a: Laptop, b: Laptop, met: Path
) -> None:
    put(met, b, seal(b, [change(b, "校内"), change(b, "对", "school")], circle="school"))

    result = a.exchange(met)

    assert reasons(result) == ["hostile"]
    assert result.received == 1


def test_a_change_without_right_is_refused(a: Laptop, b: Laptop, met: Path) -> None:
    put(met, b, seal(b, [change(b, "规则", kind="agreement", home="")]))

    result = a.exchange(met)

    assert (result.received, result.refused) == (0, 1)


def test_a_change_nobody_can_read_spoils_no_other(a: Laptop, b: Laptop, met: Path) -> None:
    strange = [encode({"from": "later"}), encode([1, 2, 3])]
    put(met, b, seal(b, [*strange, change(b, "好的")]))

    result = a.exchange(met)

    assert (result.received, result.parked) == (1, 2)


def test_a_section_that_breaks_the_format_leaves_the_others(
    a: Laptop, b: Laptop, met: Path
) -> None:
    good = change(b, "好的")
    with b.store.read() as session:
        alliance = epochs.current(session, "alliance")
        own = laptop.secrets(session).sign
    wrong = EpochKey("alliance", "", 1, bytes(32), alliance.id)  # the id of one, the key of another
    data = segment.build(
        alliance=b.me.alliance,
        replica=REPLICA,
        seq=1,
        previous="",
        signer=b.me.certificate,
        table=1,
        private=own,
        contents=[(wrong, [good]), (alliance, [good])],
    )
    put(met, b, data)

    result = a.exchange(met)

    assert reasons(result) == ["hostile"]
    assert result.received == 1


def test_an_invitation_key_cannot_sign_segments(a: Laptop, b: Laptop, met: Path) -> None:
    private = keys.new_private()
    with b.store.read() as session:
        row = session.get_one(Certificate, b.me.certificate)
        issuer = row.issuer
    put(met, b, seal(b, [change(b, "送课")], signer=issuer, private=private))

    result = a.exchange(met)

    assert reasons(result) == ["stranger"]
    assert result.received == 0


def craft_certificate(by: Laptop, **changed: object) -> tuple[bytes, Item]:
    """Return a certificate that a laptop signs itself, and the private key it names."""
    me = by.me
    private = keys.new_private()
    public = (keys.sign_public(private), keys.exchange_public(keys.new_private()))
    said = Statement(
        1, me.alliance, "laptop", me.certificate, *public, me.school, "teacher", "p", "某人", 0
    )
    with by.store.read() as session:
        own = laptop.secrets(session).sign
    signed = issue(own, msgspec.structs.replace(said, **changed))
    return private, Item(CERTIFICATE, signed.body, signed.signature)


def put_members(place: Path, by: Laptop, items: Sequence[Item]) -> Path:
    with by.store.read() as session:
        epoch = epochs.current(session, "membership")
    data = membership_file.build(by.me.alliance, epoch, items)
    path = place / "lianke1" / by.me.alliance / membership_path(id_of(data))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("signer", "changed", "believed"),
    [
        ("a", {"role": "coordinator"}, True),
        ("a", {"role": "observer", "school": "elsewhere"}, True),
        ("c", {"role": "teacher"}, True),
        ("c", {"role": "lead"}, True),
        ("c", {"role": "coordinator"}, False),
        ("c", {"role": "observer"}, False),
        ("c", {"school": "elsewhere"}, False),
        ("b", {}, False),
        ("d", {"role": "teacher"}, False),
        ("a", {"issuer": ""}, False),
    ],
)
def test_only_who_may_lets_others_in(
    request: pytest.FixtureRequest,
    a: Laptop,
    stick: Path,
    signer: str,
    changed: dict[str, object],
    believed: bool,
) -> None:
    by: Laptop = request.getfixturevalue(signer)
    by.exchange(stick)
    _, item = craft_certificate(by, **changed)
    put_members(stick, by, [item])

    a.exchange(stick)

    with a.store.read() as session:
        assert session.get_one(Certificate, id_of(item.body)).valid is believed


def test_a_certificate_in_the_name_of_another_is_not_believed(
    a: Laptop, b: Laptop, met: Path
) -> None:
    _, item = craft_certificate(b, issuer=a.me.certificate, role="coordinator")
    put_members(met, b, [item])

    a.exchange(met)

    with a.store.read() as session:
        assert not session.get_one(Certificate, id_of(item.body)).valid


def test_a_grant_in_the_name_of_another_is_ignored(a: Laptop, b: Laptop, met: Path) -> None:
    forged = new_epoch(a.me.alliance, "alliance")
    with a.store.read() as session:
        public = session.get_one(Certificate, a.me.certificate).exchange_public
    with b.store.write() as session:
        who = dataclasses.replace(b.me, certificate=a.me.certificate)
        item = grants.make(session, who, forged, [(a.me.certificate, public)])
        assert item is not None
    put_members(met, b, [item])

    a.exchange(met)

    with a.store.read() as session:
        assert forged.id not in epochs.ids(session)


def test_the_epoch_to_seal_with_is_the_highest_then_the_smallest(a: Laptop) -> None:
    made = [new_epoch(a.me.alliance, "alliance", height=height) for height in (1, 2, 2, 2)]
    with a.store.write() as session:
        for epoch in made:
            epochs.keep(session, epoch)

        chosen = epochs.current(session, "alliance")

    assert chosen.id == min(epoch.id for epoch in made[1:])


def test_a_certificate_whose_issuer_comes_later_is_believed_then(
    a: Laptop, c: Laptop, stick: Path
) -> None:
    _, item = craft_certificate(c)
    put_members(stick, c, [item])
    a.exchange(stick)
    with a.store.read() as session:
        before = session.get_one(Certificate, id_of(item.body)).valid

    c.exchange(stick)
    a.exchange(stick)

    with a.store.read() as session:
        assert not before
        assert session.get_one(Certificate, id_of(item.body)).valid


def test_a_kept_segment_of_a_stranger_is_judged_again_when_known(
    a: Laptop, c: Laptop, stick: Path
) -> None:
    private, item = craft_certificate(c)
    forged = seal(c, [change(c, "冒名")], signer=id_of(item.body), private=keys.new_private())
    put(stick, c, forged)
    first = a.exchange(stick)
    put_members(stick, c, [item])
    c.exchange(stick)

    second = a.exchange(stick)

    assert private
    assert reasons(first) == ["stranger"]
    assert second.received == 0 or "冒名" not in {a.title(id) for id in second.came}
    with a.store.read() as session:
        assert session.get(Segment, id_of(forged)) is None
        assert session.get_one(RefusedFile, id_of(forged)).reason == "hostile"


def test_what_must_wait_has_a_bound(
    a: Laptop, c: Laptop, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PARKED_BYTES == 64 * 1024 * 1024
    monkeypatch.setattr("sync.taking.PARKED_BYTES", 3000)
    for seq in (1, 2, 3):
        put(stick, c, seal(c, [change(c, "走访")], seq=seq), seq)

    result = a.exchange(stick)

    assert reasons(result) == ["stranger"] * 3
    assert a.count(Segment) == 2 + 1  # two of the stranger's fit; one is this laptop's own
    c.exchange(stick)
    assert a.exchange(stick).received >= 3


def test_a_segment_of_a_newer_program_is_carried_byte_for_byte(
    a: Laptop, b: Laptop, met: Path, tmp_path: Path
) -> None:
    said = [2, 1, b.me.alliance, REPLICA, 1, "", b.me.certificate, {"new": "shape"}]
    raw = encode(said)
    data = b"LKS1" + len(raw).to_bytes(4, "big") + raw + os.urandom(500)
    path = put(met, b, data)
    other = tmp_path / "other"
    other.mkdir()

    first = a.exchange(met)
    second = a.exchange(met)
    a.exchange(other)

    assert reasons(first) == ["newer"]
    assert second.skipped == ()
    assert (other / path.relative_to(met)).read_bytes() == data


def test_a_kept_newer_segment_is_read_by_a_newer_program(
    a: Laptop, b: Laptop, met: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.segment.READER", 2)
    put(met, b, seal(b, [change(b, "以后")]))
    monkeypatch.setattr("sync.segment.READER", 1)
    old = a.exchange(met)

    monkeypatch.setattr("sync.segment.READER", 2)
    new = a.exchange(met)

    assert reasons(old) == ["newer"]
    assert new.received == 1


def test_a_membership_file_of_a_newer_program_is_carried(
    a: Laptop, b: Laptop, met: Path, tmp_path: Path
) -> None:
    path = put_members(met, b, [Item(77, b"revocation, perhaps", bytes(64))])
    other = tmp_path / "other"
    other.mkdir()

    result = a.exchange(met)
    a.exchange(other)

    assert result.skipped == ()
    assert (other / path.relative_to(met)).read_bytes() == path.read_bytes()


def test_a_grant_by_who_may_not_is_ignored(a: Laptop, b: Laptop, c: Laptop, met: Path) -> None:
    c.exchange(met)
    b.exchange(met)
    forged = new_epoch(b.me.alliance, "school", c.me.school)
    with b.store.read() as session:
        own = laptop.secrets(session).sign
    with c.store.read() as session:
        public = session.get_one(Certificate, c.me.certificate).exchange_public
    info = b"lianke grant 1" + f"{b.me.alliance}{forged.id}{c.me.certificate}".encode()
    wrapped = keys.wrap(public, forged.key, info)
    assert wrapped is not None
    pairs = [(c.me.certificate, wrapped)]
    body = encode(
        Grant(1, b.me.alliance, b.me.certificate, "school", c.me.school, 1, forged.id, pairs, 0)
    )
    put_members(met, b, [Item(GRANT, body, keys.sign(own, b"lianke grant 1" + body))])

    c.exchange(met)

    with c.store.read() as session:
        assert forged.id not in epochs.ids(session)


def test_a_grant_with_another_key_than_its_id_is_ignored(a: Laptop, b: Laptop, met: Path) -> None:
    honest = new_epoch(a.me.alliance, "school", b.me.school)
    lying = EpochKey("school", b.me.school, 1, bytes(32), honest.id)
    with b.store.read() as session:
        public = session.get_one(Certificate, b.me.certificate).exchange_public
    with a.store.write() as session:
        item = grants.make(session, a.me, lying, [(b.me.certificate, public)])
        assert item is not None
        membership.publish(session, a.me, [item])
    a.exchange(met)

    b.exchange(met)

    with b.store.read() as session:
        assert honest.id not in epochs.ids(session)


def test_laptops_of_a_school_seal_with_the_same_key_once_they_met(
    c: Laptop, d: Laptop, stick: Path
) -> None:
    for each in (c, d, c, d):
        each.exchange(stick)

    with c.store.read() as one, d.store.read() as two:
        assert epochs.current(one, "school", c.me.school) == epochs.current(
            two, "school", c.me.school
        )


def test_keys_are_given_on_only_once(c: Laptop, d: Laptop, stick: Path) -> None:
    for each in (c, d, c, d, c, d):
        each.exchange(stick)
    before = len(files(stick, "mem"))

    for each in (c, d):
        each.exchange(stick)

    assert len(files(stick, "mem")) == before == c.count(MembershipFile)


def test_a_membership_file_beyond_its_bounds_is_refused(a: Laptop) -> None:
    with a.store.read() as session:
        epoch = epochs.current(session, "membership")
    crowd = membership_file.build(a.me.alliance, epoch, [Item(9, b"", b"")] * (STATEMENTS + 1))

    with pytest.raises(SkippedFileError) as caught:
        membership_file.read(bytes(MEMBERSHIP_FILE_BYTES + 1), a.me.alliance)
    with pytest.raises(MalformedError):
        membership_file.open_items(membership_file.read(crowd, a.me.alliance), epoch)

    assert caught.value.reason is Reason.TOO_LARGE


ALLIANCE = text_of(bytes(8))
MEMBERS = new_epoch(ALLIANCE, "membership")


@given(st.binary(max_size=300))
def test_any_bytes_as_a_membership_file_are_refused_in_order(data: bytes) -> None:
    for start in (b"", b"LKM1", b"LKM1\0\0\0\x10"):
        with pytest.raises(SkippedFileError):
            membership_file.read(start + data, ALLIANCE)


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_flipped_bit_in_a_membership_file_never_passes(data: st.DataObject) -> None:
    good = membership_file.build(ALLIANCE, MEMBERS, [Item(1, b"body", bytes(64))])
    at = data.draw(st.integers(0, len(good) * 8 - 1))
    bad = bytearray(good)
    bad[at // 8] ^= 1 << at % 8

    with pytest.raises(SkippedFileError):
        membership_file.open_items(membership_file.read(bytes(bad), ALLIANCE), MEMBERS)


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_statement_of_a_member_is_refused_in_order(body: bytes) -> None:
    from sync.certificates import SignedCertificate, read_statement

    with pytest.raises(SkippedFileError):
        read_statement(SignedCertificate(body, bytes(64)), ALLIANCE)
    with pytest.raises(SkippedFileError):
        membership_file.read_grant(body, ALLIANCE)
