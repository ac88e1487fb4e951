"""Founding, inviting, joining: who is let in, and what a wrong file or word does."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.store import Store
from sync import epochs, identity, invitations, joining, keys, recovery, trust, words
from sync.certificates import Statement, issue
from sync.errors import (
    AlreadyFoundedError,
    InvitationError,
    InvitingNotAllowedError,
    NewerInvitationError,
    NotAnInvitationError,
    NotFoundedError,
    SyncError,
    UnknownWordsError,
    UnwritableFileError,
    WrongWordsError,
)
from sync.invitations import CarriedEpoch, Invitation
from sync.keys import new_epoch
from sync.limits import (
    ARGON_MOST_LANES,
    ARGON_MOST_MEMORY_KIB,
    ARGON_MOST_PASSES,
    CHAIN,
    INVITATION_FILE_BYTES,
)
from sync.names import text_of
from sync.wire import encode
from tests.sync.laptops import Laptop, first_records, invite

SIX = ("青山", "白云", "玉米", "小河", "红枣", "竹林")


@pytest.fixture
def new(tmp_path: Path) -> Store:
    return Store(tmp_path / "new")


def invited(a: Laptop, tmp_path: Path, school: str, role: str = "teacher") -> tuple[Path, str]:
    file = tmp_path / "invitation"
    typed = identity.invite(
        a.store, school=school, person=a.me.person, person_name="张晓梅", role=role, out=file
    )
    return file, typed


def test_the_founder_is_a_coordinator_with_a_code(a: Laptop, ids: dict[str, str]) -> None:
    private = recovery.read_code(ids["recovery"], a.me.alliance)

    assert a.me.role == "coordinator"
    assert a.me.school == ids["core"]
    assert keys.alliance_id(keys.sign_public(private)) == a.me.alliance


def test_the_recovery_code_is_kept_nowhere(a: Laptop, ids: dict[str, str]) -> None:
    private = recovery.read_code(ids["recovery"], a.me.alliance)
    a.store.close()

    kept = b"".join(p.read_bytes() for p in a.store.folder.rglob("*") if p.is_file())

    assert private not in kept
    assert ids["recovery"].encode() not in kept


def test_a_used_data_folder_cannot_found(a: Laptop) -> None:
    before = a.me

    with pytest.raises(AlreadyFoundedError):
        identity.found(
            a.store, alliance_name="另一个", person_name="某人", make_records=first_records
        )

    assert a.me == before


def test_founding_that_fails_leaves_nothing(new: Store) -> None:
    def fails(_session: object) -> tuple[str, str]:
        raise NotFoundedError

    with pytest.raises(NotFoundedError):
        identity.found(new, alliance_name="青山联盟", person_name="李", make_records=fails)

    with new.read() as session:
        assert identity.mine(session) is None


def test_who_joins_is_who_was_invited(
    a: Laptop, tmp_path: Path, new: Store, ids: dict[str, str]
) -> None:
    file, typed = invited(a, tmp_path, ids["village"], "lead")

    joined = identity.join(new, file, typed)

    assert (joined.alliance, joined.alliance_name) == (a.me.alliance, "青山联盟")
    assert (joined.school, joined.person_name, joined.role) == (ids["village"], "张晓梅", "lead")
    with new.read() as session:
        me = identity.me(session)
        found = identity.signer(session, me.certificate, 1)
    assert found is not None
    assert (found.laptop, found.role, found.school) == (me.laptop, "lead", ids["village"])


def test_each_laptop_makes_its_own_keys(
    a: Laptop, tmp_path: Path, new: Store, ids: dict[str, str]
) -> None:
    file, typed = invited(a, tmp_path, ids["core"])
    other = Store(tmp_path / "other")

    identity.join(new, file, typed)
    identity.join(other, file, typed)

    with new.read() as one, other.read() as two:
        assert identity.me(one).laptop != identity.me(two).laptop
        assert identity.me(one).replica != identity.me(two).replica


def test_two_laptops_on_one_invitation_are_both_believed(
    a: Laptop, stick: Path, tmp_path: Path, new: Store, ids: dict[str, str]
) -> None:
    file, typed = invited(a, tmp_path, ids["core"])
    one, two = Laptop("one", new), Laptop("two", Store(tmp_path / "other"))
    identity.join(one.store, file, typed)
    identity.join(two.store, file, typed)
    made = [laptop.write("activity", title=laptop.name) for laptop in (one, two)]

    for laptop in (one, two, a):
        laptop.exchange(stick)

    assert [a.title(id) for id in made] == ["one", "two"]


def test_the_first_laptop_of_a_school_makes_its_key(c: Laptop, ids: dict[str, str]) -> None:
    with c.store.read() as session:
        assert len(epochs.held(session, "school", ids["village"])) == 1


def test_an_invitation_within_the_school_brings_its_key(
    a: Laptop, tmp_path: Path, new: Store, ids: dict[str, str]
) -> None:
    file, typed = invited(a, tmp_path, ids["core"])

    identity.join(new, file, typed)

    with new.read() as session, a.store.read() as host:
        assert epochs.held(session, "school", ids["core"]) == epochs.held(
            host, "school", ids["core"]
        )


@pytest.mark.parametrize("role", ["lead", "teacher"])
def test_a_lead_invites_within_the_school(
    c: Laptop, a: Laptop, stick: Path, tmp_path: Path, role: str, ids: dict[str, str]
) -> None:
    e = invite(c, tmp_path / "e", role, ids["village"], c.me.person)
    id = e.write("activity", title="新来的")
    e.exchange(stick)

    a.exchange(stick)

    assert a.title(id) == "新来的"
    e.store.close()


@pytest.mark.parametrize(
    ("host", "role", "where"),
    [
        ("c", "coordinator", "village"),
        ("c", "observer", "village"),
        ("c", "teacher", "core"),
        ("b", "teacher", "core"),
        ("d", "teacher", "village"),
    ],
)
def test_others_cannot_invite(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    ids: dict[str, str],
    host: str,
    role: str,
    where: str,
) -> None:
    laptop: Laptop = request.getfixturevalue(host)

    with pytest.raises(InvitingNotAllowedError):
        invited(laptop, tmp_path, ids[where], role)

    assert not (tmp_path / "invitation").exists()


def test_an_invitation_that_cannot_be_written_is_said_so(
    a: Laptop, tmp_path: Path, ids: dict[str, str]
) -> None:
    with pytest.raises(UnwritableFileError):
        invited(a, tmp_path / "nowhere", ids["core"])


def test_wrong_words_are_told_from_unknown_ones(
    a: Laptop, tmp_path: Path, new: Store, ids: dict[str, str]
) -> None:
    file, typed = invited(a, tmp_path, ids["core"])
    first = typed.split()[0]
    other = next(w.text for w in words.word_list() if w.text != first)

    with pytest.raises(WrongWordsError):
        identity.join(new, file, typed.replace(first, other, 1))
    with pytest.raises(UnknownWordsError) as caught:
        identity.join(new, file, "咕噜" + typed[2:])

    assert caught.value.places == (1,)
    with new.read() as session:
        assert identity.mine(session) is None


def test_a_used_data_folder_cannot_join(
    a: Laptop, b: Laptop, tmp_path: Path, ids: dict[str, str]
) -> None:
    file, typed = invited(a, tmp_path, ids["core"])
    before = b.me

    with pytest.raises(AlreadyFoundedError):
        identity.join(b.store, file, typed)

    assert b.me == before


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "missing"),
        (b"", "not_one"),
        (b"PK\x03\x04 a document", "not_one"),
        (b"LKI1", "damaged"),
        (b"LKI1\xff\xff\xff\xff" + bytes(99), "damaged"),
        (bytes(INVITATION_FILE_BYTES + 1), "not_one"),
    ],
)
def test_a_file_that_is_no_invitation_is_said_so(
    new: Store, tmp_path: Path, data: bytes | None, problem: str
) -> None:
    file = tmp_path / "file"
    if data is not None:
        file.write_bytes(data)

    with pytest.raises(NotAnInvitationError) as caught:
        identity.join(new, file, " ".join(SIX))

    assert caught.value.problem == problem


def test_a_folder_is_no_invitation(new: Store, tmp_path: Path) -> None:
    with pytest.raises(NotAnInvitationError):
        identity.join(new, tmp_path, " ".join(SIX))


def test_a_damaged_invitation_is_told_from_wrong_words(
    a: Laptop, tmp_path: Path, ids: dict[str, str]
) -> None:
    file, _ = invited(a, tmp_path, ids["core"])
    good = file.read_bytes()

    for at in (10, 30, len(good) // 2, len(good) - 1):
        bad = bytearray(good)
        bad[at] ^= 1
        with pytest.raises(NotAnInvitationError) as caught:
            invitations.check(bytes(bad))
        assert caught.value.problem == "damaged"
    for kept in (9, 100, len(good) - 1):
        with pytest.raises(NotAnInvitationError):
            invitations.check(good[:kept])


def file_with(said: invitations.Header) -> bytes:
    header, ciphertext = encode(said), bytes(64)
    check = invitations._check(header, ciphertext)
    return b"LKI1" + len(header).to_bytes(4, "big") + header + check + ciphertext


COSTS: dict[str, dict[str, object]] = {
    "memory": {"memory_kib": ARGON_MOST_MEMORY_KIB + 1},
    "no memory": {"memory_kib": 1},
    "passes": {"passes": ARGON_MOST_PASSES + 1},
    "no passes": {"passes": 0},
    "lanes": {"lanes": ARGON_MOST_LANES + 1},
    "no lanes": {"lanes": 0},
    "salt": {"salt": bytes(3)},
    "long salt": {"salt": bytes(65)},
}


@pytest.mark.parametrize("name", COSTS)
def test_an_invitation_that_would_exhaust_us_is_refused(name: str) -> None:
    said: dict[str, object] = {
        "memory_kib": 65536,
        "passes": 3,
        "lanes": 1,
        "salt": bytes(16),
        **COSTS[name],
    }
    data = file_with(invitations.Header(1, 1, **said))  # type: ignore[arg-type]

    with pytest.raises(NotAnInvitationError) as caught:
        invitations.open_with(data, b"words")

    assert caught.value.problem == "hostile"


@pytest.mark.usefixtures("full_price")
def test_words_are_as_hard_to_guess_as_was_said(a: Laptop, tmp_path: Path) -> None:
    file = tmp_path / "invitation"
    words = identity.invite(
        a.store, school=a.me.school, person=a.me.person, person_name="李老师",
        role="teacher", out=file,
    )  # fmt: skip

    header, _, _ = invitations._parts(file.read_bytes())

    assert (header.memory_kib, header.passes, header.lanes) == (65536, 3, 1)
    store = Store(tmp_path / "guest")
    assert identity.join(store, file, words).role == "teacher"
    store.close()


@pytest.mark.parametrize("version", [(2, 1), (1, 2)])
def test_an_invitation_of_a_newer_program_is_said_so(version: tuple[int, int]) -> None:
    with pytest.raises(NewerInvitationError):
        invitations.check(file_with(invitations.Header(*version, 65536, 3, 1, bytes(16))))


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_are_refused_in_order(data: bytes) -> None:
    for start in (b"", b"LKI1", b"LKI1\0\0\0\x08"):
        with pytest.raises(InvitationError):
            invitations.check(start + data)


def sound(**changed: object) -> Invitation:
    """Return an invitation that holds together, but for what is changed."""
    root, host, own = (bytes([n] * 32) for n in (1, 2, 3))
    alliance = keys.alliance_id(keys.sign_public(root))

    def certificate(public: bytes, purpose: str, issuer: str, by: bytes, role: str = "teacher"):  # type: ignore[no-untyped-def]
        exchange = bytes(32) if purpose == "laptop" else b""
        said = Statement(
            1, alliance, purpose, issuer, keys.sign_public(public), exchange, "s", role, "p", "n", 0
        )
        return issue(by, said)

    role = str(changed.pop("host_role", "coordinator"))
    first = certificate(host, "laptop", "", root, role)
    invited_ = certificate(own, "invitation", first.id, host)
    circles = [new_epoch(alliance, circle) for circle in ("membership", "alliance")]
    carried = [CarriedEpoch(e.circle, e.home, e.height, e.key) for e in circles]
    values = {
        "alliance": alliance,
        "alliance_name": "青山联盟",
        "root_public": keys.sign_public(root),
        "key": own,
        "certificates": [invited_, first],
        "epochs": carried,
        "school_name": "",
        **changed,
    }
    return Invitation(**values)  # type: ignore[arg-type]


def test_a_sound_invitation_is_accepted() -> None:
    assert joining._check(sound()).role == "teacher"


FORGED: dict[str, dict[str, object]] = {
    "alliance": {"alliance": text_of(bytes(8))},
    "root": {"root_public": keys.sign_public(bytes([7] * 32))},
    "key of another": {"key": bytes([9] * 32)},
    "short key": {"key": b"short"},
    "no chain": {"certificates": []},
    "half a chain": {"certificates": sound().certificates[:1]},
    "chain without the invitation": {"certificates": sound().certificates[1:]},
    "host who may not": {"host_role": "teacher"},
    "no epochs": {"epochs": []},
    "odd epoch": {"epochs": [*sound().epochs, CarriedEpoch("else", "", 1, bytes(32))]},
    "short epoch": {"epochs": [CarriedEpoch("alliance", "", 1, b""), *sound().epochs]},
    "height": {"epochs": [CarriedEpoch("alliance", "", 2**40, bytes(32)), *sound().epochs]},
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_invitation_is_refused(name: str) -> None:
    with pytest.raises(NotAnInvitationError) as caught:
        joining._check(sound(**FORGED[name]))

    assert caught.value.problem == "hostile"


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(plain=st.binary(max_size=300))
def test_any_content_behind_the_right_words_is_refused_in_order(plain: bytes) -> None:
    from sync.sealing import encrypt, pack

    said = invitations.Header(1, 1, 64, 1, 1, bytes(16))
    header = encode(said)
    ciphertext = encrypt(invitations._key(b"words", said), pack(plain), b"lianke invite 1" + header)
    check = invitations._check(header, ciphertext)
    data = b"LKI1" + len(header).to_bytes(4, "big") + header + check + ciphertext

    with pytest.raises(SyncError):
        joining._check(invitations.open_with(data, b"words"))


def test_a_chain_without_end_is_not_believed() -> None:
    root = bytes([1] * 32)
    alliance = keys.alliance_id(keys.sign_public(root))
    private = bytes([5] * 32)
    chain: trust.Chain = {}
    issuer = ""
    for number in range(CHAIN + 4):
        public = keys.sign_public(private)
        said = Statement(
            1, alliance, "laptop", issuer, public, bytes(32), "s", "coordinator", "p", "n", number
        )
        signed = issue(private if issuer else root, said)
        chain[signed.id] = (signed, said)
        issuer = signed.id

    held = [trust.holds(chain, id, keys.sign_public(root)) for id in chain]

    assert held == [True] * CHAIN + [False] * 4


def test_a_restored_laptop_begins_a_new_log(a: Laptop) -> None:
    before = a.me

    with a.store.write() as session:
        identity.new_replica(session)

    assert a.me.replica != before.replica
    assert (a.me.laptop, a.me.certificate) == (before.laptop, before.certificate)
