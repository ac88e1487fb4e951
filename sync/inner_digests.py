"""Digests of what one school or a few may read, told so that nobody else learns anything of them.

They ride in the receipt, which all members can read. Each is named by a key that follows from the
keys of its circle, so only a laptop that holds exactly the same keys finds it, and none is missed
for want of a key. With a new salt in every receipt nothing in it looks like anything of before,
and random ones fill it up, so that their number says next to nothing.
"""

import hashlib
import os
import random
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import digest
from db.circles import NAMED, persons_of
from db.models.circles import SectionKey
from db.models.exchange import Epoch, SealedSection
from sync.keys import SCHOOL
from sync.laptop import Me
from sync.limits import RECEIPT_INNER
from sync.receipt_body import ID_BYTES, INNER_BYTES

Circle = tuple[str, str]
"""A circle and its home."""

_SIZES = (4, 16, RECEIPT_INNER)
_NAME, _PROOF = b"lianke inner name 1", b"lianke inner digest 1"
_HALF = INNER_BYTES // 2


def circle_keys(session: Session, who: Me) -> dict[Circle, bytes]:
    """Return a key for each circle that this laptop reads: a hash of all keys it has of it.

    Whoever lacks one of them, or has one more, has another; so only who can open the same
    sections compares.
    """
    held: dict[Circle, list[bytes]] = {}
    sealed = set(session.scalars(select(SealedSection.epoch).distinct()))
    unopened = set()
    epochs = select(Epoch.id, Epoch.home, Epoch.key).where(Epoch.circle == SCHOOL)
    for id, home, key in session.execute(epochs):
        held.setdefault((SCHOOL, home), []).append(key)
        if id in sealed:  # its key has come, and what it opens is not read yet
            unopened.add((SCHOOL, home))
    sections = select(SectionKey.home, SectionKey.key).where(SectionKey.home != "")
    for home, key in session.execute(sections):
        if who.person in persons_of(home):
            held.setdefault((NAMED, home), []).append(key)
    return {
        circle: _together(who.alliance, circle, found)
        for circle, found in held.items()
        if circle not in unopened
    }


def _together(alliance: str, circle: Circle, found: list[bytes]) -> bytes:
    said = "|".join((alliance, *circle)).encode()
    return hashlib.sha256(b"lianke inner 1" + said + b"".join(sorted(found))).digest()


def tell(session: Session, who: Me, leaving: Collection[Circle] = ()) -> bytes:
    """Return what a receipt says of the circles that this laptop reads.

    Args:
        session: To read with; nothing waits to be sealed.
        who: This laptop.
        leaving: Circles of which something is being sealed into the same segment: of named
            persons the keys are not yet those that go with the digest.
    """
    salt = os.urandom(ID_BYTES)
    known, keys = digest.inner(session), circle_keys(session, who)
    told = [
        name_of(key, salt) + proof_of(key, salt, known[circle])
        for circle, key in keys.items()
        if circle in known and not (circle[0] == NAMED and circle in leaving)
    ]
    random.shuffle(told)  # where there are too many, others ride in the next one
    told = told[:RECEIPT_INNER]
    size = next(size for size in _SIZES if size >= len(told))
    told += [os.urandom(INNER_BYTES) for _ in range(size - len(told))]
    return salt + b"".join(sorted(told))


def name_of(key: bytes, salt: bytes) -> bytes:
    """Return by what a circle is known in a receipt."""
    return hashlib.sha256(_NAME + key + salt).digest()[:_HALF]


def proof_of(key: bytes, salt: bytes, found: bytes) -> bytes:
    """Return what stands for a circle's digest in a receipt."""
    return hashlib.sha256(_PROOF + key + salt + found).digest()[:_HALF]


def compare(
    inner: bytes, known: Mapping[Circle, bytes], keys: Mapping[Circle, bytes]
) -> dict[Circle, tuple[bytes, bytes]]:
    """Return, for each circle that both read alike, what stands for this digest and for theirs.

    Args:
        inner: What a receipt said.
        known: The digests here.
        keys: The circles' keys here.
    """
    salt, rest = inner[:ID_BYTES], inner[ID_BYTES:]
    told = {
        rest[at : at + _HALF]: rest[at + _HALF : at + INNER_BYTES]
        for at in range(0, len(rest), INNER_BYTES)
    }
    found = {}
    for circle, key in keys.items():
        theirs = told.get(name_of(key, salt))
        if theirs is not None and circle in known:
            found[circle] = (proof_of(key, salt, known[circle]), theirs)
    return found
