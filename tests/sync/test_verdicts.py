"""Who still counts, as a pure function: the rules one by one, and every order of the same facts."""

import random

import pytest

from sync.verdicts import Link, Revoking, Verdicts

SCHOOLS = ("core", "village")


def laptop(id: str, issuer: str, role: str = "teacher", school: str = "core", of: str = "") -> Link:
    """Return a laptop's certificate."""
    return Link(id, issuer, "laptop", of or f"laptop of {id}", b"x", school, role, "person")


def invitation(id: str, issuer: str, role: str = "teacher", school: str = "core") -> Link:
    """Return an invitation's certificate."""
    return Link(id, issuer, "invitation", f"key of {id}", b"", school, role, "person")


def revoking(id: str, issuer: str, target: str, *kept: str) -> Revoking:
    """Return a revocation of the laptop of a certificate."""
    return Revoking(id, issuer, f"laptop of {target}", frozenset(kept))


FOUNDER = laptop("a", "", "coordinator")
TO_SECOND = invitation("i", "a", "coordinator")
SECOND = laptop("b", "i", "coordinator")
TO_LEAD = invitation("j", "a", "lead", "village")
LEAD = laptop("c", "j", "lead", "village")
TO_TEACHER = invitation("k", "c", "teacher", "village")
TEACHER = laptop("d", "k", "teacher", "village")
ALL = (FOUNDER, TO_SECOND, SECOND, TO_LEAD, LEAD, TO_TEACHER, TEACHER)


def judged(*revocations: Revoking, more: tuple[Link, ...] = ()) -> Verdicts:
    """Judge the alliance above."""
    return Verdicts({link.id: link for link in (*ALL, *more)}, revocations)


def test_everybody_is_good_while_nobody_is_revoked() -> None:
    found = judged()

    assert {link.id: found.of(link.id) for link in ALL} == dict.fromkeys("aibjckd", "good")


@pytest.mark.parametrize(
    ("by", "target", "stands"),
    [
        ("a", "d", True),
        ("b", "a", True),
        ("c", "d", True),
        ("c", "a", False),
        ("c", "b", False),
        ("d", "c", False),
        ("d", "d", False),
        ("", "a", True),
    ],
)
def test_who_may_let_in_may_revoke(by: str, target: str, stands: bool) -> None:
    found = judged(revoking("r", by, target))

    assert ("r" in found.standing) is stands
    assert found.of(target) == ("revoked" if stands else "good")


def test_of_two_who_revoke_each_other_the_one_nearer_to_the_root_stays() -> None:
    found = judged(revoking("r1", "b", "a"), revoking("r2", "a", "b"))

    assert found.standing == {"r2"}
    assert (found.of("a"), found.of("b")) == ("good", "revoked")


def test_of_two_equally_near_the_smaller_certificate_stays() -> None:
    other = laptop("z", "", "coordinator")

    found = judged(revoking("r1", "z", "a"), revoking("r2", "a", "z"), more=(other,))

    assert found.standing == {"r2"}


def test_the_root_key_comes_before_all() -> None:
    found = judged(revoking("r1", "a", "b"), revoking("r0", "", "a"))

    assert found.standing == {"r0"}
    assert (found.of("a"), found.of("b")) == ("revoked", "doubtful")


def test_a_revocation_that_the_revoker_kept_stands() -> None:
    found = judged(
        revoking("r1", "a", "b"), revoking("r2", "b", "d", "r3"), revoking("r3", "c", "d")
    )
    kept = judged(revoking("r1", "a", "b", "r2"), revoking("r2", "b", "d"))

    assert "r2" not in found.standing
    assert kept.standing == {"r1", "r2"}


def test_who_was_let_in_before_the_revocation_stays_only_if_kept() -> None:
    kept = judged(revoking("r", "", "a", "i", "j"))
    lost = judged(revoking("r", "", "a", "i"))

    assert (kept.of("b"), kept.of("c"), kept.of("d")) == ("good", "good", "good")
    assert (lost.of("b"), lost.of("c"), lost.of("d")) == ("good", "doubtful", "doubtful")


def test_who_is_in_doubt_revokes_nobody() -> None:
    found = judged(revoking("r1", "", "a", "i"), revoking("r2", "c", "d"))

    assert found.standing == {"r1"}


def test_a_certificate_that_says_the_same_again_ends_the_doubt() -> None:
    again = laptop("c2", "b", "lead", "village", of="laptop of c")

    found = judged(revoking("r", "", "a", "i"), more=(again,))

    assert (found.of("c"), found.of("c2"), found.of("d")) == ("good", "good", "good")


def test_a_certificate_that_says_more_does_not_stand_for_another() -> None:
    teacher = laptop("c2", "b", "teacher", "village", of="laptop of c")

    found = judged(revoking("r", "", "a", "i"), more=(teacher,))

    assert (found.of("c"), found.of("c2")) == ("doubtful", "good")


def test_a_new_certificate_does_not_bring_a_revoked_laptop_back() -> None:
    again = laptop("c2", "b", "lead", "village", of="laptop of c")

    found = judged(revoking("r", "a", "c"), more=(again,))

    assert (found.of("c"), found.of("c2")) == ("revoked", "revoked")


def test_two_who_let_each_other_in_prove_nothing() -> None:
    ring = (
        laptop("x1", "y2", "coordinator", of="x"),
        laptop("y2", "x1", "coordinator", of="y"),
    )

    assert judged(more=ring).of("x1") == "doubtful"


def test_what_two_revokers_keep_is_added_up() -> None:
    found = judged(revoking("r1", "", "a", "i"), revoking("r2", "", "a", "j"))

    assert (found.of("b"), found.of("c")) == ("good", "good")


def test_nobody_revokes_the_recovery_code() -> None:
    code = Link("code", "", "recovery", "laptop of code", b"x", "core", "coordinator", "p")

    assert judged(revoking("r", "a", "code"), more=(code,)).of("code") == "good"


def world(dice: random.Random) -> tuple[list[Link], list[Revoking]]:
    """Draw an alliance with many revocations, some forged."""
    links: list[Link] = [laptop("c00", "", "coordinator")]
    for n in range(1, 14):
        host = dice.choice(links)
        role = dice.choice(("coordinator", "coordinator", "lead", "teacher"))
        of = dice.choice(links).laptop if dice.random() < 0.15 else ""
        links.append(laptop(f"c{n:02}", host.id, role, dice.choice(SCHOOLS), of))
    names = [link.id for link in links]
    revocations = []
    for n in range(dice.randrange(1, 8)):
        kept = [*names, *(f"r{m}" for m in range(8))]
        revocations.append(
            Revoking(
                f"r{n}",
                dice.choice(["", *names]),
                dice.choice(links).laptop,
                frozenset(dice.sample(kept, dice.randrange(len(kept)))),
            )
        )
    return links, revocations


@pytest.mark.parametrize("seed", range(60))
def test_verdicts_do_not_depend_on_the_order(seed: int) -> None:
    dice = random.Random(seed)
    links, revocations = world(dice)
    seen = set()

    for _ in range(6):
        dice.shuffle(links)
        dice.shuffle(revocations)
        found = Verdicts({link.id: link for link in links}, revocations)
        verdicts = tuple((link.id, found.of(link.id)) for link in sorted(links, key=lambda k: k.id))
        counts = tuple(found.counts(link.id, "something") for link in sorted(links, key=str))
        seen.add((frozenset(found.standing), verdicts, counts))

    assert len(seen) == 1
