"""More laptops in a named circle than one section has room for: grants bring the rest the key."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from db.models.circles import SectionKey
from db.models.exchange import MembershipFile
from db.store import Store
from sync import (
    epochs,
    keys,
    laptop,
    membership,
    membership_file,
    named,
    renewing,
    section_grants,
    trust,
)
from sync.certificates import issue
from sync.enrolment import statement_of
from sync.keys import MEMBERSHIP
from sync.limits import WRAPS
from sync.membership_file import CERTIFICATE, SECTION_GRANT, Item
from sync.segment_header import NAMED
from sync.wrapping import unwrap_any
from tests.sync.circle_laptops import Made, make_circle_alliance, own_segments, write_named
from tests.sync.laptops import Laptop
from tests.sync.members_apart import seal

_MANY = 150  # laptops of one person: three times as many as go into a section


@dataclass(frozen=True)
class Phantom:
    """A laptop of which nothing is there but its keys: it can read what is sealed for it."""

    id: str
    exchange: bytes


@pytest.fixture
def circle(tmp_path: Path) -> Iterator[tuple[Made, dict[str, Laptop], Path]]:
    """Return the alliance's ids, its laptops a, t and o, and the stick."""
    made = make_circle_alliance(tmp_path)
    with ExitStack() as stack:
        opened = {name: Laptop(name, Store(tmp_path / name)) for name in ("a", "t", "o")}
        for one in opened.values():
            stack.callback(one.store.close)
        yield made, opened, tmp_path / "stick"


def let_in(a: Laptop, made: Made, count: int) -> list[Phantom]:
    """Let the coordinator let in many laptops of the observer."""
    member = (made.village, "teacher", made.observer, "王校长")
    phantoms, items = [], []
    with a.store.write() as session:
        who, own = laptop.me(session), laptop.secrets(session)
        for _ in range(count):
            sign, exchange = keys.new_private(), keys.new_private()
            public = (keys.sign_public(sign), keys.exchange_public(exchange))
            said = statement_of(who.alliance, "laptop", who.certificate, public, member)
            signed = issue(own.sign, said)
            trust.add(session, signed, said)
            items.append(Item(CERTIFICATE, signed.body, signed.signature))
            phantoms.append(Phantom(keys.laptop_id(public[0]), exchange))
        for start in range(0, count, 50):
            membership.publish(session, who, items[start : start + 50])
        renewing.see_to(session)
    return phantoms


def locked_keys(one: Laptop) -> list[tuple[bytes, list[bytes], bytes]]:
    """Return lock, wraps and label of the named section and of all grants that a laptop knows."""
    found = []
    for sealed in own_segments(one):
        for section in sealed.header.sections:
            if section.circle == NAMED:
                found.append((section.salt, section.wraps, named._LABEL))
    with one.store.read() as session:
        alliance = laptop.me(session).alliance
        files = session.scalars(select(MembershipFile.data)).all()
        held = {epoch.id: epoch for epoch in epochs.held(session, MEMBERSHIP)}
    for data in files:
        file = membership_file.read(data, alliance)
        items, _ = membership_file.open_items(file, held[file.header.epoch])
        for item in items:
            if item.kind == SECTION_GRANT:
                said = section_grants._read(item.body, alliance)
                found.append((said.lock, said.wraps, section_grants._LABEL))
    return found


def test_all_laptops_of_the_named_are_given_the_key_however_many_there_are(
    circle: tuple[Made, dict[str, Laptop], Path],
) -> None:
    made, laptops, stick = circle
    a, t, o = (laptops[name] for name in "ato")
    phantoms = let_in(a, made, _MANY)
    for one in (a, t, o):
        one.exchange(stick)

    id = write_named(t, "听课意见", made.observer)
    for _ in range(4):
        t.exchange(stick)
    o.exchange(stick)

    sealed = locked_keys(t)
    opened = {
        phantom.id
        for phantom in phantoms
        if any(
            unwrap_any(phantom.exchange, wraps, lock, label, t.me.alliance)
            for lock, wraps, label in sealed
        )
    }
    with t.store.read() as session:
        (readers,) = session.scalars(select(SectionKey.readers))
        assert section_grants.lacking(session, t.me) == []
    assert {len(wraps) for _lock, wraps, _label in sealed} == {WRAPS}
    assert len(opened) == _MANY
    assert opened < set(readers.split())
    assert o.title(id) == "听课意见"


def test_a_real_laptop_that_found_no_room_reads_by_a_grant(
    circle: tuple[Made, dict[str, Laptop], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, laptops, stick = circle
    a, t, o = (laptops[name] for name in "ato")
    let_in(a, made, WRAPS)
    for one in (a, t, o):
        one.exchange(stick)
    everybody = named.laptops_of
    with monkeypatch.context() as patched:
        # as if the observer's certificate came last: whom there is room for follows from ids
        patched.setattr(
            named,
            "laptops_of",
            lambda session, home: dict(
                sorted(everybody(session, home).items(), key=lambda one: one[0] == o.me.laptop)
            ),
        )
        id = write_named(t, "听课意见", made.observer)
        seal(t)
    with t.store.read() as session:
        (readers,) = session.scalars(select(SectionKey.readers))

    t.exchange(stick)
    o.exchange(stick)

    assert o.me.laptop not in readers.split()
    assert o.title(id) == "听课意见"
