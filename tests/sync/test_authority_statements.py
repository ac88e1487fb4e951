"""Forged, altered, replayed and foreign statements about members change nothing."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.models.authority import Adopted, Statement
from db.models.exchange import MembershipFile
from sync import epochs, laptop, membership, membership_file, statements
from sync.errors import SkippedFileError
from sync.limits import NAMED_IDS, REASON_CHARACTERS
from sync.membership_file import ADOPTION, REVOCATION, Item
from sync.names import text_of
from sync.statements import Adoption, Revocation
from tests.sync.laptops import Laptop
from tests.sync.members_apart import files_of, hand

SOME = text_of(bytes(16))


def told(to: Laptop, by: Laptop, item: Item) -> None:
    """Let a laptop read a statement out of a membership file."""
    with by.store.read() as session:
        data = membership_file.build(by.me.alliance, epochs.current(session, "membership"), [item])
    hand(to, [("m", data)])


def revocation(by: Laptop, of: str, **changed: object) -> Item:
    """Return a revocation as a laptop would sign it, but for what is changed."""
    me = by.me
    said = {
        "protocol": 1, "alliance": me.alliance, "issuer": me.certificate, "laptop": of,
        "cut": [], "kept": [], "reason": "", "made_at": 0, **changed,
    }  # fmt: skip
    with by.store.read() as session:
        private = laptop.secrets(session).sign
    return statements.revocation_item(private, Revocation(**said))  # type: ignore[arg-type]


def adoption(by: Laptop, **changed: object) -> Item:
    """Return an adoption as a laptop would sign it, but for what is changed."""
    me = by.me
    said = {
        "protocol": 1, "alliance": me.alliance, "issuer": me.certificate, "segments": [SOME],
        "made_at": 0, **changed,
    }  # fmt: skip
    with by.store.read() as session:
        private = laptop.secrets(session).sign
    return statements.adoption_item(private, Adoption(**said))  # type: ignore[arg-type]


@pytest.fixture
def pair(a: Laptop, b: Laptop) -> tuple[Laptop, Laptop]:
    """Return a coordinator and a teacher who know each other."""
    hand(a, files_of(b).values())
    hand(b, files_of(a).values())
    return a, b


def standing(on: Laptop, kind: int) -> list[bool]:
    with on.store.read() as session:
        return [row.standing for row in session.query(Statement).filter_by(kind=kind)]


def test_sound_statements_are_taken(pair: tuple[Laptop, Laptop]) -> None:
    a, b = pair
    told(b, a, adoption(a))
    told(b, a, revocation(a, b.me.laptop))

    assert (standing(b, ADOPTION), standing(b, REVOCATION)) == ([True], [True])


FORGED: dict[str, Callable[[Laptop, Laptop], Item]] = {
    "in the name of another": lambda a, b: revocation(b, b.me.laptop, issuer=a.me.certificate),
    "in the name of the root key": lambda a, b: revocation(b, a.me.laptop, issuer=""),
    "of another alliance": lambda a, b: revocation(a, b.me.laptop, alliance=text_of(bytes(8))),
    "that names what is no id": lambda a, b: revocation(a, b.me.laptop, cut=["../x"]),
    "without end": lambda a, b: revocation(a, b.me.laptop, kept=[SOME] * (NAMED_IDS + 1)),
    "with an endless reason": lambda a, b: revocation(
        a, b.me.laptop, reason="x" * (REASON_CHARACTERS + 1)
    ),
    "adoption in the name of another": lambda a, b: adoption(b, issuer=a.me.certificate),
    "adoption of the root key": lambda a, b: adoption(b, issuer=""),
    "adoption without end": lambda a, b: adoption(a, segments=[SOME] * (NAMED_IDS + 1)),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_statement_is_not_even_kept(pair: tuple[Laptop, Laptop], name: str) -> None:
    a, b = pair
    before = a.count(Statement)

    told(a, b, FORGED[name](a, b))

    assert (a.count(Statement), a.count(Adopted)) == (before, 0)


def test_an_altered_statement_is_not_even_kept(pair: tuple[Laptop, Laptop]) -> None:
    a, b = pair
    good = revocation(a, b.me.laptop)
    before = b.count(Statement)

    told(b, a, Item(good.kind, good.body.replace(b"\x00", b"\x01"), good.signature))
    told(b, a, Item(ADOPTION, good.body, good.signature))

    assert b.count(Statement) == before


def test_a_statement_told_twice_counts_once(pair: tuple[Laptop, Laptop]) -> None:
    a, b = pair
    item = adoption(a)

    told(b, a, item)
    told(b, a, item)

    assert (standing(b, ADOPTION), b.count(Adopted)) == ([True], 1)


def test_a_statement_of_a_stranger_is_kept_until_the_stranger_is_known(
    a: Laptop, b: Laptop
) -> None:
    told(a, b, adoption(b))
    before = standing(a, ADOPTION)
    with a.store.read() as session:
        waiting = session.query(MembershipFile).filter_by(read=False).count()

    hand(a, [file for file in files_of(b).values() if file[0] == "m"])

    assert (before, waiting) == ([], 1)
    assert standing(a, ADOPTION) == [True]


def test_a_newer_statement_waits_for_a_newer_program(pair: tuple[Laptop, Laptop]) -> None:
    a, b = pair

    told(b, a, revocation(a, b.me.laptop, protocol=2))

    with b.store.read() as session:
        assert session.query(MembershipFile).filter_by(read=False).count() == 1
    assert standing(b, REVOCATION) == []


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_as_a_statement_are_refused_in_order(body: bytes) -> None:
    for read in (statements.read_revocation, statements.read_adoption):
        with pytest.raises(SkippedFileError):
            read(body, "aaaaaaaaaaaaa")


def test_the_own_statement_is_kept_like_any_other(a: Laptop) -> None:
    with a.store.write() as session:
        membership.keep_own(session, a.me, adoption(a))

    assert standing(a, ADOPTION) == [False]  # it counts once everything is judged again
